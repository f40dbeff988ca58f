//! What all dialogs have in common: each is a dialog with a name for assistive technology, and has the keyboard as soon as
//! it is on top: in the field it asks for, else on the button that does what it is for, else on its first field. When the
//! dialog above it is gone, the keyboard is back where it was.

use egui::accesskit::{Rect as Bounds, Role};
use egui::{Context, Id, LayerId, Modal, ModalResponse, Response, Ui};

use super::focus::hand_on;
use super::theme;

/// What is remembered of a dialog from frame to frame.
#[derive(Clone, Copy, Debug, Default)]
struct Memory {
    /// The frame in which it was on top last; `None` = it never was.
    on_top_in: Option<u64>,
    /// Whether it has come to the top and nothing in it has the keyboard yet.
    wants_focus: bool,
    /// What had the focus in it last.
    last: Option<Id>,
}

fn id_of(layer: LayerId) -> Id {
    layer.id.with("dialog-memory")
}

fn name_id() -> Id {
    Id::new("dialog-name")
}

/// Says what the dialog that is being shown is called.
pub(super) fn name(ui: &Ui, name: &str) {
    ui.data_mut(|data| data.insert_temp(name_id(), name.to_owned()));
}

/// Shows a dialog.
pub(super) fn show<R>(modal: Modal, ctx: &Context, content: impl FnOnce(&mut Ui) -> R) -> ModalResponse<R> {
    modal.show(ctx, |ui| {
        let memory = begin(ui);
        theme::scroll_beside(ui);
        let result = content(ui);
        end(ui, memory);
        result
    })
}

/// Gives the keyboard to the button that does what the dialog is for, while nothing in the dialog has it.
pub(super) fn offer_focus(ui: &Ui, button: &Response) {
    let memory: Memory = ui.data(|data| data.get_temp(id_of(ui.layer_id()))).unwrap_or_default();
    if memory.wants_focus && button.enabled() && focused_in(ui).is_none() {
        button.request_focus();
    }
}

fn begin(ui: &Ui) -> Memory {
    let layer = ui.layer_id();
    let mut memory: Memory = ui.data(|data| data.get_temp(id_of(layer))).unwrap_or_default();
    let frame = ui.ctx().cumulative_frame_nr();
    if ui.memory(|it| it.top_modal_layer()) != Some(layer) {
        return memory;
    }
    let is_back = memory.on_top_in.is_none_or(|it| it + 1 < frame);
    if is_back {
        memory.wants_focus = true;
        if let Some(last) = memory.last.filter(|it| ui.ctx().read_response(*it).is_some()) {
            ui.memory_mut(|it| it.request_focus(last));
        }
    } else if memory.wants_focus && focused_in(ui).is_none() {
        // Neither a field nor a button has taken it in the frame before.
        hand_on(ui);
        memory.wants_focus = false;
    }
    memory.on_top_in = Some(frame);
    ui.data_mut(|data| data.insert_temp(id_of(layer), memory));
    memory
}

fn end(ui: &Ui, mut memory: Memory) {
    if let Some(id) = focused_in(ui) {
        memory.last = Some(id);
        memory.wants_focus = false;
    } else if memory.wants_focus {
        ui.ctx().request_repaint();
    }
    let name: Option<String> = ui.data_mut(|data| {
        data.insert_temp(id_of(ui.layer_id()), memory);
        data.remove_temp(name_id())
    });
    let place = ui.min_rect();
    ui.ctx().accesskit_node_builder(ui.unique_id(), |node| {
        node.set_role(Role::Dialog);
        node.set_modal();
        if let Some(name) = name {
            node.set_label(name);
        }
        let (x0, y0, x1, y1) = (place.min.x.into(), place.min.y.into(), place.max.x.into(), place.max.y.into());
        node.set_bounds(Bounds { x0, y0, x1, y1 });
    });
}

/// What has the focus, where that is in the dialog that is being shown.
fn focused_in(ui: &Ui) -> Option<Id> {
    let id = ui.memory(|memory| memory.focused())?;
    ui.ctx().read_response(id).filter(|it| it.layer_id == ui.layer_id()).map(|_| id)
}
