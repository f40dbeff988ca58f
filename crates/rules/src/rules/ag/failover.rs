//! Whether an availability group can take over.

use super::apart::replica_beside;
use super::{change, judged_groups};
use crate::edit::{Edit, Record};
use crate::model::{AvailabilityGroup, AvailabilityGroupId, AvailabilityReplica, CommitMode, FailoverMode};
use crate::rules::fixes::FixDraft;
use crate::rules::value::{elements, label, phrase};
use crate::rules::{Report, RuleContext, Value};

/// AG-009: one finding per availability group without two synchronous replicas that fail over automatically.
pub(super) fn there_is_an_automatic_partner(context: &RuleContext<'_>, report: &mut Report) {
    for (id, group) in judged_groups(context, report) {
        if context.document.has_automatic_partner(group) {
            continue;
        }
        let modes =
            |it: &AvailabilityReplica| phrase("modes", [it.sql_instance.into(), label(it.commit), label(it.failover)]);
        report
            .finding([id])
            .involving(group.replicas.iter().map(|it| it.sql_instance))
            .with("replicas", Value::List(group.replicas.iter().map(modes).collect()))
            .with("databases", elements(context.document.databases_in(id).map(|(database, _)| database)))
            .fix(fail_over_automatically(context, id, group).or_else(|| add_replica(context, id, group)));
    }
}

/// Makes two replicas synchronous with automatic failover; `None` where there is one only, or where it is a failover
/// cluster instance, which cannot fail over automatically (AG-018).
fn fail_over_automatically(
    context: &RuleContext<'_>,
    id: AvailabilityGroupId,
    group: &AvailabilityGroup,
) -> Option<Edit> {
    let can = |it: &AvailabilityReplica| context.group_of_sql(it.sql_instance).is_none();
    let label = format!("Make two replicas of {} synchronous with automatic failover", group.name);
    (group.replicas.iter().filter(|it| can(it)).count() >= 2).then(|| {
        change(id, group, label, |it| it.replicas.iter_mut().filter(|it| can(it)).take(2).for_each(take_over_by_itself))
    })
}

fn take_over_by_itself(replica: &mut AvailabilityReplica) {
    replica.commit = CommitMode::Synchronous;
    replica.failover = FailoverMode::Automatic;
}

/// Adds a synchronous replica with automatic failover beside the only one. `None` where that one is a failover cluster
/// instance or in no failover cluster (AG-008).
fn add_replica(context: &RuleContext<'_>, id: AvailabilityGroupId, group: &AvailabilityGroup) -> Option<Edit> {
    let [only] = group.replicas.as_slice() else { return None };
    let mut draft = FixDraft::new(context);
    let (sql_instance, on) = replica_beside(context, &mut draft, only.sql_instance)?;
    let mut changed = group.clone();
    changed.replicas.iter_mut().for_each(take_over_by_itself);
    let second = changed.replicas.first().cloned()?;
    changed.replicas.push(AvailabilityReplica { sql_instance, ..second });
    draft.put(Record::AvailabilityGroup(id, changed));
    draft.says(format!("add a replica of {} on {on}", group.name));
    draft.finish()
}

#[cfg(test)]
mod tests {
    use super::super::PAIR;
    use crate::model::{CommitMode, FailoverMode};
    use crate::testing::rules::{check_fix, check_fix_with, check_rule, check_rule_with, check_says_with, findings_of};

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
        let told = "AG1 has no second replica that takes over automatically | Replicas: ONE: synchronous commit, automatic \
                    failover; TWO: synchronous commit, manual failover | Databases: management";
        check_says_with("AG-009", &text, by_hand, &[told]);
        check_fix_with("AG-009", &text, by_hand);
        check_rule_with("AG-009", &text, |document| {
            for group in document.availability_groups.edit().values_mut() {
                group.replicas[1].commit = CommitMode::Asynchronous;
            }
        });
    }

    #[test]
    fn ag_009_adds_a_replica_on_a_free_sql_instance_or_on_a_new_computer() {
        let one = format!("{PAIR}ag AG1 replicas ONE databases management listener L");
        assert_eq!(findings_of("AG-009", &one)[0].fixes[0].label, "Add a replica of AG1 on TWO");
        check_fix("AG-009", &one);
        let alone = one.replace("sql TWO on N2", "");
        assert_eq!(findings_of("AG-009", &alone)[0].fixes[0].label, "Add N3 to CL and add a replica of AG1 on it");
        check_fix("AG-009", &alone);
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
