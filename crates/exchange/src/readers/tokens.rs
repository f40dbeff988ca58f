//! Values of the placeholders in configurations: `Token;Value;Comment`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use csv::ReaderBuilder;

use super::reading::{Dropped, Reading};

/// Whether a line is the header of such a list.
pub(super) fn is_header(line: &str) -> bool {
    let mut columns = line.split([';', ',', '\t']).map(str::trim);
    columns.next() == Some("Token") && columns.next() == Some("Value")
}

/// The values by token, each with the places that state it.
type Values = BTreeMap<String, BTreeMap<String, (Arc<str>, u32)>>;

/// Token lists by the names of their files. What two of them state differently has no value, unless one of them belongs to
/// the configuration: `NAME.csv` to `NAME.configuration.xml`.
#[derive(Debug, Default)]
pub(super) struct Tokens(BTreeMap<String, Values>);

/// The values that count for one configuration.
#[derive(Debug, Default)]
pub(super) struct Filling(Values);

impl Tokens {
    /// Reads a file.
    pub(super) fn read(&mut self, text: &str, reading: &mut Reading) {
        let values = self.0.entry(stem(&reading.name)).or_default();
        let text = text.trim_start();
        let delimiter = text.bytes().find(|it| b";,\t".contains(it)).unwrap_or(b';');
        let mut rows = ReaderBuilder::new();
        let mut rows = rows.delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
        for row in rows.records() {
            let Ok(row) = row else {
                return reading.problem(None, "is no list of tokens from here on");
            };
            let (token, value) = (row.get(0).unwrap_or_default().trim(), row.get(1).unwrap_or_default().trim());
            if is_secret(token) {
                reading.drops(Dropped::Passwords, usize::from(!value.is_empty()));
            } else if !token.is_empty() && !value.is_empty() {
                let line = row.position().map_or(1, |it| u32::try_from(it.line()).unwrap_or(u32::MAX));
                let place = (reading.name.clone(), line);
                values.entry(token.to_owned()).or_default().entry(value.to_owned()).or_insert(place);
            }
        }
    }

    /// The values for a configuration that has this file name, or is that of this computer: those of its own list, else
    /// those of all lists that belong to no other configuration.
    pub(super) fn of(&self, own: &[String], configurations: &BTreeSet<String>) -> Filling {
        let shared = self.0.iter().filter(|(it, _)| !configurations.contains(*it) && !own.contains(it));
        let mut filling = Values::new();
        for (token, values) in shared.flat_map(|(_, it)| it) {
            let known = filling.entry(token.clone()).or_default();
            for (value, place) in values {
                known.entry(value.clone()).or_insert_with(|| place.clone());
            }
        }
        for (token, values) in own.iter().filter_map(|it| self.0.get(it)).flatten() {
            filling.insert(token.clone(), values.clone());
        }
        Filling(filling)
    }
}

impl Filling {
    /// A text with its placeholders filled in, as far as their values are known. What lists contradict each other about
    /// is noted.
    pub(super) fn fill(&self, text: &str, reading: &mut Reading) -> String {
        let mut filled = text.trim().to_owned();
        for (open, close) in [("%%", "%%"), ("{{", "}}")] {
            let mut done = String::new();
            let mut rest = filled.as_str();
            while let Some((before, after)) = rest.split_once(open) {
                let Some((token, behind)) = after.split_once(close) else { break };
                done.push_str(before);
                match self.value(token, reading) {
                    Some(value) => done.push_str(value),
                    None => done.push_str(&format!("{open}{token}{close}")),
                }
                rest = behind;
            }
            done.push_str(rest);
            filled = done;
        }
        filled
    }

    fn value(&self, token: &str, reading: &mut Reading) -> Option<&str> {
        let values = self.0.get(token)?;
        if values.len() > 1 {
            let mut places: Vec<&(Arc<str>, u32)> = values.values().collect();
            places.sort();
            let places: Vec<String> = places.iter().map(|(file, line)| format!("{file}, line {line}")).collect();
            let what =
                format!("the value of the placeholder {token}, which {} state differently", places.join(" and "));
            reading.leaves_open(what, 1);
            return None;
        }
        values.keys().next().map(String::as_str)
    }
}

/// The name of a file without its folder and its endings, in upper case.
pub(super) fn stem(file: &str) -> String {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    name.split('.').next().unwrap_or(name).to_uppercase()
}

/// Whether the name of a token says that its value is a secret.
fn is_secret(token: &str) -> bool {
    let token = token.to_ascii_lowercase();
    ["pwd", "password", "secret", "passphrase"].iter().any(|it| token.contains(it))
}
