//! What to look at in an estimate: where it leaves the published labs, and what the documents warn of.

use std::collections::BTreeSet;

use super::estimate::Estimate;
use super::formulas::failover::{self, SAFE_SHARE_BEFORE_FAILOVER};
use super::outlook::restart_delay_secs;
use super::parameters::Parameter;
use super::placement::Placement;
use super::roofline::LimiterKind;
use super::state::State;
use super::text::seconds;
use super::words::{self, list, percent, two_figures};
use crate::model::{ComputerId, Document, HostKind};
use crate::sources::{SourceId, stated};

/// Something to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CapacityWarning {
    /// One or two sentences, without a period at the end.
    pub text: String,
    /// The page that says so; `None` = our own reading of the figures.
    pub because: Option<SourceId>,
}

impl CapacityWarning {
    fn new(text: impl Into<String>, because: &str) -> Self {
        Self { text: text.into(), because: (!because.is_empty()).then(|| SourceId(because.to_owned())) }
    }
}

/// Where the design leaves what the model was fitted on (capacity model section 6).
pub(super) fn extrapolated(document: &Document, placement: &Placement) -> Vec<String> {
    let mut reasons = Vec::new();
    let publishers = placement.message_boxes.publishers as usize;
    if publishers > 3 {
        reasons.push(format!("{publishers} publishing MessageBox databases; the lab had up to 3"));
    }
    let biztalk = placement.computers.iter().filter(|it| it.runs_hosts).count();
    if publishers > 0 && biztalk > 4 * publishers {
        reasons.push(format!("{biztalk} BizTalk computers for {publishers} publishing MessageBox databases; more than 4 each were never measured"));
    }
    if largest_message_kb(document, placement) > 100.0 {
        reasons.push("messages above 100 KB; the lab used 2 KB".to_owned());
    }
    reasons
}

/// The largest message size stated anywhere, in KB; zero when none is.
fn largest_message_kb(document: &Document, placement: &Placement) -> f64 {
    let flows = placement.mix.flows.iter().filter_map(|flow| flow.message_kb);
    let large = document.workload.large_message_kb.as_ref().map(|it| it.value);
    flows.chain(large).fold(0.0, f64::max)
}

/// The warnings of section 6 of the capacity model that apply, most urgent first.
pub(super) fn warnings(
    document: &Document,
    placement: &Placement,
    state: &State<'_>,
    estimate: &Estimate,
) -> Vec<CapacityWarning> {
    let mut found = Vec::new();
    found.extend(overload(placement, estimate));
    found.extend(slow_response(document, estimate));
    found.extend(rough_response(estimate));
    found.extend(sleeping_hosts(state));
    found.extend(slow_failover(document));
    found.extend(active_active(document, estimate));
    found.extend(message_boxes(placement, estimate));
    found.extend(of_workload(document, placement));
    found.extend(polling(placement, state));
    found.extend(other_groups(document, placement));
    found
}

/// The peak load is above the rate: when the documented thresholds are reached.
fn overload(placement: &Placement, estimate: &Estimate) -> Option<CapacityWarning> {
    let (peak, rate) = (estimate.peak.as_ref()?.value, estimate.rate?.p50);
    let hops = placement.demands.hops;
    let after = failover::throttling(peak, rate, failover::QUEUE_THRESHOLD, failover::SPOOL_MULTIPLIER, hops);
    let (queue, spool) = (after.secs_to_queue_threshold?, after.secs_to_spool_threshold?);
    let (queue, spool) = (duration(queue), duration(spool));
    let text = format!(
        "At peak more arrives than leaves: a host queue reaches 50,000 messages after {queue}, the spool 500,000 rows \
         after {spool}, and BizTalk Server throttles; draining a large spool can take hours"
    );
    Some(CapacityWarning::new(text, "core/how-to-modify-resource-based-throttling-settings"))
}

/// The response time at peak misses its target.
fn slow_response(document: &Document, estimate: &Estimate) -> Option<CapacityWarning> {
    let target = stated(document.workload.response_target_secs.as_ref())?.value;
    let (peak, model) = (estimate.peak.as_ref()?.value, estimate.response.as_ref()?);
    let p95 = model.at(peak).and_then(|point| point.p95_secs);
    let said = p95.map_or_else(|| "has no bound that can be told".to_owned(), |secs| format!("is {}", seconds(secs)));
    p95.is_none_or(|secs| secs > target).then(|| {
        let text =
            format!("The 95th percentile of the response time at peak {said}; the target is {}", seconds(target));
        CapacityWarning::new(text, "tg/low-latency-scenario-optimizations1")
    })
}

/// The response time rests on what is only an approximation: at peak, or at half of the rate where no peak is stated.
fn rough_response(estimate: &Estimate) -> Option<CapacityWarning> {
    let model = estimate.response.as_ref()?;
    let load = estimate.peak.as_ref().map_or(model.limit_per_sec() / 2.0, |it| it.value);
    model.at(load).filter(|it| it.is_rough).map(|_| {
        let text = "Response times are rough here, means within 10 % and P95 within 15 %: messages come back to queues, wait \
                    behind work of their own or come in clumps, which formulas only approximate";
        CapacityWarning::new(text, "")
    })
}

/// A span of time in words: seconds, minutes or hours.
pub(super) fn duration(secs: f64) -> String {
    if secs < 120.0 {
        format!("{secs:.0} s")
    } else if secs < 7200.0 {
        format!("{:.0} min", secs / 60.0)
    } else {
        format!("{:.0} h", secs / 3600.0)
    }
}

/// Unclustered hosts beside a passive Enterprise SSO (SSO-005).
fn sleeping_hosts(state: &State<'_>) -> Option<CapacityWarning> {
    let computers = state.computers_with_sleeping_hosts();
    let text = format!(
        "Unclustered hosts on {} stand still while Enterprise SSO is passive there, and are not counted (rule SSO-005)",
        list(&computers)
    );
    (!computers.is_empty()).then(|| {
        CapacityWarning::new(text, "core/considerations-for-installing-biztalk-server-on-a-windows-server-cluster2")
    })
}

fn slow_failover(document: &Document) -> Option<CapacityWarning> {
    let secs = stated(document.environment.sql_failover_secs.as_ref())?.value;
    let hosts = document.hosts.values().filter(|host| host.kind == HostKind::InProcess);
    let late: Vec<&str> = hosts.filter(|host| secs > restart_delay_secs(host)).map(|host| host.name.as_str()).collect();
    (!late.is_empty()).then(|| {
        let text = format!(
            "A SQL Server failover of {secs:.0} s is longer than the time after which Windows restarts {}; they may \
             stay stopped, because a service is described to restart once only",
            words::hosts(&late)
        );
        CapacityWarning::new(text, "core/host-instance-service-properties-in-services")
    })
}

/// Two active nodes of one failover cluster that one of them could not carry alone.
fn active_active(document: &Document, estimate: &Estimate) -> Vec<CapacityWarning> {
    let used = |id: &ComputerId| {
        let found = estimate.computers.iter().find(|it| it.computer == *id && !it.runs_hosts);
        found.and_then(|it| it.at_peak).filter(|share| *share > 0.0)
    };
    let mut warnings = Vec::new();
    for cluster in document.failover_clusters.values() {
        let nodes: BTreeSet<ComputerId> = cluster.nodes.iter().map(|node| node.computer).collect();
        let mut active: Vec<(ComputerId, f64)> = nodes.iter().filter_map(|id| Some((*id, used(id)?))).collect();
        active.sort_by(|a, b| b.1.total_cmp(&a.1));
        let [(a, of_a), (b, of_b), ..] = active[..] else { continue };
        let after = failover::takeover(of_a, of_b, SAFE_SHARE_BEFORE_FAILOVER * 2.0);
        let spare = nodes.len() > active.len();
        if !after.both_under_half && !after.fits && !spare {
            let name = |id: ComputerId| document.computers.get(&id).map_or("", |it| it.name.as_str());
            let text = format!(
                "{} and {} are both active and together use {} of one of them at peak: after a failover one cannot \
                 carry both; add a passive node",
                name(a),
                name(b),
                percent(after.utilization_after)
            );
            let source = "tg/checklist-providing-high-availability-with-fault-tolerance-or-load-balancing";
            warnings.push(CapacityWarning::new(text, source));
        }
    }
    warnings
}

/// What the number of MessageBox databases and the bottleneck imply.
fn message_boxes(placement: &Placement, estimate: &Estimate) -> Vec<CapacityWarning> {
    let mut warnings = Vec::new();
    let boxes = placement.message_boxes;
    let bottleneck = estimate.bottleneck().map(|limiter| limiter.kind);
    if boxes.dedicated_master && boxes.publishers == 1 {
        let text = "A master MessageBox with one other carries about 0.91 times the rate of a single MessageBox; with \
                    two others 1.6 times";
        warnings.push(CapacityWarning::new(text, "core/scaling-out-the-sql-server-tier"));
    }
    if boxes.dedicated_master && boxes.publishers >= 4 {
        let text = "With four or more publishing MessageBox databases a master on an equal computer limits them all: \
                    scale up the computer of the master";
        warnings.push(CapacityWarning::new(text, ""));
    }
    if bottleneck == Some(LimiterKind::MessageBoxContention) {
        let text = "Further BizTalk computers do not raise this limit; in the published labs each lowered the rate by \
                    about 5 %";
        warnings.push(CapacityWarning::new(text, "tg/key-performance-indicators"));
    }
    if bottleneck == Some(LimiterKind::MasterCpu) {
        let text =
            "Scale up the computer of the master MessageBox; further MessageBox databases hardly raise this limit";
        warnings.push(CapacityWarning::new(text, "core/scaling-out-the-sql-server-tier"));
    }
    warnings
}

fn of_workload(document: &Document, placement: &Placement) -> Vec<CapacityWarning> {
    let mut warnings = Vec::new();
    let large = placement.parameters.value(Parameter::LargeMessage);
    if largest_message_kb(document, placement) > large {
        let text = format!(
            "Messages are larger than {large:.0} KB; the rate is lower than estimated, by how much is not published"
        );
        warnings.push(CapacityWarning::new(text, ""));
    }
    let asks = placement.mix.flows.iter().any(|flow| flow.http_send && flow.cost.hops > 2.0);
    if asks && placement.workload.http_connections.value <= 2.0 {
        let text = "Send adapters on HTTP open two connections per destination by default; 12 per core are recommended";
        warnings.push(CapacityWarning::new(text, "tg/general-biztalk-server-optimizations1"));
    }
    if placement.tuned == Some(false) {
        let text = "An environment that is not tuned carries about half; tuning one field system raised it from 125 to \
                    277 messages/s";
        warnings.push(CapacityWarning::new(text, "tg/phase-1-scoping-the-assessment"));
    }
    warnings
}

/// Many host instances that poll quickly cost the MessageBox more than half of its CPU.
fn polling(placement: &Placement, state: &State<'_>) -> Option<CapacityWarning> {
    let instances = state.num_running();
    let per_box = instances / placement.message_boxes.publishers.max(1) as usize;
    (placement.workload.polling_secs.value < 0.1 && per_box > 50).then(|| {
        let text = format!(
            "{per_box} host instances poll each MessageBox more often than every 100 ms: that alone may push its CPU \
             above 50 %"
        );
        CapacityWarning::new(text, "tg/low-latency-scenario-optimizations1")
    })
}

/// BizTalk groups that share computers with this one.
fn other_groups(document: &Document, placement: &Placement) -> Vec<CapacityWarning> {
    let name = |id: Option<crate::model::BizTalkGroupId>| {
        id.and_then(|id| document.biztalk_groups.get(&id)).map_or("", |group| group.name.as_str())
    };
    let say = |neighbor: &Placement| match &neighbor.peak {
        Some(peak) => format!(
            "BizTalk group {} is on the same computers; its peak load of {} messages/s is set aside",
            name(neighbor.biztalk_group),
            two_figures(peak.value)
        ),
        None => format!(
            "BizTalk group {} is on the same computers, but its load is not stated: the rate holds while it rests",
            name(neighbor.biztalk_group)
        ),
    };
    placement.neighbors.iter().map(|it| CapacityWarning::new(say(it), "")).collect()
}
