//! What rules ask of capacity: whether fewer computers would do for a host (HOST-015).

use std::collections::BTreeMap;

use super::formulas::limits;
use super::parameters::{Parameter, Parameters};
use super::placement::{PlacedHost, Placement};
use crate::model::{Document, HostId};

/// Messages per second (P50) that each host carries with `num_removed` of its computers taken away, the largest first.
///
/// A host without work in the estimate is absent, and the map is empty when nothing can be estimated; zero when no
/// computer is left.
pub fn host_rates_without(document: &Document, num_removed: usize) -> BTreeMap<HostId, f64> {
    let placement = Placement::new(document, Parameters::published());
    if !placement.missing.is_empty() {
        return BTreeMap::new();
    }
    let cap = placement.parameters.value(Parameter::CpuCap);
    let rate = |host: &PlacedHost| {
        let at = host.computers.iter().filter_map(|at| placement.computers.get(*at));
        let mut cores: Vec<f64> = at.map(|it| it.biztalk_cores).collect();
        cores.sort_by(|a, b| b.total_cmp(a));
        limits::cpu_limit(cores.iter().skip(num_removed).sum(), host.secs, cap)
    };
    placement.hosts.iter().map(|host| (host.id, rate(host))).collect()
}

#[cfg(test)]
mod tests;
