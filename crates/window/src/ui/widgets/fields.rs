//! Fields of forms: each shows a value that may be unknown or differ between elements, and returns a value only when
//! the person has committed another one.

use egui::{ComboBox, EventFilter, Id, Key, Popup, Response, RichText, Stroke, TextEdit, Ui, WidgetInfo, WidgetType};

use super::button::choosable_ui;
use super::icon::icon_ui;
use super::layout::{muted, words};
use super::menu::{self, menu_button_ui, options_ui};
use super::section::toggle_chip_ui;
use crate::model::limits::Limits;
use crate::scene::{IconKind, Ink};
use crate::text::{common, widgets as text};
use crate::ui::context::ViewContext;
use crate::ui::theme;

/// The label of a field.
#[derive(Clone, Copy, Debug)]
pub struct FieldLabel<'a> {
    /// The words, in sentence case.
    pub text: &'a str,
    /// Whether a rule waits for this detail.
    pub asked: bool,
}

impl<'a> FieldLabel<'a> {
    /// A label that no rule asks for.
    pub const fn new(text: &'a str) -> Self {
        Self { text, asked: false }
    }

    fn name(self, part: &str) -> String {
        format!("{}: {part}", self.text)
    }
}

/// A label on the left and a field on the right; what a rule waits for is marked.
pub fn field_row_ui<R>(
    view: &ViewContext<'_>,
    ui: &mut Ui,
    label: FieldLabel<'_>,
    field: impl FnOnce(&mut Ui) -> R,
) -> R {
    let shown = ui.horizontal_top(|ui| {
        let width = (ui.available_width() * 0.42).clamp(120.0, 210.0);
        ui.allocate_ui_with_layout(
            egui::vec2(width, theme::ROW_HEIGHT),
            egui::Layout::left_to_right(egui::Align::Min),
            |ui| {
                ui.set_width(width);
                ui.spacing_mut().item_spacing.x = 4.0;
                if label.asked {
                    icon_ui(view, ui, IconKind::Question, Ink::Accent, 15.0, text::A_RULE_WAITS)
                        .on_hover_text(text::A_RULE_WAITS);
                }
                let ink = if label.asked { Ink::TextStrong } else { Ink::TextMuted };
                let text = words(label.text).color(view.color(ink));
                ui.vertical(|ui| {
                    ui.add_space(3.0);
                    ui.add(egui::Label::new(text).wrap());
                });
            },
        );
        ui.vertical(|ui| {
            ui.set_width(ui.available_width());
            field(ui)
        })
        .inner
    });
    if label.asked {
        let rect = shown.response.rect;
        let line = Stroke::new(2.0, view.color(Ink::Accent));
        ui.painter().vline(rect.left() - 5.0, rect.y_range(), line);
    }
    shown.inner
}

/// A line of text; commits on Enter and when the focus leaves, Escape drops what was typed.
/// `value` is `None` when several elements differ.
pub fn text_field(
    view: &ViewContext<'_>,
    ui: &mut Ui,
    label: FieldLabel<'_>,
    value: Option<&str>,
    hint: &str,
) -> Option<String> {
    field_row_ui(view, ui, label, |ui| text_edit_ui(view, ui, label.text, value, hint))
}

/// The same without the label beside it.
pub fn text_edit_ui(
    view: &ViewContext<'_>,
    ui: &mut Ui,
    name: &str,
    value: Option<&str>,
    hint: &str,
) -> Option<String> {
    line_ui(view, ui, (name, ""), value, hint, 1)
}

/// Several lines of text; commits when the focus leaves, Escape drops what was typed.
pub fn lines_edit_ui(view: &ViewContext<'_>, ui: &mut Ui, name: &str, value: &str, hint: &str) -> Option<String> {
    line_ui(view, ui, (name, ""), Some(value), hint, 3)
}

/// The id of the text field with this name.
pub fn text_id(ui: &Ui, name: &str) -> Id {
    ui.id().with(("text", name))
}

/// One line of text or several, with a name and, for assistive technology, what may stand in it.
fn line_ui(
    view: &ViewContext<'_>,
    ui: &mut Ui,
    (name, range): (&str, &str),
    value: Option<&str>,
    hint: &str,
    rows: usize,
) -> Option<String> {
    let id = text_id(ui, name);
    let before = value.unwrap_or_default();
    let mut text = ui.data(|data| data.get_temp::<String>(id)).unwrap_or_else(|| before.to_owned());
    let hint = if value.is_none() { common::MIXED } else { hint };
    let hint = RichText::new(hint).color(view.color(Ink::TextMuted));
    let edit =
        if rows > 1 { TextEdit::multiline(&mut text).desired_rows(rows) } else { TextEdit::singleline(&mut text) };
    let edit = edit.id(id).hint_text(hint).margin(egui::Margin::symmetric(6, 3));
    // Up and down lead to what stands above and below, as from any other field.
    let arrows = EventFilter { horizontal_arrows: true, vertical_arrows: rows > 1, ..EventFilter::default() };
    let edit = edit.desired_width(ui.available_width()).event_filter(arrows);
    let response = ui.add(edit);
    response.widget_info(|| {
        let mut info = WidgetInfo::text_edit(true, before, &text, "");
        info.label = Some(name.to_owned());
        info
    });
    if rows > 1 {
        let role = egui::accesskit::Role::MultilineTextInput;
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_role(role));
    }
    if !range.is_empty() {
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(range));
    }
    if response.changed() {
        ui.data_mut(|data| data.insert_temp(id, text.clone()));
    }
    let leaves = response.lost_focus() || (response.has_focus() && is_leaving(ui, &response));
    if !leaves {
        if !response.has_focus() {
            ui.data_mut(|data| data.remove::<String>(id));
        }
        return None;
    }
    ui.data_mut(|data| data.remove::<String>(id));
    let dropped = ui.input(|input| input.key_pressed(Key::Escape));
    let text = text.trim().to_owned();
    (!dropped && text != before).then_some(text)
}

/// Whether something happens that may take the field away before it loses the focus: a press elsewhere, or a command.
fn is_leaving(ui: &Ui, response: &Response) -> bool {
    let keys = [Key::S, Key::N, Key::O, Key::E, Key::Q, Key::D, Key::Num1, Key::Num2, Key::Num3];
    ui.input(|input| {
        let elsewhere =
            input.pointer.any_pressed() && input.pointer.interact_pos().is_some_and(|at| !response.rect.contains(at));
        let command = input.modifiers.command && keys.iter().any(|key| input.key_pressed(*key));
        elsewhere || command || input.key_pressed(Key::F8)
    })
}

/// What a number may be.
#[derive(Clone, Copy, Debug)]
pub struct NumberRange {
    /// Unit, shown behind the number; may be empty.
    pub unit: &'static str,
    /// Smallest value.
    pub min: f64,
    /// Largest value.
    pub max: f64,
    /// Whether only whole numbers make sense.
    pub whole: bool,
    /// Whether it may be left open.
    pub optional: bool,
}

impl NumberRange {
    /// A whole number that may be left open.
    pub const fn whole(unit: &'static str, within: Limits) -> Self {
        Self { unit, min: within.min, max: within.max, whole: true, optional: true }
    }

    /// Any number that may be left open.
    pub const fn any(unit: &'static str, within: Limits) -> Self {
        Self { unit, min: within.min, max: within.max, whole: false, optional: true }
    }

    /// The same, which must be stated.
    pub const fn required(self) -> Self {
        Self { optional: false, ..self }
    }

    /// The number in a text; the text of the refusal otherwise. An empty text leaves it open where that is allowed.
    ///
    /// # Errors
    /// What to enter, as a sentence.
    pub fn parse(&self, text: &str) -> Result<Option<f64>, String> {
        let text = text.trim().replace(',', ".");
        if text.is_empty() && self.optional {
            return Ok(None);
        }
        let fits = |value: &f64| {
            value.is_finite() && *value >= self.min && *value <= self.max && (!self.whole || value.fract() == 0.0)
        };
        text.parse::<f64>().ok().filter(fits).map(Some).ok_or_else(|| {
            let kind = if self.whole { text::A_WHOLE_NUMBER } else { text::A_NUMBER };
            text::enter(kind, &number_text(self.min), &number_text(self.max))
        })
    }
}

/// A number as people write it, with at most three decimals.
pub fn number_text(value: f64) -> String {
    let text = format!("{value:.3}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A number. `value` is `None` when several elements differ, `Some(None)` when nobody has said.
pub fn number_field(
    view: &ViewContext<'_>,
    ui: &mut Ui,
    label: FieldLabel<'_>,
    range: NumberRange,
    value: Option<Option<f64>>,
) -> Option<Option<f64>> {
    field_row_ui(view, ui, label, |ui| number_edit_ui(view, ui, label.text, range, value, common::NOT_STATED))
}

/// The same without the label beside it; `hint` stands where nobody has said.
pub fn number_edit_ui(
    view: &ViewContext<'_>,
    ui: &mut Ui,
    name: &str,
    range: NumberRange,
    value: Option<Option<f64>>,
    hint: &str,
) -> Option<Option<f64>> {
    let id: Id = ui.id().with(("number-error", name));
    let text = value.map(|value| value.map_or_else(String::new, number_text));
    let typed = ui
        .horizontal(|ui| {
            let unit = ui.painter().layout_no_wrap(
                range.unit.to_owned(),
                egui::TextStyle::Body.resolve(ui.style()),
                view.color(Ink::TextMuted),
            );
            // Fields below each other stay equally wide beside every unit in the narrowest panel.
            let width = (ui.available_width() - unit.size().x - 8.0).clamp(40.0, 100.0);
            let typed = ui
                .allocate_ui(egui::vec2(width, theme::ROW_HEIGHT), |ui| {
                    ui.set_max_width(width);
                    let range = text::range(&number_text(range.min), &number_text(range.max), range.unit);
                    line_ui(view, ui, (name, &range), text.as_deref(), hint, 1)
                })
                .inner;
            if !range.unit.is_empty() {
                ui.label(muted(view, range.unit));
            }
            typed
        })
        .inner;
    let result = typed.map(|typed| range.parse(&typed));
    match &result {
        Some(Err(problem)) => {
            ui.data_mut(|data| data.insert_temp(id, problem.clone()));
        }
        Some(Ok(_)) => ui.data_mut(|data| data.remove::<String>(id)),
        None => {}
    }
    if let Some(problem) = ui.data(|data| data.get_temp::<String>(id)) {
        ui.add(egui::Label::new(words(problem).color(view.color(Ink::Error)).size(12.0)).wrap());
    }
    result.and_then(Result::ok)
}

/// Yes or no. `value` is `None` when several elements differ.
pub fn bool_field(view: &ViewContext<'_>, ui: &mut Ui, label: FieldLabel<'_>, value: Option<bool>) -> Option<bool> {
    let options = [(true, common::YES), (false, common::NO)];
    segments_ui(view, ui, label, &options, value)
}

/// Yes, no or not stated. `value` is `None` when several elements differ.
pub fn tri_field(
    view: &ViewContext<'_>,
    ui: &mut Ui,
    label: FieldLabel<'_>,
    value: Option<Option<bool>>,
) -> Option<Option<bool>> {
    let options = [(Some(true), common::YES), (Some(false), common::NO), (None, common::NOT_STATED)];
    segments_ui(view, ui, label, &options, value)
}

fn segments_ui<V: Copy + PartialEq>(
    view: &ViewContext<'_>,
    ui: &mut Ui,
    label: FieldLabel<'_>,
    options: &[(V, &str)],
    value: Option<V>,
) -> Option<V> {
    field_row_ui(view, ui, label, |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = egui::vec2(2.0, 2.0);
            ui.spacing_mut().button_padding.x = 7.0;
            let mut chosen = None;
            for (option, text) in options {
                let is_on = value == Some(*option);
                let ink = if is_on { Ink::TextStrong } else { Ink::TextMuted };
                let button = egui::Button::selectable(is_on, RichText::new(*text).color(view.color(ink)));
                let response = choosable_ui(ui, is_on, button.min_size(egui::vec2(0.0, theme::ROW_HEIGHT)));
                response.widget_info(|| WidgetInfo::selected(WidgetType::RadioButton, true, is_on, label.name(text)));
                if response.clicked() && !is_on {
                    chosen = Some(*option);
                }
            }
            if value.is_none() {
                ui.label(muted(view, common::MIXED));
            }
            chosen
        })
        .inner
    })
}

/// One of a list. `value` is `None` when several elements differ.
pub fn choice_field<V: Clone + PartialEq>(
    view: &ViewContext<'_>,
    ui: &mut Ui,
    label: FieldLabel<'_>,
    options: &[(V, String)],
    value: Option<&V>,
) -> Option<V> {
    field_row_ui(view, ui, label, |ui| choice_ui(ui, label.text, options, value))
}

/// The same without the label beside it.
pub fn choice_ui<V: Clone + PartialEq>(
    ui: &mut Ui,
    name: &str,
    options: &[(V, String)],
    value: Option<&V>,
) -> Option<V> {
    let shown = value.map_or(common::MIXED, |value| {
        options.iter().find(|(option, _)| option == value).map_or(common::NOT_STATED, |(_, text)| text.as_str())
    });
    open_choice_ui(ui, name, shown, value, || {
        options.iter().map(|(option, text)| (option.clone(), text.clone())).collect()
    })
}

/// The same for options that take time to find: they are looked for only while the list is open.
pub fn open_choice_ui<V: Clone + PartialEq>(
    ui: &mut Ui,
    name: &str,
    shown: &str,
    value: Option<&V>,
    options: impl FnOnce() -> Vec<(V, String)>,
) -> Option<V> {
    let combo = ComboBox::from_id_salt(("choice", name)).selected_text(shown).width(ui.available_width()).wrap();
    let shown = combo.show_ui(ui, |ui| options_ui(ui, &options(), value));
    let field = shown.response;
    field.widget_info(|| WidgetInfo::labeled(WidgetType::ComboBox, true, name));
    menu::opened(ui, &field, Popup::default_response_id(&field));
    menu::back_on_escape(ui, &field, shown.inner.is_some());
    let chosen = shown.inner.flatten();
    if chosen.is_some() {
        field.request_focus();
    }
    chosen.filter(|it| Some(it) != value)
}

/// Adds one of a list: a button that unfolds what can be added.
pub fn add_menu_ui<V: Clone + PartialEq>(ui: &mut Ui, text: &str, options: &[(V, String)]) -> Option<V> {
    named_menu_ui(ui, text, text, options)
}

/// The same with a name that says more to assistive technology than the button does.
pub fn named_menu_ui<V: Clone + PartialEq>(ui: &mut Ui, text: &str, name: &str, options: &[(V, String)]) -> Option<V> {
    if options.is_empty() {
        return None;
    }
    let mut chosen = None;
    let button = menu_button_ui(ui, text, |ui| {
        egui::ScrollArea::vertical().max_height(320.0).show(ui, |ui| {
            ui.set_min_width(200.0);
            chosen = options_ui(ui, options, None);
        });
    });
    button.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, name));
    chosen
}

/// How many of several elements have a member of a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Membership {
    /// All of them.
    All,
    /// Some of them.
    Some,
    /// None of them.
    None,
}

/// A set as chips that are switched on and off; returns the chip that was clicked and what it becomes.
pub fn set_field<V: Copy>(
    view: &ViewContext<'_>,
    ui: &mut Ui,
    label: FieldLabel<'_>,
    options: &[(V, String, Membership)],
) -> Option<(V, bool)> {
    let mut clicked = None;
    let ink = if label.asked { Ink::TextStrong } else { Ink::TextMuted };
    ui.horizontal_wrapped(|ui| {
        if label.asked {
            icon_ui(view, ui, IconKind::Question, Ink::Accent, 15.0, text::A_RULE_WAITS);
        }
        ui.label(RichText::new(label.text).color(view.color(ink)));
    });
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(4.0, 4.0);
        for (option, text, membership) in options {
            let mut on = *membership == Membership::All;
            let text = if *membership == Membership::Some { text::of_some(text) } else { text.clone() };
            if toggle_chip_ui(view, ui, None, &text, &mut on).clicked() {
                clicked = Some((*option, on));
            }
        }
    });
    ui.add_space(2.0);
    clicked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_with_point_or_comma_and_refused_outside_their_range() {
        let range = NumberRange::any("GB", Limits::new(1.0, 4096.0));
        assert_eq!(range.parse(" 1,5 "), Ok(Some(1.5)));
        assert_eq!(range.parse(""), Ok(None));
        assert_eq!(range.parse("0"), Err("Enter a number from 1 to 4096.".to_owned()));
        assert!(range.required().parse("").is_err());
        for text in ["NaN", "inf", "many"] {
            assert!(range.parse(text).is_err(), "{text}");
        }
        let whole = NumberRange::whole("cores", Limits::new(1.0, 512.0));
        assert_eq!(whole.parse("8"), Ok(Some(8.0)));
        assert_eq!(whole.parse("8.5"), Err("Enter a whole number from 1 to 512.".to_owned()));
    }

    #[test]
    fn numbers_are_written_without_needless_decimals() {
        assert_eq!(number_text(8.0), "8");
        assert_eq!(number_text(2.50), "2.5");
        assert_eq!(number_text(0.1234), "0.123");
    }
}
