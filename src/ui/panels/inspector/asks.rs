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
    ("minimum and maximum server memory", &["Minimum server memory", "Maximum server memory"]),
    ("processor cores", &["Cores"]),
    ("quorum witness", &["Witness"]),
    ("redundant controllers", &["Redundant controllers and paths"]),
    ("redundant device", &["Redundant"]),
    ("static IP address or DHCP", &["Static IP address"]),
    ("version of Message Queuing", &["Message Queuing 4.0 or later"]),
    ("where backups land", &["Backup destination"]),
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

    #[test]
    fn an_attribute_without_a_note_is_the_label_itself() {
        let labels = labels(["RAID level", "time source", "minimum and maximum server memory"]);
        let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
        assert_eq!(labels, ["Maximum server memory", "Minimum server memory", "RAID level", "Time source"]);
    }
}
