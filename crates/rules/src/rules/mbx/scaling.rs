//! What several MessageBoxes ask for.

use std::collections::BTreeSet;

use super::{boxes, scaled_out};
use crate::model::{ComputerId, Element, SqlInstanceId};
use crate::rules::sql::{is_lost, join_availability_group, loss, make_highly_available};
use crate::rules::{Report, RuleContext, Survival};

/// MBX-004: one finding per MessageBox among several that does not fail over.
pub(super) fn every_box_fails_over(context: &RuleContext<'_>, report: &mut Report) {
    let mut looked = false;
    for group in scaled_out(context) {
        looked = true;
        let boxes = boxes(context, group);
        let count = boxes.len();
        for (id, database) in boxes {
            if is_lost(context, report, id) {
                let sql = database.sql_instance;
                report
                    .finding([Element::from(id), sql.into()])
                    .involving(database.availability_group)
                    .with("loss", loss(context, database))
                    .with("sql-instance", sql)
                    .with("owners", context.sql_owners(sql))
                    .with("boxes", count)
                    .fix(join_availability_group(context, sql).or_else(|| make_highly_available(context, sql)));
            }
        }
    }
    if !looked {
        report.idle("no-several-message-boxes");
    }
}

/// MBX-009: one finding per BizTalk group whose MessageBoxes run on several computers.
pub(super) fn boxes_on_several_computers(context: &RuleContext<'_>, report: &mut Report) {
    let mut looked = false;
    for group in scaled_out(context) {
        looked = true;
        let boxes = boxes(context, group);
        let computers: BTreeSet<ComputerId> =
            boxes.iter().filter_map(|(_, it)| context.sql_active_on(it.sql_instance)).collect();
        if computers.len() < 2 {
            continue;
        }
        report.finding([Element::from(group)]).involving(boxes.iter().map(|(id, _)| *id)).with("computers", &computers);
    }
    if !looked {
        report.idle("no-several-message-boxes");
    }
}

/// MBX-010: one finding per BizTalk group with several MessageBoxes of which one does not fail over.
pub(super) fn more_boxes_are_not_availability(context: &RuleContext<'_>, report: &mut Report) {
    let mut looked = false;
    for group in scaled_out(context) {
        looked = true;
        let boxes = boxes(context, group);
        let alone: Vec<_> =
            boxes.iter().map(|(id, _)| *id).filter(|id| context.survival_of(*id) == Survival::IsLost).collect();
        if !alone.is_empty() {
            let of_alone = boxes.iter().filter(|(id, _)| alone.contains(id));
            let carriers: BTreeSet<SqlInstanceId> = of_alone.map(|(_, it)| it.sql_instance).collect();
            let only = carriers.first().copied().filter(|_| carriers.len() == 1);
            report
                .finding([Element::from(group)])
                .involving(alone.iter().copied())
                .with("boxes", boxes.len())
                .with("alone", &alone)
                .fix(only.and_then(|sql| make_highly_available(context, sql)));
        }
    }
    if !looked {
        report.idle("no-several-message-boxes");
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::rules::{check_fix, check_rule, check_says};

    #[test]
    fn mbx_004_fires_on_each_box_without_failover_and_clusters_it() {
        let text = "
            computer N1
            computer N2
            computer N3
            cluster CL nodes N1 N2
            resource-group DTC on CL resources ip-address network-name physical-disk msdtc
            fci ONE on CL
            databases ONE messagebox(master)
            sql TWO on N3
            databases TWO MB2=messagebox   #! MBX-004
            databases TWO MB3=messagebox   #! MBX-004";
        check_rule("MBX-004", text);
        check_fix("MBX-004", text);
    }

    #[test]
    fn mbx_004_leaves_a_single_box_to_sql_001() {
        check_rule("MBX-004", "computer N1\nsql ONE on N1\ndatabases ONE messagebox(master)");
    }

    #[test]
    fn mbx_009_tells_of_boxes_on_several_computers() {
        let two = "computer N1\ncomputer N2\nsql ONE on N1\nsql TWO on N2\ndatabases ONE messagebox(master)\n";
        check_rule("MBX-009", &format!("{two}databases TWO MB2=messagebox #! MBX-009 Group1"));
        let told = "The 2 MessageBoxes of Group1 run on 2 computers and need distributed transactions between them | \
                    Computers: N1 and N2";
        check_says("MBX-009", &format!("{two}databases TWO MB2=messagebox"), &[told]);
        check_rule("MBX-009", &format!("{two}databases ONE MB2=messagebox"));
    }

    #[test]
    fn mbx_010_tells_that_more_boxes_are_no_spare_ones() {
        let two = "computer N1\nsql ONE on N1\ndatabases ONE messagebox(master) MB2=messagebox #! MBX-010 Group1";
        check_rule("MBX-010", two);
        let told = "More MessageBoxes of Group1 do not back each other up: messagebox and MB2 can be lost | MessageBoxes: 2 \
                    | Without failover: messagebox and MB2";
        check_says("MBX-010", two, &[told]);
        check_fix("MBX-010", two);
        check_rule(
            "MBX-010",
            "
            computer N1
            computer N2
            cluster CL nodes N1 N2
            fci ONE on CL
            databases ONE messagebox(master) MB2=messagebox",
        );
    }
}
