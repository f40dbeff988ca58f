//! The figures that a design states: how each is called, what it is counted in, and where it comes from. Questions about
//! examples, comparisons and documents read this table.

use crate::edit::ElementId;
use crate::model::{
    AvailabilityInputs, Backup, Computer, Document, Element, Environment, FailureFigure, Hardware, Host, MessageFlow,
    SqlInstance, Workload,
};
use crate::sources::{Provenance, Sourced};

/// What a figure is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Measure {
    /// The way to it in the record of its element, or of the whole design, its fields with blanks between them; empty for
    /// what stands in a list.
    pub way: &'static str,
    /// Its name within a sentence, such as `memory`.
    pub name: &'static str,
    /// Its unit as it follows the number; empty for a plain number.
    pub unit: &'static str,
}

/// A figure that a design states.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure<'a> {
    /// What it is of.
    pub measure: Measure,
    /// Its value, in the unit of the measure.
    pub value: f64,
    /// Smallest and largest credible value, where a range is known.
    pub range: Option<(f64, f64)>,
    /// Where it comes from.
    pub provenance: &'a Provenance,
}

impl Figure<'_> {
    /// It in words: `memory 16 GB`.
    pub fn words(&self) -> String {
        format!("{} {} {}", self.measure.name, self.value, self.measure.unit).trim_end().to_owned()
    }
}

/// What a record with figures of several kinds is of.
const NOTHING: Measure = Measure { way: "", name: "", unit: "" };

/// A record with figures.
pub(crate) trait Figures: Clone {
    /// Shows each of its figures; `measure` is that of a figure itself.
    fn each<'a>(&'a self, measure: Measure, show: &mut dyn FnMut(Figure<'a>));

    /// Shows where each comes from, which may be changed.
    fn each_provenance(&mut self, show: &mut dyn FnMut(&mut Provenance));

    /// Its figures.
    fn figures(&self) -> Vec<Figure<'_>> {
        let mut found = Vec::new();
        self.each(NOTHING, &mut |it| found.push(it));
        found
    }
}

impl<T: Copy + Into<f64>> Figures for Sourced<T> {
    fn each<'a>(&'a self, measure: Measure, show: &mut dyn FnMut(Figure<'a>)) {
        let range = self.range.map(|(low, high)| (low.into(), high.into()));
        show(Figure { measure, value: self.value.into(), range, provenance: &self.provenance });
    }

    fn each_provenance(&mut self, show: &mut dyn FnMut(&mut Provenance)) {
        show(&mut self.provenance);
    }
}

impl<T: Figures> Figures for Option<T> {
    fn each<'a>(&'a self, measure: Measure, show: &mut dyn FnMut(Figure<'a>)) {
        if let Some(it) = self {
            it.each(measure, show);
        }
    }

    fn each_provenance(&mut self, show: &mut dyn FnMut(&mut Provenance)) {
        if let Some(it) = self {
            it.each_provenance(show);
        }
    }
}

impl<T: Figures> Figures for Vec<T> {
    fn each<'a>(&'a self, measure: Measure, show: &mut dyn FnMut(Figure<'a>)) {
        for it in self {
            it.each(measure, show);
        }
    }

    fn each_provenance(&mut self, show: &mut dyn FnMut(&mut Provenance)) {
        for it in self {
            it.each_provenance(show);
        }
    }
}

/// The figures of records: the way to a record, the fields that hold further records, and each figure with its name and unit.
macro_rules! figures {
    ($($record:ty, $way:literal, [$($inner:ident)*] { $($field:ident: $name:literal, $unit:literal;)+ })+) => {
        /// All that figures are of, in the order of their records.
        pub const MEASURES: &[Measure] = &[
            $($(Measure { way: concat!($way, stringify!($field)), name: $name, unit: $unit },)+)+
        ];

        $(impl Figures for $record {
            fn each<'a>(&'a self, _: Measure, show: &mut dyn FnMut(Figure<'a>)) {
                $(self.$inner.each(NOTHING, show);)*
                $(self.$field.each(Measure { way: concat!($way, stringify!($field)), name: $name, unit: $unit }, show);)+
            }

            fn each_provenance(&mut self, show: &mut dyn FnMut(&mut Provenance)) {
                $(self.$inner.each_provenance(show);)*
                $(self.$field.each_provenance(show);)+
            }
        })+
    };
}

figures! {
    Computer, "", [hardware] {
        load_percent: "normal processor load", "%";
    }
    Hardware, "hardware ", [] {
        cores: "processor cores", "";
        clock_ghz: "processor clock", "GHz";
        core_speed: "core speed against the published lab", "times";
        ram_gb: "memory", "GB";
        disk_gb: "disk space", "GB";
        physical_cores_needed: "cores that a physical computer would need", "";
        physical_disk_gb_needed: "disk space that a physical computer would need", "GB";
    }
    SqlInstance, "", [] {
        min_memory_gb: "minimum server memory", "GB";
        max_memory_gb: "maximum server memory", "GB";
    }
    Host, "", [] {
        restart_service_after_secs: "restart service after", "s";
    }
    Environment, "", [] {
        rpo_minutes: "recovery point objective", "minutes";
        rto_minutes: "recovery time objective", "minutes";
        sql_failover_secs: "expected duration of a SQL Server failover", "s";
    }
    Backup, "backup ", [] {
        log_interval_minutes: "time between log backups", "minutes";
    }
    AvailabilityInputs, "availability ", [figures] {
        target_minutes_per_year: "accepted downtime a year", "minutes";
    }
    FailureFigure, "availability figures ", [] {
        value: "figure of the availability estimate", "";
    }
    MessageFlow, "workload flows ", [] {
        messages_per_sec: "rate of a message flow", "messages/s";
        message_kb: "message size of a message flow", "KB";
        back_end_secs: "time of the back end of a message flow", "s";
    }
    Workload, "workload ", [flows] {
        peak_messages_per_sec: "peak rate", "messages/s";
        growth_percent_per_year: "growth per year", "%";
        growth_years: "years until the design is replaced", "";
        message_kb: "average message size", "KB";
        large_message_kb: "95th percentile of the message size", "KB";
        orchestration_share_percent: "share of messages through an orchestration", "%";
        complexity_biztalk: "work per message on BizTalk computers", "times the published lab";
        complexity_sql: "work per message in the MessageBox", "times the published lab";
        extra_hops: "further passes through the MessageBox", "";
        messages_per_day: "messages per day", "";
        response_target_secs: "target for the 95th percentile of the response time", "s";
        polling_ms: "polling interval of the host instances", "ms";
        tracking_days: "retention of tracking data", "days";
        tracked_properties: "tracked properties per message", "";
        tracked_bodies: "points at which bodies are tracked", "";
        tracking_disk_speed: "disks of the Tracking database", "times the published lab";
        http_connections: "HTTP connections per destination on each computer", "";
        link_gbit_per_sec: "network between BizTalk Server and SQL Server", "Gbit/s";
        disk_operations_per_sec: "disk operations of the MessageBox databases", "a second";
    }
}

/// What a figure is of by the way to it, such as `hardware ram_gb`; `None` where no figure stands.
pub fn measure(way: &str) -> Option<Measure> {
    MEASURES.iter().copied().find(|it| it.way == way)
}

/// All figures that a design states, by element; those of the whole design under [`Element::Environment`].
pub fn figures(document: &Document) -> Vec<(Element, Vec<Figure<'_>>)> {
    fn of<'a, I: ElementId + Into<Element>>((id, record): (&I, &'a I::Content)) -> (Element, Vec<Figure<'a>>)
    where
        I::Content: Figures,
    {
        ((*id).into(), record.figures())
    }
    let whole = [
        document.environment.figures(),
        document.backup.figures(),
        document.workload.figures(),
        document.availability.figures(),
    ];
    let mut all = vec![(Element::Environment, whole.concat())];
    all.extend(document.computers.iter().map(of));
    all.extend(document.sql_instances.iter().map(of));
    all.extend(document.hosts.iter().map(of));
    all.retain(|(_, figures)| !figures.is_empty());
    all
}

/// Shows where each figure of a design comes from, which may be changed.
pub(crate) fn each_provenance(document: &mut Document, show: &mut dyn FnMut(&mut Provenance)) {
    document.environment.each_provenance(show);
    document.backup.each_provenance(show);
    document.workload.each_provenance(show);
    document.availability.each_provenance(show);
    document.computers.edit().values_mut().for_each(|it| it.each_provenance(show));
    document.sql_instances.edit().values_mut().for_each(|it| it.each_provenance(show));
    document.hosts.edit().values_mut().for_each(|it| it.each_provenance(show));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::intent::attribute::Attribute;

    #[test]
    fn a_question_about_a_figure_calls_it_by_its_name() {
        let asked = [
            ("hardware cores", Attribute::ProcessorCores),
            ("hardware ram_gb", Attribute::Memory),
            ("hardware disk_gb", Attribute::DiskSpace),
            ("hardware physical_cores_needed", Attribute::PhysicalCoresNeeded),
            ("hardware physical_disk_gb_needed", Attribute::DiskSpaceNeeded),
            ("load_percent", Attribute::ProcessorLoad),
            ("rpo_minutes", Attribute::RecoveryPointObjective),
            ("backup log_interval_minutes", Attribute::LogInterval),
            ("sql_failover_secs", Attribute::SqlFailoverDuration),
        ];
        for (way, attribute) in asked {
            assert_eq!(measure(way).map(|it| it.name), Some(attribute.words()), "{way}");
        }
    }

    #[test]
    fn no_two_figures_have_the_same_way() {
        for (at, one) in MEASURES.iter().enumerate() {
            assert_eq!(MEASURES.iter().position(|it| it.way == one.way), Some(at), "{}", one.way);
        }
    }
}
