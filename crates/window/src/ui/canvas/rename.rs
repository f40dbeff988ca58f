//! Renaming in place: a text field over the name.

use egui::{Area, Id, Key, Order, Rect, TextEdit, Vec2};

use crate::edit::intent::rename::rename;
use crate::model::Element;
use crate::text::canvas as text;
use crate::ui::context::ViewContext;

/// The least size of letters, in points.
const LEAST: f32 = 9.0;

/// A name being edited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Rename {
    pub(super) element: Element,
    text: String,
    /// Whether the field has not had the focus yet.
    is_fresh: bool,
    /// Whether the whole name is selected at first, so that typing replaces it.
    select_all: bool,
}

/// How editing a name goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Still editing.
    Open,
    /// Kept or dropped.
    Done,
    /// Kept; the next name is to be edited.
    Next,
}

impl Rename {
    /// Edits the present name.
    pub(super) fn new(view: &ViewContext<'_>, element: Element) -> Self {
        Self { element, text: element.name(view.document), is_fresh: true, select_all: true }
    }

    /// Starts with what was typed.
    pub(super) fn typed(element: Element, text: &str) -> Self {
        Self { element, text: text.to_owned(), is_fresh: true, select_all: false }
    }

    /// Whether it has not been shown yet.
    pub(super) const fn is_fresh(&self) -> bool {
        self.is_fresh
    }

    /// Shows the field over `place`, the card or title on screen, and within `area`, so that it covers nothing else.
    pub(super) fn ui(
        &mut self,
        view: &ViewContext<'_>,
        ui: &egui::Ui,
        (place, area): (Rect, Rect),
        scale: f32,
    ) -> Outcome {
        let ctx = ui.ctx();
        let size = (13.5 * scale).clamp(12.0, 28.0);
        let font = |size| egui::FontId::new(size, crate::ui::theme::bold());
        let needed = ctx.fonts_mut(|fonts| {
            fonts.layout_no_wrap(self.text.clone(), font(size), egui::Color32::PLACEHOLDER).size().x
        });
        // Room for the name as it is typed, however small the card.
        let width = (needed + 24.0).max(place.width()).clamp(150.0, 420.0).min(area.width() - 24.0);
        // In a narrow canvas letters are smaller, so that the name is seen whole.
        let size = (size * ((width - 8.0) / needed).min(1.0)).max(LEAST);
        let id = Id::new(("canvas-rename", self.element));
        // Tab would move the focus before the field could keep its text.
        let tab = ctx.input_mut(|input| input.consume_key(egui::Modifiers::NONE, Key::Tab));
        let escape = ctx.input(|input| input.key_pressed(Key::Escape));
        let shown = Area::new(id.with("area")).order(Order::Foreground).fixed_pos(place.left_top()).constrain_to(area);
        let response = shown.show(ctx, |ui| {
            let label = text::name_of(&self.element.name(view.document));
            let field = TextEdit::singleline(&mut self.text)
                .id(id)
                .desired_width(width)
                .min_size(Vec2::new(width, size * 1.6))
                .font(font(size));
            let response = ui.add(field);
            response.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::TextEdit, true, &label));
            response
        });
        let field = response.inner;
        if self.is_fresh {
            self.is_fresh = false;
            field.request_focus();
            self.place_cursor(ctx, id);
            return Outcome::Open;
        }
        if escape {
            return Outcome::Done;
        }
        if tab {
            self.keep(view);
            return Outcome::Next;
        }
        if field.lost_focus() || !field.has_focus() {
            self.keep(view);
            return Outcome::Done;
        }
        Outcome::Open
    }

    fn place_cursor(&self, ctx: &egui::Context, id: Id) {
        use egui::text::{CCursor, CCursorRange};
        let end = CCursor::new(self.text.chars().count());
        let start = if self.select_all { CCursor::new(0) } else { end };
        let mut state = TextEdit::load_state(ctx, id).unwrap_or_default();
        state.cursor.set_char_range(Some(CCursorRange::two(start, end)));
        state.store(ctx, id);
    }

    fn keep(&self, view: &ViewContext<'_>) {
        if self.text.trim() != self.element.name(view.document) && self.element.exists(view.document) {
            view.outbox.try_edit(rename(view.document, self.element, &self.text));
        }
    }
}
