//! The figures a report rests on, each with the word that says where it comes from.

use crate::analysis::Analysis;
use crate::capacity::assumption;
use crate::model::{Document, Element};
use crate::report::census::Census;
use crate::sources::{Provenance, Sourced, sources};

/// One figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assumption {
    /// What it is.
    pub label: String,
    /// The value with its unit, and its range where one is known.
    pub value: String,
    /// `documented`, `derived`, `measured`, `entered`, `default` or `example`.
    pub provenance: &'static str,
    /// By whom and when, which documents, or why we assume it.
    pub basis: String,
}

/// Figures under one heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssumptionGroup {
    /// The heading.
    pub title: &'static str,
    /// The figures.
    pub rows: Vec<Assumption>,
}

pub(super) fn assumptions(document: &Document, analysis: &Analysis) -> Vec<AssumptionGroup> {
    let mut capacity: Vec<Assumption> = Vec::new();
    let first = &analysis.capacity.normal.inputs;
    capacity.extend(first.iter().map(|it| figure(it.label.clone(), it.unit, &it.value)));
    for other in &analysis.capacity.others {
        // What all BizTalk groups share stands there once.
        let own = other.normal.inputs.iter().filter(|it| !first.contains(it));
        capacity.extend(own.map(|it| figure(format!("{}: {}", other.name, it.label), it.unit, &it.value)));
    }
    let groups = [
        AssumptionGroup { title: "Figures of the environment", rows: stated(document) },
        AssumptionGroup { title: "Figures of computers, SQL instances and hosts", rows: stated_for_elements(document) },
        AssumptionGroup { title: "Used by the capacity estimate", rows: capacity },
    ];
    groups.into_iter().filter(|group| !group.rows.is_empty()).collect()
}

fn stated(document: &Document) -> Vec<Assumption> {
    let environment = &document.environment;
    let workload = &document.workload;
    let figures = [
        ("Accepted loss of data", "minutes", &environment.rpo_minutes),
        ("Accepted time to recover", "minutes", &environment.rto_minutes),
        ("Duration of a SQL Server failover", "s", &environment.sql_failover_secs),
        ("Time between log backups", "minutes", &document.backup.log_interval_minutes),
        ("Peak rate", "messages/s", &workload.peak_messages_per_sec),
        ("Growth per year", "%", &workload.growth_percent_per_year),
        ("Message size", "KB", &workload.message_kb),
        ("Share of messages through an orchestration", "%", &workload.orchestration_share_percent),
        ("Further passes through the MessageBox", "per message", &workload.extra_hops),
    ];
    let stated = figures.into_iter().filter_map(|(label, unit, value)| Some((label, unit, value.as_ref()?)));
    stated.map(|(label, unit, value)| figure(label.to_owned(), unit, value)).collect()
}

fn stated_for_elements(document: &Document) -> Vec<Assumption> {
    let mut rows = Rows::default();
    for (id, computer) in &document.computers {
        let (name, hardware) = (Element::Computer(*id).name(document), &computer.hardware);
        let cores = hardware.cores.as_ref().map(whole);
        rows.add("Processor cores", "", &name, cores.as_ref());
        rows.add("Processor clock", "GHz", &name, hardware.clock_ghz.as_ref());
        rows.add("Core speed against the published lab", "times", &name, hardware.core_speed.as_ref());
        rows.add("Memory", "GB", &name, hardware.ram_gb.as_ref());
        rows.add("Disk space", "GB", &name, hardware.disk_gb.as_ref());
        rows.add("Normal processor load", "%", &name, computer.load_percent.as_ref());
    }
    for (id, sql) in &document.sql_instances {
        let name = Element::SqlInstance(*id).name(document);
        rows.add("Minimum server memory", "GB", &name, sql.min_memory_gb.as_ref());
        rows.add("Maximum server memory", "GB", &name, sql.max_memory_gb.as_ref());
    }
    for (id, host) in &document.hosts {
        let name = Element::Host(*id).name(document);
        rows.add("Restart of services after", "s", &name, host.restart_service_after_secs.as_ref());
    }
    rows.finish(document)
}

fn whole(cores: &Sourced<u32>) -> Sourced<f64> {
    Sourced {
        value: f64::from(cores.value),
        range: cores.range.map(|(low, high)| (f64::from(low), f64::from(high))),
        provenance: cores.provenance.clone(),
    }
}

/// Figures of many elements: equal ones share a row.
#[derive(Default)]
struct Rows {
    rows: Vec<(&'static str, Assumption, Vec<String>)>,
}

impl Rows {
    fn add(&mut self, label: &'static str, unit: &str, name: &str, value: Option<&Sourced<f64>>) {
        let Some(value) = value else { return };
        let row = figure(label.to_owned(), unit, value);
        match self.rows.iter_mut().find(|(known, it, _)| *known == label && *it == row) {
            Some((_, _, names)) => names.push(name.to_owned()),
            None => self.rows.push((label, row, vec![name.to_owned()])),
        }
    }

    fn finish(self, document: &Document) -> Vec<Assumption> {
        let census = Census::new(document);
        let named = |(_, row, names): (&str, Assumption, Vec<String>)| Assumption {
            label: format!("{}: {}", row.label, census.list(&names)),
            ..row
        };
        let mut rows = self.rows;
        rows.sort_by_key(|(label, _, _)| *label);
        rows.into_iter().map(named).collect()
    }
}

fn figure(label: String, unit: &str, value: &Sourced<f64>) -> Assumption {
    let range = value.range.map(|(low, high)| format!(" ({} to {})", number(low), number(high))).unwrap_or_default();
    let unit = if unit.is_empty() { String::new() } else { format!(" {unit}") };
    Assumption {
        label,
        value: format!("{}{unit}{range}", number(value.value)),
        provenance: value.provenance.word(),
        basis: basis(&value.provenance),
    }
}

/// A number with at most five decimals.
fn number(value: f64) -> String {
    let digits = format!("{value:.5}");
    let short = digits.trim_end_matches('0').trim_end_matches('.');
    if short.is_empty() { "0".to_owned() } else { short.to_owned() }
}

fn basis(provenance: &Provenance) -> String {
    let title = |id| sources().get(id).map_or_else(String::new, |it| it.title.to_owned());
    match provenance {
        Provenance::Documented(id) => title(id),
        Provenance::Derived(ids) => format!("From {}", ids.iter().map(title).collect::<Vec<_>>().join("; ")),
        Provenance::Measured { by, on } => joined("By", by, on),
        Provenance::Entered { by, on } => joined("By", by, on),
        Provenance::Example => "Example of the template, not confirmed".to_owned(),
        Provenance::Default(id) => assumption(id).map_or_else(String::new, |it| it.text.clone()),
    }
}

fn joined(word: &str, by: &str, on: &str) -> String {
    match (by.is_empty(), on.is_empty()) {
        (true, true) => String::new(),
        (true, false) => on.to_owned(),
        (false, true) => format!("{word} {by}"),
        (false, false) => format!("{word} {by}, {on}"),
    }
}
