//! What isolated hosts may do, and what only they may do.

use std::collections::{BTreeMap, BTreeSet};

use crate::adapters::Waiting;
use crate::edit::{Edit, Record};
use crate::model::{
    Adapter, Direction, Handler, HandlerId, Host, HostFunction, HostId, HostKind, LoadBalancer, LoadBalancerId, Role,
};
use crate::rules::fixes::splitting::{Work, move_out};
use crate::rules::fixes::{FixDraft, may_run_clustered_sso};
use crate::rules::value::{label, labels, phrase, word};
use crate::rules::{Report, RuleContext, Value};

/// HOST-017: one finding per isolated host that processes, sends, or receives with an in-process adapter.
pub(super) fn isolated_host_only_receives(context: &RuleContext<'_>, report: &mut Report) {
    let mut looked = false;
    for (id, host) in context.hosts().filter(|(_, it)| it.kind == HostKind::Isolated) {
        looked = true;
        let functions = host.functions.iter().filter(|it| **it != HostFunction::Receive);
        let mut wrong: Vec<Value> = functions.map(|it| phrase("function", [label(*it)])).collect();
        let receiving = context.receive_handlers_of(id);
        let in_process: Vec<(HandlerId, &Handler)> =
            receiving.filter(|(_, it)| !it.adapter.receives_in_isolated_host()).collect();
        wrong.extend(in_process.iter().map(|(_, it)| phrase("receiving", [label(it.adapter)])));
        if wrong.is_empty() {
            continue;
        }
        report
            .finding([id])
            .involving(in_process.iter().map(|(handler, _)| *handler))
            .with("work", Value::List(wrong))
            .with("allowed", word("isolated-only"))
            .fix(make_in_process(context, id, host).or_else(|| move_in_process_work(context, id, host, &in_process)));
    }
    if !looked {
        report.idle("no-isolated-host");
    }
}

/// Makes an isolated host in-process, when none of its handlers needs an isolated one and it runs on two computers.
fn make_in_process(context: &RuleContext<'_>, id: HostId, host: &Host) -> Option<Edit> {
    let needs_isolated = context.receive_handlers_of(id).any(|(_, it)| it.adapter.receives_in_isolated_host());
    let receives_unseen =
        host.functions.contains(&HostFunction::Receive) && context.receive_handlers_of(id).count() == 0;
    if needs_isolated || receives_unseen || context.servers(id).len() < 2 || !context.tolerates_several_instances(id) {
        return None;
    }
    let mut draft = FixDraft::new(context);
    draft.put(Record::Host(id, Host { kind: HostKind::InProcess, ..host.clone() }));
    draft.says(format!("make host {} in-process", host.name));
    draft.finish()
}

/// Moves everything that an isolated host may not do to in-process hosts, one for each function.
fn move_in_process_work(
    context: &RuleContext<'_>,
    id: HostId,
    host: &Host,
    in_process: &[(HandlerId, &Handler)],
) -> Option<Edit> {
    let mut works = Vec::new();
    if !in_process.is_empty() {
        let handlers = in_process.iter().map(|(handler, _)| *handler).collect();
        works.push(Work { suffix: "in-process receive".to_owned(), handlers, ..Work::default() });
    }
    for function in host.functions.iter().copied().filter(|it| *it != HostFunction::Receive) {
        let mut work =
            Work { suffix: function.label().to_lowercase(), functions: [function].into(), ..Work::default() };
        if function == HostFunction::Process {
            work.orchestrations.clone_from(&host.orchestrations);
        } else {
            let sends = context.handlers_of(id).filter(|(_, it)| it.direction == Direction::Send);
            work.handlers = sends.map(|(handler, _)| handler).collect();
        }
        works.push(work);
    }
    move_out(context, id, HostKind::InProcess, &works)
}

/// HOST-018: one finding per isolated host that is the default host.
pub(super) fn default_host_is_in_process(context: &RuleContext<'_>, report: &mut Report) {
    let mut looked = false;
    for (id, host) in context.hosts().filter(|(_, it)| it.is_default) {
        looked = true;
        if host.kind != HostKind::Isolated {
            continue;
        }
        report.finding([id]).fix(move_default(context, id, host));
    }
    if !looked {
        report.idle("no-default-host");
    }
}

/// Makes the first in-process host of the BizTalk group the default one, a processing host if there is one.
fn move_default(context: &RuleContext<'_>, id: HostId, host: &Host) -> Option<Edit> {
    let hosts = context.hosts_of(host.biztalk_group).iter();
    let in_process = hosts.filter_map(|id| Some((*id, context.document.hosts.get(id)?)));
    let in_process = in_process.filter(|(_, it)| it.kind == HostKind::InProcess);
    let (next, other) = in_process.min_by_key(|(id, it)| {
        (!it.is_default, !it.functions.contains(&HostFunction::Process), it.functions.is_empty(), *id)
    })?;
    let mut draft = FixDraft::new(context);
    draft.put(Record::Host(id, Host { is_default: false, ..host.clone() }));
    draft.put(Record::Host(next, Host { is_default: true, ..other.clone() }));
    draft.says(format!("make {} the default host", other.name));
    draft.finish()
}

/// HOST-019: one finding per in-process host with receive handlers of isolated adapters.
pub(super) fn isolated_adapter_has_an_isolated_host(context: &RuleContext<'_>, report: &mut Report) {
    let mut looked = false;
    for (id, host) in context.hosts().filter(|(_, it)| it.kind == HostKind::InProcess) {
        let receiving: Vec<(HandlerId, &Handler)> = context.receive_handlers_of(id).collect();
        looked |= !receiving.is_empty();
        let wrong: Vec<&(HandlerId, &Handler)> =
            receiving.iter().filter(|(_, it)| it.adapter.receives_in_isolated_host()).collect();
        if wrong.is_empty() {
            continue;
        }
        report
            .finding([id])
            .involving(wrong.iter().map(|(handler, _)| *handler))
            .with("adapters", labels(in_order(wrong.iter().map(|(_, it)| it.adapter))))
            .with("needs", word("isolated-host"))
            .fix(move_to_isolated(context, host, &wrong).or_else(|| receive_isolated(context, id, host, &wrong)));
    }
    if !looked {
        report.idle("no-receive-handler-in-process");
    }
}

/// Adapters, each once, in the order of their labels.
fn in_order(adapters: impl Iterator<Item = Adapter>) -> impl Iterator<Item = Adapter> {
    let by_label: BTreeMap<&str, Adapter> = adapters.map(|it| (it.label(), it)).collect();
    by_label.into_values()
}

/// Moves handlers to the isolated host of the BizTalk group that runs on the most computers.
fn move_to_isolated(context: &RuleContext<'_>, host: &Host, wrong: &[&(HandlerId, &Handler)]) -> Option<Edit> {
    let hosts = context.hosts_of(host.biztalk_group).iter();
    let isolated = hosts.filter_map(|id| Some((*id, context.document.hosts.get(id)?)));
    let isolated = isolated.filter(|(id, it)| it.kind == HostKind::Isolated && !context.servers(*id).is_empty());
    let (to, target) = isolated.max_by_key(|(id, _)| (context.servers(*id).len(), std::cmp::Reverse(*id)))?;
    let mut draft = FixDraft::new(context);
    for (id, handler) in wrong {
        draft.put(Record::Handler(*id, Handler { host: to, ..(*handler).clone() }));
    }
    draft.says(format!("move the isolated receive handlers to host {}", target.name));
    draft.finish()
}

/// Receives in an isolated host where there is none yet. `None` for ordered messages, which no load balancer may spread
/// (ADP-021), and where Enterprise SSO is clustered on one of the computers (SSO-007).
fn receive_isolated(
    context: &RuleContext<'_>,
    id: HostId,
    host: &Host,
    wrong: &[&(HandlerId, &Handler)],
) -> Option<Edit> {
    let on_clustered_sso = context.servers(id).iter().any(|it| may_run_clustered_sso(context, *it));
    if on_clustered_sso || wrong.iter().any(|(_, it)| it.ordered) {
        return None;
    }
    make_isolated(context, id, host, wrong.len()).or_else(|| move_to_new_isolated(context, id, wrong))
}

/// Makes a host isolated that does nothing but receive with isolated adapters, on several computers, with a load balancer
/// in front of them. `None` where one of them may hold the master secret (SSO-008).
fn make_isolated(context: &RuleContext<'_>, id: HostId, host: &Host, num_isolated: usize) -> Option<Edit> {
    let only_receives = host.functions.iter().all(|it| *it == HostFunction::Receive) && host.orchestrations.is_empty();
    let is_free = context.is_plain(host) && !host.is_default && !host.allow_tracking;
    let servers = context.servers(id).clone();
    if !only_receives || !is_free || context.handlers_of(id).count() != num_isolated || servers.len() < 2 {
        return None;
    }
    let mut draft = FixDraft::new(context);
    draft.put(Record::Host(id, Host { kind: HostKind::Isolated, ..host.clone() }));
    for computer in &servers {
        draft.install_services(id, *computer);
    }
    draft.says(format!("make host {} isolated", host.name));
    if context.balancer_in_front_of(id).is_none() {
        draft.add_balancer(&servers, [id].into())?;
    }
    draft.finish()
}

/// Moves handlers to an isolated host of their own.
fn move_to_new_isolated(context: &RuleContext<'_>, id: HostId, wrong: &[&(HandlerId, &Handler)]) -> Option<Edit> {
    let handlers = wrong.iter().map(|(handler, _)| *handler).collect();
    let work = Work { suffix: "isolated receive".to_owned(), handlers, ..Work::default() };
    move_out(context, id, HostKind::Isolated, &[work])
}

/// HOST-020: one finding per load balancer that fronts in-process hosts without need.
pub(super) fn load_balancer_fronts_a_host_that_needs_it(context: &RuleContext<'_>, report: &mut Report) {
    if context.document.load_balancers.is_empty() {
        return report.idle("no-load-balancer");
    }
    for (id, balancer) in context.client_balancers() {
        let hosts = fronted(context, balancer);
        let useless: Vec<HostId> = hosts.iter().copied().filter(|host| !needs_balancer(context, *host)).collect();
        let said = !balancer.serves.is_empty();
        let has_purpose = useless.len() < hosts.len() || serves_something_else(context, balancer);
        if useless.is_empty() || (!said && has_purpose) {
            continue;
        }
        report.finding([id]).involving(useless.iter().copied()).with("hosts", &useless).fix(stop_fronting(
            context,
            id,
            balancer,
            &useless,
            useless.len() == hosts.len(),
        ));
    }
}

/// The hosts that a load balancer is said to serve; where nothing is said, every host with an enabled host instance on
/// a member.
fn fronted(context: &RuleContext<'_>, balancer: &LoadBalancer) -> BTreeSet<HostId> {
    if !balancer.serves.is_empty() {
        return balancer.serves.clone();
    }
    let members = balancer.members.iter().flat_map(|member| context.instances_on(*member));
    members.filter(|(_, it)| it.enabled).map(|(_, it)| it.host).collect()
}

/// Whether callers of a host choose its computer themselves: an isolated host, or one that receives with an adapter
/// which a load balancer may front, or whose receive handlers are not drawn.
fn needs_balancer(context: &RuleContext<'_>, id: HostId) -> bool {
    let Some(host) = context.document.hosts.get(&id) else { return true };
    // A load balancer before local queues is ADP-013 and ADP-021, before hosts that are to be clustered it is useless.
    let fronted = |it: &Handler| {
        let behavior = it.behavior();
        it.needs_one_address() || (behavior.waits == Some(Waiting::Queue) && !behavior.clustered)
    };
    let mut receiving = context.receive_handlers_of(id).peekable();
    host.kind == HostKind::Isolated
        || (host.functions.contains(&HostFunction::Receive)
            && (receiving.peek().is_none() || receiving.any(|(_, it)| fronted(it))))
}

/// Whether members carry something besides host instances for which a load balancer is common.
fn serves_something_else(context: &RuleContext<'_>, balancer: &LoadBalancer) -> bool {
    let roles = [Role::BamPortal, Role::ReverseProxy, Role::PerimeterWebServer, Role::Msmq];
    balancer.members.iter().any(|member| roles.iter().any(|role| context.has_role(*member, *role)))
}

fn stop_fronting(
    context: &RuleContext<'_>,
    id: LoadBalancerId,
    balancer: &LoadBalancer,
    useless: &[HostId],
    is_all: bool,
) -> Option<Edit> {
    let mut draft = FixDraft::new(context);
    if is_all && !serves_something_else(context, balancer) {
        draft.remove(id).ok()?;
        draft.says(format!("remove {}", balancer.name));
    } else if !is_all {
        let serves = balancer.serves.iter().copied().filter(|host| !useless.contains(host)).collect();
        draft.put(Record::LoadBalancer(id, LoadBalancer { serves, ..balancer.clone() }));
        draft.says(format!("take {} out of {}", context.names(useless.iter().copied()), balancer.name));
    }
    draft.finish()
}

#[cfg(test)]
mod tests {
    use crate::testing::rules::{check_fix, check_rule, findings_of};

    #[test]
    fn host_017_fires_on_isolated_hosts_with_other_work() {
        check_rule(
            "HOST-017",
            "
            isolated-host W receive
            handler W http receive
            isolated-host S receive send         #! HOST-017
            isolated-host F receive              #! HOST-017
            handler F file receive
            isolated-host O receive
            host P process",
        );
        check_fix(
            "HOST-017",
            "
            computer BTS1 biztalk
            computer BTS2 biztalk
            isolated-host F receive send on BTS1 BTS2
            handler F file receive",
        );
        let mixed = "isolated-host W receive process send on BTS1\nhandler W http receive\nhandler W file receive";
        check_fix("HOST-017", &format!("computer BTS1 biztalk\ncomputer BTS2 biztalk\n{mixed}"));
    }

    #[test]
    fn host_018_fires_on_an_isolated_default_host() {
        let text = "
            isolated-host W receive default      #! HOST-018
            host R receive
            host P process";
        check_rule("HOST-018", text);
        check_fix("HOST-018", text);
        check_rule("HOST-018", "isolated-host W receive\nhost P process default");
    }

    #[test]
    fn host_019_fires_on_isolated_adapters_in_an_in_process_host() {
        let text = "
            computer BTS1 biztalk iis
            computer BTS2 biztalk iis
            lb NLB1 members BTS1 BTS2
            isolated-host W receive on BTS1 BTS2
            host R receive on BTS1 BTS2          #! HOST-019
            handler R http receive
            handler R file receive
            host S send on BTS1 BTS2
            handler S http send";
        check_rule("HOST-019", text);
        check_fix("HOST-019", text);
        check_rule(
            "HOST-019",
            "isolated-host W receive\nhandler W http receive\nhost R receive\nhandler R file receive",
        );
    }

    #[test]
    fn host_019_makes_a_host_isolated_or_adds_one_where_there_is_none() {
        let label = |text: &str| findings_of("HOST-019", text)[0].fixes[0].label.clone();
        let alone = "computer A biztalk\ncomputer B biztalk\nhost R receive on A B\nhandler R http receive";
        assert_eq!(label(alone), "Make host R isolated and put a Windows NLB cluster in front of A and B");
        check_fix("HOST-019", alone);
        let mixed = format!("{alone}\nhandler R file receive");
        assert!(label(&mixed).ends_with("move work of host R to a host of its own: R isolated receive"));
        check_fix("HOST-019", &mixed);
    }

    #[test]
    fn host_020_fires_on_load_balancers_before_work_that_needs_none() {
        let text = "
            computer BTS1 biztalk
            computer BTS2 biztalk
            host P process on BTS1 BTS2
            host F receive on BTS1 BTS2
            handler F file receive
            host N receive on BTS1 BTS2
            handler N wcf-nettcp receive
            lb LB1 members BTS1 BTS2 serves P        #! HOST-020
            lb LB2 members BTS1 BTS2 serves F N      #! HOST-020
            lb LB3 members BTS1 BTS2 serves N
            lb LB4 members BTS1 BTS2";
        check_rule("HOST-020", text);
        check_fix("HOST-020", text);
    }

    #[test]
    fn host_020_takes_every_host_of_the_members_where_nothing_is_said() {
        let text = "
            computer BTS1 biztalk
            computer BTS2 biztalk
            host P process on BTS1 BTS2
            lb LB1 members BTS1 BTS2                 #! HOST-020";
        check_rule("HOST-020", text);
        check_fix("HOST-020", text);
        check_rule(
            "HOST-020",
            "
            computer BTS1 biztalk iis
            computer BTS2 biztalk iis
            host P process on BTS1 BTS2
            isolated-host W receive on BTS1 BTS2
            computer WEB1 bam-portal
            lb LB1 members BTS1 BTS2
            lb LB2 members WEB1",
        );
    }
}
