//! Building blocks of fixes: host instances on further computers, further BizTalk computers, editions.

pub(super) mod balancing;
pub(super) mod clustering;
pub(super) mod joining;
pub(super) mod secret;
pub(super) mod splitting;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::{Deref, DerefMut};

use super::RuleContext;
use super::net::zone_of;
use super::platform::{needs_other_windows, windows_to_install};
use crate::edit::intent::ids::continued_name;
use crate::edit::{Draft, Edit, EditCommand, Record};
use crate::model::{
    Adapter, BizTalkEdition, BizTalkGroupId, Computer, ComputerId, Element, Environment, Feature, Host, HostFunction,
    HostId, HostInstance, HostInstanceId, HostKind, ResourceKind, Role, Zone,
};
use crate::prose;

/// A fix under construction: an edit, and what rules know of the design that it starts from.
pub(super) struct FixDraft<'c, 'a> {
    context: &'c RuleContext<'a>,
    edit: Draft<'a>,
    /// Computers that get a supported operating system, in the words of a last step.
    installs: Vec<String>,
    /// Whether a computer would need an operating system that no longer is supported: then there is no fix.
    is_impossible: bool,
}

impl<'a> Deref for FixDraft<'_, 'a> {
    type Target = Draft<'a>;

    fn deref(&self) -> &Draft<'a> {
        &self.edit
    }
}

impl DerefMut for FixDraft<'_, '_> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.edit
    }
}

impl<'c, 'a> FixDraft<'c, 'a> {
    /// A fix without commands.
    pub(super) fn new(context: &'c RuleContext<'a>) -> Self {
        Self { context, edit: Draft::of(context.document), installs: Vec::new(), is_impossible: false }
    }

    /// Changes Standard or Branch edition to Enterprise, because those allow one BizTalk computer only (EDN-001).
    pub(super) fn allow_several_computers(&mut self) {
        let environment = &self.context.document.environment;
        if matches!(environment.biztalk_edition, BizTalkEdition::Standard | BizTalkEdition::Branch) {
            let changed = Environment { biztalk_edition: BizTalkEdition::Enterprise, ..environment.clone() };
            if self.run(EditCommand::SetEnvironment(changed)).is_ok() {
                self.says("change the edition to Enterprise");
            }
        }
    }

    /// Adds an enabled host instance. A computer that is new itself belongs to the BizTalk group of the host alone
    /// (HOST-010).
    pub(super) fn add_instance(&mut self, host: HostId, computer: ComputerId) {
        let account = self.context.all_instances(host).first();
        let account = account.and_then(|id| self.context.document.host_instances.get(id));
        let account = account.and_then(|it| it.account.clone());
        self.add(HostInstance { account, ..HostInstance::new(host, computer) });
        let is_new = !self.context.document.computers.contains_key(&computer);
        if is_new && let Some(group) = self.host(host).map(|it| it.biztalk_group) {
            self.change_computer(computer, |it| it.biztalk_groups = BTreeSet::from([group]));
        }
        self.install_services(host, computer);
    }

    /// Installs on a computer what a host that comes there needs: IIS for an isolated host (NLB-010), Message Queuing for
    /// an MSMQ receive handler (ADP-010) if the design says of any computer that it is installed, and the Rule Engine
    /// Update Service for orchestrations where the Business Rule Engine is in use (BRE-001).
    pub(super) fn install_services(&mut self, host: HostId, computer: ComputerId) {
        let receives = self.context.receive_handlers_of(host).any(|(_, it)| it.adapter == Adapter::Msmq);
        if receives && self.context.computers_with(Role::Msmq).next().is_some() {
            self.add_role(computer, Role::Msmq);
        }
        let Some(host) = self.host(host) else { return };
        let processes = host.functions.contains(&HostFunction::Process);
        if host.kind == HostKind::Isolated {
            self.add_role(computer, Role::Iis);
        }
        if processes && self.context.uses(Feature::Bre) {
            self.add_role(computer, Role::RuleEngineUpdate);
        }
    }

    /// A host as the fix leaves it.
    fn host(&self, id: HostId) -> Option<Cow<'a, Host>> {
        if self.is_untouched(id) {
            return self.context.document.hosts.get(&id).map(Cow::Borrowed);
        }
        self.get(id).map(Cow::Owned)
    }

    /// Enables a host instance.
    pub(super) fn enable(&mut self, id: HostInstanceId) {
        if let Some(instance) = self.context.document.host_instances.get(&id) {
            self.put(Record::HostInstance(id, HostInstance { enabled: true, ..instance.clone() }));
            self.install_services(instance.host, instance.computer);
        }
    }

    /// Changes a computer; no command where that changes nothing. One that gets a role for which its operating system is
    /// not supported gets another one as well (VER-001).
    pub(super) fn change_computer(&mut self, id: ComputerId, change: impl FnOnce(&mut Computer)) {
        let Some(before) = self.get(id) else { return };
        let mut after = before.clone();
        change(&mut after);
        if !needs_other_windows(self.context, &before) {
            self.update_windows(&mut after);
        }
        self.put(Record::Computer(id, after));
    }

    /// Installs a supported operating system on a computer that needs one.
    fn update_windows(&mut self, computer: &mut Computer) {
        if !needs_other_windows(self.context, computer) {
            return;
        }
        let Some(better) = windows_to_install(self.context, &self.context.document.environment) else {
            self.is_impossible = true;
            return;
        };
        computer.os = Some(better);
        self.installs.push(format!("{} on {}", better.label(), computer.name));
    }

    /// Gives a computer a role.
    pub(super) fn add_role(&mut self, id: ComputerId, role: Role) {
        self.change_computer(id, |it| {
            it.roles.insert(role);
        });
    }

    /// Takes a role from a computer.
    pub(super) fn remove_role(&mut self, id: ComputerId, role: Role) {
        self.change_computer(id, |it| {
            it.roles.remove(&role);
        });
    }

    /// Adds a BizTalk computer beside an existing one of the same BizTalk group, with the same software and Enterprise
    /// SSO (SSO-016), but without the master secret and without host instances.
    pub(super) fn add_computer_like(&mut self, model: ComputerId) -> Option<(ComputerId, String)> {
        let model = self.context.document.computers.get(&model)?;
        let name = continued_name(self.document(), &model.name);
        let groups = model.biztalk_groups.iter().copied();
        let mut computer = model.biztalk_equal(name.clone(), model.slot.right(), groups);
        if needs_other_windows(self.context, &computer) {
            computer.os = Some(windows_to_install(self.context, &self.context.document.environment)?);
        }
        Some((self.add(computer), name))
    }

    /// Adds a computer for the same purpose beside an existing one, without what runs on that; its name.
    pub(super) fn add_equal(&mut self, model: ComputerId) -> Option<(ComputerId, String)> {
        let model = self.context.document.computers.get(&model)?;
        let name = continued_name(self.document(), &model.name);
        let computer = model.equal(name.clone(), model.slot.right());
        Some((self.add(computer), name))
    }

    /// The edit; `None` when it holds no command. Its label is the steps, joined, with a capital.
    pub(super) fn finish(mut self) -> Option<Edit> {
        if self.is_impossible {
            return None;
        }
        if !self.installs.is_empty() {
            let step = format!("install {}", prose::list(&self.installs));
            self.says(step);
        }
        self.edit.finish_as_said()
    }
}

/// Removes elements; the step says what that does.
pub(super) fn remove(
    context: &RuleContext<'_>,
    elements: impl IntoIterator<Item = Element>,
    step: String,
) -> Option<Edit> {
    let mut draft = FixDraft::new(context);
    for element in elements {
        draft.remove(element).ok()?;
    }
    draft.says(step);
    draft.finish()
}

/// Makes an unclustered in-process host run on `wanted` computers: enables disabled host instances, adds host
/// instances on other computers of the BizTalk group, and adds a computer when there is none left. `None` when the
/// receive adapters of the host forbid a further host instance or no computer can serve as a model.
pub(super) fn run_on_several(context: &RuleContext<'_>, id: HostId, wanted: usize) -> Option<Edit> {
    let host = context.document.hosts.get(&id).filter(|host| host.kind == HostKind::InProcess)?;
    if host.clustered_in.is_some() || !context.tolerates_several_instances(id) {
        return None;
    }
    let mut missing = wanted.saturating_sub(context.servers(id).len());
    let mut draft = FixDraft::new(context);
    draft.allow_several_computers();
    for (instance, computer) in disabled_elsewhere(context, id).into_iter().take(missing) {
        draft.enable(instance);
        draft.says(format!("enable host {} on {}", host.name, context.name(computer)));
        missing -= 1;
    }
    for computer in further_computers(context, id, host).into_iter().take(missing) {
        draft.add_instance(id, computer);
        draft.says(format!("add a host instance of {} on {}", host.name, context.name(computer)));
        missing -= 1;
    }
    if missing > 1 {
        return None;
    }
    if missing == 1 {
        let model = model_computer(context, host.biztalk_group)?;
        let (computer, name) = draft.add_computer_like(model)?;
        draft.add_instance(id, computer);
        draft.says(format!("add {name} with a host instance of {}", host.name));
    }
    draft.finish()
}

/// The disabled host instances of a host on primary-site computers that may run it but run no enabled one.
fn disabled_elsewhere(context: &RuleContext<'_>, id: HostId) -> Vec<(HostInstanceId, ComputerId)> {
    let runs = context.servers(id);
    let mut seen = BTreeSet::new();
    context
        .all_instances(id)
        .iter()
        .filter_map(|instance| Some((*instance, context.document.host_instances.get(instance)?)))
        .filter(|(_, it)| !it.enabled && context.is_primary(it.computer) && !runs.contains(&it.computer))
        .filter(|(_, it)| !may_run_clustered_sso(context, it.computer) && seen.insert(it.computer))
        .map(|(instance, it)| (instance, it.computer))
        .collect()
}

/// The computers of the BizTalk group outside perimeter networks that could run a further instance of a host, best
/// first: those in a network zone where it runs already, then those that already serve one of its functions, then those
/// with the fewest host instances.
pub(super) fn further_computers(context: &RuleContext<'_>, id: HostId, host: &Host) -> Vec<ComputerId> {
    let taken: BTreeSet<ComputerId> = context
        .all_instances(id)
        .iter()
        .filter_map(|instance| context.document.host_instances.get(instance))
        .map(|it| it.computer)
        .collect();
    let serves_same = |computer: ComputerId| {
        context.instances_on(computer).filter(|(_, it)| it.enabled).any(|(_, it)| {
            let other = context.document.hosts.get(&it.host);
            other.is_some_and(|other| !other.functions.is_disjoint(&host.functions))
        })
    };
    let zones: BTreeSet<Option<Zone>> = taken.iter().map(|it| zone_of(context, *it)).collect();
    let mut found: Vec<ComputerId> = context
        .runtime_computers(host.biztalk_group)
        .iter()
        .copied()
        .filter(|it| !taken.contains(it) && !may_run_clustered_sso(context, *it) && !is_in_perimeter(context, *it))
        .collect();
    found.sort_by_cached_key(|it| {
        let in_other_zone = !zones.contains(&zone_of(context, *it));
        (in_other_zone, !serves_same(*it), context.instances_on(*it).count(), *it)
    });
    found
}

/// The BizTalk computer of a BizTalk group after which a new one is modeled.
pub(super) fn model_computer(context: &RuleContext<'_>, group: BizTalkGroupId) -> Option<ComputerId> {
    context.runtime_computers(group).last().copied()
}

/// Whether a computer stands in a perimeter network, where no further work belongs (NET-001).
fn is_in_perimeter(context: &RuleContext<'_>, computer: ComputerId) -> bool {
    zone_of(context, computer).is_some_and(Zone::is_perimeter)
}

/// Whether a computer is a possible owner of a clustered Enterprise SSO: unclustered host instances must not run there
/// (SSO-005).
pub(super) fn may_run_clustered_sso(context: &RuleContext<'_>, computer: ComputerId) -> bool {
    let groups = context.resource_groups_owned_by(computer).iter();
    groups.filter_map(|id| context.document.resource_groups.get(id)).any(|group| group.has(ResourceKind::EntSso))
}
