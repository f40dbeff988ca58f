//! Behavior of copy, duplicate and paste.

use super::*;
use crate::edit::{Edit, preview};
use crate::model::{EndpointKind, HostFunction, Slot, TierId, TierKind};
use crate::testing::DocumentBuilder;

struct Design {
    document: Document,
    biztalk: TierId,
    databases: TierId,
    servers: Vec<ComputerId>,
    nodes: Vec<ComputerId>,
    client: Element,
}

fn design() -> Design {
    let mut builder = DocumentBuilder::new("Test");
    let clients = builder.tier("Clients", TierKind::Clients);
    let biztalk = builder.tier("BizTalk", TierKind::BizTalk);
    let databases = builder.tier("Databases", TierKind::Databases);
    let client = builder.endpoint("Internet", EndpointKind::InternetClient, clients);
    let servers = builder.biztalk_servers(&["BTS1", "BTS2"], biztalk);
    let nodes = builder.computers(&["SQL-01", "SQL-02"], databases);
    let cluster = builder.failover_cluster("SQLCL1", &nodes);
    let sql = builder.clustered_sql("SQLINST1", cluster, &nodes);
    builder.core_databases(sql);
    builder.master_secret_with(sql);
    builder.host("Receive", &[HostFunction::Receive], &servers);
    builder.connect(client, servers[0]);
    Design { document: builder.build(), biztalk, databases, servers, nodes, client: client.into() }
}

fn after(document: &Document, edit: &Edit) -> Document {
    preview(document, &edit.commands).unwrap()
}

fn elements(ids: &[ComputerId]) -> Vec<Element> {
    ids.iter().map(|id| (*id).into()).collect()
}

#[test]
fn a_clip_survives_the_clipboard_and_other_text_is_no_clip() {
    let Design { document, nodes, .. } = design();
    let clip = copy(&document, &elements(&nodes)).unwrap();
    let text = clip.to_text().unwrap();
    assert!(text.starts_with("// Tierwright"));
    assert_eq!(Clip::from_text(&text), Some(clip));
    assert_eq!(Clip::from_text("BTS1"), None);
    assert_eq!(Clip::from_text(&format!("{HEADER}\n(records: [")), None);
}

#[test]
fn a_duplicated_server_has_the_host_instances_and_not_the_outside_connection() {
    let Design { document, servers, .. } = design();
    let (edit, notes) = duplicate(&document, &elements(&servers[..1])).unwrap();
    assert_eq!(edit.label, "Duplicate BTS3");
    let next = after(&document, &edit);
    let Element::Computer(new) = edit.select[0] else { panic!("selects the copy") };
    assert_eq!(next.host_instances_on(new).count(), 1);
    assert_eq!(next.hosts.len(), 1);
    assert_eq!(next.connections.len(), 1);
    assert_eq!(notes, ["BTS1: no connection from Internet"]);
    assert_eq!(next.slot_of(new.into()).unwrap().column, 1);
}

#[test]
fn a_note_comes_along_with_what_it_is_pinned_to() {
    let Design { document, servers, .. } = design();
    let note = |element, text: &str| crate::edit::intent::notes::note(&document, element, text).unwrap().commands;
    let noted = preview(&document, &note(servers[0].into(), "Rack 4")).unwrap();
    let (edit, _) = duplicate(&noted, &elements(&servers[..1])).unwrap();
    let next = after(&noted, &edit);
    assert_eq!((next.note_on(edit.select[0]), next.notes.len()), (Some("Rack 4"), 2));
}

#[test]
fn links_among_copies_are_kept() {
    let Design { document, servers, client, .. } = design();
    let clip = copy(&document, &[client, servers[0].into()]).unwrap();
    let (edit, notes) = paste(&document, &clip, None).unwrap();
    assert!(notes.is_empty());
    let next = after(&document, &edit);
    assert_eq!((next.connections.len(), next.endpoints.len()), (2, 2));
    let new = next.connections.values().last().unwrap();
    assert!(edit.select.contains(&new.from) && edit.select.contains(&new.to));
}

#[test]
fn a_whole_failover_cluster_is_copied_with_its_sql_instance_but_without_databases_and_secret() {
    let Design { document, databases, nodes, .. } = design();
    let clip = copy(&document, &elements(&nodes)).unwrap();
    let (edit, notes) = paste(&document, &clip, None).unwrap();
    assert_eq!(edit.label, "Paste 2 elements");
    let next = after(&document, &edit);
    assert_eq!((next.failover_clusters.len(), next.sql_instances.len(), next.storages.len()), (2, 2, 2));
    assert_eq!(next.databases.len(), 4);
    assert_eq!(next.master_secret_servers().len(), 1);
    let kept = "BizTalkMgmtDb, BizTalkMsgBoxDb, BizTalkDTADb and SSODB: not copied, there is one";
    assert!(notes.iter().any(|it| it == kept), "{notes:?}");
    assert!(notes.iter().any(|it| it.contains("without the master secret")), "{notes:?}");
    let names: Vec<&str> = next.computers.values().map(|it| it.name.as_str()).collect();
    assert!(names.contains(&"SQL-03") && names.contains(&"SQL-04"), "{names:?}");
    assert_eq!(next.failover_clusters.values().last().unwrap().name, "SQLCL2");
    assert_eq!(next.storages.values().last().unwrap().name, "SQLCL2 disk array");
    assert!(edit.select.iter().all(|it| next.slot_of(*it).unwrap().tier == databases));
}

#[test]
fn a_single_node_is_copied_without_its_failover_cluster_and_says_so() {
    let Design { document, databases, nodes, .. } = design();
    let clip = copy(&document, &elements(&nodes[..1])).unwrap();
    let at = Slot { tier: databases, row: 0, column: 1 };
    let (edit, notes) = paste(&document, &clip, Some(at)).unwrap();
    let next = after(&document, &edit);
    assert_eq!(next.failover_clusters, document.failover_clusters);
    assert_eq!(next.slot_of(edit.select[0]).unwrap().column, 2, "not between the nodes");
    assert!(notes.iter().any(|it| it.contains("only some of its nodes")));
}

#[test]
fn a_clip_pastes_into_another_design_with_its_hosts() {
    let Design { document, servers, .. } = design();
    let clip = copy(&document, &elements(&servers)).unwrap();
    let mut builder = DocumentBuilder::new("Other");
    for number in 0..40 {
        builder.tier(&format!("Tier {number}"), TierKind::Infrastructure);
    }
    let tier = builder.tier("Servers", TierKind::Send);
    let other = builder.build();
    let at = Slot::first(tier);
    let (edit, _) = paste(&other, &clip, Some(at)).unwrap();
    let next = after(&other, &edit);
    assert_eq!((next.computers.len(), next.hosts.len(), next.host_instances.len()), (2, 1, 2));
    assert!(next.computers.values().all(|it| it.biztalk_groups.len() == 1));
}

#[test]
fn what_the_target_refuses_goes_to_a_tier_of_its_own_kind() {
    let Design { document, client, biztalk, .. } = design();
    let clip = copy(&document, &[client]).unwrap();
    let (edit, _) = paste(&document, &clip, Some(Slot::first(biztalk))).unwrap();
    let next = after(&document, &edit);
    assert_ne!(next.slot_of(edit.select[0]).unwrap().tier, biztalk);
}

#[test]
fn a_copied_tier_brings_its_content() {
    let Design { document, biztalk, .. } = design();
    let (edit, _) = duplicate(&document, &[biztalk.into()]).unwrap();
    let next = after(&document, &edit);
    assert_eq!((next.tiers.len(), next.computers.len()), (4, 6));
    let new = next.slot_of(edit.select[0]).unwrap().tier;
    assert_eq!(next.tiers[&new].name, "BizTalk 2");
}

#[test]
fn a_whole_design_comes_unchanged_into_one_in_which_nothing_stands() {
    let document = crate::document::template("medium-receive-complete").unwrap().document.clone();
    let all: Vec<Element> = document.placed_elements().into_iter().map(|(_, it)| it).collect();
    let clip = Clip::from_text(&copy(&document, &all).unwrap().to_text().unwrap()).unwrap();
    let mut empty = DocumentBuilder::new("Empty").build();
    empty.project.customer = "Contoso".to_owned();
    let (edit, notes) = paste(&empty, &clip, None).unwrap();
    let next = after(&empty, &edit);
    assert_eq!(next, Document { project: empty.project.clone(), ..document });
    assert!(notes.is_empty(), "{notes:?}");
}

#[test]
fn what_exists_once_comes_along_where_there_is_none_and_every_other_name_is_told() {
    let Design { document, servers, nodes, .. } = design();
    let cards = [elements(&servers), elements(&nodes)].concat();
    let clip = copy(&document, &cards).unwrap();
    let mut builder = DocumentBuilder::new("Other");
    let tier = builder.tier("Servers", TierKind::BizTalk);
    builder.tier("Databases", TierKind::Databases);
    builder.biztalk_servers(&["BTS1"], tier);
    let other = builder.build();
    let (edit, notes) = paste(&other, &clip, None).unwrap();
    let next = after(&other, &edit);
    assert_eq!((next.databases.len(), next.master_secret_servers().len()), (4, 1));
    assert!(next.computers.values().any(|it| it.name == "SQL-01"), "a free name is kept");
    assert!(notes.iter().any(|it| it.contains("BTS1 as BTS")), "{notes:?}");
}
