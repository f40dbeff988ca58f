//! What a person does to build a design, and hands that do it.

use egui_kittest::kittest::AccessKitNode;

use super::super::Window;

/// Something that a person does. Elements are meant by their names.
#[derive(Debug)]
pub(super) enum Step {
    /// Adds so many of a building block, where it belongs.
    Add(usize, &'static str),
    /// Adds one, into a failover cluster.
    AddTo(&'static str, &'static str),
    /// Chooses from the context menu of an element, entry by entry.
    Menu(&'static str, &'static [&'static str]),
    /// New hosts of some kinds on some servers, from their context menu, which stays open.
    Hosts(&'static [&'static str], &'static [&'static str]),
    /// Deletes an element.
    Delete(&'static str),
    /// Opens the page of an element.
    Open(&'static str),
    /// Presses what begins with some words, and holds others, on the panel or in a menu of it.
    Press(&'static str, &'static str),
    /// Fills in a field of the panel.
    Enter(&'static str, &'static str),
}

/// What hands have done.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counted {
    /// Clicks, drags, keys that choose and texts that are typed, each with the turn of the wheel or the keys that lead to
    /// it; going to another part of the window by key is one too.
    pub(super) gestures: usize,
    /// Every single key that is pressed.
    pub(super) keys: usize,
}

/// Hands of a person.
pub(super) trait Hands {
    /// Does something.
    fn perform(&mut self, step: &Step);

    /// The window on which they work.
    fn window(&self) -> &Window;

    /// What they have done.
    fn counted(&self) -> Counted;
}

/// Whether a node is called so.
pub(super) fn is_called(node: &AccessKitNode<'_>, start: &str, part: &str) -> bool {
    node.label().is_some_and(|it| it.starts_with(start) && it.contains(part))
}
