//! Keys that belong to commands, wherever the pointer is.

use std::collections::BTreeSet;

use egui::Key;

use super::canvas::refuse;
use super::context::ViewContext;
use super::keys::{keys_of, other_keys_of};
use super::menu_bar::is_enabled;
use crate::edit::EditError;
use crate::edit::intent::connections;
use crate::model::Element;
use crate::session::command::{AppCommand, is_single_key};
use crate::session::queue::Message;
use crate::session::settings::Settings;
use crate::session::shortcuts::{is_of_clipboard, is_of_stage};

/// Where the keyboard is, as far as shortcuts depend on it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Keyboard {
    /// Whether it is on the canvas or the list: single keys count only there.
    pub(super) is_on_stage: bool,
    /// Whether the canvas keeps Escape while something is under way on it.
    pub(super) keeps_escape: bool,
    /// The element that commands mean instead of the selection.
    pub(super) meant: Option<Element>,
}

/// Sends the commands whose keys were pressed. A focused text field keeps the keys that edit text.
pub(super) fn handle(view: &ViewContext<'_>, ui: &egui::Ui, keyboard: Keyboard) {
    let ctx = ui.ctx();
    let editing_text = ctx.text_edit_focused();
    let meant: Option<BTreeSet<Element>> = keyboard.meant.map(|it| [it].into());
    let view = &ViewContext { selection: meant.as_ref().unwrap_or(view.selection), ..view.clone() };
    // A drag under way keeps Escape for itself.
    let dragging = keyboard.keeps_escape || egui::DragAndDrop::has_any_payload(ctx) || ctx.dragged_id().is_some();
    let send = |command: AppCommand| {
        if let Some(meant) = keyboard.meant.filter(|_| command.means_selection()) {
            view.outbox.send(Message::Select(vec![meant]));
        }
        // A menu that is open is done with.
        egui::Popup::close_all(ctx);
        view.outbox.command(command);
    };
    for (command, keys) in by_specificity(view.settings) {
        let words = view.settings.shortcuts.keys(*command).unwrap_or_default();
        let (is_single, is_of_stage) = (is_single_key(words), is_of_stage(*command, words));
        if editing_text && (command.yields_to_text_field() || is_of_stage) {
            continue;
        }
        if dragging && *command == AppCommand::SelectNone {
            continue;
        }
        if is_of_stage && !keyboard.is_on_stage || is_single && view.settings.no_single_keys {
            continue;
        }
        let refusal = refusal(view, *command);
        if is_of_clipboard(*command) || (refusal.is_none() && !is_enabled(view, *command)) {
            continue;
        }
        if ctx.input_mut(|input| is_pressed(input, &keys)) {
            match refusal {
                Some(reason) => refuse(view, &reason),
                None => send(*command),
            }
            if is_single {
                // The letter must not rename what is selected.
                ctx.input_mut(|input| input.events.retain(|it| !matches!(it, egui::Event::Text(_))));
            }
        }
    }
    if !editing_text {
        clipboard(view, ctx, send);
        if keyboard.is_on_stage {
            let backspace = ctx.input(|input| input.key_pressed(Key::Backspace));
            if backspace && is_enabled(view, AppCommand::Delete) {
                send(AppCommand::Delete);
            }
            if !view.settings.no_single_keys && ctx.input_mut(question_mark) {
                send(AppCommand::Shortcuts);
            }
        }
    }
}

/// Why a command cannot do what its key asks for on what is selected, where that is worth a word.
fn refusal(view: &ViewContext<'_>, command: AppCommand) -> Option<EditError> {
    let one = view.selected_one().filter(|_| command == AppCommand::Connect)?;
    connections::may_start(view.document, one).err()
}

/// The question mark lists the shortcuts, wherever the layout of the keyboard has it.
fn question_mark(input: &mut egui::InputState) -> bool {
    let is_mark = |event: &egui::Event| matches!(event, egui::Event::Text(text) if text == "?");
    let found = input.events.iter().any(is_mark);
    input.events.retain(|it| !is_mark(it));
    found
}

/// Whether keys were pressed, whatever the layout of the keyboard writes with them.
fn is_pressed(input: &mut egui::InputState, keys: &egui::KeyboardShortcut) -> bool {
    if input.consume_shortcut(keys) || consume_digit(input, keys) {
        return true;
    }
    // American keyboards write the plus with Shift, on the key of the equals sign; nobody holds Shift to zoom.
    let equals = egui::KeyboardShortcut::new(keys.modifiers, Key::Equals);
    keys.logical_key == Key::Plus && input.consume_shortcut(&equals)
}

/// A shortcut of Shift and a digit, by the place of the key: with Shift the key of the digit writes something else, which
/// depends on the layout of the keyboard.
fn consume_digit(input: &mut egui::InputState, keys: &egui::KeyboardShortcut) -> bool {
    let is_digit = keys.logical_key.name().parse::<u8>().is_ok_and(|it| it < 10);
    if !is_digit || !keys.modifiers.shift {
        return false;
    }
    let wanted = |event: &egui::Event| {
        matches!(event, egui::Event::Key { physical_key: Some(key), pressed: true, modifiers, .. }
            if *key == keys.logical_key && modifiers.matches_exact(keys.modifiers))
    };
    let before = input.events.len();
    input.events.retain(|event| !wanted(event));
    input.events.len() < before
}

/// Shortcuts with more modifiers first: consuming Ctrl+S must not swallow Ctrl+Shift+S, nor Ctrl+Plus Ctrl+Alt+Plus.
fn by_specificity(settings: &Settings) -> impl Iterator<Item = (&'static AppCommand, egui::KeyboardShortcut)> {
    let all = AppCommand::ALL.iter();
    let with_keys = all.clone().filter_map(|it| Some((it, keys_of(settings, *it)?)));
    let with_keys = with_keys.chain(all.filter_map(|it| Some((it, other_keys_of(settings, *it)?))));
    let (special, plain): (Vec<_>, Vec<_>) =
        with_keys.partition(|(_, keys)| keys.modifiers.shift || keys.modifiers.alt);
    special.into_iter().chain(plain)
}

fn clipboard(view: &ViewContext<'_>, ctx: &egui::Context, send: impl Fn(AppCommand)) {
    let events = ctx.input(|input| input.events.clone());
    for event in events {
        match event {
            egui::Event::Copy if !view.selection.is_empty() => send(AppCommand::Copy),
            egui::Event::Cut if !view.selection.is_empty() => send(AppCommand::Cut),
            egui::Event::Paste(text) => view.outbox.send(Message::PasteText(text)),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use egui::{Event, Modifiers};

    use super::*;

    fn pressed(key: Key, physical_key: Key, modifiers: Modifiers) -> egui::InputState {
        let event = Event::Key { key, physical_key: Some(physical_key), pressed: true, repeat: false, modifiers };
        let mut input = egui::InputState::default();
        (input.events, input.modifiers) = (vec![event], modifiers);
        input
    }

    #[test]
    fn shift_and_a_digit_zoom_on_keyboards_of_every_layout() {
        let fit = keys_of(&Settings::default(), AppCommand::ZoomToFit).unwrap();
        let selection = keys_of(&Settings::default(), AppCommand::ZoomToSelection).unwrap();
        // What the keys of 1 and 2 write with Shift: "!" and "@" on American keyboards, "!" and a quotation mark on
        // German ones, digits on French ones.
        for (written, place, keys) in [
            (Key::Exclamationmark, Key::Num1, fit),
            (Key::Num2, Key::Num2, selection),
            (Key::Quote, Key::Num2, selection),
            (Key::Num1, Key::Num1, fit),
        ] {
            let mut input = pressed(written, place, Modifiers::SHIFT);
            assert!(is_pressed(&mut input, &keys), "{written:?}");
        }
        let mut plain = pressed(Key::Num1, Key::Num1, Modifiers::NONE);
        assert!(!consume_digit(&mut plain, &fit), "a digit alone is typed");
    }

    #[test]
    fn ctrl_and_plus_zoom_on_keyboards_of_both_layouts() {
        let keys = keys_of(&Settings::default(), AppCommand::ZoomIn).unwrap();
        let ctrl = Modifiers::COMMAND | Modifiers::CTRL;
        // German keyboards have a key of the plus, beside Enter; American ones write it with Shift on that of "=".
        for (written, place, modifiers) in [
            (Key::Plus, Key::CloseBracket, ctrl),
            (Key::Equals, Key::Equals, ctrl),
            (Key::Plus, Key::Equals, ctrl | Modifiers::SHIFT),
        ] {
            assert!(is_pressed(&mut pressed(written, place, modifiers), &keys), "{written:?}");
        }
    }
}
