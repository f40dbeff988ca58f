//! The MQSAgent application beside queue managers of IBM MQ.

use std::collections::BTreeSet;

use crate::model::{Adapter, ComputerId, EndpointId, ResourceGroupId, Role};
use crate::rules::fixes::FixDraft;
use crate::rules::{Attribute, Report, RuleContext};

/// ADP-035: one finding per MQ server on a cluster role of which some possible owners lack the MQSAgent application.
/// While none of them is said to have it, the rule asks.
pub(super) fn every_node_has_the_agent(context: &RuleContext<'_>, report: &mut Report) {
    let roles = clustered_servers(context);
    if roles.is_empty() {
        return report.idle("no-clustered-mq-server-of-an-mqseries-handler");
    }
    for (id, role) in roles {
        let owners = context.possible_owners(role);
        let (with, without): (Vec<ComputerId>, Vec<ComputerId>) =
            owners.into_iter().partition(|it| context.has_role(*it, Role::MqsAgent));
        if with.is_empty() {
            for it in without {
                report.ask(it, Attribute::MqsAgentInstalled);
            }
        } else if !without.is_empty() {
            let mut draft = FixDraft::new(context);
            for it in &without {
                draft.add_role(*it, Role::MqsAgent);
            }
            draft.says(format!("install MQSAgent on {}", context.names(without.iter().copied())));
            report
                .finding([id])
                .involving(without.iter().copied())
                .with("without", &without)
                .with("with", &with)
                .fix(draft.finish());
        }
    }
}

/// The servers of MQSeries handlers that stand on a cluster role.
fn clustered_servers(context: &RuleContext<'_>) -> BTreeSet<(EndpointId, ResourceGroupId)> {
    let handlers = context.document.handlers.values().filter(|it| it.adapter == Adapter::MqSeries);
    let servers = handlers.filter_map(|it| it.endpoint);
    let role = |id| context.document.cluster_role_of(context.document.endpoints.get(&id)?);
    servers.filter_map(|id| Some((id, role(id)?))).collect()
}

#[cfg(test)]
mod tests {
    use crate::testing::rules::{check_fix, check_rule, check_says};

    #[test]
    fn adp_035_asks_for_the_agent_and_fires_on_owners_without_it() {
        let servers = |first: &str, second: &str| {
            format!(
                "computer C1 biztalk
                computer C2 biztalk
                host R receive on C1 C2
                computer M1 {first}
                computer M2 {second}
                cluster CL nodes M1 M2
                resource-group Q on CL
                endpoint MQ mq-server computer=@M1
                handler R mqseries receive endpoint=@MQ"
            )
        };
        let fired = servers("mqs-agent", "").replace("endpoint=@MQ", "endpoint=@MQ\nattr MQ name=MQ     #! ADP-035");
        check_rule("ADP-035", &fired);
        check_fix("ADP-035", &servers("mqs-agent", ""));
        check_says(
            "ADP-035",
            &servers("mqs-agent", ""),
            &["MQ may fail over to M2, which lacks MQSAgent | Without MQSAgent: M2 | With MQSAgent: M1"],
        );
        check_rule("ADP-035", &servers("#? ADP-035", "#? ADP-035"));
        check_rule("ADP-035", &servers("mqs-agent", "mqs-agent"));
        check_rule("ADP-035", "computer C1 biztalk\nhost R receive on C1\nhandler R mqseries receive");
    }
}
