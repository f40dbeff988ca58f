//! What a change buys: computers, findings, single points of failure, services that survive, rates, downtime, support.

use std::collections::{BTreeMap, BTreeSet};

use super::pairing::Pairing;
use crate::analysis::Analysis;
use crate::calendar::Day;
use crate::capacity::{CapacityReport, Interval, two_figures};
use crate::dependency::Failures;
use crate::downtime::Availability;
use crate::lifecycle::Version;
use crate::model::{Document, Element, Role};
use crate::rules::{Finding, Severity, fingerprint};
use crate::verdict::Point;

/// A line of what a change buys: the same thing said of both designs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Benefit {
    /// What it is about.
    pub label: String,
    /// As it is before.
    pub before: String,
    /// As it is after.
    pub after: String,
    /// What it is about in the design before.
    pub elements_before: Vec<Element>,
    /// What it is about in the design after.
    pub elements_after: Vec<Element>,
}

/// What becomes of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// It comes.
    New,
    /// It stays, with other facts.
    Changed,
    /// It goes.
    Gone,
}

impl Outcome {
    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Changed => "changed",
            Self::Gone => "gone",
        }
    }
}

/// A finding that is not the same in both designs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindingChange {
    /// What becomes of it.
    pub outcome: Outcome,
    /// How severe it is: after, else before.
    pub severity: Severity,
    /// Its rule.
    pub rule: String,
    /// What it says: after, else before.
    pub message: String,
    /// What it is about in the design before.
    pub before: Option<Element>,
    /// What it is about in the design after.
    pub after: Option<Element>,
}

/// A design with its analysis.
type Judged<'a> = (&'a Document, &'a Analysis);

/// Every line, in the order in which it is read.
pub(super) fn benefits(before: Judged<'_>, after: Judged<'_>, today: Option<Day>, downtime: bool) -> Vec<Benefit> {
    let mut lines = computers(before.0, after.0);
    for severity in Severity::ALL {
        let count = |it: Judged<'_>| it.1.rules.count(severity).to_string();
        lines.push(plain(severity.plural(), count(before), count(after)));
    }
    let questions = |it: Judged<'_>| it.1.rules.questions.len().to_string();
    lines.push(plain("Open questions", questions(before), questions(after)));
    lines.push(of_points("Single points of failure", before, after, |_| true));
    lines.push(of_points("Computers among them", before, after, Point::takes_computers));
    lines.push(plain(
        "Services that survive any one computer",
        survivors(&before.1.failures),
        survivors(&after.1.failures),
    ));
    let (was, is) = (&before.1.capacity, &after.1.capacity);
    lines.push(plain("Messages per second, normal", normal_rate(was), normal_rate(is)));
    lines.push(plain("Messages per second, after the worst loss", worst_rate(was), worst_rate(is)));
    if downtime {
        lines.push(plain("Downtime a year", downtime_of(before), downtime_of(after)));
    }
    if let Some(day) = today {
        lines.push(of_elements("Out of support", before, after, |it| out_of_support(it.0, day)));
    }
    lines
}

fn plain(label: impl Into<String>, before: String, after: String) -> Benefit {
    Benefit { label: label.into(), before, after, elements_before: Vec::new(), elements_after: Vec::new() }
}

/// A line that counts single points of failure, as the verdict has them, and names them.
fn of_points(label: &str, before: Judged<'_>, after: Judged<'_>, shown: impl Fn(&Point) -> bool) -> Benefit {
    let points = |it: Judged<'_>| {
        let points = it.1.verdict.single_points.iter().filter(|it| shown(it));
        points.map(|it| (it.name.clone(), it.element)).collect::<Vec<_>>()
    };
    of_names(label, points(before), points(after))
}

/// A line that counts elements and names them.
fn of_elements(
    label: &str,
    before: Judged<'_>,
    after: Judged<'_>,
    find: impl Fn(Judged<'_>) -> Vec<Element>,
) -> Benefit {
    let named = |it: Judged<'_>| find(it).into_iter().map(|element| (element.name(it.0), element)).collect();
    of_names(label, named(before), named(after))
}

fn of_names(label: &str, was: Vec<(String, Element)>, is: Vec<(String, Element)>) -> Benefit {
    let words = |all: &[(String, Element)]| {
        let mut names: Vec<&str> = all.iter().map(|(name, _)| name.as_str()).collect();
        names.sort_unstable();
        if names.is_empty() { "none".to_owned() } else { format!("{}: {}", names.len(), names.join(", ")) }
    };
    let (before, after) = (words(&was), words(&is));
    let elements = |all: Vec<(String, Element)>| all.into_iter().map(|(_, element)| element).collect();
    Benefit { label: label.to_owned(), before, after, elements_before: elements(was), elements_after: elements(is) }
}

/// The number of computers with each role, and of those that carry SQL Server.
fn computers(before: &Document, after: &Document) -> Vec<Benefit> {
    let counts = |document: &Document| {
        let mut counts: BTreeMap<&'static str, Vec<Element>> = BTreeMap::new();
        for (id, computer) in &document.computers {
            let sql = (!document.sql_instances_on(*id).is_empty()).then_some("SQL Server");
            let shown = [Role::BizTalkRuntime, Role::MasterSecret, Role::Iis, Role::FileServer, Role::DomainController];
            // A node that may own a clustered master secret server is one, though the role is the cluster's.
            let has = |role: &&Role| match role {
                Role::MasterSecret => document.may_hold_master_secret(*id),
                role => computer.roles.contains(role),
            };
            let roles = shown.iter().filter(has).map(|it| it.label());
            for role in roles.chain(sql) {
                counts.entry(role).or_default().push((*id).into());
            }
        }
        counts
    };
    let (was, is) = (counts(before), counts(after));
    let labels: BTreeSet<&&str> = was.keys().chain(is.keys()).collect();
    let all = plain("Computers", before.computers.len().to_string(), after.computers.len().to_string());
    let line = |label: &&&'static str| {
        let of = |counts: &BTreeMap<&'static str, Vec<Element>>| counts.get(**label).cloned().unwrap_or_default();
        let (was, is) = (of(&was), of(&is));
        Benefit {
            label: format!("Computers with {label}"),
            before: was.len().to_string(),
            after: is.len().to_string(),
            elements_before: was,
            elements_after: is,
        }
    };
    std::iter::once(all).chain(labels.iter().map(line)).collect()
}

/// How many of how many services outlive the loss of any one computer.
fn survivors(failures: &Failures) -> String {
    let (survive, all) = failures.survivors();
    format!("{survive} of {all}")
}

pub(crate) fn normal_rate(report: &CapacityReport) -> String {
    of_each(report, |it| rate(it.normal.rate.as_ref()))
}

pub(crate) fn worst_rate(report: &CapacityReport) -> String {
    of_each(report, |it| match &it.worst_loss {
        Some(loss) => format!("{} (without {})", rate(loss.estimate.rate.as_ref()), loss.name),
        None => "not known".to_owned(),
    })
}

/// What is said of each BizTalk group, by name where there are several.
fn of_each(report: &CapacityReport, says: impl Fn(&CapacityReport) -> String) -> String {
    let said: Vec<String> = report.groups_in_words().map(|(of, it)| format!("{of}{}", says(it))).collect();
    said.join("; ")
}

fn rate(rate: Option<&Interval>) -> String {
    rate.map_or_else(|| "not known".to_owned(), |it| format!("{} to {}", two_figures(it.p10), two_figures(it.p90)))
}

fn downtime_of((document, analysis): Judged<'_>) -> String {
    let estimate = Availability::new(document, &analysis.rules).estimate;
    match estimate.whole() {
        Some(whole) => whole.by_design.text(),
        None => "not known".to_owned(),
    }
}

/// What is installed in versions that nobody supports any more.
fn out_of_support(document: &Document, day: Day) -> Vec<Element> {
    let ended = |version: Version| version.has_ended(day) == Some(true);
    let biztalk = Version::BizTalk(document.environment.biztalk_release);
    let runs = document.computers.values().any(|it| it.roles.contains(&Role::BizTalkRuntime));
    let environment = (runs && ended(biztalk)).then_some(Element::Environment);
    let sql =
        document.sql_instances.iter().filter(|(_, it)| ended(Version::Sql(it.release))).map(|(id, _)| (*id).into());
    let windows = document.computers.iter().filter(|(_, it)| it.os.is_some_and(|os| ended(Version::Windows(os))));
    environment.into_iter().chain(sql).chain(windows.map(|(id, _)| (*id).into())).collect()
}

/// Findings that are not the same in both designs, most severe first.
pub(super) fn finding_changes(before: Judged<'_>, after: Judged<'_>, pairing: &Pairing) -> Vec<FindingChange> {
    let key = |finding: &Finding, token: &dyn Fn(Element) -> String| {
        let elements: Vec<String> = finding.elements.first().map(|it| token(*it)).into_iter().collect();
        (finding.rule.to_string(), finding.case, elements)
    };
    let mut was: BTreeMap<_, Vec<&Finding>> = BTreeMap::new();
    for finding in &before.1.rules.findings {
        was.entry(key(finding, &|it| pairing.token_before(it))).or_default().push(finding);
    }
    let mut changes = Vec::new();
    for finding in &after.1.rules.findings {
        let same = was.get_mut(&key(finding, &|it| pairing.token_after(it)));
        let earlier = same.filter(|it| !it.is_empty()).map(|it| it.remove(0));
        let outcome = match earlier {
            None => Outcome::New,
            Some(it) if it.message(before.0) != finding.message(after.0) && fingerprint(it) != fingerprint(finding) => {
                Outcome::Changed
            }
            Some(_) => continue,
        };
        let was = earlier.map(Finding::subject);
        changes.push(change(outcome, finding, after.0, (was, Some(finding.subject()))));
    }
    for finding in was.into_values().flatten() {
        changes.push(change(Outcome::Gone, finding, before.0, (Some(finding.subject()), None)));
    }
    changes.sort_by(|a, b| {
        (a.severity, &a.rule, a.outcome, &a.message).cmp(&(b.severity, &b.rule, b.outcome, &b.message))
    });
    changes
}

fn change(
    outcome: Outcome,
    finding: &Finding,
    document: &Document,
    (before, after): (Option<Element>, Option<Element>),
) -> FindingChange {
    let (severity, rule, message) = (finding.severity, finding.rule.to_string(), finding.message(document));
    FindingChange { outcome, severity, rule, message, before, after }
}
