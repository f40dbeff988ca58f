//! Rules whose remedy is no edit of the drawing, and why.

use super::RuleId;

/// Each rule that offers no fix, with the reason as a sentence for the person who looks for one.
const WITHOUT_EDIT: &[(&str, &str)] = &[
    ("TRK-008", "A note of HOST-010, whose fix takes the computer out of one BizTalk group."),
    ("ADP-031", "Good to know: ordered delivery is what the send port is for."),
    ("ADP-032", "Good to know: the adapter may run on several computers as it does."),
    ("CLU-007", "Good to know: the failover cluster manages restarts by its own policy."),
    (
        "CLU-009",
        "Good to know: clustering Enterprise SSO with the host would bring SSO-005 and SSO-006 for other hosts.",
    ),
    ("SSO-011", "Good to know: the master secret server may share the failover cluster of SQL Server."),
    ("SSO-021", "Good to know: one Enterprise SSO system may serve several BizTalk groups."),
    ("SQL-036", "Good to know: whether one spare node is enough for several active ones is for you to weigh."),
    ("MBX-009", "Good to know: MessageBoxes on several computers are the reason to scale out."),
    ("AG-023", "A note of DR-002, whose fix configures the backup job."),
    ("AG-024", "Good to know: other programs may read from secondary replicas."),
    ("AG-025", "Good to know: the backup job targets the primary replica whatever the preference says."),
    ("AG-026", "A failover cluster instance in place of the availability group is a design of its own; weigh both."),
    ("AG-029", "Whether one availability group is enough depends on how the databases are to fail over; weigh it."),
    ("SEC-004", "The administrators of the domain create an account for each host; enter it in the inspector."),
    ("EDN-004", "Good to know: plan recovery for the edition, or choose Enterprise edition."),
    ("EDI-001", "A note of HOST-001 or NLB-002, whose fix gives the host a second computer."),
    ("EDI-003", "Good to know: the EDI tables are as available as the BizTalk Tracking database."),
    ("DR-023", "Good to know: name and IP address of the failover cluster move by hand."),
];

/// Why no fix of a rule is offered; `None` for a rule whose findings can be fixed by an edit.
pub fn remedy_without_edit(rule: RuleId) -> Option<&'static str> {
    WITHOUT_EDIT.iter().find(|(id, _)| rule == *id).map(|(_, why)| *why)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::rules::{Severity, catalog};

    #[test]
    fn each_reason_is_a_sentence_about_a_checked_rule_and_never_about_a_blocker_or_error() {
        let mut seen = BTreeSet::new();
        for (id, why) in WITHOUT_EDIT {
            let row = catalog().row(RuleId::new(id)).unwrap();
            assert!(row.decided.is_checked_by_program(), "{id}");
            assert!(!matches!(row.severity, Severity::Blocker | Severity::Error), "{id} must be fixable");
            assert!(why.ends_with('.') && why.len() < 120, "{id}: {why}");
            assert!(seen.insert(id), "{id} stands twice");
        }
    }
}
