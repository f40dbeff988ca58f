//! Short messages at the bottom of the window: good news goes away, failures stay until closed.

use super::context::ViewContext;
use super::widgets::words;
use crate::scene::Ink;
use crate::session::queue::Notice;
use crate::text::{common, notices as text};

/// Seconds that good news stays.
const SECONDS_SHOWN: f64 = 5.0;
/// How far above the lower edge they end, in points: the zoom buttons of the canvas stay free.
const ABOVE_ZOOM: f32 = 54.0;
/// Notices shown at once; older ones are dropped.
const MOST_SHOWN: usize = 4;

/// What the program has to tell, oldest first.
#[derive(Debug, Default)]
pub struct Notices {
    shown: Vec<(Notice, Option<f64>)>,
}

impl Notices {
    /// Adds a notice.
    pub fn push(&mut self, notice: Notice) {
        self.shown.retain(|(known, _)| *known != notice);
        self.shown.push((notice, None));
        let surplus = self.shown.len().saturating_sub(MOST_SHOWN);
        self.shown.drain(..surplus);
    }

    /// Shows the notices at the lower edge of the middle of the window.
    pub fn ui(&mut self, view: &ViewContext<'_>, middle: egui::Rect, ctx: &egui::Context) {
        let now = ctx.input(|input| input.time);
        for (_, since) in &mut self.shown {
            since.get_or_insert(now);
        }
        self.shown.retain(|(notice, since)| notice.is_failure || since.is_none_or(|since| now - since < SECONDS_SHOWN));
        let next = self.shown.iter().filter(|(notice, _)| !notice.is_failure).filter_map(|(_, since)| *since);
        if let Some(first) = next.reduce(f64::min) {
            let left = (first + SECONDS_SHOWN - now).max(0.0);
            ctx.request_repaint_after(std::time::Duration::from_secs_f64(left + 0.05));
        }
        if self.shown.is_empty() {
            return;
        }
        let area = egui::Area::new(egui::Id::new("notices"))
            .order(egui::Order::Foreground)
            .pivot(egui::Align2::CENTER_BOTTOM)
            .fixed_pos(middle.center_bottom() - egui::vec2(0.0, ABOVE_ZOOM));
        area.show(ctx, |ui| {
            ui.set_max_width((middle.width() - 24.0).clamp(240.0, 640.0));
            let mut closed = None;
            for (index, (notice, _)) in self.shown.iter().enumerate() {
                if notice_ui(view, notice, ui) {
                    closed = Some(index);
                }
            }
            if let Some(index) = closed {
                self.shown.remove(index);
            }
        });
    }
}

fn notice_ui(view: &ViewContext<'_>, notice: &Notice, ui: &mut egui::Ui) -> bool {
    let edge = if notice.is_failure { Ink::Error } else { Ink::Ok };
    let frame = egui::Frame::popup(ui.style()).stroke(egui::Stroke::new(1.5, view.color(edge)));
    frame
        .show(ui, |ui| {
            ui.horizontal(|ui| {
                let word = if notice.is_failure { text::FAILED } else { text::DONE };
                ui.label(egui::RichText::new(word).family(super::theme::bold()).color(view.color(edge)));
                ui.add(egui::Label::new(words(&notice.text)).wrap());
                ui.small_button(common::CLOSE).clicked()
            })
            .inner
        })
        .inner
}
