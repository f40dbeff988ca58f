//! The target as files for builders: configurations, hosts, databases to move, ports, jobs and logins. Pure: a design in,
//! named files out, the same bytes for the same design.
//!
//! What a design does not state is a placeholder, asked at the top of each file that needs it; nothing here is secret.

mod configuration;
mod firewall;
mod head;
mod hosts;
mod names;
mod plan;
mod readme;
mod script;
mod settings_map;
mod sql;
mod tokens;
mod topology;
mod update_info;
mod xml;

use std::collections::BTreeSet;

use crate::model::{Document, Element, TierId};
use head::Asks;
pub(crate) use head::is_ours;
use plan::Plan;
pub use plan::first_servers;

/// What the files name and rest on besides the design.
#[derive(Clone, Debug, Default)]
pub struct Given<'a> {
    /// What the design is called.
    pub name: &'a str,
    /// SHA-256 of the design.
    pub hash: &'a str,
    /// What stands for the rules by which it was checked.
    pub rules_version: &'a str,
    /// The ports that must be open, as the build book has them.
    pub ports: Vec<OpenPort>,
}

/// Ports that must be open towards a tier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenPort {
    /// The tiers that call.
    pub from: Vec<TierId>,
    /// The tier that answers; `None` = the share for backups, which is not drawn.
    pub to: Option<TierId>,
    /// The TCP ports in figures, or that one is not stated.
    pub ports: Vec<String>,
    /// What needs them.
    pub purposes: String,
    /// The firewalls drawn between them.
    pub firewalls: Vec<String>,
}

/// The environment as it is, which the target replaces.
pub struct Present<'a> {
    /// The design of it.
    pub document: &'a Document,
    /// What it is called.
    pub name: &'a str,
    /// The element of the target that an element of the present becomes.
    pub becomes: &'a dyn Fn(Element) -> Option<Element>,
}

/// A file for builders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its name, without a folder.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
    /// What it is, in a few words.
    pub about: String,
    asks: Asks,
}

impl File {
    /// How many details have to be filled in.
    pub fn num_questions(&self) -> usize {
        self.asks.num_questions()
    }
}

/// The files of a target; with a present also those that lead from one to the other.
pub fn files(target: &Document, given: &Given<'_>, present: Option<&Present<'_>>) -> Vec<File> {
    let plan = Plan::new(target, present);
    let mut names = Names::default();
    let mut files = Vec::new();
    for computer in plan.build_order() {
        let name = names.file(&Element::Computer(computer).name(target), ".configuration.xml");
        files.push(configuration::file(&plan, computer, name, given));
    }
    let several = target.biztalk_groups.len() > 1;
    for (group, it) in &target.biztalk_groups {
        let stem = |stem: &str| if several { format!("{stem}-{}", it.name) } else { stem.to_owned() };
        if plan.hosts(*group).next().is_some() {
            files.push(hosts::file(&plan, *group, names.file(&stem("hosts"), ".tsv"), given));
            files.push(script::file(&plan, *group, names.file(&stem("hosts"), ".ps1"), given));
        }
    }
    for group in target.biztalk_groups.keys().filter(|id| target.is_group_drawn(**id)) {
        let stem =
            if several { format!("topology-{}", Element::from(*group).name(target)) } else { "topology".to_owned() };
        files.push(topology::file(&plan, *group, names.file(&stem, ".json"), given));
    }
    for sql in sql::instances(target) {
        let name = names.file(&Element::SqlInstance(sql).name(target), ".jobs-and-logins.sql");
        files.push(sql::file(target, sql, name, given));
    }
    files.extend(firewall::file(target, given));
    if let Some(present) = present {
        files.extend(settings_map::file(target, present, given));
        files.extend(update_info::file(target, present, given));
    }
    files.extend(tokens::file(&files, given));
    files.insert(0, readme::file(&files, given));
    files
}

/// Names of files that no operating system refuses, each given once.
#[derive(Debug, Default)]
struct Names(BTreeSet<String>);

impl Names {
    /// A name made of that of an element: other characters than letters, figures, hyphens and underscores become hyphens.
    fn file(&mut self, element: &str, ending: &str) -> String {
        let kept = |it: char| if it.is_alphanumeric() || matches!(it, '-' | '_') { it } else { '-' };
        let stem: String = element.chars().take(60).map(kept).collect();
        let mut name = format!("{stem}{ending}");
        let mut number = 2;
        while !self.0.insert(name.to_lowercase()) {
            name = format!("{stem}-{number}{ending}");
            number += 1;
        }
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_called_after_its_element_and_no_other_file() {
        let mut names = Names::default();
        assert_eq!(names.file("BTS1", ".x"), "BTS1.x");
        assert_eq!(names.file("bts1", ".x"), "bts1-2.x");
        assert_eq!(names.file("../a\\b:c\n", ".x"), "---a-b-c-.x");
        assert!(names.file(&"x".repeat(300), ".x").len() < 100);
    }
}
