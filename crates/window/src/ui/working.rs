//! What takes a while: how far it is, and how to give it up. What the open design waits for stands in front of it,
//! everything else beside it.

use std::time::Duration;

use egui::{Align2, Area, Context, Frame, Id, Label, Modal, Order, Rect, Spinner, Ui};

use super::context::ViewContext;
use super::modal;
use super::widgets::{muted, strong};
use crate::session::queue::Message;
use crate::session::work::Work;
use crate::text::work as text;

/// What is over sooner is not shown.
const SHOWN_AFTER: Duration = Duration::from_millis(300);
/// How far above the lower edge it stands.
const ABOVE_EDGE: f32 = 12.0;

/// What is being worked on.
#[derive(Clone, Debug, Default)]
pub struct Working {
    /// What the open design waits for; it cannot be changed meanwhile.
    pub design: Option<Work>,
    /// What goes on beside it.
    pub beside: Vec<Work>,
}

/// Shows what takes longer than a moment.
pub(super) fn ui(view: &ViewContext<'_>, working: &Working, middle: Rect, ctx: &Context) {
    if let Some(work) = &working.design {
        let shown = modal::show(Modal::new(Id::new("design-work")), ctx, |ui| {
            modal::name(ui, work.label());
            work_ui(view, work, ui);
        });
        // Escape is Cancel; a click beside it is no answer.
        if shown.should_close() && !shown.backdrop_response.clicked() {
            view.outbox.send(Message::GiveUp(work.clone()));
        }
        ctx.request_repaint_after(Duration::from_millis(100));
    }
    let shown: Vec<&Work> = working.beside.iter().filter(|it| it.lasts() >= SHOWN_AFTER).collect();
    if shown.len() < working.beside.len() {
        ctx.request_repaint_after(SHOWN_AFTER);
    }
    if shown.is_empty() {
        return;
    }
    ctx.request_repaint_after(Duration::from_millis(250));
    let area = Area::new(Id::new("beside-work")).order(Order::Foreground).pivot(Align2::LEFT_BOTTOM);
    area.fixed_pos(middle.left_bottom() + egui::vec2(ABOVE_EDGE, -ABOVE_EDGE)).show(ctx, |ui| {
        Frame::popup(ui.style()).show(ui, |ui| shown.iter().for_each(|work| work_ui(view, work, ui)));
    });
}

fn work_ui(view: &ViewContext<'_>, work: &Work, ui: &mut Ui) {
    ui.horizontal(|ui| {
        ui.add(Spinner::new().size(18.0));
        ui.vertical(|ui| {
            ui.set_max_width(360.0);
            ui.add(Label::new(strong(view, work.label())).truncate());
            let lasts = text::lasts(text::phase(work.phase()), work.pieces(), work.lasts().as_secs());
            ui.label(muted(view, lasts).size(12.0));
        });
        if ui.button(text::CANCEL).clicked() {
            view.outbox.send(Message::GiveUp(work.clone()));
        }
    });
}
