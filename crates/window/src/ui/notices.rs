//! Short messages at the bottom of the window: good news and refusals go away, the rest stays until closed or
//! untrue.

use super::context::ViewContext;
use super::widgets::words;
use crate::scene::Ink;
use crate::session::jobs::Elsewhere;
use crate::session::queue::{Message, Notice, Tone};
use crate::session::safety::{FileState, Protection};
use crate::text::{common, notices as text};

/// Seconds that good news stays.
const SECONDS_SHOWN: f64 = 5.0;
/// Seconds that good news with an offer stays.
const SECONDS_OFFERED: f64 = 20.0;
/// Seconds that a refusal stays, which takes longer to read.
const SECONDS_REFUSED: f64 = 12.0;
/// How far above the lower edge they end, in points: the zoom buttons of the canvas stay free.
const ABOVE_ZOOM: f32 = 54.0;
/// Narrower than this a notice gets too tall; it lies over the panels beside a narrow middle.
const LEAST_WIDTH: f32 = 440.0;
/// Room that the button of a notice takes.
const CLOSE_WIDTH: f32 = 56.0;
/// Room that its offer takes.
const OFFER_WIDTH: f32 = 88.0;
/// Notices shown at once; older ones wait or are dropped.
const MOST_SHOWN: usize = 4;

/// What the program has to tell, oldest first.
#[derive(Debug, Default)]
pub struct Notices {
    shown: Vec<(Notice, Option<f64>)>,
    /// What is true at the moment and was closed; it is told again once it has been untrue in between.
    closed: Vec<Notice>,
}

impl Notices {
    /// Adds a notice. News takes the place of what passes and has been seen: what is done one after the other would
    /// pile up over the drawing.
    pub fn push(&mut self, notice: Notice) {
        let is_seen = |(known, since): &(Notice, Option<f64>)| {
            since.is_some() && passes(known) && known.folder.is_none() && passes(&notice)
        };
        self.shown.retain(|it| it.0 != notice && !is_seen(it));
        self.shown.push((notice, None));
        let surplus = self.shown.len().saturating_sub(MOST_SHOWN);
        self.shown.drain(..surplus);
    }

    /// Says which step was taken back or done again, in place of news that it may have made untrue. Without such news the
    /// drawing shows it.
    pub fn walked(&mut self, label: &str) {
        let is_news = |(notice, _): &(Notice, Option<f64>)| notice.tone == Tone::Done && notice.folder.is_none();
        if self.shown.iter().any(is_news) {
            self.shown.retain(|it| !is_news(it));
            self.push(Notice::info(label));
        }
    }

    /// Shows the notices at the lower edge of the middle of the window.
    pub fn ui(&mut self, view: &ViewContext<'_>, middle: egui::Rect, ctx: &egui::Context) {
        let now = ctx.input(|input| input.time);
        for (_, since) in &mut self.shown {
            since.get_or_insert(now);
        }
        let end =
            |(notice, since): &(Notice, Option<f64>)| since.filter(|_| passes(notice)).map(|it| it + lasts(notice));
        self.shown.retain(|it| end(it).is_none_or(|end| now < end));
        if let Some(first) = self.shown.iter().filter_map(end).reduce(f64::min) {
            let left = (first - now).max(0.0);
            ctx.request_repaint_after(std::time::Duration::from_secs_f64(left + 0.05));
        }
        let mut standing = standing(view);
        self.closed.retain(|it| standing.contains(it));
        standing.retain(|it| !self.closed.contains(it));
        if self.shown.is_empty() && standing.is_empty() {
            return;
        }
        let area = egui::Area::new(egui::Id::new("notices"))
            .order(egui::Order::Foreground)
            .pivot(egui::Align2::CENTER_BOTTOM)
            .fixed_pos(middle.center_bottom() - egui::vec2(0.0, ABOVE_ZOOM));
        area.show(ctx, |ui| {
            ui.set_max_width((middle.width() - 24.0).clamp(LEAST_WIDTH, 640.0));
            let room = MOST_SHOWN.saturating_sub(standing.len());
            self.closed.extend(standing.into_iter().filter(|notice| notice_ui(view, notice, ui)));
            let mut closed = None;
            let surplus = self.shown.len().saturating_sub(room);
            for (index, (notice, _)) in self.shown.iter().enumerate().skip(surplus) {
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

/// What is true of the design and its file and must not be missed. It goes when it is no longer true.
fn standing(view: &ViewContext<'_>) -> Vec<Notice> {
    let (safety, name) = (view.safety, view.file_name.as_str());
    let protection = match &safety.protection {
        Protection::Not(problem) if view.is_dirty => Some(Notice::failure(problem)),
        _ => None,
    };
    let file = match safety.file {
        FileState::Changed => Some(text::changed_outside(name)),
        FileState::Gone => Some(text::gone_outside(name)),
        FileState::NoFile | FileState::Same => None,
    };
    let other = safety.other.as_ref().map(|it| text::also_open(name, it));
    let mut outside: Vec<String> = file.into_iter().chain(other).collect();
    if let (Some(first), Some(service)) = (outside.first_mut(), safety.service) {
        *first = format!("{first} {}", text::synced_by(service));
    }
    protection.into_iter().chain(outside.into_iter().map(Notice::attention)).collect()
}

/// Whether a notice goes away by itself.
fn passes(notice: &Notice) -> bool {
    matches!(notice.tone, Tone::Done | Tone::Refused)
}

/// How many seconds a notice stays that goes away by itself.
fn lasts(notice: &Notice) -> f64 {
    match notice.tone {
        Tone::Refused => SECONDS_REFUSED,
        _ if notice.folder.is_some() => SECONDS_OFFERED,
        _ => SECONDS_SHOWN,
    }
}

fn notice_ui(view: &ViewContext<'_>, notice: &Notice, ui: &mut egui::Ui) -> bool {
    let (edge, word) = match notice.tone {
        Tone::Done => (Ink::Ok, text::DONE),
        Tone::Refused => (Ink::Warning, text::NOT_POSSIBLE),
        Tone::Attention => (Ink::Warning, text::ATTENTION),
        Tone::Failed => (Ink::Error, text::FAILED),
    };
    let frame = egui::Frame::popup(ui.style()).stroke(egui::Stroke::new(1.5, view.color(edge)));
    frame
        .show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.label(egui::RichText::new(word).family(super::theme::bold()).color(view.color(edge)));
                let offer = if notice.folder.is_some() { OFFER_WIDTH } else { 0.0 };
                let room = ui.available_width() - CLOSE_WIDTH - offer;
                ui.scope(|ui| {
                    ui.set_max_width(room);
                    ui.add(egui::Label::new(words(&notice.text)).wrap());
                });
                if let Some(folder) = &notice.folder
                    && ui.small_button(text::OPEN_FOLDER).clicked()
                {
                    view.outbox.send(Message::ShowElsewhere(Elsewhere::Folder(folder.clone())));
                }
                ui.small_button(common::CLOSE).clicked()
            })
            .inner
        })
        .inner
}
