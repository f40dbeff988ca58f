//! The kit with which every edit is built: each command is carried out on a working copy, so that the next one builds
//! on it. Palette, intents and fixes of rules all use it.

mod usual;

#[cfg(test)]
mod tests;

use std::cell::OnceCell;

use rustc_hash::{FxHashMap, FxHashSet};

use super::apply::step;
use super::record::{Content, ElementId};
use super::{Edit, EditCommand, EditError, Record};
use crate::model::{Document, Element, Slot};
use crate::prose::capitalized;

/// An edit under construction: commands so far, the design as they leave it, and the words that say what they do.
#[derive(Debug)]
pub struct Draft<'a> {
    start: &'a Document,
    /// The working copy. It is made when somebody looks: most fixes of rules only write, and there are many of them.
    /// Until then the commands push no element aside, remove none and cannot fail.
    now: OnceCell<Document>,
    next_id: u32,
    commands: Vec<EditCommand>,
    /// The last command that writes an element, while there is no working copy.
    written: FxHashMap<Element, usize>,
    /// Where something stands, while there is no working copy; made when somebody asks.
    slots: OnceCell<FxHashSet<Slot>>,
    steps: Vec<String>,
}

impl<'a> Draft<'a> {
    /// An edit without commands.
    pub fn of(document: &'a Document) -> Self {
        Self {
            start: document,
            now: OnceCell::new(),
            next_id: document.next_id,
            commands: Vec::new(),
            written: FxHashMap::default(),
            slots: OnceCell::new(),
            steps: Vec::new(),
        }
    }

    /// The design with all commands so far carried out.
    pub fn document(&self) -> &Document {
        if self.commands.is_empty() { self.start } else { self.now.get_or_init(|| self.replayed()) }
    }

    fn replayed(&self) -> Document {
        let mut now = self.start.clone();
        for command in &self.commands {
            let done = step(&mut now, command);
            debug_assert!(done.is_ok(), "only commands that never fail are put off: {done:?}");
        }
        now
    }

    /// The id of a new element.
    pub fn id<I: From<u32>>(&mut self) -> I {
        let id = self.next_id;
        self.next_id += 1;
        I::from(id)
    }

    /// Carries out a command.
    ///
    /// # Errors
    /// The command cannot be carried out.
    pub fn run(&mut self, command: EditCommand) -> Result<(), EditError> {
        if self.now.get().is_none() && command.is_of_whole_design() {
            self.commands.push(command);
            return Ok(());
        }
        let mut now = self.now.take().unwrap_or_else(|| self.replayed());
        let done = step(&mut now, &command);
        self.now = OnceCell::from(now);
        if done.is_ok() {
            self.commands.push(command);
        }
        done
    }

    /// Adds or replaces an element. An element that is as it should be already costs no command.
    pub fn put(&mut self, record: Record) {
        let before = self.record(record.element());
        if before.as_ref() == Some(&record) {
            return;
        }
        let slot = record.slot().filter(|slot| before.and_then(|it| it.slot()) != Some(*slot));
        self.write(record, slot);
    }

    /// Writes a record; `slot` is where that places an element that stood somewhere else or nowhere.
    fn write(&mut self, record: Record, slot: Option<Slot>) {
        if self.now.get().is_some() || slot.is_some_and(|it| self.is_taken(it)) {
            let done = self.run(EditCommand::Put(record));
            debug_assert!(done.is_ok(), "nothing keeps a record from being put: {done:?}");
        } else {
            if let Some(slots) = self.slots.get_mut() {
                slots.extend(slot);
            }
            self.written.insert(record.element(), self.commands.len());
            self.commands.push(EditCommand::Put(record));
        }
    }

    /// Adds an element.
    pub fn add<C: Content>(&mut self, content: C) -> C::Id {
        let id: C::Id = self.id();
        let record = content.record(id);
        let slot = record.slot();
        self.write(record, slot);
        id
    }

    /// What an element consists of after the commands so far; `None` when there is no such element.
    pub fn get<I: ElementId>(&self, id: I) -> Option<I::Content> {
        I::content(self.record(id.into())?)
    }

    /// Whether an element certainly is as it was before the first command.
    pub fn is_untouched(&self, element: impl Into<Element>) -> bool {
        self.now.get().is_none() && !self.written.contains_key(&element.into())
    }

    /// Changes an element; no command where that changes nothing.
    pub fn change<I: ElementId>(&mut self, id: I, change: impl FnOnce(&mut I::Content)) {
        if let Some(mut content) = self.get(id) {
            change(&mut content);
            self.put(content.record(id));
        }
    }

    /// Removes an element if it is still there: it may have gone with something it belonged to.
    ///
    /// # Errors
    /// Something cannot be without it.
    pub fn remove(&mut self, element: impl Into<Element>) -> Result<(), EditError> {
        let element = element.into();
        if element.exists(self.document()) { self.run(EditCommand::Remove(element)) } else { Ok(()) }
    }

    /// Says what the commands so far do; several steps are joined with "and".
    pub fn says(&mut self, step: impl Into<String>) {
        self.steps.push(step.into());
    }

    /// The edit, in the person's words.
    pub fn finish(self, label: impl Into<String>) -> Edit {
        Edit::new(label, self.commands)
    }

    /// The edit under the steps that were said, joined, with a capital; `None` when it holds no command.
    pub fn finish_as_said(self) -> Option<Edit> {
        (!self.commands.is_empty()).then(|| Edit::new(capitalized(&self.steps.join(" and ")), self.commands))
    }

    /// An element as it is now. Without a working copy that is what the last command wrote.
    fn record(&self, element: Element) -> Option<Record> {
        if let Some(now) = self.now.get() {
            return Record::of(now, element);
        }
        match self.written.get(&element).and_then(|it| self.commands.get(*it)) {
            Some(EditCommand::Put(record)) => Some(record.clone()),
            _ => Record::of(self.start, element),
        }
    }

    /// Whether something may stand in a slot, while there is no working copy.
    fn is_taken(&self, slot: Slot) -> bool {
        let slots = self.slots.get_or_init(|| self.start.placed().map(|(slot, _)| slot).collect());
        slots.contains(&slot)
    }
}
