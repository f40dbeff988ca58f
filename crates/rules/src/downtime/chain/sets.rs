//! Servers that share the work of a host, with Windows NLB before them or without: what each of them is down by, what takes
//! all of them at once, and the repairs, solved as a Markov chain. A server that is down fails by nothing else meanwhile.

use std::collections::BTreeSet;

use super::{Cause, HOURS_A_YEAR, Rated, causes, figures, reached, shares, value};
use crate::availability::{Budget, Diagram};
use crate::dependency::{Event, EventClass, Structure};
use crate::downtime::defaults::FailureInput;
use crate::model::index::Index;
use crate::model::{ComputerId, Document, Element, Host, HostId, HostInstance};
use crate::sources::Sourced;
use crate::testing::any_design;

/// How many servers are down by their hardware, by Windows, by their host instance, and which cause holds all of them down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct State {
    down: [usize; 3],
    all: Option<usize>,
}

struct Set {
    num_servers: usize,
    /// Hardware, Windows, host instance.
    causes: [Cause; 3],
}

impl Set {
    fn working(&self, state: State) -> usize {
        if state.all.is_some() { 0 } else { self.num_servers - state.down.iter().sum::<usize>() }
    }

    fn steps(&self, state: State) -> Vec<(State, f64)> {
        let mut steps = Vec::new();
        for (at, cause) in self.causes.iter().enumerate() {
            let mut with = |change: fn(&mut usize), rate: f64| {
                let mut next = state;
                change(&mut next.down[at]);
                steps.push((next, rate));
            };
            let working = self.working(state);
            if working > 0 {
                with(|it| *it += 1, working as f64 * (1.0 - cause.beta) / cause.every_h);
            }
            if state.down[at] > 0 {
                with(|it| *it -= 1, state.down[at] as f64 / cause.repair_h);
            }
            match state.all {
                None if cause.beta > 0.0 => steps.push((State { all: Some(at), ..state }, cause.beta / cause.every_h)),
                Some(all) if all == at => steps.push((State { all: None, ..state }, 1.0 / cause.repair_h)),
                _ => {}
            }
        }
        steps
    }

    /// The share of time in which no server works, and how often a year that begins.
    fn solve(&self) -> (f64, f64) {
        let (states, ways) = reached(State { down: [0; 3], all: None }, |state| self.steps(state));
        let shares = shares(states.len(), &ways);
        let is_lost = |at: &usize| self.working(states[*at]) == 0;
        let begins = ways.iter().filter(|(from, to, _)| !is_lost(from) && is_lost(to));
        let lost = (0..states.len()).filter(is_lost).map(|at| shares[at]).sum();
        (lost, HOURS_A_YEAR * begins.map(|(from, _, rate)| shares[*from] * rate).sum::<f64>())
    }
}

/// The physical computers of a host that runs on two and more, none of which stands still.
fn servers(document: &Document, id: HostId, host: &Host) -> Option<BTreeSet<ComputerId>> {
    let is_own = |it: &&HostInstance| it.host == id;
    let computers: BTreeSet<ComputerId> =
        document.host_instances.values().filter(is_own).filter(|it| it.enabled).map(|it| it.computer).collect();
    let is_physical = |id: &ComputerId| document.computers.get(id).is_some_and(|it| it.physical_host.is_none());
    let shares_work = host.clustered_in.is_none() && computers.len() > 1;
    (shares_work && computers.iter().all(is_physical)).then_some(computers)
}

/// Holds every host whose servers share one common cause against the chain, with everything else never failing: whether
/// that cause is one of Windows NLB, for each.
fn check(name: &str, document: &Document) -> Vec<bool> {
    let structure = Structure::at_any_moment(&Index::new(document));
    let rated = Rated::new(document);
    let rates = rated.rates(&rated.values());
    let mut checked = Vec::new();
    for (service, stops) in structure.services.iter().zip(&rated.services) {
        let Some(Element::Host(id)) = service.element else { continue };
        let Some(servers) = document.hosts.get(&id).and_then(|host| servers(document, id, host)) else { continue };
        let has_all = |members: &BTreeSet<Element>| servers.iter().all(|it| members.contains(&Element::from(*it)));
        let sets: Vec<_> = structure.common.iter().filter(|it| has_all(&it.members)).collect();
        let [set] = sets.as_slice() else { continue };
        // A common cause is as frequent as the mean over its members, of which virtual ones have no hardware of their own.
        let is_virtual = |it: &Element| {
            document.computers.iter().any(|(id, of)| Element::from(*id) == *it && of.physical_host.is_some())
        };
        if set.members.iter().any(is_virtual) {
            continue;
        }
        let matters = |event: &Event| match event.element {
            Element::Computer(id) => event.class == EventClass::Component && servers.contains(&id),
            Element::HostInstance(it) => document.host_instances.get(&it).is_some_and(|it| it.host == id),
            _ => (event.element, event.ending) == (set.element, set.ending),
        };
        let counted: Vec<bool> = structure.events.iter().map(matters).collect();
        let is_counted = |at: usize| counted.get(at) == Some(&true);
        let q: Vec<f64> = rates.iter().enumerate().map(|(at, it)| if is_counted(at) { it.q } else { 0.0 }).collect();
        let diagram = Diagram::compile(&rated.logic, stops.stops, Budget::default()).unwrap();
        let is_only = |at: usize, id: &ComputerId| structure.events[at].element == Element::from(*id);
        let without = |id: &ComputerId| -> Vec<f64> {
            (0..q.len()).map(|at| f64::from(u8::from(at < counted.len() && counted[at] && is_only(at, id)))).collect()
        };
        // One of them carries something else that the host needs: it does not share all of the work.
        if servers.iter().any(|id| diagram.probability(&without(id)) > 0.5) {
            continue;
        }
        let quantified = diagram.quantify(&q);
        let often: f64 =
            (0..q.len()).filter(|at| is_counted(*at)).map(|at| quantified.birnbaum[at] * rates[at].per_year).sum();
        let [hardware, windows] = causes(&rated);
        let instance = Cause {
            every_h: HOURS_A_YEAR / value(&rated, FailureInput::HostInstanceFailures),
            repair_h: value(&rated, FailureInput::RestartDelay) + value(&rated, FailureInput::HostInstanceStart),
            beta: 0.0,
        };
        let (lost, outages) = Set { num_servers: servers.len(), causes: [hardware, windows, instance] }.solve();
        let near = |what: &str, formula: f64, chain: f64| {
            assert!((formula / chain - 1.0).abs() < 0.03, "{name}, {}: {what} {formula} and not {chain}", service.key);
        };
        near("time lost", quantified.unavailability, lost);
        near("outages", often, outages);
        checked.push(matches!(set.element, Element::LoadBalancer(_)));
    }
    checked
}

#[test]
fn balanced_servers_of_any_design_have_the_outages_of_a_markov_chain() {
    let templates = crate::document::templates().iter().map(|it| (it.key.clone(), it.document.clone()));
    let others = (0..60).map(|seed| (format!("any design {seed}"), any_design(seed)));
    let mut checked = Vec::new();
    for (seed, (name, mut document)) in (0..).zip(templates.chain(others)) {
        for (key, value) in figures(seed) {
            document.availability = document.availability.with_figure(key, None, Some(Sourced::entered(value)));
        }
        for host in document.hosts.edit().values_mut() {
            host.restart_service_after_secs = None;
        }
        checked.extend(check(&name, &document));
    }
    let balanced = checked.iter().filter(|it| **it).count();
    assert!(balanced >= 1 && checked.len() >= 100, "{balanced} of {} were balanced", checked.len());
}
