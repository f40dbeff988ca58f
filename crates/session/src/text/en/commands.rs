//! Titles of menus and commands.

use crate::command::AppCommand;

pub(crate) const FILE: &str = "File";
pub(crate) const EDIT: &str = "Edit";
pub(crate) const VIEW: &str = "View";
pub(crate) const DRILL: &str = "Drill";
pub(crate) const HELP: &str = "Help";

/// The words of a command in menus.
pub(crate) const fn title(command: AppCommand) -> &'static str {
    match command {
        AppCommand::New => "New from template…",
        AppCommand::Open => "Open…",
        AppCommand::Import => "Import a running group…",
        AppCommand::Save => "Save",
        AppCommand::SaveAs => "Save as…",
        AppCommand::SaveAsTemplate => "Save as template…",
        AppCommand::Compare => "Compare with…",
        AppCommand::Export => "Export…",
        AppCommand::Verify => "Verify what was handed over…",
        AppCommand::ProjectDetails => "Project details…",
        AppCommand::Quit => "Quit",
        AppCommand::Undo => "Undo",
        AppCommand::Redo => "Redo",
        AppCommand::Steps => "Steps…",
        AppCommand::Cut => "Cut",
        AppCommand::Copy => "Copy",
        AppCommand::Paste => "Paste",
        AppCommand::Duplicate => "Duplicate",
        AppCommand::Delete => "Delete",
        AppCommand::Rename => "Rename",
        AppCommand::Connect => "Connect to…",
        AppCommand::MoveTo => "Move to…",
        AppCommand::AddElement => "Add an element…",
        AppCommand::EditNote => "Note…",
        AppCommand::EditDetails => "Edit details",
        AppCommand::ContextMenu => "What can be done with it…",
        AppCommand::SelectAll => "Select all",
        AppCommand::SelectNone => "Select none",
        AppCommand::Find => "Find…",
        AppCommand::FindCommand => "Find a command…",
        AppCommand::ZoomToFit => "Zoom to fit",
        AppCommand::ZoomToSelection => "Zoom to selection",
        AppCommand::ZoomReset => "Zoom to 100 %",
        AppCommand::ZoomIn => "Zoom in",
        AppCommand::ZoomOut => "Zoom out",
        AppCommand::NextFinding => "Next finding",
        AppCommand::PreviousFinding => "Previous finding",
        AppCommand::MakeCompliant => "Make it compliant…",
        AppCommand::ConfirmExamples => "Confirm all examples of the template",
        AppCommand::ShowCanvas => "Canvas",
        AppCommand::ShowHosts => "Hosts by computers",
        AppCommand::ShowDependencyMap => "Dependency map",
        AppCommand::ShowList => "List",
        AppCommand::ShowComparison => "Comparison",
        AppCommand::FoldPanels => "Fold or unfold the panels",
        AppCommand::NextRegion => "Next part of the window",
        AppCommand::PreviousRegion => "Previous part of the window",
        AppCommand::FollowConnection => "Follow a connection",
        AppCommand::ThemeSystem => "Colors of the system",
        AppCommand::ThemeLight => "Light colors",
        AppCommand::ThemeDark => "Dark colors",
        AppCommand::ThemeHighContrast => "High contrast",
        AppCommand::LargerInterface => "Larger text and controls",
        AppCommand::SmallerInterface => "Smaller text and controls",
        AppCommand::Fail => "Fail or bring back",
        AppCommand::PlayDrill => "Play or pause",
        AppCommand::StepDrill => "One step on",
        AppCommand::StepDrillBack => "One step back",
        AppCommand::EndDrill => "End the drill",
        AppCommand::ShowLosses => "What each loss does",
        AppCommand::ReduceMotion => "Reduced motion",
        AppCommand::Shortcuts => "Keyboard shortcuts",
        AppCommand::About => "About Tierwright",
    }
}
