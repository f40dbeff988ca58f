//! What log shipping needs of the network: who reaches the SQL instances that receive logs, and the share for backups.

use std::collections::BTreeSet;

use super::ports::{Call, Need, Port, roles_that_use};
use super::tier_of;
use crate::model::{BackupDestination, ComputerId, DatabaseKind, DrMode, Role, SqlInstanceId};
use crate::rules::RuleContext;

/// Whether a computer works with the restored databases: those of the disaster-recovery site do, and where name and IP
/// address move to the other cluster the others go on with them, too
/// (`tg/biztalk-server-log-shipping-using-a-windows-cluster-name-and-ip-address`).
fn goes_on(context: &RuleContext<'_>, computer: ComputerId) -> bool {
    swaps(context) || !context.is_primary(computer)
}

fn swaps(context: &RuleContext<'_>) -> bool {
    context.document.disaster_recovery.mode == Some(DrMode::NameAndIpSwap)
}

/// From each SQL instance with BizTalk databases to the one that receives their logs.
fn pairs<'c>(context: &'c RuleContext<'_>) -> impl Iterator<Item = (SqlInstanceId, SqlInstanceId)> + 'c {
    let pairs = context.document.disaster_recovery.ships_to.iter().map(|(from, to)| (*from, *to));
    pairs.filter(|(from, _)| context.holds_databases(*from))
}

/// Which SQL instance reads the backup history of which: the one that receives logs, at the BizTalk Management database
/// (`core/how-to-configure-the-destination-system-for-log-shipping`). After a swap of name and IP address logs are shipped
/// the other way.
fn readers(context: &RuleContext<'_>) -> BTreeSet<(SqlInstanceId, SqlInstanceId)> {
    let ships_to = &context.document.disaster_recovery.ships_to;
    let management: Vec<_> = context.databases_of_kind(DatabaseKind::Management).map(|(_, it)| it).collect();
    let mut readers = BTreeSet::new();
    for (from, to) in pairs(context) {
        let groups: BTreeSet<_> = context.databases_on(from).filter_map(|(_, it)| it.biztalk_group).collect();
        // The SSO database belongs to no BizTalk group and goes with all of them.
        let goes_with = |it: &&&crate::model::Database| {
            groups.is_empty() || it.biztalk_group.is_none_or(|group| groups.contains(&group))
        };
        for database in management.iter().filter(goes_with) {
            readers.insert((to, database.sql_instance));
            if swaps(context) {
                readers.extend(ships_to.get(&database.sql_instance).map(|there| (from, *there)));
            }
        }
    }
    readers
}

/// Who calls which SQL instance: applications the restored databases, and log shipping the backup history.
pub(super) fn sql_calls(context: &RuleContext<'_>) -> Vec<Call> {
    let mut calls = Vec::new();
    let mut call = |from: &BTreeSet<ComputerId>, to: SqlInstanceId, what: Need| {
        let port = Port::of(context.document.port_of_sql(to));
        for tier in context.sql_owners(to).iter().filter_map(|owner| tier_of(context, *owner)) {
            calls.extend(from.iter().map(|from| (*from, tier, vec![port], what)));
        }
    };
    for (from, to) in pairs(context) {
        for (id, database) in context.databases_on(from).filter(|(_, it)| !it.kind.is_analysis()) {
            let callers = roles_that_use(database.kind).iter().flat_map(|role| context.computers_with(*role));
            call(&callers.filter(|it| goes_on(context, *it)).collect(), to, Need::Restored(id));
        }
    }
    for (reader, read) in readers(context) {
        call(&context.sql_owners(reader).iter().copied().collect(), read, Need::LogShipping);
    }
    calls
}

/// Which computers talk over RPC: BizTalk servers with the restored databases, and SQL Server with SQL Server, whose linked
/// server takes part in distributed transactions.
pub(super) fn rpc_pairs(context: &RuleContext<'_>) -> Vec<(ComputerId, ComputerId, Need)> {
    let mut found: BTreeSet<(ComputerId, ComputerId, Need)> = BTreeSet::new();
    for (_, to) in pairs(context) {
        let servers = context.computers_with(Role::BizTalkRuntime).filter(|it| goes_on(context, *it));
        let owners = context.sql_owners(to);
        found.extend(servers.flat_map(|from| owners.iter().map(move |to| (from, *to, Need::Msdtc))));
    }
    for (reader, read) in readers(context) {
        let there = context.sql_owners(read);
        let here = context.sql_owners(reader).iter();
        found.extend(here.flat_map(|from| there.iter().map(move |to| (*from, *to, Need::LogShipping))));
    }
    found.into_iter().collect()
}

/// The computers that write backups to the share for backups, or read them from there; none where no share is known to be
/// needed.
pub(super) fn callers_of_share(context: &RuleContext<'_>) -> BTreeSet<ComputerId> {
    let destination = context.document.backup.destination;
    let sources: BTreeSet<SqlInstanceId> = pairs(context).map(|(from, _)| from).collect();
    if destination == Some(BackupDestination::AzureBlob) || sources.is_empty() {
        return BTreeSet::new();
    }
    let targets = pairs(context).map(|(_, to)| to);
    sources.iter().copied().chain(targets).flat_map(|id| context.sql_owners(id).iter().copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::template;
    use crate::model::{Document, TierId};
    use crate::rules::{NeededPort, PortNeed, needed_ports};
    use crate::testing::rules::{check_fix, check_rule, check_says};

    fn design(key: &str) -> Document {
        template(key).unwrap().document.clone()
    }

    fn needed(document: &Document) -> Vec<NeededPort> {
        needed_ports(&RuleContext::on(document, None))
    }

    /// Whether what a port is needed for is among its needs.
    fn has(it: &NeededPort, wanted: fn(&PortNeed) -> bool) -> bool {
        it.needs.iter().any(wanted)
    }

    const fn is_restored(need: &PortNeed) -> bool {
        matches!(need, PortNeed::Restored(_))
    }

    #[test]
    fn servers_of_the_other_site_reach_the_sql_instances_that_receive_logs() {
        let document = design("dr-one-to-one");
        let primary = |tier: TierId| document.is_primary_tier(tier);
        let ports = needed(&document);
        let restored: Vec<&NeededPort> = ports.iter().filter(|it| has(it, is_restored)).collect();
        assert!(!restored.is_empty() && restored.iter().all(|it| !primary(it.from) && !it.to.is_some_and(primary)));
        let ships = |it: &&NeededPort| has(it, |need| *need == PortNeed::LogShipping);
        let there = |it: &NeededPort| !primary(it.from) && it.to.is_some_and(primary);
        let read: Vec<Port> = ports.iter().filter(ships).filter(|it| there(it)).map(|it| it.port).collect();
        assert!(read.iter().any(|it| matches!(it, Port::Default(_))) && read.len() == 3, "{read:?}");
    }

    #[test]
    fn where_the_name_moves_the_primary_servers_reach_the_other_cluster_and_logs_go_back() {
        let mut document = design("dr-name-swap");
        let crosses = |document: &Document, wanted: fn(&PortNeed) -> bool| {
            let ports = needed(document);
            ports.iter().any(|it| {
                let to_recovery = it.to.is_some_and(|to| !document.is_primary_tier(to));
                document.is_primary_tier(it.from) && to_recovery && it.port == Port::Default(PORT) && has(it, wanted)
            })
        };
        const PORT: crate::model::PortRange = crate::model::PortRange { first: 1433, last: 1433 };
        assert!(crosses(&document, is_restored) && crosses(&document, |it| *it == PortNeed::LogShipping));
        document.disaster_recovery.mode = Some(DrMode::OneToOne);
        assert!(!crosses(&document, is_restored) && !crosses(&document, |it| *it == PortNeed::LogShipping));
    }

    #[test]
    fn the_share_for_backups_is_named_where_logs_are_shipped_by_files() {
        let mut document = design("dr-one-to-one");
        let callers = |document: &Document| needed(document).iter().filter(|it| it.to.is_none()).count();
        assert_eq!(callers(&document), 2, "one tier of SQL Server at each site");
        document.backup.destination = Some(BackupDestination::AzureBlob);
        assert_eq!(callers(&document), 0);
        assert_eq!(callers(&design("small")), 0);
    }

    #[test]
    fn a_firewall_between_sql_instances_lets_log_shipping_pass() {
        let text = "
            tier Data
            computer S in Data
            sql ONE on S
            databases ONE management
            tier Copies
            computer D in Copies
            sql COPY on D
            firewall FW on Copies to Data open_ports=[] open_ports_back=[] #! NET-004";
        let ids = crate::testing::fixture::Fixture::parse(text).unwrap().document;
        let ids: Vec<u32> = ids.sql_instances.keys().map(|it| it.0).collect();
        let text = format!("{text}\ndisaster-recovery ships_to={{\"{}\":{}}}", ids[0], ids[1]);
        check_rule("NET-004", &text);
        check_fix("NET-004", &text);
        let said =
            "Firewall FW blocks TCP 1433 | Copies to Data, TCP 1433: log shipping, which reads the backup history";
        check_says("NET-004", &text, &[said]);
        check_says(
            "DTC-005",
            &text.replace("NET-004", "DTC-005"),
            &[
                "Firewall FW blocks TCP 135, 49152-65535 | Copies to Data, TCP 135: log shipping, which reads the backup \
                 history | Copies to Data, TCP 49152-65535: log shipping, which reads the backup history | Data to \
                 Copies, TCP 135: log shipping, which reads the backup history | Data to Copies, TCP 49152-65535: log \
                 shipping, which reads the backup history",
            ],
        );
    }
}
