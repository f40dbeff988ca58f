//! What one reader has found so far.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Options;
use crate::facts::{Fact, Place, Property, SqlName, Subject, Value, computer_key, is_placeholder};
use tierwright_design::prose::plural;
use tierwright_design::words;

use crate::model::DatabaseKind;

words! {
    /// What a reader leaves behind.
    Dropped {
        /// Settings of an adapter for one port, which may hold passwords.
        TransportData = "transport data",
        /// Addresses of partners.
        Addresses = "addresses",
        /// Certificates.
        Certificates = "certificates",
        /// Trading partners.
        Parties = "party data",
        /// Names of accounts.
        Accounts = "accounts",
        /// Passwords, and names under which they are kept.
        Passwords = "passwords",
        /// Names of Windows groups.
        WindowsGroups = "names of Windows groups",
        /// Files, such as the backup of the master secret.
        Paths = "paths of files",
        /// Settings about which a design says nothing.
        OtherSettings = "other settings",
    }
}

impl Dropped {
    /// So many of them: `1 account`, `2 accounts`.
    pub fn counted(self, count: usize) -> String {
        let (one, many) = match self {
            Self::TransportData => ("piece of transport data", "pieces of transport data"),
            Self::Addresses => ("address", self.label()),
            Self::Certificates => ("certificate", self.label()),
            Self::Parties => ("piece of party data", "pieces of party data"),
            Self::Accounts => ("account", self.label()),
            Self::Passwords => ("password", self.label()),
            Self::WindowsGroups => ("name of a Windows group", self.label()),
            Self::Paths => ("path of a file", self.label()),
            Self::OtherSettings => ("other setting", self.label()),
        };
        format!("{count} {}", plural(count, one, many))
    }
}

/// What is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Line and column, counted from 1, where it has a place.
    pub at: Option<(u32, u32)>,
    /// What is wrong, and what to do.
    pub what: String,
}

impl std::fmt::Display for Problem {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some((line, column)) = self.at {
            write!(formatter, "line {line}, column {column}: ")?;
        }
        formatter.write_str(&self.what)
    }
}

/// What exports leave open.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Gap {
    /// What is not known.
    pub what: String,
    /// The file that leaves it open; `None` = all of them.
    pub file: Option<Arc<str>>,
    /// The line in it.
    pub line: u32,
}

impl std::fmt::Display for Gap {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} ({})", self.what, self.place().as_deref().unwrap_or(NOT_IN_THESE))
    }
}

/// Where something is missing that no file says.
pub(crate) const NOT_IN_THESE: &str = "not in these exports";

impl Gap {
    /// Where it is missing; `None` = in all of the files.
    fn place(&self) -> Option<String> {
        self.file.as_ref().map(|file| format!("not in {file}, line {}", self.line))
    }
}

/// What stays open, once each however many files leave it so: what it is, and where the first of them does; `None` = all
/// files. Gaps are taken to be sorted.
pub fn each_once(gaps: &[Gap]) -> Vec<(&str, Option<String>)> {
    let alike = gaps.chunk_by(|one, next| one.what == next.what);
    let told = alike.filter_map(|all| {
        let (first, others) = all.split_first()?;
        let at = first.place().map(|place| match others.len() {
            0 => place,
            count => format!("{place}, nor in {count} other {}", plural(count, "file", "files")),
        });
        Some((first.what.as_str(), at))
    });
    told.collect()
}

/// What one file says.
#[derive(Debug)]
pub struct Reading {
    pub(super) name: Arc<str>,
    pub(super) options: Options,
    /// The computer it was exported on, where it says so.
    pub(super) computer: Option<String>,
    pub(super) facts: Vec<Fact>,
    pub(super) problems: Vec<Problem>,
    pub(super) dropped: BTreeMap<Dropped, usize>,
    pub(super) gaps: BTreeSet<Gap>,
}

/// Stands for the computer that a file was exported on until it is known; no computer has this name.
const OWN: &str = "\u{0}";

/// Whether a key stands for the computer that a file was exported on.
pub(super) fn is_own(key: &str) -> bool {
    key == OWN
}

/// The key in a subject that stands for the computer that a file was exported on.
pub(super) fn own_computer_of(subject: &mut Subject) -> Option<&mut String> {
    match subject {
        Subject::Computer(name) | Subject::Role(name, _) | Subject::HostInstance { computer: name, .. } => {
            Some(name).filter(|it| is_own(it))
        }
        _ => None,
    }
}

impl Reading {
    /// Nothing yet of a file.
    pub(super) fn new(name: &str, options: Options) -> Self {
        let (facts, problems, computer) = (Vec::new(), Vec::new(), None);
        Self { name: name.into(), options, computer, facts, problems, dropped: BTreeMap::new(), gaps: BTreeSet::new() }
    }

    /// The key of the computer that the file was exported on.
    pub(super) fn own() -> String {
        OWN.to_owned()
    }

    /// Notes a statement.
    pub(super) fn says(&mut self, subject: &Subject, property: Property, value: impl Into<Value>, line: u32) {
        let place = Place { file: self.name.clone(), line };
        self.facts.push(Fact { subject: subject.clone(), property, value: value.into(), place });
    }

    /// Notes that something is there, under the name as it is spelled.
    pub(super) fn found(&mut self, subject: &Subject, spelled: &str, line: u32) {
        self.says(subject, Property::Exists, spelled.trim(), line);
    }

    /// Notes that something is wrong.
    pub(super) fn problem(&mut self, at: Option<(u32, u32)>, what: impl Into<String>) {
        self.problems.push(Problem { at, what: what.into() });
    }

    /// Notes that something was left behind.
    pub(super) fn drops(&mut self, what: Dropped, count: usize) {
        if count > 0 {
            *self.dropped.entry(what).or_default() += count;
        }
    }

    /// Notes that something is not known.
    pub(super) fn leaves_open(&mut self, what: impl Into<String>, line: u32) {
        self.gaps.insert(Gap { what: what.into(), file: Some(self.name.clone()), line });
    }

    /// A host by its name; `None`, with a note, for a placeholder, and for no name.
    pub(super) fn host(&mut self, name: &str, line: u32) -> Option<String> {
        let name = name.trim();
        if is_placeholder(name) {
            self.leaves_open(format!("the host behind the placeholder {name}"), line);
            return None;
        }
        if name.is_empty() {
            return None;
        }
        let key = name.to_uppercase();
        self.found(&Subject::Host(key.clone()), name, line);
        Some(key)
    }

    /// A computer by its name; `None`, with a note, for a placeholder, and for no name.
    pub(super) fn computer(&mut self, name: &str, line: u32) -> Option<String> {
        if is_placeholder(name) {
            self.leaves_open(format!("the computer behind the placeholder {}", name.trim()), line);
            return None;
        }
        let key = computer_key(name);
        if key.is_empty() {
            return None;
        }
        if key.contains(['\\', '/', '@']) {
            // It may be an account that stands in the wrong place: it is not repeated.
            self.leaves_open("a computer under a name that no computer can have", line);
            return None;
        }
        let subject = Subject::Computer(key.clone());
        self.found(&subject, &key, line);
        if let Some((_, domain)) = name.trim().split_once('.').filter(|_| key != name.trim().to_uppercase()) {
            self.says(&subject, Property::Domain, domain.to_lowercase().as_str(), line);
        }
        Some(key)
    }

    /// A database on a SQL Server. `line` is that of the server, whose name decides.
    pub(super) fn database(&mut self, kind: DatabaseKind, name: &str, server: &str, line: u32) -> Option<Subject> {
        let (name, server) = (name.trim(), server.trim());
        if name.is_empty() && server.is_empty() {
            return None;
        }
        let key = if kind == DatabaseKind::MessageBox { name.to_uppercase() } else { String::new() };
        let subject = Subject::Database(kind, key);
        if name.is_empty() {
            self.leaves_open(format!("the name of the {} database on {server}", kind.label()), line);
        } else if is_placeholder(name) {
            self.leaves_open(format!("the name of the {} database (“{name}”)", kind.label()), line);
        } else {
            self.says(&subject, Property::Name, name, line);
        }
        self.found(&subject, kind.label(), line);
        match SqlName::parse(server).filter(|_| !is_placeholder(server)) {
            Some(sql) => {
                let key = sql.key();
                let on = Subject::Sql(key.clone());
                self.found(&on, &key, line);
                if let Some(port) = sql.port {
                    self.says(&on, Property::Port, u64::from(port), line);
                }
                self.says(&subject, Property::Server, key.as_str(), line);
            }
            None => {
                let what = format!("the SQL Server of the {} database {name} (“{server}”)", kind.label());
                self.leaves_open(what, line);
            }
        }
        Some(subject)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_several_files_leave_open_is_told_once_with_the_first_of_them() {
        let gap = |what: &str, file: Option<&str>, line| Gap { what: what.to_owned(), file: file.map(Arc::from), line };
        let gaps = [
            gap("the edition", None, 0),
            gap("the host", Some("a.xml"), 3),
            gap("the server", Some("a.xml"), 7),
            gap("the server", Some("b.xml"), 9),
            gap("the server", Some("c.xml"), 8),
        ];
        let server = "not in a.xml, line 7, nor in 2 other files".to_owned();
        let told = [
            ("the edition", None),
            ("the host", Some("not in a.xml, line 3".to_owned())),
            ("the server", Some(server)),
        ];
        assert_eq!(each_once(&gaps), told);
    }

    #[test]
    fn what_is_left_behind_is_counted_in_words_that_fit_the_number() {
        assert_eq!(Dropped::Accounts.counted(1), "1 account");
        assert_eq!(Dropped::Accounts.counted(2), "2 accounts");
        assert_eq!(Dropped::TransportData.counted(8), "8 pieces of transport data");
    }
}
