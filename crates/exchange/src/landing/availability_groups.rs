//! Availability groups with their replicas and listeners.

use super::lander::Lander;
use crate::facts::{Place, Property, Stated, Subject, Value};
use crate::model::{
    AvailabilityGroup, AvailabilityGroupId, AvailabilityReplica, CommitMode, FailoverMode, Listener, SqlInstanceId,
};

/// What exports say of a replica; `None` = not in them.
struct ReplicaSaid {
    sql: SqlInstanceId,
    /// The key of its SQL Server.
    key: String,
    is_primary: Option<bool>,
    is_synchronous: Option<bool>,
    is_automatic: Option<bool>,
    /// Where it is named.
    place: Place,
}

impl Lander<'_> {
    /// Availability groups: new ones as exports have them, drawn ones as far as exports know better.
    pub(super) fn availability_groups(&mut self) {
        let keys: Vec<String> = self.facts.iter().filter_map(|(it, _)| group_key(it)).collect();
        for key in keys {
            let subject = Subject::AvailabilityGroup(key.clone());
            let known = self.known::<AvailabilityGroupId>(&key);
            let replicas = self.replicas(&key);
            let id = if let Some(id) = known {
                self.is(&subject, id.into());
                self.join(id, &replicas);
                id
            } else {
                let name = self.facts.spelled(&subject, &key).to_owned();
                let all = replicas.iter().map(ReplicaSaid::replica).collect();
                let listener = self.listener(&subject);
                let group = AvailabilityGroup { replicas: all, ..AvailabilityGroup::new(name.clone(), &[], listener) };
                self.open(format!("whether {name} has DTC support for each database; that it has is assumed"));
                let id = self.add(&subject, group);
                self.assumes(id.into(), Property::DtcSupport);
                id
            };
            self.replica_details(id, &replicas);
            self.listener_details(&subject, id);
            self.ask_for_list(&subject, id.into(), Property::Members);
        }
    }

    /// The replicas of an availability group, the primary one first.
    fn replicas(&self, group: &str) -> Vec<ReplicaSaid> {
        let mut found: Vec<ReplicaSaid> = Vec::new();
        for (subject, says) in self.facts.iter() {
            let Subject::Replica { group: of, sql: key } = subject else { continue };
            let Some(sql) = self.element(&Subject::Sql(key.clone())).filter(|_| of == group) else { continue };
            let Some((_, place)) = says.get(&Property::Exists).and_then(|it| it.values.first()) else { continue };
            let flag = |property| self.facts.flag(subject, property);
            found.push(ReplicaSaid {
                sql,
                key: key.clone(),
                is_primary: flag(Property::Active),
                is_synchronous: flag(Property::Synchronous),
                is_automatic: flag(Property::Automatic),
                place: place.clone(),
            });
        }
        found.sort_by_key(|it| (it.is_primary != Some(true), it.sql));
        found
    }

    /// Adds replicas that the design does not have; none is taken away, since exports may be partial.
    fn join(&mut self, id: AvailabilityGroupId, replicas: &[ReplicaSaid]) {
        let Some(group) = self.draft.get(id) else { return };
        let is_new = |it: &&ReplicaSaid| !group.replicas.iter().any(|drawn| drawn.sql_instance == it.sql);
        let new: Vec<AvailabilityReplica> = replicas.iter().filter(is_new).map(ReplicaSaid::replica).collect();
        if !new.is_empty() {
            self.draft.change(id, |it| it.replicas.extend(new));
        }
    }

    /// Commit mode, failover mode and primary replica, each as the list of replicas that have it.
    fn replica_details(&mut self, id: AvailabilityGroupId, replicas: &[ReplicaSaid]) {
        let Some(mut group) = self.draft.get(id) else { return };
        let before = group.clone();
        let drawn = |group: &AvailabilityGroup, sql| group.replicas.iter().find(|it| it.sql_instance == sql).cloned();
        let is_synchronous = |it: &AvailabilityReplica| it.commit == CommitMode::Synchronous;
        let is_automatic = |it: &AvailabilityReplica| it.failover == FailoverMode::Automatic;
        let primary = group.replicas.first().map(|it| it.sql_instance);
        let synchronous = self.settle_replicas(id, Property::Synchronous, replicas, |it| {
            (it.is_synchronous, drawn(&before, it.sql).is_some_and(|it| is_synchronous(&it)))
        });
        let automatic = self.settle_replicas(id, Property::Automatic, replicas, |it| {
            (it.is_automatic, drawn(&before, it.sql).is_some_and(|it| is_automatic(&it)))
        });
        let active =
            self.settle_replicas(id, Property::Active, replicas, |it| (it.is_primary, primary == Some(it.sql)));
        for stated in replicas {
            let Some(replica) = group.replicas.iter_mut().find(|it| it.sql_instance == stated.sql) else { continue };
            if let Some(yes) = stated.is_synchronous.filter(|_| synchronous) {
                replica.commit = if yes { CommitMode::Synchronous } else { CommitMode::Asynchronous };
            }
            if let Some(yes) = stated.is_automatic.filter(|_| automatic) {
                replica.failover = if yes { FailoverMode::Automatic } else { FailoverMode::Manual };
            }
        }
        if let Some(first) = replicas.iter().find(|it| it.is_primary == Some(true)).filter(|_| active) {
            group.replicas.sort_by_key(|it| it.sql_instance != first.sql);
        }
        if group != before {
            self.draft.change(id, |it| *it = group);
        }
    }

    /// Whether the design is to follow what exports say of the replicas they know. `of` gives what they say of one and
    /// how the design has it.
    fn settle_replicas(
        &mut self,
        id: AvailabilityGroupId,
        property: Property,
        replicas: &[ReplicaSaid],
        of: impl Fn(&ReplicaSaid) -> (Option<bool>, bool),
    ) -> bool {
        let mut known: Vec<(&ReplicaSaid, bool, bool)> = Vec::new();
        for replica in replicas {
            if let (Some(stated), drawn) = of(replica) {
                known.push((replica, stated, drawn));
            }
        }
        known.sort_by(|a, b| a.0.key.cmp(&b.0.key));
        let Some(place) = known.first().map(|it| it.0.place.clone()) else { return false };
        let earlier = self.before.availability_groups.get(&id).map(|it| it.replicas.clone()).unwrap_or_default();
        let was_there = |it: &ReplicaSaid| earlier.iter().any(|was| was.sql_instance == it.sql);
        let list = |is_it: &dyn Fn(&(&ReplicaSaid, bool, bool)) -> bool| {
            let names: Vec<&str> = known.iter().filter(|it| is_it(it)).map(|it| it.0.key.as_str()).collect();
            if names.is_empty() { "none".to_owned() } else { names.join(", ") }
        };
        if let Some((subjects, stated)) = self.contradicted_replicas(id, property) {
            let mine = list(&|it| it.2);
            self.contradicted_about(&subjects, id.into(), property, (&stated, &mine));
            return false;
        }
        let (theirs, mine, was) = (list(&|it| it.1), list(&|it| it.2), list(&|it| it.2 && was_there(it.0)));
        self.settle_as(id.into(), property, (&Value::Text(theirs), &place), [&mine, &was]).is_some()
    }

    /// The replicas of a group of which exports contradict each other about a detail, and what they say of each.
    fn contradicted_replicas(&self, id: AvailabilityGroupId, property: Property) -> Option<(Vec<Subject>, Stated)> {
        let of_group = |group: &str| self.element(&Subject::AvailabilityGroup(group.to_owned())) == Some(id);
        let (mut subjects, mut values) = (Vec::new(), Vec::new());
        for (subject, _, stated) in self.facts.conflicts().filter(|(_, of, _)| *of == property) {
            let Subject::Replica { group, sql } = subject else { continue };
            if of_group(group) {
                subjects.push(subject.clone());
                let said =
                    |(value, at): &(Value, Place)| (Value::Text(format!("{sql}: {}", value.words())), at.clone());
                values.extend(stated.counting().map(said));
            }
        }
        (!subjects.is_empty()).then(|| (subjects, Stated::of(values)))
    }

    /// The listener that exports give an availability group.
    fn listener(&self, subject: &Subject) -> Option<Listener> {
        let usual = Listener::new(self.facts.text(subject, Property::Name)?);
        let port = self.facts.number(subject, Property::Port).and_then(|it| u16::try_from(it).ok());
        Some(Listener { port: port.filter(|it| *it > 0).unwrap_or(usual.port), ..usual })
    }

    fn listener_details(&mut self, subject: &Subject, id: AvailabilityGroupId) {
        let Some(mut group) = self.draft.get(id) else { return };
        let before = group.clone();
        let name = group.listener.as_ref().map_or_else(String::new, |it| it.name.clone());
        let upper = name.to_uppercase();
        // Exports write names of listeners as they like; keys are in upper case.
        if self.settle(subject, id.into(), Property::Name, &upper).is_some() {
            let new = self.listener(subject);
            group.listener = match (group.listener, new) {
                (Some(drawn), Some(new)) => Some(Listener { name: new.name, ..drawn }),
                (drawn, new) => new.or(drawn),
            };
        }
        let port = group.listener.as_ref().map_or_else(String::new, |it| it.port.to_string());
        if let Some(Value::Number(number)) = self.settle(subject, id.into(), Property::Port, &port)
            && let (Ok(port), Some(listener)) = (u16::try_from(number), group.listener.as_mut())
            && port > 0
        {
            listener.port = port;
        }
        if group != before {
            self.draft.change(id, |it| *it = group);
        }
    }
}

impl ReplicaSaid {
    /// The replica that a design has for it: what exports do not say is as usual.
    fn replica(&self) -> AvailabilityReplica {
        let usual = AvailabilityReplica::new(self.sql);
        let commit = match self.is_synchronous {
            Some(false) => CommitMode::Asynchronous,
            Some(true) => CommitMode::Synchronous,
            None => usual.commit,
        };
        let failover = match self.is_automatic {
            Some(false) => FailoverMode::Manual,
            Some(true) => FailoverMode::Automatic,
            None => usual.failover,
        };
        AvailabilityReplica { commit, failover, ..usual }
    }
}

fn group_key(subject: &Subject) -> Option<String> {
    match subject {
        Subject::AvailabilityGroup(key) => Some(key.clone()),
        _ => None,
    }
}
