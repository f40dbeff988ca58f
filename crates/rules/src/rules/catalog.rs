//! The rule catalogue, read from `assets/rules/*.ron`: the rows that are shown, printed and documented.

mod row;

use std::fmt;
use std::ops::Range;
use std::str::FromStr;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Deserializer, Serialize};

pub use row::{Case, FactRow, Folds, RuleRow};

use row::FileRow;

/// The files of the catalogue in catalogue order, each with the title of its family.
const FAMILIES: [(&str, &str); 15] = [
    ("BizTalk hosts and host instances", include_str!("../../../../assets/rules/hosts.ron")),
    ("Tracking", include_str!("../../../../assets/rules/tracking.ron")),
    ("Load balancing and isolated receive", include_str!("../../../../assets/rules/load-balancing.ron")),
    ("Adapters", include_str!("../../../../assets/rules/adapters.ron")),
    ("Clustered hosts", include_str!("../../../../assets/rules/clustered-hosts.ron")),
    ("Enterprise Single Sign-On", include_str!("../../../../assets/rules/single-sign-on.ron")),
    ("SQL Server tier", include_str!("../../../../assets/rules/sql-server.ron")),
    ("MessageBox scale-out", include_str!("../../../../assets/rules/message-boxes.ron")),
    ("Availability groups", include_str!("../../../../assets/rules/availability-groups.ron")),
    ("MSDTC, network and accounts", include_str!("../../../../assets/rules/network.ron")),
    ("Editions, versions and platform", include_str!("../../../../assets/rules/platform.ron")),
    ("Virtual machines", include_str!("../../../../assets/rules/virtual-machines.ron")),
    ("BAM, business rules and EDI", include_str!("../../../../assets/rules/features.ron")),
    ("Backup and disaster recovery", include_str!("../../../../assets/rules/disaster-recovery.ron")),
    ("Operations", include_str!("../../../../assets/rules/operations.ron")),
];

/// The id of a rule, such as `SSO-004`. Sorts by its text; [`Catalog::position`] gives catalogue order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct RuleId(&'static str);

impl RuleId {
    /// An id that is written in the program; a test proves that every such id has a row.
    pub const fn new(id: &'static str) -> Self {
        Self(id)
    }

    /// The id as text.
    pub const fn as_str(self) -> &'static str {
        self.0
    }

    /// The part before the number: `SSO` for `SSO-004`.
    pub fn family(self) -> &'static str {
        self.0.split_once('-').map_or(self.0, |(family, _)| family)
    }
}

impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.0)
    }
}

impl PartialEq<str> for RuleId {
    fn eq(&self, other: &str) -> bool {
        self.0 == other
    }
}

impl PartialEq<&str> for RuleId {
    fn eq(&self, other: &&str) -> bool {
        self.0 == *other
    }
}

/// A text that is not the id of a rule.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no rule “{0}”")]
pub struct UnknownRule(pub String);

impl FromStr for RuleId {
    type Err = UnknownRule;

    /// Looks the id up in the catalogue; capitals do not matter.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let id = text.trim().to_ascii_uppercase();
        catalog().find(&id).map(|row| row.id).ok_or_else(|| UnknownRule(text.to_owned()))
    }
}

impl<'de> Deserialize<'de> for RuleId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// Rules about one subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Family<'a> {
    /// The subject.
    pub title: &'static str,
    /// Its rules in catalogue order.
    pub rows: &'a [RuleRow],
}

/// All rules, in catalogue order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Catalog {
    rows: Vec<RuleRow>,
    families: Vec<(&'static str, Range<usize>)>,
    positions: FxHashMap<&'static str, usize>,
}

impl Catalog {
    /// All rules.
    pub fn rows(&self) -> &[RuleRow] {
        &self.rows
    }

    /// The row of a rule; `None` only for an id that the catalogue does not hold.
    pub fn row(&self, id: RuleId) -> Option<&RuleRow> {
        self.find(id.0)
    }

    /// The row whose id is exactly this text.
    pub fn find(&self, id: &str) -> Option<&RuleRow> {
        self.positions.get(id).and_then(|&position| self.rows.get(position))
    }

    /// Why no fix of a rule is offered; `None` for a rule whose findings can be fixed by an edit.
    pub fn remedy_without_edit(&self, id: RuleId) -> Option<&'static str> {
        self.row(id).and_then(|row| row.remedy)
    }

    /// Where the rule stands in the catalogue, from 0; ids it does not hold come last.
    pub fn position(&self, id: RuleId) -> usize {
        self.positions.get(id.0).copied().unwrap_or(self.rows.len())
    }

    /// The rules by subject.
    pub fn families(&self) -> impl Iterator<Item = Family<'_>> {
        self.families
            .iter()
            .map(|(title, range)| Family { title, rows: self.rows.get(range.clone()).unwrap_or_default() })
    }
}

/// The rule catalogue, read once from the data inside the program; empty, with a logged error, when it is damaged.
pub fn catalog() -> &'static Catalog {
    static CATALOG: OnceLock<Catalog> = OnceLock::new();
    CATALOG.get_or_init(|| {
        parse(&FAMILIES).unwrap_or_else(|err| {
            log::error!("The rule catalogue cannot be read: {err}");
            Catalog::default()
        })
    })
}

/// Stands for the rules as this program has them: the first digits of a digest over the files of the catalogue.
pub fn version_of_rules() -> &'static str {
    static VERSION: OnceLock<String> = OnceLock::new();
    VERSION.get_or_init(|| {
        let texts: String = FAMILIES.iter().map(|(_, text)| *text).collect();
        crate::digest::sha256_hex(texts.as_bytes()).chars().take(12).collect()
    })
}

fn parse(families: &[(&'static str, &'static str)]) -> Result<Catalog, ron::error::SpannedError> {
    let mut catalog = Catalog::default();
    for &(title, text) in families {
        let rows: Vec<FileRow> = ron::from_str(text)?;
        let first = catalog.rows.len();
        catalog.rows.extend(rows.into_iter().map(RuleRow::from));
        catalog.families.push((title, first..catalog.rows.len()));
    }
    catalog.positions = catalog.rows.iter().enumerate().map(|(position, row)| (row.id.0, position)).collect();
    Ok(catalog)
}

#[cfg(test)]
mod tests;
