//! The palette: items to drag onto the canvas, or to add with a click or Enter where they belong.

use egui::scroll_area::ScrollBarVisibility;
use egui::{Button, Response, RichText, ScrollArea, Sense, Ui, Vec2, WidgetInfo, WidgetType};

use crate::edit::intent::palette::{PaletteItem, add_anywhere};
use crate::edit::{Edit, EditError, preview};
use crate::model::queries::{ComputerKind, MasterSecretServer};
use crate::model::{Element, EndpointKind, TierId};
use crate::scene::layout::{computer_look, endpoint_icon};
use crate::scene::{IconKind, Ink};
use crate::session::queue::{Message, Notice};
use crate::session::settings::PaletteForm;
use crate::text::canvas as text;
use crate::ui::context::ViewContext;
use crate::ui::{paint, theme, widgets};

/// Side of an icon in points.
const ICON: f32 = 20.0;
/// Least and most height of an item, and what lies between two, in points.
const HEIGHT: (f32, f32) = (24.0, 30.0);
const GAP: f32 = 2.0;
/// Height of the line between servers and building blocks, in points.
const SEPARATOR: f32 = 12.0;
/// The switch between names and icons, in points.
const SWITCH: Vec2 = Vec2::new(26.0, 26.0);

/// What can be dragged onto the canvas.
#[derive(Debug, Default)]
pub struct PalettePanel {
    stop: widgets::Stop,
    items: Vec<Response>,
    /// Where the press was whose drag has taken an item.
    taken_at: Option<egui::Pos2>,
}

impl PalettePanel {
    /// Shows the items, with their names or as icons alone; returns how the palette is to be shown from now on, where the
    /// person has just said so.
    pub fn ui(&mut self, view: &ViewContext<'_>, has_names: bool, ui: &mut Ui) -> Option<PaletteForm> {
        let bar = if has_names { ScrollBarVisibility::VisibleWhenNeeded } else { ScrollBarVisibility::AlwaysHidden };
        // Without names it says nowhere that there is more: all of it is in sight, where that is possible.
        let room = (ui.available_height() - SWITCH.y - SEPARATOR) / PaletteItem::ALL.len() as f32 - GAP;
        let height = if has_names { HEIGHT.1 } else { room.clamp(HEIGHT.0, HEIGHT.1) };
        let area = ScrollArea::vertical().auto_shrink(false).scroll_bar_visibility(bar);
        let shown = area.show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = GAP;
            ui.spacing_mut().button_padding.y = 1.0;
            self.items.clear();
            let taken = self.drag_origin(ui);
            let head = ui.cursor().min;
            if !has_names {
                ui.add_space(SWITCH.y);
            }
            let (servers, blocks) = (text::SERVERS_AND_SYSTEMS, text::BUILDING_BLOCKS);
            self.group_ui(view, ui, (servers, has_names, height), taken, |item| !item.is_building_block());
            if !has_names {
                ui.separator();
            }
            self.group_ui(view, ui, (blocks, has_names, height), taken, PaletteItem::is_building_block);
            self.stop.keys(ui, &self.items, 1);
            if has_names {
                ui.add_space(theme::SECTION_GAP);
                ui.add(egui::Label::new(widgets::muted(view, text::DRAG_OR_CLICK).small()).wrap());
            }
            // It comes last for the keyboard: items are what the palette is there for.
            switch_ui(ui, has_names, head)
        });
        shown.inner
    }

    /// Where a drag began that begins in this frame: a hand that is fast has left the item by then.
    fn drag_origin(&mut self, ui: &Ui) -> Option<egui::Pos2> {
        let pressed = ui.input(|input| {
            let pointer = &input.pointer;
            pointer.press_origin().filter(|_| pointer.primary_down() && pointer.is_decidedly_dragging())
        });
        let before = std::mem::replace(&mut self.taken_at, pressed);
        pressed.filter(|at| before != pressed && ui.ctx().layer_id_at(*at) == Some(ui.layer_id()))
    }

    fn group_ui(
        &mut self,
        view: &ViewContext<'_>,
        ui: &mut Ui,
        (title, has_names, height): (&str, bool, f32),
        taken: Option<egui::Pos2>,
        belongs: impl Fn(PaletteItem) -> bool,
    ) {
        if has_names {
            widgets::heading_ui(view, ui, title);
        }
        for item in PaletteItem::ALL.iter().copied().filter(|item| belongs(*item)) {
            let sense = self.stop.sense(self.items.len(), Sense::click_and_drag());
            let response = item_ui(view, ui, (item, has_names, height), sense);
            if taken.is_some_and(|at| response.interact_rect.contains(at)) {
                egui::DragAndDrop::set_payload(ui.ctx(), item);
            }
            if response.clicked() && !view.menu_was_open {
                add(view, item);
            }
            self.items.push(response);
        }
    }
}

/// Adds an item where it belongs, says where that is and brings it into view.
pub(in crate::ui) fn add(view: &ViewContext<'_>, item: PaletteItem) {
    let edit = add_anywhere(view.document, item, preferred_tier(view, item));
    let landed = edit.as_ref().ok().and_then(|edit| landed(view, edit));
    send_item(view, item, edit);
    if let Some((added, words)) = landed {
        view.outbox.send(Message::Notice(Notice::info(words)));
        view.outbox.send(Message::BringIntoView(added));
    }
}

/// Sends what adds an item, and what is to be known where that is less than the item's name says.
pub(super) fn send_item(view: &ViewContext<'_>, item: PaletteItem, edit: Result<Edit, EditError>) {
    let holder = view.document.master_secret_servers().first().copied();
    if item == PaletteItem::MasterSecretServer
        && edit.is_ok()
        && let Some(holder) = holder
    {
        let (holder, is_clustered) = match holder {
            MasterSecretServer::Computer(id) => (Element::from(id), false),
            MasterSecretServer::Clustered(id) => (id.into(), true),
        };
        let words = text::master_secret_stays(&holder.name(view.document), is_clustered);
        view.outbox.send(Message::Notice(Notice::attention(words)));
    }
    view.outbox.try_edit(edit);
}

/// What an edit adds first, and where in words.
fn landed(view: &ViewContext<'_>, edit: &Edit) -> Option<(Element, String)> {
    let after = preview(view.document, &edit.commands).ok()?;
    let added = *edit.select.first()?;
    let stands = match added {
        Element::FailoverCluster(id) => after.failover_clusters.get(&id)?.nodes.first()?.computer.into(),
        other => other,
    };
    let tier = Element::from(after.slot_of(stands)?.tier).name(&after);
    Some((added, text::stands_in(&added.name(&after), &tier)))
}

/// Shows the switch between names and icons in the head of the palette.
fn switch_ui(ui: &mut Ui, has_names: bool, head: egui::Pos2) -> Option<PaletteForm> {
    let (sign, words, wanted) = if has_names {
        ("«", text::ICONS_ALONE, PaletteForm::Icons)
    } else {
        ("»", text::WITH_NAMES, PaletteForm::Names)
    };
    let room = ui.min_rect().right() - head.x;
    let size = egui::vec2(if has_names { SWITCH.x } else { room }, SWITCH.y);
    let place = egui::Rect::from_min_size(egui::pos2(head.x + room - size.x, head.y), size);
    let switch = ui.put(place, Button::new(sign).frame_when_inactive(false).min_size(size));
    switch.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, words));
    switch.on_hover_text(words).clicked().then_some(wanted)
}

fn item_ui(
    view: &ViewContext<'_>,
    ui: &mut Ui,
    (item, has_names, height): (PaletteItem, bool, f32),
    sense: Sense,
) -> Response {
    let (kind, ink) = look(item);
    let space = egui::Atom::custom(egui::Id::new(("palette-icon", item.label())), Vec2::splat(ICON));
    let text = RichText::new(item.label()).color(view.color(Ink::Text));
    let button = if has_names { Button::new((space, text, egui::Atom::grow())) } else { Button::new(space) };
    let button = button.sense(sense).min_size(Vec2::new(ui.available_width(), height)).fill(view.color(Ink::Surface));
    let response = widgets::edged_ui(ui, button, egui::Color32::TRANSPARENT);
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, text::add(item.label())));
    widgets::focus_ring(view, ui, &response);
    let middle = response.rect.center();
    let left = if has_names { response.rect.left() + 8.0 + ICON / 2.0 } else { middle.x };
    let area = egui::Rect::from_center_size(egui::pos2(left, middle.y), Vec2::splat(ICON));
    paint::icon_at(ui.painter(), view.palette, kind, area, ink);
    let about = if has_names { String::new() } else { format!("{}\n", item.label()) } + item.description();
    let response = response.on_hover_text(about);
    if response.dragged() { response.on_hover_cursor(egui::CursorIcon::Grabbing) } else { response }
}

/// The tier of the selection, where the item belongs in a tier of that kind or the tier itself is selected.
pub(super) fn preferred_tier(view: &ViewContext<'_>, item: PaletteItem) -> Option<TierId> {
    match view.selected_one()? {
        Element::Tier(id) => Some(id),
        other => {
            let tier = view.document.slot_of(other)?.tier;
            view.document.tiers.get(&tier).filter(|it| item.suits(it.kind)).map(|_| tier)
        }
    }
}

/// Icon and color of an item: those of what it becomes in the drawing.
pub(super) const fn look(item: PaletteItem) -> (IconKind, Ink) {
    match item {
        PaletteItem::BizTalkServer => computer(ComputerKind::BizTalk),
        PaletteItem::SqlServer => computer(ComputerKind::Sql),
        PaletteItem::MasterSecretServer => computer(ComputerKind::MasterSecret),
        PaletteItem::LoadBalancer => (IconKind::LoadBalancer, Ink::RoleLoadBalancer),
        PaletteItem::DomainController => computer(ComputerKind::DomainController),
        PaletteItem::FileServer => computer(ComputerKind::FileServer),
        PaletteItem::ReverseProxy => computer(ComputerKind::Perimeter),
        PaletteItem::InternetClients => (endpoint_icon(EndpointKind::InternetClient), Ink::RoleExternal),
        PaletteItem::IntranetClients => (endpoint_icon(EndpointKind::IntranetClient), Ink::RoleExternal),
        PaletteItem::PartnerSystem => (endpoint_icon(EndpointKind::PartnerSystem), Ink::RoleExternal),
        PaletteItem::FileShare => (endpoint_icon(EndpointKind::FileShare), Ink::RoleExternal),
        PaletteItem::SqlCluster => (IconKind::FailoverCluster, Ink::RoleSql),
        PaletteItem::AvailabilityGroup => (IconKind::AvailabilityGroup, Ink::RoleSql),
        PaletteItem::MasterSecretCluster => (IconKind::FailoverCluster, Ink::RoleSso),
    }
}

const fn computer(kind: ComputerKind) -> (IconKind, Ink) {
    let (icon, ink, _) = computer_look(kind);
    (icon, ink)
}
