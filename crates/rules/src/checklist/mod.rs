//! The checklist: Microsoft's rows, answered from the design as far as it can answer them, beside what a person set.

mod answer;
mod applies;
mod catalog;
mod drawn;
mod evidence;
mod judgment;

use crate::model::{ChecklistEntry, ChecklistStatus, Document, Element, FailoverClusterId};
use crate::rules::{RuleContext, RuleReport};

pub use answer::Answer;
pub use applies::Applies;
pub use catalog::{AnswerKind, OwnerRole, Part, Shows, Step, steps};
pub use evidence::{Evidence, Tone};
pub use judgment::{Judgment, Proof};

use answer::Judge;

/// One row: a step, about one failover cluster where there is a row for each.
#[derive(Clone, Debug, PartialEq)]
pub struct ChecklistRow {
    /// What the design file knows the row by: `HA-1`, or `DRILL-3/failover-cluster-12`.
    pub id: String,
    /// What is to be done or confirmed.
    pub step: &'static Step,
    /// The failover cluster the row is about; `None` for a row about the whole design.
    pub subject: Option<FailoverClusterId>,
    /// What the design says, and why.
    pub judgment: Judgment,
    /// What a person entered.
    pub entry: ChecklistEntry,
}

impl ChecklistRow {
    /// What the design says.
    pub const fn answer(&self) -> Answer {
        self.judgment.answer()
    }

    /// Why the design says so: elements that fulfill the row, faults, notes, missing details.
    pub fn evidence(&self) -> &[Evidence] {
        self.judgment.evidence()
    }

    /// The id as a person reads it, without the element.
    pub fn label(&self) -> &'static str {
        self.step.id
    }

    /// Whether nobody needs to look at it again: it does not apply, or a person has settled it.
    pub fn is_settled(&self) -> bool {
        self.answer() == Answer::NotApplicable || self.is_settled_by_a_person()
    }

    /// Whether a person has fulfilled it, accepted its risk or said that it does not apply.
    pub fn is_settled_by_a_person(&self) -> bool {
        let settled = [ChecklistStatus::Fulfilled, ChecklistStatus::RiskAccepted, ChecklistStatus::NotApplicable];
        settled.contains(&self.entry.status)
    }
}

/// How many rows have which answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Rows the design fulfills.
    pub pass: usize,
    /// Rows the design does not fulfill.
    pub fail: usize,
    /// Rows the design does not decide.
    pub open: usize,
    /// Rows that do not apply.
    pub not_applicable: usize,
    /// Rows that apply and that a person has settled.
    pub settled: usize,
}

impl Tally {
    /// Counts rows.
    pub fn of<'a>(rows: impl IntoIterator<Item = &'a ChecklistRow>) -> Self {
        let mut tally = Self::default();
        for row in rows {
            match row.answer() {
                Answer::Pass => tally.pass += 1,
                Answer::Fail => tally.fail += 1,
                Answer::Open => tally.open += 1,
                Answer::NotApplicable => tally.not_applicable += 1,
            }
            let applies = row.answer() != Answer::NotApplicable;
            tally.settled += usize::from(applies && row.is_settled_by_a_person());
        }
        tally
    }

    /// The number of rows.
    pub const fn total(&self) -> usize {
        self.pass + self.fail + self.open + self.not_applicable
    }

    /// The number of rows that apply, each of which a person settles.
    pub const fn applicable(&self) -> usize {
        self.pass + self.fail + self.open
    }

    /// The number of rows with one answer.
    pub const fn count(&self, answer: Answer) -> usize {
        match answer {
            Answer::Pass => self.pass,
            Answer::Fail => self.fail,
            Answer::Open => self.open,
            Answer::NotApplicable => self.not_applicable,
        }
    }
}

/// All rows, in the order of the catalogue; rows about failover clusters stand together by failover cluster.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Checklist {
    /// The rows.
    pub rows: Vec<ChecklistRow>,
}

impl Checklist {
    /// The row with an id; `None` when the design has no such row.
    pub fn row(&self, id: &str) -> Option<&ChecklistRow> {
        self.rows.iter().find(|row| row.id == id)
    }

    /// The rows of a part.
    pub fn part(&self, part: Part) -> impl Iterator<Item = &ChecklistRow> {
        self.rows.iter().filter(move |row| row.step.part == part)
    }

    /// How many rows have which answer.
    pub fn tally(&self) -> Tally {
        Tally::of(&self.rows)
    }
}

/// Answers the checklist for a design from what the rules say about it.
pub fn checklist(context: &RuleContext<'_>, report: &RuleReport) -> Checklist {
    let document = context.document;
    let judge = Judge::new(context, report);
    let whole = steps().iter().filter(|step| !step.applies.is_per_cluster());
    let mut rows: Vec<ChecklistRow> = whole.map(|step| row(document, &judge, step, None)).collect();
    for cluster in document.failover_clusters.keys().copied() {
        let num_sql_instances = context.sql_of_cluster(cluster).count();
        let applies = |step: &&Step| match step.applies {
            Applies::EachSqlCluster => num_sql_instances > 0,
            Applies::EachActiveActiveSqlCluster => num_sql_instances > 1,
            _ => false,
        };
        rows.extend(steps().iter().filter(applies).map(|step| row(document, &judge, step, Some(cluster))));
    }
    Checklist { rows }
}

fn row(
    document: &Document,
    judge: &Judge<'_>,
    step: &'static Step,
    subject: Option<FailoverClusterId>,
) -> ChecklistRow {
    let id = subject.map_or_else(|| step.id.to_owned(), |it| format!("{}/{}", step.id, Element::from(it)));
    let judgment = judge.judge(step);
    let entry = document.checklist.get(&id).cloned().unwrap_or_default();
    ChecklistRow { id, step, subject, judgment, entry }
}

#[cfg(test)]
mod tests;
