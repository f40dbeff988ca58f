//! The keys of commands as the window library knows them.

use egui::{Context, Key, KeyboardShortcut, Modifiers};

use super::context::ViewContext;
use crate::session::command::{ALT, AppCommand, CTRL, SHIFT};
use crate::session::settings::Settings;

/// The keys of a command as the person has set them, if it has any.
pub(super) fn keys_of(settings: &Settings, command: AppCommand) -> Option<KeyboardShortcut> {
    settings.shortcuts.keys(command).and_then(parsed)
}

/// Other keys that do the same, if there are any.
pub(super) fn other_keys_of(settings: &Settings, command: AppCommand) -> Option<KeyboardShortcut> {
    settings.shortcuts.other_keys(command).and_then(parsed)
}

/// Keys in words as the window library knows them.
fn parsed(keys: &str) -> Option<KeyboardShortcut> {
    let (modifiers, key) = match keys.rsplit_once('+') {
        Some((modifiers, key)) => (modifiers, key),
        None => ("", keys),
    };
    let modifiers = modifiers.split('+').fold(Modifiers::NONE, |all, name| match name {
        CTRL => all | Modifiers::COMMAND,
        ALT => all | Modifiers::ALT,
        SHIFT => all | Modifiers::SHIFT,
        _ => all,
    });
    Some(KeyboardShortcut::new(modifiers, Key::from_name(key)?))
}

/// Keys that were pressed, in words: with Shift a digit counts by the place of its key.
pub(super) fn typed(key: Key, place: Option<Key>, modifiers: Modifiers) -> String {
    let number = |key: Key| key.name().parse::<u8>().ok().filter(|it| *it < 10).map(|it| it.to_string());
    let digit = place.filter(|_| modifiers.shift).and_then(number).or_else(|| number(key));
    let name = digit.unwrap_or_else(|| format!("{key:?}"));
    let held = [(modifiers.command, CTRL), (modifiers.alt, ALT), (modifiers.shift, SHIFT)];
    let held = held.into_iter().filter(|(is_held, _)| *is_held).map(|(_, name)| name.to_owned());
    held.chain([name]).collect::<Vec<_>>().join("+")
}

/// Keys as the system writes them.
pub(super) fn shown(ctx: &Context, keys: &str) -> String {
    parsed(keys).map(|keys| ctx.format_shortcut(&keys)).unwrap_or_default()
}

/// The keys of a command as the system writes them; empty if it has none.
pub(super) fn keys_text(view: &ViewContext<'_>, ctx: &Context, command: AppCommand) -> String {
    view.settings.shortcuts.keys(command).map(|keys| shown(ctx, keys)).unwrap_or_default()
}

/// What a command is, with its keys: `Zoom in (Ctrl++)`.
pub(super) fn text_with_keys(view: &ViewContext<'_>, ctx: &Context, command: AppCommand) -> String {
    with_keys(view, ctx, command.text(), command)
}

/// Words about a command, with its keys.
pub(super) fn with_keys(view: &ViewContext<'_>, ctx: &Context, words: &str, command: AppCommand) -> String {
    match keys_text(view, ctx, command) {
        keys if keys.is_empty() => words.to_owned(),
        keys => format!("{words} ({keys})"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_keys_of_every_command_are_keys_of_the_window_library() {
        for command in AppCommand::ALL {
            let Some(keys) = command.keys() else { continue };
            let known = parsed(keys).unwrap_or_else(|| panic!("{keys}"));
            let ctrl = if known.modifiers.command { "Ctrl+" } else { "" };
            let alt = if known.modifiers.alt { "Alt+" } else { "" };
            let shift = if known.modifiers.shift { "Shift+" } else { "" };
            let number = known.logical_key.name().parse::<u8>().map(|it| it.to_string());
            let name = number.unwrap_or_else(|_| format!("{:?}", known.logical_key));
            assert_eq!(format!("{ctrl}{alt}{shift}{name}"), keys);
            assert_eq!(typed(known.logical_key, None, known.modifiers), keys, "what is pressed is what is kept");
        }
    }

    #[test]
    fn with_shift_a_digit_counts_by_its_place() {
        assert_eq!(typed(Key::Exclamationmark, Some(Key::Num1), Modifiers::SHIFT), "Shift+1");
        assert_eq!(typed(Key::Num7, Some(Key::Num7), Modifiers::COMMAND), "Ctrl+7");
    }
}
