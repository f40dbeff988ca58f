//! Makes virtualized designs of a given scale, with every kind of dependency that failure logic knows.

use super::builder::DocumentBuilder;
use crate::model::{
    Adapter, ComputerId, DatabaseKind, Document, EndpointKind, HostFunction, LoadBalancerKind, PhysicalHost,
    PhysicalHostId, TierKind,
};

/// Physical hosts that each step of the scale adds.
const PHYSICAL_HOSTS: usize = 4;

/// A design of 10 + 16 * `scale` computers (26, 42, 58 …), all of them virtual machines.
///
/// The recipe: always 2 domain controllers, a failover cluster of 2 for the master secret server, one of 2 for the
/// Management and SSO databases, one of 2 for the tracking databases, and 2 tracking computers. Each step of the scale
/// adds 4 receive, 4 processing, 3 sending and 1 tracking computer and 2 failover clusters of 2 with a MessageBox each,
/// and 4 physical hosts. The hosts have an instance on each computer of their kind, receiving over HTTP stands behind a
/// load balancer, and every failover cluster has shared disks. The virtual machines are dealt round-robin over the
/// physical hosts in the order they are made, which is the worst case for a decision diagram.
pub fn virtualized_design(scale: usize) -> Document {
    let mut b = DocumentBuilder::new("Virtualized design");
    let clients = b.tier("Clients", TierKind::Clients);
    let services = b.tier("Services", TierKind::BizTalk);
    let databases = b.tier("Databases", TierKind::Databases);
    b.domain_controllers(&["DC1", "DC2"], databases);

    let pair = |b: &mut DocumentBuilder, name: &str| {
        let nodes = b.computers(&[&format!("{name}-1"), &format!("{name}-2")], databases);
        let cluster = b.failover_cluster(&format!("{name} cluster"), &nodes);
        (cluster, nodes)
    };
    let (secret, owners) = pair(&mut b, "MSS");
    b.master_secret_group("Master secret", secret, &owners);
    let (cluster, nodes) = pair(&mut b, "MGMT");
    let sql = b.clustered_sql("SQL Management", cluster, &nodes);
    b.database(DatabaseKind::Management, sql);
    b.database(DatabaseKind::Sso, sql);
    let (cluster, nodes) = pair(&mut b, "DTA");
    let sql = b.clustered_sql("SQL Tracking", cluster, &nodes);
    b.database(DatabaseKind::Tracking, sql);
    b.database(DatabaseKind::BamPrimaryImport, sql);

    let numbered = |b: &mut DocumentBuilder, name: &str, count: usize| -> Vec<ComputerId> {
        (1..=count).map(|number| b.biztalk_server(&format!("{name}{number}"), services)).collect()
    };
    let tracking = numbered(&mut b, "TRK", 2 + scale);
    let receiving = numbered(&mut b, "RCV", 4 * scale);
    let processing = numbered(&mut b, "PRC", 4 * scale);
    let sending = numbered(&mut b, "SND", 3 * scale);
    for number in 1..=2 * scale {
        let (cluster, nodes) = pair(&mut b, &format!("MBX{number}"));
        let sql = b.clustered_sql(&format!("SQL MessageBox {number}"), cluster, &nodes);
        b.database(DatabaseKind::MessageBox, sql);
    }

    b.tracking_host("Tracking", &tracking);
    let receive = b.isolated_host("Receive", &receiving);
    b.host("Process", &[HostFunction::Process], &processing);
    let send = b.host("Send", &[HostFunction::Send], &sending);
    let partner = b.endpoint("Partner", EndpointKind::PartnerSystem, clients);
    b.receive_handler(receive, Adapter::Http, Some(partner));
    b.send_handler(send, Adapter::Http, Some(partner));
    b.load_balancer("Balancer", LoadBalancerKind::Other, services, &receiving, receive);
    deal_over_physical_hosts(&mut b, scale);
    b.build()
}

fn deal_over_physical_hosts(b: &mut DocumentBuilder, scale: usize) {
    let hosts: Vec<PhysicalHostId> =
        (1..=PHYSICAL_HOSTS * scale).map(|number| b.add(PhysicalHost::new(format!("HV{number}")))).collect();
    for (computer, host) in b.edit().computers.edit().values_mut().zip(hosts.iter().cycle()) {
        computer.physical_host = Some(*host);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::check_invariants;

    #[test]
    fn the_scale_decides_the_number_of_computers() {
        for (scale, computers) in [(1, 26), (2, 42), (3, 58)] {
            let design = virtualized_design(scale);
            assert_eq!(check_invariants(&design), []);
            assert_eq!((design.computers.len(), design.physical_hosts.len()), (computers, 4 * scale));
            assert!(design.computers.values().all(|it| it.physical_host.is_some()));
        }
    }
}
