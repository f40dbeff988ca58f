//! A template as a card: live picture, size, findings and purpose.

use std::sync::Arc;

use egui::{CornerRadius, Rect, Response, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, WidgetType};

use crate::analysis::judge_on;
use crate::calendar::Day;
use crate::document::Template;
use crate::rules::Severity;
use crate::scene::{Ink, Scene, SceneOptions, build};
use crate::text::{frame, gallery as text};
use crate::ui::context::ViewContext;
use crate::ui::paint::{self, ScreenFromWorld};
use crate::ui::widgets::{muted, strong, words};

/// The height of a card.
pub(super) const HEIGHT: f32 = 304.0;
const PICTURE_HEIGHT: f32 = 158.0;

/// What a card shows of a template beside its words.
pub(super) struct Preview {
    scene: Scene,
    size: String,
    findings: String,
}

impl Preview {
    /// Draws the template, and judges it on the day on which the open design is judged.
    pub(super) fn of(template: &Template, today: Option<Day>) -> Self {
        let document = &template.document;
        let count = document.num_computers_for_size();
        let size = if count == 0 {
            text::NO_COMPUTERS_YET.to_owned()
        } else {
            text::size(document.deployment_size().label(), count)
        };
        let (rules, verdict) = judge_on(document, today);
        let single = verdict.single_points.len();
        let counts: Vec<String> = Severity::ALL
            .iter()
            .map(|severity| (*severity, rules.count(*severity)))
            .filter(|(_, count)| *count > 0)
            .map(|(severity, count)| severity.counted(count))
            .chain((single > 0).then(|| frame::single_points(single)))
            .collect();
        let findings = if counts.is_empty() { text::NO_FINDINGS.to_owned() } else { counts.join(", ") };
        Self { scene: build(document, &SceneOptions::default()), size, findings }
    }
}

/// Shows a card of a width that senses something; `preview` is asked for it when the card is in sight and may say that it is not drawn yet.
pub(super) fn ui(
    view: &ViewContext<'_>,
    ui: &mut Ui,
    template: &Template,
    (width, sense): (f32, Sense),
    preview: impl FnOnce() -> Option<Arc<Preview>>,
) -> Response {
    let (rect, response) = ui.allocate_exact_size(Vec2::new(width, HEIGHT), sense);
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, text::start_from(&template.title)));
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let preview = preview();
    let hot = response.hovered() || response.has_focus();
    let edge =
        if hot { Stroke::new(2.0, view.color(Ink::Accent)) } else { Stroke::new(1.0, view.color(Ink::CardBorder)) };
    let painter = ui.painter_at(rect.expand(2.0));
    painter.rect(rect, CornerRadius::same(8), view.color(Ink::CardFill), edge, StrokeKind::Middle);
    let mut picture = rect.shrink(6.0);
    picture.set_height(PICTURE_HEIGHT);
    painter.rect_filled(picture, CornerRadius::same(5), view.color(Ink::Background));
    if let Some(preview) = preview.as_deref().filter(|it| !it.scene.items.is_empty()) {
        let transform = ScreenFromWorld::fit(preview.scene.bounds, picture.shrink(6.0), 0.6);
        paint::scene(&ui.painter_at(picture), transform, view.palette, &preview.scene);
    }
    let text = Rect::from_min_max(picture.left_bottom() + Vec2::new(6.0, 6.0), rect.max - Vec2::splat(8.0));
    words_ui(view, ui, template, preview.as_deref(), text);
    response.on_hover_text(template.teaching.join("\n"))
}

fn words_ui(view: &ViewContext<'_>, ui: &mut Ui, template: &Template, preview: Option<&Preview>, place: Rect) {
    let (size, findings) = preview.map_or((" ", " "), |it| (it.size.as_str(), it.findings.as_str()));
    let layout = egui::Layout::top_down(egui::Align::Min);
    let mut inner = ui.new_child(egui::UiBuilder::new().max_rect(place).layout(layout));
    inner.spacing_mut().item_spacing.y = 3.0;
    inner.add(egui::Label::new(strong(view, &template.title)).wrap());
    inner.label(muted(view, size).size(12.0));
    inner.add(egui::Label::new(muted(view, findings).size(12.0)).truncate());
    inner.add(egui::Label::new(words(&template.purpose).size(12.5)).wrap());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::template;

    #[test]
    fn a_card_counts_what_is_found_on_the_day_of_the_open_design() {
        let template = template("large-complete").unwrap();
        let told = |today: &str| Preview::of(template, today.parse().ok()).findings;
        assert_ne!(told("2026-03-01"), told("2035-03-01"), "support is over by then");
    }
}
