//! Expressions of probabilities and parameters.

use std::collections::BTreeMap;

use roxmltree::Node;

use super::MefError;
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
    /// Scale, shape, shift, t.
    Weibull,
    /// Lambda, time between tests, time before the first, t; a test that finds a failure repairs at once.
    PeriodicTest,
    Min,
    Max,
    Mean,
    Abs,
    Exp,
    Log,
    Log10,
    Pow,
    Sqrt,
    /// Mean of an even distribution between two limits, and of a beta distribution, and so on.
    UniformDeviate,
    NormalDeviate,
    LogNormalDeviate,
    GammaDeviate,
    BetaDeviate,
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
    let unit = || element.attribute("unit").map(|it| it.trim().to_owned());
    if element.tag_name().name() == "histogram" {
        return histogram(element, depth);
    }
    let (function, arguments) = match element.tag_name().name() {
        "float" | "int" => return number(element),
        "parameter" => return Ok(Expression::Parameter { name: name_of(element)?.to_owned(), unit: unit() }),
        "system-mission-time" => return Ok(Expression::MissionTime { unit: unit() }),
        "neg" => (Function::Neg, 1..=1),
        "add" => (Function::Add, 1..=usize::MAX),
        "sub" => (Function::Sub, 1..=usize::MAX),
        "mul" => (Function::Mul, 1..=usize::MAX),
        "div" => (Function::Div, 1..=usize::MAX),
        "exponential" => (Function::Exponential, 2..=2),
        "GLM" => (Function::Glm, 4..=4),
        "Weibull" => (Function::Weibull, 4..=4),
        "periodic-test" => (Function::PeriodicTest, 4..=4),
        "min" => (Function::Min, 1..=usize::MAX),
        "max" => (Function::Max, 1..=usize::MAX),
        "mean" => (Function::Mean, 1..=usize::MAX),
        "abs" => (Function::Abs, 1..=1),
        "exp" => (Function::Exp, 1..=1),
        "log" => (Function::Log, 1..=1),
        "log10" => (Function::Log10, 1..=1),
        "pow" => (Function::Pow, 2..=2),
        "sqrt" => (Function::Sqrt, 1..=1),
        "uniform-deviate" => (Function::UniformDeviate, 2..=2),
        "normal-deviate" => (Function::NormalDeviate, 2..=2),
        "lognormal-deviate" => (Function::LogNormalDeviate, 2..=3),
        "gamma-deviate" => (Function::GammaDeviate, 2..=2),
        "beta-deviate" => (Function::BetaDeviate, 2..=2),
        other => return Err(problem(element, format!("the expression <{other}> is not supported"))),
    };
    let inner = contents(element).map(|it| read(it, depth + 1)).collect::<Result<Vec<_>, _>>()?;
    if !arguments.contains(&inner.len()) {
        let tag = element.tag_name().name();
        return Err(problem(element, format!("<{tag}> cannot have {} arguments", inner.len())));
    }
    Ok(Expression::Call(function, inner))
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
            Self::Number(_) | Self::MissionTime { .. } => {}
            Self::Parameter { name, .. } => found.push(name),
            Self::Call(_, inner) => inner.iter().for_each(|it| it.parameters(found)),
        }
    }

    /// Refuses a reference that states another unit than the definition: nothing is converted.
    fn check_units(&self, units: &BTreeMap<String, String>) -> Result<(), MefError> {
        match self {
            Self::Number(_) => Ok(()),
            Self::MissionTime { unit } => same_unit("the mission time", unit.as_deref(), Some("hours")),
            Self::Parameter { name, unit } => {
                same_unit(&format!("the parameter \"{name}\""), unit.as_deref(), units.get(name).map(String::as_str))
            }
            Self::Call(_, inner) => inner.iter().try_for_each(|it| it.check_units(units)),
        }
    }
}

/// The values of expressions; each parameter is computed once, however many expressions name it.
pub(super) struct Values<'a> {
    parameters: &'a BTreeMap<String, Expression>,
    units: &'a BTreeMap<String, String>,
    mission_time: f64,
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
        expression.check_units(self.units)?;
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
            inner.check_units(self.units)?;
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

/// The probability of having failed after the last test, or since the start while there was none.
fn tested_periodically(rate: f64, between: f64, first: f64, time: f64) -> f64 {
    let since_start = time - first;
    let exposed = if since_start <= 0.0 {
        time
    } else {
        let left = since_start - (since_start / between).floor() * between;
        if left > 0.0 { left } else { between }
    };
    -libm::expm1(-rate * exposed)
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
            (Self::Weibull, [scale, shape, shift, time]) => {
                if time <= shift {
                    0.0
                } else {
                    -libm::expm1(-libm::pow((time - shift) / scale, *shape))
                }
            }
            (Self::PeriodicTest, [rate, between, first, time]) => tested_periodically(*rate, *between, *first, *time),
            (Self::Min, _) => folded(f64::min),
            (Self::Max, _) => folded(f64::max),
            (Self::Mean, _) => values.iter().sum::<f64>() / values.len().max(1) as f64,
            (Self::Abs, [value]) => value.abs(),
            (Self::Exp, [value]) => libm::exp(*value),
            (Self::Log, [value]) => libm::log(*value),
            (Self::Log10, [value]) => libm::log10(*value),
            (Self::Pow, [base, exponent]) => libm::pow(*base, *exponent),
            (Self::Sqrt, [value]) => libm::sqrt(*value),
            // Mean and error factor at a level of confidence, or mean and deviation of the logarithm.
            (Self::NormalDeviate, [mean, _]) | (Self::LogNormalDeviate, [mean, _, _]) => *mean,
            (Self::LogNormalDeviate, [mu, sigma]) => libm::exp(mu + sigma * sigma / 2.0),
            (Self::UniformDeviate, [low, high]) => f64::midpoint(*low, *high),
            (Self::GammaDeviate, [shape, scale]) => shape * scale,
            (Self::BetaDeviate, [alpha, beta]) => alpha / (alpha + beta),
            _ => f64::NAN,
        }
    }
}
