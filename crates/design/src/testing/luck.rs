//! Random numbers for simulations that hold formulas to account.

/// Lehmer's generator with the multiplier of L'Ecuyer: 127 bits of state, the upper 53 of them used.
#[derive(Clone, Debug)]
pub struct Luck(u128);

impl Luck {
    /// A generator that gives the same numbers for the same seed, which is odd.
    pub const fn new(seed: u128) -> Self {
        Self(seed)
    }

    /// Evenly spread over 0 to 1, neither of them included.
    pub fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(0xDA94_2042_E4DD_58B5);
        ((self.0 >> 75) as f64 + 0.5) / (1_u64 << 53) as f64
    }

    /// Exponential with this mean.
    pub fn exponential(&mut self, mean: f64) -> f64 {
        -mean * self.uniform().ln()
    }

    /// Standard normal (Box and Muller).
    pub fn normal(&mut self) -> f64 {
        (-2.0 * self.uniform().ln()).sqrt() * (std::f64::consts::TAU * self.uniform()).cos()
    }
}
