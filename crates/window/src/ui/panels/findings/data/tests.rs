//! What the rows of the findings panel say.

use super::*;
use crate::analysis::analyze;
use crate::document::template;
use crate::ui::panels::findings::preview::describe;

fn design() -> (Document, Analysis) {
    let document = template("two-computer").expect("an embedded template").document.clone();
    let analysis = analyze(&document);
    (document, analysis)
}

fn text(rows: &Rows) -> String {
    let mut lines = Vec::new();
    for group in &rows.groups {
        lines.push(format!("{} {}", group.severity.title(), group.rows.len()));
        lines.extend(group.rows.iter().map(|row| format!("  {}", row.key.rule)));
    }
    lines.join("\n")
}

#[test]
fn findings_stand_under_their_severity_with_the_most_severe_first() {
    let (document, analysis) = design();
    let rows = rows(&document, &analysis, &Filter::default(), &BTreeSet::new());
    assert_eq!(rows.shown(), rows.total);
    let severities: Vec<Severity> = rows.groups.iter().map(|group| group.severity).collect();
    assert!(severities.is_sorted_by(|a, b| a < b), "{severities:?}");
    let text = text(&rows);
    assert!(text.contains("TRK-001"), "{text}");
    assert_eq!(
        rows.groups.iter().flat_map(|it| &it.rows).map(|it| it.key).collect::<BTreeSet<_>>().len(),
        rows.total,
        "every card has a key of its own"
    );
}

#[test]
fn words_and_severities_filter_and_the_counts_stay() {
    let (document, analysis) = design();
    let all = rows(&document, &analysis, &Filter::default(), &BTreeSet::new());
    let filter = Filter { text: "trk-001".to_owned(), ..Filter::default() };
    let some = rows(&document, &analysis, &filter, &BTreeSet::new());
    assert_eq!(text(&some), "Error 1\n  TRK-001");
    assert_eq!(some.counts, all.counts);
    let filter = Filter { hidden: [Severity::Error].into(), ..Filter::default() };
    let rest = rows(&document, &analysis, &filter, &BTreeSet::new());
    assert_eq!(rest.shown(), all.total - analysis.rules.count(Severity::Error));
}

#[test]
fn only_what_is_about_the_selection_is_shown_on_demand() {
    let (document, analysis) = design();
    let finding = analysis.rules.of("HOST-014").next().expect("a finding");
    let selection = BTreeSet::from([finding.subject()]);
    let filter = Filter { only_selection: true, ..Filter::default() };
    let rows = rows(&document, &analysis, &filter, &selection);
    assert!(rows.shown() > 0 && rows.shown() < rows.total, "{}", text(&rows));
    for group in &rows.groups {
        for row in &group.rows {
            assert!(analysis.rules.findings[row.index].elements.contains(&finding.subject()));
        }
    }
}

#[test]
fn an_open_card_says_where_why_what_to_do_and_which_documents() {
    let (document, analysis) = design();
    for finding in &analysis.rules.findings {
        let details = details(&document, finding);
        let id = finding.rule;
        assert!(!details.title.is_empty() && !details.why.is_empty() && !details.what_to_do.is_empty(), "{id}");
        assert!(!details.places.is_empty(), "{id}");
        assert!(details.judgment.is_some() || !details.documents.is_empty(), "{id}");
        assert!(details.documents.iter().all(|(title, url)| !title.is_empty() && url.starts_with("https://")));
    }
}

#[test]
fn questions_name_the_attribute_and_the_element() {
    let (document, analysis) = design();
    let rows = rows(&document, &analysis, &Filter::default(), &BTreeSet::new());
    let asks = || rows.questions.iter().flat_map(|group| &group.asks);
    let num_asked: usize = asks().map(|ask| ask.elements.len()).sum();
    assert_eq!(num_asked, rows.num_questions);
    assert!(rows.num_questions > 0);
    for ask in asks() {
        assert!(ask.words().starts_with(char::is_uppercase), "{}", ask.words());
        assert!(ask.elements.iter().all(|(_, name, _)| !name.is_empty()), "{}", ask.words());
    }
    assert!(asks().any(|ask| ask.form_for_all().is_some()), "no question is asked of several elements");
}

#[test]
fn every_rule_stands_in_exactly_one_list() {
    let (document, analysis) = design();
    let states = rows(&document, &analysis, &Filter::default(), &BTreeSet::new()).rules;
    let listed = states.num_ran() + states.not_applicable.len() + states.waiting.len();
    assert_eq!(listed, analysis.rules.states.len());
    assert!(states.not_applicable.iter().all(|(_, reason)| !reason.is_empty()));
}

#[test]
fn a_walk_visits_what_the_filter_shows() {
    let (document, analysis) = design();
    let all = walkable(&document, &analysis, &Filter::default());
    assert_eq!(all.len(), analysis.rules.findings.len());
    let filter = Filter { hidden: Severity::ALL.into_iter().skip(1).collect(), ..Filter::default() };
    let blockers = walkable(&document, &analysis, &filter);
    assert_eq!(blockers, all[..analysis.rules.count(Severity::Blocker)]);
}

#[test]
fn the_preview_of_a_fix_counts_changes_and_findings() {
    let (document, analysis) = design();
    let finding = analysis.rules.of("TRK-001").next().expect("a finding");
    let text = describe(&document, &analysis, &finding.fixes[0].edit);
    assert!(text.starts_with("adds "), "{text}");
    let before = format!("errors {} to ", analysis.rules.count(Severity::Error));
    assert!(text.contains(&before), "{text}");
}
