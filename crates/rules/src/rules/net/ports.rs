//! Ports on drawn firewalls: what must pass at run time, in each direction.

use std::collections::{BTreeMap, BTreeSet};

use super::{shipping, tier_of};
use crate::edit::{Edit, Record};
use crate::model::{
    Adapter, ComputerId, DatabaseId, DatabaseKind, Element, EndpointId, EndpointKind, Firewall, FirewallId, HandlerId,
    PortRange, Role, SqlInstanceId, SqlPort, TierId,
};
use crate::prose;
use crate::rules::value::{phrase, text, texts, word};
use crate::rules::{Report, RuleContext, Value};

/// The end point mapper of RPC.
const RPC_MAPPER: PortRange = PortRange { first: 135, last: 135 };
/// The dynamic ports of RPC and MSDTC (`core/ports-for-the-processing-servers`).
const RPC_DYNAMIC: PortRange = PortRange { first: 49152, last: 65535 };
/// File shares.
const SMB: PortRange = single(445);
/// Analysis Services (`core/ports-for-the-processing-servers`, `core/ports-for-the-bam-portal-server`): cubes, and data for
/// analysis; `core/ports-for-the-tracking-server` has 2383 for the first.
const ANALYSIS: [PortRange; 4] = [single(2383), single(2393), single(2725), SMB];

/// What needs a port to be open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// Distributed transactions with SQL Server.
    Msdtc,
    /// Calls of the master secret server.
    MasterSecret,
    /// Whoever reads and writes a database.
    Database(DatabaseId),
    /// Whoever reads and writes cubes of Analysis Services.
    Analysis(DatabaseId),
    /// Whoever reads and writes a database where it is restored at the disaster-recovery site.
    Restored(DatabaseId),
    /// A SQL instance that receives logs: it reads the backup history of the BizTalk group.
    LogShipping,
    /// Backup files, written and read.
    Backups,
    /// A handler.
    Handler(HandlerId),
    /// Clients of the BAM portal.
    Portal,
}

impl From<Need> for Value {
    fn from(need: Need) -> Self {
        match need {
            Need::Msdtc => word("msdtc"),
            Need::MasterSecret => word("master-secret"),
            Need::Database(id) => phrase("sql-server", [id.into()]),
            Need::Analysis(id) => phrase("analysis-services", [id.into()]),
            Need::Restored(id) => phrase("restored", [id.into()]),
            Need::LogShipping => word("log-shipping"),
            Need::Backups => word("backups"),
            Need::Handler(id) => id.into(),
            Need::Portal => word("portal-clients"),
        }
    }
}

/// A TCP port that must be open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Port {
    /// One that is documented or stated, or several in a row.
    Known(PortRange),
    /// Nobody has stated one: the default of SQL Server.
    Default(PortRange),
    /// Nobody has stated one, and the default cannot be meant.
    NotStated,
}

impl Port {
    /// The port of a SQL instance.
    pub(super) const fn of(port: SqlPort) -> Self {
        match port {
            SqlPort::Stated(port) => Self::Known(single(port)),
            SqlPort::Default(port) => Self::Default(single(port)),
            SqlPort::NotStated => Self::NotStated,
        }
    }

    /// The port in figures, if it is known.
    const fn range(self) -> Option<PortRange> {
        match self {
            Self::Known(port) | Self::Default(port) => Some(port),
            Self::NotStated => None,
        }
    }
}

/// Ports that must be open, with what needs them.
type Needs = BTreeMap<PortRange, BTreeSet<Need>>;

/// A computer that calls a tier on some ports, and what for.
pub(super) type Call = (ComputerId, TierId, Vec<Port>, Need);

/// What must pass a firewall: from its calling to its answering side, and back.
#[derive(Default)]
struct Traffic {
    there: Needs,
    back: Needs,
}

/// A firewall as checks of ports see it.
struct Gate<'g> {
    firewall: &'g Firewall,
    traffic: Traffic,
}

impl Gate<'_> {
    /// Notes that computers of one tier call something in another tier on some ports.
    fn calls(&mut self, from: TierId, to: TierId, ports: &[Port], what: Need) {
        let needs = if (from, to) == (self.firewall.from, self.firewall.to) {
            &mut self.traffic.there
        } else if (from, to) == (self.firewall.to, self.firewall.from) {
            &mut self.traffic.back
        } else {
            return;
        };
        for port in ports.iter().filter_map(|it| it.range()) {
            needs.entry(port).or_default().insert(what);
        }
    }

    /// Reports the ports that are closed.
    fn judge(&self, report: &mut Report, id: FirewallId) {
        let missing = closed(&self.traffic.there, &self.firewall.open_ports);
        let missing_back = closed(&self.traffic.back, &self.firewall.open_ports_back);
        if missing.is_empty() && missing_back.is_empty() {
            return;
        }
        let mut opened = self.firewall.clone();
        opened.open_ports.extend(missing.keys());
        opened.open_ports_back.extend(missing_back.keys());
        let ports: BTreeSet<PortRange> = missing.keys().chain(missing_back.keys()).copied().collect();
        let ports: Vec<String> = ports.into_iter().map(figures).collect();
        let mut finding = report
            .finding([Element::from(id), self.firewall.from.into(), self.firewall.to.into()])
            .with("ports", texts(ports.iter().cloned()));
        for (direction, needs) in [("there", missing), ("back", missing_back)] {
            for (port, what) in needs {
                let what = Value::List(what.into_iter().map(Value::from).collect());
                finding = finding.with_about(direction, text(figures(port)), what);
            }
        }
        finding.fix(Edit::put(
            format!("Open TCP {} on {}", prose::list(&ports), self.firewall.name),
            Record::Firewall(id, opened),
        ));
    }
}

/// The figures of a range of ports.
fn figures(port: PortRange) -> String {
    if port.first == port.last { port.first.to_string() } else { format!("{}-{}", port.first, port.last) }
}

/// The needs that no open range covers in full.
fn closed(needs: &Needs, open: &BTreeSet<PortRange>) -> Needs {
    needs.iter().filter(|(port, _)| !is_open(**port, open)).map(|(port, what)| (*port, what.clone())).collect()
}

/// Whether open ranges cover a range together; they are in the order of their first ports.
fn is_open(port: PortRange, open: &BTreeSet<PortRange>) -> bool {
    let mut next = u32::from(port.first);
    for range in open {
        if u32::from(range.first) <= next {
            next = next.max(u32::from(range.last) + 1);
        }
    }
    next > u32::from(port.last)
}

const fn single(port: u16) -> PortRange {
    PortRange { first: port, last: port }
}

/// The computers of SQL instances that hold BizTalk databases.
fn sql_computers(context: &RuleContext<'_>) -> BTreeSet<ComputerId> {
    let holds = context.sql_instances().map(|(id, _)| id).filter(|id| context.holds_databases(*id));
    holds.flat_map(|id| context.sql_owners(id).to_vec()).collect()
}

/// The ports of MSDTC and RPC towards a computer: a fixed one where that is entered.
fn rpc_ports(context: &RuleContext<'_>, computer: ComputerId) -> [Port; 2] {
    let fixed = context.document.computers.get(&computer).and_then(|it| it.dtc_fixed_port);
    [RPC_MAPPER, fixed.map_or(RPC_DYNAMIC, single)].map(Port::Known)
}

/// A port that computers of one tier must reach in another tier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NeededPort {
    /// The tier that calls.
    pub from: TierId,
    /// The tier that answers; `None` = the share for backups, which is not drawn.
    pub to: Option<TierId>,
    /// The TCP port.
    pub port: Port,
    /// What needs them.
    pub needs: BTreeSet<Need>,
}

/// Every port between two tiers that must be open at run time, whether or not a firewall is drawn between them.
pub fn needed_ports(context: &RuleContext<'_>) -> Vec<NeededPort> {
    let mut needed: BTreeMap<(TierId, Option<TierId>, Port), BTreeSet<Need>> = BTreeMap::new();
    let mut need = |from: TierId, to: Option<TierId>, ports: &[Port], what: Need| {
        for port in ports.iter().filter(|_| Some(from) != to) {
            needed.entry((from, to, *port)).or_default().insert(what);
        }
    };
    for (from, to, what) in rpc_pairs(context) {
        let (Some(here), Some(there)) = (tier_of(context, from), tier_of(context, to)) else { continue };
        need(here, Some(there), &rpc_ports(context, to), what);
        need(there, Some(here), &rpc_ports(context, from), what);
    }
    let calls = sql_calls(context).into_iter().chain(adapter_calls(context)).chain(calls_of_configuration(context));
    for (from, to, ports, what) in calls {
        if let Some(here) = tier_of(context, from) {
            need(here, Some(to), &ports, what);
        }
    }
    for (from, to) in portal_clients(context) {
        need(from, Some(to), &[Port::Known(single(443))], Need::Portal);
    }
    for tier in shipping::callers_of_share(context).into_iter().filter_map(|it| tier_of(context, it)) {
        need(tier, None, &[Port::Known(SMB)], Need::Backups);
    }
    needed.into_iter().map(|((from, to, port), needs)| NeededPort { from, to, port, needs }).collect()
}

/// DTC-005: one finding per firewall between BizTalk computers and SQL Server, or between Enterprise SSO servers and
/// the master secret server, that blocks RPC in one direction.
pub(super) fn rpc_passes(context: &RuleContext<'_>, report: &mut Report) {
    if context.document.firewalls.is_empty() {
        return report.idle("no-firewall");
    }
    let pairs = rpc_pairs(context);
    for (id, firewall) in &context.document.firewalls {
        let mut gate = Gate { firewall, traffic: Traffic::default() };
        for (from, to, what) in &pairs {
            let (Some(here), Some(there)) = (tier_of(context, *from), tier_of(context, *to)) else { continue };
            gate.calls(here, there, &rpc_ports(context, *to), *what);
            gate.calls(there, here, &rpc_ports(context, *from), *what);
        }
        gate.judge(report, *id);
    }
}

/// Which computers talk to which over RPC, and what for: BizTalk computers to SQL Server, Enterprise SSO servers to the
/// master secret server; and whatever log shipping adds.
fn rpc_pairs(context: &RuleContext<'_>) -> Vec<(ComputerId, ComputerId, Need)> {
    let runtime: Vec<ComputerId> = context.computers_with(Role::BizTalkRuntime).collect();
    let secret: Vec<ComputerId> =
        context.document.computers.keys().copied().filter(|id| context.document.may_hold_master_secret(*id)).collect();
    let callers: BTreeSet<ComputerId> = runtime.iter().copied().chain(context.computers_with(Role::EntSso)).collect();
    let sql = sql_computers(context);
    let to_sql = runtime.iter().flat_map(|from| sql.iter().map(move |to| (*from, *to, Need::Msdtc)));
    let to_secret = callers.iter().flat_map(|from| secret.iter().map(move |to| (*from, *to, Need::MasterSecret)));
    let all = to_sql.chain(to_secret).chain(shipping::rpc_pairs(context));
    all.filter(|(from, to, _)| from != to).collect()
}

/// NET-004: one finding per firewall that blocks a port which is needed at run time.
pub(super) fn run_time_ports_are_open(context: &RuleContext<'_>, report: &mut Report) {
    if context.document.firewalls.is_empty() {
        return report.idle("no-firewall");
    }
    let calls: Vec<Call> = sql_calls(context).into_iter().chain(adapter_calls(context)).collect();
    for (id, firewall) in &context.document.firewalls {
        let mut gate = Gate { firewall, traffic: Traffic::default() };
        for (from, to, ports, what) in &calls {
            if let Some(here) = tier_of(context, *from) {
                gate.calls(here, *to, ports, *what);
            }
        }
        for (from, to) in portal_clients(context) {
            // One of both is enough; where neither is open, the encrypted one is asked for.
            let open = [80, 443].into_iter().find(|port| is_open(single(*port), &firewall.open_ports));
            gate.calls(from, to, &[Port::Known(single(open.unwrap_or(443)))], Need::Portal);
        }
        gate.judge(report, *id);
    }
}

/// Who reaches the databases of BAM that no host instance needs: people, and the configuration
/// (`core/ports-for-the-tracking-server`). NET-004 does not ask for it, and documents disagree on the port of Analysis
/// Services.
fn calls_of_configuration(context: &RuleContext<'_>) -> Vec<Call> {
    let callers = |roles: &[Role]| roles.iter().flat_map(|role| context.computers_with(*role)).collect::<BTreeSet<_>>();
    let mut calls = Vec::new();
    for (id, database) in &context.document.databases {
        let (roles, ports, need): (&[Role], Vec<Port>, Need) = match database.kind {
            kind if kind.is_analysis() => {
                (&[Role::BizTalkRuntime, Role::BamPortal], ANALYSIS.map(Port::Known).to_vec(), Need::Analysis(*id))
            }
            DatabaseKind::BamArchive | DatabaseKind::BamStarSchema => {
                let port = port_of(context, database.sql_instance, *id);
                (&[Role::BizTalkRuntime], vec![port], Need::Database(*id))
            }
            _ => continue,
        };
        let owners = context.sql_owners(database.sql_instance).iter();
        for tier in owners.filter_map(|it| tier_of(context, *it)) {
            calls.extend(callers(roles).into_iter().map(|from| (from, tier, ports.clone(), need)));
        }
    }
    calls
}

/// Who reads and writes which databases over the network.
fn sql_calls(context: &RuleContext<'_>) -> Vec<Call> {
    let mut calls = Vec::new();
    for (id, database) in &context.document.databases {
        if database.kind.is_analysis() {
            continue;
        }
        let callers: BTreeSet<ComputerId> =
            roles_that_use(database.kind).iter().flat_map(|role| context.computers_with(*role)).collect();
        let port = port_of(context, database.sql_instance, *id);
        for owner in context.sql_owners(database.sql_instance) {
            let Some(tier) = tier_of(context, *owner) else { continue };
            calls.extend(callers.iter().map(|from| (*from, tier, vec![port], Need::Database(*id))));
        }
    }
    calls.extend(shipping::sql_calls(context));
    calls
}

/// The roles whose computers connect to a database at run time (section "Ports between tiers" of the rule catalogue).
pub(super) fn roles_that_use(kind: DatabaseKind) -> &'static [Role] {
    match kind {
        DatabaseKind::Sso => &[Role::BizTalkRuntime, Role::EntSso, Role::BamPortal],
        DatabaseKind::Management | DatabaseKind::MessageBox | DatabaseKind::Tracking | DatabaseKind::RuleEngine => {
            &[Role::BizTalkRuntime, Role::BamPortal, Role::AdminTools]
        }
        DatabaseKind::Custom => &[Role::BizTalkRuntime],
        DatabaseKind::BamPrimaryImport => &[Role::BizTalkRuntime, Role::AdminTools],
        _ => &[],
    }
}

/// The port under which a database is reached: that of its availability group listener, else of its SQL instance.
fn port_of(context: &RuleContext<'_>, sql: SqlInstanceId, database: DatabaseId) -> Port {
    let group = context.document.databases.get(&database).and_then(|it| it.availability_group);
    let listener = group.and_then(|id| context.document.availability_groups.get(&id)?.listener.as_ref());
    listener.map_or_else(|| Port::of(context.document.port_of_sql(sql)), |it| Port::Known(single(it.port)))
}

/// Which endpoints the computers of hosts call with their adapters.
fn adapter_calls(context: &RuleContext<'_>) -> Vec<Call> {
    let mut calls = Vec::new();
    for (id, handler) in &context.document.handlers {
        let endpoint = handler.endpoint.and_then(|id| Some((id, context.document.endpoints.get(&id)?)));
        let Some((endpoint_id, endpoint)) = endpoint else { continue };
        let ports: Vec<Port> =
            adapter_ports(handler.adapter, endpoint.kind).iter().map(|it| Port::Known(single(*it))).collect();
        let tier = tier_of_endpoint(context, endpoint_id);
        for from in context.servers(handler.host) {
            calls.push((*from, tier.unwrap_or(endpoint.slot.tier), ports.clone(), Need::Handler(*id)));
        }
    }
    calls
}

/// The tier of an endpoint: that of its computer where one is drawn.
fn tier_of_endpoint(context: &RuleContext<'_>, id: EndpointId) -> Option<TierId> {
    let endpoint = context.document.endpoints.get(&id)?;
    endpoint.computer.and_then(|it| tier_of(context, it)).or(Some(endpoint.slot.tier))
}

/// The ports of an adapter, as far as the documents name them (`core/ports-for-the-receive-and-send-servers`).
const fn adapter_ports(adapter: Adapter, endpoint: EndpointKind) -> &'static [u16] {
    match (adapter, endpoint) {
        (Adapter::File, _) => &[445],
        (Adapter::Ftp, _) => &[20, 21],
        (Adapter::Pop3, _) => &[110],
        (Adapter::Smtp, _) => &[25],
        (Adapter::Msmq, _) => &[1801],
        (Adapter::SqlLegacy | Adapter::WcfSql, EndpointKind::ExternalDatabase) => &[1433],
        _ => &[],
    }
}

/// The tiers of clients with a drawn connection to a BAM portal, with the tier of the portal.
fn portal_clients(context: &RuleContext<'_>) -> Vec<(TierId, TierId)> {
    let portal = |element: Element| match element {
        Element::Computer(id) if context.has_role(id, Role::BamPortal) => tier_of(context, id),
        _ => None,
    };
    let client = |element: Element| match element {
        Element::Endpoint(id) => context.document.endpoints.get(&id).map(|it| it.slot.tier),
        _ => None,
    };
    context.document.connections.values().filter_map(|it| Some((client(it.from)?, portal(it.to)?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::rules::{check_fix, check_rule, facts_of, messages_of};

    const TIERS: &str = "
        tier Data
        computer B biztalk
        computer S in Data
        sql ONE on S
        databases ONE management\n";

    fn wall(there: &str, back: &str) -> String {
        format!("{TIERS}firewall FW on Tier1 to Data open_ports=[{there}] open_ports_back=[{back}]")
    }

    const RPC: &str = r#"{"first":135,"last":135},{"first":49152,"last":65535}"#;

    #[test]
    fn dtc_005_wants_rpc_in_both_directions() {
        check_rule("DTC-005", &wall(RPC, RPC));
        for (there, back) in [(RPC, ""), ("", RPC), (r#"{"first":135,"last":135}"#, RPC)] {
            let blocked = format!("{} #! DTC-005", wall(there, back));
            check_rule("DTC-005", &blocked);
            check_fix("DTC-005", &blocked);
        }
        check_rule("DTC-005", TIERS);
    }

    #[test]
    fn dtc_005_accepts_a_fixed_port() {
        let fixed = r#"{"first":135,"last":135},{"first":20001,"last":20001}"#;
        let ports = "attr B dtc_fixed_port=20001\nattr S dtc_fixed_port=20001";
        check_rule("DTC-005", &format!("{}\n{ports}", wall(fixed, fixed)));
    }

    #[test]
    fn net_004_wants_the_port_of_the_sql_instance() {
        let sql = r#"{"first":1433,"last":1433}"#;
        check_rule("NET-004", &wall(sql, ""));
        check_fix("NET-004", &wall(RPC, RPC));
        check_rule("NET-004", &format!("{} #! NET-004", wall(RPC, RPC)));
        check_rule("NET-004", &format!("{} #! NET-004\nattr ONE port=1500", wall(sql, RPC)));
        check_rule("NET-004", TIERS);
    }

    #[test]
    fn net_004_knows_the_ports_of_adapters() {
        let text = "
            tier Out
            computer B biztalk
            host R receive on B
            endpoint FTP1 ftp-server in Out
            handler R ftp receive endpoint=@FTP1
            firewall FW on Tier1 to Out open_ports=[{\"first\":21,\"last\":21}] #! NET-004";
        check_rule("NET-004", text);
        assert_eq!(messages_of("NET-004", text)[0], "Firewall FW blocks TCP 20");
    }

    /// Facts as label and value.
    fn facts(id: &str, text: &str) -> Vec<(String, String)> {
        facts_of(id, text).concat()
    }

    fn owned(facts: &[(&str, &str)]) -> Vec<(String, String)> {
        facts.iter().map(|(label, value)| ((*label).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn dtc_005_names_all_that_needs_a_port() {
        let text = wall("", RPC).replace("computer S in", "computer S master-secret in");
        assert_eq!(messages_of("DTC-005", &text), ["Firewall FW blocks TCP 135, 49152-65535"]);
        let needs = "MSDTC with SQL Server; RPC with the master secret server";
        let ports = [("Tier1 to Data, TCP 135", needs), ("Tier1 to Data, TCP 49152-65535", needs)];
        assert_eq!(facts("DTC-005", &text), owned(&ports));
    }

    #[test]
    fn net_004_names_what_needs_a_port_in_the_order_of_words_and_each_once() {
        let text = "
            tier Data
            computer B biztalk
            computer S in Data
            computer P bam-portal in Data
            sql ONE on S
            databases ONE management
            host R receive on B
            endpoint DB external-database in Data
            handler R wcf-sql receive endpoint=@DB
            handler R wcf-sql receive endpoint=@DB
            endpoint CLIENT intranet-client
            connect CLIENT to P
            firewall FW on Tier1 to Data #! NET-004";
        check_rule("NET-004", text);
        let facts_by_port = [
            ("Tier1 to Data, TCP 443", "clients of the BAM portal"),
            ("Tier1 to Data, TCP 1433", "SQL Server for management; WCF-SQL receive handler of R"),
        ];
        assert_eq!(facts("NET-004", text), owned(&facts_by_port));
        let one_port = format!("{text}\nattr ONE port=443");
        let facts_of_one_port = [
            ("Tier1 to Data, TCP 443", "SQL Server for management; clients of the BAM portal"),
            ("Tier1 to Data, TCP 1433", "WCF-SQL receive handler of R"),
        ];
        assert_eq!(facts("NET-004", &one_port), owned(&facts_of_one_port));
        assert_eq!(messages_of("NET-004", &one_port), ["Firewall FW blocks TCP 443, 1433"]);
    }

    #[test]
    fn several_ranges_open_a_range_together() {
        let open = BTreeSet::from([PortRange { first: 100, last: 150 }, PortRange { first: 151, last: 200 }]);
        assert!(is_open(PortRange { first: 120, last: 180 }, &open));
        assert!(!is_open(PortRange { first: 120, last: 201 }, &open));
        assert!(!is_open(PortRange { first: 99, last: 120 }, &open));
    }
}
