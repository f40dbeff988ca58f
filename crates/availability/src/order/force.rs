//! An order in which the inputs of each gate stand close together (FORCE: Aloul, Markov and Sakallah 2003).
//!
//! Each gate pulls itself and its inputs to the middle of where they are, and everything moves to the mean of where it is
//! pulled, again and again. Where gates of several functions share inputs, a walk puts one function after the other; this
//! puts what they have to do with one input beside it, which can make a diagram exponentially smaller.

use rustc_hash::FxHashMap;

use super::Region;
use crate::logic::Term;
use crate::shape::Shape;

/// Rounds without a better order before it is enough.
const IN_VAIN: usize = 8;
/// The most rounds.
const MOST_ROUNDS: usize = 100;
/// The most inputs of gates whose order is worth the time.
const MOST_INPUTS: usize = 20_000;

/// The leaves of a module in such an order; of a very large one as [`gathered`].
pub(super) fn ordered(region: &Region, shape: &Shape) -> Vec<Term> {
    let pulls = Pulls::of(region, shape);
    let is_large = pulls.gates.iter().map(Vec::len).sum::<usize>() > MOST_INPUTS;
    let order = if is_large { pulls.walked() } else { pulls.settled() };
    order.into_iter().filter_map(|thing| region.leaves.get(thing).copied()).collect()
}

/// The leaves of a module as they are written, each followed by what narrow gates put together with it. That is what pulls
/// should come to where a few wide gates put many small parts together, such as sets of servers that share their hosts:
/// there they have far to go, and may stop before.
pub(super) fn gathered(region: &Region, shape: &Shape) -> Vec<Term> {
    let order = Pulls::of(region, shape).walked();
    order.into_iter().filter_map(|thing| region.leaves.get(thing).copied()).collect()
}

/// What stands in a module, leaves first, and each gate with its inputs.
struct Pulls {
    count: usize,
    gates: Vec<Vec<usize>>,
}

impl Pulls {
    fn of(region: &Region, shape: &Shape) -> Self {
        let things = region.leaves.iter().copied().chain(region.gates.iter().map(|gate| Term::Gate(*gate)));
        let number: FxHashMap<Term, usize> = things.zip(0..).collect();
        let mut gates: Vec<Vec<usize>> = Vec::new();
        for gate in &region.gates {
            let mut pull: Vec<usize> = number.get(&Term::Gate(*gate)).copied().into_iter().collect();
            if let Some(contents) = shape.logic.gate(*gate) {
                contents.for_each_input(|input| pull.extend(number.get(&input)));
            }
            gates.push(pull);
        }
        Self { count: number.len(), gates }
    }

    /// The order with the shortest pulls that was met.
    fn settled(&self) -> Vec<usize> {
        let (pulls, count) = (&self.gates, self.count);
        let mut order: Vec<usize> = (0..count).collect();
        let mut place: Vec<usize> = order.clone();
        let (mut best, mut in_vain) = ((usize::MAX, order.clone()), 0);
        for _ in 0..MOST_ROUNDS {
            let mut pulled = vec![(0.0, 0.0); count];
            for pull in pulls {
                let middle = pull.iter().map(|it| place[*it] as f64).sum::<f64>() / pull.len() as f64;
                for thing in pull {
                    pulled[*thing].0 += middle;
                    pulled[*thing].1 += 1.0;
                }
            }
            let wished = |thing: &usize| match pulled[*thing] {
                (sum, pulls) if pulls > 0.0 => sum / pulls,
                _ => place[*thing] as f64,
            };
            order.sort_by(|a, b| wished(a).total_cmp(&wished(b)));
            for (at, thing) in order.iter().enumerate() {
                place[*thing] = at;
            }
            let length = pulls.iter().map(|pull| length(pull, &place)).sum();
            if length < best.0 {
                (best, in_vain) = ((length, order.clone()), 0);
            } else {
                in_vain += 1;
            }
            if in_vain == IN_VAIN {
                break;
            }
        }
        best.1
    }

    /// A walk from each thing through narrow gates to what stands beside it.
    fn walked(&self) -> Vec<usize> {
        let is_many = |some: usize| some * some > self.count;
        let mut pulled_by: Vec<Vec<usize>> = vec![Vec::new(); self.count];
        for (at, pull) in self.gates.iter().enumerate().filter(|(_, pull)| !is_many(pull.len())) {
            for thing in pull {
                pulled_by[*thing].push(at);
            }
        }
        let (mut order, mut is_met) = (Vec::with_capacity(self.count), vec![false; self.count]);
        let mut open: Vec<usize> = (0..self.count).rev().collect();
        while let Some(thing) = open.pop() {
            if std::mem::replace(&mut is_met[thing], true) {
                continue;
            }
            order.push(thing);
            // What very many gates share tells none of them from the others.
            if !is_many(pulled_by[thing].len()) {
                let near = pulled_by[thing].iter().rev().flat_map(|at| self.gates[*at].iter().rev());
                open.extend(near.filter(|it| !is_met[**it]));
            }
        }
        order
    }
}

/// From the first to the last of what a gate pulls.
fn length(pull: &[usize], place: &[usize]) -> usize {
    let places = || pull.iter().map(|it| place[*it]);
    places().max().unwrap_or_default() - places().min().unwrap_or_default()
}
