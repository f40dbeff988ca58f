//! What rules ask of capacity: whether fewer computers would do for a host (HOST-015).

use super::formulas::limits;
use super::layout::Layout;
use super::parameters::{Parameter, Parameters};
use crate::model::{Document, HostId};

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

#[cfg(test)]
mod tests;
