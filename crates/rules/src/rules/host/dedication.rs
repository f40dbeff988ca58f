//! Computers of their own for receiving, processing and sending in large deployments.

use std::collections::BTreeSet;

use super::work::drawn_groups;
use crate::model::queries::DeploymentSize;
use crate::model::{ComputerId, HostFunction, HostKind};
use crate::rules::value::labels;
use crate::rules::{Report, RuleContext};

/// HOST-027: in a design with ten computers or more, one finding per BizTalk group whose functions could be kept apart on
/// more sets of two computers than they are.
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
        let possible = all.len().min(does.len() / 2);
        if possible < 2 {
            continue;
        }
        looked = true;
        let alone = |function: HostFunction| does.iter().filter(|it| it.len() == 1 && it.contains(&function)).count();
        let shared: Vec<HostFunction> = all.iter().copied().filter(|it| alone(*it) < 2).collect();
        let apart = all.len() - shared.len() + usize::from(!shared.is_empty());
        if apart >= possible {
            continue;
        }
        report
            .finding([id])
            .involving(computers.iter().copied())
            .with("size", size)
            .with("computers", computers)
            .with("functions", labels(shared));
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
        .flat_map(|it| {
            let (receives, does) = match it.kind {
                HostKind::Isolated => (Some(HostFunction::Receive), None),
                HostKind::InProcess => (None, Some(&it.functions)),
            };
            receives.into_iter().chain(does.into_iter().flatten().copied())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::testing::rules::check_rule;

    #[test]
    fn host_027_looks_at_each_biztalk_group_for_what_its_computers_allow() {
        let computers: Vec<String> = (1..=5).map(|it| format!("computer B{it} biztalk")).collect();
        let others: Vec<String> = (1..=5).map(|it| format!("computer S{it}\nsql SQL{it} on S{it}")).collect();
        let design = |hosts: &str| format!("{}\n{}\n{hosts}", computers.join("\n"), others.join("\n"));
        let shared = design("host W receive process send on B1 B2 B3 B4 B5\ngroup Group1     #! HOST-027");
        check_rule("HOST-027", &shared);
        check_rule("HOST-027", &design("host R receive on B1 B2\nhost W process send on B3 B4 B5"));
        check_rule("HOST-027", &design("host W receive process send on B1 B2 B3"));
    }

    const TWO: &str = "
        computer BTS1 biztalk
        computer BTS2 biztalk";

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
        let one = "host R receive on B1 B2 B3 B4 B5\nhost P process on B1 B2 B3 B4 B5\nhost S send on B6";
        check_rule("HOST-027", &format!("{}\ngroup Group1     #! HOST-027", design(one)));
        check_rule("HOST-027", &format!("{TWO}\nhost R receive on BTS1 BTS2\nhost P process on BTS1 BTS2"));
    }
}
