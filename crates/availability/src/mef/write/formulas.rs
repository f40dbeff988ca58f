//! Probabilities as formulas of figures that other programs draw.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::rc::Rc;

use super::super::super::formula::{Formula, Term};
use super::super::super::uncertainty::Uncertain;
use super::super::super::xml;
use super::Names;

/// A figure that events are computed from.
#[derive(Clone, Debug, PartialEq)]
pub struct WrittenFigure {
    /// The wished name, as for events.
    pub name: String,
    /// What people call it.
    pub label: String,
    /// How it spreads.
    pub spread: Uncertain,
}

/// The width of a bin that has none, as a share of the other.
const NARROW: f64 = 1e-9;

/// Parameters: figures, and what several formulas share. They are written before what uses them.
pub(super) struct Formulas<'a> {
    figures: &'a [WrittenFigure],
    names: Names,
    of_figure: BTreeMap<usize, String>,
    of_shared: BTreeMap<*const Term, String>,
    /// Their definitions.
    pub(super) text: String,
}

impl<'a> Formulas<'a> {
    pub(super) fn new(figures: &'a [WrittenFigure]) -> Self {
        Self {
            figures,
            names: Names::default(),
            of_figure: BTreeMap::new(),
            of_shared: BTreeMap::new(),
            text: String::new(),
        }
    }

    /// The formula as elements, indented by so much.
    pub(super) fn elements(&mut self, formula: &Formula, indent: usize) -> String {
        let is_shared = Rc::strong_count(&formula.0) > 1;
        match &*formula.0 {
            Term::Number(value) => format!("{:indent$}<float value=\"{value:e}\"/>\n", ""),
            Term::Figure(at) => reference(&self.figure(*at), indent),
            Term::Call(..) if is_shared => {
                let known = self.of_shared.get(&Rc::as_ptr(&formula.0)).cloned();
                let name = known.unwrap_or_else(|| {
                    let text = self.call(formula, 6);
                    let name = self.names.unique("shared");
                    self.define(&name, "", &text);
                    self.of_shared.insert(Rc::as_ptr(&formula.0), name.clone());
                    name
                });
                reference(&name, indent)
            }
            Term::Call(..) => self.call(formula, indent),
        }
    }

    fn call(&mut self, formula: &Formula, indent: usize) -> String {
        let Term::Call(tag, inner) = &*formula.0 else { return String::new() };
        let mut text = format!("{:indent$}<{tag}>\n", "");
        for part in inner {
            text.push_str(&self.elements(part, indent + 2));
        }
        let _ = writeln!(text, "{:indent$}</{tag}>", "");
        text
    }

    /// The name of a figure, which is defined when it is met first.
    fn figure(&mut self, at: usize) -> String {
        if let Some(name) = self.of_figure.get(&at) {
            return name.clone();
        }
        let figures = self.figures;
        let Some(figure) = figures.get(at) else { return String::new() };
        let name = self.names.unique(&figure.name);
        self.define(&name, &figure.label, &deviate(&figure.spread));
        self.of_figure.insert(at, name.clone());
        name
    }

    fn define(&mut self, name: &str, label: &str, text: &str) {
        let _ = writeln!(self.text, "    <define-parameter name=\"{name}\">");
        if !label.is_empty() {
            let _ = writeln!(self.text, "      <label>{}</label>", xml::line(label));
        }
        let _ = writeln!(self.text, "{text}    </define-parameter>");
    }
}

fn reference(name: &str, indent: usize) -> String {
    format!("{:indent$}<parameter name=\"{name}\"/>\n", "")
}

/// The distribution of [`Uncertain::at`]: two bins of the same weight, on a logarithmic scale where both limits allow it.
fn deviate(spread: &Uncertain) -> String {
    let Uncertain { low, middle, high, .. } = *spread;
    if low == high {
        return format!("      <float value=\"{low:e}\"/>\n");
    }
    let is_logarithmic = low > 0.0 && middle > 0.0 && high > 0.0;
    let on_scale = |value: f64| if is_logarithmic { libm::log(value) } else { value };
    let [mut low, middle, mut high] = [low, middle, high].map(on_scale);
    // A bin has a width.
    let least = NARROW * (high - low);
    low = low.min(middle - least);
    high = high.max(middle + least);
    let mut text = String::new();
    let indent = if is_logarithmic { 8 } else { 6 };
    let _ = writeln!(text, "{:indent$}<histogram>\n{:indent$}  <float value=\"{low:e}\"/>", "", "");
    for bound in [middle, high] {
        let _ = writeln!(text, "{:indent$}  <bin><float value=\"{bound:e}\"/><float value=\"0.5\"/></bin>", "");
    }
    let _ = writeln!(text, "{:indent$}</histogram>", "");
    if is_logarithmic { format!("      <exp>\n{text}      </exp>\n") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Logic;
    use crate::formula::Number;
    use crate::mef::{WrittenEvent, WrittenTree, read, write};
    use crate::modules::LogNormalShape;

    /// All that probabilities are computed with.
    fn probability<N: Number>(mean: &N, limit: &N) -> N {
        let shape = LogNormalShape::new(0.5);
        let (long, short) = (shape.longer_than(mean, limit), shape.mean_of_shorter(mean, limit));
        let half = N::from(0.5) * long.larger(short.clone()).smaller(1.0.into());
        half / (N::from(1.0) + mean.clone() - limit.clone() * short).exp()
    }

    #[test]
    fn formulas_read_back_as_the_numbers_that_they_stand_for() {
        for (mean, limit) in [(0.3, 0.2), (0.2, 0.3), (0.01, 0.5), (2.0, 0.1)] {
            let mut logic = Logic::new();
            let top = logic.event();
            let formula = probability(&Formula::figure(0), &Formula::figure(1));
            let event = |name: &str| WrittenEvent {
                name: name.to_owned(),
                label: String::new(),
                probability: formula.clone(),
                attributes: Vec::new(),
            };
            let figure = |name: &str, value: f64| WrittenFigure {
                name: name.to_owned(),
                label: "how long & <far>".to_owned(),
                spread: Uncertain::certain(0, value),
            };
            let (events, figures) = ([event("e")], [figure("mean", mean), figure("limit", limit)]);
            let tree = WrittenTree { name: "t", logic: &logic, top, events: &events, gates: &[], figures: &figures };
            let read = read(&[&write(&tree)]).unwrap().tree(None).unwrap();
            let (found, expected) = (read.events[0].probability, probability(&mean, &limit));
            assert!((found - expected).abs() < 1e-7, "{mean} {limit}: {found} and not {expected}");
        }
    }

    #[test]
    fn an_uncertain_figure_is_a_histogram_on_a_logarithmic_scale() {
        let text = deviate(&Uncertain { key: 0, low: 1.0, middle: 1.0, high: 10.0 });
        assert!(text.starts_with("      <exp>\n        <histogram>"), "{text}");
        assert!(text.contains("<float value=\"-2.3"), "a bin without width gets a narrow one: {text}");
        assert!(deviate(&Uncertain { key: 0, low: 0.0, middle: 1.0, high: 2.0 }).starts_with("      <histogram>"));
        assert_eq!(deviate(&Uncertain::certain(0, 0.5)), "      <float value=\"5e-1\"/>\n");
    }
}
