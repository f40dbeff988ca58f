//! Rules about zones, firewalls, ports and domain controllers.

mod addresses;
mod devices;
mod fixes;
mod ports;
mod reach;
mod shipping;
mod zones;

pub use ports::{Need as PortNeed, NeededPort, Port, needed_ports};

use super::RuleContext;
use super::registry::Checks;
use crate::model::{ComputerId, TierId, Zone};

pub(super) const CHECKS: Checks = &[
    ("DTC-005", ports::rpc_passes),
    ("NET-001", zones::biztalk_stays_out_of_the_perimeter),
    ("NET-002", zones::databases_stay_inside),
    ("NET-003", reach::internet_meets_a_proxy),
    ("NET-004", ports::run_time_ports_are_open),
    ("NET-005", devices::firewalls_are_redundant),
    ("NET-006", devices::domains_have_two_controllers),
    ("NET-009", addresses::addresses_follow_their_owner),
];

/// The tier of a computer.
fn tier_of(context: &RuleContext<'_>, computer: ComputerId) -> Option<TierId> {
    context.document.computers.get(&computer).map(|it| it.slot.tier)
}

/// The zone of a computer: that of its tier.
pub(super) fn zone_of(context: &RuleContext<'_>, computer: ComputerId) -> Option<Zone> {
    tier_of(context, computer).and_then(|tier| context.document.tiers.get(&tier)?.zone)
}

/// Whether any tier has a zone.
fn has_zones(context: &RuleContext<'_>) -> bool {
    context.document.tiers.values().any(|it| it.zone.is_some())
}
