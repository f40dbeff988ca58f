//! What comes after the estimate: growth, catching up after a failover, and the size of the Tracking database.

use super::estimate::Estimate;
use super::formulas::{failover, growth, tracking_size};
use super::further::tracked_flow;
use super::parameters::Parameter;
use super::placement::Placement;
use crate::model::{Document, Host, HostKind, TrackingLevel};
use crate::sources::{Sourced, stated};

/// Share of contingency that the documents add to the Tracking database
/// (`core/scenario-4-sizing-the-tracking-database-for-all-messages`).
const TRACKING_CONTINGENCY: f64 = 1.1;
const SECS_PER_DAY: f64 = 86_400.0;
const BYTES_PER_KB: f64 = 1024.0;

/// Load after some years.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GrowthYear {
    /// Years from now.
    pub year: u32,
    /// Peak load in messages per second.
    pub peak_per_sec: f64,
    /// That over the sustainable rate (P50).
    pub used: f64,
}

/// Catching up after a failover of SQL Server.
#[derive(Clone, Debug, PartialEq)]
pub struct FailoverOutlook {
    /// How long SQL Server is away, in seconds, as stated.
    pub failover_secs: Sourced<f64>,
    /// Seconds until host instances work again: they try once a minute.
    pub service_back_secs: f64,
    /// Messages that wait then at peak load.
    pub backlog_messages: f64,
    /// Seconds until these are gone; `None` = never, because the peak load is at the rate.
    pub drain_secs: Option<f64>,
}

/// Size of the Tracking database.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TrackingOutlook {
    /// GiB with indexes and contingency.
    pub gib: f64,
    /// Days of retention.
    pub days: f64,
    /// Messages per day it is computed with.
    pub messages_per_day: f64,
    /// Whether that is the peak load around the clock, because nobody stated the messages of a day.
    pub at_peak_all_day: bool,
    /// Rows per second at peak load; `None` = peak load not stated.
    pub rows_per_sec: Option<f64>,
}

/// What comes after the estimate. Empty parts lack an input.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outlook {
    /// Each year up to the horizon, or five years; empty without peak load or growth.
    pub growth: Vec<GrowthYear>,
    /// After a failover of SQL Server; `None` without peak load or failover time.
    pub failover: Option<FailoverOutlook>,
    /// The Tracking database; `None` when none is drawn or its tracking is off or not stated.
    pub tracking: Option<TrackingOutlook>,
}

/// Reads the outlook of an estimate in normal operation.
pub(super) fn outlook(document: &Document, placement: &Placement, normal: &Estimate) -> Outlook {
    let rate = normal.rate.map(|rate| rate.p50).filter(|rate| *rate > 0.0);
    let Some(rate) = rate else { return Outlook::default() };
    Outlook {
        growth: growth_years(document, placement, rate),
        failover: after_failover(document, placement, rate),
        tracking: tracking(document, placement),
    }
}

fn growth_years(document: &Document, placement: &Placement, rate: f64) -> Vec<GrowthYear> {
    let workload = &document.workload;
    let (Some(peak), Some(percent)) = (&placement.peak, stated(workload.growth_percent_per_year.as_ref())) else {
        return Vec::new();
    };
    let horizon = workload.growth_years.as_ref().map_or(5.0, |it| it.value).clamp(1.0, 20.0) as u32;
    (0..=horizon)
        .map(|year| {
            let peak_per_sec = growth::load_after(peak.value, percent.value / 100.0, f64::from(year));
            GrowthYear { year, peak_per_sec, used: peak_per_sec / rate }
        })
        .collect()
}

fn after_failover(document: &Document, placement: &Placement, rate: f64) -> Option<FailoverOutlook> {
    let failover_secs = document.environment.sql_failover_secs.clone()?;
    let delays = document.hosts.values().filter(|host| host.kind == HostKind::InProcess).map(restart_delay_secs);
    let delay_secs = delays.fold(0.0, f64::max);
    let service_back_secs = failover::service_back_after(failover_secs.value, delay_secs);
    let after = failover::recovery(placement.peak.as_ref()?.value, rate, service_back_secs);
    Some(FailoverOutlook {
        failover_secs,
        service_back_secs,
        backlog_messages: after.backlog_messages,
        drain_secs: after.drain_secs,
    })
}

/// Seconds after which Windows restarts a host instance that has lost its database: as stated, else the default.
pub(super) fn restart_delay_secs(host: &Host) -> f64 {
    host.restart_service_after_secs.as_ref().map_or(failover::DATABASE_RETRY_SECS, |it| it.value)
}

fn tracking(document: &Document, placement: &Placement) -> Option<TrackingOutlook> {
    placement.tracking_database?;
    let peak = placement.peak.as_ref().map(|peak| peak.value);
    let stated = document.workload.messages_per_day.as_ref().map(|it| it.value);
    let messages_per_day = stated.or_else(|| peak.map(|peak| peak * SECS_PER_DAY))?;
    let bodies = placement.further.bodies.value;
    let bytes = placement.mix.average(|flow| {
        let (level, tracked) = tracked_flow(placement, flow)?;
        let of_bodies = if level == TrackingLevel::Bodies { bodies * flow.message_kb? * BYTES_PER_KB } else { 0.0 };
        Some(if level == TrackingLevel::Off { 0.0 } else { tracked.bytes_per_message() + of_bodies })
    })?;
    if bytes <= 0.0 {
        return None;
    }
    let rows = placement.mix.average(|flow| {
        let (level, tracked) = tracked_flow(placement, flow)?;
        Some(if level == TrackingLevel::Off { 0.0 } else { tracked.rows_per_message() })
    });
    let days = placement.further.tracking_days.value;
    let index = 1.0 + placement.parameters.value(Parameter::TrackingIndexOverhead);
    let plain = tracking_size::retained_gib(messages_per_day / SECS_PER_DAY, days * 24.0, bytes);
    Some(TrackingOutlook {
        gib: plain * index * TRACKING_CONTINGENCY,
        days,
        messages_per_day,
        at_peak_all_day: stated.is_none(),
        rows_per_sec: peak.zip(rows).map(|(peak, rows)| peak * rows),
    })
}
