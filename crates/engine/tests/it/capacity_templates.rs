//! What the capacity estimate says about the shipped deployments of each size.

use tierwright_design::document::{TemplateGroup, templates};
use tierwright_design::model::Document;
use tierwright_engine::capacity::lab::lab_runs_like;
use tierwright_engine::capacity::{CapacityReport, capacity_report, two_figures};
use tierwright_engine::dependency::Structure;

/// Key: rate in messages per second, what limits it; the worst single loss and what it leaves. The completed forms state
/// 8 cores everywhere, the drawn ones state none. Unclustered hosts beside a clustered Enterprise SSO work on one computer.
const EXPECTED: [&str; 11] = [
    "empty: -, -; without -: -",
    "small: 130, Lock contention in MessageBox database BizTalkMsgBoxDb; without SQL and master secret cluster disk array: 0",
    "small-complete: 91, CPU of SQL1 with MessageBox database BizTalkMsgBoxDb; without BTS1: 91",
    "medium-receive: 130, Lock contention in MessageBox database BizTalkMsgBoxDb; without SQL and master secret cluster disk array: 0",
    "medium-receive-complete: 91, CPU of SQL1 with MessageBox database BizTalkMsgBoxDb; without BTS3: 91",
    "medium-process: 130, Lock contention in MessageBox database BizTalkMsgBoxDb; without SQL and master secret cluster disk array: 0",
    "medium-process-complete: 91, CPU of SQL1 with MessageBox database BizTalkMsgBoxDb; without BTS3: 91",
    "large: 210, Lock contention in MessageBox databases BizTalkMsgBoxDb, BizTalkMsgBoxDb2 and BizTalkMsgBoxDb3; without \
     MessageBox cluster disk array: 0",
    "large-complete: 150, CPU of MBX1 with master MessageBox BizTalkMsgBoxDb; without BTS3: 150",
    "two-computer: 91, CPU of BTS1 with Receive host, Processing host and Send host and MessageBox database \
     BizTalkMsgBoxDb; without BTS1: 0",
    "two-computer-clustered-sso: 69, CPU of BTS1 with Receive host, Processing host and Send host and MessageBox \
     database BizTalkMsgBoxDb; without BTS1: 0",
];

fn report_of(document: &Document) -> CapacityReport {
    capacity_report(document, &Structure::of(document))
}

#[test]
fn the_shipped_templates_get_the_estimates_their_drawings_allow() {
    let mut said = Vec::new();
    for template in templates().iter().filter(|it| it.group == Some(TemplateGroup::Sizes)) {
        let report = report_of(&template.document);
        let rate = |estimate: &tierwright_engine::capacity::Estimate| {
            estimate.rate.map_or_else(|| "-".to_owned(), |rate| two_figures(rate.p50))
        };
        let worst = report.worst_loss.as_ref();
        said.push(format!(
            "{}: {}, {}; without {}: {}",
            template.key,
            rate(&report.normal),
            report.normal.bottleneck().map_or("-", |limiter| limiter.name.as_str()),
            worst.map_or("-", |loss| loss.name.as_str()),
            worst.map_or_else(|| "-".to_owned(), |loss| rate(&loss.estimate)),
        ));
    }
    assert_eq!(said, EXPECTED);
}

#[test]
fn the_design_of_the_published_lab_lies_within_its_own_range_and_shows_its_measured_point() {
    let design = &templates().iter().find(|it| it.key == "lab-2010").unwrap().document;
    let runs = lab_runs_like(design);
    assert_eq!(runs.len(), 1, "the run with four MessageBox databases, two BizTalk computers and an orchestration");
    let rate = report_of(design).normal.rate.unwrap();
    let measured = runs[0].messages_per_sec;
    assert!(rate.p10 <= measured && measured <= rate.p90, "{measured} lies outside {rate:?}");
    assert!(rate.p90 / rate.p10 < 1.25, "nothing is assumed about the lab but the error of the model: {rate:?}");
}
