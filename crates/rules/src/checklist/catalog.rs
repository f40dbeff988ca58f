//! The steps of the checklist, read from `assets/checklist.ron`.

use std::sync::OnceLock;

use serde::Deserialize;

use super::applies::Applies;
use crate::rules::{RuleId, RuleRow, catalog};
use crate::sources::SourceId;
use tierwright_design::words;

const TEXT: &str = include_str!("../../../../assets/checklist.ron");

words! {
    /// The list a step belongs to.
    Part {
        /// The ten rows about fault tolerance and load balancing.
        HighAvailability = "High availability",
        /// Backing up, and preparing for a disaster.
        Backup = "Disaster recovery: before a disaster",
        /// Restoring, in working order.
        Restore = "Disaster recovery: restoring",
        /// Tests before production.
        GoLive = "Before going live",
        /// Settings that no drawing shows.
        Configuration = "Configuration",
        /// What an availability group does not carry by itself.
        AvailabilityGroups = "Availability groups",
        /// What comes back as long as the environment runs.
        Operations = "Operations",
        /// Drills of each SQL Server failover cluster.
        ClusterDrills = "Failover drills",
    }
}

words! {
    /// Who is proposed as the owner (`tg/biztalk-server-roles-and-responsibilities`).
    OwnerRole {
        /// BizTalk Server administrator.
        BizTalkAdministrator = "BizTalk administrator",
        /// Release management.
        ReleaseManagement = "Release management",
        /// Operations support.
        OperationsSupport = "Operations support",
        /// Developer.
        Developer = "Developer",
        /// Database administrator.
        DatabaseAdministrator = "Database administrator",
    }
}

/// Who or what answers a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum AnswerKind {
    /// The rules, from the drawing.
    Auto,
    /// The rules, once details are filled in.
    Semi,
    /// A person.
    Manual,
}

impl AnswerKind {
    /// How the answer comes about, in a few words.
    pub const fn phrase(self) -> &'static str {
        match self {
            Self::Auto => "Answered from the drawing",
            Self::Semi => "Answered once details are filled in",
            Self::Manual => "Confirmed by a person",
        }
    }
}

/// What of the design a row shows as evidence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub enum Shows {
    /// Nothing.
    #[default]
    Nothing,
    /// Each host with its computers.
    Hosts,
    /// Each tracking host with its computers.
    TrackingHosts,
    /// Tracking host instances and MessageBox databases of each BizTalk group.
    TrackingCount,
    /// Databases by SQL instance or availability group.
    Databases,
    /// Failover clusters with SQL instances.
    SqlClusters,
    /// The same, with where each SQL instance runs.
    SqlNodes,
    /// The storage on which the databases lie.
    DatabaseStorage,
    /// Where the master secret is.
    MasterSecret,
    /// Whether it is said to be backed up.
    SecretBackup,
    /// The same, and whether the backup is said to be kept offline.
    OfflineSecretBackup,
    /// Isolated hosts and the BAM portal, each with the load balancer before it.
    WebReceivers,
    /// Where backups land.
    BackupShare,
    /// What is said about the Backup BizTalk Server job.
    BackupJob,
    /// SQL instances at the disaster-recovery site.
    RecoverySqlInstances,
    /// Computers at the disaster-recovery site.
    RecoverySite,
    /// From which to which SQL instance log backups go.
    LogShipping,
    /// BizTalk servers of the primary site.
    BizTalkServers,
    /// Every computer of the primary site.
    ProductionComputers,
    /// Every computer of every site that takes part in distributed transactions.
    DtcComputers,
    /// Every failover cluster with its nodes.
    FailoverClusters,
    /// Until when the last version of BizTalk Server is supported, and what is named as its successor.
    LastVersion,
    /// Until when each version in use is supported.
    Support,
}

/// One step as the catalogue holds it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// The id; never renumbered, never reused.
    pub id: &'static str,
    /// The list it belongs to.
    pub part: Part,
    /// What is to be done or asked. A step without a text of its own takes text, what to verify, why and documents from
    /// its rule.
    #[serde(default)]
    pub text: &'static str,
    /// How to see that it is done; may be empty.
    #[serde(default)]
    pub verify: &'static str,
    /// What happens otherwise; empty for a step with a text of its own.
    #[serde(skip)]
    pub why: &'static str,
    /// Who or what answers it.
    pub kind: AnswerKind,
    /// The rules that answer it, or that a person confirms with it.
    #[serde(default)]
    pub rules: Vec<RuleId>,
    /// When it applies.
    #[serde(default)]
    pub applies: Applies,
    /// What of the design it shows.
    #[serde(default)]
    pub shows: Shows,
    /// Who is proposed as its owner.
    pub owner: OwnerRole,
    /// The documents it comes from.
    #[serde(default)]
    pub sources: Vec<SourceId>,
}

impl Step {
    /// Whether the step is nothing but its rule.
    pub fn is_its_rule(&self) -> bool {
        !self.why.is_empty()
    }

    /// Rules that a person confirms together with a step that has a text of its own.
    pub fn also_confirms(&self) -> impl Iterator<Item = &'static RuleRow> {
        let rules = self.rules.iter().filter(|_| !self.is_its_rule()).filter_map(|id| catalog().row(*id));
        rules.filter(|row| !row.decided.is_checked_by_program())
    }

    /// Fills in what the step leaves to its rule.
    fn complete(&mut self) {
        let rule = self.rules.first().filter(|_| self.text.is_empty()).and_then(|id| catalog().row(*id));
        if let Some(rule) = rule {
            self.text = rule.title;
            self.verify = rule.fix;
            self.why = rule.why;
            self.sources.clone_from(&rule.sources);
            self.sources.sort();
        }
    }
}

/// Every step, in the order of the lists; empty, with a logged error, when the embedded data is damaged.
pub fn steps() -> &'static [Step] {
    static STEPS: OnceLock<Vec<Step>> = OnceLock::new();
    STEPS.get_or_init(|| {
        parse(TEXT).unwrap_or_else(|err| {
            log::error!("The checklist cannot be read: {err}");
            Vec::new()
        })
    })
}

fn parse(text: &'static str) -> Result<Vec<Step>, ron::error::SpannedError> {
    let mut steps: Vec<Step> = ron::from_str(text)?;
    steps.iter_mut().for_each(Step::complete);
    Ok(steps)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::sources::sources;

    #[test]
    fn the_catalog_can_be_read_and_ids_are_unique() {
        let steps = parse(TEXT).unwrap();
        let ids: BTreeSet<&str> = steps.iter().map(|step| step.id).collect();
        assert_eq!(ids.len(), steps.len());
        let count = |part: Part| steps.iter().filter(|step| step.part == part).count();
        let counts: Vec<usize> = Part::ALL.iter().map(|part| count(*part)).collect();
        assert_eq!(counts, [10, 14, 12, 11, 18, 4, 14, 13]);
    }

    #[test]
    fn parts_follow_one_another_and_every_step_cites_known_documents_once() {
        assert!(steps().is_sorted_by_key(|step| step.part));
        for step in steps() {
            assert!(!step.sources.is_empty() && step.sources.is_sorted_by(|a, b| a < b), "{}", step.id);
            for source in &step.sources {
                assert!(sources().get(source).is_some(), "{}", source.0);
            }
        }
    }

    #[test]
    fn steps_are_sentences_without_a_period_and_what_to_verify_ends_with_one() {
        for step in steps() {
            assert!(!step.text.is_empty() && !step.text.ends_with('.'), "{}", step.id);
            assert!(step.verify.is_empty() || step.verify.ends_with('.'), "{}", step.id);
        }
    }

    #[test]
    fn only_rules_that_a_program_decides_answer_a_step() {
        for step in steps() {
            let decided = |id: &RuleId| crate::rules::catalog().row(*id).unwrap().decided.is_checked_by_program();
            match step.kind {
                AnswerKind::Auto => assert!(step.rules.iter().all(decided), "{}", step.id),
                // What is filled in answers for a person, too.
                AnswerKind::Semi => assert!(step.rules.iter().any(decided), "{}", step.id),
                AnswerKind::Manual => {
                    let restores = step.applies == Applies::StandardEdition;
                    assert!(restores || !step.rules.iter().any(decided), "{}", step.id);
                }
            }
        }
    }

    #[test]
    fn every_rule_that_a_person_confirms_stands_in_exactly_one_step() {
        for rule in catalog().rows().iter().filter(|it| !it.decided.is_checked_by_program()) {
            let ids: Vec<&str> = steps().iter().filter(|it| it.rules.contains(&rule.id)).map(|it| it.id).collect();
            assert_eq!(ids.len(), 1, "{} stands in {ids:?}", rule.id);
        }
    }

    #[test]
    fn a_step_that_is_a_rule_bears_its_id_and_asks_what_the_rule_says() {
        let of_rules: Vec<&Step> = steps().iter().filter(|step| step.is_its_rule()).collect();
        assert_eq!(of_rules.len(), 36);
        for step in of_rules {
            let rule = catalog().find(step.id).unwrap();
            assert_eq!(step.rules, [rule.id]);
            assert_eq!((step.text, step.verify, step.why), (rule.title, rule.fix, rule.why));
            assert!(step.sources.iter().all(|it| rule.sources.contains(it)) && !step.sources.is_empty());
        }
    }
}
