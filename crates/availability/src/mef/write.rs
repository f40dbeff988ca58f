//! Writes one function of a logic as a fault tree.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::super::formula::Formula;
use super::super::logic::{EventId, Gate, GateId, Logic, Term};
use super::super::xml;

mod formulas;

use formulas::Formulas;
pub use formulas::WrittenFigure;

/// What is written about an event.
#[derive(Clone, Debug, PartialEq)]
pub struct WrittenEvent {
    /// The wished name; letters, digits and inner hyphens are kept, everything else becomes a hyphen.
    pub name: String,
    /// What people call it; empty for nothing.
    pub label: String,
    /// How probable it is that the event has happened: a number, or a formula of figures.
    pub probability: Formula,
    /// Further facts by name, such as the id in the design and the source.
    pub attributes: Vec<(String, String)>,
}

/// What is written about a gate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WrittenGate {
    /// The wished name; empty for a number.
    pub name: String,
    /// What people call it; empty for nothing.
    pub label: String,
    /// Further facts by name.
    pub attributes: Vec<(String, String)>,
}

/// One function of a logic with what is said about its events and gates, each by index.
#[derive(Clone, Copy, Debug)]
pub struct WrittenTree<'a> {
    /// The name of the fault tree.
    pub name: &'a str,
    /// Events and gates.
    pub logic: &'a Logic,
    /// The function.
    pub top: Term,
    /// One per event of the logic.
    pub events: &'a [WrittenEvent],
    /// One per gate of the logic.
    pub gates: &'a [WrittenGate],
    /// The figures that formulas name by position.
    pub figures: &'a [WrittenFigure],
}

/// The document, as other programs accept it: names are made unique, gates with one input and thresholds that are an
/// `and` or an `or` are written as such, gates over lost weight as gates over counted inputs.
pub fn write(tree: &WrittenTree<'_>) -> String {
    Writer::new(tree).document()
}

struct Writer<'a> {
    tree: &'a WrittenTree<'a>,
    event_names: BTreeMap<EventId, String>,
    gate_names: BTreeMap<GateId, String>,
    text: String,
}

impl<'a> Writer<'a> {
    fn new(tree: &'a WrittenTree<'a>) -> Self {
        let mut names = Names::default();
        let (gates, events) = written_below(tree.logic, tree.top);
        let mut gate_names = BTreeMap::new();
        for gate in gates.into_iter().rev() {
            let wished = tree.gates.get(gate.index()).map_or("", |it| it.name.as_str());
            let wished = if wished.is_empty() { format!("gate-{}", gate.0) } else { wished.to_owned() };
            gate_names.insert(gate, names.unique(&wished));
        }
        let mut event_names = BTreeMap::new();
        for event in events {
            let wished = tree.events.get(event.index()).map_or("", |it| it.name.as_str());
            let wished = if wished.is_empty() { format!("event-{}", event.0) } else { wished.to_owned() };
            event_names.insert(event, names.unique(&wished));
        }
        Self { tree, event_names, gate_names, text: String::new() }
    }

    fn document(mut self) -> String {
        self.text.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opsa-mef>\n");
        let name = Names::default().unique(self.tree.name);
        let _ = writeln!(self.text, "  <define-fault-tree name=\"{name}\">");
        if !matches!(self.tree.top, Term::Gate(_)) {
            // A fault tree needs a gate at its top.
            self.text.push_str("    <define-gate name=\"top\">\n");
            self.reference(self.tree.top, 6);
            self.text.push_str("    </define-gate>\n");
        }
        let gates: Vec<(GateId, String)> =
            self.gate_names.iter().rev().map(|(gate, name)| (*gate, name.clone())).collect();
        for (gate, name) in gates {
            self.gate(gate, &name);
        }
        self.text.push_str("  </define-fault-tree>\n  <model-data>\n");
        let events: Vec<(EventId, String)> =
            self.event_names.iter().map(|(event, name)| (*event, name.clone())).collect();
        let mut formulas = Formulas::new(self.tree.figures);
        let mut written = std::mem::take(&mut self.text);
        for (event, name) in events {
            self.event(event, &name, &mut formulas);
        }
        written.push_str(&formulas.text);
        written.push_str(&self.text);
        self.text = written;
        self.text.push_str("  </model-data>\n</opsa-mef>\n");
        self.text
    }

    fn gate(&mut self, id: GateId, name: &str) {
        let Some(gate) = self.tree.logic.gate(id) else { return };
        let _ = writeln!(self.text, "    <define-gate name=\"{name}\">");
        if let Some(about) = self.tree.gates.get(id.index()) {
            self.about(&about.label, &about.attributes);
        }
        match gate {
            Gate::And(of) => self.operator("<and>", "</and>", of),
            Gate::Or(of) => self.operator("<or>", "</or>", of),
            Gate::AtLeast { failed, of } => match ways_of(gate) {
                None => self.operator(&format!("<atleast min=\"{failed}\">"), "</atleast>", of),
                Some(ways) => self.any_of(&ways),
            },
            Gate::Weight { .. } => self.any_of(&ways_of(gate).unwrap_or_default()),
            Gate::Not(of) => self.operator("<not>", "</not>", &[*of]),
        }
        self.text.push_str("    </define-gate>\n");
    }

    fn operator(&mut self, open: &str, close: &str, of: &[Term]) {
        let _ = writeln!(self.text, "      {open}");
        for term in of {
            self.reference(*term, 8);
        }
        let _ = writeln!(self.text, "      {close}");
    }

    /// An or over ways, each an and over its inputs; other programs refuse operators with one argument.
    fn any_of(&mut self, ways: &[Vec<Term>]) {
        match ways {
            [] => self.reference(Term::NEVER, 6),
            [only] => self.all_of(only, 6),
            _ => {
                self.text.push_str("      <or>\n");
                for way in ways {
                    self.all_of(way, 8);
                }
                self.text.push_str("      </or>\n");
            }
        }
    }

    fn all_of(&mut self, way: &[Term], indent: usize) {
        if let [only] = way {
            return self.reference(*only, indent);
        }
        let _ = writeln!(self.text, "{:indent$}<and>", "");
        for term in way {
            self.reference(*term, indent + 2);
        }
        let _ = writeln!(self.text, "{:indent$}</and>", "");
    }

    fn event(&mut self, id: EventId, name: &str, formulas: &mut Formulas<'_>) {
        let _ = writeln!(self.text, "    <define-basic-event name=\"{name}\">");
        match self.tree.events.get(id.index()) {
            Some(about) => {
                self.about(&about.label, &about.attributes);
                self.text.push_str(&formulas.elements(&about.probability, 6));
            }
            None => self.text.push_str("      <float value=\"0e0\"/>\n"),
        }
        self.text.push_str("    </define-basic-event>\n");
    }

    fn about(&mut self, label: &str, attributes: &[(String, String)]) {
        if !label.is_empty() {
            let _ = writeln!(self.text, "      <label>{}</label>", xml::line(label));
        }
        if !attributes.is_empty() {
            self.text.push_str("      <attributes>\n");
            for (name, value) in attributes {
                let (name, value) = (xml::line(name), xml::line(value));
                let _ = writeln!(self.text, "        <attribute name=\"{name}\" value=\"{value}\"/>");
            }
            self.text.push_str("      </attributes>\n");
        }
    }

    fn reference(&mut self, term: Term, indent: usize) {
        let _ = match term {
            Term::Constant(value) => writeln!(self.text, "{:indent$}<constant value=\"{value}\"/>", ""),
            Term::Event(event) => {
                let name = self.event_names.get(&event).map_or("", String::as_str);
                writeln!(self.text, "{:indent$}<basic-event name=\"{name}\"/>", "")
            }
            Term::Gate(gate) => {
                let name = self.gate_names.get(&gate).map_or("", String::as_str);
                writeln!(self.text, "{:indent$}<gate name=\"{name}\"/>", "")
            }
        };
    }
}

/// The ways to lose a gate that is written as an or over them: one over lost weight, and one over counted inputs of
/// which one is named twice, which other programs refuse. `None` for gates that are written as they are.
fn ways_of(gate: &Gate) -> Option<Vec<Vec<Term>>> {
    let (weight, of): (u64, Vec<(Term, u64)>) = match gate {
        Gate::And(_) | Gate::Or(_) | Gate::Not(_) => return None,
        Gate::AtLeast { failed, of } => (u64::from(*failed), of.iter().map(|it| (*it, 1)).collect()),
        Gate::Weight { weight, of } => (*weight, of.clone()),
    };
    let mut inputs: BTreeMap<Term, u64> = BTreeMap::new();
    for (term, carried) in &of {
        *inputs.entry(*term).or_default() += carried;
    }
    if matches!(gate, Gate::AtLeast { .. }) && inputs.len() == of.len() {
        return None;
    }
    let mut inputs: Vec<(Term, u64)> = inputs.into_iter().collect();
    inputs.sort_by_key(|(term, carried)| (std::cmp::Reverse(*carried), *term));
    let mut found = Vec::new();
    ways(weight, &inputs, &mut Vec::new(), &mut found);
    Some(found)
}

/// Inputs stand from heaviest to lightest, so a set that reaches the weight with its last input is minimal.
fn ways(missing: u64, inputs: &[(Term, u64)], chosen: &mut Vec<Term>, found: &mut Vec<Vec<Term>>) {
    for (position, (term, carried)) in inputs.iter().enumerate() {
        let left: u64 = inputs[position..].iter().map(|(_, carried)| *carried).sum();
        if left < missing {
            return;
        }
        chosen.push(*term);
        if *carried < missing {
            ways(missing - carried, &inputs[position + 1..], chosen, found);
        } else {
            found.push(chosen.clone());
        }
        chosen.pop();
    }
}

/// The gates and events at and below a term that are written, by index. Inputs too light to matter are not.
fn written_below(logic: &Logic, top: Term) -> (Vec<GateId>, BTreeSet<EventId>) {
    let mut gates = vec![false; logic.gates().len()];
    let mut events = BTreeSet::new();
    let mut meet = |term: Term, gates: &mut Vec<bool>| match term {
        Term::Constant(_) => {}
        Term::Event(event) => {
            events.insert(event);
        }
        Term::Gate(gate) => gates[gate.index()] = true,
    };
    meet(top, &mut gates);
    for (index, gate) in logic.gates().iter().enumerate().rev() {
        if !gates[index] {
            continue;
        }
        match ways_of(gate) {
            Some(ways) => ways.into_iter().flatten().for_each(|input| meet(input, &mut gates)),
            None => gate.for_each_input(|input| meet(input, &mut gates)),
        }
    }
    let gates = gates.iter().enumerate().filter(|(_, it)| **it).map(|(index, _)| GateId(index as u32)).collect();
    (gates, events)
}

/// Names given so far. Other programs compare some of them without regard to case.
#[derive(Default)]
struct Names {
    taken: BTreeSet<String>,
}

impl Names {
    /// A name of letters, digits and single hyphens that starts with a letter and was not given before.
    fn unique(&mut self, wished: &str) -> String {
        let mut name = String::new();
        for character in wished.chars() {
            if character.is_ascii_alphanumeric() {
                name.push(character);
            } else if !name.is_empty() && !name.ends_with('-') {
                name.push('-');
            }
        }
        let mut name = name.trim_end_matches('-').to_owned();
        if !name.starts_with(|it: char| it.is_ascii_alphabetic()) {
            name = format!("n{name}");
        }
        let mut candidate = name.clone();
        let mut number = 2;
        while !self.taken.insert(candidate.to_ascii_lowercase()) {
            candidate = format!("{name}-{number}");
            number += 1;
        }
        candidate
    }
}
