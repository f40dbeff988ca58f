//! A day of the calendar: read strictly, compared and written as YYYY-MM-DD.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A day that exists in the Gregorian calendar. Sorts from earlier to later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(u16, u8, u8);

impl Day {
    /// Year, month from 1 and day of the month from 1.
    pub const fn parts(self) -> (u16, u8, u8) {
        (self.0, self.1, self.2)
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

fn parse(text: &str) -> Option<Day> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let digits = |text: &str, count: usize| text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
    if parts.next().is_some() || !(digits(year, 4) && digits(month, 2) && digits(day, 2)) {
        return None;
    }
    let (year, month, day) = (year.parse::<u16>().ok()?, month.parse().ok()?, day.parse().ok()?);
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let last = match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        1..=12 => 31,
        _ => return None,
    };
    (1..=last).contains(&day).then_some(Day(year, month, day))
}

impl fmt::Display for Day {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}-{:02}-{:02}", self.0, self.1, self.2)
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
        for wrong in
            ["2023-02-29", "2024-13-01", "2024-00-10", "2024-1-01", "01.02.2024", "", "2024-01-01-01", "+024-01-01"]
        {
            assert_eq!(wrong.parse::<Day>(), Err(NoDay(wrong.to_owned())));
        }
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
