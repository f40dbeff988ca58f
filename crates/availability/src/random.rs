//! Random numbers that are the same on every machine: xoshiro256++ seeded through SplitMix64 (Blackman and Vigna).

/// A stream of random numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Random {
    state: [u64; 4],
}

impl Random {
    /// The stream of one quantity in one repetition. Streams of different keys are independent of each other, so adding
    /// a quantity changes none of the others: two designs are compared with the same luck.
    pub(super) fn new(seed: u64, key: u64, repetition: u64) -> Self {
        let mut mixer = seed;
        for part in [key, repetition] {
            let mixed = split_mix(&mut mixer);
            mixer = mixed ^ part.wrapping_mul(0xD6E8_FEB8_6659_FD93);
        }
        Self { state: std::array::from_fn(|_| split_mix(&mut mixer)) }
    }

    /// The next 64 bits.
    pub(super) fn bits(&mut self) -> u64 {
        let [a, b, c, d] = &mut self.state;
        let result = a.wrapping_add(*d).rotate_left(23).wrapping_add(*a);
        let shifted = *b << 17;
        *c ^= *a;
        *d ^= *b;
        *b ^= *c;
        *a ^= *d;
        *c ^= shifted;
        *d = d.rotate_left(45);
        result
    }

    /// Evenly spread over 0 to 1, neither of them included.
    pub(super) fn uniform(&mut self) -> f64 {
        ((self.bits() >> 12) as f64 + 0.5) / (1_u64 << 52) as f64
    }

    /// Exponential with mean 1.
    pub(super) fn exponential(&mut self) -> f64 {
        -libm::log(self.uniform())
    }

    /// Standard normal (Box and Muller; the second number of each pair is not used, so that draws stay countable).
    pub(super) fn normal(&mut self) -> f64 {
        let radius = libm::sqrt(2.0 * self.exponential());
        radius * libm::cos(2.0 * std::f64::consts::PI * self.uniform())
    }
}

fn split_mix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut z = *state;
    z = (z ^ z >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ z >> 31
}
