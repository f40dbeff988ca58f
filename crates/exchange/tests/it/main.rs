//! Exports of a made-up BizTalk group, written by us: what is read, how it lands, and what damaged files bring about.

mod again;
mod clustered;
mod code;
mod contradicted;
mod damage;
mod landed;
mod read;
mod speed;
mod unsaid;

use tierwright_exchange::load::Source;
use tierwright_exchange::readers::{Import, Options, read_all};

/// The exports, each under its name.
const EXPORTS: [(&str, &[u8]); 6] = [
    ("APP01.configuration.xml", include_bytes!("../exports/APP01.configuration.xml")),
    ("bindings.xml", include_bytes!("../exports/bindings.xml")),
    ("collected.json", include_bytes!("../exports/collected.json")),
    ("hosts.tsv", include_bytes!("../exports/hosts.tsv")),
    ("settings.xml", include_bytes!("../exports/settings.xml")),
    ("tokens.csv", include_bytes!("../exports/tokens.csv")),
];

/// Some of the exports.
fn sources(names: &[&str]) -> Vec<Source> {
    let wanted = |name: &str| EXPORTS.iter().find(|(it, _)| *it == name).map(|(_, bytes)| *bytes);
    let source =
        |name: &&str| Source { name: (*name).to_owned(), bytes: Ok(wanted(name).expect("an export").to_vec()) };
    names.iter().map(source).collect()
}

/// What some of the exports say.
fn import(names: &[&str]) -> Import {
    read_all(sources(names), Options::default())
}

/// What a text says as a file of a name.
fn import_text(name: &str, text: &str) -> Import {
    let source = Source { name: name.to_owned(), bytes: Ok(text.as_bytes().to_vec()) };
    read_all([source], Options::default())
}

/// What texts say together, each as a file of a name.
fn import_texts(files: &[(String, String)]) -> Import {
    let source = |(name, text): &(String, String)| Source { name: name.clone(), bytes: Ok(text.clone().into_bytes()) };
    read_all(files.iter().map(source), Options::default())
}

/// The names of all exports.
fn all() -> Vec<&'static str> {
    EXPORTS.iter().map(|(name, _)| *name).collect()
}
