//! What stands beside the middle of the window, decided here alone: from the width of the window in points, and from what
//! the person has chosen for so much room.

use std::collections::BTreeMap;

use egui::Id;
use egui::containers::panel::PanelState;

use super::side_rail;
use crate::session::settings::{PaletteForm, Panels, Room};

/// Id of the side panel.
pub(super) const SIDE: &str = "side";
/// Id of the palette.
pub(super) const PALETTE: &str = "palette";
/// Least width of the side panel: what stands in it is not cut then, in points.
pub(super) const LEAST_SIDE: f32 = 336.0;
/// Most width of the side panel, in points.
const MOST_SIDE: f32 = 640.0;
/// Bounds of the side panel as long as nobody drags its edge, in points; between them it has `USUAL_SHARE` of
/// what the rail leaves.
const USUAL_SIDE: (f32, f32) = (344.0, 440.0);
const USUAL_SHARE: f32 = 0.28;
/// Width of the palette with names as long as nobody changes it, and its bounds, in points.
pub(super) const USUAL_PALETTE: f32 = 196.0;
const PALETTE_BOUNDS: (f32, f32) = (150.0, 260.0);
/// Width of the palette of icons: a finger hits one, in points.
pub(super) const ICONS: f32 = 44.0;
/// So much room is left between palette and side panel whoever drags, in points: what stands over the canvas must fit in.
const LEAST_MIDDLE: f32 = 220.0;

/// Every room, the widest first. What is usual in it leaves the middle at least half of the width.
const ROOMS: [Room; 4] = [Room::Wide, Room::Medium, Room::Narrow, Room::Tight];

/// The room that a window of this width has, in points: the widest whose panels leave the middle half of it.
fn room_of(width: f32) -> Room {
    let leaves_half = |room: &Room| width - rail_width(*room) - palette_width(*room) - side_width(*room) >= width / 2.0;
    ROOMS.into_iter().find(leaves_half).unwrap_or(Room::Tight)
}

/// Which panels are shown in a room unless the person wants others.
const fn usual(room: Room) -> Panels {
    let palette = if matches!(room, Room::Wide) { PaletteForm::Names } else { PaletteForm::Icons };
    Panels { is_side_shown: !matches!(room, Room::Tight), palette }
}

/// The width of the rail, in points.
const fn rail_width(room: Room) -> f32 {
    if has_words(room) { side_rail::WIDTH } else { side_rail::NARROW }
}

/// Whether the marks of the rail have words below them.
const fn has_words(room: Room) -> bool {
    matches!(room, Room::Wide | Room::Medium)
}

const fn palette_width(room: Room) -> f32 {
    match usual(room).palette {
        PaletteForm::Names => USUAL_PALETTE,
        PaletteForm::Icons => ICONS,
        PaletteForm::Away => 0.0,
    }
}

const fn side_width(room: Room) -> f32 {
    match room {
        Room::Wide => USUAL_SIDE.0,
        Room::Medium | Room::Narrow => LEAST_SIDE,
        Room::Tight => 0.0,
    }
}

/// Which panels are shown, for each room as the person has left it.
#[derive(Clone, Debug, Default)]
pub struct Beside {
    room: Room,
    /// What the person wants other than usual; kept between sessions.
    chosen: BTreeMap<Room, Panels>,
    /// How wide the side panel was left in each room, in points.
    widths: BTreeMap<Room, PanelState>,
}

impl Beside {
    /// With what the person has chosen before.
    pub fn new(chosen: BTreeMap<Room, Panels>) -> Self {
        Self { chosen, ..Self::default() }
    }

    /// What the person wants other than usual, by room.
    pub fn chosen(&self) -> &BTreeMap<Room, Panels> {
        &self.chosen
    }

    /// Which panels are shown now.
    pub fn shown(&self) -> Panels {
        self.chosen.get(&self.room).copied().unwrap_or(usual(self.room))
    }

    /// Shows other panels, and keeps that for this room.
    pub(super) fn change(&mut self, change: impl FnOnce(&mut Panels)) {
        let mut panels = self.shown();
        change(&mut panels);
        if panels == usual(self.room) {
            self.chosen.remove(&self.room);
        } else {
            self.chosen.insert(self.room, panels);
        }
    }

    /// Folds everything away; unfolds what is usual, and the side panel at any rate, when nothing is left to fold.
    pub(super) fn fold(&mut self) {
        let palette = usual(self.room).palette;
        self.change(|panels| {
            let nothing = Panels { is_side_shown: false, palette: PaletteForm::Away };
            *panels = if *panels == nothing { Panels { is_side_shown: true, palette } } else { nothing };
        });
    }

    /// Follows the width of the window, in points: in another room the side panel is as wide as it was left there.
    pub(super) fn follow(&mut self, ctx: &egui::Context, width: f32) {
        let room = room_of(width);
        if room == self.room {
            return;
        }
        let id = Id::new(SIDE);
        let left = std::mem::replace(&mut self.room, room);
        self.widths.extend(PanelState::load(ctx, id).map(|it| (left, it)));
        let before = self.widths.get(&room).copied();
        ctx.data_mut(|data| match before {
            Some(state) => data.insert_persisted(id, state),
            None => data.remove::<PanelState>(id),
        });
    }

    /// The width of the rail in points, and whether its marks have words.
    pub(super) const fn rail(&self) -> (f32, bool) {
        (rail_width(self.room), has_words(self.room))
    }

    /// Least, most and usual width of the side panel, in points, in a window of width `whole` of which the palette takes
    /// `palette`.
    pub(super) fn side(&self, whole: f32, palette: f32) -> (f32, f32, f32) {
        let room = whole - rail_width(self.room) - palette;
        let most = (room - LEAST_MIDDLE).clamp(LEAST_SIDE, MOST_SIDE);
        let half = (room - whole / 2.0).max(LEAST_SIDE);
        let usual = ((whole - rail_width(self.room)) * USUAL_SHARE).clamp(USUAL_SIDE.0, USUAL_SIDE.1);
        (LEAST_SIDE, most, usual.min(half).min(most))
    }

    /// Least and most width of the palette with names, in points, where it has `room` with the middle.
    pub(super) fn palette(room: f32) -> (f32, f32) {
        let (least, most) = PALETTE_BOUNDS;
        (least, (room - LEAST_MIDDLE).clamp(least, most))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is left of a window of this width for the middle, with everything as is usual.
    fn middle(width: f32) -> f32 {
        let beside = Beside { room: room_of(width), ..Beside::default() };
        let palette = palette_width(beside.room);
        let side = if beside.shown().is_side_shown { beside.side(width, palette).2 } else { 0.0 };
        width - beside.rail().0 - palette - side
    }

    #[test]
    fn the_middle_has_half_of_the_width_at_any_size() {
        for width in (400..4000).map(|it| it as f32) {
            assert!(middle(width) >= width / 2.0, "{} of {width}", middle(width));
        }
    }

    #[test]
    fn names_and_words_give_way_before_the_side_panel_does() {
        let rooms = [1920.0, 1280.0, 1100.0, 1280.0 / 1.5, 640.0, 512.0].map(room_of);
        assert_eq!(rooms, [Room::Wide, Room::Wide, Room::Medium, Room::Narrow, Room::Tight, Room::Tight]);
        assert!(usual(Room::Narrow).is_side_shown && !usual(Room::Tight).is_side_shown);
    }

    #[test]
    fn what_is_chosen_holds_for_its_room_alone_and_what_is_usual_is_not_kept() {
        let ctx = egui::Context::default();
        let mut beside = Beside::default();
        beside.change(|it| it.is_side_shown = false);
        beside.follow(&ctx, 853.0);
        assert_eq!(beside.shown(), usual(Room::Narrow));
        beside.fold();
        assert_eq!(beside.shown(), Panels { is_side_shown: false, palette: PaletteForm::Away });
        beside.fold();
        assert_eq!(beside.shown(), usual(Room::Narrow));
        beside.follow(&ctx, 1300.0);
        assert!(!beside.shown().is_side_shown);
        assert_eq!(beside.chosen().keys().collect::<Vec<_>>(), [&Room::Wide]);
    }

    #[test]
    fn unfolding_brings_the_side_panel_back_where_it_is_folded_by_itself() {
        let mut beside = Beside { room: Room::Tight, ..Beside::default() };
        beside.fold();
        beside.fold();
        assert_eq!(beside.shown(), Panels { is_side_shown: true, palette: PaletteForm::Icons });
    }
}
