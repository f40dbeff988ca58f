//! Comparing and merging.

use super::{Change, ChangeKind, Comparison, MergeConflict, Pairing, changes, compare, html, json, merge, text};
use crate::document::{template, templates};
use crate::edit::{intent, preview};
use crate::model::{Document, Element, HostFunction, Slot};

fn design(key: &str) -> Document {
    template(key).unwrap().document.clone()
}

fn after(document: &Document, commands: &[crate::edit::EditCommand]) -> Document {
    preview(document, commands).unwrap()
}

fn first_computer(document: &Document) -> crate::model::ComputerId {
    *document.computers.keys().next().unwrap()
}

/// The changes the other way round.
fn inverse(changes: &[Change]) -> Vec<String> {
    let mut lines: Vec<String> = changes
        .iter()
        .map(|it| {
            let kind = match it.kind {
                ChangeKind::Added => ChangeKind::Removed,
                ChangeKind::Removed => ChangeKind::Added,
                ChangeKind::Changed => ChangeKind::Changed,
            };
            let details: Vec<_> =
                it.details.iter().map(|it| (it.label.clone(), it.after.clone(), it.before.clone())).collect();
            format!("{kind:?} {:?} {:?} {details:?}", it.after, it.before)
        })
        .collect();
    lines.sort();
    lines
}

fn lines(changes: &[Change]) -> Vec<String> {
    let mut lines: Vec<String> = changes
        .iter()
        .map(|it| {
            let details: Vec<_> =
                it.details.iter().map(|it| (it.label.clone(), it.before.clone(), it.after.clone())).collect();
            format!("{:?} {:?} {:?} {details:?}", it.kind, it.before, it.after)
        })
        .collect();
    lines.sort();
    lines
}

#[test]
fn a_design_differs_from_itself_in_nothing() {
    for template in templates() {
        let same = compare(&template.document, &template.document, None, false);
        assert!(same.changes.is_empty() && same.findings.is_empty(), "{}: {:?}", template.key, same.changes);
    }
}

#[test]
fn both_directions_are_inverses_for_every_two_templates_in_a_row() {
    for pair in templates().windows(2) {
        let (a, b) = (&pair[0].document, &pair[1].document);
        let there = changes(a, b, &Pairing::of(a, b));
        let back = changes(b, a, &Pairing::of(b, a));
        assert_eq!(lines(&there), inverse(&back), "{} and {}", pair[0].key, pair[1].key);
    }
}

#[test]
fn a_renamed_element_is_the_same_and_a_moved_one_changes_the_drawing_only() {
    let before = design("two-computer");
    let computer = first_computer(&before);
    let renamed = after(&before, &intent::rename::rename(&before, computer.into(), "NEW").unwrap().commands);
    let list = changes(&before, &renamed, &Pairing::of(&before, &renamed));
    let [change] = &list[..] else { panic!("{list:?}") };
    assert_eq!(
        (change.kind, change.before, change.after),
        (ChangeKind::Changed, Some(computer.into()), Some(computer.into()))
    );
    assert_eq!(change.details[0].label, "name");
    let slot = Slot { row: 7, ..before.computers[&computer].slot };
    let place = crate::edit::EditCommand::Place { elements: vec![computer.into()], target: slot };
    let moved = after(&before, &[place]);
    let list = changes(&before, &moved, &Pairing::of(&before, &moved));
    assert!(!list.is_empty() && list.iter().all(|it| it.is_layout), "{list:?}");
    let comparison = compare(&before, &moved, None, false);
    assert!(comparison.is_empty() && text(&comparison, false).contains("Nothing changes"));
}

#[test]
fn designs_without_a_common_past_are_paired_by_name_and_role() {
    let (a, b) = (design("small"), design("distributed-small"));
    let pairing = Pairing::of(&a, &b);
    for element in Element::all(&a) {
        if let Some(other) = pairing.after(element) {
            assert_eq!(element.kind(), other.kind());
            assert_eq!(pairing.before(other), Some(element));
        }
    }
}

#[test]
fn what_a_completed_template_buys_can_be_read() {
    let comparison = compare(&design("large"), &design("large-complete"), Some("2026-11-28".parse().unwrap()), true);
    let words = text(&comparison, false);
    for part in [
        "What it buys",
        "Computers with BizTalk Server runtime",
        "Single points of failure",
        "Messages per second",
        "Downtime a year",
        "Findings gone",
        "Out of support",
    ] {
        assert!(words.contains(part), "{part}:\n{words}");
    }
    let page = html(&comparison, false);
    assert!(page.starts_with("<!DOCTYPE html>") && page.contains("<th>Before</th>"));
    let value = json(&comparison, true);
    assert_eq!(value["changes"].as_array().map(Vec::len), Some(comparison.changes.len()));
}

#[test]
fn changed_references_are_told_by_name() {
    let before = design("two-computer");
    let hosts: Vec<_> = before.hosts.keys().copied().collect();
    let edit = intent::hosts::set_functions(&before, hosts[0], [HostFunction::Send].into()).unwrap();
    let comparison: Comparison = compare(&before, &after(&before, &edit.commands), None, false);
    let words = text(&comparison, false);
    assert!(words.contains("does: remove Receive, add Send"), "{words}");
}

#[test]
fn every_number_in_a_record_is_known_as_an_element_or_as_a_number() {
    fn fields(value: &serde_json::Value, field: &str, found: &mut std::collections::BTreeSet<String>) {
        match value {
            serde_json::Value::Number(_) => {
                found.insert(field.to_owned());
            }
            serde_json::Value::Array(items) => items.iter().for_each(|it| fields(it, field, found)),
            serde_json::Value::Object(object) => {
                let is_element = super::references::element_of(value).is_some();
                for (name, inner) in object.iter().filter(|_| !is_element) {
                    let name = if name.parse::<u32>().is_ok() { field } else { name };
                    fields(inner, name, found);
                }
            }
            _ => {}
        }
    }
    let mut found = std::collections::BTreeSet::new();
    let kept = include_str!("../../../../tests/fixtures/format/v1-0.2.0.ron");
    let kept = crate::document::from_text(kept).unwrap();
    for document in templates().iter().map(|it| &it.document).chain([&kept]) {
        fields(&serde_json::to_value(document).unwrap(), "", &mut found);
    }
    let known =
        |it: &String| super::references::element_in(it, 1).is_some() || super::references::PLAIN.contains(&it.as_str());
    let unknown: Vec<&String> = found.iter().filter(|it| !known(it)).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}

/// What both sides come to, which is a design.
fn together(base: &Document, mine: &Document, theirs: &Document, chosen: &[&String]) -> (Document, Vec<MergeConflict>) {
    let merged = merge(base, mine, theirs, &chosen.iter().map(|it| (*it).clone()).collect());
    (merged.document.unwrap(), merged.conflicts)
}

#[test]
fn what_two_people_changed_comes_together_without_loss() {
    let base = design("two-computer");
    let computer = first_computer(&base);
    let mine = after(&base, &intent::rename::rename(&base, computer.into(), "MINE").unwrap().commands);
    let host = *base.hosts.keys().next().unwrap();
    let theirs =
        after(&base, &intent::hosts::set_tracking(&base, host, !base.hosts[&host].allow_tracking).unwrap().commands);
    let (merged, conflicts) = together(&base, &mine, &theirs, &[]);
    assert!(conflicts.is_empty(), "{conflicts:?}");
    assert_eq!(merged.computers[&computer].name, "MINE");
    assert_eq!(merged.hosts[&host].allow_tracking, theirs.hosts[&host].allow_tracking);
    assert_eq!(together(&base, &base, &theirs, &[]).0, theirs);
}

#[test]
fn what_both_added_stays_apart_and_what_both_changed_is_named() {
    let base = design("two-computer");
    let tier = base.computers.values().next().unwrap().slot.tier;
    let slot = intent::slots::next_free_slot(&base, tier);
    let with = |name: &str| {
        let mut draft = crate::edit::Draft::of(&base);
        draft.add_computer(name, slot, &[]);
        after(&base, &draft.finish("Add").commands)
    };
    let (merged, _) = together(&base, &with("A"), &with("B"), &[]);
    let names: Vec<&str> = merged.computers.values().map(|it| it.name.as_str()).collect();
    assert!(names.contains(&"A") && names.contains(&"B"), "{names:?}");
    let computer = first_computer(&base);
    let renamed = |name| after(&base, &intent::rename::rename(&base, computer.into(), name).unwrap().commands);
    let (merged, conflicts) = together(&base, &renamed("ONE"), &renamed("OTHER"), &[]);
    let [conflict] = &conflicts[..] else { panic!("{conflicts:?}") };
    assert_eq!(
        (conflict.about().as_str(), conflict.mine.as_str(), conflict.theirs.as_str()),
        ("ONE: name", "“ONE”", "“OTHER”")
    );
    assert_eq!(merged.computers[&computer].name, "ONE");
    let (merged, again) = together(&base, &renamed("ONE"), &renamed("OTHER"), &[&conflict.key]);
    assert_eq!((merged.computers[&computer].name.as_str(), again), ("OTHER", conflicts), "the same, decided otherwise");
}

#[test]
fn what_one_side_removed_and_the_other_builds_on_is_named_and_decided_either_way() {
    let base = design("two-computer");
    let host = *base.hosts.keys().next().unwrap();
    let mine = after(&base, &intent::hosts::remove(&base, host).unwrap().commands);
    let mut draft = crate::edit::Draft::of(&base);
    draft.add(crate::model::Handler::new(host, crate::model::Adapter::Pop3, crate::model::Direction::Receive));
    let theirs = after(&base, &draft.finish("Add").commands);
    let carried = |it: &Document| it.host_instances.values().filter(|it| it.host == host).count();
    for (one, other) in [(&mine, &theirs), (&theirs, &mine)] {
        let (first, conflicts) = together(&base, one, other, &[]);
        let [conflict] = &conflicts[..] else { panic!("{conflicts:?}") };
        let needed = [&conflict.mine, &conflict.theirs].into_iter().any(|it| it.starts_with("needed by handler "));
        assert!(needed && conflict.name == base.hosts[&host].name, "{conflict:?}");
        let (second, _) = together(&base, one, other, &[&conflict.key]);
        let (removed, kept) = if one == &mine { (first, second) } else { (second, first) };
        assert!(!removed.hosts.contains_key(&host) && carried(&removed) == 0);
        assert!(removed.handlers.values().all(|it| it.host != host), "what built on it goes too");
        assert!(kept.hosts.contains_key(&host) && carried(&kept) == carried(&base), "with its host instances");
        assert!(kept.handlers.values().any(|it| it.host == host && it.adapter == crate::model::Adapter::Pop3));
    }
    let changed =
        after(&base, &intent::hosts::set_tracking(&base, host, !base.hosts[&host].allow_tracking).unwrap().commands);
    let (kept, conflicts) = together(&base, &changed, &mine, &[]);
    assert!(kept.hosts.contains_key(&host) && conflicts[0].theirs == "removed", "{conflicts:?}");
}

#[test]
fn every_kind_of_element_is_paired_and_has_its_place_in_the_list() {
    for template in templates() {
        let kinds = Element::all(&template.document).into_iter().map(Element::kind);
        let missing: Vec<&str> = kinds.filter(|it| !super::KINDS.contains(it)).collect();
        assert!(missing.is_empty(), "{}: {missing:?}", template.key);
    }
}

#[test]
fn notes_are_compared_and_what_both_sides_pin_is_kept() {
    let base = design("two-computer");
    let one: Element = first_computer(&base).into();
    let noted = |element, text: &str| after(&base, &intent::notes::note(&base, element, text).unwrap().commands);
    let (mine, theirs) = (noted(one, "Rack 4"), noted(one, "Until March"));
    let list = changes(&base, &mine, &Pairing::of(&base, &mine));
    let words = (list[0].details[0].label.as_str(), list[0].details[0].after.as_str());
    assert_eq!(words, ("notes", format!("{}, text Rack 4", one.name(&base)).as_str()));
    let (merged, conflicts) = together(&base, &mine, &theirs, &[]);
    assert_eq!((merged.note_on(one), conflicts.len()), (Some("Rack 4\nUntil March"), 0));
    let site: Element = (*base.sites.keys().next().unwrap()).into();
    let other = noted(site, "Agreed");
    assert_eq!(together(&base, &mine, &other, &[]).0.notes.len(), 2);
}

#[test]
fn changes_read_as_a_consultant_would_write_them() {
    let base = design("two-computer");
    let mut other = base.clone();
    for computer in other.computers.edit().values_mut() {
        computer.os = Some(crate::model::WindowsVersion::Server2022);
        computer.roles.insert(crate::model::Role::Iis);
    }
    let list = text(&compare(&base, &other, None, false), false);
    let expected = "\
Computers
  ~ BTS1, BTS2 (BizTalk Server and SQL Server):
      operating system: Windows Server 2019 -> Windows Server 2022
      roles: add IIS
";
    assert!(list.contains(expected), "{list}");
}

#[test]
fn every_word_for_a_detail_is_of_one_that_designs_can_state() {
    let empty = Document::default();
    let kept = include_str!("../../../../tests/fixtures/format/v1-0.2.0.ron");
    let first = include_str!("../../../../tests/fixtures/format/v1.ron");
    let stated: std::collections::BTreeSet<String> = [kept, first]
        .into_iter()
        .flat_map(|text| {
            let document = crate::document::from_text(text).unwrap();
            let elements = Element::all(&document);
            elements.into_iter().flat_map(|it| super::details::ways(&document, it)).collect::<Vec<_>>()
        })
        .chain(super::details::ways(&empty, Element::Environment))
        .collect();
    let is_stated = |(way, words): &(&String, &String)| {
        stated.contains(*way)
            || (words.contains("{}") && stated.iter().any(|it| it.rsplit_once(' ').is_some_and(|(it, _)| it == *way)))
    };
    let dead: Vec<_> = super::wording::table().iter().filter(|it| !is_stated(it)).collect();
    assert!(dead.is_empty(), "assets/details.ron names what no kept file states: {dead:#?}");
    let twice: Vec<_> = super::wording::table().keys().filter(|it| crate::figures::measure(it).is_some()).collect();
    assert!(twice.is_empty(), "assets/details.ron names figures, which have their own table: {twice:?}");
    let is_listed = |way: &str| way.starts_with("workload flows") || way.starts_with("availability figures");
    let figures = crate::figures::MEASURES.iter().filter(|it| !is_listed(it.way));
    let dead: Vec<_> = figures.filter(|it| !stated.contains(it.way)).collect();
    assert!(dead.is_empty(), "no kept file states {dead:?}");
}

#[test]
fn names_of_the_customer_stay_as_they_are() {
    let before = design("two-computer");
    let host = *before.hosts.keys().next().unwrap();
    let edit = intent::rename::rename(&before, host.into(), "CluReceive").unwrap();
    let words = text(&compare(&before, &after(&before, &edit.commands), None, false), false);
    assert!(words.contains("-> CluReceive"), "{words}");
}

#[test]
fn a_replica_that_changes_is_named_with_what_changes_of_it() {
    let before = design("availability-group-2020");
    let mut changed = before.clone();
    let group = changed.availability_groups.edit().values_mut().next().unwrap();
    group.replicas[1].commit = crate::model::CommitMode::Asynchronous;
    let name = Element::from(group.replicas[1].sql_instance).name(&before);
    let list = changes(&before, &changed, &Pairing::of(&before, &changed));
    let details: Vec<_> = list.iter().flat_map(|it| &it.details).collect();
    let [detail] = &details[..] else { panic!("{details:?}") };
    assert_eq!(detail.label, format!("{name}: commit mode"));
    assert!(detail.before.starts_with("Synchronous") && detail.after.starts_with("Asynchronous"), "{detail:?}");
}

#[test]
fn a_computer_that_both_sides_have_added_is_one_and_what_differs_of_it_is_asked() {
    let base = design("two-computer");
    let with = |name: &str, roles: &[crate::model::Role]| {
        let mut draft = crate::edit::Draft::of(&base);
        let slot = Slot { row: 9, ..base.computers[&first_computer(&base)].slot };
        draft.add(crate::model::Computer::new(name, slot).with_roles(roles.iter().copied()));
        after(&base, &draft.finish("").commands)
    };
    let (mine, theirs) = (with("BTS7", &[]), with("bts7", &[crate::model::Role::Iis]));
    let merged = merge(&base, &mine, &theirs, &[].into());
    let document = merged.document.unwrap();
    let names: Vec<&str> = document.computers.values().map(|it| it.name.as_str()).collect();
    assert_eq!(names.iter().filter(|it| it.eq_ignore_ascii_case("BTS7")).count(), 1, "{names:?}");
    let [conflict] = &merged.conflicts[..] else { panic!("{:?}", merged.conflicts) };
    let theirs = merge(&base, &mine, &theirs, &[conflict.key.clone()].into()).document.unwrap();
    assert!(theirs.computers.values().any(|it| it.name == "bts7"));
}
