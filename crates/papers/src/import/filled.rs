//! Reads a filled-in workbook or text file: which rows people have filled in, and with what.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, Range, Reader, Xlsx};
use thiserror::Error;

use crate::cells::as_entered;
use crate::export::sheets::{ABOUT, AS_WRITTEN, DESIGN, DIGEST, Field, ROW_ID, RULES};

/// Rows above which heads of columns are looked for: people put titles above tables.
const MOST_ABOVE: usize = 20;

/// Why a file cannot be read.
#[derive(Debug, Error)]
pub enum FilledError {
    /// It is no workbook.
    #[error("The workbook cannot be read: {0}. Save it as .xlsx and try again.")]
    Workbook(String),
    /// It is no table of values.
    #[error("The file cannot be read as comma-separated values: {0}")]
    Text(String),
    /// Nothing in it can be filled in.
    #[error("No sheet has a column “{ROW_ID}” with one of the columns Status, Owner, Due, Evidence and Note.")]
    NothingToFillIn,
}

/// One row as somebody has filled it in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FilledRow {
    /// Which row it is.
    pub id: String,
    /// Where it stands: sheet and line.
    pub place: String,
    /// What is in the cells whose columns are there.
    pub cells: BTreeMap<Field, String>,
}

/// What people have filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filled {
    /// The title of the design that the workbook is of; `None` where it does not say.
    pub design: Option<String>,
    /// SHA-256 of that design; `None` where it does not say.
    pub digest: Option<String>,
    /// What stands for the rules that judged it; `None` where it does not say.
    pub rules: Option<String>,
    /// Its rows.
    pub rows: Vec<FilledRow>,
    /// What the cells held when the workbook was written, by row; empty where it does not say.
    pub written: BTreeMap<String, BTreeMap<Field, String>>,
}

/// How every workbook begins: it is an archive.
const ARCHIVE: &[u8] = b"PK";

/// Whether an archive holds a workbook.
pub fn is_workbook(bytes: &[u8]) -> bool {
    Xlsx::<_>::new(Cursor::new(bytes)).is_ok()
}

/// Whether bytes look like a workbook, or like a list with a column for row ids.
pub fn is_filled_in(bytes: &[u8]) -> bool {
    let is_list = |bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes);
        text.lines()
            .take(MOST_ABOVE)
            .any(|line| line.split([',', ';']).any(|it| it.trim_matches(['"', '\u{feff}', ' ']) == ROW_ID))
    };
    bytes.starts_with(ARCHIVE) || is_list(bytes.get(..bytes.len().min(64 * 1024)).unwrap_or_default())
}

/// Reads a filled-in workbook or list.
///
/// # Errors
/// When it is neither, or holds nothing that can be filled in.
pub fn read(bytes: &[u8]) -> Result<Filled, FilledError> {
    if bytes.starts_with(ARCHIVE) {
        return read_workbook(bytes);
    }
    let text = std::str::from_utf8(bytes).map_err(|err| FilledError::Text(format!("it is not UTF-8: {err}")))?;
    read_text(text)
}

/// Reads a workbook.
fn read_workbook(bytes: &[u8]) -> Result<Filled, FilledError> {
    let broken = |err: calamine::XlsxError| FilledError::Workbook(err.to_string());
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let mut filled = Filled::default();
    let mut found = false;
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).map_err(broken)?;
        let table: Vec<Vec<String>> = range.rows().map(|row| row.iter().map(text_of).collect()).collect();
        let first_line = first_line(&range);
        if name == ABOUT {
            let said = |label: &str| {
                table.iter().find(|row| row.first().is_some_and(|it| it == label)).and_then(|row| row.get(1)).cloned()
            };
            (filled.design, filled.digest, filled.rules) = (said(DESIGN), said(DIGEST), said(RULES));
        }
        let Some(rows) = rows(&table, &name, first_line) else { continue };
        if name == AS_WRITTEN {
            filled.written = rows.into_iter().map(|it| (it.id, it.cells)).collect();
        } else {
            found = true;
            filled.rows.extend(rows);
        }
    }
    if found { Ok(filled) } else { Err(FilledError::NothingToFillIn) }
}

/// Reads comma-separated values, or such with semicolons.
fn read_text(text: &str) -> Result<Filled, FilledError> {
    let text = text.trim_start_matches('\u{feff}');
    let head = text.lines().next().unwrap_or_default();
    let semicolons = head.matches(';').count() > head.matches(',').count();
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(if semicolons { b';' } else { b',' })
        .from_reader(text.as_bytes());
    let mut table = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|err| FilledError::Text(err.to_string()))?;
        table.push(record.iter().map(|it| as_entered(it).to_owned()).collect::<Vec<String>>());
    }
    let rows = rows(&table, "", 1).ok_or(FilledError::NothingToFillIn)?;
    Ok(Filled { rows, ..Filled::default() })
}

fn first_line(range: &Range<Data>) -> usize {
    range.start().map_or(1, |(row, _)| row as usize + 1)
}

/// A cell as text; a day as YYYY-MM-DD.
fn text_of(cell: &Data) -> String {
    match cell {
        Data::DateTime(moment) if moment.is_datetime() => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        other => other.to_string(),
    }
}

/// The rows below the heads; `None` where there are none.
fn rows(table: &[Vec<String>], sheet: &str, first_line: usize) -> Option<Vec<FilledRow>> {
    let (at, heads) =
        table.iter().take(MOST_ABOVE).enumerate().find(|(_, row)| row.iter().any(|it| it.trim() == ROW_ID))?;
    let id = heads.iter().position(|it| it.trim() == ROW_ID)?;
    let columns: Vec<(Field, usize)> = Field::ALL
        .into_iter()
        .filter_map(|field| Some((field, heads.iter().position(|it| it.trim() == field.head())?)))
        .collect();
    if columns.is_empty() {
        return None;
    }
    let filled = table.iter().enumerate().skip(at + 1).filter_map(|(line, row)| {
        let id = row.get(id)?.trim().to_owned();
        let place = match sheet {
            "" => format!("line {}", line + first_line),
            sheet => format!("sheet {sheet}, line {}", line + first_line),
        };
        let cell = |column: usize| row.get(column).map_or("", |it| it.trim()).to_owned();
        let cells = columns.iter().map(|(field, column)| (*field, cell(*column))).collect();
        (!id.is_empty()).then_some(FilledRow { id, place, cells })
    });
    Some(filled.collect())
}
