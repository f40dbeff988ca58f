//! Computers and host instances of the disaster-recovery site.

use std::collections::{BTreeMap, BTreeSet};

use super::domain::is_at_recovery_site;
use super::sites;
use crate::edit::{Edit, Record};
use crate::model::index::Lists;
use crate::model::{
    BizTalkGroupId, Computer, ComputerId, Element, HostId, HostInstance, HostKind, Role, SqlInstanceId,
};
use crate::rules::fixes::FixDraft;
use crate::rules::sql::sizes::{ask_for_size, cores_of, grow, memory_of, size_of, sized};
use crate::rules::{Report, RuleContext, Value};

/// The BizTalk computers of disaster-recovery sites.
fn standby_computers(context: &RuleContext<'_>) -> Vec<ComputerId> {
    context.computers_with(Role::BizTalkRuntime).filter(|id| is_at_recovery_site(context, *id)).collect()
}

/// Processor cores and memory of several computers together; `None` where a figure of one is missing.
#[derive(Clone, Copy)]
struct Sum {
    cores: Option<usize>,
    memory: Option<f64>,
}

impl Sum {
    fn of(context: &RuleContext<'_>, computers: &BTreeSet<ComputerId>) -> Self {
        let all = || computers.iter().map(|id| context.document.computers.get(id));
        let cores = all().map(|it| cores_of(&it?.hardware)).sum();
        let memory = all().map(|it| memory_of(&it?.hardware)).sum();
        Self { cores, memory }
    }

    /// Whether this is below `other`, as far as both are known.
    fn is_below(self, other: Self) -> bool {
        let cores = self.cores.zip(other.cores).is_some_and(|(own, wanted)| own < wanted);
        let memory = self.memory.zip(other.memory).is_some_and(|(own, wanted)| own < wanted);
        cores || memory
    }

    fn size(self) -> Value {
        sized(self.cores, self.memory)
    }
}

/// DR-007: one finding per SQL Server computer of the disaster-recovery site that is smaller than what it takes over
/// from, and one per such site whose BizTalk computers together are smaller than those of the primary site.
pub(super) fn standby_is_as_large(context: &RuleContext<'_>, report: &mut Report) {
    let Some(site) = sites(context).next() else {
        return report.idle("no-disaster-recovery-site");
    };
    let mut shipped: Lists<SqlInstanceId, SqlInstanceId> = Lists::default();
    for (from, to) in &context.document.disaster_recovery.ships_to {
        shipped.push(*to, *from);
    }
    for computer in context.document.computers.keys().copied().filter(|id| is_at_recovery_site(context, *id)) {
        let sources = context.sql_active_instances(computer).iter().flat_map(|sql| shipped.of(sql));
        let nodes = sources.filter_map(|from| context.sql_active_on(*from)).collect();
        judge_sql_computer(context, report, computer, &nodes);
    }
    let standby: BTreeSet<ComputerId> = standby_computers(context).into_iter().collect();
    let primary = context.all_runtime_computers();
    if standby.is_empty() || primary.is_empty() {
        return;
    }
    let (own, wanted) = (Sum::of(context, &standby), Sum::of(context, &primary));
    if own.is_below(wanted) {
        report
            .finding([site])
            .involving(standby.iter().copied())
            .case("biztalk")
            .with_about("size", &standby, own.size())
            .with_about("size", &primary, wanted.size());
    } else {
        standby.iter().chain(&primary).for_each(|id| ask_for_size(context, report, *id));
    }
}

/// Compares a SQL Server computer with the nodes from which it takes over.
fn judge_sql_computer(context: &RuleContext<'_>, report: &mut Report, id: ComputerId, nodes: &BTreeSet<ComputerId>) {
    let Some(computer) = context.document.computers.get(&id).filter(|_| !nodes.is_empty()) else { return };
    let wanted = Sum::of(context, nodes);
    if !Sum::of(context, &BTreeSet::from([id])).is_below(wanted) {
        std::iter::once(&id).chain(nodes).for_each(|it| ask_for_size(context, report, *it));
        return;
    }
    let names = context.names(nodes.iter().copied());
    let alone = nodes.first().filter(|_| nodes.len() == 1).and_then(|it| context.document.computers.get(it));
    let edit = alone.map(|model| {
        let mut grown: Computer = computer.clone();
        grow(&mut grown, model);
        Edit::put(format!("Make {} as large as {names}", computer.name), Record::Computer(id, grown))
    });
    report
        .finding([id])
        .involving(nodes.iter().copied())
        .case("sql")
        .with_about("size", id, size_of(computer))
        .with_about("size", nodes, wanted.size())
        .fix(edit);
}

/// DR-010: one finding per production host without a host instance at the disaster-recovery site.
pub(super) fn every_host_is_prepared(context: &RuleContext<'_>, report: &mut Report) {
    let mut standby: BTreeMap<BizTalkGroupId, BTreeSet<ComputerId>> = BTreeMap::new();
    for id in standby_computers(context) {
        for group in context.document.computers.get(&id).into_iter().flat_map(|it| &it.biztalk_groups) {
            standby.entry(*group).or_default().insert(id);
        }
    }
    let mut looked = false;
    for (id, host) in context.hosts() {
        let Some(computers) = standby.get(&host.biztalk_group).filter(|_| !context.instances(id).is_empty()) else {
            continue;
        };
        looked = true;
        let prepared = context.all_instances(id).iter().filter_map(|it| context.document.host_instances.get(it));
        if prepared.into_iter().any(|it| computers.contains(&it.computer)) {
            continue;
        }
        report
            .finding([id])
            .involving(computers.iter().copied())
            .with("computers", computers)
            .fix(prepare(context, id, computers));
    }
    if !looked {
        report.idle("no-standby-biztalk-computer");
    }
}

/// Adds disabled host instances. `None` for a clustered host, whose instances belong on its cluster nodes, and where an
/// isolated host finds no IIS.
fn prepare(context: &RuleContext<'_>, id: HostId, computers: &BTreeSet<ComputerId>) -> Option<Edit> {
    let host = context.document.hosts.get(&id).filter(|it| it.clustered_in.is_none())?;
    let fits = |it: &&ComputerId| host.kind == HostKind::InProcess || context.has_role(**it, Role::Iis);
    let computers: Vec<ComputerId> = computers.iter().filter(fits).copied().collect();
    let account =
        context.all_instances(id).iter().find_map(|it| context.document.host_instances.get(it)?.account.clone());
    let mut draft = FixDraft::new(context);
    for computer in &computers {
        let instance = HostInstance { host: id, computer: *computer, enabled: false, account: account.clone() };
        let instance_id = draft.id();
        draft.put(Record::HostInstance(instance_id, instance));
    }
    draft.says(format!("prepare host {} on {}, disabled", host.name, context.names(computers)));
    draft.finish()
}

/// DR-011: one finding per enabled host instance at the disaster-recovery site.
pub(super) fn nothing_runs_yet(context: &RuleContext<'_>, report: &mut Report) {
    let mut looked = false;
    for (id, instance) in &context.document.host_instances {
        if !is_at_recovery_site(context, instance.computer) {
            continue;
        }
        looked = true;
        if instance.enabled {
            let name = context.name(*id);
            let disabled = HostInstance { enabled: false, ..instance.clone() };
            report
                .finding([Element::from(*id), instance.computer.into()])
                .with("computer", instance.computer)
                .fix(Edit::put(format!("Disable {name}"), Record::HostInstance(*id, disabled)));
        }
    }
    if !looked {
        report.idle("no-standby-host-instance");
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::rules::{check_fix, check_rule, check_says};

    // SQL instance ONE is 5, COPY is 9.
    const SQL: &str = "
        computer N
        sql ONE on N
        site DR
        computer D in DR
        sql COPY on D
        disaster-recovery ships_to={\"5\":9}\n";

    #[test]
    fn dr_007_compares_sql_computers_and_asks_for_their_sizes() {
        let small = format!(
            "{SQL}attr N hardware.cores=8 hardware.ram_gb=32\nattr D hardware.cores=4 hardware.ram_gb=32 #! DR-007"
        );
        check_rule("DR-007", &small);
        check_fix("DR-007", &small);
        check_says(
            "DR-007",
            &small,
            &["D is smaller than N, from which it takes over | D: cores 4, memory 32 GB | N: cores 8, memory 32 GB"],
        );
        let equal = "attr N hardware.cores=8 hardware.ram_gb=32\nattr D hardware.cores=8 hardware.ram_gb=32";
        check_rule("DR-007", &format!("{SQL}{equal}"));
        check_rule("DR-007", &format!("{SQL}attr N hardware.cores=8 #? DR-007 N #? DR-007 D"));
    }

    #[test]
    fn dr_007_adds_up_biztalk_computers() {
        let biztalk = "
            computer B biztalk hardware.cores=4 hardware.ram_gb=16
            computer C biztalk hardware.cores=4 hardware.ram_gb=16
            site DR\n";
        let one = "computer D biztalk in DR hardware.cores=4 hardware.ram_gb=16 #! DR-007 DR-SITE";
        let fires = format!("{biztalk}{}", one.replace(" #! DR-007 DR-SITE", ""));
        let found = crate::testing::rules::findings_of("DR-007", &fires);
        assert_eq!(found.len(), 1, "{found:#?}");
        check_says(
            "DR-007",
            &fires,
            &["The BizTalk computers of DR are smaller than those of the primary site | D: cores 4, memory 16 GB | B \
                 and C: cores 8, memory 32 GB"],
        );
        let unknown = fires.replace("C biztalk hardware.cores=4 hardware.ram_gb=16", "C biztalk hardware.cores=4");
        check_says(
            "DR-007",
            &unknown,
            &["The BizTalk computers of DR are smaller than those of the primary site | D: cores 4, memory 16 GB | B \
                 and C: cores 8, memory not entered"],
        );
        check_rule("DR-007", &format!("{biztalk}{}", "computer D biztalk in DR hardware.cores=8 hardware.ram_gb=32"));
    }

    const HOSTS: &str = "computer B biztalk\nsite DR\ncomputer D biztalk in DR\n";

    #[test]
    fn dr_010_wants_every_host_prepared() {
        let missing = format!("{HOSTS}host R receive on B #! DR-010");
        check_rule("DR-010", &missing);
        check_fix("DR-010", &missing);
        check_says(
            "DR-010",
            &missing,
            &["Host R has no host instance at the disaster-recovery site | BizTalk computers there: D"],
        );
        check_rule("DR-010", &format!("{HOSTS}host R receive on B !D"));
        check_rule("DR-010", "computer B biztalk\nhost R receive on B");
    }

    #[test]
    fn dr_011_wants_host_instances_disabled() {
        let enabled = format!("{HOSTS}host R receive on B D #! DR-011 R@D");
        check_rule("DR-011", &enabled);
        check_fix("DR-011", &enabled);
        check_says(
            "DR-011",
            &enabled,
            &["R on D is enabled at the disaster-recovery site and would process production work | Computer: D"],
        );
        check_rule("DR-011", &format!("{HOSTS}host R receive on B !D"));
    }
}
