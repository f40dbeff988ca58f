//! The working state of a landing: which subject is which element, what is stated of it, and what has changed.

use std::collections::BTreeMap;

use crate::edit::{Content, Draft, Edit, EditCommand, EditError, ElementId};
use crate::facts::{Merged, Property, Subject, Value};
use crate::model::{Document, Element, Imported, Slot, TierId, TierKind};
use crate::readers::{Gap, Import};
use tierwright_design::words;

words! {
    /// What an import does to an element.
    ChangeKind {
        /// It comes.
        Added = "add",
        /// A detail becomes what the export says.
        Changed = "change",
        /// A detail stays as a person has set it, although the export says something else.
        Kept = "keep mine",
        /// Exports contradict each other, and the design stays as it is.
        Contradicted = "exports contradict each other",
    }
}

/// What an import does to one element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Which kind of change.
    pub kind: ChangeKind,
    /// The element, as the design knows it afterwards.
    pub element: Element,
    /// The name it has then.
    pub name: String,
    /// The detail, the value in the design and the value in the export; `None` for a new element.
    pub detail: Option<(Property, String, String)>,
    /// Where the export says so.
    pub place: String,
}

/// An import as it lands in a design.
#[derive(Clone, Debug)]
pub struct Landing {
    /// The edit, one undo step; `None` when the design says all of it already.
    pub edit: Option<Edit>,
    /// What it does, in the order of the design.
    pub changes: Vec<Change>,
    /// What stays open after it.
    pub gaps: Vec<Gap>,
}

/// The working state.
pub(super) struct Lander<'a> {
    pub(super) before: &'a Document,
    pub(super) facts: &'a Merged,
    pub(super) draft: Draft<'a>,
    /// The elements of subjects, those of the design first.
    pub(super) elements: BTreeMap<Subject, Element>,
    /// The tiers into which computers have come.
    pub(super) tiers: BTreeMap<TierKind, TierId>,
    /// The last slot taken in them.
    pub(super) last_slot: BTreeMap<TierId, Option<Slot>>,
    imported: BTreeMap<(Element, Property), Imported>,
    changes: Vec<Change>,
    pub(super) gaps: Vec<Gap>,
}

impl<'a> Lander<'a> {
    pub(super) fn new(before: &'a Document, facts: &'a Merged) -> Self {
        let imported = before.imported.iter().map(|it| ((it.element, it.property), it.clone())).collect();
        Self {
            before,
            facts,
            draft: Draft::of(before),
            elements: BTreeMap::new(),
            tiers: BTreeMap::new(),
            last_slot: BTreeMap::new(),
            imported,
            changes: Vec::new(),
            gaps: Vec::new(),
        }
    }

    /// The element of a subject.
    pub(super) fn element<I: TryFrom<Element>>(&self, subject: &Subject) -> Option<I> {
        I::try_from(*self.elements.get(subject)?).ok()
    }

    /// The element that an earlier import made of a name, whatever it is called now; else the one with that name.
    pub(super) fn known<'d, I, V: 'd>(
        &self,
        key: &str,
        table: impl Iterator<Item = (&'d I, &'d V)>,
        name: impl Fn(&V) -> &str,
    ) -> Option<I>
    where
        I: ElementId + TryFrom<Element> + 'd,
    {
        let said = self.before.imported.iter().filter(|it| it.property == Property::Exists);
        let earlier = said.filter(|it| it.value.to_uppercase() == key).find_map(|it| I::try_from(it.element).ok());
        earlier.or_else(|| {
            let mut table = table;
            table.find(|(_, it)| name(it).to_uppercase() == key).map(|(id, _)| *id)
        })
    }

    /// Adds an element for a subject.
    pub(super) fn add<C: Content>(&mut self, subject: &Subject, content: C) -> C::Id {
        let id = self.draft.add(content);
        let element: Element = id.into();
        let place = self.facts.stated(subject, Property::Exists).and_then(|it| it.values.first());
        let place = place.map_or_else(String::new, |(_, place)| place.to_string());
        self.change(ChangeKind::Added, element, None, place);
        self.is(subject, element);
        id
    }

    /// Notes which element a subject is, and where exports name it.
    pub(super) fn is(&mut self, subject: &Subject, element: Element) {
        self.elements.insert(subject.clone(), element);
        if let Some((value, place)) = self.facts.stated(subject, Property::Exists).and_then(|it| it.values.first()) {
            self.note(element, Property::Exists, value, (&place.file, place.line));
        }
    }

    fn change(
        &mut self,
        kind: ChangeKind,
        element: Element,
        detail: Option<(Property, String, String)>,
        place: String,
    ) {
        self.changes.push(Change { kind, element, name: String::new(), detail, place });
    }

    fn note(&mut self, element: Element, property: Property, value: &Value, (file, line): (&str, u32)) {
        let said = Imported { element, property, value: value.words(), file: file.to_owned(), line };
        self.imported.insert((element, property), said);
    }

    /// Notes that the design assumes a value because no export says it.
    pub(super) fn assumes(&mut self, element: Element, property: Property, value: &str) {
        let said = Imported { element, property, value: value.to_owned(), file: String::new(), line: 0 };
        self.imported.entry((element, property)).or_insert(said);
    }

    /// The value that is to be written: what exports agree on, unless the design says it already or a person has changed
    /// it since it was imported. `mine` is the value in the design, in words; empty = not stated.
    pub(super) fn settle(
        &mut self,
        subject: &Subject,
        element: Element,
        property: Property,
        mine: &str,
    ) -> Option<Value> {
        let is_new = !element.exists(self.before);
        let stated = self.facts.stated(subject, property)?.clone();
        let Some((value, place)) = stated.agreed() else {
            let all: Vec<String> = stated.values.iter().map(|(it, at)| format!("{} ({at})", it.words())).collect();
            let detail = Some((property, mine.to_owned(), all.join(" or ")));
            self.change(ChangeKind::Contradicted, element, detail, String::new());
            return None;
        };
        let earlier = self.before.imported.iter().find(|it| it.element == element && it.property == property);
        let words = value.words();
        let is_mine = earlier.is_some_and(|it| !it.is_assumed() && it.value != mine);
        self.note(element, property, value, (&place.file, place.line));
        if mine == words {
            return None;
        }
        let detail = Some((property, mine.to_owned(), words));
        if is_mine && !is_new {
            self.change(ChangeKind::Kept, element, detail, place.to_string());
            return None;
        }
        if !is_new {
            self.change(ChangeKind::Changed, element, detail, place.to_string());
        }
        Some(value.clone())
    }

    /// The same for yes and no.
    pub(super) fn settle_flag(
        &mut self,
        subject: &Subject,
        element: Element,
        property: Property,
        mine: Option<bool>,
    ) -> Option<bool> {
        let mine = mine.map_or_else(String::new, |it| Value::Flag(it).words());
        match self.settle(subject, element, property, &mine)? {
            Value::Flag(yes) => Some(yes),
            _ => None,
        }
    }

    /// Notes what the design has no field for.
    pub(super) fn mention(&mut self, subject: &Subject, element: Element, properties: &[Property]) {
        for property in properties {
            if let Some((value, place)) = self.facts.stated(subject, *property).and_then(|it| it.agreed()) {
                self.note(element, *property, value, (&place.file, place.line));
            }
        }
    }

    /// Notes that something is not in the exports.
    pub(super) fn open(&mut self, what: impl Into<String>) {
        self.gaps.push(Gap { what: what.into(), file: None, line: 0 });
    }

    /// The landing.
    pub(super) fn finish(mut self, import: &Import) -> Result<Landing, EditError> {
        let after = self.draft.document();
        let named = |it: Change| Change { name: it.element.name(after), ..it };
        let mut changes: Vec<Change> = std::mem::take(&mut self.changes).into_iter().map(named).collect();
        changes.sort_by_key(|it| (it.element, it.kind));
        let imported: Vec<Imported> = self.imported.into_values().collect();
        if imported != self.before.imported {
            self.draft.run(EditCommand::SetImported(imported))?;
        }
        let files = import.files.iter().filter(|it| it.num_facts > 0).count();
        let edit = self.draft.finish(format!("Import {files} {}", if files == 1 { "file" } else { "files" }));
        let edit = Some(edit).filter(|it| !it.commands.is_empty());
        self.gaps.extend(import.gaps.iter().cloned());
        // The same gap in one file is one question, whatever the number of lines that leave it open.
        self.gaps.sort();
        self.gaps.dedup_by(|next, first| next.what == first.what && next.file == first.file);
        Ok(Landing { edit, changes, gaps: self.gaps })
    }
}
