//! Every dialog there is, for tests that look at all of them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use tierwright_design::document::recovery::{FileNow, Recoverable};
use tierwright_design::edit::{Edit, EditCommand};
use tierwright_exchange::readers::Options;
use tierwright_papers::bundle::{Standing, Verification, Verified};
use tierwright_papers::export::ExportRequest;
use tierwright_rules::analysis::analyze;
use tierwright_rules::rules::plan::Goal;
use tierwright_session::jobs::Purpose;
use tierwright_session::queue::Message;
use tierwright_session::{Acceptance, After, Conflict, Dialog, FailedExport, Handed, SearchFor};

use crate::legible::Desk;

/// The kinds of dialogs.
const KINDS: [&str; 23] = [
    "gallery",
    "unsaved changes",
    "typed text",
    "conflict",
    "not saved",
    "changed outside",
    "failed export",
    "failure",
    "file dialog of the system",
    "path",
    "export",
    "compare",
    "import",
    "verified",
    "project details",
    "acceptance",
    "plan",
    "recovery",
    "search",
    "template",
    "steps",
    "shortcuts",
    "about",
];

/// What kind a dialog is. One that is new is named here and among [`KINDS`], and then has to be opened below.
const fn kind(dialog: &Dialog) -> &'static str {
    match dialog {
        Dialog::Gallery => "gallery",
        Dialog::Unsaved(_) => "unsaved changes",
        Dialog::ThrowAway => "typed text",
        Dialog::Conflict(_) => "conflict",
        Dialog::NotSaved(..) => "not saved",
        Dialog::ChangedOutside => "changed outside",
        Dialog::FailedExport(_) => "failed export",
        Dialog::Failure(..) => "failure",
        Dialog::Picking(_) => "file dialog of the system",
        Dialog::PathEntry(_) => "path",
        Dialog::Export => "export",
        Dialog::Compare => "compare",
        Dialog::Import(_) => "import",
        Dialog::Verified(_) => "verified",
        Dialog::ProjectDetails => "project details",
        Dialog::Accept(_) => "acceptance",
        Dialog::Plan(_) => "plan",
        Dialog::Recovery(_) => "recovery",
        Dialog::Search(_) => "search",
        Dialog::SaveAsTemplate => "template",
        Dialog::Steps => "steps",
        Dialog::Shortcuts => "shortcuts",
        Dialog::About => "about",
    }
}

/// A path as long as people have them.
fn long_path(name: &str) -> PathBuf {
    Path::new("/home/a.person/Customers/Contoso/BizTalk Server 2020/Designs for production").join(name)
}

/// Dialogs of every kind over a design.
fn dialogs(desk: &Desk) -> Vec<Dialog> {
    let document = desk.harness.state().document();
    let refused = "The folder cannot be written to: Permission denied (os error 13). Choose another folder.";
    let file = long_path("contoso-production-northern-region.ron");
    let conflict = |is_own_file| {
        let text = "The file has changed since it was opened. Somebody or a program has written to it.".to_owned();
        Dialog::Conflict(Conflict { path: file.clone(), text, is_own_file, then: None })
    };
    let again = ExportRequest::usual(long_path(""), "contoso-production".into(), "2026-03-01".into());
    let failed = |lacks_font| {
        Dialog::FailedExport(FailedExport {
            written: vec![long_path("contoso-production-diagram.svg")],
            failures: vec![refused.to_owned()],
            fonts: vec!["Noto Sans CJK".to_owned()],
            lacks_font,
            again: again.clone(),
        })
    };
    let verified = |name: &str, standing| Verified {
        name: name.to_owned(),
        standing,
        design: Some("5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef".to_owned()),
        rules: Some("0.1.0, 254 rules".to_owned()),
        changes: vec!["The text of the diagram was changed.".to_owned()],
    };
    let verification = Verification {
        files: vec![
            verified("contoso-production-northern-region-report.pdf", Standing::AsWritten),
            verified("contoso-production-northern-region-diagram.svg", Standing::Changed),
        ],
        designs: [("5f70bf18".to_owned(), "Contoso production".to_owned())].into(),
        ..Verification::default()
    };
    let recoverable = |file_now| Recoverable {
        journal: long_path("journal-1.jsonl"),
        path: Some(file.clone()),
        name: "contoso-production-northern-region".to_owned(),
        modified: None,
        last_label: "Move 3 elements to Processing and send".to_owned(),
        num_steps: 37,
        text: String::new(),
        earlier: Vec::new(),
        base: None,
        file_now,
    };
    let analysis = analyze(document);
    let acceptances = analysis.rules.findings.iter().take(1).map(|it| {
        Dialog::Accept(Acceptance {
            rule: it.rule,
            elements: it.elements.clone(),
            message: it.message(document),
            fingerprint: String::new(),
            replaces: None,
        })
    });
    let all = vec![
        Dialog::Gallery,
        Dialog::Unsaved(After::Quit),
        Dialog::ThrowAway,
        conflict(true),
        conflict(false),
        Dialog::NotSaved(refused.to_owned(), Some(After::Quit)),
        Dialog::ChangedOutside,
        failed(true),
        failed(false),
        Dialog::Failure("The design was not opened".to_owned(), format!("{}: line 12, column 9", file.display())),
        Dialog::Picking(Purpose::Open),
        Dialog::PathEntry(Purpose::Save(None)),
        Dialog::PathEntry(Purpose::StepDesigns),
        Dialog::Export,
        Dialog::Compare,
        Dialog::Import(None),
        Dialog::Verified(Handed::new(verification)),
        Dialog::ProjectDetails,
        Dialog::Plan(Goal::Compliant),
        Dialog::Plan(Goal::Clean),
        Dialog::Recovery([FileNow::Same, FileNow::Changed, FileNow::Missing].map(recoverable).to_vec()),
        Dialog::Search(SearchFor::Commands),
        Dialog::Search(SearchFor::Things),
        Dialog::SaveAsTemplate,
        Dialog::Steps,
        Dialog::Shortcuts,
        Dialog::About,
    ];
    all.into_iter().chain(acceptances).collect()
}

/// Shows every dialog in turn, each by itself.
pub(crate) fn each(desk: &mut Desk, mut look: impl FnMut(&mut Desk, &str)) {
    let mut seen = BTreeSet::new();
    let mut numbered = 0;
    for dialog in dialogs(desk) {
        numbered += 1;
        let name = kind(&dialog);
        seen.insert(name);
        desk.harness.state_mut().show(dialog);
        desk.harness.run_steps(3);
        look(desk, &format!("{name} ({numbered})"));
        desk.close_dialogs();
    }
    let missing: Vec<&&str> = KINDS.iter().filter(|it| !seen.contains(**it)).collect();
    assert!(missing.is_empty(), "{missing:?} is not looked at");
    let exports = Path::new(env!("CARGO_MANIFEST_DIR")).join("../exchange/tests/exports");
    let exports = ["collected.json", "hosts.tsv", "settings.xml", "bindings.xml"].map(|it| exports.join(it));
    desk.send(Message::ReadImport(exports.to_vec(), Options::default()));
    look(desk, "import of files");
    desk.close_dialogs();
}

/// A step, so that a design has something to be asked about.
pub(crate) fn step(desk: &mut Desk) {
    let mut project = desk.harness.state().document().project.clone();
    project.customer = "Contoso".to_owned();
    desk.send(Message::Edit(Edit::one("Name the customer", EditCommand::SetProject(project))));
}
