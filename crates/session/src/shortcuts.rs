//! The keys of commands as the person has set them: what is set differs from what comes with the program, by the name of
//! the command, so that programs that know other commands share the preferences.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::command::{AppCommand, SHIFT, is_single_key};

/// Keys that differ from those that come with the program; an empty text = none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Shortcuts(BTreeMap<String, String>);

/// What a person wants of the keys of commands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ShortcutChange {
    /// These keys, which are taken from whatever had them; empty = none.
    Set(AppCommand, String),
    /// The keys that come with the program.
    Reset(AppCommand),
    /// The same for all commands.
    ResetAll,
    /// Whether single keys do something.
    SingleKeys(bool),
}

impl Shortcuts {
    /// The keys of a command, if it has any: `Ctrl+Shift+S`.
    pub fn keys(&self, command: AppCommand) -> Option<&str> {
        match self.0.get(&name(command)) {
            Some(keys) => Some(keys.as_str()).filter(|it| !it.is_empty()),
            None => command.keys(),
        }
    }

    /// Keys that do the same as those of a command, unless another command has got them, or this one is to have none.
    pub fn other_keys(&self, command: AppCommand) -> Option<&'static str> {
        let keys = command.other_keys().filter(|_| self.keys(command).is_some())?;
        self.holder(keys, command).is_none().then_some(keys)
    }

    /// The command that has these keys, other than `command`.
    pub fn holder(&self, keys: &str, command: AppCommand) -> Option<AppCommand> {
        AppCommand::ALL.iter().copied().find(|it| *it != command && self.keys(*it) == Some(keys))
    }

    /// Whether a command has other keys than those that come with the program.
    pub fn is_changed(&self, command: AppCommand) -> bool {
        self.keys(command) != command.keys()
    }

    /// Whether any command has.
    pub fn are_changed(&self) -> bool {
        AppCommand::ALL.iter().any(|it| self.is_changed(*it))
    }

    /// Gives keys to a command and takes them from whatever had them; empty = none.
    pub(crate) fn set(&mut self, command: AppCommand, keys: &str) {
        if let Some(holder) = self.holder(keys, command).filter(|_| !keys.is_empty()) {
            self.write(holder, "");
        }
        self.write(command, keys);
    }

    /// Gives a command the keys that come with the program, unless another has them now.
    pub(crate) fn reset(&mut self, command: AppCommand) {
        self.set(command, command.keys().unwrap_or_default());
    }

    fn write(&mut self, command: AppCommand, keys: &str) {
        if command.keys().unwrap_or_default() == keys {
            self.0.remove(&name(command));
        } else {
            self.0.insert(name(command), keys.to_owned());
        }
    }
}

/// What a command is called in the preferences.
fn name(command: AppCommand) -> String {
    format!("{command:?}")
}

/// Why keys cannot be those of a command, as an id of the words for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// The system has the keys of cut, copy and paste.
    Clipboard,
    /// The key walks, selects, or gives up what is under way.
    Walks,
}

/// Keys that keep their meaning, whatever is pressed with Shift.
const WALKING: [&str; 11] =
    ["Tab", "Enter", "Escape", "Space", "ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End", "Backspace"];

/// Whether keys can be those of a command.
///
/// # Errors
/// Why they cannot.
pub fn check(command: AppCommand, keys: &str) -> Result<(), Unfit> {
    if is_of_clipboard(command) || ["Ctrl+X", "Ctrl+C", "Ctrl+V"].contains(&keys) {
        return Err(Unfit::Clipboard);
    }
    let alone = keys.strip_prefix(SHIFT).and_then(|it| it.strip_prefix('+')).unwrap_or(keys);
    let moves = ["Ctrl+ArrowUp", "Ctrl+ArrowDown", "Ctrl+ArrowLeft", "Ctrl+ArrowRight", "Ctrl+Tab"].contains(&keys);
    if command.keys() != Some(keys) && (WALKING.contains(&alone) || moves) {
        return Err(Unfit::Walks);
    }
    Ok(())
}

/// Whether the system delivers a command by itself: its keys are not ours.
pub const fn is_of_clipboard(command: AppCommand) -> bool {
    matches!(command, AppCommand::Cut | AppCommand::Copy | AppCommand::Paste)
}

/// Whether the keys of a command count only while canvas or list have the keyboard.
pub fn is_of_stage(command: AppCommand, keys: &str) -> bool {
    command.acts_on_stage() || is_single_key(keys)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_taken_from_what_had_them_and_come_back() {
        let mut shortcuts = Shortcuts::default();
        assert_eq!(shortcuts.holder("Ctrl+D", AppCommand::ShowList), Some(AppCommand::Duplicate));
        shortcuts.set(AppCommand::ShowList, "Ctrl+D");
        assert_eq!(shortcuts.keys(AppCommand::ShowList), Some("Ctrl+D"));
        assert_eq!(shortcuts.keys(AppCommand::Duplicate), None);
        assert!(shortcuts.are_changed());
        shortcuts.reset(AppCommand::Duplicate);
        assert_eq!(shortcuts.keys(AppCommand::ShowList), None, "no two commands share keys");
        shortcuts.reset(AppCommand::ShowList);
        assert_eq!(shortcuts, Shortcuts::default(), "nothing is left in the preferences");
    }

    #[test]
    fn keys_that_walk_or_belong_to_the_system_stay_what_they_are() {
        assert_eq!(check(AppCommand::Fail, "Shift+ArrowUp"), Err(Unfit::Walks));
        assert_eq!(check(AppCommand::Fail, "Ctrl+C"), Err(Unfit::Clipboard));
        assert_eq!(check(AppCommand::Copy, "Ctrl+J"), Err(Unfit::Clipboard));
        assert_eq!(check(AppCommand::EditDetails, "Enter"), Ok(()), "its own keys fit");
        assert_eq!(check(AppCommand::Fail, "Ctrl+Shift+J"), Ok(()));
    }
}
