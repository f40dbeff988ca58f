//! Which field answers what a rule asks.

use std::collections::BTreeSet;

use crate::prose::capitalized;
use crate::rules::Attribute;
use crate::text::fields;

/// The labels of the fields that answer what is asked.
pub(super) fn labels(attributes: impl IntoIterator<Item = Attribute>) -> BTreeSet<String> {
    attributes.into_iter().flat_map(fields).collect()
}

/// The fields of an attribute: those noted here, else the one that is labeled with its words.
fn fields(attribute: Attribute) -> Vec<String> {
    let noted: &[&str] = match attribute {
        Attribute::AccountKind => &[fields::ACCOUNT_TYPE],
        Attribute::AddedToBackup => &[fields::ADDED_TO_BACKUP],
        Attribute::Affinity => &[fields::AFFINITY],
        Attribute::AgHotfix | Attribute::AgRegistryKey => &[fields::MSDTC_PREREQUISITES],
        Attribute::BamPortal => &[fields::FEATURES],
        Attribute::BackupDestination => &[fields::BACKUP_DESTINATION],
        Attribute::BackupJob => &[fields::BACKUP_JOB_CONFIGURED],
        Attribute::BackupShare => &[fields::DESTINATION_IS_HIGHLY_AVAILABLE],
        Attribute::BinaryCollation => &[fields::BINARY_COLLATION],
        Attribute::Binding => &[fields::BINDING],
        Attribute::BizTalkEdition => &[fields::BIZTALK_EDITION],
        Attribute::BizTalkRelease => &[fields::BIZTALK_RELEASE],
        Attribute::BizTalkUpdate => &[fields::BIZTALK_CUMULATIVE_UPDATE],
        Attribute::CalledBy => &[fields::CALLS],
        Attribute::ConcurrentMailbox => &[fields::MAILBOX_ALLOWS_SEVERAL_CONNECTIONS],
        Attribute::CustomTransactions => &[fields::WRITTEN_IN_TRANSACTIONS],
        Attribute::ConfiguredName => &[fields::CONFIGURED_NAME],
        Attribute::Deployment => &[fields::DEPLOYMENT],
        Attribute::DomainsTrust => &[fields::DOMAINS_TRUST_EACH_OTHER],
        Attribute::DtcSupport => &[fields::PER_DATABASE_DTC_SUPPORT],
        Attribute::DtcLogDisk => &[fields::MSDTC_LOG_DISK],
        Attribute::ForceFullBackup => &[fields::FULL_AFTER_FAILURE],
        Attribute::DrTransport => &[fields::WAY_TO_RECOVERY_SITE],
        // No field: the answer is chosen with the question, and what there is besides is drawn.
        Attribute::AllBalancers
        | Attribute::AllComputers
        | Attribute::AllDatabases
        | Attribute::AllHosts
        | Attribute::AllOfCluster
        | Attribute::Exports
        | Attribute::HostInstances => &[],
        Attribute::AllConfigured | Attribute::Iis | Attribute::MasterSecretServer => &[fields::INSTALLED],
        Attribute::FullBackupPeriod => &[fields::FULL_BACKUP],
        Attribute::GroupsKind => &[fields::WINDOWS_GROUPS_AND_ACCOUNTS],
        Attribute::HostFunctions => &[fields::DOES],
        Attribute::HostKind => &[fields::TYPE],
        Attribute::HostTracking => &[fields::ALLOW_HOST_TRACKING],
        Attribute::InstanceEnabled => &[fields::ENABLED],
        Attribute::OrderedDelivery => &[fields::ORDER_MUST_BE_KEPT],
        Attribute::PublicationDisabled => &[fields::MESSAGE_PUBLICATION_DISABLED],
        Attribute::Https => &[fields::REACHED_OVER_HTTPS],
        Attribute::MqsAgentInstalled | Attribute::MsmqInstalled => &[fields::INSTALLED],
        Attribute::MsmqVersion => &[fields::MSMQ_4],
        Attribute::QueueLocation => &[fields::QUEUE],
        Attribute::ProcessBits => &[fields::IS_64_BIT],
        Attribute::RedundantControllers => &[fields::REDUNDANT_CONTROLLERS_AND_PATHS],
        Attribute::RedundantDevice => &[fields::REDUNDANT],
        Attribute::SamePaths => &[fields::SAME_DRIVE_LETTERS_AND_PATHS],
        Attribute::ServerMemory => &[fields::MINIMUM_SERVER_MEMORY, fields::MAXIMUM_SERVER_MEMORY],
        Attribute::StorageCopies => &[fields::COPIES],
        Attribute::SqlEdition => &[fields::SQL_SERVER_EDITION],
        Attribute::SqlPlacement => &[fields::RUNS_ON],
        Attribute::SqlRelease => &[fields::SQL_SERVER_RELEASE],
        Attribute::SqlUpdate => &[fields::SERVICE_PACK, fields::CUMULATIVE_UPDATE],
        Attribute::StaticIp => &[fields::STATIC_IP_ADDRESS],
        Attribute::Witness | Attribute::WitnessShare => &[fields::WITNESS],
        _ => return vec![capitalized(attribute.words())],
    };
    noted.iter().map(|label| (*label).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text of all Rust files of a folder of the sources.
    fn text_of(folder: &std::path::Path) -> String {
        let mut text = String::new();
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                text.push_str(&text_of(&path));
            } else if path.extension().is_some_and(|it| it == "rs") {
                text.push_str(&std::fs::read_to_string(&path).unwrap());
            }
        }
        text
    }

    #[test]
    fn every_attribute_that_a_rule_can_ask_for_has_a_field() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/ui/panels/inspector");
        // A label stands in the form of its element; a note above never counts as a field.
        let shown = text_of(&folder).replace(include_str!("asks.rs"), "");
        let labels_of_fields: BTreeSet<&str> = include_str!("../../../text/en/fields.rs")
            .lines()
            .filter_map(|line| line.strip_prefix("pub(crate) const ")?.split_once(": &str = "))
            .filter(|(name, _)| shown.contains(&format!("fields::{name}")))
            .map(|(_, label)| label.trim_end_matches(';').trim_matches('"'))
            .collect();
        let asked = labels(Attribute::ALL.iter().copied());
        let lacking: Vec<&String> = asked.iter().filter(|it| !labels_of_fields.contains(it.as_str())).collect();
        assert_eq!(lacking, Vec::<&String>::new());
    }

    #[test]
    fn an_attribute_without_a_note_is_the_label_itself() {
        let labels = labels([Attribute::RaidLevel, Attribute::TimeSource, Attribute::ServerMemory]);
        let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
        assert_eq!(labels, ["Maximum server memory", "Minimum server memory", "RAID level", "Time source"]);
    }
}
