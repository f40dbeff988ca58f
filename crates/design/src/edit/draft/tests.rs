//! Behavior of the kit.

use super::*;
use crate::edit::preview;
use crate::model::{Computer, ComputerId, Role, TierKind};
use crate::testing::DocumentBuilder;

fn design() -> (Document, [ComputerId; 3]) {
    let mut builder = DocumentBuilder::new("Test");
    let tier = builder.tier("BizTalk", TierKind::BizTalk);
    let ids = [builder.computer("A", tier), builder.computer("B", tier), builder.computer("C", tier)];
    (builder.build(), ids)
}

fn behind(document: &Document, id: ComputerId) -> Slot {
    let slot = document.computers[&id].slot;
    slot.right()
}

#[test]
fn each_command_builds_on_those_before_whether_somebody_looked_or_not() {
    let (document, [a, b, c]) = design();
    let build = |looks: bool| {
        let mut draft = Draft::of(&document);
        let look = |draft: &Draft<'_>| looks.then(|| draft.document().computers.len());
        draft.add_role(b, Role::Iis);
        look(&draft);
        let new = draft.add(Computer::new("A2", behind(&document, a)));
        look(&draft);
        draft.add_role(b, Role::Msmq);
        draft.add_role(new, Role::Iis);
        draft.remove(c).unwrap();
        draft.add_role(b, Role::FileServer);
        (draft.document().clone(), draft.finish("Test"))
    };
    let (now, edit) = build(false);
    assert_eq!((&now, &edit.commands), (&build(true).0, &build(true).1.commands));
    assert_eq!(now, preview(&document, &edit.commands).unwrap());
    assert_eq!(now.computers[&b].roles.len(), 3);
    assert_eq!(now.computers[&b].slot.column, 2, "the new computer pushed it aside, and it stays there");
}

#[test]
fn what_changes_nothing_costs_no_command_and_an_edit_without_commands_is_none() {
    let (document, [a, ..]) = design();
    let mut draft = Draft::of(&document);
    draft.change(a, |_| {});
    draft.says("do nothing");
    assert_eq!(draft.finish_as_said(), None);
}

#[test]
fn steps_are_joined_and_start_with_a_capital() {
    let (document, [a, b, _]) = design();
    let mut draft = Draft::of(&document);
    draft.add_role(a, Role::Iis);
    draft.says("install IIS on A");
    draft.remove(b).unwrap();
    draft.remove(b).unwrap();
    draft.says("remove B");
    let edit = draft.finish_as_said().unwrap();
    assert_eq!((edit.label.as_str(), edit.commands.len()), ("Install IIS on A and remove B", 2));
}

#[test]
fn a_command_that_fails_leaves_the_draft_as_it_was() {
    let (document, [a, ..]) = design();
    let mut draft = Draft::of(&document);
    let target = Slot::default();
    assert!(draft.run(EditCommand::Place { elements: vec![a.into()], target }).is_err());
    assert_eq!(draft.document(), &document);
    assert_eq!(draft.finish_as_said(), None);
}
