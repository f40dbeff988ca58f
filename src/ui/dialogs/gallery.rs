//! The gallery: every template with a live picture, its size, purpose and findings.

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::{CornerRadius, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, WidgetType};

use super::title_ui;
use crate::analysis::analyze;
use crate::app::command::AppCommand;
use crate::app::queue::Message;
use crate::document::{Template, templates};
use crate::rules::Severity;
use crate::scene::{Ink, Scene, SceneOptions, build};
use crate::ui::context::ViewContext;
use crate::ui::paint::{self, ScreenFromWorld};
use crate::ui::status_bar::count_text;
use crate::ui::widgets::{muted, strong};

/// What the gallery shows of a template.
struct Preview {
    scene: Scene,
    size: String,
    findings: String,
}

/// Pictures of the templates, made when first shown.
#[derive(Default)]
pub struct GalleryDialog {
    previews: BTreeMap<String, Arc<Preview>>,
}

const CARD: Vec2 = Vec2::new(350.0, 286.0);
const PICTURE_HEIGHT: f32 = 158.0;
const SPACING: f32 = 12.0;

impl GalleryDialog {
    /// Shows the templates as cards.
    pub(super) fn ui(&mut self, view: &ViewContext<'_>, ui: &mut Ui) {
        let screen = ui.ctx().content_rect();
        let num_columns = ((screen.width() - 80.0) / (CARD.x + SPACING)).floor().clamp(1.0, 4.0);
        ui.set_width(num_columns * (CARD.x + SPACING) + 8.0);
        ui.horizontal(|ui| {
            title_ui(view, ui, "Start a design");
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                if ui.button("Close").clicked() {
                    view.outbox.send(Message::CloseDialog);
                }
                if ui.button("Open file…").clicked() {
                    view.outbox.command(AppCommand::Open);
                }
            });
        });
        ui.label(muted(
            view,
            "The drawn forms hold what Microsoft's figures show; the complete forms add what the documents demand \
             elsewhere. Sizes count the computers of the primary site that carry BizTalk Server, SQL Server or the \
             master secret: small below 5, medium 5 to 9, large from 10 (the documents' bands overlap at exactly 10).",
        ));
        ui.add_space(8.0);
        let height = (screen.height() - 200.0).max(CARD.y);
        egui::ScrollArea::vertical().max_height(height).min_scrolled_height(height).auto_shrink(false).show(ui, |ui| {
            ui.spacing_mut().item_spacing = Vec2::splat(SPACING);
            for row in templates().chunks(num_columns as usize) {
                ui.horizontal(|ui| {
                    for template in row {
                        self.card_ui(view, template, ui);
                    }
                });
            }
        });
    }

    fn preview(&mut self, template: &Template) -> Arc<Preview> {
        let make = || Arc::new(preview_of(template));
        Arc::clone(self.previews.entry(template.key.clone()).or_insert_with(make))
    }

    fn card_ui(&mut self, view: &ViewContext<'_>, template: &Template, ui: &mut Ui) {
        let (rect, response) = ui.allocate_exact_size(CARD, Sense::click());
        response
            .widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, format!("Start from {}", template.title)));
        if response.clicked() {
            view.outbox.send(Message::ApplyTemplate(template.key.clone()));
        }
        if !ui.is_rect_visible(rect) {
            return;
        }
        let preview = self.preview(template);
        let hot = response.hovered() || response.has_focus();
        let edge =
            if hot { Stroke::new(2.0, view.color(Ink::Accent)) } else { Stroke::new(1.0, view.color(Ink::CardBorder)) };
        let painter = ui.painter_at(rect.expand(2.0));
        painter.rect(rect, CornerRadius::same(8), view.color(Ink::CardFill), edge, StrokeKind::Middle);
        let mut picture = rect.shrink(6.0);
        picture.set_height(PICTURE_HEIGHT);
        painter.rect_filled(picture, CornerRadius::same(5), view.color(Ink::Background));
        if !preview.scene.items.is_empty() {
            let transform = ScreenFromWorld::fit(preview.scene.bounds, picture.shrink(6.0), 0.6);
            paint::scene(&ui.painter_at(picture), transform, view.palette, &preview.scene);
        }
        let text = egui::Rect::from_min_max(picture.left_bottom() + Vec2::new(6.0, 6.0), rect.max - Vec2::splat(8.0));
        let mut inner =
            ui.new_child(egui::UiBuilder::new().max_rect(text).layout(egui::Layout::top_down(egui::Align::Min)));
        inner.spacing_mut().item_spacing.y = 3.0;
        inner.add(egui::Label::new(strong(view, &template.title)).truncate());
        inner.label(muted(view, &preview.size).size(12.0));
        inner.label(muted(view, &preview.findings).size(12.0));
        inner.add(egui::Label::new(egui::RichText::new(&template.purpose).size(12.5)).wrap());
        response.on_hover_text(template.teaching.join("\n"));
    }
}

fn preview_of(template: &Template) -> Preview {
    let document = &template.document;
    let count = document.num_computers_for_size();
    let size = if count == 0 {
        "No computers yet".to_owned()
    } else {
        format!("{} · {count} computers", document.deployment_size().label())
    };
    let rules = analyze(document).rules;
    let counts: Vec<String> = Severity::ALL
        .iter()
        .map(|severity| (*severity, rules.count(*severity)))
        .filter(|(_, count)| *count > 0)
        .map(|(severity, count)| count_text(severity, count))
        .collect();
    let findings = if counts.is_empty() { "No findings".to_owned() } else { counts.join(", ") };
    Preview { scene: build(document, &SceneOptions::default()), size, findings }
}
