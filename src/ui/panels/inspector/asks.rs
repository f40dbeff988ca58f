//! Which field answers what a rule asks.

use std::collections::BTreeSet;

use crate::ui::panels::kinds::capitalized;

/// Words of rules that differ from the labels of the fields that answer them.
const FIELDS: &[(&str, &[&str])] = &[
    ("Backup BizTalk Server job configured or not", &["Backup job configured"]),
    ("HTTPS", &["Reached over HTTPS"]),
    ("Message Queuing", &["Installed"]),
    ("affinity of the load balancer", &["Affinity"]),
    ("binary collation or not", &["Binary collation"]),
    ("computer of the witness share", &["Witness"]),
    ("concurrent connections to the mailbox", &["Mailbox allows several connections"]),
    (
        "disk space, and disk space that a physical computer would need",
        &["Disk space", "Disk space that a physical computer would need"],
    ),
    ("hotfix 3090973", &["Prerequisites of MSDTC with availability groups"]),
    ("how often a full backup is made", &["Full backup"]),
    ("kind of Windows groups", &["Windows groups and accounts"]),
    ("kind of service account", &["Account type"]),
    ("minimum and maximum server memory", &["Minimum server memory", "Maximum server memory"]),
    ("name under which BizTalk Server reaches it", &["Configured name"]),
    ("physical computers, virtual machines or Azure", &["Deployment"]),
    ("processor cores", &["Cores"]),
    ("quorum witness", &["Witness"]),
    ("redundant controllers", &["Redundant controllers and paths"]),
    ("redundant device", &["Redundant"]),
    ("redundant device or not", &["Redundant"]),
    ("registry key RemoteAccessEnabled", &["Prerequisites of MSDTC with availability groups"]),
    ("static IP address or DHCP", &["Static IP address"]),
    ("version of Message Queuing", &["Message Queuing 4.0 or later"]),
    (
        "virtual processors, and cores that a physical computer would need",
        &["Cores", "Cores that a physical computer would need"],
    ),
    ("where backups land", &["Backup destination"]),
    ("whether a full backup is forced after a partial failure", &["Force a full backup after a partial failure"]),
    ("whether all domains trust each other", &["Domains trust each other"]),
    ("whether drive letters and paths are the same at both sites", &["Same drive letters and paths"]),
    ("whether the MSDTC log has a disk of its own", &["MSDTC log on a disk of its own"]),
];

/// The labels of the fields that answer what is asked: those noted here, else the attribute with a capital.
pub(super) fn labels<'a>(attributes: impl IntoIterator<Item = &'a str>) -> BTreeSet<String> {
    let mut labels = BTreeSet::new();
    for attribute in attributes {
        match FIELDS.iter().find(|(words, _)| *words == attribute) {
            Some((_, fields)) => labels.extend(fields.iter().map(|field| (*field).to_owned())),
            None => {
                labels.insert(capitalized(attribute));
            }
        }
    }
    labels
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted_and_names_only_what_differs() {
        assert!(FIELDS.is_sorted_by(|a, b| a.0 < b.0));
        assert!(FIELDS.iter().all(|(words, fields)| fields.len() > 1 || capitalized(words) != fields[0]));
    }

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
    fn every_attribute_that_a_rule_asks_for_has_a_field() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let (rules, fields) = (text_of(&root.join("rules")), text_of(&root.join("ui/panels/inspector")));
        let asked: BTreeSet<&str> =
            rules.split("report.ask(").skip(1).filter_map(|call| call.split_once(')')?.0.split('"').nth(1)).collect();
        assert!(asked.len() > 20, "{asked:?}");
        // A label stands quoted in the form of its element; a note above never counts as a field.
        let notes = include_str!("asks.rs");
        let shown = fields.replace(notes, "");
        let lacking: Vec<String> =
            labels(asked).into_iter().filter(|label| !shown.contains(&format!("\"{label}\""))).collect();
        assert_eq!(lacking, Vec::<String>::new());
    }

    #[test]
    fn an_attribute_without_a_note_is_the_label_itself() {
        let labels = labels(["RAID level", "time source", "minimum and maximum server memory"]);
        let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
        assert_eq!(labels, ["Maximum server memory", "Minimum server memory", "RAID level", "Time source"]);
    }
}
