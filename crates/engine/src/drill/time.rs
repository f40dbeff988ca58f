//! When things happen in a drill: known seconds, bands, and durations that nobody has stated.

use crate::model::{Document, DrillDuration, Host, ResourceGroupId, SqlPlacement};
use crate::prose::list;
use crate::sources::{Provenance, SourceId, Sourced};

/// Seconds that a host waits for its work in hand before it ends when its databases are gone
/// (`core/how-to-handle-adapter-failures`).
pub(super) const DRAIN_LIMIT_SECS: f64 = 60.0;
/// Default of "Restart service after" (`core/host-instance-service-properties-in-services`).
pub(super) const RESTART_DELAY_SECS: f64 = 60.0;

/// A duration with the reason for it; `None` = nobody has stated it and no document does.
#[derive(Clone, Debug, PartialEq)]
pub struct Timing {
    /// What lasts that long.
    pub what: DrillDuration,
    /// Seconds, with a range where the documents give one.
    pub secs: Option<Sourced<f64>>,
}

impl Timing {
    /// A documented duration.
    pub(super) fn documented(what: DrillDuration, secs: f64, range: Option<(f64, f64)>, source: &str) -> Self {
        let provenance = Provenance::Documented(SourceId(source.to_owned()));
        Self { what, secs: Some(Sourced { value: secs, range, provenance }) }
    }

    /// A duration that no document states and nobody entered.
    pub(super) fn unknown(what: DrillDuration) -> Self {
        Self { what, secs: None }
    }

    /// Where it comes from: `documented`, `entered` …, `unknown`.
    pub fn word(&self) -> &'static str {
        self.secs.as_ref().map_or("unknown", |it| it.provenance.word())
    }

    /// `restart delay 60 s (documented)`, `SQL Server failover: not documented, not entered`.
    pub fn label(&self) -> String {
        let what = self.what.label();
        match &self.secs {
            None => format!("{what}: not documented, not entered"),
            Some(it) => match it.range {
                Some((low, high)) if low != high => {
                    format!("{what} {} to {} ({})", span(low), span(high), self.word())
                }
                _ => format!("{what} {} ({})", span(it.value), self.word()),
            },
        }
    }
}

/// When something happens, counted from the first failure.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct When {
    /// The earliest seconds, without the unknown durations.
    pub earliest_secs: f64,
    /// The latest seconds, without the unknown durations.
    pub latest_secs: f64,
    /// Durations before it that nobody has stated.
    pub after_unknown: Vec<DrillDuration>,
}

impl When {
    /// At a known second.
    pub(super) fn at(secs: f64) -> Self {
        Self { earliest_secs: secs, latest_secs: secs, after_unknown: Vec::new() }
    }

    /// When a person does what has to be done.
    pub(super) fn by_hand() -> Self {
        Self { after_unknown: vec![DrillDuration::ByHand], ..Self::default() }
    }

    /// Later by a duration.
    pub(super) fn plus(&self, timing: &Timing) -> Self {
        let mut later = self.clone();
        match &timing.secs {
            Some(secs) => {
                let (low, high) = secs.range.unwrap_or((secs.value, secs.value));
                later.earliest_secs += low;
                later.latest_secs += high;
            }
            None if later.after_unknown.contains(&timing.what) => {}
            None => later.after_unknown.push(timing.what),
        }
        later
    }

    /// The later of two, as far as that is known.
    pub(super) fn max(&self, other: &Self) -> Self {
        let mut after_unknown = self.after_unknown.clone();
        after_unknown.extend(other.after_unknown.iter().filter(|it| !self.after_unknown.contains(it)).copied());
        Self {
            earliest_secs: self.earliest_secs.max(other.earliest_secs),
            latest_secs: self.latest_secs.max(other.latest_secs),
            after_unknown,
        }
    }

    /// Whether the second is known.
    pub fn is_known(&self) -> bool {
        self.after_unknown.is_empty()
    }

    /// What comes first: everything at known times in their order, then what follows unknown durations, and what waits
    /// for people last.
    pub(super) fn order(&self) -> (usize, u64, u64) {
        let millis = |secs: f64| (secs * 1000.0).max(0.0) as u64;
        let by_hand = if self.after_unknown.contains(&DrillDuration::ByHand) { 1000 } else { 0 };
        (self.after_unknown.len() + by_hand, millis(self.earliest_secs), millis(self.latest_secs))
    }

    /// The latest time in a few signs: `2:00`, `1:00 + ?` after durations that nobody has stated.
    pub fn short_label(&self) -> String {
        let known = clock(self.latest_secs);
        match (self.after_unknown.is_empty(), self.latest_secs > 0.0) {
            (true, _) => known,
            (false, true) => format!("{known} + ?"),
            (false, false) => "?".to_owned(),
        }
    }

    /// The same in a sentence: `at once`, `after 5 to 6 min`, `after SQL Server failover and 60 s`.
    pub fn said(&self) -> String {
        let mut after: Vec<String> = labels(&self.after_unknown).into_iter().map(str::to_owned).collect();
        if self.latest_secs > 0.0 {
            after.push(span_of(self.earliest_secs, self.latest_secs));
        }
        if after.is_empty() { "at once".to_owned() } else { format!("after {}", list(&after)) }
    }

    /// `0:00`, `1:00 to 2:00`, `after SQL Server failover + 1:00`.
    pub fn label(&self) -> String {
        let known = if self.earliest_secs == self.latest_secs {
            clock(self.earliest_secs)
        } else {
            format!("{} to {}", clock(self.earliest_secs), clock(self.latest_secs))
        };
        if self.after_unknown.is_empty() {
            return known;
        }
        let unknown = labels(&self.after_unknown).join(" and ");
        if self.latest_secs > 0.0 { format!("{known} + {unknown}") } else { format!("after {unknown}") }
    }
}

/// `5 min`, `5 to 6 min`, `0 s to 10 min`.
fn span_of(low: f64, high: f64) -> String {
    let (from, to) = (span(low), span(high));
    match (from.rsplit_once(' '), to.rsplit_once(' ')) {
        _ if from == to => to,
        (Some((number, one)), Some((_, other))) if one == other && !number.contains(' ') => format!("{number} to {to}"),
        _ => format!("{from} to {to}"),
    }
}

/// The words for durations.
pub(super) fn labels(durations: &[DrillDuration]) -> Vec<&'static str> {
    durations.iter().map(|it| it.label()).collect()
}

/// `1:05`, `1:02:00`.
pub(super) fn clock(secs: f64) -> String {
    let whole = libm::round(secs.max(0.0)) as u64;
    let (hours, minutes, seconds) = (whole / 3600, whole / 60 % 60, whole % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

/// `45 s`, `10 min`, `2 h`.
pub fn span(secs: f64) -> String {
    let whole = libm::round(secs.max(0.0)) as u64;
    match whole {
        0..=119 => format!("{whole} s"),
        _ if whole.is_multiple_of(3600) => format!("{} h", whole / 3600),
        _ if whole.is_multiple_of(60) => format!("{} min", whole / 60),
        _ => format!("{} min {} s", whole / 60, whole % 60),
    }
}

/// How long a SQL Server failover takes: what somebody entered, else unknown. No document states one.
pub(super) fn sql_failover(document: &Document) -> Timing {
    Timing { what: DrillDuration::SqlFailover, secs: document.environment.sql_failover_secs.clone() }
}

/// The restart delay of a host's services.
pub(super) fn restart_delay(host: &Host) -> Timing {
    match &host.restart_service_after_secs {
        Some(secs) => Timing { what: DrillDuration::RestartDelay, secs: Some(secs.clone()) },
        None => Timing::documented(
            DrillDuration::RestartDelay,
            RESTART_DELAY_SECS,
            None,
            "core/host-instance-service-properties-in-services",
        ),
    }
}

/// How long a host drains before it ends.
pub(super) fn drain() -> Timing {
    let range = Some((0.0, DRAIN_LIMIT_SECS));
    Timing::documented(DrillDuration::Draining, DRAIN_LIMIT_SECS, range, "core/how-to-handle-adapter-failures")
}

/// When the locks of a lost host instance are released at the latest.
pub(super) fn hand_over() -> Timing {
    let range = Some((0.0, 600.0));
    Timing::documented(DrillDuration::LockedWork, 600.0, range, "core/best-practices-for-backup-and-restore")
}

/// How long Enterprise SSO serves without its database.
pub(super) fn sso_patience() -> Timing {
    Timing::documented(DrillDuration::SsoPatience, 300.0, None, "core/single-sign-on-event-10590")
}

/// Heartbeat of the tracking service; the session time-out is longer and not stated.
pub(super) fn tracking_session() -> Timing {
    Timing::unknown(DrillDuration::TrackingSession)
}

/// How long a load balancer needs to notice.
pub(super) fn probe() -> Timing {
    Timing::unknown(DrillDuration::Probe)
}

/// How long a cluster resource group takes to move: with SQL Server in it that is the failover of SQL Server, else
/// nobody has stated it.
pub(super) fn group_move(document: &Document, group: ResourceGroupId) -> Timing {
    if document.sql_instances.values().any(|it| it.placement == SqlPlacement::Clustered(group)) {
        return sql_failover(document);
    }
    Timing::unknown(DrillDuration::GroupMove)
}

/// How long a failover cluster takes to start a resource again where it was.
pub(super) fn resource_restart() -> Timing {
    Timing::unknown(DrillDuration::ResourceRestart)
}

/// Five retries of a File receive location on a share, five minutes apart.
pub(super) fn file_retries() -> Timing {
    Timing::documented(DrillDuration::FileRetries, 1500.0, None, "core/configure-the-file-adapter")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn when_full_service_is_back_names_its_units() {
        let when = |low, high, unknown: &[DrillDuration]| {
            When { earliest_secs: low, latest_secs: high, after_unknown: unknown.to_vec() }.said()
        };
        assert_eq!(when(0.0, 0.0, &[]), "at once");
        assert_eq!(when(300.0, 360.0, &[]), "after 5 to 6 min");
        assert_eq!(when(60.0, 60.0, &[]), "after 60 s");
        assert_eq!(when(60.0, 600.0, &[]), "after 60 s to 10 min");
        assert_eq!(when(150.0, 180.0, &[]), "after 2 min 30 s to 3 min");
        let failover = DrillDuration::SqlFailover;
        assert_eq!(when(0.0, 0.0, &[failover]), format!("after {}", failover.label()));
        assert_eq!(when(60.0, 120.0, &[failover]), format!("after {} and 60 s to 2 min", failover.label()));
    }
}
