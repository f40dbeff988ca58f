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
    /// What cannot be computed, and why: it matters only to those who need the number.
    Refused(MefError),
}

/// Functions of the stochastic layer that give one number; what is true or false is 1 or 0.
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
    /// Lambda, mu, time between tests, time before the first, t; a test that finds a failure starts its repair.
    RepairedAfterTest,
    Min,
    Max,
    Mean,
    Abs,
    Exp,
    Log,
    Log10,
    Pow,
    Sqrt,
    Sin,
    Cos,
    Tan,
    Asin,
    Acos,
    Atan,
    Sinh,
    Cosh,
    Tanh,
    Mod,
    Ceil,
    Floor,
    Not,
    And,
    Or,
    Equal,
    Different,
    Less,
    Greater,
    AtMost,
    AtLeast,
    /// The second if the first is true, otherwise the third.
    IfThenElse,
    /// Mean of an even distribution between two limits, and of a beta distribution, and so on.
    UniformDeviate,
    NormalDeviate,
    LogNormalDeviate,
    GammaDeviate,
    BetaDeviate,
}

/// Expressions nest at most this deep; a parameter in between starts anew.
const DEEPEST: usize = 200;

const ANY: usize = usize::MAX;

/// The functions by their tag and number of arguments.
const FUNCTIONS: [(&str, usize, usize, Function); 46] = [
    ("neg", 1, 1, Function::Neg),
    ("add", 1, ANY, Function::Add),
    ("sub", 1, ANY, Function::Sub),
    ("mul", 1, ANY, Function::Mul),
    ("div", 1, ANY, Function::Div),
    ("exponential", 2, 2, Function::Exponential),
    ("GLM", 4, 4, Function::Glm),
    ("Weibull", 4, 4, Function::Weibull),
    ("periodic-test", 4, 4, Function::PeriodicTest),
    ("periodic-test", 5, 5, Function::RepairedAfterTest),
    ("min", 1, ANY, Function::Min),
    ("max", 1, ANY, Function::Max),
    ("mean", 1, ANY, Function::Mean),
    ("abs", 1, 1, Function::Abs),
    ("exp", 1, 1, Function::Exp),
    ("log", 1, 1, Function::Log),
    ("log10", 1, 1, Function::Log10),
    ("pow", 2, 2, Function::Pow),
    ("sqrt", 1, 1, Function::Sqrt),
    ("sin", 1, 1, Function::Sin),
    ("cos", 1, 1, Function::Cos),
    ("tan", 1, 1, Function::Tan),
    ("asin", 1, 1, Function::Asin),
    ("acos", 1, 1, Function::Acos),
    ("atan", 1, 1, Function::Atan),
    ("sinh", 1, 1, Function::Sinh),
    ("cosh", 1, 1, Function::Cosh),
    ("tanh", 1, 1, Function::Tanh),
    ("mod", 2, 2, Function::Mod),
    ("ceil", 1, 1, Function::Ceil),
    ("floor", 1, 1, Function::Floor),
    ("not", 1, 1, Function::Not),
    ("and", 1, ANY, Function::And),
    ("or", 1, ANY, Function::Or),
    ("eq", 2, 2, Function::Equal),
    ("df", 2, 2, Function::Different),
    ("lt", 2, 2, Function::Less),
    ("gt", 2, 2, Function::Greater),
    ("leq", 2, 2, Function::AtMost),
    ("geq", 2, 2, Function::AtLeast),
    ("ite", 3, 3, Function::IfThenElse),
    ("uniform-deviate", 2, 2, Function::UniformDeviate),
    ("normal-deviate", 2, 2, Function::NormalDeviate),
    ("lognormal-deviate", 2, 3, Function::LogNormalDeviate),
    ("gamma-deviate", 2, 2, Function::GammaDeviate),
    ("beta-deviate", 2, 2, Function::BetaDeviate),
];

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
    let mut known = FUNCTIONS.iter().filter(|it| it.0 == tag).peekable();
    if known.peek().is_none() {
        return Err(problem(element, format!("the expression <{tag}> is not supported")));
    }
    let inner = contents(element).map(|it| read(it, depth + 1)).collect::<Result<Vec<_>, _>>()?;
    match known.find(|(_, least, most, _)| (*least..=*most).contains(&inner.len())) {
        Some((.., function)) => Ok(Expression::Call(*function, inner)),
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

/// The probability of not working at a time between tests that find every failure and start its repair, which lasts
/// exponentially: from one test to the next the probability changes by a constant share and a constant amount.
fn repaired_after_test(rate: f64, repair: f64, between: f64, first: f64, time: f64) -> f64 {
    let fails = |time: f64| -libm::expm1(-rate * time);
    // Of what was under repair: repaired meanwhile, and still working.
    let works_again = |time: f64| {
        if rate == repair {
            rate * time * libm::exp(-rate * time)
        } else {
            repair * (libm::exp(-rate * time) - libm::exp(-repair * time)) / (repair - rate)
        }
    };
    let after = |before: f64, time: f64| before * (1.0 - works_again(time)) + (1.0 - before) * fails(time);
    if time <= first {
        return fails(time);
    }
    let tests = ((time - first) / between).floor();
    let share = 1.0 - works_again(between) - fails(between);
    let settled = if share < 1.0 { fails(between) / (1.0 - share) } else { 0.0 };
    let at_test = settled + (fails(first) - settled) * libm::pow(share, tests);
    after(at_test, time - first - tests * between)
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
            (Self::RepairedAfterTest, [rate, repair, between, first, time]) => {
                repaired_after_test(*rate, *repair, *between, *first, *time)
            }
            (Self::Min, _) => folded(f64::min),
            (Self::Max, _) => folded(f64::max),
            (Self::Mean, _) => values.iter().sum::<f64>() / values.len().max(1) as f64,
            (Self::Abs, [value]) => value.abs(),
            (Self::Exp, [value]) => libm::exp(*value),
            (Self::Log, [value]) => libm::log(*value),
            (Self::Log10, [value]) => libm::log10(*value),
            (Self::Pow, [base, exponent]) => libm::pow(*base, *exponent),
            (Self::Sqrt, [value]) => libm::sqrt(*value),
            (Self::Sin, [value]) => libm::sin(*value),
            (Self::Cos, [value]) => libm::cos(*value),
            (Self::Tan, [value]) => libm::tan(*value),
            (Self::Asin, [value]) => libm::asin(*value),
            (Self::Acos, [value]) => libm::acos(*value),
            (Self::Atan, [value]) => libm::atan(*value),
            (Self::Sinh, [value]) => libm::sinh(*value),
            (Self::Cosh, [value]) => libm::cosh(*value),
            (Self::Tanh, [value]) => libm::tanh(*value),
            (Self::Ceil, [value]) => value.ceil(),
            (Self::Floor, [value]) => value.floor(),
            // Of whole numbers, as the format has it.
            (Self::Mod, [value, by]) => value.trunc() % by.trunc(),
            (Self::Not, [value]) => f64::from(*value == 0.0),
            (Self::And, _) => f64::from(values.iter().all(|it| *it != 0.0)),
            (Self::Or, _) => f64::from(values.iter().any(|it| *it != 0.0)),
            (Self::Equal, [a, b]) => f64::from(a == b),
            (Self::Different, [a, b]) => f64::from(a != b),
            (Self::Less, [a, b]) => f64::from(a < b),
            (Self::Greater, [a, b]) => f64::from(a > b),
            (Self::AtMost, [a, b]) => f64::from(a <= b),
            (Self::AtLeast, [a, b]) => f64::from(a >= b),
            (Self::IfThenElse, [condition, then, otherwise]) => {
                if *condition == 0.0 {
                    *otherwise
                } else {
                    *then
                }
            }
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
