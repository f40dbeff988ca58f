//! The catalogue says what the knowledge base says, in texts that are fit for the screen.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::*;
use crate::rules::{Decided, Severity};
use crate::sources::{SourceId, sources};

/// The columns of the knowledge base that the catalogue must repeat exactly.
#[derive(Deserialize)]
struct Known {
    id: String,
    severity: String,
    check: String,
    source: String,
    title: String,
    #[serde(default)]
    why: String,
    #[serde(default)]
    fix: String,
    inferred: bool,
}

/// The rows of the knowledge base, each with ours. Rules that came later stand in the catalogue alone.
fn known() -> Vec<(&'static RuleRow, Known)> {
    let known: Vec<Known> = serde_json::from_str(include_str!("../../../../../tests/fixtures/rules.json")).unwrap();
    assert_eq!(known.len(), 272);
    known.into_iter().map(|known| (catalog().find(&known.id).unwrap(), known)).collect()
}

#[test]
fn the_embedded_catalog_parses() {
    assert_eq!(&parse(&FAMILIES).unwrap(), catalog());
}

#[test]
fn damaged_data_is_an_error_and_not_a_panic() {
    assert!(parse(&[("Hosts", "[(id: \"HOST-001\")]")]).is_err());
    assert!(parse(&[("Hosts", "[")]).is_err());
}

#[test]
fn ids_severities_checks_and_inference_marks_equal_the_knowledge_base() {
    for (row, known) in known() {
        assert_eq!(&row.severity.title()[..1], known.severity, "{}", row.id);
        // A rule may ask for more than the knowledge base does: what nobody has stated is a question.
        let asks_too = known.check == Decided::ByDrawing.mark() && row.decided == Decided::ByAttribute;
        assert!(row.decided.mark() == known.check || asks_too, "{}", row.id);
        assert_eq!(row.inferred, known.inferred, "{}", row.id);
    }
}

#[test]
fn ids_are_unique_follow_the_pattern_and_count_up_in_each_family() {
    let mut last: BTreeMap<&str, u32> = BTreeMap::new();
    for row in catalog().rows() {
        let (family, number) = row.id.as_str().split_once('-').unwrap();
        assert!((2..=4).contains(&family.len()) && family.bytes().all(|byte| byte.is_ascii_uppercase()), "{}", row.id);
        assert_eq!(number.len(), 3, "{}", row.id);
        let previous = last.insert(family, number.parse().unwrap()).unwrap_or(0);
        assert_eq!(last.get(family), Some(&(previous + 1)), "{}", row.id);
        assert_eq!(row.id.family(), family);
    }
    assert_eq!(catalog().positions.len(), catalog().rows().len());
}

#[test]
fn a_rule_is_found_by_its_id_in_any_case() {
    let id: RuleId = "sso-004".parse().unwrap();
    assert_eq!(id, "SSO-004");
    assert_eq!(catalog().row(id).unwrap().severity, Severity::Blocker);
    assert_eq!("SSO-999".parse::<RuleId>(), Err(UnknownRule("SSO-999".to_owned())));
    assert_eq!(serde_json::to_string(&id).unwrap(), "\"SSO-004\"");
    assert_eq!(serde_json::from_str::<RuleId>("\"SSO-004\"").unwrap(), id);
    assert!(serde_json::from_str::<RuleId>("\"XYZ-001\"").is_err());
}

#[test]
fn positions_are_catalog_order_and_unknown_ids_come_last() {
    let ids: Vec<RuleId> = catalog().rows().iter().map(|row| row.id).collect();
    let positions: Vec<usize> = ids.iter().map(|&id| catalog().position(id)).collect();
    assert_eq!(positions, (0..ids.len()).collect::<Vec<_>>());
    assert_eq!(catalog().position(RuleId::new("XYZ-001")), ids.len());
}

#[test]
fn families_cover_the_catalog_in_order() {
    let from_families: Vec<RuleId> = catalog().families().flat_map(|family| family.rows).map(|row| row.id).collect();
    let all: Vec<RuleId> = catalog().rows().iter().map(|row| row.id).collect();
    assert_eq!(from_families, all);
    assert!(catalog().families().all(|family| !family.rows.is_empty()));
}

/// The first word of a title may keep its capitals when it is a name.
fn is_sentence_case(title: &str) -> bool {
    const NAMES: &[&str] = &[
        "Agent",
        "Analysis",
        "Archive",
        "Azure",
        "Balancing",
        "Blob",
        "Branch",
        "Copy",
        "Engine",
        "Enterprise",
        "Evaluation",
        "Express",
        "Import",
        "Information",
        "Integration",
        "Internet",
        "Load",
        "Mail",
        "Manual",
        "Message",
        "Network",
        "Primary",
        "Purge",
        "Queuing",
        "Server",
        "Services",
        "Shadow",
        "Sign-On",
        "Single",
        "Standard",
        "Tracking",
        "Windows",
    ];
    let starts_with_capital = title.chars().next().is_some_and(|first| first.is_uppercase() || first.is_ascii_digit());
    starts_with_capital
        && title.split([' ', '/', ',', ':', '(', ')']).skip(1).filter(|word| !word.is_empty()).all(|word| {
            let only_first = word.chars().skip(1).all(|letter| !letter.is_uppercase());
            let capital = word.chars().next().is_some_and(char::is_uppercase);
            !(capital && only_first && word.len() > 1) || NAMES.contains(&word)
        })
}

#[test]
fn sentence_case_is_recognized() {
    assert!(is_sentence_case("SQL Server Agent is missing"));
    assert!(!is_sentence_case("Host Runs on one computer"));
    assert!(!is_sentence_case("host runs on one computer"));
}

#[test]
fn titles_are_sentence_case_short_and_without_period() {
    for row in catalog().rows() {
        let length = row.title.chars().count();
        assert!((8..=80).contains(&length), "{}: a title has 8 to 80 characters, not {length}", row.id);
        assert!(is_sentence_case(row.title), "{}: {}", row.id, row.title);
        assert!(!row.title.ends_with(['.', '!', ':']), "{}: {}", row.id, row.title);
    }
    let titles: BTreeSet<&str> = catalog().rows().iter().map(|row| row.title).collect();
    assert_eq!(titles.len(), catalog().rows().len(), "two rules share a title");
}

#[test]
fn why_and_fix_are_full_sentences() {
    for row in catalog().rows() {
        for text in [row.why, row.fix] {
            let wanted = "why and fix are sentences of 20 to 420 characters that end with a period";
            assert!(text.len() >= 20 && text.ends_with('.'), "{}: {wanted}: “{text}”", row.id);
            assert!(
                text.chars().next().is_some_and(|first| first.is_uppercase() || first.is_ascii_digit()),
                "{}: {text}",
                row.id
            );
            assert!(!text.contains("  ") && !text.contains(".."), "{}: {text}", row.id);
            assert!(text.chars().count() <= 420, "{}: {} characters", row.id, text.chars().count());
        }
        assert!(row.inference.is_empty() || row.inference.ends_with('.'), "{}: {}", row.id, row.inference);
    }
}

#[test]
fn a_reason_why_no_fix_is_offered_is_a_sentence_about_a_checked_rule_and_never_about_a_blocker_or_error() {
    for row in catalog().rows() {
        let Some(why) = row.remedy else { continue };
        assert!(row.decided.is_checked_by_program(), "{}", row.id);
        assert!(!matches!(row.severity, Severity::Blocker | Severity::Error), "{} must be fixable", row.id);
        assert!(why.ends_with('.') && why.len() < 120, "{}: {why}", row.id);
    }
}

#[test]
fn a_note_stands_under_rules_of_the_catalog() {
    for row in catalog().rows() {
        for parent in &row.note_of {
            assert!(catalog().row(*parent).is_some() && *parent != row.id, "{} is a note of {parent}", row.id);
        }
    }
}

#[test]
fn only_errors_and_blockers_hide_single_points_of_failure() {
    let hiding: Vec<&RuleRow> = catalog().rows().iter().filter(|row| row.folds != Folds::Nothing).collect();
    assert!(!hiding.is_empty() && hiding.iter().all(|row| row.severity <= Severity::Error), "{hiding:#?}");
}

#[test]
fn texts_use_words_instead_of_notation() {
    const NOTATION: [&str; 22] = [
        "srv(", "inst(", "ha(", "fn(", "N_mb", "MSS", "SPOF", "A/A", "A/P", " LB", "LB ", "WSFC", "FCI", "DTA", "PIT ",
        "Mgmt", "≥", "∈", "→", "[I]", "6-C", "HA ",
    ];
    for row in catalog().rows() {
        for text in [row.title, row.why, row.fix, row.inference] {
            // The job is called so in SQL Server Agent.
            let text = text.replace("DTA Purge and Archive", "");
            for sign in NOTATION {
                assert!(!text.contains(sign), "{} uses {sign:?}: {text}", row.id);
            }
        }
    }
}

#[test]
fn group_instance_and_node_never_stand_alone() {
    let may_follow = |word: &str| match word.trim_end_matches('s') {
        "group" => &["BizTalk", "availability", "resource", "universal", "local", "domain", "administrator"][..],
        "instance" => &["host", "SQL", "cluster", "default", "named"][..],
        "node" => &["cluster"][..],
        _ => &[][..],
    };
    for row in catalog().rows() {
        for text in [row.title, row.why, row.fix, row.inference] {
            let words: Vec<&str> =
                text.split(|letter: char| !letter.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
            for pair in words.windows(2) {
                let allowed = may_follow(&pair[1].to_lowercase());
                let is_name = pair[1].chars().next().is_some_and(char::is_uppercase) || text.contains("group managed");
                let follows = allowed.iter().any(|word| word.eq_ignore_ascii_case(pair[0]));
                assert!(allowed.is_empty() || is_name || follows, "{}: “{} {}”", row.id, pair[0], pair[1]);
            }
        }
    }
}

#[test]
fn texts_are_not_those_of_the_knowledge_base() {
    let copied: Vec<&str> = known()
        .iter()
        .filter(|(row, known)| {
            let says_the_same = |ours: &str, theirs: &str| ours.trim_end_matches('.').eq_ignore_ascii_case(theirs);
            says_the_same(row.why, &known.why) || says_the_same(row.fix, &known.fix)
        })
        .map(|(row, _)| row.id.as_str())
        .collect();
    assert!(copied.is_empty(), "notes instead of sentences: {copied:?}");
}

#[test]
fn documents_exist_and_only_engineering_judgment_goes_without() {
    for row in catalog().rows() {
        for id in &row.sources {
            assert!(sources().get(id).is_some(), "{} cites the unknown document {}", row.id, id.0);
        }
        let distinct: BTreeSet<&SourceId> = row.sources.iter().collect();
        assert_eq!(distinct.len(), row.sources.len(), "{} cites a document twice", row.id);
        assert!(
            !row.sources.is_empty() || row.is_engineering_judgment(),
            "{} cites nothing; add a source, or inferred: true",
            row.id
        );
    }
}

#[test]
fn documents_named_by_the_knowledge_base_are_cited() {
    for (row, known) in known() {
        for name in known.source.split('`').skip(1).step_by(2).filter(|name| !name.contains("...")) {
            // A figure or a year, or a page without its folder.
            let is_page = name.contains('/');
            assert!(!is_page || row.sources.iter().any(|id| id.0 == name), "{} does not cite {name}", row.id);
        }
    }
}

#[test]
fn contradictions_are_known_and_all_that_the_knowledge_base_refers_to() {
    for (row, known) in known() {
        if let Some(id) = row.contradiction {
            assert!(row.disagreement().is_some(), "{} refers to the unknown contradiction {id}", row.id);
        }
        let note = format!("{} {} {}", known.source, known.why, known.title);
        if let Some((_, rest)) = note.split_once("6-") {
            let number: String = rest.chars().skip(1).take_while(char::is_ascii_digit).collect();
            assert_eq!(row.contradiction, Some(format!("C{number}").as_str()), "{}", row.id);
        }
    }
}
