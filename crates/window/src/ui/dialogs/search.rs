//! One field that finds everything: commands, elements, findings, documents.

use std::collections::BTreeSet;

use egui::Ui;

use crate::edit::intent::palette::PaletteItem;
use crate::edit::intent::tiers;
use crate::model::{Element, TierKind};
use crate::prose::one_line;
use crate::rules::{RuleId, catalog};
use crate::session::SearchFor;
use crate::session::command::{AppCommand, MENUS};
use crate::session::queue::Message;
use crate::sources::sources;
use crate::text::{canvas, search as text};
use crate::ui::canvas::add_where_it_belongs;
use crate::ui::context::ViewContext;
use crate::ui::keys::keys_text;
use crate::ui::menu_bar::is_enabled;
use crate::ui::modal;
use crate::ui::widgets::{Choice, PickList, muted};

/// Width in points.
const WIDTH: f32 = 560.0;

/// What the search finds.
#[derive(Clone, Debug, PartialEq)]
enum Hit {
    Command(AppCommand),
    Add(PaletteItem),
    AddTier(TierKind),
    Element(Element),
    Finding(RuleId, Element),
    /// A note, by what it is pinned to.
    Note(Element),
    /// A rule that has no finding, with the document that it comes from.
    Rule(Option<&'static str>),
    Document(&'static str),
}

/// The state of the search.
#[derive(Debug, Default)]
pub struct SearchDialog {
    list: PickList,
}

impl SearchDialog {
    /// Shows the search; a mark at the start of the text says what is looked for.
    pub(super) fn ui(&mut self, view: &ViewContext<'_>, looked_for: SearchFor, ui: &mut Ui) {
        ui.set_width(WIDTH);
        modal::name(ui, text::SEARCH);
        let hint = match looked_for {
            SearchFor::Commands => text::HINT_COMMANDS,
            SearchFor::Things => text::HINT_THINGS,
        };
        let keys = self.list.field_ui(ui, text::SEARCH, hint);
        let (looked_for, wanted) = scope(looked_for, self.list.text());
        let wanted = wanted.to_owned();
        let choices = choices(view, ui, looked_for);
        let height = (ui.ctx().content_rect().height() - 220.0).clamp(120.0, 420.0);
        ui.add_space(4.0);
        let chosen = self.list.list_ui(view, ui, (&wanted, keys), (&choices, text::NOTHING_FOUND, height));
        ui.add_space(4.0);
        ui.label(muted(view, text::MARKS).size(12.0));
        if let Some(hit) = chosen {
            view.outbox.send(Message::CloseDialog);
            carry_out(view, ui, hit);
        }
    }
}

/// What is looked for, once the mark at the start of the text has had its say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scope {
    Commands,
    /// Elements and findings.
    Things,
    Elements,
    Findings,
    Documents,
}

fn scope(looked_for: SearchFor, typed: &str) -> (Scope, &str) {
    let marks = [('@', Scope::Elements), ('!', Scope::Findings), ('?', Scope::Documents), ('>', Scope::Commands)];
    let marked = marks.into_iter().find_map(|(mark, scope)| Some((scope, typed.trim_start().strip_prefix(mark)?)));
    marked.unwrap_or((
        match looked_for {
            SearchFor::Commands => Scope::Commands,
            SearchFor::Things => Scope::Things,
        },
        typed,
    ))
}

fn choices(view: &ViewContext<'_>, ui: &Ui, scope: Scope) -> Vec<Choice<Hit>> {
    let mut found = Vec::new();
    if scope == Scope::Commands {
        let commands = MENUS.iter().flat_map(|(_, commands)| commands.iter().flatten());
        let enabled = commands.filter(|it| is_enabled(view, **it));
        found.extend(enabled.map(|it| Choice::new(it.text(), keys_text(view, ui.ctx(), *it), Hit::Command(*it))));
        found.extend(PaletteItem::ALL.iter().map(|it| Choice::new(canvas::add(it.label()), "", Hit::Add(*it))));
        found.extend(TierKind::ALL.iter().map(|it| Choice::new(text::add_tier(it.label()), "", Hit::AddTier(*it))));
    }
    if matches!(scope, Scope::Things | Scope::Elements) {
        let elements = Element::all(view.document).into_iter().filter(|it| *it != Element::Environment);
        found.extend(elements.map(|it| Choice::element(view, it, Hit::Element(it))));
        found.extend(view.document.notes.iter().map(|it| {
            let on = text::note_on(&it.element.name(view.document));
            Choice::new(one_line(&it.text), on, Hit::Note(it.element))
        }));
    }
    if matches!(scope, Scope::Things | Scope::Findings) {
        found.extend(view.analysis.rules.findings.iter().filter_map(|it| {
            let about = it.elements.first().copied()?;
            Some(Choice::new(it.message(view.document), it.rule.to_string(), Hit::Finding(it.rule, about)))
        }));
    }
    if matches!(scope, Scope::Things | Scope::Findings) {
        found.extend(quiet_rules(view));
    }
    if scope == Scope::Documents {
        found.extend(sources().iter().map(|it| Choice::new(it.title, it.id.0.as_str(), Hit::Document(it.url))));
    }
    found
}

/// The rules that find nothing: each leads to its document.
fn quiet_rules(view: &ViewContext<'_>) -> impl Iterator<Item = Choice<Hit>> {
    let firing: BTreeSet<RuleId> = view.analysis.rules.findings.iter().map(|it| it.rule).collect();
    let quiet = catalog().rows().iter().filter(move |row| !firing.contains(&row.id));
    quiet.map(|row| {
        let document = row.sources.iter().find_map(|id| sources().get(id)).map(|it| it.url);
        Choice::new(row.title, text::without_finding(&row.id.to_string()), Hit::Rule(document))
    })
}

fn carry_out(view: &ViewContext<'_>, ui: &Ui, hit: Hit) {
    match hit {
        Hit::Command(command) => view.outbox.command(command),
        Hit::Add(item) => {
            view.outbox.command(AppCommand::ShowCanvas);
            add_where_it_belongs(view, item);
        }
        Hit::AddTier(kind) => {
            view.outbox.command(AppCommand::ShowCanvas);
            view.outbox.try_edit(tiers::add(view.document, kind));
        }
        Hit::Element(element) if view.layout.rect_of(element).is_some() => {
            view.outbox.send(Message::Reveal(element));
        }
        Hit::Element(element) => {
            // Drawn nowhere by itself: the keyboard goes to its details.
            view.outbox.send(Message::Reveal(element));
            view.outbox.command(AppCommand::EditDetails);
        }
        Hit::Note(element) => {
            view.outbox.send(Message::Reveal(element));
            view.outbox.command(AppCommand::EditNote);
        }
        Hit::Finding(rule, element) => view.outbox.send(Message::ShowFinding(rule, element)),
        Hit::Rule(document) => {
            if let Some(url) = document {
                ui.ctx().open_url(egui::OpenUrl::new_tab(url));
            }
        }
        Hit::Document(url) => ui.ctx().open_url(egui::OpenUrl::new_tab(url)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_at_the_start_says_what_is_looked_for() {
        assert_eq!(scope(SearchFor::Commands, "zoom"), (Scope::Commands, "zoom"));
        assert_eq!(scope(SearchFor::Commands, "@BTS"), (Scope::Elements, "BTS"));
        assert_eq!(scope(SearchFor::Things, " !tracking"), (Scope::Findings, "tracking"));
        assert_eq!(scope(SearchFor::Things, "?"), (Scope::Documents, ""));
        assert_eq!(scope(SearchFor::Things, ">undo"), (Scope::Commands, "undo"));
    }
}
