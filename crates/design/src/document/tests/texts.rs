//! The text of a sound design: round trip, stability, layout, lines of elements.

use std::fmt::Write as _;

use super::sample;
use crate::document::{ElementLines, from_text, line_of, line_of_element, open, to_text};
use crate::model::{ComputerId, Document, Element, EndpointKind, ResourceGroupId, SiteId, TierKind};
use crate::testing::DocumentBuilder;

#[test]
fn a_design_reads_back_as_it_was() {
    let document = sample();
    let text = to_text(&document);
    assert_eq!(from_text(&text).unwrap(), document);
    assert_eq!(to_text(&from_text(&text).unwrap()), text, "writing what was read changes nothing");
}

#[test]
fn an_empty_design_reads_back_as_it_was() {
    let document = Document::default();
    assert_eq!(from_text(&to_text(&document)).unwrap(), document);
}

#[test]
fn floating_point_numbers_keep_every_digit() {
    let mut document = sample();
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    for _ in 0..500 {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        // Any mantissa, and an exponent of what memory may be.
        let value =
            f64::from_bits(state & 0x000F_FFFF_FFFF_FFFF | 0x3FF0_0000_0000_0000) * f64::from(1 << (state >> 60));
        let ram = &mut document.computers.edit().get_mut(&ComputerId(12)).unwrap().hardware.ram_gb;
        ram.as_mut().unwrap().value = value;
        assert_eq!(from_text(&to_text(&document)).unwrap(), document, "{value:?}");
    }
}

#[test]
fn the_layout_is_one_small_record_per_line() {
    let text = to_text(&sample());
    let expected = r#"  next_id: 40,
    sites: {
      1: (name: "Oslo", kind: Primary),
    },
    tiers: {
      2: (name: "BizTalk", kind: BizTalk, site: 1),
    },
    tier_rows: [
      [2],
    ],
    biztalk_groups: {},
    physical_hosts: {},
    computers: {
      10: (
        name: "BTS00",
        slot: (tier: 2, row: 0, column: 0),
        roles: [BizTalkRuntime, EntSso],
        dtc_authentication: Some(r#None),
      ),
      11: (name: "BTS01", slot: (tier: 2, row: 0, column: 1), roles: [BizTalkRuntime, EntSso]),
"#;
    assert!(text.contains(expected), "{text}");
    assert!(text.starts_with("// A design of Tierwright"), "{text}");
    assert!(text.contains("\nTierwright(\n  format_version: 1,\n  document: (\n    project: (\n"), "{text}");
    assert!(text.ends_with("  ),\n)\n"), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 120 && line.trim_end() == line), "{text}");
    assert!(text.contains(r#"title: "O'Brien & Søn: \"HA\" \\ 設計 e"#), "{text}");
}

#[test]
fn adding_a_computer_only_adds_lines() {
    let before = to_text(&sample());
    let mut document = sample();
    let mut computer = document.computers[&ComputerId(11)].clone();
    computer.slot.column = 7;
    document.computers.edit().insert(ComputerId(13), computer);
    let after = to_text(&document);
    let mut rest = after.lines();
    assert!(before.lines().all(|line| rest.any(|other| other == line)), "an old line moved or changed:\n{after}");
}

#[test]
fn windows_line_ends_and_a_byte_order_mark_are_accepted() {
    let text = format!("\u{feff}{}", to_text(&sample()).replace('\n', "\r\n"));
    assert_eq!(from_text(&text).unwrap(), sample());
}

#[test]
fn a_design_in_utf_16_with_its_mark_opens_and_half_a_character_does_not() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("design.ron");
    let mut document = sample();
    document.project.title = "Zürich \u{1f310}".to_owned();
    let units: Vec<u16> = format!("\u{feff}{}", to_text(&document)).encode_utf16().collect();
    for bytes_of in [u16::to_le_bytes, u16::to_be_bytes] {
        let mut bytes: Vec<u8> = units.iter().flat_map(|it| bytes_of(*it)).collect();
        std::fs::write(&path, &bytes).unwrap();
        assert_eq!(open(&path).unwrap().document, document);
        bytes.pop();
        std::fs::write(&path, &bytes).unwrap();
        assert!(open(&path).unwrap_err().to_string().contains("UTF-16"));
    }
}

#[test]
fn comments_and_any_order_of_the_header_are_accepted() {
    let document = to_text(&Document::default());
    let start = document.find("(\n    project").unwrap();
    let end = document.rfind(",\n)").unwrap();
    let body = &document[start..end];
    let text = format!("/* one /* two */ */ Tierwright(document: {body}, // a remark (\n format_version: 1)");
    assert_eq!(from_text(&text).unwrap(), Document::default());
}

#[test]
fn lines_of_elements_are_found() {
    let text = to_text(&sample());
    let line = line_of_element(&text, Element::from(ComputerId(12))).unwrap();
    assert_eq!(text.lines().nth(line - 1).unwrap(), "      12: (");
    let line = line_of_element(&text, Element::Site(SiteId(1))).unwrap();
    assert!(text.lines().nth(line - 1).unwrap().contains("Oslo"));
    let lines = ElementLines::of(&text);
    for element in [ComputerId(10).into(), ComputerId(12).into(), SiteId(1).into(), Element::Environment] {
        assert_eq!(lines.line(element), line_of_element(&text, element), "{element}");
    }
    assert_eq!(lines.line(ComputerId(99).into()), None);
    let line = line_of(&text, "document.tier_rows[0]").unwrap();
    assert_eq!(text.lines().nth(line - 1).unwrap(), "      [2],");
    assert_eq!(line_of_element(&text, Element::from(ComputerId(99))), None);
    assert!(line_of_element(&text, Element::Environment).is_some());
}

#[test]
fn every_kind_of_element_has_its_table_in_the_text() {
    let text = to_text(&Document::default());
    let tables = [
        "sites",
        "tiers",
        "biztalk_groups",
        "computers",
        "physical_hosts",
        "failover_clusters",
        "resource_groups",
        "sql_instances",
        "availability_groups",
        "databases",
        "hosts",
        "host_instances",
        "handlers",
        "load_balancers",
        "endpoints",
        "connections",
        "firewalls",
        "storages",
    ];
    let elements = [
        Element::Site(1.into()),
        Element::Tier(1.into()),
        Element::BizTalkGroup(1.into()),
        Element::Computer(1.into()),
        Element::PhysicalHost(1.into()),
        Element::FailoverCluster(1.into()),
        Element::ResourceGroup(1.into()),
        Element::SqlInstance(1.into()),
        Element::AvailabilityGroup(1.into()),
        Element::Database(1.into()),
        Element::Host(1.into()),
        Element::HostInstance(1.into()),
        Element::Handler(1.into()),
        Element::LoadBalancer(1.into()),
        Element::Endpoint(1.into()),
        Element::Connection(1.into()),
        Element::Firewall(1.into()),
        Element::Storage(1.into()),
    ];
    for (table, element) in tables.iter().zip(elements) {
        let empty = format!("{table}: {{}}");
        assert!(text.contains(&empty), "{table}");
        let mut with_one = String::new();
        write!(with_one, "{}", text.replace(&empty, &format!("{table}: {{\n1: (),\n}}"))).unwrap();
        assert!(line_of_element(&with_one, element).is_some(), "{element}");
    }
}

#[test]
fn a_file_whose_endpoint_kept_a_removed_cluster_role_still_opens() {
    let mut builder = DocumentBuilder::new("Queues");
    let tier = builder.tier("All", TierKind::BizTalk);
    let id = builder.endpoint("Queue manager", EndpointKind::MqServer, tier);
    let mut document = builder.build();
    document.endpoints.edit().get_mut(&id).unwrap().cluster_role = Some(ResourceGroupId(9_999));
    let read = from_text(&to_text(&document)).unwrap();
    document.endpoints.edit().get_mut(&id).unwrap().cluster_role = None;
    assert_eq!(read, document);
}
