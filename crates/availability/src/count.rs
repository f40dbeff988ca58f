//! Whole numbers of any size: counts of cut sets pass 2^128.

use std::fmt;

/// A whole number, zero or more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count(Size);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Size {
    Small(u128),
    /// Digits to the base 2^64, least significant first, none of them leading zeros. Never fits the other variant.
    Large(Vec<u64>),
}

impl Default for Count {
    fn default() -> Self {
        Self::from(0)
    }
}

impl From<u128> for Count {
    fn from(value: u128) -> Self {
        Self(Size::Small(value))
    }
}

impl Count {
    /// The sum.
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        if let (Size::Small(a), Size::Small(b)) = (&self.0, &other.0)
            && let Some(sum) = a.checked_add(*b)
        {
            return Self::from(sum);
        }
        let (a, b) = (self.digits(), other.digits());
        let mut digits = Vec::with_capacity(a.len().max(b.len()) + 1);
        let mut carry = 0;
        for position in 0..a.len().max(b.len()) {
            let digit = |of: &[u64]| u128::from(of.get(position).copied().unwrap_or_default());
            let sum = digit(&a) + digit(&b) + carry;
            digits.push(sum as u64);
            carry = sum >> 64;
        }
        digits.push(carry as u64);
        Self::from_digits(digits)
    }

    /// The product.
    #[must_use]
    pub fn times(&self, other: &Self) -> Self {
        if let (Size::Small(a), Size::Small(b)) = (&self.0, &other.0)
            && let Some(product) = a.checked_mul(*b)
        {
            return Self::from(product);
        }
        let (a, b) = (self.digits(), other.digits());
        let mut digits = vec![0_u64; a.len() + b.len()];
        for (i, x) in a.iter().enumerate() {
            let mut carry = 0;
            for (j, y) in b.iter().enumerate() {
                let sum = u128::from(*x) * u128::from(*y) + u128::from(digits[i + j]) + carry;
                digits[i + j] = sum as u64;
                carry = sum >> 64;
            }
            digits[i + b.len()] = carry as u64;
        }
        Self::from_digits(digits)
    }

    /// The number when it is smaller than 2^128.
    pub fn to_u128(&self) -> Option<u128> {
        match self.0 {
            Size::Small(value) => Some(value),
            Size::Large(_) => None,
        }
    }

    /// How many digits to the base 2^64 are kept beside the number itself; 0 for those below 2^128.
    pub(super) fn digits_on_heap(&self) -> usize {
        match &self.0 {
            Size::Small(_) => 0,
            Size::Large(digits) => digits.len(),
        }
    }

    fn digits(&self) -> Vec<u64> {
        match &self.0 {
            Size::Small(value) => vec![*value as u64, (*value >> 64) as u64],
            Size::Large(digits) => digits.clone(),
        }
    }

    fn from_digits(mut digits: Vec<u64>) -> Self {
        while digits.last() == Some(&0) {
            digits.pop();
        }
        match digits.as_slice() {
            [] => Self::from(0),
            [low] => Self::from(u128::from(*low)),
            [low, high] => Self::from(u128::from(*high) << 64 | u128::from(*low)),
            _ => Self(Size::Large(digits)),
        }
    }
}

impl fmt::Display for Count {
    /// Decimal digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Size::Large(digits) = &self.0 else { return write!(f, "{}", self.to_u128().unwrap_or_default()) };
        const GROUP: u128 = 10_000_000_000_000_000_000;
        let mut rest = digits.clone();
        let mut groups = Vec::new();
        while !rest.is_empty() {
            let mut remainder = 0;
            for digit in rest.iter_mut().rev() {
                let value = remainder << 64 | u128::from(*digit);
                *digit = (value / GROUP) as u64;
                remainder = value % GROUP;
            }
            groups.push(remainder as u64);
            while rest.last() == Some(&0) {
                rest.pop();
            }
        }
        let mut groups = groups.iter().rev();
        write!(f, "{}", groups.next().copied().unwrap_or_default())?;
        groups.try_for_each(|group| write!(f, "{group:019}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_counts_are_exact() {
        let two_to_128 = Count::from(1 << 64).times(&Count::from(1 << 64));
        assert_eq!(two_to_128.to_string(), "340282366920938463463374607431768211456");
        assert_eq!(two_to_128.to_u128(), None);
        assert_eq!(Count::from(u128::MAX).plus(&Count::from(1)), two_to_128);
        let factorial = (1..=40).fold(Count::from(1), |product, it| product.times(&Count::from(it)));
        assert_eq!(factorial.to_string(), "815915283247897734345611269596115894272000000000");
        assert_eq!(Count::default().times(&two_to_128).to_string(), "0");
    }
}
