//! Designs that ask more of the drawing than the templates do.

use crate::model::{Adapter, Document, EndpointKind, HostFunction, LoadBalancerKind, Role, SiteKind, TierKind, Zone};
use crate::testing::DocumentBuilder;

/// Two BizTalk groups, an availability group, a load balancer, partners above, a file share beside, traffic both ways.
pub(crate) fn busy() -> Document {
    let mut builder = DocumentBuilder::new("Order exchange of Contoso with its partners in three countries");
    let clients = builder.tier("Clients and partners", TierKind::Clients);
    let perimeter = builder.tier("Perimeter", TierKind::Perimeter);
    let balancing = builder.tier_beside("Load balancing", TierKind::LoadBalancing);
    let receive = builder.tier("BizTalk: receive and send", TierKind::Receive);
    let orders = builder.tier_beside("BizTalk: orders", TierKind::Processing);
    let data = builder.tier("Databases", TierKind::Databases);
    let secret = builder.tier_beside("Master secret", TierKind::MasterSecret);
    let infrastructure = builder.tier("Infrastructure", TierKind::Infrastructure);
    let internet = builder.endpoint("Internet clients", EndpointKind::InternetClient, clients);
    let partner = builder.endpoint("Partner Grünwälder & Söhne KG", EndpointKind::PartnerSystem, clients);
    let sap = builder.endpoint("SAP ERP", EndpointKind::SapSystem, clients);
    let share = builder.endpoint("FILES01", EndpointKind::FileShare, infrastructure);
    let proxy = builder.computer("PROXY1", perimeter);
    builder.add_role(proxy, Role::ReverseProxy);
    let front = builder.biztalk_servers(&["BTS-RECEIVE-01", "BTS-RECEIVE-02", "BTS-RECEIVE-03"], receive);
    for server in &front {
        for role in [Role::Iis, Role::Msmq, Role::RuleEngineUpdate, Role::AdminTools] {
            builder.add_role(*server, role);
        }
    }
    let isolated = builder.isolated_host("HTTP receive (isolated)", &front);
    let host = builder.host("Receive", &[HostFunction::Receive], &front);
    builder.tracking_host("Tracking", &front[..2]);
    let balancer = builder.load_balancer("NLB-HTTP", LoadBalancerKind::Other, balancing, &front, isolated);
    builder.connect(internet, proxy);
    builder.connect(proxy, balancer);
    builder.receive_handler(host, Adapter::File, Some(share));
    let nodes = builder.computers(&["SQLAG1", "SQLAG2"], data);
    let cluster = builder.failover_cluster("SQL Server cluster", &nodes);
    let replicas = [builder.standalone_sql("SQLAG1", nodes[0]), builder.standalone_sql("SQLAG2", nodes[1])];
    builder.core_databases(replicas[0]);
    builder.availability_group("AG-BIZTALK", &replicas);
    let lone = builder.computers(&["MSS1", "MSS2"], secret);
    let master = builder.failover_cluster("Master secret cluster", &lone);
    builder.master_secret_group("Master secret group", master, &lone);
    builder.biztalk_group("Orders");
    let back = builder.biztalk_servers(&["BTS-ORD1", "BTS-ORD2"], orders);
    let send = builder.host("Send", &[HostFunction::Send], &back);
    for number in 1..=10 {
        builder.host(&format!("Processing {number}"), &[HostFunction::Process], &back);
    }
    builder.send_handler(send, Adapter::Sap, Some(sap));
    builder.send_handler(send, Adapter::Http, Some(partner));
    let single = builder.computer("SQL-ORDERS", data);
    let sql = builder.standalone_sql("SQL-ORDERS\\BIZTALK", single);
    builder.core_databases(sql);
    builder.domain_controllers(&["DC1", "DC2"], infrastructure);
    builder.connect(single, share);
    let _ = cluster;
    let mut document = builder.build();
    if let Some(tier) = document.tiers.edit().get_mut(&perimeter) {
        tier.zone = Some(Zone::PerimeterInternet);
    }
    document
}

/// A failover cluster whose nodes stand apart, two cards in one slot, long names, an empty tier, a second site.
pub(crate) fn awkward() -> Document {
    let mut builder = DocumentBuilder::new("Awkward");
    let tier = builder.tier("Κόμβοι βάσεων δεδομένων με πολύ μεγάλο όνομα που δεν χωράει πουθενά", TierKind::Databases);
    builder.tier_beside("Empty", TierKind::BizTalk);
    let names = ["NODE1", "BETWEEN", "NODE2", "A-COMPUTER-WITH-AN-EXTREMELY-LONG-NAME.emea.corp.contoso.com"];
    let computers = builder.computers(&names, tier);
    builder.break_row(tier);
    let below = builder.computer("NODE3", tier);
    let nodes = [computers[0], computers[2], computers[3], below];
    let cluster = builder.failover_cluster("Cluster with a name that needs more than one line to be read", &nodes);
    let sql = builder.clustered_sql("A SQL instance with a very long displayed name that wraps", cluster, &nodes);
    builder.core_databases(sql);
    builder.site("Ausweichrechenzentrum", SiteKind::DisasterRecovery);
    let far = builder.tier("Remote", TierKind::DisasterRecovery);
    let remote = builder.computer("REMOTE1", far);
    let other = builder.standalone_sql("REMOTE1", remote);
    let mut document = builder.build();
    let slot = document.computers[&computers[0]].slot;
    if let Some(computer) = document.computers.edit().get_mut(&computers[1]) {
        computer.slot = slot;
    }
    document.disaster_recovery.ships_to.insert(sql, other);
    document
}

/// Rows that are far too long for a screen: cards, boxes of failover clusters, tiers side by side.
pub(crate) fn wide() -> Document {
    let mut builder = DocumentBuilder::new("Wide");
    let clients = builder.tier("Clients", TierKind::Clients);
    let balancing = builder.tier_beside("Load balancing", TierKind::LoadBalancing);
    let receive = builder.tier("Receive", TierKind::Receive);
    let send = builder.tier_beside("Send", TierKind::Send);
    let data = builder.tier("Databases", TierKind::Databases);
    let internet = builder.endpoint("Internet clients", EndpointKind::InternetClient, clients);
    let mut servers = |kind: &str, count: usize, tier| {
        let names: Vec<String> = (1..=count).map(|it| format!("BIZTALK-PRODUCTION-{kind}-{it:04}")).collect();
        builder.biztalk_servers(&names.iter().map(String::as_str).collect::<Vec<_>>(), tier)
    };
    let (front, back) = (servers("RECEIVE", 24, receive), servers("SENDING", 9, send));
    let host = builder.isolated_host("HTTP receive (isolated)", &front);
    let sending = builder.host("Send", &[HostFunction::Send], &back);
    let balancer = builder.load_balancer("NLB-HTTP", LoadBalancerKind::Other, balancing, &front, host);
    builder.connect(internet, balancer);
    builder.connect(back[4], internet);
    builder.send_handler(sending, Adapter::Http, Some(internet));
    for (number, count) in [3, 2, 4, 2, 11].into_iter().enumerate() {
        let names: Vec<String> = (1..=count).map(|it| format!("SQL{number}NODE{it}")).collect();
        let nodes = builder.computers(&names.iter().map(String::as_str).collect::<Vec<_>>(), data);
        let cluster = builder.failover_cluster(&format!("SQL cluster {number}"), &nodes);
        let sql = builder.clustered_sql(&format!("SQL {number}"), cluster, &nodes);
        if number == 0 {
            builder.core_databases(sql);
        }
    }
    builder.build()
}
