//! How many hops per second one or several MessageBox databases carry before lock contention stops them.

/// Ceilings of the MessageBox tier in hops per second on the reference SQL computer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct MessageBoxLaw {
    /// One MessageBox that is master and publishes.
    pub single_hops_per_sec: f64,
    /// One publishing MessageBox beside a master that does not publish.
    pub publisher_hops_per_sec: f64,
    /// Contention between publishers.
    pub sigma: f64,
}

impl MessageBoxLaw {
    /// Hops per second of `publishers` MessageBox databases beside a dedicated master: `n P / (1 + sigma (n - 1))`.
    ///
    /// The law is Amdahl's form of the Universal Scalability Law, fitted to the published rows of
    /// `tg/observations-and-recommendations`. Zero publishers carry nothing.
    pub(crate) fn with_dedicated_master(&self, publishers: u32) -> f64 {
        let n = f64::from(publishers);
        if publishers == 0 {
            return 0.0;
        }
        n * self.publisher_hops_per_sec / (1.0 + self.sigma * (n - 1.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_message_box_lowers_throughput_and_a_third_raises_it() {
        let law = MessageBoxLaw { single_hops_per_sec: 1320.5, publisher_hops_per_sec: 1197.28, sigma: 0.12315 };
        assert!(law.with_dedicated_master(1) < law.single_hops_per_sec);
        assert!(law.with_dedicated_master(2) > 1.5 * law.single_hops_per_sec);
        assert_eq!(law.with_dedicated_master(0), 0.0);
    }
}
