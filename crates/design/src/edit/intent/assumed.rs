//! What an import has assumed because no export said it, or because exports contradict each other: asked for until
//! somebody answers, then assumed no more.

use super::answer::Answer;
use super::attribute::Attribute;
use crate::edit::{Draft, EditCommand, EditError, Record};
use crate::model::{
    BizTalkEdition, BizTalkRelease, ComputerId, Document, Element, Environment, HostFunction, HostKind, Imported,
    Property, Role, SqlEdition, SqlRelease,
};

/// What asks for each detail that can be assumed, by the kind of its element.
const ASKED: [(&str, Property, Attribute); 47] = [
    ("environment", Property::Release, Attribute::BizTalkRelease),
    ("environment", Property::Edition, Attribute::BizTalkEdition),
    ("environment", Property::GlobalTracking, Attribute::GlobalTracking),
    ("sql-instance", Property::Release, Attribute::SqlRelease),
    ("sql-instance", Property::Edition, Attribute::SqlEdition),
    ("sql-instance", Property::Host, Attribute::SqlPlacement),
    ("sql-instance", Property::Agent, Attribute::SqlAgent),
    ("database", Property::Master, Attribute::MasterMessageBox),
    ("database", Property::PublicationDisabled, Attribute::PublicationDisabled),
    ("availability-group", Property::DtcSupport, Attribute::DtcSupport),
    ("environment", Property::SecretServer, Attribute::MasterSecretServer),
    ("biztalk-group", Property::Instances, Attribute::HostInstances),
    ("biztalk-group", Property::Hosts, Attribute::AllHosts),
    ("biztalk-group", Property::Computers, Attribute::AllComputers),
    ("biztalk-group", Property::LoadBalancers, Attribute::AllBalancers),
    ("biztalk-group", Property::Databases, Attribute::AllDatabases),
    ("failover-cluster", Property::Cluster, Attribute::AllOfCluster),
    ("computer", Property::Configured, Attribute::AllConfigured),
    ("computer", Property::Iis, Attribute::Iis),
    ("host", Property::Functions, Attribute::HostFunctions),
    ("host", Property::Kind, Attribute::HostKind),
    ("host", Property::Tracking, Attribute::HostTracking),
    ("host-instance", Property::Enabled, Attribute::InstanceEnabled),
    ("handler", Property::Ordered, Attribute::OrderedDelivery),
    ("environment", Property::MasterSecret, Attribute::Exports),
    ("environment", Property::Update, Attribute::Exports),
    ("computer", Property::OperatingSystem, Attribute::Exports),
    ("computer", Property::Domain, Attribute::Exports),
    ("computer", Property::Cores, Attribute::Exports),
    ("computer", Property::Memory, Attribute::Exports),
    ("failover-cluster", Property::Witness, Attribute::Exports),
    ("failover-cluster", Property::Nodes, Attribute::Exports),
    ("sql-instance", Property::Kind, Attribute::Exports),
    ("sql-instance", Property::Port, Attribute::Exports),
    ("sql-instance", Property::Update, Attribute::Exports),
    ("database", Property::Name, Attribute::Exports),
    ("database", Property::Server, Attribute::Exports),
    ("availability-group", Property::Active, Attribute::Exports),
    ("availability-group", Property::Automatic, Attribute::Exports),
    ("availability-group", Property::Members, Attribute::Exports),
    ("availability-group", Property::Name, Attribute::Exports),
    ("availability-group", Property::Port, Attribute::Exports),
    ("availability-group", Property::Synchronous, Attribute::Exports),
    ("host", Property::ClusterGroup, Attribute::Exports),
    ("host", Property::IsDefault, Attribute::Exports),
    ("host", Property::Only32Bit, Attribute::Exports),
    ("host-instance", Property::Account, Attribute::Exports),
];

/// What a host can be said to do.
pub(super) const FUNCTIONS: [(&str, &[HostFunction]); 8] = [
    ("Nothing", &[]),
    ("Receives", &[HostFunction::Receive]),
    ("Processes", &[HostFunction::Process]),
    ("Sends", &[HostFunction::Send]),
    ("Receives and processes", &[HostFunction::Receive, HostFunction::Process]),
    ("Receives and sends", &[HostFunction::Receive, HostFunction::Send]),
    ("Processes and sends", &[HostFunction::Process, HostFunction::Send]),
    ("Receives, processes and sends", &[HostFunction::Receive, HostFunction::Process, HostFunction::Send]),
];

/// The computers that can be said to hold the master secret, after the answer that none does.
pub(super) fn secret_servers(document: &Document) -> Vec<Option<ComputerId>> {
    let primary = document.computers.keys().copied().filter(|id| document.is_primary(*id));
    std::iter::once(None).chain(primary.map(Some)).collect()
}

/// The only answer to a contradiction that the design decides: what it has, beside what exports say.
pub(super) fn sides_in_words(document: &Document, element: Element) -> String {
    let open = document.assumptions().filter(|(of, property)| *of == element && is_open(*of, *property));
    let side = |(of, property): (Element, Property)| {
        let sides = document.sides(of, property);
        let words: Vec<String> = sides.map(|it| format!("{} ({})", it.value, it.place().unwrap_or_default())).collect();
        format!("{}: {}", property.label(), words.join(" or "))
    };
    let all: Vec<String> = open.map(side).collect();
    format!("As the design has it; exports say {}", all.join("; "))
}

/// The only answer about other databases that needs no drawing, beside those of which exports do not say where they are.
pub(super) fn no_other_databases(document: &Document, element: Element) -> String {
    let side = |it: &Imported| format!("{} ({})", it.value, it.place().unwrap_or_default());
    let named: Vec<String> = document.sides(element, Property::Databases).map(side).collect();
    if named.is_empty() { "None".to_owned() } else { format!("None; exports name {}", named.join(" and ")) }
}

fn is_open(element: Element, property: Property) -> bool {
    asked(element, property) == Some(Attribute::Exports)
}

/// Notes that somebody has decided what exports contradict each other about, by the design as it is.
fn decide(draft: &mut Draft<'_>, element: Element) -> Result<Option<()>, EditError> {
    let open: Vec<Property> = draft
        .document()
        .assumptions()
        .filter(|(of, property)| *of == element && is_open(*of, *property))
        .map(|(_, property)| property)
        .collect();
    let mut imported = draft.document().imported.clone();
    for it in imported.iter_mut().filter(|it| it.element == element && open.contains(&it.property) && it.is_assumed()) {
        it.value.clear();
    }
    imported.sort();
    draft.run(EditCommand::SetImported(imported))?;
    Ok(Some(()))
}

/// What asks for a detail of an element that is assumed; `None` = nothing does, and it must not be assumed.
pub fn asked(element: Element, property: Property) -> Option<Attribute> {
    ASKED.iter().find(|(kind, it, _)| *kind == element.kind() && *it == property).map(|(_, _, attribute)| *attribute)
}

/// Writes the answer about an assumption and assumes it no more; `None` when the attribute is about none. That somebody has
/// answered stays noted, so that a later import does not overwrite it.
pub(super) fn write(
    draft: &mut Draft<'_>,
    attribute: Attribute,
    element: Element,
    answer: &Answer,
) -> Option<Result<Option<()>, EditError>> {
    if attribute == Attribute::Exports {
        return Some(decide(draft, element));
    }
    let (_, property, _) = ASKED.iter().find(|(kind, _, it)| *it == attribute && *kind == element.kind())?;
    Some(write_value(draft, attribute, element, answer).and_then(|written| {
        if written.is_some() {
            let mut imported = draft.document().imported.clone();
            for it in imported.iter_mut().filter(|it| it.element == element && it.property == *property) {
                if it.is_assumed() {
                    it.value.clear();
                }
            }
            imported.sort();
            draft.run(EditCommand::SetImported(imported))?;
        }
        Ok(written)
    }))
}

fn write_value(
    draft: &mut Draft<'_>,
    attribute: Attribute,
    element: Element,
    answer: &Answer,
) -> Result<Option<()>, EditError> {
    if attribute == Attribute::MasterSecretServer {
        let Some(server) = answer.of(&secret_servers(draft.document())) else { return Ok(None) };
        if let Some(computer) = server {
            draft.change(computer, |it| it.roles.extend([Role::EntSso, Role::MasterSecret]));
        }
        return Ok(Some(()));
    }
    let is_whole = matches!(element, Element::Environment);
    if is_whole {
        let changed = changed_environment(&draft.document().environment, attribute, answer);
        return changed.map(|it| draft.run(EditCommand::SetEnvironment(it))).transpose();
    }
    Ok(write_record(draft, attribute, element, answer))
}

fn changed_environment(now: &Environment, attribute: Attribute, answer: &Answer) -> Option<Environment> {
    let mut environment = now.clone();
    match attribute {
        Attribute::BizTalkRelease => environment.biztalk_release = answer.of(BizTalkRelease::ALL)?,
        Attribute::GlobalTracking => environment.global_tracking = answer.flag()?,
        _ => environment.biztalk_edition = answer.of(BizTalkEdition::ALL)?,
    }
    Some(environment)
}

fn write_record(draft: &mut Draft<'_>, attribute: Attribute, element: Element, answer: &Answer) -> Option<()> {
    use Attribute as A;
    let mut record = Record::of(draft.document(), element)?;
    match (attribute, &mut record) {
        (Attribute::SqlRelease, Record::SqlInstance(_, it)) => it.release = answer.of(SqlRelease::ALL)?,
        (Attribute::SqlEdition, Record::SqlInstance(_, it)) => it.edition = answer.of(SqlEdition::ALL)?,
        // It is one already: what else it may be has to be drawn.
        (Attribute::SqlPlacement, Record::SqlInstance(..)) => {}
        // There is no more than was read: what there is has to be drawn.
        (
            A::AllBalancers | A::AllComputers | A::AllDatabases | A::AllHosts | A::HostInstances,
            Record::BizTalkGroup(..),
        )
        | (A::AllConfigured, Record::Computer(..))
        | (A::AllOfCluster, Record::FailoverCluster(..)) => {}
        (Attribute::Iis, Record::Computer(_, it)) => {
            if answer.flag()? {
                it.roles.insert(Role::Iis);
            }
        }
        (Attribute::HostFunctions, Record::Host(_, it)) => {
            it.functions = answer.of(&FUNCTIONS)?.1.iter().copied().collect();
        }
        (Attribute::SqlAgent, Record::SqlInstance(_, it)) => it.agent_running = answer.flag()?,
        (Attribute::MasterMessageBox, Record::Database(_, it)) => it.is_master = answer.flag()?,
        (Attribute::PublicationDisabled, Record::Database(_, it)) => it.publication_disabled = answer.flag()?,
        (Attribute::InstanceEnabled, Record::HostInstance(_, it)) => it.enabled = answer.flag()?,
        (Attribute::OrderedDelivery, Record::Handler(_, it)) => it.ordered = answer.flag()?,
        (Attribute::DtcSupport, Record::AvailabilityGroup(_, it)) => it.per_database_dtc = answer.flag()?,
        (Attribute::HostKind, Record::Host(_, it)) => it.kind = answer.of(HostKind::ALL)?,
        (Attribute::HostTracking, Record::Host(_, it)) => it.allow_tracking = answer.flag()?,
        _ => return None,
    }
    draft.put(record);
    Some(())
}
