//! Menus and drop-down lists: by keyboard arrows stay in them, Right opens the menu within one or goes to the next of the
//! bar, Left leads back. A menu that is taller than the screen scrolls.

use egui::containers::menu::{MenuConfig, MenuState, SubMenu, SubMenuButton};
use egui::scroll_area::ScrollSource;
use egui::style::ScrollAnimation;
use egui::{
    Align, FocusDirection, Id, Key, Modifiers, Popup, PopupCloseBehavior, Response, ScrollArea, Ui, WidgetInfo,
    WidgetType,
};

use crate::session::command::AppCommand;
use crate::text::widgets as text;
use crate::ui::context::ViewContext;
use crate::ui::focus::{hand_on, layer_of};
use crate::ui::keys::keys_of;
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
    if just_opened(ui) {
        hand_on(ui);
    }
    menu_keys(ui);
    let most = ui.ctx().content_rect().height() - MARGIN;
    theme::scroll_beside(ui);
    // A drag within a menu is no wish to scroll it: it chooses what it ends on.
    let source = ScrollSource::SCROLL_BAR | ScrollSource::MOUSE_WHEEL;
    let area = ScrollArea::vertical().max_height(most).min_scrolled_height(most).scroll_source(source);
    area.show(ui, content).inner
}

/// Called where the content of a menu or list begins: the arrow keys walk its entries in a ring, and the one that has the
/// keyboard is marked. Left to itself egui walks on to whatever lies behind the menu.
fn menu_keys(ui: &mut Ui) {
    mark_focus(ui);
    let layer = ui.layer_id();
    // What egui lays below the entries could have the focus too, and shows nothing of it.
    let ground = layer.id.with("move");
    let mut entries: Vec<(f32, Id)> = ui.ctx().viewport(|it| {
        let of_menu = it.prev_pass.widgets.get_layer(layer);
        let of_menu = of_menu.filter(|it| it.enabled && it.sense.is_focusable() && it.id != ground);
        of_menu.map(|it| (it.rect.top(), it.id)).collect()
    });
    entries.sort_by(|a, b| a.0.total_cmp(&b.0));
    let focused = ui.memory(|memory| memory.focused());
    let at = entries.iter().position(|(_, id)| Some(*id) == focused);
    // Where the pointer has opened the menu beside the one that had the keyboard, nothing has it.
    let (Some(last), true) = (entries.len().checked_sub(1), at.is_some() || focused.is_none()) else { return };
    let next = at.filter(|at| *at < last).map_or(0, |at| at + 1);
    let before = at.and_then(|at| at.checked_sub(1)).unwrap_or(last);
    let steps = [
        (Modifiers::NONE, Key::ArrowDown, next),
        (Modifiers::NONE, Key::ArrowUp, before),
        (Modifiers::SHIFT, Key::Tab, before),
        (Modifiers::NONE, Key::Tab, next),
        (Modifiers::NONE, Key::Home, 0),
        (Modifiers::NONE, Key::End, last),
    ];
    let pressed = |(modifiers, key)| ui.input_mut(|input| input.consume_key(modifiers, key));
    let to = steps.into_iter().find_map(|(modifiers, key, to)| pressed((modifiers, key)).then_some(to));
    ui.memory_mut(|memory| {
        memory.move_focus(FocusDirection::None);
        if let Some((_, id)) = to.and_then(|it| entries.get(it)) {
            memory.request_focus(*id);
        }
    });
}

/// Options below each other, in a menu or a list; returns the one that was chosen, which closes it. The keyboard begins at
/// what holds now, and goes to the next that begins with the letter that is typed.
pub(super) fn options_ui<V: Clone + PartialEq>(ui: &mut Ui, options: &[(V, String)], value: Option<&V>) -> Option<V> {
    let opened = just_opened(ui);
    menu_keys(ui);
    let now = options.iter().position(|(option, _)| Some(option) == value);
    let mut chosen = None;
    let mut rows = Vec::new();
    for (number, (option, text)) in options.iter().enumerate() {
        let row = ui.selectable_label(now == Some(number), text);
        if row.clicked() {
            chosen = Some(option.clone());
            ui.close();
        }
        rows.push(row);
    }
    if options.is_empty() {
        let row = ui.button(text::NOTHING_TO_CHOOSE);
        if row.clicked() {
            ui.close();
        }
        rows.push(row);
    }
    let begins = |number: usize, letter: &str| {
        options.get(number).is_some_and(|(_, text)| text.to_lowercase().starts_with(letter))
    };
    let typed = typed(ui).and_then(|letter| {
        let at = rows.iter().position(Response::has_focus)?;
        let behind = (at + 1..rows.len()).chain(0..=at);
        behind.into_iter().find(|it| begins(*it, &letter))
    });
    let to = typed.or(opened.then(|| now.unwrap_or(0)));
    if let Some(row) = to.and_then(|it| rows.get(it)) {
        row.scroll_to_me_animation(Some(Align::Center), ScrollAnimation::none());
        row.request_focus();
    }
    chosen
}

/// The letters that were typed in this frame, in lower case.
fn typed(ui: &Ui) -> Option<String> {
    ui.input(|input| {
        let typed = input.events.iter().find_map(|it| if let egui::Event::Text(text) = it { Some(text) } else { None });
        typed.map(|it| it.trim().to_lowercase()).filter(|it| !it.is_empty())
    })
}

/// A button that opens a menu, whose first entry gets the keyboard. Returns the button.
pub fn menu_button_ui(ui: &mut Ui, title: &str, content: impl FnOnce(&mut Ui)) -> Response {
    let menu = ui.menu_button(title, |ui| menu_content_ui(ui, content));
    let popup = Popup::default_response_id(&menu.response);
    opened(ui, &menu.response, popup);
    back_on_escape(ui, &menu.response, menu.inner.is_some());
    menu.response
}

/// The menu of what is shown: a right click opens it, and the keys of that command while it has the keyboard.
pub fn context_menu_ui(view: &ViewContext<'_>, ui: &Ui, of: &Response, content: impl FnOnce(&mut Ui)) {
    let popup = Popup::default_response_id(of);
    let keys = keys_of(view.settings, AppCommand::ContextMenu).filter(|_| of.has_focus());
    if keys.is_some_and(|keys| ui.input_mut(|input| input.consume_shortcut(&keys))) {
        Popup::open_id(ui.ctx(), popup);
        note_opened(ui, popup);
    }
    if of.secondary_clicked() {
        note_opened(ui, popup);
    }
    let mut menu = Popup::context_menu(of);
    if Popup::is_id_open(ui.ctx(), popup) && Popup::position_of_id(ui.ctx(), popup).is_none() {
        // No pointer has opened it.
        menu = menu.anchor(of);
    }
    let shown = menu.show(|ui| menu_content_ui(ui, content));
    back_on_escape(ui, of, shown.is_some());
}

/// Called once the menus of a bar are shown, with their buttons: Left and Right lead from the open one to the one beside
/// it.
pub fn walk_menus(ui: &Ui, buttons: &[Response]) {
    let is_open = |it: &Response| Popup::is_id_open(ui.ctx(), Popup::default_response_id(it));
    let focused = ui.memory(|memory| memory.focused()).and_then(|it| layer_of(ui.ctx(), it));
    let Some(at) = buttons.iter().position(is_open).filter(|_| focused != Some(ui.layer_id())) else {
        return;
    };
    let steps = [(Key::ArrowRight, at + 1), (Key::ArrowLeft, at + buttons.len() - 1)];
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let to = steps.into_iter().find_map(|(key, to)| pressed(key).then_some(to % buttons.len()));
    if let Some(button) = to.and_then(|it| buttons.get(it)) {
        let popup = Popup::default_response_id(button);
        Popup::open_id(ui.ctx(), popup);
        button.request_focus();
        note_opened(ui, popup);
    }
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

/// Notes that the button of a menu or list was pressed: its content is there in the next frame.
pub(super) fn opened(ui: &Ui, button: &Response, popup: Id) {
    if button.clicked() {
        note_opened(ui, popup);
    }
}

fn note_opened(ui: &Ui, popup: Id) {
    ui.data_mut(|data| data.insert_temp(popup.with("opened"), true));
    ui.ctx().request_repaint();
}

/// Whether the menu or list that is being shown was opened just now, by key or by pointer: then it takes the keyboard.
fn just_opened(ui: &Ui) -> bool {
    // What is shown to be measured cannot have the keyboard.
    !ui.is_sizing_pass() && ui.data_mut(|data| data.remove_temp::<bool>(ui.layer_id().id.with("opened"))).is_some()
}

/// Gives the keyboard back to the button of a menu or list that Escape closes in this frame.
pub(super) fn back_on_escape(ui: &Ui, button: &Response, was_shown: bool) {
    if was_shown && ui.input(|input| input.key_pressed(Key::Escape)) {
        button.request_focus();
    }
}

/// A menu within a menu; egui's own arrow is not in the fonts of the program.
pub fn submenu_ui(ui: &mut Ui, title: &str, close: PopupCloseBehavior, content: impl FnOnce(&mut Ui)) {
    let button = egui::Button::new(title).right_text("›");
    let menu = SubMenuButton::from_button(button).config(MenuConfig::new().close_behavior(close));
    let mut is_left = false;
    let (response, _) = menu.ui(ui, |ui| {
        is_left = leaves(ui);
        menu_content_ui(ui, content);
    });
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, title));
    let popup = SubMenu::id_from_widget_id(response.id);
    opened(ui, &response, popup);
    if is_left {
        MenuState::from_ui(ui, |state, _| state.open_item = None);
        response.request_focus();
    } else if response.has_focus() && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::ArrowRight)) {
        MenuState::mark_shown(ui.ctx(), popup);
        MenuState::from_ui(ui, |state, _| state.open_item = Some(popup));
        note_opened(ui, popup);
    }
}

/// Whether Left leads from the menu within a menu that is being shown back to its button.
fn leaves(ui: &Ui) -> bool {
    let focused = ui.memory(|memory| memory.focused()).and_then(|it| layer_of(ui.ctx(), it));
    let is_here = focused == Some(ui.layer_id());
    is_here && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::ArrowLeft))
}
