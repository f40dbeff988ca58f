//! Values of the placeholders in configurations: `Token;Value;Comment`.

use std::collections::{BTreeMap, BTreeSet};

use csv::ReaderBuilder;

use super::reading::{Dropped, Reading};

/// Whether a line is the header of such a list.
pub(super) fn is_header(line: &str) -> bool {
    let mut columns = line.split([';', ',', '\t']).map(str::trim);
    columns.next() == Some("Token") && columns.next() == Some("Value")
}

/// The values by token. Two files may give one token two values: then it has none.
#[derive(Debug, Default)]
pub(super) struct Tokens(BTreeMap<String, BTreeSet<String>>);

impl Tokens {
    /// Reads a file.
    pub(super) fn read(&mut self, text: &str, reading: &mut Reading) {
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
            } else if !token.is_empty() {
                self.0.entry(token.to_owned()).or_default().insert(value.to_owned());
            }
        }
    }

    /// A text with its placeholders filled in, as far as their values are known.
    pub(super) fn fill(&self, text: &str) -> String {
        let mut filled = text.trim().to_owned();
        for (open, close) in [("%%", "%%"), ("{{", "}}")] {
            let mut done = String::new();
            let mut rest = filled.as_str();
            while let Some((before, after)) = rest.split_once(open) {
                let Some((token, behind)) = after.split_once(close) else { break };
                done.push_str(before);
                match self.value(token) {
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

    fn value(&self, token: &str) -> Option<&str> {
        let values = self.0.get(token)?;
        values.first().filter(|_| values.len() == 1).map(String::as_str)
    }
}

/// Whether the name of a token says that its value is a secret.
fn is_secret(token: &str) -> bool {
    let token = token.to_ascii_lowercase();
    ["pwd", "password", "secret", "passphrase"].iter().any(|it| token.contains(it))
}
