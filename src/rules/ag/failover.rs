//! Whether an availability group can take over.

use super::groups;
use crate::edit::{Edit, Record};
use crate::model::{AvailabilityGroup, AvailabilityGroupId, CommitMode, Element, FailoverMode};
use crate::rules::{Report, RuleContext};

/// AG-009: one finding per availability group without two synchronous replicas that fail over automatically.
pub(super) fn there_is_an_automatic_partner(context: &RuleContext<'_>, report: &mut Report) {
    let groups = groups(context);
    if groups.is_empty() {
        return report.not_applicable("no availability group with BizTalk databases");
    }
    for (id, group) in groups {
        if context.has_automatic_partner(group) {
            continue;
        }
        let modes = group.replicas.iter().map(|it| {
            let (commit, failover) = (it.commit.label().to_lowercase(), it.failover.label().to_lowercase());
            format!("{}: {commit}, {failover} failover", context.name(it.sql_instance))
        });
        report
            .finding([Element::from(id)].into_iter().chain(group.replicas.iter().map(|it| it.sql_instance.into())))
            .message(format!("{} has no second replica that takes over automatically", group.name))
            .fact("Replicas", modes.collect::<Vec<_>>().join("; "))
            .fact("Databases", context.names(context.databases_in(id).map(|(database, _)| database)))
            .fix(fail_over_automatically(context, id, group));
    }
}

/// Makes two replicas synchronous with automatic failover; `None` where there is one only, or where it is a failover
/// cluster instance, which cannot fail over automatically (AG-018).
fn fail_over_automatically(
    context: &RuleContext<'_>,
    id: AvailabilityGroupId,
    group: &AvailabilityGroup,
) -> Option<Edit> {
    let mut changed = group.clone();
    let mut num_automatic = 0;
    for replica in &mut changed.replicas {
        if num_automatic < 2 && context.group_of_sql(replica.sql_instance).is_none() {
            replica.commit = CommitMode::Synchronous;
            replica.failover = FailoverMode::Automatic;
            num_automatic += 1;
        }
    }
    let label = format!("Make two replicas of {} synchronous with automatic failover", group.name);
    (num_automatic == 2).then(|| Edit::put(label, Record::AvailabilityGroup(id, changed)))
}

#[cfg(test)]
mod tests {
    use crate::model::{CommitMode, FailoverMode};
    use crate::testing::rules::{check_fix_with, check_rule, check_rule_with};

    const PAIR: &str = "
        computer N1
        computer N2
        cluster CL nodes N1 N2
        resource-group DTC on CL resources ip-address network-name physical-disk msdtc
        sql ONE on N1
        sql TWO on N2
        databases ONE management\n";

    #[test]
    fn ag_009_wants_two_synchronous_replicas_with_automatic_failover() {
        check_rule("AG-009", &format!("{PAIR}ag AG1 replicas ONE TWO databases management listener L"));
        let text = format!("{PAIR}ag AG1 replicas ONE TWO databases management listener L #! AG-009");
        let by_hand = |document: &mut crate::model::Document| {
            for group in document.availability_groups.edit().values_mut() {
                group.replicas[1].failover = FailoverMode::Manual;
            }
        };
        check_rule_with("AG-009", &text, by_hand);
        check_fix_with("AG-009", &text, by_hand);
        check_rule_with("AG-009", &text, |document| {
            for group in document.availability_groups.edit().values_mut() {
                group.replicas[1].commit = CommitMode::Asynchronous;
            }
        });
    }

    #[test]
    fn ag_009_accepts_a_primary_replica_on_a_failover_cluster_instance() {
        check_rule(
            "AG-009",
            "
            computer N1
            computer N2
            cluster CL nodes N1 N2
            fci ONE on CL
            databases ONE management
            ag AG1 replicas ONE databases management listener L",
        );
        check_rule("AG-009", &format!("{PAIR}ag AG1 replicas ONE databases management listener L #! AG-009"));
        check_rule("AG-009", &format!("{PAIR}ag AG1 replicas ONE listener L"));
    }
}
