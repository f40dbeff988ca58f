//! Rules about tracking.

mod coverage;
mod dedication;
mod fixes;

use super::RuleContext;
use super::registry::Checks;
use crate::model::{BizTalkGroupId, ComputerId, Host, HostId, HostInstanceId};

pub(super) use fixes::add_tracking_host;

pub(super) const CHECKS: Checks = &[
    ("TRK-001", coverage::tracking_runs),
    ("TRK-002", coverage::has_a_spare_instance),
    ("TRK-003", coverage::runs_on_several_computers),
    ("TRK-004", dedication::tracking_host_only_tracks),
    ("TRK-005", dedication::one_host_is_marked),
    ("TRK-006", dedication::marked_host_is_in_process),
    ("TRK-007", coverage::has_no_surplus),
    ("TRK-008", coverage::computer_tracks_for_one_group),
    ("TRK-009", dedication::heavy_tracking_has_its_own_server),
    ("TRK-010", coverage::every_server_tracks),
];

/// The BizTalk groups of which at least one host is drawn.
fn groups<'c>(context: &'c RuleContext<'_>) -> impl Iterator<Item = BizTalkGroupId> + 'c {
    context.document.biztalk_groups.keys().copied().filter(|group| !context.hosts_of(*group).is_empty())
}

/// The hosts of a BizTalk group with Allow Host Tracking.
fn tracking_hosts<'a>(context: &RuleContext<'a>, group: BizTalkGroupId) -> Vec<(HostId, &'a Host)> {
    let hosts = context.hosts_of(group).iter();
    hosts.filter_map(|id| Some((*id, context.document.hosts.get(id)?))).filter(|(_, it)| it.allow_tracking).collect()
}

/// The computer of a host instance.
fn computer_of(context: &RuleContext<'_>, instance: HostInstanceId) -> Option<ComputerId> {
    context.document.host_instances.get(&instance).map(|it| it.computer)
}

/// Whether anything tracks: global tracking is on, or BAM is in use.
fn is_needed(context: &RuleContext<'_>) -> bool {
    context.document.environment.global_tracking || context.uses_bam()
}
