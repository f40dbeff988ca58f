//! Readers of exports: each turns one kind of file into facts, and counts what it leaves behind.

mod bindings;
mod collector;
mod configuration;
mod hosts;
mod json;
mod reading;
mod settings;
mod sql_version;
mod text;
mod tokens;
mod xml;

use std::collections::{BTreeMap, BTreeSet};

pub(crate) use collector::{SCHEMA, VERSION, resource_words};
pub(crate) use configuration::database_question;
pub(crate) use reading::NOT_IN_THESE;
pub use reading::{Dropped, Gap, Problem, Reading, each_once};
pub(crate) use sql_version::version_of;

use crate::code::is_ours;
use crate::facts::{Fact, Merged, Property, Subject, Value, make_plain};
use crate::load::Source;
use tierwright_design::words;

words! {
    /// A kind of export.
    Kind {
        /// `BTSTask ExportSettings`, or the Settings Dashboard.
        Settings = "BizTalk settings (ExportSettings)",
        /// The configuration of a computer, exported by `Configuration.exe`.
        Configuration = "configuration of a computer (Configuration.exe)",
        /// Values of the placeholders in configurations.
        Tokens = "values of placeholders",
        /// A list of hosts, separated by tabs.
        Hosts = "list of hosts",
        /// A binding file.
        Bindings = "bindings (BindingInfo)",
        /// What our collector wrote.
        Collector = "output of the collector",
        /// What was written here for builders and says nothing that the other files do not.
        ForBuilders = "written by Tierwright for builders; not read back",
    }
}

/// The script that writes what [`Kind::Collector`] reads: read-only, for Windows PowerShell 5.1.
pub const COLLECTOR: &str = include_str!("../../../../assets/collector/Collect-BizTalkTopology.ps1");

/// What became of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileRead {
    /// Its name.
    pub name: String,
    /// What it is; `None` when that cannot be told.
    pub kind: Option<Kind>,
    /// The computer it was exported on, where it says so.
    pub computer: Option<String>,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
    /// What was left behind, and how often.
    pub dropped: BTreeMap<Dropped, usize>,
    /// The number of statements it made.
    pub num_facts: usize,
}

impl FileRead {
    /// What it is, in words: its kind and the computer it was exported on.
    pub fn what(&self) -> String {
        let kind = self.kind.map_or("not read", Kind::label);
        match &self.computer {
            Some(computer) => format!("{kind}, exported on {computer}"),
            None => kind.to_owned(),
        }
    }
}

/// What all files say together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Import {
    /// The files, sorted by name.
    pub files: Vec<FileRead>,
    /// What they say.
    pub facts: Merged,
    /// What they leave open, sorted.
    pub gaps: BTreeSet<Gap>,
}

impl Import {
    /// Whether any file is of one of these kinds.
    pub(crate) fn reads(&self, kinds: &[Kind]) -> bool {
        self.files.iter().any(|it| it.kind.is_some_and(|it| kinds.contains(&it)))
    }
}

/// What to take from exports beyond what a design needs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Whether the names of service accounts are kept. Passwords never are.
    pub accounts: bool,
}

/// Reads all files of an import. What is wrong with one of them does not stop the others, and their order does not matter.
pub fn read_all(sources: impl IntoIterator<Item = Source>, options: Options) -> Import {
    let mut files = Vec::new();
    let (mut facts, mut gaps): (Vec<Fact>, BTreeSet<Gap>) = (Vec::new(), BTreeSet::new());
    let mut waiting = Vec::new();
    let mut values = tokens::Tokens::default();
    for source in sources {
        let mut reading = Reading::new(&source.name, options);
        let text = source.bytes.and_then(|bytes| text::decode(bytes).map_err(|err| err.to_string()));
        let kind = match text {
            Err(problem) => {
                reading.problem(None, problem);
                None
            }
            Ok(text) => match kind_of(&text) {
                Ok(Kind::Configuration) => {
                    // Its placeholders may be in a file that comes later.
                    waiting.push((text, reading));
                    continue;
                }
                Ok(kind) => {
                    read(kind, &text, &mut values, &mut reading);
                    Some(kind)
                }
                Err(Problem { at, what: problem }) => {
                    reading.problem(at, problem);
                    None
                }
            },
        };
        take(kind, reading, &mut files, &mut facts, &mut gaps);
    }
    let known = computers_of(&facts);
    let configurations: BTreeSet<String> = waiting.iter().map(|(_, it)| tokens::stem(&it.name)).collect();
    for (text, mut reading) in waiting {
        let own: Vec<String> = [Some(tokens::stem(&reading.name)), computer_of_file(&reading.name, &known)]
            .into_iter()
            .flatten()
            .collect();
        configuration::read(&text, &values.of(&own, &configurations), &mut reading);
        take(Some(Kind::Configuration), reading, &mut files, &mut facts, &mut gaps);
    }
    settle_own_computers(&mut files, &mut facts, &mut gaps);
    files.sort_by(|a, b| a.name.cmp(&b.name));
    facts.iter_mut().for_each(Fact::make_plain);
    for file in &mut files {
        file.computer.iter_mut().for_each(make_plain);
        file.problems.iter_mut().for_each(|it| make_plain(&mut it.what));
    }
    let gaps = gaps.into_iter().map(|mut gap| {
        make_plain(&mut gap.what);
        gap
    });
    Import { files, facts: Merged::of(facts), gaps: gaps.collect() }
}

fn take(
    kind: Option<Kind>,
    reading: Reading,
    files: &mut Vec<FileRead>,
    facts: &mut Vec<Fact>,
    gaps: &mut BTreeSet<Gap>,
) {
    let Reading { name, facts: said, problems, dropped, gaps: open, computer, .. } = reading;
    files.push(FileRead { name: name.to_string(), kind, computer, problems, dropped, num_facts: said.len() });
    facts.extend(said);
    gaps.extend(open);
}

fn read(kind: Kind, text: &str, values: &mut tokens::Tokens, reading: &mut Reading) {
    match kind {
        Kind::Settings => settings::read(text, reading),
        Kind::Hosts => hosts::read(text, reading),
        Kind::Bindings => bindings::read(text, reading),
        Kind::Collector => collector::read(text, reading),
        Kind::Tokens => values.read(text, reading),
        Kind::Configuration | Kind::ForBuilders => {}
    }
}

/// What a text is, by how it begins.
fn kind_of(text: &str) -> Result<Kind, Problem> {
    let start = text.trim_start();
    if start.is_empty() {
        return Err(Problem { at: None, what: "is empty".to_owned() });
    }
    if start.starts_with('{') {
        return Ok(Kind::Collector);
    }
    if start.starts_with('<') {
        return xml::root_name(text).and_then(|(root, at)| match root.as_str() {
            "Settings" => Ok(Kind::Settings),
            "Configuration" => Ok(Kind::Configuration),
            "BindingInfo" => Ok(Kind::Bindings),
            _ if is_ours(text) => Ok(Kind::ForBuilders),
            other => {
                let known = "exports have the root Settings, Configuration or BindingInfo";
                Err(Problem { at: Some(at), what: format!("the root element is {other}; {known}") })
            }
        });
    }
    let header = start.lines().next().unwrap_or_default();
    if hosts::is_header(header) {
        return Ok(Kind::Hosts);
    }
    if tokens::is_header(header) {
        return Ok(Kind::Tokens);
    }
    if is_ours(text) {
        return Ok(Kind::ForBuilders);
    }
    let known = "known are ExportSettings, Configuration.exe and BindingInfo XML, lists of hosts, token lists and the \
                 output of the collector";
    Err(Problem { at: Some((1, 1)), what: format!("is no export that this program knows; {known}") })
}

/// Gives what configurations say of the computer they were exported on to that computer, which they do not name: the file
/// is called `NAME.configuration.xml`, or its name holds that of a computer that another export names.
fn settle_own_computers(files: &mut [FileRead], facts: &mut Vec<Fact>, gaps: &mut BTreeSet<Gap>) {
    let known = computers_of(facts);
    for file in files.iter_mut().filter(|it| it.kind == Some(Kind::Configuration)) {
        file.computer = computer_of_file(&file.name, &known);
    }
    for fact in &mut *facts {
        let Some(own) = reading::own_computer_of(&mut fact.subject) else { continue };
        match computer_of_file(&fact.place.file, &known) {
            Some(name) => *own = name,
            None => {
                let what = "the computer it was exported on; call the file NAME.configuration.xml".to_owned();
                gaps.insert(Gap { what, file: Some(fact.place.file.clone()), line: 1 });
                if (fact.property, &fact.value) == (Property::MasterSecret, &Value::Flag(true)) {
                    let what = "which computer holds the master secret: the file was exported on it".to_owned();
                    gaps.insert(Gap { what, file: Some(fact.place.file.clone()), line: fact.place.line });
                    (fact.subject, fact.property) = (Subject::Environment, Property::SecretServer);
                }
            }
        }
    }
    facts.retain_mut(|fact| !reading::own_computer_of(&mut fact.subject).is_some_and(|own| reading::is_own(own)));
}

/// The computers that exports name.
fn computers_of(facts: &[Fact]) -> BTreeSet<String> {
    let named = facts.iter().filter_map(|fact| match &fact.subject {
        Subject::Computer(name) if !reading::is_own(name) => Some(name.clone()),
        _ => None,
    });
    named.collect()
}

fn computer_of_file(file: &str, known: &BTreeSet<String>) -> Option<String> {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file).to_uppercase();
    // A number tells files of the same name apart.
    let name = name.rsplit_once(" (").filter(|(_, it)| it.ends_with(')')).map_or(name.as_str(), |(name, _)| name);
    let own = name.strip_suffix(".CONFIGURATION.XML").filter(|it| !it.is_empty());
    let named: Vec<&String> = known.iter().filter(|it| holds(name, it)).collect();
    // BTS1-OLD in a name is not BTS1.
    let whole = |it: &&&String| !named.iter().any(|other| other != *it && holds(other, it));
    let mut named = named.iter().filter(whole);
    let by_others = named.next().filter(|_| named.next().is_none());
    own.map(str::to_owned).or_else(|| by_others.map(|it| (*it).clone()))
}

/// Whether a name holds another one with neither a letter nor a figure before or behind it.
fn holds(name: &str, part: &str) -> bool {
    let is_apart = |it: Option<char>| it.is_none_or(|it| !it.is_alphanumeric());
    name.match_indices(part)
        .any(|(at, _)| is_apart(name[..at].chars().next_back()) && is_apart(name[at + part.len()..].chars().next()))
}
