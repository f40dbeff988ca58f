//! Editions of BizTalk Server.

use crate::edit::{Edit, EditCommand, Record};
use crate::model::{BizTalkEdition, Computer, Element, Environment, Role};
use crate::rules::value::label;
use crate::rules::{Report, RuleContext};

fn to_enterprise(context: &RuleContext<'_>) -> Edit {
    let environment = &context.document.environment;
    let changed = Environment { biztalk_edition: BizTalkEdition::Enterprise, ..environment.clone() };
    Edit::one("Change the edition to Enterprise", EditCommand::SetEnvironment(changed))
}

/// EDN-001: several BizTalk computers, of any site, on Standard or Branch edition.
pub(super) fn edition_allows_several_computers(context: &RuleContext<'_>, report: &mut Report) {
    let edition = context.document.environment.biztalk_edition;
    let computers: Vec<_> = context.computers_with(Role::BizTalkRuntime).collect();
    if computers.is_empty() {
        return report.idle("no-biztalk-computer");
    }
    if !matches!(edition, BizTalkEdition::Standard | BizTalkEdition::Branch) || computers.len() < 2 {
        return;
    }
    report
        .finding([Element::Environment])
        .involving(computers.iter().copied())
        .with("edition", label(edition))
        .with("computers", computers)
        .fix(to_enterprise(context));
}

/// EDN-002: Developer or Evaluation edition in production.
pub(super) fn edition_is_for_production(context: &RuleContext<'_>, report: &mut Report) {
    let environment = &context.document.environment;
    if !environment.production {
        return report.idle("not-production");
    }
    if matches!(environment.biztalk_edition, BizTalkEdition::Developer | BizTalkEdition::Evaluation) {
        report
            .finding([Element::Environment])
            .with("edition", label(environment.biztalk_edition))
            .fix(to_enterprise(context));
    }
}

/// EDN-003: one finding per computer with another edition than the environment.
pub(super) fn editions_are_the_same(context: &RuleContext<'_>, report: &mut Report) {
    let usual = context.document.environment.biztalk_edition;
    let mut looked = false;
    for (id, computer) in &context.document.computers {
        let Some(edition) = computer.biztalk_edition else { continue };
        looked = true;
        if edition != usual {
            let same = Computer { biztalk_edition: None, ..computer.clone() };
            report.finding([*id]).with("own", label(edition)).with("usual", label(usual)).fix(Edit::put(
                format!("Install {} edition on {}", usual.label(), computer.name),
                Record::Computer(*id, same),
            ));
        }
    }
    if !looked {
        report.idle("no-edition-of-a-computer");
    }
}

/// EDN-004: Standard edition recovers in another way.
pub(super) fn standard_recovers_differently(context: &RuleContext<'_>, report: &mut Report) {
    if context.document.environment.biztalk_edition != BizTalkEdition::Standard {
        return report.idle("not-standard-edition");
    }
    report.finding([Element::Environment]).with("edition", label(BizTalkEdition::Standard));
}

#[cfg(test)]
mod tests {
    use crate::testing::rules::{check_fix, check_rule, check_says};

    #[test]
    fn edn_001_allows_one_computer_on_standard_and_branch() {
        for edition in ["Standard", "Branch"] {
            let text =
                format!("computer A biztalk\ncomputer B biztalk\nenvironment biztalk_edition={edition} #! EDN-001");
            check_rule("EDN-001", &text);
            check_fix("EDN-001", &text);
        }
        let branch = "computer A biztalk\ncomputer B biztalk\nenvironment biztalk_edition=Branch";
        check_says(
            "EDN-001",
            branch,
            &["Branch edition allows one BizTalk computer; the design has 2 | Edition: Branch | BizTalk computers: A \
                 and B"],
        );
        check_rule("EDN-001", "computer A biztalk\nenvironment biztalk_edition=Standard");
        check_rule("EDN-001", "computer A biztalk\ncomputer B biztalk");
    }

    #[test]
    fn edn_002_keeps_developer_and_evaluation_out_of_production() {
        for edition in ["Developer", "Evaluation"] {
            let text = format!("environment biztalk_edition={edition} #! EDN-002");
            check_rule("EDN-002", &text);
            check_fix("EDN-002", &text);
            check_rule("EDN-002", &format!("environment biztalk_edition={edition} production=false"));
        }
        check_says(
            "EDN-002",
            "environment biztalk_edition=Developer",
            &["Developer edition is not for production | Edition: Developer"],
        );
        check_rule("EDN-002", "computer A biztalk");
    }

    #[test]
    fn edn_003_wants_one_edition() {
        let text = "computer A biztalk biztalk_edition=Standard #! EDN-003";
        check_rule("EDN-003", text);
        check_fix("EDN-003", text);
        check_says(
            "EDN-003",
            text,
            &["A has Standard edition, the environment Enterprise | Edition of the computer: Standard | Edition of \
                 the environment: Enterprise"],
        );
        check_rule("EDN-003", "computer A biztalk biztalk_edition=Enterprise");
        check_rule("EDN-003", "computer A biztalk");
    }

    #[test]
    fn edn_004_tells_how_standard_recovers() {
        check_rule("EDN-004", "environment biztalk_edition=Standard #! EDN-004");
        check_says(
            "EDN-004",
            "environment biztalk_edition=Standard",
            &["A computer with Standard edition is recovered from its saved configuration, not by joining again | \
                 Edition: Standard"],
        );
        check_rule("EDN-004", "computer A biztalk");
    }
}
