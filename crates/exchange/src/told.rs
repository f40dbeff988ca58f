//! What an import has read and what it does, for people and for programs.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use crate::facts::{Merged, Place, Property, Stated, Subject, Value};
use crate::landing::{Change, ChangeKind, Detail, Landing};
use crate::model::ResourceKind;
use crate::readers::{FileRead, Import, NOT_IN_THESE, each_once};

/// Most names of one kind that are listed.
const MOST_NAMES: usize = 12;

/// Everything that was read, as JSON: the record before it becomes a design.
pub fn json(import: &Import, landing: &Landing) -> Json {
    let facts = &import.facts;
    let files: Vec<Json> = import.files.iter().map(file_json).collect();
    let dropped: Vec<Json> = import.files.iter().flat_map(dropped_json).collect();
    let conflicts: Vec<Json> = facts
        .conflicts()
        .map(|(subject, property, stated)| {
            let values = stated.values.iter();
            let values: Vec<Json> =
                values.map(|(value, at)| json!({"value": value.json(), "file": &*at.file, "line": at.line})).collect();
            let decided = landing.decided.contains(&(subject.clone(), property));
            json!({"what": stated_words(subject, property), "values": values, "decided": decided})
        })
        .collect();
    let (mut hosts, mut instances, mut handlers, mut databases) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (subject, _) in facts.iter() {
        match subject {
            Subject::Host(key) => hosts.push(host_json(facts, subject, key)),
            Subject::HostInstance { host, computer } => {
                instances.push(json!({"host": host_name(facts, host), "computer": computer}));
            }
            Subject::Handler { adapter, direction, host } => handlers.push(json!({
                "adapter": facts.spelled(subject, adapter),
                "direction": direction.label().to_lowercase(),
                "host": host_name(facts, host),
                "ordered": facts.flag(subject, Property::Ordered),
                "default": facts.flag(subject, Property::IsDefault),
            })),
            Subject::Database(kind, _) => databases.push(json!({
                "kind": kind.label(),
                "name": facts.text(subject, Property::Name),
                "server": facts.text(subject, Property::Server),
            })),
            _ => {}
        }
    }
    let unknown: Vec<String> = landing.gaps.iter().map(ToString::to_string).collect();
    json!({
        "files": files,
        "computers": facts.computers(),
        "hosts": hosts,
        "host_instances": instances,
        "handlers": handlers,
        "databases": databases,
        "master_secret": master_secret(facts),
        "unknown": unknown,
        "conflicts": conflicts,
        "dropped": dropped,
        "changes": landing.changes.iter().filter(|it| it.kind != ChangeKind::Added).map(change_json).collect::<Vec<_>>(),
    })
}

fn file_json(file: &FileRead) -> Json {
    let problems: Vec<String> = file.problems.iter().map(ToString::to_string).collect();
    json!({
        "path": file.name, "kind": file.kind.map(|it| it.label()), "computer": file.computer, "problems": problems,
    })
}

fn dropped_json(file: &FileRead) -> Vec<Json> {
    let dropped = file.dropped.iter();
    dropped.map(|(what, count)| json!({"file": file.name, "what": what.label(), "count": count})).collect()
}

fn host_name<'a>(facts: &'a Merged, key: &'a str) -> &'a str {
    facts.spelled(&Subject::Host(key.to_owned()), key)
}

fn host_json(facts: &Merged, subject: &Subject, key: &str) -> Json {
    json!({
        "name": facts.spelled(subject, key),
        "kind": facts.text(subject, Property::Kind),
        "tracking": facts.flag(subject, Property::Tracking),
        "only_32_bit": facts.flag(subject, Property::Only32Bit),
        "trusted": facts.flag(subject, Property::Trusted),
        "default": facts.flag(subject, Property::IsDefault),
    })
}

/// The master secret server, as far as exports agree.
fn master_secret(facts: &Merged) -> Option<&str> {
    facts.text(&Subject::Environment, Property::MasterSecret)
}

fn change_json(change: &Change) -> Json {
    let detail = change.detail.as_ref();
    json!({
        "change": change.kind.label(), "element": change.element.to_string(), "name": change.name,
        "detail": detail.map(|it| it.label), "design": detail.map(|it| &it.mine), "export": detail.map(|it| &it.theirs),
        "place": change.place,
    })
}

/// The same for people: files, what they hold, what was left in them, what contradicts, what stays open, what changes.
pub fn text(import: &Import, landing: &Landing) -> String {
    let mut lines = Vec::new();
    for file in &import.files {
        lines.push(format!("{}: {}", file.name, file.what()));
        lines.extend(file.problems.iter().map(|it| format!("  problem  {it}")));
        let dropped = file.dropped.iter().map(|(what, count)| what.counted(*count));
        let dropped: Vec<String> = dropped.collect();
        if !dropped.is_empty() {
            lines.push(format!("  not kept {}", dropped.join(", ")));
        }
    }
    lines.push(format!("read     {}", counts(import)));
    for (subject, property, stated) in import.facts.conflicts() {
        let is_decided = landing.decided.contains(&(subject.clone(), property));
        let kind = if is_decided { "decided " } else { "conflict" };
        lines.push(format!("{kind} {}", conflict_words(subject, property, stated)));
    }
    let open = each_once(&landing.gaps).into_iter();
    lines.extend(open.map(|(what, at)| format!("unknown  {what} ({})", at.as_deref().unwrap_or(NOT_IN_THESE))));
    lines.extend(added(&landing.changes).into_iter().map(|it| format!("add      {it}")));
    lines.extend(landing.changes.iter().filter(|it| it.kind != ChangeKind::Added).map(change_line));
    if landing.edit.is_none() {
        lines.push("The design says all of this already.".to_owned());
    }
    lines.join("\n")
}

/// What comes, by kind: computers and databases by name, the many others as numbers.
pub fn added(changes: &[Change]) -> Vec<String> {
    let mut kinds: BTreeMap<(&str, String), Vec<&str>> = BTreeMap::new();
    for change in changes.iter().filter(|it| it.kind == ChangeKind::Added) {
        kinds.entry((change.element.kind(), change.element.kind_words())).or_default().push(&change.name);
    }
    let line = |((_, kind), names): ((&str, String), Vec<&str>)| {
        let (count, plural) = (names.len(), if names.len() == 1 { "" } else { "s" });
        let names = if count > MOST_NAMES { String::new() } else { format!(": {}", names.join(", ")) };
        format!("{count} {kind}{plural}{names}")
    };
    kinds.into_iter().map(line).collect()
}

/// A contradiction with both sources: `host Receive: tracking: no (a.xml, line 3) or yes (b.tsv, line 9)`.
pub fn conflict_words(subject: &Subject, property: Property, stated: &Stated) -> String {
    let values: Vec<String> = stated.values.iter().map(value_words).collect();
    format!("{}: {}", stated_words(subject, property), values.join(" or "))
}

/// What exports contradict each other about: `host Receive: tracking`.
pub fn stated_words(subject: &Subject, property: Property) -> String {
    format!("{}: {}", subject.words(), property.label())
}

/// A value with its source: `no (a.xml, line 3)`.
pub fn value_words((value, at): &(Value, Place)) -> String {
    format!("{} ({at})", value.words())
}

/// How much was read, by kind, and the master secret server.
pub fn counts(import: &Import) -> String {
    let count = |is_it: fn(&Subject) -> bool, one: &str| {
        let count = import.facts.iter().filter(|(it, _)| is_it(it)).count();
        format!("{count} {one}{}", if count == 1 { "" } else { "s" })
    };
    format!(
        "{}, {}, {}, {}, {}; master secret server: {}",
        count(|it| matches!(it, Subject::Computer(_)), "computer"),
        count(|it| matches!(it, Subject::Host(_)), "host"),
        count(|it| matches!(it, Subject::HostInstance { .. }), "host instance"),
        count(|it| matches!(it, Subject::Handler { .. }), "handler"),
        count(|it| matches!(it, Subject::Database(..)), "database"),
        holder_words(&import.facts),
    )
}

/// Who holds the master secret, as far as exports say it.
fn holder_words(facts: &Merged) -> String {
    let said = facts.stated(&Subject::Environment, Property::MasterSecret);
    let clustered = facts.iter().find_map(|(it, _)| match it {
        Subject::Resource { cluster, group, kind: ResourceKind::EntSso } => {
            let subject = Subject::ClusterGroup { cluster: cluster.clone(), group: group.clone() };
            Some(format!("clustered in {}", facts.spelled(&subject, group)))
        }
        _ => None,
    });
    if let Some(name) = master_secret(facts) {
        name.to_owned()
    } else if said.is_some_and(Stated::is_contradicted) {
        "contradicted".to_owned()
    } else if let Some(clustered) = clustered {
        clustered
    } else if facts.stated(&Subject::Environment, Property::SecretServer).is_some() {
        "a computer that no file names".to_owned()
    } else {
        NOT_IN_THESE.to_owned()
    }
}

/// What a change says: `Receive: tracking: no, becomes yes`.
pub fn change_words(change: &Change) -> String {
    let Some(Detail { label, mine, theirs }) = &change.detail else { return change.name.clone() };
    let mine = if mine.is_empty() { "not stated" } else { mine };
    let verb = match change.kind {
        ChangeKind::Kept => "stays; the export says",
        ChangeKind::Contradicted => "stays; exports say",
        ChangeKind::Added | ChangeKind::Changed => "becomes",
    };
    format!("{}: {label}: {mine}, {verb} {theirs}", change.name)
}

/// One change in a line: `change   Receive: tracking: no, becomes yes (settings.xml, line 12)`.
pub fn change_line(change: &Change) -> String {
    let place = if change.place.is_empty() { String::new() } else { format!(" ({})", change.place) };
    format!("{:8} {}{place}", change.kind.label(), change_words(change))
}
