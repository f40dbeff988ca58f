//! The databases that BizTalk Server needs: drawn, in a BizTalk group, and on a SQL instance that can hold them.

use crate::edit::Edit;
use crate::edit::Record;
use crate::edit::intent::databases::place_of;
use crate::model::{BizTalkGroupId, DatabaseId, SqlInstance, SqlService};
use crate::rules::value::elements;
use crate::rules::{Attribute, Report, RuleContext};

/// SQL-039: asks for every database that a drawn BizTalk group needs and does not have, or to which group it belongs.
pub(super) fn needed_databases_are_drawn(context: &RuleContext<'_>, report: &mut Report) {
    let document = context.document;
    let groups: Vec<BizTalkGroupId> =
        document.biztalk_groups.keys().copied().filter(|id| document.is_group_drawn(*id)).collect();
    if groups.is_empty() {
        return report.idle("no-biztalk-computer-or-database");
    }
    for group in groups {
        for kind in document.undrawn_databases(group) {
            let groupless: Vec<DatabaseId> = document.groupless_databases(kind).collect();
            for database in &groupless {
                report.ask(*database, Attribute::DatabaseGroup);
            }
            if let Some(place) = place_of(kind).filter(|_| groupless.is_empty()) {
                report.ask(group, place);
            }
        }
    }
}

/// SQL-040: one finding per SQL instance and service of SQL Server that its databases need and that it does not run.
pub(super) fn databases_have_their_engine(context: &RuleContext<'_>, report: &mut Report) {
    if context.document.databases.is_empty() {
        return report.idle("no-database");
    }
    for (id, sql) in context.sql_instances() {
        for (service, is_of) in [(SqlService::Engine, false), (SqlService::AnalysisServices, true)] {
            let held = context.databases_on(id).filter(|(_, it)| it.kind.is_analysis() == is_of);
            let held: Vec<DatabaseId> = held.map(|(id, _)| id).collect();
            if held.is_empty() || sql.services.contains(&service) {
                continue;
            }
            let services = sql.services.iter().copied().chain([service]).collect();
            let with = Record::SqlInstance(id, SqlInstance { services, ..sql.clone() });
            let label = format!("Add {} to {}", service.label(), sql.name);
            report
                .finding([id])
                .case(if is_of { "analysis" } else { "engine" })
                .with("databases", elements(held))
                .fix(Edit::put(label, with));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::edit::intent::answer::{Answer, answer};
    use crate::edit::intent::databases::place_of;
    use crate::edit::preview;
    use crate::model::{DatabaseKind, Element};
    use crate::sources::Provenance;
    use crate::testing::fixture::Fixture;
    use crate::testing::rules::{check_fix, check_rule, evaluate_fixture};

    const NEEDS_TWO: &str = "computer A biztalk\ncomputer S\nsql M on S\ndatabases M management messagebox";

    #[test]
    fn sql_039_asks_for_each_database_that_is_not_drawn_until_its_place_is_said() {
        check_rule("SQL-039", "computer S");
        check_rule("SQL-039", &format!("{NEEDS_TWO}\ngroup Group1 #? SQL-039"));
        check_rule("SQL-039", &format!("{NEEDS_TWO}\ndatabases M tracking sso"));
        let mut document = Fixture::parse(NEEDS_TWO).unwrap().document;
        let group = *document.biztalk_groups.keys().next().unwrap();
        assert_eq!(document.undrawn_databases(group), [DatabaseKind::Tracking, DatabaseKind::Sso]);
        let by = Provenance::Entered { by: String::new(), on: String::new() };
        for kind in [DatabaseKind::Tracking, DatabaseKind::Sso] {
            let asked = place_of(kind).unwrap();
            let edit = answer(&document, asked, &[group.into()], &Answer::Choice(0), &by).unwrap();
            document = preview(&document, &edit.commands).unwrap();
        }
        assert!(document.undrawn_databases(group).is_empty());
        let names: Vec<String> = document.databases.keys().map(|it| Element::from(*it).name(&document)).collect();
        assert!(names.iter().any(|it| it == "BizTalkDTADb") && names.iter().any(|it| it == "SSODB"), "{names:?}");
    }

    #[test]
    fn sql_039_asks_for_the_group_of_a_database_that_may_be_the_missed_one() {
        let text = format!("{NEEDS_TWO}\ndatabases M tracking sso");
        let fixture = Fixture::parse(&text).unwrap();
        let mut document = fixture.document;
        let id = *document.databases.iter().find(|(_, it)| it.kind == DatabaseKind::MessageBox).unwrap().0;
        document.databases.edit().get_mut(&id).unwrap().biztalk_group = None;
        let report = crate::rules::evaluate(&crate::rules::RuleContext::new(&document));
        let asked: Vec<&str> =
            report.questions.iter().filter(|it| it.rule == *"SQL-039").map(|it| it.attribute.key()).collect();
        assert_eq!(asked, ["BizTalk group"]);
        assert!(evaluate_fixture(&text).questions.iter().all(|it| it.rule != *"SQL-039"));
    }

    #[test]
    fn sql_040_fires_where_databases_lie_on_a_sql_instance_without_their_service() {
        let none = "computer S\nsql M on S #! SQL-040\ndatabases M management\nattr M services=[\"AnalysisServices\"]";
        check_rule("SQL-040", none);
        check_fix("SQL-040", none);
        check_rule("SQL-040", "computer S\nsql M on S\ndatabases M management");
        check_rule("SQL-040", "computer S\nsql M on S #! SQL-040\ndatabases M bam-analysis");
        check_rule("SQL-040", "computer S");
    }
}
