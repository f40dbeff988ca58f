//! Addresses of cluster roles and listeners on Azure virtual machines, where they do not move by themselves.

use std::collections::BTreeSet;

use crate::edit::{Edit, Record};
use crate::model::{AvailabilityGroup, ClusterAddress, ComputerId, Deployment, Element, Listener, ResourceKind};
use crate::rules::value::label;
use crate::rules::{Attribute, Report, RuleContext};

/// NET-009: asks of each listener and cluster role on Azure virtual machines what leads clients to its owner; one finding
/// per listener that is said to have a subnet per node and spans fewer.
pub(super) fn addresses_follow_their_owner(context: &RuleContext<'_>, report: &mut Report) {
    if context.document.environment.deployment != Some(Deployment::AzureVm) {
        return report.idle("not-in-azure");
    }
    let mut looked = false;
    for (id, group) in &context.document.availability_groups {
        let Some(listener) = &group.listener else { continue };
        let nodes = group.replicas.iter().filter_map(|it| context.sql_active_on(it.sql_instance));
        let nodes: BTreeSet<ComputerId> = nodes.collect();
        looked = true;
        judge_listener(context, report, Element::from(*id), group, listener, &nodes);
    }
    for (id, group) in &context.document.resource_groups {
        if !group.has(ResourceKind::IpAddress) || group.possible_owners.len() < 2 {
            continue;
        }
        looked = true;
        let owners: BTreeSet<ComputerId> = group.possible_owners.iter().copied().collect();
        if group.address.is_none() && !has_balancer(context, &owners) {
            report.ask(*id, Attribute::ClusterAddress);
        }
    }
    if !looked {
        report.idle("no-listener-or-cluster-role");
    }
}

/// Whether a load balancer leads to whichever of some computers owns the address.
fn has_balancer(context: &RuleContext<'_>, nodes: &BTreeSet<ComputerId>) -> bool {
    let mut balancers = context.document.load_balancers.values();
    balancers.any(|it| it.members.is_superset(nodes) && context.document.is_cluster_address(it))
}

fn judge_listener(
    context: &RuleContext<'_>,
    report: &mut Report,
    id: Element,
    group: &AvailabilityGroup,
    listener: &Listener,
    nodes: &BTreeSet<ComputerId>,
) {
    let subnet_each = nodes.len() > 1 && listener.num_subnets as usize >= nodes.len();
    match listener.address {
        None if subnet_each || has_balancer(context, nodes) => {}
        None => report.ask(id, Attribute::ClusterAddress),
        Some(address @ ClusterAddress::SubnetPerNode) if !subnet_each => {
            let changed = Listener { address: Some(ClusterAddress::LoadBalancer), ..listener.clone() };
            let changed = AvailabilityGroup { listener: Some(changed), ..group.clone() };
            let Element::AvailabilityGroup(key) = id else { return };
            report
                .finding([id])
                .involving(nodes.iter().copied())
                .with("address", label(address))
                .with("subnets", listener.num_subnets as usize)
                .with("nodes", nodes)
                .fix(Edit::put(
                    format!("Put a load balancer in front of {}", listener.name),
                    Record::AvailabilityGroup(key, changed),
                ));
        }
        Some(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::rules::{check_fix, check_rule, check_says};

    const GROUP: &str = "
        environment deployment=AzureVm
        computer N1
        computer N2
        cluster CL nodes N1 N2
        sql ONE on N1
        sql TWO on N2
        databases ONE management
        ag AG1 replicas ONE TWO databases management listener L";

    #[test]
    fn net_009_asks_how_clients_reach_a_listener_and_a_cluster_role() {
        check_rule("NET-009", &format!("{GROUP} #? NET-009"));
        let role = "
            environment deployment=AzureVm
            computer N1
            computer N2
            cluster CL nodes N1 N2
            resource-group SSO on CL resources ip-address network-name ent-sso";
        check_rule("NET-009", &format!("{role} #? NET-009"));
        check_rule("NET-009", &format!("{role}\nlb LB other members N1 N2"));
        check_rule("NET-009", &format!("{role}\nattr SSO address=DistributedNetworkName"));
        check_rule("NET-009", &role.replace("AzureVm", "Virtual"));
    }

    #[test]
    fn net_009_is_content_with_a_load_balancer_and_doubts_subnets_that_are_not_there() {
        check_rule("NET-009", &format!("{GROUP}\nlb LB other members N1 N2"));
        for address in ["LoadBalancer", "DistributedNetworkName"] {
            check_rule("NET-009", &format!("{GROUP}\nattr AG1 listener.address={address}"));
        }
        check_rule("NET-009", &format!("{GROUP}\nattr AG1 listener.num_subnets=2"));
        let wrong = format!("{GROUP}\nattr AG1 listener.address=SubnetPerNode #! NET-009");
        check_rule("NET-009", &wrong);
        check_fix("NET-009", &wrong);
        check_says(
            "NET-009",
            &wrong,
            &[
                "The listener of AG1 is said to have one subnet per cluster node, but spans 1 for 2 cluster nodes | Address \
                 on Azure: One subnet per node | Cluster nodes: N1 and N2",
            ],
        );
    }
}
