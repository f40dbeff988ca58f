//! What day it is: asked in one place, fixed in tests.

use std::time::{SystemTime, UNIX_EPOCH};

/// Tells the date.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The clock of the computer, in UTC.
    System,
    /// Always the same day, as YYYY-MM-DD.
    Fixed(String),
}

impl Clock {
    /// The day of SOURCE_DATE_EPOCH where that is set, as reproducible builds want it; else the computer's clock.
    pub fn from_environment() -> Self {
        let epoch = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|text| text.trim().parse().ok());
        epoch.map_or(Self::System, |secs| Self::Fixed(day_of_epoch_secs(secs)))
    }

    /// Today as YYYY-MM-DD.
    pub fn today(&self) -> String {
        match self {
            Self::Fixed(day) => day.clone(),
            Self::System => {
                let secs = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
                day_of_epoch_secs(secs)
            }
        }
    }
}

/// The day, as YYYY-MM-DD in UTC, of a number of seconds after 1970-01-01.
///
/// Howard Hinnant's `civil_from_days` for the Gregorian calendar.
pub fn day_of_epoch_secs(secs: u64) -> String {
    let days = i64::try_from(secs / 86_400).unwrap_or(0) + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_around_leap_years_are_right() {
        assert_eq!(day_of_epoch_secs(0), "1970-01-01");
        assert_eq!(day_of_epoch_secs(951_782_400), "2000-02-29");
        assert_eq!(day_of_epoch_secs(1_709_251_199), "2024-02-29");
        assert_eq!(day_of_epoch_secs(1_735_689_600), "2025-01-01");
    }
}
