//! The functions that expressions of the format are made of.

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
    /// Whether some function has this tag.
    pub(super) fn is_known(tag: &str) -> bool {
        FUNCTIONS.iter().any(|it| it.0 == tag)
    }

    /// The function with this tag and so many arguments.
    pub(super) fn named(tag: &str, arguments: usize) -> Option<Self> {
        let fits = |it: &&(&str, usize, usize, Self)| it.0 == tag && (it.1..=it.2).contains(&arguments);
        FUNCTIONS.iter().find(fits).map(|it| it.3)
    }

    /// The value with these arguments; not a number where there are too few.
    pub(super) fn of(self, values: &[f64]) -> f64 {
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
