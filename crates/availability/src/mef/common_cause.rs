//! Common-cause groups: each member fails by events of its own and by events that it shares with every choice of others.
//!
//! With Q the probability of a member and n members, an event that takes exactly k given members has the probability
//! (Open-PSA MEF 2.0d, section VI; Mosleh et al., NUREG/CR-4780):
//!
//! - beta-factor: (1 - beta) Q for k = 1, beta Q for k = n;
//! - MGL: Q (product of the factors of levels 2 to k) (1 - factor of level k + 1) / C(n - 1, k - 1);
//! - alpha-factor: Q k alpha_k / (sum of j alpha_j) / C(n - 1, k - 1);
//! - phi-factor: Q phi_k.

use std::collections::BTreeMap;

use roxmltree::Node;

use super::MefError;
use super::build::{Builder, NamedEvent};
use super::expression::{Expression, expression};
use super::names::{Name, Scope};
use super::read::{DefinedName, Definition, Model, contents, is_private, name_of, problem};
use crate::logic::Term;

/// More shared events than this are not made for one group.
const MOST_EVENTS: f64 = 65_536.0;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Beta,
    Mgl,
    Alpha,
    Phi,
}

/// A group as the file has it.
#[derive(Clone, Debug)]
pub(super) struct CommonCauseGroup {
    name: String,
    kind: Kind,
    /// The container around it.
    scope: Scope,
    private: bool,
    line: u32,
    /// Names, then positions in the definitions of the model.
    names: Vec<String>,
    members: Vec<usize>,
    distribution: Expression,
    /// By level, without gaps.
    factors: Vec<(usize, Expression)>,
}

impl Model {
    /// Reads a group.
    pub(super) fn group(&mut self, element: Node<'_, '_>, scope: Scope, private: bool) -> Result<(), MefError> {
        let name = name_of(element)?.to_owned();
        let kind = match element.attribute("model") {
            Some("beta-factor") => Kind::Beta,
            Some("MGL") => Kind::Mgl,
            Some("alpha-factor") => Kind::Alpha,
            Some("phi-factor") => Kind::Phi,
            other => {
                let model = other.unwrap_or_default();
                return Err(problem(element, format!("\"{model}\" is no model of common causes")));
            }
        };
        let (mut names, mut distribution, mut factors) = (Vec::new(), None, Vec::new());
        for part in contents(element) {
            match part.tag_name().name() {
                "members" => {
                    for member in contents(part) {
                        names.push(name_of(member)?.to_owned());
                    }
                }
                "distribution" => distribution = contents(part).next().map(expression),
                "factor" => factors.push(part),
                "factors" => factors.extend(contents(part)),
                other => return Err(problem(part, format!("<{other}> is not supported"))),
            }
        }
        let Some(distribution) = distribution else {
            return Err(problem(element, format!("the common-cause group \"{name}\" has no distribution")));
        };
        if names.len() < 2 {
            return Err(problem(element, format!("the common-cause group \"{name}\" needs two members or more")));
        }
        let factors = levels(&name, kind, names.len(), &factors)?;
        let private = is_private(element, private);
        let line = element.document().text_pos_at(element.range().start).row;
        let members = Vec::new();
        self.groups.push(CommonCauseGroup { name, kind, scope, private, line, names, members, distribution, factors });
        Ok(())
    }

    /// Once everything is read: finds the members, and defines those that only their group names.
    pub(super) fn join_groups(&mut self) -> Result<(), MefError> {
        for at in 0..self.groups.len() {
            let group = self.groups[at].clone();
            let fail = |problem: String| MefError::At { line: group.line, problem };
            for name in &group.names {
                let known = self.names.name(name);
                let position = match self.names.find(group.scope, known) {
                    Some(position) => position,
                    None => self.define_member(known, group.scope, group.private),
                };
                if !matches!(self.definitions[position].1, Definition::BasicEvent { .. }) {
                    return Err(fail(format!("\"{name}\" is in a common-cause group and is no basic event")));
                }
                if self.group_of.insert(position, at).is_some() {
                    return Err(fail(format!("\"{name}\" is named twice by common-cause groups")));
                }
                self.groups[at].members.push(position);
            }
        }
        Ok(())
    }

    fn define_member(&mut self, name: Name, scope: Scope, private: bool) -> usize {
        let position = self.definitions.len();
        let public = if private { scope } else { Scope::FILE };
        self.names.define(public, name, position);
        if public != scope {
            self.names.define(scope, name, position);
        }
        self.definitions.push((DefinedName { scope: public, name }, Definition::BasicEvent { probability: None }));
        position
    }
}

/// The factors by level; the one of a beta-factor model is that of all members.
fn levels(
    name: &str,
    kind: Kind,
    members: usize,
    given: &[Node<'_, '_>],
) -> Result<Vec<(usize, Expression)>, MefError> {
    let lowest = match kind {
        Kind::Beta => members,
        Kind::Mgl => 2,
        Kind::Alpha | Kind::Phi => 1,
    };
    let mut found: BTreeMap<usize, Expression> = BTreeMap::new();
    let mut next = lowest;
    for factor in given {
        let level = match factor.attribute("level").map(str::trim) {
            None => next,
            Some(text) => {
                text.parse().map_err(|_err| problem(*factor, format!("level=\"{text}\" is not a whole number")))?
            }
        };
        if level < lowest || level > members {
            let text = format!("level {level} of \"{name}\" is not between {lowest} and {members}");
            return Err(problem(*factor, text));
        }
        let Some(value) = contents(*factor).next() else {
            return Err(problem(*factor, "a factor needs a value".to_owned()));
        };
        if found.insert(level, expression(value)).is_some() {
            return Err(problem(*factor, format!("level {level} of \"{name}\" is given twice")));
        }
        next = level + 1;
    }
    let complete = found.keys().copied().eq(lowest..lowest + found.len());
    if found.is_empty() || !complete {
        return Err(MefError::Model(format!("the common-cause group \"{name}\" lacks factors")));
    }
    Ok(found.into_iter().collect())
}

impl Builder<'_> {
    /// A member of a group: lost by any of the events that name it. Those that it shares are made once.
    pub(super) fn member(&mut self, at: usize, position: usize) -> Result<Term, MefError> {
        let model = self.model;
        let group = &model.groups[at];
        let events = self.group_events(at)?;
        let own = group.members.iter().position(|it| *it == position).unwrap_or_default();
        let mut terms = Vec::new();
        for (level, probability) in events {
            for chosen in choices(group.members.len(), level, own) {
                let term = match self.shared.get(&(at, chosen.clone())) {
                    Some(term) => *term,
                    None => {
                        let names: Vec<&str> = chosen.iter().map(|it| group.names[*it].as_str()).collect();
                        self.events.push(NamedEvent { name: format!("[{}]", names.join(" ")), probability });
                        let term = self.logic.event();
                        self.shared.insert((at, chosen), term);
                        term
                    }
                };
                terms.push(term);
            }
        }
        Ok(self.logic.or(terms))
    }

    /// How many members an event of the group takes, with the probability of each such event.
    fn group_events(&mut self, at: usize) -> Result<Vec<(usize, f64)>, MefError> {
        let model = self.model;
        let group = &model.groups[at];
        let fail = |problem: String| MefError::At { line: group.line, problem };
        let q = self.values.of(&group.distribution)?;
        let mut factors = Vec::new();
        for (level, factor) in &group.factors {
            let value = self.values.of(factor)?;
            if !(0.0..=1.0).contains(&value) {
                return Err(fail(format!("a factor of \"{}\" is {value}, not between 0 and 1", group.name)));
            }
            factors.push((*level, value));
        }
        let n = group.members.len();
        let events: Vec<(usize, f64)> = match group.kind {
            Kind::Beta => {
                let beta = factors.first().map_or(0.0, |it| it.1);
                vec![(1, (1.0 - beta) * q), (n, beta * q)]
            }
            Kind::Mgl => {
                let factor = |level: usize| factors.iter().find(|it| it.0 == level).map_or(0.0, |it| it.1);
                let highest = factors.last().map_or(1, |it| it.0);
                let of_level = |level: usize| {
                    let reached: f64 = (2..=level).map(factor).product();
                    (level, q * reached * (1.0 - factor(level + 1)) / choose(n - 1, level - 1))
                };
                (1..=highest).map(of_level).collect()
            }
            Kind::Alpha => {
                let sum: f64 = factors.iter().map(|(level, alpha)| *level as f64 * alpha).sum();
                if sum <= 0.0 {
                    return Err(fail(format!("the factors of \"{}\" are all zero", group.name)));
                }
                let of_level = |(level, alpha): &(usize, f64)| {
                    (*level, q * *level as f64 * alpha / sum / choose(n - 1, level - 1))
                };
                factors.iter().map(of_level).collect()
            }
            Kind::Phi => {
                let sum: f64 = factors.iter().map(|it| it.1).sum();
                if (sum - 1.0).abs() > 1e-4 {
                    return Err(fail(format!("the factors of \"{}\" add up to {sum} and not to 1", group.name)));
                }
                factors.iter().map(|(level, phi)| (*level, q * phi)).collect()
            }
        };
        let count: f64 = events.iter().map(|(level, _)| choose(n, *level)).sum();
        if count > MOST_EVENTS {
            return Err(fail(format!("\"{}\" has {n} members and more than {MOST_EVENTS} shared events", group.name)));
        }
        match events.iter().find(|(_, it)| !(0.0..=1.0).contains(it)) {
            Some((_, bad)) => Err(fail(format!("\"{}\" has an event of probability {bad}", group.name))),
            None => Ok(events),
        }
    }
}

/// Every choice of so many of `n` that contains `own`, ascending.
fn choices(n: usize, level: usize, own: usize) -> Vec<Vec<usize>> {
    let others: Vec<usize> = (0..n).filter(|it| *it != own).collect();
    let mut found = Vec::new();
    let mut open: Vec<(usize, Vec<usize>)> = vec![(0, Vec::new())];
    while let Some((from, chosen)) = open.pop() {
        if chosen.len() + 1 == level {
            let mut all = chosen;
            all.push(own);
            all.sort_unstable();
            found.push(all);
            continue;
        }
        for (at, other) in others.iter().enumerate().skip(from) {
            let mut more = chosen.clone();
            more.push(*other);
            open.push((at + 1, more));
        }
    }
    found
}

/// How many choices of `k` of `n` there are.
fn choose(n: usize, k: usize) -> f64 {
    (0..k.min(n)).map(|it| (n - it) as f64 / (it + 1) as f64).product()
}
