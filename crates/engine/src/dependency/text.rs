//! A sweep as text and as JSON.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::cut_sets::ServiceCuts;
use super::event::Event;
use super::structure::{Outcome, Structure};
use super::sweep::{MAX_PAIR_PARTS, ScenarioEffect, Sweep, Triples};
use crate::availability::EventId;
use crate::availability::logic::Ripple;
use crate::model::Document;

/// A sweep with everything a report of it needs.
pub struct SweepReport<'a> {
    /// The design.
    pub document: &'a Document,
    /// Its failure logic.
    pub structure: &'a Structure,
    /// What was tried.
    pub sweep: &'a Sweep,
    /// Losses of three, where asked for.
    pub triples: Option<&'a Triples>,
    /// 1, 2 or 3: how many parts are lost at once at most.
    pub order: u8,
}

impl SweepReport<'_> {
    fn names(&self, events: &[EventId]) -> Vec<String> {
        events.iter().filter_map(|event| self.structure.events.get(event.index())).map(|it| it.name.clone()).collect()
    }

    fn cuts(&self) -> Vec<ServiceCuts> {
        let mut cuts = ServiceCuts::all(self.document, self.structure, self.sweep, self.triples);
        for cut in &mut cuts {
            cut.sets.retain(|set| set.events.len() <= usize::from(self.order));
            cut.order = cut.order.min(usize::from(self.order));
        }
        cuts
    }

    fn scenarios(&self) -> Vec<ScenarioEffect> {
        let mut all: Vec<ScenarioEffect> = self.sweep.all_singles().collect();
        if self.order >= 2 {
            all.extend(self.sweep.all_pairs());
        }
        all
    }

    /// The sweep for people: every single loss, the compound pairs, and when each service stops.
    pub fn text(&self) -> String {
        let mut text = format!("Failure sweep: {}\n", self.document.project.title);
        let events = self.sweep.events().len();
        let _ = write!(text, "{events} losses of one part");
        if self.order >= 2 {
            let _ = write!(text, ", {} of two", self.sweep.num_pairs());
        }
        if let Some(triples) = self.triples {
            let _ = write!(text, ", {} of three", triples.tried);
        }
        text.push_str(" were tried");
        if self.order >= 2 && !self.sweep.has_pairs() {
            let _ = write!(text, "; losses of several parts are tried in designs of up to {MAX_PAIR_PARTS} parts");
        }
        if let Some(triples) = self.triples.filter(|it| it.is_stopped()) {
            let _ = write!(text, "; stopped at {} of {} of three, for lack of time", triples.tried, triples.all);
        }
        text.push_str(".\n\nWhen services stop\n");
        for cuts in self.cuts() {
            let _ = writeln!(text, "  {}", cuts.sentence(self.structure));
        }
        text.push_str("\nLosses of one part\n");
        let mut ripple = Ripple::new(&self.structure.logic);
        for scenario in self.sweep.all_singles() {
            self.write_scenario(&mut text, &scenario, &mut ripple);
        }
        self.write_residual(&mut text);
        if !self.structure.assumptions.is_empty() {
            text.push_str("\nTaken for granted\n");
            for assumption in &self.structure.assumptions {
                let _ = writeln!(text, "  {assumption}");
            }
        }
        text
    }

    fn write_scenario(&self, text: &mut String, scenario: &ScenarioEffect, ripple: &mut Ripple<'_>) {
        let _ = writeln!(text, "  {}", self.names(&scenario.events).join(" and "));
        let lanes = ripple.evaluate(scenario.events.iter().map(|event| (*event, u64::MAX)));
        let mut any = false;
        for (service, outcome) in self.structure.services.iter().zip(&scenario.outcomes) {
            if *outcome == Outcome::default() {
                continue;
            }
            any = true;
            let reason = self.structure.reasons(service, lanes).join("; ");
            let _ = writeln!(text, "    {:24} {:12} {reason}", service.name, outcome.label());
        }
        if !any {
            let works = self.structure.carries_messages();
            let _ = writeln!(text, "    {}", if works { "every service works" } else { "changes nothing" });
        }
    }

    fn write_residual(&self, text: &mut String) {
        let residual: Vec<_> = self.structure.events.iter().filter(|it| !it.class.is_component()).collect();
        if residual.is_empty() {
            return;
        }
        text.push_str("\nCauses that are no components\n");
        for event in residual {
            let _ = writeln!(text, "  {:18} {} ({})", event.class.label(), event.name, event.because.label());
        }
    }

    /// The sweep for programs.
    pub fn json(&self) -> Value {
        let mut ripple = Ripple::new(&self.structure.logic);
        let scenarios: Vec<Value> = self.scenarios().iter().map(|it| self.scenario_json(it, &mut ripple)).collect();
        let cuts: Vec<Value> = self.cuts().iter().map(|it| self.cuts_json(it)).collect();
        let residual = self.structure.events.iter().filter(|it| !it.class.is_component());
        json!({
            "design": self.document.project.title,
            "order": self.order,
            "tried": {
                "one": self.sweep.events().len(),
                "two": if self.order >= 2 { self.sweep.num_pairs() } else { 0 },
                "three": self.triples.map_or(0, |it| it.tried),
            },
            "stopped": self.triples.is_some_and(Triples::is_stopped) || self.order >= 2 && !self.sweep.has_pairs(),
            "services": self.structure.services.iter().enumerate().map(|(index, it)| json!({
                "key": it.key, "name": it.name, "kind": it.kind.word(),
                "normal": self.structure.normal(index).effect.word(),
            })).collect::<Vec<_>>(),
            "events": self.sweep.events().iter().filter_map(|event| self.structure.events.get(event.index()))
                .map(|it| json!({"key": it.key(), "name": it.name, "because": it.because.label()})).collect::<Vec<_>>(),
            "scenarios": scenarios,
            "cut_sets": cuts,
            "other_causes": residual.map(|it| json!({
                "key": it.key(), "class": it.class.label(), "name": it.name, "because": it.because.label(),
            })).collect::<Vec<_>>(),
            "assumptions": self.structure.assumptions.iter().map(ToString::to_string).collect::<Vec<_>>(),
        })
    }

    fn scenario_json(&self, scenario: &ScenarioEffect, ripple: &mut Ripple<'_>) -> Value {
        let lanes = ripple.evaluate(scenario.events.iter().map(|event| (*event, u64::MAX)));
        let rows = self.structure.services.iter().zip(&scenario.outcomes);
        let services: Vec<Value> = rows
            .filter(|(_, outcome)| **outcome != Outcome::default())
            .map(|(service, outcome)| {
                json!({
                    "service": service.key,
                    "effect": outcome.effect.word(),
                    "interrupted": outcome.interrupted,
                    "reasons": self.structure.reasons(service, lanes),
                })
            })
            .collect();
        json!({"fail": self.keys(&scenario.events), "services": services})
    }

    fn keys(&self, events: &[EventId]) -> Vec<String> {
        events.iter().filter_map(|event| self.structure.events.get(event.index())).map(Event::key).collect()
    }

    fn cuts_json(&self, cuts: &ServiceCuts) -> Value {
        let key = self.structure.services.get(cuts.service).map(|it| it.key.as_str());
        let sets: Vec<Vec<String>> = cuts.sets.iter().map(|set| self.keys(&set.events)).collect();
        json!({"service": key, "sentence": cuts.sentence(self.structure), "sets": sets})
    }
}
