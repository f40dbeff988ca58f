//! The rail at the right edge of the window: one mark with a word for each thing the side panel can show.

use egui::{FontId, Rect, Response, ScrollArea, Sense, Ui, Vec2, WidgetInfo, WidgetType, pos2, vec2};

use super::context::ViewContext;
use super::widgets::{Stop, focus_ring};
use super::{paint, theme};
use crate::scene::{IconKind, Ink};
use crate::text::frame as text;

/// Width of the rail with words, in points.
pub(super) const WIDTH: f32 = 90.0;
/// Width of the rail of marks alone: a finger hits one, in points.
pub(super) const NARROW: f32 = 44.0;
/// Least and most height of an entry, in points.
const HEIGHT: (f32, f32) = (44.0, 60.0);
/// Side of a mark, in points.
const MARK: f32 = 19.0;

/// What the side panel shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SideTab {
    /// Findings and open questions.
    #[default]
    Findings,
    /// Attributes of the selection.
    Inspector,
    /// What failures do.
    Impact,
    /// The capacity estimate.
    Capacity,
    /// The availability estimate.
    Availability,
    /// The checklist.
    Checklist,
    /// Workload and hardware inputs.
    Assumptions,
    /// The failure drill under way.
    Drill,
}

impl SideTab {
    const ALL: [Self; 8] = [
        Self::Findings,
        Self::Inspector,
        Self::Impact,
        Self::Capacity,
        Self::Availability,
        Self::Checklist,
        Self::Assumptions,
        Self::Drill,
    ];

    /// The mark, the word, and what the panel is about.
    const fn face(self) -> (IconKind, &'static str, &'static str) {
        match self {
            Self::Findings => (IconKind::Warning, text::FINDINGS, text::ABOUT_FINDINGS),
            Self::Inspector => (IconKind::Details, text::INSPECTOR, text::ABOUT_INSPECTOR),
            Self::Impact => (IconKind::Bolt, text::IMPACT, text::ABOUT_IMPACT),
            Self::Capacity => (IconKind::Bars, text::CAPACITY, text::ABOUT_CAPACITY),
            Self::Availability => (IconKind::Clock, text::AVAILABILITY, text::ABOUT_AVAILABILITY),
            Self::Checklist => (IconKind::BoxTicked, text::CHECKLIST, text::ABOUT_CHECKLIST),
            Self::Assumptions => (IconKind::Sliders, text::ASSUMPTIONS, text::ABOUT_ASSUMPTIONS),
            Self::Drill => (IconKind::Play, text::DRILL, text::ABOUT_DRILL),
        }
    }
}

/// Shows the rail, which is one stop of the Tab order; `shown` = what the panel shows, `None` = it is folded away; without
/// `has_words` a mark says its word only when it is pointed at. Returns what was clicked.
pub(super) fn ui(
    view: &ViewContext<'_>,
    (shown, has_words): (Option<SideTab>, bool),
    stop: &mut Stop,
    ui: &mut Ui,
) -> Option<SideTab> {
    let mut chosen = None;
    let room = ui.available_height() / SideTab::ALL.len() as f32 - 2.0;
    let size = vec2(ui.available_width(), room.clamp(HEIGHT.0, HEIGHT.1));
    ScrollArea::vertical().scroll_bar_visibility(egui::scroll_area::ScrollBarVisibility::AlwaysHidden).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        // The drill stands last: nothing moves when it comes and goes.
        let tabs = SideTab::ALL.into_iter().filter(|it| *it != SideTab::Drill || view.drill.is_some());
        let mut entries = Vec::new();
        for (number, tab) in tabs.enumerate() {
            let sense = stop.sense(number, Sense::click());
            let entry = entry_ui(view, tab, (shown == Some(tab), has_words), (size, sense), ui);
            if entry.clicked() {
                chosen = Some(tab);
            }
            entries.push(entry);
        }
        stop.keys(ui, &entries, 1);
    });
    chosen
}

fn entry_ui(
    view: &ViewContext<'_>,
    tab: SideTab,
    (is_shown, has_words): (bool, bool),
    (size, sense): (Vec2, Sense),
    ui: &mut Ui,
) -> Response {
    let (icon, word, about) = tab.face();
    let (rect, response) = ui.allocate_exact_size(size, sense);
    response.widget_info(|| WidgetInfo::selected(WidgetType::SelectableLabel, true, is_shown, word));
    if ui.is_rect_visible(rect) {
        if is_shown || response.hovered() {
            ui.painter().rect_filled(rect, 6.0, view.color(if is_shown { Ink::AccentSoft } else { Ink::TierBand }));
        }
        if is_shown {
            let edge = Rect::from_min_max(rect.left_top() + vec2(0.0, 6.0), rect.left_bottom() + vec2(3.0, -6.0));
            ui.painter().rect_filled(edge, 1.5, view.color(Ink::Accent));
        }
        focus_ring(view, ui, &response);
        // Color alone, no bold: nothing may move when something else is chosen.
        let ink = if is_shown { Ink::TextStrong } else { Ink::TextMuted };
        let below = if has_words { 19.0 } else { 0.0 };
        let top = rect.center().y - (MARK + below) / 2.0;
        let mark = Rect::from_center_size(pos2(rect.center().x, top + MARK / 2.0), Vec2::splat(MARK));
        paint::icon_at(ui.painter(), view.palette, icon, mark, ink);
        if has_words {
            let font = FontId::proportional(11.5);
            let words = ui.painter().layout_no_wrap(word.to_owned(), font, view.color(ink));
            let at = pos2(rect.center().x - words.size().x / 2.0, mark.bottom() + theme::GAP / 2.0);
            ui.painter().galley(at, words, view.color(ink));
        }
    }
    let about = if has_words { about.to_owned() } else { text::word_and_about(word, about) };
    let hint = if is_shown { text::click_to_fold(&about) } else { about };
    response.on_hover_text(hint)
}
