//! Brings the statements of all files together: the same result in whatever order the files were read.

use std::collections::{BTreeMap, BTreeSet};

use super::{Fact, Place, Property, SqlName, Subject, Value};
use crate::model::ResourceKind;

/// A value that is agreed on, or the values that contradict each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated {
    /// The values, each with the first place that states it; more than one is a conflict.
    pub values: Vec<(Value, Place)>,
    /// The one among them that somebody has chosen; `None` = nobody has.
    pub chosen: Option<Value>,
}

impl Stated {
    /// Values with their places, of which nobody has chosen one.
    pub const fn of(values: Vec<(Value, Place)>) -> Self {
        Self { values, chosen: None }
    }

    /// The value and its place; `None` when exports contradict each other and nobody has chosen.
    pub fn agreed(&self) -> Option<(&Value, &Place)> {
        let mut counting = self.counting();
        counting.next().filter(|_| counting.next().is_none()).map(|(value, place)| (value, place))
    }

    /// Whether exports contradict each other and nobody has chosen.
    pub fn is_contradicted(&self) -> bool {
        self.counting().count() > 1
    }

    /// The values that count: all, or the one that was chosen.
    pub fn counting(&self) -> impl Iterator<Item = &(Value, Place)> {
        self.values.iter().filter(|(value, _)| self.chosen.as_ref().is_none_or(|it| it == value))
    }
}

type Facts = BTreeMap<Subject, BTreeMap<Property, Stated>>;

/// Everything that exports say, by subject and property.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Merged {
    pub(super) facts: Facts,
    /// What is said of ports and orchestrations, whose names are nobody's business: each has a number.
    pub(super) ports: Facts,
}

impl Merged {
    /// Merges statements.
    pub fn of(mut facts: Vec<Fact>) -> Self {
        facts.sort();
        facts.dedup();
        let mut all = Facts::new();
        for Fact { subject, property, value, place } in facts {
            let stated = all.entry(subject).or_default().entry(property);
            let values = &mut stated.or_insert_with(|| Stated::of(Vec::new())).values;
            // Facts are sorted: the first place of a value comes first. Two spellings of one name are no conflict.
            let is_known = values.iter().any(|(known, _)| *known == value || property == Property::Exists);
            if !is_known {
                values.push((value, place));
            }
        }
        let (ports, facts): (Facts, Facts) = all.into_iter().partition(|(it, _)| is_counted(it));
        let ports = (1_u32..).zip(ports).map(|(number, (it, says))| (numbered(it, number), says)).collect();
        let mut merged = Self { facts, ports };
        merged.add_creators_of_the_sso_system();
        merged.give_replicas_what_answered_for_them();
        merged.count_ports();
        merged
    }

    /// A computer that has created the SSO system is its master secret server as far as its configuration knows: a
    /// statement beside that of the BizTalk group. Where the master secret is clustered a node has created it there.
    fn add_creators_of_the_sso_system(&mut self) {
        let mut creators: Vec<(Value, Place)> = Vec::new();
        for (subject, says) in &self.facts {
            let Subject::Computer(name) = subject else { continue };
            let stated = says.get(&Property::MasterSecret).into_iter().flat_map(|it| &it.values);
            let created = stated.filter(|(it, _)| *it == Value::Flag(true) && !self.may_own_clustered_sso(name));
            creators.extend(created.map(|(_, place)| (Value::Text(name.clone()), place.clone())));
        }
        if creators.is_empty() {
            return;
        }
        let said = self.facts.entry(Subject::Environment).or_default().entry(Property::MasterSecret);
        let values = &mut said.or_insert_with(|| Stated::of(Vec::new())).values;
        creators.retain(|(name, _)| values.iter().all(|(known, _)| known != name));
        values.extend(creators);
        values.sort();
    }

    /// What a SQL Server says of itself under the name of a listener is true of the replica that answered.
    fn give_replicas_what_answered_for_them(&mut self) {
        const OF_THE_REPLICA: [Property; 4] = [Property::Release, Property::Edition, Property::Update, Property::Agent];
        let listeners = self.facts.keys().filter_map(|it| match it {
            Subject::Sql(key) => Some((it.clone(), self.replica_behind(key, it)?)),
            _ => None,
        });
        for (listener, replica) in listeners.collect::<Vec<_>>() {
            for property in OF_THE_REPLICA {
                let Some(stated) = self.facts.get_mut(&listener).and_then(|it| it.remove(&property)) else { continue };
                let own = self.facts.entry(replica.clone()).or_default().entry(property);
                let values = &mut own.or_insert_with(|| Stated::of(Vec::new())).values;
                let is_new = |(it, _): &(Value, Place)| values.iter().all(|(known, _)| known != it);
                let new: Vec<(Value, Place)> = stated.values.into_iter().filter(is_new).collect();
                values.extend(new);
                values.sort();
            }
        }
    }

    /// The replica that answered under the name of a listener: by its own name, or by its computer where only one of the
    /// replicas is on it.
    fn replica_behind(&self, key: &str, listener: &Subject) -> Option<Subject> {
        let group = self.group_of_listener(key)?;
        let answered = self.text(listener, Property::Server).or_else(|| self.text(listener, Property::Host))?;
        let is_it = |sql: &str| sql == answered || SqlName::parse(sql).is_some_and(|it| it.server == answered);
        let mut replicas = self.facts.keys().filter_map(|it| match it {
            Subject::Replica { group: of, sql } if *of == group && is_it(sql) => Some(Subject::Sql(sql.clone())),
            _ => None,
        });
        replicas.next().filter(|_| replicas.next().is_none())
    }

    /// The availability group whose listener has a name, whatever else exports say of it.
    pub fn group_of_listener(&self, key: &str) -> Option<String> {
        let name = Value::Text(SqlName::parse(key)?.server);
        self.facts.iter().find_map(|(it, says)| match it {
            Subject::AvailabilityGroup(group) => {
                let mut names = says.get(&Property::Name)?.values.iter();
                names.any(|(value, _)| *value == name).then(|| group.clone())
            }
            _ => None,
        })
    }

    /// Whether a computer is a node of a failover cluster that holds Enterprise SSO.
    fn may_own_clustered_sso(&self, name: &str) -> bool {
        self.facts.keys().any(|it| match it {
            Subject::Resource { cluster, kind: ResourceKind::EntSso, .. } => {
                let node = Subject::Node { cluster: cluster.clone(), computer: name.to_owned() };
                self.facts.contains_key(&node)
            }
            _ => false,
        })
    }

    pub(super) fn put(&mut self, subject: Subject, property: Property, values: Vec<(Value, Place)>) {
        self.facts.entry(subject).or_default().insert(property, Stated::of(values));
    }

    /// Every subject with what is said about it, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&Subject, &BTreeMap<Property, Stated>)> {
        self.facts.iter()
    }

    /// Whether anything is said about a subject.
    pub fn has(&self, subject: &Subject) -> bool {
        self.facts.contains_key(subject)
    }

    /// What is said about a property, agreed or not.
    pub fn stated(&self, subject: &Subject, property: Property) -> Option<&Stated> {
        self.facts.get(subject)?.get(&property)
    }

    /// The value that is agreed on.
    pub fn value(&self, subject: &Subject, property: Property) -> Option<&Value> {
        self.stated(subject, property)?.agreed().map(|(value, _)| value)
    }

    /// The same where it is yes or no.
    pub fn flag(&self, subject: &Subject, property: Property) -> Option<bool> {
        match self.value(subject, property)? {
            Value::Flag(flag) => Some(*flag),
            _ => None,
        }
    }

    /// The same where it is a number.
    pub fn number(&self, subject: &Subject, property: Property) -> Option<u64> {
        match self.value(subject, property)? {
            Value::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// The same where it is words.
    pub fn text(&self, subject: &Subject, property: Property) -> Option<&str> {
        match self.value(subject, property)? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The name of a subject as it is spelled; `key` where no export spells it.
    pub fn spelled<'a>(&'a self, subject: &Subject, key: &'a str) -> &'a str {
        self.text(subject, Property::Exists).unwrap_or(key)
    }

    /// Every contradiction between exports.
    pub fn conflicts(&self) -> impl Iterator<Item = (&Subject, Property, &Stated)> {
        let all = self.facts.iter().chain(&self.ports);
        let says = all.flat_map(|(subject, says)| says.iter().map(move |it| (subject, it)));
        says.filter(|(_, (_, stated))| stated.is_contradicted())
            .map(|(subject, (property, stated))| (subject, *property, stated))
    }

    /// The same with contradictions decided: where somebody has chosen a value that an export states, it alone counts.
    pub fn decided<'d>(&self, chosen: impl IntoIterator<Item = (&'d Subject, Property, &'d Value)>) -> Self {
        let mut decided = self.clone();
        for (subject, property, value) in chosen {
            let all = if is_counted(subject) { &mut decided.ports } else { &mut decided.facts };
            let stated = all.get_mut(subject).and_then(|it| it.get_mut(&property));
            if let Some(stated) = stated.filter(|it| it.values.iter().any(|(known, _)| known == value)) {
                stated.chosen = Some(value.clone());
            }
        }
        decided.count_ports();
        decided
    }

    /// The names of all computers that exports name as such.
    pub fn computers(&self) -> BTreeSet<&str> {
        self.facts
            .keys()
            .filter_map(|it| match it {
                Subject::Computer(name) => Some(name.as_str()),
                _ => None,
            })
            .collect()
    }
}

fn is_counted(subject: &Subject) -> bool {
    matches!(subject, Subject::Port { .. } | Subject::Orchestration(_))
}

/// A port or an orchestration under a number in place of its name.
fn numbered(subject: Subject, number: u32) -> Subject {
    match subject {
        Subject::Port { direction, backup, .. } => Subject::Port { direction, backup, name: number.to_string() },
        Subject::Orchestration(_) => Subject::Orchestration(number.to_string()),
        other => other,
    }
}
