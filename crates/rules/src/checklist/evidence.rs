//! What of a design speaks for a row: the elements with where they run.

use std::collections::BTreeSet;

use crate::calendar::Day;
use crate::checklist::catalog::Shows;
use crate::checklist::drawn;
use crate::lifecycle::{LastVersion, Support, Version};
use crate::model::queries::MasterSecretServer;
use crate::model::{
    ComputerId, Database, Direction, Document, Element, HostFunction, HostId, Role, SqlInstanceId, TierId,
};
use crate::prose::uncapitalized;
use crate::rules::{RuleContext, RuleId, versions_in_use};
use crate::sources::stated;

/// What a line of evidence speaks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tone {
    /// A fact of the design.
    Fact,
    /// A fault.
    Fault,
    /// A remark that does not change the answer.
    Note,
    /// A detail that nobody has stated.
    Missing,
}

/// One line of evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// What it speaks for.
    pub tone: Tone,
    /// The line, without a period.
    pub text: String,
    /// The elements it names.
    pub elements: Vec<Element>,
    /// The rule that says so; `None` for a fact.
    pub rule: Option<RuleId>,
}

impl Evidence {
    /// A line that names no element.
    pub(super) fn new(tone: Tone, text: impl Into<String>) -> Self {
        Self { tone, text: text.into(), elements: Vec::new(), rule: None }
    }

    /// A line about elements.
    pub(super) fn about(tone: Tone, text: impl Into<String>, elements: impl IntoIterator<Item = Element>) -> Self {
        Self { elements: elements.into_iter().collect(), ..Self::new(tone, text) }
    }

    fn fact(text: impl Into<String>, elements: impl IntoIterator<Item = Element>) -> Self {
        Self::about(Tone::Fact, text, elements)
    }

    /// A detail as entered, or that it is missing.
    fn stated(label: &str, value: Option<String>) -> Self {
        match value {
            Some(value) => Self::new(Tone::Fact, format!("{label}: {value}")),
            None => Self::new(Tone::Missing, format!("Not stated: {}", uncapitalized(label))),
        }
    }
}

/// The facts a row shows.
pub(super) fn facts(context: &RuleContext<'_>, shows: Shows) -> Vec<Evidence> {
    match shows {
        Shows::Nothing => Vec::new(),
        Shows::Hosts => hosts(context, false),
        Shows::TrackingHosts => hosts(context, true),
        Shows::TrackingCount => tracking_count(context),
        Shows::Databases => databases(context),
        Shows::SqlClusters => clusters(context, true),
        Shows::FailoverClusters => clusters(context, false),
        Shows::SqlNodes => sql_nodes(context),
        Shows::DatabaseStorage => drawn::storage_of_databases(context),
        Shows::MasterSecret => master_secret(context),
        Shows::SecretBackup => secret_backup(context.document, false),
        Shows::OfflineSecretBackup => secret_backup(context.document, true),
        Shows::WebReceivers => drawn::web_receivers(context),
        Shows::BackupShare => backup_share(context.document),
        Shows::BackupJob => backup_job(context.document),
        Shows::RecoverySqlInstances => recovery_sql(context),
        Shows::RecoverySite => recovery_site(context),
        Shows::LogShipping => log_shipping(context),
        Shows::BizTalkServers => computers(context, |id| context.has_role(id, Role::BizTalkRuntime)),
        Shows::LastVersion => last_version(context),
        Shows::Support => support(context),
        Shows::ProductionComputers => computers(context, |_| true),
        Shows::DtcComputers => dtc_computers(context),
    }
}

/// “ends on 2028-04-11”, or “ended on” it where the day of the analysis is later.
fn ends(context: &RuleContext<'_>, day: Day) -> String {
    let verb = if context.today.is_some_and(|today| today > day) { "ended" } else { "ends" };
    format!("{verb} on {day}")
}

/// How long each version in use is supported, and what has none to look at.
fn support(context: &RuleContext<'_>) -> Vec<Evidence> {
    let used = versions_in_use(context);
    if context.today.is_none() || used.is_empty() {
        return Vec::new();
    }
    let mut lines: Vec<Evidence> = Vec::new();
    for it in used {
        let name = format!("{} on {}", it.version.label(), context.names(it.used_by.iter().copied()));
        lines.push(match Support::of(it.version) {
            Some(support) => {
                Evidence::fact(format!("{name}: extended support {}", ends(context, support.extended)), it.used_by)
            }
            None => Evidence::about(Tone::Missing, format!("Not known here: how long {name} is supported"), it.used_by),
        });
    }
    let unknown = context.document.computers.iter().filter(|(_, it)| it.os.is_none()).map(|(id, _)| Element::from(*id));
    let unknown: Vec<Element> = unknown.collect();
    if !unknown.is_empty() {
        let text = format!("Not stated: operating system of {}", context.names(unknown.iter().copied()));
        lines.push(Evidence::about(Tone::Missing, text, unknown));
    }
    lines
}

fn last_version(context: &RuleContext<'_>) -> Vec<Evidence> {
    let Some(last) = LastVersion::of_biztalk() else { return Vec::new() };
    let version = format!("{} is the last version, as announced on {}", last.release.label(), last.announced);
    let support = Support::of(Version::BizTalk(last.release)).map(|it| {
        let (mainstream, extended) = (ends(context, it.mainstream), ends(context, it.extended));
        format!("Mainstream support with cumulative updates {mainstream}; extended support {extended}")
    });
    let successor = format!("Microsoft names {} as its successor", last.successor);
    [Some(version), support, Some(successor)].into_iter().flatten().map(|it| Evidence::new(Tone::Note, it)).collect()
}

/// `NAME on A, B`, or the name alone.
pub(super) fn placed(context: &RuleContext<'_>, element: Element, on: &[ComputerId]) -> Evidence {
    let name = context.name(element);
    let text = if on.is_empty() { name } else { format!("{name} on {}", list(context, on.iter().copied())) };
    Evidence::fact(text, std::iter::once(element).chain(on.iter().map(|id| Element::Computer(*id))))
}

fn list<T: Into<Element>>(context: &RuleContext<'_>, elements: impl IntoIterator<Item = T>) -> String {
    let names: Vec<String> = elements.into_iter().map(|it| context.name(it)).collect();
    names.join(", ")
}

fn yes_no(value: Option<bool>) -> Option<String> {
    value.map(|it| if it { "yes" } else { "no" }.to_owned())
}

fn hosts(context: &RuleContext<'_>, tracking_only: bool) -> Vec<Evidence> {
    let shown = context.hosts().filter(|(_, host)| !tracking_only || host.allow_tracking);
    let line = |(id, host): (HostId, &crate::model::Host)| {
        let computers: Vec<ComputerId> = context.servers(id).iter().copied().collect();
        let mut line = placed(context, id.into(), &computers);
        if host.clustered_in.is_some() {
            line.text.push_str(", clustered");
        }
        line
    };
    let shown = shown.filter(|(id, _)| !context.servers(*id).is_empty());
    let mut lines: Vec<Evidence> = shown.map(line).collect();
    if !tracking_only {
        lines.extend(without_adapters(context));
    }
    lines
}

/// Hosts that receive or send and of which no adapter is drawn that does: whether they must be clustered is open.
fn without_adapters(context: &RuleContext<'_>) -> Option<Evidence> {
    let is_bare = |id: HostId, function: HostFunction, direction: Direction| {
        context.does(id, function) && !context.handlers_of(id).any(|(_, it)| it.direction == direction)
    };
    let bare = context.hosts().filter(|(id, host)| {
        host.clustered_in.is_none()
            && (is_bare(*id, HostFunction::Receive, Direction::Receive)
                || is_bare(*id, HostFunction::Send, Direction::Send))
    });
    let hosts: Vec<Element> = bare.map(|(id, _)| id.into()).collect();
    let text = format!("Not stated: adapters of {}", context.names(hosts.iter().copied()));
    (!hosts.is_empty()).then(|| Evidence::about(Tone::Missing, text, hosts))
}

fn tracking_count(context: &RuleContext<'_>) -> Vec<Evidence> {
    let document = context.document;
    let line = |(id, group): (&crate::model::BizTalkGroupId, &crate::model::BizTalkGroup)| {
        let boxes = context.databases_of(Some(*id), crate::model::DatabaseKind::MessageBox).len();
        let hosts = context.hosts_of(*id).iter();
        let tracking = hosts.filter(|host| document.hosts.get(host).is_some_and(|it| it.allow_tracking));
        let instances: usize = tracking.map(|host| context.instances(*host).len()).sum();
        let text = format!(
            "{}: {} for {}",
            group.name,
            count(instances, "tracking host instance"),
            count(boxes, "MessageBox database")
        );
        Evidence::fact(text, [Element::BizTalkGroup(*id)])
    };
    document.biztalk_groups.iter().map(line).collect()
}

fn count(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

fn databases(context: &RuleContext<'_>) -> Vec<Evidence> {
    let document = context.document;
    let primary = context.sql_instances().filter(|(id, _)| context.is_primary_sql(*id));
    let on_instances = primary.filter_map(|(id, _)| {
        let own = context.databases_on(id).filter(|(_, it)| it.availability_group.is_none());
        database_line(context, id.into(), context.sql_owners(id).to_vec(), own.map(|(_, it)| it).collect())
    });
    let in_groups = document.availability_groups.iter().filter_map(|(id, group)| {
        let owners = group.replicas.iter().flat_map(|it| context.sql_owners(it.sql_instance).iter().copied());
        let databases = context.document.databases_in(*id).map(|(_, it)| it).collect();
        database_line(context, (*id).into(), owners.collect(), databases)
    });
    on_instances.chain(in_groups).collect()
}

fn database_line(
    context: &RuleContext<'_>,
    element: Element,
    on: Vec<ComputerId>,
    databases: Vec<&Database>,
) -> Option<Evidence> {
    let names: Vec<&str> = databases.iter().map(|it| it.name.as_str()).collect();
    let mut line = placed(context, element, &on);
    line.text = format!("{}: {}", line.text, names.join(", "));
    (!names.is_empty()).then_some(line)
}

fn clusters(context: &RuleContext<'_>, only_sql: bool) -> Vec<Evidence> {
    let all = context.document.failover_clusters.keys().copied();
    let shown = all.filter(|id| !only_sql || context.sql_of_cluster(*id).next().is_some());
    shown
        .map(|id| {
            let nodes: Vec<ComputerId> = context.cluster_nodes(id).collect();
            placed(context, id.into(), &nodes)
        })
        .collect()
}

fn sql_nodes(context: &RuleContext<'_>) -> Vec<Evidence> {
    let clusters = context.document.failover_clusters.keys().copied();
    let with_sql = clusters.filter(|id| context.sql_of_cluster(*id).next().is_some());
    with_sql
        .map(|id| {
            let active = |sql: SqlInstanceId| {
                let on = context.sql_active_on(sql).map(|it| format!(" on {}", context.name(it))).unwrap_or_default();
                format!("{}{on}", context.name(sql))
            };
            let active: Vec<String> = context.sql_of_cluster(id).map(active).collect();
            let idle = context.idle_nodes(id);
            let passive = if idle.is_empty() {
                "no passive node".to_owned()
            } else {
                format!("passive: {}", list(context, idle))
            };
            let text = format!("{}: {}; {passive}", context.name(id), active.join(", "));
            let elements = std::iter::once(id.into()).chain(context.cluster_nodes(id).map(Element::from));
            Evidence::fact(text, elements)
        })
        .collect()
}

fn master_secret(context: &RuleContext<'_>) -> Vec<Evidence> {
    let line = |server: MasterSecretServer| match server {
        MasterSecretServer::Computer(computer) => {
            Evidence::fact(format!("Master secret on {}, not clustered", context.name(computer)), [computer.into()])
        }
        MasterSecretServer::Clustered(group) => placed(context, group.into(), &context.possible_owners(group)),
    };
    context.master_secret_servers().into_iter().map(line).collect()
}

fn secret_backup(document: &Document, offline: bool) -> Vec<Evidence> {
    let sso = &document.sso;
    let mut lines = vec![Evidence::stated("Master secret backed up", yes_no(sso.secret_backed_up))];
    if offline && sso.secret_backed_up == Some(true) {
        lines.push(Evidence::stated("Backup kept offline", yes_no(sso.secret_backup_offline)));
    }
    lines
}

fn backup_share(document: &Document) -> Vec<Evidence> {
    let backup = &document.backup;
    let destination = backup.destination.map(|it| it.label().to_owned());
    let mut lines = vec![Evidence::stated("Backup destination", destination)];
    if backup.destination.is_some() {
        lines.push(Evidence::stated("Backup share highly available", yes_no(backup.destination_highly_available)));
    }
    lines
}

fn backup_job(document: &Document) -> Vec<Evidence> {
    let backup = &document.backup;
    let interval = stated(backup.log_interval_minutes.as_ref()).map(|it| format!("every {} minutes", it.value));
    let mut lines = vec![Evidence::stated("Job configured", yes_no(backup.job_configured))];
    if backup.job_configured == Some(true) {
        lines.push(Evidence::stated("Full backup", backup.full_period.map(|it| it.label().to_lowercase())));
        lines.push(Evidence::stated("Log backup", interval));
    }
    lines
}

fn recovery_sql(context: &RuleContext<'_>) -> Vec<Evidence> {
    let at_recovery = context.sql_instances().filter(|(id, _)| !context.is_primary_sql(*id));
    at_recovery.map(|(id, _)| placed(context, id.into(), context.sql_owners(id))).collect()
}

fn recovery_site(context: &RuleContext<'_>) -> Vec<Evidence> {
    let document = context.document;
    let sites = document.sites.iter().filter(|(_, it)| it.kind == crate::model::SiteKind::DisasterRecovery);
    sites
        .map(|(id, site)| {
            let here = |tier: TierId| document.tiers.get(&tier).is_some_and(|it| it.site == *id);
            let computers: Vec<ComputerId> =
                document.computers.iter().filter(|(_, it)| here(it.slot.tier)).map(|(id, _)| *id).collect();
            let text = format!("{}: {}", site.name, context.names(computers.iter().copied()));
            let elements = std::iter::once((*id).into()).chain(computers.into_iter().map(Element::from));
            Evidence::fact(text, elements)
        })
        .collect()
}

fn log_shipping(context: &RuleContext<'_>) -> Vec<Evidence> {
    let ships = context.document.disaster_recovery.ships_to.iter();
    ships
        .map(|(from, to)| {
            let text = format!("{} ships to {}", context.name(*from), context.name(*to));
            Evidence::fact(text, [(*from).into(), (*to).into()])
        })
        .collect()
}

/// The computers of every site that take part in distributed transactions: those with BizTalk Server, Enterprise SSO or the
/// master secret, and those on which SQL Server runs or may run.
fn dtc_computers(context: &RuleContext<'_>) -> Vec<Evidence> {
    const ROLES: [Role; 4] = [Role::BizTalkRuntime, Role::EntSso, Role::MasterSecret, Role::BamPortal];
    let document = context.document;
    let sql: BTreeSet<ComputerId> =
        document.sql_instances.keys().flat_map(|id| document.owners_of_sql(*id).iter().copied()).collect();
    let takes_part = |id: ComputerId| {
        sql.contains(&id) || document.may_hold_master_secret(id) || ROLES.iter().any(|role| context.has_role(id, *role))
    };
    let ids: Vec<ComputerId> = document.computers.keys().copied().filter(|id| takes_part(*id)).collect();
    if ids.is_empty() {
        return Vec::new();
    }
    vec![Evidence::fact(list(context, ids.iter().copied()), ids.iter().copied().map(Element::from))]
}

fn computers(context: &RuleContext<'_>, shown: impl Fn(ComputerId) -> bool) -> Vec<Evidence> {
    let all = context.document.computers.keys().copied();
    let ids: Vec<ComputerId> = all.filter(|id| context.is_primary(*id) && shown(*id)).collect();
    if ids.is_empty() {
        return Vec::new();
    }
    vec![Evidence::fact(list(context, ids.iter().copied()), ids.iter().copied().map(Element::from))]
}
