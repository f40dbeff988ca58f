//! The keys of commands as the window library knows them.

use egui::{Context, Key, KeyboardShortcut, Modifiers};

use crate::session::command::{ALT, AppCommand, CTRL, SHIFT};

/// The keys of a command, if it has any.
pub(super) fn keys_of(command: AppCommand) -> Option<KeyboardShortcut> {
    let keys = command.keys()?;
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

/// The keys of a command as the system writes them; empty if it has none.
pub(super) fn keys_text(ctx: &Context, command: AppCommand) -> String {
    keys_of(command).map(|keys| ctx.format_shortcut(&keys)).unwrap_or_default()
}

/// What a command is, with its keys: `Zoom in (Ctrl++)`.
pub(super) fn text_with_keys(ctx: &Context, command: AppCommand) -> String {
    match keys_text(ctx, command) {
        keys if keys.is_empty() => command.text().to_owned(),
        keys => format!("{} ({keys})", command.text()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_keys_of_every_command_are_keys_of_the_window_library() {
        for command in AppCommand::ALL {
            let Some(keys) = command.keys() else { continue };
            let known = keys_of(*command).unwrap_or_else(|| panic!("{keys}"));
            let ctrl = if known.modifiers.command { "Ctrl+" } else { "" };
            let alt = if known.modifiers.alt { "Alt+" } else { "" };
            let shift = if known.modifiers.shift { "Shift+" } else { "" };
            let number = known.logical_key.name().parse::<u8>().map(|it| it.to_string());
            let name = number.unwrap_or_else(|_| format!("{:?}", known.logical_key));
            assert_eq!(format!("{ctrl}{alt}{shift}{name}"), keys);
        }
    }
}
