//! Connections that people draw: what is an end, what is refused and why, partners of what is dropped.

use super::*;
use crate::edit::intent::palette::{self, PaletteItem};
use crate::edit::preview;
use crate::model::Slot;
use crate::testing::fixture::Fixture;

const DESIGN: &str = "
    tier Front kind=Clients
    tier Servers kind=BizTalk
    tier Data kind=Databases
    computer BTS1 biztalk in Servers
    computer BTS2 biztalk in Servers
    computer SQL1 in Data
    sql SQL1 on SQL1
    computer DC1 dc
    computer PROXY1 reverse-proxy
    host Receive receive on BTS1 BTS2
    host Send send on BTS1
    endpoint Internet internet-client in Front
    endpoint Partner partner-system in Front
    lb LB1";

fn fixture() -> Fixture {
    Fixture::parse(DESIGN).unwrap()
}

fn named(document: &Document, name: &str) -> Element {
    let all = crate::model::Element::all(document);
    all.into_iter().find(|it| it.name(document) == name).unwrap_or_else(|| panic!("{name} is drawn"))
}

fn connected(from: &str, to: &str) -> Result<String, String> {
    let document = fixture().document;
    let edit = connect(&document, named(&document, from), named(&document, to)).map_err(|it| it.to_string())?;
    preview(&document, &edit.commands).unwrap();
    Ok(edit.label)
}

#[test]
fn a_line_is_not_offered_what_it_starts_from() {
    let document = fixture().document;
    let [one, other] = ["BTS1", "BTS2"].map(|it| named(&document, it));
    let offered = targets(&document, Line::New(one));
    assert!(offered.contains(&other) && !offered.contains(&one), "{offered:?}");
}

#[test]
fn a_server_or_a_tier_stands_for_the_one_host_that_receives_or_sends_there() {
    for to in ["BTS1", "BTS2", "Servers", "Receive", "Receive on BTS2"] {
        assert_eq!(connected("Internet", to).unwrap(), "Connect Internet to Receive", "{to}");
    }
    assert_eq!(connected("BTS1", "Partner").unwrap(), "Connect Send to Partner");
    assert_eq!(connected("BTS2", "Partner").unwrap(), "Connect BTS2 to Partner");
    assert_eq!(connected("PROXY1", "LB1").unwrap(), "Connect PROXY1 to LB1");
}

#[test]
fn clients_call_whichever_way_the_line_is_drawn() {
    assert_eq!(connected("BTS1", "Internet").unwrap(), "Connect Internet to Receive");
}

#[test]
fn a_load_balancer_takes_the_servers_it_is_led_to() {
    assert_eq!(connected("LB1", "BTS1").unwrap(), "Put BTS1 behind LB1");
    for to in ["Servers", "Receive"] {
        assert_eq!(connected("LB1", to).unwrap(), "Put BTS1 and BTS2 behind LB1", "{to}");
    }
    assert_eq!(connected("LB1", "Partner").unwrap(), "Connect LB1 to Partner");
}

#[test]
fn what_is_drawn_by_itself_or_makes_no_sense_is_refused_with_a_reason() {
    for (from, to, why) in [
        ("BTS1", "SQL1", "drawn by themselves"),
        ("LB1", "SQL1", "drawn by themselves"),
        ("DC1", "BTS1", "domain controllers"),
        ("Receive", "Receive on BTS1", "to something else"),
        ("Internet", "Data", "to a host or a computer in Data"),
        ("LB1", "Data", "no server to put behind LB1"),
    ] {
        let refusal = connected(from, to).unwrap_err();
        assert!(refusal.contains(why), "{from} to {to}: {refusal}");
    }
}

#[test]
fn an_end_moves_and_the_rest_of_the_connection_stays() {
    let mut document = fixture().document;
    let edit = connect(&document, named(&document, "Internet"), named(&document, "Receive")).unwrap();
    document = preview(&document, &edit.commands).unwrap();
    let id = *document.connections.keys().next().unwrap();
    document.connections.edit().get_mut(&id).unwrap().label = "orders".to_owned();
    let edit = reconnect(&document, id, End::To, named(&document, "LB1")).unwrap();
    assert_eq!(edit.label, "Lead the connection from Internet to LB1");
    let after = preview(&document, &edit.commands).unwrap();
    let connection = &after.connections[&id];
    assert_eq!((connection.to, connection.label.as_str()), (named(&after, "LB1"), "orders"));
    let again = connect(&document, named(&document, "Internet"), named(&document, "BTS1")).unwrap_err();
    assert_eq!(again.to_string(), "Internet and Receive are connected already");
    let edit = reconnect(&document, id, End::To, named(&document, "BTS1")).unwrap();
    assert_eq!(edit.commands, [], "it leads there already");
}

#[test]
fn everything_that_can_be_an_end_is_listed_once() {
    let document = fixture().document;
    let names: Vec<String> = ends(&document).into_iter().map(|it| it.name(&document)).collect();
    for name in ["Internet", "Partner", "LB1", "BTS1", "BTS2", "PROXY1", "Receive", "Send"] {
        assert_eq!(names.iter().filter(|it| *it == name).count(), 1, "{name}");
    }
    assert!(!names.iter().any(|it| it == "SQL1" || it == "DC1"));
}

#[test]
fn a_firewall_stands_between_the_tiers_of_a_connection() {
    let document = fixture().document;
    let edit = connect(&document, named(&document, "Internet"), named(&document, "Receive")).unwrap();
    let document = preview(&document, &edit.commands).unwrap();
    let id = *document.connections.keys().next().unwrap();
    assert_eq!(firewalls_on(&document, id), []);
    let edit = add_firewall(&document, id).unwrap();
    assert_eq!(edit.label, "Add firewall FW1 between Front and Servers");
    let document = preview(&document, &edit.commands).unwrap();
    assert_eq!(firewalls_on(&document, id), document.firewalls.keys().copied().collect::<Vec<_>>());
}

#[test]
fn an_end_can_be_what_it_is_and_whatever_it_may_be_led_to() {
    let document = fixture().document;
    let edit = connect(&document, named(&document, "Internet"), named(&document, "Receive")).unwrap();
    let document = preview(&document, &edit.commands).unwrap();
    let id = *document.connections.keys().next().unwrap();
    let names = |end| choices(&document, id, end).into_iter().map(|it| it.name(&document)).collect::<Vec<_>>();
    assert!(names(End::To).contains(&"Receive".to_owned()));
    assert!(names(End::To).contains(&"LB1".to_owned()));
    assert!(!names(End::To).contains(&"Internet".to_owned()));
    assert!(names(End::From).contains(&"Partner".to_owned()));
}

fn added(document: &Document, item: PaletteItem, tier: &str) -> (String, Document) {
    let Element::Tier(tier) = named(document, tier) else { panic!("a tier") };
    let edit = palette::add(document, item, Slot { tier, row: 0, column: 9 }.into()).unwrap();
    (edit.label.clone(), preview(document, &edit.commands).unwrap())
}

#[test]
fn clients_are_connected_to_the_tier_they_are_dropped_before() {
    let document = Fixture::parse(&DESIGN.replace("lb LB1", "")).unwrap().document;
    let (label, after) = added(&document, PaletteItem::IntranetClients, "Front");
    assert_eq!(label, "Add intranet clients and connect it to Receive");
    assert_eq!(after.connections.len(), 1);
    let two = DESIGN.replace("lb LB1", "host Other receive on BTS1");
    let (label, after) = added(&Fixture::parse(&two).unwrap().document, PaletteItem::IntranetClients, "Front");
    assert_eq!((label.as_str(), after.connections.len()), ("Add intranet clients", 0), "which of the two is open");
}

#[test]
fn a_load_balancer_takes_the_servers_of_its_tier_and_the_line_of_their_callers() {
    let design = "
        tier Front kind=Clients
        tier Before kind=LoadBalancing
        tier Servers kind=BizTalk
        computer BTS1 biztalk iis in Servers
        computer BTS2 biztalk iis in Servers
        isolated-host Web receive on BTS1 BTS2
        endpoint Internet internet-client in Front
        connect Internet to Web";
    let document = Fixture::parse(design).unwrap().document;
    let (label, after) = added(&document, PaletteItem::LoadBalancer, "Servers");
    assert_eq!(label, "Add load balancer LB1 before BTS1 and BTS2");
    assert_eq!(after.load_balancers.values().next().unwrap().members.len(), 2);
    assert_eq!(after.connections.values().next().unwrap().to, named(&after, "LB1"));
    let (label, _) = added(&after, PaletteItem::LoadBalancer, "Servers");
    assert_eq!(label, "Add load balancer LB2", "one stands there already");
    let in_process = Fixture::parse(&design.replace("isolated-host", "host")).unwrap().document;
    let (label, after) = added(&in_process, PaletteItem::LoadBalancer, "Servers");
    assert_eq!(label, "Add load balancer LB1 before BTS1 and BTS2", "whether that is needed a rule says");
    assert_eq!(after.connections.values().next().unwrap().to, named(&after, "LB1"));
    let (label, _) = added(&in_process, PaletteItem::LoadBalancer, "Before");
    assert!(label.ends_with("before BTS1 and BTS2"), "in front of the tier: {label}");
    let without_hosts = Fixture::parse(
        &design.replace("isolated-host Web receive on BTS1 BTS2", "").replace("connect Internet to Web", ""),
    );
    let (label, _) = added(&without_hosts.unwrap().document, PaletteItem::LoadBalancer, "Servers");
    assert!(label.ends_with("before BTS1 and BTS2"), "nobody has said yet what they do: {label}");
    let mixed = design
        .replace("isolated-host", "host Send send on BTS2\n        isolated-host")
        .replace("receive on BTS1 BTS2", "receive on BTS1");
    let (label, _) = added(&Fixture::parse(&mixed).unwrap().document, PaletteItem::LoadBalancer, "Servers");
    assert_eq!(label, "Add load balancer LB1 before BTS1", "calls go to those that receive");
}
