//! Headers that fold what is below them, and chips that switch something on and off.

use egui::{Response, RichText, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, WidgetType};

use crate::scene::{IconKind, Ink};
use crate::ui::context::ViewContext;
use crate::ui::{paint, theme};

/// The words and the mark of a header.
#[derive(Clone, Copy, Debug)]
pub struct SectionTitle<'a> {
    /// What is below, in a few words.
    pub text: &'a str,
    /// How many rows are below; `None` = the number says nothing.
    pub count: Option<usize>,
    /// A mark before the words.
    pub mark: Option<(IconKind, Ink)>,
}

impl<'a> SectionTitle<'a> {
    /// Words alone.
    pub const fn new(text: &'a str) -> Self {
        Self { text, count: None, mark: None }
    }

    /// The same with a number behind the words.
    pub const fn counting(mut self, count: usize) -> Self {
        self.count = Some(count);
        self
    }

    /// The same with a mark before the words.
    pub const fn marked(mut self, icon: IconKind, ink: Ink) -> Self {
        self.mark = Some((icon, ink));
        self
    }

    fn label(&self) -> String {
        self.count.map_or_else(|| self.text.to_owned(), |count| format!("{} ({count})", self.text))
    }
}

/// A header of the full width; a click, Enter or Space on it flips `open`.
pub fn section_header_ui(view: &ViewContext<'_>, ui: &mut Ui, title: SectionTitle<'_>, open: &mut bool) -> Response {
    const MARK: f32 = 16.0;
    let label = title.label();
    let mut indent = 20.0;
    if title.mark.is_some() {
        indent += MARK + 6.0;
    }
    let width = ui.available_width();
    let galley = ui.painter().layout(
        label.clone(),
        theme::bold_font(13.5),
        view.color(Ink::TextStrong),
        (width - indent - 8.0).max(40.0),
    );
    let height = galley.size().y.max(20.0) + 8.0;
    let (rect, mut response) = ui.allocate_exact_size(Vec2::new(width, height), Sense::click());
    if response.clicked() {
        *open = !*open;
        response.mark_changed();
    }
    response.widget_info(|| WidgetInfo::selected(WidgetType::CollapsingHeader, true, *open, &label));
    if ui.is_rect_visible(rect) {
        let fill = if response.hovered() { Ink::AccentSoft } else { Ink::TierBand };
        ui.painter().rect_filled(rect, 5.0, view.color(fill));
        focus_ring(view, ui, &response);
        let arrow = egui::Rect::from_center_size(rect.left_center() + Vec2::new(11.0, 0.0), Vec2::splat(8.0));
        arrow_at(view, ui, arrow, *open);
        if let Some((icon, ink)) = title.mark {
            let at = egui::Rect::from_center_size(rect.left_center() + Vec2::new(28.0, 0.0), Vec2::splat(MARK));
            paint::icon_at(ui.painter(), view.palette, icon, at, ink);
        }
        let corner = egui::pos2(rect.left() + indent, rect.center().y - galley.size().y / 2.0);
        ui.painter().galley(corner, galley, view.color(Ink::TextStrong));
    }
    response
}

/// A small arrow that points right when closed and down when open.
fn arrow_at(view: &ViewContext<'_>, ui: &Ui, rect: egui::Rect, open: bool) {
    let points = if open {
        vec![rect.left_top(), rect.right_top(), rect.center_bottom()]
    } else {
        vec![rect.left_top(), rect.right_center(), rect.left_bottom()]
    };
    ui.painter().add(egui::Shape::convex_polygon(points, view.color(Ink::TextMuted), Stroke::NONE));
}

/// The outline of what has the keyboard.
pub fn focus_ring(view: &ViewContext<'_>, ui: &Ui, response: &Response) {
    if response.has_focus() {
        let stroke = Stroke::new(2.0, view.color(Ink::Accent));
        ui.painter().rect_stroke(response.rect, 6.0, stroke, StrokeKind::Inside);
    }
}

/// A text that does something when it is clicked: a button for assistive technology, though it looks like a text.
pub fn clickable_label_ui(view: &ViewContext<'_>, ui: &mut Ui, text: RichText) -> Response {
    let name = text.text().to_owned();
    let response = ui.add(egui::Label::new(text).wrap().sense(Sense::click()));
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, &name));
    focus_ring(view, ui, &response);
    response
}

/// A chip with an icon and a word that is switched on and off by a click.
pub fn toggle_chip_ui(
    view: &ViewContext<'_>,
    ui: &mut Ui,
    icon: Option<(IconKind, Ink)>,
    text: &str,
    on: &mut bool,
) -> Response {
    short_toggle_chip_ui(view, ui, icon, (text, text), on)
}

/// The same where there is little room: it shows the first text and is called by the second.
pub fn short_toggle_chip_ui(
    view: &ViewContext<'_>,
    ui: &mut Ui,
    icon: Option<(IconKind, Ink)>,
    (text, label): (&str, &str),
    on: &mut bool,
) -> Response {
    const MARK: f32 = 14.0;
    let ink = if *on { Ink::TextStrong } else { Ink::TextMuted };
    let font = egui::FontId::proportional(12.5);
    let indent = if icon.is_some() { 6.0 + MARK + 5.0 } else { 8.0 };
    let widest = (ui.max_rect().width() - indent - 8.0).max(40.0);
    let galley = ui.painter().layout(text.to_owned(), font, view.color(ink), widest);
    let size = Vec2::new(indent + galley.size().x + 8.0, (galley.size().y + 5.0).max(22.0));
    let (rect, mut response) = ui.allocate_exact_size(size, Sense::click());
    if response.clicked() {
        *on = !*on;
        response.mark_changed();
    }
    response.widget_info(|| WidgetInfo::selected(WidgetType::Checkbox, true, *on, label));
    if ui.is_rect_visible(rect) {
        let fill = if *on { Ink::AccentSoft } else { Ink::Surface };
        let border = if response.hovered() || *on { Ink::Accent } else { Ink::CardBorder };
        let stroke = Stroke::new(1.0, view.color(border));
        ui.painter().rect(rect, 11.0, view.color(fill), stroke, StrokeKind::Inside);
        focus_ring(view, ui, &response);
        if let Some((icon, ink)) = icon {
            let at =
                egui::Rect::from_center_size(rect.left_center() + Vec2::new(6.0 + MARK / 2.0, 0.0), Vec2::splat(MARK));
            let ink = if *on { ink } else { Ink::TextMuted };
            paint::icon_at(ui.painter(), view.palette, icon, at, ink);
        }
        let corner = egui::pos2(rect.left() + indent, rect.center().y - galley.size().y / 2.0);
        ui.painter().galley(corner, galley, view.color(ink));
    }
    response
}
