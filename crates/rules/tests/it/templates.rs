//! The templates: readable, sound, of the documented size, and judged by the rules exactly as expected.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use tierwright_design::document::{OpenError, Template, TemplateGroup, template, templates};
use tierwright_design::edit::intent::examples::confirm_examples;
use tierwright_design::edit::preview;
use tierwright_design::model::queries::DeploymentSize;
use tierwright_design::model::{
    ClusterResourceGroup, ComputerId, ConfiguredName, Document, ResourceKind, SqlPlacement, check_invariants,
};
use tierwright_design::sources::{Provenance, SourceId};
use tierwright_rules::rules::{RuleContext, Severity, checks, evaluate};
use tierwright_rules::testing::rules::faults_of_fix;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(name)
}

fn by_key(key: &str) -> &'static Template {
    template(key).unwrap_or_else(|| panic!("there is no template {key}"))
}

#[test]
fn every_file_is_a_template_in_canonical_form() {
    let mut keys = BTreeSet::new();
    for entry in fs::read_dir(folder("templates")).unwrap() {
        let path = entry.unwrap().path();
        let key = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let text = fs::read_to_string(&path).unwrap();
        let read = Template::from_text(&key, &text).unwrap_or_else(|err| panic!("{key}: {err}"));
        assert_eq!(read.to_text(), text, "{key} is not laid out as the program would write it");
        assert_eq!(&read, by_key(&key), "{key} is embedded in another version");
        keys.insert(key);
    }
    assert_eq!(templates().len(), keys.len());
}

#[test]
fn an_unknown_field_in_a_template_is_refused() {
    let text = by_key("empty").to_text().replacen("order:", "rank: 1, order:", 1);
    let message = Template::from_text("empty", &text).unwrap_err().to_string();
    assert!(message.contains("`rank`"), "{message}");
}

#[test]
fn a_template_of_another_version_or_with_broken_references_is_refused() {
    let text = by_key("small").to_text();
    let refusal = |from: &str, to: &str| {
        assert!(text.contains(from), "the template no longer holds {from}");
        Template::from_text("small", &text.replacen(from, to, 1)).unwrap_err()
    };
    let newer = refusal("format_version: 1", "format_version: 2");
    assert!(matches!(newer, OpenError::Newer { found: 2, .. }), "{newer}");
    let never = refusal("format_version: 1", "format_version: 0");
    assert!(matches!(never, OpenError::UnknownVersion { found: 0 }), "{never}");
    let broken = refusal("slot: (tier: 5,", "slot: (tier: 999,");
    assert!(matches!(broken, OpenError::Contradictory { .. }), "{broken}");
}

#[test]
fn templates_are_offered_in_an_order_of_their_own_and_say_what_they_are_for() {
    assert!(templates().is_sorted_by(|a, b| a.order < b.order), "two templates have the same order");
    let titles: BTreeSet<&str> = templates().iter().map(|it| it.title.as_str()).collect();
    assert_eq!(titles.len(), templates().len(), "two templates have the same title");
    for template in templates() {
        let key = &template.key;
        // What is begun from nothing is not empty for long.
        let title = if key == "empty" { "New design" } else { &template.title };
        assert_eq!(template.document.project.title, title, "{key}");
        assert!(template.purpose.ends_with('.') && !template.purpose.trim_end_matches('.').contains(". "), "{key}");
        assert!(!template.teaching.is_empty() && template.teaching.iter().all(|it| it.ends_with('.')), "{key}");
        assert!(template.sources.is_sorted_by(|a, b| a < b), "{key}: sort the sources, name each once");
        assert!(template.sources.iter().all(is_in_catalog), "{key} cites a document that the catalogue lacks");
    }
}

fn is_in_catalog(source: &SourceId) -> bool {
    tierwright_design::sources::sources().get(source).is_some()
}

#[test]
fn the_templates_of_a_group_stand_together_in_the_order_of_groups() {
    assert!(templates().is_sorted_by_key(|it| it.group));
    let groups: BTreeSet<TemplateGroup> = templates().iter().filter_map(|it| it.group).collect();
    assert_eq!(groups.len(), TemplateGroup::ALL.len(), "a group has no template");
}

#[test]
fn templates_are_sound_and_name_every_element_once() {
    for template in templates() {
        assert_eq!(check_invariants(&template.document), Vec::new(), "{}", template.key);
        let mut seen = BTreeSet::new();
        for name in names(&template.document) {
            assert!(seen.insert(name), "{}: two elements are called {name}", template.key);
        }
    }
}

fn names(document: &Document) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    names.extend(document.sites.values().map(|it| it.name.as_str()));
    names.extend(document.tiers.values().map(|it| it.name.as_str()));
    names.extend(document.biztalk_groups.values().map(|it| it.name.as_str()));
    names.extend(document.computers.values().map(|it| it.name.as_str()));
    names.extend(document.failover_clusters.values().map(|it| it.name.as_str()));
    names.extend(document.resource_groups.values().map(|it| it.name.as_str()));
    names.extend(document.storages.values().map(|it| it.name.as_str()));
    names.extend(document.sql_instances.values().map(|it| it.name.as_str()));
    names.extend(document.databases.values().map(|it| it.name.as_str()));
    names.extend(document.hosts.values().map(|it| it.name.as_str()));
    names.extend(document.endpoints.values().map(|it| it.name.as_str()));
    names
}

#[test]
fn templates_have_the_documented_number_of_computers() {
    use DeploymentSize::{Large, Medium, Small};
    for (key, num_computers, size) in [
        ("empty", 0, Small),
        ("small", 4, Small),
        ("small-complete", 4, Small),
        ("medium-receive", 6, Medium),
        ("medium-receive-complete", 6, Medium),
        ("medium-process", 6, Medium),
        ("medium-process-complete", 6, Medium),
        ("large", 14, Large),
        ("large-complete", 14, Large),
        ("two-computer", 2, Small),
        ("two-computer-clustered-sso", 2, Small),
        ("scale-receive", 4, Small),
        ("scale-process", 5, Medium),
        ("scale-send", 5, Medium),
        ("three-companies", 3, Small),
        ("isolated-receive", 3, Small),
        ("transmit-apart", 3, Small),
        ("four-servers-alike", 4, Small),
        ("queues-scaled", 4, Small),
        ("queues-ordered", 2, Small),
        ("tracking", 6, Medium),
        ("three-message-boxes", 9, Medium),
        ("single-sign-on-three", 2, Small),
        ("proof-of-concept", 4, Small),
        ("clustered-virtual-machines", 3, Small),
        ("lab-2010", 6, Medium),
    ] {
        let document = &by_key(key).document;
        assert_eq!(document.num_computers_for_size(), num_computers, "{key}");
        assert_eq!(document.deployment_size(), size, "{key}");
    }
}

#[test]
fn the_cluster_nodes_of_a_template_stand_side_by_side() {
    for template in templates() {
        let document = &template.document;
        for cluster in document.failover_clusters.values() {
            let slots: Vec<_> = cluster.nodes.iter().map(|node| document.computers[&node.computer].slot).collect();
            for pair in slots.windows(2) {
                let [left, right] = pair else { unreachable!() };
                let beside = left.tier == right.tier && left.row == right.row && left.column + 1 == right.column;
                assert!(beside, "{}: {} is torn apart", template.key, cluster.name);
            }
        }
    }
}

/// What the rules must say about some templates.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    templates: Vec<String>,
    #[serde(default)]
    without_dr_site: bool,
    findings: Vec<(String, usize, Severity)>,
    questions: BTreeSet<String>,
}

/// The findings that are written down, template by template.
fn expected_findings() -> Vec<Expected> {
    let files = ["tests/fixtures/expected-findings.ron", "tests/fixtures/reference-findings.ron"];
    let read = |file: &str| -> Vec<Expected> { ron::from_str(&fs::read_to_string(folder(file)).unwrap()).unwrap() };
    files.into_iter().flat_map(read).collect()
}

#[test]
fn every_template_has_expected_findings() {
    let table = expected_findings();
    let known: BTreeSet<&str> = table.iter().flat_map(|it| &it.templates).map(String::as_str).collect();
    let lacking: Vec<&str> = templates().iter().map(|it| it.key.as_str()).filter(|it| !known.contains(it)).collect();
    assert_eq!(lacking, ["empty"], "the empty design has nothing to judge");
}

#[test]
fn rules_find_in_the_templates_exactly_what_is_expected() {
    let table = expected_findings();
    let checked: BTreeSet<String> = checks().map(|(rule, _)| rule.to_string()).collect();
    let mut unchecked = BTreeSet::new();
    let mut differences = Vec::new();
    for expected in &table {
        for key in &expected.templates {
            let original = &by_key(key).document;
            let design = if expected.without_dr_site { without_dr_site(original) } else { original.clone() };
            let report = evaluate(&RuleContext::new(&design));
            let mut found: BTreeMap<(String, Severity), usize> = BTreeMap::new();
            for finding in &report.findings {
                *found.entry((finding.rule.to_string(), finding.severity)).or_default() += 1;
            }
            let questions: BTreeSet<String> = report.questions.iter().map(|it| it.rule.to_string()).collect();
            let mut wanted = BTreeMap::new();
            for (rule, count, severity) in &expected.findings {
                wanted.insert((rule.clone(), *severity), *count);
            }
            let rules = expected.findings.iter().map(|(rule, ..)| rule).chain(&expected.questions);
            unchecked.extend(rules.filter(|rule| !checked.contains(*rule)).cloned());
            wanted.retain(|(rule, _), _| checked.contains(rule));
            let asked: BTreeSet<String> = expected.questions.intersection(&checked).cloned().collect();
            if found != wanted || questions != asked {
                let absent: Vec<_> = asked.difference(&questions).collect();
                let surplus: Vec<_> = questions.difference(&asked).collect();
                differences.push(format!(
                    "{key}, without disaster recovery {}:\n  expected {wanted:?}\n  found    {found:?}\n  \
                     not asked: {absent:?}, asked in vain: {surplus:?}",
                    expected.without_dr_site
                ));
            }
        }
    }
    if !unchecked.is_empty() {
        eprintln!("expected, but no check decides them: {unchecked:?}");
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn a_completed_template_asks_nothing_more_once_its_examples_are_confirmed() {
    let complete = ["small-complete", "medium-receive-complete", "medium-process-complete", "large-complete"];
    for key in complete.into_iter().chain(["dr-many-to-one", "dr-one-to-one", "dr-name-swap"]) {
        let document = &by_key(key).document;
        let edit = confirm_examples(document, &Provenance::entered()).unwrap_or_else(|| panic!("{key}: no example"));
        let confirmed = preview(document, &edit.commands).unwrap();
        let report = evaluate(&RuleContext::new(&confirmed));
        assert!(report.questions.is_empty(), "{key}: {:?}", report.questions);
        let words = |document: &Document| {
            let report = evaluate(&RuleContext::new(document));
            report.findings.iter().map(|it| it.message(document)).collect::<Vec<_>>()
        };
        assert_eq!(words(&confirmed), words(document), "{key}: confirming finds nothing new");
    }
}

/// The same design before anybody planned for disasters.
fn without_dr_site(document: &Document) -> Document {
    let mut design = document.clone();
    let gone: BTreeSet<ComputerId> =
        document.computers.keys().copied().filter(|id| !document.is_primary(*id)).collect();
    assert!(!gone.is_empty(), "the design has no disaster-recovery site");
    design.computers.edit().retain(|id, _| !gone.contains(id));
    design.host_instances.edit().retain(|_, it| !gone.contains(&it.computer));
    design
        .sql_instances
        .edit()
        .retain(|_, it| !matches!(it.placement, SqlPlacement::Standalone(computer) if gone.contains(&computer)));
    for database in design.databases.edit().values_mut() {
        database.dr_transport = None;
    }
    design.disaster_recovery = tierwright_design::model::DisasterRecovery::default();
    design.tiers.edit().retain(|id, _| document.is_primary_tier(*id));
    for row in &mut design.tier_rows {
        row.retain(|id| document.is_primary_tier(*id));
    }
    design.tier_rows.retain(|row| !row.is_empty());
    let sites: BTreeSet<_> = design.tiers.values().map(|it| it.site).collect();
    design.sites.edit().retain(|id, _| sites.contains(id));
    assert_eq!(check_invariants(&design), Vec::new());
    design
}

#[test]
fn templates_hold_what_the_constructors_of_the_model_make() {
    let mut num_groups = 0;
    for template in templates() {
        let (key, design) = (&template.key, &template.document);
        for (id, group) in &design.resource_groups {
            num_groups += 1;
            let kinds: Vec<ResourceKind> = group.resources.keys().copied().collect();
            let owners = &group.possible_owners;
            let usual = ClusterResourceGroup::holding(group.name.clone(), group.failover_cluster, owners, &kinds);
            assert_eq!(group.resources, usual.resources, "{key}: dependencies of {}", group.name);
            let sql = design.sql_instances.values().find(|it| it.placement == SqlPlacement::Clustered(*id));
            if let Some(sql) = sql {
                let usual = ClusterResourceGroup::sql(&sql.name, group.failover_cluster, owners, &sql.services);
                assert!(usual.resources.keys().all(|kind| group.has(*kind)), "{key}: {}", group.name);
            } else if group.has(ResourceKind::EntSso) {
                let usual = ClusterResourceGroup::master_secret(group.failover_cluster, owners);
                assert_eq!((&group.name, &group.resources), (&usual.name, &usual.resources), "{key}");
            } else if group.has(ResourceKind::Msdtc) && !group.has(ResourceKind::Msmq) {
                let cluster = &design.failover_clusters[&group.failover_cluster];
                let usual = ClusterResourceGroup::msdtc(group.failover_cluster, cluster);
                assert_eq!(group.resources, usual.resources, "{key}: {}", group.name);
                assert_eq!((owners, group.active_owner), (&usual.possible_owners, usual.active_owner), "{key}");
            }
        }
        for sql in design.sql_instances.values().filter(|it| it.configured_name.is_some()) {
            let is_replica = sql.configured_name == Some(ConfiguredName::Listener);
            let usual = Some(sql.placement.usual_name());
            assert!(is_replica || sql.configured_name == usual, "{key}: {}", sql.name);
        }
    }
    assert!(num_groups > 40, "{num_groups} cluster resource groups");
}

/// Rules with the number of their findings.
type Counts = &'static [(&'static str, usize)];

/// What support adds to the findings of templates on [`SUPPORT_DAY`]; to all others the dates of BizTalk Server 2020, SQL
/// Server 2019 and Windows Server 2019.
const SUPPORT: &[(&[&str], Counts)] = &[
    (&["empty"], &[]),
    (&["three-companies", "isolated-receive", "queues-scaled", "queues-ordered"], WITHOUT_SQL),
    (&["four-servers-alike", "four-servers-split", "four-servers-three-one", "single-sign-on-three"], WITHOUT_SQL),
    // SQL Server 2016 has ended; BizTalk Server 2016 and Windows Server 2016 end in January 2027.
    (&["availability-group-2016", "availability-groups-split"], &[("VER-008", 1), ("VER-009", 2)]),
];
const WITHOUT_SQL: Counts = &[("VER-010", 2)];

/// The day on which support is judged here.
const SUPPORT_DAY: &str = "2026-11-28";

#[test]
fn a_day_adds_what_is_known_of_support_and_nothing_else() {
    let today = SUPPORT_DAY.parse().ok();
    for template in templates() {
        let document = &template.document;
        let plain = evaluate(&RuleContext::new(document));
        let judged = evaluate(&RuleContext::on(document, today));
        let is_support = |rule: &str| ["VER-008", "VER-009", "VER-010"].contains(&rule);
        let mut added: BTreeMap<&str, usize> = BTreeMap::new();
        for finding in judged.findings.iter().filter(|it| is_support(it.rule.as_str())) {
            *added.entry(finding.rule.as_str()).or_default() += 1;
            for fix in &finding.fixes {
                assert_eq!(faults_of_fix(document, &judged, finding, fix), Vec::<String>::new(), "{}", template.key);
            }
        }
        let others = judged.findings.iter().filter(|it| !is_support(it.rule.as_str()));
        assert!(others.eq(plain.findings.iter()), "{}", template.key);
        let row = SUPPORT.iter().find(|(keys, _)| keys.contains(&template.key.as_str()));
        let expected = row.map_or(&[("VER-010", 3)][..], |(_, it)| it);
        let added: Vec<(&str, usize)> = added.into_iter().collect();
        assert_eq!(added, expected, "{}", template.key);
    }
}
