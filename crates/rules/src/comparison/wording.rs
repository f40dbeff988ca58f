//! How what designs state is called: figures by their table, other fields by `assets/details.ron`, or as they are written,
//! values by their lists.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::figures::measure;
use crate::model::words::label_of;

const TABLE: &str = include_str!("../../../../assets/details.ron");

/// The words of details by the way to them; empty, with a logged error, when the embedded data is damaged.
pub(super) fn table() -> &'static BTreeMap<String, String> {
    static WORDS: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
        ron::from_str(TABLE).unwrap_or_else(|err| {
            log::error!("assets/details.ron: {err}");
            BTreeMap::new()
        })
    });
    &WORDS
}

/// The name of a detail, whose way is its fields with blanks between them, as words.
pub(super) fn in_words(way: &str) -> String {
    let way = way.strip_prefix("slot ").unwrap_or(way).trim_end_matches(" value");
    let of_kind = || {
        let (whole, kind) = way.rsplit_once(' ')?;
        let sentence = table().get(whole).filter(|it| it.contains("{}"))?;
        Some(sentence.replace("{}", &word_of(kind)))
    };
    let of_figure = measure(way).map(|it| match it.unit {
        "" => it.name.to_owned(),
        unit => format!("{} ({unit})", it.name),
    });
    of_figure.or_else(|| table().get(way).cloned()).or_else(of_kind).unwrap_or_else(|| way.replace('_', " "))
}

/// One of several kinds with what belongs to it: `on SQL1`.
pub(super) fn of_variant(way: &str, variant: &str, words: &str) -> String {
    match table().get(way) {
        Some(sentence) => sentence.replace("{}", words),
        None => format!("{} {words}", word_of(variant)).trim_end().to_owned(),
    }
}

/// Fields of what people write: names and notes of theirs, shown as they are.
const TEXTS: [&str; 30] = [
    "adapter_name",
    "author",
    "by",
    "change",
    "confidentiality",
    "consolidated_into",
    "customer",
    "date",
    "domain",
    "due",
    "evidence",
    "file",
    "fingerprint",
    "host_cluster",
    "input",
    "label",
    "name",
    "note",
    "notes",
    "on",
    "owner",
    "partner",
    "person",
    "project",
    "reason",
    "role",
    "rule",
    "text",
    "title",
    "version",
];

/// A text in a field as people read it.
pub(super) fn text_in(field: &str, text: &str) -> String {
    if TEXTS.contains(&field) { text.to_owned() } else { word_of(text) }
}

/// A word of the model as people read it: its label, `V2019` is “2019”, and what no list knows by its parts.
pub(super) fn word_of(word: &str) -> String {
    if let Some(year) = word.strip_prefix('V').filter(|it| it.starts_with(|it: char| it.is_ascii_digit())) {
        return year.replace('R', " R");
    }
    if let Some(label) = label_of(word) {
        return label.to_owned();
    }
    let is_name = word.starts_with(char::is_uppercase) && word.chars().all(char::is_alphanumeric);
    if !is_name || !word.chars().skip(1).any(char::is_lowercase) {
        return word.to_owned();
    }
    let mut words = String::new();
    let mut before = ' ';
    for letter in word.chars() {
        let starts = letter.is_uppercase() || (letter.is_ascii_digit() && !before.is_ascii_digit());
        if starts && before.is_lowercase() {
            words.push(' ');
            words.extend(letter.to_lowercase());
        } else {
            words.push(letter);
        }
        before = letter;
    }
    words
}
