//! Whether every host keeps running when a computer stops.

use std::collections::BTreeSet;

use crate::edit::{Edit, Record};
use crate::model::{
    BizTalkGroupId, Computer, ComputerId, Deployment, Element, FaultDomain, Handler, HostFunction, HostId,
    PhysicalHost, PhysicalHostId,
};
use crate::rules::fixes::clustering::cluster_host;
use crate::rules::fixes::{FixDraft, model_computer, run_on_several};
use crate::rules::value::elements;
use crate::rules::{Attribute, Report, RuleContext};

/// HOST-001: one finding per in-process host that is not clustered and runs on fewer than two computers. Hosts whose
/// adapter must be clustered have a finding of that adapter instead.
pub(super) fn runs_on_several_computers(context: &RuleContext<'_>, report: &mut Report) {
    if context.document.hosts.is_empty() {
        return report.idle("no-host");
    }
    for (id, host) in context.hosts() {
        let servers = context.servers(id);
        if !context.is_plain(host) || servers.len() >= 2 || context.must_be_clustered(id) {
            continue;
        }
        if context.all_restart_elsewhere(report, servers) {
            continue;
        }
        report
            .finding([id])
            .involving(servers.iter().copied())
            .case(if servers.is_empty() { "none" } else { "one" })
            .with("computers", servers)
            .with("needed", 2_usize)
            .fix(run_on_several(context, id, 2).or_else(|| cluster_while_unknown(context, id)));
    }
}

/// Clusters a host of which nobody has said yet whether several computers may run it at once: right either way. `None`
/// where no computer runs it.
fn cluster_while_unknown(context: &RuleContext<'_>, id: HostId) -> Option<Edit> {
    let is_open = |it: &Handler| it.asks_for_several_computers() || context.document.queue_is_not_stated(it);
    let unknown = context.receive_handlers_of(id).any(|(_, it)| is_open(it));
    (unknown && !context.servers(id).is_empty()).then(|| cluster_host(context, id))?
}

/// HOST-002: one finding per BizTalk group with fewer than two runtime computers in the primary site. A BizTalk group of
/// which nothing is drawn is not judged.
pub(super) fn group_has_several_computers(context: &RuleContext<'_>, report: &mut Report) {
    let mut looked = false;
    for id in context.document.biztalk_groups.keys() {
        let computers = context.runtime_computers(*id);
        if computers.is_empty() && context.hosts_of(*id).is_empty() {
            continue;
        }
        looked = true;
        if computers.len() >= 2 || context.all_restart_elsewhere(report, computers) {
            continue;
        }
        report
            .finding([*id])
            .involving(computers.iter().copied())
            .case(if computers.is_empty() { "none" } else { "one" })
            .with("computers", computers.len())
            .fix(add_second_computer(context, *id));
    }
    if !looked {
        report.idle("no-biztalk-computer");
    }
}

/// A computer with the same host instances as the only one, except those of hosts that must not run twice or that
/// callers reach through a load balancer.
fn add_second_computer(context: &RuleContext<'_>, group: BizTalkGroupId) -> Option<Edit> {
    let model = model_computer(context, group)?;
    let mut draft = FixDraft::new(context);
    draft.allow_several_computers();
    let (computer, name) = draft.add_computer_like(model)?;
    let mut hosts: BTreeSet<HostId> = BTreeSet::new();
    for (_, instance) in context.instances_on(model).filter(|(_, it)| it.enabled) {
        let host = context.document.hosts.get(&instance.host);
        let fits = host.is_some_and(|it| it.biztalk_group == group && context.is_plain(it));
        let tolerates = !context.must_be_clustered(instance.host) && context.tolerates_several_instances(instance.host);
        if fits && tolerates && hosts.insert(instance.host) {
            draft.add_instance(instance.host, computer);
        }
    }
    draft.says(format!("add {name} with the same host instances as {}", context.name(model)));
    draft.finish()
}

/// HOST-007: one finding per host whose computers all run on one physical host.
pub(super) fn instances_are_spread_over_physical_hosts(context: &RuleContext<'_>, report: &mut Report) {
    if context.document.environment.deployment == Some(Deployment::Physical) {
        return report.idle("computers-are-physical");
    }
    let mut looked = false;
    for (id, _) in context.hosts() {
        let servers = context.servers(id);
        if servers.len() < 2 {
            continue;
        }
        looked = true;
        let physical = |computer: &ComputerId| context.document.computers.get(computer)?.physical_host;
        let known: BTreeSet<PhysicalHostId> = servers.iter().filter_map(physical).collect();
        let unknown: Vec<ComputerId> = servers.iter().copied().filter(|it| physical(it).is_none()).collect();
        match known.first() {
            _ if known.len() > 1 => {}
            Some(only) if unknown.is_empty() => report_shared_physical_host(context, report, id, *only),
            _ => unknown.into_iter().for_each(|computer| report.ask(computer, Attribute::PhysicalHost)),
        }
    }
    if !looked {
        report.idle("no-host-on-two-computers");
    }
}

fn report_shared_physical_host(context: &RuleContext<'_>, report: &mut Report, id: HostId, only: PhysicalHostId) {
    let servers = context.servers(id);
    let fix = servers.last().and_then(|computer| move_to_another_physical_host(context, *computer, only));
    report
        .finding([Element::from(id), only.into()])
        .involving(servers.iter().copied())
        .with("computers", servers)
        .with("physical-host", only)
        .fix(fix);
}

/// Moves a virtual machine to another physical host; a new one where the design holds no other.
fn move_to_another_physical_host(context: &RuleContext<'_>, id: ComputerId, from: PhysicalHostId) -> Option<Edit> {
    let computer = context.document.computers.get(&id)?;
    let mut draft = FixDraft::new(context);
    let model = context.document.physical_hosts.get(&from)?;
    let other = context.document.physical_hosts.iter().find(|(id, it)| **id != from && it.domain == model.domain);
    let (to, name) = if let Some((to, host)) = other {
        (*to, host.name.clone())
    } else {
        let name = format!("{} 2", context.name(from));
        let to = draft.id();
        draft.put(Record::PhysicalHost(to, PhysicalHost { name: name.clone(), ..model.clone() }));
        (to, name)
    };
    draft.put(Record::Computer(id, Computer { physical_host: Some(to), ..computer.clone() }));
    draft.says(match model.domain {
        FaultDomain::PhysicalHost => format!("move {} to physical host {name}", computer.name),
        FaultDomain::AvailabilityZone => format!("move {} to availability zone {name}", computer.name),
    });
    draft.finish()
}

/// HOST-022: one finding per receive host on fewer than two computers beside which other receive hosts stand.
pub(super) fn receive_hosts_are_redundant_each(context: &RuleContext<'_>, report: &mut Report) {
    let mut looked = false;
    for group in context.document.biztalk_groups.keys() {
        let receiving: Vec<HostId> =
            context.hosts_of(*group).iter().copied().filter(|id| context.does(*id, HostFunction::Receive)).collect();
        if receiving.len() < 2 {
            continue;
        }
        looked = true;
        for id in receiving.iter().copied() {
            let servers = context.servers(id);
            if servers.len() >= 2 || context.all_restart_elsewhere(report, servers) {
                continue;
            }
            let others = receiving.iter().copied().filter(|other| *other != id);
            report
                .finding([id])
                .with("computers", servers)
                .with("others", elements(others))
                .fix(run_on_several(context, id, 2).filter(|_| !context.must_be_clustered(id)));
        }
    }
    if !looked {
        report.idle("no-two-receive-hosts");
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::rules::{check_fix, check_rule, findings_of, messages_of};

    #[test]
    fn host_001_fires_on_each_host_that_runs_on_one_computer_or_none() {
        check_rule(
            "HOST-001",
            "
            computer BTS1 biztalk
            computer BTS2 biztalk
            host R receive on BTS1 BTS2
            host P process on BTS1 !BTS2     #! HOST-001
            host S send                      #! HOST-001
            isolated-host W receive on BTS1",
        );
    }

    #[test]
    fn host_001_leaves_hosts_to_the_rules_of_their_adapters() {
        check_rule(
            "HOST-001",
            "
            computer BTS1 biztalk
            host F receive on BTS1
            handler F ftp receive
            host Q receive on BTS1
            handler Q msmq receive queue=Local
            host M receive on BTS1           #! HOST-001
            handler M mqseries receive
            host F2 receive                  #! HOST-001
            handler F2 ftp receive",
        );
    }

    #[test]
    fn host_001_counts_neither_the_disaster_recovery_site_nor_clustered_hosts() {
        check_rule(
            "HOST-001",
            "
            site DR
            computer BTS1 biztalk
            computer BTS2 biztalk
            computer DR1 biztalk in DR
            cluster CL nodes BTS1 BTS2
            resource-group G on CL
            clustered-host C receive in G on BTS1 BTS2
            host R receive on BTS1 DR1       #! HOST-001",
        );
    }

    #[test]
    fn host_001_is_fixed_by_the_computer_that_serves_the_same_function() {
        let text = "
            computer BTS1 biztalk
            computer BTS2 biztalk
            computer BTS3 biztalk
            host R receive on BTS1 BTS2
            host S send on BTS1
            host T send on BTS3 BTS1";
        check_fix("HOST-001", text);
        let found = findings_of("HOST-001", text);
        assert_eq!(messages_of("HOST-001", text)[0], "BTS1 is the only computer that runs host S");
        assert_eq!(found[0].fixes[0].label, "Add a host instance of S on BTS3");
    }

    #[test]
    fn host_001_is_fixed_by_enabling_adding_computers_and_changing_the_edition() {
        check_fix("HOST-001", "computer BTS1 biztalk\ncomputer BTS2 biztalk\nhost R receive on BTS1 !BTS2");
        check_fix("HOST-001", "computer BTS1 biztalk\nhost R receive on BTS1");
        let standard = "
            environment biztalk_edition=Standard
            computer BTS1 biztalk
            host R receive on BTS1";
        check_fix("HOST-001", standard);
        let label = &findings_of("HOST-001", standard)[0].fixes[0].label;
        assert_eq!(label, "Change the edition to Enterprise and add BTS2 with a host instance of R");
    }

    #[test]
    fn host_001_never_offers_a_second_ftp_receiver() {
        let found = findings_of("HOST-001", "computer BTS1 biztalk\nhost F receive\nhandler F ftp receive");
        assert!(found[0].fixes.is_empty());
    }

    #[test]
    fn host_002_fires_on_each_group_with_one_computer_and_offers_a_second_one() {
        let text = "
            site DR
            computer BTS1 biztalk
            computer DR1 biztalk in DR
            host R receive on BTS1
            host F receive on BTS1
            handler F ftp receive
            group Group2
            computer BTS11 biztalk group Group2
            computer BTS12 biztalk group Group2
            group Group3
            environment #! HOST-002 Group1";
        check_rule("HOST-002", text);
        check_fix("HOST-002", text);
        let label = &findings_of("HOST-002", text)[0].fixes[0].label;
        assert_eq!(label, "Add BTS2 with the same host instances as BTS1");
    }

    #[test]
    fn host_002_fires_on_a_group_whose_hosts_have_no_computer() {
        check_rule(
            "HOST-002",
            "host R receive
environment #! HOST-002 Group1",
        );
    }

    #[test]
    fn a_virtual_machine_that_restarts_elsewhere_is_no_single_computer() {
        let text = "
            physical-host HV1
            physical-host HV2
            attr HV1 host_cluster=HVCL
            attr HV2 host_cluster=HVCL
            computer BTS1 biztalk physical_host=@HV1
            host R receive on BTS1
            host S send on BTS1";
        for rule in ["HOST-001", "HOST-002", "HOST-022"] {
            check_rule(rule, text);
        }
        check_rule(
            "HOST-001",
            &text.replace("attr HV2 host_cluster=HVCL", "").replace("on BTS1", "on BTS1 #! HOST-001"),
        );
    }

    #[test]
    fn host_007_fires_when_every_computer_of_a_host_is_on_one_physical_host() {
        let text = "
            physical-host HV1
            physical-host HV2
            computer BTS1 biztalk physical_host=@HV1
            computer BTS2 biztalk physical_host=@HV1
            computer BTS3 biztalk physical_host=@HV2
            host R receive on BTS1 BTS2         #! HOST-007
            host S send on BTS2 BTS3
            host P process on BTS1";
        check_rule("HOST-007", text);
        check_fix("HOST-007", text);
        check_fix("HOST-007", text.replace("physical-host HV2", "").replace("HV2", "HV1").as_str());
    }

    #[test]
    fn host_007_asks_for_physical_hosts_only_while_they_can_decide() {
        check_rule(
            "HOST-007",
            "
            physical-host HV1
            physical-host HV2
            computer BTS1 biztalk physical_host=@HV1
            computer BTS2 biztalk physical_host=@HV2
            computer BTS3 biztalk               #? HOST-007
            host R receive on BTS1 BTS2 BTS3
            host S send on BTS1 BTS3",
        );
        check_rule(
            "HOST-007",
            "
            environment deployment=Physical
            computer BTS1 biztalk
            computer BTS2 biztalk
            host R receive on BTS1 BTS2",
        );
    }

    #[test]
    fn host_022_fires_on_receive_hosts_that_stand_alone_beside_others() {
        let text = "
            computer BTS1 biztalk
            computer BTS2 biztalk
            host R1 receive on BTS1             #! HOST-022
            host R2 receive on BTS2 BTS1
            host P process on BTS1";
        check_rule("HOST-022", text);
        check_fix("HOST-022", text);
        check_rule("HOST-022", "computer BTS1 biztalk\nhost R1 receive on BTS1\nhost P process on BTS1");
    }
}
