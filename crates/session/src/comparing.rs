//! The open design held against another one: what differs, what that buys, and where it is drawn on either side.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use crate::calendar::Day;
use crate::carried::open;
use crate::comparison::{Change, ChangeKind, Comparison, Judged, Merged, Pairing, changes, compare_judged, merge};
use crate::document::FileStamp;
use crate::edit::history::Revision;
use crate::edit::preview;
use crate::geometry::{Point, Rect};
use crate::handed::Handed;
use crate::importing::Prepared;
use crate::migration::{Migration, migrate_judged};
use crate::model::index::Index;
use crate::model::{Document, Element, HostId};
use crate::scene::layout::{Detail, Layout};
use crate::scene::{Scene, SceneOptions, build_with};
use crate::work::{GivenUp, Phase, Work};

/// What the open design is to be compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum With {
    /// The design in a file, or the one that a file carries.
    File(PathBuf),
    /// The open design as its file has it.
    Saved,
    /// The open design with so many steps behind it.
    Step(usize),
    /// What exports say of the running environment.
    Exports(Handed<Prepared>),
}

/// How two designs are compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct How {
    /// Whether the open design is the one before.
    pub is_swapped: bool,
    /// Whether the downtime of both is estimated, which takes longest.
    pub with_downtime: bool,
    /// In which order the steps from the one to the other are made, by their numbers in the documented order; empty = that
    /// order, `None` = nobody has asked for steps.
    pub order: Option<Vec<usize>>,
    /// What somebody else has made of the other design meanwhile; `None` = nobody has.
    pub theirs: Option<TheirSide>,
}

/// A design that comes from the same one as the open design.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TheirSide {
    /// What it is called.
    pub name: String,
    /// The design.
    pub document: Handed<Arc<Document>>,
    /// What both have changed and is to be as it is there, by the keys of the conflicts.
    pub chosen: BTreeSet<String>,
    /// What the file of the open design looks like, where it is from there; `None` = it is from elsewhere.
    pub own_file: Option<FileStamp>,
}

/// The open design and that of somebody else, brought together.
#[derive(Debug)]
pub struct Together {
    /// Theirs, with what it changes of the design that both come from.
    pub side: Side,
    /// Both together, with what both have changed.
    pub merged: Merged,
    /// What comes into the open design.
    pub comes: Vec<Change>,
}

/// A comparison that somebody wants: with which design, and how.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// What the other design is called.
    pub name: String,
    /// The other design.
    pub document: Arc<Document>,
    /// How.
    pub how: How,
}

/// One of the two designs as it is drawn.
#[derive(Debug)]
pub struct Side {
    /// What it is called.
    pub name: String,
    /// The design.
    pub document: Arc<Document>,
    /// Where everything stands.
    pub layout: Layout,
    /// What is painted.
    pub scene: Arc<Scene>,
    /// What is marked on it.
    pub marks: Vec<Mark>,
}

/// A mark over something that differs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mark {
    /// What happens to it.
    pub kind: ChangeKind,
    /// Its place in the drawing.
    pub rect: Rect,
    /// Whether only the drawing changes.
    pub is_layout: bool,
}

/// A card of the design before that is gone after, as an overlay shows it: below the drawing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gone {
    /// Its place in the drawing before.
    pub rect: Rect,
    /// How far from there it is shown.
    pub offset: Point,
}

/// Two designs held against each other.
#[derive(Debug)]
pub struct Compared {
    /// What was wanted.
    pub wanted: Wanted,
    /// The open design as it was then.
    pub revision: Revision,
    /// The day that decides which versions are supported.
    pub today: Option<Day>,
    /// The design before.
    pub before: Arc<Side>,
    /// The design after.
    pub after: Arc<Side>,
    /// What differs.
    pub comparison: Arc<Comparison>,
    /// The steps from the one to the other, or why there are none in the wanted order; `None` = nobody has asked.
    pub path: Option<Result<Arc<Migration>, String>>,
    /// The changes by the tier in which they stand, as places in [`Comparison::changes`]; the first group has no tier.
    pub groups: Vec<(String, Vec<usize>)>,
    /// What an overlay shows below the drawing.
    pub gone: Vec<Gone>,
    /// What the analysis said of the designs on the way.
    judged: Judged,
    /// The design of somebody else; `None` = nobody wants it brought in.
    pub together: Option<Together>,
}

/// Space between cards that are shown below the drawing.
const GAP: f32 = 16.0;

/// Finds the other design.
///
/// # Errors
/// Why there is none, for the person who wanted it.
pub fn find(with: &With, saved: Option<&PathBuf>) -> Result<Arc<Document>, String> {
    let read = |path: &PathBuf| open(path).map(|it| Arc::new(it.document)).map_err(|err| err.to_string());
    match with {
        With::File(path) => read(path),
        With::Saved => saved.map_or_else(|| Err(String::new()), read),
        With::Exports(prepared) => {
            let outcome = prepared.anew.as_ref().map_err(ToString::to_string)?;
            let commands = outcome.edit.as_ref().map_or(&[][..], |it| &it.commands);
            preview(&prepared.blank(), commands).map(Arc::new).map_err(|err| err.to_string())
        }
        With::Step(_) => Err(String::new()),
    }
}

impl Compared {
    /// Compares the open design, under a name, with what is wanted. What an `earlier` comparison found out of the same
    /// designs is not looked for again.
    ///
    /// # Errors
    /// It was given up on the way.
    pub fn new(
        wanted: Wanted,
        (name, document): (String, Arc<Document>),
        (revision, today): (Revision, Option<Day>),
        earlier: Option<&Self>,
        work: &Work,
    ) -> Result<Self, GivenUp> {
        work.enter(Phase::Reckoning)?;
        let mut judged = earlier.map(|it| it.judged.again()).unwrap_or_default();
        let together = wanted.how.theirs.as_ref().map(|it| Together::of(it, &wanted.document, &document));
        let other = (wanted.name.clone(), Arc::clone(&wanted.document));
        let (was, is) = if wanted.how.is_swapped { ((name, document), other) } else { (other, (name, document)) };
        let steps = |order: &Vec<usize>| {
            let path = migrate_judged(&was.1, &is.1, today, order, &mut judged);
            path.map(Arc::new).map_err(|it| it.to_string())
        };
        let path = wanted.how.order.as_ref().map(steps);
        work.enter(Phase::Reckoning)?;
        let with_downtime = wanted.how.with_downtime;
        let is_same = |it: &&Self| {
            let are_same = Arc::ptr_eq(&it.before.document, &was.1) && Arc::ptr_eq(&it.after.document, &is.1);
            are_same && it.today == today && it.wanted.how.with_downtime == with_downtime
        };
        if let Some(it) = earlier.filter(is_same) {
            let (before, after, comparison) = (it.before.clone(), it.after.clone(), it.comparison.clone());
            let (groups, gone) = (it.groups.clone(), it.gone.clone());
            // The ends are asked of no more until something of them changes.
            judged.of(&was.1, today);
            judged.of(&is.1, today);
            return Ok(Self {
                wanted,
                revision,
                today,
                before,
                after,
                comparison,
                path,
                groups,
                gone,
                judged,
                together,
            });
        }
        let comparison = compare_judged(&was.1, &is.1, today, with_downtime, &mut judged);
        work.enter(Phase::Drawing)?;
        let before = Side::of(was, &comparison.changes, |it| it.before);
        let after = Side::of(is, &comparison.changes, |it| it.after);
        let groups = groups(&before, &after, &comparison.changes);
        let gone = gone(&before, &after, &comparison.changes);
        work.enter(Phase::Drawing)?;
        let (before, after, comparison) = (Arc::new(before), Arc::new(after), Arc::new(comparison));
        Ok(Self { wanted, revision, today, before, after, comparison, path, groups, gone, judged, together })
    }

    /// All sides: the one before, the one after, and that of somebody else where it is wanted.
    pub fn sides(&self) -> Vec<&Side> {
        let two = [self.before.as_ref(), self.after.as_ref()];
        two.into_iter().chain(self.together.as_ref().map(|it| &it.side)).collect()
    }
}

impl Together {
    fn of(theirs: &TheirSide, base: &Document, mine: &Document) -> Self {
        let theirs_changes = changes(base, &theirs.document, &Pairing::of(base, &theirs.document));
        let side = Side::of((theirs.name.clone(), Arc::clone(&theirs.document)), &theirs_changes, |it| it.after);
        let merged = merge(base, mine, &theirs.document, &theirs.chosen);
        let comes = merged.document.as_ref().map(|it| changes(mine, it, &Pairing::of(mine, it))).unwrap_or_default();
        Self { side, merged, comes }
    }
}

impl Side {
    fn of((name, document): (String, Arc<Document>), changes: &[Change], here: fn(&Change) -> Option<Element>) -> Self {
        let index = Index::new(&document);
        let layout = Layout::of(&index, Detail::Full);
        let scene = Arc::new(build_with(&index, &layout, &SceneOptions::default()));
        let mut side = Self { name, document: Arc::clone(&document), layout, scene, marks: Vec::new() };
        let wholes = changes.iter().filter_map(|it| Some((here(it)?, it.kind)));
        let wholes = wholes.filter(|(it, _)| is_card(*it) || matches!(it, Element::FailoverCluster(_)));
        let whole: BTreeMap<Element, ChangeKind> = wholes.collect();
        let mut marked: BTreeMap<(ChangeKind, [u32; 4]), Mark> = BTreeMap::new();
        for change in changes {
            let (kind, is_layout) = (change.kind, change.is_layout);
            // What stands on a card or in a box that comes or goes as a whole needs no mark of its own.
            let is_told = |it: &Element| {
                kind != ChangeKind::Changed && card_of(&document, *it).is_some_and(|it| whole.get(&it) == Some(&kind))
            };
            let drawn = here(change).map(|it| side.drawn_as(it)).unwrap_or_default();
            for rect in drawn.into_iter().filter(|it| !is_told(it)).filter_map(|it| side.layout.rect_of(it)) {
                let key = [rect.min.x, rect.min.y, rect.max.x, rect.max.y].map(f32::to_bits);
                let mark = marked.entry((kind, key)).or_insert(Mark { kind, rect, is_layout });
                mark.is_layout &= is_layout;
            }
        }
        side.marks = marked.into_values().collect();
        side
    }

    /// Where an element is drawn.
    pub fn places(&self, element: Element) -> Vec<Rect> {
        self.drawn_as(element).into_iter().filter_map(|it| self.layout.rect_of(it)).collect()
    }

    /// What stands for an element in the drawing: the host instances for a host, those of its host for a handler.
    fn drawn_as(&self, element: Element) -> Vec<Element> {
        let of_host = |host: HostId| {
            let instances = self.document.host_instances.iter().filter(|(_, it)| it.host == host);
            instances.map(|(id, _)| (*id).into()).collect()
        };
        match element {
            Element::Host(id) => of_host(id),
            Element::Handler(id) => self.document.handlers.get(&id).map(|it| of_host(it.host)).unwrap_or_default(),
            other => vec![other],
        }
    }

    /// The name of the tier in which an element is drawn.
    fn tier_of(&self, element: Element) -> Option<&str> {
        let tier = |place: &Rect| {
            let holds = |id: &&crate::model::TierId| {
                self.layout.rect_of((**id).into()).is_some_and(|it| it.contains(place.center()))
            };
            self.document.tiers.keys().find(holds)
        };
        let id = tier(self.places(element).first()?)?;
        self.document.tiers.get(id).map(|it| it.name.as_str())
    }
}

/// Whether an element has a card of its own.
const fn is_card(element: Element) -> bool {
    matches!(element, Element::Computer(_) | Element::LoadBalancer(_) | Element::Endpoint(_))
}

/// The card or the box on which an element is drawn, where it is not one itself.
fn card_of(document: &Document, element: Element) -> Option<Element> {
    match element {
        Element::HostInstance(id) => document.host_instances.get(&id).map(|it| it.computer.into()),
        Element::SqlInstance(id) => document.active_computer_of_sql(id).map(Element::from),
        Element::Database(id) => {
            let sql = document.databases.get(&id)?.sql_instance;
            document.active_computer_of_sql(sql).map(Element::from)
        }
        Element::ResourceGroup(id) => document.resource_groups.get(&id).map(|it| it.failover_cluster.into()),
        Element::Storage(id) => {
            let attached = &document.storages.get(&id)?.attached;
            attached.iter().find_map(|it| document.failover_cluster_of(*it)).map(Element::from)
        }
        _ => None,
    }
}

/// The changes by tier, tiers from top to bottom.
fn groups(before: &Side, after: &Side, changes: &[Change]) -> Vec<(String, Vec<usize>)> {
    let mut groups: Vec<(String, Vec<usize>)> = vec![(String::new(), Vec::new())];
    for side in [after, before] {
        for id in side.document.tier_rows.iter().flatten() {
            let name = side.document.tiers.get(id).map_or("", |it| &it.name);
            if !groups.iter().any(|(known, _)| known == name) {
                groups.push((name.to_owned(), Vec::new()));
            }
        }
    }
    for (number, change) in changes.iter().enumerate() {
        let there =
            change.after.and_then(|it| after.tier_of(it)).or_else(|| change.before.and_then(|it| before.tier_of(it)));
        let at = there.and_then(|tier| groups.iter().position(|(name, _)| name == tier)).unwrap_or(0);
        groups[at].1.push(number);
    }
    groups.retain(|(_, changes)| !changes.is_empty());
    groups
}

/// The cards that are gone, in rows below the drawing after.
fn gone(before: &Side, after: &Side, changes: &[Change]) -> Vec<Gone> {
    let removed: BTreeSet<Element> =
        changes.iter().filter(|it| it.kind == ChangeKind::Removed).filter_map(|it| it.before).collect();
    let (left, right) = (after.layout.bounds.min.x, after.layout.bounds.max.x);
    let mut at = Point::new(left, after.layout.bounds.max.y + 3.0 * GAP);
    let mut row = 0.0_f32;
    let mut gone = Vec::new();
    for rect in removed.iter().filter(|it| is_card(**it)).filter_map(|it| before.layout.rect_of(*it)) {
        if at.x > left && at.x + rect.width() > right {
            at = Point::new(left, at.y + row + GAP);
            row = 0.0;
        }
        gone.push(Gone { rect, offset: Point::new(at.x - rect.min.x, at.y - rect.min.y) });
        at.x += rect.width() + GAP;
        row = row.max(rect.height());
    }
    gone
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::template;
    use crate::edit::History;

    fn compared(order: Option<Vec<usize>>, documents: [&Arc<Document>; 2], earlier: Option<&Compared>) -> Compared {
        let [open, other] = documents.map(Arc::clone);
        let how = How { order, ..How::default() };
        let revision = History::new((*open).clone(), true).revision();
        let wanted = Wanted { name: "other".to_owned(), document: other, how };
        Compared::new(wanted, ("open".to_owned(), open), (revision, None), earlier, &Work::new("Compare")).unwrap()
    }

    #[test]
    fn another_order_of_the_steps_leaves_the_comparison_and_what_it_asks_nothing_new_of() {
        let design = |key: &str| Arc::new(template(key).unwrap().document.clone());
        let documents = [&design("medium-receive-complete"), &design("two-computer")];
        let first = compared(Some(Vec::new()), documents, None);
        let path = |it: &Compared| Arc::clone(it.path.as_ref().unwrap().as_ref().unwrap());
        let mut order: Vec<usize> = (1..=path(&first).steps.len()).collect();
        order.swap(0, 1);
        let other = compared(Some(order.clone()), documents, Some(&first));
        assert!(Arc::ptr_eq(&first.comparison, &other.comparison) && Arc::ptr_eq(&first.after, &other.after));
        assert_eq!(*path(&other), *path(&compared(Some(order), documents, None)), "it says what it says from nothing");
        let back = compared(Some(Vec::new()), documents, Some(&other));
        assert_eq!(*path(&back), *path(&first));
    }

    #[test]
    fn what_comes_as_a_whole_has_one_mark() {
        let [empty, small] = ["empty", "small"].map(|key| Arc::new(template(key).unwrap().document.clone()));
        let side = &compared(None, [&small, &empty], None).after;
        let marked =
            |it: Element| side.layout.rect_of(it).is_some_and(|rect| side.marks.iter().any(|it| it.rect == rect));
        assert!(small.computers.keys().all(|it| marked((*it).into())));
        assert!(small.failover_clusters.keys().all(|it| marked((*it).into())));
        let inside = small.host_instances.keys().map(|it| Element::from(*it));
        let inside = inside.chain(small.resource_groups.keys().map(|it| (*it).into()));
        let inside = inside.chain(small.storages.keys().map(|it| (*it).into()));
        assert_eq!(inside.filter(|it| marked(*it)).collect::<Vec<_>>(), []);
    }
}
