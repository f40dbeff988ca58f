//! Probability that a function is lost, how often and how long, and how much each event has to do with it.

use super::diagram::{Diagram, Leaf};
use super::formula::Number;

/// Hours of a year as this module counts them: 365 days.
pub const HOURS_PER_YEAR: f64 = 8_760.0;

/// Minutes of a year.
pub const MINUTES_PER_YEAR: f64 = 525_600.0;

/// Below this share of U, the difference U - q*IB has lost too many digits and is computed afresh instead.
const TRUSTED_SHARE: f64 = 0.1;

/// How much one event has to do with a loss.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Importance {
    /// Birnbaum: by how much the event's failure raises the probability of loss; the derivative of U by q.
    pub birnbaum: f64,
    /// Fussell-Vesely: the share of U that goes away when the event never happens; 0 when U is 0.
    pub fussell_vesely: f64,
    /// Risk achievement worth: U while the event has happened, divided by U.
    pub raw: f64,
    /// Risk reduction worth: U divided by U when the event never happens; infinite when nothing is left.
    pub rrw: f64,
    /// Diagnostic importance: the probability that the event has happened while the function is lost.
    pub dif: f64,
}

/// The probability of loss and its derivative by each event's probability.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantified<N = f64> {
    /// The probability that the function is lost.
    pub unavailability: N,
    /// By event: by how much the event's failure raises that probability. 0 for events that do not matter.
    pub birnbaum: Vec<N>,
}

/// How often a function is lost, and for how long.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outages {
    /// The probability that the function is lost.
    pub unavailability: f64,
    /// How often that begins, per year.
    pub per_year: f64,
    /// Hours from one beginning to the next; infinite when there are none.
    pub mean_time_between_h: f64,
    /// Hours from a beginning to its end; 0 when there are none.
    pub mean_outage_h: f64,
    /// Minutes without the function in a year.
    pub downtime_min_per_year: f64,
}

impl Outages {
    /// From a probability of loss and a frequency per year (formula 4).
    pub fn new(unavailability: f64, per_year: f64) -> Self {
        let any = per_year > 0.0;
        Self {
            unavailability,
            per_year,
            mean_time_between_h: if any { HOURS_PER_YEAR / per_year } else { f64::INFINITY },
            mean_outage_h: if any { unavailability * HOURS_PER_YEAR / per_year } else { 0.0 },
            downtime_min_per_year: unavailability * MINUTES_PER_YEAR,
        }
    }
}

/// Mean hours between failures and until repair of one component that fails and is repaired independently.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Renewal {
    /// Mean hours from repair to failure.
    pub mttf_h: f64,
    /// Mean hours from failure to repair.
    pub mttr_h: f64,
}

impl Renewal {
    /// The probability of being failed: q = MTTR / (MTTF + MTTR), whatever the distributions.
    pub fn unavailability(&self) -> f64 {
        self.mttr_h / (self.mttf_h + self.mttr_h)
    }

    /// How often it fails, per year: w = 1 / (MTTF + MTTR) per hour.
    pub fn failures_per_year(&self) -> f64 {
        HOURS_PER_YEAR / (self.mttf_h + self.mttr_h)
    }

    /// The same as what is said about outages of a function.
    pub fn outages(&self) -> Outages {
        Outages::new(self.unavailability(), self.failures_per_year())
    }
}

impl Diagram {
    /// The probability that the function is lost when event i has failed with probability `q[i]`, independently of the
    /// others: exact but for rounding (formula 1). Events without an entry never fail.
    pub fn probability<N: Number + Copy>(&self, q: &[N]) -> N {
        self.probability_with(q, &mut Sweep::default())
    }

    /// The same in memory that is used again.
    pub fn probability_with<N: Number + Copy>(&self, q: &[N], memory: &mut Sweep<N>) -> N {
        self.sweep(q, memory);
        memory.top.unwrap_or_else(|| 0.0.into())
    }

    /// The probability of loss, and every event's Birnbaum measure in one sweep back down (formulas 1 and 2).
    pub fn quantify<N: Number + Copy>(&self, q: &[N]) -> Quantified<N> {
        let (nothing, all) = (N::from(0.0), N::from(1.0));
        let mut sweep = Sweep::default();
        self.sweep(q, &mut sweep);
        let mut birnbaum = vec![nothing; self.events];
        let mut of_module = vec![nothing; self.modules.len()];
        if let Some(top) = of_module.last_mut() {
            *top = all;
        }
        let mut reached = vec![nothing; self.nodes.len()];
        for (number, module) in self.modules.iter().enumerate().rev() {
            reached[module.root as usize] = of_module[number];
            let mut of_leaf = vec![nothing; module.leaves.len()];
            for index in module.nodes.clone().rev() {
                let node = self.nodes[index as usize];
                let weight = std::mem::replace(&mut reached[index as usize], nothing);
                let (low, high) = (node.low as usize, node.high as usize);
                let leaf = &mut of_leaf[(node.leaf - module.leaves.start) as usize];
                *leaf = *leaf + weight * (sweep.nodes[high] - sweep.nodes[low]);
                let failed = sweep.leaves[node.leaf as usize];
                reached[low] = reached[low] + weight * (all - failed);
                reached[high] = reached[high] + weight * failed;
            }
            let leaves = &self.leaves[module.leaves.start as usize..module.leaves.end as usize];
            for (leaf, value) in leaves.iter().zip(of_leaf) {
                let sum = match leaf {
                    Leaf::Event(event) => &mut birnbaum[event.index()],
                    Leaf::Module(below) => &mut of_module[*below as usize],
                };
                *sum = *sum + value;
            }
        }
        Quantified { unavailability: sweep.top.unwrap_or(nothing), birnbaum }
    }

    /// Every measure of importance for every event (formula 3), by event.
    pub fn importances(&self, q: &[f64]) -> Vec<Importance> {
        let quantified = self.quantify(q);
        let u = quantified.unavailability;
        let of_event = |(event, birnbaum): (usize, &f64)| {
            let failed = q.get(event).copied().unwrap_or_default();
            let share = failed * birnbaum;
            let with = u + (1.0 - failed) * birnbaum;
            let mut without = u - share;
            if without < TRUSTED_SHARE * u {
                without = self.probability_when(q, event, 0.0);
            }
            let over = |value: f64| if u > 0.0 { value / u } else { 0.0 };
            let rrw = match (u > 0.0, without > 0.0) {
                (true, true) => u / without,
                (true, false) => f64::INFINITY,
                (false, _) => 1.0,
            };
            let raw = if u > 0.0 { with / u } else { 1.0 };
            Importance { birnbaum: *birnbaum, fussell_vesely: over(share), raw, rrw, dif: over(failed * with) }
        };
        quantified.birnbaum.iter().enumerate().map(of_event).collect()
    }

    /// The probability of loss while the event's probability is `instead`.
    pub fn probability_when(&self, q: &[f64], event: usize, instead: f64) -> f64 {
        let mut changed = q.to_vec();
        if let Some(value) = changed.get_mut(event) {
            *value = instead;
        }
        self.probability(&changed)
    }

    /// How often and how long the function is lost when event i fails `per_year[i]` times a year (formula 4).
    pub fn outages(&self, q: &[f64], per_year: &[f64]) -> Outages {
        let quantified = self.quantify(q);
        let frequency = quantified.birnbaum.iter().zip(per_year).map(|(birnbaum, rate)| birnbaum * rate).sum();
        Outages::new(quantified.unavailability, frequency)
    }

    /// The probability of loss when event i is also down on purpose for `hours[i]` hours a year, never two at a time
    /// (formula 6).
    pub fn with_planned_maintenance(&self, q: &[f64], hours: &[f64]) -> f64 {
        let quantified = self.quantify(q);
        let planned = |(event, hours): (usize, &f64)| {
            let failed = q.get(event).copied().unwrap_or_default();
            let birnbaum = quantified.birnbaum.get(event).copied().unwrap_or_default();
            hours / HOURS_PER_YEAR * (1.0 - failed) * birnbaum
        };
        quantified.unavailability + hours.iter().enumerate().map(planned).sum::<f64>()
    }

    /// Probabilities of all nodes and leaves, from the events up.
    fn sweep<N: Number + Copy>(&self, q: &[N], sweep: &mut Sweep<N>) {
        let (never, always) = (N::from(0.0), N::from(1.0));
        let Sweep { of_modules, leaves, nodes, top } = sweep;
        of_modules.clear();
        // All but the constants are written before they are read: children stand first.
        leaves.resize(self.leaves.len(), never);
        nodes.resize(self.nodes.len(), never);
        for (node, constant) in nodes.iter_mut().zip([never, always]) {
            *node = constant;
        }
        for module in &self.modules {
            let range = module.leaves.start as usize..module.leaves.end as usize;
            for (value, leaf) in leaves[range.clone()].iter_mut().zip(&self.leaves[range]) {
                *value = match leaf {
                    Leaf::Event(event) => q.get(event.index()).copied().unwrap_or(never),
                    Leaf::Module(below) => of_modules[*below as usize],
                };
            }
            for index in module.nodes.clone() {
                let node = self.nodes[index as usize];
                let failed = leaves[node.leaf as usize];
                nodes[index as usize] =
                    failed * nodes[node.high as usize] + (always - failed) * nodes[node.low as usize];
            }
            of_modules.push(nodes[module.root as usize]);
        }
        *top = Some(of_modules.last().copied().unwrap_or_else(|| f64::from(u8::from(self.constant)).into()));
    }
}

/// The probabilities behind a result: memory for [`Diagram::probability_with`].
#[derive(Clone, Debug)]
pub struct Sweep<N> {
    top: Option<N>,
    of_modules: Vec<N>,
    leaves: Vec<N>,
    nodes: Vec<N>,
}

impl<N> Default for Sweep<N> {
    fn default() -> Self {
        Self { top: None, of_modules: Vec::new(), leaves: Vec::new(), nodes: Vec::new() }
    }
}
