//! Whether a design carries anything: hosts that work, computers that take part, clients that are answered.

use std::collections::BTreeSet;

use crate::edit::Edit;
use crate::model::queries::DeploymentSize;
use crate::model::{
    BizTalkGroupId, ComputerId, Element, Endpoint, EndpointId, EndpointKind, Host, HostFunction, HostId, HostKind, Role,
};
use crate::prose;
use crate::rules::context::paths::{TrafficPaths, is_entrance};
use crate::rules::fixes::{FixDraft, may_run_clustered_sso, model_computer};
use crate::rules::value::{elements, labels};
use crate::rules::{Report, RuleContext};

/// The BizTalk groups of which something is drawn: a computer or a host.
fn drawn_groups(context: &RuleContext<'_>) -> Vec<BizTalkGroupId> {
    let groups = context.document.biztalk_groups.keys().copied();
    let is_drawn =
        |id: &BizTalkGroupId| !context.runtime_computers(*id).is_empty() || !context.hosts_of(*id).is_empty();
    groups.filter(is_drawn).collect()
}

/// The hosts of a BizTalk group that receive, process or send.
fn workers<'c>(context: &'c RuleContext<'_>, group: BizTalkGroupId) -> impl Iterator<Item = HostId> + 'c {
    let works = |id: &HostId| context.document.hosts.get(id).is_some_and(|it| !it.functions.is_empty());
    context.hosts_of(group).iter().copied().filter(works)
}

/// HOST-024: one finding per BizTalk group in which nothing receives, processes or sends. One of which nothing is drawn is
/// not judged; one that only lacks hosts of one function is a drawing of a part, or has no use for it.
pub(super) fn group_carries_messages(context: &RuleContext<'_>, report: &mut Report) {
    let groups = drawn_groups(context);
    if groups.is_empty() {
        return report.idle("no-biztalk-computer");
    }
    for id in groups {
        let hosts: Vec<HostId> = workers(context, id).collect();
        if hosts.iter().any(|it| !context.instances(*it).is_empty()) {
            continue;
        }
        report
            .finding([id])
            .involving(context.runtime_computers(id).iter().copied())
            .case(if hosts.is_empty() { "none" } else { "stopped" })
            .with("hosts", &hosts)
            .with("computers", context.runtime_computers(id))
            .fix(carry(context, id));
    }
}

/// Runs what lets a BizTalk group carry messages on two computers: hosts that are drawn and run nowhere, else new ones.
/// `None` where there is no computer to begin with.
fn carry(context: &RuleContext<'_>, group: BizTalkGroupId) -> Option<Edit> {
    let mut draft = FixDraft::new(context);
    draft.allow_several_computers();
    let fits = |it: &ComputerId| !may_run_clustered_sso(context, *it) && !context.document.may_hold_master_secret(*it);
    let mut computers: Vec<ComputerId> =
        context.runtime_computers(group).iter().copied().filter(fits).take(2).collect();
    if computers.len() == 1 {
        let (computer, name) = draft.add_computer_like(model_computer(context, group)?)?;
        draft.says(format!("add {name}"));
        computers.push(computer);
    }
    if computers.is_empty() {
        return None;
    }
    let mut added = Vec::new();
    for function in HostFunction::ALL {
        let of_function = |host: &HostId| context.does(*host, *function);
        let is_drawn = workers(context, group).any(|it| of_function(&it));
        let is_empty = workers(context, group).next().is_none();
        if !is_empty && !is_drawn {
            continue;
        }
        let stopped = workers(context, group).find(|it| of_function(it) && can_start(context, *it));
        let host = stopped.unwrap_or_else(|| {
            let host = Host::new(free_name(context, function.label()), group, HostKind::InProcess, [*function]);
            draft.add(host)
        });
        start_on(context, &mut draft, host, &computers);
        added.push(draft.get(host)?.name);
    }
    let mut hosts = context.hosts_of(group).iter().filter_map(|it| context.document.hosts.get(it));
    if !hosts.any(|it| it.allow_tracking) {
        let host = draft.add(Host::tracking(free_name(context, Host::TRACKING_NAME), group));
        start_on(context, &mut draft, host, &computers);
        added.push(draft.get(host)?.name);
    }
    draft.says(format!("run {} on two computers", prose::list(&added)));
    draft.finish()
}

/// Runs a host on computers.
fn start_on(context: &RuleContext<'_>, draft: &mut FixDraft<'_, '_>, host: HostId, computers: &[ComputerId]) {
    for computer in computers {
        match context.instances_on(*computer).find(|(_, it)| it.host == host) {
            Some((instance, _)) => draft.enable(instance),
            None => draft.add_instance(host, *computer),
        }
    }
}

/// Whether a host that runs nowhere may run on two computers as it is.
fn can_start(context: &RuleContext<'_>, id: HostId) -> bool {
    let is_plain = context.document.hosts.get(&id).is_some_and(|it| context.is_plain(it));
    is_plain && !context.must_be_clustered(id) && context.tolerates_several_instances(id)
}

/// A name for a new host: `base`, or with a number where that is taken.
fn free_name(context: &RuleContext<'_>, base: &str) -> String {
    let taken: BTreeSet<&str> = context.hosts().map(|(_, it)| it.name.as_str()).collect();
    let numbered = (2..).map(|number: u32| format!("{base} {number}"));
    std::iter::once(base.to_owned()).chain(numbered).find(|it| !taken.contains(it.as_str())).unwrap_or_default()
}

/// HOST-025: one finding per BizTalk computer of the primary site without an enabled host instance, unless a clustered
/// host may run there (CLU-003) or it holds the master secret (SSO-013).
pub(super) fn computer_takes_part(context: &RuleContext<'_>, report: &mut Report) {
    let computers = context.all_runtime_computers();
    if computers.is_empty() {
        return report.idle("no-biztalk-computer");
    }
    for id in computers {
        let may_run_clustered = |group: &_| !context.hosts_clustered_in(*group).is_empty();
        if context.instances_on(id).any(|(_, it)| it.enabled)
            || context.resource_groups_owned_by(id).iter().any(may_run_clustered)
            || context.document.may_hold_master_secret(id)
        {
            continue;
        }
        report
            .finding([id])
            .with("disabled", elements(context.instances_on(id).map(|(instance, _)| instance)))
            .fix(run_hosts_on(context, id));
    }
}

/// Runs the hosts of its BizTalk group on a computer that may run beside others: in process, not clustered, and free to
/// run several times.
fn run_hosts_on(context: &RuleContext<'_>, id: ComputerId) -> Option<Edit> {
    let groups = &context.document.computers.get(&id)?.biztalk_groups;
    if may_run_clustered_sso(context, id) {
        return None;
    }
    let mut draft = FixDraft::new(context);
    let mut hosts: BTreeSet<HostId> = BTreeSet::new();
    for (host, it) in context.hosts().filter(|(_, it)| groups.contains(&it.biztalk_group) && context.is_plain(it)) {
        let runs_elsewhere = !it.functions.is_empty() && !context.servers(host).is_empty();
        if !runs_elsewhere || context.must_be_clustered(host) || !context.tolerates_several_instances(host) {
            continue;
        }
        match context.instances_on(id).find(|(_, it)| it.host == host) {
            Some((instance, _)) => draft.enable(instance),
            None => draft.add_instance(host, id),
        }
        hosts.insert(host);
    }
    draft.says(format!("run {} on {}", context.names(hosts), context.name(id)));
    draft.finish()
}

/// HOST-026: one finding per drawn client that no running receive host answers: its connections lead to none and to
/// nothing else that answers, or there is none.
pub(super) fn clients_are_answered(context: &RuleContext<'_>, report: &mut Report) {
    let endpoints = context.document.endpoints.iter();
    let clients: Vec<(EndpointId, &Endpoint)> =
        endpoints.filter(|(_, it)| is_client(it)).map(|(id, it)| (*id, it)).collect();
    if clients.is_empty() {
        return report.idle("no-client");
    }
    let groups = drawn_groups(context);
    if groups.is_empty() {
        return report.idle("no-biztalk-computer");
    }
    let receivers = running_receivers(context, &groups);
    let paths = TrafficPaths::new(context);
    for (id, _) in clients {
        let connections = connections_from(context, id);
        let handled =
            context.document.handlers.values().any(|it| it.endpoint == Some(id) && receivers.contains(&it.host));
        let reached = paths.reached_from(id.into(), &BTreeSet::new());
        let answers = |it: &Element| match it {
            Element::Host(host) => receivers.contains(host),
            other => answers_by_itself(context, *other),
        };
        if handled || reached.iter().any(answers) || (connections.is_empty() && !receivers.is_empty()) {
            continue;
        }
        report
            .finding([id])
            .involving(connections.iter().copied())
            .case(if receivers.is_empty() { "none" } else { "path" })
            .with("connections", connections.len());
    }
}

/// The hosts of BizTalk groups that receive and run.
fn running_receivers(context: &RuleContext<'_>, groups: &[BizTalkGroupId]) -> BTreeSet<HostId> {
    let receives = |it: &HostId| context.does(*it, HostFunction::Receive) && !context.instances(*it).is_empty();
    groups.iter().flat_map(|id| workers(context, *id)).filter(receives).collect()
}

/// The connections that are drawn from an endpoint.
fn connections_from(context: &RuleContext<'_>, id: EndpointId) -> Vec<Element> {
    let connections = context.document.connections.iter().filter(|(_, it)| it.from == id.into());
    connections.map(|(connection, _)| (*connection).into()).collect()
}

/// Whether an element answers clients without a receive host: a server outside the BizTalk group, such as the share from
/// which files are received, or a computer that neither relays calls nor runs BizTalk Server.
fn answers_by_itself(context: &RuleContext<'_>, element: Element) -> bool {
    match element {
        Element::Endpoint(id) => context.document.endpoints.get(&id).is_some_and(|it| !is_client(it)),
        Element::Computer(id) => !is_entrance(context, element) && !context.has_role(id, Role::BizTalkRuntime),
        _ => false,
    }
}

fn is_client(endpoint: &Endpoint) -> bool {
    matches!(endpoint.kind, EndpointKind::InternetClient | EndpointKind::IntranetClient)
}

/// HOST-027: one finding per BizTalk group of a design with ten computers or more in which every computer that works has
/// several functions, although there are two computers for each function.
pub(super) fn functions_have_computers_of_their_own(context: &RuleContext<'_>, report: &mut Report) {
    let size = context.index.num_computers_for_size();
    if DeploymentSize::of(size) != DeploymentSize::Large {
        return report.idle("fewer-than-ten-computers");
    }
    let mut looked = false;
    for id in drawn_groups(context) {
        let computers = context.runtime_computers(id);
        let does: Vec<BTreeSet<HostFunction>> =
            computers.iter().map(|it| functions_on(context, *it)).filter(|it| !it.is_empty()).collect();
        let all: BTreeSet<HostFunction> = does.iter().flatten().copied().collect();
        if all.len() < 2 || does.len() < 2 * all.len() {
            continue;
        }
        looked = true;
        if does.iter().any(|it| it.len() < 2) {
            continue;
        }
        report
            .finding([id])
            .involving(computers.iter().copied())
            .with("size", size)
            .with("computers", computers)
            .with("functions", labels(all));
    }
    if !looked {
        report.idle("too-few-computers-to-dedicate");
    }
}

/// What the hosts with enabled host instances on a computer do. Isolated hosts receive.
fn functions_on(context: &RuleContext<'_>, computer: ComputerId) -> BTreeSet<HostFunction> {
    let enabled = context.instances_on(computer).filter(|(_, it)| it.enabled);
    let hosts = enabled.filter_map(|(_, it)| context.document.hosts.get(&it.host));
    hosts
        .flat_map(|it| match it.kind {
            HostKind::Isolated => BTreeSet::from([HostFunction::Receive]),
            HostKind::InProcess => it.functions.clone(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::rules::Severity;
    use crate::testing::rules::{check_fix, check_rule, check_says, findings_of};

    const TWO: &str = "
        computer BTS1 biztalk
        computer BTS2 biztalk";

    #[test]
    fn host_024_fires_on_a_group_in_which_nothing_works() {
        check_rule("HOST-024", &format!("{TWO}\ngroup Group1     #! HOST-024"));
        check_rule("HOST-024", &format!("{TWO}\nhost T tracking on BTS1 BTS2\ngroup Group1     #! HOST-024"));
        let stopped = format!("{TWO}\nhost R receive on !BTS1 !BTS2");
        check_rule("HOST-024", &format!("{stopped}\ngroup Group1     #! HOST-024"));
        let told = "No host of Group1 that receives, processes or sends has an enabled host instance | Hosts that \
                    receive, process or send: R | BizTalk computers in the primary site: BTS1 and BTS2";
        check_says("HOST-024", &stopped, &[told]);
        check_fix("HOST-024", &stopped);
        check_fix("HOST-024", TWO);
        check_fix("HOST-024", "computer BTS1 biztalk");
        check_fix("HOST-024", &format!("{TWO}\nhost Receive receive\nhandler Receive ftp receive"));
        assert_eq!(findings_of("HOST-024", &stopped)[0].severity, Severity::Blocker);
    }

    #[test]
    fn host_024_leaves_parts_and_what_is_not_drawn_alone() {
        check_rule("HOST-024", &format!("{TWO}\nhost S send on BTS1 BTS2"));
        check_rule("HOST-024", &format!("{TWO}\nhost R receive on BTS1\nhost S send on BTS1\ngroup Group2"));
        check_rule("HOST-024", "computer SQLN1\nsql SQL1 on SQLN1");
    }

    #[test]
    fn host_025_fires_on_computers_without_an_enabled_host_instance() {
        let text = format!(
            "{TWO}     #! HOST-025\nhost R receive on BTS1 !BTS2\nhost F receive on BTS1\nhandler F ftp receive"
        );
        check_rule("HOST-025", &text);
        check_fix("HOST-025", &text);
        assert_eq!(findings_of("HOST-025", &text)[0].fixes[0].label, "Run R on BTS2");
        check_rule("HOST-025", &format!("{TWO}\nhost R receive on BTS1 BTS2\ncomputer M biztalk master-secret"));
        let cluster = "cluster CL nodes BTS1 BTS2\nresource-group G on CL\nclustered-host C receive in G on BTS1";
        check_rule("HOST-025", &format!("{TWO}\n{cluster}"));
    }

    #[test]
    fn host_026_fires_on_clients_that_nobody_answers() {
        let client = "endpoint NET internet-client     #! HOST-026";
        check_rule("HOST-026", &format!("{TWO}\n{client}"));
        let host = "isolated-host W receive on BTS1 BTS2\nlb LB1 members BTS1 BTS2\nlb LB2";
        check_rule("HOST-026", &format!("{TWO}\n{host}\n{client}\nconnect NET to LB2"));
        let open = client.replace("     #! HOST-026", "");
        check_rule("HOST-026", &format!("{TWO}\n{host}\n{open}\nconnect NET to LB1"));
        check_rule("HOST-026", &format!("{TWO}\n{host}\n{open}"));
        check_rule(
            "HOST-026",
            &format!("{TWO}\nhost R receive on BTS1\n{open}\ncomputer W bam-portal\nconnect NET to W"),
        );
        check_rule("HOST-026", &open);
        let share = "endpoint FS file-share\nconnect NET to FS";
        check_rule("HOST-026", &format!("{TWO}\nhost R receive on BTS1\nhost P process on BTS2\n{open}\n{share}"));
        let proxy = "computer P reverse-proxy\nconnect NET to P\nconnect P to BTS2";
        check_rule("HOST-026", &format!("{TWO}\nhost R receive on BTS1\nhost P process on BTS2\n{client}\n{proxy}"));
    }

    #[test]
    fn host_027_fires_where_ten_computers_share_all_functions() {
        let on = "on B1 B2 B3 B4 B5 B6";
        let computers: Vec<String> = (1..=6).map(|it| format!("computer B{it} biztalk")).collect();
        let others: Vec<String> = (1..=4).map(|it| format!("computer S{it}\nsql SQL{it} on S{it}")).collect();
        let design = |hosts: &str| format!("{}\n{}\n{hosts}", computers.join("\n"), others.join("\n"));
        let shared = design(&format!("host R receive {on}\nhost P process {on}\nhost S send {on}"));
        check_rule("HOST-027", &format!("{shared}\ngroup Group1     #! HOST-027"));
        let apart = "host R receive on B1 B2\nhost P process on B3 B4\nhost S send on B5 B6";
        check_rule("HOST-027", &design(apart));
        check_rule("HOST-027", &format!("{TWO}\nhost R receive on BTS1 BTS2\nhost P process on BTS1 BTS2"));
    }
}
