//! What comes, goes and changes is marked where it is, and nothing that is there moves.

use super::*;
use crate::document::template;
use crate::model::index::Index;
use crate::model::{ComputerId, HostInstance, HostInstanceId, Role};
use crate::scene::layout::Detail;

fn small() -> Document {
    template("small").unwrap().document.clone()
}

fn computer(document: &Document, name: &str) -> ComputerId {
    *document.computers.iter().find(|(_, it)| it.name == name).unwrap().0
}

fn compare(before: &Document, after: &Document) -> Difference {
    difference(before, &Layout::of(&Index::new(before), Detail::Full), after)
}

#[test]
fn the_same_design_makes_no_difference_and_a_move_is_none() {
    let document = small();
    assert_eq!(compare(&document, &document), Difference::default());
    let mut moved = document.clone();
    let id = computer(&document, "BTS1");
    moved.computers.edit().get_mut(&id).unwrap().slot.column = 9;
    assert_eq!(compare(&document, &moved), Difference::default());
}

#[test]
fn a_new_computer_is_a_ghost_with_its_name_that_covers_no_card_it_can_avoid() {
    let before = small();
    let layout = Layout::of(&Index::new(&before), Detail::Full);
    let mut after = before.clone();
    let mut added = before.computers[&computer(&before, "BTS2")].clone();
    added.name = "BTS3".to_owned();
    added.slot.column += 1;
    let id = ComputerId(after.next_id);
    after.next_id += 1;
    after.computers.edit().insert(id, added);
    let found = difference(&before, &layout, &after);
    let [ghost] = &found.ghosts[..] else { panic!("one ghost: {:#?}", found.ghosts) };
    assert_eq!(ghost.element, Some(id.into()));
    let [mark] = &found.marks[..] else { panic!("one mark: {:#?}", found.marks) };
    assert_eq!((mark.change, mark.lines.as_slice()), (Change::Added, &[(Change::Added, "BTS3".to_owned())][..]));
    let covered = layout.rect_of(computer(&before, "BTS2").into()).unwrap();
    assert!(mark.rect.min.x > covered.min.x, "the ghost leaves the name of BTS2 readable");
}

#[test]
fn a_host_instance_that_comes_or_goes_marks_its_computer_or_its_line() {
    let before = small();
    let mut after = before.clone();
    let (gone, instance) = before.host_instances.iter().next().map(|(id, it)| (*id, it.clone())).unwrap();
    after.host_instances.edit().remove(&gone);
    let found = compare(&before, &after);
    let [mark] = &found.marks[..] else { panic!("one mark: {:#?}", found.marks) };
    assert_eq!(mark.change, Change::Removed);
    assert_eq!(mark.lines, [(Change::Removed, Element::from(gone).name(&before))]);
    let back = compare(&after, &before);
    let [mark] = &back.marks[..] else { panic!("one mark: {:#?}", back.marks) };
    assert_eq!(mark.rect, Layout::of(&Index::new(&after), Detail::Full).rect_of(instance.computer.into()).unwrap());
    assert_eq!(mark.lines, [(Change::Added, Element::from(gone).name(&before))]);
}

#[test]
fn a_changed_role_outlines_the_computer_and_a_changed_host_every_computer_that_runs_it() {
    let before = small();
    let mut after = before.clone();
    let id = computer(&before, "BTS1");
    after.computers.edit().get_mut(&id).unwrap().roles.insert(Role::Iis);
    let found = compare(&before, &after);
    assert_eq!(found.marks.len(), 1);
    assert_eq!(found.marks[0].lines, [(Change::Changed, "BTS1".to_owned())]);

    let mut after = before.clone();
    let host = *before.hosts.keys().next().unwrap();
    after.hosts.edit().get_mut(&host).unwrap().allow_tracking = true;
    let runs = |it: &&HostInstance| it.host == host;
    let computers: BTreeSet<ComputerId> = before.host_instances.values().filter(runs).map(|it| it.computer).collect();
    assert_eq!(compare(&before, &after).marks.len(), computers.len());
}

#[test]
fn every_element_is_listed_once() {
    let document = small();
    let all = Element::all(&document);
    assert!(all.is_sorted() && all.contains(&Element::Environment));
    assert!(document.host_instances.keys().all(|id: &HostInstanceId| all.contains(&(*id).into())));
    assert_eq!(all.len(), all.iter().collect::<BTreeSet<_>>().len());
}
