//! Rows of cards that would make the drawing far wider than a screen or a page break into lines. A design keeps its rows
//! and columns: only where they stand changes.

use super::grid::{Cell, Grid};
use super::group::{self, GroupBox};
use crate::model::index::Index;
use crate::scene::style::{BOX_PAD, CARD_GAP, GUTTER_END, MARGIN, ROW_GAP, SHEET_MIN, TIER_GAP, TIER_HEADER, TIER_PAD};

/// How wide a sheet is for its height: a page across (A4); the canvas of a screen of 16:10 or 16:9 between its panels is
/// about the same or narrower.
const SHEET: f32 = 1.41;
/// Rows break where the whole drawing becomes at least so many times as large on such a sheet.
const WORTH_IT: f32 = 1.25;
/// A row of so many cards stays whole: as many as the largest documented drawing has side by side.
const SHORT: usize = 8;
/// Short rows break too in a drawing that is more than so many times as wide as it is high.
const FAR_TOO_WIDE: f32 = 4.0;
/// A drawing no wider than this stays as it is: on the canvas of a small screen, 800 points wide, names have nine points.
const EASILY_READ: f32 = 1200.0;
/// About what name and chips of a box take above its cards.
const BOX_HEAD: f32 = 58.0;

/// What stays together: a card, or the nodes in one box.
#[derive(Clone, Copy, Debug)]
struct Unit {
    cards: usize,
    width: f32,
    height: f32,
}

/// The rows of a tier as units.
struct Units {
    rows: Vec<Vec<Unit>>,
    /// Its width without cards.
    least_width: f32,
}

/// A row of tiers whose rows of cards break into at most so many lines.
struct Broken {
    width: f32,
    height: f32,
    /// The longest line of each tier.
    longest: Vec<f32>,
}

/// Breaks rows of cards where that makes the drawing larger on a screen or a page.
pub(super) fn break_rows(index: &Index<'_>, rows: &mut [Vec<Grid>]) {
    let tiers: Vec<Vec<Units>> = rows.iter().map(|row| row.iter().map(units).collect()).collect();
    let whole: Vec<Vec<Broken>> = tiers.iter().map(|it| vec![broken(it, 1)]).collect();
    let (width, height) = size(&whole, f32::INFINITY);
    // What counts is the side that decides how large the drawing is on a sheet.
    let side = |(width, height): (f32, f32)| f32::max(width / SHEET, height);
    let now = side((width, height));
    // Lines only add to the height.
    if width <= EASILY_READ || now < WORTH_IT * height {
        return;
    }
    let short_too = width > FAR_TOO_WIDE * height;
    let choices: Vec<Vec<Broken>> = tiers.iter().map(|it| choices(it, short_too)).collect();
    let widths = choices.iter().flatten().map(|it| it.width);
    let sides = widths.map(|most| (side(size(&choices, most)), most));
    let best = sides.min_by(|a, b| a.0.total_cmp(&b.0).then(b.1.total_cmp(&a.1)));
    let Some((_, most)) = best.filter(|(best, _)| now >= WORTH_IT * best) else { return };
    for ((row, tiers), choices) in rows.iter_mut().zip(&tiers).zip(&choices) {
        let Some(chosen) = chosen(choices, most) else { continue };
        for ((grid, units), longest) in row.iter_mut().zip(tiers).zip(&chosen.longest) {
            let lengths = |row: &Vec<Unit>| lines(row, *longest).into_iter().map(cards).collect();
            let lines: Vec<Vec<usize>> = units.rows.iter().map(lengths).collect();
            if lines.iter().any(|it| it.len() > 1) {
                grid.break_rows(index, &lines);
            }
        }
    }
}

/// The cards of a tier as units. Without boxes the cards of all lines stand in line, each as wide as the widest.
fn units(grid: &Grid) -> Units {
    let widest = grid.cells.iter().map(|it| it.plan.size.width).fold(0.0, f32::max);
    let least = if grid.boxes.is_empty() { widest } else { 0.0 };
    let mut rows: Vec<Vec<Unit>> = vec![Vec::new(); grid.rows.len()];
    let together = |a: &Cell, b: &Cell| a.row == b.row && a.boxed.is_some() && a.boxed == b.boxed;
    for run in grid.cells.chunk_by(together) {
        let Some(row) = run.first().and_then(|it| rows.get_mut(it.row)) else { continue };
        // A box that is longer than a row that stays whole stands in parts of about the same length.
        let parts = run.len().div_ceil(SHORT);
        row.extend(run.chunks(run.len().div_ceil(parts)).map(|it| unit(grid, it, least)));
    }
    Units { rows, least_width: grid.least_width() }
}

fn unit(grid: &Grid, cells: &[Cell], least_width: f32) -> Unit {
    let widths = cells.iter().map(|it| it.plan.size.width.max(least_width) + CARD_GAP);
    let width = widths.sum::<f32>() - CARD_GAP;
    let height = cells.iter().map(|it| it.plan.size.height).fold(0.0, f32::max);
    let cards = cells.len();
    let boxed = cells.first().and_then(|it| grid.boxes.get(it.boxed?));
    let frame = |it: &GroupBox| (2.0 * BOX_PAD, BOX_HEAD + group::foot(it.storages.len()));
    let (beside, above) = boxed.map_or((0.0, 0.0), frame);
    Unit { cards, width: width + beside, height: height + above }
}

fn cards(units: &[Unit]) -> usize {
    units.iter().map(|it| it.cards).sum()
}

/// A row of tiers in one line, in two and so on, until it is less wide than a sheet.
fn choices(tiers: &[Units], short_too: bool) -> Vec<Broken> {
    let rows = || tiers.iter().flat_map(|it| &it.rows);
    let mut found = vec![broken(tiers, 1)];
    if !short_too && rows().all(|it| cards(it) <= SHORT) {
        return found;
    }
    for lines in 2..=rows().map(Vec::len).max().unwrap_or(0) {
        let next = broken(tiers, lines);
        let is_enough = next.width < next.height * SHEET;
        found.push(next);
        if is_enough {
            break;
        }
    }
    found
}

/// The fewest lines that are no wider than `most`; else the narrowest.
fn chosen(choices: &[Broken], most: f32) -> Option<&Broken> {
    choices.iter().find(|it| it.width <= most).or(choices.last())
}

/// About how large the drawing becomes where no row is wider than `most`.
fn size(rows: &[Vec<Broken>], most: f32) -> (f32, f32) {
    let gutter = 2.0 * GUTTER_END;
    let (mut width, mut height) = (SHEET_MIN, 2.0 * MARGIN - gutter);
    for row in rows.iter().filter_map(|it| chosen(it, most)) {
        width = width.max(row.width);
        height += row.height + gutter;
    }
    (width + 2.0 * MARGIN, height)
}

fn broken(tiers: &[Units], most: usize) -> Broken {
    let longest: Vec<f32> = tiers.iter().map(|it| it.longest(most)).collect();
    let sizes = || tiers.iter().zip(&longest);
    let widths = sizes().map(|(it, longest)| it.least_width.max(longest + 2.0 * TIER_PAD) + TIER_GAP);
    let width = widths.sum::<f32>() - TIER_GAP;
    let height = sizes().map(|(it, longest)| it.height(*longest)).fold(0.0, f32::max);
    Broken { width, height, longest }
}

impl Units {
    /// How long lines must be of which each row takes at most `most`.
    fn longest(&self, most: usize) -> f32 {
        self.rows.iter().map(|row| shortest(row, most)).fold(0.0, f32::max)
    }

    fn height(&self, longest: f32) -> f32 {
        let lines = self.rows.iter().flat_map(|it| lines(it, longest));
        let heights = lines.map(|it| it.iter().map(|unit| unit.height).fold(0.0, f32::max) + ROW_GAP);
        TIER_HEADER + heights.sum::<f32>() - ROW_GAP + TIER_PAD
    }
}

/// The lines of a row when none is longer than `longest`, but for a single unit.
fn lines(row: &[Unit], longest: f32) -> Vec<&[Unit]> {
    let mut lines = Vec::new();
    let mut rest = row;
    while !rest.is_empty() {
        let mut end = -CARD_GAP;
        let fit = rest.iter().take_while(|it| {
            end += CARD_GAP + it.width;
            end <= longest + 0.5
        });
        let (line, behind) = rest.split_at(fit.count().max(1));
        lines.push(line);
        rest = behind;
    }
    lines
}

/// How long lines must be so that a row takes at most `most` of them, to the unit.
fn shortest(row: &[Unit], most: usize) -> f32 {
    let whole = row.iter().map(|it| it.width + CARD_GAP).sum::<f32>() - CARD_GAP;
    let widest = row.iter().map(|it| it.width).fold(0.0, f32::max);
    let (mut low, mut high) = (widest.max(whole / most.max(1) as f32 - CARD_GAP), whole.max(widest));
    while most > 1 && high - low > 1.0 {
        let middle = f32::midpoint(low, high);
        if lines(row, middle).len() <= most { high = middle } else { low = middle }
    }
    high
}
