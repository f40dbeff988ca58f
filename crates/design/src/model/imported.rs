//! What exports of a running environment say about the elements of a design, with file and line of each statement.

use std::cell::OnceCell;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::words::words;
use super::{Database, Document, Element, HostId, HostKind, Role, SqlPlacement};

words! {
    /// What an export can say about an element.
    Property {
        /// That it is there, under this name.
        Exists = "found",
        /// In-process or isolated.
        Kind = "type",
        /// Whether a host tracks.
        Tracking = "tracking",
        /// Whether a host runs as a 32-bit process only.
        Only32Bit = "32-bit only",
        /// Whether a host is trusted to collect authentication information.
        Trusted = "trusted",
        /// Whether it is the default one: of the BizTalk group, or of the adapter for a send handler.
        IsDefault = "default",
        /// Longest interval between two polls for messages, in milliseconds.
        MessagingPolling = "polling interval for messages in ms",
        /// Longest interval between two polls for orchestrations, in milliseconds.
        OrchestrationPolling = "polling interval for orchestrations in ms",
        /// The cluster resource group of a clustered host.
        ClusterGroup = "cluster resource group",
        /// Whether it may start, or is switched on.
        Enabled = "enabled",
        /// Whether a send port keeps the order of messages.
        Ordered = "ordered delivery",
        /// The adapter of a port.
        Adapter = "adapter",
        /// The host that serves a port.
        Host = "host",
        /// How many send ports use a handler.
        SendPorts = "send ports",
        /// How many of them are backup transports.
        BackupTransports = "backup transports",
        /// How many receive locations use a handler, enabled ones first.
        ReceiveLocations = "receive locations",
        /// How many orchestrations are bound to a host.
        Orchestrations = "orchestrations",
        /// The SQL Server that carries a database.
        Server = "SQL Server",
        /// The name of a database or of a listener.
        Name = "name",
        /// Whether a MessageBox is the master.
        Master = "master MessageBox",
        /// Whether new message publication is disabled.
        PublicationDisabled = "new message publication disabled",
        /// The master secret server.
        MasterSecret = "master secret server",
        /// Whether global tracking is on.
        GlobalTracking = "global tracking",
        /// The release of a product.
        Release = "release",
        /// The edition of a product.
        Edition = "edition",
        /// The cumulative update.
        Update = "cumulative update",
        /// The operating system.
        OperatingSystem = "operating system",
        /// The Active Directory domain.
        Domain = "domain",
        /// Processor cores.
        Cores = "processor cores",
        /// Memory in GB.
        Memory = "memory in GB",
        /// A TCP port.
        Port = "port",
        /// The quorum witness.
        Witness = "quorum witness",
        /// The node or the replica that is active.
        Active = "active",
        /// All nodes of a failover cluster.
        Nodes = "nodes",
        /// All databases of an availability group.
        Members = "databases",
        /// The account of a service.
        Account = "service account",
        /// Whether SQL Server Agent runs.
        Agent = "SQL Server Agent",
        /// Whether a replica commits synchronously.
        Synchronous = "synchronous commit",
        /// Whether a replica fails over automatically.
        Automatic = "automatic failover",
        /// Who holds the master secret, where nothing was read that says it.
        SecretServer = "who holds the master secret",
        /// Whether a BizTalk group has other hosts than those that were read.
        Hosts = "other hosts",
        /// Whether a BizTalk group has other computers than those that were read.
        Computers = "other computers",
        /// Whether hosts of a BizTalk group have instances, where none was read.
        Instances = "host instances",
        /// Whether a host receives, processes or sends, where nothing was read that says it.
        Functions = "what the host does",
        /// Whether Internet Information Services runs on a computer.
        Iis = "IIS",
        /// Whether load balancers stand before computers of a BizTalk group, of which no export speaks.
        LoadBalancers = "load balancers",
        /// Whether a failover cluster has more nodes and resources, where none of its resources was read.
        Cluster = "other nodes and resources",
        /// Whether an availability group has DTC support for each of its databases.
        DtcSupport = "DTC support for each database",
        /// Whether a BizTalk group has other databases than those that are drawn: exports name them without saying where
        /// they are, or none that was read names them all.
        Databases = "other databases",
        /// Which features are configured on a computer, where none of its own exports says it.
        Configured = "what else is configured",
        /// What the binding of a WCF-Custom receive location does.
        Binding = "what its binding does",
    }
}

/// A statement of an export about an element, or what the design assumes because no export says it. Several statements
/// about one detail contradict each other; beside them stands what the design holds as long as nobody has decided.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Imported {
    /// The element it is about.
    pub element: Element,
    /// What it says about it.
    pub property: Property,
    /// The value in words, as the export has it, or as the design assumes it because no export says it; empty for what
    /// somebody has answered, and for what the design leaves open.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub value: String,
    /// Name of the file, without its folder; empty when the value is assumed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub file: String,
    /// Line in the file, counted from 1; 0 when the value is assumed.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub line: u32,
}

impl Imported {
    /// Where it stands: `hosts.tsv, line 3`; `None` = nowhere, the design assumes it.
    pub fn place(&self) -> Option<String> {
        (!self.is_assumed()).then(|| format!("{}, line {}", self.file, self.line))
    }

    /// Whether no export says it.
    pub fn is_assumed(&self) -> bool {
        self.file.is_empty()
    }
}

/// What a design holds of a detail that exports can leave open, in words; `None` = it is none of these, or does not arise.
pub fn held(document: &Document, element: Element, property: Property) -> Option<String> {
    let flag = |is_so: bool| if is_so { "yes" } else { "no" };
    if let Some(lacking) = lacking(document, element, property) {
        return Some(lacking);
    }
    let word = match (element, property) {
        (Element::Environment, Property::Release) => document.environment.biztalk_release.label(),
        (Element::Environment, Property::Edition) => document.environment.biztalk_edition.label(),
        (Element::Environment, Property::GlobalTracking) => flag(document.environment.global_tracking),
        (Element::SqlInstance(id), property) => {
            let sql = document.sql_instances.get(&id)?;
            match (property, sql.placement) {
                (Property::Release, _) => sql.release.label(),
                (Property::Edition, _) => sql.edition.label(),
                (Property::Host, SqlPlacement::Standalone(_)) => "a computer",
                (Property::Agent, _) => flag(sql.agent_running),
                _ => return None,
            }
        }
        (Element::AvailabilityGroup(id), Property::DtcSupport) => {
            flag(document.availability_groups.get(&id)?.per_database_dtc)
        }
        (Element::Host(id), Property::Kind) => match document.hosts.get(&id)?.kind {
            HostKind::Isolated => "Isolated",
            HostKind::InProcess => "InProcess",
        },
        (Element::Host(id), Property::Tracking) => flag(document.hosts.get(&id)?.allow_tracking),
        (Element::HostInstance(id), Property::Enabled) => flag(document.host_instances.get(&id)?.enabled),
        (Element::Handler(id), Property::Ordered) => flag(document.handlers.get(&id)?.ordered),
        (Element::Database(id), Property::Master) => flag(document.databases.get(&id)?.is_master),
        (Element::Database(id), Property::PublicationDisabled) => {
            flag(document.databases.get(&id)?.publication_disabled)
        }
        _ => return None,
    };
    Some(word.to_owned())
}

/// What the design lacks because no export that was read can say it; `None` = it is there by now, or does not arise. What
/// may be incomplete is counted, so that it counts as answered once something is added.
fn lacking(document: &Document, element: Element, property: Property) -> Option<String> {
    let none = |is_lacking: bool| is_lacking.then(|| "none".to_owned());
    match (element, property) {
        (Element::Environment, Property::SecretServer) => none(document.master_secret_servers().is_empty()),
        (Element::Computer(id), Property::Iis) => none(!document.computers.get(&id)?.roles.contains(&Role::Iis)),
        (Element::Host(id), Property::Functions) => {
            let host = document.hosts.get(&id)?;
            let works = !host.functions.is_empty()
                || !host.orchestrations.is_empty()
                || host.allow_tracking
                || document.handlers.values().any(|it| it.host == id);
            none(!works)
        }
        (Element::BizTalkGroup(id), Property::Instances) => {
            let of_group = |host: &HostId| document.hosts.get(host).is_some_and(|it| it.biztalk_group == id);
            none(!document.host_instances.values().any(|it| of_group(&it.host)))
        }
        (Element::BizTalkGroup(id), Property::Hosts) => {
            Some(document.hosts.values().filter(|it| it.biztalk_group == id).count().to_string())
        }
        (Element::BizTalkGroup(_), Property::LoadBalancers) => Some(document.load_balancers.len().to_string()),
        (Element::FailoverCluster(id), Property::Cluster) => {
            let nodes = document.failover_clusters.get(&id)?.nodes.len();
            let groups = document.resource_groups.values().filter(|it| it.failover_cluster == id);
            Some((nodes + groups.map(|it| 1 + it.resources.len()).sum::<usize>()).to_string())
        }
        (Element::BizTalkGroup(id), Property::Databases) => {
            let of_group = |it: &&Database| it.biztalk_group.is_none_or(|own| own == id);
            Some(document.databases.values().filter(of_group).count().to_string())
        }
        (Element::Computer(id), Property::Configured) => {
            let configured = [Role::BamPortal, Role::RuleEngineUpdate, Role::BizTalkTms];
            let roles = &document.computers.get(&id)?.roles;
            Some(configured.iter().filter(|it| roles.contains(it)).count().to_string())
        }
        (Element::BizTalkGroup(id), Property::Computers) => {
            Some(document.computers.values().filter(|it| it.biztalk_groups.contains(&id)).count().to_string())
        }
        _ => None,
    }
}

impl Document {
    /// What the design holds because no export said otherwise, or because exports contradict each other, and nobody has
    /// confirmed or changed since.
    pub fn assumptions(&self) -> impl Iterator<Item = (Element, Property)> + '_ {
        let num_sides: OnceCell<FxHashMap<(Element, Property), usize>> = OnceCell::new();
        let is_contradicted = move |of: (Element, Property)| {
            let count = || {
                let mut sides = FxHashMap::default();
                for it in self.imported.iter().filter(|it| !it.is_assumed()) {
                    *sides.entry((it.element, it.property)).or_default() += 1;
                }
                sides
            };
            num_sides.get_or_init(count).get(&of).is_some_and(|sides| *sides > 1)
        };
        let open = self.imported.iter().filter(move |it| self.holds(it, &is_contradicted));
        open.map(|it| (it.element, it.property))
    }

    /// Whether the design still holds what it assumes.
    fn holds(&self, assumed: &Imported, is_contradicted: impl Fn((Element, Property)) -> bool) -> bool {
        assumed.is_assumed()
            && match held(self, assumed.element, assumed.property) {
                Some(now) => now == assumed.value,
                // Of what cannot be looked up only an answer says that it is decided.
                None => !assumed.value.is_empty() && is_contradicted((assumed.element, assumed.property)),
            }
    }

    /// What exports state about a detail; more than one value contradict each other.
    pub fn sides(&self, element: Element, property: Property) -> impl Iterator<Item = &Imported> + '_ {
        self.imported.iter().filter(move |it| (it.element, it.property) == (element, property) && !it.is_assumed())
    }

    /// Whether a detail is assumed and open.
    pub fn assumes(&self, element: impl Into<Element>, property: Property) -> bool {
        let wanted = (element.into(), property);
        let is_contradicted = |(element, property)| self.sides(element, property).nth(1).is_some();
        self.imported.iter().any(|it| (it.element, it.property) == wanted && self.holds(it, is_contradicted))
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_zero(line: &u32) -> bool {
    *line == 0
}

/// The places in exports on which statements about an element rest, sorted; empty for what was drawn.
pub fn places(imported: &[Imported], element: Element) -> Vec<String> {
    let mut places: Vec<(&str, u32)> = imported
        .iter()
        .filter(|it| it.element == element && !it.is_assumed())
        .map(|it| (it.file.as_str(), it.line))
        .collect();
    places.sort_unstable();
    places.dedup();
    places.iter().map(|(file, line)| format!("{file}, line {line}")).collect()
}
