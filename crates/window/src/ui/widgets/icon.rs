//! Icons and severity marks, by shape as well as by color.

use egui::{Response, Sense, Ui, Vec2, WidgetInfo, WidgetType};

use crate::rules::Severity;
use crate::scene::{IconKind, Ink};
use crate::ui::context::ViewContext;
use crate::ui::paint;

/// The icon of a severity.
pub const fn severity_icon(severity: Severity) -> IconKind {
    match severity {
        Severity::Blocker => IconKind::Blocker,
        Severity::Error => IconKind::Error,
        Severity::Warning => IconKind::Warning,
        Severity::Advice => IconKind::Advice,
        Severity::Info => IconKind::Info,
    }
}

/// The color of a severity.
pub const fn severity_ink(severity: Severity) -> Ink {
    match severity {
        Severity::Blocker => Ink::Blocker,
        Severity::Error => Ink::Error,
        Severity::Warning => Ink::Warning,
        Severity::Advice => Ink::Advice,
        Severity::Info => Ink::Info,
    }
}

/// The tint of a severity, behind text.
pub const fn severity_soft_ink(severity: Severity) -> Ink {
    match severity {
        Severity::Blocker => Ink::BlockerSoft,
        Severity::Error => Ink::ErrorSoft,
        Severity::Warning => Ink::WarningSoft,
        Severity::Advice => Ink::AdviceSoft,
        Severity::Info => Ink::InfoSoft,
    }
}

/// An icon of `size` points that says `label` to those who do not see it.
pub fn icon_ui(view: &ViewContext<'_>, ui: &mut Ui, kind: IconKind, ink: Ink, size: f32, label: &str) -> Response {
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(size), Sense::hover());
    if ui.is_rect_visible(rect) {
        paint::icon_at(ui.painter(), view.palette, kind, rect, ink);
    }
    if !label.is_empty() {
        response.widget_info(|| WidgetInfo::labeled(WidgetType::Image, true, label));
    }
    response
}

/// The mark of a severity.
pub fn severity_icon_ui(view: &ViewContext<'_>, ui: &mut Ui, severity: Severity, size: f32) -> Response {
    icon_ui(view, ui, severity_icon(severity), severity_ink(severity), size, severity.title())
}
