//! What rules ask of capacity: whether fewer computers would do, and whether survivors carry the load.

use std::collections::BTreeSet;

use super::formulas::limits;
use super::layout::Layout;
use super::parameters::{Parameter, Parameters};
use crate::model::{ComputerId, Document, HostId, Role};

/// Messages per second (P50) that a host carries with `num_removed` of its computers taken away, the largest first.
///
/// `None` when the host has no work in the estimate or nothing can be estimated; zero when no computer is left.
pub fn host_rate_without(document: &Document, host: HostId, num_removed: usize) -> Option<f64> {
    let layout = Layout::new(document, Parameters::published());
    if !layout.missing.is_empty() {
        return None;
    }
    let host = layout.hosts.iter().find(|it| it.id == host)?;
    let at = host.computers.iter().filter_map(|at| layout.computers.get(*at));
    let mut cores: Vec<f64> = at.map(|it| it.biztalk_cores).collect();
    cores.sort_by(|a, b| b.total_cmp(a));
    let left: f64 = cores.iter().skip(num_removed).sum();
    Some(limits::cpu_limit(left, host.secs, layout.parameters.value(Parameter::CpuCap)))
}

/// A computer whose survivors would be overloaded.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Overload {
    /// The computer that is lost.
    pub lost: ComputerId,
    /// The survivor that gets most.
    pub survivor: ComputerId,
    /// Load of that survivor afterwards in percent, more than 100.
    pub percent: f64,
}

/// Losses of one BizTalk computer after which a survivor has more than 100 % to do, by the entered normal loads.
///
/// For a computer `c` of the primary site with an entered load, `S` are the other BizTalk computers of the primary site
/// that run an enabled instance of at least one host of `c`; each gets `load(c) / |S|`. A survivor without an entered
/// load decides nothing. One entry per lost computer, in the order of their ids.
pub fn overloaded_survivors(document: &Document) -> Vec<Overload> {
    let hosts_on: Vec<(ComputerId, BTreeSet<HostId>)> = document
        .computers
        .iter()
        .filter(|(id, computer)| document.is_primary(**id) && computer.roles.contains(&Role::BizTalkRuntime))
        .map(|(id, _)| {
            let instances = document.host_instances_on(*id).filter_map(|it| document.host_instances.get(&it));
            (*id, instances.filter(|it| it.enabled).map(|it| it.host).collect())
        })
        .collect();
    let load = |id: ComputerId| {
        document.computers.get(&id).and_then(|it| it.load_percent.as_ref()).map(|percent| percent.value)
    };
    let mut found = Vec::new();
    for (lost, hosts) in &hosts_on {
        let Some(freed) = load(*lost) else { continue };
        let survivors: Vec<ComputerId> =
            hosts_on.iter().filter(|(id, on)| id != lost && !on.is_disjoint(hosts)).map(|(id, _)| *id).collect();
        let each = freed / survivors.len() as f64;
        let after = survivors.iter().filter_map(|id| Some((*id, load(*id)? + each)));
        let busiest = after.reduce(|best, next| if next.1 > best.1 { next } else { best });
        if let Some((survivor, percent)) = busiest.filter(|(_, percent)| *percent > 100.0) {
            found.push(Overload { lost: *lost, survivor, percent });
        }
    }
    found
}

#[cfg(test)]
mod tests;
