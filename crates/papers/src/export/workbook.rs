//! The workbook: the sheets of a design with real tables, drop-downs and print set-up, to fill in and to bring back.

use rust_xlsxwriter::{
    DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, Formula, Table, TableColumn, TableStyle,
    Workbook, Worksheet, XlsxError,
};

use super::sheets::{ABOUT, DESIGN, DIGEST, Field, RULES, SOURCE, Sheet, sheets};
use crate::analysis::Analysis;
use crate::bundle::archive::{MOST_BYTES, pack, unpack};
use crate::export::error::ExportError;
use crate::export::options::{ExportMeta, Paper, parse_date};
use crate::model::ChecklistStatus;
use crate::report::Report;
use crate::scene::Face;
use crate::scene::text::wrap;

/// Most characters of a cell.
const MOST_CHARACTERS: usize = 32_767;
/// Width of a column whose head comes from the design, in characters.
const USUAL_WIDTH: f64 = 14.0;
/// Widths of the columns of the summary in characters.
const WIDTHS: [f64; 2] = [46.0, 90.0];
/// Width of a character of columns in pixels, and the size at which our font is as wide as that of Excel.
const DIGIT: f32 = 7.0;
const LETTERS: f32 = 13.5;
/// Height of a line, and the greatest height of a row, in points.
const LINE: f64 = 15.0;
const HIGHEST: f64 = 409.0;
/// Space left and right, above and below, and beside the footer of a printed page, in inches.
const MARGINS: [f64; 3] = [0.4, 0.6, 0.3];
/// Paper numbers of the file format.
const A4: u8 = 9;
const LETTER: u8 = 1;

fn failed(reason: XlsxError) -> ExportError {
    ExportError::Encoding { format: "XLSX", reason: reason.to_string() }
}

/// The bytes of the workbook. Same design, analysis and date, same bytes.
///
/// # Errors
/// When the date is no date, or the encoder fails.
pub fn workbook(analysis: &Analysis, report: &Report, meta: &ExportMeta, paper: Paper) -> Result<Vec<u8>, ExportError> {
    let (year, month, day) = parse_date(&meta.date)?;
    let created = ExcelDateTime::from_ymd(year, month, day).map_err(failed)?;
    let mut book = Workbook::new();
    let properties = DocProperties::new().set_title(&meta.title).set_author(&meta.author).set_company(&meta.customer);
    book.set_properties(&properties.set_creation_datetime(&created));
    let sheets = sheets(analysis, report);
    let paper = if paper == Paper::Letter { LETTER } else { A4 };
    summary(book.add_worksheet(), report, &sheets, paper).map_err(failed)?;
    for (number, sheet) in (1..).zip(&sheets) {
        write(book.add_worksheet(), sheet, number, paper).map_err(failed)?;
    }
    growing(&book.save_to_buffer().map_err(failed)?, &meta.date)
}

/// The same workbook with rows that grow with what is typed into them: the library marks every height as one that a person
/// has set. Packed by us it does not tell on which system it was made either, as the library does.
fn growing(archive: &[u8], date: &str) -> Result<Vec<u8>, ExportError> {
    let failed = |reason: String| ExportError::Encoding { format: "XLSX", reason };
    let mut files = unpack(archive, MOST_BYTES).map_err(failed)?;
    for (_, bytes) in files.iter_mut().filter(|(name, _)| name.starts_with("xl/worksheets/sheet")) {
        let sheet = String::from_utf8(std::mem::take(bytes)).map_err(|err| failed(err.to_string()))?;
        *bytes = sheet.replace(" customHeight=\"1\"", "").into_bytes();
    }
    pack(&files, date)
}

/// A text that fits into a cell.
fn cell(text: &str) -> String {
    text.chars().take(MOST_CHARACTERS).collect()
}

fn set_up(page: &mut Worksheet, paper: u8) {
    page.set_paper_size(paper).set_landscape().set_print_fit_to_pages(1, 0);
    page.set_margins(MARGINS[0], MARGINS[0], MARGINS[1], MARGINS[1], MARGINS[2], MARGINS[2]);
    page.set_footer("&L&A&RPage &P of &N");
}

/// Makes a row as high as its texts need in columns of so many characters. Not every program does so by itself:
/// LibreOffice takes the library for Excel and believes what the file says. Rows of one line are left to grow.
fn set_height<'a>(
    page: &mut Worksheet,
    row: u32,
    cells: impl Iterator<Item = (&'a str, f64)>,
) -> Result<(), XlsxError> {
    let lines = cells.map(|(text, width)| {
        let room = width as f32 * DIGIT;
        // Most texts are short; only long ones are measured.
        let is_short = text.len() as f64 * 0.8 < width && !text.contains('\n');
        if is_short { 1 } else { text.lines().map(|it| wrap(Face::Regular, LETTERS, it, room).len().max(1)).sum() }
    });
    match lines.max().unwrap_or(1) {
        0 | 1 => Ok(()),
        lines => page.set_row_height(row, (lines as f64 * LINE).min(HIGHEST)).map(|_| ()),
    }
}

/// What the workbook is, and how many rows have which status: formulas that count what is filled in.
fn summary(page: &mut Worksheet, report: &Report, sheets: &[Sheet], paper: u8) -> Result<(), XlsxError> {
    page.set_name(ABOUT)?;
    set_up(page, paper);
    let bold = Format::new().set_bold();
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    page.set_column_width(0, WIDTHS[0])?.set_column_width(1, WIDTHS[1])?;
    let cover = &report.cover;
    let facts = [
        (DESIGN, cover.title.as_str()),
        ("Customer", &cover.customer),
        ("Engagement", &cover.project),
        ("Version", &cover.version),
        ("Date", &cover.date),
        ("Status", report.control.status.label()),
        (DIGEST, &report.control.design_hash),
        (RULES, report.control.rules_version),
        ("Made by", report.annex.program),
        ("Verdict", &report.brief.headline),
        (
            "How to fill it in",
            "Set status, owner, due, evidence and note in Checklist and Test plan; rows and columns may be sorted, moved or deleted. `tierwright import` brings what was changed back.",
        ),
    ];
    let mut row = 0;
    for (label, value) in facts {
        page.write_string_with_format(row, 0, label, &bold)?;
        page.write_string_with_format(row, 1, cell(value), &wrapped)?;
        set_height(page, row, [label, value].into_iter().zip(WIDTHS))?;
        row += 1;
    }
    for figure in &report.brief.figures {
        page.write_string_with_format(row, 0, figure.label, &bold)?;
        page.write_string_with_format(row, 1, figure.value.as_str(), &wrapped)?;
        row += 1;
    }
    row += 1;
    page.write_string_with_format(row, 0, "Rows by status", &bold)?;
    for status in ChecklistStatus::ALL {
        row += 1;
        let counted: Vec<(String, usize)> = sheets
            .iter()
            .filter(|it| !it.is_hidden && it.name != "Findings")
            .filter_map(|it| Some((it, it.column(Field::Status.head())?)))
            .filter(|(it, _)| it.column(super::sheets::ROW_ID).is_some())
            .map(|(sheet, column)| {
                let count =
                    sheet.rows.iter().filter(|it| it.get(column).is_some_and(|it| it == status.label())).count();
                let letter = char::from(b'A' + column as u8);
                let last = sheet.rows.len() + 1;
                (format!("COUNTIF('{}'!{letter}2:{letter}{last},A{})", sheet.name, row + 1), count)
            })
            .collect();
        let formula = counted.iter().map(|(formula, _)| formula.as_str()).collect::<Vec<_>>().join("+");
        let result: usize = counted.iter().map(|(_, count)| count).sum();
        page.write_string(row, 0, status.label())?;
        if !formula.is_empty() {
            page.write_formula(row, 1, Formula::new(format!("={formula}")).set_result(result.to_string()))?;
        }
    }
    Ok(())
}

fn write(page: &mut Worksheet, sheet: &Sheet, number: usize, paper: u8) -> Result<(), XlsxError> {
    page.set_name(sheet.name)?;
    page.set_hidden(sheet.is_hidden);
    set_up(page, paper);
    page.set_freeze_panes(1, 1)?;
    page.set_repeat_rows(0, 0)?;
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    for (column, head) in sheet.heads().enumerate() {
        let width = sheet.columns.get(column).map_or(USUAL_WIDTH, |(_, width)| *width);
        page.set_column_width(column as u16, width)?;
        page.write_string(0, column as u16, head)?;
    }
    for (row, cells) in (1..).zip(&sheet.rows) {
        for (column, text) in cells.iter().enumerate() {
            page.write_string_with_format(row, column as u16, cell(text), &wrapped)?;
        }
        let widths = sheet.columns.iter().map(|(_, width)| *width).chain(std::iter::repeat(USUAL_WIDTH));
        set_height(page, row, cells.iter().map(String::as_str).zip(widths))?;
    }
    let (last_row, last_column) = (sheet.rows.len() as u32, sheet.heads().count().saturating_sub(1) as u16);
    // Programs that know no styles of tables show the heads all the same.
    let bold = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top);
    let head = |text| TableColumn::new().set_header(text).set_header_format(&bold);
    let columns: Vec<TableColumn> = sheet.heads().map(head).collect();
    let table = Table::new().set_name(format!("Table{number}")).set_style(TableStyle::Light9).set_columns(&columns);
    page.add_table(0, 0, last_row, last_column, &table)?;
    if let Some(printed) = last_column.checked_sub(1).filter(|_| sheet.column(SOURCE) == Some(last_column.into())) {
        // Addresses are for screens; on paper the letters of everything else are larger without them.
        page.set_print_area(0, 0, last_row, printed)?;
    }
    if let (Some(column), false, Some(_)) =
        (sheet.column(Field::Status.head()), sheet.is_hidden, sheet.column(super::sheets::ROW_ID))
    {
        let words: Vec<&str> = ChecklistStatus::ALL.iter().map(|it| it.label()).collect();
        let list = DataValidation::new().allow_list_strings(&words)?;
        page.add_data_validation(1, column as u16, last_row, column as u16, &list)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::analysis::analyze;
    use crate::document::template;
    use crate::export::run::render;
    use crate::export::{ExportRequest, Format as Kind};

    #[test]
    fn the_same_design_on_the_same_day_gives_the_same_workbook() {
        let document = &template("large").unwrap().document;
        let request = ExportRequest::usual("".into(), "x".into(), "2026-03-01".into());
        let make = || render(document, &analyze(document), &request, Kind::Workbook).unwrap();
        assert_eq!(make(), make());
    }

    #[test]
    fn a_workbook_does_not_tell_on_which_system_it_was_made() {
        let document = &template("small").unwrap().document;
        let request = ExportRequest::usual("".into(), "x".into(), "2026-03-01".into());
        let made = render(document, &analyze(document), &request, Kind::Workbook).unwrap();
        let starts: Vec<usize> = (0..made.len()).filter(|at| made[*at..].starts_with(b"PK\x01\x02")).collect();
        assert!(starts.len() > 20 && starts.iter().all(|at| made[at + 5] == 3), "Unix, {} files", starts.len());
    }

    #[test]
    fn rows_grow_with_what_is_typed_into_them() {
        let document = &template("small").unwrap().document;
        let request = ExportRequest::usual("".into(), "x".into(), "2026-03-01".into());
        let made = render(document, &analyze(document), &request, Kind::Workbook).unwrap();
        let files = crate::bundle::archive::unpack(&made, 1 << 30).unwrap();
        let sheets: Vec<String> = files
            .into_iter()
            .filter(|(name, _)| name.starts_with("xl/worksheets/sheet"))
            .map(|(_, bytes)| String::from_utf8(bytes).unwrap())
            .collect();
        assert!(sheets.iter().any(|it| it.contains(" ht=\"")), "rows of several lines are high from the start");
        assert!(sheets.iter().all(|it| !it.contains("customHeight")));
    }

    #[test]
    fn letters_on_paper_have_six_points() {
        let document = &template("large-complete").unwrap().document;
        let analysis = analyze(document);
        let report = crate::report::build(document, &analysis, "2026-03-01");
        for sheet in super::sheets(&analysis, &report).iter().filter(|it| !it.is_hidden) {
            let widths = sheet.columns.iter().map(|(_, width)| *width);
            let printed = widths.zip(sheet.heads()).filter(|(_, head)| *head != super::SOURCE).map(|(width, _)| width);
            let more = sheet.more_columns.len() as f64 * super::USUAL_WIDTH;
            // In pixels, of which an inch has 96; an A4 page that lies across is 11.69 inches wide.
            let wide = (printed.sum::<f64>() + more) * f64::from(super::DIGIT);
            let room = (11.69 - 2.0 * super::MARGINS[0]) * 96.0;
            let points = 11.0 * (room / wide).min(1.0);
            assert!(points >= 6.0, "{}: {points:.1}", sheet.name);
        }
    }
}
