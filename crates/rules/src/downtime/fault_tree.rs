//! The failure logic of a design as fault trees in the Open-PSA Model Exchange Format, one per service.

use super::rated::Rated;
use crate::availability::mef::{WrittenEvent, WrittenFigure, WrittenGate, WrittenTree, write};
use crate::availability::{Budget, Diagram, Formula, Term};
use crate::model::Document;

/// What a fault tree says of the figures that its probabilities follow from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WrittenFigures {
    /// Nothing: probabilities are numbers, with every figure at its middle value.
    #[default]
    Middle,
    /// How they spread: probabilities are formulas of them, so that other programs draw what the estimate draws.
    Spread,
}

/// One document per service: its key and its text. Services that do not even work when nothing fails have none.
pub fn fault_trees(document: &Document, figures: WrittenFigures) -> Vec<(String, String)> {
    let rated = Rated::new(document);
    let q = rated.probabilities();
    let formulas: Vec<Formula> = match figures {
        WrittenFigures::Middle => q.iter().map(|it| (*it).into()).collect(),
        WrittenFigures::Spread => rated.formulas(),
    };
    let events: Vec<WrittenEvent> = rated
        .events
        .iter()
        .zip(formulas)
        .map(|(event, probability)| {
            let mut attributes = vec![("class".to_owned(), event.class.label().to_owned())];
            if !event.has_figure() {
                attributes.push(("figure".to_owned(), "none: counted as never failing".to_owned()));
            }
            WrittenEvent { name: event.key.clone(), label: event.name.clone(), probability, attributes }
        })
        .collect();
    let mut gates = vec![WrittenGate::default(); rated.logic.gates().len()];
    for (gate, note) in &rated.notes {
        if let Some(written) = gates.get_mut(gate.index()) {
            note.text.as_ref().clone_into(&mut written.label);
            written.attributes = vec![
                ("element".to_owned(), note.element.to_string()),
                ("because".to_owned(), note.because.label().to_owned()),
            ];
        }
    }
    let spreads = rated.inputs.iter().zip(rated.uncertain()).map(|(row, spread)| {
        let of = row.element.map(|it| format!("-{it}")).unwrap_or_default();
        WrittenFigure { name: format!("{}{of}", row.input.key()), label: row.title(document), spread }
    });
    let spreads: Vec<WrittenFigure> = spreads.collect();
    let mut trees = Vec::new();
    for service in &rated.services {
        if service.stops == Term::ALWAYS {
            continue;
        }
        let mut gates = gates.clone();
        if let Term::Gate(top) = service.stops
            && let Some(written) = gates.get_mut(top.index())
        {
            written.name.clone_from(&service.key);
            written.label = format!("{} stops", service.name);
            if figures == WrittenFigures::Middle
                && let Ok(diagram) = Diagram::compile(&rated.logic, service.stops, Budget::default())
            {
                // Every digit, so that other programs can be held against it.
                written.attributes = vec![("probability".to_owned(), format!("{:e}", diagram.probability(&q)))];
            }
        }
        let tree = WrittenTree {
            name: &service.key,
            logic: &rated.logic,
            top: service.stops,
            events: &events,
            gates: &gates,
            figures: &spreads,
        };
        trees.push((service.key.clone(), write(&tree)));
    }
    trees
}
