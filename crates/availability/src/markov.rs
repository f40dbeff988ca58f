//! Steady states of small Markov chains, and the groups of machines that need one.

use super::quant::HOURS_PER_YEAR;

/// Rates from state to state, per hour.
#[derive(Clone, Debug, PartialEq)]
pub struct Chain {
    states: usize,
    rates: Vec<f64>,
}

impl Chain {
    /// So many states, and no way from one to another.
    pub fn new(states: usize) -> Self {
        Self { states, rates: vec![0.0; states * states] }
    }

    /// Adds to the rate from one state to another. States outside the chain are ignored, as is the way to oneself.
    pub fn add(&mut self, from: usize, to: usize, per_hour: f64) {
        if from != to && from < self.states && to < self.states {
            self.rates[from * self.states + to] += per_hour;
        }
    }

    /// The rate from one state to another; 0 outside the chain.
    pub fn rate(&self, from: usize, to: usize) -> f64 {
        if from < self.states && to < self.states { self.rates[from * self.states + to] } else { 0.0 }
    }

    /// The share of time spent in each state, by elimination without subtractions (Grassmann, Taksar and Heyman), so
    /// that stiff chains lose no digits. The chain must be able to return to state 0 from everywhere.
    pub fn steady_state(&self) -> Vec<f64> {
        let n = self.states;
        let mut rates = self.rates.clone();
        for state in (1..n).rev() {
            let out: f64 = (0..state).map(|to| rates[state * n + to]).sum();
            for from in 0..state {
                let share = if out > 0.0 { rates[from * n + state] / out } else { 0.0 };
                rates[from * n + state] = share;
                for to in (0..state).filter(|to| *to != from) {
                    rates[from * n + to] += share * rates[state * n + to];
                }
            }
        }
        let mut shares = vec![0.0; n];
        if let Some(first) = shares.first_mut() {
            *first = 1.0;
        }
        for state in 1..n {
            shares[state] = (0..state).map(|from| shares[from] * rates[from * n + state]).sum();
        }
        let total: f64 = shares.iter().sum();
        shares.iter().map(|share| share / total).collect()
    }
}

/// Equal units that share repair crews. Failures hit units that work, each with the same rate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RepairGroup {
    /// How many units there are.
    pub units: u32,
    /// How many must work.
    pub needed: u32,
    /// Mean hours to failure of a unit.
    pub mttf_h: f64,
    /// Mean hours of a repair.
    pub mttr_h: f64,
    /// How many units can be under repair at once.
    pub crews: u32,
}

/// What a group comes to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GroupResult {
    /// The probability that fewer than the needed units work.
    pub unavailability: f64,
    /// How often that begins, per year.
    pub outages_per_year: f64,
}

impl RepairGroup {
    /// Exact for exponential times (formulas 9 and 10).
    pub fn solve(&self) -> GroupResult {
        let units = self.units as usize;
        let failed_rate = |failed: usize| (units - failed) as f64 / self.mttf_h;
        let mut chain = Chain::new(units + 1);
        for failed in 0..units {
            chain.add(failed, failed + 1, failed_rate(failed));
            chain.add(failed + 1, failed, (failed + 1).min(self.crews as usize) as f64 / self.mttr_h);
        }
        let shares = chain.steady_state();
        // The number of failed units at which too few are left.
        let too_many = (self.units + 1).saturating_sub(self.needed) as usize;
        if too_many == 0 {
            return GroupResult { unavailability: 1.0, outages_per_year: 0.0 };
        }
        let begins = shares.get(too_many - 1).map_or(0.0, |share| share * failed_rate(too_many - 1));
        let per_year = if too_many <= units { begins * HOURS_PER_YEAR } else { 0.0 };
        GroupResult { unavailability: shares.iter().skip(too_many).sum(), outages_per_year: per_year }
    }
}

/// Nodes of one failover cluster, of which one carries the role: with coverage c a failure of that node costs the
/// failover time, otherwise the manual time. All times are exponential.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FailoverGroup {
    /// How many cluster nodes can carry the role.
    pub nodes: u32,
    /// Mean hours to failure of a cluster node, active or not.
    pub mttf_h: f64,
    /// Mean hours of a repair.
    pub mttr_h: f64,
    /// The probability that a failover works by itself.
    pub coverage: f64,
    /// Mean hours of a failover that works.
    pub failover_h: f64,
    /// Mean hours until somebody has moved the role.
    pub manual_h: f64,
    /// How many cluster nodes can be under repair at once.
    pub crews: u32,
}

/// What a failover cluster comes to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FailoverResult {
    /// The probability that the role is not carried.
    pub unavailability: f64,
    /// The part of it during which no cluster node works.
    pub structural: f64,
    /// The part of it during which the role is on its way to another cluster node.
    pub window: f64,
    /// How often the role has to move, per year.
    pub failovers_per_year: f64,
}

impl FailoverGroup {
    /// Solves the chain over (failed nodes, how the role stands). A role that is waiting stays waiting when another
    /// node fails or is repaired, and when a node comes back after all had failed it carries the role at once.
    pub fn solve(&self) -> FailoverResult {
        let nodes = self.nodes as usize;
        // Per number of failed nodes up to all but one: carried, failing over, waiting for somebody; then none left.
        let (carried, moving, waiting) = (0, 1, 2);
        let state = |failed: usize, role: usize| if failed == nodes { 3 * nodes } else { 3 * failed + role };
        let (fail, repair) = (1.0 / self.mttf_h, |failed: usize| failed.min(self.crews as usize) as f64 / self.mttr_h);
        let mut chain = Chain::new(3 * nodes + 1);
        for failed in 0..nodes {
            let working = nodes - failed;
            // The node that carries the role fails, or one of the others.
            if working > 1 {
                chain.add(state(failed, carried), state(failed + 1, moving), fail * self.coverage);
                chain.add(state(failed, carried), state(failed + 1, waiting), fail * (1.0 - self.coverage));
                chain.add(state(failed, carried), state(failed + 1, carried), fail * (working - 1) as f64);
            } else {
                chain.add(state(failed, carried), state(nodes, carried), fail);
            }
            if failed > 0 {
                chain.add(state(failed, moving), state(failed, carried), 1.0 / self.failover_h);
                chain.add(state(failed, waiting), state(failed, carried), 1.0 / self.manual_h);
                for role in [moving, waiting] {
                    chain.add(state(failed, role), state(failed + 1, role), fail * working as f64);
                    let back = if failed == 1 { carried } else { role };
                    chain.add(state(failed, role), state(failed - 1, back), repair(failed));
                }
                chain.add(state(failed, carried), state(failed - 1, carried), repair(failed));
            }
        }
        chain.add(state(nodes, carried), state(nodes - 1, carried), repair(nodes));
        let shares = chain.steady_state();
        let structural = shares.last().copied().unwrap_or_default();
        let window =
            (0..nodes).map(|failed| shares[state(failed, moving)] + shares[state(failed, waiting)]).sum::<f64>();
        let moves = (0..nodes.saturating_sub(1)).map(|failed| shares[state(failed, carried)]).sum::<f64>() * fail;
        FailoverResult {
            unavailability: structural + window,
            structural,
            window,
            failovers_per_year: moves * HOURS_PER_YEAR,
        }
    }
}
