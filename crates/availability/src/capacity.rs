//! How much capacity is left: the distribution of what the working servers can carry together (formula 13).

use std::collections::BTreeMap;

/// The distribution of the sum of what independent servers carry: each its rate while it works, nothing while failed.
#[derive(Clone, Debug, PartialEq)]
pub struct CapacityDistribution {
    /// The probability of each total that can occur.
    totals: BTreeMap<u64, f64>,
}

impl CapacityDistribution {
    /// From each server's rate and probability of being failed.
    pub fn new(servers: impl IntoIterator<Item = (u64, f64)>) -> Self {
        let mut totals = BTreeMap::from([(0, 1.0)]);
        for (rate, q) in servers {
            let mut next: BTreeMap<u64, f64> = BTreeMap::new();
            for (total, probability) in &totals {
                *next.entry(*total).or_default() += probability * q;
                *next.entry(total + rate).or_default() += probability * (1.0 - q);
            }
            totals = next;
        }
        Self { totals }
    }

    /// The probability that at least so much is left.
    pub fn at_least(&self, rate: u64) -> f64 {
        let (below, reached): (f64, f64) = (
            self.totals.range(..rate).map(|(_, probability)| probability).sum(),
            self.totals.range(rate..).map(|(_, probability)| probability).sum(),
        );
        // The smaller sum has the smaller error.
        if below < reached { 1.0 - below } else { reached }
    }

    /// The mean of what is left.
    pub fn expected(&self) -> f64 {
        self.totals.iter().map(|(total, probability)| *total as f64 * probability).sum()
    }
}
