//! The rule catalogue as text: `docs/rules.md`, the explanation of one rule, and the list as JSON.

use std::fmt::{self, Write as _};

use serde::Serialize;

use super::catalog::{Catalog, RuleRow, catalog};
use super::severity::{Decided, Severity};
use crate::sources::{Source, SourceId, sources};

/// The whole catalogue as Markdown, as it stands in `docs/rules.md`.
pub fn catalog_markdown() -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = write_catalog(&mut text, catalog());
    text
}

fn write_catalog(out: &mut String, catalog: &Catalog) -> fmt::Result {
    writeln!(out, "# Rules")?;
    writeln!(out)?;
    writeln!(out, "<!-- Generated from assets/rules; run the tests with UPDATE_DOCS=1 to rewrite. -->")?;
    writeln!(out)?;
    write_introduction(out, catalog)?;
    for family in catalog.families() {
        writeln!(out, "\n## {}", family.title)?;
        for row in family.rows {
            write_row(out, row)?;
        }
    }
    Ok(())
}

fn write_introduction(out: &mut String, catalog: &Catalog) -> fmt::Result {
    let rows = catalog.rows();
    let decided = |by: Decided| rows.iter().filter(|row| row.decided == by).count();
    writeln!(
        out,
        "{} rules. The drawing alone decides {}; {} more need an optional detail and are open questions until it is \
         filled in; {} are confirmed by a person in the checklists.",
        rows.len(),
        decided(Decided::ByDrawing),
        decided(Decided::ByAttribute),
        decided(Decided::ByPerson),
    )?;
    writeln!(out)?;
    for (severity, meaning) in SEVERITIES {
        writeln!(out, "- **{}**: {meaning}", severity.title())?;
    }
    writeln!(out)?;
    writeln!(
        out,
        "The severities are those of an environment that is meant to be highly available. With a lower availability \
         target every blocker is shown as a warning; errors are never downgraded. Waivers and open questions are \
         states of a finding, not severities. An id is never renumbered or reused."
    )?;
    writeln!(out)?;
    writeln!(
        out,
        "Rules marked *engineering judgment* rest on no sentence of a document; the documents under them are \
         background. Where documents disagree, the rule says which reading applies."
    )
}

const SEVERITIES: [(Severity, &str); 5] = [
    (Severity::Blocker, "one failure stops a function."),
    (Severity::Error, "it will not work, is not supported, or risks lost or duplicate messages."),
    (Severity::Warning, "a weakness to remove or to accept knowingly."),
    (Severity::Advice, "a recommendation that may be declined."),
    (Severity::Info, "good to know; nothing to do."),
];

fn write_row(out: &mut String, row: &RuleRow) -> fmt::Result {
    writeln!(out, "\n### {}: {}\n", row.id, row.title)?;
    writeln!(out, "*{}. Decided {}.*\n", row.severity.title(), row.decided.phrase())?;
    writeln!(out, "{}\n", row.why)?;
    writeln!(out, "**What to do:** {}\n", row.fix)?;
    if let Some(label) = inference(row) {
        writeln!(out, "**{}** {}\n", label.0, label.1)?;
    }
    if let Some(known) = row.disagreement() {
        writeln!(
            out,
            "**Documents disagree ({}):** {} *Reading applied:* {}\n",
            known.id, known.disagreement, known.reading
        )?;
    }
    if row.sources.is_empty() {
        return writeln!(out, "Sources: none.");
    }
    writeln!(out, "{}:\n", sources_label(row))?;
    row.sources.iter().try_for_each(|id| match sources().get(id) {
        Some(source) => writeln!(out, "- [{}]({}) (`{}`)", source.title, source.url, id.0),
        None => writeln!(out, "- `{}`", id.0),
    })
}

/// How inference is labeled, and what it covers; `None` for a rule that documents state entirely.
fn inference(row: &RuleRow) -> Option<(&'static str, &'static str)> {
    if row.is_engineering_judgment() {
        Some(("Engineering judgment.", "No document states this rule."))
    } else {
        Some(row.inference).filter(|part| !part.is_empty()).map(|part| ("Our inference:", part))
    }
}

fn sources_label(row: &RuleRow) -> &'static str {
    if row.is_engineering_judgment() { "Background" } else { "Sources" }
}

/// One rule in plain text, for `tierwright rules explain`.
pub fn explain(row: &RuleRow) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = write_explanation(&mut text, row);
    text
}

fn write_explanation(out: &mut String, row: &RuleRow) -> fmt::Result {
    writeln!(out, "{}: {}", row.id, row.title)?;
    writeln!(out, "{}, decided {}", row.severity.title(), row.decided.phrase())?;
    writeln!(out, "\nWhy\n  {}", row.why)?;
    writeln!(out, "\nWhat to do\n  {}", row.fix)?;
    if let Some((label, part)) = inference(row) {
        writeln!(out, "\n{}\n  {part}", label.trim_end_matches(['.', ':']))?;
    }
    if let Some(known) = row.disagreement() {
        writeln!(
            out,
            "\nDocuments disagree ({})\n  {}\n  Reading applied: {}",
            known.id, known.disagreement, known.reading
        )?;
    }
    if !row.sources.is_empty() {
        writeln!(out, "\n{}", sources_label(row))?;
    }
    for id in &row.sources {
        match sources().get(id) {
            Some(Source { title, url, .. }) => writeln!(out, "  {title}\n    {url}")?,
            None => writeln!(out, "  {}", id.0)?,
        }
    }
    Ok(())
}

/// One rule as `rules list --format json` writes it.
#[derive(Serialize)]
struct JsonRow<'a> {
    id: &'a str,
    severity: Severity,
    check: Decided,
    title: &'a str,
    why: &'a str,
    fix: &'a str,
    sources: &'a [SourceId],
    inferred: bool,
}

/// All rules as JSON, a list in catalogue order, for `tierwright rules list --format json`.
pub fn rules_json() -> String {
    let rows: Vec<JsonRow<'_>> = catalog().rows().iter().map(JsonRow::from).collect();
    let mut text = serde_json::to_string_pretty(&rows).unwrap_or_else(|err| {
        log::error!("The rule list cannot be written: {err}");
        "[]".to_owned()
    });
    text.push('\n');
    text
}

impl<'a> From<&'a RuleRow> for JsonRow<'a> {
    fn from(row: &'a RuleRow) -> Self {
        Self {
            id: row.id.as_str(),
            severity: row.severity,
            check: row.decided,
            title: row.title,
            why: row.why,
            fix: row.fix,
            sources: &row.sources,
            inferred: row.inferred,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;

    #[test]
    fn docs_rules_md_is_fresh() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/rules.md");
        let text = catalog_markdown();
        if std::env::var_os("UPDATE_DOCS").is_some() {
            std::fs::write(&path, &text).unwrap();
        }
        let written = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
        assert!(written == text, "docs/rules.md is not what the catalogue says; run the tests with UPDATE_DOCS=1");
    }

    #[test]
    fn the_document_names_every_rule_once_with_its_addresses() {
        let text = catalog_markdown();
        for row in catalog().rows() {
            assert_eq!(text.matches(&format!("### {}: {}\n", row.id, row.title)).count(), 1, "{}", row.id);
        }
        assert!(text.contains("(https://learn.microsoft.com/biztalk/core/hosts)"));
    }

    #[test]
    fn an_explanation_says_what_why_how_and_where_from() {
        let row = catalog().find("SSO-004").unwrap();
        let text = explain(row);
        for part in
            [row.id.as_str(), row.title, "Blocker", row.why, row.fix, "Documents disagree (C33)", "https://learn"]
        {
            assert!(text.contains(part), "{part} is missing in\n{text}");
        }
    }

    #[test]
    fn engineering_judgment_is_labeled_and_its_documents_are_background_only() {
        let judgment = explain(catalog().find("NLB-003").unwrap());
        assert!(judgment.contains("Engineering judgment") && judgment.contains("\nBackground\n"));
        assert!(!judgment.contains("\nSources\n"));
        let partly = catalog().find("SSO-005").unwrap();
        assert!(explain(partly).contains(partly.inference));
        assert!(explain(partly).contains("\nSources\n"));
    }

    #[test]
    fn the_json_list_has_the_documented_keys_and_words() {
        let list: serde_json::Value = serde_json::from_str(&rules_json()).unwrap();
        let list = list.as_array().unwrap();
        assert_eq!(list.len(), catalog().rows().len());
        let row = list.iter().find(|row| row["id"] == "HOST-007").unwrap().as_object().unwrap();
        let keys: BTreeSet<&str> = row.keys().map(String::as_str).collect();
        assert_eq!(keys, BTreeSet::from(["id", "severity", "check", "title", "why", "fix", "sources", "inferred"]));
        assert_eq!(row["severity"], "warning");
        assert_eq!(row["check"], "M*");
        assert_eq!(row["inferred"], true);
        assert_eq!(row["sources"][0], "tg/maintaining-reliability");
    }
}
