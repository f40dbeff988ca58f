//! What assistive technology reads of the canvas: site, tier, failover cluster, computer and what runs on it, one within
//! the other and in reading order, whether in sight or not.

use std::collections::BTreeSet;

use egui::accesskit::{Action, NodeId, Rect as Bounds, Role};
use egui::{Rect, Ui};

use super::elements;
use crate::model::Element;
use crate::model::outline::{Outline, OutlineRow};
use crate::text::canvas as text;
use crate::ui::context::ViewContext;

/// How the tree is shown: on the canvas or as a list.
pub(super) struct Tree<'a> {
    /// What a row with its number says.
    pub(super) words: &'a dyn Fn(usize, &OutlineRow) -> String,
    /// Where an element is on screen; `None` = nowhere.
    pub(super) place: &'a dyn Fn(Element) -> Option<Rect>,
    /// The elements whose content is folded away: it is not there.
    pub(super) folded: &'a BTreeSet<Element>,
}

/// Hangs a node per element where the outline has it; to be called once the widgets of the frame are there. Without
/// assistive technology this does nothing.
pub(super) fn describe(view: &ViewContext<'_>, ui: &Ui, outline: &Outline, tree: &Tree<'_>) {
    let (ctx, root) = (ui.ctx(), egui::accesskit_root_id());
    // What has no widget is hung onto the root at first; it is taken from there again.
    let Some(before) = ctx.accesskit_node_builder(root, |node| node.children().to_vec()) else { return };
    let ids: Vec<NodeId> = outline.rows().iter().map(|it| elements::id_of(it.element).accesskit_id()).collect();
    let mut children: Vec<Vec<NodeId>> = vec![Vec::new(); ids.len()];
    let mut top = Vec::new();
    let shown = super::list::shown(outline, tree.folded);
    for number in &shown {
        let (Some(row), Some(id)) = (outline.rows().get(*number), ids.get(*number)) else { continue };
        match row.parent.and_then(|it| children.get_mut(it)) {
            Some(of_parent) => of_parent.push(*id),
            None => top.push(*id),
        }
    }
    for number in &shown {
        if let (Some(row), Some(children)) = (outline.rows().get(*number), children.get_mut(*number)) {
            row_node(view, ui, tree, (*number, row), std::mem::take(children));
        }
    }
    let of_canvas: std::collections::BTreeSet<NodeId> = ids.into_iter().collect();
    ctx.accesskit_node_builder(elements::sheet_id(), |node| {
        node.set_role(Role::Tree);
        node.set_children(top);
    });
    ctx.accesskit_node_builder(ui.unique_id(), |node| {
        let others: Vec<NodeId> = node.children().iter().copied().filter(|it| !of_canvas.contains(it)).collect();
        node.set_children(others);
    });
    ctx.accesskit_node_builder(root, |node| node.set_children(before));
}

fn row_node(
    view: &ViewContext<'_>,
    ui: &Ui,
    tree: &Tree<'_>,
    (number, row): (usize, &OutlineRow),
    children: Vec<NodeId>,
) {
    let element = row.element;
    let place = (tree.place)(element);
    let is_folded = tree.folded.contains(&element);
    // The words are made before the node is opened: egui is locked meanwhile.
    let is_named = ui.ctx().accesskit_node_builder(elements::id_of(element), |node| node.label().is_some());
    let label = (is_named == Some(false)).then(|| (tree.words)(number, row));
    let kind = crate::prose::capitalized(crate::text::kinds::one_and_many(element).0);
    ui.ctx().accesskit_node_builder(elements::id_of(element), |node| {
        node.set_role(Role::TreeItem);
        if let Some(label) = label {
            node.set_label(label);
        }
        node.clear_toggled();
        node.set_selected(view.selection.contains(&element));
        node.set_level(row.depth + 1);
        node.set_position_in_set(row.position - 1);
        node.set_size_of_set(row.count);
        node.set_description(text::of_its_kind(&kind, row.position, row.count));
        if is_folded || !children.is_empty() {
            node.set_expanded(!is_folded);
        }
        node.set_children(children);
        for action in [Action::Focus, Action::Click, Action::ScrollIntoView] {
            node.add_action(action);
        }
        if let Some(place) = place.filter(|_| node.bounds().is_none()) {
            node.set_bounds(bounds(place));
        }
    });
}

fn bounds(place: Rect) -> Bounds {
    Bounds { x0: place.min.x.into(), y0: place.min.y.into(), x1: place.max.x.into(), y1: place.max.y.into() }
}
