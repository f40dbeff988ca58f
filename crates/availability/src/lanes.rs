//! Several draws at once: the processor computes with them in one go, in other crates too (`inline`).

use std::ops::{Add, Div, Mul, Sub};

use super::formula::Number;

/// How many draws.
pub const LANES: usize = 8;

/// A number in each of several draws.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lanes(pub [f64; LANES]);

impl Lanes {
    // Plain loops: where what arrays offer for it is not inlined, it works lane by lane.

    /// A function of the number in each draw.
    #[inline]
    #[must_use]
    pub fn each(mut self, of: impl Fn(f64) -> f64) -> Self {
        for lane in &mut self.0 {
            *lane = of(*lane);
        }
        self
    }

    /// A function of this number and another in each draw.
    #[inline]
    #[must_use]
    pub fn with(mut self, other: Self, of: impl Fn(f64, f64) -> f64) -> Self {
        for (lane, other) in self.0.iter_mut().zip(&other.0) {
            *lane = of(*lane, *other);
        }
        self
    }
}

impl From<f64> for Lanes {
    #[inline]
    fn from(value: f64) -> Self {
        Self([value; LANES])
    }
}

impl Add for Lanes {
    type Output = Self;

    #[inline]
    fn add(self, other: Self) -> Self {
        self.with(other, |a, b| a + b)
    }
}

impl Sub for Lanes {
    type Output = Self;

    #[inline]
    fn sub(self, other: Self) -> Self {
        self.with(other, |a, b| a - b)
    }
}

impl Mul for Lanes {
    type Output = Self;

    #[inline]
    fn mul(self, other: Self) -> Self {
        self.with(other, |a, b| a * b)
    }
}

impl Div for Lanes {
    type Output = Self;

    #[inline]
    fn div(self, other: Self) -> Self {
        self.with(other, |a, b| a / b)
    }
}

impl std::iter::Sum for Lanes {
    fn sum<I: Iterator<Item = Self>>(parts: I) -> Self {
        parts.fold(0.0.into(), |sum, part| sum + part)
    }
}

impl Number for Lanes {
    #[inline]
    fn exp(self) -> Self {
        self.each(exp)
    }

    #[inline]
    fn exp_m1(self) -> Self {
        self.exp() - 1.0.into()
    }

    fn ln(self) -> Self {
        self.each(libm::log)
    }

    #[inline]
    fn larger(self, other: Self) -> Self {
        self.with(other, f64::max)
    }

    #[inline]
    fn smaller(self, other: Self) -> Self {
        self.with(other, f64::min)
    }

    fn normal_tail(self) -> Self {
        self.each(Number::normal_tail)
    }

    #[inline]
    fn is_nothing(&self) -> bool {
        self.0.iter().all(|it| *it <= 0.0)
    }
}

/// Added to a number of moderate size, it leaves the nearest whole number in the last bits.
const ROUNDING: f64 = 6_755_399_441_055_744.0;
/// The logarithm of two in two parts, the first of which is short enough to be multiplied exactly.
const LN_2: [f64; 2] = [6.931_471_803_691_238e-1, 1.908_214_929_270_587_7e-10];
/// 1 / n! from the highest power down.
const POWERS: [f64; 12] = [
    2.505_210_838_544_172e-8,
    2.755_731_922_398_589_3e-7,
    2.755_731_922_398_589_3e-6,
    2.480_158_730_158_73e-5,
    1.984_126_984_126_984e-4,
    1.388_888_888_888_889e-3,
    8.333_333_333_333_333e-3,
    4.166_666_666_666_666_4e-2,
    1.666_666_666_666_666_6e-1,
    0.5,
    1.0,
    1.0,
];

/// e to the power of `x`, to 1e-14 of itself, without branches: many at a time cost a quarter of what `libm` takes.
/// Beyond what a number can hold the result is its smallest or largest.
#[inline]
fn exp(x: f64) -> f64 {
    let x = x.clamp(-700.0, 700.0);
    let shifted = x * std::f64::consts::LOG2_E + ROUNDING;
    let twos = shifted - ROUNDING;
    let rest = x - twos * LN_2[0] - twos * LN_2[1];
    let value = POWERS.iter().fold(0.0, |sum, power| sum * rest + power);
    f64::from_bits(value.to_bits().wrapping_add(shifted.to_bits() << 52))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exponential_function_is_that_of_the_library() {
        for step in -2_000..2_000 {
            let x = f64::from(step) * 0.173;
            assert!((exp(x) / libm::exp(x) - 1.0).abs() < 1e-14, "{x}: {} {}", exp(x), libm::exp(x));
        }
        assert!(exp(f64::NEG_INFINITY) < 1e-300 && exp(0.0) == 1.0);
    }
}
