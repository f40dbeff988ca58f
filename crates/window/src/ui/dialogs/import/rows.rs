//! The difference line by line, each to be taken over or not.

use std::collections::BTreeSet;

use egui::{Checkbox, Label, Ui};

use crate::exchange::landing::ChangeKind;
use crate::scene::Ink;
use crate::session::importing::{Row, RowKey};
use crate::text::import as text;
use crate::ui::context::ViewContext;
use crate::ui::theme;
use crate::ui::widgets::{heading_ui, long_list_ui, muted, words};

/// Shows the lines: what changes and what stays first, then what comes.
pub(super) fn ui(view: &ViewContext<'_>, rows: &[Row], turned: &mut BTreeSet<RowKey>, ui: &mut Ui) {
    let may_turn: Vec<&Row> = rows.iter().filter(|it| it.kind != ChangeKind::Contradicted).collect();
    if may_turn.is_empty() {
        return;
    }
    heading_ui(view, ui, text::CHANGES);
    ui.horizontal(|ui| {
        ui.label(muted(view, text::TICKED_ROWS));
        for (label, wanted) in [(text::TICK_ALL, true), (text::TICK_NONE, false)] {
            if ui.small_button(label).clicked() {
                turned.clear();
                turned.extend(may_turn.iter().filter(|it| is_usual(it) != wanted).map(|it| it.key.clone()));
            }
        }
    });
    ui.add_space(theme::GAP);
    let is_new = |it: &&&Row| it.kind == ChangeKind::Added;
    let ordered: Vec<&Row> =
        may_turn.iter().filter(|it| !is_new(it)).chain(may_turn.iter().filter(is_new)).copied().collect();
    long_list_ui(ui, text::CHANGES, ordered.len(), |ui, at| {
        if let Some(row) = ordered.get(at) {
            row_ui(view, row, turned, ui);
        }
    });
}

/// Whether a line is taken over unless somebody turns it.
fn is_usual(row: &Row) -> bool {
    matches!(row.kind, ChangeKind::Added | ChangeKind::Changed)
}

fn row_ui(view: &ViewContext<'_>, row: &Row, turned: &mut BTreeSet<RowKey>, ui: &mut Ui) {
    let mut is_taken = is_usual(row) != turned.contains(&row.key);
    let ink = if is_taken { Ink::Text } else { Ink::TextMuted };
    let line = match row.key {
        // What was done to a shape is a sentence of its own.
        RowKey::Shape(..) => row.words.clone(),
        RowKey::Export(_) | RowKey::Word(..) | RowKey::Cell(..) => text::row(text::verb(row.kind), &row.words),
    };
    let words = words(line).color(view.color(ink));
    ui.horizontal_wrapped(|ui| {
        if ui.add(Checkbox::new(&mut is_taken, words)).changed() && !turned.remove(&row.key) {
            turned.insert(row.key.clone());
        }
        if !row.place.is_empty() {
            ui.add(Label::new(muted(view, &row.place).size(12.0)).wrap());
        }
    });
}
