//! The gallery: templates in groups, each with a live picture, its size, purpose and findings.

mod card;

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::{Align, Layout, Response, ScrollArea, Sense, Ui, Vec2, WidgetInfo, WidgetType};

use super::{close_ui, title_ui};
use crate::calendar::Day;
use crate::document::{Template, TemplateGroup, templates};
use crate::scene::Ink;
use crate::session::command::AppCommand;
use crate::session::queue::Message;
use crate::text::{common, gallery as text};
use crate::ui::context::ViewContext;
use crate::ui::widgets::{Stop, buttons_width, focus_ring, muted};
use crate::ui::{modal, theme};
use card::Preview;

const GROUPS_WIDTH: f32 = 232.0;
const MIN_CARD_WIDTH: f32 = 296.0;
const MAX_CARD_WIDTH: f32 = 380.0;
const SPACING: f32 = 12.0;
/// Room at the right of the cards for the scroll bar.
const SCROLL_BAR: f32 = 14.0;

/// View state: the group that is shown, and pictures made so far.
pub struct GalleryDialog {
    /// What is shown; `None` = the person's own templates.
    group: Option<TemplateGroup>,
    own: Arc<[Template]>,
    previews: BTreeMap<String, Arc<Preview>>,
    /// Which group and which card Tab leads to.
    stops: [Stop; 2],
}

impl Default for GalleryDialog {
    fn default() -> Self {
        Self {
            group: Some(TemplateGroup::Sizes),
            own: Arc::default(),
            previews: BTreeMap::new(),
            stops: Default::default(),
        }
    }
}

/// What unites the templates of a group, in a sentence or two.
const fn about(group: Option<TemplateGroup>) -> &'static str {
    let Some(group) = group else { return text::ABOUT_OWN };
    match group {
        TemplateGroup::Sizes => text::ABOUT_SIZES,
        TemplateGroup::ScalingOut => text::ABOUT_SCALING_OUT,
        TemplateGroup::Tracking => text::ABOUT_TRACKING,
        TemplateGroup::Databases => text::ABOUT_DATABASES,
        TemplateGroup::AvailabilityGroups => text::ABOUT_AVAILABILITY_GROUPS,
        TemplateGroup::Zones => text::ABOUT_ZONES,
        TemplateGroup::DisasterRecovery => text::ABOUT_DISASTER_RECOVERY,
    }
}

impl GalleryDialog {
    /// Takes over the person's own templates as they are now; pictures of earlier ones are forgotten.
    pub fn prepare(&mut self, own: Vec<Template>) {
        if own.is_empty() && self.group.is_none() {
            self.group = Some(TemplateGroup::Sizes);
        }
        self.previews.retain(|key, _| !self.own.iter().any(|it| it.key == *key));
        self.own = own.into();
    }

    /// The person's own template with this key.
    pub fn own(&self, key: &str) -> Option<&Template> {
        self.own.iter().find(|it| it.key == key)
    }

    /// Shows the groups, and the templates of one of them as cards.
    pub(super) fn ui(&mut self, view: &ViewContext<'_>, ui: &mut Ui) {
        let screen = ui.ctx().content_rect();
        let room = screen.width() - 96.0 - GROUPS_WIDTH - 2.0 * SPACING - SCROLL_BAR;
        let num_columns = ((room + SPACING) / (MIN_CARD_WIDTH + SPACING)).floor().clamp(1.0, 4.0);
        let card_width = ((room + SPACING) / num_columns - SPACING).clamp(220.0, MAX_CARD_WIDTH);
        let cards_width = num_columns * (card_width + SPACING) + SCROLL_BAR;
        ui.set_width(GROUPS_WIDTH + 2.0 * SPACING + cards_width);
        ui.horizontal(|ui| {
            title_ui(view, ui, text::START_A_DESIGN);
            // At the right end, and yet the keyboard walks them from left to right.
            let labels = [AppCommand::Import.text(), text::OPEN_FILE, common::CLOSE];
            ui.add_space(ui.available_width() - buttons_width(ui, &labels));
            if ui.button(labels[0]).clicked() {
                view.outbox.command(AppCommand::Import);
            }
            if ui.button(labels[1]).clicked() {
                view.outbox.command(AppCommand::Open);
            }
            close_ui(view, labels[2], ui);
        });
        let height = (screen.height() - 146.0).max(card::HEIGHT);
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 2.0 * SPACING;
            ui.allocate_ui_with_layout(Vec2::new(GROUPS_WIDTH, height), Layout::top_down(Align::Min), |ui| {
                ui.set_width(GROUPS_WIDTH);
                self.groups_ui(view, ui);
            });
            ui.allocate_ui_with_layout(Vec2::new(cards_width, height), Layout::top_down(Align::Min), |ui| {
                self.cards_ui(view, ui, num_columns as usize, card_width);
            });
        });
    }

    fn groups_ui(&mut self, view: &ViewContext<'_>, ui: &mut Ui) {
        ui.spacing_mut().item_spacing.y = 2.0;
        let own = (!self.own.is_empty()).then_some(None);
        let groups: Vec<_> = TemplateGroup::ALL.iter().map(|it| Some(*it)).chain(own).collect();
        self.stops[0].move_to(groups.iter().position(|it| *it == self.group).unwrap_or(0));
        let mut rows = Vec::new();
        for (number, group) in groups.iter().copied().enumerate() {
            let count = match group {
                Some(_) => templates().iter().filter(|it| it.group == group).count(),
                None => self.own.len(),
            };
            let sense = self.stops[0].sense(number, Sense::click());
            let row = group_ui(view, ui, (name_of(group), count), group == self.group, sense);
            if group == self.group {
                modal::offer_focus(ui, &row);
            }
            if row.clicked() {
                self.choose(group);
            }
            rows.push(row);
        }
        if let Some(group) = self.stops[0].keys(ui, &rows, 1).and_then(|it| groups.get(it)) {
            self.choose(*group);
        }
        ui.add_space(theme::SECTION_GAP);
        ui.add(egui::Label::new(muted(view, about(self.group)).size(12.5)).wrap());
    }

    fn choose(&mut self, group: Option<TemplateGroup>) {
        if self.group != group {
            self.stops[1] = Stop::default();
        }
        self.group = group;
    }

    fn cards_ui(&mut self, view: &ViewContext<'_>, ui: &mut Ui, num_columns: usize, card_width: f32) {
        let scroll = ScrollArea::vertical().id_salt(("gallery", self.group)).auto_shrink(false);
        scroll.show(ui, |ui| {
            ui.spacing_mut().item_spacing = Vec2::splat(SPACING);
            let own = Arc::clone(&self.own);
            let today = view.today.parse().ok();
            let of_group = |it: &&Template| it.group == self.group;
            let shown: Vec<&Template> = match self.group {
                Some(_) => templates().iter().filter(of_group).collect(),
                None => own.iter().collect(),
            };
            let mut drawn = 0;
            let mut cards = Vec::new();
            for row in shown.chunks(num_columns) {
                ui.horizontal(|ui| {
                    for template in row {
                        let sense = self.stops[1].sense(cards.len(), Sense::click());
                        let preview = || self.preview(template, today, &mut drawn);
                        let card = card::ui(view, ui, template, (card_width, sense), preview);
                        if card.clicked() {
                            view.outbox.send(Message::ApplyTemplate(template.key.clone()));
                        }
                        cards.push(card);
                    }
                });
            }
            self.stops[1].keys(ui, &cards, num_columns);
            if drawn > MAX_PICTURES_PER_FRAME {
                ui.ctx().request_repaint();
            }
        });
    }

    /// The picture of a template; `None` when this frame has drawn enough new ones and the next one must.
    fn preview(&mut self, template: &Template, today: Option<Day>, drawn: &mut usize) -> Option<Arc<Preview>> {
        if !self.previews.contains_key(&template.key) {
            *drawn += 1;
            if *drawn > MAX_PICTURES_PER_FRAME {
                return None;
            }
            self.previews.insert(template.key.clone(), Arc::new(Preview::of(template, today)));
        }
        self.previews.get(&template.key).cloned()
    }
}

/// So many pictures can be made in one frame without a pause that is felt.
const MAX_PICTURES_PER_FRAME: usize = 4;

const fn name_of(group: Option<TemplateGroup>) -> &'static str {
    match group {
        Some(group) => group.label(),
        None => text::YOUR_TEMPLATES,
    }
}

/// A group with its name and number of templates as a row of the list.
fn group_ui(
    view: &ViewContext<'_>,
    ui: &mut Ui,
    (name, count): (&str, usize),
    is_chosen: bool,
    sense: Sense,
) -> Response {
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 28.0), sense);
    let label = text::templates(name, count);
    response.widget_info(|| WidgetInfo::selected(WidgetType::SelectableLabel, true, is_chosen, &label));
    let fill = match (is_chosen, response.hovered()) {
        (true, _) => Some(Ink::AccentSoft),
        (false, true) => Some(Ink::TierBand),
        (false, false) => None,
    };
    if let Some(fill) = fill {
        ui.painter().rect_filled(rect, 5.0, view.color(fill));
    }
    focus_ring(view, ui, &response);
    let (ink, font) = if is_chosen {
        (Ink::TextStrong, theme::bold_font(13.5))
    } else {
        (Ink::Text, egui::FontId::proportional(13.5))
    };
    let text = rect.shrink2(Vec2::new(10.0, 0.0));
    ui.painter().text(text.left_center(), egui::Align2::LEFT_CENTER, name, font, view.color(ink));
    let count = count.to_string();
    let small = egui::FontId::proportional(12.0);
    ui.painter().text(text.right_center(), egui::Align2::RIGHT_CENTER, count, small, view.color(Ink::TextMuted));
    response
}
