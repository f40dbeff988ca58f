//! Which field answers what a rule asks.

use std::collections::BTreeSet;

use crate::prose::capitalized;
use crate::rules::Attribute;

/// The labels of the fields that answer what is asked.
pub(super) fn labels(attributes: impl IntoIterator<Item = Attribute>) -> BTreeSet<String> {
    attributes.into_iter().flat_map(fields).collect()
}

/// The fields of an attribute: those noted here, else the one that is labeled with its words.
fn fields(attribute: Attribute) -> Vec<String> {
    let noted: &[&str] = match attribute {
        Attribute::AccountKind => &["Account type"],
        Attribute::Affinity => &["Affinity"],
        Attribute::AgHotfix | Attribute::AgRegistryKey => &["Prerequisites of MSDTC with availability groups"],
        Attribute::BackupDestination => &["Backup destination"],
        Attribute::BackupJob => &["Backup job configured"],
        Attribute::BinaryCollation => &["Binary collation"],
        Attribute::ConcurrentMailbox => &["Mailbox allows several connections"],
        Attribute::ConfiguredName => &["Configured name"],
        Attribute::Deployment => &["Deployment"],
        Attribute::DomainsTrust => &["Domains trust each other"],
        Attribute::DtcLogDisk => &["MSDTC log on a disk of its own"],
        Attribute::ForceFullBackup => &["Force a full backup after a partial failure"],
        Attribute::FullBackupPeriod => &["Full backup"],
        Attribute::GroupsKind => &["Windows groups and accounts"],
        Attribute::Https => &["Reached over HTTPS"],
        Attribute::MsmqInstalled => &["Installed"],
        Attribute::MsmqVersion => &["Message Queuing 4.0 or later"],
        Attribute::ProcessorCores => &["Cores"],
        Attribute::RedundantControllers => &["Redundant controllers and paths"],
        Attribute::RedundantDevice => &["Redundant"],
        Attribute::SamePaths => &["Same drive letters and paths"],
        Attribute::ServerMemory => &["Minimum server memory", "Maximum server memory"],
        Attribute::StaticIp => &["Static IP address"],
        Attribute::Witness | Attribute::WitnessShare => &["Witness"],
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
        // A label stands quoted in the form of its element; a note above never counts as a field.
        let shown = text_of(&folder).replace(include_str!("asks.rs"), "");
        let lacking: Vec<String> = labels(Attribute::ALL.iter().copied())
            .into_iter()
            .filter(|label| !shown.contains(&format!("\"{label}\"")))
            .collect();
        assert_eq!(lacking, Vec::<String>::new());
    }

    #[test]
    fn an_attribute_without_a_note_is_the_label_itself() {
        let labels = labels([Attribute::RaidLevel, Attribute::TimeSource, Attribute::ServerMemory]);
        let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
        assert_eq!(labels, ["Maximum server memory", "Minimum server memory", "RAID level", "Time source"]);
    }
}
