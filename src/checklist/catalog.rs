//! The steps of the checklist, read from `assets/checklist.ron`.

use std::sync::OnceLock;

use serde::Deserialize;

use crate::model::words::words;
use crate::rules::RuleId;
use crate::sources::SourceId;

const TEXT: &str = include_str!("../../assets/checklist.ron");

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
    /// Whether the master secret is backed up, once that is filled in.
    SecretBackup,
    /// Whether the master secret is backed up and the backup is offline, once both are filled in.
    OfflineSecretBackup,
}

impl AnswerKind {
    /// How the answer comes about, in a few words.
    pub const fn phrase(self) -> &'static str {
        match self {
            Self::Auto => "Answered from the drawing",
            Self::Semi | Self::SecretBackup | Self::OfflineSecretBackup => "Answered once details are filled in",
            Self::Manual => "Confirmed by a person",
        }
    }
}

/// When a step applies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub enum Applies {
    /// Always.
    #[default]
    Always,
    /// With BAM in any form.
    WithBam,
    /// With the BAM portal.
    WithBamPortal,
    /// With BAM alerts.
    WithBamAlerts,
    /// With BizTalk Server Standard edition.
    StandardEdition,
    /// To each failover cluster with a SQL instance.
    EachSqlCluster,
    /// To each failover cluster with several SQL instances.
    EachActiveActiveSqlCluster,
}

impl Applies {
    /// Whether there is a row for each failover cluster.
    pub const fn is_per_cluster(self) -> bool {
        matches!(self, Self::EachSqlCluster | Self::EachActiveActiveSqlCluster)
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
    /// Shared storage.
    SharedStorage,
    /// Where the master secret is.
    MasterSecret,
    /// What is said about its backup.
    SecretBackup,
    /// Load balancers and their members.
    LoadBalancers,
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
    /// Every failover cluster with its nodes.
    FailoverClusters,
}

/// One step as the catalogue holds it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// The id; never renumbered, never reused.
    pub id: &'static str,
    /// The list it belongs to.
    pub part: Part,
    /// What is to be done or asked.
    pub text: &'static str,
    /// How to see that it is done; may be empty.
    #[serde(default)]
    pub verify: &'static str,
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
    pub sources: Vec<SourceId>,
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
    ron::from_str(text)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::sources::{SourceUse, sources};

    #[test]
    fn the_catalog_can_be_read_and_ids_are_unique() {
        let steps = parse(TEXT).unwrap();
        let ids: BTreeSet<&str> = steps.iter().map(|step| step.id).collect();
        assert_eq!(ids.len(), steps.len());
        let count = |part: Part| steps.iter().filter(|step| step.part == part).count();
        let counts: Vec<usize> = Part::ALL.iter().map(|part| count(*part)).collect();
        assert_eq!(counts, [10, 14, 12, 8, 13]);
    }

    #[test]
    fn parts_follow_one_another_and_every_step_cites_known_documents_once() {
        assert!(steps().is_sorted_by_key(|step| step.part));
        for step in steps() {
            assert!(!step.sources.is_empty() && step.sources.is_sorted_by(|a, b| a < b), "{}", step.id);
            for source in &step.sources {
                let known = sources().get(source);
                assert!(known.is_some_and(|it| it.used_for.contains(&SourceUse::Checklists)), "{}", source.0);
            }
        }
    }

    #[test]
    fn steps_are_sentences_without_a_period_and_what_to_verify_ends_with_one() {
        for step in steps() {
            assert!(!step.text.ends_with('.'), "{}", step.id);
            assert!(step.verify.is_empty() || step.verify.ends_with('.'), "{}", step.id);
        }
    }

    #[test]
    fn only_rules_that_a_program_decides_answer_a_step() {
        for step in steps() {
            let decided = |id: &RuleId| crate::rules::catalog().row(*id).unwrap().decided.is_checked_by_program();
            match step.kind {
                AnswerKind::Auto | AnswerKind::Semi => assert!(step.rules.iter().all(decided), "{}", step.id),
                AnswerKind::SecretBackup | AnswerKind::OfflineSecretBackup => assert!(!step.rules.is_empty()),
                AnswerKind::Manual => {
                    let restores = step.applies == Applies::StandardEdition;
                    assert!(restores || !step.rules.iter().any(decided), "{}", step.id);
                }
            }
        }
    }
}
