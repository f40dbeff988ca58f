//! Lists of thousands of rows: what is out of sight is not drawn.

use egui::{Ui, Vec2};

/// Fewer rows are simply drawn.
const MANY: usize = 60;
/// So much above and below what is seen is drawn as well, for the keyboard and for scrolling.
const BEYOND: f32 = 400.0;

/// How high the rows of a list were when they were drawn last.
#[derive(Clone, Debug, Default)]
struct Heights {
    width: f32,
    /// By row; 0 = never drawn.
    rows: Vec<f32>,
    /// That of the last one drawn: what the others take until they are drawn.
    usual: f32,
}

/// Draws the rows of a list from top to bottom, and leaves room for those out of sight.
pub(crate) fn long_list_ui(ui: &mut Ui, salt: &str, count: usize, draw: impl FnMut(&mut Ui, usize)) {
    long_list_with_ui(ui, salt, (count, None), draw);
}

/// The same with a row that is drawn wherever it is, so that it can be scrolled to.
pub(crate) fn long_list_with_ui(
    ui: &mut Ui,
    salt: &str,
    (count, always): (usize, Option<usize>),
    mut draw: impl FnMut(&mut Ui, usize),
) {
    let id = ui.id().with(salt);
    if count < MANY {
        (0..count).for_each(|row| drop(ui.push_id((id, row), |ui| draw(ui, row))));
        return;
    }
    let mut heights: Heights = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    let width = ui.available_width();
    if heights.rows.len() != count || (heights.width - width).abs() > 0.5 {
        heights = Heights { width, rows: vec![0.0; count], usual: heights.usual };
    }
    let (sight, gap) = (ui.clip_rect().expand(BEYOND), ui.spacing().item_spacing.y);
    let mut room = 0.0;
    for row in 0..count {
        let height = if heights.rows[row] > 0.0 { heights.rows[row] } else { heights.usual };
        let top = ui.cursor().top() + room;
        if height > 0.0 && always != Some(row) && (top + height < sight.top() || top > sight.bottom()) {
            room += height;
            continue;
        }
        leave(ui, &mut room, gap);
        let top = ui.cursor().top();
        ui.push_id((id, row), |ui| draw(ui, row));
        heights.rows[row] = ui.cursor().top() - top;
        heights.usual = heights.rows[row];
    }
    leave(ui, &mut room, gap);
    ui.data_mut(|data| data.insert_temp(id, heights));
}

/// Leaves out what was not drawn.
fn leave(ui: &mut Ui, room: &mut f32, gap: f32) {
    let height = std::mem::take(room);
    if height > 0.0 {
        ui.allocate_space(Vec2::new(ui.available_width(), (height - gap).max(0.0)));
    }
}
