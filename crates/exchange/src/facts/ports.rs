//! What ports and orchestrations come to: numbers of their handlers and hosts, and where order is kept.

use std::collections::BTreeMap;

use super::merge::{Merged, Stated};
use super::{Place, Property, Subject, Value};
use crate::model::{Binding, Direction};

/// What is counted: no export states it.
const COUNTED: [Property; 6] = [
    Property::Binding,
    Property::Ordered,
    Property::SendPorts,
    Property::BackupTransports,
    Property::ReceiveLocations,
    Property::Orchestrations,
];

/// Where the ports of a handler keep the order of messages.
#[derive(Default)]
struct Order {
    /// The first place that says so of a port that is certainly of the handler.
    kept: Option<Place>,
    /// The first that says so while others say otherwise of that port, or of its handler.
    contested: Option<Place>,
    /// The first place that says that a port keeps no order, or is of another handler.
    not_kept: Option<Place>,
}

impl Merged {
    /// Turns ports and orchestrations into numbers of their handlers and hosts. A port of which exports contradict each
    /// other about its host or adapter counts nowhere.
    pub(super) fn count_ports(&mut self) {
        for says in self.facts.values_mut() {
            says.retain(|property, _| !COUNTED.contains(property));
        }
        self.give_ports_the_default_handler();
        let mut counts: BTreeMap<(Subject, Property), (u64, Place)> = BTreeMap::new();
        let mut enabled: BTreeMap<Subject, u64> = BTreeMap::new();
        for (subject, says) in &self.ports {
            let Some((about, place)) = the_one(users(subject, says)) else { continue };
            if matches!(says.get(&Property::Enabled).and_then(Stated::agreed), Some((Value::Flag(true), _))) {
                *enabled.entry(about.clone()).or_default() += 1;
            }
            let count = counts.entry((about, counted_as(subject))).or_insert_with(|| (0, place.clone()));
            count.0 += 1;
            count.1 = count.1.clone().min(place);
        }
        for ((about, property), (count, place)) in counts {
            let value = if property == Property::ReceiveLocations {
                Value::Text(format!("{count}, {} enabled", enabled.get(&about).copied().unwrap_or(0)))
            } else {
                Value::Number(count)
            };
            self.put(about, property, vec![(value, place)]);
        }
        for (handler, order) in self.orders() {
            self.put(handler, Property::Ordered, order.values());
        }
        for (handler, (binding, place)) in self.bindings() {
            self.put(handler, Property::Binding, vec![(Value::Text(binding.label().to_owned()), place)]);
        }
    }

    /// Send ports for which no file names a handler are served by the default send handler of their adapter (of dynamic ones
    /// `core/dynamic-send-port-handler-is-configurable`, of others our inference), where an export says which that is.
    fn give_ports_the_default_handler(&mut self) {
        let is_default = |it: &&Subject| self.flag(it, Property::IsDefault) == Some(true);
        let mut hosts: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for subject in self.facts.keys().filter(is_default) {
            if let Subject::Handler { adapter, direction: Direction::Send, host } = subject {
                hosts.entry(adapter.clone()).or_default().push(host.clone());
            }
        }
        for says in self.ports.values_mut().filter(|it| !it.contains_key(&Property::Host)) {
            let Some((Value::Text(adapter), place)) = says.get(&Property::Adapter).and_then(Stated::agreed) else {
                continue;
            };
            let Some([host]) = hosts.get(adapter).map(Vec::as_slice) else { continue };
            let stated = Stated::of(vec![(Value::Text(host.clone()), place.clone())]);
            says.insert(Property::Host, stated);
        }
    }

    /// What the bindings of receive locations do, by handler: callers come where they come to any of them; it polls only if
    /// all do.
    fn bindings(&self) -> BTreeMap<Subject, (Binding, Place)> {
        let mut all: BTreeMap<Subject, Vec<Option<(Binding, Place)>>> = BTreeMap::new();
        for (subject, says) in &self.ports {
            let Some((handler, _)) = the_one(users(subject, says)) else { continue };
            let stated = says.get(&Property::Binding).and_then(Stated::agreed);
            let known = stated.and_then(|(value, place)| {
                let binding = Binding::ALL.iter().find(|it| Value::from(it.label()) == *value)?;
                Some((*binding, place.clone()))
            });
            all.entry(handler).or_default().push(known);
        }
        let of_handler = |(handler, all): (Subject, Vec<Option<(Binding, Place)>>)| {
            let first = |wanted| all.iter().flatten().filter(|(it, _)| *it == wanted).min_by_key(|(_, at)| at.clone());
            let polls = || first(Binding::Polls).filter(|_| all.iter().all(Option::is_some));
            Some((handler, first(Binding::Listens).or_else(polls)?.clone()))
        };
        all.into_iter().filter_map(of_handler).collect()
    }

    /// Where handlers keep order, as far as a send port says so or says that it does not.
    fn orders(&self) -> BTreeMap<Subject, Order> {
        let mut orders: BTreeMap<Subject, Order> = BTreeMap::new();
        for (subject, says) in &self.ports {
            let Some(ordered) = says.get(&Property::Ordered) else { continue };
            let users = users(subject, says);
            let is_certain = users.len() == 1 && !ordered.is_contradicted();
            for (handler, at) in &users {
                let order = orders.entry(handler.clone()).or_default();
                for (value, place) in ordered.counting() {
                    // Which handler a port has is said with the handler, and by each file for itself.
                    let place = if users.len() == 1 { place } else { at };
                    match value {
                        Value::Flag(true) if is_certain => note(&mut order.kept, place),
                        Value::Flag(true) => note(&mut order.contested, place),
                        _ => note(&mut order.not_kept, place),
                    }
                }
                for (_, elsewhere) in users.iter().filter(|(it, _)| it != handler) {
                    note(&mut order.not_kept, elsewhere);
                }
            }
        }
        orders
    }
}

impl Order {
    /// The values that are stated: one port that certainly keeps order is enough.
    fn values(self) -> Vec<(Value, Place)> {
        let yes = |it| (Value::Flag(true), it);
        let no = |it| (Value::Flag(false), it);
        match self.kept {
            Some(kept) => vec![yes(kept)],
            None => self.not_kept.map(no).into_iter().chain(self.contested.map(yes)).collect(),
        }
    }
}

fn note(first: &mut Option<Place>, place: &Place) {
    if first.as_ref().is_none_or(|it| place < it) {
        *first = Some(place.clone());
    }
}

/// The handlers, or the hosts, that a port or an orchestration may use, each with the place that says so.
fn users(subject: &Subject, says: &BTreeMap<Property, Stated>) -> Vec<(Subject, Place)> {
    let words = |property| {
        let stated = says.get(&property).into_iter().flat_map(Stated::counting);
        stated.map(|(value, place)| (value.words(), place.clone())).collect::<Vec<(String, Place)>>()
    };
    let hosts = words(Property::Host);
    let Subject::Port { direction, .. } = subject else {
        return hosts.into_iter().map(|(host, place)| (Subject::Host(host), place)).collect();
    };
    let adapters = words(Property::Adapter);
    let handler = |(host, place): &(String, Place), adapter: &str| {
        let (adapter, host) = (adapter.to_owned(), host.clone());
        (Subject::Handler { adapter, direction: *direction, host }, place.clone())
    };
    hosts.iter().flat_map(|host| adapters.iter().map(|(adapter, _)| handler(host, adapter))).collect()
}

fn the_one<T>(all: Vec<T>) -> Option<T> {
    let mut all = all.into_iter();
    all.next().filter(|_| all.next().is_none())
}

const fn counted_as(subject: &Subject) -> Property {
    match subject {
        Subject::Port { direction: Direction::Receive, .. } => Property::ReceiveLocations,
        Subject::Port { backup: true, .. } => Property::BackupTransports,
        Subject::Port { .. } => Property::SendPorts,
        _ => Property::Orchestrations,
    }
}
