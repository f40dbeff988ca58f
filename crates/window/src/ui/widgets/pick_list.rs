//! A list that is searched by typing: a field, the matches below it, arrows and Enter to choose.

use egui::{Button, Key, Modifiers, RichText, ScrollArea, TextEdit, Ui, Vec2};

use crate::model::Element;
use crate::prose::capitalized;
use crate::scene::Ink;
use crate::text::kinds;
use crate::ui::context::ViewContext;

/// Height of a row in points.
const ROW: f32 = 26.0;

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
        let mut area = ScrollArea::vertical().max_height(height).auto_shrink([false, true]);
        if keys.moved {
            let top = (self.marked as f32 * (ROW + ui.spacing().item_spacing.y) - height / 2.0).max(0.0);
            area = area.vertical_scroll_offset(top);
        }
        area.show_rows(ui, ROW, found.len(), |ui, shown| {
            let start = shown.start;
            for (number, choice) in found.iter().enumerate().skip(start).take(shown.len()) {
                let row = Button::selectable(number == self.marked, choice.label.as_str())
                    .right_text(RichText::new(choice.note.as_str()).small())
                    .min_size(Vec2::new(ui.available_width(), ROW))
                    .truncate();
                if ui.add(row).clicked() {
                    chosen = Some(choice.value.clone());
                }
            }
        });
        chosen
    }
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
