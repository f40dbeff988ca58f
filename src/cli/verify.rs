//! `tierwright verify`: whether documents, workbook and design belong together, and what was changed.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::{EXIT_CLEAN, EXIT_FINDINGS, EXIT_UNREADABLE, Output, Streams};
use crate::bundle::{Verification, verify};
use crate::carried::PROGRAM;
use crate::comparison::{compare, text};
use crate::document::from_text;
use crate::model::Document;

/// What to verify.
#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// Bundles, folders with a manifest, or files: documents, pictures, workbooks, the design
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// How to print the result
    #[arg(long, value_enum, default_value_t = Output::Text)]
    format: Output,
}

/// Carries out the command and returns the exit code: 1 when something was changed or does not belong together.
pub(super) fn run(args: &VerifyArgs, streams: &mut Streams<'_>) -> u8 {
    let verification = match verify(&args.files) {
        Ok(verification) => verification,
        Err(err) => {
            streams.complain(&err.to_string());
            return EXIT_UNREADABLE;
        }
    };
    match args.format {
        Output::Text => streams.say(&words(&verification)),
        Output::Json => streams.say(&format!("{:#}", as_json(&verification))),
    }
    if verification.is_good() { EXIT_CLEAN } else { EXIT_FINDINGS }
}

/// Digits of a digest that are enough to tell designs apart.
const DIGITS: usize = 16;

fn short(digest: &str) -> &str {
    digest.get(..DIGITS).unwrap_or(digest)
}

fn words(verification: &Verification) -> String {
    let mut lines = Vec::new();
    let width = verification.files.iter().map(|it| it.name.chars().count()).max().unwrap_or_default();
    for file in &verification.files {
        let design = file.design.as_deref().map_or_else(String::new, |it| format!("; design {}", short(it)));
        lines.push(format!("{:width$}  {}{design}", file.name, file.standing.label()));
        lines.extend(file.changes.iter().map(|it| format!("{:width$}    {it}", "")));
    }
    lines.push(verdict(verification));
    lines.extend(difference(verification));
    lines.join("\n")
}

fn verdict(verification: &Verification) -> String {
    let named = |(digest, title): (&String, &String)| {
        if title.is_empty() { short(digest).to_owned() } else { format!("“{title}” ({})", short(digest)) }
    };
    let designs: Vec<String> = verification.designs.iter().map(named).collect();
    let rules: Vec<&str> = verification.rules.iter().map(String::as_str).collect();
    let together = match (designs.as_slice(), verification.belongs_together()) {
        ([], _) => "No file says of which design it was made.".to_owned(),
        ([one], true) => {
            format!("All that say so were made of one design, {one}, judged by rules {}.", rules.join(", "))
        }
        ([one], false) => {
            format!(
                "The files do not belong together: made of {one}, they were judged by rules {}.",
                rules.join(" and ")
            )
        }
        (several, _) => format!("The files do not belong together: they were made of {}.", several.join(" and ")),
    };
    let bad = verification.files.iter().filter(|it| it.standing.is_bad()).count();
    let unknown = verification.files.iter().any(|it| it.standing == crate::bundle::Standing::Unknown);
    let changed = match (bad, unknown) {
        (0, false) => "Nothing was changed, is missing or was added.".to_owned(),
        (0, true) => "Nothing that can be known was changed; of files without a manifest only some say so.".to_owned(),
        (count, _) => format!("{count} of {} files were changed, are missing or were added.", verification.files.len()),
    };
    format!("{together} {changed}")
}

/// What two designs differ in, where the files hold both.
fn difference(verification: &Verification) -> Option<String> {
    let designs: Vec<Document> = verification.texts.values().filter_map(|it| from_text(it).ok()).collect();
    let [one, other] = designs.as_slice() else { return None };
    Some(format!("\nWhat the designs differ in:\n{}", text(&compare(one, other, None, false), false)))
}

fn as_json(verification: &Verification) -> serde_json::Value {
    let files = verification.files.iter().map(|it| {
        json!({
            "name": it.name, "standing": it.standing.label(), "design": it.design, "rules": it.rules,
            "changes": it.changes,
        })
    });
    json!({
        "program": PROGRAM,
        "schema_version": 1,
        "belongs_together": verification.belongs_together(),
        "is_good": verification.is_good(),
        "designs": verification.designs,
        "rules": verification.rules,
        "files": files.collect::<Vec<_>>(),
    })
}
