//! Rules about MessageBoxes.

mod hardware;
mod master;
mod scaling;

use super::RuleContext;
use super::registry::Checks;
use crate::model::{BizTalkGroupId, Database, DatabaseId};

pub(super) const CHECKS: Checks = &[
    ("MBX-001", master::there_is_one_master),
    ("MBX-002", master::there_are_not_two),
    ("MBX-003", master::master_only_routes),
    ("MBX-004", scaling::every_box_fails_over),
    ("MBX-005", master::some_box_publishes),
    ("MBX-006", hardware::secondaries_are_equal),
    ("MBX-007", hardware::master_is_not_weaker),
    ("MBX-008", master::edition_allows_several),
    ("MBX-009", scaling::boxes_on_several_computers),
    ("MBX-010", scaling::more_boxes_are_not_availability),
];

/// The MessageBoxes of a BizTalk group in the primary site.
fn boxes<'a>(context: &RuleContext<'a>, group: BizTalkGroupId) -> Vec<(DatabaseId, &'a Database)> {
    let ids = context.message_boxes(group).iter();
    ids.filter_map(|id| Some((*id, context.document.databases.get(id)?))).collect()
}

/// The BizTalk groups with several MessageBoxes.
fn scaled_out<'c>(context: &'c RuleContext<'_>) -> impl Iterator<Item = BizTalkGroupId> + 'c {
    context.document.biztalk_groups.keys().copied().filter(|group| context.message_boxes(*group).len() > 1)
}
