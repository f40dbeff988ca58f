//! Capacity under failure as small bars in the titles of tiers.

use std::collections::BTreeMap;

use crate::capacity::{CapacityReport, FailureMode, ModeRate, percent, two_figures};
use crate::model::TierId;
use crate::scene::{Ink, TierBar};

/// What is left of each tier in each failure mode, as bars for the drawing: the share of it that the peak load uses,
/// or, without a peak load, the share of normal operation that is left. Of several BizTalk groups the worst one counts.
pub fn tier_bars(capacity: &CapacityReport) -> BTreeMap<TierId, Vec<TierBar>> {
    let mut worst: BTreeMap<(TierId, FailureMode), (f64, TierBar)> = BTreeMap::new();
    for (of, group) in capacity.groups_in_words() {
        for tier in &group.tiers {
            let Some(normal) = tier.of(FailureMode::Normal).map(|it| it.limit_per_sec) else { continue };
            for rate in &tier.modes {
                let mut bar = tier_bar(rate, normal);
                bar.says = format!("{of}{}", bar.says);
                let known = worst.entry((tier.tier, rate.mode)).or_insert_with(|| (strain(rate, normal), bar.clone()));
                if strain(rate, normal) > known.0 {
                    *known = (strain(rate, normal), bar);
                }
            }
        }
    }
    let mut bars: BTreeMap<TierId, Vec<TierBar>> = BTreeMap::new();
    for ((tier, _), (_, bar)) in worst {
        bars.entry(tier).or_default().push(bar);
    }
    bars
}

/// How bad a rate is: the share of it that the peak load uses, or how many times less than in normal operation it is.
fn strain(rate: &ModeRate, normal: f64) -> f64 {
    rate.used.unwrap_or(normal / rate.limit_per_sec)
}

fn tier_bar(rate: &ModeRate, normal: f64) -> TierBar {
    let name = rate.mode.short().to_owned();
    let limit = two_figures(rate.limit_per_sec);
    let lost = if rate.lost.is_empty() { String::new() } else { format!(" without {}", rate.lost) };
    let Some(used) = rate.used else {
        let share = if normal > 0.0 { rate.limit_per_sec / normal } else { 0.0 };
        let ink = if share < 0.05 { Ink::Error } else { Ink::Accent };
        let says = format!("{}{lost}: {limit} messages/s", rate.mode.label());
        return TierBar { name, share: share as f32, ink, says };
    };
    let ink = if used > 1.0 {
        Ink::Error
    } else if used > 0.5 {
        Ink::Warning
    } else {
        Ink::Ok
    };
    let share = if used.is_finite() { used.min(1.0) } else { 1.0 };
    let says = format!("{}{lost}: {limit} messages/s, {} used at peak", rate.mode.label(), percent(share));
    TierBar { name, share: share as f32, ink, says }
}
