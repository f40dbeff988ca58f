//! A drill as text and as JSON.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::result::{Answer, ResultCard};
use super::time::{Timing, When};
use super::timeline::{Drill, DrillRow};
use crate::capacity::text::rate_headline;
use crate::capacity::{Interval, percent};
use crate::model::Document;
use crate::sources::Provenance;

/// The drill for people, ending in a line break.
pub fn drill_text(document: &Document, drill: &Drill) -> String {
    let mut text = format!("Failure drill: {}\n\nTimeline\n", document.project.title);
    for row in &drill.rows {
        write_row(&mut text, document, drill, row);
    }
    write_card(&mut text, &drill.result);
    text
}

fn write_row(text: &mut String, document: &Document, drill: &Drill, row: &DrillRow) {
    let _ = writeln!(text, "  {:12} {:9} {}", row.when.label(), row.kind.label(), row.text);
    let mut facts = vec![row.element.name(document)];
    facts.extend(row.timings.iter().map(Timing::label));
    facts.push(format!("source: {}", row.because.label()));
    if !row.injection.is_empty() {
        facts.push(row.injection.to_owned());
    }
    let _ = writeln!(text, "               {}", facts.join("; "));
    if !row.services.is_empty() {
        let states: Vec<String> = row
            .services
            .iter()
            .filter_map(|(index, state)| {
                Some(format!("{}: {}", drill.services.get(*index)?, state.label().to_lowercase()))
            })
            .collect();
        let _ = writeln!(text, "               {}", states.join(", "));
    }
}

fn write_card(text: &mut String, card: &ResultCard) {
    text.push_str("\nResult\n");
    for service in &card.services {
        let reasons =
            if service.reasons.is_empty() { String::new() } else { format!("  {}", service.reasons.join("; ")) };
        let states = if service.never_works() {
            "Does not work before either".to_owned()
        } else if service.worst == service.last {
            service.last.label().to_owned()
        } else {
            format!("{}, was {}", service.last.label(), service.worst.label().to_lowercase())
        };
        let _ = writeln!(text, "  {:28} {states:24}{reasons}", service.name);
    }
    let _ = writeln!(text, "  Full service: {}", card.full_service.label());
    for line in &card.messages {
        let _ = writeln!(text, "  Messages: {line}");
    }
    for step in &card.steps {
        let strict = if step.only_strict { " (strict reading only)" } else { "" };
        let _ = writeln!(text, "  By hand{strict}: {} [{}]", step.text, step.because.label());
    }
    for it in &card.capacity {
        let Some(rate) = &it.left else { continue };
        let load = match (&it.none_left, it.load_share) {
            (Some(why), _) => format!(": {why}"),
            (None, Some(share)) => format!(", the peak load takes {}", percent(share)),
            (None, None) => String::new(),
        };
        let _ = writeln!(text, "  {}: {}{load}", it.title(), rate_headline(rate));
    }
}

/// The drill for programs. With several BizTalk groups the capacity beside the others is that of the one that lost most,
/// and `capacity` has each.
pub fn drill_json(document: &Document, drill: &Drill) -> Value {
    let card = &drill.result;
    let most = card.capacity.first();
    let rate = |it: Option<&Interval>| it.map(|it| json!({"p10": it.p10, "p50": it.p50, "p90": it.p90}));
    json!({
        "design": document.project.title,
        "rows": drill.rows.iter().map(|row| row_json(document, drill, row)).collect::<Vec<_>>(),
        "result": {
            "services": card.services.iter().map(|it| json!({
                "name": it.name, "before": it.before.word(), "worst": it.worst.word(), "last": it.last.word(), "reasons": it.reasons,
            })).collect::<Vec<_>>(),
            "full_service": answer_json(&card.full_service),
            "messages": card.messages,
            "operator_steps": card.steps.iter().map(|it| json!({
                "text": it.text, "because": it.because.label(), "only_strict": it.only_strict,
            })).collect::<Vec<_>>(),
            "capacity_left_per_sec": rate(most.and_then(|it| it.left.as_ref())),
            "capacity_normal_per_sec": rate(most.and_then(|it| it.normal.as_ref())),
            "capacity_none_left": most.and_then(|it| it.none_left.as_ref()),
            "load_share": most.and_then(|it| it.load_share),
            "capacity": card.capacity.iter().map(|it| json!({
                "biztalk_group": it.name,
                "left_per_sec": rate(it.left.as_ref()),
                "normal_per_sec": rate(it.normal.as_ref()),
                "none_left": it.none_left,
                "load_share": it.load_share,
            })).collect::<Vec<_>>(),
        },
    })
}

fn answer_json(answer: &Answer) -> Value {
    match answer {
        Answer::NeverAway => json!({"how": "never-away"}),
        Answer::NothingTaken => json!({"how": "nothing-taken"}),
        Answer::ByItself(when) => json!({"how": "by-itself", "when": when_json(when)}),
        Answer::Band(when) => json!({"how": "band", "lenient": when_json(when), "strict": "by hand"}),
        Answer::ByHand => json!({"how": "by-hand"}),
    }
}

fn when_json(when: &When) -> Value {
    json!({
        "earliest_secs": when.earliest_secs,
        "latest_secs": when.latest_secs,
        "after_unknown": when.after_unknown,
        "label": when.label(),
    })
}

fn row_json(document: &Document, drill: &Drill, row: &DrillRow) -> Value {
    let name = |index: &usize| drill.services.get(*index).cloned().unwrap_or_default();
    json!({
        "when": when_json(&row.when),
        "kind": row.kind.label(),
        "element": {"key": row.element.to_string(), "name": row.element.name(document)},
        "text": row.text,
        "injection": row.injection,
        "because": row.because.label(),
        "durations": row.timings.iter().map(timing_json).collect::<Vec<_>>(),
        "elements": row.elements.iter().map(|(element, condition)| json!({
            "key": element.to_string(), "condition": condition.label(),
        })).collect::<Vec<_>>(),
        "services": row.services.iter().map(|(index, state)| json!({
            "name": name(index), "state": state.word(),
        })).collect::<Vec<_>>(),
    })
}

fn timing_json(timing: &Timing) -> Value {
    let source = timing.secs.as_ref().and_then(|it| match &it.provenance {
        Provenance::Documented(id) => Some(id.0.clone()),
        _ => None,
    });
    json!({
        "name": timing.what,
        "secs": timing.secs.as_ref().map(|it| it.value),
        "range": timing.secs.as_ref().and_then(|it| it.range),
        "provenance": timing.word(),
        "source": source,
    })
}
