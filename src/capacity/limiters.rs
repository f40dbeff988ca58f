//! The limiters of a design in one state, each named by the elements it is about and with its own uncertainty.

use std::collections::BTreeMap;

use super::inputs::{complexity_sigma, speed_sigma};
use super::layout::{Layout, LayoutComputer, LayoutDatabase};
use super::parameters::Parameter;
use super::roofline::{Limiter, LimiterKind, Roofline};
use super::state::State;
use super::words::{self, list};
use crate::model::{DatabaseKind, Element};
use crate::sources::{Provenance, Sourced};

/// All limiters of a state, ranked.
pub(super) fn roofline(state: &State<'_>) -> Roofline {
    let reasons = state.reasons();
    if !reasons.is_empty() {
        return Roofline::new(reasons.into_iter().map(unavailable).collect());
    }
    let mut limiters = vec![contention(state)];
    limiters.extend(host_limiters(state));
    limiters.extend(computer_limiters(state));
    limiters.retain(|limiter| limiter.rate.p50.is_finite());
    Roofline::new(limiters)
}

fn unavailable(reason: String) -> Limiter {
    Limiter::new(LimiterKind::Unavailable, reason, 0.0, &[])
}

fn contention(state: &State<'_>) -> Limiter {
    let layout = state.layout;
    let boxes: Vec<&LayoutDatabase> =
        layout.databases.iter().filter(|it| it.kind == DatabaseKind::MessageBox).collect();
    let names: Vec<&str> = boxes.iter().map(|it| it.name.as_str()).collect();
    let noun = if names.len() == 1 { "MessageBox database" } else { "MessageBox databases" };
    let homes: Vec<&LayoutComputer> = state.message_box_homes().collect();
    let sigmas = Sigmas::of(layout, &homes).contention();
    let name = format!("Lock contention in {noun} {}", list(&names));
    Limiter::new(LimiterKind::MessageBoxContention, name, state.contention_limit(), &sigmas)
        .about(boxes.iter().map(|it| Element::Database(it.id)))
}

fn host_limiters(state: &State<'_>) -> Vec<Limiter> {
    let layout = state.layout;
    let cap = layout.parameters.value(Parameter::CpuCap);
    let rows = layout.hosts.iter().zip(&state.host_cores).enumerate();
    rows.map(|(index, (host, cores))| {
        let at: Vec<&LayoutComputer> = state.running(index).iter().filter_map(|at| layout.computers.get(*at)).collect();
        let names: Vec<&str> = at.iter().map(|it| it.name.as_str()).collect();
        let name = format!("CPU for {} on {}", words::hosts(&[&host.name]), list(&names));
        Limiter::new(LimiterKind::Host, name, cap * cores / host.secs, &Sigmas::of(layout, &at).biztalk_cpu())
            .about([Element::Host(host.id)])
    })
    .collect()
}

/// One limiter per set of computers that do the same work with the same cores; those that only run one host are
/// already named by it.
fn computer_limiters(state: &State<'_>) -> Vec<Limiter> {
    let layout = state.layout;
    let mut alike: BTreeMap<(LimiterKind, String, u64), Vec<usize>> = BTreeMap::new();
    for (at, work) in state.work.iter().enumerate() {
        let shared = work.num_hosts > 1 || work.sql > 0.0;
        if shared && work.total() > 0.0 {
            let (kind, description) = describe(state, at);
            alike.entry((kind, description, work.total().to_bits())).or_default().push(at);
        }
    }
    let mut limiters = Vec::new();
    for ((kind, description, _), indices) in alike {
        let at: Vec<&LayoutComputer> = indices.iter().filter_map(|at| layout.computers.get(*at)).collect();
        let names: Vec<&str> = at.iter().map(|it| it.name.as_str()).collect();
        let rate = indices.first().map_or(f64::INFINITY, |first| state.computer_limit(*first));
        let work = indices.first().and_then(|first| state.work.get(*first)).copied().unwrap_or_default();
        let sigmas = Sigmas::of(layout, &at);
        let sigmas = match (work.biztalk > 0.0, work.sql > 0.0) {
            (true, false) => sigmas.biztalk_cpu(),
            (false, _) => sigmas.sql_cpu(),
            (true, true) => sigmas.shared_cpu(),
        };
        limiters.push(
            Limiter::new(kind, format!("CPU of {} {description}", list(&names)), rate, &sigmas)
                .about(at.iter().map(|it| Element::Computer(it.id))),
        );
    }
    limiters
}

/// What a computer does, as the end of a limiter's name.
fn describe(state: &State<'_>, at: usize) -> (LimiterKind, String) {
    let layout = state.layout;
    let hosts: Vec<&str> = layout
        .hosts
        .iter()
        .enumerate()
        .filter(|(index, _)| state.running(*index).contains(&at))
        .map(|(_, host)| host.name.as_str())
        .collect();
    let here = || layout.databases.iter().filter(move |it| it.secs > 0.0 && state.home_of(it) == Some(at));
    let databases: Vec<&str> = here().map(|it| it.name.as_str()).collect();
    let hosts_phrase = format!("with {}", words::hosts(&hosts));
    let is_master = here().any(|it| it.is_master) && !layout.message_boxes.is_single();
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

/// Standard deviations of the logarithm that apply to some computers (capacity model 3.7).
struct Sigmas<'a> {
    layout: &'a Layout,
    speed: f64,
    cores: f64,
    virtualization: f64,
}

impl<'a> Sigmas<'a> {
    fn of(layout: &'a Layout, computers: &[&LayoutComputer]) -> Self {
        let parameters = &layout.parameters;
        let assumed = |value: &Sourced<f64>| matches!(value.provenance, Provenance::Default(_));
        let cores_unknown = computers.iter().any(|it| assumed(&it.cores));
        let may_be_virtual = computers.iter().any(|it| it.is_virtual != Some(false));
        let when = |applies: bool, parameter| if applies { parameters.value(parameter) } else { 0.0 };
        Self {
            layout,
            speed: computers.iter().map(|it| speed_sigma(&it.speed, parameters)).fold(0.0, f64::max),
            cores: when(cores_unknown, Parameter::SigmaCores),
            virtualization: when(may_be_virtual, Parameter::SigmaVirtualization),
        }
    }

    fn common(&self) -> Vec<f64> {
        let parameters = &self.layout.parameters;
        let structure = parameters.value(Parameter::SigmaStructure);
        vec![structure, parameters.value(Parameter::SigmaTuning), self.speed, self.virtualization]
    }

    fn complexity(&self, value: &Sourced<f64>) -> f64 {
        complexity_sigma(value, &self.layout.parameters)
    }

    fn contention(&self) -> Vec<f64> {
        let mut sigmas = self.common();
        sigmas.push(self.complexity(&self.layout.workload.complexity_sql));
        sigmas
    }

    fn sql_cpu(&self) -> Vec<f64> {
        let mut sigmas = self.contention();
        sigmas.push(self.cores);
        sigmas
    }

    fn biztalk_cpu(&self) -> Vec<f64> {
        let mut sigmas = self.common();
        sigmas.extend([self.complexity(&self.layout.workload.complexity_biztalk), self.cores]);
        sigmas
    }

    fn shared_cpu(&self) -> Vec<f64> {
        let workload = &self.layout.workload;
        let complexity = self.complexity(&workload.complexity_biztalk).max(self.complexity(&workload.complexity_sql));
        let mut sigmas = self.common();
        sigmas.extend([complexity, self.cores]);
        sigmas
    }
}
