//! What the loss of each single part does, row by row: the impact matrix.

use super::cut_sets::is_self_evident;
use super::structure::{Effect, Outcome, Service, ServiceKind, Structure};
use super::sweep::Sweep;
use crate::availability::EventId;
use crate::model::{Document, Element, Part};

/// What a loss means for the design as a whole, from harmless to worst.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum LossKind {
    /// Every service goes on.
    #[default]
    Harmless,
    /// Something is away for a time and comes back by itself.
    FailsOver,
    /// Something works with less.
    Degrades,
    /// Something stops that carries no messages, or what stops it is needed by any design: a site, a database itself.
    Stops,
    /// A service that carries messages stops, and nothing but this part has to fail for that.
    SinglePoint,
}

impl LossKind {
    /// Every kind, worst first.
    pub const ALL: [Self; 5] = [Self::SinglePoint, Self::Stops, Self::Degrades, Self::FailsOver, Self::Harmless];

    /// The words a person reads.
    pub const fn label(self) -> &'static str {
        match self {
            Self::SinglePoint => "Single point of failure",
            Self::Stops => "Stops something",
            Self::Degrades => "Degrades",
            Self::FailsOver => "Fails over",
            Self::Harmless => "No effect",
        }
    }
}

/// One loss with what it does to every service.
#[derive(Clone, Debug, PartialEq)]
pub struct ImpactRow {
    /// What is lost.
    pub part: Part,
    /// The element a person looks at.
    pub element: Element,
    /// The words a person reads.
    pub name: String,
    /// What it does, service by service.
    pub outcomes: Vec<Outcome>,
    /// The worst of it.
    pub kind: LossKind,
    /// Whether what holds this part is lost with it and does at least as much, or stops at least as much where it is a
    /// single point of failure itself: sentences leave it out. No computer is left out for its physical host or zone.
    pub contained: bool,
}

impl ImpactRow {
    /// `Receive and Process stop; Track fails over`; `every service goes on`. The whole is said by its services.
    pub fn words(&self, structure: &Structure) -> String {
        outcomes_in_words(structure, &self.outcomes)
    }
}

/// Services that a sentence names at most, where it can name the others instead.
const MOST_NAMED: usize = 6;
/// Services that are named as those of which something does not hold.
const MOST_EXCEPTED: usize = 3;

/// Services in a sentence, by name, or as all of them but a few where that is shorter; and whether the verb is that of one.
fn told(structure: &Structure, services: &[&Service]) -> (String, bool) {
    let others = structure.services.iter().filter(|it| it.kind != ServiceKind::Whole);
    let others: Vec<&Service> = others.filter(|it| !services.iter().any(|other| other.key == it.key)).collect();
    match others.len() {
        _ if services.len() <= MOST_NAMED => (Service::list(services.iter().copied()), services.len() == 1),
        0 => ("every service".to_owned(), true),
        1..=MOST_EXCEPTED => (format!("every service but {}", Service::list(others)), true),
        _ => (Service::list(services.iter().copied()), false),
    }
}

/// What outcomes mean for the services, in words, worst first. What is no worse than in normal operation is no news.
pub fn outcomes_in_words(structure: &Structure, outcomes: &[Outcome]) -> String {
    let named = |wanted: Outcome| {
        let services = structure.services.iter().zip(outcomes).enumerate();
        let hit = services.filter(|(at, (it, outcome))| {
            it.kind != ServiceKind::Whole && **outcome == wanted && wanted > structure.normal(*at)
        });
        hit.map(|(_, (it, _))| it).collect::<Vec<&Service>>()
    };
    let mut clauses = Vec::new();
    for (effect, interrupted, one, many) in [
        (Effect::Stops, false, "stops", "stop"),
        (Effect::Degraded, true, "fails over, then is degraded", "fail over, then are degraded"),
        (Effect::Degraded, false, "is degraded", "are degraded"),
        (Effect::Works, true, "fails over", "fail over"),
    ] {
        let services = named(Outcome { effect, interrupted });
        if !services.is_empty() {
            let (who, is_one) = told(structure, &services);
            clauses.push(format!("{who} {}", if is_one { one } else { many }));
        }
    }
    if !clauses.is_empty() {
        return clauses.join("; ");
    }
    let whole = structure.services.iter().position(|it| it.kind == ServiceKind::Whole);
    let is_worse = |at: usize| outcomes.get(at).is_some_and(|it| *it > structure.normal(at));
    let never = (0..outcomes.len()).any(|at| structure.never_works(at));
    match whole {
        _ if !structure.carries_messages() => "nothing carries messages here".to_owned(),
        Some(whole) if is_worse(whole) => "every service goes on, the whole is degraded".to_owned(),
        _ if never => "every service that works before goes on".to_owned(),
        _ => "every service goes on".to_owned(),
    }
}

/// Every loss of one part, worst first, then computers and devices before what runs on them.
pub(super) fn impact_rows(document: &Document, structure: &Structure, sweep: &Sweep) -> Vec<ImpactRow> {
    let mut rows: Vec<ImpactRow> = Vec::with_capacity(sweep.events().len());
    // Where the row of each event stands.
    let mut places = vec![None; structure.events.len()];
    for (at, id) in sweep.events().iter().enumerate() {
        if let Some(row) = row(document, structure, sweep, at, *id) {
            places[id.index()] = Some(rows.len());
            rows.push(row);
        }
    }
    let row_of = |part: Part| rows.get((*places.get(structure.event_of(part)?.index())?)?);
    let contained: Vec<bool> = rows.iter().map(|it| is_contained(document, it, row_of)).collect();
    for (row, contained) in rows.iter_mut().zip(contained) {
        row.contained = contained;
    }
    rows.sort_by(|a, b| (b.kind, a.contained, rank(a.part)).cmp(&(a.kind, b.contained, rank(b.part))));
    rows
}

fn row(document: &Document, structure: &Structure, sweep: &Sweep, at: usize, id: EventId) -> Option<ImpactRow> {
    let event = structure.events.get(id.index())?;
    let part = event.part?;
    let outcomes: Vec<Outcome> = (0..structure.services.len()).map(|service| sweep.single(at, service)).collect();
    let mut kind = LossKind::Harmless;
    for (index, (service, outcome)) in structure.services.iter().zip(&outcomes).enumerate() {
        if *outcome <= structure.normal(index) {
            continue;
        }
        let alone = service.kind.carries_messages() && !is_self_evident(id, structure);
        kind = kind.max(match outcome.effect {
            Effect::Stops if alone => LossKind::SinglePoint,
            Effect::Stops => LossKind::Stops,
            Effect::Degraded => LossKind::Degrades,
            Effect::Works => LossKind::FailsOver,
        });
    }
    let element = part.element();
    element.exists(document).then(|| ImpactRow {
        part,
        element,
        name: event.name.clone(),
        outcomes,
        kind,
        contained: false,
    })
}

/// Whether something that holds the part, up to its computer, says as much when it is lost: at least as much of every
/// service, or as a single point of failure that stops what the part stops.
fn is_contained<'a>(document: &Document, row: &ImpactRow, row_of: impl Fn(Part) -> Option<&'a ImpactRow>) -> bool {
    let mut part = row.part;
    // Three levels hold anything that a person does not think of first: service, SQL instance, computer.
    for _ in 0..3 {
        let container = part.container(document).filter(|it| !matches!(it, Element::PhysicalHost(_)));
        let Some(container) = container else { return false };
        part = Part::Element(container);
        if row_of(part).is_some_and(|it| says_as_much(it, row)) {
            return true;
        }
    }
    false
}

fn says_as_much(all: &ImpactRow, own: &ImpactRow) -> bool {
    let every =
        |holds: fn(Outcome, Outcome) -> bool| all.outcomes.iter().zip(&own.outcomes).all(|(a, b)| holds(*a, *b));
    let stops_as_much = |all: Outcome, own: Outcome| all.effect == Effect::Stops || own.effect != Effect::Stops;
    every(|all, own| all >= own) || all.kind == LossKind::SinglePoint && every(stops_as_much)
}

/// What a person thinks of first comes first.
pub(super) const fn rank(part: Part) -> u8 {
    match part {
        Part::Element(Element::LoadBalancer(_) | Element::Firewall(_)) => 0,
        Part::Element(Element::PhysicalHost(_)) => 1,
        Part::Element(Element::Computer(_)) => 2,
        Part::Element(Element::Storage(_)) => 3,
        Part::Element(Element::FailoverCluster(_)) => 4,
        Part::Element(Element::SqlInstance(_) | Element::AvailabilityGroup(_) | Element::ResourceGroup(_)) => 5,
        Part::Element(Element::HostInstance(_) | Element::Host(_)) => 6,
        Part::Service(..) | Part::SqlAgent(_) => 7,
        Part::Element(Element::Endpoint(_) | Element::Connection(_)) => 8,
        Part::Element(Element::Database(_)) => 9,
        Part::Element(_) => 10,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::index::Index;
    use crate::testing::fixture::Fixture;

    #[test]
    fn of_many_services_those_are_named_of_which_there_are_fewer() {
        let hosts = [1, 2, 3, 4, 5, 6, 7]
            .map(|it| format!("isolated-host W{it} receive on BTS1\nhandler W{it} http receive\n"))
            .concat();
        let text =
            format!("computer BTS1 biztalk iis\ncomputer SQL1\nsql ONE on SQL1\n{hosts}host P process on BTS1\n");
        let document = Fixture::parse(&text).unwrap().document;
        let structure = Structure::new(&Index::new(&document));
        let stopped = Outcome { effect: Effect::Stops, interrupted: false };
        let words = |stops: &dyn Fn(usize, &str) -> bool| {
            let named = structure.services.iter().enumerate();
            let outcomes = named.map(|(at, it)| if stops(at, &it.name) { stopped } else { Outcome::default() });
            outcomes_in_words(&structure, &outcomes.collect::<Vec<_>>())
        };
        assert_eq!(words(&|_, _| true), "every service stops");
        assert_eq!(words(&|_, name| name != "Process"), "every service but Process stops");
        assert_eq!(words(&|_, name| name == "Process"), "Process stops");
        let six = words(&|at, _| at < 6);
        assert!(six.contains("W1") && six.ends_with(" stop") && !six.contains("every"), "{six}");
    }
}
