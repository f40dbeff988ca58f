//! Whether the computers of MessageBoxes fit together.

use std::collections::BTreeSet;

use super::{boxes, scaled_out};
use crate::edit::{Edit, Record};
use crate::model::{BizTalkGroupId, Computer, ComputerId};
use crate::rules::sql::sizes::{ask_for_size, grow, is_smaller, size_of};
use crate::rules::{Report, RuleContext};

/// The computers on which the master or the secondary MessageBoxes of a BizTalk group run.
fn computers_of(context: &RuleContext<'_>, group: BizTalkGroupId, master: bool) -> BTreeSet<ComputerId> {
    let boxes = boxes(context, group).into_iter().filter(|(_, it)| it.is_master == master);
    boxes.filter_map(|(_, it)| context.sql_active_on(it.sql_instance)).collect()
}

fn with_records<'a>(context: &RuleContext<'a>, ids: &BTreeSet<ComputerId>) -> Vec<(ComputerId, &'a Computer)> {
    ids.iter().filter_map(|id| Some((*id, context.document.computers.get(id)?))).collect()
}

/// MBX-006: one finding per BizTalk group whose secondary MessageBoxes run on unequal computers.
pub(super) fn secondaries_are_equal(context: &RuleContext<'_>, report: &mut Report) {
    let mut looked = false;
    for group in scaled_out(context) {
        let ids = computers_of(context, group, false);
        if ids.len() < 2 {
            continue;
        }
        looked = true;
        let computers = with_records(context, &ids);
        let smaller: Vec<(ComputerId, &Computer)> = computers
            .iter()
            .copied()
            .filter(|(_, it)| computers.iter().any(|(_, other)| is_smaller(it, other)))
            .collect();
        if smaller.is_empty() {
            for id in &ids {
                ask_for_size(context, report, *id);
            }
            continue;
        }
        let mut finding = report.finding([group]).involving(ids.iter().copied());
        for (id, computer) in &computers {
            finding = finding.with_about("size", *id, size_of(computer));
        }
        let commands = smaller.iter().map(|(id, it)| {
            let mut grown = (*it).clone();
            for (_, other) in &computers {
                grow(&mut grown, other);
            }
            crate::edit::EditCommand::Put(Record::Computer(*id, grown))
        });
        let label = format!("Make {} as large as the largest", context.names(smaller.iter().map(|(id, _)| *id)));
        finding.fix(Edit::new(label, commands.collect()));
    }
    if !looked {
        report.idle("no-two-secondary-message-boxes-apart");
    }
}

/// MBX-007: one finding per computer of a master MessageBox that is weaker than that of a secondary.
pub(super) fn master_is_not_weaker(context: &RuleContext<'_>, report: &mut Report) {
    let mut looked = false;
    for group in scaled_out(context) {
        let (masters, secondaries) = (computers_of(context, group, true), computers_of(context, group, false));
        for (id, master) in with_records(context, &masters) {
            let others: BTreeSet<ComputerId> = secondaries.iter().copied().filter(|it| *it != id).collect();
            if others.is_empty() {
                continue;
            }
            looked = true;
            let mut larger = with_records(context, &others);
            larger.retain(|(_, it)| is_smaller(master, it));
            if larger.is_empty() {
                std::iter::once(id).chain(others).for_each(|it| ask_for_size(context, report, it));
                continue;
            }
            let names = context.names(larger.iter().map(|(id, _)| *id));
            let mut grown = master.clone();
            let mut finding = report.finding([id]).involving(larger.iter().map(|(id, _)| *id)).with_about(
                "size",
                id,
                size_of(master),
            );
            for (other, computer) in &larger {
                finding = finding.with_about("size", *other, size_of(computer));
                grow(&mut grown, computer);
            }
            finding.fix(Edit::put(format!("Make {} as large as {names}", master.name), Record::Computer(id, grown)));
        }
    }
    if !looked {
        report.idle("no-master-and-secondary-message-box-apart");
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::rules::{check_fix, check_rule, check_says};

    const THREE: &str = "
        computer N1
        computer N2
        computer N3
        sql ONE on N1
        sql TWO on N2
        sql THREE on N3
        databases ONE messagebox(master)
        databases TWO MB2=messagebox
        databases THREE MB3=messagebox
        attr N1 hardware.cores=8 hardware.ram_gb=32\n";

    #[test]
    fn mbx_006_compares_the_secondaries_and_asks_for_their_sizes() {
        let unequal = format!(
            "{THREE}attr N2 hardware.cores=8 hardware.ram_gb=32
            attr N3 hardware.cores=4 hardware.ram_gb=32 #! MBX-006 Group1"
        );
        check_rule("MBX-006", &unequal);
        let told = "The secondary MessageBoxes run on unequal computers: N2 and N3 | N2: cores 8, memory 32 GB | N3: cores \
                    4, memory 32 GB";
        check_says("MBX-006", &unequal, &[told]);
        let told = "The secondary MessageBoxes run on unequal computers: N2 and N3 | N2: cores 8, memory 1.5 GB | N3: \
                    cores 4, memory not entered";
        let half_known = format!("{THREE}attr N2 hardware.cores=8 hardware.ram_gb=1.5\nattr N3 hardware.cores=4");
        check_says("MBX-006", &half_known, &[told]);
        check_fix("MBX-006", &unequal);
        let equal = "attr N2 hardware.cores=4 hardware.ram_gb=32\nattr N3 hardware.cores=4 hardware.ram_gb=32";
        check_rule("MBX-006", &format!("{THREE}{equal}"));
        check_rule("MBX-006", &format!("{THREE}attr N2 hardware.cores=4 #? MBX-006 N2 #? MBX-006 N3"));
    }

    #[test]
    fn mbx_007_wants_the_master_as_strong_as_every_secondary() {
        let weak = format!(
            "{THREE}attr N2 hardware.cores=8 hardware.ram_gb=32
            attr N3 hardware.cores=8 hardware.ram_gb=64 #! MBX-007 N1"
        );
        check_rule("MBX-007", &weak);
        let told = "The master MessageBox runs on N1, which is weaker than N3 | N1: cores 8, memory 32 GB | N3: cores 8, \
                    memory 64 GB";
        check_says("MBX-007", &weak, &[told]);
        check_fix("MBX-007", &weak);
        let equal = "attr N2 hardware.cores=4 hardware.ram_gb=32\nattr N3 hardware.cores=8 hardware.ram_gb=32";
        check_rule("MBX-007", &format!("{THREE}{equal}"));
        check_rule("MBX-007", &format!("{THREE}attr N2 hardware.cores=4 #? MBX-007 N2 #? MBX-007 N3"));
        check_rule("MBX-007", "computer N1\nsql ONE on N1\ndatabases ONE messagebox(master)");
    }
}
