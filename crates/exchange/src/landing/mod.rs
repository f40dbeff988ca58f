//! From facts to a design: one edit that adds what is new, changes what exports know better, and keeps what a person has
//! changed since the last import.

mod availability_groups;
mod clusters;
mod databases;
mod environment;
mod hosts;
mod lander;
mod lists;
mod placing;
mod silence;
mod unread;

use std::collections::BTreeSet;

pub use lander::{Change, ChangeKey, ChangeKind, Detail, Landing};

use crate::edit::{Edit, EditCommand, EditError, preview};
use crate::facts::{Merged, Property, Subject};
use crate::model::{BizTalkGroup, DatabaseKind, Document, ProjectInfo, Site, SiteKind};
use crate::readers::Import;
use lander::Lander;

/// The edit that brings an import into a design, and what it does.
///
/// # Errors
/// The building kit refused a step, which a sound design does not bring about.
pub fn land(document: &Document, import: &Import) -> Result<Landing, EditError> {
    land_but(document, import, &BTreeSet::new())
}

/// The same with some changes turned: what comes is left out, what would change stays, what would stay is taken over.
///
/// # Errors
/// As [`land`].
pub fn land_but(document: &Document, import: &Import, turned: &BTreeSet<ChangeKey>) -> Result<Landing, EditError> {
    let mut lander = Lander::new(document, &import.facts, turned);
    lander.environment()?;
    let group = lander.biztalk_group();
    lander.computers(group);
    lander.clusters();
    lander.sql_servers();
    lander.availability_groups();
    lander.databases(group);
    lander.hosts(group);
    lander.host_instances();
    lander.handlers();
    lander.master_secret();
    lander.arrange()?;
    lander.finish(import)
}

/// A design that holds nothing but an import.
///
/// # Errors
/// As [`land`].
pub fn new_design(import: &Import) -> Result<(Document, Landing), EditError> {
    let blank = blank(&import.facts);
    let landing = land(&blank, import)?;
    let document = match &landing.edit {
        Some(edit) => preview(&blank, &edit.commands)?,
        None => blank,
    };
    Ok((document, landing))
}

/// A design with a site and a BizTalk group and nothing in them: what an import lands in that goes into no other.
pub fn blank(facts: &Merged) -> Document {
    let management = Subject::Database(DatabaseKind::Management, String::new());
    let title = match (facts.text(&management, Property::Server), facts.text(&management, Property::Name)) {
        (Some(server), Some(name)) => format!("BizTalk group of {name} on {server}"),
        _ => "Imported BizTalk group".to_owned(),
    };
    let mut document = Document { next_id: 1, ..Document::default() };
    let start = document.clone();
    let mut draft = crate::edit::Draft::of(&start);
    draft.add(Site::of(SiteKind::Primary));
    draft.add(BizTalkGroup::new("BizTalk group"));
    let project = EditCommand::SetProject(ProjectInfo { title, ..ProjectInfo::default() });
    let done = draft.run(project);
    debug_assert!(done.is_ok(), "project details can always be set");
    let Edit { commands, .. } = draft.finish("");
    for command in commands {
        if let Ok(next) = preview(&document, &[command]) {
            document = next;
        }
    }
    document
}
