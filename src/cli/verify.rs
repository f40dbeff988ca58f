//! `tierwright verify`: whether documents, workbook and design belong together, and what was changed.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::{EXIT_CLEAN, EXIT_FINDINGS, EXIT_UNREADABLE, Output, Streams};
use crate::bundle::told::text;
use crate::bundle::{Verification, verify};
use crate::carried::PROGRAM;

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
        Output::Text => streams.say(&text(&verification)),
        Output::Json => streams.say(&format!("{:#}", as_json(&verification))),
    }
    if verification.is_good() { EXIT_CLEAN } else { EXIT_FINDINGS }
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
