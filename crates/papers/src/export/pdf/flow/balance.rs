//! Widths of columns with which a table is short: a column of long texts takes room from those that say little.

use crate::export::pdf::flow::rich::RichText;
use crate::export::pdf::flow::style::TextStyle;
use crate::export::pdf::flow::table::{ICON_ROOM, NOTE_SIZE, Part, Row, Table, Width};

/// What lines leave free at their end, half a word: a multiple of the font size.
const RAGGED: f32 = 1.5;
/// What moves at once, of the width of all columns.
const STEP: f32 = 0.02;
/// What a move must save of the height.
const LEAST_GAIN: f32 = 0.004;
/// What a column keeps of the width that it asks for.
const KEPT: f32 = 0.55;

/// A text of a cell, as lines that are as long as one asks.
struct Length {
    /// In one line, in points.
    width: f32,
    /// What stands beside each of its lines or is left free there in points.
    beside: f32,
    /// From line to line in points.
    leading: f32,
}

/// The texts of each cell of each row.
type Lengths = Vec<Vec<Vec<Length>>>;

/// The widths that columns of `widths` points have when flexible ones give to each other what makes the table shorter;
/// none gets narrower than its `least` width. What is to be filled in by hand keeps its room: tables with lines to write on
/// and columns without a word.
pub(super) fn balanced(table: &Table, style: &TextStyle, side: f32, widths: &[f32], least: &[f32]) -> Vec<f32> {
    let mut widths = widths.to_vec();
    let flexible: Vec<usize> = (0..widths.len())
        .filter(|at| table.columns.get(*at).is_some_and(|it| matches!(it.width, Width::Flex(_))))
        .collect();
    if flexible.len() < 2 || table.grid || table.row_height > 0.0 || has_room_to_write(table) {
        return widths;
    }
    let lengths = lengths(table, style);
    let says = |at: usize| lengths.iter().filter_map(|row| row.get(at)).flatten().any(|it| it.width > 0.0);
    let floor = |(at, (asked, least)): (usize, (&f32, &f32))| if says(at) { least.max(asked * KEPT) } else { *asked };
    let floors: Vec<f32> = widths.iter().zip(least).enumerate().map(floor).collect();
    let step = widths.iter().sum::<f32>() * STEP;
    let mut height = height(&lengths, &widths, side);
    loop {
        let moves = flexible.iter().flat_map(|from| flexible.iter().map(move |to| (*from, *to)));
        let tried = moves.filter_map(|(from, to)| {
            let moved = moved(&widths, &floors, (from, to), step)?;
            Some((self::height(&lengths, &moved, side), moved))
        });
        let Some((lower, moved)) = tried.min_by(|one, other| one.0.total_cmp(&other.0)) else { return widths };
        // Each move makes it lower by a share, so that there is an end.
        if lower < height * (1.0 - LEAST_GAIN) {
            (height, widths) = (lower, moved);
        } else {
            return widths;
        }
    }
}

fn has_room_to_write(table: &Table) -> bool {
    let cells =
        table.rows.iter().filter_map(|row| if let Row::Cells(cells) = row { Some(cells) } else { None }).flatten();
    cells.flat_map(|it| &it.parts).any(|it| matches!(it, Part::WritingLines(_)))
}

/// The widths after `step` points have moved; `None` where a column cannot spare them.
fn moved(widths: &[f32], floors: &[f32], (from, to): (usize, usize), step: f32) -> Option<Vec<f32>> {
    if from == to || widths.get(from)? - step < *floors.get(from)? {
        return None;
    }
    let mut moved = widths.to_vec();
    *moved.get_mut(from)? -= step;
    *moved.get_mut(to)? += step;
    Some(moved)
}

fn lengths(table: &Table, style: &TextStyle) -> Lengths {
    let of = |text: &RichText, beside: f32, scale: f32| Length {
        width: text.length(style) * scale,
        beside: beside + style.size * scale * RAGGED,
        leading: style.leading * scale,
    };
    let length = |part: &Part| match part {
        Part::Text(text) => of(text, 0.0, 1.0),
        Part::Note(text) => of(text, 0.0, NOTE_SIZE),
        Part::Icon(_, _, text) | Part::TickBox(_, text) => of(text, ICON_ROOM, 1.0),
        Part::Chip(..) | Part::WritingLines(_) => Length { width: 0.0, beside: 0.0, leading: style.leading },
    };
    let rows = table.rows.iter().filter_map(|row| if let Row::Cells(cells) = row { Some(cells) } else { None });
    rows.map(|cells| cells.iter().map(|cell| cell.parts.iter().map(length).collect()).collect()).collect()
}

/// About how high the rows are.
fn height(lengths: &Lengths, widths: &[f32], side: f32) -> f32 {
    let cell = |(parts, width): (&Vec<Length>, &f32)| {
        let lines = |it: &Length| {
            let inside = width - 2.0 * side;
            // Half a line more on average: smooth, so that a small step tells whether it leads anywhere.
            if it.width <= inside { 1.0 } else { it.width / (inside - it.beside).max(1.0) + 0.5 }
        };
        parts.iter().map(|it| lines(it) * it.leading).sum::<f32>()
    };
    lengths.iter().map(|row| row.iter().zip(widths).map(cell).fold(0.0, f32::max)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::pdf::flow::style::CELL;
    use crate::export::pdf::flow::{Cell, Column};

    fn table(grid: bool) -> Table {
        let columns = vec![Column::fixed("Rule", 60.0), Column::flex("What", 1.0), Column::flex("Why", 1.0)];
        let row = || Row::Cells(vec!["A-1".into(), "many words of one finding ".repeat(20).into(), "few words".into()]);
        Table { columns, rows: vec![row(), row()], grid, ..Table::default() }
    }

    #[test]
    fn a_column_of_long_texts_takes_room_from_one_that_says_little_but_not_its_longest_word() {
        let widths = balanced(&table(false), &CELL, 5.0, &[60.0, 200.0, 200.0], &[40.0, 40.0, 150.0]);
        assert!(widths[1] > 235.0 && widths[2] >= 150.0, "{widths:?}");
        assert_eq!((widths[0], widths.iter().sum::<f32>().round()), (60.0, 460.0));
    }

    #[test]
    fn tables_without_rows_and_texts_of_equal_length_stay_as_they_are() {
        let asked = [60.0, 200.0, 200.0];
        let empty = Table { rows: Vec::new(), ..table(false) };
        assert_eq!(balanced(&empty, &CELL, 5.0, &asked, &[0.0; 3]), asked);
        let alike = Row::Cells(vec![
            "A-1".into(),
            "as long as it is ".repeat(20).into(),
            "as long as it is ".repeat(20).into(),
        ]);
        assert_eq!(balanced(&Table { rows: vec![alike], ..table(false) }, &CELL, 5.0, &asked, &[0.0; 3]), asked);
    }

    #[test]
    fn columns_to_fill_in_by_hand_keep_their_room() {
        let asked = [60.0, 200.0, 200.0];
        assert_eq!(balanced(&table(true), &CELL, 5.0, &asked, &[0.0; 3]), asked);
        let mut lines = table(false);
        lines.rows.push(Row::Cells(vec![Cell::of(Part::WritingLines(2))]));
        assert_eq!(balanced(&lines, &CELL, 5.0, &asked, &[0.0; 3]), asked);
        let mut owners = table(false);
        owners.columns.push(Column::flex("Owner", 1.0));
        let widths = balanced(&owners, &CELL, 5.0, &[60.0, 150.0, 150.0, 100.0], &[0.0; 4]);
        assert!(widths[1] > 160.0 && widths[3] >= 100.0, "{widths:?}");
    }
}
