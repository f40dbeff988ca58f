//! Findings, checklist and failure matrix as text files with separated values, which spreadsheets open as tables.

use super::sheets::{Sheet, checklist, findings, matrix};
use crate::analysis::Analysis;
use crate::cells::{MARK, harmless};
use crate::export::error::ExportError;
use crate::report::Report;

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
