//! Cells as spreadsheet programs and libraries leave them.

use rust_xlsxwriter::{ExcelDateTime as Day, Format, Formula, Workbook, Worksheet};

use super::*;

/// A workbook with a row for each kind of cell; `fill` fills the column Due (1) or Note (2) from row 1 on.
fn workbook(fill: impl Fn(&mut Worksheet)) -> Filled {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Checklist").unwrap();
    for (column, head) in [ROW_ID, "Due", "Note"].into_iter().enumerate() {
        sheet.write(0, column as u16, head).unwrap();
    }
    for row in 1..=3 {
        sheet.write(row, 0, format!("HA-{row}")).unwrap();
    }
    fill(sheet);
    read(&book.save_to_buffer().unwrap()).unwrap()
}

fn column(filled: &Filled, field: Field) -> Vec<&str> {
    filled.rows.iter().map(|it| it.cells.get(&field).map_or("unread", String::as_str)).collect()
}

#[test]
fn a_day_is_read_whichever_way_a_program_writes_it() {
    let filled = workbook(|sheet| {
        let day = Day::from_ymd(2027, 1, 15).unwrap();
        sheet.write_with_format(1, 1, &day, &Format::new().set_num_format("d mmm yyyy")).unwrap();
        sheet.write(2, 1, 46_402).unwrap();
        sheet.write(3, 1, "2027-01-15").unwrap();
    });
    assert_eq!(column(&filled, Field::Due), ["2027-01-15"; 3]);
    assert_eq!(Cell::from(&Data::DateTimeIso("2027-01-15T00:00:00.000Z".to_owned())).text, "2027-01-15");
}

#[test]
fn a_number_that_is_no_day_of_this_century_stays_what_a_person_typed() {
    let filled = workbook(|sheet| {
        sheet.write(1, 1, 2027).unwrap();
        sheet.write(2, 1, "end of March").unwrap();
        sheet.write(3, 2, 46_402).unwrap();
    });
    assert_eq!(column(&filled, Field::Due), ["2027", "end of March", ""]);
    assert_eq!(column(&filled, Field::Note), ["", "", "46402"]);
}

#[test]
fn errors_and_formulas_without_a_result_are_named_and_change_nothing() {
    let filled = workbook(|sheet| {
        sheet.write_formula(1, 2, Formula::new("=\"see \"&\"page 4\"").set_result("see page 4")).unwrap();
        sheet.write_formula(2, 2, Formula::new("=NA()").set_result("#N/A")).unwrap();
        sheet.write_formula(3, 2, Formula::new("=A1").set_result(" ")).unwrap();
    });
    assert_eq!(column(&filled, Field::Note), ["see page 4", "unread", "unread"]);
    assert_eq!(
        filled.unread,
        [
            "sheet Checklist, line 3: Note of HA-2 shows the error #N/A.",
            "sheet Checklist, line 4: Note of HA-3 is a formula without its result; open the workbook in a spreadsheet \
             program, save it there and try again.",
        ]
    );
}
