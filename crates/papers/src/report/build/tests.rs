//! What the build book says of given designs.

use super::*;
use crate::analysis::analyze;
use crate::document::template;
use crate::model::{DrMode, Element, Role, ServiceAccount};
use crate::report::NOT_STATED;

fn design(key: &str) -> Document {
    template(key).unwrap().document.clone()
}

fn book(document: &Document) -> Vec<Listing> {
    let chapters = crate::report::build(document, &analyze(document), "2026-11-30").build;
    chapters.into_iter().flat_map(|it| it.listings).collect()
}

/// The listing with a title that starts with some words.
fn listing(document: &Document, title: &str) -> Listing {
    book(document).into_iter().find(|it| it.title.starts_with(title)).unwrap_or_else(|| panic!("no {title}"))
}

/// The cells of a column, by its title.
fn column<'l>(listing: &'l Listing, title: &str) -> Vec<&'l str> {
    let at = listing.columns.iter().position(|it| it.title == title).unwrap();
    listing.rows.iter().map(|row| row[at].as_str()).collect()
}

fn text(listing: &Listing) -> String {
    listing.rows.concat().join("\n")
}

#[test]
fn the_switch_to_the_other_site_has_the_steps_of_its_shape_of_log_shipping() {
    let switch = |document: &Document| listing(document, "Switch to the disaster-recovery site");
    let swap = switch(&design("dr-name-swap"));
    assert!(swap.title.ends_with("(name and IP address swap)"));
    let steps = text(&swap);
    assert!(!steps.contains("UpdateDatabase") && !steps.contains("UpdateRegistry"), "{steps}");
    assert!(
        steps.contains("Configure the same network name") && steps.contains("Configure log shipping the other way")
    );
    let many = switch(&design("dr-many-to-one"));
    assert!(text(&many).contains("UpdateDatabase.vbs") && text(&many).contains("Look at the history"), "{many:?}");
    assert!(!text(&many).contains("network name") && many.title.ends_with("N:1)"), "{many:?}");
    let mut document = design("dr-one-to-one");
    let one = switch(&document);
    assert!(text(&one).contains("Compare the history") && text(&one).contains("UpdateDatabase.vbs"), "{one:?}");
    assert!(!text(&one).contains('{') && !one.intro.contains('{'), "every gap is filled in: {one:?}");
    // Without a word the pairs of SQL instances say it; without those, nobody does.
    document.disaster_recovery.mode = None;
    assert_eq!(switch(&document), one);
    document.disaster_recovery.ships_to.clear();
    assert!(switch(&document).title.ends_with("(shape of log shipping not stated)"));
    document.disaster_recovery.mode = Some(DrMode::ManyToOne);
    assert!(switch(&document).intro.starts_with("Which SQL instance ships to which is not stated. "));
}

#[test]
fn a_port_that_nobody_has_stated_is_a_default_only_where_nothing_else_listens() {
    let split = design("availability-groups-split");
    let shared = listing(&split, "SQL instances");
    let ports = column(&shared, "Port");
    assert_eq!(ports.iter().filter(|it| **it == "not stated: needs a port of its own").count(), 8, "{ports:?}");
    assert_eq!(column(&listing(&design("small"), "SQL instances"), "Port"), ["1433 (default)"]);
    let ports = listing(&design("small"), "TCP ports");
    assert!(column(&ports, "TCP ports").contains(&"1433 (default)"), "{ports:?}");
    // The listener has a port, which is stated.
    assert!(column(&listing(&split, "TCP ports"), "TCP ports").contains(&"1433"));
    let mut bare = split;
    bare.availability_groups.edit().values_mut().for_each(|it| it.listener = None);
    let ports = listing(&bare, "TCP ports");
    assert!(column(&ports, "TCP ports").contains(&"not stated: needs a port of its own"), "{ports:?}");
}

#[test]
fn the_ports_of_a_recovery_site_lead_to_its_sql_instances_and_to_the_share() {
    let ports = listing(&design("dr-one-to-one"), "TCP ports");
    let needs = column(&ports, "What needs them");
    assert!(needs.iter().any(|it| it.starts_with("SQL Server after the switch, for the restored ")), "{needs:?}");
    assert!(needs.iter().any(|it| it.starts_with("log shipping")), "{needs:?}");
    assert_eq!(column(&ports, "To").last(), Some(&"share for backups"));
    let without = listing(&design("small"), "TCP ports");
    assert!(!column(&without, "To").contains(&"share for backups") && without.sources.len() == 2);
}

#[test]
fn an_availability_group_can_be_built_from_the_book() {
    let document = design("availability-group-2020");
    let groups = listing(&document, "Availability groups");
    let group = document.availability_groups.values().next().unwrap();
    assert_eq!(groups.rows.len(), document.availability_groups.len());
    let listener = group.listener.as_ref().unwrap();
    assert_eq!(column(&groups, "Listener")[0], listener.name);
    assert_eq!(column(&groups, "Port")[0], listener.port.to_string());
    for database in document.databases.values().filter(|it| it.availability_group.is_some()) {
        assert!(text(&groups).contains(&database.name), "{}", database.name);
    }
    let replicas = listing(&document, "Availability replicas");
    assert_eq!(replicas.rows.len(), document.availability_groups.values().map(|it| it.replicas.len()).sum::<usize>());
    assert_eq!(column(&replicas, "Replica")[..2], ["primary", "secondary"]);
    assert_eq!(column(&replicas, "Commit")[0], group.replicas[0].commit.label());
    assert_eq!(column(&replicas, "Failover")[0], group.replicas[0].failover.label());
    assert!(book(&design("small")).iter().all(|it| !it.title.starts_with("Availability")));
}

#[test]
fn each_database_says_where_its_logs_are_restored_and_which_jobs_do_so() {
    let mut document = design("dr-many-to-one");
    let target = *document.disaster_recovery.ships_to.values().next().unwrap();
    let name = document.sql_instances.get(&target).unwrap().name.clone();
    let ways = |document: &Document| {
        let databases = listing(document, "Databases");
        column(&databases, "To the recovery site").into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert!(ways(&document).contains(&format!("BizTalk log shipping to {name}")), "{:?}", ways(&document));
    let jobs = listing(&document, "SQL Server Agent jobs");
    let names = column(&jobs, "Job");
    for job in ["Get Backup History", "Restore Databases", "Restore To Mark"] {
        let at = names.iter().position(|it| *it == format!("BTS Log Shipping {job}")).unwrap();
        assert!(jobs.rows[at][1].starts_with(&name), "{:?}", jobs.rows[at]);
    }
    document.databases.edit().values_mut().for_each(|it| it.dr_transport = None);
    assert!(ways(&document).contains(&NOT_STATED.to_owned()));
    document.disaster_recovery.ships_to.clear();
    assert!(!text(&listing(&document, "SQL Server Agent jobs")).contains("BTS Log Shipping"));
}

#[test]
fn jobs_have_the_names_that_scripts_give_them() {
    for (key, name) in
        [("small", "MessageBox_Message_Cleanup_BizTalkMsgBoxDb"), ("small", "Backup BizTalk Server (BizTalkMgmtDb)")]
    {
        let jobs = listing(&design(key), "SQL Server Agent jobs");
        assert!(column(&jobs, "Job").contains(&name), "{jobs:?}");
        assert!(!jobs.intro.contains("at the end"));
    }
}

#[test]
fn cores_that_nobody_has_stated_are_not_counted_as_none() {
    let mut document = design("small");
    document.computers.edit().values_mut().for_each(|it| it.hardware.cores = None);
    let software = listing(&document, "Software");
    assert!(column(&software, "Cores").iter().all(|it| *it == NOT_STATED), "{software:?}");
}

#[test]
fn a_computer_is_ordered_for_everything_that_runs_on_it() {
    let uses = |document: &Document| column(&listing(document, "Computers"), "What for").join("\n");
    let both = uses(&design("two-computer"));
    assert!(both.contains("BizTalk server, SQL Server node and Master secret server"), "{both}");
    let is_clustered = |it: &str| it.contains("SQL Server node");
    assert!(is_clustered(&uses(&design("availability-groups-split"))), "NODE1 and NODE2 are nodes");
    let bam = listing(&design("availability-groups-split"), "Computers");
    let at = column(&bam, "Computers").iter().position(|it| *it == "BAM1").unwrap();
    assert_eq!(column(&bam, "What for")[at], "SQL Server");
    let mut portal = design("small");
    portal.computers.edit().values_mut().next().unwrap().roles.insert(Role::BamPortal);
    assert!(uses(&portal).contains("BAM portal"), "{}", uses(&portal));
}

#[test]
fn disks_that_a_failover_cluster_needs_and_nobody_has_drawn_are_named() {
    let storage = listing(&design("large-complete"), "Storage");
    let at = column(&storage, "Storage").iter().position(|it| it.starts_with("Disks of Master secret")).unwrap();
    assert_eq!(column(&storage, "Kind")[at], "not drawn");
    assert_eq!(column(&storage, "Storage").iter().filter(|it| it.starts_with("Disks of ")).count(), 1, "{storage:?}");
}

#[test]
fn an_account_of_the_domain_for_examples_is_called_an_example() {
    let mut document = design("small-complete");
    let accounts = |document: &Document| text(&listing(document, "Service accounts"));
    assert!(accounts(&document).contains("CONTOSO\\svc-receive (example)"), "{}", accounts(&document));
    for instance in document.host_instances.edit().values_mut() {
        let own = |it: &ServiceAccount| ServiceAccount { name: it.name.replace("CONTOSO", "FABRIK"), kind: it.kind };
        instance.account = instance.account.as_ref().map(own);
    }
    assert!(accounts(&document).contains("FABRIK\\svc-receive\n"), "{}", accounts(&document));
}

#[test]
fn a_sql_instance_that_several_ship_to_is_built_once() {
    let document = design("dr-many-to-one");
    let order = listing(&document, "Build order");
    let at = column(&order, "What").iter().position(|it| it.contains("log shipping")).unwrap();
    let target = *document.disaster_recovery.ships_to.values().next().unwrap();
    assert_eq!(column(&order, "Where")[at], document.sql_instances.get(&target).unwrap().name);
}

#[test]
fn physical_hosts_are_ordered_built_and_tested() {
    let document = design("clustered-virtual-machines");
    let hosts = listing(&document, "Physical hosts");
    assert_eq!(column(&hosts, "Name").len(), document.physical_hosts.len());
    assert!(column(&hosts, "Carries").iter().any(|it| it.contains("BTS1")), "{hosts:?}");
    let order = listing(&document, "Build order");
    assert!(column(&order, "Where")[1].contains("HV1"), "{order:?}");
    assert!(text(&listing(&document, "Names and addresses")).contains("2 physical hosts"));
    let report = crate::report::build(&document, &analyze(&document), "2026-11-30");
    let test = report.tests.iter().flat_map(|it| &it.rows).find(|it| it.id == "GO-5").unwrap();
    assert!(test.expected.iter().any(|it| it.contains("HV1")), "{test:?}");
    assert!(book(&design("small")).iter().all(|it| !it.title.starts_with("Physical hosts")));
}

#[test]
fn the_book_and_the_simulation_agree_on_what_the_loss_of_a_biztalk_server_does() {
    let says = |key: &str| {
        let document = design(key);
        let report = crate::report::build(&document, &analyze(&document), "2026-11-30");
        report.tests.iter().flat_map(|it| &it.rows).find(|it| it.id == "GO-6").unwrap().how.clone()
    };
    assert!(says("clustered-virtual-machines").contains("Messages wait until then"));
    assert!(says("large-complete").contains("Messages keep flowing"), "{}", says("large-complete"));
}

#[test]
fn databases_join_their_availability_groups_after_configuration_and_logins_are_copied_after_hosts() {
    let order = listing(&design("availability-group-2020"), "Build order");
    let steps = column(&order, "What");
    let at =
        |words: &str| steps.iter().position(|it| it.contains(words)).unwrap_or_else(|| panic!("{words}: {steps:?}"));
    let places = ["create the BizTalk group", "add the BizTalk databases", "Create hosts", "Copy jobs"].map(at);
    assert!(places.is_sorted(), "{places:?}");
    let without = listing(&design("small"), "Build order");
    assert!(!text(&without).contains("add the BizTalk databases"));
}

#[test]
fn the_computer_that_creates_the_biztalk_group_is_named_as_in_the_files_for_builders() {
    let document = design("large-complete");
    let first = crate::code::first_servers(&document);
    assert_eq!(first.len(), 1);
    let name = Element::Computer(first[0]).name(&document);
    let order = text(&listing(&document, "Build order"));
    assert!(order.contains(&format!("create the BizTalk group on {name}, join it on the others")), "{order}");
}

#[test]
fn the_ports_of_analysis_services_and_of_the_bam_archive_are_named() {
    let ports = listing(&design("availability-groups-split"), "TCP ports");
    let of = |words: &str| {
        let rows = ports.rows.iter().filter(|row| row[3].contains(words));
        rows.map(|row| row[2].clone()).collect::<Vec<_>>().join("; ")
    };
    let analysis = of("Analysis Services for ");
    assert!(["445", "2383", "2393", "2725"].iter().all(|it| analysis.contains(it)), "{ports:?}");
    assert!(!of("BAMArchive").is_empty(), "{ports:?}");
}

#[test]
fn every_account_that_needs_a_login_and_those_of_sql_server_have_a_row() {
    let mut document = design("bam");
    document.computers.edit().values_mut().next().unwrap().roles.insert(Role::RuleEngineUpdate);
    let accounts = listing(&document, "Service accounts");
    let services = column(&accounts, "Service");
    assert!(services.contains(&"SQL Server") && services.contains(&"SQL Server Agent"), "{services:?}");
    for login in crate::jobs::service_logins(&document) {
        assert!(services.contains(&login.name.as_str()), "{}: {services:?}", login.name);
    }
    assert!(services.contains(&"Rule Engine Update Service account"));
}

#[test]
fn the_runbook_says_how_databases_are_brought_back_and_how_to_return_from_the_recovery_site() {
    for key in ["dr-many-to-one", "dr-one-to-one", "dr-name-swap"] {
        let document = design(key);
        let losses = text(&listing(&document, "After the loss"));
        let restoring = "of “Restoring from backups, in working order”";
        assert!(losses.contains(&format!("Bring SSODB back (how: row DR-R6 {restoring}, and row DR-R5")), "{losses}");
        assert!(losses.contains(&format!("Bring BizTalkMgmtDb back (how: row DR-R6 {restoring})")), "{losses}");
        let back = listing(&document, "Back to the primary site");
        assert!(!text(&back).contains('{') && back.intro.contains("(our inference)"), "{back:?}");
        assert_eq!(text(&back).contains("UpdateDatabase.vbs"), key != "dr-name-swap");
    }
    assert!(book(&design("small")).iter().all(|it| it.title != "Back to the primary site"));
    // Where any of several MessageBox databases may be lost, its row has no name in the step.
    let large = text(&listing(&design("large-complete"), "After the loss"));
    assert!(large.contains("Bring the lost database back (how: row DR-R6 of"), "{large}");
    // Log shipping the other way is in the document on the swap, and in no other.
    assert_eq!(listing(&design("dr-name-swap"), "Back to").sources.len(), 1);
    assert!(listing(&design("dr-one-to-one"), "Back to").sources.is_empty());
}

#[test]
fn what_the_runbook_leads_to_stands_in_it() {
    for template in crate::document::templates().iter().filter(|it| !it.document.computers.is_empty()) {
        let listings = book(&template.document);
        let rows: Vec<&String> = listings.iter().flat_map(|it| &it.rows).filter_map(|row| row.first()).collect();
        let losses = text(&listing(&template.document, "After the loss"));
        for way in losses.split("(how: ").skip(1).map(|it| it.split(')').next().unwrap()) {
            // A title with brackets of its own ends before them here.
            let title = way.split('“').nth(1).unwrap().split('”').next().unwrap();
            assert!(listings.iter().any(|it| it.title.starts_with(title)), "{}: {title}", template.key);
            for id in way.split([' ', ',']).filter(|it| it.starts_with("DR-R")) {
                assert!(rows.iter().any(|it| *it == id), "{}: {id}", template.key);
            }
        }
    }
}
