//! Findings in words: the one place that turns what a check found into sentences.
//!
//! Checks write facts ([`Value`]); the row of the rule in `assets/rules` holds the sentence of each case, the label of
//! each fact, and the words that the rule uses. Another language is another folder of rows with the same ids.

#[cfg(any(test, feature = "testing"))]
mod audit;
mod shared;
mod template;

use std::borrow::Cow;

use super::catalog::RuleRow;
use super::value::{Fact, Value};
use super::{Finding, Reason, catalog};
use crate::model::{Document, Element};
use crate::prose;

#[cfg(any(test, feature = "testing"))]
pub use audit::faults_of_words;
use shared::shared;
pub(super) use template::Gap;
pub use template::{BadTemplate, Template};
use template::{Form, Join, Part};

/// Most elements that a sentence names; who wants every one finds them in [`Finding::elements`].
const MOST_NAMED: usize = 8;

impl Finding {
    /// One sentence without a period that names the elements, of very many the first and how many more there are.
    pub fn message(&self, document: &Document) -> String {
        let row = catalog().row(self.rule);
        match row.and_then(|row| row.case(self.case)) {
            Some(case) => Scribe { document, row, most: MOST_NAMED }.fill(&case.says, |gap| self.filling(None, gap)),
            None => row.map_or("", |row| row.title).to_owned(),
        }
    }

    /// What was looked at, as label and value. Facts without a label serve sentences only.
    pub fn fact_lines(&self, document: &Document) -> Vec<(String, String)> {
        let scribe = Scribe { document, row: catalog().row(self.rule), most: usize::MAX };
        self.facts.iter().filter_map(|fact| scribe.line(self, fact)).collect()
    }

    /// What fills a gap of a sentence, or of the label or the value of one fact.
    pub(super) fn filling<'f>(&'f self, of: Option<&'f Fact>, gap: Gap) -> Option<Cow<'f, Value>> {
        match gap {
            Gap::Element(_) | Gap::Rest(_) => placed(&self.elements, gap),
            Gap::About => of.and_then(|fact| fact.about.as_ref()).map(Cow::Borrowed),
            Gap::Fact(id) => {
                let own = of.filter(|fact| fact.id == id);
                own.or_else(|| self.facts.iter().find(|it| it.id == id)).map(|it| Cow::Borrowed(&it.value))
            }
        }
    }
}

impl Reason {
    /// The reason in a few words: "no availability group".
    pub fn words(&self, document: &Document) -> String {
        let scribe = Scribe { document, row: None, most: MOST_NAMED };
        let reason = shared().reasons.get(self.id);
        reason.map_or_else(String::new, |it| scribe.fill(it, |gap| placed(&self.elements, gap)))
    }
}

/// The elements that a gap names by their places.
fn placed(elements: &[Element], gap: Gap) -> Option<Cow<'static, Value>> {
    let named = match gap {
        Gap::Element(at) => elements.get(at..=at),
        Gap::Rest(from) => elements.get(from..),
        Gap::About | Gap::Fact(_) => None,
    };
    named.map(|it| Cow::Owned(Value::Elements(it.to_vec())))
}

/// Puts values into words for one rule.
struct Scribe<'a> {
    document: &'a Document,
    row: Option<&'a RuleRow>,
    /// Most elements that a list names.
    most: usize,
}

impl Scribe<'_> {
    /// The label and the value of a fact; `None` for a fact without a label.
    fn line(&self, finding: &Finding, fact: &Fact) -> Option<(String, String)> {
        let plain = || self.written(&fact.value, Form::default());
        if let Value::Note(note) = &fact.value {
            return Some((self.word("also", &[Value::Text(note.rule.to_string())]), plain()));
        }
        let row = self.row.and_then(|row| row.fact(fact.id)).filter(|row| !row.label.is_empty())?;
        let label = self.fill(&row.label, |gap| finding.filling(Some(fact), gap));
        let value =
            if row.shows.is_empty() { plain() } else { self.fill(&row.shows, |gap| finding.filling(Some(fact), gap)) };
        Some((label, value))
    }

    /// The sentence with its gaps filled; what fills none is left out.
    fn fill<'v>(&self, template: &Template, filling: impl Fn(Gap) -> Option<Cow<'v, Value>>) -> String {
        let mut text = String::new();
        for part in template.parts() {
            match part {
                Part::Words(words) => text.push_str(words),
                Part::Gap(gap, form) => {
                    text.push_str(&filling(*gap).map_or_else(String::new, |it| self.written(&it, *form)));
                }
            }
        }
        text
    }

    fn written(&self, value: &Value, form: Form) -> String {
        if let Some((one, many)) = form.choice {
            return prose::plural(value.number(), one, many).to_owned();
        }
        if form.is_count {
            return value.number().to_string();
        }
        let text = self.words(value, form);
        if form.is_lower { text.to_lowercase() } else { text }
    }

    fn words(&self, value: &Value, form: Form) -> String {
        match value {
            Value::Elements(elements) if elements.is_empty() => self.word("none", &[]),
            Value::Elements(elements) => {
                let names: Vec<String> = elements.iter().map(|it| it.name(self.document)).collect();
                joined(names, form, Join::And, self.most)
            }
            Value::List(items) => {
                let items: Vec<String> = items.iter().map(|it| self.words(it, Form::default())).collect();
                joined(items, form, Join::Comma, usize::MAX)
            }
            Value::Count(number) => number.to_string(),
            Value::Figure(digits, unit) => self.word(unit, &[Value::Text(digits.clone())]),
            Value::Flag(flag) => self.word(if *flag { "yes" } else { "no" }, &[]),
            Value::Label(label) => label.text.to_owned(),
            Value::Word(id, parts) => self.word(id, parts),
            Value::Text(text) => text.clone(),
            Value::Missing => self.word("not-entered", &[]),
            Value::Note(finding) => finding.message(self.document),
        }
    }

    /// A word of the row, else a shared one.
    fn word(&self, id: &str, parts: &[Value]) -> String {
        let own = self.row.and_then(|row| row.words.get(id));
        own.or_else(|| shared().words.get(id)).map_or_else(String::new, |word| {
            self.fill(word, |gap| match gap {
                Gap::Element(at) => parts.get(at).map(Cow::Borrowed),
                Gap::Rest(_) | Gap::About | Gap::Fact(_) => None,
            })
        })
    }
}

fn joined(mut items: Vec<String>, form: Form, by_default: Join, most: usize) -> String {
    if form.is_sorted {
        items.sort_unstable();
        items.dedup();
    }
    match form.join.unwrap_or(by_default) {
        Join::And => prose::list_most(&items, most),
        Join::Comma => items.join(", "),
        Join::Semicolon => items.join("; "),
    }
}

#[cfg(test)]
mod tests;
