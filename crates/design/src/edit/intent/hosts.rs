//! BizTalk hosts, their host instances, and the matrix of hosts and computers in which people edit them.

use std::collections::{BTreeMap, BTreeSet};

use super::remove;
use super::rename;
use crate::edit::{Draft, Edit, EditError, Record};
use crate::model::{
    BizTalkGroupId, ComputerId, Document, Element, Host, HostFunction, HostId, HostInstance, HostInstanceId, HostKind,
    Role,
};
use crate::prose;

/// What kind of host is added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NewHost {
    /// In-process, receives.
    Receive,
    /// In-process, processes.
    Process,
    /// In-process, sends.
    Send,
    /// In-process, tracking and nothing else.
    Tracking,
    /// Isolated: receives only.
    Isolated,
    /// In-process; what it does is said afterwards.
    InProcess,
}

impl NewHost {
    /// Every kind, in reading order.
    pub const ALL: &'static [Self] =
        &[Self::Receive, Self::Process, Self::Send, Self::Tracking, Self::Isolated, Self::InProcess];

    /// The words a person reads.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Receive => "Receive host",
            Self::Process => "Processing host",
            Self::Send => "Send host",
            Self::Tracking => "Tracking host",
            Self::Isolated => "Isolated host",
            Self::InProcess => "In-process host",
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Receive | Self::Process | Self::Send | Self::Isolated => self.label(),
            Self::Tracking => Host::TRACKING_NAME,
            Self::InProcess => "Host",
        }
    }

    fn host(self, name: String, biztalk_group: BizTalkGroupId) -> Host {
        let in_process = |function: &[HostFunction]| {
            Host::new(name.clone(), biztalk_group, HostKind::InProcess, function.iter().copied())
        };
        match self {
            Self::Receive => in_process(&[HostFunction::Receive]),
            Self::Process => in_process(&[HostFunction::Process]),
            Self::Send => in_process(&[HostFunction::Send]),
            Self::Tracking => Host::tracking(name, biztalk_group),
            Self::Isolated => Host::new(name, biztalk_group, HostKind::Isolated, [HostFunction::Receive]),
            Self::InProcess => in_process(&[]),
        }
    }
}

/// Adds a host to a BizTalk group - when none is given, to that of the computers, else the first one - with an enabled
/// host instance on each of some computers.
///
/// # Errors
/// The design has no BizTalk group, or a computer is gone.
pub fn add(
    document: &Document,
    kind: NewHost,
    biztalk_group: Option<BizTalkGroupId>,
    computers: &[ComputerId],
) -> Result<Edit, EditError> {
    let of_computers =
        || computers.iter().find_map(|it| document.computers.get(it)?.biztalk_groups.iter().next().copied());
    let biztalk_group = biztalk_group
        .or_else(of_computers)
        .or_else(|| document.biztalk_groups.keys().next().copied())
        .ok_or_else(|| EditError::Refused("the design has no BizTalk group".to_owned()))?;
    if let Some(gone) = computers.iter().find(|it| !document.computers.contains_key(it)) {
        return Err(EditError::Missing((*gone).into()));
    }
    let mut draft = Draft::of(document);
    let name = free_name(document, kind.name());
    let id = draft.add(kind.host(name.clone(), biztalk_group));
    for computer in computers {
        draft.add(HostInstance::new(id, *computer));
    }
    let what = if name.starts_with(kind.label()) { name } else { format!("{} {name}", kind.label().to_lowercase()) };
    let names: Vec<String> = computers.iter().map(|it| Element::from(*it).name(document)).collect();
    let place = if names.is_empty() { String::new() } else { format!(" on {}", prose::list(&names)) };
    Ok(draft.finish(format!("Add {what}{place}")).selecting([id.into()]))
}

fn free_name(document: &Document, name: &str) -> String {
    let taken = |name: &str| document.hosts.values().any(|it| it.name == name);
    let numbered = (2..).map(|number| format!("{name} {number}"));
    std::iter::once(name.to_owned()).chain(numbered).find(|it| !taken(it)).unwrap_or_default()
}

/// Removes a host with its host instances and handlers.
///
/// # Errors
/// The host is gone.
pub fn remove(document: &Document, host: HostId) -> Result<Edit, EditError> {
    remove::elements(document, &[host.into()])
}

/// Gives a host another name.
///
/// # Errors
/// As [`rename::rename`].
pub fn rename(document: &Document, host: HostId, name: &str) -> Result<Edit, EditError> {
    rename::rename(document, host.into(), name)
}

/// Sets what a host does.
///
/// # Errors
/// The host is gone.
pub fn set_functions(document: &Document, host: HostId, functions: BTreeSet<HostFunction>) -> Result<Edit, EditError> {
    change(document, host, "Set the functions of", |it| it.functions = functions)
}

/// Sets the host property "Allow Host Tracking".
///
/// # Errors
/// The host is gone.
pub fn set_tracking(document: &Document, host: HostId, allow: bool) -> Result<Edit, EditError> {
    let words = if allow { "Allow host tracking on" } else { "Stop host tracking on" };
    change(document, host, words, |it| it.allow_tracking = allow)
}

/// Makes a host the default one of its BizTalk group; the others of the group are not any more.
///
/// # Errors
/// The host is gone.
pub fn make_default(document: &Document, host: HostId) -> Result<Edit, EditError> {
    let group = document.hosts.get(&host).ok_or(EditError::Missing(host.into()))?.biztalk_group;
    let mut draft = Draft::of(document);
    let of_group = document.hosts.iter().filter(|(_, it)| it.biztalk_group == group);
    for (id, it) in of_group {
        draft.put(Record::Host(*id, Host { is_default: *id == host, ..it.clone() }));
    }
    let name = Element::from(host).name(document);
    Ok(draft.finish(format!("Make {name} the default host")).selecting([host.into()]))
}

fn change(document: &Document, id: HostId, words: &str, change: impl FnOnce(&mut Host)) -> Result<Edit, EditError> {
    let mut host = document.hosts.get(&id).cloned().ok_or(EditError::Missing(id.into()))?;
    let label = format!("{words} {}", host.name);
    change(&mut host);
    Ok(Edit::put(label, Record::Host(id, host)).selecting([id.into()]))
}

/// Adds an enabled instance of a host on each of the computers that has none; with the account of its other instances.
/// Where the BizTalk runtime is missing a finding says so.
///
/// # Errors
/// The host or a computer is gone, or every computer has an instance already.
pub fn add_instances(document: &Document, host: HostId, computers: &[ComputerId]) -> Result<Edit, EditError> {
    let name = document.hosts.get(&host).map(|it| it.name.clone()).ok_or(EditError::Missing(host.into()))?;
    let account = document.host_instances_of(host).find_map(|id| document.host_instances.get(&id)?.account.clone());
    let mut draft = Draft::of(document);
    let mut added: Vec<(HostInstanceId, ComputerId)> = Vec::new();
    for computer in computers {
        if !document.computers.contains_key(computer) {
            return Err(EditError::Missing((*computer).into()));
        }
        if cell(document, host, *computer) == HostCell::Absent && !added.iter().any(|(_, it)| it == computer) {
            let instance = HostInstance { account: account.clone(), ..HostInstance::new(host, *computer) };
            added.push((draft.add(instance), *computer));
        }
    }
    let place = match added[..] {
        [] => return Err(EditError::Refused(format!("{name} has a host instance there already"))),
        [(_, computer)] => Element::from(computer).name(document),
        _ => format!("{} computers", added.len()),
    };
    let select = added.into_iter().map(|(id, _)| id.into());
    Ok(draft.finish(format!("Add host instance of {name} on {place}")).selecting(select))
}

/// Enables or disables a host instance.
///
/// # Errors
/// The host instance is gone.
pub fn set_enabled(document: &Document, id: HostInstanceId, enabled: bool) -> Result<Edit, EditError> {
    let instance = document.host_instances.get(&id).cloned().ok_or(EditError::Missing(id.into()))?;
    let words = if enabled { "Enable" } else { "Disable" };
    let label = format!("{words} {}", Element::from(id).name(document));
    Ok(Edit::put(label, Record::HostInstance(id, HostInstance { enabled, ..instance })).selecting([id.into()]))
}

/// Adds the host instance of a cell when there is none, else removes all there are.
///
/// # Errors
/// The host or the computer is gone.
pub fn toggle(document: &Document, host: HostId, computer: ComputerId) -> Result<Edit, EditError> {
    let present: Vec<Element> = instances(document, host, computer).map(|(id, _)| id.into()).collect();
    if present.is_empty() { add_instances(document, host, &[computer]) } else { remove::elements(document, &present) }
}

fn instances(
    document: &Document,
    host: HostId,
    computer: ComputerId,
) -> impl Iterator<Item = (HostInstanceId, &HostInstance)> {
    let here = move |it: &HostInstance| it.host == host && it.computer == computer;
    document.host_instances.iter().filter(move |(_, it)| here(it)).map(|(id, it)| (*id, it))
}

/// What a computer carries of a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HostCell {
    /// No host instance.
    Absent,
    /// An enabled host instance.
    Enabled(HostInstanceId),
    /// A disabled host instance.
    Disabled(HostInstanceId),
    /// Several host instances, which HOST-003 reports.
    Several,
}

/// A row of the matrix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostRow {
    /// The host.
    pub id: HostId,
    /// Its name.
    pub name: String,
    /// In-process or isolated.
    pub kind: HostKind,
    /// What it does.
    pub functions: BTreeSet<HostFunction>,
    /// Whether it tracks.
    pub allow_tracking: bool,
    /// Whether it is the default host of its BizTalk group.
    pub is_default: bool,
    /// Whether it is a clustered host.
    pub is_clustered: bool,
    /// One cell for each computer, in their order.
    pub cells: Vec<HostCell>,
    /// The number of computers with an enabled host instance.
    pub num_enabled: usize,
}

/// Hosts and the computers that can carry them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HostMatrix {
    /// The hosts, by id.
    pub hosts: Vec<HostRow>,
    /// Computers with the BizTalk Server runtime or a host instance, in reading order, with their names.
    pub computers: Vec<(ComputerId, String)>,
}

/// The matrix of hosts and computers of one BizTalk group; of all when none is given.
pub fn matrix(document: &Document, biztalk_group: Option<BizTalkGroupId>) -> HostMatrix {
    let in_group = |it: &Host| biztalk_group.is_none_or(|group| it.biztalk_group == group);
    let hosts: Vec<(HostId, &Host)> =
        document.hosts.iter().filter(|(_, it)| in_group(it)).map(|(id, it)| (*id, it)).collect();
    let mut cells: BTreeMap<(HostId, ComputerId), HostCell> = BTreeMap::new();
    for (id, it) in &document.host_instances {
        let one = if it.enabled { HostCell::Enabled(*id) } else { HostCell::Disabled(*id) };
        cells.entry((it.host, it.computer)).and_modify(|cell| *cell = HostCell::Several).or_insert(one);
    }
    let known: BTreeSet<HostId> = hosts.iter().map(|(id, _)| *id).collect();
    let carriers: BTreeSet<ComputerId> =
        cells.keys().filter(|(host, _)| known.contains(host)).map(|(_, computer)| *computer).collect();
    let member = |id: ComputerId| {
        document.computers.get(&id).is_some_and(|it| {
            it.roles.contains(&Role::BizTalkRuntime)
                && biztalk_group.is_none_or(|group| it.biztalk_groups.contains(&group))
        })
    };
    let computers: Vec<(ComputerId, String)> = document
        .placed_elements()
        .into_iter()
        .filter_map(|(_, it)| if let Element::Computer(id) = it { Some(id) } else { None })
        .filter(|id| member(*id) || carriers.contains(id))
        .map(|id| (id, Element::from(id).name(document)))
        .collect();
    let rows = hosts.iter().map(|(id, host)| row(&cells, *id, host, &computers)).collect();
    HostMatrix { hosts: rows, computers }
}

fn row(
    cells: &BTreeMap<(HostId, ComputerId), HostCell>,
    id: HostId,
    host: &Host,
    computers: &[(ComputerId, String)],
) -> HostRow {
    let of = |computer: &ComputerId| cells.get(&(id, *computer)).copied().unwrap_or(HostCell::Absent);
    let cells: Vec<HostCell> = computers.iter().map(|(computer, _)| of(computer)).collect();
    HostRow {
        id,
        name: host.name.clone(),
        kind: host.kind,
        functions: host.functions.clone(),
        allow_tracking: host.allow_tracking,
        is_default: host.is_default,
        is_clustered: host.clustered_in.is_some(),
        num_enabled: cells.iter().filter(|it| matches!(it, HostCell::Enabled(_) | HostCell::Several)).count(),
        cells,
    }
}

/// What a computer carries of a host.
pub fn cell(document: &Document, host: HostId, computer: ComputerId) -> HostCell {
    let mut found = instances(document, host, computer);
    match (found.next(), found.next()) {
        (None, _) => HostCell::Absent,
        (Some(_), Some(_)) => HostCell::Several,
        (Some((id, it)), None) if it.enabled => HostCell::Enabled(id),
        (Some((id, _)), None) => HostCell::Disabled(id),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::preview;
    use crate::model::TierKind;
    use crate::testing::DocumentBuilder;

    fn design() -> (Document, HostId, Vec<ComputerId>) {
        let mut builder = DocumentBuilder::new("Test");
        let tier = builder.tier("BizTalk", TierKind::BizTalk);
        let servers = builder.biztalk_servers(&["BTS1", "BTS2"], tier);
        builder.computer("FS1", tier);
        let host = builder.host("Receive", &[HostFunction::Receive], &servers[..1]);
        (builder.build(), host, servers)
    }

    fn after(document: &Document, edit: &Edit) -> Document {
        preview(document, &edit.commands).unwrap()
    }

    #[test]
    fn the_matrix_shows_hosts_against_the_computers_that_can_carry_them() {
        let (document, host, servers) = design();
        let matrix = matrix(&document, None);
        assert_eq!(matrix.computers.iter().map(|(id, _)| *id).collect::<Vec<_>>(), servers);
        let [row] = &matrix.hosts[..] else { panic!("one host") };
        assert_eq!((row.id, row.num_enabled), (host, 1));
        assert!(matches!(row.cells[..], [HostCell::Enabled(_), HostCell::Absent]));
    }

    #[test]
    fn toggling_a_cell_twice_returns_the_same_matrix() {
        let (document, host, servers) = design();
        let edit = toggle(&document, host, servers[1]).unwrap();
        assert_eq!(edit.label, "Add host instance of Receive on BTS2");
        let on = after(&document, &edit);
        assert!(matches!(cell(&on, host, servers[1]), HostCell::Enabled(_)));
        let edit = toggle(&on, host, servers[1]).unwrap();
        assert_eq!(edit.label, "Delete Receive on BTS2");
        assert_eq!(matrix(&after(&on, &edit), None), matrix(&document, None));
    }

    #[test]
    fn a_new_instance_runs_under_the_account_of_the_others_and_never_twice() {
        let (document, host, servers) = design();
        let next = after(&document, &add_instances(&document, host, &[servers[1], servers[1], servers[0]]).unwrap());
        let accounts: Vec<_> = next.host_instances.values().map(|it| it.account.clone()).collect();
        assert_eq!(accounts.len(), 2);
        assert!(accounts[0].is_some() && accounts[0] == accounts[1]);
        assert!(add_instances(&next, host, &servers).is_err());
    }

    #[test]
    fn a_disabled_instance_is_not_counted() {
        let (document, host, servers) = design();
        let HostCell::Enabled(id) = cell(&document, host, servers[0]) else { panic!("enabled") };
        let edit = set_enabled(&document, id, false).unwrap();
        assert_eq!(edit.label, "Disable Receive on BTS1");
        let matrix = matrix(&after(&document, &edit), None);
        assert_eq!(matrix.hosts[0].num_enabled, 0);
    }

    #[test]
    fn a_new_host_runs_at_once_where_it_is_wanted() {
        let (document, _, servers) = design();
        let edit = add(&document, NewHost::Send, None, &servers).unwrap();
        assert_eq!(edit.label, "Add Send host on BTS1 and BTS2");
        let next = after(&document, &edit);
        let (id, host) = next.hosts.iter().last().unwrap();
        assert_eq!(host.functions, [HostFunction::Send].into());
        assert!(servers.iter().all(|it| matches!(cell(&next, *id, *it), HostCell::Enabled(_))));
        let plain = add(&document, NewHost::InProcess, None, &[]).unwrap();
        assert_eq!(plain.label, "Add in-process host Host");
    }

    #[test]
    fn new_hosts_are_what_their_kind_says_and_only_one_is_default() {
        let (document, host, _) = design();
        let tracking = after(&document, &add(&document, NewHost::Tracking, None, &[]).unwrap());
        let new = tracking.hosts.values().last().unwrap();
        assert!(new.allow_tracking && new.functions.is_empty() && new.name == "Tracking host");
        let isolated = add(&tracking, NewHost::Isolated, None, &[]).unwrap();
        assert_eq!(isolated.label, "Add Isolated host");
        let next = after(&tracking, &isolated);
        assert_eq!(next.hosts.values().last().unwrap().kind, HostKind::Isolated);
        let first = after(&next, &make_default(&next, host).unwrap());
        let last = *first.hosts.keys().last().unwrap();
        let second = after(&first, &make_default(&first, last).unwrap());
        assert_eq!(second.hosts.iter().filter(|(_, it)| it.is_default).map(|(id, _)| *id).collect::<Vec<_>>(), [last]);
    }
}
