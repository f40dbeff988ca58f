//! What day it is: asked in one place, fixed in tests.

use std::ffi::OsString;
use std::time::SystemTime;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::calendar::Day;

/// The variable that fixes the day, as reproducible builds want it: <https://reproducible-builds.org/specs/source-date-epoch/>.
const SOURCE_DATE_EPOCH: &str = "SOURCE_DATE_EPOCH";

/// Tells the date.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The clock of the computer, in a time zone.
    System(TimeZone),
    /// Always the same day, as YYYY-MM-DD.
    Fixed(String),
}

/// A SOURCE_DATE_EPOCH that is no point in time.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the environment variable SOURCE_DATE_EPOCH is “{0}”, but must be a whole number of seconds after 1970-01-01 in \
     UTC, such as 1769817600 for 2026-01-31; correct it or remove it"
)]
pub struct NoEpoch(pub String);

impl Clock {
    /// The day of SOURCE_DATE_EPOCH where that is set and not empty; else the computer's clock.
    ///
    /// # Errors
    /// SOURCE_DATE_EPOCH is no point in time.
    pub fn from_environment() -> Result<Self, NoEpoch> {
        Self::from_epoch(std::env::var_os(SOURCE_DATE_EPOCH))
    }

    fn from_epoch(epoch: Option<OsString>) -> Result<Self, NoEpoch> {
        let Some(text) = epoch.filter(|it| !it.is_empty()) else { return Ok(Self::system()) };
        let text = text.to_string_lossy();
        let secs = text.trim().parse().ok().filter(|secs| *secs >= 0);
        let instant = secs.and_then(|secs| Timestamp::from_second(secs).ok());
        let instant = instant.ok_or_else(|| NoEpoch(text.into_owned()))?;
        Ok(Self::Fixed(day_in(&TimeZone::UTC, instant).to_string()))
    }

    /// The computer's clock in its time zone; in UTC where the zone cannot be told. The zone is asked for once.
    pub fn system() -> Self {
        Self::System(TimeZone::try_system().unwrap_or_else(|err| {
            log::warn!("the time zone of this computer is unknown, so days are those of UTC: {err}");
            TimeZone::UTC
        }))
    }

    /// Today as YYYY-MM-DD.
    pub fn today(&self) -> String {
        match self {
            Self::Fixed(day) => day.clone(),
            Self::System(zone) => day_in(zone, Timestamp::now()).to_string(),
        }
    }
}

/// The day that it is in a time zone at a moment; moments before 1970 count as its start.
fn day_in(zone: &TimeZone, instant: Timestamp) -> Day {
    Day::from_date(zone.to_datetime(instant.max(Timestamp::UNIX_EPOCH)).date())
}

/// A moment to the minute, in UTC and saying so; `None` for those that no calendar holds.
pub fn minute_in_utc(at: SystemTime) -> Option<String> {
    Some(Timestamp::try_from(at).ok()?.strftime("%Y-%m-%d %H:%M UTC").to_string())
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use super::*;

    fn of_epoch(text: &str) -> Result<String, NoEpoch> {
        Clock::from_epoch(Some(text.into())).map(|clock| clock.today())
    }

    fn zone(rule: &str) -> TimeZone {
        TimeZone::posix(rule).unwrap()
    }

    #[test]
    fn the_day_is_that_of_the_place_where_the_computer_stands() {
        let day = |zone: &TimeZone, instant: &str| day_in(zone, instant.parse().unwrap()).to_string();
        let (tokyo, new_york) = (zone("JST-9"), zone("EST5EDT,M3.2.0,M11.1.0"));
        assert_eq!(day(&tokyo, "2026-01-30T15:00:00Z"), "2026-01-31", "a morning in Tokyo");
        assert_eq!(day(&TimeZone::UTC, "2026-01-30T15:00:00Z"), "2026-01-30");
        assert_eq!(day(&new_york, "2026-02-01T04:59:59Z"), "2026-01-31", "an evening in New York");
        assert_eq!(day(&new_york, "2026-07-01T04:00:00Z"), "2026-07-01", "in summer the day starts an hour earlier");
        assert_eq!(day(&new_york, "1969-06-01T00:00:00Z"), "1969-12-31", "a clock that was never set");
    }

    #[test]
    fn the_fixed_day_is_that_of_utc_wherever_the_computer_stands() {
        assert_eq!(of_epoch("0").unwrap(), "1970-01-01");
        assert_eq!(of_epoch("951782400").unwrap(), "2000-02-29");
        assert_eq!(of_epoch(" 1709251199\n").unwrap(), "2024-02-29");
        assert_eq!(of_epoch("1735689600").unwrap(), "2025-01-01");
    }

    #[test]
    fn a_fixed_day_that_is_no_number_of_seconds_is_an_error_that_says_so() {
        for wrong in ["yesterday", "2026-01-31", "1.5", "-1", " ", "99999999999999"] {
            assert_eq!(of_epoch(wrong), Err(NoEpoch(wrong.to_owned())));
        }
        assert!(NoEpoch("x".to_owned()).to_string().contains("SOURCE_DATE_EPOCH is “x”"));
    }

    #[test]
    fn without_a_fixed_day_the_clock_of_the_computer_counts() {
        for unset in [None, Some(OsString::new())] {
            assert!(matches!(Clock::from_epoch(unset), Ok(Clock::System(_))));
        }
        assert!(Clock::system().today().parse::<Day>().is_ok());
    }

    #[test]
    fn moments_are_told_to_the_minute() {
        let at = UNIX_EPOCH + Duration::from_secs(1_709_251_199);
        assert_eq!(minute_in_utc(at).unwrap(), "2024-02-29 23:59 UTC");
    }
}
