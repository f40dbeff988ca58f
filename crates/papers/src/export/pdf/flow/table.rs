//! Tables that wrap their cells, repeat their header row and never split a row that fits on a page.

use std::rc::Rc;

use crate::export::pdf::document::Piece;
use crate::export::pdf::flow::balance::balanced;
use crate::export::pdf::flow::chunk::Chunk;
use crate::export::pdf::flow::rich::{MOST_WHOLE, RichText};
use crate::export::pdf::flow::style::{CELL, CELL_GROUP, CELL_HEAD, CELL_SMALL, GAP, TextStyle};
use crate::export::pdf::flow::{Block, Flow};
use crate::export::pdf::structure::Tag;
use crate::geometry::{Point, Rect};
use crate::scene::text::text_width;
use crate::scene::{Align, Face, IconKind, Ink, Prim, Stroke};

mod lines;

pub(super) use lines::ICON_ROOM;
use lines::{CellLine, cell_lines, first_with_content, stack, take_lines, text_lines, total_height};

/// Space left and right inside a cell in points.
const SIDE: f32 = 5.5;
/// The same in smaller type.
const SIDE_SMALL: f32 = 3.6;
/// Space above and below inside a cell in points.
const VERTICAL: f32 = 4.2;
/// Size of remarks in a cell as a share of that of its texts.
pub(super) const NOTE_SIZE: f32 = 0.9;
/// Highest row that moves to the next page so that the last one does not stand there alone: a share of the page.
const LOW: f32 = 0.08;
/// Narrowest flexible column in points.
const NARROWEST: f32 = 30.0;

/// How wide a column is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Width {
    /// So many points.
    Fixed(f32),
    /// A share of what fixed columns leave, in proportion to the number.
    Flex(f32),
}

/// One column.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Words in the header row.
    pub title: String,
    /// How wide it is.
    pub width: Width,
    /// Where texts stand.
    pub align: Align,
}

impl Column {
    /// A column of so many points with texts at the left.
    pub fn fixed(title: &str, points: f32) -> Self {
        Self { title: title.to_owned(), width: Width::Fixed(points), align: Align::Start }
    }

    /// A column that takes its share of the remaining width, with texts at the left.
    pub fn flex(title: &str, weight: f32) -> Self {
        Self { title: title.to_owned(), width: Width::Flex(weight), align: Align::Start }
    }

    /// The same with texts at `align`.
    pub fn aligned(mut self, align: Align) -> Self {
        self.align = align;
        self
    }
}

/// A degree of concern with its own icon, color and tint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The design cannot be built.
    Blocker,
    /// Breaks a documented requirement.
    Error,
    /// A risk somebody must judge.
    Warning,
    /// A recommendation.
    Advice,
    /// Worth knowing.
    Info,
    /// Fulfilled.
    Ok,
    /// Not decided.
    Open,
}

/// How a severity looks.
pub(super) struct Look {
    pub(super) icon: IconKind,
    pub(super) ink: Ink,
    pub(super) soft: Ink,
}

impl Severity {
    pub(super) fn look(self) -> Look {
        let (icon, ink, soft) = match self {
            Self::Blocker => (IconKind::Blocker, Ink::Blocker, Ink::BlockerSoft),
            Self::Error => (IconKind::Error, Ink::Error, Ink::ErrorSoft),
            Self::Warning => (IconKind::Warning, Ink::Warning, Ink::WarningSoft),
            Self::Advice => (IconKind::Advice, Ink::Advice, Ink::AdviceSoft),
            Self::Info => (IconKind::Info, Ink::Info, Ink::InfoSoft),
            Self::Ok => (IconKind::Check, Ink::Ok, Ink::OkSoft),
            Self::Open => (IconKind::Question, Ink::TextMuted, Ink::TableHeader),
        };
        Look { icon, ink, soft }
    }
}

/// Something in a cell; parts stand below one another.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// Wrapped text.
    Text(RichText),
    /// Wrapped text in the smaller, muted type of remarks.
    Note(RichText),
    /// An icon with wrapped text beside it; the text may be empty.
    Icon(IconKind, Ink, RichText),
    /// A tick box with wrapped text beside it; the text may be empty.
    TickBox(bool, RichText),
    /// A severity's icon and word on its tint.
    Chip(Severity, String),
    /// Empty lines to write on, so many.
    WritingLines(u8),
}

/// The content of a cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell {
    /// What it shows, from top to bottom.
    pub parts: Vec<Part>,
}

impl Cell {
    /// A cell with nothing in it.
    pub fn empty() -> Self {
        Self::default()
    }

    /// A cell with one part.
    pub fn of(part: Part) -> Self {
        Self { parts: vec![part] }
    }

    /// The same with one more part below.
    pub fn and(mut self, part: Part) -> Self {
        self.parts.push(part);
        self
    }
}

impl<T: Into<RichText>> From<T> for Cell {
    fn from(text: T) -> Self {
        Self::of(Part::Text(text.into()))
    }
}

/// One row.
#[derive(Clone, Debug, PartialEq)]
pub enum Row {
    /// Ordinary cells, from left to right; missing ones are empty.
    Cells(Vec<Cell>),
    /// A line across the table that heads the rows below and stays with the next one.
    Group(Cell),
}

/// A table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// Columns from left to right.
    pub columns: Vec<Column>,
    /// Rows from top to bottom.
    pub rows: Vec<Row>,
    /// Whether every second row is tinted.
    pub zebra: bool,
    /// Whether lines separate the columns, for tables to fill in by hand.
    pub grid: bool,
    /// Least height of a row in points, for tables to fill in by hand; 0 as high as the text.
    pub row_height: f32,
    /// Whether it is set in smaller type, for long lists that are looked up and not read.
    pub small: bool,
}

impl Table {
    /// How its cells are set at the usual distances.
    const fn setting(&self) -> Setting {
        if self.small {
            Setting { style: CELL_SMALL, side: SIDE_SMALL, vertical: VERTICAL * 0.6 }
        } else {
            Setting { style: CELL, side: SIDE, vertical: VERTICAL }
        }
    }

    /// How wide its columns are in a table of `width` points where letters are so much wider than ours: wide enough for
    /// their longest words where that is possible.
    pub fn widths(&self, width: f32, wider: f32) -> Vec<f32> {
        let usual = self.setting();
        let look = Setting { style: TextStyle { size: usual.style.size * wider, ..usual.style }, ..usual };
        Grid::new(self, &look, width).columns.into_iter().map(|(_, width)| width).collect()
    }

    /// Whether all columns together can have the width of their longest words.
    fn has_room_for_words(&self, width: f32) -> bool {
        least_widths(self, &self.setting(), MOST_WHOLE).iter().sum::<f32>() <= width
    }

    /// The words that break, though no separator is there, in a table of `width` points.
    #[cfg(test)]
    pub(in crate::export) fn broken_words(&self, width: f32) -> Vec<String> {
        let small = self.small || !self.has_room_for_words(width);
        let table = Self { small, ..self.clone() };
        let look = table.setting();
        let columns = Grid::new(&table, &look, width).columns;
        let heads = table.columns.iter().map(|it| (RichText::from(&it.title), &CELL_HEAD));
        let mut broken: Vec<String> = heads
            .zip(&columns)
            .flat_map(|((it, style), (_, wide))| it.broken_words(style, wide - 2.0 * look.side))
            .collect();
        for row in &table.rows {
            let Row::Cells(cells) = row else { continue };
            for (part, (_, wide)) in
                cells.iter().zip(&columns).flat_map(|(cell, at)| cell.parts.iter().map(move |it| (it, at)))
            {
                let inside = wide - 2.0 * look.side;
                broken.extend(match part {
                    Part::Text(text) => text.broken_words(&look.style, inside),
                    Part::Note(text) => {
                        text.broken_words(&TextStyle { size: look.style.size * NOTE_SIZE, ..look.style }, inside)
                    }
                    Part::Icon(_, _, text) | Part::TickBox(_, text) => {
                        text.broken_words(&look.style, inside - ICON_ROOM)
                    }
                    Part::Chip(..) | Part::WritingLines(_) => Vec::new(),
                });
            }
        }
        broken
    }
}

/// Where the columns are.
struct Grid {
    /// Left edge and width of each column in points.
    columns: Vec<(f32, f32)>,
    width: f32,
}

impl Flow {
    /// A table as wide as the text.
    pub fn table(&mut self, table: &Table) {
        self.note_block(|| Block::Table(table.clone()));
        let is_smaller = !table.small && (self.is_small || !table.has_room_for_words(self.content_width()));
        let smaller = is_smaller.then(|| Table { small: true, ..table.clone() });
        let table = smaller.as_ref().unwrap_or(table);
        let number = self.number();
        let set = table.setting();
        let look = Setting { vertical: set.vertical * self.looseness, ..set };
        let grid = Grid::new(table, &look, self.content_width());
        let header = Rc::new(header_row(table, &grid, number, &set));
        let page = self.content_height();
        let most = page - header.height - 1.0;
        let mut first = header.as_ref().clone().after(GAP * 1.25).kept(true);
        first.is_header = true;
        self.add(first);
        let mut tinted = false;
        for (index, row) in table.rows.iter().enumerate() {
            let layout = RowLayout { table, grid: &grid, number, row: index as u32 + 1, look };
            // A tall row starts on a page that would stay empty otherwise; its first cell is repeated where it goes on.
            let waiting: f32 = self.waiting.iter().map(Chunk::total).sum();
            let room = (self.room() - waiting).max(0.0);
            let start = if self.pages.is_empty() || !self.y.is_finite() { most } else { room };
            let chunks = match row {
                Row::Group(cell) => {
                    tinted = false;
                    layout.group(cell)
                }
                Row::Cells(cells) => {
                    let chunks = layout.cells(cells, tinted && table.zebra, (start, most), page / 4.0);
                    tinted = !tinted;
                    chunks
                }
            };
            let is_last_but_one =
                matches!(table.rows.get(index + 1..), Some([Row::Cells(_)])) && matches!(row, Row::Cells(_));
            let is_whole = chunks.len() == 1;
            for mut chunk in chunks {
                // The last row does not stand alone below a repeated header.
                if is_last_but_one && is_whole && chunk.height < page * LOW {
                    chunk = chunk.kept(true);
                }
                chunk.repeat = Some(Rc::clone(&header));
                self.add(chunk);
            }
        }
        if table.rows.is_empty() {
            self.flush();
        }
    }
}

/// How cells are set.
#[derive(Clone, Copy)]
struct Setting {
    style: TextStyle,
    /// Space left and right inside a cell in points.
    side: f32,
    /// Space above and below inside a cell in points.
    vertical: f32,
}

/// The width of the longest word of each column, with the space beside it: no word breaks in a column that has it, but
/// those wider than `whole` behind their hyphens.
fn least_widths(table: &Table, look: &Setting, whole: f32) -> Vec<f32> {
    let head = |it: &Column| RichText::from(&it.title).longest_word(&CELL_HEAD, whole) + 2.0 * look.side;
    let mut least: Vec<f32> = table.columns.iter().map(head).collect();
    for row in &table.rows {
        let Row::Cells(cells) = row else { continue };
        for (cell, least) in cells.iter().zip(&mut least) {
            for part in &cell.parts {
                let word = match part {
                    Part::Text(text) => text.longest_word(&look.style, whole),
                    Part::Note(text) => text.longest_word(&look.style, whole) * NOTE_SIZE,
                    Part::Icon(_, _, text) | Part::TickBox(_, text) => {
                        text.longest_word(&look.style, whole) + ICON_ROOM
                    }
                    Part::Chip(_, word) => text_width(Face::Bold, look.style.size, word) + look.style.size + 12.0,
                    Part::WritingLines(_) => 0.0,
                };
                *least = least.max(word + 2.0 * look.side);
            }
        }
    }
    least
}

/// Widths of columns of which those too narrow for their longest words take from those that can spare it.
fn whole_words(asked: &[f32], least: &[f32]) -> Vec<f32> {
    let short = |(have, least): (&f32, &f32)| (least - have).max(0.0);
    let over = |(have, least): (&f32, &f32)| (have - least).max(0.0);
    let needed: f32 = asked.iter().zip(least).map(short).sum();
    let spare: f32 = asked.iter().zip(least).map(over).sum();
    if needed <= 0.0 || spare <= 0.0 {
        return asked.to_vec();
    }
    let (gives, takes) = ((needed / spare).min(1.0), (spare / needed).min(1.0));
    asked.iter().zip(least).map(|it| it.0 + short(it) * takes - over(it) * gives).collect()
}

impl Grid {
    /// Where the columns of a table are: as they ask for it, but wide enough for their longest words where the others
    /// can spare that, and so that the table is short.
    fn new(table: &Table, look: &Setting, width: f32) -> Self {
        let asked = Self::asked(&table.columns, width);
        // Words break behind hyphens where there is no room for all of them.
        let of = |whole| least_widths(table, look, whole).into_iter().map(|it| it + 0.5).collect::<Vec<f32>>();
        let least = Some(of(MOST_WHOLE)).filter(|it| it.iter().sum::<f32>() <= width).unwrap_or_else(|| of(0.0));
        let widths = whole_words(&asked, &least);
        let widths = balanced(table, &look.style, look.side, &widths, &least);
        let mut x = 0.0;
        let place = |width| {
            x += width;
            (x - width, width)
        };
        Self { columns: widths.into_iter().map(place).collect(), width }
    }

    /// The widths that columns ask for.
    fn asked(columns: &[Column], width: f32) -> Vec<f32> {
        let (mut fixed, mut weights, mut flexible) = (0.0, 0.0, 0.0);
        for column in columns {
            match column.width {
                Width::Fixed(points) => fixed += points.max(0.0),
                Width::Flex(weight) => {
                    weights += weight.max(0.01);
                    flexible += 1.0;
                }
            }
        }
        let rest = (width - fixed).max(NARROWEST * flexible);
        let total = if weights > 0.0 { fixed + rest } else { fixed };
        let shrink = if total > 0.0 { (width / total).min(1.0) } else { 1.0 };
        let points = |column: &Column| match column.width {
            Width::Fixed(points) => points.max(0.0),
            Width::Flex(weight) => rest * weight.max(0.01) / weights,
        };
        columns.iter().map(|it| points(it) * shrink).collect()
    }

    fn separators(&self, height: f32) -> Vec<Prim> {
        let stroke = Stroke::solid(Ink::TableRule, 0.5);
        let line = |x: f32| Prim::line(vec![Point::new(x, 0.0), Point::new(x, height)], stroke);
        self.columns.iter().skip(1).map(|(x, _)| line(*x)).collect()
    }
}

/// A horizontal line across the table.
fn rule(y: f32, width: f32, stroke: Stroke) -> Prim {
    Prim::line(vec![Point::new(0.0, y), Point::new(width, y)], stroke)
}

fn header_row(table: &Table, grid: &Grid, number: u32, look: &Setting) -> Chunk {
    let mut cells = Vec::new();
    for (column, (_, width)) in table.columns.iter().zip(&grid.columns) {
        let text = RichText::from(&column.title);
        cells.push(text_lines(&text, &CELL_HEAD, width - 2.0 * look.side, column.align));
    }
    let height = cells.iter().map(|c| total_height(c)).fold(0.0, f32::max) + 2.0 * look.vertical + 1.0;
    let ground = vec![
        Prim::filled(Rect::from_ltrb(0.0, 0.0, grid.width, height), 0.0, Ink::TableHeader),
        rule(height, grid.width, Stroke::solid(Ink::LineMuted, 0.9)),
    ];
    let mut pieces = vec![Piece::new(Tag::Artifact, ground)];
    for (column, (lines, (x, _))) in cells.into_iter().zip(&grid.columns).enumerate() {
        let tag = Tag::Cell { table: number, row: 0, column: column as u32, header: true, span: 1 };
        pieces.push(Piece::new(tag, stack(lines, x + look.side, look.vertical + 0.5)));
    }
    Chunk::new(height, pieces)
}

/// What is needed to lay out one row.
struct RowLayout<'a> {
    table: &'a Table,
    grid: &'a Grid,
    number: u32,
    row: u32,
    look: Setting,
}

impl RowLayout<'_> {
    fn tag(&self, column: usize, header: bool) -> Tag {
        Tag::Cell { table: self.number, row: self.row, column: column as u32, header, span: 1 }
    }

    fn group(&self, cell: &Cell) -> Vec<Chunk> {
        let lines = cell_lines(cell, &CELL_GROUP, self.grid.width - 2.0 * self.look.side, Align::Start);
        let above = self.look.vertical + 1.0;
        let height = total_height(&lines) + 2.0 * above;
        let ground = vec![
            Prim::filled(Rect::from_ltrb(0.0, 0.0, self.grid.width, height), 0.0, Ink::AccentSoft),
            rule(height, self.grid.width, Stroke::solid(Ink::TableRule, 0.6)),
        ];
        let span = self.table.columns.len() as u32;
        let tag = Tag::Cell { table: self.number, row: self.row, column: 0, header: true, span };
        let text = Piece::new(tag, stack(lines, self.look.side, above));
        vec![Chunk::new(height, vec![Piece::new(Tag::Artifact, ground), text]).kept(true)]
    }

    /// The row as one portion, or as several where it is higher than `most`; a row of more than `tall` begins in the
    /// `room` that is left on the page. The first cell is repeated in every portion.
    fn cells(&self, cells: &[Cell], tinted: bool, (room, most): (f32, f32), tall: f32) -> Vec<Chunk> {
        let columns = self.table.columns.iter().zip(&self.grid.columns).enumerate();
        let nothing = Cell::empty();
        let mut queues: Vec<std::collections::VecDeque<CellLine>> = columns
            .map(|(index, (column, (_, width)))| {
                let cell = cells.get(index).unwrap_or(&nothing);
                cell_lines(cell, &self.look.style, width - 2.0 * self.look.side, column.align).into()
            })
            .collect();
        let height = queues.iter().map(|it| it.iter().map(|line| line.height).sum::<f32>()).fold(0.0, f32::max);
        let mut allowed = if height > tall && height > room && room > tall { room } else { most };
        let mut chunks = Vec::new();
        loop {
            let mut repeats = false;
            if !chunks.is_empty()
                && let (Some(first), Some(queue), Some((_, width))) =
                    (cells.first(), queues.first_mut(), self.grid.columns.first())
                && queue.is_empty()
            {
                let again = cell_lines(first, &self.look.style, width - 2.0 * self.look.side, Align::Start);
                queue.extend(first_with_content(again));
                repeats = true;
            }
            let inside = allowed - 2.0 * self.look.vertical;
            let taken: Vec<Vec<CellLine>> = queues.iter_mut().map(|q| take_lines(q, inside)).collect();
            allowed = most;
            chunks.push(self.portion(taken, tinted, repeats));
            if queues.iter().all(std::collections::VecDeque::is_empty) {
                return chunks;
            }
        }
    }

    /// `repeats` = the first cell says again what it has said before.
    fn portion(&self, cells: Vec<Vec<CellLine>>, tinted: bool, repeats: bool) -> Chunk {
        let tallest = cells.iter().map(|c| total_height(c)).fold(0.0, f32::max);
        let height = (tallest + 2.0 * self.look.vertical).max(self.table.row_height);
        let mut ground = Vec::new();
        if tinted {
            ground.push(Prim::filled(Rect::from_ltrb(0.0, 0.0, self.grid.width, height), 0.0, Ink::TableZebra));
        }
        if self.table.grid {
            ground.extend(self.grid.separators(height));
        }
        ground.push(rule(height - 0.4, self.grid.width, Stroke::solid(Ink::TableRule, 0.6)));
        let mut pieces = vec![Piece::new(Tag::Artifact, ground)];
        for (column, (lines, (x, _))) in cells.into_iter().zip(&self.grid.columns).enumerate() {
            // The first cell names its row.
            let tag = if repeats && column == 0 { Tag::Artifact } else { self.tag(column, column == 0) };
            pieces.push(Piece::new(tag, stack(lines, x + self.look.side, self.look.vertical)));
        }
        Chunk::new(height, pieces)
    }
}
