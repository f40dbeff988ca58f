//! Building blocks of fixes: work that leaves a host for one of its own.

use std::collections::BTreeSet;

use super::{FixDraft, further_computers, may_run_clustered_sso, model_computer};
use crate::adapters::Waiting;
use crate::edit::intent::ids::continued_name;
use crate::edit::{Edit, Record};
use crate::model::{
    ComputerId, Direction, Handler, HandlerId, Host, HostFunction, HostId, HostInstance, HostKind, LoadBalancer,
    Orchestration,
};
use crate::prose;
use crate::rules::RuleContext;

/// Work that leaves a host.
#[derive(Debug, Default)]
pub(in crate::rules) struct Work {
    /// What the new host is called after the old one: "untrusted", "send".
    pub suffix: String,
    /// Functions that go along; those of the handlers and orchestrations go without being named.
    pub functions: BTreeSet<HostFunction>,
    /// Handlers.
    pub handlers: Vec<HandlerId>,
    /// Orchestrations.
    pub orchestrations: Vec<Orchestration>,
}

impl Work {
    fn functions(&self, context: &RuleContext<'_>) -> BTreeSet<HostFunction> {
        let handlers = self.handlers.iter().filter_map(|id| context.document.handlers.get(id));
        let of_handler = |it: &Handler| match it.direction {
            Direction::Receive => HostFunction::Receive,
            Direction::Send => HostFunction::Send,
        };
        let processes = (!self.orchestrations.is_empty()).then_some(HostFunction::Process);
        self.functions.iter().copied().chain(handlers.map(of_handler)).chain(processes).collect()
    }
}

/// Moves work of a host to new hosts of a kind, one for each piece, on the computers of the old host and at least two.
/// `None` where an adapter would have to run once, or no two computers can be had. The accounts of the new host
/// instances stay open.
pub(in crate::rules) fn move_out(
    context: &RuleContext<'_>,
    id: HostId,
    kind: HostKind,
    works: &[Work],
) -> Option<Edit> {
    let host = context.document.hosts.get(&id)?;
    let moved: Vec<HandlerId> = works.iter().flat_map(|it| it.handlers.iter().copied()).collect();
    if works.is_empty() || moved.iter().any(|it| runs_once(context, *it) || !fits(context, *it, kind)) {
        return None;
    }
    let mut draft = FixDraft::new(context);
    let computers = computers_for(context, &mut draft, id, host)?;
    let mut rest = without(context, id, host, works);
    let mut names = Vec::new();
    for work in works {
        let part = Host {
            name: name_of(context, &format!("{} {}", host.name, work.suffix)),
            kind,
            functions: work.functions(context),
            orchestrations: work.orchestrations.clone(),
            clustered_in: None,
            allow_tracking: false,
            is_default: false,
            ..host.clone()
        };
        names.push(part.name.clone());
        let part_id: HostId = draft.id();
        draft.put(Record::Host(part_id, part));
        for computer in &computers {
            draft.add_instance(part_id, *computer);
        }
        for (handler_id, handler) in
            work.handlers.iter().filter_map(|it| Some((*it, context.document.handlers.get(it)?)))
        {
            draft.put(Record::Handler(handler_id, Handler { host: part_id, ..handler.clone() }));
        }
        serve_too(context, &mut draft, id, part_id, kind);
        if kind == HostKind::Isolated && host.kind == HostKind::InProcess {
            front(context, &mut draft, part_id, &computers)?;
        }
    }
    if rest.kind == HostKind::Isolated {
        rest.functions.insert(HostFunction::Receive);
    }
    draft.put(Record::Host(id, rest));
    let hosts = if names.len() == 1 { "a host of its own" } else { "hosts of their own" };
    draft.says(format!("move work of host {} to {hosts}: {}", host.name, prose::list(&names)));
    draft.finish()
}

/// Whether a host of a kind may receive with the adapter of a handler (HOST-017, HOST-019).
fn fits(context: &RuleContext<'_>, id: HandlerId, kind: HostKind) -> bool {
    let Some(handler) = context.document.handlers.get(&id) else { return false };
    let is_isolated = handler.adapter.receives_in_isolated_host();
    handler.direction == Direction::Send || is_isolated == (kind == HostKind::Isolated)
}

/// Whether an adapter must not, or perhaps must not, work in two host instances at once, or needs a clustered host.
fn runs_once(context: &RuleContext<'_>, id: HandlerId) -> bool {
    let Some(handler) = context.document.handlers.get(&id) else { return true };
    handler.may_run_on_several() != Some(true)
        || handler.behavior().clustered
        || context.document.waits_on_computer(handler) == Some(Waiting::Queue)
}

/// What is left of a host: a function goes when all its handlers or orchestrations have gone.
fn without(context: &RuleContext<'_>, id: HostId, host: &Host, works: &[Work]) -> Host {
    let mut rest = host.clone();
    let gone: Vec<&Orchestration> = works.iter().flat_map(|it| &it.orchestrations).collect();
    rest.orchestrations.retain(|it| !gone.contains(&it));
    let left: Vec<&Handler> = context
        .handlers_of(id)
        .filter(|(handler, _)| !works.iter().any(|it| it.handlers.contains(handler)))
        .map(|(_, it)| it)
        .collect();
    for work in works {
        for function in work.functions(context) {
            let stays = match function {
                HostFunction::Receive => left.iter().any(|it| it.direction == Direction::Receive),
                HostFunction::Send => left.iter().any(|it| it.direction == Direction::Send),
                HostFunction::Process => !rest.orchestrations.is_empty(),
            };
            if !stays || work.functions.contains(&function) {
                rest.functions.remove(&function);
            }
        }
    }
    rest
}

/// The computers of the new hosts: those of the old one, filled up to two.
fn computers_for(
    context: &RuleContext<'_>,
    draft: &mut FixDraft<'_, '_>,
    id: HostId,
    host: &Host,
) -> Option<Vec<ComputerId>> {
    let fits = |it: &ComputerId| !may_run_clustered_sso(context, *it);
    let mut computers: Vec<ComputerId> = context.servers(id).iter().copied().filter(fits).collect();
    let further = further_computers(context, id, host).into_iter();
    let missing = 2_usize.saturating_sub(computers.len());
    let known: BTreeSet<ComputerId> = computers.iter().copied().collect();
    computers.extend(further.filter(|it| !known.contains(it)).take(missing));
    if computers.len() == 1 {
        draft.allow_several_computers();
        let (computer, name) = draft.add_computer_like(model_computer(context, host.biztalk_group)?)?;
        draft.says(format!("add {name}"));
        computers.push(computer);
    }
    (computers.len() >= 2).then_some(computers)
}

fn name_of(context: &RuleContext<'_>, wanted: &str) -> String {
    let is_taken = context.hosts().any(|(_, it)| it.name == wanted);
    if is_taken { continued_name(context.document, wanted) } else { wanted.to_owned() }
}

/// A load balancer that is said to front the old isolated host fronts the new one as well.
fn serve_too(context: &RuleContext<'_>, draft: &mut FixDraft<'_, '_>, old: HostId, new: HostId, kind: HostKind) {
    if kind != HostKind::Isolated {
        return;
    }
    for (id, balancer) in context.document.load_balancers.iter().filter(|(_, it)| it.serves.contains(&old)) {
        let mut balancer = balancer.clone();
        balancer.serves.insert(new);
        draft.put(Record::LoadBalancer(*id, balancer));
    }
}

/// Puts a load balancer in front of a new isolated host, where none serves all that runs on its computers. `None` where
/// there can be none.
fn front(
    context: &RuleContext<'_>,
    draft: &mut FixDraft<'_, '_>,
    host: HostId,
    computers: &[ComputerId],
) -> Option<()> {
    let members: BTreeSet<ComputerId> = computers.iter().copied().collect();
    let serves_all = |it: &LoadBalancer| it.serves.is_empty() && it.members.is_superset(&members);
    if context.client_balancers().any(|(_, it)| serves_all(it)) {
        return Some(());
    }
    draft.balance(host, &members)
}

/// Moves host instances to another computer, with what they need there.
pub(in crate::rules) fn move_instances(
    context: &RuleContext<'_>,
    draft: &mut FixDraft<'_, '_>,
    instances: &[crate::model::HostInstanceId],
    to: ComputerId,
) {
    for (id, instance) in instances.iter().filter_map(|id| Some((*id, context.document.host_instances.get(id)?))) {
        draft.put(Record::HostInstance(id, HostInstance { computer: to, ..instance.clone() }));
        if instance.enabled {
            draft.install_services(instance.host, to);
        }
    }
}
