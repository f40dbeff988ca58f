//! The working state of a landing: which subject is which element, what is stated of it, and what has changed.

use std::collections::{BTreeMap, BTreeSet};

use crate::edit::intent::assumed::asked;
use crate::edit::{Content, Draft, Edit, EditCommand, EditError, Record};
use crate::facts::{Merged, Place, Property, Stated, Subject, Value};
use crate::model::{Document, Element, Imported, Slot, TierId, TierKind, held};
use crate::readers::{Gap, Import, Kind};
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

/// What the design holds of a detail that it leaves open while exports contradict each other.
const NOT_STATED: &str = "not stated";

/// What a change is told by: the element, and which detail of it; `None` = all of a new element, or what comes to the lists
/// of one that is drawn. It is the same however often the same files land in the same design.
pub type ChangeKey = (Element, Option<Property>);

/// What an import does to one element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Which kind of change.
    pub kind: ChangeKind,
    /// The element, as the design knows it afterwards.
    pub element: Element,
    /// The name it has then.
    pub name: String,
    /// Which property changes; `None` for a new element, and for what comes to a list.
    pub property: Option<Property>,
    /// What changes of it; `None` for a new element.
    pub detail: Option<Detail>,
    /// Where the export says so.
    pub place: String,
}

/// A detail of an element that the design and an export state differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Detail {
    /// What it is.
    pub label: &'static str,
    /// The value in the design; empty = not stated.
    pub mine: String,
    /// What the export says.
    pub theirs: String,
}

impl Change {
    /// What it is told by.
    pub const fn key(&self) -> ChangeKey {
        (self.element, self.property)
    }

    /// Whether a person can turn it: leave out what comes, keep what would change, take what would be kept.
    pub const fn may_be_turned(&self) -> bool {
        !matches!(self.kind, ChangeKind::Contradicted)
    }
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
    /// What exports contradict each other about, and a person has decided in the design.
    pub decided: BTreeSet<(Subject, Property)>,
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
    /// What somebody has decided otherwise than usual.
    pub(super) turned: &'a BTreeSet<ChangeKey>,
    /// What earlier imports said.
    earlier: BTreeMap<(Element, Property), Vec<&'a Imported>>,
    /// The elements that earlier imports made of names, which are in upper case.
    made: BTreeMap<String, Vec<Element>>,
    /// The elements of the design by their names in upper case.
    drawn: BTreeMap<String, Vec<Element>>,
    /// What is said of each detail now: one statement, or those that contradict each other, and what is assumed.
    imported: BTreeMap<(Element, Property), Vec<Imported>>,
    decided: BTreeSet<(Subject, Property)>,
    pub(super) changes: Vec<Change>,
    pub(super) gaps: Vec<Gap>,
}

/// What exports know by a name, by that name in upper case.
fn drawn(design: &Document) -> BTreeMap<String, Vec<Element>> {
    let computers = design.computers.iter().map(|(id, it)| (Element::from(*id), &it.name));
    let clusters = design.failover_clusters.iter().map(|(id, it)| (Element::from(*id), &it.name));
    let groups = design.resource_groups.iter().map(|(id, it)| (Element::from(*id), &it.name));
    let sql = design.sql_instances.iter().map(|(id, it)| (Element::from(*id), &it.name));
    let availability = design.availability_groups.iter().map(|(id, it)| (Element::from(*id), &it.name));
    let hosts = design.hosts.iter().map(|(id, it)| (Element::from(*id), &it.name));
    let mut drawn: BTreeMap<String, Vec<Element>> = BTreeMap::new();
    for (element, name) in computers.chain(clusters).chain(groups).chain(sql).chain(availability).chain(hosts) {
        drawn.entry(name.to_uppercase()).or_default().push(element);
    }
    drawn
}

impl<'a> Lander<'a> {
    pub(super) fn new(before: &'a Document, facts: &'a Merged, turned: &'a BTreeSet<ChangeKey>) -> Self {
        let mut earlier: BTreeMap<_, Vec<&Imported>> = BTreeMap::new();
        let mut imported: BTreeMap<_, Vec<Imported>> = BTreeMap::new();
        for said in &before.imported {
            earlier.entry((said.element, said.property)).or_default().push(said);
            imported.entry((said.element, said.property)).or_default().push(said.clone());
        }
        let mut made: BTreeMap<String, Vec<Element>> = BTreeMap::new();
        for said in before.imported.iter().filter(|it| it.property == Property::Exists) {
            made.entry(said.value.to_uppercase()).or_default().push(said.element);
        }
        Self {
            turned,
            earlier,
            made,
            drawn: drawn(before),
            before,
            facts,
            draft: Draft::of(before),
            elements: BTreeMap::new(),
            tiers: BTreeMap::new(),
            last_slot: BTreeMap::new(),
            imported,
            decided: BTreeSet::new(),
            changes: Vec::new(),
            gaps: Vec::new(),
        }
    }

    /// The element of a subject.
    pub(super) fn element<I: TryFrom<Element>>(&self, subject: &Subject) -> Option<I> {
        I::try_from(*self.elements.get(subject)?).ok()
    }

    /// The element that an earlier import made of a name, whatever it is called now; else the one with that name.
    pub(super) fn known<I: TryFrom<Element>>(&self, key: &str) -> Option<I> {
        self.known_where(key, |_| true)
    }

    /// The same among those of which something holds.
    pub(super) fn known_where<I: TryFrom<Element>>(&self, key: &str, holds: impl Fn(&I) -> bool) -> Option<I> {
        let mut named = [&self.made, &self.drawn].into_iter().filter_map(|it| it.get(key)).flatten();
        named.find_map(|it| I::try_from(*it).ok().filter(&holds))
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

    /// The key under which an element is known to exports: the name it was imported under, else the one it has.
    pub(super) fn key_of(&self, element: Element) -> String {
        let said = self.earlier.get(&(element, Property::Exists)).and_then(|it| it.first());
        let said = said.map(|it| it.value.to_uppercase());
        said.unwrap_or_else(|| element.name(self.before).to_uppercase())
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
        let property = detail.as_ref().map(|(property, ..)| *property);
        let detail = detail.map(|(property, mine, theirs)| Detail { label: property.label(), mine, theirs });
        self.changes.push(Change { kind, element, name: String::new(), property, detail, place });
    }

    fn note(&mut self, element: Element, property: Property, value: &Value, (file, line): (&str, u32)) {
        let said = Imported { element, property, value: value.words(), file: file.to_owned(), line };
        self.imported.insert((element, property), vec![said]);
    }

    /// Notes every side of a contradiction, and for as long as nobody has decided it what the design holds meanwhile.
    fn note_contradiction(&mut self, element: Element, property: Property, stated: &Stated, open: Option<&str>) {
        let said = |(value, at): &(Value, Place)| Imported {
            element,
            property,
            value: value.words(),
            file: at.file.to_string(),
            line: at.line,
        };
        let assumed = open.map(|it| Imported { element, property, value: it.to_owned(), file: String::new(), line: 0 });
        let mut all: Vec<Imported> = stated.values.iter().map(said).chain(assumed).collect();
        all.sort();
        self.imported.insert((element, property), all);
    }

    /// Notes that the design assumes what it holds of a detail because no export says it: an open question.
    pub(super) fn assumes(&mut self, element: Element, property: Property) {
        debug_assert!(asked(element, property).is_some(), "nobody asks for {property:?} of {element}");
        if let Some(value) = held(self.draft.document(), element, property) {
            let said = Imported { element, property, value, file: String::new(), line: 0 };
            self.imported.entry((element, property)).or_insert_with(|| vec![said]);
        }
    }

    /// Notes what exports name and the design lacks because they do not say where it belongs: a question, which somebody
    /// may have answered already.
    pub(super) fn lacks(&mut self, element: Element, property: Property, named: &[(String, Place)]) {
        let Some(held) = held(self.draft.document(), element, property) else { return };
        let said = |value: String, file: String, line| Imported { element, property, value, file, line };
        let sides = named.iter().map(|(it, at)| said(it.clone(), at.file.to_string(), at.line));
        let mut sides: Vec<Imported> = sides.collect();
        sides.sort();
        let known = self.imported.get(&(element, property)).map_or(&[][..], Vec::as_slice);
        if !known.iter().filter(|it| !it.is_assumed()).eq(&sides) {
            sides.push(said(held, String::new(), 0));
            sides.sort();
            self.imported.insert((element, property), sides);
        }
    }

    /// Forgets that details are open, about which exports have said everything by now.
    pub(super) fn knows(&mut self, element: Element, properties: &[Property]) {
        self.imported.retain(|(it, property), _| *it != element || !properties.contains(property));
    }

    /// Whether any export speaks of an element.
    pub(super) fn is_imported(&self, element: Element) -> bool {
        // What is said of an element stands together.
        let mut said = self.imported.range((element, Property::Exists)..);
        said.next().is_some_and(|((it, _), _)| *it == element)
    }

    /// Whether a person has set a detail since exports said something of it, or has answered what they left open. `now` is
    /// the value in the design, in words.
    fn is_set_by_a_person(&self, element: Element, property: Property, now: &str) -> bool {
        let said = self.earlier.get(&(element, property)).map_or(&[][..], Vec::as_slice);
        match said.iter().find(|it| it.is_assumed()) {
            Some(assumed) => assumed.value != now && !(assumed.value == NOT_STATED && now.is_empty()),
            // Several values without one that is assumed meanwhile: somebody has chosen.
            None => said.len() > 1 || said.iter().any(|it| it.value != now),
        }
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
        let stated = self.facts.stated(subject, property)?.clone();
        match stated.agreed() {
            Some((value, place)) => {
                let settled = self.settle_as(element, property, (value, place), [mine, mine]);
                if stated.values.len() > 1 {
                    self.note_contradiction(element, property, &stated, None);
                }
                settled
            }
            None => {
                self.contradicted(subject, element, property, (&stated, mine));
                None
            }
        }
    }

    /// Asks which side of a contradiction holds, unless a person has decided it and exports still say the same. The design
    /// stays as it is.
    pub(super) fn contradicted(
        &mut self,
        subject: &Subject,
        element: Element,
        property: Property,
        (stated, mine): (&Stated, &str),
    ) {
        let said = self.earlier.get(&(element, property)).map_or(&[][..], Vec::as_slice);
        let was: BTreeSet<&str> = said.iter().filter(|it| !it.is_assumed()).map(|it| it.value.as_str()).collect();
        let words: Vec<String> = stated.values.iter().map(|(it, _)| it.words()).collect();
        let is_same = was == words.iter().map(String::as_str).collect();
        if is_same && self.is_set_by_a_person(element, property, mine) {
            let answered = said.iter().find(|it| it.is_assumed()).map(|it| it.value.clone());
            self.note_contradiction(element, property, stated, answered.as_deref());
            self.decided.insert((subject.clone(), property));
            return;
        }
        self.note_contradiction(element, property, stated, Some(if mine.is_empty() { NOT_STATED } else { mine }));
        let all: Vec<String> = stated.values.iter().map(|(it, at)| format!("{} ({at})", it.words())).collect();
        let detail = Some((property, mine.to_owned(), all.join(" or ")));
        self.change(ChangeKind::Contradicted, element, detail, String::new());
    }

    /// The same for a detail of an element that several subjects share.
    pub(super) fn contradicted_about(
        &mut self,
        subjects: &[Subject],
        element: Element,
        property: Property,
        sides: (&Stated, &str),
    ) {
        let Some(first) = subjects.first() else { return };
        self.contradicted(first, element, property, sides);
        if self.decided.contains(&(first.clone(), property)) {
            self.decided.extend(subjects.iter().map(|it| (it.clone(), property)));
        }
    }

    /// Asks which of several lists is whole where exports contradict each other; the design has what any of them names.
    pub(super) fn ask_for_list(&mut self, subject: &Subject, element: Element, property: Property) {
        if let Some(stated) = self.facts.stated(subject, property).filter(|it| it.is_contradicted()).cloned() {
            self.contradicted(subject, element, property, (&stated, "all of them"));
        }
    }

    /// The same for a value that is made of several statements: in the design as it is now, and as it was before what an
    /// earlier export could not know came to it.
    pub(super) fn settle_as(
        &mut self,
        element: Element,
        property: Property,
        (value, place): (&Value, &Place),
        [mine, was]: [&str; 2],
    ) -> Option<Value> {
        let is_new = !element.exists(self.before);
        let words = value.words();
        let is_mine = self.is_set_by_a_person(element, property, was);
        self.note(element, property, value, (&place.file, place.line));
        if mine == words {
            return None;
        }
        let stays = is_mine != self.turned.contains(&(element, Some(property)));
        let detail = Some((property, was.to_owned(), words));
        if stays && !is_new {
            self.change(ChangeKind::Kept, element, detail, place.to_string());
            return None;
        }
        if !is_new {
            self.change(ChangeKind::Changed, element, detail, place.to_string());
        }
        Some(value.clone())
    }

    /// Whether the design is to follow an export that knows better what a value leads to, which both state alike.
    pub(super) fn learns(
        &mut self,
        subject: &Subject,
        element: Element,
        property: Property,
        values: [String; 2],
    ) -> bool {
        let place = self.facts.stated(subject, property).and_then(|it| it.agreed());
        let place = place.map_or_else(String::new, |(_, place)| place.to_string());
        let stays = self.turned.contains(&(element, Some(property)));
        let [mine, theirs] = values;
        let kind = if stays { ChangeKind::Kept } else { ChangeKind::Changed };
        self.change(kind, element, Some((property, mine, theirs)), place);
        !stays
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
        if import.reads(&[Kind::Settings]) && !import.reads(&[Kind::Hosts, Kind::Collector]) {
            self.open(
                "whether the BizTalk group has other hosts, and which of them track: settings may be exported of some",
            );
        }
        self.ask_for_the_unsaid(import);
        self.leave_out()?;
        self.lists();
        let after = self.draft.document();
        let named = |it: Change| Change { name: it.element.name(after), ..it };
        let mut changes: Vec<Change> = std::mem::take(&mut self.changes).into_iter().map(named).collect();
        changes.retain(|it| it.element.exists(after));
        changes.sort_by_key(|it| (it.element, it.kind));
        self.imported.retain(|(element, _), _| element.exists(after));
        let imported: Vec<Imported> = self.imported.into_values().flatten().collect();
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
        Ok(Landing { edit, changes, gaps: self.gaps, decided: self.decided })
    }

    /// Takes back what somebody does not want, with what cannot be without it, and tiers that would stay empty.
    fn leave_out(&mut self) -> Result<(), EditError> {
        let is_unwanted = |it: &&Change| it.kind == ChangeKind::Added && self.turned.contains(&it.key());
        let unwanted: Vec<Element> = self.changes.iter().filter(is_unwanted).map(|it| it.element).collect();
        for element in &unwanted {
            self.draft.remove(*element)?;
        }
        if unwanted.is_empty() {
            return Ok(());
        }
        // What was drawn before stays, even where it has moved to what is left out.
        for element in Element::all(self.before) {
            if !element.exists(self.draft.document())
                && let Some(record) = Record::of(self.before, element)
            {
                self.draft.put(record);
            }
        }
        let new: Vec<TierId> = self.tiers.values().copied().filter(|it| !self.before.tiers.contains_key(it)).collect();
        for tier in new {
            let after = self.draft.document();
            let is_empty = after.placed().all(|(slot, _)| slot.tier != tier);
            if is_empty && after.tiers.len() > 1 {
                self.draft.remove(tier)?;
            }
        }
        Ok(())
    }
}
