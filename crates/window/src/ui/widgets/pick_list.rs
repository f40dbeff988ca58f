//! A list that is searched by typing: a field, the matches below it, arrows and Enter to choose.

use egui::{
    Key, Modifiers, Response, RichText, ScrollArea, Sense, TextEdit, TextStyle, Ui, Vec2, WidgetInfo, WidgetType, pos2,
    vec2,
};

use super::long_list::long_list_with_ui;

use crate::model::Element;
use crate::prose::capitalized;
use crate::scene::Ink;
use crate::text::kinds;
use crate::ui::context::ViewContext;

/// Least height of a row in points.
const ROW: f32 = 26.0;
/// Space between a row's edge and its words, in points.
const PAD: Vec2 = vec2(8.0, 4.0);

/// Something to choose.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice<T> {
    /// What is searched and read.
    pub label: String,
    /// What kind of thing it is, or its keys; at the right end.
    pub note: String,
    /// What choosing it means.
    pub value: T,
}

impl<T> Choice<T> {
    /// A choice.
    pub fn new(label: impl Into<String>, note: impl Into<String>, value: T) -> Self {
        Self { label: label.into(), note: note.into(), value }
    }

    /// An element by its name, with its kind.
    pub fn element(view: &ViewContext<'_>, element: Element, value: T) -> Self {
        Self::new(element.name(view.document), capitalized(kinds::one_and_many(element).0), value)
    }
}

/// What was typed, and which match is marked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PickList {
    text: String,
    marked: usize,
}

/// Keys that were pressed in the field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PickKeys {
    moved: bool,
    enter: bool,
}

impl PickList {
    /// What was typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The field, which keeps the focus. `name` is what screen readers call it.
    pub fn field_ui(&mut self, ui: &mut Ui, name: &str, hint: &str) -> PickKeys {
        let (up, down, enter) = ui.input_mut(|input| {
            let mut pressed = |key| input.consume_key(Modifiers::NONE, key);
            (pressed(Key::ArrowUp), pressed(Key::ArrowDown), pressed(Key::Enter))
        });
        self.marked = (self.marked + usize::from(down)).saturating_sub(usize::from(up));
        let field = ui.add(TextEdit::singleline(&mut self.text).hint_text(hint).desired_width(f32::INFINITY));
        field.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::TextEdit, true, name));
        if !field.has_focus() {
            field.request_focus();
        }
        if field.changed() {
            self.marked = 0;
        }
        PickKeys { moved: up || down, enter }
    }

    /// The choices with all words of `wanted` in their label; returns what was chosen.
    pub fn list_ui<T: Clone>(
        &mut self,
        view: &ViewContext<'_>,
        ui: &mut Ui,
        (wanted, keys): (&str, PickKeys),
        (choices, none, height): (&[Choice<T>], &str, f32),
    ) -> Option<T> {
        let found = matches(choices, wanted);
        if found.is_empty() {
            ui.label(RichText::new(none).color(view.color(Ink::TextMuted)));
        }
        self.marked = self.marked.min(found.len().saturating_sub(1));
        let mut chosen = found.get(self.marked).filter(|_| keys.enter).map(|it| it.value.clone());
        let area = ScrollArea::vertical().max_height(height).auto_shrink([false, true]);
        // A list that was shorter before must not keep this one as short.
        let area = area.min_scrolled_height(height);
        area.show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            long_list_with_ui(ui, "choices", (found.len(), Some(self.marked)), |ui, number| {
                let Some(choice) = found.get(number) else { return };
                let is_marked = number == self.marked;
                let row = row_ui(view, ui, choice, is_marked);
                if is_marked && keys.moved {
                    row.scroll_to_me(None);
                }
                if row.clicked() {
                    chosen = Some(choice.value.clone());
                }
            });
        });
        chosen
    }
}

/// A choice: its words, and its note beside them or, where there is no room, below them.
fn row_ui<T>(view: &ViewContext<'_>, ui: &mut Ui, choice: &Choice<T>, is_marked: bool) -> Response {
    let width = ui.available_width();
    let room = width - 2.0 * PAD.x;
    let text = |words: &str, style: TextStyle, ink: Ink, room: f32| {
        ui.painter().layout(words.to_owned(), style.resolve(ui.style()), view.color(ink), room.max(40.0))
    };
    let note = text(&choice.note, TextStyle::Small, Ink::TextMuted, room);
    let ink = if is_marked { Ink::TextStrong } else { Ink::Text };
    let label = text(&choice.label, TextStyle::Button, ink, room);
    let is_beside = label.size().x + 2.0 * PAD.x + note.size().x <= room;
    let below = if is_beside { 0.0 } else { note.size().y };
    let height = (label.size().y + below + 2.0 * PAD.y).max(ROW);
    let (place, row) = ui.allocate_exact_size(Vec2::new(width, height), Sense::click());
    let name = format!("{} {}", choice.label, choice.note);
    row.widget_info(|| WidgetInfo::selected(WidgetType::Button, true, is_marked, name.trim()));
    if ui.is_rect_visible(place) {
        let fill = [(is_marked, Ink::AccentSoft), (row.hovered(), Ink::TierBand)].into_iter().find(|(is, _)| *is);
        if let Some((_, fill)) = fill {
            ui.painter().rect_filled(place, 5.0, view.color(fill));
        }
        let top = place.center().y - (label.size().y + below) / 2.0;
        let at = if is_beside {
            pos2(place.right() - PAD.x - note.size().x, place.center().y - note.size().y / 2.0)
        } else {
            pos2(place.left() + PAD.x, top + label.size().y)
        };
        ui.painter().galley(at, note, view.color(Ink::TextMuted));
        ui.painter().galley(pos2(place.left() + PAD.x, top), label, view.color(ink));
    }
    row
}

/// The choices whose label or note holds every word, in any order; what is called exactly so comes first, then what begins
/// with the first word.
fn matches<'c, T>(choices: &'c [Choice<T>], wanted: &str) -> Vec<&'c Choice<T>> {
    let wanted = wanted.to_lowercase();
    let words: Vec<&str> = wanted.split_whitespace().collect();
    let fits = |it: &&Choice<T>| {
        let (label, note) = (it.label.to_lowercase(), it.note.to_lowercase());
        words.iter().all(|word| label.contains(word) || note.contains(word))
    };
    let rank = |it: &&Choice<T>| {
        let label = it.label.to_lowercase();
        if label == wanted.trim() { 0 } else { 1 + u8::from(!words.first().is_none_or(|word| label.starts_with(word))) }
    };
    let mut found: Vec<&Choice<T>> = choices.iter().filter(fits).collect();
    found.sort_by_key(rank);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_match_in_any_order_and_those_at_the_start_come_first() {
        let choices =
            ["SQL other databases", "Other databases cluster", "BTS1"].map(|it| Choice::new(it, "computer", it));
        let found = |wanted: &str| matches(&choices, wanted).into_iter().map(|it| it.value).collect::<Vec<_>>();
        assert_eq!(found("other"), ["Other databases cluster", "SQL other databases"]);
        assert_eq!(found("databases sql"), ["SQL other databases"]);
        assert_eq!(found("bts computer"), ["BTS1"]);
        let groups = ["SQL1 group", "SQL1"].map(|it| Choice::new(it, "", it));
        assert_eq!(matches(&groups, "SQL1")[0].value, "SQL1", "what is called exactly so comes first");
        assert_eq!(found("").len(), 3);
        assert!(found("nothing").is_empty());
    }
}
