//! Behavior of edits and of the history.

use super::*;
use crate::model::{
    Computer, ComputerId, EndpointKind, Site, SiteId, SiteKind, Tier, TierId, TierKind, check_invariants,
};
use crate::testing::DocumentBuilder;

fn small_design() -> Document {
    let mut document = Document::default();
    let tier = Tier { name: "Servers".into(), kind: TierKind::BizTalk, site: SiteId(1), zone: None };
    let site = Site { name: "Main".into(), kind: SiteKind::Primary };
    let commands = [
        EditCommand::Put(Record::Site(SiteId(1), site)),
        EditCommand::Put(Record::Tier(TierId(2), tier)),
        put_computer(3, 0),
        put_computer(4, 1),
        put_computer(5, 2),
    ];
    apply_all(&mut document, &commands).unwrap();
    document
}

fn put_computer(id: u32, column: u32) -> EditCommand {
    let slot = Slot { tier: TierId(2), row: 0, column };
    EditCommand::Put(Record::Computer(
        ComputerId(id),
        Computer { name: format!("PC{id}"), slot, ..Computer::default() },
    ))
}

fn columns(document: &Document) -> Vec<u32> {
    document.computers.values().map(|it| it.slot.column).collect()
}

#[test]
fn a_new_element_in_a_taken_slot_pushes_the_others_to_the_right() {
    let mut document = small_design();
    apply(&mut document, &put_computer(6, 1)).unwrap();
    assert_eq!(columns(&document), [0, 2, 3, 1]);
    assert!(check_invariants(&document).is_empty());
}

#[test]
fn moving_the_last_element_to_the_front_leaves_no_gap() {
    let mut document = small_design();
    let target = Slot { tier: TierId(2), row: 0, column: 0 };
    let command = EditCommand::Place { elements: vec![ComputerId(5).into()], target };
    apply(&mut document, &command).unwrap();
    assert_eq!(columns(&document), [1, 2, 0]);
}

#[test]
fn removing_an_element_closes_its_gap() {
    let mut document = small_design();
    apply(&mut document, &EditCommand::Remove(ComputerId(3).into())).unwrap();
    assert_eq!(columns(&document), [0, 1]);
}

#[test]
fn an_endpoint_forgets_the_cluster_role_that_is_removed_under_it() {
    let mut builder = DocumentBuilder::new("Queues");
    let tier = builder.tier("All", TierKind::BizTalk);
    let nodes = builder.computers(&["MQ1", "MQ2"], tier);
    let cluster = builder.failover_cluster("MQ cluster", &nodes);
    let role = builder.resource_group("MQ group", cluster, &nodes, &[]);
    let endpoint = builder.endpoint("Queue manager", EndpointKind::MqServer, tier);
    let mut document = builder.build();
    document.endpoints.edit().get_mut(&endpoint).unwrap().cluster_role = Some(role);
    let next = preview(&document, &[EditCommand::Remove(cluster.into())]).unwrap();
    assert_eq!(next.endpoints[&endpoint].cluster_role, None);
    assert_eq!(check_invariants(&next), Vec::new());
}

#[test]
fn removing_what_is_gone_is_refused_and_leaves_the_design_untouched() {
    let mut document = small_design();
    let before = document.clone();
    let commands = [EditCommand::Remove(ComputerId(3).into()), EditCommand::Remove(ComputerId(3).into())];
    assert_eq!(apply_all(&mut document, &commands), Err(EditError::Missing(ComputerId(3).into())));
    assert_eq!(document, before);
}

#[test]
fn undo_and_redo_return_the_same_designs_and_the_saved_mark() {
    let mut history = History::new(small_design(), true);
    let start = history.document().clone();
    let edit = Edit::one("Add PC6", put_computer(6, 3)).selecting([ComputerId(6).into()]);
    assert!(history.edit(&edit).unwrap());
    let end = history.document().clone();
    assert!(history.is_dirty());
    assert_eq!(history.undo_label(), Some("Add PC6"));
    assert_eq!(history.undo(), Some(vec![ComputerId(6).into()]));
    assert_eq!(*history.document(), start);
    assert!(!history.is_dirty());
    history.redo();
    assert_eq!(*history.document(), end);
    assert!(history.is_dirty());
}

#[test]
fn an_edit_that_changes_nothing_leaves_no_step() {
    let mut history = History::new(small_design(), true);
    let edit = Edit::one("Nothing", put_computer(3, 0));
    assert!(!history.edit(&edit).unwrap());
    assert_eq!(history.undo_label(), None);
}
