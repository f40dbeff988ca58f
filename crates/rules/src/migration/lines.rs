//! What a step does, in words.

use std::collections::{BTreeMap, BTreeSet};

use super::conditions::{holders, secret_moves};
use super::phases::Phase;
use super::rows::{is_fact, rows};
use super::work::{Deed, Work};
use crate::comparison::text::{Entry, sections};
use crate::comparison::{Change, ChangeKind, Detail};
use crate::lifecycle::Upgrade;
use crate::model::{AccountKind, Computer, Document, Element, Role, SqlInstance};
use crate::prose::list;
use crate::rules::version_of_sql;

/// Titles of kinds with their lines.
pub(super) type Lines = Vec<(String, Vec<Entry>)>;

/// Two designs with what differs between them.
pub(super) struct Book<'a> {
    pub(super) before: &'a Document,
    pub(super) after: &'a Document,
    pub(super) changes: Vec<Change>,
}

impl Book<'_> {
    /// What a step does.
    pub(super) fn lines(&self, phase: Phase, work: &[Work]) -> Lines {
        let mut own = vec![
            ("Service accounts".to_owned(), if phase == Phase::Accounts { self.new_accounts() } else { Vec::new() }),
            ("Order of the upgrade".to_owned(), self.order_of_upgrade(phase, work)),
            ("For the upgrade of BizTalk Server".to_owned(), self.between(work)),
            ("BizTalk Server".to_owned(), self.software(work)),
            ("Enterprise SSO".to_owned(), if phase == Phase::MasterSecret { self.secret(work) } else { Vec::new() }),
            ("SSIS catalog".to_owned(), self.moved_on(work)),
        ];
        own.retain(|(_, lines)| !lines.is_empty());
        let changes: Vec<Change> = self.changes.iter().filter_map(|it| part(it, work)).collect();
        own.into_iter().chain(sections(&changes.iter().collect::<Vec<_>>(), false)).collect()
    }

    /// What nobody has stated of what is there, and the target states: no work, but to be confirmed.
    pub(super) fn unconfirmed(&self) -> Lines {
        let changes = self.changes.iter().filter(|it| it.kind == ChangeKind::Changed).filter_map(|it| {
            let facts = it.details.iter().filter(|detail| is_to_be_confirmed(it.element(), detail));
            let details: Vec<Detail> = facts.filter(|it| !it.is_layout).cloned().collect();
            (!details.is_empty()).then(|| Change { details, ..it.clone() })
        });
        let changes: Vec<Change> = changes.collect();
        sections(&changes.iter().collect::<Vec<_>>(), false)
    }

    /// The domain accounts that host instances run under afterwards and none did before.
    pub(super) fn new_accounts(&self) -> Vec<Entry> {
        let accounts = |document: &Document| {
            let all = document.host_instances.values().filter_map(|it| it.account.as_ref());
            let domain = all.filter(|it| it.kind == AccountKind::Domain && !it.name.is_empty());
            domain.map(|it| it.name.clone()).collect::<BTreeSet<String>>()
        };
        accounts(self.after).difference(&accounts(self.before)).map(|it| Entry::plain(format!("+ {it}"))).collect()
    }

    /// That the master secret moves, where it does, and the resources that hold it in what has come.
    fn secret(&self, work: &[Work]) -> Vec<Entry> {
        let names =
            |document: &Document| holders(document).iter().map(|it| it.name(document)).collect::<Vec<_>>().join(", ");
        let moves = secret_moves(self.before, self.after)
            .then(|| Entry::plain(format!("~ the master secret: {} -> {}", names(self.before), names(self.after))));
        let new = work.iter().filter(|it| matches!(it.element, Element::ResourceGroup(_)) && is_set(it, "resources"));
        let new = new.map(|it| it.element).filter(|it| !it.exists(self.before));
        let resources = new.map(|it| {
            Entry::plain(format!("+ {}: the Enterprise SSO service as a clustered resource", it.name(self.after)))
        });
        resources.chain(moves).collect()
    }

    /// What is installed on computers that have come and what they join; what those that go leave.
    fn software(&self, work: &[Work]) -> Vec<Entry> {
        let mut said: Vec<(String, Vec<String>)> = Vec::new();
        let mut deeds: BTreeMap<(Element, bool), Vec<&str>> = BTreeMap::new();
        for it in work {
            let Deed::Set(field) = &it.deed else { continue };
            match (it.element.exists(self.before), it.element.exists(self.after)) {
                (false, _) => deeds.entry((it.element, true)).or_default().push(field),
                (_, false) => deeds.entry((it.element, false)).or_default().push(field),
                _ => {}
            }
        }
        for ((element, comes), fields) in deeds {
            let document = if comes { self.after } else { self.before };
            let Element::Computer(id) = element else { continue };
            let Some(computer) = document.computers.get(&id) else { continue };
            let place = document.tiers.get(&computer.slot.tier).map_or("", |it| it.name.as_str());
            let words = if comes { comes_words(computer, document, &fields) } else { goes_words(computer, document) };
            let key = format!("{} {{}} ({place}): {words}", if comes { "+" } else { "-" });
            match said.iter_mut().find(|(known, _)| *known == key) {
                Some((_, names)) => names.push(computer.name.clone()),
                None => said.push((key, vec![computer.name.clone()])),
            }
        }
        said.into_iter().map(|(key, names)| Entry::plain(key.replacen("{}", &names.join(", "), 1))).collect()
    }

    /// In which order the computers are upgraded: the master secret server, those that run BizTalk Server, the others.
    fn order_of_upgrade(&self, phase: Phase, work: &[Work]) -> Vec<Entry> {
        let release = |document: &Document| document.environment.biztalk_release;
        let is_described = Upgrade::between(release(self.before), release(self.after)).is_some();
        let is_upgrade = work.iter().any(|it| is_set(it, "biztalk_release"));
        if phase != Phase::Upgrade || !is_upgrade || !is_described {
            return Vec::new();
        }
        let secret: BTreeSet<Element> = holders(self.before);
        let holds = |id, it: &Computer| {
            let clustered = secret.iter().any(|it| match it {
                Element::ResourceGroup(group) => {
                    self.before.resource_groups.get(group).is_some_and(|it| it.possible_owners.contains(&id))
                }
                _ => false,
            });
            it.roles.contains(&Role::MasterSecret) || secret.contains(&id.into()) || clustered
        };
        let mut turns: BTreeMap<Turn, Vec<&str>> = BTreeMap::new();
        for (id, computer) in &self.before.computers {
            let has = |role: Role| computer.roles.contains(&role);
            let turn = match () {
                () if holds(*id, computer) => Turn::MasterSecret,
                () if has(Role::BizTalkRuntime) => Turn::Runtime,
                () if has(Role::AdminTools) || has(Role::EntSso) => Turn::Others,
                () => continue,
            };
            turns.entry(turn).or_default().push(&computer.name);
        }
        let line = |(at, (turn, names)): (usize, (Turn, Vec<&str>))| {
            Entry::plain(format!("{}. {}: {}", at + 1, turn.label(), names.join(", then ")))
        };
        turns.into_iter().enumerate().map(line).collect()
    }

    /// Which versions something has for a while, and where something stands until the rest comes.
    fn between(&self, work: &[Work]) -> Vec<Entry> {
        let mut via: BTreeMap<Element, serde_json::Map<String, serde_json::Value>> = BTreeMap::new();
        for it in work {
            if let Deed::Via(field, value) = &it.deed {
                via.entry(it.element).or_default().insert(field.clone(), value.clone());
            }
        }
        let (was, is) = (self.before.environment.biztalk_release, self.after.environment.biztalk_release);
        let both = if was == is {
            format!("{} goes with before and after its update", was.label())
        } else {
            format!("{} and {} both go with", was.label(), is.label())
        };
        let mut said: Vec<(String, Vec<String>)> = Vec::new();
        for (element, fields) in via {
            let Some(words) = self.via_words(element, &fields, &both) else { continue };
            let name = element.name(if element.exists(self.before) { self.before } else { self.after });
            match said.iter_mut().find(|(known, _)| *known == words) {
                Some((_, names)) => names.push(name),
                None => said.push((words, vec![name])),
            }
        }
        said.into_iter().map(|(words, names)| Entry::plain(format!("~ {}: {words}", names.join(", ")))).collect()
    }

    /// Where databases go that have come elsewhere for the upgrade.
    fn moved_on(&self, work: &[Work]) -> Vec<Entry> {
        let new = work.iter().filter(|it| is_set(it, "sql_instance") && !it.element.exists(self.before));
        let words = |element: Element| {
            let Element::Database(id) = element else { return None };
            let to = Element::from(self.after.databases.get(&id)?.sql_instance).name(self.after);
            Some(Entry::plain(format!("~ {}: moves to {to}", element.name(self.after))))
        };
        new.filter_map(|it| words(it.element)).collect()
    }

    fn via_words(
        &self,
        element: Element,
        fields: &serde_json::Map<String, serde_json::Value>,
        both: &str,
    ) -> Option<String> {
        match element {
            Element::SqlInstance(id) => {
                let was = self.before.sql_instances.get(&id)?;
                let mut record = serde_json::to_value(was).ok()?;
                let object = record.as_object_mut()?;
                for (field, value) in fields {
                    if value.is_null() {
                        object.remove(field)
                    } else {
                        object.insert(field.clone(), value.clone())
                    };
                }
                let via: SqlInstance = serde_json::from_value(record).ok()?;
                Some(format!("{} -> {}, which {both}", version_of_sql(was), version_of_sql(&via)))
            }
            Element::Computer(id) => {
                let was = self.before.computers.get(&id)?.os?;
                let via: crate::model::WindowsVersion = serde_json::from_value(fields.get("os")?.clone()).ok()?;
                Some(format!("{} -> {}, which {both}", was.label(), via.label()))
            }
            Element::Database(_) => {
                let number = u32::try_from(fields.get("sql_instance")?.as_u64()?).ok()?;
                let on = Element::SqlInstance(crate::model::SqlInstanceId(number)).name(self.before);
                Some(format!("comes on {on} first, so that the upgrade moves the packages of BAM into it"))
            }
            _ => None,
        }
    }
}

/// When a computer is upgraded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Turn {
    MasterSecret,
    Runtime,
    Others,
}

impl Turn {
    const fn label(self) -> &'static str {
        match self {
            Self::MasterSecret => "master secret server",
            Self::Runtime => "computers that run BizTalk Server",
            Self::Others => "administration tools and others",
        }
    }
}

/// Whether a piece of work sets a field.
fn is_set(work: &Work, field: &str) -> bool {
    matches!(&work.deed, Deed::Set(set) if set == field)
}

/// Whether a detail states what is and nobody had stated.
fn is_to_be_confirmed(element: Element, detail: &Detail) -> bool {
    detail.before.is_empty() && detail.absent == "not stated" && !detail.is_list && is_fact(element, &detail.field)
}

/// What of a change is done by some work.
fn part(change: &Change, work: &[Work]) -> Option<Change> {
    let deeds: Vec<&Deed> = work.iter().filter(|it| it.element == change.element()).map(|it| &it.deed).collect();
    // What comes elsewhere first says so itself.
    if deeds.iter().any(|it| matches!(it, Deed::Via(field, _) if field == "sql_instance")) {
        return None;
    }
    if deeds.iter().any(|it| matches!(it, Deed::Add | Deed::Remove)) {
        return (!change.is_layout).then(|| change.clone());
    }
    let mut change = change.clone();
    let is_set = |field: &str| deeds.iter().any(|it| matches!(it, Deed::Set(set) if set == field));
    let element = change.element();
    // What nobody has stated of the target is as it was.
    change.details.retain(|it| !it.is_layout && !it.says_less && is_set(&it.field) && !is_to_be_confirmed(element, it));
    // Another release begins without service packs: there is none to take away.
    let another = change.details.iter().any(|it| it.field == "release");
    change.details.retain(|it| !(another && it.field == "service_pack" && it.after == "0"));
    (!change.details.is_empty() && !change.is_layout).then_some(change)
}

/// What is installed on a computer that has come, and what it joins.
fn comes_words(computer: &Computer, document: &Document, fields: &[&str]) -> String {
    let mut words = Vec::new();
    if fields.contains(&"roles") {
        words.push(format!("install {}", list(&installed(computer))));
    }
    let mut joined: Vec<String> = Vec::new();
    if fields.contains(&"roles") && computer.roles.contains(&Role::EntSso) {
        joined.push("the SSO system".to_owned());
    }
    if fields.contains(&"biztalk_groups") {
        joined.extend(computer.biztalk_groups.iter().map(|it| group_words((*it).into(), document)));
    }
    if !joined.is_empty() {
        words.push(format!("join {}", list(&joined)));
    }
    words.join("; ")
}

/// The roles of a computer that it gets after it has come.
fn installed(computer: &Computer) -> Vec<&'static str> {
    let comes_later = |role: &&Role| {
        let rows = rows().later.iter().filter(|it| it.kind == "computer" && it.field == "roles");
        rows.into_iter().any(|it| it.holds(&format!("{role:?}")))
    };
    computer.roles.iter().filter(comes_later).map(|it| it.label()).collect()
}

/// What a computer that goes leaves, and what is taken off it.
fn goes_words(computer: &Computer, document: &Document) -> String {
    let groups = computer.biztalk_groups.iter().map(|it| group_words((*it).into(), document)).collect::<Vec<_>>();
    let leaves = if groups.is_empty() { String::new() } else { format!("leave {}; ", list(&groups)) };
    format!("{leaves}unconfigure and uninstall {}", list(&installed(computer)))
}

/// `the BizTalk group`, with its name where there are several.
fn group_words(group: Element, document: &Document) -> String {
    match document.biztalk_groups.len() {
        0 | 1 => "the BizTalk group".to_owned(),
        _ => format!("the BizTalk group “{}”", group.name(document)),
    }
}
