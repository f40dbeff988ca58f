//! Every loss of one part and of two parts at once, 64 situations at a time; three on request.

use super::structure::{Effect, Outcome, Service, Structure};
use crate::availability::logic::{Lanes, Ripple};
use crate::availability::{EventId, Patience};

/// One situation that a sweep tried: what is lost, and what becomes of a service.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ScenarioEffect {
    /// What is lost, in the order of the structure's events.
    pub events: Vec<EventId>,
    /// What it does, service by service.
    pub outcomes: Vec<Outcome>,
}

/// In which of 64 situations a service stops, degrades, is interrupted.
#[derive(Clone, Copy, Debug, Default)]
struct Word {
    stops: u64,
    degrades: u64,
    interrupts: u64,
}

impl Word {
    fn new(service: &Service, lanes: &Lanes) -> Self {
        let of = |term| lanes.of(term);
        Self { stops: of(service.stops), degrades: of(service.degrades), interrupts: of(service.interrupts) }
    }

    fn outcome(self, lane: usize) -> Outcome {
        let holds = |word: u64| word >> lane & 1 == 1;
        let effect = if holds(self.stops) {
            Effect::Stops
        } else if holds(self.degrades) {
            Effect::Degraded
        } else {
            Effect::Works
        };
        Outcome { effect, interrupted: effect != Effect::Stops && holds(self.interrupts) }
    }
}

/// What every loss of one part and of two parts does to every service.
#[derive(Clone, Debug)]
pub struct Sweep {
    events: Vec<EventId>,
    num_services: usize,
    singles: Vec<Word>,
    pairs: Vec<Word>,
    has_pairs: bool,
}

/// The most parts of a design whose pairs are tried after every edit.
pub(crate) const LIVE_PAIR_PARTS: usize = 320;
/// The most parts of a design whose pairs are tried at all.
pub(crate) const MAX_PAIR_PARTS: usize = 1500;

impl Sweep {
    /// Tries all of them, pairs for designs of up to `MAX_PAIR_PARTS` parts. Causes that are no components are left
    /// out.
    pub fn new(structure: &Structure) -> Self {
        Self::up_to(structure, MAX_PAIR_PARTS)
    }

    /// What an edit can wait for: pairs only for designs of up to `LIVE_PAIR_PARTS` parts.
    pub fn live(structure: &Structure) -> Self {
        Self::up_to(structure, LIVE_PAIR_PARTS)
    }

    fn up_to(structure: &Structure, max_pair_parts: usize) -> Self {
        let events: Vec<EventId> = structure
            .events
            .iter()
            .enumerate()
            .filter(|(_, event)| event.class.is_component())
            .map(|(index, _)| EventId(index as u32))
            .collect();
        let count = events.len();
        let mut runner = Runner::new(structure);
        let has_pairs = count <= max_pair_parts;
        let mut singles = Vec::new();
        if count <= LIVE_PAIR_PARTS {
            for event in &events {
                runner.add(&[*event], &mut singles);
            }
            runner.flush(&mut singles);
        } else {
            // What 64 parts of many reach is little of the whole.
            let mut ripple = Ripple::new(&structure.logic);
            for chunk in events.chunks(64) {
                let lanes = ripple.evaluate(chunk.iter().enumerate().map(|(lane, event)| (*event, 1 << lane)));
                singles.extend(structure.services.iter().map(|service| Word::new(service, lanes)));
            }
        }
        let paired = if has_pairs { &events[..] } else { &[] };
        let mut pairs = Vec::with_capacity((paired.len() * paired.len() / 128 + 1) * structure.services.len());
        for (index, first) in paired.iter().enumerate() {
            for second in paired.iter().skip(index + 1) {
                runner.add(&[*first, *second], &mut pairs);
            }
        }
        runner.flush(&mut pairs);
        Self { events, num_services: structure.services.len(), singles, pairs, has_pairs }
    }

    /// Whether pairs were tried; without them every pair reads as working.
    pub fn has_pairs(&self) -> bool {
        self.has_pairs
    }

    /// The parts that were taken away, by their events.
    pub fn events(&self) -> &[EventId] {
        &self.events
    }

    /// How many situations of two were tried.
    pub(crate) fn num_pairs(&self) -> usize {
        if !self.has_pairs {
            return 0;
        }
        self.events.len() * self.events.len().saturating_sub(1) / 2
    }

    /// What the loss of the event at this position does to a service.
    pub fn single(&self, at: usize, service: usize) -> Outcome {
        self.read(&self.singles, at, service)
    }

    /// What the loss of two events, by their positions, does to a service.
    pub fn pair(&self, first: usize, second: usize, service: usize) -> Outcome {
        let (low, high) = (first.min(second), first.max(second));
        if low == high {
            return self.single(low, service);
        }
        let before = low * (2 * self.events.len() - low - 1) / 2;
        self.read(&self.pairs, before + high - low - 1, service)
    }

    fn read(&self, words: &[Word], scenario: usize, service: usize) -> Outcome {
        let word = words.get(scenario / 64 * self.num_services + service).copied().unwrap_or_default();
        word.outcome(scenario % 64)
    }

    /// Every loss of one part.
    pub(crate) fn all_singles(&self) -> impl Iterator<Item = ScenarioEffect> + '_ {
        self.events.iter().enumerate().map(|(at, event)| ScenarioEffect {
            events: vec![*event],
            outcomes: (0..self.num_services).map(|service| self.single(at, service)).collect(),
        })
    }

    /// Every loss of two parts.
    pub(crate) fn all_pairs(&self) -> impl Iterator<Item = ScenarioEffect> + '_ {
        let positions = (0..if self.has_pairs { self.events.len() } else { 0 })
            .flat_map(|first| (first + 1..self.events.len()).map(move |it| (first, it)));
        positions.filter_map(|(first, second)| {
            Some(ScenarioEffect {
                events: vec![*self.events.get(first)?, *self.events.get(second)?],
                outcomes: (0..self.num_services).map(|service| self.pair(first, second, service)).collect(),
            })
        })
    }

    /// The positions of single events while which a service is stopped: every one where it never works.
    pub(crate) fn single_cuts(&self, service: usize) -> Vec<usize> {
        let words = self.singles.iter().skip(service).step_by(self.num_services).enumerate();
        let stopping = words.flat_map(|(at, word)| ones(word.stops).map(move |lane| at * 64 + lane));
        stopping.collect()
    }

    /// The positions of pairs that stop a service which neither of the two stops alone.
    pub(crate) fn pair_cuts(&self, service: usize) -> Vec<(usize, usize)> {
        if !self.has_pairs {
            return Vec::new();
        }
        let count = self.events.len();
        let survives: Vec<bool> = (0..count).map(|at| self.single(at, service).effect != Effect::Stops).collect();
        let is_left = |at: usize| survives.get(at) == Some(&true);
        let mut cuts = Vec::new();
        // The pairs of `first` begin at scenario `start`. Most words stop nothing.
        let (mut first, mut start) = (0, 0);
        for (at, word) in self.pairs.iter().skip(service).step_by(self.num_services).enumerate() {
            for scenario in ones(word.stops).map(|lane| at * 64 + lane) {
                while first + 1 < count && scenario >= start + count - first - 1 {
                    start += count - first - 1;
                    first += 1;
                }
                let second = first + 1 + scenario - start;
                if is_left(first) && is_left(second) {
                    cuts.push((first, second));
                }
            }
        }
        cuts
    }
}

/// The positions of the bits that are set, lowest first.
fn ones(mut word: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let lowest = word.trailing_zeros() as usize;
        word &= word.wrapping_sub(1);
        (lowest < 64).then_some(lowest)
    })
}

/// Minimal losses of three parts that stop a service.
#[derive(Clone, Debug)]
pub struct Triples {
    /// How many situations were tried.
    pub tried: usize,
    /// How many there are; more than were tried when patience ran out before the end.
    pub all: usize,
    /// Positions in [`Sweep::events`] by service.
    pub cuts: Vec<Vec<[usize; 3]>>,
}

impl Triples {
    /// Tries every loss of three parts, as far as patience goes.
    pub fn new(structure: &Structure, sweep: &Sweep, patience: &Patience) -> Self {
        let count = if sweep.has_pairs { sweep.events.len() } else { 0 };
        let at = |index: usize| sweep.events.get(index).copied().unwrap_or(EventId(u32::MAX));
        let mut runner = Runner::new(structure);
        let all = count * count.saturating_sub(1) / 2 * count.saturating_sub(2) / 3;
        let mut found = Self { tried: 0, all, cuts: vec![Vec::new(); structure.services.len()] };
        let mut batch: Vec<[usize; 3]> = Vec::with_capacity(64);
        let mut words = Vec::new();
        'all: for a in 0..count {
            for b in a + 1..count {
                if patience.is_over() {
                    break 'all;
                }
                for c in b + 1..count {
                    batch.push([a, b, c]);
                    runner.add(&[at(a), at(b), at(c)], &mut words);
                    if batch.len() == 64 {
                        found.keep(sweep, &mut batch, &mut words);
                    }
                }
            }
        }
        runner.flush(&mut words);
        found.keep(sweep, &mut batch, &mut words);
        found
    }

    /// Whether patience ran out before every loss was tried.
    pub fn is_stopped(&self) -> bool {
        self.tried < self.all
    }

    /// Keeps the minimal ones of a batch.
    fn keep(&mut self, sweep: &Sweep, batch: &mut Vec<[usize; 3]>, words: &mut Vec<Word>) {
        for (service, word) in words.drain(..).enumerate() {
            for (_, triple) in batch.iter().enumerate().filter(|(lane, _)| word.stops >> lane & 1 == 1) {
                let [a, b, c] = *triple;
                let survives = |(x, y): &(usize, usize)| sweep.pair(*x, *y, service).effect != Effect::Stops;
                if [(a, b), (a, c), (b, c)].iter().all(survives)
                    && let Some(cuts) = self.cuts.get_mut(service)
                {
                    cuts.push(*triple);
                }
            }
        }
        self.tried += batch.len();
        batch.clear();
    }
}

/// Fills 64 lanes with situations and evaluates them together.
struct Runner<'a> {
    structure: &'a Structure,
    masks: Vec<u64>,
    touched: Vec<EventId>,
    filled: usize,
    lanes: Lanes,
}

impl<'a> Runner<'a> {
    fn new(structure: &'a Structure) -> Self {
        let masks = vec![0; structure.logic.event_count()];
        Self { structure, masks, touched: Vec::new(), filled: 0, lanes: Lanes::default() }
    }

    fn add(&mut self, events: &[EventId], words: &mut Vec<Word>) {
        for event in events {
            if let Some(mask) = self.masks.get_mut(event.index()) {
                *mask |= 1 << self.filled;
                self.touched.push(*event);
            }
        }
        self.filled += 1;
        if self.filled == 64 {
            self.run(words);
        }
    }

    fn flush(&mut self, words: &mut Vec<Word>) {
        if self.filled > 0 {
            self.run(words);
        }
    }

    fn run(&mut self, words: &mut Vec<Word>) {
        let masks = &self.masks;
        self.structure.logic.evaluate_into(|event| masks.get(event.index()).copied().unwrap_or(0), &mut self.lanes);
        words.extend(self.structure.services.iter().map(|service| Word::new(service, &self.lanes)));
        for event in self.touched.drain(..) {
            if let Some(mask) = self.masks.get_mut(event.index()) {
                *mask = 0;
            }
        }
        self.filled = 0;
    }
}
