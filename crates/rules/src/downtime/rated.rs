//! The failure logic of a design with a recipe for the probability of every event.

use std::collections::{BTreeMap, BTreeSet};

use super::defaults::{FailureInput, Unit, defaults};
use super::recipe::{EventRate, FigureIndex, Recipe};
use crate::availability::uncertainty::Uncertain;
use crate::availability::{Formula, GateId, Logic, Number, Term};
use crate::dependency::{EventClass, GateNote, ServiceKind, Structure};
use crate::model::index::Index;
use crate::model::{BizTalkGroupId, Document, Element};
use crate::sources::{Provenance, Sourced};

mod moves;
mod recipes;

/// A figure of the estimate: a default, or what somebody entered, for a kind of thing or for one element.
#[derive(Clone, Debug, PartialEq)]
pub struct InputRow {
    /// Which figure.
    pub input: FailureInput,
    /// The element it holds for; `None` = all without a row of their own.
    pub element: Option<Element>,
    /// What it is counted in.
    pub unit: Unit,
    /// Value, range and provenance.
    pub value: Sourced<f64>,
    /// Whether somebody entered it.
    pub entered: bool,
    /// Whether an event of this design uses it.
    pub used: bool,
}

impl InputRow {
    /// What it is, with the element it holds for: `Server hardware: repair, of BTS1`.
    pub fn title(&self, document: &Document) -> String {
        let title = self.input.default_figure().map_or("", |it| it.title.as_str());
        self.element.map_or_else(|| title.to_owned(), |element| format!("{title}, of {}", element.name(document)))
    }

    /// Value and range in words: `8 h (4 to 24)`.
    pub fn text(&self) -> String {
        let number = |value: f64| if value < 0.001 { format!("{value:e}") } else { format!("{value}") };
        let mut text = number(self.value.value);
        if !self.unit.words().is_empty() {
            text = format!("{text} {}", self.unit.words());
        }
        match self.value.range {
            Some((low, high)) => format!("{text} ({} to {})", number(low), number(high)),
            None => format!("{text} (taken as known)"),
        }
    }

    /// What it rests on, in words: the basis of a default, or who entered it.
    pub fn basis(&self) -> String {
        match &self.value.provenance {
            Provenance::Entered { by, on } => person("Entered", by, on),
            Provenance::Measured { by, on } => person("Measured", by, on),
            Provenance::Example => "Example of the template, not confirmed".to_owned(),
            _ => self.input.default_figure().map(|it| it.basis.clone()).unwrap_or_default(),
        }
    }

    /// Value and range in the units of formulas.
    fn uncertain(&self) -> Uncertain {
        let factor = self.unit.factor();
        let (low, high) = self.value.range.unwrap_or((self.value.value, self.value.value));
        let key = self.input as u64 | self.element.map_or(0, |it| u64::from(it.number()) + 1) << 8;
        Uncertain { key, low: low * factor, middle: self.value.value * factor, high: high * factor }
    }
}

/// An event with how its probability follows from figures.
#[derive(Clone, Debug, PartialEq)]
pub struct RatedEvent {
    /// The words a person reads.
    pub name: String,
    /// A stable key, such as `computer-8/entsso`.
    pub key: String,
    /// The element it is about.
    pub element: Element,
    /// Component, window, common cause …
    pub class: EventClass,
    pub(super) recipe: Recipe,
    /// Rounds a year and duration of what takes it out of service on purpose.
    pub(super) planned: Option<(usize, usize)>,
}

impl RatedEvent {
    /// Whether a figure says how often it happens.
    pub fn has_figure(&self) -> bool {
        self.recipe != Recipe::Unknown
    }

    /// Whether it is known how often outages by it begin, and not only which share of time they take.
    pub fn has_frequency(&self) -> bool {
        self.recipe.has_frequency()
    }

    /// The figures that its probability follows from, by position.
    pub(super) fn figures(&self) -> Vec<FigureIndex> {
        recipes::figures_of(&self.recipe)
    }

    /// Whether it is host instances that stay stopped until a person starts them, as documents say strictly read.
    pub fn waits_for_a_person(&self) -> bool {
        self.person().is_some()
    }

    /// The figure that says how long host instances wait for a person; their odds grow in proportion to it.
    pub(super) fn person(&self) -> Option<FigureIndex> {
        match self.recipe {
            Recipe::ByHand { manual, .. } => Some(manual),
            _ => None,
        }
    }
}

/// A service and when it stops.
#[derive(Clone, Debug, PartialEq)]
pub struct RatedService {
    /// A stable key, such as `receive-host-14`.
    pub key: String,
    /// The words a person reads.
    pub name: String,
    /// What it does.
    pub kind: ServiceKind,
    /// When it stops, mistakes of operators included.
    pub stops: Term,
    /// The BizTalk groups whose cumulative updates stop it on purpose.
    pub num_groups: u32,
}

/// The failure logic of a design, rated.
#[derive(Clone, Debug)]
pub struct Rated {
    /// Events and gates.
    pub logic: Logic,
    /// Every event, by its index in the logic.
    pub events: Vec<RatedEvent>,
    /// Every service; the whole is the last one.
    pub services: Vec<RatedService>,
    /// Every figure, entered ones of single elements after the others.
    pub inputs: Vec<InputRow>,
    /// What the numbers take for granted, in words.
    pub assumptions: Vec<String>,
    /// What gates mean, where that can be said in words.
    pub notes: BTreeMap<GateId, GateNote>,
}

fn person(verb: &str, by: &str, on: &str) -> String {
    let by = if by.is_empty() { "the author of the design" } else { by };
    format!("{verb} by {by} {on}").trim_end().to_owned()
}

/// What is taken for granted by every estimate (availability.md sections 6 and 7).
const INDEPENDENCE: [&str; 11] = [
    "Every part fails and is repaired independently of the others, by people of its own; drawn dependencies, common causes and failover are the exceptions that are counted.",
    "Failures do not come in bursts and do not depend on load. Published field data says that storage failures do come in bursts.",
    "A failover ends by itself in the stated share of cases; otherwise a person moves the role. It also ends when the failed computer is back. A crash of a cluster node moves all that runs there at once, and is one outage.",
    "After an outage of the MessageBox or Management database that outlasts the restart delay, in-process host instances stay stopped until a person starts them (the strict reading of the documents): after long failovers, after those that a person has to finish, when both nodes are down, and after crashes of a standalone SQL instance. Under the lenient reading they start by themselves. Outages of shared storage and of a site do not count here: no figure says how often they begin.",
    "Repairs last exponentially, failovers, takeovers and restarts of SQL Server log-normally with a standard deviation of half their mean.",
    "A share of failures (beta) has a common cause and takes every member of a redundant set: nodes of a failover cluster, replicas, members of Windows NLB, computers of a host, domain controllers, and the physical hosts under each. A set within a larger one has no cause of its own.",
    "A virtual machine fails by its own Windows and with its physical host; it is not restarted elsewhere.",
    "Only the primary site counts; switching to a disaster recovery site does not shorten an outage.",
    "Planned work never meets another planned outage, and one round of patches moves each clustered role once.",
    "A cumulative update of BizTalk Server stops every service of its BizTalk group from the first host instance that is stopped to the last that is started (support article 2003907); it counts as planned work.",
    "A mistake of an operator stops every service until it is repaired.",
];

/// How often a BizTalk group is updated, and how long that takes it out of service.
const UPDATES: [FailureInput; 2] = [FailureInput::CumulativeUpdates, FailureInput::UpdateDuration];

impl Rated {
    /// Joins the failure logic of a design with defaults and entered figures.
    pub fn new(document: &Document) -> Self {
        let structure = Structure::at_any_moment(&Index::new(document));
        let mut inputs = input_rows(document);
        let mut logic = structure.logic.clone();
        let mut events = recipes::rated_events(document, &structure, &inputs);
        let mistake = logic.event();
        events.push(recipes::operator_errors(&inputs));
        let groups: BTreeSet<BizTalkGroupId> = structure.services.iter().filter_map(|it| it.biztalk_group).collect();
        let all = u32::try_from(groups.len()).unwrap_or(u32::MAX);
        let services = structure.services.iter().map(|service| RatedService {
            key: service.key.clone(),
            name: service.name.clone(),
            kind: service.kind,
            stops: logic.or([service.stops, mistake]),
            num_groups: if service.biztalk_group.is_some() { 1 } else { all },
        });
        let services = services.collect();
        let is_update = |it: FailureInput| UPDATES.contains(&it);
        for row in inputs.iter_mut().filter(|it| all > 0 && it.element.is_none() && is_update(it.input)) {
            row.used = true;
        }
        for row in events.iter().flat_map(recipes::rows_of) {
            if let Some(input) = inputs.get_mut(row) {
                input.used = true;
            }
        }
        let assumptions = INDEPENDENCE
            .iter()
            .map(|it| (*it).to_owned())
            .chain(structure.assumptions.iter().map(ToString::to_string))
            .collect();
        Self { logic, events, services, inputs, assumptions, notes: structure.notes }
    }

    /// The inputs to sample from; what no probability depends on is taken as known.
    pub fn uncertain(&self) -> Vec<Uncertain> {
        let varied: BTreeSet<FigureIndex> = self.events.iter().flat_map(RatedEvent::figures).collect();
        let input = |(row, it): (FigureIndex, &InputRow)| match it.uncertain() {
            uncertain if varied.contains(&row) => uncertain,
            Uncertain { key, middle, .. } => Uncertain::certain(key, middle),
        };
        self.inputs.iter().enumerate().map(input).collect()
    }

    /// The figures themselves, in the units of formulas.
    pub fn values(&self) -> Vec<f64> {
        self.inputs.iter().map(|it| it.uncertain().middle).collect()
    }

    /// Every recipe once, with those that the events share.
    pub(super) fn plan(&self) -> RatePlan<'_> {
        let mut recipes: Vec<&Recipe> = Vec::new();
        let of_event = self.events.iter().map(|event| {
            let known = recipes.iter().position(|it| **it == event.recipe);
            known.unwrap_or_else(|| {
                recipes.push(&event.recipe);
                recipes.len() - 1
            })
        });
        let of_event = of_event.collect();
        RatePlan { recipes, of_event }
    }

    /// Every event's probability and frequency with these figures.
    pub fn rates(&self, values: &[f64]) -> Vec<EventRate> {
        self.events.iter().map(|event| event.recipe.rate(values)).collect()
    }

    /// Every event's probability with the figures themselves.
    pub fn probabilities(&self) -> Vec<f64> {
        self.rates(&self.values()).iter().map(|it| it.q).collect()
    }

    /// Every event's probability as a formula of the uncertain figures, by their positions in [`Rated::inputs`].
    pub(super) fn formulas(&self) -> Vec<Formula> {
        let figure = |(row, it): (usize, Uncertain)| {
            if it.low == it.high { Formula::from(it.middle) } else { Formula::figure(row) }
        };
        let values: Vec<Formula> = self.uncertain().into_iter().enumerate().map(figure).collect();
        let plan = self.plan();
        let of_recipe: Vec<Formula> = plan.recipes.iter().map(|it| it.rate(&values).q).collect();
        plan.of_event.iter().map(|at| of_recipe[*at].clone()).collect()
    }

    /// Every event's hours a year out of service on purpose.
    pub fn planned_hours(&self, values: &[f64]) -> Vec<f64> {
        let hours = |event: &RatedEvent| event.planned.map_or(0.0, |(rounds, each)| values[rounds] * values[each]);
        self.events.iter().map(hours).collect()
    }

    /// Hours a year in which a service is stopped on purpose for cumulative updates.
    pub fn update_hours(&self, service: &RatedService, values: &[f64]) -> f64 {
        let value = |input: FailureInput| {
            let row = self.inputs.iter().position(|it| it.input == input && it.element.is_none());
            row.and_then(|it| values.get(it)).copied().unwrap_or_default()
        };
        let [rounds, each] = UPDATES.map(value);
        f64::from(service.num_groups) * rounds * each
    }

    /// What is counted as never failing because no figure says how often it does.
    pub fn without_figure(&self) -> Vec<&str> {
        let by_itself = |it: &&RatedEvent| it.class != EventClass::Asked;
        self.events.iter().filter(|it| !it.has_figure()).filter(by_itself).map(|it| it.name.as_str()).collect()
    }
}

/// Every default, replaced by what was entered for the whole kind, then what was entered for single elements.
fn input_rows(document: &Document) -> Vec<InputRow> {
    let entered = &document.availability;
    let mut rows: Vec<InputRow> = Vec::new();
    for figure in defaults() {
        let value = entered.figure(&figure.input.key(), None).map(|it| it.value.clone());
        rows.push(InputRow {
            input: figure.input,
            element: None,
            unit: figure.unit,
            entered: value.is_some(),
            value: value.unwrap_or_else(|| figure.sourced()),
            used: false,
        });
    }
    let stated = &document.environment.sql_failover_secs;
    let is_failover = |it: FailureInput| matches!(it, FailureInput::SqlFailover | FailureInput::GroupFailover);
    if let Some(stated) = stated {
        for row in rows.iter_mut().filter(|it| !it.entered && is_failover(it.input)) {
            row.value = stated.clone();
            row.entered = stated.is_stated();
        }
    }
    for (id, host) in &document.hosts {
        let element = Some(Element::from(*id));
        let input = FailureInput::RestartDelay;
        if let Some(value) =
            host.restart_service_after_secs.clone().filter(|_| entered.figure(&input.key(), element).is_none())
        {
            let entered = value.is_stated();
            rows.push(InputRow { input, element, unit: Unit::Seconds, value, entered, used: false });
        }
    }
    for figure in entered.figures.iter().filter(|it| it.element.is_some()) {
        let Some(input) = FailureInput::parse(&figure.input) else { continue };
        let Some(unit) = input.default_figure().map(|it| it.unit) else { continue };
        let value = figure.value.clone();
        rows.push(InputRow { input, element: figure.element, unit, value, entered: true, used: false });
    }
    rows
}

/// Computes the rates of all events again and again; what many events share is computed once.
pub(super) struct RatePlan<'a> {
    recipes: Vec<&'a Recipe>,
    of_event: Vec<usize>,
}

impl RatePlan<'_> {
    /// Every event's probability with these figures; `rates` is memory that is used again.
    pub(super) fn probabilities<N: Number>(&self, values: &[N], rates: &mut Vec<EventRate<N>>, q: &mut Vec<N>) {
        rates.clear();
        rates.extend(self.recipes.iter().map(|it| it.rate(values)));
        q.clear();
        q.extend(self.of_event.iter().map(|at| rates[*at].q.clone()));
    }

    /// The recipe of an event, by its position; events that follow from the same figures in the same way share one.
    pub(super) fn recipe_of(&self, event: usize) -> Option<usize> {
        self.of_event.get(event).copied()
    }

    /// A recipe by its position.
    pub(super) fn recipe(&self, at: usize) -> Option<&Recipe> {
        self.recipes.get(at).copied()
    }

    /// The figures that a recipe follows from, by position.
    pub(super) fn figures_of(&self, at: usize) -> Vec<FigureIndex> {
        self.recipe(at).map(recipes::figures_of).unwrap_or_default()
    }

    /// Whether two events follow from the same figures in the same way.
    pub(super) fn are_alike(&self, a: usize, b: usize) -> bool {
        self.of_event.get(a) == self.of_event.get(b)
    }

    /// How often an outage begins with an event, per year, by what was computed last.
    pub(super) fn per_year<N: Number>(&self, event: usize, rates: &[EventRate<N>]) -> N {
        self.of_event.get(event).and_then(|at| rates.get(*at)).map_or_else(|| 0.0.into(), |it| it.per_year.clone())
    }
}
