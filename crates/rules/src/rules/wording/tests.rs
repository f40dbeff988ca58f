//! Templates, values in words, and that rows and checks know each other.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::*;
use crate::model::{HostFunction, Role};
use crate::rules::value::{elements, label, labels, phrase, text, texts, word};
use crate::rules::{Report, RuleId, Severity, checks};
use crate::testing::fixture::Fixture;

fn parse(text: &'static str) -> Template {
    Template::parse(text).unwrap()
}

/// A value in the sentence `{x…}`, with the words of a rule.
fn filled(document: &Document, template: &'static str, value: &Value) -> String {
    let scribe = Scribe { document, row: catalog().find("HOST-011"), most: MOST_NAMED };
    scribe.fill(&parse(template), |gap| (gap == Gap::Fact("x")).then_some(Cow::Borrowed(value)))
}

#[test]
fn values_are_written_in_the_words_of_the_row_and_the_shared_ones() {
    let document = Document::default();
    let written = |value: Value| filled(&document, "{x}", &value);
    assert_eq!(written(3_usize.into()), "3");
    assert_eq!(written(crate::rules::value::percent(110.4)), "110 %");
    assert_eq!(written(crate::rules::value::seconds(89.6)), "90 s");
    assert_eq!(written(crate::rules::value::messages_per_second(1320.0)), "1,300 messages per second");
    assert_eq!([true, false].map(|flag| written(flag.into())), ["yes", "no"]);
    assert_eq!(written(label(Role::EntSso)), Role::EntSso.label());
    assert_eq!(written(word("not-installed")), "not installed");
    assert_eq!(written(phrase("percent", [text("7")])), "7 %");
    assert_eq!(written(text("as entered")), "as entered");
    assert_eq!(written(None::<usize>.into()), "not entered");
    assert_eq!(written(Value::Elements(Vec::new())), "none");
}

#[test]
fn lists_join_as_their_kind_does_unless_the_sentence_says_how() {
    let fixture = Fixture::parse("computer A\ncomputer B\ncomputer C").unwrap();
    let computers = elements(fixture.document.computers.keys().copied());
    assert_eq!(filled(&fixture.document, "{x}", &computers), "A, B and C");
    assert_eq!(filled(&fixture.document, "{x:,}", &computers), "A, B, C");
    let functions = labels([HostFunction::Receive, HostFunction::Send]);
    assert_eq!(filled(&fixture.document, "{x}", &functions), "Receive, Send");
    assert_eq!(filled(&fixture.document, "{x:lower:and}", &functions), "receive and send");
    assert_eq!(filled(&fixture.document, "{x:;}", &texts(["one", "two"])), "one; two");
    assert_eq!(filled(&fixture.document, "{x:sorted:;}", &texts(["two", "one", "two"])), "one; two");
}

#[test]
fn a_sentence_names_the_first_of_very_many_elements_and_a_fact_every_one() {
    let names: Vec<String> = (1..=12).map(|at| format!("computer BTS{at}")).collect();
    let fixture = Fixture::parse(&names.join("\n")).unwrap();
    let computers = elements(fixture.document.computers.keys().copied());
    let [one_more, many] = [9, 12].map(|number| match &computers {
        Value::Elements(all) => Value::Elements(all.iter().copied().take(number).collect()),
        other => other.clone(),
    });
    assert_eq!(filled(&fixture.document, "{x}", &one_more), "BTS1, BTS2, BTS3, BTS4, BTS5, BTS6, BTS7, BTS8 and BTS9");
    assert_eq!(filled(&fixture.document, "{x}", &many), "BTS1, BTS2, BTS3, BTS4, BTS5, BTS6, BTS7, BTS8 and 4 more");
    let scribe = Scribe { document: &fixture.document, row: None, most: usize::MAX };
    assert!(scribe.words(&many, Form::default()).ends_with("BTS11 and BTS12"));
}

#[test]
fn the_number_of_things_chooses_the_words() {
    let document = Document::default();
    let sentence = "{x:count} {x:computer runs|computers run}";
    assert_eq!(filled(&document, sentence, &1_usize.into()), "1 computer runs");
    assert_eq!(filled(&document, sentence, &2_usize.into()), "2 computers run");
    assert_eq!(filled(&document, sentence, &Value::Elements(Vec::new())), "0 computers run");
}

#[test]
fn a_damaged_sentence_is_an_error() {
    assert_eq!(Template::parse("a {x"), Err(BadTemplate::Brace("a {x")));
    assert_eq!(Template::parse("a x} b"), Err(BadTemplate::Brace("a x} b")));
    assert_eq!(Template::parse("{x} b}"), Err(BadTemplate::Brace("{x} b}")));
    assert_eq!(Template::parse("{Not an id}"), Err(BadTemplate::Gap("Not an id")));
    assert_eq!(Template::parse("{x:upper}"), Err(BadTemplate::Form("upper")));
    assert_eq!(Template::parse(""), Ok(Template::default()));
}

#[test]
fn a_label_says_what_its_fact_is_about() {
    let fixture = Fixture::parse("computer N1").unwrap();
    let n1 = *fixture.document.computers.keys().next().unwrap();
    let mut report = Report::new(RuleId::new("HOST-012"), Severity::Warning);
    report.finding([n1]).with_about("load", n1, crate::rules::value::percent(70.0));
    let finding = report.finish().0.remove(0);
    let scribe = Scribe { document: &fixture.document, row: None, most: MOST_NAMED };
    let label = scribe.fill(&parse("Load of {about}"), |gap| finding.filling(finding.facts.first(), gap));
    assert_eq!(label, "Load of N1");
}

#[test]
fn a_finding_without_a_sentence_falls_back_to_the_title_of_its_rule() {
    let mut report = Report::new(RuleId::new("HOST-001"), Severity::Blocker);
    report.finding([Element::Environment]).case("unheard-of");
    let finding = report.finish().0.remove(0);
    assert_eq!(finding.message(&Document::default()), "Host runs on one computer only");
    assert_eq!(faults_of_words(&finding), ["no case “unheard-of”"]);
}

#[test]
fn the_shared_words_can_be_read_and_are_short() {
    let shared = shared();
    assert!(shared.words.len() > 5 && !shared.reasons.is_empty());
    let scribe = Scribe { document: &Document::default(), row: None, most: MOST_NAMED };
    for (id, reason) in &shared.reasons {
        assert!(reason.gaps().all(|gap| matches!(gap, Gap::Element(_) | Gap::Rest(_))), "{id}: {reason:?}");
        let reason = scribe.fill(reason, |_| Some(Cow::Owned(text("A"))));
        assert!(!reason.is_empty() && !reason.ends_with('.'), "{id}: {reason}");
        assert!(!reason.starts_with(' ') && !reason.contains("  "), "{id}: {reason}");
    }
}

#[test]
fn sentences_have_no_period_and_name_facts_of_their_row() {
    for row in catalog().rows() {
        let declared: BTreeSet<&str> = row.facts.iter().map(|it| it.id).collect();
        assert_eq!(declared.len(), row.facts.len(), "{} declares a fact twice", row.id);
        let cases: BTreeSet<&str> = row.cases.iter().map(|it| it.id).collect();
        assert_eq!(cases.len(), row.cases.len(), "{} declares a case twice", row.id);
        assert!(cases.len() < 2 || !cases.contains(""), "{}: a case among several needs an id", row.id);
        let shown = row.facts.iter().flat_map(|it| [&it.label, &it.shows]);
        for template in row.cases.iter().map(|it| &it.says).chain(shown) {
            let last = template.parts().last();
            let is_open = !matches!(last, Some(Part::Words(words)) if words.ends_with(['.', ' ']));
            assert!(is_open, "{}: a sentence ends without period or space: {last:?}", row.id);
            for gap in template.gaps() {
                assert!(!matches!(gap, Gap::Fact(id) if !declared.contains(id)), "{}: {gap:?}", row.id);
            }
        }
        for word in row.words.values() {
            assert!(word.gaps().all(|gap| matches!(gap, Gap::Element(_))), "{}: {word:?}", row.id);
        }
    }
}

/// The source of the checks in one folder, tests left out, with the ids of its rules.
fn families() -> Vec<(String, Vec<RuleId>)> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules");
    let mut families = Vec::new();
    for entry in std::fs::read_dir(source).unwrap() {
        let folder = entry.unwrap().path();
        let Ok(list) = std::fs::read_to_string(folder.join("mod.rs")) else { continue };
        let rules = checks().map(|(id, _)| id).filter(|id| list.contains(&format!("(\"{id}\", "))).collect();
        families.push((code_in(&folder), rules));
    }
    families
}

fn code_in(folder: &Path) -> String {
    let paths: BTreeSet<PathBuf> = std::fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    let files = paths.iter().filter(|it| it.is_file()).map(|it| std::fs::read_to_string(it).unwrap());
    files.map(|text| text.split("#[cfg(test)]\nmod ").next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn cases_facts_and_words_of_a_row_are_named_by_the_checks_of_its_family() {
    let mut seen = BTreeSet::new();
    for (code, rules) in families() {
        for row in rules.iter().filter_map(|id| catalog().row(*id)) {
            let facts = row.facts.iter().map(|it| it.id);
            let ids = row.cases.iter().map(|it| it.id).filter(|id| !id.is_empty()).chain(facts);
            for id in ids.chain(row.words.keys().copied()) {
                assert!(code.contains(&format!("\"{id}\"")), "{}: no check names “{id}”", row.id);
            }
            seen.insert(row.id);
        }
    }
    let speaking = catalog().rows().iter().filter(|row| !row.cases.is_empty());
    assert!(speaking.map(|row| row.id).all(|id| seen.contains(&id)), "a row has sentences, but no check");
}

#[test]
fn reasons_are_named_by_checks_and_checks_name_no_others() {
    let mut named: BTreeSet<String> = BTreeSet::new();
    for (code, _) in families() {
        let code = code.replace("idle_about(\"", "idle(\"");
        let ids = code.split("idle(\"").skip(1).filter_map(|rest| rest.split('"').next());
        named.extend(ids.map(str::to_owned));
    }
    let known: BTreeSet<String> = shared().reasons.keys().map(|&id| id.to_owned()).collect();
    assert_eq!(named, known);
}
