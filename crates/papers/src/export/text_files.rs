//! Findings, checklist and failure matrix as text files with separated values, which spreadsheets open as tables.

use super::sheets::{Sheet, checklist, findings, matrix};
use crate::analysis::Analysis;
use crate::export::error::ExportError;
use crate::report::Report;

/// The mark that says a text is UTF-8, without which spreadsheets guess.
const MARK: &str = "\u{feff}";

/// What follows the stem in the name of each file, with its bytes.
pub(super) fn files(analysis: &Analysis, report: &Report) -> Result<Vec<(&'static str, Vec<u8>)>, ExportError> {
    let mut files =
        vec![("-checklist.csv", text(&checklist(analysis, report))?), ("-findings.csv", text(&findings(report))?)];
    if let Some(single) = matrix(analysis, report).first() {
        files.push(("-failures.csv", text(single)?));
    }
    Ok(files)
}

fn text(sheet: &Sheet) -> Result<Vec<u8>, ExportError> {
    let failed = |reason: csv::Error| ExportError::Encoding { format: "CSV", reason: reason.to_string() };
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(MARK.as_bytes().to_vec());
    writer.write_record(sheet.heads().map(harmless)).map_err(failed)?;
    for row in &sheet.rows {
        writer.write_record(row.iter().map(|it| harmless(it))).map_err(failed)?;
    }
    writer.into_inner().map_err(|reason| ExportError::Encoding { format: "CSV", reason: reason.to_string() })
}

/// A text that no spreadsheet takes for a formula: an apostrophe stands before what would be one.
fn harmless(text: &str) -> String {
    if is_formula(text) { format!("'{text}") } else { text.to_owned() }
}

fn is_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// The text without the apostrophe that [`harmless`] put before it.
pub(crate) fn as_entered(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if is_formula(rest) => rest,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_be_a_formula_is_text_and_comes_back_as_entered() {
        for text in ["=1+1", "+49 30", "-", "@SUM(A1)", "plain", "'quoted", "'=1"] {
            let safe = harmless(text);
            assert!(!safe.starts_with(['=', '+', '-', '@']), "{safe}");
            assert_eq!(as_entered(&safe), text);
        }
    }
}
