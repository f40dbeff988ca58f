//! The result of a check as JUnit XML, which build servers show as tests: one suite per design, one test per rule.

use std::fmt::Write as _;

use super::{Checked, Unreadable};
use crate::model::Document;
use crate::rules::{Finding, Reopened, RuleRow, RuleState, Severity, catalog};
use tierwright_availability::xml;

/// What became of one rule.
struct Test {
    class: String,
    name: String,
    outcome: Outcome,
    /// Remarks that change no outcome, line by line.
    remarks: Vec<String>,
}

enum Outcome {
    Passed,
    /// Why it does not count.
    Skipped(String),
    /// A headline, the worst severity and everything that is known.
    Failed(String, Severity, String),
}

/// The result of every design. Findings below `threshold` fail no test; they are remarks.
pub(super) fn write(checked: &[Checked], unreadable: &[Unreadable], threshold: Severity) -> String {
    let suites: Vec<(String, Vec<Test>)> =
        checked.iter().map(|it| (it.path.display().to_string(), tests(it, threshold))).collect();
    let all = || suites.iter().flat_map(|(_, tests)| tests);
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let mut totals = totals(all());
    totals.0 += unreadable.len();
    // Writing to a string cannot fail.
    // Jenkins' schema has skipped tests per suite only.
    let all = counted((totals.0, totals.1), unreadable.len());
    let _ = writeln!(xml, "<testsuites name=\"Tierwright\" {all}>");
    for (name, tests) in &suites {
        let _ = writeln!(xml, "  <testsuite name=\"{}\" {}>", xml::line(name), numbers(self::totals(tests.iter()), 0));
        for test in tests {
            write_test(&mut xml, test);
        }
        xml.push_str("  </testsuite>\n");
    }
    for it in unreadable {
        let path = it.path.display().to_string();
        let name = xml::line(&path);
        let _ = writeln!(xml, "  <testsuite name=\"{name}\" {}>", numbers((1, 0, 0), 1));
        xml.push_str("    <testcase classname=\"tierwright\" name=\"The design can be read\">\n");
        let _ = writeln!(xml, "      <error message=\"{}\"/>\n    </testcase>\n  </testsuite>", xml::line(&it.problem));
    }
    xml.push_str("</testsuites>\n");
    xml
}

/// Tests, failures and skipped tests.
fn totals<'a>(tests: impl Iterator<Item = &'a Test>) -> (usize, usize, usize) {
    tests.fold((0, 0, 0), |(total, failed, skipped), test| match test.outcome {
        Outcome::Passed => (total + 1, failed, skipped),
        Outcome::Failed(..) => (total + 1, failed + 1, skipped),
        Outcome::Skipped(_) => (total + 1, failed, skipped + 1),
    })
}

fn numbers((tests, failures, skipped): (usize, usize, usize), errors: usize) -> String {
    format!("{} skipped=\"{skipped}\"", counted((tests, failures), errors))
}

fn counted((tests, failures): (usize, usize), errors: usize) -> String {
    format!("tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\"")
}

/// Every rule that had something to look at, in catalogue order.
fn tests(checked: &Checked, threshold: Severity) -> Vec<Test> {
    let applies = |row: &&RuleRow| {
        checked.rules.states.get(&row.id).is_some_and(|state| !matches!(state, RuleState::NotApplicable(_)))
    };
    catalog().rows().iter().filter(applies).map(|row| test(checked, row, threshold)).collect()
}

fn test(checked: &Checked, row: &RuleRow, threshold: Severity) -> Test {
    let Checked { document, rules, .. } = checked;
    let found: Vec<&Finding> = rules.of(row.id.as_str()).collect();
    // Severities are ordered most severe first.
    let (failing, minor): (Vec<&Finding>, Vec<&Finding>) = found.iter().partition(|it| it.severity <= threshold);
    let mut remarks: Vec<String> = minor.iter().map(|it| told(document, it)).collect();
    let accepted: Vec<String> = rules
        .accepted
        .iter()
        .filter(|it| it.finding.rule == row.id)
        .map(|it| {
            format!("{}: accepted by {}: {}", it.finding.message(document), it.waiver.signature(), it.waiver.reason)
        })
        .collect();
    let asked: Vec<String> = rules
        .questions
        .iter()
        .filter(|it| it.rule == row.id)
        .map(|it| format!("Not stated: {} of {}", it.attribute.words(), it.element.name(document)))
        .collect();
    let folded = rules.folded.iter().filter(|it| it.rule == row.id);
    let folded: Vec<String> =
        folded.map(|it| format!("{}: stands under another finding", it.message(document))).collect();
    let outcome = match failing.first() {
        Some(worst) => {
            let text: Vec<String> = failing.iter().map(|it| told(document, it)).collect();
            let more = failing.len() - 1;
            let more = if more == 0 { String::new() } else { format!(" (and {more} more)") };
            let body = format!("{}\n\nWhy: {}\nWhat to do: {}", text.join("\n"), row.why, row.fix);
            Outcome::Failed(format!("{}{more}", worst.message(document)), worst.severity, body)
        }
        None if minor.is_empty() => [&accepted, &asked, &folded]
            .into_iter()
            .find(|it| !it.is_empty())
            .map_or(Outcome::Passed, |reasons| Outcome::Skipped(reasons.join("; "))),
        None => Outcome::Passed,
    };
    remarks.extend(accepted.into_iter().chain(asked).chain(folded));
    if matches!(outcome, Outcome::Skipped(_)) {
        remarks.clear();
    }
    Test {
        class: format!("tierwright.{}", row.id.family()),
        name: format!("{} {}", row.id, row.title),
        outcome,
        remarks,
    }
}

/// A finding in one line.
fn told(document: &Document, finding: &Finding) -> String {
    let note = finding.reopened.as_ref().map(Reopened::note).map_or_else(String::new, |note| format!(" ({note})"));
    format!("{}: {}{note}", finding.severity.title(), finding.message(document))
}

fn write_test(xml: &mut String, test: &Test) {
    let head = format!("    <testcase classname=\"{}\" name=\"{}\"", xml::line(&test.class), xml::line(&test.name));
    let mut body = String::new();
    // Writing to a string cannot fail.
    let _ = match &test.outcome {
        Outcome::Passed => Ok(()),
        Outcome::Skipped(why) => writeln!(body, "      <skipped message=\"{}\"/>", xml::line(why)),
        Outcome::Failed(headline, severity, text) => {
            let (message, text) = (xml::line(headline), xml::text(text));
            writeln!(body, "      <failure message=\"{message}\" type=\"{severity}\">{text}</failure>")
        }
    };
    if !test.remarks.is_empty() {
        let _ = writeln!(body, "      <system-out>{}</system-out>", xml::text(&test.remarks.join("\n")));
    }
    let _ = if body.is_empty() { writeln!(xml, "{head}/>") } else { writeln!(xml, "{head}>\n{body}    </testcase>") };
}
