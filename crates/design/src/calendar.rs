//! A day of the calendar: read strictly, compared and written as YYYY-MM-DD.

use std::fmt;
use std::str::FromStr;

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A day that exists in the Gregorian calendar, from the year 0 to 9999. Sorts from earlier to later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(Date);

impl Day {
    /// The day of a date whose year is not negative.
    pub(crate) const fn from_date(date: Date) -> Self {
        Self(date)
    }

    /// The same day some years later; the last one that exists where the calendar ends.
    pub fn years_later(self, years: u8) -> Self {
        Self(self.0.checked_add(i64::from(years).years()).unwrap_or(Date::MAX))
    }

    /// Year, month from 1 and day of the month from 1.
    pub fn parts(self) -> (u16, u8, u8) {
        (self.0.year().unsigned_abs(), self.0.month().unsigned_abs(), self.0.day().unsigned_abs())
    }
}

/// A text that is no day.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is no date; write it as YYYY-MM-DD, such as 2026-01-31")]
pub struct NoDay(pub String);

impl FromStr for Day {
    type Err = NoDay;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        parse(text).ok_or_else(|| NoDay(text.to_owned()))
    }
}

/// Stricter than the library, which also reads a date with a time or a zone, without hyphens and with a sign.
fn parse(text: &str) -> Option<Day> {
    let strict = text.len() == 10
        && text.bytes().enumerate().all(|(at, b)| if matches!(at, 4 | 7) { b == b'-' } else { b.is_ascii_digit() });
    strict.then(|| text.parse().ok().map(Day))?
}

impl fmt::Display for Day {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_days_of_the_calendar_are_days() {
        assert_eq!("2024-02-29".parse::<Day>().unwrap().parts(), (2024, 2, 29));
        assert_eq!("0000-02-29".parse::<Day>().unwrap().parts(), (0, 2, 29));
        for wrong in [
            "2023-02-29",
            "2024-13-01",
            "2024-00-10",
            "2024-01-32",
            "2024-1-01",
            "01.02.2024",
            "",
            "2024-01-01-01",
            "+024-01-01",
            "20240101",
            "2024-01-01T10:00",
            "2024-01-01[UTC]",
            "-000001-01-01",
            "２０２４-01-01",
        ] {
            assert_eq!(wrong.parse::<Day>(), Err(NoDay(wrong.to_owned())));
        }
    }

    #[test]
    fn a_day_some_years_later_exists() {
        let later = |text: &str, years| text.parse::<Day>().unwrap().years_later(years).to_string();
        assert_eq!(later("2026-11-28", 2), "2028-11-28");
        assert_eq!(later("2024-02-29", 1), "2025-02-28");
        assert_eq!(later("9999-01-01", 1), "9999-12-31");
    }

    #[test]
    fn days_sort_by_time_and_read_back_from_what_they_write() {
        let days: Vec<Day> = ["0099-12-31", "2024-02-29", "2024-03-01"].iter().map(|it| it.parse().unwrap()).collect();
        assert!(days.is_sorted());
        for day in days {
            assert_eq!(day.to_string().parse(), Ok(day));
            assert_eq!(ron::from_str::<Day>(&ron::to_string(&day).unwrap()).unwrap(), day);
        }
    }
}
