//! What carries databases is lost, and nothing takes over by itself (F8, F19, F23, F24).

use std::borrow::Cow;

use super::sql::Carried;
use super::{AVAILABILITY_GROUPS, CLUSTER, FORCE_QUORUM, PLANNING, QUORUM};
use crate::availability::Term;
use crate::availability::logic::Lanes;
use crate::dependency::{Because, CauseEffect, Subject};
use crate::drill::data::{DataLoss, Disks};
use crate::drill::engine::{Engine, Moment};
use crate::drill::timeline::{Condition, DrillRow, RowKind};
use crate::model::{
    AvailabilityReplica, CommitMode, ComputerId, ConfiguredName, Database, DatabaseId, Element, ResourceGroupId,
    SqlInstanceId, SqlPlacement, StorageId, StorageKind,
};

const UNTOUCHED: Fate =
    Fate::Kept(Cow::Borrowed("Batches are transacted and the disks are untouched: no message is lost"));
const TO_THE_MARK: Fate = Fate::Lost(DataLoss::SinceMark(Disks::Unknown));

/// How databases are lost, and what people do about it.
struct Verdict {
    injection: &'static str,
    text: String,
    step: Option<String>,
    because: Because,
    fate: Fate,
}

/// What becomes of what the databases hold.
enum Fate {
    /// Nothing is lost; in words.
    Kept(Cow<'static, str>),
    Lost(DataLoss),
}

impl Engine<'_, '_> {
    /// What carries databases is lost.
    pub(super) fn sql_lost(&mut self, moment: &Moment<'_>, carried: &Carried<'_>) {
        if moment.parts.iter().all(|part| matches!(part.element(), Element::Database(_))) {
            return;
        }
        let Verdict { injection, text, step, because, fate } = self.how_lost(moment, carried);
        let row = DrillRow::new(moment.when(), RowKind::Effect, carried.sql, text).says(injection, because);
        let stops = injection != "F19";
        self.rows
            .push(row.turning([Element::SqlInstance(carried.sql)].into_iter().filter(|_| stops), Condition::Stopped));
        if let Some(step) = step {
            self.by_hand(step, because);
        }
        match fate {
            Fate::Kept(said) => self.fate(said),
            Fate::Lost(data) => self.lose(data),
        }
    }

    fn how_lost(&self, moment: &Moment<'_>, carried: &Carried<'_>) -> Verdict {
        let name = Element::SqlInstance(carried.sql).name(self.document);
        let databases = carried.names();
        if moment.is_only_an_address() {
            let text = format!("{name} with {databases} runs on, but nobody reaches it");
            return Verdict { injection: "F19", text, step: None, because: PLANNING, fate: UNTOUCHED };
        }
        if self.quorum_goes(moment) {
            let step = FORCE_QUORUM.to_owned();
            let said = self.of_dynamic_quorum(moment, carried.sql);
            let text = format!("The failover cluster has lost its quorum: {name} goes offline{said}");
            let fate = if self.disks_are_left(carried) { UNTOUCHED } else { TO_THE_MARK };
            return Verdict { injection: "F24", text, step: Some(step), because: QUORUM, fate };
        }
        if let Some(verdict) = self.runs_unseen(carried, &name).or_else(|| self.waits_for_a_replica(carried, &name)) {
            return verdict;
        }
        if moment.parts.iter().any(|part| matches!(part.element(), Element::Storage(_))) {
            let text = format!("{name} has lost a disk that it needs: no failover helps");
            let step =
                "Repair the storage; if its data is lost, restore the databases on it to the last usable log mark";
            let step = Some(step.to_owned());
            return Verdict { injection: "F23", text, step, because: CLUSTER, fate: TO_THE_MARK };
        }
        let text = format!("{name} with {databases} has nothing left to run on");
        let step = Some(format!("Repair or restore {name}; after a disaster follow the recovery plan"));
        let fate = if self.disks_are_left(carried) { UNTOUCHED } else { TO_THE_MARK };
        Verdict { injection: "F8", text, step, because: PLANNING, fate }
    }

    /// What carries the databases does run elsewhere, but BizTalk Server looks for it by a name that does not move along
    /// (SQL-025, AG-010).
    fn runs_unseen(&self, carried: &Carried<'_>, name: &str) -> Option<Verdict> {
        let document = self.document;
        let by_node = document.sql_instances.get(&carried.sql)?.configured_name == Some(ConfiguredName::NodeName);
        let (text, step, because) = match (carried.group, document.sql_instances.get(&carried.sql)?.placement) {
            (None, SqlPlacement::Clustered(role)) if by_node => {
                let home = Element::Computer(self.next_owner(role)?).name(document);
                let text = format!(
                    "{name} runs on {home} now, but BizTalk Server looks for it by the name of the cluster node that it left"
                );
                let step = format!("Configure BizTalk Server with the network name of {name}");
                (text, step, Because::Rule("SQL-025"))
            }
            (Some((id, group)), _) if !document.is_reached_by_listener(id, group) => {
                let spelled = self.spelled();
                let mut partners = document.partners_by_any_name(id).into_iter();
                let home = partners
                    .find_map(|it| document.active_computer_of_sql(it).filter(|it| !spelled.loses_computer(*it)))?;
                let home = Element::Computer(home).name(document);
                let text = format!(
                    "{} is online on {home}, but BizTalk Server does not look for {name} by the listener",
                    group.name
                );
                let to = match &group.listener {
                    Some(listener) => format!("listener {}", listener.name),
                    None => "a listener, which has to be made first".to_owned(),
                };
                (
                    text,
                    format!("Point BizTalk Server to the databases of {} by {to}", group.name),
                    Because::Rule("AG-010"),
                )
            }
            _ => return None,
        };
        let fate = "No committed message is lost: the databases run, only their name is wrong";
        Some(Verdict { injection: "F8", text, step: Some(step), because, fate: Fate::Kept(fate.into()) })
    }

    /// A replica of the availability group is left, to which a person has to fail over.
    fn waits_for_a_replica(&self, carried: &Carried<'_>, name: &str) -> Option<Verdict> {
        let (_, group) = carried.group?;
        let (replica, complete) = carried.held.iter().find_map(|(_, it)| self.living_replica(it))?;
        let to = Element::SqlInstance(replica).name(self.document);
        let fate = if complete {
            Fate::Kept(format!("No message is lost: {to} holds every committed transaction").into())
        } else {
            Fate::Lost(DataLoss::Unsent { replica: to.clone() })
        };
        Some(Verdict {
            injection: "F8",
            text: format!("{name} with {} is down, and no replica takes over by itself", carried.names()),
            step: Some(format!("Fail over {} by hand to {to}", group.name)),
            because: AVAILABILITY_GROUPS,
            fate,
        })
    }

    /// Whether a failover cluster loses its quorum now.
    fn quorum_goes(&self, moment: &Moment<'_>) -> bool {
        let turns = |gate| {
            let holds = |lanes: &Lanes| lanes.of(Term::Gate(gate)) & 1 == 1;
            holds(&moment.after) && !holds(&moment.before)
        };
        let is_quorum = |element| matches!(element, Element::FailoverCluster(_));
        self.structure.notes.iter().any(|(gate, note)| is_quorum(note.element) && turns(*gate))
            || moment.parts.iter().any(|part| is_quorum(part.element()))
    }

    /// Whether databases that messages need are lost for good, with their data.
    pub(in crate::drill) fn databases_gone(&self, lanes: &Lanes) -> bool {
        let services = self.structure.services.iter().filter(|it| it.kind.carries_messages());
        services.flat_map(|it| &it.causes).any(|cause| match cause.subject {
            Subject::Database(id) => {
                cause.effect == CauseEffect::Stops && lanes.of(cause.term) & 1 == 1 && !self.data_is_left(id)
            }
            _ => false,
        })
    }

    /// Whether the data of a database is still somewhere: on a replica that runs, or on disks that a computer reaches.
    fn data_is_left(&self, id: DatabaseId) -> bool {
        let document = self.document;
        let Some(database) = document.databases.get(&id) else { return false };
        if document.moves_with(database).is_some() {
            return self.living_replica(database).is_some();
        }
        let spelled = self.spelled();
        let runs = |id: &ComputerId| !spelled.loses_computer(*id);
        let owners = document.owners_of_sql(database.sql_instance);
        let sql = document.sql_instances.get(&database.sql_instance);
        match database.storage.or(sql.and_then(|it| it.storage)) {
            None => owners.iter().any(runs),
            Some(disk) => {
                let attached = document.storages.get(&disk).map(|it| &it.attached);
                !spelled.parts.contains(&Element::Storage(disk).into())
                    && document.storage_is_redundant(disk) == Some(true)
                    && attached.is_some_and(|it| it.iter().any(runs))
            }
        }
    }

    /// The first replica of the availability group of a database that runs, the primary one before all others, with
    /// whether it holds every committed transaction.
    pub(in crate::drill) fn living_replica(&self, database: &Database) -> Option<(SqlInstanceId, bool)> {
        let document = self.document;
        let spelled = self.spelled();
        let group = document.availability_groups.get(&document.moves_with(database)?)?;
        let runs = |sql: SqlInstanceId| {
            !spelled.parts.contains(&Element::SqlInstance(sql).into())
                && document.owners_of_sql(sql).iter().any(|id| !spelled.loses_computer(*id))
        };
        let is_primary = |sql| group.replicas.first().is_some_and(|it| it.sql_instance == sql);
        let mut living: Vec<_> = group.replicas.iter().filter(|it| runs(it.sql_instance)).collect();
        living.sort_by_key(|it| (!is_primary(it.sql_instance), it.commit != CommitMode::Synchronous));
        let complete = |it: &AvailabilityReplica| is_primary(it.sql_instance) || it.commit == CommitMode::Synchronous;
        living.first().map(|it| (it.sql_instance, complete(it)))
    }

    /// Whether the data lies on disks that are not lost with computers: shared storage that none of the failed parts is,
    /// or the primary replica still runs.
    fn disks_are_left(&self, carried: &Carried<'_>) -> bool {
        let document = self.document;
        if let Some((_, group)) = carried.group {
            let primary = group.replicas.first().map(|it| it.sql_instance);
            let living = carried.held.iter().find_map(|(_, it)| self.living_replica(it));
            return living.is_some_and(|(sql, _)| Some(sql) == primary);
        }
        let mut disks: Vec<StorageId> = document.storages_of_sql(carried.sql);
        disks.extend(carried.held.iter().filter_map(|(_, it)| it.storage));
        let spelled = self.spelled();
        let stands_apart = |id: &StorageId| {
            let kind = document.storages.get(id).map(|it| it.kind);
            let beside = matches!(kind, None | Some(StorageKind::Local | StorageKind::StorageSpacesDirect));
            !beside && !spelled.parts.contains(&Element::Storage(*id).into())
        };
        let of_site = spelled.parts.iter().any(|part| matches!(part.element(), Element::Site(_)));
        !disks.is_empty() && !of_site && disks.iter().all(stands_apart)
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
        let spelled = self.spelled();
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
        let spelled = self.spelled();
        let lanes = self.lanes();
        let cluster = Element::FailoverCluster(group.failover_cluster);
        let too_few = self
            .structure
            .notes
            .iter()
            .any(|(gate, note)| note.element == cluster && lanes.of(Term::Gate(*gate)) & 1 == 1);
        (too_few || spelled.parts.contains(&cluster.into()))
            && group.possible_owners.iter().any(|it| !spelled.loses_computer(*it))
    }
}
