//! The content of a card: what a computer, a load balancer or an endpoint says about itself.

use super::Detail;
use super::flow::{CardRow, Entry, set};
use super::part::Plan;
use crate::model::index::{Carried, Index};
use crate::model::queries::ComputerKind;
use crate::model::{
    ComputerId, Element, EndpointId, EndpointKind, HostInstanceId, HostKind, LoadBalancerId, LoadBalancerKind,
    ResourceKind, Role, SqlInstanceId,
};
use crate::scene::{IconKind, Ink, nodes};

/// Longest list on a card; a longer one ends in "+n more".
const MAX_ENTRIES: usize = 8;

/// The card of an element that stands in a slot; an empty one for anything else.
pub(crate) fn card(index: &Index<'_>, element: Element, detail: Detail) -> Plan {
    match element {
        Element::Computer(id) => set(&computer_rows(index, id, detail)),
        Element::LoadBalancer(id) => set(&balancer_rows(index, id)),
        Element::Endpoint(id) => set(&endpoint_rows(index, id)),
        _ => Plan::default(),
    }
}

/// Icon, ink and tint of a computer, wherever it is shown.
pub const fn computer_look(kind: ComputerKind) -> (IconKind, Ink, Ink) {
    match kind {
        ComputerKind::BizTalk => (IconKind::BizTalkServer, Ink::RoleBizTalk, Ink::RoleBizTalkSoft),
        ComputerKind::Sql => (IconKind::SqlServer, Ink::RoleSql, Ink::RoleSqlSoft),
        ComputerKind::MasterSecret => (IconKind::MasterSecretServer, Ink::RoleSso, Ink::RoleSsoSoft),
        ComputerKind::DomainController => infrastructure(IconKind::DomainController),
        ComputerKind::Perimeter => infrastructure(IconKind::ReverseProxy),
        ComputerKind::FileServer => infrastructure(IconKind::FileShare),
        ComputerKind::Other => infrastructure(IconKind::Computer),
    }
}

const fn infrastructure(icon: IconKind) -> (IconKind, Ink, Ink) {
    (icon, Ink::RoleInfrastructure, Ink::RoleInfrastructureSoft)
}

/// What a computer is, in words; a computer that is a node of no failover cluster is no "node".
pub(crate) fn role_words(index: &Index<'_>, id: ComputerId) -> &'static str {
    let (kind, on) = (index.kind(id), index.on(id));
    match kind {
        ComputerKind::Other if index.document.has_role(id, Role::EntSso) => "Enterprise SSO server",
        ComputerKind::Sql if on.failover_cluster.is_none() => "SQL Server",
        ComputerKind::MasterSecret if on.failover_cluster.is_some() => "Master secret node",
        other => other.label(),
    }
}

fn computer_rows(index: &Index<'_>, id: ComputerId, detail: Detail) -> Vec<CardRow> {
    let Some(computer) = index.document.computers.get(&id) else { return Vec::new() };
    let (kind, on) = (index.kind(id), index.on(id));
    let (icon, ink, soft) = computer_look(kind);
    let role = role_words(index, id).to_owned();
    let mut rows = vec![CardRow::Header { icon, ink, soft, name: computer.name.clone(), role }];
    if let Some(active) = node_state(index, id) {
        rows.push(state_row(active, if kind == ComputerKind::BizTalk { "SQL Server " } else { "" }));
    }
    if detail == Detail::Compact {
        return rows;
    }
    if all_off(index, on) {
        let (ink, soft) = (Ink::Passive, Ink::RoleInfrastructureSoft);
        rows.push(CardRow::State { icon: IconKind::Passive, text: "All disabled".to_owned(), ink, soft });
    }
    let mut sql = sql_rows(index, on);
    sql.extend(standby_rows(index, on));
    let lists = [host_rows(index, on), sql];
    for list in lists.into_iter().filter(|list| !list.is_empty()) {
        rows.push(CardRow::Rule);
        rows.extend(list);
    }
    let tags = role_tags(index, id);
    if !tags.is_empty() && rows.len() <= 2 {
        rows.push(CardRow::Rule);
    }
    rows.extend(tags);
    rows
}

/// Whether a node of a failover cluster that runs SQL Server or the master secret is active; `None` for others.
pub(crate) fn node_state(index: &Index<'_>, id: ComputerId) -> Option<bool> {
    let cluster = index.on(id).failover_cluster?;
    let runs = index.resource_groups_of(cluster).iter().any(|group| {
        let sso = index.document.resource_groups.get(group).is_some_and(|it| it.has(ResourceKind::EntSso));
        sso || !index.sql_in(*group).is_empty()
    });
    if runs { nodes::is_active(index, cluster, id) } else { None }
}

fn state_row(active: bool, prefix: &str) -> CardRow {
    let words =
        |state: &str| if prefix.is_empty() { state.to_owned() } else { format!("{prefix}{}", state.to_lowercase()) };
    if active {
        CardRow::State { icon: IconKind::Active, text: words("Active"), ink: Ink::Active, soft: Ink::OkSoft }
    } else {
        CardRow::State {
            icon: IconKind::Passive,
            text: words("Passive"),
            ink: Ink::Passive,
            soft: Ink::RoleInfrastructureSoft,
        }
    }
}

fn host_rows(index: &Index<'_>, on: &Carried) -> Vec<CardRow> {
    let all_off = all_off(index, on);
    shortened(&on.host_instances, |id| host_entry(index, *id, all_off))
}

/// Whether the computer has host instances and none of them may start.
fn all_off(index: &Index<'_>, on: &Carried) -> bool {
    let enabled = |id: &HostInstanceId| index.document.host_instances.get(id).is_some_and(|it| it.enabled);
    !on.host_instances.is_empty() && !on.host_instances.iter().any(enabled)
}

fn host_entry(index: &Index<'_>, id: HostInstanceId, said: bool) -> Option<Entry> {
    let instance = index.document.host_instances.get(&id)?;
    let host = index.document.hosts.get(&instance.host);
    let mut tags = Vec::new();
    if let Some(host) = host {
        tags.extend(host.allow_tracking.then(|| "T".to_owned()));
        tags.extend((host.kind == HostKind::Isolated).then(|| "isolated".to_owned()));
        tags.extend(host.clustered_in.is_some().then(|| "clustered".to_owned()));
    }
    tags.extend((!instance.enabled && !said).then(|| "disabled".to_owned()));
    Some(Entry {
        element: Some(Element::HostInstance(id)),
        icon: Some(IconKind::Host),
        ink: Ink::RoleBizTalk,
        text: host.map_or_else(|| "removed host".to_owned(), |it| it.name.clone()),
        strong: false,
        off: !instance.enabled,
        indent: 0.0,
        tags,
    })
}

/// The entries of a list, at most [`MAX_ENTRIES`] lines long.
fn shortened<T>(ids: &[T], entry: impl Fn(&T) -> Option<Entry>) -> Vec<CardRow> {
    let shown = if ids.len() > MAX_ENTRIES { MAX_ENTRIES - 1 } else { ids.len() };
    let mut rows: Vec<CardRow> = ids.iter().take(shown).filter_map(entry).map(CardRow::Entry).collect();
    if ids.len() > shown {
        rows.push(CardRow::Note(format!("+{} more", ids.len() - shown)));
    }
    rows
}

fn sql_rows(index: &Index<'_>, on: &Carried) -> Vec<CardRow> {
    let document = index.document;
    let mut rows = Vec::new();
    for id in &on.active_sql {
        let Some(instance) = document.sql_instances.get(id) else { continue };
        rows.push(CardRow::Entry(Entry {
            element: Some(Element::SqlInstance(*id)),
            icon: Some(IconKind::SqlServer),
            ink: Ink::RoleSql,
            text: instance.name.clone(),
            strong: true,
            off: false,
            indent: 0.0,
            tags: Vec::new(),
        }));
        rows.extend(database_rows(index, *id));
    }
    for (group, primary) in &on.replicas {
        let Some(group) = document.availability_groups.get(group) else { continue };
        let replica = if *primary { "Primary" } else { "Secondary" };
        rows.push(CardRow::Note(format!("{replica} replica of {}", group.name)));
    }
    rows
}

fn database_rows(index: &Index<'_>, id: SqlInstanceId) -> Vec<CardRow> {
    let entry = |id: &crate::model::DatabaseId| {
        let database = index.document.databases.get(id)?;
        let mut tags = Vec::new();
        tags.extend(database.is_master.then(|| "master".to_owned()));
        tags.extend(database.mirrored.then(|| "mirrored".to_owned()));
        Some(Entry {
            element: Some(Element::Database(*id)),
            icon: Some(IconKind::Database),
            ink: Ink::RoleSql,
            text: database.name.clone(),
            strong: false,
            off: false,
            indent: 0.0,
            tags,
        })
    };
    shortened(index.databases_on(id), entry)
}

fn standby_rows(index: &Index<'_>, on: &Carried) -> Vec<CardRow> {
    let document = index.document;
    let sql = on.standby_sql().filter_map(|id| document.sql_instances.get(&id)).map(|it| it.name.as_str());
    let other = on.standby_resource_groups().filter(|id| index.sql_in(*id).is_empty());
    let other = other.filter_map(|id| document.resource_groups.get(&id));
    let other = other.filter(|it| it.has(ResourceKind::EntSso)).map(|it| it.name.as_str());
    let names: Vec<&str> = sql.chain(other).collect();
    if names.is_empty() { Vec::new() } else { vec![CardRow::Note(format!("Standby for {}", names.join(", ")))] }
}

/// Further roles, in few words. Those that the card shows by its icon and lists are left out.
fn role_tags(index: &Index<'_>, id: ComputerId) -> Vec<CardRow> {
    let Some(computer) = index.document.computers.get(&id) else { return Vec::new() };
    let kind = index.kind(id);
    let mut tags: Vec<String> = Vec::new();
    for role in &computer.roles {
        let words = match role {
            Role::MasterSecret if kind != ComputerKind::MasterSecret => "master secret",
            Role::DomainController if kind != ComputerKind::DomainController => "domain controller",
            Role::FileServer if kind != ComputerKind::FileServer => "file server",
            Role::BizTalkRuntime | Role::EntSso | Role::MasterSecret | Role::DomainController | Role::FileServer => {
                continue;
            }
            Role::Iis => "IIS",
            Role::Msmq => "MSMQ",
            Role::MqsAgent => "MQSAgent",
            Role::RuleEngineUpdate => "Rule Engine Update",
            Role::BizTalkTms => "BizTalk TMS",
            Role::AdminTools => "admin tools",
            Role::BamPortal => "BAM portal",
            Role::FtpServer => "FTP server",
            Role::MailServer => "mail server",
            Role::ReverseProxy => "reverse proxy",
            Role::PerimeterWebServer => "web server",
            Role::Monitoring => "monitoring",
        };
        tags.push(words.to_owned());
    }
    if tags.is_empty() { Vec::new() } else { vec![CardRow::Tags(tags)] }
}

fn balancer_rows(index: &Index<'_>, id: LoadBalancerId) -> Vec<CardRow> {
    let Some(balancer) = index.document.load_balancers.get(&id) else { return Vec::new() };
    let role = match balancer.kind {
        LoadBalancerKind::WindowsNlb => "Windows NLB cluster",
        LoadBalancerKind::Other => "Load balancer",
    };
    let (icon, ink, soft) = (IconKind::LoadBalancer, Ink::RoleLoadBalancer, Ink::RoleLoadBalancerSoft);
    vec![CardRow::Header { icon, ink, soft, name: balancer.name.clone(), role: role.to_owned() }]
}

/// The icon of an endpoint, wherever it is shown.
pub const fn endpoint_icon(kind: EndpointKind) -> IconKind {
    match kind {
        EndpointKind::InternetClient | EndpointKind::IntranetClient => IconKind::Client,
        EndpointKind::CloudService => IconKind::Network,
        EndpointKind::PartnerSystem | EndpointKind::SapSystem => IconKind::PartnerSystem,
        EndpointKind::FileShare | EndpointKind::SharePointFarm => IconKind::FileShare,
        EndpointKind::ExternalDatabase => IconKind::Database,
        EndpointKind::FtpServer | EndpointKind::MailServer | EndpointKind::MsmqServer | EndpointKind::MqServer => {
            IconKind::Computer
        }
    }
}

fn endpoint_rows(index: &Index<'_>, id: EndpointId) -> Vec<CardRow> {
    let Some(endpoint) = index.document.endpoints.get(&id) else { return Vec::new() };
    let (ink, soft) = (Ink::RoleExternal, Ink::RoleExternalSoft);
    let role = if endpoint.name == endpoint.kind.label() { String::new() } else { endpoint.kind.label().to_owned() };
    vec![CardRow::Header { icon: endpoint_icon(endpoint.kind), ink, soft, name: endpoint.name.clone(), role }]
}
