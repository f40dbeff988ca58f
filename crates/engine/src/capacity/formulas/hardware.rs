//! Comparing computers: core speed against a reference, and what a hypervisor takes.

/// Speed of one core against a reference.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CoreSpeed {
    /// Benchmark rate per core.
    pub rate_per_core: f64,
    /// Rate per core over that of the reference.
    pub factor: f64,
    /// The same as megahertz of the reference core.
    pub adjusted_mhz: f64,
}

/// Core speed from a published SPECint rate, as the Exchange sizing calculator normalizes it.
pub fn core_speed(spec_rate: f64, cores: f64, reference_per_core: f64, reference_mhz: f64) -> CoreSpeed {
    let rate_per_core = spec_rate / cores;
    let factor = rate_per_core / reference_per_core;
    CoreSpeed { rate_per_core, factor, adjusted_mhz: reference_mhz * factor }
}

/// Memory in MB that Hyper-V needs beside its virtual machines: 300 once, and per machine 32 for the first GB and 8 for
/// each further one (`tg/system-resource-costs-on-hyper-v`).
pub fn hyper_v_memory_mb(machine_memory_gb: &[f64]) -> f64 {
    300.0 + machine_memory_gb.iter().map(|gb| 32.0 + 8.0 * (gb - 1.0).max(0.0)).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hypervisor_without_machines_needs_its_own_memory() {
        assert_eq!(hyper_v_memory_mb(&[]), 300.0);
        assert_eq!(hyper_v_memory_mb(&[0.5]), 332.0);
    }
}
