//! The figures that a template shows for example, until somebody confirms them.

use std::fmt::Display;

use super::attribute::{AnswerForm, Attribute};
use super::counted;
use crate::edit::{Draft, Edit, EditCommand, EditError, ElementId, Record};
use crate::model::{
    AvailabilityInputs, Backup, Computer, Document, Element, Environment, FailureFigure, Hardware, Host, MessageFlow,
    SqlInstance, Workload,
};
use crate::prose::{list, plural};
use crate::sources::{Provenance, Sourced};

/// A kind of figures, by their provenance.
type Which = fn(&Provenance) -> bool;

fn is_example(provenance: &Provenance) -> bool {
    *provenance == Provenance::Example
}

/// Whether somebody stated it for one design.
fn is_stated(provenance: &Provenance) -> bool {
    matches!(provenance, Provenance::Measured { .. } | Provenance::Entered { .. })
}

/// A record with figures.
trait Figures: Clone {
    /// How many of its figures are of this kind.
    fn count(&self, which: Which) -> usize;

    /// Gives its figures of this kind another provenance.
    fn give(&mut self, which: Which, provenance: &Provenance);

    /// Its figures of this kind in words, such as `memory 16 GB`; `name` and `unit` are those of a figure itself.
    fn tell(&self, which: Which, name: &str, unit: &str, said: &mut Vec<String>);

    /// The same with its examples confirmed, and how many there were; `None` without an example.
    fn confirmed(&self, provenance: &Provenance) -> Option<(Self, usize)> {
        let number = self.count(is_example);
        (number > 0).then(|| {
            let mut next = self.clone();
            next.give(is_example, provenance);
            (next, number)
        })
    }
}

impl<T: Clone + Display> Figures for Sourced<T> {
    fn count(&self, which: Which) -> usize {
        usize::from(which(&self.provenance))
    }

    fn give(&mut self, which: Which, provenance: &Provenance) {
        if which(&self.provenance) {
            provenance.clone_into(&mut self.provenance);
        }
    }

    fn tell(&self, which: Which, name: &str, unit: &str, said: &mut Vec<String>) {
        if which(&self.provenance) {
            said.push(format!("{name} {} {unit}", self.value).trim_end().to_owned());
        }
    }
}

impl<T: Figures> Figures for Option<T> {
    fn count(&self, which: Which) -> usize {
        self.as_ref().map_or(0, |it| it.count(which))
    }

    fn give(&mut self, which: Which, provenance: &Provenance) {
        if let Some(it) = self {
            it.give(which, provenance);
        }
    }

    fn tell(&self, which: Which, name: &str, unit: &str, said: &mut Vec<String>) {
        if let Some(it) = self {
            it.tell(which, name, unit, said);
        }
    }
}

impl<T: Figures> Figures for Vec<T> {
    fn count(&self, which: Which) -> usize {
        self.iter().map(|it| it.count(which)).sum()
    }

    fn give(&mut self, which: Which, provenance: &Provenance) {
        for it in self {
            it.give(which, provenance);
        }
    }

    fn tell(&self, which: Which, name: &str, unit: &str, said: &mut Vec<String>) {
        for it in self {
            it.tell(which, name, unit, said);
        }
    }
}

/// The figures of a record, each with its name and unit; a record in a record names its own.
macro_rules! figures {
    ($($record:ty => { $($field:ident: $name:literal, $unit:literal;)+ })+) => {$(
        impl Figures for $record {
            fn count(&self, which: Which) -> usize {
                0 $(+ self.$field.count(which))+
            }

            fn give(&mut self, which: Which, provenance: &Provenance) {
                $(self.$field.give(which, provenance);)+
            }

            fn tell(&self, which: Which, _: &str, _: &str, said: &mut Vec<String>) {
                $(self.$field.tell(which, $name, $unit, said);)+
            }
        }
    )+};
}

figures! {
    Computer => {
        hardware: "", "";
        load_percent: "normal processor load", "%";
    }
    Hardware => {
        cores: "processor cores", "";
        clock_ghz: "processor clock", "GHz";
        core_speed: "core speed against the published lab", "times";
        ram_gb: "memory", "GB";
        disk_gb: "disk space", "GB";
        physical_cores_needed: "cores that a physical computer would need", "";
        physical_disk_gb_needed: "disk space that a physical computer would need", "GB";
    }
    SqlInstance => {
        min_memory_gb: "minimum server memory", "GB";
        max_memory_gb: "maximum server memory", "GB";
    }
    Host => {
        restart_service_after_secs: "restart of services after", "s";
    }
    Environment => {
        rpo_minutes: "recovery point objective", "minutes";
        rto_minutes: "recovery time objective", "minutes";
        sql_failover_secs: "duration of a SQL Server failover", "s";
    }
    Backup => {
        log_interval_minutes: "time between log backups", "minutes";
    }
    AvailabilityInputs => {
        figures: "", "";
        target_minutes_per_year: "target for the downtime", "minutes a year";
    }
    FailureFigure => {
        value: "figure of the availability estimate", "";
    }
    MessageFlow => {
        messages_per_sec: "rate of a message flow", "messages/s";
        message_kb: "message size of a message flow", "KB";
        back_end_secs: "time of the back end of a message flow", "s";
    }
    Workload => {
        flows: "", "";
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

/// Confirms the examples of some elements of a kind; how many there were.
fn confirm<'a, I>(
    draft: &mut Draft<'_>,
    elements: impl IntoIterator<Item = (&'a I, &'a I::Content)>,
    provenance: &Provenance,
) -> usize
where
    I: ElementId + 'a,
    I::Content: Figures + 'a,
{
    let confirmed = elements.into_iter().filter_map(|(id, it)| Some((*id, it.confirmed(provenance)?)));
    confirmed
        .map(|(id, (next, number))| {
            draft.change(id, |it| *it = next);
            number
        })
        .sum()
}

/// Takes every example for what the design is to be: one undo step. `None` when it holds no example.
pub fn confirm_examples(document: &Document, provenance: &Provenance) -> Option<Edit> {
    let mut draft = Draft::of(document);
    let mut total = confirm(&mut draft, &document.computers, provenance);
    total += confirm(&mut draft, &document.sql_instances, provenance);
    total += confirm(&mut draft, &document.hosts, provenance);
    let mut edit = draft.finish("");
    let commands = [
        document.environment.confirmed(provenance).map(|(it, number)| (EditCommand::SetEnvironment(it), number)),
        document.backup.confirmed(provenance).map(|(it, number)| (EditCommand::SetBackup(it), number)),
        document.workload.confirmed(provenance).map(|(it, number)| (EditCommand::SetWorkload(it), number)),
        document.availability.confirmed(provenance).map(|(it, number)| (EditCommand::SetAvailability(it), number)),
    ];
    for (command, number) in commands.into_iter().flatten() {
        edit.commands.push(command);
        total += number;
    }
    edit.label = format!("Confirm {total} {}", plural(total, "example of the template", "examples of the template"));
    (total > 0).then_some(edit)
}

/// How many figures of a design are examples that nobody has confirmed.
pub fn num_examples(document: &Document) -> usize {
    document.computers.values().map(|it| it.count(is_example)).sum::<usize>()
        + document.sql_instances.values().map(|it| it.count(is_example)).sum::<usize>()
        + document.hosts.values().map(|it| it.count(is_example)).sum::<usize>()
        + document.environment.count(is_example)
        + document.backup.count(is_example)
        + document.workload.count(is_example)
        + document.availability.count(is_example)
}

/// The examples that nobody has confirmed, in words such as `memory 16 GB`: by element, those of the whole design under
/// [`Element::Environment`].
pub fn examples(document: &Document) -> Vec<(Element, Vec<String>)> {
    fn of<I: ElementId + Into<Element>>(id: &I, record: &I::Content) -> (Element, Vec<String>)
    where
        I::Content: Figures,
    {
        let mut said = Vec::new();
        record.tell(is_example, "", "", &mut said);
        ((*id).into(), said)
    }
    let mut found = Vec::new();
    document.environment.tell(is_example, "", "", &mut found);
    document.backup.tell(is_example, "", "", &mut found);
    document.workload.tell(is_example, "", "", &mut found);
    document.availability.tell(is_example, "", "", &mut found);
    let computers = document.computers.iter().map(|(id, it)| of(id, it));
    let sql_instances = document.sql_instances.iter().map(|(id, it)| of(id, it));
    let hosts = document.hosts.iter().map(|(id, it)| of(id, it));
    let all = std::iter::once((Element::Environment, found)).chain(computers).chain(sql_instances).chain(hosts);
    all.filter(|(_, figures)| !figures.is_empty()).collect()
}

/// The design as a template shows it: what somebody has measured or entered for it becomes an example.
pub fn as_examples(document: &Document) -> Document {
    let mut template = document.clone();
    let example = &Provenance::Example;
    template.computers.edit().values_mut().for_each(|it| it.give(is_stated, example));
    template.sql_instances.edit().values_mut().for_each(|it| it.give(is_stated, example));
    template.hosts.edit().values_mut().for_each(|it| it.give(is_stated, example));
    template.environment.give(is_stated, example);
    template.backup.give(is_stated, example);
    template.workload.give(is_stated, example);
    template.availability.give(is_stated, example);
    template
}

/// What the template shows for example where a rule asks for a detail: `40 %`; `None` where it shows nothing.
pub fn example_of(document: &Document, attribute: Attribute, element: Element) -> Option<String> {
    let (_, mut values) = confirmed_detail(document, attribute, element, &Provenance::entered())?;
    values.dedup();
    let values: Vec<String> = values.iter().map(f64::to_string).collect();
    let AnswerForm::Number { unit, .. } = attribute.form(document, element) else { return None };
    let unit = unit.split(',').next().unwrap_or_default();
    Some(format!("{} {unit}", list(&values)))
}

/// Confirms what the template shows for example where a rule asks for a detail of elements: one undo step.
///
/// # Errors
/// None of the elements has an example there.
pub fn confirm_examples_of(
    document: &Document,
    attribute: Attribute,
    elements: &[Element],
    provenance: &Provenance,
) -> Result<Edit, EditError> {
    let mut draft = Draft::of(document);
    let mut confirmed = Vec::new();
    for element in elements {
        if let Some((command, _)) = confirmed_detail(document, attribute, *element, provenance) {
            draft.run(command)?;
            confirmed.push(*element);
        }
    }
    let of = match confirmed.as_slice() {
        [] => return Err(EditError::Refused(format!("there is no example of “{}”", attribute.words()))),
        [Element::Environment] => String::new(),
        some => format!(" of {}", counted(document, some)),
    };
    Ok(draft.finish(format!("Confirm {}{of}", attribute.words())))
}

/// The command that confirms the examples that stand where a rule asks for a detail, and their values; `None` without an
/// example.
fn confirmed_detail(
    document: &Document,
    attribute: Attribute,
    element: Element,
    provenance: &Provenance,
) -> Option<(EditCommand, Vec<f64>)> {
    let mut found = Vec::new();
    let mut environment = document.environment.clone();
    let command = match attribute {
        Attribute::RecoveryPointObjective => {
            confirm_into(&mut environment.rpo_minutes, provenance, &mut found);
            EditCommand::SetEnvironment(environment)
        }
        Attribute::SqlFailoverDuration => {
            confirm_into(&mut environment.sql_failover_secs, provenance, &mut found);
            EditCommand::SetEnvironment(environment)
        }
        _ => {
            let mut record = Record::of(document, element)?;
            match (attribute, &mut record) {
                (Attribute::ServerMemory, Record::SqlInstance(_, it)) => {
                    confirm_into(&mut it.min_memory_gb, provenance, &mut found);
                    confirm_into(&mut it.max_memory_gb, provenance, &mut found);
                }
                (_, Record::Computer(_, it)) => confirm_of_computer(it, attribute, provenance, &mut found),
                _ => return None,
            }
            EditCommand::Put(record)
        }
    };
    (!found.is_empty()).then_some((command, found))
}

fn confirm_of_computer(it: &mut Computer, attribute: Attribute, provenance: &Provenance, found: &mut Vec<f64>) {
    match attribute {
        Attribute::DiskSpace => confirm_into(&mut it.hardware.disk_gb, provenance, found),
        Attribute::DiskSpaceNeeded => confirm_into(&mut it.hardware.physical_disk_gb_needed, provenance, found),
        Attribute::Memory => confirm_into(&mut it.hardware.ram_gb, provenance, found),
        Attribute::PhysicalCoresNeeded => confirm_into(&mut it.hardware.physical_cores_needed, provenance, found),
        Attribute::ProcessorCores => confirm_into(&mut it.hardware.cores, provenance, found),
        Attribute::ProcessorLoad => confirm_into(&mut it.load_percent, provenance, found),
        _ => {}
    }
}

/// Confirms a figure that is an example and notes its value.
fn confirm_into<T: Copy + Into<f64> + Display>(
    figure: &mut Option<Sourced<T>>,
    provenance: &Provenance,
    found: &mut Vec<f64>,
) {
    if let Some(it) = figure.as_mut().filter(|it| it.provenance == Provenance::Example) {
        found.push(it.value.into());
        it.give(is_example, provenance);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{template, templates, to_text};
    use crate::edit::{History, preview};

    fn today() -> Provenance {
        Provenance::Entered { by: "Ada".to_owned(), on: "2026-11-28".to_owned() }
    }

    #[test]
    fn every_figure_of_a_template_is_an_example_and_all_are_confirmed_in_one_step() {
        for template in templates() {
            let design = &template.document;
            let edit = confirm_examples(design, &today());
            assert_eq!(edit.is_some(), to_text(design).contains("provenance: Example"), "{}", template.key);
            assert!(!to_text(design).contains("provenance: Entered"), "{}", template.key);
            let Some(edit) = edit else { continue };
            assert!(edit.label.contains(&num_examples(design).to_string()), "{}", edit.label);
            let next = preview(design, &edit.commands).unwrap();
            assert_eq!((num_examples(&next), confirm_examples(&next, &today())), (0, None), "{}", template.key);
            assert_eq!(to_text(&next).matches("Entered(by: \"Ada\"").count(), num_examples(design), "{}", template.key);
        }
        let mut history = History::new(template("small-complete").unwrap().document.clone(), true);
        let before = Document::clone(history.document());
        history.edit(&confirm_examples(&before, &today()).unwrap()).unwrap();
        history.undo();
        assert_eq!(**history.document(), before);
    }

    #[test]
    fn every_example_is_told_in_words() {
        for template in templates() {
            let told: usize = examples(&template.document).iter().map(|(_, figures)| figures.len()).sum();
            assert_eq!(told, num_examples(&template.document), "{}", template.key);
        }
        let told = examples(&template("small-complete").unwrap().document);
        assert!(told[0].1.contains(&"recovery point objective 60 minutes".to_owned()), "{:?}", told[0]);
        assert!(told.iter().any(|(of, figures)| matches!(of, Element::Computer(_)) && figures[0].contains("cores")));
    }

    #[test]
    fn an_example_that_a_rule_asks_about_is_named_and_confirmed_alone() {
        let mut designed = template("large-complete").unwrap().document.clone();
        let computer = Element::from(*designed.computers.keys().next().unwrap());
        let load = Sourced { value: 40.0, range: Some((30.0, 50.0)), provenance: Provenance::Example };
        designed.computers.edit().values_mut().next().unwrap().load_percent = Some(load);
        let design = &designed;
        assert_eq!(example_of(design, Attribute::ProcessorLoad, computer).unwrap(), "40 %");
        let edit = confirm_examples_of(design, Attribute::ProcessorLoad, &[computer], &today()).unwrap();
        assert!(edit.label.starts_with("Confirm "), "{}", edit.label);
        let next = preview(design, &edit.commands).unwrap();
        assert_eq!(num_examples(&next), num_examples(design) - 1);
        assert_eq!(example_of(&next, Attribute::ProcessorLoad, computer), None);
        assert!(confirm_examples_of(&next, Attribute::ProcessorLoad, &[computer], &today()).is_err());
    }
}
