//! Commands without payload: menus, shortcuts, the shortcut sheet and tests are loops over this list.

use crate::text::commands as text;

/// The command key of the system, in the keys of a command.
pub const CTRL: &str = "Ctrl";
/// The alt key, in the keys of a command.
pub const ALT: &str = "Alt";
/// The shift key, in the keys of a command.
pub const SHIFT: &str = "Shift";

/// Something a person can ask the program to do by menu or key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AppCommand {
    /// Start from a template.
    New,
    /// Open a design file.
    Open,
    /// Bring a running BizTalk group in.
    Import,
    /// Save the design.
    Save,
    /// Save the design under another name.
    SaveAs,
    /// Keep the design as a template of the person's own.
    SaveAsTemplate,
    /// Compare the design with another one.
    Compare,
    /// Export the diagram and the checklist.
    Export,
    /// Say whether files that were handed over belong together and were changed.
    Verify,
    /// Edit customer, project, author, version and logo.
    ProjectDetails,
    /// Leave the program.
    Quit,
    /// Take back the last step.
    Undo,
    /// Do the last undone step again.
    Redo,
    /// Go back to any step, or forth.
    Steps,
    /// Cut the selection.
    Cut,
    /// Copy the selection.
    Copy,
    /// Paste from the clipboard.
    Paste,
    /// Duplicate the selection.
    Duplicate,
    /// Delete the selection.
    Delete,
    /// Rename the selected element.
    Rename,
    /// Connect the selected element to another one.
    Connect,
    /// Move the selection to a tier, failover cluster or site that is chosen by name.
    MoveTo,
    /// Make the selected computers the nodes of a failover cluster.
    MakeCluster,
    /// Make the selected computers the replicas of an availability group.
    MakeAvailabilityGroup,
    /// Add something by keyboard: what, to which tier, in which slot.
    AddElement,
    /// Edit the first field of what is selected.
    EditDetails,
    /// Edit the note on what is selected.
    EditNote,
    /// Show what can be done with the selection.
    ContextMenu,
    /// Select everything that stands in a tier.
    SelectAll,
    /// Select nothing.
    SelectNone,
    /// Find an element or a finding by name.
    Find,
    /// Find a command by name.
    FindCommand,
    /// Show the whole design.
    ZoomToFit,
    /// Show the selection.
    ZoomToSelection,
    /// Show at 100 %.
    ZoomReset,
    /// Zoom in.
    ZoomIn,
    /// Zoom out.
    ZoomOut,
    /// Go to the next finding.
    NextFinding,
    /// Go to the previous finding.
    PreviousFinding,
    /// Show the fixes that leave no blocker and no error.
    MakeCompliant,
    /// Take the figures that a template shows for example for what the design is to be.
    ConfirmExamples,
    /// Show the canvas.
    ShowCanvas,
    /// Show hosts by computers.
    ShowHosts,
    /// Show the dependency map.
    ShowDependencyMap,
    /// Show the design as a list.
    ShowList,
    /// Show the comparison.
    ShowComparison,
    /// Show findings and open questions.
    ShowFindings,
    /// Show everything about the selection.
    ShowInspector,
    /// Show what failures do.
    ShowImpact,
    /// Show the capacity estimate.
    ShowCapacity,
    /// Show the availability estimate.
    ShowAvailability,
    /// Show the checklist.
    ShowChecklist,
    /// Show load and hardware inputs.
    ShowAssumptions,
    /// Fold the panels beside the middle away, or unfold them.
    FoldPanels,
    /// Lead the keyboard to the next region of the window.
    NextRegion,
    /// Lead the keyboard to the region before.
    PreviousRegion,
    /// Lead the keyboard along the connections of the element it is on.
    FollowConnection,
    /// Follow the light or dark setting of the system.
    ThemeSystem,
    /// Light colors.
    ThemeLight,
    /// Dark colors.
    ThemeDark,
    /// White and bright colors on black.
    ThemeHighContrast,
    /// Text and controls one size larger.
    LargerInterface,
    /// Text and controls one size smaller.
    SmallerInterface,
    /// Let the selection fail, or bring back what has failed.
    Fail,
    /// Let the failure drill go on by itself, or stop it.
    PlayDrill,
    /// One row of the failure drill on.
    StepDrill,
    /// One row of the failure drill back.
    StepDrillBack,
    /// Leave the failure drill.
    EndDrill,
    /// Mark on the canvas what the loss of each element does, or do not.
    ShowLosses,
    /// Play failure drills without movement.
    ReduceMotion,
    /// List the shortcuts.
    Shortcuts,
    /// Say what the program is.
    About,
}

impl AppCommand {
    /// Every command, in the order of the menus.
    pub const ALL: &'static [Self] = &[
        Self::New,
        Self::Open,
        Self::Import,
        Self::Save,
        Self::SaveAs,
        Self::SaveAsTemplate,
        Self::Compare,
        Self::Export,
        Self::Verify,
        Self::ProjectDetails,
        Self::Quit,
        Self::Undo,
        Self::Redo,
        Self::Steps,
        Self::Cut,
        Self::Copy,
        Self::Paste,
        Self::Duplicate,
        Self::Delete,
        Self::Rename,
        Self::Connect,
        Self::MoveTo,
        Self::MakeCluster,
        Self::MakeAvailabilityGroup,
        Self::AddElement,
        Self::EditDetails,
        Self::EditNote,
        Self::ContextMenu,
        Self::SelectAll,
        Self::SelectNone,
        Self::Find,
        Self::FindCommand,
        Self::ZoomToFit,
        Self::ZoomToSelection,
        Self::ZoomReset,
        Self::ZoomIn,
        Self::ZoomOut,
        Self::NextFinding,
        Self::PreviousFinding,
        Self::MakeCompliant,
        Self::ConfirmExamples,
        Self::ShowCanvas,
        Self::ShowHosts,
        Self::ShowDependencyMap,
        Self::ShowList,
        Self::ShowComparison,
        Self::ShowFindings,
        Self::ShowInspector,
        Self::ShowImpact,
        Self::ShowCapacity,
        Self::ShowAvailability,
        Self::ShowChecklist,
        Self::ShowAssumptions,
        Self::FoldPanels,
        Self::NextRegion,
        Self::PreviousRegion,
        Self::FollowConnection,
        Self::ThemeSystem,
        Self::ThemeLight,
        Self::ThemeDark,
        Self::ThemeHighContrast,
        Self::LargerInterface,
        Self::SmallerInterface,
        Self::ShowLosses,
        Self::Fail,
        Self::PlayDrill,
        Self::StepDrill,
        Self::StepDrillBack,
        Self::EndDrill,
        Self::ReduceMotion,
        Self::Shortcuts,
        Self::About,
    ];

    /// The words in menus.
    pub const fn text(self) -> &'static str {
        text::title(self)
    }

    /// Keys that do the same as [`keys`](Self::keys), for who is used to them.
    pub const fn other_keys(self) -> Option<&'static str> {
        match self {
            Self::Redo => Some("Ctrl+Shift+Z"),
            _ => None,
        }
    }

    /// The keys that come with the program, if it has any: `Ctrl+Shift+S`, with [`CTRL`], [`ALT`] and [`SHIFT`].
    pub const fn keys(self) -> Option<&'static str> {
        Some(match self {
            Self::New => "Ctrl+N",
            Self::Open => "Ctrl+O",
            Self::Import => "Ctrl+I",
            Self::Save => "Ctrl+S",
            Self::SaveAs => "Ctrl+Shift+S",
            Self::Export => "Ctrl+E",
            Self::Quit => "Ctrl+Q",
            Self::Undo => "Ctrl+Z",
            Self::Redo => "Ctrl+Y",
            Self::Steps => "Ctrl+H",
            Self::Cut => "Ctrl+X",
            Self::Copy => "Ctrl+C",
            Self::Paste => "Ctrl+V",
            Self::Duplicate => "Ctrl+D",
            Self::Delete => "Delete",
            Self::Rename => "F2",
            Self::Connect => "L",
            Self::MoveTo => "M",
            Self::MakeCluster => "Ctrl+G",
            Self::MakeAvailabilityGroup => "Ctrl+Shift+G",
            Self::AddElement => "P",
            Self::EditDetails => "Enter",
            Self::EditNote => "Shift+F2",
            Self::ContextMenu => "Shift+F10",
            Self::SelectAll => "Ctrl+A",
            Self::SelectNone => "Escape",
            Self::Find => "Ctrl+F",
            Self::FindCommand => "Ctrl+K",
            Self::ZoomToFit => "Shift+1",
            Self::ZoomToSelection => "Shift+2",
            Self::ZoomReset => "Ctrl+0",
            Self::ZoomIn => "Ctrl+Plus",
            Self::ZoomOut => "Ctrl+Minus",
            Self::NextFinding => "F8",
            Self::PreviousFinding => "Shift+F8",
            Self::ShowCanvas => "Ctrl+1",
            Self::ShowHosts => "Ctrl+2",
            Self::ShowDependencyMap => "Ctrl+3",
            Self::ShowList => "Ctrl+4",
            Self::ShowComparison => "Ctrl+5",
            Self::FoldPanels => "Ctrl+B",
            Self::NextRegion => "F6",
            Self::PreviousRegion => "Shift+F6",
            Self::FollowConnection => "N",
            Self::LargerInterface => "Ctrl+Alt+Plus",
            Self::SmallerInterface => "Ctrl+Alt+Minus",
            Self::Fail => "X",
            Self::PlayDrill => "F5",
            Self::StepDrill => "F10",
            Self::StepDrillBack => "F9",
            Self::Shortcuts => "F1",
            Self::ProjectDetails
            | Self::Verify
            | Self::SaveAsTemplate
            | Self::Compare
            | Self::MakeCompliant
            | Self::ConfirmExamples
            | Self::ThemeSystem
            | Self::ThemeLight
            | Self::ThemeDark
            | Self::ThemeHighContrast
            | Self::ShowFindings
            | Self::ShowInspector
            | Self::ShowImpact
            | Self::ShowCapacity
            | Self::ShowAvailability
            | Self::ShowChecklist
            | Self::ShowAssumptions
            | Self::EndDrill
            | Self::ShowLosses
            | Self::ReduceMotion
            | Self::About => return None,
        })
    }

    /// Whether a text field that has the focus keeps the keys for itself, where they are not single ones.
    pub const fn yields_to_text_field(self) -> bool {
        matches!(
            self,
            Self::Undo
                | Self::Redo
                | Self::Cut
                | Self::Copy
                | Self::Paste
                | Self::Delete
                | Self::SelectAll
                | Self::SelectNone
                | Self::Rename
                | Self::Duplicate
        )
    }

    /// Whether its keys count only while canvas or list have the keyboard, whichever they are: they do something to the
    /// element that the keyboard is on, and elsewhere to what is there.
    pub const fn acts_on_stage(self) -> bool {
        matches!(self, Self::Delete | Self::EditDetails | Self::ContextMenu)
    }

    /// Whether it does something with what is selected.
    pub const fn means_selection(self) -> bool {
        matches!(
            self,
            Self::Cut
                | Self::Copy
                | Self::Duplicate
                | Self::Delete
                | Self::Rename
                | Self::Connect
                | Self::MoveTo
                | Self::EditDetails
                | Self::EditNote
                | Self::ContextMenu
                | Self::ZoomToSelection
                | Self::Fail
        )
    }
}

/// Whether keys are a single one that writes something, with Shift or without: `L`, `Shift+1`.
pub fn is_single_key(keys: &str) -> bool {
    let key = keys.strip_prefix(SHIFT).and_then(|it| it.strip_prefix('+')).unwrap_or(keys);
    key.chars().count() == 1
}

/// A menu of the menu bar: its title and its commands; `None` is a separator.
pub const MENUS: &[(&str, &[Option<AppCommand>])] = &[
    (
        text::FILE,
        &[
            Some(AppCommand::New),
            Some(AppCommand::Open),
            Some(AppCommand::Import),
            None,
            Some(AppCommand::Save),
            Some(AppCommand::SaveAs),
            Some(AppCommand::SaveAsTemplate),
            Some(AppCommand::Compare),
            Some(AppCommand::Export),
            Some(AppCommand::Verify),
            None,
            Some(AppCommand::ProjectDetails),
            None,
            Some(AppCommand::Quit),
        ],
    ),
    (
        text::EDIT,
        &[
            Some(AppCommand::Undo),
            Some(AppCommand::Redo),
            Some(AppCommand::Steps),
            None,
            Some(AppCommand::Cut),
            Some(AppCommand::Copy),
            Some(AppCommand::Paste),
            Some(AppCommand::Duplicate),
            Some(AppCommand::Delete),
            None,
            Some(AppCommand::AddElement),
            Some(AppCommand::EditDetails),
            Some(AppCommand::Rename),
            Some(AppCommand::EditNote),
            Some(AppCommand::Connect),
            Some(AppCommand::MoveTo),
            Some(AppCommand::MakeCluster),
            Some(AppCommand::MakeAvailabilityGroup),
            Some(AppCommand::ContextMenu),
            None,
            Some(AppCommand::SelectAll),
            Some(AppCommand::SelectNone),
            None,
            Some(AppCommand::Find),
            Some(AppCommand::FindCommand),
            None,
            Some(AppCommand::MakeCompliant),
            Some(AppCommand::ConfirmExamples),
        ],
    ),
    (
        text::VIEW,
        &[
            Some(AppCommand::ShowCanvas),
            Some(AppCommand::ShowHosts),
            Some(AppCommand::ShowDependencyMap),
            Some(AppCommand::ShowList),
            Some(AppCommand::ShowComparison),
            Some(AppCommand::FollowConnection),
            None,
            Some(AppCommand::ZoomToFit),
            Some(AppCommand::ZoomToSelection),
            Some(AppCommand::ZoomReset),
            Some(AppCommand::ZoomIn),
            Some(AppCommand::ZoomOut),
            None,
            Some(AppCommand::NextFinding),
            Some(AppCommand::PreviousFinding),
            None,
            Some(AppCommand::ThemeSystem),
            Some(AppCommand::ThemeLight),
            Some(AppCommand::ThemeDark),
            Some(AppCommand::ThemeHighContrast),
            None,
            Some(AppCommand::LargerInterface),
            Some(AppCommand::SmallerInterface),
            None,
            Some(AppCommand::ShowLosses),
        ],
    ),
    (
        text::PANELS,
        &[
            Some(AppCommand::ShowFindings),
            Some(AppCommand::ShowInspector),
            Some(AppCommand::ShowImpact),
            Some(AppCommand::ShowCapacity),
            Some(AppCommand::ShowAvailability),
            Some(AppCommand::ShowChecklist),
            Some(AppCommand::ShowAssumptions),
            None,
            Some(AppCommand::FoldPanels),
            Some(AppCommand::NextRegion),
            Some(AppCommand::PreviousRegion),
        ],
    ),
    (
        text::DRILL,
        &[
            Some(AppCommand::Fail),
            None,
            Some(AppCommand::PlayDrill),
            Some(AppCommand::StepDrill),
            Some(AppCommand::StepDrillBack),
            Some(AppCommand::EndDrill),
            None,
            Some(AppCommand::ReduceMotion),
        ],
    ),
    (text::HELP, &[Some(AppCommand::Shortcuts), Some(AppCommand::About)]),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_two_commands_share_a_shortcut() {
        let mut seen = BTreeSet::new();
        for command in AppCommand::ALL {
            if let Some(keys) = command.keys() {
                assert!(seen.insert(keys), "{command:?} clashes");
            }
        }
    }

    #[test]
    fn only_keys_that_write_something_are_single() {
        assert!(["L", "Shift+1", "?"].into_iter().all(is_single_key));
        assert!(!["F6", "Shift+F10", "Ctrl+L", "Delete", "Ctrl+Alt+Plus"].into_iter().any(is_single_key));
    }

    #[test]
    fn every_command_stands_in_exactly_one_menu() {
        let mut in_menus: Vec<AppCommand> =
            MENUS.iter().flat_map(|(_, items)| items.iter().flatten()).copied().collect();
        in_menus.sort();
        let mut all = AppCommand::ALL.to_vec();
        all.sort();
        assert_eq!(in_menus, all);
    }
}
