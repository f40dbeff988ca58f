//! The commands with their keys, to read and to change.

use egui::{Button, Event, Key, Modifiers, ScrollArea, Ui, WidgetInfo, WidgetType};

use super::{buttons_ui, confirm_ui, title_ui};
use crate::scene::Ink;
use crate::session::command::{AppCommand, MENUS};
use crate::session::queue::Message;
use crate::session::shortcuts::{ShortcutChange, Unfit, check, is_of_clipboard};
use crate::text::{common, shortcuts as text};
use crate::ui::context::ViewContext;
use crate::ui::keys::{keys_text, shown, typed};
use crate::ui::theme;
use crate::ui::widgets::{choosable_ui, focus_ring, muted, strong, tab_group_ui};

/// Width in points.
const WIDTH: f32 = 620.0;
/// Width of the button with the keys, in points.
const KEYS: f32 = 170.0;

/// Keys of the canvas that are no commands.
const CANVAS_KEYS: &[(&str, &str)] = &[
    (text::WHEEL, text::ZOOM_AT_THE_POINTER),
    (text::SPACE_OR_MIDDLE_BUTTON_DRAG, text::MOVE_THE_VIEW),
    (text::DRAG_ON_EMPTY_SPACE, text::SELECT_WITH_A_FRAME),
    (text::SHIFT_CLICK, text::ADD_TO_THE_SELECTION),
    (text::ARROW_KEYS, text::WALK_BY_PLACE),
    (text::HOME_AND_END, text::FIRST_AND_LAST_OF_THE_TIER),
    (text::PAGE_KEYS, text::OTHER_TIERS),
    (text::ALT_WITH_UP_AND_DOWN, text::OUT_OF_AND_INTO),
    (text::CTRL_WITH_ARROWS, text::MOVE_BY_ONE_SLOT),
    (text::SPACE, text::SELECT_OR_DESELECT),
    (text::SHIFT_WITH_ARROWS, text::ADD_TO_THE_SELECTION),
    (text::DOUBLE_CLICK_OR_TYPING, text::RENAME_IN_PLACE),
    (text::QUESTION_MARK, text::THIS_LIST),
    (text::ESCAPE, text::CANCEL_WHAT_IS_UNDER_WAY),
];

/// What is being changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Step {
    /// Nothing.
    #[default]
    Reading,
    /// The keys of this command are to be pressed.
    Waiting(AppCommand),
    /// Keys that another command has.
    Taken(AppCommand, String, AppCommand),
    /// Keys that do not fit.
    Unfit(AppCommand, Unfit),
}

/// View state.
#[derive(Clone, Debug, Default)]
pub struct ShortcutsDialog {
    step: Step,
}

impl ShortcutsDialog {
    /// Shows every command, as the menus group them.
    pub(super) fn ui(&mut self, view: &ViewContext<'_>, ui: &mut Ui) {
        ui.set_width(WIDTH);
        if let Step::Waiting(command) = self.step {
            self.take(view, ui, command);
        }
        title_ui(view, ui, text::KEYBOARD_SHORTCUTS);
        let mut single = !view.settings.no_single_keys;
        if ui.checkbox(&mut single, text::SINGLE_KEYS).on_hover_text(text::ABOUT_SINGLE_KEYS).changed() {
            view.outbox.send(Message::ChangeShortcuts(ShortcutChange::SingleKeys(single)));
        }
        ui.add_space(theme::GAP);
        self.said_ui(view, ui);
        let height = (ui.ctx().content_rect().height() - 270.0).max(120.0);
        ScrollArea::vertical().max_height(height).min_scrolled_height(height).show(ui, |ui| {
            tab_group_ui(ui, "shortcuts", |ui| {
                for (title, commands) in MENUS {
                    ui.label(strong(view, *title));
                    for command in commands.iter().flatten() {
                        ui.push_id(command, |ui| self.row_ui(view, ui, *command));
                    }
                    ui.add_space(theme::SECTION_GAP);
                }
                ui.label(strong(view, text::CANVAS));
                for (keys, words) in CANVAS_KEYS {
                    canvas_row_ui(view, ui, keys, words);
                }
            });
        });
        buttons_ui(ui, |ui| {
            if confirm_ui(view, ui, common::CLOSE, self.step == Step::Reading) {
                view.outbox.send(Message::CloseDialog);
            }
            let changed = view.settings.shortcuts.are_changed();
            if ui.add_enabled(changed, Button::new(text::RESET_ALL)).clicked() {
                view.outbox.send(Message::ChangeShortcuts(ShortcutChange::ResetAll));
                self.step = Step::Reading;
            }
        });
    }

    /// Takes the keys that are pressed for a command; Escape gives up.
    fn take(&mut self, view: &ViewContext<'_>, ui: &Ui, command: AppCommand) {
        let pressed = ui.input_mut(|input| {
            let is_key = |event: &Event| {
                matches!(event, Event::Key { .. } | Event::Text(_) | Event::Copy | Event::Cut | Event::Paste(_))
            };
            let pressed = input.events.iter().find_map(|event| match event {
                Event::Key { key, physical_key, pressed: true, repeat: false, modifiers } => {
                    Some((*key, *physical_key, *modifiers))
                }
                _ => None,
            });
            input.events.retain(|it| !is_key(it));
            pressed
        });
        let Some((key, place, modifiers)) = pressed else { return };
        if key == Key::Escape && modifiers == Modifiers::NONE {
            self.step = Step::Reading;
            return;
        }
        let keys = typed(key, place, modifiers);
        self.step = match (check(command, &keys), view.settings.shortcuts.holder(&keys, command)) {
            (Err(reason), _) => Step::Unfit(command, reason),
            (Ok(()), Some(holder)) => Step::Taken(command, keys, holder),
            (Ok(()), None) => {
                view.outbox.send(Message::ChangeShortcuts(ShortcutChange::Set(command, keys)));
                Step::Reading
            }
        };
    }

    /// What is to be done next, with its answers: room for one line is always there, so that nothing jumps.
    fn said_ui(&mut self, view: &ViewContext<'_>, ui: &mut Ui) {
        let height = theme::ROW_HEIGHT * 2.0;
        ui.allocate_ui(egui::vec2(WIDTH, height), |ui| {
            ui.set_min_height(height);
            ui.horizontal_wrapped(|ui| match self.step.clone() {
                Step::Reading => drop(ui.label(muted(view, text::HOW_TO_CHANGE))),
                Step::Waiting(command) => drop(ui.label(strong(view, text::press_keys_for(command.text())))),
                Step::Unfit(_, reason) => {
                    let words = match reason {
                        Unfit::Clipboard => text::KEYS_OF_THE_SYSTEM,
                        Unfit::Walks => text::KEYS_THAT_WALK,
                    };
                    ui.colored_label(view.color(Ink::Error), words);
                }
                Step::Taken(command, keys, holder) => {
                    let words = text::taken(&shown(ui.ctx(), &keys), holder.text());
                    ui.colored_label(view.color(Ink::Warning), words);
                    let replace = ui.button(text::TAKE_THEM);
                    if replace.clicked() {
                        view.outbox.send(Message::ChangeShortcuts(ShortcutChange::Set(command, keys)));
                        self.step = Step::Reading;
                    } else if ui.button(common::CANCEL).clicked() {
                        self.step = Step::Reading;
                    }
                }
            });
        });
    }

    fn row_ui(&mut self, view: &ViewContext<'_>, ui: &mut Ui, command: AppCommand) {
        ui.horizontal(|ui| {
            match view.settings.shortcuts.other_keys(command) {
                Some(keys) => ui.label(text::also(command.text(), &shown(ui.ctx(), keys))),
                None => ui.label(command.text()),
            };
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let keys = keys_text(view, ui.ctx(), command);
                if is_of_clipboard(command) {
                    ui.label(muted(view, keys));
                    return;
                }
                let is_waiting = self.step == Step::Waiting(command);
                let face = match (is_waiting, keys.is_empty()) {
                    (true, _) => text::PRESS_KEYS.to_owned(),
                    (false, true) => text::NO_KEYS.to_owned(),
                    (false, false) => keys,
                };
                let button = Button::selectable(is_waiting, &face).min_size(egui::vec2(KEYS, theme::ROW_HEIGHT));
                let button = choosable_ui(ui, is_waiting, button);
                let name = text::keys_of(command.text(), &face);
                button.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, &name));
                if button.clicked() {
                    self.step = Step::Waiting(command);
                }
                if view.settings.shortcuts.keys(command).is_some() {
                    let remove = ui.small_button(common::REMOVE);
                    remove.widget_info(|| {
                        WidgetInfo::labeled(WidgetType::Button, true, text::remove_keys_of(command.text()))
                    });
                    if remove.clicked() {
                        view.outbox.send(Message::ChangeShortcuts(ShortcutChange::Set(command, String::new())));
                    }
                }
                if view.settings.shortcuts.is_changed(command) {
                    let reset = ui.small_button(text::RESET);
                    reset.widget_info(|| {
                        WidgetInfo::labeled(WidgetType::Button, true, text::reset_keys_of(command.text()))
                    });
                    if reset.clicked() {
                        view.outbox.send(Message::ChangeShortcuts(ShortcutChange::Reset(command)));
                    }
                }
            });
        });
    }
}

/// Keys that are no command's: only to be read, but reached like the rows that can be changed.
fn canvas_row_ui(view: &ViewContext<'_>, ui: &mut Ui, keys: &str, words: &str) {
    let row = ui.horizontal(|ui| {
        ui.label(words);
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| ui.label(muted(view, keys)));
    });
    let row = ui.interact(row.response.rect, ui.id().with(words), egui::Sense::FOCUSABLE);
    row.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, text::keys_of(words, keys)));
    focus_ring(view, ui, &row);
}
