//! What a person does after a loss, in as few words as say all of it.

use std::collections::BTreeSet;

use crate::dependency::{ImpactRow, Part};
use crate::drill::{Answer, Names, ResultCard};
use crate::model::{Document, Element};
use crate::report::census::Census;

/// What is said where people have to act and the drill has no step of its own for them.
const REPAIR: &str = "Repair or replace it";
/// A step that names the hosts of each computer, and what is said of several computers with different ones.
const ADD_HOSTS: (&str, &str, &str) =
    (", or add host instances of ", " elsewhere", ", or add their host instances elsewhere");
/// What a database is called where it may be any of several.
pub(in crate::report) const LOST_DATABASE: &str = "the lost database";
/// Most words of a name that is looked for in a step.
const MOST_WORDS: usize = 4;

/// How steps are said.
pub(super) struct Steps<'a> {
    census: Census,
    /// Names of computers, SQL instances, databases and load balancers.
    named: BTreeSet<&'a str>,
    /// The names of all that can be lost.
    all: Names<'a>,
}

/// Steps that differ only in what they are done to.
struct Alike {
    before: String,
    names: Vec<String>,
    after: String,
}

impl<'a> Steps<'a> {
    pub(super) fn new(document: &'a Document, impact: &'a [ImpactRow]) -> Self {
        let computers = document.computers.values().map(|it| it.name.as_str());
        let named = computers
            .chain(document.sql_instances.values().map(|it| it.name.as_str()))
            .chain(document.databases.values().map(|it| it.name.as_str()))
            .chain(document.load_balancers.values().map(|it| it.name.as_str()));
        let all = Names::new(impact.iter().map(|it| it.name.as_str()));
        Self { census: Census::new(document), named: named.collect(), all }
    }

    /// What a person has to do. What is over only when people have acted never needs nothing of them.
    pub(super) fn of(&self, result: &ResultCard) -> Vec<String> {
        if result.steps.is_empty() && result.full_service == Answer::ByHand {
            return vec![REPAIR.to_owned()];
        }
        let mut steps: Vec<Alike> = Vec::new();
        for step in &result.steps {
            let step = self.cut(&step.text);
            let same = |it: &&mut Alike| {
                !step.names.is_empty() && it.before == step.before && same_rest(&it.after, &step.after)
            };
            match steps.iter_mut().find(same) {
                Some(known) => {
                    known.names.extend(step.names);
                    if known.after != step.after {
                        known.after = ADD_HOSTS.2.to_owned();
                    }
                }
                None => steps.push(step),
            }
        }
        steps.iter().map(|it| format!("{}{}{}", it.before, self.census.list(&it.names), it.after)).collect()
    }

    /// A step with the first name in it cut out.
    fn cut(&self, text: &str) -> Alike {
        let starts = text.match_indices(' ').map(|(at, _)| at + 1);
        for start in std::iter::once(0).chain(starts) {
            let rest = text.get(start..).unwrap_or_default();
            let ends = rest.match_indices([' ', ',', ';']).map(|(at, _)| at).chain([rest.len()]).take(MOST_WORDS);
            let names = ends.filter_map(|end| rest.split_at_checked(end)).filter(|(name, _)| self.named.contains(name));
            if let Some((name, after)) = names.last() {
                let before = text.get(..start).unwrap_or_default().to_owned();
                return Alike { before, names: vec![name.to_owned()], after: after.to_owned() };
            }
        }
        Alike { before: text.to_owned(), names: Vec::new(), after: String::new() }
    }

    /// The same whichever of several parts is lost.
    pub(super) fn of_any(&self, loss: &ImpactRow, said: &[String]) -> Vec<String> {
        self.all.of_any(said, &loss.name, &any(loss.part))
    }
}

/// Whether steps go on in the same way, or only with the hosts of their computer.
fn same_rest(one: &str, other: &str) -> bool {
    let names_hosts =
        |it: &str| it == ADD_HOSTS.2 || it.strip_prefix(ADD_HOSTS.0).is_some_and(|rest| rest.ends_with(ADD_HOSTS.1));
    one == other || names_hosts(one) && names_hosts(other)
}

/// What a part is called where it may be any of several.
fn any(part: Part) -> String {
    match part {
        Part::Element(Element::Connection(_)) => "the lost path".to_owned(),
        Part::Element(Element::Database(_)) => LOST_DATABASE.to_owned(),
        Part::Element(element) => format!("the lost {}", element.kind_words()),
        _ => "what is lost".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::analyze;
    use crate::dependency::Because;
    use crate::document::template;
    use crate::drill::{OperatorStep, Stage};
    use crate::model::DrillStep;

    #[test]
    fn equal_steps_are_said_once_with_what_they_are_done_to() {
        let design = &template("large").unwrap().document;
        let failures = analyze(design).failures;
        let mut result =
            Stage::new(design, &failures.structure).play(&[DrillStep::fail(failures.impact[0].part)]).result;
        let mut said = |steps: Vec<String>| {
            let step = |text| OperatorStep { text, because: Because::Judgment, only_strict: false };
            result.steps = steps.into_iter().map(step).collect();
            Steps::new(design, &failures.impact).of(&result)
        };
        let repair = |name: &str, hosts: &str| format!("Repair {name}, or add host instances of {hosts} elsewhere");
        let every = |hosts: fn(usize) -> &'static str| {
            (1..=6).map(|at| repair(&format!("BTS{at}"), hosts(at))).collect::<Vec<String>>()
        };
        assert_eq!(said(every(|_| "A")), ["Repair all 6 BizTalk servers, or add host instances of A elsewhere"]);
        let differ = said(every(|at| if at == 2 { "A, B" } else { "A" }));
        assert_eq!(differ, ["Repair all 6 BizTalk servers, or add their host instances elsewhere"]);
        let others = ["Restart MSDTC on MBX1", "Bring BizTalkMgmtDb back", "Restart MSDTC on MBX2"];
        let others = said(others.map(str::to_owned).to_vec());
        assert_eq!(others, ["Restart MSDTC on MBX1 and MBX2", "Bring BizTalkMgmtDb back"]);
        assert_eq!(said(vec!["Restart MSDTC".to_owned(); 1]), ["Restart MSDTC"]);
    }
}
