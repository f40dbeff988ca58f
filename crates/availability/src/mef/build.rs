//! Turns the definitions of a model into a failure logic.

use std::collections::{BTreeMap, BTreeSet};

use super::super::logic::{Logic, Term};
use super::MefError;
use super::expression::Values;
use super::read::{DefinedName, Definition, Formula, Model, Operator, ReferenceKind};
use super::variants::Phase;

/// A basic event of a fault tree.
#[derive(Clone, Debug, PartialEq)]
pub struct NamedEvent {
    /// Its name in the file.
    pub name: String,
    /// How probable it is that the event has happened.
    pub probability: f64,
}

/// What one top event depends on.
#[derive(Clone, Debug, PartialEq)]
pub struct FaultTree {
    /// The name of the top gate.
    pub name: String,
    /// Events and gates; the events are those of `events`.
    pub logic: Logic,
    /// When the top event happens.
    pub top: Term,
    /// The basic events below the top, by index.
    pub events: Vec<NamedEvent>,
    /// How many gates of the file stand at or below the top.
    pub gates: usize,
}

impl Model {
    /// The gates that no other gate names, in the order of the file.
    pub fn tops(&self) -> Vec<String> {
        self.top_positions().into_iter().map(|it| self.path(self.definitions[it].0)).collect()
    }

    fn top_positions(&self) -> Vec<usize> {
        let mut named = BTreeSet::new();
        for formula in &self.formulas {
            if let Some(position) = self.find(formula) {
                named.insert(position);
            }
        }
        let gates = self.definitions.iter().enumerate().filter(|(position, (_, definition))| {
            matches!(definition, Definition::Gate { .. }) && !named.contains(position)
        });
        gates.map(|(position, _)| position).collect()
    }

    /// A name as it can be asked for.
    pub(super) fn path(&self, defined: DefinedName) -> String {
        self.names.path(defined.scope, defined.name)
    }

    /// The tree below the gate with this name; without a name, below the only gate that no other gate names.
    ///
    /// # Errors
    /// When there is no such gate or more than one, when a name is not defined, when gates form a circle, or when an
    /// event has no probability between 0 and 1.
    pub fn tree(&self, top: Option<&str>) -> Result<FaultTree, MefError> {
        self.tree_in(top, None)
    }

    /// The tree in one of the model's phases, as [`Model::tree`] answers it.
    ///
    /// # Errors
    /// As there, and when the phase sets what is no house event.
    pub fn tree_in(&self, top: Option<&str>, phase: Option<&Phase>) -> Result<FaultTree, MefError> {
        let name = match top {
            Some(name) => name.to_owned(),
            None => self.top()?,
        };
        let Some((_, Definition::Gate { formula })) = self.names.find_path(&name).map(|it| &self.definitions[it])
        else {
            return Err(MefError::Model(format!("there is no gate \"{name}\"")));
        };
        let mut builder = Builder::new(self);
        if let Some(phase) = phase {
            builder.houses = self.houses(phase)?;
            builder.values.mission_time *= phase.time_fraction;
        }
        let top = builder.run(*formula)?;
        let top = builder.substituted(top)?;
        let gates = builder.entered_gates.len() + 1;
        let (logic, events) = (builder.logic, builder.events);
        Ok(FaultTree { name, logic, top, events, gates })
    }

    /// The only gate that no other gate names. A gate that nothing uses is no top beside one below which everything
    /// stands that it names.
    fn top(&self) -> Result<String, MefError> {
        /// Of more, none is looked for below which the others stand.
        const MOST_TOPS: usize = 100;
        let tops = self.top_positions();
        let mut reached = BTreeSet::new();
        let mut below: Vec<BTreeSet<usize>> = Vec::new();
        if tops.len() <= MOST_TOPS {
            below.extend(tops.iter().map(|top| self.gates_below(&[*top])));
            reached.extend(below.iter().flatten().copied());
        } else {
            reached = self.gates_below(&tops);
        }
        reached.extend(&tops);
        let mut builder = Builder::new(self);
        for (position, (_, definition)) in self.definitions.iter().enumerate() {
            if let Definition::Gate { formula } = definition
                && !reached.contains(&position)
            {
                // Somebody names it, and no top leads there: it needs itself, or stands below one that does.
                builder.run(*formula)?;
            }
        }
        let holds_all = |at: &usize| !below[*at].is_empty() && below.iter().all(|others| others.is_subset(&below[*at]));
        let mut holding = (0..below.len()).filter(holds_all);
        let path = |position: usize| self.path(self.definitions[position].0);
        match (tops.as_slice(), holding.next(), holding.next()) {
            ([only], ..) => Ok(path(*only)),
            ([], ..) => Err(MefError::Model("there is no top gate, because there is no gate".to_owned())),
            (tops, Some(at), None) => Ok(path(tops[at])),
            (tops, ..) => {
                let names: Vec<String> = tops.iter().take(10).map(|it| path(*it)).collect();
                let count = tops.len();
                Err(MefError::Model(format!("there are {count} top gates, choose one: {}", names.join(", "))))
            }
        }
    }

    /// The gates that some gates need, as positions in the definitions.
    fn gates_below(&self, gates: &[usize]) -> BTreeSet<usize> {
        let mut found = BTreeSet::new();
        let formula = |position: &usize| match &self.definitions[*position].1 {
            Definition::Gate { formula } => Some(*formula),
            _ => None,
        };
        let mut open: Vec<u32> = gates.iter().filter_map(formula).collect();
        while let Some(position) = open.pop() {
            let here = &self.formulas[position as usize];
            open.extend(&here.children);
            if let Some(definition) = self.find(here)
                && let Some(formula) = formula(&definition)
                && found.insert(definition)
            {
                open.push(formula);
            }
        }
        found
    }

    /// What a reference means: looked up from its own container outwards.
    fn find(&self, formula: &Formula) -> Option<usize> {
        let Operator::Reference { name, scope, .. } = &formula.operator else { return None };
        self.names.find(*scope, *name)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Untouched,
    Open,
    Done(Term),
}

/// Walks formulas without recursion, children first.
pub(super) struct Builder<'a> {
    pub(super) model: &'a Model,
    pub(super) logic: Logic,
    pub(super) events: Vec<NamedEvent>,
    /// By group and members: the events of common-cause groups.
    pub(super) shared: BTreeMap<(usize, Vec<usize>), Term>,
    /// By formula.
    states: Vec<State>,
    /// By definition: the term of a basic event.
    event_terms: Vec<Option<Term>>,
    /// Definitions of gates that were named.
    entered_gates: BTreeSet<usize>,
    /// By definition: house events that a phase sets.
    houses: BTreeMap<usize, bool>,
    pub(super) values: Values<'a>,
}

impl<'a> Builder<'a> {
    fn new(model: &'a Model) -> Self {
        Self {
            model,
            logic: Logic::new(),
            events: Vec::new(),
            shared: BTreeMap::new(),
            states: vec![State::Untouched; model.formulas.len()],
            event_terms: vec![None; model.definitions.len()],
            entered_gates: BTreeSet::new(),
            houses: BTreeMap::new(),
            values: Values::new(&model.parameters, &model.units, model.mission_time),
        }
    }

    pub(super) fn run(&mut self, root: u32) -> Result<Term, MefError> {
        let mut open = vec![root];
        while let Some(position) = open.last().copied() {
            match self.states[position as usize] {
                State::Done(_) => {
                    open.pop();
                }
                State::Untouched => {
                    self.states[position as usize] = State::Open;
                    for child in self.needed(position)? {
                        match self.states[child as usize] {
                            State::Untouched => open.push(child),
                            State::Open => return Err(self.circle(position)),
                            State::Done(_) => {}
                        }
                    }
                }
                State::Open => {
                    let term = self.term(position)?;
                    self.states[position as usize] = State::Done(term);
                    open.pop();
                }
            }
        }
        Ok(self.done(root))
    }

    fn done(&self, position: u32) -> Term {
        match self.states[position as usize] {
            State::Done(term) => term,
            State::Untouched | State::Open => Term::NEVER,
        }
    }

    /// The formulas that must be done before this one: first child last, so that it is taken from the stack first.
    fn needed(&mut self, position: u32) -> Result<Vec<u32>, MefError> {
        let formula = &self.model.formulas[position as usize];
        if let Some(definition) = self.definition(formula)?
            && let (_, Definition::Gate { formula }) = &self.model.definitions[definition]
        {
            self.entered_gates.insert(definition);
            return Ok(vec![*formula]);
        }
        Ok(formula.children.iter().rev().copied().collect())
    }

    /// What a reference means; `None` for operators.
    fn definition(&self, formula: &Formula) -> Result<Option<usize>, MefError> {
        let Operator::Reference { kind, name, .. } = &formula.operator else { return Ok(None) };
        let name = self.model.names.text(*name);
        let fail = |problem: String| MefError::At { line: formula.line, problem };
        let Some(position) = self.model.find(formula) else {
            return Err(fail(format!("\"{name}\" is not defined")));
        };
        let fits = match self.model.definitions[position].1 {
            Definition::Gate { .. } => matches!(kind, ReferenceKind::Gate | ReferenceKind::Any),
            Definition::BasicEvent { .. } => matches!(kind, ReferenceKind::BasicEvent | ReferenceKind::Any),
            Definition::HouseEvent { .. } => matches!(kind, ReferenceKind::HouseEvent | ReferenceKind::Any),
        };
        if fits { Ok(Some(position)) } else { Err(fail(format!("\"{name}\" is defined as something else"))) }
    }

    fn term(&mut self, position: u32) -> Result<Term, MefError> {
        let formula = &self.model.formulas[position as usize];
        let children: Vec<Term> = formula.children.iter().map(|it| self.done(*it)).collect();
        Ok(match &formula.operator {
            Operator::And => self.logic.and(children),
            Operator::Or => self.logic.or(children),
            Operator::AtLeast(least) => self.logic.at_least(*least, children),
            Operator::Not => self.not_all(&children),
            Operator::Nand => {
                let all = self.logic.and(children);
                self.logic.not(all)
            }
            Operator::Nor => {
                let any = self.logic.or(children);
                self.logic.not(any)
            }
            Operator::Xor => self.exactly_one(&children),
            Operator::Iff => {
                let one = self.exactly_one(&children);
                self.logic.not(one)
            }
            Operator::Imply => {
                let [first, second] = two(&children);
                let not_first = self.logic.not(first);
                self.logic.or([not_first, second])
            }
            Operator::Cardinality(least, most) => {
                let enough = self.logic.at_least(*least, children.iter().copied());
                let too_many = self.logic.at_least(most + 1, children);
                let not_too_many = self.logic.not(too_many);
                self.logic.and([enough, not_too_many])
            }
            Operator::Constant(value) => Term::Constant(*value),
            Operator::Refused(problem) => {
                return Err(MefError::At { line: formula.line, problem: problem.clone() });
            }
            Operator::Reference { .. } => match self.definition(formula)? {
                None => Term::NEVER,
                Some(definition) => self.defined(definition)?,
            },
        })
    }

    fn not_all(&mut self, children: &[Term]) -> Term {
        let all = self.logic.and(children.iter().copied());
        self.logic.not(all)
    }

    fn exactly_one(&mut self, children: &[Term]) -> Term {
        let [first, second] = two(children);
        let (not_first, not_second) = (self.logic.not(first), self.logic.not(second));
        let only_first = self.logic.and([first, not_second]);
        let only_second = self.logic.and([not_first, second]);
        self.logic.or([only_first, only_second])
    }

    fn defined(&mut self, position: usize) -> Result<Term, MefError> {
        let (defined, definition) = &self.model.definitions[position];
        match definition {
            Definition::Gate { formula } => Ok(self.done(*formula)),
            Definition::HouseEvent { happens } => {
                Ok(Term::Constant(self.houses.get(&position).copied().unwrap_or(*happens)))
            }
            Definition::BasicEvent { probability } => {
                if let Some(known) = self.event_terms[position] {
                    return Ok(known);
                }
                if let Some(group) = self.model.group_of.get(&position) {
                    let term = self.member(*group, position)?;
                    self.event_terms[position] = Some(term);
                    return Ok(term);
                }
                let name = self.model.path(*defined);
                let Some(probability) = probability else {
                    return Err(MefError::Model(format!("the basic event \"{name}\" has no probability")));
                };
                let probability = self.values.of(probability)?;
                if !(0.0..=1.0).contains(&probability) {
                    let what = format!("the probability of \"{name}\" is {probability}, not between 0 and 1");
                    return Err(MefError::Model(what));
                }
                self.events.push(NamedEvent { name, probability });
                let term = self.logic.event();
                self.event_terms[position] = Some(term);
                Ok(term)
            }
        }
    }

    fn circle(&self, position: u32) -> MefError {
        let formula = &self.model.formulas[position as usize];
        let name = match &formula.operator {
            Operator::Reference { name, .. } => self.model.names.text(*name),
            _ => "",
        };
        MefError::At { line: formula.line, problem: format!("gates form a circle through \"{name}\"") }
    }
}

/// The two arguments of an operator that has two, as was checked when it was read.
fn two(children: &[Term]) -> [Term; 2] {
    [children.first().copied().unwrap_or(Term::NEVER), children.get(1).copied().unwrap_or(Term::NEVER)]
}
