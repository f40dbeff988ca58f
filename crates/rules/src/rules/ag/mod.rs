//! Rules about Always On availability groups.

mod apart;
mod databases;
mod failover;
mod layout;
mod replicas;
mod surroundings;
mod versions;

pub(crate) use versions::meets_minimum;

use super::registry::Checks;
use super::{Report, RuleContext};
use crate::edit::{Edit, Record};
use crate::model::{AvailabilityGroup, AvailabilityGroupId, AvailabilityReplica, SqlInstanceId};

pub(super) const CHECKS: Checks = &[
    ("AG-001", versions::sql_supports_transactions),
    ("AG-002", replicas::commit_is_synchronous),
    ("AG-003", replicas::dtc_support_is_per_database),
    ("AG-004", versions::legacy_split_is_followed),
    ("AG-005", versions::legacy_layout),
    ("AG-006", versions::basic_group_is_small),
    ("AG-007", versions::biztalk_is_eligible),
    ("AG-008", replicas::replicas_stand_apart),
    ("AG-009", failover::there_is_an_automatic_partner),
    ("AG-010", surroundings::listener_is_configured),
    ("AG-011", surroundings::other_port_has_an_alias),
    ("AG-012", surroundings::listener_stays_in_one_subnet),
    ("AG-013", databases::analysis_stays_outside),
    ("AG-014", databases::ssis_catalog_is_protected),
    ("AG-015", databases::bam_has_a_node_of_its_own),
    ("AG-016", databases::every_box_is_inside),
    ("AG-017", replicas::replicas_are_not_too_many),
    ("AG-018", replicas::cluster_instances_fail_over_by_hand),
    ("AG-022", surroundings::operating_system_is_prepared),
    ("AG-023", surroundings::replicas_are_no_backup),
    ("AG-024", replicas::reading_secondaries_is_ignored),
    ("AG-025", replicas::backup_runs_on_the_primary),
    ("AG-026", replicas::shared_disks_allow_a_cluster_instance),
    ("AG-027", surroundings::dtc_port_is_fixed_in_azure),
    ("AG-028", versions::sql_meets_the_minimum),
    ("AG-029", databases::databases_fail_over_together),
    ("AG-031", databases::databases_lie_on_a_replica),
];

/// The availability groups that hold a BizTalk database.
fn groups<'a>(context: &RuleContext<'a>) -> Vec<(AvailabilityGroupId, &'a AvailabilityGroup)> {
    let groups = context.document.availability_groups.iter();
    groups.filter(|(id, _)| context.document.databases_in(**id).next().is_some()).map(|(id, it)| (*id, it)).collect()
}

/// The same; notes where there is none.
fn judged_groups<'a>(
    context: &RuleContext<'a>,
    report: &mut Report,
) -> Vec<(AvailabilityGroupId, &'a AvailabilityGroup)> {
    let groups = groups(context);
    if groups.is_empty() {
        report.idle("no-availability-group");
    }
    groups
}

/// The SQL instances of the replicas of which something is true.
fn replicas_that(group: &AvailabilityGroup, is_meant: impl Fn(&AvailabilityReplica) -> bool) -> Vec<SqlInstanceId> {
    group.replicas.iter().filter(|it| is_meant(it)).map(|it| it.sql_instance).collect()
}

/// An edit that changes an availability group.
fn change(
    id: AvailabilityGroupId,
    group: &AvailabilityGroup,
    label: String,
    change: impl FnOnce(&mut AvailabilityGroup),
) -> Edit {
    let mut changed = group.clone();
    change(&mut changed);
    Edit::put(label, Record::AvailabilityGroup(id, changed))
}

/// Two SQL instances on nodes of one failover cluster, for cases.
#[cfg(test)]
const PAIR: &str = "
    computer N1
    computer N2
    cluster CL nodes N1 N2
    resource-group DTC on CL resources ip-address network-name physical-disk msdtc
    sql ONE on N1
    sql TWO on N2
    databases ONE management\n";
