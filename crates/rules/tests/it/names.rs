//! What a design file may name is in the table by which older programs are told apart from typing mistakes.

use std::collections::BTreeSet;

use tierwright_design::document::{Release, releases};
use tierwright_rules::checklist::steps;
use tierwright_rules::downtime::defaults;
use tierwright_rules::rules::catalog;

fn known(names: fn(&Release) -> &[String]) -> BTreeSet<&'static str> {
    releases().iter().flat_map(names).map(String::as_str).collect()
}

#[test]
fn every_rule_row_and_figure_is_listed_with_the_version_it_came_with() {
    let rules = known(|it| &it.rules);
    let rows = known(|it| &it.rows);
    let figures = known(|it| &it.figures);
    let missing: Vec<String> = catalog()
        .rows()
        .iter()
        .map(|row| row.id.to_string())
        .filter(|id| !rules.contains(id.as_str()))
        .chain(steps().iter().map(|step| step.id.to_owned()).filter(|id| !rows.contains(id.as_str())))
        .chain(defaults().iter().map(|it| it.input.key()).filter(|key| !figures.contains(key.as_str())))
        .collect();
    assert!(
        missing.is_empty(),
        "name these in assets/format.ron, under the version that is released next: {missing:?}"
    );
}
