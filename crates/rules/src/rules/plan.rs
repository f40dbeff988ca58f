//! Plans: fix after fix on a working copy, until nothing is left that a fix puts right.
//!
//! A fix is taken only when its finding goes, no blocker or error comes, and fewer findings of the goal are left, where
//! blockers and errors count before warnings. That falls with every step, so a plan ends; findings and fixes are tried in
//! the order of the report, so the same design gives the same plan.

use std::collections::{BTreeMap, BTreeSet};

use super::{Finding, Fix, RuleId, RuleReport, Severity, catalog, evaluate_on};
use crate::calendar::Day;
use crate::edit::{Edit, EditCommand, preview};
use crate::model::{Document, Element};

/// What a plan is to reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Goal {
    /// No blocker and no error.
    Compliant,
    /// No blocker and no error, then no warning.
    Clean,
    /// No finding of one rule.
    Rule(RuleId),
}

impl Goal {
    /// Whether a finding is to go.
    pub fn wants(self, finding: &Finding) -> bool {
        match self {
            Self::Compliant => finding.is_severe(),
            Self::Clean => finding.is_severe() || finding.severity == Severity::Warning,
            Self::Rule(rule) => finding.rule == rule,
        }
    }

    /// The findings that are to go, those folded into others included: they come to light with the others gone.
    fn open(self, report: &RuleReport) -> Open {
        let mut open = Open::default();
        for finding in report.findings.iter().chain(&report.folded).filter(|it| self.wants(it)) {
            if finding.is_severe() {
                open.severe += 1;
            } else {
                open.others += 1;
            }
        }
        open
    }

    /// Whether a plan has something to do: fewer blockers and errors, or a warning with a fix.
    pub fn is_worth_a_plan(self, report: &RuleReport) -> bool {
        report.findings.iter().any(|it| self.wants(it) && (it.is_severe() || !it.fixes.is_empty()))
    }
}

/// What is still to go. Fewer blockers and errors count before anything else, so that a fix of theirs may bring a warning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Open {
    severe: usize,
    others: usize,
}

/// What a finding is about: its rule and its subject.
pub type Target = (RuleId, Element);

fn target(finding: &Finding) -> Target {
    (finding.rule, finding.subject())
}

/// Numbers of findings by severity, most severe first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally([usize; Severity::ALL.len()]);

impl Tally {
    /// Counts the findings of a report.
    pub fn of(report: &RuleReport) -> Self {
        Self(Severity::ALL.map(|severity| report.count(severity)))
    }

    /// Each severity with its number.
    pub fn counts(self) -> impl Iterator<Item = (Severity, usize)> {
        Severity::ALL.into_iter().zip(self.0)
    }

    /// The number of one severity.
    pub fn count(self, severity: Severity) -> usize {
        self.counts().find(|(it, _)| *it == severity).map_or(0, |(_, count)| count)
    }

    /// The number of all findings.
    pub fn total(self) -> usize {
        self.0.iter().sum()
    }
}

/// One fix of a plan.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanStep {
    /// What it is for.
    pub target: Target,
    /// How severe that finding is.
    pub severity: Severity,
    /// What the finding says.
    pub message: String,
    /// What the fix does, in the words of its button.
    pub label: String,
    /// The findings after this step.
    pub after: Tally,
    commands: Vec<EditCommand>,
}

/// A finding that the plan leaves.
#[derive(Clone, Debug, PartialEq)]
pub struct Remaining {
    /// What is left.
    pub target: Target,
    /// How severe it is.
    pub severity: Severity,
    /// What the finding says.
    pub message: String,
    /// Why it stays, as a sentence.
    pub why: String,
    /// Whether the person left it out.
    pub is_left_out: bool,
}

/// What is to be done, in order, and what is left then.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// What it is to reach.
    pub goal: Goal,
    /// The findings of the design as it is.
    pub before: Tally,
    /// The findings after the last step.
    pub after: Tally,
    /// The fixes, in order.
    pub steps: Vec<PlanStep>,
    /// The findings of the goal that stay, in the order of the report.
    pub remaining: Vec<Remaining>,
}

impl Plan {
    /// All steps as one undo step; `None` without steps.
    pub fn edit(&self) -> Option<Edit> {
        let commands: Vec<EditCommand> = self.steps.iter().flat_map(|it| it.commands.clone()).collect();
        let fixes = match self.steps.len() {
            0 => return None,
            1 => "1 fix".to_owned(),
            count => format!("{count} fixes"),
        };
        let label = match self.goal {
            Goal::Compliant | Goal::Clean => format!("Make it compliant ({fixes})"),
            Goal::Rule(rule) => format!("Fix all of {rule} ({fixes})"),
        };
        Some(Edit::new(label, commands))
    }
}

/// Makes the whole plan at once. Findings in `left_out` are not touched on purpose. `today` decides which acceptances of
/// findings have expired; `None` = none has.
pub fn plan(document: &Document, goal: Goal, left_out: &BTreeSet<Target>, today: Option<Day>) -> Plan {
    let mut planner = Planner::new(document, goal, left_out.clone(), today);
    while planner.advance() {}
    planner.into_plan()
}

/// A plan in the making: one trial at a time, so that a window can go on meanwhile.
#[derive(Clone, Debug)]
pub struct Planner {
    goal: Goal,
    left_out: BTreeSet<Target>,
    today: Option<Day>,
    before: Tally,
    document: Document,
    report: RuleReport,
    steps: Vec<PlanStep>,
    /// Fixes that did not help since the last step, and why.
    failed: BTreeMap<Target, String>,
    /// Whether a step was taken since `failed` was empty: then what failed is tried once more.
    is_fresh: bool,
    /// The fix of the present finding that is tried next.
    next_fix: usize,
}

impl Planner {
    /// A plan without steps yet.
    pub fn new(document: &Document, goal: Goal, left_out: BTreeSet<Target>, today: Option<Day>) -> Self {
        let report = evaluate_on(document, today);
        Self {
            goal,
            left_out,
            today,
            before: Tally::of(&report),
            document: document.clone(),
            report,
            steps: Vec::new(),
            failed: BTreeMap::new(),
            is_fresh: false,
            next_fix: 0,
        }
    }

    /// The number of steps so far.
    pub fn num_steps(&self) -> usize {
        self.steps.len()
    }

    /// The findings that are still to go.
    pub fn num_open(&self) -> usize {
        let open = self.goal.open(&self.report);
        open.severe + open.others
    }

    /// Tries one fix; `false` when there is nothing left to try.
    pub fn advance(&mut self) -> bool {
        let skips = |it: &Finding| self.left_out.contains(&target(it)) || self.failed.contains_key(&target(it));
        let mut wanted = self.report.findings.iter().filter(|it| self.goal.wants(it) && !it.fixes.is_empty());
        let Some(finding) = wanted.find(|it| !skips(it)).cloned() else {
            if self.is_fresh && !self.failed.is_empty() {
                self.failed.clear();
                self.is_fresh = false;
                return true;
            }
            return false;
        };
        let Some(fix) = finding.fixes.get(self.next_fix) else {
            self.next_fix = 0;
            self.failed.entry(target(&finding)).or_default();
            return true;
        };
        match self.try_fix(&finding, fix) {
            Ok((document, report)) => self.take(&finding, fix, document, report),
            Err(why) => {
                self.next_fix += 1;
                if self.next_fix == finding.fixes.len() {
                    self.next_fix = 0;
                    self.failed.insert(target(&finding), why);
                }
            }
        }
        true
    }

    /// The design and its report after a fix, or why the fix is not taken.
    fn try_fix(&self, finding: &Finding, fix: &Fix) -> Result<(Document, RuleReport), String> {
        let (label, goal) = (&fix.label, self.goal);
        let next =
            preview(&self.document, &fix.edit.commands).map_err(|it| format!("“{label}” is not possible: {it}."))?;
        let report = evaluate_on(&next, self.today);
        let remains = report.findings.iter().any(|it| target(it) == target(finding));
        match new_problems(&self.report, &report).first() {
            Some(it) if !remains => Err(format!("“{label}” would bring {}: {}.", it.rule, it.message(&next))),
            None if !remains && goal.open(&report) < goal.open(&self.report) => Ok((next, report)),
            _ => Err(format!("“{label}” would not be enough.")),
        }
    }

    fn take(&mut self, finding: &Finding, fix: &Fix, document: Document, report: RuleReport) {
        self.steps.push(PlanStep {
            target: target(finding),
            severity: finding.severity,
            message: finding.message(&self.document),
            label: fix.label.clone(),
            after: Tally::of(&report),
            commands: fix.edit.commands.clone(),
        });
        (self.document, self.report) = (document, report);
        (self.next_fix, self.is_fresh) = (0, true);
    }

    /// The plan as far as it has come.
    pub fn into_plan(self) -> Plan {
        let remaining = self.report.findings.iter().filter(|it| self.goal.wants(it)).map(|it| self.remains(it));
        Plan {
            goal: self.goal,
            before: self.before,
            after: Tally::of(&self.report),
            remaining: remaining.collect(),
            steps: self.steps,
        }
    }

    fn remains(&self, finding: &Finding) -> Remaining {
        let is_left_out = self.left_out.contains(&target(finding));
        let why = if is_left_out {
            "Left out by you.".to_owned()
        } else if let Some(why) = self.failed.get(&target(finding)) {
            why.clone()
        } else if let Some(why) = catalog().remedy_without_edit(finding.rule) {
            why.to_owned()
        } else {
            "The drawing does not say enough to choose a fix.".to_owned()
        };
        let message = finding.message(&self.document);
        Remaining { target: target(finding), severity: finding.severity, message, why, is_left_out }
    }
}

/// The blockers and errors that a change brings; what was folded into another finding or accepted is not new.
pub fn new_problems<'r>(before: &RuleReport, after: &'r RuleReport) -> Vec<&'r Finding> {
    after.findings.iter().filter(|it| it.is_severe() && !is_known(before, it)).collect()
}

/// Whether a report has a finding already, be it folded into another one or accepted.
pub(super) fn is_known(before: &RuleReport, finding: &Finding) -> bool {
    let accepted = before.accepted.iter().map(|it| &it.finding);
    let mut all = before.findings.iter().chain(&before.folded).chain(accepted);
    all.any(|it| target(it) == target(finding))
}

#[cfg(test)]
mod tests;
