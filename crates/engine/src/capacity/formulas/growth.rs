//! Growing load: what comes after some years, and when the limit is reached.

/// Load after `years`: `L0 (1 + g)^t`, with growth as a share per year (0.15 = 15 %).
pub(crate) fn load_after(load_per_sec: f64, growth_per_year: f64, years: f64) -> f64 {
    load_per_sec * libm::pow(1.0 + growth_per_year, years)
}

/// Years until the load reaches `limit_per_sec`: `ln(X / L0) / ln(1 + g)`.
///
/// Negative when it is already above the limit and grows; `None` when it never moves toward the limit.
pub(crate) fn years_to(load_per_sec: f64, growth_per_year: f64, limit_per_sec: f64) -> Option<f64> {
    let years = libm::log(limit_per_sec / load_per_sec) / libm::log1p(growth_per_year);
    (years.is_finite() && growth_per_year > 0.0).then_some(years)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_load_that_does_not_grow_never_reaches_the_limit() {
        assert_eq!(years_to(80.0, 0.0, 132.0), None);
        assert_eq!(years_to(0.0, 0.1, 132.0), None);
        assert!(years_to(150.0, 0.1, 132.0).unwrap() < 0.0);
    }
}
