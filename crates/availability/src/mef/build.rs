//! Turns the definitions of a model into a failure logic.

use std::collections::BTreeSet;

use super::super::logic::{Logic, Term};
use super::MefError;
use super::expression::Values;
use super::read::{DefinedName, Definition, Formula, Model, Operator, ReferenceKind};

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
        let mut named = BTreeSet::new();
        for formula in &self.formulas {
            if let Some(position) = self.find(formula) {
                named.insert(position);
            }
        }
        let gates = self.definitions.iter().enumerate().filter(|(position, (_, definition))| {
            matches!(definition, Definition::Gate { .. }) && !named.contains(position)
        });
        gates.map(|(_, (name, _))| self.path(*name)).collect()
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
        let name = match (top, self.tops().as_slice()) {
            (Some(name), _) => name.to_owned(),
            (None, [only]) => only.clone(),
            (None, []) => {
                return Err(MefError::Model("there is no top gate: no gate, or each is named by another".to_owned()));
            }
            (None, several) => {
                let names = several[..several.len().min(10)].join(", ");
                return Err(MefError::Model(format!("there are {} top gates, choose one: {names}", several.len())));
            }
        };
        let Some((_, Definition::Gate { formula })) = self.names.find_path(&name).map(|it| &self.definitions[it])
        else {
            return Err(MefError::Model(format!("there is no gate \"{name}\"")));
        };
        let mut builder = Builder::new(self);
        let top = builder.run(*formula)?;
        let gates = builder.entered_gates.len() + 1;
        let (logic, events) = (builder.logic, builder.events);
        Ok(FaultTree { name, logic, top, events, gates })
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
struct Builder<'a> {
    model: &'a Model,
    logic: Logic,
    events: Vec<NamedEvent>,
    /// By formula.
    states: Vec<State>,
    /// By definition: the term of a basic event.
    event_terms: Vec<Option<Term>>,
    /// Definitions of gates that were named.
    entered_gates: BTreeSet<usize>,
    values: Values<'a>,
}

impl<'a> Builder<'a> {
    fn new(model: &'a Model) -> Self {
        Self {
            model,
            logic: Logic::new(),
            events: Vec::new(),
            states: vec![State::Untouched; model.formulas.len()],
            event_terms: vec![None; model.definitions.len()],
            entered_gates: BTreeSet::new(),
            values: Values::new(&model.parameters, model.mission_time),
        }
    }

    fn run(&mut self, root: u32) -> Result<Term, MefError> {
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
            Operator::Constant(value) => Term::Constant(*value),
            Operator::Reference { .. } => match self.definition(formula)? {
                None => Term::NEVER,
                Some(definition) => self.defined(definition)?,
            },
        })
    }

    fn defined(&mut self, position: usize) -> Result<Term, MefError> {
        let (defined, definition) = &self.model.definitions[position];
        match definition {
            Definition::Gate { formula } => Ok(self.done(*formula)),
            Definition::HouseEvent { happens } => Ok(Term::Constant(*happens)),
            Definition::BasicEvent { probability } => {
                if let Some(known) = self.event_terms[position] {
                    return Ok(known);
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
