//! The limiters of a design in one state, each named by the elements it is about and with its own uncertainty.

use std::collections::BTreeMap;

use super::calibration::MEASURED_SIGMA;
use super::further;
use super::inputs::{SAME_COMPUTER_SIGMA, is_of_lab, range_sigma, speed_sigma};
use super::parameters::Parameter;
use super::placement::{PlacedComputer, PlacedDatabase, Placement};
use super::range::{Factor, Spread};
use super::roofline::{Limiter, LimiterKind, Roofline};
use super::sharing;
use super::state::State;
use super::words::{self, list};
use crate::model::{DatabaseKind, Element};
use crate::sources::Sourced;

/// All limiters of a state, ranked.
///
/// `measured` = as if this were measured, to see how much that narrows the range.
pub(super) fn roofline(state: &State<'_>, measured: Option<Unknown>) -> Roofline {
    let reasons = state.reasons();
    if !reasons.is_empty() {
        return Roofline::new(reasons.into_iter().map(unavailable).collect());
    }
    let mut limiters = vec![contention(state, measured)];
    limiters.extend(host_limiters(state, measured));
    limiters.extend(computer_limiters(state, measured));
    limiters.extend(further::limiters(state));
    limiters.retain(|limiter| limiter.rate.p50.is_finite());
    Roofline::new(limiters).shared(sharing::bounds(state, measured))
}

fn unavailable(reason: String) -> Limiter {
    Limiter::new(LimiterKind::Unavailable, reason, 0.0, &[])
}

fn contention(state: &State<'_>, measured: Option<Unknown>) -> Limiter {
    let placement = state.placement;
    let boxes: Vec<&PlacedDatabase> =
        placement.databases.iter().filter(|it| it.kind == DatabaseKind::MessageBox).collect();
    let names: Vec<&str> = boxes.iter().map(|it| it.name.as_str()).collect();
    let noun = if names.len() == 1 { "MessageBox database" } else { "MessageBox databases" };
    let homes: Vec<&PlacedComputer> = state.message_box_homes().collect();
    let spread = Sigmas::of(placement, &homes, measured).contention();
    let name = format!("Lock contention in {noun} {}", list(&names));
    Limiter::spread(LimiterKind::MessageBoxContention, name, state.contention_limit(), spread)
        .about(boxes.iter().map(|it| Element::Database(it.id)))
}

fn host_limiters(state: &State<'_>, measured: Option<Unknown>) -> Vec<Limiter> {
    let placement = state.placement;
    let cap = state.cpu_cap();
    let rows = placement.hosts.iter().zip(&state.host_cores).enumerate();
    rows.map(|(index, (host, cores))| {
        let at: Vec<&PlacedComputer> = state.running(index).filter_map(|at| placement.computers.get(at)).collect();
        let names: Vec<&str> = at.iter().map(|it| it.name.as_str()).collect();
        let name = format!("CPU for {} on {}", words::hosts(&[&host.name]), list(&names));
        let spread = Sigmas::of(placement, &at, measured).biztalk_cpu();
        Limiter::spread(LimiterKind::Host, name, cap * cores / host.secs, spread).about([Element::Host(host.id)])
    })
    .collect()
}

/// One limiter per set of computers that do the same work with the same cores; those that only run one host are
/// already named by it.
fn computer_limiters(state: &State<'_>, measured: Option<Unknown>) -> Vec<Limiter> {
    let placement = state.placement;
    let limits = state.computer_limits();
    let mut hosts_on: Vec<Vec<&str>> = vec![Vec::new(); placement.computers.len()];
    for (index, host) in placement.hosts.iter().enumerate() {
        for at in state.running(index) {
            if let Some(hosts) = hosts_on.get_mut(at) {
                hosts.push(&host.name);
            }
        }
    }
    let mut alike: BTreeMap<(LimiterKind, String, u64), Vec<usize>> = BTreeMap::new();
    for (at, work) in state.work.iter().enumerate() {
        let shared = work.num_hosts > 1 || work.sql > 0.0 || is_busier_than_its_host(state, at, &limits);
        if shared && work.total() > 0.0 {
            let hosts = hosts_on.get(at).map_or(&[][..], Vec::as_slice);
            let (kind, description) = describe(state, at, hosts);
            alike.entry((kind, description, work.total().to_bits())).or_default().push(at);
        }
    }
    let mut limiters = Vec::new();
    for ((kind, description, _), indices) in alike {
        let at: Vec<&PlacedComputer> = indices.iter().filter_map(|at| placement.computers.get(*at)).collect();
        let names: Vec<&str> = at.iter().map(|it| it.name.as_str()).collect();
        let rate = indices.first().and_then(|first| limits.get(*first)).copied().unwrap_or(f64::INFINITY);
        let work = indices.first().and_then(|first| state.work.get(*first)).copied().unwrap_or_default();
        let sigmas = Sigmas::of(placement, &at, measured);
        let spread = match (work.biztalk > 0.0, work.sql > 0.0) {
            (true, false) => sigmas.biztalk_cpu(),
            (false, _) => sigmas.sql_cpu(),
            (true, true) => sigmas.shared_cpu(work.biztalk / work.total()),
        };
        limiters.push(
            Limiter::spread(kind, format!("CPU of {} {description}", list(&names)), rate, spread)
                .about(at.iter().map(|it| Element::Computer(it.id))),
        );
    }
    limiters
}

/// Whether a computer with a single host reaches its limit before the computers of that host together would.
fn is_busier_than_its_host(state: &State<'_>, at: usize, limits: &[f64]) -> bool {
    let own = limits.get(at).copied().unwrap_or(f64::INFINITY);
    let rows = state.placement.hosts.iter().zip(&state.host_cores).enumerate();
    let mut here = rows.filter(|(index, _)| state.running(*index).any(|it| it == at));
    here.next().is_some_and(|(_, (host, cores))| own < state.cpu_cap() * cores / host.secs * (1.0 - 1e-6))
}

/// What a computer with these hosts does, as the end of a limiter's name.
fn describe(state: &State<'_>, at: usize, hosts: &[&str]) -> (LimiterKind, String) {
    let placement = state.placement;
    let here = || placement.databases.iter().filter(move |it| it.secs > 0.0 && state.home_of(it) == Some(at));
    let databases: Vec<&str> = here().map(|it| it.name.as_str()).collect();
    let hosts_phrase = format!("with {}", words::hosts(hosts));
    let is_master = here().any(|it| it.is_master) && !placement.message_boxes.is_single();
    let noun = match (databases.len(), is_master) {
        (1, true) => "master MessageBox",
        (1, false) => "MessageBox database",
        _ => "MessageBox databases",
    };
    match (hosts.is_empty(), databases.is_empty()) {
        (_, true) => (LimiterKind::Computer, hosts_phrase),
        (false, false) => (LimiterKind::Computer, format!("{hosts_phrase} and {noun} {}", list(&databases))),
        (true, false) => {
            let kind = if is_master { LimiterKind::MasterCpu } else { LimiterKind::MessageBoxCpu };
            (kind, format!("with {noun} {}", list(&databases)))
        }
    }
}

/// Something that widens the range as long as nobody measures it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unknown {
    /// Work per message on BizTalk computers.
    BizTalkWork,
    /// Work per message in the MessageBox.
    MessageBoxWork,
    /// Number of cores.
    Cores,
    /// Speed of the cores.
    CoreSpeed,
    /// Whether the environment is tuned.
    Tuning,
    /// Virtual machines.
    Virtualization,
}

impl Unknown {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::BizTalkWork, Self::MessageBoxWork, Self::Cores, Self::CoreSpeed, Self::Tuning, Self::Virtualization];

    /// What to measure or state, in a few words.
    pub const fn label(self) -> &'static str {
        match self {
            Self::BizTalkWork => "Measure the BizTalk CPU of a message",
            Self::MessageBoxWork => "Measure the SQL Server CPU of a message",
            Self::Cores => "State the cores of every computer",
            Self::CoreSpeed => "Measure the speed of the cores",
            Self::Tuning => "Say whether the environment is tuned",
            Self::Virtualization => "State which computers are physical",
        }
    }
}

/// Standard deviations of the logarithm that apply to some computers (capacity model 3.7).
pub(super) struct Sigmas<'a> {
    placement: &'a Placement,
    measured: Option<Unknown>,
    speed: f64,
    cores: f64,
    virtualization: f64,
    /// Whether they are BizTalk computers; those share the errors of speed and cores, as others do.
    is_biztalk: bool,
}

impl<'a> Sigmas<'a> {
    pub(super) fn of(placement: &'a Placement, computers: &[&PlacedComputer], measured: Option<Unknown>) -> Self {
        let parameters = &placement.parameters;
        let assumed = |value: &Sourced<f64>| !value.is_stated();
        let cores_unknown = computers.iter().any(|it| assumed(&it.cores)) && measured != Some(Unknown::Cores);
        // The computers of the published lab were none.
        let may_be_virtual = |it: &&PlacedComputer| it.is_virtual.unwrap_or(!is_of_lab(&it.cores.provenance));
        let may_be_virtual = computers.iter().any(may_be_virtual) && measured != Some(Unknown::Virtualization);
        let when = |applies: bool, parameter| if applies { parameters.value(parameter) } else { 0.0 };
        let speed = computers.iter().map(|it| speed_sigma(it, parameters)).fold(0.0, f64::max);
        Self {
            placement,
            measured,
            speed: if measured == Some(Unknown::CoreSpeed) { speed.min(SAME_COMPUTER_SIGMA) } else { speed },
            cores: when(cores_unknown, Parameter::SigmaCores),
            virtualization: when(may_be_virtual, Parameter::SigmaVirtualization),
            is_biztalk: computers.iter().any(|it| it.is_biztalk),
        }
    }

    fn common(&self) -> Spread {
        let parameters = &self.placement.parameters;
        let tuning = match self.placement.tuned {
            _ if self.measured == Some(Unknown::Tuning) => 0.0,
            None => parameters.value(Parameter::SigmaTuning),
            Some(true) => 0.0,
            Some(false) => range_sigma(&parameters.get(Parameter::UntunedFactor)),
        };
        let speed = if self.is_biztalk { Factor::BizTalkSpeed } else { Factor::SqlSpeed };
        Spread::default()
            .by(Factor::Structure, parameters.value(Parameter::SigmaStructure))
            .by(Factor::Tuning, tuning)
            .by(speed, self.speed)
            .by(Factor::Virtualization, self.virtualization)
    }

    fn complexity(&self, unknown: Unknown) -> f64 {
        let workload = &self.placement.workload;
        let sigma = if unknown == Unknown::BizTalkWork { workload.sigma_biztalk } else { workload.sigma_sql };
        if self.measured == Some(unknown) { sigma.min(MEASURED_SIGMA) } else { sigma }
    }

    fn contention(&self) -> Spread {
        self.common().by(Factor::MessageBoxWork, self.complexity(Unknown::MessageBoxWork))
    }

    fn with_cores(&self, spread: Spread) -> Spread {
        spread.by(if self.is_biztalk { Factor::BizTalkCores } else { Factor::SqlCores }, self.cores)
    }

    pub(super) fn sql_cpu(&self) -> Spread {
        self.with_cores(self.contention())
    }

    pub(super) fn biztalk_cpu(&self) -> Spread {
        self.with_cores(self.common()).by(Factor::BizTalkWork, self.complexity(Unknown::BizTalkWork))
    }

    /// `biztalk_share` = the part of the work that is BizTalk work.
    pub(super) fn shared_cpu(&self, biztalk_share: f64) -> Spread {
        let sql = self.complexity(Unknown::MessageBoxWork);
        self.biztalk_cpu().by(Factor::MessageBoxWork, sql).shared(biztalk_share)
    }
}
