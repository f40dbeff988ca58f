//! Adding by keyboard: what, to which tier, in which slot.

use egui::accesskit::Live;
use egui::{Area, Button, Event, Frame, Id, Key, Modifiers, Order, Rect, Ui, Vec2};

use super::paint::Canvas;
use super::palette::{preferred_tier, send_item};
use super::{CanvasView, Carried, drop_target, gestures};
use crate::edit::intent::palette::{self, PaletteItem, add_anywhere, best_tier};
use crate::edit::intent::slots::{DropTarget, next_free_slot};
use crate::model::{Document, Element, FailoverCluster, FailoverClusterId, Slot, TierId};
use crate::rules::{Cargo, Verdict};
use crate::scene::Ink;
use crate::scene::layout::Layout;
use crate::text::canvas as text;
use crate::ui::context::ViewContext;
use crate::ui::{theme, widgets};

/// Width of the list in points.
const WIDTH: f32 = 330.0;

/// What has been answered so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Step {
    /// Nothing: what is to be added?
    #[default]
    Item,
    /// To which tier?
    Tier(PaletteItem),
    /// In which slot?
    Slot(PaletteItem, Slot),
}

/// An element that is being added by keyboard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Placing {
    step: Step,
    marked: usize,
}

impl Placing {
    /// Asks for the tier of an item; `offered` is marked, `None` = the last choice.
    fn to_tier(document: &Document, item: PaletteItem, offered: Option<TierId>) -> Self {
        let marked = offered.and_then(|it| tiers(document).iter().position(|tier| *tier == it));
        Self { step: Step::Tier(item), marked: marked.unwrap_or(usize::MAX) }
    }
}

/// The key that chooses an item.
const fn letter(item: PaletteItem) -> Key {
    match item {
        PaletteItem::BizTalkServer => Key::B,
        PaletteItem::SqlServer => Key::S,
        PaletteItem::MasterSecretServer => Key::M,
        PaletteItem::LoadBalancer => Key::L,
        PaletteItem::DomainController => Key::D,
        PaletteItem::FileServer => Key::F,
        PaletteItem::ReverseProxy => Key::R,
        PaletteItem::InternetClients => Key::I,
        PaletteItem::IntranetClients => Key::N,
        PaletteItem::PartnerSystem => Key::P,
        PaletteItem::FileShare => Key::H,
        PaletteItem::SqlCluster => Key::C,
        PaletteItem::AvailabilityGroup => Key::A,
        PaletteItem::MasterSecretCluster => Key::K,
    }
}

const DIGITS: [Key; 10] =
    [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7, Key::Num8, Key::Num9, Key::Num0];

/// The tiers in reading order.
fn tiers(document: &Document) -> Vec<TierId> {
    document.tier_rows.iter().flatten().copied().collect()
}

/// The failover clusters that take an item as a further node, with the place behind their last one.
fn clusters(document: &Document, item: PaletteItem) -> Vec<(FailoverClusterId, DropTarget)> {
    let open = |(id, cluster): (&FailoverClusterId, &FailoverCluster)| {
        let slots = cluster.nodes.iter().filter_map(|it| document.slot_of(it.computer.into()));
        let target = DropTarget { slot: slots.max()?.right(), failover_cluster: Some(*id) };
        palette::refusal(document, item, target).is_none().then_some((*id, target))
    };
    if item.is_building_block() { Vec::new() } else { document.failover_clusters.iter().filter_map(open).collect() }
}

/// The slot that an arrow key leads to: at most one row and one column beyond what stands in the tier.
fn beside(document: &Document, layout: &Layout, slot: Slot, key: Key) -> Slot {
    let row = document.placed().map(|(it, _)| it).filter(|it| it.tier == slot.tier && it.row == slot.row);
    let end = row.map(|it| it.column + 1).max().unwrap_or(0);
    match key {
        Key::ArrowUp => layout.slot_across(slot, false).unwrap_or(slot),
        Key::ArrowDown => layout.slot_across(slot, true).unwrap_or(slot),
        Key::ArrowLeft => Slot { column: slot.column.saturating_sub(1), ..slot },
        _ => Slot { column: (slot.column + 1).min(end), ..slot },
    }
}

/// A key pressed in this frame, as it is written and by its place; nothing else sees it, nor what it writes.
fn taken(ui: &Ui) -> Option<(Key, Option<Key>, Modifiers)> {
    ui.input_mut(|input| {
        let wanted = |event: &Event| match event {
            Event::Key { key, physical_key, pressed: true, modifiers, .. } if *key != Key::Tab && *key != Key::F6 => {
                Some((*key, *physical_key, *modifiers))
            }
            _ => None,
        };
        let found = input.events.iter().find_map(wanted);
        input.events.retain(|it| wanted(it).is_none() && !matches!(it, Event::Text(_)));
        found
    })
}

impl CanvasView {
    /// Asks for the next answer, shows where the element would go, and adds it.
    pub(super) fn placing_ui(&mut self, view: &ViewContext<'_>, ui: &Ui, area: Rect) {
        let Some(placing) = self.placing else { return };
        let key = taken(ui);
        let next = match placing.step {
            Step::Item => item_step(view, ui, area, placing, key),
            Step::Tier(item) => tier_step(view, ui, area, (placing, item), key),
            Step::Slot(item, slot) if self.list.is_shown => {
                // The list has no slots: what is added stands behind the others.
                send_item(view, item, palette::add(view.document, item, slot.into()));
                None
            }
            Step::Slot(item, slot) => self.slot_step(view, ui, area, (item, slot), key),
        };
        if next != self.placing {
            self.placing = next;
            if next.is_none() {
                ui.memory_mut(|memory| memory.request_focus(self.focus_id()));
            }
            ui.ctx().request_repaint();
        }
    }

    fn slot_step(
        &mut self,
        view: &ViewContext<'_>,
        ui: &Ui,
        area: Rect,
        (item, slot): (PaletteItem, Slot),
        key: Option<(Key, Option<Key>, Modifiers)>,
    ) -> Option<Placing> {
        let stay = Some(Placing { step: Step::Slot(item, slot), marked: 0 });
        let place = view.layout.slot_rect(slot)?;
        let landing = drop_target::landing(view.document, view.layout, Cargo::Item(item), place.center())?;
        if self.camera.is_some_and(|it| !it.visible(self.viewport).contains(place.center())) {
            self.bring_into_view(place);
        }
        let painter = ui.painter_at(area);
        let canvas = Canvas { painter: &painter, transform: self.transform(area), palette: view.palette };
        let verdict = self.verdict_of(view, &Carried::Item(item), &landing);
        let words = gestures::mark(&canvas, &landing, &verdict);
        let tier = Element::from(slot.tier).name(view.document);
        let mut lines = vec![text::place_in(&tier, slot.row + 1, slot.column + 1)];
        lines.extend(words.into_iter().map(|(it, _)| it));
        slot_ui(view, ui, area, &lines);
        match key {
            Some((Key::Escape, ..)) => Some(Placing::to_tier(view.document, item, Some(slot.tier))),
            Some((Key::Enter, _, modifiers)) => {
                if matches!(*verdict, Verdict::Refused(_)) {
                    return stay;
                }
                send_item(view, item, palette::add(view.document, item, landing.target));
                let next = Slot { column: slot.column + 1, ..slot };
                modifiers.command.then_some(Placing { step: Step::Slot(item, next), marked: 0 })
            }
            Some((key @ (Key::ArrowUp | Key::ArrowDown | Key::ArrowLeft | Key::ArrowRight), ..)) => {
                Some(Placing { step: Step::Slot(item, beside(view.document, view.layout, slot, key)), marked: 0 })
            }
            _ => stay,
        }
    }
}

/// Asks what is to be added.
fn item_step(
    view: &ViewContext<'_>,
    ui: &Ui,
    area: Rect,
    placing: Placing,
    key: Option<(Key, Option<Key>, Modifiers)>,
) -> Option<Placing> {
    let rows: Vec<Row> = PaletteItem::ALL
        .iter()
        .map(|it| Row { key: letter(*it).name().to_owned(), words: it.label().to_owned(), note: String::new() })
        .collect();
    let shown = list_ui(view, ui, area, (text::ADD_WHAT, text::BY_LETTER), &rows, placing.marked);
    let by_letter = key.and_then(|(key, ..)| PaletteItem::ALL.iter().position(|it| letter(*it) == key));
    match answer(key, rows.len(), placing.marked, shown, by_letter) {
        Answer::Back => None,
        Answer::Marked(marked) => Some(Placing { marked, ..placing }),
        Answer::Chosen(at) => {
            let item = *PaletteItem::ALL.get(at)?;
            // Where the person is at work, if it fits there.
            let suits = |it: &TierId| view.document.tiers.get(it).is_some_and(|it| item.suits(it.kind));
            let here = preferred_tier(view, item).filter(suits);
            Some(Placing::to_tier(view.document, item, here.or_else(|| best_tier(view.document, item))))
        }
    }
}

/// Asks for the tier.
fn tier_step(
    view: &ViewContext<'_>,
    ui: &Ui,
    area: Rect,
    (placing, item): (Placing, PaletteItem),
    key: Option<(Key, Option<Key>, Modifiers)>,
) -> Option<Placing> {
    let tiers = tiers(view.document);
    let row = |(number, tier): (usize, &TierId)| {
        let refusal = palette::refusal(view.document, item, next_free_slot(view.document, *tier).into());
        Row {
            key: DIGITS.get(number).filter(|it| **it != Key::Num0).map_or("", |it| it.name()).to_owned(),
            words: Element::from(*tier).name(view.document),
            note: refusal.map(|it| text::not_here(&it)).unwrap_or_default(),
        }
    };
    let mut rows: Vec<Row> = tiers.iter().enumerate().map(row).collect();
    let clusters = clusters(view.document, item);
    rows.extend(clusters.iter().map(|(id, _)| {
        let words = text::failover_cluster(&Element::from(*id).name(view.document));
        Row { key: String::new(), words, note: String::new() }
    }));
    rows.push(Row { key: "0".to_owned(), words: text::WHERE_IT_BELONGS.to_owned(), note: String::new() });
    let title = text::to_which_tier(item.label());
    let marked = placing.marked.min(rows.len() - 1);
    let shown = list_ui(view, ui, area, (&title, text::BY_DIGIT), &rows, marked);
    let digit = key.and_then(|(key, place, _)| DIGITS.iter().position(|it| *it == key || Some(*it) == place));
    let by_digit = match digit {
        Some(9) => Some(rows.len() - 1),
        digit => digit.filter(|it| *it < tiers.len()),
    };
    match answer(key, rows.len(), marked, shown, by_digit) {
        Answer::Back => Some(Placing::default()),
        Answer::Marked(marked) => Some(Placing { marked, ..placing }),
        Answer::Chosen(at) => match tiers.get(at) {
            Some(tier) if rows.get(at).is_some_and(|it| it.note.is_empty()) => {
                Some(Placing { step: Step::Slot(item, next_free_slot(view.document, *tier)), marked: 0 })
            }
            Some(_) => Some(Placing { marked: at, ..placing }),
            None => {
                let edit = match clusters.get(at - tiers.len()) {
                    Some((_, target)) => palette::add(view.document, item, *target),
                    None => add_anywhere(view.document, item, None),
                };
                send_item(view, item, edit);
                None
            }
        },
    }
}

/// What a key or a click means in a list.
enum Answer {
    Back,
    Marked(usize),
    Chosen(usize),
}

fn answer(
    key: Option<(Key, Option<Key>, Modifiers)>,
    count: usize,
    marked: usize,
    clicked: Option<usize>,
    by_key: Option<usize>,
) -> Answer {
    if let Some(at) = clicked.or(by_key) {
        return Answer::Chosen(at);
    }
    match key.map(|(key, ..)| key) {
        Some(Key::Escape) => Answer::Back,
        Some(Key::Enter | Key::Space) => Answer::Chosen(marked),
        Some(Key::ArrowDown) => Answer::Marked((marked + 1).min(count.saturating_sub(1))),
        Some(Key::ArrowUp) => Answer::Marked(marked.saturating_sub(1)),
        Some(Key::Home) => Answer::Marked(0),
        Some(Key::End) => Answer::Marked(count.saturating_sub(1)),
        _ => Answer::Marked(marked),
    }
}

/// A choice: the key that takes it, what it is, and why it cannot be taken.
struct Row {
    key: String,
    words: String,
    note: String,
}

fn popup_ui<R>(view: &ViewContext<'_>, ui: &Ui, area: Rect, content: impl FnOnce(&mut Ui) -> R) -> R {
    let popup = Area::new(Id::new("canvas-placing"))
        .order(Order::Foreground)
        .constrain_to(area.shrink(4.0))
        .fixed_pos(area.left_top() + Vec2::new(14.0, 14.0));
    popup
        .show(ui.ctx(), |ui| {
            let frame = Frame::popup(ui.style()).fill(view.color(Ink::SurfaceRaised));
            frame
                .show(ui, |ui| {
                    ui.set_width(WIDTH.min(area.width() - 44.0));
                    content(ui)
                })
                .inner
        })
        .inner
}

/// The choices, of which the marked one has the focus; returns the one that was clicked.
fn list_ui(
    view: &ViewContext<'_>,
    ui: &Ui,
    area: Rect,
    (title, hint): (&str, &str),
    rows: &[Row],
    marked: usize,
) -> Option<usize> {
    popup_ui(view, ui, area, |ui| {
        ui.label(widgets::strong(view, title));
        ui.label(widgets::muted(view, hint).size(12.0));
        ui.add_space(theme::GAP / 2.0);
        ui.spacing_mut().item_spacing.y = 1.0;
        let height = (area.height() - 110.0).max(120.0);
        let mut clicked = None;
        // A list that was shorter before must not keep this one as short.
        let area = egui::ScrollArea::vertical().max_height(height).min_scrolled_height(height);
        area.show(ui, |ui| {
            for (number, row) in rows.iter().enumerate() {
                let label = text::choice(&row.key, &row.words, &row.note);
                let button = Button::selectable(number == marked, label.as_str())
                    .min_size(Vec2::new(ui.available_width(), 25.0))
                    .wrap();
                let response = ui.add(button);
                if number == marked && !response.has_focus() {
                    response.request_focus();
                    response.scroll_to_me(None);
                }
                // Keys are answered apart.
                if response.clicked() && !ui.input(|it| it.key_pressed(Key::Enter) || it.key_pressed(Key::Space)) {
                    clicked = Some(number);
                }
            }
        });
        clicked
    })
}

/// Where the element would go and what that would do: read aloud whenever it changes.
fn slot_ui(view: &ViewContext<'_>, ui: &Ui, area: Rect, lines: &[String]) {
    popup_ui(view, ui, area, |ui| {
        let words = lines.join(". ");
        let label = ui.add(egui::Label::new(widgets::words(&words)).wrap().sense(egui::Sense::FOCUSABLE));
        ui.ctx().accesskit_node_builder(label.id, |node| node.set_live(Live::Polite));
        if !label.has_focus() {
            label.request_focus();
        }
        ui.label(widgets::muted(view, text::BY_ARROWS).size(12.0));
    });
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::document::template;
    use crate::model::TierKind;
    use crate::model::index::Index;
    use crate::scene::layout::Detail;
    use crate::testing::DocumentBuilder;

    #[test]
    fn every_item_has_a_letter_of_its_own() {
        let letters: BTreeSet<Key> = PaletteItem::ALL.iter().map(|it| letter(*it)).collect();
        assert_eq!(letters.len(), PaletteItem::ALL.len());
    }

    #[test]
    fn a_server_is_added_to_a_failover_cluster_and_clients_are_not() {
        let document = &template("large").unwrap().document;
        assert_eq!(clusters(document, PaletteItem::SqlServer).len(), 3);
        assert!(clusters(document, PaletteItem::InternetClients).is_empty());
        assert!(clusters(document, PaletteItem::SqlCluster).is_empty());
    }

    fn layout(document: &Document) -> Layout {
        Layout::of(&Index::new(document), Detail::Full)
    }

    #[test]
    fn arrows_lead_to_at_most_one_slot_beyond_what_stands_there() {
        let document = &template("large").unwrap().document;
        let tier = tiers(document).into_iter().find(|id| document.tiers.get(id).unwrap().name == "Receive").unwrap();
        let at = |row, column| Slot { tier, row, column };
        let beside = |slot, key| beside(document, &layout(document), slot, key);
        assert_eq!(beside(at(0, 2), Key::ArrowRight), at(0, 2), "BTS1, BTS2, and the place behind them");
        assert_eq!(beside(at(0, 2), Key::ArrowLeft), at(0, 1));
        assert_eq!(beside(at(0, 1), Key::ArrowDown), at(1, 0), "a new row begins at its first place");
        assert_eq!(beside(at(1, 0), Key::ArrowDown), at(1, 0));
        assert_eq!(beside(at(1, 0), Key::ArrowUp), at(0, 0));
        assert_eq!(beside(at(0, 0), Key::ArrowUp), at(0, 0));
    }

    #[test]
    fn arrows_lead_from_line_to_line_of_a_row_that_is_broken_and_to_every_place_in_it() {
        let mut builder = DocumentBuilder::new("Test");
        let tier = builder.tier("BizTalk", TierKind::BizTalk);
        let names: Vec<String> = (1..=40).map(|it| format!("BTS{it}")).collect();
        builder.biztalk_servers(&names.iter().map(String::as_str).collect::<Vec<_>>(), tier);
        let document = &builder.build();
        let layout = layout(document);
        let row = |slot: Slot| layout.slot_rect(slot).unwrap().min.y;
        let first = Slot::first(tier);
        let below = beside(document, &layout, first, Key::ArrowDown);
        assert!(below.row == 0 && below.column > 1 && row(below) > row(first), "{below:?}");
        assert_eq!(layout.slot_rect(below).unwrap().min.x, layout.slot_rect(first).unwrap().min.x);
        assert_eq!(beside(document, &layout, below, Key::ArrowUp), first);
        let mut reached = vec![first];
        while let Some(next) = Some(beside(document, &layout, *reached.last().unwrap(), Key::ArrowRight))
            .filter(|it| !reached.contains(it))
        {
            reached.push(next);
        }
        assert_eq!(reached.len(), 41, "every card, and the place behind the last");
    }
}
