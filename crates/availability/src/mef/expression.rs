//! Expressions of probabilities and parameters.

use std::collections::BTreeMap;

use roxmltree::Node;

use super::MefError;
use super::read::{contents, name_of, problem};

/// A number, possibly computed from parameters.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Expression {
    Number(f64),
    Parameter(String),
    MissionTime,
    Call(Function, Vec<Self>),
}

/// Functions of the stochastic layer that give one number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Function {
    Neg,
    Add,
    Sub,
    Mul,
    Div,
    /// 1 - exp(-lambda t).
    Exponential,
    /// Gamma, lambda, mu, t: failure on demand, in operation, and repair.
    Glm,
}

/// Expressions nest at most this deep; a parameter in between starts anew.
const DEEPEST: usize = 200;

/// Reads one expression element.
pub(super) fn expression(element: Node<'_, '_>) -> Result<Expression, MefError> {
    read(element, 0)
}

fn read(element: Node<'_, '_>, depth: usize) -> Result<Expression, MefError> {
    if depth > DEEPEST {
        return Err(problem(element, format!("expressions nest deeper than {DEEPEST}")));
    }
    let (function, arguments) = match element.tag_name().name() {
        "float" | "int" => return number(element),
        "parameter" => return Ok(Expression::Parameter(name_of(element)?.to_owned())),
        "system-mission-time" => return Ok(Expression::MissionTime),
        "neg" => (Function::Neg, 1..=1),
        "add" => (Function::Add, 1..=usize::MAX),
        "sub" => (Function::Sub, 1..=usize::MAX),
        "mul" => (Function::Mul, 1..=usize::MAX),
        "div" => (Function::Div, 1..=usize::MAX),
        "exponential" => (Function::Exponential, 2..=2),
        "GLM" => (Function::Glm, 4..=4),
        other => return Err(problem(element, format!("the expression <{other}> is not supported"))),
    };
    let inner = contents(element).map(|it| read(it, depth + 1)).collect::<Result<Vec<_>, _>>()?;
    if !arguments.contains(&inner.len()) {
        let tag = element.tag_name().name();
        return Err(problem(element, format!("<{tag}> cannot have {} arguments", inner.len())));
    }
    Ok(Expression::Call(function, inner))
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
            Self::Number(_) | Self::MissionTime => {}
            Self::Parameter(name) => found.push(name),
            Self::Call(_, inner) => inner.iter().for_each(|it| it.parameters(found)),
        }
    }
}

/// The values of expressions; each parameter is computed once, however many expressions name it.
pub(super) struct Values<'a> {
    parameters: &'a BTreeMap<String, Expression>,
    mission_time: f64,
    /// By parameter; `None` while those that it names are computed.
    known: BTreeMap<&'a str, Option<f64>>,
}

impl<'a> Values<'a> {
    pub(super) fn new(parameters: &'a BTreeMap<String, Expression>, mission_time: f64) -> Self {
        Self { parameters, mission_time, known: BTreeMap::new() }
    }

    /// The value; parameters are looked up by name, those that they name first, however long the chain.
    pub(super) fn of(&mut self, expression: &'a Expression) -> Result<f64, MefError> {
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
            Expression::MissionTime => self.mission_time,
            Expression::Parameter(name) => self.known.get(name.as_str()).copied().flatten().unwrap_or(f64::NAN),
            Expression::Call(function, inner) => {
                function.of(&inner.iter().map(|it| self.once_known(it)).collect::<Vec<_>>())
            }
        }
    }
}

impl Function {
    fn of(self, values: &[f64]) -> f64 {
        let folded = |with: fn(f64, f64) -> f64| values.iter().copied().reduce(with).unwrap_or_default();
        match (self, values) {
            (Self::Neg, [value]) => -value,
            (Self::Add, _) => folded(|a, b| a + b),
            (Self::Sub, _) => folded(|a, b| a - b),
            (Self::Mul, _) => folded(|a, b| a * b),
            (Self::Div, _) => folded(|a, b| a / b),
            (Self::Exponential, [rate, time]) => -libm::expm1(-rate * time),
            (Self::Glm, [on_demand, rate, repair, time]) => {
                let both = rate + repair;
                let settled = if both > 0.0 { rate / both } else { 0.0 };
                settled + (on_demand - settled) * libm::exp(-both * time)
            }
            _ => f64::NAN,
        }
    }
}
