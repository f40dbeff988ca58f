//! SQL Server moves or is lost: failover, databases, quorum, storage (F6 to F12, F18, F23, F24).

use std::collections::BTreeSet;

use super::{CLUSTER, FORCE_QUORUM, PLANNING, QUORUM, RECYCLE};
use crate::availability::logic::Lanes;
use crate::dependency::{Because, CauseEffect, ServiceKind, Subject};
use crate::drill::engine::{Engine, Moment, is_patient};
use crate::drill::time::{self, When};
use crate::drill::timeline::{Condition, DrillRow, RowKind, ServiceState};
use crate::model::{
    AvailabilityGroupId, ComputerId, Database, DatabaseId, DatabaseKind, Element, ResourceGroupId, SqlInstanceId,
    SqlPlacement,
};

const BAM_STORES: Because = Because::Document("core/scaled-out-databases");
const NONE_LOST: &str = "No message is lost";

/// What becomes of the databases of a SQL instance in one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Unhurt,
    Moves,
    Lost,
}

impl Engine<'_> {
    /// Every SQL instance with databases of the primary site that moves or is lost now.
    pub(in crate::drill) fn sql_phase(&mut self, moment: &Moment<'_>) {
        let document = self.document;
        let mut moved_groups = Vec::new();
        let mut lost_groups = Vec::new();
        let mut outage = time::sql_failover(document);
        for sql in document.sql_instances.keys().copied() {
            let held: Vec<(DatabaseId, &Database)> =
                document.databases.iter().filter(|(_, it)| it.sql_instance == sql).map(|(id, it)| (*id, it)).collect();
            if held.is_empty() {
                continue;
            }
            match self.fate_of(&held, moment) {
                Fate::Unhurt => {}
                Fate::Moves => {
                    if self.restarts_in_place(sql) && !held.iter().any(|(_, it)| it.availability_group.is_some()) {
                        self.sql_restarts(moment, sql, &held);
                        outage = time::resource_restart();
                    } else {
                        self.sql_moves(moment, sql, &held);
                    }
                    let moved = held.iter().filter(|(id, _)| self.has_moved(*id, &moment.after));
                    moved_groups
                        .extend(moved.filter(|(_, it)| restarts_hosts(it)).filter_map(|(_, it)| it.biztalk_group));
                }
                Fate::Lost => {
                    self.sql_lost(moment, sql, &held);
                    // A single database is lost while the others of its SQL instance stay.
                    let lost = held.iter().filter(|(id, _)| self.is_lost(*id, &moment.after));
                    lost_groups
                        .extend(lost.filter(|(_, it)| restarts_hosts(it)).filter_map(|(_, it)| it.biztalk_group));
                }
            }
        }
        self.dtc_fails(moment);
        self.dtc_moves(moment);
        moved_groups.sort_unstable();
        moved_groups.dedup();
        lost_groups.sort_unstable();
        lost_groups.dedup();
        for group in &lost_groups {
            self.databases_away_since.get_or_insert_with(|| moment.when());
            self.hosts_lose_databases(moment, *group);
        }
        for group in moved_groups.iter().filter(|group| !lost_groups.contains(group)) {
            self.hosts_after_failover(moment, *group, &outage);
        }
        self.sso_database(moment);
    }

    fn fate_of(&self, held: &[(DatabaseId, &Database)], moment: &Moment<'_>) -> Fate {
        let lost = |lanes: &Lanes| held.iter().any(|(id, _)| self.is_lost(*id, lanes));
        let moved = |lanes: &Lanes| held.iter().any(|(id, _)| self.has_moved(*id, lanes));
        if lost(&moment.after) && !lost(&moment.before) {
            Fate::Lost
        } else if !lost(&moment.after) && moved(&moment.after) && !moved(&moment.before) {
            Fate::Moves
        } else {
            Fate::Unhurt
        }
    }

    /// Whether a database is away for good.
    fn is_lost(&self, id: DatabaseId, lanes: &Lanes) -> bool {
        let holds = |effect| self.structure.holds(Subject::Database(id), effect, lanes);
        holds(CauseEffect::Stops) || holds(CauseEffect::Degrades)
    }

    fn has_moved(&self, id: DatabaseId, lanes: &Lanes) -> bool {
        self.structure.holds(Subject::Database(id), CauseEffect::Interrupts, lanes)
    }

    fn sql_moves(&mut self, moment: &Moment<'_>, sql: SqlInstanceId, held: &[(DatabaseId, &Database)]) {
        let document = self.document;
        let name = Element::SqlInstance(sql).name(document);
        let group = held.iter().find_map(|(_, it)| it.availability_group);
        let because = match group {
            Some(_) => Because::Document("core/high-availability-using-sql-server-always-on-availability-groups"),
            None => Because::Document("core/scaled-out-databases"),
        };
        let text = format!("Connections to {name} break; its databases are away until they have moved");
        let row = DrillRow::new(moment.when(), RowKind::Effect, sql, text).says("F6", because);
        self.rows.push(row.turning([Element::SqlInstance(sql)], Condition::Starting));
        let failover = time::sql_failover(document);
        let online = moment.when().plus(&failover);
        let home = self.new_home(sql, group);
        let place = home.map_or_else(String::new, |id| format!(" on {}", Element::Computer(id).name(document)));
        let text = match group.and_then(|id| document.availability_groups.get(&id)) {
            Some(group) => format!("{} is online{place}; its listener has moved", group.name),
            None => format!("{name} is online{place} under the same network name, its databases are recovered"),
        };
        // Tracking needs its host instances, which restart first.
        let hosts_restart = held.iter().any(|(_, it)| restarts_hosts(it));
        let services = self.settled_services(&moment.after, |service| {
            !(service.kind.carries_messages() || hosts_restart && service.kind == ServiceKind::Track)
        });
        let row = DrillRow::new(online.clone(), RowKind::Failover, sql, text).says("F6", because).lasting(&failover);
        let row = row.turning([Element::SqlInstance(sql)], Condition::RunsElsewhere);
        self.rows.push(row.turning(home.map(Element::Computer), Condition::TookOver).serving(services));
        self.back_at(&online);
        self.fate("Batches are transacted: no message is lost in the failover");
        let clustered = document.sql_instances.get(&sql).map(|it| it.placement);
        let has_boxes = held.iter().any(|(_, it)| it.kind == DatabaseKind::MessageBox);
        if matches!(clustered, Some(SqlPlacement::Clustered(_)))
            && has_boxes
            && document.agent_resource_of(sql).is_none()
        {
            self.by_hand(format!("Start SQL Server Agent of {name}{place}"), Because::Rule("SQL-018"));
        }
    }

    /// A standalone SQL instance is away until its virtual machine has started again on another physical host.
    fn sql_restarts(&mut self, moment: &Moment<'_>, sql: SqlInstanceId, held: &[(DatabaseId, &Database)]) {
        let name = Element::SqlInstance(sql).name(self.document);
        let because = Because::Document("core/sample-biztalk-server-high-availability-scenarios");
        let text =
            format!("Connections to {name} break; its databases are away until its virtual machine has started again");
        let row = DrillRow::new(moment.when(), RowKind::Effect, sql, text).says("", because);
        self.rows.push(row.turning([Element::SqlInstance(sql)], Condition::Starting));
        let wait = time::resource_restart();
        let online = moment.when().plus(&wait);
        let hosts_restart = held.iter().any(|(_, it)| restarts_hosts(it));
        let services = self.settled_services(&moment.after, |service| {
            !(service.kind.carries_messages() || hosts_restart && service.kind == ServiceKind::Track)
        });
        let text = format!("{name} is online again, its databases are recovered");
        let row = DrillRow::new(online.clone(), RowKind::Restart, sql, text).says("", because).lasting(&wait);
        self.rows.push(row.turning([Element::SqlInstance(sql)], Condition::Normal).serving(services));
        self.back_at(&online);
        self.fate("Batches are transacted: no message is lost");
    }

    /// Whether a SQL instance does not move: its virtual machine is started again on another physical host.
    fn restarts_in_place(&self, sql: SqlInstanceId) -> bool {
        match self.document.sql_instances.get(&sql).map(|it| it.placement) {
            Some(SqlPlacement::Standalone(computer)) => self.document.restarts_elsewhere(computer),
            _ => false,
        }
    }

    /// MSDTC is gone where a SQL instance runs: transactions with it fail, its databases stay (F18).
    fn dtc_fails(&mut self, moment: &Moment<'_>) {
        let document = self.document;
        let fails =
            |sql: SqlInstanceId, lanes: &Lanes| self.structure.holds(Subject::Msdtc(sql), CauseEffect::Stops, lanes);
        let stays = |sql: SqlInstanceId| {
            let mut held = document.databases.iter().filter(|(_, it)| it.sql_instance == sql);
            held.all(|(id, _)| !self.is_lost(*id, &moment.after))
        };
        let hit: Vec<SqlInstanceId> = document
            .sql_instances
            .keys()
            .copied()
            .filter(|id| fails(*id, &moment.after) && !fails(*id, &moment.before) && stays(*id))
            .collect();
        for sql in hit {
            let name = Element::SqlInstance(sql).name(document);
            let text = format!("MSDTC is gone where {name} runs: transactions with it fail, its databases stay");
            self.rows.push(DrillRow::new(moment.when(), RowKind::Effect, sql, text).says("F18", PLANNING));
            self.by_hand("Restart MSDTC", PLANNING);
            self.fate("Open transactions are rolled back");
        }
    }

    /// A clustered MSDTC moves by itself while SQL Server stays where it is (F18).
    fn dtc_moves(&mut self, moment: &Moment<'_>) {
        let document = self.document;
        let moves = |sql: SqlInstanceId, lanes: &Lanes| {
            self.structure.holds(Subject::Msdtc(sql), CauseEffect::Interrupts, lanes)
        };
        let stays = |sql: SqlInstanceId| {
            let mut held = document.databases.iter().filter(|(_, it)| it.sql_instance == sql);
            held.all(|(id, _)| !self.has_moved(*id, &moment.after) && !self.is_lost(*id, &moment.after))
        };
        let groups: BTreeSet<ResourceGroupId> = document
            .sql_instances
            .iter()
            .filter(|(id, _)| moves(**id, &moment.after) && !moves(**id, &moment.before))
            .filter_map(|(_, it)| match it.placement {
                SqlPlacement::Clustered(group) => document.resource_groups.get(&group),
                SqlPlacement::Standalone(_) => None,
            })
            .map(|it| it.failover_cluster)
            .filter(|cluster| {
                // Where SQL Server moves as well, its failover is what one waits for.
                let mut beside = document.sql_instances.iter().filter(|(_, it)| match it.placement {
                    SqlPlacement::Clustered(group) => {
                        document.resource_groups.get(&group).is_some_and(|it| it.failover_cluster == *cluster)
                    }
                    SqlPlacement::Standalone(_) => false,
                });
                beside.all(|(id, _)| stays(*id))
            })
            .filter_map(|cluster| document.clustered_msdtc(cluster))
            .collect();
        for group in groups {
            let name = Element::ResourceGroup(group).name(document);
            let text = format!("The clustered MSDTC in {name} is away: transactions with SQL Server fail, system-wide");
            let row = DrillRow::new(moment.when(), RowKind::Effect, group, text).says("F18", PLANNING);
            self.rows.push(row.turning([Element::ResourceGroup(group)], Condition::Starting));
            let moving = time::group_move(document, group);
            let when = moment.when().plus(&moving);
            let home = self.next_owner(group);
            let place = home.map_or_else(String::new, |id| format!(" on {}", Element::Computer(id).name(document)));
            let text = format!("The clustered MSDTC is online{place}: transactions pass again");
            let services = self.settled_services(&moment.after, |_| true);
            let row =
                DrillRow::new(when.clone(), RowKind::Failover, group, text).says("F18", PLANNING).lasting(&moving);
            let row = row.turning([Element::ResourceGroup(group)], Condition::RunsElsewhere);
            self.rows.push(row.turning(home.map(Element::Computer), Condition::TookOver).serving(services));
            self.back_at(&when);
            self.fate("Open transactions are rolled back");
        }
    }

    /// Where the databases of a SQL instance run now.
    fn new_home(&self, sql: SqlInstanceId, group: Option<AvailabilityGroupId>) -> Option<ComputerId> {
        let document = self.document;
        let spelled = self.loss.spelled_out(document);
        if let Some(group) = group.and_then(|id| document.availability_groups.get(&id)) {
            return group
                .replicas
                .iter()
                .filter(|it| it.sql_instance != sql)
                .filter_map(|it| document.active_computer_of_sql(it.sql_instance))
                .find(|computer| !spelled.loses_computer(*computer));
        }
        match document.sql_instances.get(&sql)?.placement {
            SqlPlacement::Clustered(group) => {
                let named = document.sql_instances.get(&sql)?.storage;
                let with_data = document.owners_with_data(sql, named);
                self.next_owner_among(group, |it| with_data.contains(it))
            }
            SqlPlacement::Standalone(_) => None,
        }
    }

    fn sql_lost(&mut self, moment: &Moment<'_>, sql: SqlInstanceId, held: &[(DatabaseId, &Database)]) {
        let document = self.document;
        let name = Element::SqlInstance(sql).name(document);
        let databases: Vec<&str> = held.iter().map(|(_, it)| it.name.as_str()).collect();
        let only_databases = moment.parts.iter().all(|part| matches!(part.element(), Element::Database(_)));
        if only_databases {
            return;
        }
        if moment.is_only_an_address() {
            let text = format!("{name} with {} runs on, but nobody reaches it", databases.join(", "));
            self.rows.push(DrillRow::new(moment.when(), RowKind::Effect, sql, text).says("F19", PLANNING));
            self.fate("Batches are transacted and the disks are untouched: no message is lost");
            return;
        }
        let storage = moment.parts.iter().any(|part| matches!(part.element(), Element::Storage(_)));
        let quorum = self.structure.notes.iter().any(|(gate, note)| {
            matches!(note.element, Element::FailoverCluster(_))
                && moment.after.of(crate::availability::Term::Gate(*gate)) & 1 == 1
                && moment.before.of(crate::availability::Term::Gate(*gate)) & 1 == 0
        }) || moment.parts.iter().any(|part| matches!(part.element(), Element::FailoverCluster(_)));
        let replica = held.iter().find_map(|(_, it)| Some((it.availability_group?, self.living_replica(it)?)));
        let replica = replica.and_then(|(id, it)| Some((document.availability_groups.get(&id)?, it)));
        let (injection, text, step, because) = if let (Some((group, (replica, _))), false) = (replica, quorum) {
            let to = Element::SqlInstance(replica).name(document);
            (
                "F8",
                format!("{name} with {} is down, and no replica takes over by itself", databases.join(", ")),
                format!("Fail over {} by hand to {to}", group.name),
                Because::Document("core/high-availability-using-sql-server-always-on-availability-groups"),
            )
        } else if quorum {
            (
                "F24",
                format!(
                    "The failover cluster has lost its quorum: {name} goes offline{}",
                    self.of_dynamic_quorum(moment, sql)
                ),
                FORCE_QUORUM.to_owned(),
                QUORUM,
            )
        } else if storage {
            (
                "F23",
                format!("{name} has no disks any more: no failover helps"),
                "Repair the storage; if its data is lost, restore the databases on it to the last usable log mark"
                    .to_owned(),
                CLUSTER,
            )
        } else {
            (
                "F8",
                format!("{name} with {} has nothing left to run on", databases.join(", ")),
                format!("Repair or restore {name}; after a disaster follow the recovery plan"),
                PLANNING,
            )
        };
        let row = DrillRow::new(moment.when(), RowKind::Effect, sql, text).says(injection, because);
        self.rows.push(row.turning([Element::SqlInstance(sql)], Condition::Stopped));
        self.by_hand(step, because);
        let group = match document.sql_instances.get(&sql).map(|it| it.placement) {
            Some(SqlPlacement::Clustered(group)) => Some(group),
            _ => None,
        };
        if let Some((group, (replica, complete))) = replica {
            let to = Element::SqlInstance(replica).name(document);
            self.by_hand(format!("Fail over {} by hand to {to}", group.name), because);
            self.fate(if complete {
                format!("No message is lost: {to} holds every committed transaction")
            } else {
                format!("What had not reached {to} is lost")
            });
        } else if injection == "F24" && group.is_some_and(|it| self.waits_for_quorum(it)) {
            self.fate("Batches are transacted and the disks are untouched: no message is lost");
        } else {
            self.fate("What was written after the last usable log mark is lost if the disks are lost");
        }
    }

    /// What has to be said of losses that come one after the other: votes are counted as for losses at once.
    fn of_dynamic_quorum(&self, moment: &Moment<'_>, sql: SqlInstanceId) -> &'static str {
        let document = self.document;
        let role = match document.sql_instances.get(&sql).map(|it| it.placement) {
            Some(SqlPlacement::Clustered(role)) => document.resource_groups.get(&role),
            _ => None,
        };
        let cluster = role.and_then(|it| document.failover_clusters.get(&it.failover_cluster));
        let fails_itself = moment.parts.iter().any(|part| matches!(part.element(), Element::FailoverCluster(_)));
        let spelled = self.loss.spelled_out(document);
        let is_dynamic = cluster.is_some_and(|it| {
            let is_left = it.computers().any(|id| !spelled.loses_computer(id));
            is_left && document.has_dynamic_quorum(it) == Some(true)
        });
        if self.moments.is_empty() || fails_itself || !is_dynamic {
            return "";
        }
        "; its votes are counted as for losses at once, and dynamic quorum may have kept it where they came one after \
         the other"
    }

    /// Whether a cluster resource group is away only because its failover cluster has lost the quorum, so that forcing
    /// it brings the group back on a computer that still runs.
    pub(in crate::drill) fn waits_for_quorum(&self, group: ResourceGroupId) -> bool {
        let document = self.document;
        let Some(group) = document.resource_groups.get(&group) else { return false };
        let spelled = self.loss.spelled_out(document);
        let lanes = self.structure.evaluate(document, &self.loss);
        let cluster = Element::FailoverCluster(group.failover_cluster);
        let too_few =
            self.structure.notes.iter().any(|(gate, note)| {
                note.element == cluster && lanes.of(crate::availability::Term::Gate(*gate)) & 1 == 1
            });
        (too_few || spelled.parts.contains(&cluster.into()))
            && group.possible_owners.iter().any(|it| !spelled.loses_computer(*it))
    }

    /// Enterprise SSO bears the loss of its database for about five minutes (F11).
    fn sso_database(&mut self, moment: &Moment<'_>) {
        let document = self.document;
        let lost: Vec<DatabaseId> = document
            .databases
            .iter()
            .filter(|(id, it)| {
                it.kind == DatabaseKind::Sso && self.is_lost(**id, &moment.after) && !self.is_lost(**id, &moment.before)
            })
            .map(|(id, _)| *id)
            .collect();
        let Some(first) = lost.first() else { return };
        let patient: Vec<(usize, ServiceState)> = self
            .structure
            .services
            .iter()
            .enumerate()
            .filter(|(_, service)| is_patient(service, &moment.after))
            .filter(|(_, service)| moment.after.of(service.stops) & 1 == 1)
            .map(|(index, _)| (index, ServiceState::Stopped))
            .collect();
        let patience = time::sso_patience();
        let because = Because::Document("core/single-sign-on-event-10590");
        let text = "Enterprise SSO goes offline on every server: adapters get no configuration and hosts cannot start";
        let when: When = moment.when().plus(&patience);
        let row = DrillRow::new(when, RowKind::Effect, *first, text).says("F11", because).lasting(&patience);
        self.rows.push(row.serving(patient));
        if moment.parts.contains(&crate::model::Part::Element((*first).into())) {
            self.by_hand(format!("Bring {} back", Element::Database(*first).name(document)), because);
        }
    }

    /// A database itself is lost while its SQL instance runs (F9, F10, F12).
    pub(in crate::drill) fn database_fails(&mut self, moment: &Moment<'_>, id: DatabaseId) {
        let document = self.document;
        let Some(database) = document.databases.get(&id) else { return };
        let (injection, text, because, fate) = match database.kind {
            DatabaseKind::Tracking => (
                "F9",
                "Tracking stops; its data piles up in the MessageBox and throttles publishing at 500,000 rows",
                Because::Document("core/how-to-modify-resource-based-throttling-settings"),
                "No message is lost; tracking is late",
            ),
            DatabaseKind::BamPrimaryImport => (
                "F10",
                "BAM stops; its data waits in the MessageBox, and interceptors that write directly fail",
                Because::Document("core/planning-your-platform-for-fault-tolerance"),
                "Events written straight to BAM may be lost; what is older than the last backup cannot be recovered if the database is destroyed",
            ),
            DatabaseKind::RuleEngine => (
                "F12",
                "Cached policies keep working; the first policy that is not in the cache shuts its host instance down, once a minute again",
                Because::Document("core/database-failover-support"),
                "Orchestrations go on from their last persistence point",
            ),
            DatabaseKind::MessageBox => (
                "F7",
                "The loss of any one MessageBox makes the others unavailable too",
                Because::Document("core/the-messagebox-database"),
                "What was written after the last usable log mark is lost if the disks are lost",
            ),
            DatabaseKind::Management => (
                "F8",
                "Without the Management database all hosts end or pause",
                RECYCLE,
                "Messages wait in the MessageBox and at their sources",
            ),
            DatabaseKind::BamAnalysis => ("", "Analysts lose the cubes of BAM; messages go on", BAM_STORES, NONE_LOST),
            DatabaseKind::BamStarSchema => {
                ("", "The cubes of BAM are not refreshed any more; messages go on", BAM_STORES, NONE_LOST)
            }
            DatabaseKind::BamArchive => {
                ("", "Archiving stops and BAM Primary Import grows; messages go on", BAM_STORES, NONE_LOST)
            }
            DatabaseKind::SsisCatalog => ("", "The packages of BAM do not run; messages go on", BAM_STORES, NONE_LOST),
            _ => return,
        };
        self.rows.push(DrillRow::new(moment.when(), RowKind::Effect, id, text).says(injection, because));
        self.fate(fate);
        self.by_hand(format!("Bring {} back", database.name), because);
    }
}

/// Whether the move of a database makes host instances restart.
fn restarts_hosts(database: &Database) -> bool {
    matches!(database.kind, DatabaseKind::MessageBox | DatabaseKind::Management)
}
