//! Kinds of elements in words and icons, and chips that lead to an element.

use egui::{Response, Ui};

use crate::model::{Document, Element};
use crate::scene::IconKind;
use crate::scene::layout::{computer_look, endpoint_icon};
use crate::text::kinds;

/// The icon of an element.
pub(crate) fn icon_of(document: &Document, element: Element) -> IconKind {
    match element {
        Element::Computer(id) => computer_look(document.computer_kind(id)).0,
        Element::Endpoint(id) => {
            document.endpoints.get(&id).map_or(IconKind::PartnerSystem, |it| endpoint_icon(it.kind))
        }
        Element::FailoverCluster(_) | Element::ResourceGroup(_) => IconKind::FailoverCluster,
        Element::SqlInstance(_) => IconKind::SqlServer,
        Element::AvailabilityGroup(_) => IconKind::AvailabilityGroup,
        Element::Database(_) => IconKind::Database,
        Element::Host(_) | Element::HostInstance(_) => IconKind::Host,
        Element::Handler(_) => IconKind::Adapter,
        Element::LoadBalancer(_) => IconKind::LoadBalancer,
        Element::Firewall(_) => IconKind::Firewall,
        Element::Storage(_) => IconKind::DiskArray,
        Element::PhysicalHost(_) => IconKind::Computer,
        Element::Environment
        | Element::Site(_)
        | Element::Tier(_)
        | Element::BizTalkGroup(_)
        | Element::Connection(_) => IconKind::Network,
    }
}

/// A button with the name of an element. It makes no child area of its own, so that a wrapping row can move it on.
pub(crate) fn element_chip_ui(ui: &mut Ui, element: Element, name: &str) -> Response {
    let (kind, _) = kinds::one_and_many(element);
    let text = egui::RichText::new(name).size(12.5);
    ui.add(fitting_button(ui, text).small()).on_hover_text(kinds::show(kind, name))
}

/// A button in a wrapping row: it moves to the next row as a whole, and breaks its text only when no row is wide enough.
pub(crate) fn fitting_button<'a>(ui: &Ui, text: egui::RichText) -> egui::Button<'a> {
    let galley = egui::WidgetText::from(text.clone()).into_galley(
        ui,
        Some(egui::TextWrapMode::Extend),
        f32::INFINITY,
        egui::TextStyle::Button,
    );
    let fits = galley.size().x + 2.0 * ui.spacing().button_padding.x <= ui.max_rect().width();
    let mode = if fits { egui::TextWrapMode::Extend } else { egui::TextWrapMode::Wrap };
    egui::Button::new(text).wrap_mode(mode)
}
