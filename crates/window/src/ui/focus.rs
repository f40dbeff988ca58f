//! Where the keyboard is: F6 walks the regions of the window, each of which keeps what it had, and the focus comes back
//! to where it was once a dialog or a menu is gone.

use std::collections::BTreeMap;

use egui::accesskit::{Action, ActionRequest, TreeId};
use egui::{Context, Event, FocusDirection, Id, Key, LayerId, Rect, Sense, Ui, Vec2, WidgetRect};

/// A region of the window, in the order in which F6 walks them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Region {
    /// The menus, and the switch between views.
    Menus,
    /// What can be added.
    Palette,
    /// Canvas, hosts, dependency map or list.
    Middle,
    /// The strip of a failure drill.
    Drill,
    /// The side panel.
    Panel,
    /// The rail that chooses what the side panel shows.
    Rail,
    /// The status bar.
    Status,
}

/// Where the keyboard is, and where it was.
#[derive(Debug, Default)]
pub(super) struct Focus {
    /// What had the focus last in each region.
    had: BTreeMap<Region, Id>,
    /// The regions that this frame shows.
    shown: Vec<Region>,
    /// The region that the keyboard was in last, menus apart.
    here: Option<Region>,
    /// Whether it is in the menus: what they lead to, and where it comes back to, is `here`.
    is_in_menus: bool,
    last: Option<Id>,
    /// The region whose first field gets the focus when it is shown next.
    entering: Option<Region>,
    /// Whether the pointer was used last, and no key since.
    uses_pointer: bool,
    /// Whether the pointer has taken the focus away: then it is nowhere, as wished.
    is_left: bool,
    /// How often bringing the focus back has failed.
    num_tries: u8,
    /// What the pointer has clicked last: Tab goes on from there.
    clicked: Option<Id>,
    /// What had the focus in the frame before.
    before: Option<Id>,
    /// What has got the focus out of sight.
    out_of_sight: Option<Id>,
    /// How many widgets stand before the region that is being shown.
    first: usize,
    /// What could have the focus in the region that has it, in reading order.
    beside: Vec<Id>,
}

impl Focus {
    /// Goes to the next region, or back to the one before. `stage` is what has the focus in the middle.
    pub(super) fn walk(&mut self, ctx: &Context, step: isize, stage: Option<Id>) {
        self.shown.sort_unstable();
        self.shown.dedup();
        let count = self.shown.len() as isize;
        let here = if self.is_in_menus { Some(Region::Menus) } else { self.here };
        let at = here.and_then(|here| self.shown.iter().position(|it| *it == here));
        let next = at.map_or(0, |at| (at as isize + step).rem_euclid(count.max(1)) as usize);
        if let Some(region) = self.shown.get(next).copied() {
            self.enter(ctx, region, stage);
        }
    }

    /// Goes to a region that shows something else than before, unless the pointer has asked for it.
    pub(super) fn enter_anew(&mut self, ctx: &Context, region: Region, stage: Option<Id>) {
        self.had.remove(&region);
        if !self.uses_pointer {
            self.enter(ctx, region, stage);
        }
    }

    /// Goes to a region: to what had the focus there last, else to its first field.
    fn enter(&mut self, ctx: &Context, region: Region, stage: Option<Id>) {
        self.note(region);
        self.is_left = false;
        let had = self.had.get(&region).copied().filter(|id| layer_of(ctx, *id).is_some());
        match stage.filter(|_| region == Region::Middle).or(had) {
            Some(id) => ctx.memory_mut(|memory| memory.request_focus(id)),
            None => self.entering = Some(region),
        }
        ctx.request_repaint();
    }

    /// Notes the region that the keyboard is in.
    fn note(&mut self, region: Region) {
        self.is_in_menus = region == Region::Menus;
        if !self.is_in_menus {
            self.here = Some(region);
        }
    }

    /// To be called before the content of a region is shown.
    pub(super) fn begin(&mut self, ui: &Ui, region: Region) {
        self.shown.push(region);
        self.first = ui.ctx().viewport(|it| it.this_pass.widgets.get_layer(LayerId::background()).count());
        if self.entering.take_if(|it| *it == region).is_some() {
            hand_on(ui);
        }
    }

    /// To be called once the content of a region is shown. What stands between regions, such as their edges, is of none.
    pub(super) fn end(&mut self, ui: &Ui, region: Region) {
        let (focused, pointed_out) = (ui.memory(egui::Memory::focused), pointed_out(ui));
        let beside: Vec<Id> = ui.ctx().viewport(|it| {
            let of_region = it.this_pass.widgets.get_layer(LayerId::background()).skip(self.first);
            of_region.filter(|it| it.enabled && it.sense.is_focusable()).map(|it| it.id).collect()
        });
        if beside.is_empty() {
            // Nothing in it can have the keyboard: F6 would lead on to what comes behind it.
            self.shown.retain(|it| *it != region);
        }
        if let Some(id) = pointed_out.filter(|it| beside.contains(it)) {
            self.had.insert(region, id);
            ui.data_mut(|data| data.remove::<Id>(pointed_out_id()));
        }
        if let Some(id) = focused.filter(|it| beside.contains(it)) {
            self.had.insert(region, id);
            self.note(region);
            self.beside = beside;
        }
    }

    /// What the keyboard goes on with when what it was on is gone, such as a question that has been answered: what came
    /// behind it, else what came before.
    fn next_to_last(&self, ctx: &Context) -> Option<Id> {
        let at = self.beside.iter().position(|it| Some(*it) == self.last)?;
        let (before, behind) = self.beside.split_at(at);
        let is_there = |id: &&Id| is_shown(ctx, **id);
        behind.iter().find(is_there).or_else(|| before.iter().rev().find(is_there)).copied()
    }

    /// To be called at the end of a frame. `is_free` = nothing lies over the window that has the keyboard; `stage` is
    /// what has the focus in the middle.
    pub(super) fn settle(&mut self, ctx: &Context, is_free: bool, stage: Option<Id>) {
        if !is_free {
            self.is_left = false;
            self.num_tries = 0;
            return;
        }
        if let Some(id) = ctx.memory(egui::Memory::focused) {
            if layer_of(ctx, id) == Some(LayerId::background()) {
                self.last = Some(id);
                self.is_left = false;
                self.num_tries = 0;
            }
            return;
        }
        let (is_pressed, is_clicked) = ctx.input(|input| (input.pointer.any_pressed(), input.pointer.any_click()));
        self.is_left |= is_pressed;
        if is_clicked {
            self.clicked = ctx.interaction_snapshot(|it| it.clicked);
        }
        if self.is_left {
            return;
        }
        self.num_tries += 1;
        let on_stage = stage.filter(|_| self.here == Some(Region::Middle));
        let last = self.last.filter(|id| self.num_tries == 1 && layer_of(ctx, *id).is_some());
        let led_to = || self.here.and_then(|it| self.had.get(&it)).copied().filter(|id| is_shown(ctx, *id));
        match on_stage.or(last).or_else(|| self.next_to_last(ctx)).or_else(led_to).or(stage) {
            Some(id) if self.num_tries < 3 => {
                ctx.memory_mut(|memory| memory.request_focus(id));
                ctx.request_repaint();
            }
            _ => self.is_left = true,
        }
    }

    /// To be called at the very end of a frame: takes the focus from what was not shown in it. Assistive technology that
    /// is told of a focus on nothing gives up, and its library ends the program.
    pub(super) fn secure(ctx: &Context) {
        let Some(id) = ctx.memory(egui::Memory::focused) else { return };
        let is_shown = ctx.accesskit_node_builder(id, |node| node.bounds().is_some());
        if is_shown == Some(false) {
            ctx.memory_mut(|memory| memory.surrender_focus(id));
        }
    }

    /// To be called at the start of a frame: brings the focus back into the dialog on top, and scrolls to what has got it out
    /// of sight.
    pub(super) fn start(&mut self, ctx: &Context) {
        self.shown.clear();
        ctx.input(|input| {
            for event in &input.events {
                match event {
                    Event::Key { pressed: true, .. } => self.uses_pointer = false,
                    Event::PointerButton { pressed: true, .. } => self.uses_pointer = true,
                    _ => {}
                }
            }
        });
        // Left to itself egui's arrow keys walk on to whatever lies behind a dialog.
        let focused = ctx.memory(egui::Memory::focused);
        let layer = focused.and_then(|id| layer_of(ctx, id));
        if layer.is_some_and(|it| !ctx.memory(|memory| memory.allows_interaction(it)))
            && let Some(before) = self.before.filter(|it| Some(*it) != focused)
        {
            ctx.memory_mut(|memory| memory.request_focus(before));
        }
        let goes_on = self.clicked.filter(|_| focused.is_none() && ctx.input(|input| input.key_pressed(Key::Tab)));
        if let Some(id) = goes_on.filter(|id| can_have_it(ctx, *id)) {
            ctx.memory_mut(|memory| memory.request_focus(id));
        }
        if let Some(id) = self.out_of_sight.take() {
            let (action, target_node) = (Action::ScrollIntoView, id.accesskit_id());
            let request = ActionRequest { action, target_tree: TreeId::ROOT, target_node, data: None };
            ctx.input_mut(|input| input.events.push(Event::AccessKitActionRequest(request)));
        }
    }

    /// To be called at the end of a frame: notes whether the keyboard has led to what cannot be seen.
    pub(super) fn follow(&mut self, ctx: &Context) {
        let now = ctx.memory(egui::Memory::focused);
        let is_new = now != std::mem::replace(&mut self.before, now);
        let by_pointer = ctx.input(|input| input.pointer.any_pressed() || input.pointer.any_released());
        let response = now.filter(|_| is_new && !by_pointer).and_then(|id| ctx.read_response(id));
        let is_cut = |it: &egui::Response| !it.interact_rect.expand(1.0).contains_rect(it.rect);
        if let Some(id) = response.filter(is_cut).map(|it| it.id) {
            self.out_of_sight = Some(id);
            ctx.request_repaint();
        }
    }
}

/// Where a widget is shown. Whoever asks egui for its response takes the focus from it, in the frame of a click elsewhere.
pub(super) fn shown(ctx: &Context, id: Id) -> Option<WidgetRect> {
    ctx.viewport(|it| it.this_pass.widgets.get(id).or_else(|| it.prev_pass.widgets.get(id)).copied())
}

/// The layer that a widget is shown on.
pub(super) fn layer_of(ctx: &Context, id: Id) -> Option<LayerId> {
    shown(ctx, id).map(|it| it.layer_id)
}

/// Whether a widget of the window could have the focus in the frame before.
fn can_have_it(ctx: &Context, id: Id) -> bool {
    let widget = ctx.viewport(|it| it.prev_pass.widgets.get(id).copied());
    widget.is_some_and(|it| it.layer_id == LayerId::background() && it.enabled && it.sense.is_focusable())
}

/// Whether a widget is shown in this frame.
fn is_shown(ctx: &Context, id: Id) -> bool {
    ctx.viewport(|it| it.this_pass.widgets.contains(id))
}

/// Whether anything here can have the focus: in the frame after a dialog, what lies below it cannot yet. Where somebody is
/// to be led here, the next frame is asked for.
pub(super) fn can_take(ui: &Ui) -> bool {
    let can_take = ui.memory(|memory| memory.allows_interaction(ui.layer_id()));
    if !can_take {
        ui.ctx().request_repaint();
    }
    can_take
}

/// Gives the focus to the next widget that can have it.
pub(super) fn hand_on(ui: &Ui) {
    let gate = Id::new("focus-gate");
    ui.memory_mut(|memory| {
        memory.request_focus(gate);
        memory.move_focus(FocusDirection::Next);
    });
    ui.interact(Rect::from_min_size(ui.cursor().min, Vec2::ZERO), gate, Sense::FOCUSABLE);
}

fn pointed_out_id() -> Id {
    Id::new("pointed-out")
}

/// Makes a widget what the keyboard comes to when it goes to its region or group next: the person is led there, but goes on
/// elsewhere.
pub(super) fn point_out(ui: &Ui, id: Id) {
    ui.data_mut(|data| data.insert_temp(pointed_out_id(), id));
}

/// What is pointed out in this frame.
pub(super) fn pointed_out(ui: &Ui) -> Option<Id> {
    ui.data(|data| data.get_temp(pointed_out_id()))
}
