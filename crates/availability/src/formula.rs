//! Numbers, or formulas of named figures: what is computed from either is written down once.

use std::ops::{Add, Div, Mul, Sub};
use std::rc::Rc;

/// What probabilities are computed with: a number, or a [`Formula`] that another program computes.
pub trait Number:
    Clone + From<f64> + Add<Output = Self> + Sub<Output = Self> + Mul<Output = Self> + Div<Output = Self> + std::iter::Sum
{
    /// e to the power of it.
    #[must_use]
    fn exp(self) -> Self;
    /// e to the power of it, minus 1.
    #[must_use]
    fn exp_m1(self) -> Self;
    /// The natural logarithm.
    #[must_use]
    fn ln(self) -> Self;
    /// The larger of the two.
    #[must_use]
    fn larger(self, other: Self) -> Self;
    /// The smaller of the two.
    #[must_use]
    fn smaller(self, other: Self) -> Self;
    /// The probability that a standard normal number is larger.
    #[must_use]
    fn normal_tail(self) -> Self;
    /// Whether it is known to be zero or less.
    fn is_nothing(&self) -> bool;
}

impl Number for f64 {
    fn exp(self) -> Self {
        libm::exp(self)
    }

    fn exp_m1(self) -> Self {
        libm::expm1(self)
    }

    fn ln(self) -> Self {
        libm::log(self)
    }

    fn larger(self, other: Self) -> Self {
        self.max(other)
    }

    fn smaller(self, other: Self) -> Self {
        self.min(other)
    }

    fn normal_tail(self) -> Self {
        libm::erfc(self / std::f64::consts::SQRT_2) / 2.0
    }

    fn is_nothing(&self) -> bool {
        *self <= 0.0
    }
}

/// A formula of figures that are named by position. What several formulas share stands in memory once.
#[derive(Clone, Debug, PartialEq)]
pub struct Formula(pub(super) Rc<Term>);

/// What a formula is made of.
#[derive(Debug, PartialEq)]
pub(super) enum Term {
    Number(f64),
    Figure(usize),
    /// An element of the exchange format with its arguments.
    Call(&'static str, Vec<Formula>),
}

impl Formula {
    /// A figure by its position, as it is drawn.
    pub fn figure(position: usize) -> Self {
        Self(Rc::new(Term::Figure(position)))
    }

    fn call<const N: usize>(tag: &'static str, inner: [Self; N]) -> Self {
        Self(Rc::new(Term::Call(tag, inner.into())))
    }

    pub(super) fn number(&self) -> Option<f64> {
        match *self.0 {
            Term::Number(value) => Some(value),
            _ => None,
        }
    }
}

impl From<f64> for Formula {
    fn from(value: f64) -> Self {
        Self(Rc::new(Term::Number(value)))
    }
}

impl Add for Formula {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        match (self.number(), other.number()) {
            (Some(a), Some(b)) => (a + b).into(),
            (Some(0.0), _) => other,
            (_, Some(0.0)) => self,
            _ => Self::call("add", [self, other]),
        }
    }
}

impl Sub for Formula {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        match (self.number(), other.number()) {
            (Some(a), Some(b)) => (a - b).into(),
            (_, Some(0.0)) => self,
            _ => Self::call("sub", [self, other]),
        }
    }
}

impl Mul for Formula {
    type Output = Self;

    fn mul(self, other: Self) -> Self {
        match (self.number(), other.number()) {
            (Some(a), Some(b)) => (a * b).into(),
            (Some(0.0), _) | (_, Some(1.0)) => self,
            (_, Some(0.0)) | (Some(1.0), _) => other,
            _ => Self::call("mul", [self, other]),
        }
    }
}

impl Div for Formula {
    type Output = Self;

    fn div(self, other: Self) -> Self {
        match (self.number(), other.number()) {
            (Some(a), Some(b)) => (a / b).into(),
            (_, Some(1.0)) => self,
            _ => Self::call("div", [self, other]),
        }
    }
}

impl std::iter::Sum for Formula {
    fn sum<I: Iterator<Item = Self>>(parts: I) -> Self {
        parts.fold(0.0.into(), |sum, part| sum + part)
    }
}

/// The tail of the normal distribution without a function for it (Abramowitz and Stegun 26.2.17, to 7.5e-8).
const TAIL: (f64, [f64; 5]) =
    (0.231_641_9, [0.319_381_530, -0.356_563_782, 1.781_477_937, -1.821_255_978, 1.330_274_429]);

impl Number for Formula {
    fn exp(self) -> Self {
        self.number().map_or_else(|| Self::call("exp", [self.clone()]), |it| libm::exp(it).into())
    }

    fn exp_m1(self) -> Self {
        self.exp() - 1.0.into()
    }

    fn ln(self) -> Self {
        self.number().map_or_else(|| Self::call("log", [self.clone()]), |it| libm::log(it).into())
    }

    fn larger(self, other: Self) -> Self {
        match (self.number(), other.number()) {
            (Some(a), Some(b)) => a.max(b).into(),
            _ if self == other => self,
            _ => Self::call("max", [self, other]),
        }
    }

    fn smaller(self, other: Self) -> Self {
        match (self.number(), other.number()) {
            (Some(a), Some(b)) => a.min(b).into(),
            _ if self == other => self,
            _ => Self::call("min", [self, other]),
        }
    }

    fn normal_tail(self) -> Self {
        if let Some(value) = self.number() {
            return value.normal_tail().into();
        }
        let number = Self::from;
        let size = Self::call("abs", [self.clone()]);
        let step = number(1.0) / (number(1.0) + number(TAIL.0) * size.clone());
        let polynomial = TAIL.1.iter().rev().fold(number(0.0), |sum, it| (sum + number(*it)) * step.clone());
        let density = (number(-0.5) * size.clone() * size).exp() * number(0.398_942_280_401_432_7);
        let tail = density * polynomial;
        let is_left = Self::call("lt", [self, number(0.0)]);
        Self::call("ite", [is_left, number(1.0) - tail.clone(), tail])
    }

    fn is_nothing(&self) -> bool {
        self.number().is_some_and(|it| it <= 0.0)
    }
}
