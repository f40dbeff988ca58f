//! Behavior of moves.

use super::*;
use crate::edit::preview;
use crate::model::{EndpointKind, TierId, TierKind};
use crate::testing::DocumentBuilder;

struct Design {
    document: Document,
    biztalk: TierId,
    databases: TierId,
    servers: Vec<Element>,
    nodes: Vec<Element>,
    cluster: FailoverClusterId,
    other: Element,
}

/// BTS1 BTS2 BTS3 above SQL1 SQL2 (a failover cluster) FS1.
fn design() -> Design {
    let mut builder = DocumentBuilder::new("Test");
    let biztalk = builder.tier("BizTalk", TierKind::BizTalk);
    let databases = builder.tier("Databases", TierKind::Databases);
    let servers = builder.biztalk_servers(&["BTS1", "BTS2", "BTS3"], biztalk);
    let nodes = builder.computers(&["SQL1", "SQL2"], databases);
    let other = builder.computer("FS1", databases);
    let cluster = builder.failover_cluster("SQL cluster", &nodes);
    let sql = builder.clustered_sql("SQL", cluster, &nodes);
    builder.core_databases(sql);
    let elements = |ids: Vec<ComputerId>| ids.into_iter().map(Element::from).collect();
    let (servers, nodes) = (elements(servers), elements(nodes));
    Design { document: builder.build(), biztalk, databases, servers, nodes, cluster, other: other.into() }
}

fn slot(tier: TierId, column: u32) -> Slot {
    Slot { tier, row: 0, column }
}

fn after(document: &Document, edit: &Edit) -> Document {
    preview(document, &edit.commands).unwrap()
}

fn names(document: &Document, tier: TierId) -> String {
    let placed = document.placed_elements();
    let names: Vec<String> =
        placed.iter().filter(|(slot, _)| slot.tier == tier).map(|(_, it)| it.name(document)).collect();
    names.join(" ")
}

fn plain(document: &Document, elements: &[Element], target: DropTarget) -> Edit {
    match choices(document, elements, target).unwrap() {
        MoveChoice::Plain(edit) => edit,
        MoveChoice::ClusterQuestion { .. } => panic!("asks although nothing leaves a failover cluster"),
    }
}

#[test]
fn an_element_takes_the_slot_it_is_dropped_on_whichever_side_it_comes_from() {
    let Design { document, biztalk, servers, .. } = design();
    let edit = plain(&document, &servers[..1], slot(biztalk, 2).into());
    assert_eq!(edit.label, "Move BTS1 within BizTalk");
    assert_eq!(names(&after(&document, &edit), biztalk), "BTS2 BTS3 BTS1");
    let edit = plain(&document, &servers[2..], slot(biztalk, 0).into());
    assert_eq!(names(&after(&document, &edit), biztalk), "BTS3 BTS1 BTS2");
    let edit = plain(&document, &servers[1..2], slot(biztalk, 1).into());
    assert_eq!(after(&document, &edit), document);
}

#[test]
fn several_elements_move_together_in_reading_order() {
    let Design { document, databases, servers, .. } = design();
    let edit = plain(&document, &[servers[2], servers[0]], slot(databases, 0).into());
    assert_eq!(edit.label, "Move 2 elements to Databases");
    assert_eq!(names(&after(&document, &edit), databases), "BTS1 BTS3 SQL1 SQL2 FS1");
}

#[test]
fn a_node_dragged_out_asks_and_both_answers_do_what_they_say() {
    let Design { document, biztalk, databases, nodes, .. } = design();
    let choice = choices(&document, &nodes[..1], slot(biztalk, 3).into()).unwrap();
    let MoveChoice::ClusterQuestion { cluster, leave, move_whole } = choice else { panic!("asks") };
    assert_eq!(cluster, "SQL cluster");
    assert_eq!(leave.label, "Move SQL1 to BizTalk out of SQL cluster");
    assert_eq!(move_whole.label, "Move SQL cluster to BizTalk");
    let left = after(&document, &leave);
    assert_eq!(names(&left, biztalk), "BTS1 BTS2 BTS3 SQL1");
    assert_eq!(left.failover_clusters.values().next().unwrap().nodes.len(), 1);
    let moved = after(&document, &move_whole);
    assert_eq!(names(&moved, biztalk), "BTS1 BTS2 BTS3 SQL1 SQL2");
    assert_eq!(names(&moved, databases), "FS1");
    assert_eq!(moved.failover_clusters, document.failover_clusters);
}

#[test]
fn nodes_change_places_within_their_failover_cluster_without_a_question() {
    let Design { document, databases, nodes, .. } = design();
    let edit = plain(&document, &nodes[..1], slot(databases, 1).into());
    let next = after(&document, &edit);
    assert_eq!(names(&next, databases), "SQL2 SQL1 FS1");
    assert_eq!(next.failover_clusters, document.failover_clusters);
}

#[test]
fn a_computer_dropped_on_a_failover_cluster_becomes_a_node() {
    let Design { document, databases, cluster, other, .. } = design();
    let target = DropTarget { slot: slot(databases, 1), failover_cluster: Some(cluster) };
    let edit = plain(&document, &[other], target);
    assert_eq!(edit.label, "Move FS1 into SQL cluster");
    let next = after(&document, &edit);
    assert_eq!(names(&next, databases), "SQL1 FS1 SQL2");
    assert_eq!(next.failover_clusters[&cluster].nodes.len(), 3);
}

#[test]
fn what_does_not_join_never_lands_between_two_nodes() {
    let Design { document, databases, servers, .. } = design();
    let edit = plain(&document, &servers[..1], slot(databases, 1).into());
    assert_eq!(names(&after(&document, &edit), databases), "SQL1 SQL2 BTS1 FS1");
}

#[test]
fn a_target_of_the_wrong_kind_refuses_with_its_reason() {
    let mut builder = DocumentBuilder::new("Test");
    let clients = builder.tier("Clients", TierKind::Clients);
    let databases = builder.tier("Databases", TierKind::Databases);
    let partner = builder.endpoint("Partner", EndpointKind::PartnerSystem, clients);
    let document = builder.build();
    let error = choices(&document, &[partner.into()], slot(databases, 0).into()).unwrap_err();
    assert!(matches!(error, EditError::Refused(_)));
    assert_eq!(nudge(&document, &[partner.into()], Direction::Down, None), None);
}

#[test]
fn arrow_keys_move_by_slot_and_by_tier_and_keep_failover_clusters_whole() {
    let Design { document, biztalk, databases, servers, nodes, other, .. } = design();
    let moved =
        |elements: &[Element], direction| nudge(&document, elements, direction, None).map(|it| after(&document, &it));
    assert_eq!(names(&moved(&servers[..1], Direction::Right).unwrap(), biztalk), "BTS2 BTS1 BTS3");
    assert_eq!(moved(&servers[..1], Direction::Left), None);
    assert_eq!(names(&moved(&[other], Direction::Left).unwrap(), databases), "FS1 SQL1 SQL2");
    assert_eq!(names(&moved(&nodes[1..], Direction::Right).unwrap(), databases), "FS1 SQL1 SQL2");
    assert_eq!(names(&moved(&nodes[..1], Direction::Right).unwrap(), databases), "SQL2 SQL1 FS1");
    let up = moved(&nodes[..1], Direction::Up).unwrap();
    assert_eq!(names(&up, biztalk), "SQL1 SQL2 BTS1 BTS2 BTS3");
    assert_eq!(names(&moved(&servers[2..], Direction::Down).unwrap(), databases), "SQL1 SQL2 BTS3 FS1");
    assert_eq!(moved(&servers, Direction::Up), None);
}

#[test]
fn in_a_row_that_the_drawing_breaks_into_lines_up_and_down_lead_to_the_next_line() {
    let Design { document, biztalk, databases, servers, nodes, .. } = design();
    let moved = |element: Element, direction, column, tier| {
        let line = Some(slot(tier, column));
        names(&after(&document, &nudge(&document, &[element], direction, line).unwrap()), tier)
    };
    assert_eq!(moved(servers[0], Direction::Down, 2, biztalk), "BTS2 BTS3 BTS1");
    assert_eq!(moved(servers[2], Direction::Up, 0, biztalk), "BTS3 BTS1 BTS2");
    assert_eq!(moved(nodes[0], Direction::Down, 2, databases), "FS1 SQL1 SQL2", "a failover cluster stays whole");
}
