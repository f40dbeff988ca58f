//! Menus: by keyboard arrows stay in the menu, Enter opens the menu within it, and Left leads back. A menu that is taller
//! than the screen scrolls.

use egui::containers::menu::{MenuConfig, SubMenuButton};
use egui::scroll_area::ScrollSource;
use egui::{FocusDirection, Id, Key, Modifiers, PopupCloseBehavior, Response, ScrollArea, Ui, WidgetInfo, WidgetType};

use crate::ui::focus::hand_on;
use crate::ui::theme;

/// Space between a menu and the edges of the screen, its frame included, in points.
const MARGIN: f32 = 20.0;

/// Marks what has the focus in a menu as elsewhere, which the style of menus does not.
pub(super) fn mark_focus(ui: &mut Ui) {
    let mark = ui.ctx().global_style().visuals.widgets.active.bg_stroke;
    ui.visuals_mut().widgets.active.bg_stroke = mark;
}

/// The content of a menu: as tall as its entries, where these are taller than the screen they scroll.
pub fn menu_content_ui<R>(ui: &mut Ui, content: impl FnOnce(&mut Ui) -> R) -> R {
    menu_keys(ui);
    let most = ui.ctx().content_rect().height() - MARGIN;
    theme::scroll_beside(ui);
    // A drag within a menu is no wish to scroll it: it chooses what it ends on.
    let source = ScrollSource::SCROLL_BAR | ScrollSource::MOUSE_WHEEL;
    let area = ScrollArea::vertical().max_height(most).min_scrolled_height(most).scroll_source(source);
    area.show(ui, content).inner
}

/// Called where the content of a menu begins: the arrow keys walk its entries in a ring, and the one that has the keyboard
/// is marked. Left to itself egui walks on to whatever lies behind the menu.
fn menu_keys(ui: &mut Ui) {
    mark_focus(ui);
    let layer = ui.layer_id();
    let mut entries: Vec<(f32, Id)> = ui.ctx().viewport(|it| {
        let of_menu = it.prev_pass.widgets.get_layer(layer);
        of_menu.filter(|it| it.enabled && it.sense.is_focusable()).map(|it| (it.rect.top(), it.id)).collect()
    });
    entries.sort_by(|a, b| a.0.total_cmp(&b.0));
    let focused = ui.memory(|memory| memory.focused());
    let Some(at) = entries.iter().position(|(_, id)| Some(*id) == focused) else { return };
    let last = entries.len() - 1;
    let steps = [
        (Key::ArrowDown, if at == last { 0 } else { at + 1 }),
        (Key::ArrowUp, if at == 0 { last } else { at - 1 }),
        (Key::Home, 0),
        (Key::End, last),
    ];
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let to = steps.into_iter().find_map(|(key, to)| pressed(key).then_some(to));
    if let Some((_, id)) = to.and_then(|it| entries.get(it)) {
        ui.memory_mut(|memory| {
            memory.move_focus(FocusDirection::None);
            memory.request_focus(*id);
        });
    }
}

/// A button that opens a menu, whose first entry has the keyboard when it is opened by key. Returns the button.
pub fn menu_button_ui(ui: &mut Ui, title: &str, content: impl FnOnce(&mut Ui)) -> Response {
    let id = ui.id().with(("menu", title));
    let menu = ui.menu_button(title, |ui| {
        if ui.data_mut(|data| data.remove_temp::<bool>(id)).is_some() {
            hand_on(ui);
        }
        menu_content_ui(ui, content);
    });
    open_by_key(ui, &menu.response, id);
    menu.response
}

/// A tick in a menu, in a box that is seen also where it is empty, which the style of menus hides.
pub fn menu_tick_ui(ui: &mut Ui, on: &mut bool, text: &str) -> Response {
    let of_window = ui.ctx().global_style().visuals.widgets.clone();
    let kept = ui.visuals().widgets.clone();
    ui.visuals_mut().widgets.inactive.bg_stroke = of_window.inactive.bg_stroke;
    ui.visuals_mut().widgets.hovered.bg_stroke = of_window.hovered.bg_stroke;
    let response = ui.checkbox(on, text);
    ui.visuals_mut().widgets = kept;
    response
}

/// Notes that a menu was opened by key: it is there in the next frame.
fn open_by_key(ui: &Ui, button: &Response, id: Id) {
    if button.has_focus() && button.clicked() {
        ui.data_mut(|data| data.insert_temp(id, true));
        ui.ctx().request_repaint();
    }
}

/// A menu within a menu; egui's own arrow is not in the fonts of the program.
pub fn submenu_ui(ui: &mut Ui, title: &str, close: PopupCloseBehavior, content: impl FnOnce(&mut Ui)) {
    let id = ui.id().with(("submenu", title));
    let button = egui::Button::new(title).right_text("›");
    let menu = SubMenuButton::from_button(button).config(MenuConfig::new().close_behavior(close));
    let (response, _) = menu.ui(ui, |ui| {
        if ui.data_mut(|data| data.remove_temp::<bool>(id)).is_some() {
            hand_on(ui);
        }
        leave(ui, id);
        menu_content_ui(ui, content);
    });
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, title));
    ui.data_mut(|data| data.insert_temp(id.with("button"), response.id));
    open_by_key(ui, &response, id);
}

/// Left leads from a menu within a menu back to its button.
fn leave(ui: &Ui, id: Id) {
    let focused = ui.memory(|memory| memory.focused()).and_then(|it| ui.ctx().read_response(it));
    let is_here = focused.is_some_and(|it| it.layer_id == ui.layer_id());
    if is_here
        && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::ArrowLeft))
        && let Some(button) = ui.data(|data| data.get_temp::<Id>(id.with("button")))
    {
        ui.memory_mut(|memory| {
            memory.move_focus(FocusDirection::None);
            memory.request_focus(button);
        });
    }
}
