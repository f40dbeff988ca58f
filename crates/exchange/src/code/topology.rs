//! What the collector finds once the target is built, in the form in which it writes that: collected again then, both can
//! be compared, and an import of it gives the target back. It has what no file of Microsoft's tools holds: further
//! MessageBoxes, disabled host instances, the master secret server of an SSO system that is there already, failover
//! clusters and availability groups. What the design does not state, or only assumes, is left out.

use serde_json::{Map, Value, json};

use super::head::{Asks, origin};
use super::names::{drawn_server, is_network_name, said_flag, said_number};
use super::plan::{Plan, physical_name};
use super::{File, Given};
use crate::facts::update_words;
use crate::model::queries::MasterSecretServer;
use crate::model::{
    AvailabilityGroup, BizTalkGroupId, ClusterResourceGroup, CommitMode, ComputerId, Database, DatabaseKind, Document,
    Element, FailoverCluster, FailoverMode, HostId, HostKind, Property, ResourceGroupId, ResourceKind, Role,
    SecretServerName, SqlInstanceId, SqlPlacement, Witness,
};
use crate::readers::{SCHEMA, VERSION, resource_words, version_of};
use crate::sources::stated;

/// The file of a BizTalk group.
pub(super) fn file(plan: &Plan<'_>, group: BizTalkGroupId, name: String, given: &Given<'_>) -> File {
    let topology = Topology { document: plan.document, plan, group };
    let all = json!({
        "schema": SCHEMA,
        "collector": VERSION,
        "review": format!("{} What the collector finds once all of it is built.", origin(given)),
        "environment": topology.environment(),
        "databases": topology.databases(),
        "servers": topology.servers(),
        "hosts": plan.hosts(group).map(|it| topology.host(it)).collect::<Vec<_>>(),
        "hostInstances": topology.host_instances(),
        "handlers": topology.handlers(),
        "sqlServers": plan.document.sql_instances.keys().map(|it| topology.sql_server(*it)).collect::<Vec<_>>(),
        "clusters": plan.document.failover_clusters.values().map(|it| topology.cluster(it)).collect::<Vec<_>>(),
        "availabilityGroups": topology.availability_groups(),
    });
    let text = serde_json::to_string_pretty(&all).unwrap_or_default();
    File {
        name,
        bytes: format!("{text}\n").into_bytes(),
        about: "what the collector finds once all is built: collect again then, and compare; import reads it"
            .to_owned(),
        asks: Asks::default(),
    }
}

/// What the target of one BizTalk group is written from.
struct Topology<'a, 'd> {
    document: &'d Document,
    plan: &'a Plan<'d>,
    group: BizTalkGroupId,
}

/// The entries that are stated.
fn object<const N: usize>(entries: [(&str, Option<Value>); N]) -> Value {
    let known = entries.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?)));
    Value::Object(known.collect::<Map<String, Value>>())
}

impl Topology<'_, '_> {
    fn name(&self, element: impl Into<Element>) -> String {
        element.into().name(self.document)
    }

    /// A detail, unless the design only assumes it.
    fn known(&self, element: impl Into<Element>, property: Property, value: impl Into<Value>) -> Option<Value> {
        (!self.document.assumes(element, property)).then(|| value.into())
    }

    fn environment(&self) -> Value {
        let (it, all) = (&self.document.environment, Element::Environment);
        let product = format!("Microsoft {}", it.biztalk_release.label());
        object([
            ("productName", self.known(all, Property::Release, product)),
            ("productEdition", self.known(all, Property::Edition, it.biztalk_edition.label())),
            ("cumulativeUpdate", it.biztalk_cumulative_update.map(Into::into)),
            ("masterSecretServer", self.master_secret_server().map(Into::into)),
            ("globalTracking", self.known(all, Property::GlobalTracking, it.global_tracking)),
        ])
    }

    /// The name of the master secret server; of a clustered one the name that is configured, if that is stated.
    fn master_secret_server(&self) -> Option<String> {
        let group = match *self.document.master_secret_servers().first()? {
            MasterSecretServer::Computer(id) => return Some(self.name(id)),
            MasterSecretServer::Clustered(id) => id,
        };
        match self.document.sso.secret_server_name? {
            SecretServerName::ClusterNetworkName => Some(self.name(group)).filter(|it| is_network_name(it)),
            SecretServerName::NodeName => self.plan.secret.map(|it| self.name(it)),
            SecretServerName::WindowsClusterName => {
                Some(self.name(self.document.resource_groups.get(&group)?.failover_cluster))
            }
        }
    }

    fn databases(&self) -> Vec<Value> {
        let mut all: Vec<Value> = Vec::new();
        for kind in DatabaseKind::ALL.iter().filter(|it| **it != DatabaseKind::Custom) {
            if *kind == DatabaseKind::MessageBox {
                all.extend(self.plan.databases(self.group, *kind).map(|(id, it)| {
                    let master = self.known(id, Property::Master, it.is_master);
                    let disabled = self.known(id, Property::PublicationDisabled, it.publication_disabled);
                    self.database(it, master, disabled)
                }));
            } else {
                all.extend(self.plan.database(self.group, *kind).map(|it| self.database(it, None, None)));
            }
        }
        all
    }

    fn database(&self, database: &Database, master: Option<Value>, publication_disabled: Option<Value>) -> Value {
        let group = database.availability_group.and_then(|id| self.document.availability_groups.get(&id));
        let listener = group.and_then(|it| it.listener.as_ref()).map(|it| it.name.clone());
        object([
            ("kind", Some(database.kind.label().into())),
            ("name", Some(physical_name(database).into())),
            ("server", Some(listener.unwrap_or_else(|| self.sql(database.sql_instance)).into())),
            ("master", master),
            ("publicationDisabled", publication_disabled),
        ])
    }

    fn sql(&self, id: SqlInstanceId) -> String {
        drawn_server(self.document, id)
    }

    fn servers(&self) -> Vec<Value> {
        let is_of_it = |id: &ComputerId| {
            self.document.has_role(*id, Role::BizTalkRuntime) && self.plan.group_of(*id) == Some(self.group)
        };
        let all = self.document.computers.iter().filter(|(id, _)| is_of_it(id));
        let server = |(_, it): (&ComputerId, &crate::model::Computer)| {
            let memory = stated(it.hardware.ram_gb.as_ref()).and_then(|it| it.value.to_string().parse::<u64>().ok());
            object([
                ("name", Some(it.name.clone().into())),
                ("os", it.os.map(|it| it.label().into())),
                ("domain", it.domain.clone().map(Into::into)),
                ("cores", stated(it.hardware.cores.as_ref()).map(|it| it.value.into())),
                ("memoryGB", memory.map(Into::into)),
            ])
        };
        all.map(server).collect()
    }

    fn host(&self, id: HostId) -> Value {
        let Some(host) = self.document.hosts.get(&id) else { return Value::Null };
        let kind = if host.kind == HostKind::Isolated { "Isolated" } else { "InProcess" };
        let number = |property| said_number(self.document, id.into(), property).map(Value::from);
        object([
            ("name", Some(host.name.clone().into())),
            ("type", self.known(id, Property::Kind, kind)),
            ("tracking", self.known(id, Property::Tracking, host.allow_tracking)),
            ("default", Some(host.is_default.into())),
            ("only32Bit", host.is_64_bit.map(|it| (!it).into())),
            ("trusted", said_flag(self.document, id.into(), Property::Trusted).map(Into::into)),
            ("messagingPollingMs", number(Property::MessagingPolling)),
            ("orchestrationPollingMs", number(Property::OrchestrationPolling)),
            ("clusterResourceGroup", host.clustered_in.as_ref().map(|it| self.name(it.resource_group).into())),
        ])
    }

    fn host_instances(&self) -> Vec<Value> {
        let of_group = |host: &HostId| self.document.hosts.get(host).is_some_and(|it| it.biztalk_group == self.group);
        let all = self.document.host_instances.iter().filter(|(_, it)| of_group(&it.host));
        let instance = |(id, it): (&crate::model::HostInstanceId, &crate::model::HostInstance)| {
            object([
                ("host", Some(self.name(it.host).into())),
                ("server", Some(self.name(it.computer).into())),
                ("disabled", self.known(*id, Property::Enabled, !it.enabled)),
            ])
        };
        all.map(instance).collect()
    }

    fn handlers(&self) -> Vec<Value> {
        let mut all: Vec<Value> = Vec::new();
        for (id, it) in &self.document.handlers {
            let is_of_it = self.document.hosts.get(&it.host).is_some_and(|it| it.biztalk_group == self.group);
            let Some(adapter) = it.product_name().filter(|_| is_of_it) else { continue };
            let entry = object([
                ("adapter", Some(adapter.into())),
                ("direction", Some(it.direction.label().to_lowercase().into())),
                ("host", Some(self.name(it.host).into())),
                ("default", said_flag(self.document, (*id).into(), Property::IsDefault).map(Into::into)),
            ]);
            if !all.contains(&entry) {
                all.push(entry);
            }
        }
        all
    }

    fn sql_server(&self, id: SqlInstanceId) -> Value {
        let Some(sql) = self.document.sql_instances.get(&id) else { return Value::Null };
        let on = match sql.placement {
            SqlPlacement::Standalone(computer) => Some(self.name(computer)),
            SqlPlacement::Clustered(_) => None,
        };
        let (service_pack, update) = (sql.service_pack, sql.cumulative_update);
        let level = if service_pack == 0 { "RTM".to_owned() } else { update_words((service_pack, 0)) };
        let has_level = sql.update_is_stated() && (service_pack, update) != (0, 0);
        let is_placed = !self.document.assumes(id, Property::Host);
        object([
            ("name", Some(self.sql(id).into())),
            ("version", version_of(sql.release).and_then(|it| self.known(id, Property::Release, it))),
            ("level", has_level.then(|| level.into())),
            ("updateLevel", (has_level && update > 0).then(|| update_words((0, update)).into())),
            ("edition", self.known(id, Property::Edition, sql.edition.label())),
            ("clustered", is_placed.then(|| on.is_none().into())),
            ("computer", on.filter(|_| is_placed).map(Into::into)),
            ("agentRunning", self.known(id, Property::Agent, sql.agent_running)),
            ("port", sql.port.map(Into::into)),
        ])
    }

    fn cluster(&self, cluster: &FailoverCluster) -> Value {
        let all = self.document.resource_groups.iter();
        let groups = all.filter(|(_, it)| {
            self.document.failover_clusters.get(&it.failover_cluster).is_some_and(|it| std::ptr::eq(it, cluster))
        });
        object([
            ("name", Some(cluster.name.clone().into())),
            ("witness", cluster.witness.map(|it| witness_word(it).into())),
            ("nodes", Some(cluster.computers().map(|it| self.name(it)).collect())),
            ("groups", Some(groups.map(|(id, it)| self.resource_group(*id, it)).collect())),
        ])
    }

    fn resource_group(&self, id: ResourceGroupId, group: &ClusterResourceGroup) -> Value {
        let mut resources: Vec<Value> = group.resources.keys().filter_map(|it| Self::resource(*it, group)).collect();
        let of_group = |it: &SqlInstanceId| {
            self.document.sql_instances.get(it).is_some_and(|it| it.placement == SqlPlacement::Clustered(id))
        };
        for sql in self.document.sql_instances.keys().filter(|it| of_group(it)) {
            resources.push(json!({"type": "SQL Server", "sqlServer": self.sql(*sql)}));
        }
        object([
            ("name", Some(group.name.clone().into())),
            ("owner", group.runs_on().map(|it| self.name(it).into())),
            ("resources", Some(resources.into())),
        ])
    }

    fn resource(kind: ResourceKind, group: &ClusterResourceGroup) -> Option<Value> {
        let (word, service) = resource_words(kind)?;
        let name = (kind == ResourceKind::NetworkName && is_network_name(&group.name)).then(|| group.name.clone());
        Some(object([
            ("type", Some(word.into())),
            ("service", (!service.is_empty()).then(|| service.into())),
            ("networkName", name.map(Into::into)),
        ]))
    }

    fn availability_groups(&self) -> Vec<Value> {
        let all = self.document.availability_groups.iter();
        all.map(|(id, it)| {
            let own = self.document.databases.values().filter(|of| of.availability_group == Some(*id));
            let databases: Vec<&str> = own.map(physical_name).collect();
            self.availability_group(it, &databases)
        })
        .collect()
    }

    fn availability_group(&self, group: &AvailabilityGroup, databases: &[&str]) -> Value {
        let replicas = group.replicas.iter().enumerate().map(|(at, it)| {
            json!({
                "server": self.sql(it.sql_instance),
                "primary": at == 0,
                "synchronous": it.commit == CommitMode::Synchronous,
                "automatic": it.failover == FailoverMode::Automatic,
            })
        });
        object([
            ("name", Some(group.name.clone().into())),
            ("listener", group.listener.as_ref().map(|it| it.name.clone().into())),
            ("port", group.listener.as_ref().map(|it| it.port.into())),
            ("replicas", Some(replicas.collect())),
            ("databases", Some(databases.iter().copied().collect())),
        ])
    }
}

const fn witness_word(witness: Witness) -> &'static str {
    match witness {
        Witness::None => "none",
        Witness::Disk => "disk",
        Witness::FileShare(_) => "file share",
        Witness::Cloud => "cloud",
    }
}
