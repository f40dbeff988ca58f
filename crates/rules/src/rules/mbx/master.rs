//! The master MessageBox, publication and how many MessageBoxes there are.

use super::{boxes, scaled_out};
use crate::edit::{Edit, EditCommand, Record};
use crate::model::{BizTalkEdition, Database, DatabaseId, Element, Environment};
use crate::rules::sql::{go_back_to_one_box, go_on_to_three_boxes};
use crate::rules::value::{elements, label};
use crate::rules::{Report, RuleContext};

/// MBX-001: one finding per BizTalk group whose MessageBoxes have no master, or several.
pub(super) fn there_is_one_master(context: &RuleContext<'_>, report: &mut Report) {
    let mut looked = false;
    for group in context.document.biztalk_groups.keys().copied() {
        let boxes = boxes(context, group);
        looked |= !boxes.is_empty();
        let masters = boxes.iter().filter(|(_, it)| it.is_master).count();
        if boxes.is_empty() || masters == 1 {
            continue;
        }
        let ids = || boxes.iter().map(|(id, _)| *id);
        report
            .finding([group])
            .involving(ids())
            .case(if masters == 0 { "none" } else { "several" })
            .with("boxes", elements(ids()))
            .with("masters", masters)
            .fix(keep_one_master(&boxes));
    }
    if !looked {
        report.idle("no-message-box");
    }
}

/// Makes the first master, or the first MessageBox, the only master.
fn keep_one_master(boxes: &[(DatabaseId, &Database)]) -> Option<Edit> {
    let (kept, master) = boxes.iter().find(|(_, it)| it.is_master).or_else(|| boxes.first())?;
    let changed = boxes
        .iter()
        .filter(|(id, it)| it.is_master != (id == kept))
        .map(|(id, it)| EditCommand::Put(Record::Database(*id, Database { is_master: id == kept, ..(*it).clone() })));
    Some(Edit::new(format!("Make {} the only master MessageBox", master.name), changed.collect()))
}

/// MBX-002: one finding per BizTalk group with two MessageBoxes.
pub(super) fn there_are_not_two(context: &RuleContext<'_>, report: &mut Report) {
    let mut looked = false;
    for group in scaled_out(context) {
        looked = true;
        let boxes = context.message_boxes(group);
        if boxes.len() == 2 {
            report
                .finding([group])
                .involving(boxes.iter().copied())
                .with("boxes", boxes)
                .fix(go_back_to_one_box(context, boxes))
                .fix(go_on_to_three_boxes(context, boxes));
        }
    }
    if !looked {
        report.idle("no-several-message-boxes");
    }
}

/// MBX-003: one finding per BizTalk group with three MessageBoxes or more whose master publishes as well.
pub(super) fn master_only_routes(context: &RuleContext<'_>, report: &mut Report) {
    let mut looked = false;
    for group in scaled_out(context) {
        let boxes = boxes(context, group);
        if boxes.len() < 3 {
            continue;
        }
        looked = true;
        let mut masters = boxes.iter().filter(|(_, it)| it.is_master && !it.publication_disabled);
        let Some((id, master)) = masters.next() else { continue };
        let others_publish = boxes.iter().any(|(other, it)| other != id && !it.publication_disabled);
        let quiet = Database { publication_disabled: true, ..(*master).clone() };
        let edit =
            Edit::put(format!("Disable new message publication on {}", master.name), Record::Database(*id, quiet));
        report
            .finding([Element::from(group), (*id).into()])
            .with("boxes", boxes.len())
            .fix(others_publish.then_some(edit));
    }
    if !looked {
        report.idle("no-three-message-boxes");
    }
}

/// MBX-005: one finding per BizTalk group none of whose MessageBoxes publishes.
pub(super) fn some_box_publishes(context: &RuleContext<'_>, report: &mut Report) {
    let mut looked = false;
    for group in context.document.biztalk_groups.keys().copied() {
        let boxes = boxes(context, group);
        looked |= !boxes.is_empty();
        if boxes.is_empty() || boxes.iter().any(|(_, it)| !it.publication_disabled) {
            continue;
        }
        let only_master = boxes.iter().all(|(_, it)| it.is_master);
        let publishing: Vec<_> = boxes.iter().filter(|(_, it)| only_master || !it.is_master).collect();
        let label =
            format!("Enable new message publication on {}", context.names(publishing.iter().map(|(id, _)| *id)));
        let commands = publishing.iter().map(|(id, it)| {
            EditCommand::Put(Record::Database(*id, Database { publication_disabled: false, ..(*it).clone() }))
        });
        let ids = || boxes.iter().map(|(id, _)| *id);
        report
            .finding([group])
            .involving(ids())
            .with("boxes", elements(ids()))
            .fix(Edit::new(label, commands.collect()));
    }
    if !looked {
        report.idle("no-message-box");
    }
}

/// MBX-008: several MessageBoxes in an edition other than Enterprise.
pub(super) fn edition_allows_several(context: &RuleContext<'_>, report: &mut Report) {
    let groups: Vec<_> = scaled_out(context).collect();
    if groups.is_empty() {
        return report.idle("no-several-message-boxes");
    }
    let environment = &context.document.environment;
    let edition = environment.biztalk_edition;
    if !matches!(edition, BizTalkEdition::Standard | BizTalkEdition::Branch) {
        return;
    }
    let enterprise = Environment { biztalk_edition: BizTalkEdition::Enterprise, ..environment.clone() };
    report
        .finding([Element::Environment])
        .involving(groups.iter().copied())
        .with("groups", groups)
        .with("edition", label(edition))
        .fix(Edit::one("Change the edition to Enterprise", EditCommand::SetEnvironment(enterprise)));
}

#[cfg(test)]
mod tests {
    use crate::testing::rules::{check_fix, check_rule, check_says, findings_of};

    const ONE: &str = "computer N\nsql ONE on N\n";

    #[test]
    fn mbx_001_wants_exactly_one_master() {
        let none = format!("{ONE}databases ONE messagebox MB2=messagebox #! MBX-001 Group1");
        check_rule("MBX-001", &none);
        let told = "No MessageBox of Group1 is the master | MessageBoxes: messagebox and MB2 | Masters: 0";
        check_says("MBX-001", &none, &[told]);
        check_fix("MBX-001", &none);
        let two = format!("{ONE}databases ONE messagebox(master) MB2=messagebox(master) #! MBX-001 Group1");
        check_rule("MBX-001", &two);
        let told = "2 MessageBoxes of Group1 are marked as master | MessageBoxes: messagebox and MB2 | Masters: 2";
        check_says("MBX-001", &two, &[told]);
        check_fix("MBX-001", &two);
        check_rule("MBX-001", &format!("{ONE}databases ONE messagebox(master) MB2=messagebox"));
        check_rule("MBX-001", ONE);
    }

    #[test]
    fn mbx_002_advises_against_two_boxes() {
        check_rule("MBX-002", &format!("{ONE}databases ONE messagebox(master) MB2=messagebox #! MBX-002 Group1"));
        let clustered = "computer N1\ncomputer N2\ncluster CL nodes N1 N2\nfci ONE on CL\n";
        let two = format!("{clustered}databases ONE messagebox(master) MB2=messagebox");
        check_fix("MBX-002", &two);
        let told =
            "Group1 has two MessageBoxes: one, or three and more, is recommended | MessageBoxes: messagebox and MB2";
        check_says("MBX-002", &two, &[told]);
        let labels = findings_of("MBX-002", &two).remove(0).fixes;
        assert_eq!(labels.len(), 2, "{labels:#?}");
        check_rule("MBX-002", &format!("{ONE}databases ONE messagebox(master) MB2=messagebox MB3=messagebox"));
    }

    #[test]
    fn mbx_003_wants_the_master_to_route_only() {
        let three = format!("{ONE}databases ONE messagebox(master) MB2=messagebox MB3=messagebox\n");
        let fires = format!("{three}attr messagebox publication_disabled=false #! MBX-003 Group1");
        check_rule("MBX-003", &fires);
        let told = "Master MessageBox messagebox routes and publishes messages as well | MessageBoxes: 3";
        check_says("MBX-003", &fires, &[told]);
        check_fix("MBX-003", &fires);
        check_rule("MBX-003", &format!("{three}attr messagebox publication_disabled=true"));
        check_rule("MBX-003", &format!("{ONE}databases ONE messagebox(master) MB2=messagebox"));
    }

    #[test]
    fn mbx_005_wants_a_box_that_publishes() {
        let one = format!(
            "{ONE}databases ONE messagebox(master)\nattr messagebox publication_disabled=true #! MBX-005 Group1"
        );
        check_rule("MBX-005", &one);
        let told = "New message publication is disabled on every MessageBox of Group1 | MessageBoxes: messagebox";
        check_says("MBX-005", &one, &[told]);
        check_fix("MBX-005", &one);
        let two = format!(
            "{ONE}databases ONE messagebox(master) MB2=messagebox\nattr messagebox publication_disabled=true\n"
        );
        check_rule("MBX-005", &two);
        check_fix("MBX-005", &format!("{two}attr MB2 publication_disabled=true"));
    }

    #[test]
    fn mbx_008_wants_enterprise_edition_for_several_boxes() {
        let two = format!("{ONE}databases ONE messagebox(master) MB2=messagebox\n");
        let fires = format!("{two}environment biztalk_edition=Standard #! MBX-008");
        check_rule("MBX-008", &fires);
        let told = "Several MessageBoxes need Enterprise edition; the design says Standard | BizTalk groups with several \
                    MessageBoxes: Group1 | Edition: Standard";
        check_says("MBX-008", &fires, &[told]);
        check_fix("MBX-008", &fires);
        check_rule("MBX-008", &two);
        check_rule("MBX-008", &format!("{ONE}databases ONE messagebox(master)\nenvironment biztalk_edition=Standard"));
    }
}
