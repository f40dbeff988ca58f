//! Rules about Always On availability groups.

mod failover;

use super::RuleContext;
use super::registry::Checks;
use crate::model::{AvailabilityGroup, AvailabilityGroupId};

pub(super) const CHECKS: Checks = &[("AG-009", failover::there_is_an_automatic_partner)];

/// The availability groups that hold a BizTalk database.
fn groups<'a>(context: &RuleContext<'a>) -> Vec<(AvailabilityGroupId, &'a AvailabilityGroup)> {
    let groups = context.document.availability_groups.iter();
    groups.filter(|(id, _)| context.databases_in(**id).next().is_some()).map(|(id, it)| (*id, it)).collect()
}
