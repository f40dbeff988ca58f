//! The environment, its BizTalk group and its master secret server.

use super::lander::{Change, ChangeKind, Detail, Lander};
use crate::edit::{EditCommand, EditError};
use crate::facts::{Property, Stated, Subject, Value, computer_key};
use crate::model::queries::MasterSecretServer;
use crate::model::{
    BizTalkEdition, BizTalkGroup, BizTalkGroupId, BizTalkRelease, ComputerId, DatabaseKind, Element, Feature,
    ResourceKind, Role, SecretServerName, TierKind,
};
use crate::sources::{Provenance, Sourced};

impl Lander<'_> {
    /// Release, edition, update, features, global tracking and polling.
    pub(super) fn environment(&mut self) -> Result<(), EditError> {
        let (subject, element) = (Subject::Environment, Element::Environment);
        let mut environment = self.before.environment.clone();
        let is_new = self.before.computers.is_empty();
        let release = self.settle_word(Property::Release, environment.biztalk_release.label());
        if let Some(it) = release.and_then(|it| BizTalkRelease::ALL.iter().find(|known| known.label() == it)) {
            environment.biztalk_release = *it;
        }
        let edition = self.settle_word(Property::Edition, environment.biztalk_edition.label());
        if let Some(it) = edition.and_then(|it| BizTalkEdition::ALL.iter().find(|known| known.label() == it)) {
            environment.biztalk_edition = *it;
        }
        let update = environment.biztalk_cumulative_update.map_or_else(String::new, |it| it.to_string());
        if let Some(Value::Number(number)) = self.settle(&subject, element, Property::Update, &update) {
            environment.biztalk_cumulative_update = u8::try_from(number).ok().filter(|it| *it < 100);
        }
        let tracking = Some(environment.global_tracking);
        if let Some(yes) = self.settle_flag(&subject, element, Property::GlobalTracking, tracking) {
            environment.global_tracking = yes;
        }
        let features = self.facts.iter().filter_map(|(it, _)| match it {
            Subject::Feature(feature) => Some(*feature),
            _ => None,
        });
        // What is configured are database and service: whoever drew them has said whether rules are used.
        let is_drawn = self.before.databases.values().any(|it| it.kind == DatabaseKind::RuleEngine)
            || self.before.computers.values().any(|it| it.roles.contains(&Role::RuleEngineUpdate));
        let features = features.filter(|it| !(is_drawn && *it == Feature::Bre));
        environment.features.extend(features.collect::<Vec<Feature>>());
        if environment != self.before.environment {
            self.draft.run(EditCommand::SetEnvironment(environment.clone()))?;
        }
        if is_new {
            self.assumed(Property::Release, "the release of BizTalk Server", environment.biztalk_release.label());
            self.assumed(Property::Edition, "the edition of BizTalk Server", environment.biztalk_edition.label());
        }
        self.polling()
    }

    fn settle_word(&mut self, property: Property, mine: &str) -> Option<String> {
        match self.settle(&Subject::Environment, Element::Environment, property, mine)? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    fn assumed(&mut self, property: Property, what: &str, value: &str) {
        if self.facts.stated(&Subject::Environment, property).is_none() {
            self.assumes(Element::Environment, property);
            self.open(format!("{what}; {value} is assumed"));
        }
    }

    /// The polling interval of the capacity estimate, where all hosts agree on one.
    fn polling(&mut self) -> Result<(), EditError> {
        let hosts = self.facts.iter().filter(|(it, _)| matches!(it, Subject::Host(_)));
        let all: Vec<_> = hosts.filter_map(|(_, says)| says.get(&Property::MessagingPolling)).collect();
        let stated: Vec<_> = all.iter().filter_map(|it| it.agreed()).collect();
        let Some((Value::Number(interval), place)) = stated.first().filter(|_| stated.len() == all.len()) else {
            return Ok(());
        };
        let is_common = stated.iter().all(|(it, _)| *it == &Value::Number(*interval));
        if !is_common || self.before.workload.polling_ms.is_some() || !(1..=3_600_000).contains(interval) {
            return Ok(());
        }
        let mut workload = self.before.workload.clone();
        let provenance = Provenance::Entered { by: place.to_string(), on: String::new() };
        // At most 3,600,000: every such number is exact.
        let value = u32::try_from(*interval).map_or(0.0, f64::from);
        workload.polling_ms = Some(Sourced { value, range: None, provenance });
        self.draft.run(EditCommand::SetWorkload(Box::new(workload)))
    }

    /// The BizTalk group that everything belongs to: the first one.
    pub(super) fn biztalk_group(&mut self) -> BizTalkGroupId {
        let first = self.before.biztalk_groups.keys().next().copied();
        first.unwrap_or_else(|| self.draft.add(BizTalkGroup::new("BizTalk group")))
    }

    /// The computer with the master secret, unless it is a cluster resource.
    pub(super) fn master_secret(&mut self) {
        let owner = Subject::Environment;
        let stated = self.facts.stated(&owner, Property::MasterSecret).cloned();
        if let Some(stated) = stated.as_ref().filter(|it| it.is_contradicted()) {
            let mine = self.drawn_master_secret();
            self.contradicted(&owner, Element::Environment, Property::MasterSecret, (stated, &mine));
            return;
        }
        let is_clustered = |it: &Subject| matches!(it, Subject::Resource { kind: ResourceKind::EntSso, .. });
        let is_known = stated.is_some() || self.facts.iter().any(|(it, _)| is_clustered(it));
        if !is_known && self.before.master_secret_servers().is_empty() {
            let somewhere = self.facts.stated(&owner, Property::SecretServer).and_then(Stated::agreed);
            let somewhere = somewhere.map(|(_, at)| ("on the computer of this file".to_owned(), at.clone()));
            if somewhere.is_none() {
                self.open("the master secret server");
            }
            self.assumes(Element::Environment, Property::SecretServer);
            // What an earlier import said of it stays where this one says nothing.
            if somewhere.is_some() {
                self.lacks(Element::Environment, Property::SecretServer, somewhere.as_slice());
            }
        }
        if let Some(name) = self.facts.text(&owner, Property::MasterSecret).map(str::to_owned) {
            let subject = Subject::Computer(name.clone());
            self.secret_server_name(&name);
            if self.is_cluster_network_name(&name) {
                return;
            }
            let id = match self.element::<ComputerId>(&subject) {
                Some(id) => id,
                None => self.new_computer(&subject, &name, TierKind::MasterSecret, &[Role::EntSso]),
            };
            // A node of a clustered master secret server has created it there.
            if !self.draft.document().may_hold_master_secret(id) {
                self.draft.change(id, |it| {
                    it.roles.extend([Role::MasterSecret, Role::EntSso]);
                });
            }
            self.mention(&owner, Element::Environment, &[Property::MasterSecret]);
            self.mention(&subject, id.into(), &[Property::MasterSecret]);
        }
    }

    /// What the name of a clustered master secret server is, as far as exports know names; a person who has said it stays
    /// right.
    fn secret_server_name(&mut self, name: &str) {
        let mut sso = self.draft.document().sso.clone();
        let is_mine = sso.secret_server_name.is_some() || self.turned.contains(&(Element::Environment, None));
        let Some(found) = self.kind_of_secret_server_name(name).filter(|_| !is_mine) else { return };
        let (label, mine) = ("name of the secret server", String::new());
        let detail = Some(Detail { label, mine, theirs: format!("{} ({name})", found.label()) });
        let (element, property) = (Element::Environment, None);
        let place = self.facts.stated(&Subject::Environment, Property::MasterSecret).and_then(Stated::agreed);
        let place = place.map_or_else(String::new, |(_, place)| place.to_string());
        let (kind, own) = (ChangeKind::Changed, String::new());
        self.changes.push(Change { kind, element, name: own, property, detail, place });
        sso.secret_server_name = Some(found);
        let done = self.draft.run(EditCommand::SetSso(sso));
        debug_assert!(done.is_ok(), "facts of Enterprise SSO can always be set");
    }

    fn kind_of_secret_server_name(&self, name: &str) -> Option<SecretServerName> {
        let clustered = self.facts.iter().filter_map(|(it, _)| match it {
            Subject::Resource { cluster, group, kind: ResourceKind::EntSso } => Some((cluster, group)),
            _ => None,
        });
        let found = clustered.filter_map(|(cluster, group)| {
            let of_group = Subject::ClusterGroup { cluster: cluster.clone(), group: group.clone() };
            let node = Subject::Node { cluster: cluster.clone(), computer: name.to_owned() };
            let network_name = self.facts.text(&of_group, Property::Name).unwrap_or(group);
            if computer_key(network_name) == name {
                Some(SecretServerName::ClusterNetworkName)
            } else if self.facts.has(&node) {
                Some(SecretServerName::NodeName)
            } else {
                (cluster == name).then_some(SecretServerName::WindowsClusterName)
            }
        });
        found.min()
    }

    /// The master secret servers of the design, in words.
    fn drawn_master_secret(&self) -> String {
        let element = |it| match it {
            MasterSecretServer::Computer(id) => Element::from(id),
            MasterSecretServer::Clustered(id) => Element::from(id),
        };
        let names = self.before.master_secret_servers().into_iter().map(|it| element(it).name(self.before));
        names.collect::<Vec<String>>().join(", ")
    }
}
