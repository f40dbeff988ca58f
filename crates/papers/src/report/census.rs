//! Names of computers and SQL instances in few words: "all 14 computers" instead of a list of them.

use std::collections::BTreeSet;

use crate::model::{Document, Role, SiteKind};
use crate::prose;

/// Fewer names than these are always listed.
const LEAST: usize = 4;

/// The sets of computers that have a name of their own, each with its members in the order of the design.
pub(super) struct Census {
    sets: Vec<Set>,
    /// Every computer.
    names: Vec<String>,
}

struct Set {
    names: Vec<String>,
    /// All of them in few words.
    said: String,
    /// All of them as lists.
    lists: [String; 2],
}

impl Census {
    pub(super) fn new(document: &Document) -> Self {
        let names = |wanted: &dyn Fn(crate::model::ComputerId) -> bool| {
            let found = document.computers.iter().filter(|(id, _)| wanted(**id));
            found.map(|(_, it)| it.name.clone()).collect::<Vec<String>>()
        };
        let at = |id, kind| document.site_kind_of(id) == Some(kind);
        let biztalk = |id| document.has_role(id, Role::BizTalkRuntime);
        let two_sites = document.computers.keys().any(|id| !at(*id, SiteKind::Primary));
        let of_site = if two_sites { " of the primary site" } else { "" };
        let sets = [
            ("computers".to_owned(), names(&|_| true)),
            (format!("computers{of_site}"), names(&|id| at(id, SiteKind::Primary))),
            ("computers of the disaster-recovery site".to_owned(), names(&|id| at(id, SiteKind::DisasterRecovery))),
            ("BizTalk servers".to_owned(), names(&biztalk)),
            (format!("BizTalk servers{of_site}"), names(&|id| biztalk(id) && at(id, SiteKind::Primary))),
        ];
        let names = sets.first().map(|(_, names)| names.clone()).unwrap_or_default();
        let set = |(what, names): (String, Vec<String>)| Set {
            said: format!("all {} {what}", names.len()),
            lists: [prose::list(&names), names.join(", ")],
            names,
        };
        Self { sets: sets.into_iter().filter(|(_, names)| names.len() >= LEAST).map(set).collect(), names }
    }

    /// The same text with each whole set of computers said in few words.
    pub(super) fn shortened(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for set in &self.sets {
            for list in &set.lists {
                if list.len() <= text.len() {
                    text = replaced(&text, list, &set.said, &self.names);
                }
            }
        }
        text
    }

    /// Names as a list, each whole set of computers in few words.
    pub(super) fn list(&self, names: &[String]) -> String {
        let named: BTreeSet<&String> = names.iter().collect();
        let is_whole = |set: &&Set| set.names.len() == names.len() && set.names.iter().all(|it| named.contains(it));
        let all = self.sets.iter().find(is_whole);
        all.map_or_else(|| prose::list(names), |it| it.said.clone())
    }
}

/// Every SQL instance of a design in few words; empty where there is none.
pub(super) fn sql_instances(document: &Document) -> String {
    let names: Vec<&str> = document.sql_instances.values().map(|it| it.name.as_str()).collect();
    if names.len() >= LEAST { format!("all {} SQL instances", names.len()) } else { prose::list(&names) }
}

/// The text with a list replaced where it stands as a whole, not as the beginning or the end of a longer one.
fn replaced(text: &str, list: &str, said: &str, names: &[String]) -> String {
    let mut done = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(list) {
        let (before, found) = rest.split_at(at);
        let after = found.get(list.len()..).unwrap_or_default();
        let next = after.strip_prefix(", ").or_else(|| after.strip_prefix(" and "));
        let goes_on = next.is_some_and(|next| names.iter().any(|it| next.starts_with(it.as_str())));
        let is_inside = before.ends_with(", ")
            || before.ends_with(char::is_alphanumeric)
            || after.starts_with('-')
            || after.starts_with(char::is_alphanumeric);
        done.push_str(before);
        done.push_str(if goes_on || is_inside { list } else { said });
        rest = after;
    }
    done.push_str(rest);
    done
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::template;

    #[test]
    fn a_whole_set_of_computers_is_counted_and_a_part_of_it_is_listed() {
        let census = Census::new(&template("large").unwrap().document);
        let servers = "BTS1, BTS2, BTS3, BTS4, BTS5 and BTS6";
        let said = census.shortened(&format!("memory of {servers}, once"));
        assert_eq!(said, "memory of all 6 BizTalk servers, once");
        let longer = "BTS1, BTS2, BTS3, BTS4, BTS5 and BTS6-DR";
        assert_eq!(census.shortened(longer), longer);
        assert_eq!(census.shortened("BTS1 and BTS2"), "BTS1 and BTS2");
    }
}
