//! Reads a filled-in workbook or text file: which rows people have filled in, and with what.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, ExcelDateTime, ExcelDateTimeType, Reader, Xlsx};
use thiserror::Error;

use crate::cells::as_entered;
use crate::export::sheets::{ABOUT, AS_WRITTEN, DESIGN, DIGEST, Field, ROW_ID, RULES};

/// Rows above which heads of columns are looked for: people put titles above tables.
const MOST_ABOVE: usize = 20;
/// The days of this century as workbooks number them, 1 January 2000 to 31 December 2099: libraries write a day as such a
/// number, while a smaller one is a year or whatever else a person means by it.
const DAYS: std::ops::RangeInclusive<f64> = 36_526.0..=73_050.0;

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
    /// Cells that hold something which is no text, each with its place and the reason. They are in no row.
    pub unread: Vec<String>,
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
        let table: Vec<Vec<Cell>> = range.rows().map(|row| row.iter().map(Cell::from).collect()).collect();
        if name == ABOUT {
            let said = |label: &str| {
                let row = table.iter().find(|row| row.first().is_some_and(|it| it.text == label))?;
                row.get(1).map(|it| it.text.clone())
            };
            (filled.design, filled.digest, filled.rules) = (said(DESIGN), said(DIGEST), said(RULES));
        }
        let Some(heads) = Heads::of(&table) else { continue };
        let (first_row, first_column) = range.start().unwrap_or_default();
        let formulas = book.worksheet_formula(&name).map_err(broken)?;
        let has_formula = |row: usize, column: usize| {
            let at = (first_row + row as u32, first_column + column as u32);
            formulas.get_value(at).is_some_and(|it| !it.is_empty())
        };
        let sheet = Sheet { name: &name, first_line: first_row as usize + 1, has_formula: &has_formula };
        let rows = heads.rows(&table, &sheet, &mut filled.unread);
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
        let cell = |it: &str| Cell { text: as_entered(it).trim().to_owned(), ..Cell::default() };
        table.push(record.iter().map(cell).collect::<Vec<Cell>>());
    }
    let heads = Heads::of(&table).ok_or(FilledError::NothingToFillIn)?;
    let mut filled = Filled::default();
    filled.rows =
        heads.rows(&table, &Sheet { name: "", first_line: 1, has_formula: &|_, _| false }, &mut filled.unread);
    Ok(filled)
}

/// A cell as people see it.
#[derive(Default)]
struct Cell {
    /// Without spaces around it; a day as YYYY-MM-DD.
    text: String,
    /// The day that a plain number stands for, where days are asked for.
    day: Option<String>,
    /// It shows an error, as `#N/A`.
    is_error: bool,
}

impl From<&Data> for Cell {
    fn from(data: &Data) -> Self {
        let text = match data {
            Data::DateTime(moment) if moment.is_datetime() => day(*moment),
            // `2027-01-15T00:00:00.000Z`, as some libraries write days.
            Data::DateTimeIso(moment) => moment.split('T').next().unwrap_or_default().to_owned(),
            other => other.to_string().trim().to_owned(),
        };
        let number = match data {
            Data::Float(number) => Some(*number),
            Data::Int(number) => Some(*number as f64),
            _ => None,
        };
        let day = number
            .filter(|it| DAYS.contains(it))
            .map(|it| day(ExcelDateTime::new(it, ExcelDateTimeType::DateTime, false)));
        Self { text, day, is_error: matches!(data, Data::Error(_)) }
    }
}

fn day(moment: ExcelDateTime) -> String {
    let (year, month, day, ..) = moment.to_ymd_hms_milli();
    format!("{year:04}-{month:02}-{day:02}")
}

/// Where a table comes from.
struct Sheet<'s> {
    /// Its name; empty for a text file.
    name: &'s str,
    /// The line of its first row, from 1.
    first_line: usize,
    /// Whether a formula stands in a row and column of the table.
    has_formula: &'s dyn Fn(usize, usize) -> bool,
}

/// The heads of a table that can be filled in.
struct Heads {
    row: usize,
    id: usize,
    columns: Vec<(Field, usize)>,
}

impl Heads {
    /// `None` where a table has none.
    fn of(table: &[Vec<Cell>]) -> Option<Self> {
        let mut rows = table.iter().take(MOST_ABOVE).enumerate();
        let (row, heads) = rows.find(|(_, row)| row.iter().any(|it| it.text == ROW_ID))?;
        let place = |head: &str| heads.iter().position(|it| it.text == head);
        let columns: Vec<(Field, usize)> =
            Field::ALL.into_iter().filter_map(|field| Some((field, place(field.head())?))).collect();
        (!columns.is_empty()).then_some(Self { row, id: place(ROW_ID)?, columns })
    }

    /// The rows below the heads. What is in a cell and no text is added to `unread`.
    fn rows(&self, table: &[Vec<Cell>], sheet: &Sheet<'_>, unread: &mut Vec<String>) -> Vec<FilledRow> {
        let mut rows = Vec::new();
        for (number, row) in table.iter().enumerate().skip(self.row + 1) {
            let Some(id) = row.get(self.id).map(|it| it.text.clone()).filter(|it| !it.is_empty()) else { continue };
            let place = match sheet.name {
                "" => format!("line {}", number + sheet.first_line),
                name => format!("sheet {name}, line {}", number + sheet.first_line),
            };
            let mut cells = BTreeMap::new();
            for (field, column) in &self.columns {
                let Some(cell) = row.get(*column) else {
                    cells.insert(*field, String::new());
                    continue;
                };
                let problem = match cell {
                    it if it.is_error => format!("shows the error {}", it.text),
                    it if it.text.is_empty() && (sheet.has_formula)(number, *column) => {
                        "is a formula without its result; open the workbook in a spreadsheet program, save it there and \
                         try again"
                            .to_owned()
                    }
                    _ => {
                        let day = cell.day.as_ref().filter(|_| *field == Field::Due);
                        cells.insert(*field, day.unwrap_or(&cell.text).clone());
                        continue;
                    }
                };
                unread.push(format!("{place}: {} of {id} {problem}.", field.head()));
            }
            rows.push(FilledRow { id, place, cells });
        }
        rows
    }
}

#[cfg(test)]
mod tests;
