//! Rows of the assumptions panel: what the estimate rests on, stated or assumed.

use crate::capacity::Parameter;
use crate::capacity::assumption;
use crate::edit::intent::examples;
use crate::edit::{Edit, EditCommand, Record};
use crate::model::limits;
use crate::model::queries::ComputerKind;
use crate::model::{Computer, ComputerId, Document, Element, Workload};
use crate::prose::list;
use crate::sources::{Provenance, Sourced, sources};
use crate::text::{assumptions as text, common, units};
use crate::ui::widgets::fields::{NumberRange, number_text};

/// The examples that nobody has confirmed, a line for those that have the same: `BTS1 and BTS2: memory 16 GB`.
pub(super) fn examples(document: &Document) -> Vec<String> {
    let mut lines: Vec<(Vec<String>, Vec<String>)> = Vec::new();
    for (element, figures) in examples::examples(document) {
        let name = match element {
            Element::Environment => text::OF_THE_DESIGN.to_owned(),
            other => other.name(document),
        };
        match lines.iter_mut().find(|(_, known)| *known == figures) {
            Some((names, _)) => names.push(name),
            None => lines.push((vec![name], figures)),
        }
    }
    lines.into_iter().map(|(names, figures)| format!("{}: {}", list(&names), figures.join("; "))).collect()
}

/// An input of the workload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WorkloadField {
    Peak,
    Growth,
    MessageSize,
    OrchestrationShare,
    ComplexityBizTalk,
    ComplexitySql,
    ExtraHops,
    Horizon,
    LargeMessage,
    PerDay,
    ResponseTarget,
    Polling,
    HttpConnections,
    Link,
    Disk,
    TrackingDays,
    TrackedProperties,
    TrackedBodies,
    TrackingDisk,
}

impl WorkloadField {
    const ALL: [Self; 19] = [
        Self::Peak,
        Self::Growth,
        Self::MessageSize,
        Self::OrchestrationShare,
        Self::ComplexityBizTalk,
        Self::ComplexitySql,
        Self::ExtraHops,
        Self::Horizon,
        Self::LargeMessage,
        Self::PerDay,
        Self::ResponseTarget,
        Self::Polling,
        Self::HttpConnections,
        Self::Link,
        Self::Disk,
        Self::TrackingDays,
        Self::TrackedProperties,
        Self::TrackedBodies,
        Self::TrackingDisk,
    ];

    /// The words a person reads.
    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::Peak => text::PEAK_RATE,
            Self::Growth => text::GROWTH_PER_YEAR,
            Self::MessageSize => text::AVERAGE_MESSAGE_SIZE,
            Self::OrchestrationShare => text::ORCHESTRATION_SHARE,
            Self::ComplexityBizTalk => text::WORK_ON_BIZTALK,
            Self::ComplexitySql => text::WORK_IN_MESSAGEBOX,
            Self::ExtraHops => text::EXTRA_HOPS,
            Self::Horizon => text::YEARS_UNTIL_REPLACED,
            Self::LargeMessage => text::LARGE_MESSAGE_SIZE,
            Self::PerDay => text::MESSAGES_PER_DAY,
            Self::ResponseTarget => text::RESPONSE_TARGET,
            Self::Polling => text::POLLING_INTERVAL,
            Self::HttpConnections => text::HTTP_CONNECTIONS,
            Self::Link => text::NETWORK_TO_SQL,
            Self::Disk => text::DISK_OPERATIONS,
            Self::TrackingDays => text::RETENTION_OF_TRACKING_DATA,
            Self::TrackedProperties => text::TRACKED_PROPERTIES_PER_MESSAGE,
            Self::TrackedBodies => text::TRACKED_BODIES,
            Self::TrackingDisk => text::TRACKING_DISKS,
        }
    }

    /// Unit and bounds.
    pub(super) const fn range(self) -> NumberRange {
        match self {
            Self::Peak => NumberRange::any(units::MESSAGES_PER_S, limits::MESSAGES_PER_SEC),
            Self::Growth => NumberRange::any(units::PERCENT, limits::GROWTH_PERCENT),
            Self::MessageSize => NumberRange::any(units::KB, limits::MESSAGE_KB),
            Self::OrchestrationShare => NumberRange::any(units::PERCENT, limits::PERCENT),
            Self::ComplexityBizTalk | Self::ComplexitySql => NumberRange::any(units::TIMES, limits::COMPLEXITY),
            Self::ExtraHops => NumberRange::any(units::PER_MESSAGE, limits::EXTRA_HOPS),
            Self::Horizon => NumberRange::any(units::YEARS, limits::YEARS),
            Self::LargeMessage => NumberRange::any(units::KB, limits::MESSAGE_KB),
            Self::PerDay => NumberRange::any("", limits::MESSAGES_PER_DAY),
            Self::ResponseTarget => NumberRange::any(units::SECONDS, limits::RESPONSE_SECS),
            Self::Polling => NumberRange::any(units::MILLISECONDS, limits::POLLING_MS),
            Self::HttpConnections => NumberRange::whole("", limits::HTTP_CONNECTIONS),
            Self::Link => NumberRange::any(units::GBIT_PER_S, limits::LINK_GBIT_PER_SEC),
            Self::Disk => NumberRange::any(units::PER_S, limits::DISK_OPERATIONS),
            Self::TrackingDays => NumberRange::any(units::DAYS, limits::TRACKING_DAYS),
            Self::TrackedProperties => NumberRange::whole("", limits::TRACKED_PROPERTIES),
            Self::TrackedBodies => NumberRange::whole("", limits::TRACKED_BODIES),
            Self::TrackingDisk => NumberRange::any(units::TIMES, limits::TRACKING_DISK_SPEED),
        }
    }

    /// What the capacity model takes while nobody has said; `None` = it has no default.
    fn default_value(self) -> Option<Sourced<f64>> {
        match self {
            Self::Peak | Self::Growth | Self::MessageSize | Self::ExtraHops => None,
            Self::OrchestrationShare => Some(scaled(Parameter::OrchestrationShare, 100.0)),
            Self::ComplexityBizTalk | Self::ComplexitySql => Some(Parameter::Complexity.published()),
            Self::Polling => Some(scaled(Parameter::PollingInterval, 1000.0)),
            Self::HttpConnections => Some(Parameter::HttpConnections.published()),
            Self::TrackingDays => Some(Parameter::TrackingDays.published()),
            Self::TrackedProperties => Some(Parameter::TrackedProperties.published()),
            Self::TrackedBodies => Some(Parameter::TrackedBodies.published()),
            Self::TrackingDisk => Some(Parameter::TrackingDiskSpeed.published()),
            Self::Horizon | Self::LargeMessage | Self::PerDay | Self::ResponseTarget | Self::Link | Self::Disk => None,
        }
    }

    fn get(self, workload: &Workload) -> Option<&Sourced<f64>> {
        let field = match self {
            Self::Peak => &workload.peak_messages_per_sec,
            Self::Growth => &workload.growth_percent_per_year,
            Self::MessageSize => &workload.message_kb,
            Self::OrchestrationShare => &workload.orchestration_share_percent,
            Self::ComplexityBizTalk => &workload.complexity_biztalk,
            Self::ComplexitySql => &workload.complexity_sql,
            Self::ExtraHops => &workload.extra_hops,
            Self::Horizon => &workload.growth_years,
            Self::LargeMessage => &workload.large_message_kb,
            Self::PerDay => &workload.messages_per_day,
            Self::ResponseTarget => &workload.response_target_secs,
            Self::Polling => &workload.polling_ms,
            Self::HttpConnections => &workload.http_connections,
            Self::Link => &workload.link_gbit_per_sec,
            Self::Disk => &workload.disk_operations_per_sec,
            Self::TrackingDays => &workload.tracking_days,
            Self::TrackedProperties => &workload.tracked_properties,
            Self::TrackedBodies => &workload.tracked_bodies,
            Self::TrackingDisk => &workload.tracking_disk_speed,
        };
        field.as_ref()
    }

    /// Sets it: one undo step.
    pub(super) fn edit(self, document: &Document, value: Option<Sourced<f64>>) -> Edit {
        let mut workload = document.workload.clone();
        let field = match self {
            Self::Peak => &mut workload.peak_messages_per_sec,
            Self::Growth => &mut workload.growth_percent_per_year,
            Self::MessageSize => &mut workload.message_kb,
            Self::OrchestrationShare => &mut workload.orchestration_share_percent,
            Self::ComplexityBizTalk => &mut workload.complexity_biztalk,
            Self::ComplexitySql => &mut workload.complexity_sql,
            Self::ExtraHops => &mut workload.extra_hops,
            Self::Horizon => &mut workload.growth_years,
            Self::LargeMessage => &mut workload.large_message_kb,
            Self::PerDay => &mut workload.messages_per_day,
            Self::ResponseTarget => &mut workload.response_target_secs,
            Self::Polling => &mut workload.polling_ms,
            Self::HttpConnections => &mut workload.http_connections,
            Self::Link => &mut workload.link_gbit_per_sec,
            Self::Disk => &mut workload.disk_operations_per_sec,
            Self::TrackingDays => &mut workload.tracking_days,
            Self::TrackedProperties => &mut workload.tracked_properties,
            Self::TrackedBodies => &mut workload.tracked_bodies,
            Self::TrackingDisk => &mut workload.tracking_disk_speed,
        };
        *field = value;
        Edit::one(text::set_of_workload(self.label()), EditCommand::SetWorkload(Box::new(workload)))
    }
}

/// An input of a computer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HardwareField {
    Cores,
    Speed,
    Memory,
    Load,
}

impl HardwareField {
    pub(super) const ALL: [Self; 4] = [Self::Cores, Self::Speed, Self::Memory, Self::Load];

    /// The head of its column.
    pub(super) const fn head(self) -> &'static str {
        match self {
            Self::Cores => text::CORES,
            Self::Speed => text::SPEED,
            Self::Memory => text::RAM_GB,
            Self::Load => text::LOAD,
        }
    }

    /// What the column means, in full.
    pub(super) const fn explanation(self) -> &'static str {
        match self {
            Self::Cores => text::ABOUT_CORES,
            Self::Speed => text::ABOUT_SPEED,
            Self::Memory => text::ABOUT_MEMORY,
            Self::Load => text::ABOUT_LOAD,
        }
    }

    /// Bounds.
    pub(super) const fn range(self) -> NumberRange {
        match self {
            Self::Cores => NumberRange::whole("", limits::CORES),
            Self::Speed => NumberRange::any("", limits::CORE_SPEED),
            Self::Memory => NumberRange::any("", limits::RAM_GB),
            Self::Load => NumberRange::any("", limits::PERCENT),
        }
    }

    fn default_value(self, kind: ComputerKind) -> Option<Sourced<f64>> {
        match self {
            Self::Cores if kind == ComputerKind::BizTalk => Some(Parameter::BizTalkCores.published()),
            Self::Cores => Some(Parameter::SqlCores.published()),
            Self::Speed => Some(Parameter::CoreSpeed.published()),
            Self::Memory | Self::Load => None,
        }
    }

    fn get(self, computer: &Computer) -> Option<Sourced<f64>> {
        let hardware = &computer.hardware;
        match self {
            Self::Cores => hardware.cores.as_ref().map(|it| Sourced {
                value: f64::from(it.value),
                range: it.range.map(|(low, high)| (f64::from(low), f64::from(high))),
                provenance: it.provenance.clone(),
            }),
            Self::Speed => hardware.core_speed.clone(),
            Self::Memory => hardware.ram_gb.clone(),
            Self::Load => computer.load_percent.clone(),
        }
    }

    /// Sets it: one undo step. `None` when the computer is gone.
    pub(super) fn edit(self, document: &Document, id: ComputerId, value: Option<Sourced<f64>>) -> Option<Edit> {
        let mut computer = document.computers.get(&id)?.clone();
        match self {
            Self::Cores => {
                computer.hardware.cores = value.map(|it| Sourced {
                    value: it.value as u32,
                    range: it.range.map(|(low, high)| (low as u32, high as u32)),
                    provenance: it.provenance,
                });
            }
            Self::Speed => computer.hardware.core_speed = value,
            Self::Memory => computer.hardware.ram_gb = value,
            Self::Load => computer.load_percent = value,
        }
        let label = text::set(self.head(), &computer.name);
        Some(Edit::put(label, Record::Computer(id, computer)))
    }
}

/// An input as it is shown: what somebody stated, else what is assumed.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Input {
    /// What somebody stated.
    pub(super) stated: Option<Sourced<f64>>,
    /// What is assumed while nobody does.
    pub(super) assumed: Option<Sourced<f64>>,
}

impl Input {
    /// What stands in the field while nobody has said.
    pub(super) fn hint(&self) -> String {
        self.assumed.as_ref().map_or_else(|| common::NOT_STATED.to_owned(), |it| number_text(it.value))
    }

    /// Where the number comes from that the estimate uses; `None` when there is none.
    pub(super) fn provenance(&self) -> Option<&Provenance> {
        self.stated.as_ref().or(self.assumed.as_ref()).map(|it| &it.provenance)
    }

    /// Why the number is assumed, in a sentence, with the range it may lie in; empty when it is stated.
    pub(super) fn reason(&self) -> String {
        let (None, Some(assumed)) = (&self.stated, &self.assumed) else { return String::new() };
        let title = match &assumed.provenance {
            Provenance::Default(id) => assumption(id).map(|it| it.title.clone()).unwrap_or_default(),
            Provenance::Documented(id) => sources().get(id).map(|it| format!("“{}”", it.title)).unwrap_or_default(),
            _ => String::new(),
        };
        let range = assumed.range.map(|(low, high)| text::in_range(&number_text(low), &number_text(high)));
        text::default(&number_text(assumed.value), &range.unwrap_or_default(), &title)
    }
}

/// The rows of the workload.
pub(super) fn workload(document: &Document) -> Vec<(WorkloadField, Input)> {
    WorkloadField::ALL
        .into_iter()
        .map(|field| {
            let stated = field.get(&document.workload).cloned();
            (field, Input { stated, assumed: field.default_value() })
        })
        .collect()
}

/// A computer of the table.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct HardwareRow {
    pub(super) id: ComputerId,
    pub(super) name: String,
    pub(super) kind: &'static str,
    pub(super) inputs: Vec<(HardwareField, Input)>,
}

/// The computers that carry BizTalk Server, SQL Server or the master secret, in reading order.
pub(super) fn hardware(document: &Document) -> Vec<HardwareRow> {
    let computers = document.placed_elements().into_iter().filter_map(|(_, it)| ComputerId::try_from(it).ok());
    computers
        .filter_map(|id| {
            let kind = document.computer_kind(id);
            let computer = document.computers.get(&id).filter(|_| kind <= ComputerKind::MasterSecret)?;
            let input = |field: HardwareField| {
                let default = field.default_value(kind).filter(|_| kind != ComputerKind::MasterSecret);
                (field, Input { stated: field.get(computer), assumed: default })
            };
            Some(HardwareRow {
                id,
                name: Element::from(id).name(document),
                kind: kind.label(),
                inputs: HardwareField::ALL.into_iter().map(input).collect(),
            })
        })
        .collect()
}

/// A published parameter in another unit.
fn scaled(parameter: Parameter, factor: f64) -> Sourced<f64> {
    let published = parameter.published();
    Sourced {
        value: published.value * factor,
        range: published.range.map(|(low, high)| (low * factor, high * factor)),
        provenance: published.provenance,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::template;
    use crate::edit::preview;

    fn design() -> Document {
        template("small").expect("an embedded template").document.clone()
    }

    #[test]
    fn what_nobody_said_shows_the_default_of_the_capacity_model() {
        let rows = workload(&design());
        let text: Vec<String> = rows.iter().map(|(field, it)| format!("{field:?} {}", it.hint())).collect();
        let expected = [
            "Peak Not stated",
            "Growth Not stated",
            "MessageSize Not stated",
            "OrchestrationShare 100",
            "ComplexityBizTalk 5",
            "ComplexitySql 5",
        ];
        assert_eq!(text[..6], expected);
        assert!(text.contains(&"Polling 500".to_owned()), "{text:?}");
        for (field, input) in rows.iter().filter(|(_, it)| it.assumed.is_some()) {
            assert!(input.reason().len() > 15, "{field:?}: {}", input.reason());
        }
    }

    #[test]
    fn each_input_is_set_and_read_back_and_replaces_the_default() {
        let document = design();
        for (field, _) in workload(&document) {
            let edit = field.edit(&document, Some(Sourced::entered(7.0)));
            let next = preview(&document, &edit.commands).unwrap();
            let (_, input) = workload(&next).into_iter().find(|(it, _)| *it == field).unwrap();
            assert_eq!(input.stated.as_ref().map(|it| it.value), Some(7.0), "{field:?}");
            assert_eq!(input.provenance().map(Provenance::word), Some("entered"));
            assert_eq!(input.reason(), "");
        }
        let computer = hardware(&document)[0].id;
        for field in HardwareField::ALL {
            let edit = field.edit(&document, computer, Some(Sourced::entered(4.0))).unwrap();
            let next = preview(&document, &edit.commands).unwrap();
            let row = hardware(&next).into_iter().find(|it| it.id == computer).unwrap();
            let (_, input) = row.inputs.into_iter().find(|(it, _)| *it == field).unwrap();
            assert_eq!(input.stated.map(|it| it.value), Some(4.0), "{field:?}");
        }
    }

    #[test]
    fn the_table_holds_the_computers_that_count_for_capacity() {
        let document = design();
        let rows = hardware(&document);
        assert_eq!(rows.len(), document.num_computers_for_size());
        assert!(rows.iter().any(|row| row.kind == "BizTalk server"));
        assert!(rows.iter().any(|row| row.kind == "SQL Server node"));
    }
}
