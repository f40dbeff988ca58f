//! How an estimate follows the design: what is drawn, what is stated, and what is lost.

use super::*;
use crate::model::{FaultDomain, HostFunction, PhysicalHost, PhysicalHostId, SiteKind, TierKind};
use crate::testing::DocumentBuilder;

const ALL: [HostFunction; 3] = [HostFunction::Receive, HostFunction::Process, HostFunction::Send];

/// A builder with the ids that tests ask for.
pub(in crate::capacity) struct Design {
    pub(in crate::capacity) builder: DocumentBuilder,
    pub(in crate::capacity) biztalk: Vec<ComputerId>,
    sql: Vec<ComputerId>,
}

impl Design {
    /// Two BizTalk computers with three hosts each, and one SQL instance on a failover cluster of two.
    pub(in crate::capacity) fn small() -> Self {
        let mut builder = DocumentBuilder::new("Small");
        let tier = builder.tier("BizTalk", TierKind::BizTalk);
        let biztalk = builder.biztalk_servers(&["BTS1", "BTS2"], tier);
        for (name, function) in [("Receive", ALL[0]), ("Process", ALL[1]), ("Send", ALL[2])] {
            builder.host(name, &[function], &biztalk);
        }
        let tier = builder.tier("Databases", TierKind::Databases);
        let sql = builder.computers(&["SQL1", "SQL2"], tier);
        let cluster = builder.failover_cluster("SQL cluster", &sql);
        let instance = builder.clustered_sql("SQLBTS", cluster, &sql);
        builder.core_databases(instance);
        Self { builder, biztalk, sql }
    }

    /// States cores, core speed and complexity as in the published lab.
    fn like_the_lab(mut self, biztalk_cores: u32, sql_cores: u32) -> Self {
        let (biztalk, sql) = (self.biztalk.clone(), self.sql.clone());
        let document = self.builder.edit();
        for (id, computer) in document.computers.edit() {
            let cores = if biztalk.contains(id) { Some(biztalk_cores) } else { sql.contains(id).then_some(sql_cores) };
            computer.hardware.cores = cores.map(Sourced::entered);
            computer.hardware.core_speed = cores.map(|_| Sourced::entered(1.0));
        }
        document.workload.complexity_biztalk = Some(Sourced::entered(1.0));
        document.workload.complexity_sql = Some(Sourced::entered(1.0));
        document.workload.orchestration_share_percent = Some(Sourced::entered(100.0));
        self
    }

    fn with_peak(mut self, messages_per_sec: f64) -> Self {
        self.builder.edit().workload.peak_messages_per_sec = Some(Sourced::entered(messages_per_sec));
        self
    }

    fn estimate(&self) -> Estimate {
        self.estimate_without(&[])
    }

    fn estimate_without(&self, lost: &[ComputerId]) -> Estimate {
        let document = self.builder.clone().build();
        estimate(&document, &Structure::of(&document), &Loss::of_computers(lost.iter().copied()))
    }
}

fn rate(estimate: &Estimate) -> f64 {
    estimate.rate.unwrap().p50
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-6 * b.abs()
}

#[test]
fn a_design_like_the_lab_gets_the_rate_of_the_lab() {
    let result = Design::small().like_the_lab(8, 16).estimate();
    assert!(close(rate(&result), 660.25), "{}", rate(&result));
    let bottleneck = result.bottleneck().unwrap();
    assert_eq!(bottleneck.kind, LimiterKind::MessageBoxContention);
    assert_eq!(bottleneck.name, "Lock contention in MessageBox database BizTalkMsgBoxDb");
}

#[test]
fn few_sql_cores_make_processor_time_the_bottleneck() {
    let result = Design::small().like_the_lab(8, 4).estimate();
    assert!(close(rate(&result), 228.274968), "{}", rate(&result));
    assert_eq!(result.bottleneck().unwrap().name, "CPU of SQL1 with MessageBox database BizTalkMsgBoxDb");
    let next = result.next_limit().unwrap();
    let start = "Raising “CPU of SQL1 with MessageBox database BizTalkMsgBoxDb” moves the limit to “Lock contention";
    assert!(next.starts_with(start) && next.ends_with("at 660 messages/s"), "{next}");
}

#[test]
fn losing_one_of_two_biztalk_computers_halves_their_limit() {
    let design = Design::small().like_the_lab(1, 16);
    let both = rate(&design.estimate());
    let one = design.estimate_without(&design.biztalk[..1]);
    assert!(close(rate(&one) * 2.0, both));
    assert_eq!(one.bottleneck().unwrap().name, "CPU of BTS2 with hosts Receive, Process and Send");
    assert!(one.computers.iter().all(|it| it.name != "BTS1"));
}

#[test]
fn losing_every_computer_of_a_host_stops_all_messages() {
    let design = Design::small().with_peak(10.0);
    let none = design.estimate_without(&design.biztalk);
    assert_eq!(none.rate.map(|rate| (rate.p10, rate.p50, rate.p90)), Some((0.0, 0.0, 0.0)));
    assert_eq!(none.bottleneck().unwrap().name, "hosts Receive, Process and Send run on no computer");
    assert_eq!(none.fit, Some(Fit::Unlikely));
    assert_eq!(none.used(), None);
    assert!(none.computers.iter().all(|it| it.at_peak.is_none()));
}

#[test]
fn losing_the_active_sql_node_moves_its_work_to_the_passive_one() {
    let design = Design::small().like_the_lab(8, 16).with_peak(100.0);
    let normal = design.estimate();
    let moved = design.estimate_without(&design.sql[..1]);
    assert!(close(rate(&moved), rate(&normal)));
    let at = |estimate: &Estimate, name: &str| estimate.computers.iter().find(|it| it.name == name).unwrap().at_peak;
    assert!(close(at(&normal, "SQL1").unwrap(), 0.096375));
    assert_eq!(at(&normal, "SQL2"), Some(0.0));
    assert_eq!(at(&moved, "SQL2"), at(&normal, "SQL1"));
    assert_eq!(moved.database_tier_at_peak, normal.database_tier_at_peak);
}

#[test]
fn a_sql_instance_without_a_computer_left_stops_all_messages() {
    let design = Design::small();
    let lost = design.estimate_without(&design.sql);
    assert_eq!(rate(&lost), 0.0);
    let reasons: Vec<&str> = lost.limiters.ranked().iter().map(|it| it.name.as_str()).collect();
    let expected =
        "SQL instance SQLBTS, which holds BizTalkMgmtDb, BizTalkMsgBoxDb and SSODB, has no computer left to run on";
    assert_eq!(reasons, [expected]);
}

#[test]
fn two_sql_instances_on_one_survivor_add_up() {
    let mut builder = DocumentBuilder::new("Active/active");
    let tier = builder.tier("BizTalk", TierKind::BizTalk);
    let biztalk = builder.biztalk_servers(&["BTS1"], tier);
    builder.host("All", &ALL, &biztalk);
    let tier = builder.tier("Databases", TierKind::Databases);
    let sql = builder.computers(&["SQL1", "SQL2", "SQL3"], tier);
    let cluster = builder.failover_cluster("SQL cluster", &sql);
    let master = builder.clustered_sql("MASTER", cluster, &[sql[0]]);
    builder.core_databases(master);
    for (name, owners) in [("MB1", [sql[1], sql[2]]), ("MB2", [sql[2], sql[1]])] {
        let instance = builder.clustered_sql(name, cluster, &owners);
        builder.database(crate::model::DatabaseKind::MessageBox, instance);
    }
    builder.disable_publication_on_master();
    let design = Design { builder, biztalk, sql }.like_the_lab(64, 8).with_peak(100.0);
    let (normal, after) = (design.estimate(), design.estimate_without(&design.sql[2..]));
    let busy = |estimate: &Estimate| estimate.computers.iter().find(|it| it.name == "SQL2").unwrap().at_peak.unwrap();
    assert!(close(busy(&after), 2.0 * busy(&normal)));
    let kinds: Vec<LimiterKind> = normal.limiters.ranked().iter().map(|it| it.kind).collect();
    assert!(kinds.contains(&LimiterKind::MasterCpu), "{kinds:?}");
}

#[test]
fn a_clustered_host_works_on_one_computer_at_a_time() {
    let mut design = Design::small().like_the_lab(1, 16);
    let cluster = design.builder.failover_cluster("BizTalk cluster", &design.biztalk.clone());
    let group = design.builder.resource_group("Hosts", cluster, &design.biztalk.clone(), &[]);
    for host in design.builder.edit().hosts.edit().values_mut() {
        host.clustered_in = Some(crate::model::HostClustering { resource_group: group, depends_on: BTreeSet::new() });
    }
    let normal = design.estimate();
    assert_eq!(normal.bottleneck().unwrap().name, "CPU of BTS1 with hosts Receive, Process and Send");
    let after = design.estimate_without(&design.biztalk[..1]);
    assert_eq!(after.bottleneck().unwrap().name, "CPU of BTS2 with hosts Receive, Process and Send");
    assert!(close(rate(&after), rate(&normal)));
}

#[test]
fn without_a_peak_load_nothing_is_said_about_utilization_at_peak() {
    let result = Design::small().estimate();
    assert!(result.peak.is_none() && result.fit.is_none() && result.used().is_none());
    assert!(result.computers.iter().all(|it| it.at_peak.is_none() && it.at_limit.is_some()));
    assert_eq!(result.database_tier_at_peak, None);
}

#[test]
fn an_incomplete_drawing_says_what_is_missing_instead_of_a_rate() {
    let empty = DocumentBuilder::new("Empty").build();
    let result = estimate(&empty, &Structure::of(&empty), &Loss::none());
    assert_eq!(result.rate, None);
    assert_eq!(result.missing, ["no MessageBox database is placed", "no host receives", "no host sends"]);
}

#[test]
fn a_drawn_host_without_host_instances_stops_messages_only_when_no_other_host_does_its_work() {
    let mut design = Design::small();
    design.builder.host("Spare", &[HostFunction::Receive], &[]);
    assert!(rate(&design.estimate()) > 0.0);
    let document = design.builder.edit();
    for host_instance in document.host_instances.edit().values_mut() {
        host_instance.enabled = false;
    }
    let stopped = design.estimate();
    assert_eq!(rate(&stopped), 0.0);
    assert_eq!(stopped.bottleneck().unwrap().name, "no host that receives has an enabled host instance");
}

#[test]
fn computers_of_the_disaster_recovery_site_carry_nothing() {
    let mut design = Design::small().like_the_lab(1, 16);
    let before = rate(&design.estimate());
    design.builder.site("Recovery", SiteKind::DisasterRecovery);
    let tier = design.builder.tier("Recovery", TierKind::DisasterRecovery);
    let twin = design.builder.biztalk_server("BTS3", tier);
    let hosts: Vec<_> = design.builder.edit().hosts.keys().copied().collect();
    for host in hosts {
        design.builder.host_instance(host, twin);
    }
    assert!(close(rate(&design.estimate()), before));
}

#[test]
fn virtual_machines_lower_the_processor_limits_by_the_published_ratios() {
    let limits = |design: &Design| {
        let estimate = design.estimate();
        let of = |kind| estimate.limiters.ranked().iter().find(|it| it.kind == kind).unwrap().rate.p50;
        (of(LimiterKind::Computer), of(LimiterKind::MessageBoxCpu))
    };
    let mut design = Design::small().like_the_lab(8, 16);
    let physical = limits(&design);
    design.builder.edit().environment.deployment = Some(crate::model::Deployment::Virtual);
    let machines = limits(&design);
    assert!(close(machines.0, physical.0 * 0.943) && close(machines.1, physical.1 * 0.798));
    let one = PhysicalHostId(900);
    design.builder.edit().physical_hosts.edit().insert(one, PhysicalHost::new("HV1"));
    for computer in design.builder.edit().computers.edit().values_mut() {
        computer.physical_host = Some(one);
    }
    assert!(close(limits(&design).1, physical.1 * 0.67));
    // A zone holds virtual machines as well, and is no computer that they would share.
    for zone in design.builder.edit().physical_hosts.edit().values_mut() {
        zone.domain = FaultDomain::AvailabilityZone;
    }
    assert!(close(limits(&design).1, physical.1 * 0.798));
}

#[test]
fn virtual_machines_lower_the_ceiling_of_contention_as_well_which_is_our_inference() {
    let mut design = Design::small().like_the_lab(8, 16);
    let ceiling = |estimate: &Estimate| {
        let ranked = estimate.limiters.ranked();
        ranked.iter().find(|it| it.kind == LimiterKind::MessageBoxContention).unwrap().rate.p50
    };
    let inferred = AssumptionId("capacity.virtual-contention".to_owned());
    let physical = design.estimate();
    assert!(!physical.assumptions.contains(&inferred));
    design.builder.edit().environment.deployment = Some(crate::model::Deployment::Virtual);
    let virtual_machines = design.estimate();
    assert!(close(ceiling(&virtual_machines), ceiling(&physical) * 0.798));
    assert!(virtual_machines.assumptions.contains(&inferred));
}

#[test]
fn further_passes_through_the_message_box_cost_hops_and_are_an_input_with_its_provenance() {
    let mut design = Design::small().like_the_lab(8, 16);
    let before = design.estimate();
    design.builder.edit().workload.extra_hops = Some(Sourced::entered(2.0));
    let after = design.estimate();
    assert!(close(rate(&after), rate(&before) / 2.0), "two hops become four");
    let input = after.inputs.iter().find(|it| it.key == "extra-hops").unwrap();
    assert_eq!((input.value.value, input.value.provenance.word()), (2.0, "entered"));
    assert!(before.inputs.iter().all(|it| it.key != "extra-hops"));
}

#[test]
fn a_peak_load_that_is_an_example_promises_nothing() {
    let mut design = Design::small().with_peak(10.0);
    assert!(design.estimate().fit.is_some());
    if let Some(value) = &mut design.builder.edit().workload.peak_messages_per_sec {
        value.provenance = Provenance::Example;
    }
    let estimate = design.estimate();
    assert!(estimate.fit.is_none() && estimate.peak.is_none());
    let mut cores = Design::small().like_the_lab(8, 16);
    let stated = cores.estimate().assumed_inputs().0;
    for computer in cores.builder.edit().computers.edit().values_mut() {
        computer.hardware.cores.iter_mut().for_each(|it| it.provenance = Provenance::Example);
    }
    assert!(cores.estimate().assumed_inputs().0 > stated, "examples count as assumptions");
}

#[test]
fn stating_more_narrows_the_range() {
    let width = |estimate: &Estimate| estimate.rate.map(|rate| rate.p90 / rate.p10).unwrap();
    let assumed = Design::small().estimate();
    let described = Design::small().like_the_lab(8, 16).estimate();
    assert!(width(&described) < width(&assumed));
    let (of_assumed, of_described) = (assumed.assumed_inputs(), described.assumed_inputs());
    assert!(of_described.0 < of_assumed.0, "{of_assumed:?} {of_described:?}");
    assert!(assumed.assumptions.contains(&AssumptionId("capacity.complexity".to_owned())));
    assert!(!described.assumptions.contains(&AssumptionId("capacity.complexity".to_owned())));
    assert!(described.because.contains(&SourceId("tg/observations-and-recommendations".to_owned())));
}

#[test]
fn the_peak_load_is_judged_against_the_range() {
    let design = Design::small();
    let rate = design.estimate().rate.unwrap();
    let fit = |load: f64| Design::small().with_peak(load).estimate().fit;
    assert_eq!(fit(rate.p10 * 0.99), Some(Fit::Likely));
    assert_eq!(fit(rate.p50), Some(Fit::Possible));
    assert_eq!(fit(rate.p90 * 1.01), Some(Fit::Unlikely));
}

#[test]
fn growth_says_when_the_rate_is_reached() {
    let mut design = Design::small().like_the_lab(8, 16).with_peak(330.125);
    design.builder.edit().workload.growth_percent_per_year = Some(Sourced::entered(100.0));
    assert!(close(design.estimate().years_to_limit.unwrap(), 1.0));
}

#[test]
fn a_group_without_processing_host_only_passes_messages_through() {
    let mut builder = DocumentBuilder::new("Messaging");
    let tier = builder.tier("BizTalk", TierKind::BizTalk);
    let biztalk = builder.biztalk_servers(&["BTS1"], tier);
    builder.host("Receive", &[HostFunction::Receive], &biztalk);
    builder.host("Send", &[HostFunction::Send], &biztalk);
    let tier = builder.tier("Databases", TierKind::Databases);
    let sql = builder.computers(&["SQL1"], tier);
    let instance = builder.standalone_sql("SQLBTS", sql[0]);
    builder.core_databases(instance);
    let document = builder.build();
    let share = |estimate: &Estimate| {
        estimate.inputs.iter().find(|it| it.key == "orchestration-share").map(|it| it.value.value)
    };
    let result = estimate(&document, &Structure::of(&document), &Loss::none());
    assert!(result.missing.is_empty(), "{:?}", result.missing);
    assert_eq!(share(&result), Some(0.0));
}
