//! Templates built again from the empty design, with the pointer alone and with the keyboard alone: what that means is what
//! the template means, and what hands do is counted.

mod hands;
mod keys;
mod meaning;
mod pointer;

use tierwright_design::document::template;

use hands::{Hands, Step};
use keys::Keys;
use meaning::{differences, meaning};
use pointer::Pointer;

use Step::{Add, AddTo, Delete, Enter, Hosts, Menu, Open, Press};

const MEDIUM: &[Step] = &[
    Add(4, "BizTalk server"),
    Add(1, "SQL Server cluster"),
    Add(2, "Domain controller"),
    Menu("SQLCL1", &["Cluster the master secret server in SQLINST1 group"]),
    Hosts(&["BTS1", "BTS2"], &["receive"]),
    Hosts(&["BTS3", "BTS4"], &["processing", "send", "tracking"]),
    Add(1, "Internet clients"),
    // A site for disaster recovery like production, from the finding that asks for one.
    Press("Warning: The design has no disaster-recovery site", ""),
    Press("Add a disaster-recovery site", "for each of production"),
    Press("Physical host of all 4", "All computers are physical"),
    Press("Quorum witness of SQLCL1", "Disk"),
    Press("RAID level of", "Choose…"),
    Press("RAID 1+0", ""),
    Press("Redundant controllers of", "Yes"),
    Enter("Processor cores of all", "8"),
    Enter("Processor cores of", "8"),
];

/// The form that is drawn in Microsoft's document: three MessageBoxes on a cluster of four nodes.
const LARGE: &[Step] = &[
    Add(6, "BizTalk server"),
    Add(2, "SQL Server cluster"),
    Add(1, "Master secret cluster"),
    AddTo("SQL Server node", "SQLCL2"),
    AddTo("SQL Server node", "SQLCL2"),
    Menu("SQLCL2", &["Add SQL instance SQLINST3 to SQLCL2"]),
    Menu("SQLCL2", &["Add SQL instance SQLINST4 to SQLCL2"]),
    Hosts(&["BTS1", "BTS2"], &["receive"]),
    Hosts(&["BTS3", "BTS4"], &["processing"]),
    Hosts(&["BTS5", "BTS6"], &["send"]),
    Add(1, "Internet clients"),
    // The MessageBoxes have instances of their own: the one that came with the core databases gives way to them.
    Delete("BizTalkMsgBoxDb"),
    Open("SQLINST2"),
    Press("Add a database", ""),
    Press("MessageBox", ""),
    Open("SQLINST3"),
    Press("Add a database", ""),
    Press("MessageBox", ""),
    Open("SQLINST4"),
    Press("Add a database", ""),
    Press("MessageBox", ""),
    Open("BizTalkMsgBoxDb"),
    Press("Message publication disabled", "Yes"),
    // What the document does not show.
    Delete("SQLCL1 MSDTC group"),
    Delete("SQLCL2 MSDTC group"),
    Delete("MSSCL1 MSDTC group"),
];

/// Builds a design from the empty one; fails where what it means is not what the template means, or takes too much.
fn assert_built(mut hands: impl Hands, steps: &[Step], key: &str, most: usize) {
    for step in steps {
        hands.perform(step);
    }
    let (document, counted) = (hands.window().document(), hands.counted());
    let differences = differences(&meaning(&template(key).unwrap().document), &meaning(document));
    let labels: Vec<String> = hands.window().harness.state().session().history().labels().map(str::to_owned).collect();
    assert!(differences.is_empty(), "{counted:?}, steps {labels:#?}\n{}", differences.join("\n"));
    assert!(counted.gestures <= most, "{counted:?}");
}

#[test]
fn the_completed_medium_deployment_is_built_with_the_pointer_alone() {
    assert_built(Pointer::new(), MEDIUM, "medium-receive-complete", 40);
}

#[test]
fn the_completed_medium_deployment_is_built_with_the_keyboard_alone() {
    assert_built(Keys::new(), MEDIUM, "medium-receive-complete", 40);
}

#[test]
fn the_large_deployment_is_built_with_the_pointer_alone() {
    assert_built(Pointer::new(), LARGE, "large", 60);
}

#[test]
fn the_large_deployment_is_built_with_the_keyboard_alone() {
    assert_built(Keys::new(), LARGE, "large", 60);
}
