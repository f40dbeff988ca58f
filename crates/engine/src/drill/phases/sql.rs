//! SQL Server moves, or single databases are lost (F6, F7, F9 to F12).

use std::collections::BTreeMap;

use super::{AVAILABILITY_GROUPS, RECYCLE};
use crate::availability::logic::Lanes;
use crate::dependency::{Because, CauseEffect, ServiceKind, Subject};
use crate::drill::data::DataLoss;
use crate::drill::engine::{Engine, Moment, is_patient};
use crate::drill::time::{self, When};
use crate::drill::timeline::{Condition, DrillRow, RowKind, ServiceState};
use crate::model::{
    AvailabilityGroup, AvailabilityGroupId, ComputerId, Database, DatabaseId, DatabaseKind, Document, Element,
    SqlInstanceId, SqlPlacement,
};

const SCALED_OUT: Because = Because::Document("core/scaled-out-databases");
const NONE_LOST: &str = "No message is lost";

/// Databases that share their fate: those of a SQL instance, or those that its availability group carries along.
pub(in crate::drill) struct Carried<'d> {
    /// Where they run in normal operation.
    pub(super) sql: SqlInstanceId,
    /// The availability group with which they move.
    pub(super) group: Option<(AvailabilityGroupId, &'d AvailabilityGroup)>,
    /// The databases.
    pub(super) held: Vec<(DatabaseId, &'d Database)>,
}

impl<'d> Carried<'d> {
    /// All of a design, SQL instance by SQL instance.
    pub(in crate::drill) fn all(document: &'d Document) -> Vec<Self> {
        let mut all: BTreeMap<(SqlInstanceId, Option<AvailabilityGroupId>), Self> = BTreeMap::new();
        for (id, database) in &document.databases {
            let sql = database.sql_instance;
            let group = document.moves_with(database).and_then(|it| Some((it, document.availability_groups.get(&it)?)));
            let carried = all.entry((sql, group.map(|it| it.0))).or_insert(Self { sql, group, held: Vec::new() });
            carried.held.push((*id, database));
        }
        all.into_values().collect()
    }

    /// Their names, with commas between them.
    pub(super) fn names(&self) -> String {
        self.held.iter().map(|(_, it)| it.name.as_str()).collect::<Vec<_>>().join(", ")
    }

    /// Whether hosts restart when these move.
    fn restarts_hosts(&self) -> bool {
        self.held.iter().any(|(_, it)| restarts_hosts(it))
    }
}

/// What becomes of databases in one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Unhurt,
    Moves,
    Lost,
}

impl Engine<'_, '_> {
    /// Everything that carries databases and moves or is lost now.
    pub(in crate::drill) fn sql_phase(&mut self, moment: &Moment<'_>) {
        let document = self.document;
        let mut moved_groups = Vec::new();
        let mut lost_groups = Vec::new();
        let mut outage = time::sql_failover(document);
        let stage = self.stage;
        for carried in &stage.carried {
            // A single database is lost while the others of its SQL instance stay.
            let hit = |has: &dyn Fn(DatabaseId) -> bool| {
                let hit = carried.held.iter().filter(|(id, it)| restarts_hosts(it) && has(*id));
                hit.filter_map(|(_, it)| it.biztalk_group).collect::<Vec<_>>()
            };
            match self.fate_of(&carried.held, moment) {
                Fate::Unhurt => {}
                Fate::Moves => {
                    if self.restarts_in_place(carried, moment) {
                        self.sql_restarts(moment, carried);
                        outage = time::resource_restart();
                    } else {
                        self.sql_moves(moment, carried);
                    }
                    moved_groups.extend(hit(&|id| self.has_moved(id, &moment.after)));
                }
                Fate::Lost => {
                    self.sql_lost(moment, carried);
                    lost_groups.extend(hit(&|id| self.is_lost(id, &moment.after)));
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
    pub(super) fn is_lost(&self, id: DatabaseId, lanes: &Lanes) -> bool {
        let holds = |effect| self.structure.holds(Subject::Database(id), effect, lanes);
        holds(CauseEffect::Stops) || holds(CauseEffect::Degrades)
    }

    pub(super) fn has_moved(&self, id: DatabaseId, lanes: &Lanes) -> bool {
        self.structure.holds(Subject::Database(id), CauseEffect::Interrupts, lanes)
    }

    fn sql_moves(&mut self, moment: &Moment<'_>, carried: &Carried<'_>) {
        let document = self.document;
        let sql = carried.sql;
        let name = Element::SqlInstance(sql).name(document);
        let (home, group) = self.new_home(moment, carried);
        let because = if group.is_some() { AVAILABILITY_GROUPS } else { SCALED_OUT };
        let which = group.map_or_else(|| "its databases".to_owned(), |it| format!("the databases of {}", it.name));
        let text = format!("Connections to {name} break; {which} are away until they have moved");
        let row = DrillRow::new(moment.when(), RowKind::Effect, sql, text).says("F6", because);
        self.rows.push(row.turning([Element::SqlInstance(sql)], Condition::Starting));
        let failover = time::sql_failover(document);
        let online = moment.when().plus(&failover);
        let place = home.map_or_else(String::new, |id| format!(" on {}", Element::Computer(id).name(document)));
        let text = match group {
            Some(group) => format!("{} is online{place}; its listener has moved", group.name),
            None => format!("{name} is online{place} under the same network name, its databases are recovered"),
        };
        // Tracking needs its host instances, which restart first.
        let hosts_restart = carried.restarts_hosts();
        let services = self.settled_services(&moment.after, |service| {
            !(service.kind.carries_messages() || hosts_restart && service.kind == ServiceKind::Track)
        });
        let row = DrillRow::new(online.clone(), RowKind::Failover, sql, text).says("F6", because).lasting(&failover);
        let row = row.turning([Element::SqlInstance(sql)], Condition::RunsElsewhere);
        self.rows.push(row.turning(home.map(Element::Computer), Condition::TookOver).serving(services));
        self.back_at(&online);
        self.fate("Batches are transacted: no message is lost in the failover");
        let clustered = document.sql_instances.get(&sql).map(|it| it.placement);
        let has_boxes = carried.held.iter().any(|(_, it)| it.kind == DatabaseKind::MessageBox);
        if matches!(clustered, Some(SqlPlacement::Clustered(_)))
            && has_boxes
            && document.agent_resource_of(sql).is_none()
        {
            self.by_hand(format!("Start SQL Server Agent of {name}{place}"), Because::Rule("SQL-018"));
        }
    }

    /// A SQL instance is away until its virtual machine has started again on another physical host.
    fn sql_restarts(&mut self, moment: &Moment<'_>, carried: &Carried<'_>) {
        let sql = carried.sql;
        let name = Element::SqlInstance(sql).name(self.document);
        let because = Because::Document("core/sample-biztalk-server-high-availability-scenarios");
        let text =
            format!("Connections to {name} break; its databases are away until its virtual machine has started again");
        let row = DrillRow::new(moment.when(), RowKind::Effect, sql, text).says("", because);
        self.rows.push(row.turning([Element::SqlInstance(sql)], Condition::Starting));
        let wait = time::resource_restart();
        let online = moment.when().plus(&wait);
        let hosts_restart = carried.restarts_hosts();
        let services = self.settled_services(&moment.after, |service| {
            !(service.kind.carries_messages() || hosts_restart && service.kind == ServiceKind::Track)
        });
        let text = format!("{name} is online again, its databases are recovered");
        let row = DrillRow::new(online.clone(), RowKind::Restart, sql, text).says("", because).lasting(&wait);
        self.rows.push(row.turning([Element::SqlInstance(sql)], Condition::Normal).serving(services));
        self.back_at(&online);
        self.fate("Batches are transacted: no message is lost");
    }

    /// Whether databases do not move: the virtual machine that carries them is started again on another physical host, and
    /// no other computer that could take them over runs meanwhile.
    fn restarts_in_place(&self, carried: &Carried<'_>, moment: &Moment<'_>) -> bool {
        let document = self.document;
        let restarts = match document.sql_instances.get(&carried.sql).map(|it| it.placement) {
            Some(SqlPlacement::Standalone(computer)) => self.stage.index.restarts_elsewhere(computer),
            Some(SqlPlacement::Clustered(_)) => {
                let active = document.active_computer_of_sql(carried.sql);
                active.is_some_and(|it| moment.restarting.contains(&it))
            }
            None => false,
        };
        restarts && self.new_home(moment, carried).0.is_none()
    }

    /// Where databases run now, and the availability group that has brought them there: a failover cluster instance goes
    /// to another cluster node first, its availability group stays then (AG-018).
    fn new_home<'d>(
        &self,
        moment: &Moment<'_>,
        carried: &Carried<'d>,
    ) -> (Option<ComputerId>, Option<&'d AvailabilityGroup>) {
        let document = self.document;
        let runs = |id: &ComputerId| !moment.restarting.contains(id);
        if let Some(SqlPlacement::Clustered(role)) = document.sql_instances.get(&carried.sql).map(|it| it.placement) {
            let named = document.sql_instances.get(&carried.sql).and_then(|it| it.storage);
            let with_data = document.owners_with_data(carried.sql, named);
            let next = self.next_owner_among(role, |it| with_data.contains(it) && runs(it));
            if next.is_some() || carried.group.is_none() {
                return (next, None);
            }
        }
        let Some((id, group)) = carried.group else { return (None, None) };
        let spelled = self.spelled();
        let mut partners =
            document.automatic_partners(id).into_iter().filter_map(|it| document.active_computer_of_sql(it));
        match partners.find(|it| runs(it) && !spelled.loses_computer(*it)) {
            Some(home) => (Some(home), Some(group)),
            None => (None, None),
        }
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
        for data in DataLoss::of_database(database.kind) {
            self.lose(data);
        }
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
                NONE_LOST,
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
                "",
            ),
            DatabaseKind::Management => (
                "F8",
                "Without the Management database all hosts end or pause",
                RECYCLE,
                "Messages wait in the MessageBox and at their sources",
            ),
            DatabaseKind::BamAnalysis => ("", "Analysts lose the cubes of BAM; messages go on", SCALED_OUT, NONE_LOST),
            DatabaseKind::BamStarSchema => {
                ("", "The cubes of BAM are not refreshed any more; messages go on", SCALED_OUT, NONE_LOST)
            }
            DatabaseKind::BamArchive => {
                ("", "Archiving stops and BAM Primary Import grows; messages go on", SCALED_OUT, NONE_LOST)
            }
            DatabaseKind::SsisCatalog => ("", "The packages of BAM do not run; messages go on", SCALED_OUT, NONE_LOST),
            _ => return,
        };
        self.rows.push(DrillRow::new(moment.when(), RowKind::Effect, id, text).says(injection, because));
        if !fate.is_empty() {
            self.fate(fate);
        }
        self.by_hand(format!("Bring {} back", database.name), because);
    }
}

/// Whether the move of a database makes host instances restart.
fn restarts_hosts(database: &Database) -> bool {
    matches!(database.kind, DatabaseKind::MessageBox | DatabaseKind::Management)
}
