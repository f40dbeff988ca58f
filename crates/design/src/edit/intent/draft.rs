//! An edit under construction: every command is carried out on a working copy, so that the next one builds on it.

use super::ids::FreshIds;
use crate::edit::apply::step;
use crate::edit::{Edit, EditCommand, EditError, Record};
use crate::model::{Document, Element};

/// Commands so far and the design as they leave it.
pub(super) struct Draft {
    /// The design with all commands so far carried out.
    pub(super) document: Document,
    ids: FreshIds,
    commands: Vec<EditCommand>,
}

impl Draft {
    /// An edit without commands.
    pub(super) fn of(document: &Document) -> Self {
        Self { document: document.clone(), ids: FreshIds::of(document), commands: Vec::new() }
    }

    /// The id of a new element.
    pub(super) fn id<T: From<u32>>(&mut self) -> T {
        self.ids.next()
    }

    /// Carries out a command.
    pub(super) fn run(&mut self, command: EditCommand) -> Result<(), EditError> {
        step(&mut self.document, &command)?;
        self.commands.push(command);
        Ok(())
    }

    /// Adds or replaces an element. An element that is as it should be already costs no command.
    pub(super) fn put(&mut self, record: Record) {
        if Record::of(&self.document, record.element()).as_ref() == Some(&record) {
            return;
        }
        let command = EditCommand::Put(record);
        // Put never fails: it inserts a record.
        if step(&mut self.document, &command).is_ok() {
            self.commands.push(command);
        }
    }

    /// Removes an element if it is still there: it may have gone with something it belonged to.
    pub(super) fn remove(&mut self, element: Element) -> Result<(), EditError> {
        if element.exists(&self.document) { self.run(EditCommand::Remove(element)) } else { Ok(()) }
    }

    /// The edit, in the person's words.
    pub(super) fn finish(self, label: impl Into<String>) -> Edit {
        Edit::new(label, self.commands)
    }
}

/// "BTS1" for one element, "3 elements" for several.
pub(super) fn counted(document: &Document, elements: &[Element]) -> String {
    match elements {
        [one] => one.name(document),
        several => format!("{} elements", several.len()),
    }
}
