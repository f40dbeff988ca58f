//! Large designs: what is asked for in memory, which tells how often the work goes over all of a design, grows no worse
//! than n log n.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

use allocation_counter::measure;
use tierwright_design::document::{from_text, to_text};
use tierwright_design::edit::preview;
use tierwright_design::model::{Document, DrillStep};
use tierwright_design::testing::fixture::Fixture;
use tierwright_engine::dependency::text::SweepReport;
use tierwright_engine::dependency::{Structure, Sweep};
use tierwright_engine::drill::{Stage, test_plan};
use tierwright_rules::analysis::{Analysis, analyze};

/// How many times as many computers the larger of two designs has.
const TIMES: u64 = 8;

/// BizTalk servers of one BizTalk group about which nothing is stated, all with the same three hosts.
fn servers(number: u64) -> Document {
    let names: Vec<String> = (0..number).map(|it| format!("BTS{it}")).collect();
    let computers: Vec<String> = names.iter().map(|name| format!("computer {name} biztalk")).collect();
    let all = names.join(" ");
    let hosts = ["Receive receive", "Process process", "Send send"].map(|it| format!("host {it} on {all}"));
    Fixture::parse(&[computers.join("\n"), hosts.join("\n")].join("\n")).unwrap().document
}

/// Memory that a piece of work asks for with few computers and with many, in bytes.
fn asked_for<T>(work: impl Fn(&Document) -> T) -> (u64, u64) {
    let [few, many] = [servers(50), servers(50 * TIMES)].map(|design| measure(|| drop(work(&design))).bytes_total);
    (few, many)
}

#[track_caller]
fn grows_no_worse_than_n_log_n<T>(work: impl Fn(&Document) -> T) {
    let (few, many) = asked_for(work);
    let most = TIMES * 3 / 2 * few;
    assert!(
        many < most,
        "{few} bytes become {many} with {TIMES} times as many computers; at most {most} were expected"
    );
}

#[test]
fn a_design_is_written_and_read() {
    grows_no_worse_than_n_log_n(|design| from_text(&to_text(design)).unwrap());
}

#[test]
fn a_design_is_analyzed() {
    grows_no_worse_than_n_log_n(analyze);
}

#[test]
fn a_sweep_is_told_with_its_reasons() {
    grows_no_worse_than_n_log_n(|document| {
        let structure = Structure::of(document);
        let sweep = Sweep::new(&structure);
        let report = SweepReport { document, structure: &structure, sweep: &sweep, triples: None, order: 1 };
        (report.text(), report.json())
    });
}

#[test]
fn every_loss_is_played_and_the_tests_are_planned() {
    grows_no_worse_than_n_log_n(|document| {
        let failures = analyze(document).failures;
        let stage = Stage::new(document, &failures.structure);
        let lost = failures.impact.iter().map(|loss| stage.outcome(&[DrillStep::fail(loss.part)]).result.steps.len());
        (lost.sum::<usize>(), test_plan(document, &failures.structure))
    });
}

#[test]
fn every_fix_is_carried_out() {
    let fixes = |analysis: &Analysis| analysis.rules.findings.iter().map(|it| it.fixes.len()).sum::<usize>();
    let (few, many) = [servers(50), servers(50 * TIMES)].map(|design| fixes(&analyze(&design))).into();
    assert_eq!(few, many, "the same fixes are offered");
    grows_no_worse_than_n_log_n(|design| {
        let fixes: Vec<_> = analyze(design).rules.findings.into_iter().flat_map(|it| it.fixes).collect();
        fixes.iter().map(|fix| preview(design, &fix.edit.commands).unwrap()).collect::<Vec<_>>()
    });
}
