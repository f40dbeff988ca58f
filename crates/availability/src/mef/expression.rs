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

/// Expressions nest at most this deep, parameters included.
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

/// The values of expressions; each parameter is computed once, however many expressions name it.
pub(super) struct Values<'a> {
    parameters: &'a BTreeMap<String, Expression>,
    mission_time: f64,
    known: BTreeMap<&'a str, f64>,
}

impl<'a> Values<'a> {
    pub(super) fn new(parameters: &'a BTreeMap<String, Expression>, mission_time: f64) -> Self {
        Self { parameters, mission_time, known: BTreeMap::new() }
    }

    /// The value; parameters are looked up by name.
    pub(super) fn of(&mut self, expression: &'a Expression) -> Result<f64, MefError> {
        self.at(expression, 0)
    }

    fn at(&mut self, expression: &'a Expression, depth: usize) -> Result<f64, MefError> {
        if depth > DEEPEST {
            let text = format!("parameters refer to each other in a circle, or more than {DEEPEST} deep");
            return Err(MefError::Model(text));
        }
        match expression {
            Expression::Number(value) => Ok(*value),
            Expression::MissionTime => Ok(self.mission_time),
            Expression::Parameter(name) => self.parameter(name, depth),
            Expression::Call(function, inner) => {
                let values = inner.iter().map(|it| self.at(it, depth + 1)).collect::<Result<Vec<_>, _>>()?;
                Ok(function.of(&values))
            }
        }
    }

    fn parameter(&mut self, name: &'a str, depth: usize) -> Result<f64, MefError> {
        if let Some(value) = self.known.get(name) {
            return Ok(*value);
        }
        let Some(inner) = self.parameters.get(name) else {
            return Err(MefError::Model(format!("the parameter \"{name}\" is not defined")));
        };
        let value = self.at(inner, depth + 1)?;
        self.known.insert(name, value);
        Ok(value)
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
