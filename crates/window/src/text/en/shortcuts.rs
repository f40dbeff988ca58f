//! The list of keyboard shortcuts.

pub(crate) const WHEEL: &str = "Wheel";
pub(crate) const ZOOM_AT_THE_POINTER: &str = "Zoom at the pointer";
pub(crate) const SPACE_OR_MIDDLE_BUTTON_DRAG: &str = "Space or middle button + drag";
pub(crate) const MOVE_THE_VIEW: &str = "Move the view";
pub(crate) const DRAG_ON_EMPTY_SPACE: &str = "Drag on empty space";
pub(crate) const SELECT_WITH_A_FRAME: &str = "Select with a frame";
pub(crate) const SHIFT_CLICK: &str = "Shift + click";
pub(crate) const ADD_TO_THE_SELECTION: &str = "Add to the selection";
pub(crate) const ARROW_KEYS: &str = "Arrow keys";
pub(crate) const MOVE_BY_ONE_SLOT: &str = "Move by one slot";
pub(crate) const WALK_BY_PLACE: &str = "Walk by place";
pub(crate) const HOME_AND_END: &str = "Home and End";
pub(crate) const FIRST_AND_LAST_OF_THE_TIER: &str = "First and last of the tier";
pub(crate) const PAGE_KEYS: &str = "Page up and Page down";
pub(crate) const OTHER_TIERS: &str = "Other tiers";
pub(crate) const ALT_WITH_UP_AND_DOWN: &str = "Alt with up and down";
pub(crate) const OUT_OF_AND_INTO: &str = "Out of and into what it holds";
pub(crate) const CTRL_WITH_ARROWS: &str = "Ctrl with arrows";
pub(crate) const SPACE: &str = "Space";
pub(crate) const SELECT_OR_DESELECT: &str = "Select or deselect";
pub(crate) const SHIFT_WITH_ARROWS: &str = "Shift with arrows";
pub(crate) const DOUBLE_CLICK_OR_TYPING: &str = "Double-click or typing";
pub(crate) const QUESTION_MARK: &str = "?";
pub(crate) const THIS_LIST: &str = "This list";
pub(crate) const RENAME_IN_PLACE: &str = "Rename in place";
pub(crate) const ESCAPE: &str = "Escape";
pub(crate) const CANCEL_WHAT_IS_UNDER_WAY: &str = "Cancel what is under way";
pub(crate) const KEYBOARD_SHORTCUTS: &str = "Keyboard shortcuts";
pub(crate) const CANVAS: &str = "Canvas";
pub(crate) const SINGLE_KEYS: &str = "Single keys do something while the canvas or the list has the keyboard";
pub(crate) const ABOUT_SINGLE_KEYS: &str = "Such as L to connect and P to add, and typing over an element to rename it. Switch it off where keys come by themselves, as with speech input.";
pub(crate) const HOW_TO_CHANGE: &str = "Press the button with the keys of a command to give it others.";
pub(crate) const PRESS_KEYS: &str = "Press keys…";
pub(crate) const NO_KEYS: &str = "No keys";
pub(crate) const TAKE_THEM: &str = "Take them from it";
pub(crate) const RESET: &str = "Reset";
pub(crate) const RESET_ALL: &str = "Reset all";
pub(crate) const KEYS_OF_THE_SYSTEM: &str = "These keys cut, copy or paste, as in every program. Choose others.";
pub(crate) const KEYS_THAT_WALK: &str =
    "These keys walk, choose or give up, in every part of the window. Choose others.";

pub(crate) fn press_keys_for(command: &str) -> String {
    format!("Press the keys for “{command}”. Escape leaves them as they are.")
}

pub(crate) fn taken(keys: &str, holder: &str) -> String {
    format!("{keys} belongs to “{holder}”.")
}

/// `Save: Ctrl+S`.
pub(crate) fn also(command: &str, keys: &str) -> String {
    format!("{command} (also {keys})")
}

pub(crate) fn keys_of(command: &str, keys: &str) -> String {
    format!("{command}: {keys}")
}

pub(crate) fn remove_keys_of(command: &str) -> String {
    format!("Remove the keys of {command}")
}

pub(crate) fn reset_keys_of(command: &str) -> String {
    format!("Reset the keys of {command}")
}
