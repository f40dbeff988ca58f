//! What build books say of every environment, read from `assets/buildbook.ron`.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::model::{DatabaseKind, DrMode};

const TEXT: &str = include_str!("../../../../../assets/buildbook.ron");

/// Where a step of the build order is carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub(super) enum On {
    Domain,
    PhysicalHosts,
    Computers,
    Clusters,
    SqlInstances,
    AvailabilityGroups,
    MasterSecret,
    BizTalkServers,
    AvailabilityDatabases,
    Hosts,
    Replicas,
    LoadBalancers,
    LogShipping,
    Tests,
}

/// A step of the build order.
#[derive(Debug, Deserialize)]
pub(super) struct BuildStep {
    pub(super) who: String,
    pub(super) what: String,
    pub(super) on: On,
}

/// The switch to the disaster-recovery site, as a shape of log shipping has it.
#[derive(Debug, Deserialize)]
pub(super) struct Switch {
    /// The shape; `None` = not stated.
    pub(super) shape: Option<DrMode>,
    pub(super) title: String,
    pub(super) says: String,
    pub(super) sources: Vec<String>,
    /// What is said of the way back, where that is not the same for all shapes.
    #[serde(default)]
    pub(super) back: Option<Way>,
}

/// What is said above steps.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Way {
    pub(super) says: String,
    #[serde(default)]
    pub(super) sources: Vec<String>,
}

/// A step of a runbook.
#[derive(Debug, Deserialize)]
pub(super) struct RunStep {
    pub(super) who: String,
    pub(super) what: String,
    /// By what one sees that it is done.
    pub(super) done: String,
    /// The shapes of log shipping that have it; empty = all.
    #[serde(default)]
    pub(super) only: Vec<DrMode>,
}

/// Where the runbook says how a step is carried out.
#[derive(Debug, Deserialize)]
pub(super) struct Described {
    /// Words of the step; `{databases}` stands for names of databases.
    pub(super) step: String,
    /// The kind of a database that has to be among them; `None` = any.
    #[serde(default)]
    pub(super) with: Option<DatabaseKind>,
    /// How the title of the table begins that says how.
    pub(super) table: String,
    /// What is said; `{table}` stands for that title.
    #[serde(default = "the_table")]
    pub(super) how: String,
}

fn the_table() -> String {
    "{table}".to_owned()
}

/// The whole file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    pub(super) order: Vec<BuildStep>,
    pub(super) switches: Vec<Switch>,
    pub(super) switch_over: Vec<RunStep>,
    pub(super) switch_back: Vec<RunStep>,
    pub(super) back: Way,
    pub(super) ways: Vec<Described>,
    pub(super) master_secret: Vec<RunStep>,
}

/// The words; empty, with a logged error, when the data inside the program is damaged.
pub(super) fn words() -> &'static Words {
    static WORDS: LazyLock<Words> = LazyLock::new(|| {
        ron::from_str(TEXT).unwrap_or_else(|err| {
            log::error!("The words of the build book cannot be read: {err}");
            Words::default()
        })
    });
    &WORDS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_inside_the_program_can_be_read() {
        let words: Words = ron::from_str(TEXT).unwrap();
        assert!(words.order.len() > 10 && !words.switch_over.is_empty());
        for shape in DrMode::ALL.iter().copied().map(Some).chain([None]) {
            assert_eq!(words.switches.iter().filter(|it| it.shape == shape).count(), 1, "{shape:?}");
        }
    }
}
