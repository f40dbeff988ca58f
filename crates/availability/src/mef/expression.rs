//! Expressions of probabilities and parameters.

use std::collections::BTreeMap;

use roxmltree::Node;

use super::MefError;
use super::function::Function;
use super::read::{contents, name_of, problem};

/// A number, possibly computed from parameters.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Expression {
    Number(f64),
    /// By name, with the unit that the reference states.
    Parameter {
        name: String,
        unit: Option<String>,
    },
    MissionTime {
        unit: Option<String>,
    },
    Call(Function, Vec<Self>),
    /// What cannot be computed, and why: it matters only to those who need the number.
    Refused(MefError),
}

/// Expressions nest at most this deep; a parameter in between starts anew.
const DEEPEST: usize = 200;

/// Reads one expression element.
pub(super) fn expression(element: Node<'_, '_>) -> Expression {
    read(element, 0).unwrap_or_else(Expression::Refused)
}

fn read(element: Node<'_, '_>, depth: usize) -> Result<Expression, MefError> {
    if depth > DEEPEST {
        return Err(problem(element, format!("expressions nest deeper than {DEEPEST}")));
    }
    let unit = || element.attribute("unit").map(|it| it.trim().to_owned());
    let tag = element.tag_name().name();
    match tag {
        "float" | "int" => return number(element),
        "bool" => return truth(element),
        "pi" => return Ok(Expression::Number(std::f64::consts::PI)),
        "parameter" => return Ok(Expression::Parameter { name: name_of(element)?.to_owned(), unit: unit() }),
        "system-mission-time" => return Ok(Expression::MissionTime { unit: unit() }),
        "histogram" => return histogram(element, depth),
        "switch" => return switch(element, depth),
        _ => {}
    }
    if !Function::is_known(tag) {
        return Err(problem(element, format!("the expression <{tag}> is not supported")));
    }
    let inner = contents(element).map(|it| read(it, depth + 1)).collect::<Result<Vec<_>, _>>()?;
    match Function::named(tag, inner.len()) {
        Some(function) => Ok(Expression::Call(function, inner)),
        None => Err(problem(element, format!("<{tag}> with {} arguments is not supported", inner.len()))),
    }
}

/// The value of the first case that holds, or the last one, which has no condition.
fn switch(element: Node<'_, '_>, depth: usize) -> Result<Expression, MefError> {
    let mut parts = contents(element).rev();
    let Some(otherwise) = parts.next() else {
        return Err(problem(element, "a <switch> needs a value for all other cases".to_owned()));
    };
    let mut value = read(otherwise, depth + 1)?;
    for case in parts {
        let inner: Vec<Node<'_, '_>> = contents(case).collect();
        let [condition, then] = inner.as_slice() else {
            return Err(problem(case, "a <case> needs a condition and a value".to_owned()));
        };
        let (condition, then) = (read(*condition, depth + 1)?, read(*then, depth + 1)?);
        value = Expression::Call(Function::IfThenElse, vec![condition, then, value]);
    }
    Ok(value)
}

fn truth(element: Node<'_, '_>) -> Result<Expression, MefError> {
    match element.attribute("value").map(str::trim) {
        Some("true" | "1") => Ok(Expression::Number(1.0)),
        Some("false" | "0") => Ok(Expression::Number(0.0)),
        _ => Err(problem(element, "expected value=\"true\" or value=\"false\"".to_owned())),
    }
}

/// The mean of a histogram: the middle of each bin, weighed.
fn histogram(element: Node<'_, '_>, depth: usize) -> Result<Expression, MefError> {
    let mut parts = contents(element);
    let Some(start) = parts.next() else {
        return Err(problem(element, "a histogram needs a lower boundary and bins".to_owned()));
    };
    let mut below = read(start, depth + 1)?;
    let (mut sums, mut weights) = (Vec::new(), Vec::new());
    for bin in parts {
        let inner: Vec<Node<'_, '_>> = contents(bin).collect();
        let [boundary, weight] = inner.as_slice() else {
            return Err(problem(bin, "a bin needs a boundary and a weight".to_owned()));
        };
        let (boundary, weight) = (read(*boundary, depth + 1)?, read(*weight, depth + 1)?);
        let middle = Expression::Call(Function::Mean, vec![below, boundary.clone()]);
        sums.push(Expression::Call(Function::Mul, vec![middle, weight.clone()]));
        weights.push(weight);
        below = boundary;
    }
    if weights.is_empty() {
        return Err(problem(element, "a histogram needs bins".to_owned()));
    }
    let [sum, weight] = [sums, weights].map(|it| Expression::Call(Function::Add, it));
    Ok(Expression::Call(Function::Div, vec![sum, weight]))
}

fn number(element: Node<'_, '_>) -> Result<Expression, MefError> {
    let text = element.attribute("value").map(str::trim).unwrap_or_default();
    match text.parse::<f64>() {
        Ok(value) if value.is_finite() => Ok(Expression::Number(value)),
        _ => Err(problem(element, format!("\"{text}\" is not a number"))),
    }
}

impl Expression {
    /// The parameters that it names.
    fn parameters<'a>(&'a self, found: &mut Vec<&'a str>) {
        match self {
            Self::Number(_) | Self::MissionTime { .. } | Self::Refused(_) => {}
            Self::Parameter { name, .. } => found.push(name),
            Self::Call(_, inner) => inner.iter().for_each(|it| it.parameters(found)),
        }
    }

    /// Refuses what cannot be computed, and a reference that states another unit than the definition: nothing is converted.
    fn check(&self, units: &BTreeMap<String, String>) -> Result<(), MefError> {
        match self {
            Self::Number(_) => Ok(()),
            Self::Refused(reason) => Err(reason.clone()),
            Self::MissionTime { unit } => same_unit("the mission time", unit.as_deref(), Some("hours")),
            Self::Parameter { name, unit } => {
                same_unit(&format!("the parameter \"{name}\""), unit.as_deref(), units.get(name).map(String::as_str))
            }
            Self::Call(_, inner) => inner.iter().try_for_each(|it| it.check(units)),
        }
    }
}

/// The values of expressions; each parameter is computed once, however many expressions name it.
pub(super) struct Values<'a> {
    parameters: &'a BTreeMap<String, Expression>,
    units: &'a BTreeMap<String, String>,
    /// Hours.
    pub(super) mission_time: f64,
    /// By parameter; `None` while those that it names are computed.
    known: BTreeMap<&'a str, Option<f64>>,
}

impl<'a> Values<'a> {
    pub(super) fn new(
        parameters: &'a BTreeMap<String, Expression>,
        units: &'a BTreeMap<String, String>,
        mission_time: f64,
    ) -> Self {
        Self { parameters, units, mission_time, known: BTreeMap::new() }
    }

    /// The value; parameters are looked up by name, those that they name first, however long the chain.
    pub(super) fn of(&mut self, expression: &'a Expression) -> Result<f64, MefError> {
        expression.check(self.units)?;
        let mut open = Vec::new();
        expression.parameters(&mut open);
        while let Some(name) = open.last().copied() {
            let inner = match (self.known.get(name), self.parameters.get(name)) {
                (Some(Some(_)), _) => {
                    open.pop();
                    continue;
                }
                (_, None) => return Err(MefError::Model(format!("the parameter \"{name}\" is not defined"))),
                (Some(None), Some(inner)) => {
                    let value = self.once_known(inner);
                    self.known.insert(name, Some(value));
                    open.pop();
                    continue;
                }
                (None, Some(inner)) => inner,
            };
            inner.check(self.units)?;
            self.known.insert(name, None);
            let before = open.len();
            inner.parameters(&mut open);
            let waiting = |it: &&&str| matches!(self.known.get(**it), Some(None));
            if let Some(circle) = open[before..].iter().find(waiting) {
                return Err(MefError::Model(format!("the parameter \"{circle}\" needs its own value: a circle")));
            }
        }
        Ok(self.once_known(expression))
    }

    /// The value of an expression whose parameters are known.
    fn once_known(&self, expression: &Expression) -> f64 {
        match expression {
            Expression::Number(value) => *value,
            Expression::MissionTime { .. } => self.mission_time,
            // Was refused before.
            Expression::Refused(_) => f64::NAN,
            Expression::Parameter { name, .. } => self.known.get(name.as_str()).copied().flatten().unwrap_or(f64::NAN),
            Expression::Call(function, inner) => {
                function.of(&inner.iter().map(|it| self.once_known(it)).collect::<Vec<_>>())
            }
        }
    }
}

/// A reference that states a unit must state that of the definition: nothing is converted.
fn same_unit(what: &str, here: Option<&str>, defined: Option<&str>) -> Result<(), MefError> {
    match here {
        Some(here) if defined != Some(here) => {
            let defined = defined.map_or_else(|| "without a unit".to_owned(), |it| format!("in {it}"));
            Err(MefError::Model(format!("{what} is used in {here} and defined {defined}: units are not converted")))
        }
        _ => Ok(()),
    }
}
