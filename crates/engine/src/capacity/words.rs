//! How figures and lists of names are put into words.

use crate::prose;

/// `BTS1`, `BTS1 and BTS2`, `BTS1, BTS2 and BTS3`; beyond six names `BTS1, … and 9 more`.
pub(super) fn list<S: AsRef<str>>(names: &[S]) -> String {
    const SHOWN: usize = 6;
    let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    if names.len() <= SHOWN {
        return prose::list(&names);
    }
    let shown: Vec<&str> = names.iter().take(SHOWN - 1).copied().collect();
    format!("{} and {} more", shown.join(", "), names.len() - shown.len())
}

/// Hosts by name with the word host where their names lack it: `host A`, `hosts A and B`, `Receive host and Send host`.
pub(super) fn hosts(names: &[&str]) -> String {
    let all = list(names);
    match names {
        names if names.iter().all(|name| name.to_lowercase().contains("host")) => all,
        [_] => format!("host {all}"),
        _ => format!("hosts {all}"),
    }
}

/// A rate with two significant figures and separators between thousands: `1,300`, `130`, `13`, `1.3`, `0`.
pub fn two_figures(value: f64) -> String {
    if !value.is_finite() {
        return "unlimited".to_owned();
    }
    if value <= 0.0 {
        return "0".to_owned();
    }
    let mut exponent = libm::floor(libm::log10(value)) as i32;
    let scale = |exponent: i32| libm::pow(10.0, f64::from(exponent - 1));
    // 99.7 rounds to 100, which has one figure more.
    if libm::round(value / scale(exponent)) >= 100.0 {
        exponent += 1;
    }
    let rounded = libm::round(value / scale(exponent)) * scale(exponent);
    let decimals = usize::try_from(1 - exponent).unwrap_or(0);
    thousands(&format!("{rounded:.decimals$}"))
}

fn thousands(digits: &str) -> String {
    let (whole, rest) = digits.find('.').map_or((digits, ""), |at| digits.split_at(at));
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped + rest
}

/// A share as a whole percentage: `61 %`, `0.4 %` below one percent.
pub fn percent(share: f64) -> String {
    let value = share * 100.0;
    if value > 0.0 && value < 1.0 { format!("{value:.1} %") } else { format!("{value:.0} %") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_keep_two_significant_figures() {
        let cases = [
            (0.0, "0"),
            (0.0456, "0.046"),
            (1.26, "1.3"),
            (9.97, "10"),
            (99.7, "100"),
            (132.05, "130"),
            (1320.5, "1,300"),
            (1_234_567.0, "1,200,000"),
            (f64::INFINITY, "unlimited"),
        ];
        for (value, words) in cases {
            assert_eq!(two_figures(value), words, "{value}");
        }
    }

    #[test]
    fn the_word_host_stands_once() {
        assert_eq!(hosts(&["Receive"]), "host Receive");
        assert_eq!(hosts(&["Receive", "Send host"]), "hosts Receive and Send host");
        assert_eq!(hosts(&["Receive host", "Send host"]), "Receive host and Send host");
    }

    #[test]
    fn long_lists_are_cut() {
        assert_eq!(list(&["A"]), "A");
        assert_eq!(list(&["A", "B", "C"]), "A, B and C");
        assert_eq!(list(&["A", "B", "C", "D", "E", "F", "G"]), "A, B, C, D, E and 2 more");
        assert_eq!(list::<&str>(&[]), "");
    }
}
