//! What stops, fails over or has no spare while a step is made.

use std::collections::BTreeSet;

use super::rows::{self, OutageRow, Stops};
use super::steps::{Plan, Planned};
use super::text::verb;
use super::work::{Deed, is_other};
use super::{Outage, Stands};
use crate::dependency::{Effect, Outcome, Part, ServiceCuts, outcomes_in_words};
use crate::model::Element;
use crate::prose::capitalized;

impl Plan {
    /// What stops while a step is made: what stands before it, not what stood in the beginning, says what runs where.
    pub(super) fn outages(&self, step: &Planned, before: &Stands<'_>) -> Vec<Outage> {
        // An element is away once, whatever is changed of it: the first row says why.
        let mut seen = BTreeSet::new();
        let mut of_row = |row: &'static OutageRow| {
            let set = step.work.iter().filter(|it| match &it.deed {
                Deed::Set(field) => row.is_for(it.element, field) && self.is_other(it.element, row),
                Deed::Via(field, value) => {
                    let is = Some(value).filter(|it| !it.is_null());
                    row.is_for(it.element, field) && is != Some(self.ends.field(it.element, field).0)
                }
                Deed::Add | Deed::Remove => false,
            });
            let is_there = |it: &Element| it.exists(before.document);
            let elements: Vec<Element> =
                set.map(|it| it.element).filter(is_there).filter(|it| seen.insert(*it)).collect();
            (!elements.is_empty()).then_some((row, elements))
        };
        let found: Vec<(&OutageRow, Vec<Element>)> = rows::outages().filter_map(&mut of_row).collect();
        let outage = |(row, elements): (&OutageRow, Vec<Element>)| {
            let names: Vec<String> = elements.iter().map(|it| it.name(before.document)).collect();
            let one_by_one = row.stops == Stops::InTurn && elements.len() > 1;
            let one_by_one = if one_by_one { "one after the other " } else { "" };
            let words = match elements.as_slice() {
                [Element::Environment] => capitalized(&row.words),
                _ => format!("{}: {one_by_one}{}", names.join(", "), row.words),
            };
            let (stops, meanwhile) = match row.stops {
                Stops::Nothing => stopping(Vec::new()),
                Stops::Everything => stopping(before.standing.working()),
                Stops::Part | Stops::InTurn => without_each(&elements, before),
            };
            let is_away = matches!(row.stops, Stops::Part | Stops::InTurn);
            let without_spare = if is_away { without_spare(&elements, &stops, before) } else { Vec::new() };
            Outage { words, stops, meanwhile, without_spare, source: row.source.clone(), ours: row.ours }
        };
        found.into_iter().map(outage).collect()
    }

    /// Whether a field that is set becomes another one, rather than being stated for the first time.
    fn is_other(&self, element: Element, row: &OutageRow) -> bool {
        let (was, is) = self.ends.field(element, &row.field);
        row.becomes.is_none_or(|it| it.is(is))
            && is_other(was, is, row.from_nothing)
            && (row.field != "slot" || self.moves_to_another_site(element))
    }

    fn moves_to_another_site(&self, element: Element) -> bool {
        self.ends.site_of(element, false) != self.ends.site_of(element, true)
    }
}

/// Services that stop, with that in words.
fn stopping(services: Vec<String>) -> (Vec<String>, String) {
    let words = if services.is_empty() { "no service stops".to_owned() } else { verb(&services, "stops", "stop") };
    (services, words)
}

/// What is away with an element: the computer on which a SQL instance runs.
fn part_of(element: Element, before: &Stands<'_>) -> Part {
    Part::Element(match element {
        Element::SqlInstance(id) => before.document.active_computer_of_sql(id).map_or(element, Element::Computer),
        other => other,
    })
}

/// What stops while each of these is away, one at a time, and what becomes of all services meanwhile, as their losses say.
fn without_each(elements: &[Element], before: &Stands<'_>) -> (Vec<String>, String) {
    let failures = &before.analysis.failures;
    let structure = &failures.structure;
    let mut worst = vec![Outcome::default(); structure.services.len()];
    for element in elements {
        let part = part_of(*element, before);
        for row in failures.impact.iter().filter(|it| it.part == part) {
            worst.iter_mut().zip(&row.outcomes).for_each(|(worst, outcome)| *worst = (*worst).max(*outcome));
        }
        for (service, worst) in structure.services.iter().zip(&mut worst) {
            if service.element == Some(*element) && service.kind.carries_messages() {
                worst.effect = Effect::Stops;
            }
        }
    }
    let services = || structure.services.iter().zip(&worst).enumerate();
    let stops = services().filter(|(_, (it, worst))| it.kind.carries_messages() && worst.effect == Effect::Stops);
    let stops: Vec<String> = stops.map(|(_, (it, _))| it.name.clone()).collect();
    let is_news = services().any(|(at, (_, worst))| *worst > structure.normal(at));
    if is_news { (stops, outcomes_in_words(structure, &worst)) } else { stopping(stops) }
}

/// The services that carry messages, go on and have a spare, but none while one of these is away: one more loss stops them.
fn without_spare(elements: &[Element], stops: &[String], before: &Stands<'_>) -> Vec<String> {
    let failures = &before.analysis.failures;
    let structure = &failures.structure;
    let parts: Vec<Part> = elements.iter().map(|it| part_of(*it, before)).collect();
    let is_away = |set: &crate::dependency::CutSet| {
        let of = |event: &crate::availability::EventId| structure.events.get(event.index()).and_then(|it| it.part);
        set.events.len() == 2 && set.events.iter().filter_map(of).any(|it| parts.contains(&it))
    };
    let service = |cuts: &ServiceCuts| {
        let service = structure.services.get(cuts.service).filter(|it| it.kind.carries_messages())?;
        let has_spare = !cuts.never_works && cuts.single_points(structure).is_empty();
        let loses_it = cuts.sets.iter().any(is_away) && !stops.contains(&service.name);
        (has_spare && loses_it).then(|| service.name.clone())
    };
    failures.cuts(before.document).iter().filter_map(service).collect()
}
