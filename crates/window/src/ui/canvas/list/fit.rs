//! How the list fits the window: the widths of its columns, and where its rows stand, whose texts take several lines
//! where a column is narrower than they are.

use std::borrow::Cow;
use std::ops::Range;

use super::rows::{INDENT, MARKS, Rows, SHAPE, SIZE, Width, Words};
use crate::model::Element;
use crate::model::outline::Outline;
use crate::scene::Face;
use crate::scene::text::{text_width, wrapped};

/// Height of a row of one line in points.
pub(super) const ROW: f32 = 25.0;
/// What each further line adds, in points.
pub(super) const LINE: f32 = 17.0;
/// Room between columns, in points.
pub(super) const GAP: f32 = 18.0;
/// The least room for each column of which most rows need it, names first, in points: where that is not there, the list is
/// scrolled sideways.
const LEAST: [f32; 6] = [230.0, 120.0, 110.0, 180.0, 180.0, 180.0];
/// The least room for a column of which some row needs so much, in points: below it words are torn apart.
const NARROWEST: f32 = 130.0;
/// A text beside a name takes no more lines, which may be those of a column out of sight: the pointer brings all of it.
const MOST: usize = 4;
/// Letters are drawn a little wider than they measure.
const SLACK: f32 = 1.03;

/// Columns and rows in points.
#[derive(Debug, Default)]
pub(super) struct Fit {
    /// The width of the names.
    pub(super) names: f32,
    /// The widths of the other columns.
    pub(super) columns: [f32; 5],
    /// Where each shown row begins, and the end of the last one.
    tops: Vec<f32>,
}

impl Fit {
    /// Fits the shown rows into a width.
    pub(super) fn of(rows: &Rows, outline: &Outline, shown: &[usize], width: f32) -> Self {
        let [names, columns @ ..] = share(rows.columns, width);
        let mut fit = Self { names, columns, tops: Vec::with_capacity(shown.len() + 1) };
        let mut top = 0.0;
        for number in shown {
            fit.tops.push(top);
            top += ROW + fit.further_lines(rows, outline, *number) as f32 * LINE;
        }
        fit.tops.push(top);
        fit
    }

    /// How many lines a row takes beyond the first.
    fn further_lines(&self, rows: &Rows, outline: &Outline, number: usize) -> usize {
        let (Some(words), Some(row)) = (rows.words(number), outline.rows().get(number)) else { return 0 };
        let name = lines(Face::Bold, &words.name, self.room_of_name(row.depth));
        name.max(self.longest(words, rows.counted(row.element)).min(MOST)) - 1
    }

    /// How many lines the longest text beside the name needs.
    fn longest(&self, words: &Words, counted: &str) -> usize {
        let [nature, findings, state, connections, note] = self.columns.map(|it| it - GAP);
        let texts = [
            (words.nature.as_str(), nature),
            (counted, findings - SHAPE),
            (&words.loss, state - SHAPE),
            (&words.connections, connections),
            (&words.note, note),
        ];
        texts.into_iter().map(|(it, room)| lines(Face::Regular, it, room)).max().unwrap_or(1)
    }

    /// Whether some text of a row is not shown to its end.
    pub(super) fn cuts(&self, rows: &Rows, number: usize, element: Element) -> bool {
        rows.words(number).is_some_and(|it| self.longest(it, rows.counted(element)) > MOST)
    }

    /// The room for a name so deep in the tree.
    pub(super) fn room_of_name(&self, depth: usize) -> f32 {
        self.names - GAP - MARKS - depth as f32 * INDENT
    }

    /// Where a shown row begins and ends.
    pub(super) fn span(&self, at: usize) -> Option<(f32, f32)> {
        Some((*self.tops.get(at)?, *self.tops.get(at + 1)?))
    }

    /// The height of all rows.
    pub(super) fn height(&self) -> f32 {
        self.tops.last().copied().unwrap_or(0.0)
    }

    /// The shown rows of which something lies between two heights.
    pub(super) fn between(&self, top: f32, bottom: f32) -> Range<usize> {
        let rows = self.tops.len().saturating_sub(1);
        let first = self.tops.partition_point(|it| *it <= top).saturating_sub(1);
        first..self.tops.partition_point(|it| *it < bottom).min(rows)
    }

    /// How many rows fit into a height.
    pub(super) fn page(&self, height: f32) -> usize {
        let rows = self.tops.len().saturating_sub(1).max(1);
        (height / (self.height() / rows as f32).max(ROW)) as usize
    }
}

/// The widths of columns: what most rows need, as far as that has room, and then what all of them need.
fn share(needed: [Width; 6], width: f32) -> [f32; 6] {
    let mut columns = fill(needed.map(|it| it.usual), width);
    for (column, (least, needed)) in columns.iter_mut().zip(LEAST.into_iter().zip(needed)) {
        *column = column.max(least.min(needed.usual)).max(NARROWEST.min(needed.most));
    }
    let left = (width - columns.iter().sum::<f32>()).max(0.0);
    let mut wanted = columns;
    for (wanted, needed) in wanted.iter_mut().zip(needed) {
        *wanted = needed.most - *wanted;
    }
    for (column, more) in columns.iter_mut().zip(fill(wanted, left)) {
        *column += more;
    }
    columns
}

/// What needs more than there is gets equal shares of what the others leave.
fn fill(needed: [f32; 6], room: f32) -> [f32; 6] {
    let mut order = [0, 1, 2, 3, 4, 5];
    order.sort_by(|a, b| needed[*a].total_cmp(&needed[*b]));
    let (mut given, mut left) = (needed, room);
    for (done, at) in order.into_iter().enumerate() {
        given[at] = needed[at].min(left / (needed.len() - done) as f32);
        left -= given[at];
    }
    given
}

/// How wide a text is where it takes one line.
pub(super) fn drawn_width(face: Face, text: &str) -> f32 {
    (text_width(face, SIZE, text) * SLACK).ceil()
}

/// A text beside a name as it is shown in a width: to the most lines that it takes.
pub(super) fn cut(text: &str, width: f32) -> Cow<'_, str> {
    if lines(Face::Regular, text, width) <= MOST {
        return Cow::Borrowed(text);
    }
    Cow::Owned(wrapped(Face::Regular, SIZE, text, (width / SLACK).max(1.0), MOST).join("\n"))
}

/// How many lines a text takes in a width.
fn lines(face: Face, text: &str, width: f32) -> usize {
    let width = (width / SLACK).max(1.0);
    if text_width(face, SIZE, text) <= width {
        return 1;
    }
    let space = text_width(face, SIZE, " ");
    let (mut lines, mut at) = (1, 0.0);
    for word in text.split(' ') {
        let word = text_width(face, SIZE, word);
        if at > 0.0 && at + space + word <= width {
            at += space + word;
            continue;
        }
        lines += usize::from(at > 0.0);
        // A word that is too long is broken where that suits it, so that lines are not full.
        let broken = (word / (width * 0.8)).floor();
        lines += if word > width { broken as usize } else { 0 };
        at = if word > width { width } else { word };
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn widths(needed: [(f32, f32); 6]) -> [Width; 6] {
        needed.map(|(usual, most)| Width { usual, most })
    }

    #[test]
    fn columns_get_what_most_rows_need_before_the_longest_gets_more() {
        let roomy = widths([(200.0, 300.0), (100.0, 100.0), (90.0, 90.0), (160.0, 400.0), (120.0, 120.0), (0.0, 0.0)]);
        assert_eq!(share(roomy, 2000.0), [300.0, 100.0, 90.0, 400.0, 120.0, 0.0]);
        assert_eq!(share(roomy, 710.0), [220.0, 100.0, 90.0, 180.0, 120.0, 0.0], "what is left is shared");
        assert_eq!(share(roomy, 670.0)[3], 160.0, "the longest text takes several lines");
        assert_eq!(share(roomy, 10.0)[0], 200.0, "never too narrow to read: then the list is scrolled");
        let rare = widths([(200.0, 200.0), (0.0, 0.0), (0.0, 0.0), (0.0, 0.0), (40.0, 300.0), (0.0, 20.0)]);
        assert_eq!(share(rare, 10.0)[4..], [130.0, 20.0], "what few rows need is not torn apart either");
        assert_eq!(share(roomy, 10.0)[5], 0.0, "what nobody needs takes no room");
    }

    #[test]
    fn a_text_takes_as_many_lines_as_it_needs() {
        let width = text_width(Face::Regular, SIZE, "Receive, Process and") * SLACK + 0.1;
        assert_eq!(lines(Face::Regular, "Receive stops", width), 1);
        assert_eq!(lines(Face::Regular, "Receive, Process and Send stop", width), 2);
        assert!(lines(Face::Bold, "BTS-PRODUCTION-NORTHERN-REGION-2", width) > 1);
    }

    #[test]
    fn a_long_text_beside_a_name_ends_after_a_few_lines_and_short_ones_stay_as_they_are() {
        let width = text_width(Face::Regular, SIZE, "Receive, Process and") * SLACK + 0.1;
        let long = ["Receive, Process and Send stop"; 9].join(", ");
        let shown = cut(&long, width);
        assert!(shown.lines().count() == MOST && shown.ends_with('…'), "{shown}");
        assert_eq!(cut("Receive, Process and Send stop", width), "Receive, Process and Send stop");
    }

    #[test]
    fn rows_are_found_by_height() {
        let fit = Fit { tops: vec![0.0, 25.0, 67.0, 92.0], ..Fit::default() };
        assert_eq!(fit.between(0.0, 25.0), 0..1);
        assert_eq!(fit.between(30.0, 70.0), 1..3);
        assert_eq!(fit.between(0.0, 500.0), 0..3);
        assert_eq!(fit.span(1), Some((25.0, 67.0)));
        assert_eq!(Fit::default().between(0.0, 500.0), 0..0);
    }
}
