//! What every page of the inspector is made of: its elements, sections, chips and lists.

use std::collections::BTreeSet;

use egui::Ui;

use crate::edit::{Edit, EditCommand};
use crate::model::Element;
use crate::session::command::AppCommand;
use crate::session::queue::Message;
use crate::text::{common, inspector as text};
use crate::ui::context::ViewContext;
use crate::ui::panels::kinds::element_chip_ui;
use crate::ui::theme;
use crate::ui::widgets::fields::{FieldLabel, field_row_ui};
use crate::ui::widgets::{SectionTitle, muted, section_header_ui};

/// The elements a page is about.
pub(super) struct Page<'a> {
    pub(super) view: &'a ViewContext<'a>,
    pub(super) elements: Vec<Element>,
    /// Labels of fields that a rule waits for.
    pub(super) asked: BTreeSet<String>,
    /// Whether the first field is to get the focus.
    pub(super) wants_focus: std::cell::Cell<bool>,
    /// Whether the note is to get the focus.
    pub(super) wants_note: std::cell::Cell<bool>,
}

/// A form for the elements of a page: the kind of element and the table that holds them.
macro_rules! form {
    ($page:expr, $variant:ident, $table:ident) => {{
        let page: &$crate::ui::panels::inspector::page::Page<'_> = $page;
        let items = page.elements.iter().filter_map(|element| match element {
            $crate::model::Element::$variant(id) => page.view.document.$table.get(id).map(|it| (*id, it)),
            _ => None,
        });
        $crate::ui::panels::inspector::form::Form::new(
            page.view,
            items.collect(),
            |id, it| $crate::edit::EditCommand::Put($crate::edit::Record::$variant(id, it)),
            $crate::ui::panels::inspector::data::name_of(page.view.document, &page.elements),
            page.asked.clone(),
        )
    }};
}
pub(super) use form;

impl Page<'_> {
    /// A part of the page that can be folded.
    pub(super) fn section(&self, ui: &mut Ui, title: &str, content: impl FnOnce(&mut Ui)) {
        self.section_with(ui, SectionTitle::new(title), true, content);
    }

    /// A part of the page that starts folded, unless a rule waits for one of these fields in it.
    pub(super) fn folded(&self, ui: &mut Ui, title: &str, fields: &[&str], content: impl FnOnce(&mut Ui)) {
        let is_asked = fields.iter().any(|field| self.asked.contains(*field));
        self.section_with(ui, SectionTitle::new(title), is_asked, content);
    }

    /// A part of the page that shows how many rows it has.
    pub(super) fn counted(&self, ui: &mut Ui, title: &str, count: usize, content: impl FnOnce(&mut Ui)) {
        self.section_with(ui, SectionTitle::new(title).counting(count), true, content);
    }

    /// A part of the page that is unfolded when somebody is led to it.
    pub(super) fn open_section(&self, ui: &mut Ui, title: &str, is_led_to: bool, content: impl FnOnce(&mut Ui)) {
        if is_led_to {
            ui.data_mut(|data| data.insert_temp(section_id(title), true));
        }
        self.section(ui, title, content);
    }

    fn section_with(&self, ui: &mut Ui, title: SectionTitle<'_>, first: bool, content: impl FnOnce(&mut Ui)) {
        ui.add_space(theme::GAP);
        let id = section_id(title.text);
        let mut open = ui.data(|data| data.get_temp(id)).unwrap_or(first);
        if section_header_ui(self.view, ui, title, &mut open).changed() {
            ui.data_mut(|data| data.insert_temp(id, open));
        }
        if open {
            ui.add_space(2.0);
            ui.push_id(title.text, content);
        }
    }

    /// Elements as chips that open them in the inspector.
    pub(super) fn chips(&self, ui: &mut Ui, elements: &[(Element, String)]) {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = egui::vec2(4.0, 4.0);
            for (element, name) in elements {
                self.chip(ui, *element, name);
            }
        });
    }

    /// One element as a chip.
    pub(super) fn chip(&self, ui: &mut Ui, element: Element, name: &str) {
        let chip = element_chip_ui(ui, element, name);
        if chip.clicked() {
            self.view.outbox.send(Message::Inspect(element));
            if chip.has_focus() {
                // The chip goes with its page: the keyboard goes on with that of the element.
                self.view.outbox.command(AppCommand::EditDetails);
            }
        }
    }

    /// Elements of one list, each with its name.
    pub(super) fn named<I: Into<Element>>(&self, ids: impl IntoIterator<Item = I>) -> Vec<(Element, String)> {
        ids.into_iter().map(Into::into).map(|it| (it, it.name(self.view.document))).collect()
    }

    /// A label with chips.
    pub(super) fn chip_row(&self, ui: &mut Ui, label: &str, elements: &[(Element, String)]) {
        if !elements.is_empty() {
            field_row_ui(self.view, ui, FieldLabel::new(label), |ui| self.chips(ui, elements));
        }
    }

    /// A remark in muted text.
    pub(super) fn note(&self, ui: &mut Ui, text: &str) {
        ui.add(egui::Label::new(muted(self.view, text).size(12.5)).wrap());
    }

    /// A small button that removes what stands beside it.
    pub(super) fn remove_button(&self, ui: &mut Ui, what: &str) -> bool {
        let button = ui.add(egui::Button::new(muted(self.view, common::REMOVE).size(12.0)).small());
        let label = text::remove(what);
        button.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Button, true, &label));
        button.on_hover_text(label).clicked()
    }

    /// Sends an edit of one command.
    pub(super) fn edit(&self, label: impl Into<String>, command: EditCommand) {
        self.view.outbox.edit(Edit::one(label, command));
    }
}

/// A row of things side by side that wraps.
pub(super) fn row_ui(ui: &mut Ui, content: impl FnOnce(&mut Ui)) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(6.0, 4.0);
        content(ui);
    });
}

/// By the title alone, so that a part that was folded stays folded on the next element.
fn section_id(title: &str) -> egui::Id {
    egui::Id::new(("inspector-section", title))
}
