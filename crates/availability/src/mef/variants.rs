//! What changes a tree as a whole: phases, in which house events are set, and substitutions, which say what else is true
//! where something has happened.

use std::collections::BTreeMap;

use roxmltree::Node;

use super::MefError;
use super::build::Builder;
use super::names::{Name, Scope};
use super::read::{Definition, Model, constant, contents, name_of, problem};
use crate::logic::Term;

/// Time fractions of one alignment add up to 1 but for rounding.
const ROUNDING: f64 = 1e-6;

/// A phase of an alignment: house events are set, and the mission takes that share of its time.
#[derive(Clone, Debug, PartialEq)]
pub struct Phase {
    /// The alignment and its own name, with a dot between.
    pub name: String,
    /// The share of the mission time, above 0 and at most 1.
    pub time_fraction: f64,
    /// Names of house events, whether they happen, and the line that says so.
    pub(super) houses: Vec<(Name, bool, u32)>,
}

/// Where the hypothesis holds, the target is true as well: all else cannot be (declarative delete terms and recovery
/// rules of the MEF).
#[derive(Debug)]
pub(super) struct Substitution {
    /// Positions of formulas.
    hypothesis: u32,
    target: u32,
    /// Why it cannot be evaluated.
    refused: Option<MefError>,
}

impl Model {
    /// The phases that its alignments say, in the order of the file.
    pub fn phases(&self) -> &[Phase] {
        &self.phases
    }

    /// Reads the phases of an alignment.
    pub(super) fn alignment(&mut self, element: Node<'_, '_>) -> Result<(), MefError> {
        let alignment = name_of(element)?;
        let mut sum = 0.0;
        for part in contents(element) {
            if part.tag_name().name() != "define-phase" {
                return Err(problem(part, format!("<{}> is no phase", part.tag_name().name())));
            }
            let name = format!("{alignment}.{}", name_of(part)?);
            let text = part.attribute("time-fraction").map(str::trim).unwrap_or_default();
            let time_fraction = match text.parse::<f64>() {
                Ok(fraction) if fraction > 0.0 && fraction <= 1.0 => fraction,
                _ => return Err(problem(part, format!("time-fraction=\"{text}\" is not above 0 and at most 1"))),
            };
            if self.phases.iter().any(|it| it.name == name) {
                return Err(problem(part, format!("\"{name}\" is defined twice")));
            }
            sum += time_fraction;
            let mut houses = Vec::new();
            for set in contents(part) {
                let (tag, line) = (set.tag_name().name(), self.line(set));
                let value = contents(set).next().filter(|_| tag == "set-house-event");
                let Some(value) = value else {
                    return Err(problem(set, format!("a phase sets house events to constants, not <{tag}>")));
                };
                houses.push((self.names.name(name_of(set)?), constant(value)?, line));
            }
            self.phases.push(Phase { name, time_fraction, houses });
        }
        if (sum - 1.0).abs() > ROUNDING {
            return Err(problem(element, format!("the phases of \"{alignment}\" take {sum} of the time, not 1")));
        }
        Ok(())
    }

    /// Reads a substitution.
    pub(super) fn substitution(&mut self, element: Node<'_, '_>) -> Result<(), MefError> {
        let name = name_of(element)?;
        let mut refused = None;
        let (mut hypothesis, mut target) = (None, None);
        for part in contents(element) {
            let tag = part.tag_name().name();
            match (tag, contents(part).next()) {
                ("hypothesis", Some(formula)) => hypothesis = Some(self.formula(formula, Scope::FILE)?),
                ("target", Some(formula)) => target = Some(self.formula(formula, Scope::FILE)?),
                ("source", _) => {
                    let what = format!("\"{name}\" exchanges events of cut sets, which says nothing about probability");
                    refused = Some(problem(part, what));
                }
                _ => return Err(problem(part, format!("<{tag}> is not supported"))),
            }
        }
        let (Some(hypothesis), Some(target)) = (hypothesis, target) else {
            return Err(problem(element, format!("the substitution \"{name}\" needs a hypothesis and a target")));
        };
        self.substitutions.push(Substitution { hypothesis, target, refused });
        Ok(())
    }

    /// The house events that a phase sets, by position in the definitions.
    pub(super) fn houses(&self, phase: &Phase) -> Result<BTreeMap<usize, bool>, MefError> {
        let position = |(name, happens, line): &(Name, bool, u32)| match self.names.find(Scope::FILE, *name) {
            Some(position) if matches!(self.definitions[position].1, Definition::HouseEvent { .. }) => {
                Ok((position, *happens))
            }
            _ => {
                let problem = format!("\"{}\" is no house event", self.names.text(*name));
                Err(MefError::At { line: *line, problem })
            }
        };
        phase.houses.iter().map(position).collect()
    }
}

impl Builder<'_> {
    /// The function with all that substitutions say.
    pub(super) fn substituted(&mut self, top: Term) -> Result<Term, MefError> {
        let mut all = vec![top];
        let model = self.model;
        for substitution in &model.substitutions {
            if let Some(reason) = &substitution.refused {
                return Err(reason.clone());
            }
            let hypothesis = self.run(substitution.hypothesis)?;
            let target = self.run(substitution.target)?;
            let not_held = self.logic.not(hypothesis);
            all.push(self.logic.or([not_held, target]));
        }
        Ok(if all.len() == 1 { top } else { self.logic.and(all) })
    }
}
