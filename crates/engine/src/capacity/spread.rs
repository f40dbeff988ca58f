//! Which host and which computer does how much: work follows what pulls it.
//!
//! Host instances take work out of the MessageBox when they have processor time for it, so a computer that also runs SQL
//! Server, or more hosts than another, takes less (our assumption; what adapters receive is taken to come in where there is
//! room as well). The work of each function spreads over the computers of its hosts until none could take some from a
//! busier one: the spread in which the busiest computer is least busy, then the next. Taking a host instance away leaves
//! fewer spreads to choose from, and more work or fewer cores make every one of them worse, so neither raises a rate.
//!
//! It is worked out for normal operation. What a loss takes away the other computers of a host take over in proportion to
//! what they do already.

use std::collections::BTreeMap;

use super::placement::Placement;
use super::state::State;
use crate::dependency::Loss;

/// Rounds in which each function spreads its work anew, given where the others work.
const MOST_ROUNDS: usize = 60;
/// A round that moves less than this share of the work is the last.
const SETTLED: f64 = 1e-10;
/// Where none of the computers at work is left, others take over by their cores: this share of the work is spread so.
const REST: f64 = 1e-9;

/// Work of one function, or of several that the same hosts do.
pub(super) struct Function {
    /// Seconds per message of the mix on a reference core.
    pub(super) secs: f64,
    hosts: Vec<usize>,
    /// Computers on which any of the hosts works.
    pub(super) computers: Vec<usize>,
    /// What each of them does, in seconds per message.
    done: Vec<f64>,
}

/// Spreads the work of normal operation: sets the work of each host, the weights of its computers, and the part of each
/// host in each stage of each flow.
pub(super) fn balance(placement: &mut Placement) {
    let functions = {
        let state = State::new(placement, &Loss::none());
        let mut functions = functions(placement, &state);
        settle(&mut functions, &state);
        functions
    };
    let mut done: Vec<Vec<f64>> = placement.hosts.iter().map(|it| vec![0.0; it.computers.len()]).collect();
    let mut parts: BTreeMap<Vec<usize>, Vec<f64>> = BTreeMap::new();
    for function in functions {
        let mut of_hosts = vec![0.0; function.hosts.len()];
        for (computer, amount) in function.computers.iter().zip(&function.done) {
            let position = |host: usize| placement.hosts.get(host)?.computers.iter().position(|it| it == computer);
            let here: Vec<(usize, usize, usize)> = function
                .hosts
                .iter()
                .enumerate()
                .filter_map(|(at, host)| Some((at, *host, position(*host)?)))
                .collect();
            for (at, host, position) in &here {
                let part = amount / here.len() as f64;
                of_hosts[*at] += part / function.secs;
                done[*host][*position] += part;
            }
        }
        parts.insert(function.hosts, of_hosts);
    }
    let cores: Vec<f64> = placement.computers.iter().map(|it| it.biztalk_cores).collect();
    for (host, done) in placement.hosts.iter_mut().zip(done) {
        host.secs = done.iter().sum();
        let all: f64 = host.computers.iter().map(|it| cores[*it]).sum();
        let rest = |computer: usize| REST * host.secs.max(f64::MIN_POSITIVE) * cores[computer] / all;
        host.weights = host.computers.iter().zip(done).map(|(it, done)| done + rest(*it)).collect();
    }
    for (_, hosts) in placement.ways.iter_mut().flatten() {
        let key: Vec<usize> = hosts.iter().map(|it| it.0).collect();
        if let Some(of_hosts) = parts.get(&key) {
            hosts.iter_mut().zip(of_hosts).for_each(|(host, part)| host.1 = *part);
        }
    }
}

/// The work of hosts, by who may do it.
pub(super) fn functions(placement: &Placement, state: &State<'_>) -> Vec<Function> {
    let mut by_hosts: BTreeMap<Vec<usize>, f64> = BTreeMap::new();
    for (flow, way) in placement.mix.flows.iter().zip(&placement.ways) {
        for (secs, hosts) in way.iter().filter(|(secs, hosts)| *secs > 0.0 && !hosts.is_empty()) {
            *by_hosts.entry(hosts.iter().map(|it| it.0).collect()).or_default() += flow.share * secs;
        }
    }
    let with_computers = by_hosts.into_iter().map(|(hosts, secs)| {
        let mut computers: Vec<usize> = hosts.iter().flat_map(|host| state.running(*host)).collect();
        computers.sort_unstable();
        computers.dedup();
        Function { secs, hosts, done: vec![0.0; computers.len()], computers }
    });
    with_computers.filter(|it| !it.computers.is_empty()).collect()
}

/// Lets every function spread its work again and again: each round lowers the sum of the squares of all utilizations,
/// weighed by cores, which the sought spread has least of.
fn settle(functions: &mut [Function], state: &State<'_>) {
    let mut used: Vec<f64> = state.work.iter().map(|it| it.sql).collect();
    let cores: Vec<f64> = state.placement.computers.iter().map(|it| it.biztalk_cores).collect();
    for _ in 0..MOST_ROUNDS {
        let mut moved: f64 = 0.0;
        for function in functions.iter_mut() {
            for (computer, done) in function.computers.iter().zip(&function.done) {
                used[*computer] -= done / cores[*computer];
            }
            let level = level(function, &used, &cores);
            for (computer, done) in function.computers.iter().zip(&mut function.done) {
                let next = (level - used[*computer]).max(0.0) * cores[*computer];
                moved = moved.max((next - *done).abs() / function.secs);
                *done = next;
                used[*computer] += next / cores[*computer];
            }
        }
        if moved < SETTLED || functions.len() < 2 {
            return;
        }
    }
}

/// The utilization up to which the work of a function fills its computers, those with room first.
fn level(function: &Function, used: &[f64], cores: &[f64]) -> f64 {
    let mut order: Vec<usize> = function.computers.clone();
    order.sort_by(|a, b| used[*a].total_cmp(&used[*b]));
    let (mut filled, mut room) = (0.0, 0.0);
    let mut level = f64::INFINITY;
    for (at, computer) in order.iter().enumerate() {
        filled += used[*computer] * cores[*computer];
        room += cores[*computer];
        level = (function.secs + filled) / room;
        if order.get(at + 1).is_none_or(|next| level <= used[*next]) {
            break;
        }
    }
    level
}

#[cfg(test)]
mod tests {
    use crate::capacity::{capacity_report, estimate};
    use crate::dependency::{Loss, Structure};
    use crate::model::{ComputerId, Document, HostFunction, PhysicalHost, PhysicalHostId, TierKind};
    use crate::sources::Sourced;
    use crate::testing::{DocumentBuilder, Lcg};

    fn some(pick: &mut Lcg, all: &[ComputerId]) -> Vec<ComputerId> {
        let mut chosen: Vec<ComputerId> = all.iter().copied().filter(|_| pick.below(2) == 0).collect();
        if chosen.is_empty() {
            chosen.extend(pick.pick(all));
        }
        chosen
    }

    /// Up to four BizTalk computers with hosts here and there; SQL Server on its own computers or on two of them.
    fn design(seed: u64) -> Document {
        let mut pick = Lcg::new(seed);
        let mut builder = DocumentBuilder::new("Some design");
        let tier = builder.tier("BizTalk", TierKind::BizTalk);
        let names = ["BTS1", "BTS2", "BTS3", "BTS4"];
        let biztalk = builder.biztalk_servers(&names[..2 + pick.below(3)], tier);
        for function in [HostFunction::Receive, HostFunction::Process, HostFunction::Send] {
            for number in 0..=pick.below(2) {
                builder.host(&format!("{function:?} {number}"), &[function], &some(&mut pick, &biztalk));
            }
        }
        let tier = builder.tier("Databases", TierKind::Databases);
        let sql = if pick.below(2) == 0 { biztalk[..2].to_vec() } else { builder.computers(&["SQL1", "SQL2"], tier) };
        let cluster = builder.failover_cluster("SQL cluster", &sql);
        let instance = builder.clustered_sql("SQLBTS", cluster, &sql);
        builder.core_databases(instance);
        for computer in builder.edit().computers.edit().values_mut() {
            computer.hardware.cores = Some(Sourced::entered(1 + pick.below(12) as u32));
        }
        builder.build()
    }

    fn rate(document: &Document) -> f64 {
        let estimate = estimate(document, &Structure::of(document), &Loss::none());
        estimate.rate.map_or(0.0, |it| it.p50)
    }

    const SLACK: f64 = 1.0 + 1e-6;

    #[test]
    fn removing_a_host_instance_never_raises_the_rate() {
        for seed in 0..60 {
            let document = design(seed);
            let before = rate(&document);
            for id in document.host_instances.keys() {
                let mut less = document.clone();
                less.host_instances.edit().remove(id);
                let after = rate(&less);
                assert!(after <= before * SLACK, "{seed} without {id:?}: {before} and then {after}");
            }
        }
    }

    #[test]
    fn more_cores_never_lower_the_rate_and_more_work_never_raises_it() {
        for seed in 0..60 {
            let document = design(seed);
            let before = rate(&document);
            for id in document.computers.keys() {
                let mut more = document.clone();
                if let Some(cores) = more.computers.edit().get_mut(id).and_then(|it| it.hardware.cores.as_mut()) {
                    cores.value += 3;
                }
                let after = rate(&more);
                assert!(after * SLACK >= before, "{seed} with more cores in {id:?}: {before} and then {after}");
            }
            let mut heavier = document.clone();
            heavier.workload.complexity_biztalk = Some(Sourced::entered(7.0));
            assert!(rate(&heavier) <= before * SLACK, "{seed}");
            heavier.workload.complexity_sql = Some(Sourced::entered(9.0));
            assert!(rate(&heavier) <= before * SLACK, "{seed}");
        }
    }

    #[test]
    fn losing_a_computer_without_sql_server_never_raises_the_rate() {
        for seed in 0..60 {
            let document = design(seed);
            let structure = Structure::of(&document);
            let before = rate(&document);
            // SQL Server may move to a faster computer.
            let sql = document.sql_instances.keys().flat_map(|id| document.owners_of_sql(*id));
            let sql: Vec<ComputerId> = sql.copied().collect();
            for id in document.computers.keys().filter(|id| !sql.contains(id)) {
                let left = estimate(&document, &structure, &Loss::of_computers([*id]));
                let after = left.rate.map_or(0.0, |it| it.p50);
                assert!(after <= before * SLACK, "{seed} without {id:?}: {before} and then {after}");
            }
        }
    }

    #[test]
    fn an_empty_physical_host_changes_nothing() {
        let template = |key: &str| crate::document::template(key).unwrap().document.clone();
        for mut document in [template("proof-of-concept"), template("clustered-virtual-machines")] {
            let report = |document: &Document| capacity_report(document, &Structure::of(document)).normal;
            let before = report(&document);
            let id = PhysicalHostId(document.next_id + 1);
            let empty = PhysicalHost::new("Empty");
            document.physical_hosts.edit().insert(id, empty);
            assert_eq!(report(&document).rate, before.rate);
        }
    }

    #[test]
    fn a_computer_that_also_runs_sql_server_takes_less_of_the_work_of_hosts() {
        let mut document = crate::document::template("two-computer").unwrap().document.clone();
        document.workload.complexity_biztalk = Some(Sourced::entered(20.0));
        document.workload.complexity_sql = Some(Sourced::entered(1.0));
        let estimate = estimate(&document, &Structure::of(&document), &Loss::none());
        let used: Vec<f64> = estimate.computers.iter().filter_map(|it| it.at_limit).collect();
        assert!((used[0] - used[1]).abs() < 1e-6, "both are equally busy: {used:?}");
    }
}
