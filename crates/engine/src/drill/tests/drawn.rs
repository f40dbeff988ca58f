//! What is drawn in other ways than templates draw it: lines to computers, chains and pairs of load balancers, databases
//! that do not share the fate of their SQL instance, names that do not move along.

use super::*;
use crate::testing::fixture::Fixture;

/// Two computers with a host of each kind, callers behind a load balancer, and SQL Server on a failover cluster.
const BASE: &str = "computer BTS1 biztalk iis\ncomputer BTS2 biztalk iis\ncomputer N1\ncomputer N2\n\
    cluster CL nodes N1 N2 witness=Disk\nfci ONE on CL active N1\nattr CL-array raid=Raid10 redundant_controllers=true\n\
    databases ONE management messagebox(master) tracking sso\nsecret on BTS2\n\
    host P process send tracking on BTS1 BTS2\nhandler P ftp send\nhost F receive on BTS1 BTS2\nhandler F ftp receive\n\
    isolated-host W receive on BTS1 BTS2\nhandler W http receive\n";

/// The same with an availability group instead.
const REPLICAS: &str = "computer BTS1 biztalk\ncomputer BTS2 biztalk\ncomputer N1\ncomputer N2\n\
    cluster CL nodes N1 N2 witness=Disk\nsql ONE on N1 release=V2019\nsql TWO on N2 release=V2019\n\
    environment biztalk_release=V2020\n\
    databases ONE management messagebox(master) tracking sso\nsecret on BTS2\n\
    ag AG replicas ONE TWO databases management messagebox tracking sso listener AGL 1433\n\
    host P receive process send tracking on BTS1 BTS2\n";

fn drawn(text: &str) -> Document {
    Fixture::parse(text).unwrap().document
}

fn texts(drill: &Drill) -> Vec<&str> {
    drill.rows.iter().map(|it| it.text.as_str()).collect()
}

#[track_caller]
fn says(drill: &Drill, words: &str) {
    assert!(texts(drill).iter().any(|it| it.contains(words)), "{words}: {:#?}", texts(drill));
}

#[track_caller]
fn never_says(drill: &Drill, words: &str) {
    assert!(!texts(drill).iter().any(|it| it.contains(words)), "{words}: {:#?}", texts(drill));
}

#[test]
fn lines_to_computers_cut_off_who_calls_there_and_nothing_else() {
    let lines = "lb LB other members BTS1 BTS2 serves W redundant=false\nconnect LB to BTS1\nconnect LB to BTS2";
    let drill = drill(&drawn(&format!("{BASE}{lines}")), &["LB"]);
    assert_eq!(last(&drill, "Receive over HTTP"), ServiceState::Stopped);
    for service in ["Receive over FTP", "Process", "Send over FTP", "Track"] {
        assert_eq!(last(&drill, service), ServiceState::Works, "{service}");
    }
}

#[test]
fn a_chain_of_load_balancers_is_followed_through_the_computers_between() {
    let chain = "computer RP1\ncomputer RP2\nlb EDGE other members RP1 RP2 redundant=false\n\
        lb LB other members BTS1 BTS2 serves W redundant=true\nconnect RP1 to LB\nconnect RP2 to LB";
    let document = drawn(&format!("{BASE}{chain}"));
    assert_eq!(last(&drill(&document, &["EDGE"]), "Receive over HTTP"), ServiceState::Stopped);
    assert_eq!(last(&drill(&document, &["RP1"]), "Receive over HTTP"), ServiceState::Works);
    assert_eq!(last(&drill(&document, &["RP1", "RP2"]), "Receive over HTTP"), ServiceState::Stopped);
}

#[test]
fn load_balancers_of_one_computer_each_are_no_pool() {
    let two = "lb L1 other members BTS1 serves W redundant=false\nlb L2 other members BTS2 serves W redundant=false";
    let document = drawn(&format!("{BASE}{two}"));
    for lost in ["BTS1", "L2"] {
        assert_eq!(last(&drill(&document, &[lost]), "Receive over HTTP"), ServiceState::Stopped, "{lost}");
    }
}

#[test]
fn edi_stops_with_the_tracking_database_wherever_it_runs() {
    let edi = "computer X\nsql OTHER on X\nattr tracking sql_instance=@OTHER\nattr F edi=true";
    let document = drawn(&format!("{BASE}{edi}"));
    let drill = drill(&document, &["X"]);
    assert_eq!(last(&drill, "Receive over FTP"), ServiceState::Stopped);
    assert_eq!(last(&drill, "Process"), ServiceState::Works);
}

#[test]
fn a_failover_cluster_instance_needs_every_disk_of_its_databases() {
    let second = "storage SLOW attached N1 N2\nattr tracking storage=@SLOW";
    let drill = drill(&drawn(&format!("{BASE}{second}")), &["SLOW"]);
    assert_eq!(last(&drill, "Process"), ServiceState::Stopped);
    says(&drill, "ONE has lost a disk that it needs");
}

#[test]
fn an_availability_group_takes_over_only_as_the_documents_have_it() {
    let document = drawn(REPLICAS);
    assert_eq!(last(&drill(&document, &["N1"]), "Process"), ServiceState::Works);
    for wrong in ["attr AG per_database_dtc=false", "attr ONE release=V2014\nattr TWO release=V2014"] {
        let drill = drill(&drawn(&format!("{REPLICAS}{wrong}")), &["N1"]);
        assert_eq!(last(&drill, "Process"), ServiceState::Stopped, "{wrong}");
        assert_eq!(must_be_done(&drill)[0], "Fail over AG by hand to TWO", "{wrong}");
    }
    let mut apart = document.clone();
    apart.failover_clusters.edit().values_mut().for_each(|it| it.nodes.truncate(1));
    assert_eq!(last(&drill(&apart, &["N1"]), "Process"), ServiceState::Stopped);
}

#[test]
fn a_database_beside_an_availability_group_does_not_move_with_it() {
    let mut document = drawn(REPLICAS);
    document.databases.edit().values_mut().find(|it| it.kind == DatabaseKind::Sso).unwrap().availability_group = None;
    let drill = drill(&document, &["N1"]);
    says(&drill, "AG is online on N2; its listener has moved");
    says(&drill, "ONE with sso has nothing left to run on");
    says(&drill, "Enterprise SSO goes offline on every server");
    assert_eq!(last(&drill, "Process"), ServiceState::Stopped);
    assert!(!must_be_done(&drill).iter().any(|it| it.starts_with("Fail over")), "{:?}", must_be_done(&drill));
}

#[test]
fn names_that_do_not_move_along_lose_no_data_and_are_what_has_to_be_changed() {
    let by_node = drill(&drawn(&format!("{BASE}attr ONE configured_name=NodeName")), &["N1"]);
    assert_eq!(last(&by_node, "Process"), ServiceState::Stopped);
    says(&by_node, "ONE runs on N2 now, but BizTalk Server looks for it by the name of the cluster node");
    assert!(must_be_done(&by_node).contains(&"Configure BizTalk Server with the network name of ONE"));
    assert!(!by_node.result.messages.iter().any(|it| it.contains("log mark")), "{:?}", by_node.result.messages);

    let mut unseen = drawn(REPLICAS);
    unseen.availability_groups.edit().values_mut().for_each(|it| it.listener = None);
    let unseen = drill(&unseen, &["N1"]);
    says(&unseen, "AG is online on N2, but BizTalk Server does not look for ONE by the listener");
    assert_eq!(last(&unseen, "Process"), ServiceState::Stopped);

    let secret = BASE.replace("secret on BTS2\n", "sso ONE\nsso-system secret_server_name=NodeName\n");
    let secret = drill(&drawn(&secret), &["N1"]);
    assert_eq!(last(&secret, "Configure and deploy"), ServiceState::Stopped);
    assert!(must_be_done(&secret).iter().any(|it| it.contains("ssomanage")), "{:?}", must_be_done(&secret));
}

#[test]
fn the_only_owner_of_the_clustered_msdtc_is_missed_until_another_node_may_own_it() {
    let third = BASE.replace("nodes N1 N2 witness", "nodes N1 N2 N3 witness");
    let third = format!(
        "computer N3\n{third}resource-group DTC on CL active N3 owners N3 resources ip-address network-name msdtc"
    );
    let drill = drill(&drawn(&third), &["N3"]);
    assert_eq!(last(&drill, "Process"), ServiceState::Stopped);
    never_says(&drill, "The clustered MSDTC is online");
    never_says(&drill, "MSDTC is gone where ONE runs");
    assert_eq!(must_be_done(&drill), ["Bring N3 back, or let another cluster node own DTC"]);
}

#[test]
fn computers_that_go_down_together_are_named_together() {
    let document = drawn(BASE);
    let drill = drill(&document, &["BTS1", "BTS2"]);
    says(&drill, "P, F, W ran on BTS1 and BTS2 only");
    never_says(&drill, "on BTS2 only");
    let steps = must_be_done(&drill);
    assert!(steps.contains(&"Repair BTS1 or BTS2, or add host instances of P, F, W elsewhere"), "{steps:?}");
    assert!(steps.iter().any(|it| it.starts_with("Bring an Enterprise SSO server back")), "{steps:?}");
}

#[test]
fn what_is_taken_for_granted_of_a_custom_database_is_said() {
    let document = |stated: &str| drawn(&format!("{BASE}databases ONE own=custom\n{stated}"));
    let assumed = |document: &Document| -> Vec<String> {
        Structure::new(&Index::new(document)).assumptions.iter().map(ToString::to_string).collect()
    };
    assert!(assumed(&document("")).iter().any(|it| it.starts_with("no message writes to own")));
    for stated in ["attr own transactions=false", "attr own transactions=true"] {
        assert!(!assumed(&document(stated)).iter().any(|it| it.contains("own")), "{stated}");
    }
}

#[test]
fn virtual_machines_of_one_physical_host_start_again_on_another_and_nothing_moves_between_them() {
    let hosts = "physical-host HV1\nphysical-host HV2\nattr HV1 host_cluster=HVC\nattr HV2 host_cluster=HVC";
    let on = ["BTS1", "BTS2", "N1", "N2"].map(|it| format!("\nattr {it} physical_host=@HV1")).concat();
    let clustered = BASE.replace("secret on BTS2\n", "sso ONE\n");
    let drill = drill(&drawn(&format!("{clustered}{hosts}{on}")), &["HV1"]);
    for machine in ["BTS1", "N1", "N2"] {
        says(&drill, &format!("has started {machine} again, on HV2"));
    }
    says(&drill, "The master secret server is online again");
    for elsewhere in ["online on N2", "online on N1"] {
        never_says(&drill, elsewhere);
    }
    assert_eq!(last(&drill, "Process"), ServiceState::Works);
}

#[test]
fn a_cluster_resource_group_that_lacks_what_it_is_found_by_works_on_no_other_node() {
    let secret = |resources: &str| {
        let role = format!("resource-group SSO on CL resources {resources} ent-sso\n");
        let text =
            format!("{}{role}sso-system secret_server_name=ClusterNetworkName", BASE.replace("secret on BTS2\n", ""));
        drill(&drawn(&text), &["N1"])
    };
    assert_eq!(last(&secret("ip-address network-name"), "Configure and deploy"), ServiceState::Works);
    let without = secret("ip-address");
    assert_eq!(last(&without, "Configure and deploy"), ServiceState::Stopped);
    never_says(&without, "The master secret server is online");
    let bare = format!("{BASE}resource-group DTC on CL resources network-name msdtc");
    assert_eq!(last(&drill(&drawn(&bare), &["N1"]), "Process"), ServiceState::Stopped);
}

#[test]
fn msdtc_is_restarted_once_where_it_has_failed() {
    let document = design("two-computer");
    assert_eq!(must_be_done(&drill(&document, &["MSDTC on BTS2"])), ["Restart MSDTC on BTS2"]);
}
