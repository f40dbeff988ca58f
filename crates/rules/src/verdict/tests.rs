//! What the verdict says of given designs.

use super::{Tone, Verdict};
use crate::analysis::analyze;
use crate::dependency::{Failures, LossKind};
use crate::document::{template, templates};
use crate::edit::intent::examples::confirm_examples;
use crate::edit::preview;
use crate::model::index::Index;
use crate::model::{Document, FaultDomain, HaTarget, RaidLevel, Role};
use crate::rules::Severity;
use crate::sources::Provenance;
use crate::testing::any_design;
use crate::testing::fixture::Fixture;

fn of(document: &Document) -> Verdict {
    analyze(document).verdict
}

fn design(key: &str) -> Document {
    template(key).unwrap().document.clone()
}

fn confirmed(document: &Document) -> Document {
    preview(document, &confirm_examples(document, &Provenance::entered()).unwrap().commands).unwrap()
}

fn whole(verdict: &Verdict) -> String {
    format!("{} {}", verdict.headline, verdict.sentences.join(" "))
}

#[test]
fn a_detail_that_several_rules_wait_for_counts_once() {
    let design = design("large-complete");
    let rules = analyze(&design).rules;
    let mut details: Vec<_> = rules.questions.iter().map(|it| (it.element, it.attribute)).collect();
    let pairs = details.len();
    details.sort_unstable();
    details.dedup();
    assert!(details.len() < pairs);
    let verdict = of(&design);
    assert_eq!(verdict.num_questions, details.len());
    let said = format!("{} details not stated and {} examples not confirmed", details.len(), verdict.num_examples);
    assert!(verdict.headline.contains(&said), "{}", verdict.headline);
}

#[test]
fn no_word_of_it_denies_a_single_point_of_failure_of_the_sweep() {
    let drawn = templates().iter().map(|it| (it.key.clone(), it.document.clone()));
    for (key, document) in drawn.chain((0..60).map(|seed| (format!("any design {seed}"), any_design(seed)))) {
        let failures = Failures::new(&Index::new(&document));
        let drawn = failures.impact.iter().filter(|it| it.kind == LossKind::SinglePoint && !it.contained).count();
        let verdict = of(&document);
        let told: usize = verdict.single_points.iter().map(|it| 1 + it.others.len()).sum();
        assert_eq!(told, drawn, "{key}");
        let text = whole(&verdict);
        for denial in ["No fault", "No single point", "no fault", "No drawn part alone", "survives every"] {
            assert!(drawn == 0 || !text.contains(denial), "{key}: {text}");
        }
        assert!(drawn == 0 || verdict.tone != Tone::Good, "{key}");
        assert!(verdict.carries_messages || verdict.tone != Tone::Good, "{key}");
        for point in &verdict.single_points {
            assert!(text.contains(&point.name) || verdict.single_points.len() > 6, "{key}: {text}");
        }
    }
}

#[test]
fn what_counts_only_for_want_of_a_statement_is_told_as_long_as_nobody_states_it() {
    let base = "computer BTS1 biztalk msmq\ncomputer BTS2 biztalk msmq\ncomputer SQL1\nsql S on SQL1\n\
                databases S management messagebox(master) tracking sso\nhost R receive process send on BTS1 BTS2\n";
    let said = |handler: &str| whole(&of(&Fixture::parse(&format!("{base}{handler}")).unwrap().document));
    let polls = "as long as nobody states that WCF-Custom receive handler of R polls";
    assert!(said("handler R wcf-custom receive").contains(polls), "{}", said("handler R wcf-custom receive"));
    for stated in ["Listens", "Polls"] {
        assert!(!said(&format!("handler R wcf-custom receive binding={stated}")).contains("as long as nobody"));
    }
    let queue = "its own computers, as long as nobody states where it is";
    assert!(said("handler R msmq receive").contains(queue), "{}", said("handler R msmq receive"));
    assert!(!said("handler R msmq receive queue=Local").contains(queue));
}

#[test]
fn what_an_import_leaves_open_makes_a_single_point_only_as_long_as_nobody_states_it() {
    let web = "computer BTS1 biztalk iis\ncomputer BTS2 biztalk iis\ncomputer N1\ncluster CL nodes N1\nfci S on CL\n\
               databases S management messagebox(master) tracking sso\nisolated-host W receive on BTS1 BTS2\n\
               host P process send on BTS1 BTS2\n";
    let said = |open: &str| whole(&of(&Fixture::parse(&format!("{web}{open}")).unwrap().document));
    let balancer = "that W has a load balancer before it";
    let nodes = "that CL has other nodes and resources";
    let open = said("assumed Group1 load-balancers\nassumed CL cluster");
    assert!(open.contains(balancer) && open.contains(nodes), "{open}");
    let sure = said("");
    assert!(!sure.contains(balancer) && !sure.contains(nodes), "{sure}");
}

#[test]
fn what_lies_on_a_lost_computer_is_not_said_to_go_on() {
    let text = "computer BTS1 biztalk msmq\ncomputer BTS2 biztalk msmq\ncomputer SQL1\nsql S on SQL1\n\
                databases S management messagebox(master) tracking sso\nhost R receive process send on BTS1 BTS2\n\
                handler R msmq receive queue=Local";
    let document = Fixture::parse(text).unwrap().document;
    let said = whole(&of(&document));
    let stranded = "What lies in local queues or folders of one of BTS1 and BTS2 is out of reach while that computer is \
                    lost, and lost if its disks are.";
    assert!(said.contains(stranded), "{said}");
    let mut remote = document;
    remote.handlers.edit().values_mut().next().unwrap().queue = Some(crate::model::QueueLocation::Remote);
    assert!(!whole(&of(&remote)).contains("out of reach"));
}

#[test]
fn what_does_the_same_on_one_computer_that_restarts_elsewhere_is_one_point() {
    let verdict = of(&design("clustered-virtual-machines"));
    let names: Vec<&str> = verdict.single_points.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["SQL core databases", "MSDTC on SQL1", "Enterprise SSO or MSDTC on BTS1"]);
    assert!(verdict.headline.contains("4 parts each alone stop messages"), "{}", verdict.headline);
    let said = whole(&verdict);
    assert!(said.contains("When Enterprise SSO, MSDTC or Master secret on MSS1 is lost, messages go on"), "{said}");
    assert!(said.contains("4 parts are single points of failure"), "{said}");
}

#[test]
fn single_points_are_counted_as_parts_and_not_as_findings() {
    let two = of(&design("two-computer"));
    let findings = analyze(&design("two-computer")).rules.count(Severity::Blocker);
    assert_ne!(two.single_points.len(), findings);
    assert!(two.headline.starts_with("Not highly available: "), "{}", two.headline);
    assert_eq!(two.tone, Tone::Severity(Severity::Blocker));
}

#[test]
fn a_design_that_carries_no_messages_has_nothing_good_said_of_it() {
    let clients = "computer A\ncomputer B\nsql ONE on A\ndatabases ONE management messagebox(master)";
    let verdict = of(&Fixture::parse(clients).unwrap().document);
    assert!(!verdict.carries_messages);
    assert_eq!(verdict.headline, "Carries no messages: nothing receives, processes or sends them");
    assert_eq!(verdict.tone, Tone::Severity(Severity::Blocker));
    let text = whole(&verdict);
    for praise in ["survive", "fails over", "go on", "No drawn part"] {
        assert!(!text.contains(praise), "{text}");
    }
    assert_eq!(of(&Document::default()).tone, Tone::Open);
}

#[test]
fn services_that_never_work_are_named() {
    let text = "computer A biztalk\nsql ONE on A\ndatabases ONE management messagebox(master) sso\n\
                host R receive on !A\nhost S send on A";
    let verdict = of(&Fixture::parse(text).unwrap().document);
    assert!(whole(&verdict).contains("does not work even when nothing fails"), "{}", whole(&verdict));
    assert_ne!(verdict.tone, Tone::Good);
}

#[test]
fn nothing_is_said_to_go_on_where_something_never_works() {
    let text = "computer A biztalk\ncomputer B biztalk\ncomputer C\nsql ONE on C\n\
                databases ONE management messagebox(master) sso\nhost R receive on !A !B\nhost S send on A B";
    let said = whole(&of(&Fixture::parse(text).unwrap().document));
    assert!(said.contains("Receive does not work"), "{said}");
    assert!(!said.contains("messages go on"), "{said}");
}

#[test]
fn what_nobody_has_stated_or_confirmed_is_counted_and_is_no_good_news() {
    let drawn = design("small-complete");
    let verdict = of(&drawn);
    assert!(verdict.num_examples > 0 && verdict.num_questions > 0);
    assert!(whole(&verdict).contains("examples of the template that nobody has confirmed"), "{}", whole(&verdict));
    assert_ne!(verdict.tone, Tone::Good);
    let verdict = of(&confirmed(&drawn));
    assert_eq!((verdict.num_examples, verdict.num_questions), (0, 0), "{}", whole(&verdict));
}

#[test]
fn a_development_environment_is_told_that_its_single_points_count_less_and_which_they_are() {
    let mut document = design("two-computer");
    document.environment.ha_target = HaTarget::Available;
    let verdict = of(&document);
    assert!(verdict.headline.starts_with("Not meant to be highly available: "), "{}", verdict.headline);
    assert!(!verdict.single_points.is_empty() && verdict.sentences.iter().any(|it| it.contains("count as warnings")));
}

fn case(text: &str) -> Verdict {
    of(&Fixture::parse(text).unwrap().document)
}

fn single(verdict: &Verdict) -> Vec<&str> {
    verdict.single_points.iter().map(|it| it.name.as_str()).collect()
}

const VIRTUAL: &str = "
    physical-host HV1
    physical-host HV2
    computer BTS1 biztalk physical_host=@HV1
    computer SQL1 sso physical_host=@HV1
    sql ONE on SQL1
    databases ONE management messagebox(master) tracking sso
    host H receive process send on BTS1
    ";

#[test]
fn a_virtual_machine_that_restarts_elsewhere_is_told_with_its_physical_hosts() {
    let text = format!("{VIRTUAL}attr HV1 host_cluster=HVCL\nattr HV2 host_cluster=HVCL");
    let said = whole(&case(&text));
    assert!(said.contains("it is started again on another physical host"), "{said}");
    assert!(said.contains("When physical host HV1 is lost, its virtual machines are started again"), "{said}");
    assert!(!said.contains("fails over by itself"), "{said}");
}

#[test]
fn virtual_machines_of_which_nobody_said_whether_they_restart_are_no_plain_single_point() {
    let unstated = case(VIRTUAL);
    assert!(unstated.single_points.iter().all(|it| !it.is_sure()), "{:?}", unstated.single_points);
    let said = whole(&unstated);
    assert!(said.contains("as long as nobody states that HV1 and HV2 form a failover cluster: "), "{said}");
    assert!(unstated.headline.contains("as long as nobody states otherwise"), "{}", unstated.headline);
}

#[test]
fn a_physical_host_hides_no_computer_and_is_called_none() {
    let verdict = case(&format!("{VIRTUAL}attr HV1 stands_alone=true"));
    let mut named = single(&verdict);
    named.sort_unstable();
    assert_eq!(named, ["BTS1", "HV1", "SQL1"]);
    let said = whole(&verdict);
    assert!(said.contains("2 computers are single points of failure"), "{said}");
    assert!(said.contains("1 physical host is a single point of failure: HV1"), "{said}");
    let mut zones = Fixture::parse(VIRTUAL).unwrap().document;
    for zone in zones.physical_hosts.edit().values_mut() {
        zone.domain = FaultDomain::AvailabilityZone;
    }
    let said = whole(&of(&zones));
    assert!(said.contains("1 availability zone is a single point of failure: HV1"), "{said}");
}

#[test]
fn who_restarts_mqsagent_is_said() {
    let text = "computer M1\ncomputer M2\ncomputer A biztalk mqs-agent\ncomputer B biztalk mqs-agent\n\
                cluster CL nodes M1 M2\nresource-group Q on CL resources ip-address network-name\n\
                endpoint MQ mq-server computer=@M1\nhost R receive on A B\n";
    let said = whole(&case(&format!("{text}handler R mqseries receive endpoint=@MQ")));
    assert!(said.contains("MQ fails over, and MQSAgent has to be restarted by a person or a script"), "{said}");
    assert!(!said.contains("M1 is lost, what runs on it fails over by itself"), "{said}");
}

#[test]
fn what_an_import_leaves_open_about_hosts_is_no_blocker() {
    let text = "computer A biztalk\nhost H on A";
    assert!(of(&Fixture::parse(text).unwrap().document).headline.starts_with("Carries no messages"));
    let open = of(&Fixture::parse(&format!("{text}\nassumed H functions")).unwrap().document);
    assert_eq!(open.headline, "What the hosts do is not known yet, so nothing can be judged");
    assert_eq!(open.tone, Tone::Open);
    assert!(whole(&open).contains("No host is known to receive, process or send messages"), "{}", whole(&open));
}

#[test]
fn what_is_taken_for_granted_is_said_and_is_no_good_news() {
    let text = "computer N1\ncomputer N2\ncomputer A biztalk\ncomputer B biztalk\ncluster CL nodes N1 N2\n\
                fci ONE on CL active N1\ndatabases ONE management messagebox(master) tracking sso\n\
                host H receive process send on A B\nsecret on B";
    let mut document = Fixture::parse(text).unwrap().document;
    for cluster in document.failover_clusters.edit().values_mut() {
        cluster.witness = None;
    }
    for storage in document.storages.edit().values_mut() {
        (storage.raid, storage.redundant_controllers) = (Some(RaidLevel::Raid10), Some(true));
    }
    let verdict = of(&document);
    let said = whole(&verdict);
    assert_eq!(verdict.num_assumptions, 1);
    assert!(said.contains("This takes for granted that CL has a quorum witness, which nobody has stated."), "{said}");
    assert!(verdict.headline.contains("as far as stated"), "{}", verdict.headline);
    // Without a master secret server nothing could be configured: that there is one is taken for granted as well.
    for computer in document.computers.edit().values_mut() {
        computer.roles.remove(&Role::MasterSecret);
    }
    let verdict = of(&document);
    assert_eq!(verdict.num_assumptions, 2);
    let granted = "This takes for granted that a master secret server, which is not drawn, is there and never fails.";
    assert!(whole(&verdict).contains(granted), "{}", whole(&verdict));
}

#[test]
fn storage_of_which_nobody_states_anything_is_no_plain_single_point() {
    let text = "computer N1\ncomputer N2\ncomputer A biztalk\ncomputer B biztalk\ncluster CL nodes N1 N2\n\
                fci ONE on CL active N1\ndatabases ONE management messagebox(master) sso\n\
                host H receive process send on A B";
    let mut document = Fixture::parse(text).unwrap().document;
    for storage in document.storages.edit().values_mut() {
        (storage.raid, storage.redundant_controllers, storage.copies) = (None, None, None);
    }
    let unknown = of(&document);
    let said = whole(&unknown);
    assert!(unknown.single_points.iter().any(|it| it.name == "CL-array" && !it.is_sure()), "{said}");
    assert!(said.contains("as long as nobody states that CL-array is redundant: CL-array"), "{said}");
    assert!(unknown.headline.contains("as long as nobody states otherwise"), "{}", unknown.headline);
    for storage in document.storages.edit().values_mut() {
        storage.redundant_controllers = Some(false);
    }
    let known = of(&document);
    assert!(known.single_points.iter().any(|it| it.name == "CL-array" && it.is_sure()), "{}", whole(&known));
}

#[test]
fn an_endpoint_counts_with_the_computer_that_carries_it() {
    let text = "computer FS\ncomputer A biztalk\ncomputer B biztalk\nendpoint Pickup file-share computer=@FS\n\
                host R receive on A B\nhandler R file receive endpoint=@Pickup";
    assert_eq!(single(&case(text)), ["FS"]);
}

#[test]
fn a_biztalk_group_is_said_once_in_a_list_of_its_services() {
    let text = "group Two\ncomputer A biztalk\ncomputer B biztalk group Two\nhost H receive process on A\n\
                host I receive process send on B group Two";
    let document = Fixture::parse(text);
    let said = whole(&of(&document.unwrap().document));
    assert!(said.contains("Receive, Process and Send of Two stop"), "{said}");
}
