//! What the failure logic takes for granted, as data: sentences about one thing, and about several of which the same holds.

use std::fmt;

use crate::prose::{list_most, plural};

/// Something that neither the drawing nor an answer decides, and that losses, drills and estimates take for granted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assumption {
    /// What it is about, as sentences name it.
    pub of: String,
    /// What is taken for granted of it.
    pub taken: Taken,
}

/// What can be taken for granted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Taken {
    /// Callers come to a receive handler whose binding nobody has stated.
    HasCallers,
    /// Callers of a host know single computers.
    CalledByComputer,
    /// No message writes to a custom database in its transaction.
    WritesNothing,
    /// The queue of a handler is on the computers of its own host.
    QueuesAtHome,
    /// A failover cluster has a quorum witness.
    HasWitness,
    /// Something that is not drawn is there.
    IsThere,
    /// Storage stands in one site, or in one availability zone, which is named.
    InOne(&'static str),
    /// A SQL instance is reached by the listener of the availability group of this name.
    ByListener(String),
    /// A service, which is named, runs on a computer.
    Runs(&'static str),
}

impl Taken {
    /// Of one thing or of several, as the end of "This takes for granted that …". Names at most so many of them.
    fn of(&self, names: &[&str], most: usize) -> String {
        let all = list_most(names, most);
        let by_number = |one: &'static str, many: &'static str| plural(names.len(), one, many);
        match self {
            Self::HasCallers => {
                let binding = by_number("its binding does", "their bindings do");
                format!("callers come to {all}, as long as nobody states what {binding}")
            }
            Self::CalledByComputer => {
                format!("callers of {all} know single computers, as long as nobody states a load balancer")
            }
            Self::WritesNothing => {
                let none = by_number("", "any of ");
                format!("no message writes to {none}{all} in its transaction, which nobody has stated")
            }
            Self::QueuesAtHome => {
                let (queue, is, own) = if names.len() == 1 {
                    ("queue", "is on its own computers", "it is")
                } else {
                    ("queues", "are on their own computers", "they are")
                };
                format!("the {queue} of {all} {is}, as long as nobody states where {own}")
            }
            Self::HasWitness => {
                format!("{all} {} a quorum witness, which nobody has stated", by_number("has", "have"))
            }
            Self::IsThere => {
                let (is, never) = (by_number("is", "are"), by_number("fails", "fail"));
                format!("{all}, which {is} not drawn, {is} there and never {never}")
            }
            Self::InOne(kind) => {
                let (stands, each) = (by_number("stands", "each stand"), by_number("may", "may each"));
                format!("{all} {stands} in one {kind} only and {each} be lost with any of them")
            }
            Self::ByListener(group) => {
                format!("BizTalk Server reaches {all} by the listener of {group}, which nobody has stated")
            }
            Self::Runs(service) => format!("{service} runs on {all}, which is not drawn"),
        }
    }
}

impl fmt::Display for Assumption {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.taken.of(&[&self.of], 1))
    }
}

/// How sentences about them begin.
const GRANTED: &str = "This takes for granted that";

/// A sentence for each kind: what holds for several things is said once, of all of them.
pub fn sentences(assumptions: &[Assumption]) -> Vec<String> {
    told_together(assumptions, usize::MAX).iter().map(|it| format!("{GRANTED} {it}.")).collect()
}

/// The same in one sentence that names at most so many things of a kind, and at most as many kinds; nothing for no kind.
/// With the number of kinds that are left out.
pub fn one_sentence(assumptions: &[Assumption], most: usize) -> (String, usize) {
    let told = told_together(assumptions, most);
    let (shown, left) = told.split_at(most.min(told.len()));
    let text = if shown.is_empty() { String::new() } else { format!("{GRANTED} {}.", shown.join("; that ")) };
    (text, left.len())
}

/// What is taken for granted, once for all the things of which it is, in the order of the first of them.
///
/// Names at most so many things of a kind.
fn told_together(assumptions: &[Assumption], most: usize) -> Vec<String> {
    let mut kinds: Vec<(&Taken, Vec<&str>)> = Vec::new();
    for it in assumptions {
        match kinds.iter_mut().find(|(taken, _)| *taken == &it.taken) {
            Some((_, names)) => names.push(&it.of),
            None => kinds.push((&it.taken, vec![&it.of])),
        }
    }
    kinds.iter().map(|(taken, names)| taken.of(names, most)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_holds_for_several_is_told_of_them_together() {
        let of = |of: &str, taken: Taken| Assumption { of: of.to_owned(), taken };
        let all = [
            of("CL1", Taken::HasWitness),
            of("the SSO database", Taken::IsThere),
            of("CL2", Taken::HasWitness),
            of("BTS1", Taken::Runs("Enterprise SSO")),
            of("a master secret server", Taken::IsThere),
            of("CL3", Taken::HasWitness),
            of("CL4", Taken::HasWitness),
        ];
        let told = told_together(&all, 2);
        assert_eq!(
            told,
            [
                "CL1, CL2 and 2 more have a quorum witness, which nobody has stated",
                "the SSO database and a master secret server, which are not drawn, are there and never fail",
                "Enterprise SSO runs on BTS1, which is not drawn",
            ]
        );
        assert_eq!(sentences(&all)[2], "This takes for granted that Enterprise SSO runs on BTS1, which is not drawn.");
        let (one, left) = one_sentence(&all, 2);
        let [first, second] = [&told[0], &told[1]];
        assert_eq!((one, left), (format!("This takes for granted that {first}; that {second}."), 1));
        assert_eq!(one_sentence(&all, 0), (String::new(), 3));
        assert_eq!(all[1].to_string(), "the SSO database, which is not drawn, is there and never fails");
    }
}
