//! The edit that answers what a rule asks.

use super::attribute::{AnswerForm, Attribute, PhysicalPlace, SQL_UPDATES, physical_places};
use super::ids::numbered_name;
use super::{connections, counted, databases};
use crate::edit::{Draft, Edit, EditCommand, EditError, Record};
use crate::model::{
    AccountKind, Affinity, BackupDestination, Binding, BizTalkGroupId, ClusterAddress, Computer, ComputerId,
    ConfiguredName, Deployment, Document, DrMode, DrTransport, Element, FailoverClusterId, FaultDomain,
    FullBackupPeriod, GroupsKind, Host, HostId, HostKind, PhysicalHost, PhysicalHostId, QueueLocation, RaidLevel,
    RecoveryModel, Role, SecretServerName, ServiceAccount, StorageCopies, TrackingVolume, WindowsVersion, Witness,
};
use crate::sources::{Provenance, Sourced};

/// What a person answers.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// The choice with this place in [`AnswerForm::Choice`].
    Choice(usize),
    /// A number in the unit that was asked for.
    Number(f64),
    /// Some words.
    Text(String),
}

impl Answer {
    /// The chosen one of a closed list.
    pub(super) fn of<V: Copy>(&self, all: &[V]) -> Option<V> {
        match self {
            Self::Choice(index) => all.get(*index).copied(),
            _ => None,
        }
    }

    /// Whether the first of two answers was chosen.
    pub(super) fn flag(&self) -> Option<bool> {
        self.of(&[true, false])
    }

    /// The number with its provenance.
    fn sourced(&self, provenance: &Provenance) -> Option<Sourced<f64>> {
        let Self::Number(value) = self else { return None };
        Some(Sourced { value: *value, range: None, provenance: provenance.clone() })
    }

    /// The number as a whole one with its provenance.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the form lets only whole numbers from 0 to 86,400 pass"
    )]
    fn whole(&self, provenance: &Provenance) -> Option<Sourced<u32>> {
        let Sourced { value, range: _, provenance } = self.sourced(provenance)?;
        Some(Sourced { value: value as u32, range: None, provenance })
    }

    /// The words; `None` for none.
    fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text.trim()).filter(|it| !it.is_empty()),
            _ => None,
        }
    }
}

/// Whether an answer is one of those that a form allows.
fn fits(form: &AnswerForm, answer: &Answer) -> bool {
    match (form, answer) {
        (AnswerForm::Choice(words), Answer::Choice(index)) => *index < words.len(),
        (AnswerForm::Number { min, max, whole, .. }, Answer::Number(value)) => {
            (*min..=*max).contains(value) && (!whole || value.fract() == 0.0)
        }
        (AnswerForm::Text, Answer::Text(text)) => !text.trim().is_empty(),
        _ => false,
    }
}

/// Gives the same answer for several elements: one undo step.
///
/// # Errors
/// The answer is none that the elements can have.
pub fn answer(
    document: &Document,
    attribute: Attribute,
    elements: &[Element],
    answer: &Answer,
    provenance: &Provenance,
) -> Result<Edit, EditError> {
    let refused = || EditError::Refused(format!("this is no answer to “{}”", attribute.words()));
    let mut draft = Draft::of(document);
    for element in elements {
        if !fits(&attribute.form(document, *element), answer) {
            return Err(refused());
        }
        match (attribute, ComputerId::try_from(*element)) {
            (Attribute::PhysicalHost, Ok(computer)) => {
                // The choices are those of the design before the first element was answered for.
                let place = answer.of(&physical_places(document)).ok_or_else(refused)?;
                write_physical_host(&mut draft, computer, place)?;
            }
            _ => write(&mut draft, attribute, *element, answer, provenance)?.ok_or_else(refused)?,
        }
    }
    let of = match elements {
        [] | [Element::Environment] => String::new(),
        some => format!(" of {}", counted(document, some)),
    };
    Ok(draft.finish(format!("Set {}{of}", attribute.words())))
}

/// Writes an answer; `None` when the element has no such detail.
fn write(
    draft: &mut Draft<'_>,
    attribute: Attribute,
    element: Element,
    answer: &Answer,
    provenance: &Provenance,
) -> Result<Option<()>, EditError> {
    if let Some(written) = super::assumed::write(draft, attribute, element, answer) {
        return written;
    }
    if let Some(command) = for_environment(draft.document(), attribute, answer, provenance) {
        return draft.run(command).map(Some);
    }
    let written = match (attribute, element) {
        (Attribute::AccountKind | Attribute::ServiceAccount, Element::Host(id)) => {
            write_account(draft, attribute, id, answer)
        }
        (Attribute::DatabaseGroup, Element::Database(id)) => databases::write_group(draft, id, answer),
        (it, _) if databases::kind_of(it).is_some() => databases::write(draft, it, element, answer),
        (Attribute::DefaultHost, Element::BizTalkGroup(id)) => write_default_host(draft, id, answer),
        (Attribute::BamPortal, _) => write_portal(draft, answer),
        (Attribute::HostCluster, Element::PhysicalHost(id)) => write_host_cluster(draft, id, answer),
        (Attribute::CalledBy, Element::Endpoint(_)) => return write_called(draft, element, answer),
        (Attribute::QuorumVote, Element::Computer(id)) => write_vote(draft, id, answer),
        (Attribute::WitnessShare, Element::FailoverCluster(id)) => write_witness_share(draft, id, answer),
        _ => write_record(draft, attribute, element, answer, provenance),
    };
    Ok(written)
}

/// The command that writes a detail of the environment as a whole.
fn for_environment(
    document: &Document,
    attribute: Attribute,
    answer: &Answer,
    provenance: &Provenance,
) -> Option<EditCommand> {
    let mut environment = document.environment.clone();
    let mut backup = document.backup.clone();
    match attribute {
        Attribute::BizTalkUpdate => {
            environment.biztalk_cumulative_update = Some(u8::try_from(answer.whole(provenance)?.value).ok()?);
        }
        Attribute::Deployment => environment.deployment = Some(answer.of(Deployment::ALL)?),
        Attribute::DomainsTrust => environment.domains_trust_each_other = Some(answer.flag()?),
        Attribute::GroupsKind => environment.groups_kind = Some(answer.of(GroupsKind::ALL)?),
        Attribute::RecoveryPointObjective => environment.rpo_minutes = Some(answer.sourced(provenance)?),
        Attribute::SqlFailoverDuration => environment.sql_failover_secs = Some(answer.sourced(provenance)?),
        Attribute::TimeSource => environment.time_source = Some(answer.flag()?),
        Attribute::TrackingVolume => environment.tracking_volume = Some(answer.of(TrackingVolume::ALL)?),
        Attribute::BackupDestination => backup.destination = Some(answer.of(BackupDestination::ALL)?),
        Attribute::BackupShare => backup.destination_highly_available = Some(answer.flag()?),
        Attribute::BackupJob => backup.job_configured = Some(answer.flag()?),
        Attribute::LogInterval => backup.log_interval_minutes = Some(answer.sourced(provenance)?),
        Attribute::ForceFullBackup => backup.force_full_after_partial = Some(answer.flag()?),
        Attribute::FullBackupPeriod => backup.full_period = Some(answer.of(FullBackupPeriod::ALL)?),
        Attribute::LogShippingShape => {
            let mut recovery = document.disaster_recovery.clone();
            recovery.mode = Some(answer.of(DrMode::ALL)?);
            return Some(EditCommand::SetDisasterRecovery(recovery));
        }
        Attribute::SamePaths => {
            let mut recovery = document.disaster_recovery.clone();
            recovery.same_paths = Some(answer.flag()?);
            return Some(EditCommand::SetDisasterRecovery(recovery));
        }
        Attribute::SecretServerName => {
            let mut sso = document.sso.clone();
            sso.secret_server_name = Some(answer.of(SecretServerName::ALL)?);
            return Some(EditCommand::SetSso(sso));
        }
        _ => return None,
    }
    let is_backup = backup != document.backup;
    Some(if is_backup { EditCommand::SetBackup(backup) } else { EditCommand::SetEnvironment(environment) })
}

/// Writes a detail into the record of an element.
fn write_record(
    draft: &mut Draft<'_>,
    attribute: Attribute,
    element: Element,
    answer: &Answer,
    provenance: &Provenance,
) -> Option<()> {
    use Attribute as A;
    let mut record = Record::of(draft.document(), element)?;
    match (attribute, &mut record) {
        (_, Record::Computer(_, it)) => write_computer(it, attribute, answer, provenance)?,
        (A::RedundantDevice, Record::LoadBalancer(_, it)) => it.redundant = Some(answer.flag()?),
        (A::RedundantDevice, Record::Firewall(_, it)) => it.redundant = Some(answer.flag()?),
        (A::RaidLevel, Record::Storage(_, it)) => it.raid = Some(answer.of(RaidLevel::ALL)?),
        (A::RedundantControllers, Record::Storage(_, it)) => it.redundant_controllers = Some(answer.flag()?),
        (A::StorageCopies, Record::Storage(_, it)) => it.copies = Some(answer.of(StorageCopies::ALL)?),
        (A::AddedToBackup, Record::Database(_, it)) => it.added_to_backup = Some(answer.flag()?),
        (A::CustomTransactions, Record::Database(_, it)) => it.transactions = Some(answer.flag()?),
        (A::DrTransport, Record::Database(_, it)) => it.dr_transport = Some(answer.of(DrTransport::ALL)?),
        (A::RecoveryModel, Record::Database(_, it)) => it.recovery_model = Some(answer.of(RecoveryModel::ALL)?),
        (A::BinaryCollation, Record::SqlInstance(_, it)) => it.binary_collation = Some(answer.flag()?),
        (A::ConfiguredName, Record::SqlInstance(_, it)) => it.configured_name = Some(answer.of(ConfiguredName::ALL)?),
        (A::SsoMemory, Record::SqlInstance(_, it)) => it.memory_left_for_sso = Some(answer.flag()?),
        (A::ServerMemory, Record::SqlInstance(_, it)) => {
            it.min_memory_gb = Some(answer.sourced(provenance)?);
            it.max_memory_gb = Some(answer.sourced(provenance)?);
        }
        (A::ClusterAddress, Record::ResourceGroup(_, it)) => it.address = Some(answer.of(ClusterAddress::ALL)?),
        (A::ClusterAddress, Record::AvailabilityGroup(_, it)) => {
            it.listener.as_mut()?.address = Some(answer.of(ClusterAddress::ALL)?);
        }
        (A::SqlUpdate, Record::SqlInstance(_, it)) => {
            let (_, service_pack, cumulative_update) = answer.of(&SQL_UPDATES)?;
            (it.service_pack, it.cumulative_update) = (service_pack, cumulative_update);
            it.without_updates = (service_pack, cumulative_update) == (0, 0);
        }
        (A::StaticIp, Record::ResourceGroup(_, it)) => it.static_ip = Some(answer.flag()?),
        (A::DtcLogDisk, Record::ResourceGroup(_, it)) => it.dtc_log_on_own_disk = Some(answer.flag()?),
        (A::SeparateNetworks, Record::FailoverCluster(_, it)) => it.separate_networks = Some(answer.flag()?),
        (A::Witness, Record::FailoverCluster(_, it)) => {
            let all = [Witness::None, Witness::Disk, Witness::FileShare(None), Witness::Cloud];
            it.witness = Some(answer.of(&all)?);
        }
        (A::Affinity, Record::Endpoint(_, it)) => it.affinity = Some(answer.of(Affinity::ALL)?),
        (A::HighlyAvailable, Record::Endpoint(_, it)) => it.highly_available = Some(answer.flag()?),
        (A::Https, Record::Endpoint(_, it)) => it.https = Some(answer.flag()?),
        (A::MsmqVersion, Record::Endpoint(_, it)) => it.msmq_4_or_later = Some(answer.flag()?),
        (A::Binding, Record::Handler(_, it)) => it.binding = Some(answer.of(Binding::ALL)?),
        (A::QueueLocation, Record::Handler(_, it)) => it.queue = Some(answer.of(QueueLocation::ALL)?),
        (A::ConcurrentMailbox, Record::Handler(_, it)) => it.concurrent_mailbox = Some(answer.flag()?),
        (A::LeaseTimeout, Record::Handler(_, it)) => it.lease_timeout_secs = Some(answer.whole(provenance)?.value),
        (A::Partner, Record::Handler(_, it)) => it.partner = Some(answer.text()?.to_owned()),
        (A::SeveralComputers, Record::Handler(_, it)) => it.several_computers = Some(answer.flag()?),
        (A::Transactional, Record::Handler(_, it)) => it.transactional = Some(answer.flag()?),
        (A::Trusted, Record::Handler(_, it)) => it.trusted = Some(answer.flag()?),
        (A::ProcessBits, Record::Host(_, it)) => it.is_64_bit = Some(answer.flag()?),
        (A::Trusted, Record::Host(_, it)) => {
            let trusted = answer.flag()?;
            for orchestration in it.orchestrations.iter_mut().filter(|it| it.trusted.is_none()) {
                orchestration.trusted = Some(trusted);
            }
        }
        _ => return None,
    }
    draft.put(record);
    Some(())
}

/// Writes a detail of a computer.
fn write_computer(it: &mut Computer, attribute: Attribute, answer: &Answer, provenance: &Provenance) -> Option<()> {
    match attribute {
        Attribute::AgHotfix | Attribute::AgRegistryKey => it.ag_os_prerequisite = Some(answer.flag()?),
        Attribute::DiskSpace => it.hardware.disk_gb = Some(answer.sourced(provenance)?),
        Attribute::DiskSpaceNeeded => it.hardware.physical_disk_gb_needed = Some(answer.sourced(provenance)?),
        Attribute::Domain => it.domain = Some(answer.text()?.to_owned()),
        Attribute::DtcLogDisk => it.dtc_log_on_own_disk = Some(answer.flag()?),
        Attribute::Memory => it.hardware.ram_gb = Some(answer.sourced(provenance)?),
        Attribute::MqsAgentInstalled => {
            it.roles.insert(Role::MqsAgent);
        }
        Attribute::MsmqInstalled => {
            it.roles.insert(Role::Msmq);
        }
        Attribute::MsmqVersion => it.msmq_4_or_later = Some(answer.flag()?),
        Attribute::OperatingSystem => it.os = Some(answer.of(WindowsVersion::ALL)?),
        Attribute::PhysicalCoresNeeded => it.hardware.physical_cores_needed = Some(answer.whole(provenance)?),
        Attribute::ProcessorCores => it.hardware.cores = Some(answer.whole(provenance)?),
        Attribute::ProcessorLoad => it.load_percent = Some(answer.sourced(provenance)?),
        _ => return None,
    }
    Some(())
}

/// Writes the account of the host instances of a host about which the detail is not known.
fn write_account(draft: &mut Draft<'_>, attribute: Attribute, host: HostId, answer: &Answer) -> Option<()> {
    let instances: Vec<_> = draft.document().host_instances.iter().map(|(id, it)| (*id, it.clone())).collect();
    for (id, mut instance) in instances.into_iter().filter(|(_, it)| it.host == host) {
        instance.account = match (attribute, instance.account) {
            (Attribute::ServiceAccount, None) => {
                Some(ServiceAccount { name: answer.text()?.to_owned(), kind: AccountKind::Domain })
            }
            (Attribute::ServiceAccount, Some(account)) if account.name.trim().is_empty() => {
                Some(ServiceAccount { name: answer.text()?.to_owned(), ..account })
            }
            (Attribute::AccountKind, None) => {
                Some(ServiceAccount { name: String::new(), kind: answer.of(AccountKind::ALL)? })
            }
            (_, known) => known,
        };
        draft.put(Record::HostInstance(id, instance));
    }
    Some(())
}

/// Writes where a computer runs; a physical host that is not known yet is added.
fn write_physical_host(draft: &mut Draft<'_>, computer: ComputerId, place: PhysicalPlace) -> Result<(), EditError> {
    let host = match place {
        PhysicalPlace::Known(id) => id,
        PhysicalPlace::New => {
            let in_azure = draft.document().environment.deployment == Some(Deployment::AzureVm);
            let (words, domain) = if in_azure {
                ("Zone ", FaultDomain::AvailabilityZone)
            } else {
                ("Physical host ", FaultDomain::PhysicalHost)
            };
            let name = numbered_name(draft.document(), words);
            draft.add(PhysicalHost { domain, ..PhysicalHost::new(name) })
        }
        PhysicalPlace::Physical => {
            let mut environment = draft.document().environment.clone();
            environment.deployment = Some(Deployment::Physical);
            return draft.run(EditCommand::SetEnvironment(environment));
        }
    };
    draft.change(computer, |it| it.physical_host = Some(host));
    Ok(())
}

/// Writes whether a physical host stands alone, or forms one failover cluster with every other one that could be of it:
/// the first that is named, or a new one.
fn write_host_cluster(draft: &mut Draft<'_>, host: PhysicalHostId, answer: &Answer) -> Option<()> {
    let forms_one = answer.flag()?;
    let host_of = |id: &PhysicalHostId| draft.document().physical_hosts.get(id);
    if !host_of(&host)?.is_cluster_unstated() {
        return Some(());
    }
    if !forms_one {
        draft.change(host, |it| it.stands_alone = true);
        return Some(());
    }
    let others = draft.document().possible_host_clusters().remove(&host).unwrap_or_default();
    let named = others.iter().find_map(|id| host_of(id)?.cluster_name());
    let name = named.unwrap_or("Failover cluster of physical hosts").to_owned();
    let joining: Vec<PhysicalHostId> =
        others.into_iter().filter(|id| host_of(id).is_some_and(PhysicalHost::is_cluster_unstated)).collect();
    for id in joining.into_iter().chain([host]) {
        draft.change(id, |it| it.host_cluster = Some(name.clone()));
    }
    Some(())
}

/// Writes whether a computer votes in the failover clusters where that is not known.
fn write_vote(draft: &mut Draft<'_>, computer: ComputerId, answer: &Answer) -> Option<()> {
    let votes = answer.flag()?;
    let clusters: Vec<FailoverClusterId> = draft.document().failover_clusters.keys().copied().collect();
    for cluster in clusters {
        draft.change(cluster, |it| {
            for node in it.nodes.iter_mut().filter(|it| it.computer == computer && it.has_vote.is_none()) {
                node.has_vote = Some(votes);
            }
        });
    }
    Some(())
}

/// The computers that can hold the witness share of a failover cluster: all but its nodes.
pub(super) fn witness_computers(document: &Document, cluster: Element) -> Vec<ComputerId> {
    let cluster = FailoverClusterId::try_from(cluster).ok().and_then(|id| document.failover_clusters.get(&id));
    let is_node = |id: &ComputerId| cluster.is_some_and(|it| it.nodes.iter().any(|node| node.computer == *id));
    document.computers.keys().copied().filter(|id| !is_node(id)).collect()
}

/// The computers that can be said to have the BAM portal: those of the primary site.
pub(super) fn portal_computers(document: &Document) -> Vec<ComputerId> {
    document.computers.keys().copied().filter(|id| document.is_primary(*id)).collect()
}

/// The hosts of a BizTalk group of which one can be its default host: those in process.
pub(super) fn default_hosts(document: &Document, group: Element) -> Vec<HostId> {
    let may_be = |it: &Host| it.kind == HostKind::InProcess && group == it.biztalk_group.into();
    document.hosts.iter().filter(|(_, it)| may_be(it)).map(|(id, _)| *id).collect()
}

/// Writes which host is the default one of its BizTalk group.
fn write_default_host(draft: &mut Draft<'_>, group: BizTalkGroupId, answer: &Answer) -> Option<()> {
    let chosen = answer.of(&default_hosts(draft.document(), group.into()))?;
    for command in super::hosts::make_default(draft.document(), chosen).ok()?.commands {
        draft.run(command).ok()?;
    }
    Some(())
}

/// Writes which computer has the BAM portal, a web application of IIS.
fn write_portal(draft: &mut Draft<'_>, answer: &Answer) -> Option<()> {
    let computer = answer.of(&portal_computers(draft.document()))?;
    draft.change(computer, |it| it.roles.extend([Role::BamPortal, Role::Iis]));
    Some(())
}

/// Draws the connection from clients to what they call.
fn write_called(draft: &mut Draft<'_>, client: Element, answer: &Answer) -> Result<Option<()>, EditError> {
    let Some(called) = answer.of(&connections::callable(draft.document(), client)) else { return Ok(None) };
    for command in connections::connect(draft.document(), client, called)?.commands {
        draft.run(command)?;
    }
    Ok(Some(()))
}

fn write_witness_share(draft: &mut Draft<'_>, cluster: FailoverClusterId, answer: &Answer) -> Option<()> {
    let computer = answer.of(&witness_computers(draft.document(), cluster.into()))?;
    draft.change(cluster, |it| it.witness = Some(Witness::FileShare(Some(computer))));
    Some(())
}
