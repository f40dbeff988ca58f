//! The menu bar: the menus, the switch between views, and the name of the design.

use egui::PopupCloseBehavior;

use super::View;
use super::context::ViewContext;
use super::theme;
use super::widgets::{self, submenu_ui};
use crate::dependency::Loss;
use crate::document::file_name;
use crate::edit::intent::connections;
use crate::edit::intent::movement::moving;
use crate::model::Element;
use crate::rules::plan::Goal;
use crate::scene::Ink;
use crate::session::command::{AppCommand, MENUS};
use crate::session::settings::ThemeChoice;
use crate::text::frame as text;
use crate::ui::keys::{keys_text, with_keys};

/// Shows the menu bar.
pub(super) fn ui(view: &ViewContext<'_>, shown: View, ui: &mut egui::Ui) {
    widgets::tab_group_ui(ui, "menu-bar", |ui| bar_ui(view, shown, ui));
}

fn bar_ui(view: &ViewContext<'_>, shown: View, ui: &mut egui::Ui) {
    egui::MenuBar::new().ui(ui, |ui| {
        let mut menus = Vec::new();
        for (title, commands) in MENUS {
            let menu = widgets::menu_button_ui(ui, title, |ui| {
                ui.set_min_width(240.0);
                for command in *commands {
                    match command {
                        None => {
                            ui.separator();
                        }
                        Some(command) => item_ui(view, *command, ui),
                    }
                }
                if commands.contains(&Some(AppCommand::Open)) {
                    recent_ui(view, ui);
                }
            });
            widgets::focus_ring(view, ui, &menu);
            menus.push(menu);
        }
        let is_there = |it: &View| *it != View::Comparison || view.comparison.is_some();
        let views: Vec<_> = View::ALL.into_iter().filter(|(it, _)| is_there(it)).collect();
        let have_room = width_of_views(ui, &views) <= ui.available_width();
        if !have_room {
            let label = views.iter().find(|(it, _)| *it == shown).map_or(text::CANVAS, |(_, label)| label);
            let menu = widgets::menu_button_ui(ui, label, |ui| views_ui(view, shown, &views, ui));
            widgets::focus_ring(view, ui, &menu);
            menus.push(menu);
        }
        widgets::walk_menus(ui, &menus);
        if have_room {
            ui.separator();
            views_ui(view, shown, &views, ui);
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.add_space(theme::GAP);
            let export = egui::Button::new(text::EXPORT).fill(view.color(Ink::AccentSoft));
            let about = with_keys(view, ui.ctx(), text::DIAGRAM_AND_DOCUMENTS, AppCommand::Export);
            let export = ui.add(export).on_hover_text(about);
            widgets::focus_ring(view, ui, &export);
            if export.clicked() {
                view.outbox.command(AppCommand::Export);
            }
            let name = egui::RichText::new(&view.file_name).color(view.color(Ink::TextMuted));
            ui.add(egui::Label::new(name).truncate());
        });
    });
}

/// The switch between views.
fn views_ui(view: &ViewContext<'_>, shown: View, views: &[(View, &str)], ui: &mut egui::Ui) {
    for (target, label) in views {
        let switch = ui.selectable_label(shown == *target, *label);
        widgets::focus_ring(view, ui, &switch);
        if switch.clicked() {
            view.outbox.command(command_of(*target));
            ui.close();
        }
    }
}

/// The room that the switch between views needs beside the button to export, in points.
fn width_of_views(ui: &egui::Ui, views: &[(View, &str)]) -> f32 {
    let font = egui::TextStyle::Button.resolve(ui.style());
    let around = 2.0 * ui.spacing().button_padding.x + ui.spacing().item_spacing.x;
    let width = |words: &str| {
        ui.painter().layout_no_wrap(words.to_owned(), font.clone(), egui::Color32::BLACK).size().x + around
    };
    views.iter().map(|(_, label)| width(label)).sum::<f32>() + width(text::EXPORT) + 3.0 * theme::GAP
}

fn command_of(target: View) -> AppCommand {
    match target {
        View::Canvas => AppCommand::ShowCanvas,
        View::Hosts => AppCommand::ShowHosts,
        View::DependencyMap => AppCommand::ShowDependencyMap,
        View::List => AppCommand::ShowList,
        View::Comparison => AppCommand::ShowComparison,
    }
}

fn item_ui(view: &ViewContext<'_>, command: AppCommand, ui: &mut egui::Ui) {
    let text = match command {
        AppCommand::Undo => view.undo_label.map_or_else(|| command.text().to_owned(), text::undo),
        AppCommand::Redo => view.redo_label.map_or_else(|| command.text().to_owned(), text::redo),
        _ => command.text().to_owned(),
    };
    let chosen = is_chosen(view, command);
    let mut button = egui::Button::new(text.as_str()).wrap_mode(egui::TextWrapMode::Truncate);
    button = button.selected(chosen == Some(true));
    let keys = keys_text(view, ui.ctx(), command);
    if !keys.is_empty() {
        button = button.shortcut_text(keys.as_str());
    }
    let item = ui.add_enabled(is_enabled(view, command), button);
    widgets::describe_menu_item(&item, &text, &keys, chosen);
    if item.clicked() {
        view.outbox.command(command);
        ui.close();
    }
}

/// Whether a command can do anything now.
pub(super) fn is_enabled(view: &ViewContext<'_>, command: AppCommand) -> bool {
    match command {
        AppCommand::Undo => view.undo_label.is_some(),
        AppCommand::Redo => view.redo_label.is_some(),
        AppCommand::Cut
        | AppCommand::Copy
        | AppCommand::Duplicate
        | AppCommand::Delete
        | AppCommand::SelectNone
        | AppCommand::ZoomToSelection => !view.selection.is_empty(),
        AppCommand::MakeCluster | AppCommand::MakeAvailabilityGroup => {
            view.selection.iter().filter(|it| matches!(it, Element::Computer(_))).count() > 1
        }
        AppCommand::EditNote | AppCommand::Rename => view.selected_one().is_some(),
        AppCommand::MoveTo => view.selection.iter().any(|it| is_moved(view, *it)),
        AppCommand::Connect => view.selected_one().is_some_and(|it| connections::may_start(view.document, it).is_ok()),
        AppCommand::Fail => view.selection.iter().any(|it| !Loss::parts_of(*it, view.document).is_empty()),
        AppCommand::PlayDrill | AppCommand::EndDrill => view.drill.is_some(),
        AppCommand::StepDrill => view.drill.is_some_and(|it| !it.is_at_end()),
        AppCommand::StepDrillBack => view.drill.is_some_and(|it| it.shown > 1),
        AppCommand::NextFinding | AppCommand::PreviousFinding => !view.analysis.rules.findings.is_empty(),
        AppCommand::MakeCompliant => Goal::Clean.is_worth_a_plan(&view.analysis.rules),
        AppCommand::ShowComparison => view.comparison.is_some(),
        AppCommand::ConfirmExamples => view.analysis.verdict.num_examples > 0,
        _ => true,
    }
}

/// Whether an element stands somewhere from where it can be moved.
fn is_moved(view: &ViewContext<'_>, element: Element) -> bool {
    match element {
        Element::Tier(_) => view.document.sites.len() > 1,
        other => !moving(view.document, &[other]).is_empty(),
    }
}

/// Whether a command is what holds now; `None` = it is none of those that hold.
fn is_chosen(view: &ViewContext<'_>, command: AppCommand) -> Option<bool> {
    let theme = |theme| Some(view.settings.theme == theme);
    match command {
        AppCommand::ThemeSystem => theme(ThemeChoice::System),
        AppCommand::ThemeLight => theme(ThemeChoice::Light),
        AppCommand::ThemeDark => theme(ThemeChoice::Dark),
        AppCommand::ThemeHighContrast => theme(ThemeChoice::HighContrast),
        AppCommand::ShowLosses => Some(!view.settings.hide_losses),
        AppCommand::ReduceMotion => Some(view.settings.reduced_motion),
        _ => None,
    }
}

fn recent_ui(view: &ViewContext<'_>, ui: &mut egui::Ui) {
    let mut paths = view.recent.paths().peekable();
    if paths.peek().is_none() {
        return;
    }
    ui.separator();
    submenu_ui(ui, text::OPEN_RECENT, PopupCloseBehavior::CloseOnClick, |ui| {
        for path in view.recent.paths() {
            if ui.button(file_name(&path)).on_hover_text(path.display().to_string()).clicked() {
                view.outbox.send(crate::session::queue::Message::OpenPath(path));
                ui.close();
            }
        }
    });
}
