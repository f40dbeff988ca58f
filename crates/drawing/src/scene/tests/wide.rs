//! Rows of cards that are too long for a screen or a page stand in lines; all others stay as they are.

use std::collections::BTreeMap;

use super::{boxes, busy};
use crate::document::templates;
use crate::geometry::{Point, Rect};
use crate::model::index::Index;
use crate::model::{Document, Element, Slot, TierKind};
use crate::scene::layout::{Detail, Layout};
use crate::testing::DocumentBuilder;

const LONG: &str = "BIZTALK-PRODUCTION-RECEIVE-";

fn layout(document: &Document) -> Layout {
    Layout::of(&Index::new(document), Detail::Full)
}

/// A tier with so many servers side by side.
fn row_of(num_servers: usize, names: &str) -> Document {
    let mut builder = DocumentBuilder::new("Test");
    let tier = builder.tier("BizTalk", TierKind::BizTalk);
    let names: Vec<String> = (1..=num_servers).map(|it| format!("{names}{it:04}")).collect();
    builder.biztalk_servers(&names.iter().map(String::as_str).collect::<Vec<_>>(), tier);
    builder.build()
}

/// How many cards stand in each line of each tier.
fn lines(layout: &Layout) -> Vec<Vec<usize>> {
    layout.tiers.iter().map(|it| it.grid.rows.iter().map(|row| row.columns.len()).collect()).collect()
}

#[test]
fn sixty_servers_side_by_side_stand_in_lines_that_suit_a_screen() {
    let layout = layout(&row_of(60, LONG));
    let bounds = layout.bounds;
    let ratio = bounds.width() / bounds.height();
    assert!((1.1..2.2).contains(&ratio), "{} x {}", bounds.width(), bounds.height());
    let lines = &lines(&layout)[0];
    let (most, least) = (lines.iter().max().unwrap(), lines.iter().min().unwrap());
    assert!(lines.len() > 4 && most - least <= lines.len(), "lines of about the same length: {lines:?}");
}

#[test]
fn cards_of_all_lines_stand_in_reading_order() {
    for document in [row_of(60, LONG), busy::wide()] {
        let layout = layout(&document);
        for place in &layout.tiers {
            let cards: Vec<Rect> = place.grid.cells.iter().map(|it| it.rect).collect();
            for pair in cards.windows(2) {
                let goes_on = pair[1].min.x >= pair[0].max.x || pair[1].min.y >= pair[0].max.y;
                assert!(goes_on, "{pair:?}");
            }
        }
    }
}

#[test]
fn a_row_of_eight_stays_whole_and_so_does_every_row_of_the_templates() {
    assert_eq!(lines(&layout(&row_of(8, "BTS"))), [[8]]);
    for template in templates() {
        let document = &template.document;
        let mut rows: BTreeMap<_, Vec<usize>> = document.tiers.keys().map(|id| (*id, Vec::new())).collect();
        let slots: Vec<_> = document.placed_elements().into_iter().map(|(slot, _)| slot).collect();
        for row in slots.chunk_by(|a, b| (a.tier, a.row) == (b.tier, b.row)) {
            rows.get_mut(&row[0].tier).unwrap().push(row.len());
        }
        let drawn = layout(document);
        let drawn: BTreeMap<_, Vec<usize>> = drawn.tiers.iter().map(|it| it.grid.tier).zip(lines(&drawn)).collect();
        assert_eq!(drawn, rows, "{}", template.key);
    }
}

#[test]
fn the_box_of_a_failover_cluster_stays_whole_unless_it_is_longer_than_a_row_may_be() {
    let document = busy::wide();
    let layout = layout(&document);
    assert!(layout.tiers.iter().any(|it| it.grid.rows.len() > 1 && boxes(it).len() > 2));
    for (id, cluster) in &document.failover_clusters {
        let parts = layout.parts().iter().filter(|(it, _)| *it == Element::from(*id)).count();
        let expected = if cluster.nodes.len() <= 8 { 1..=1 } else { 1..=2 };
        assert!(expected.contains(&parts), "{}: {parts} parts", cluster.name);
    }
}

#[test]
fn behind_a_line_that_goes_on_stands_its_last_card_and_behind_the_last_line_there_is_a_new_place() {
    let layout = layout(&row_of(60, LONG));
    let place = &layout.tiers[0];
    let rows = &place.grid.rows;
    for (number, row) in rows.iter().enumerate() {
        let last = row.columns.last().unwrap();
        let behind = Point::new(last.end + 6.0, f32::midpoint(row.band.start, row.band.end));
        let slot = layout.slot_at(behind.offset(place.rect.min.x, place.rect.min.y)).unwrap();
        let expected = if number + 1 < rows.len() { last.key } else { last.key + 1 };
        assert_eq!((slot.row, slot.column), (0, expected), "line {number}");
    }
}

#[test]
fn up_and_down_lead_from_line_to_line_and_from_the_last_one_to_a_new_row() {
    let layout = layout(&row_of(60, LONG));
    let lines = lines(&layout)[0].len();
    let mut slot = Slot::first(layout.tiers[0].grid.tier);
    for _ in 1..lines {
        let below = layout.slot_across(slot, true).unwrap();
        assert_eq!((below.row, layout.slot_across(below, false)), (0, Some(slot)));
        slot = below;
    }
    let new = layout.slot_across(slot, true).unwrap();
    assert_eq!((new.row, new.column, layout.slot_across(new, true)), (1, 0, None));
}
