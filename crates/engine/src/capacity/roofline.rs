//! The roofline: each thing that limits the rate by name, and the lowest of them as the bottleneck.

use std::cmp::Ordering;

use super::demand::{Demands, MessageBoxLayout, Workload};
use super::formulas::limits;
use super::formulas::uncertainty::Interval;
use super::parameters::{Parameter, Parameters};
use super::range::{self, Factor, Spread};
use crate::memo::OnDemand;
use crate::model::Element;

/// What kind of thing limits the rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LimiterKind {
    /// Something no message can pass without is lost or missing: the rate is zero.
    Unavailable,
    /// Lock contention in the MessageBox databases.
    MessageBoxContention,
    /// CPU of the computers whose MessageBox databases publish.
    MessageBoxCpu,
    /// CPU of the computer with a master MessageBox that routes for the others.
    MasterCpu,
    /// CPU of all computers on which one host runs.
    Host,
    /// CPU of one computer that several hosts or databases share.
    Computer,
    /// CPU of the BizTalk tier as a whole.
    BizTalkCpu,
    /// Connections to a back end.
    Connections,
    /// Concurrent ASP.NET requests.
    Requests,
    /// The network between BizTalk Server and SQL Server.
    Network,
    /// Disk operations of the MessageBox.
    Disk,
    /// Disk of the Tracking database.
    TrackingDisk,
}

impl LimiterKind {
    /// Stable key, as in JSON.
    pub fn key(self) -> &'static str {
        match self {
            Self::Unavailable => "unavailable",
            Self::MessageBoxContention => "messagebox_contention",
            Self::MessageBoxCpu => "messagebox_cpu",
            Self::MasterCpu => "master_cpu",
            Self::Host => "host_cpu",
            Self::Computer => "computer_cpu",
            Self::BizTalkCpu => "bts_cpu",
            Self::Connections => "connections",
            Self::Requests => "requests",
            Self::Network => "network",
            Self::Disk => "disk",
            Self::TrackingDisk => "tracking_disk",
        }
    }

    /// Whether it is the processors that hosts work on.
    const fn is_of_hosts(self) -> bool {
        matches!(self, Self::Host | Self::Computer)
    }

    /// Short label for a ranked bar.
    pub fn label(self) -> &'static str {
        match self {
            Self::Unavailable => "Not available",
            Self::MessageBoxContention => "MessageBox contention",
            Self::MessageBoxCpu => "MessageBox CPU",
            Self::MasterCpu => "Master MessageBox CPU",
            Self::Host => "Host CPU",
            Self::Computer => "Computer CPU",
            Self::BizTalkCpu => "BizTalk CPU",
            Self::Connections => "Connections",
            Self::Requests => "Requests",
            Self::Network => "Network",
            Self::Disk => "MessageBox disks",
            Self::TrackingDisk => "Tracking database disks",
        }
    }
}

/// One thing that limits the rate.
#[derive(Clone, Debug, PartialEq)]
pub struct Limiter {
    /// What kind of thing.
    pub kind: LimiterKind,
    /// Which one, in the words of the design: "CPU of BTS1 and BTS2 with host Receive".
    pub name: String,
    /// The elements it is about, for selecting them.
    pub elements: Vec<Element>,
    /// Messages per second it lets through, as P10-P50-P90.
    pub rate: Interval,
    /// What moves it.
    spread: Spread,
}

impl Limiter {
    /// A limiter at `rate_per_sec` with the given relative errors, all of them of the model itself.
    pub fn new(kind: LimiterKind, name: impl Into<String>, rate_per_sec: f64, sigmas: &[f64]) -> Self {
        let spread = sigmas.iter().fold(Spread::default(), |spread, sigma| spread.by(Factor::Structure, *sigma));
        Self::spread(kind, name, rate_per_sec, spread)
    }

    /// A limiter at `rate_per_sec` that these errors move.
    pub(super) fn spread(kind: LimiterKind, name: impl Into<String>, rate_per_sec: f64, spread: Spread) -> Self {
        Self { kind, name: name.into(), elements: Vec::new(), rate: spread.interval(rate_per_sec), spread }
    }
}

impl Limiter {
    /// The same limiter, about these elements.
    #[must_use]
    pub fn about(mut self, elements: impl IntoIterator<Item = Element>) -> Self {
        self.elements = elements.into_iter().collect();
        self
    }
}

/// All limiters of a design in one state, lowest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Roofline {
    limiters: Vec<Limiter>,
    /// What the range is made of instead of processors of hosts and computers, where work may move between them.
    shared: Vec<(f64, Spread)>,
    rate: OnDemand<Option<Interval>>,
}

impl Roofline {
    /// Ranks the limiters: by rate, then kind, then name. Rates that are not numbers are left out.
    pub fn new(mut limiters: Vec<Limiter>) -> Self {
        limiters.retain(|limiter| !limiter.rate.p50.is_nan());
        limiters.sort_by(|a, b| {
            let by_rate = a.rate.p50.partial_cmp(&b.rate.p50).unwrap_or(Ordering::Equal);
            by_rate.then_with(|| a.kind.cmp(&b.kind)).then_with(|| a.name.cmp(&b.name))
        });
        Self { limiters, ..Self::default() }
    }

    /// The same with what the processors of hosts carry together however their work is shared out.
    #[must_use]
    pub(super) fn shared(self, bounds: Vec<(f64, Spread)>) -> Self {
        Self { shared: bounds, ..self }
    }

    /// The limiters, lowest first.
    pub fn ranked(&self) -> &[Limiter] {
        &self.limiters
    }

    /// The rate that all limiters together let through; `None` when nothing limits.
    ///
    /// The middle is the lowest limiter with every input at its middle. P10 and P90 are those of the lowest limiter when
    /// the inputs vary: errors of one input move all limiters that rest on it, those of others are independent. Where
    /// several limiters lie close together, each draw has another lowest one, so the range lies lower than that of the first.
    ///
    /// Worked out when somebody asks for it first: of most failure modes only the middle is looked at.
    pub fn rate(&self) -> Option<Interval> {
        *self.rate.get(|| self.lowest())
    }

    fn lowest(&self) -> Option<Interval> {
        let first = self.limiters.first()?;
        let is_by_itself = |it: &&Limiter| self.shared.is_empty() || !it.kind.is_of_hosts();
        let by_themselves = self.limiters.iter().filter(is_by_itself).map(|it| (it.rate.p50, it.spread));
        let mut all: Vec<(f64, Spread)> = by_themselves.chain(self.shared.iter().copied()).collect();
        all.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (p10, p90) = range::of_lowest(&all)?;
        let p50 = first.rate.p50;
        Some(Interval { sigma: first.rate.sigma, p10: p10.min(p50), p50, p90: p90.max(p50) })
    }

    /// The lowest limiter; `None` when nothing limits.
    pub fn bottleneck(&self) -> Option<&Limiter> {
        self.limiters.first()
    }
}

/// A BizTalk tier of like computers in front of a MessageBox tier of like computers: the smallest form of the model.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct TierInputs {
    /// Messages per second that arrive.
    pub messages_per_sec: f64,
    /// The mix of messages.
    pub workload: Workload,
    /// Cores and speed factor of each BizTalk computer, all running the same hosts.
    pub biztalk_computers: Vec<(f64, f64)>,
    /// Cores of each MessageBox computer, the master's included.
    pub sql_cores: f64,
    /// Speed factor of these cores.
    pub sql_speed: f64,
    /// MessageBox databases, one on each computer.
    pub layout: MessageBoxLayout,
    /// Throughput factor of virtual BizTalk computers.
    pub virtual_biztalk: f64,
    /// Throughput factor of virtual SQL Server computers, applied to the speed of their cores: CPU and contention.
    pub virtual_sql: f64,
}

/// The roofline of [`TierInputs`]. Rates are messages per second, utilizations shares of the cores.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct TierEstimate {
    /// Publish-and-deliver cycles per message.
    pub hops: f64,
    /// CPU of the BizTalk tier.
    pub biztalk_limit: f64,
    /// Contention in the MessageBox tier.
    pub contention_limit: f64,
    /// CPU of the publishing MessageBox computers.
    pub message_box_cpu_limit: f64,
    /// CPU of the master; `None` with a single MessageBox.
    pub master_cpu_limit: Option<f64>,
    /// The lowest limiter.
    pub bottleneck: LimiterKind,
    /// Its rate.
    pub limit: f64,
    /// Utilization of the BizTalk tier at the given load.
    pub biztalk_utilization: f64,
    /// Utilization of each publishing MessageBox computer.
    pub message_box_utilization: f64,
    /// Utilization of a dedicated master; zero without one.
    pub master_utilization: f64,
}

/// The four CPU and contention limiters of two plain tiers (capacity model 3.3).
///
/// A master that publishes as well carries its routing work on top of its share of publishing.
pub(super) fn tier_estimate(inputs: &TierInputs, parameters: &Parameters) -> TierEstimate {
    let cap = parameters.value(Parameter::CpuCap);
    let demands = Demands::new(&inputs.workload, inputs.layout, parameters);
    let biztalk_cores =
        inputs.virtual_biztalk * inputs.biztalk_computers.iter().map(|(cores, speed)| cores * speed).sum::<f64>();
    let sql_cores = inputs.sql_cores * inputs.sql_speed * inputs.virtual_sql;
    let master_secs = demands.master_secs + if inputs.layout.dedicated_master { 0.0 } else { demands.publisher_secs };
    let biztalk_limit = limits::cpu_limit(biztalk_cores, demands.biztalk_secs(), cap);
    let contention_limit = demands.contention_limit_per_sec * inputs.sql_speed * inputs.virtual_sql;
    let message_box_cpu_limit = limits::cpu_limit(sql_cores, demands.publisher_secs, cap);
    let master_cpu_limit = (!inputs.layout.is_single()).then(|| limits::cpu_limit(sql_cores, master_secs, cap));
    let mut limiters = vec![
        (LimiterKind::MessageBoxContention, contention_limit),
        (LimiterKind::MessageBoxCpu, message_box_cpu_limit),
        (LimiterKind::BizTalkCpu, biztalk_limit),
    ];
    limiters.extend(master_cpu_limit.map(|rate| (LimiterKind::MasterCpu, rate)));
    let lowest = limiters.iter().copied().min_by(|a, b| a.1.total_cmp(&b.1));
    let (bottleneck, limit) = lowest.unwrap_or((LimiterKind::Unavailable, 0.0));
    let load = inputs.messages_per_sec;
    TierEstimate {
        hops: demands.hops,
        biztalk_limit,
        contention_limit,
        message_box_cpu_limit,
        master_cpu_limit,
        bottleneck,
        limit,
        biztalk_utilization: load * demands.biztalk_secs() / biztalk_cores,
        message_box_utilization: load * demands.publisher_secs / sql_cores,
        master_utilization: if inputs.layout.is_single() { 0.0 } else { load * master_secs / sql_cores },
    }
}

#[cfg(test)]
mod tests;
