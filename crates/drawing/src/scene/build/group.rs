//! Draws the boxes round cluster nodes and replicas, with their shared disk arrays.

use super::{SceneOptions, alt, badge, loss, note, parts};
use crate::geometry::{Point, Rect};
use crate::model::Element;
use crate::model::index::Index;
use crate::scene::layout::{GroupBox, TierPlace};
use crate::scene::{Ink, Item, Prim, Stroke};

/// Corner radius of a box.
const RADIUS: f32 = 9.0;

/// A box with its title, chips and disks; its nodes' cards are items of their own.
pub(super) fn item(index: &Index<'_>, place: &TierPlace, group: &GroupBox, options: &SceneOptions) -> Item {
    let origin = place.rect.min;
    let rect = group.rect.translate(origin.x, origin.y);
    let stroke = Some(Stroke::dashed(Ink::ClusterBorder, 1.2, 5.0, 3.0));
    let mut prims = vec![Prim::Rect { rect, radius: RADIUS, fill: Some(Ink::ClusterBox), stroke }];
    parts::draw(&group.parts, rect.min, rect.max.x - 8.0, &mut prims);
    let mut inside: Vec<(Element, Rect)> = Vec::new();
    for (number, id) in group.storages.iter().enumerate() {
        let bar = place.grid.disk_rect(group, number).translate(origin.x, origin.y);
        let storage = index.document.storages.get(id);
        if number == 0 {
            let attached = |element: Element| match element {
                Element::Computer(id) => storage.is_some_and(|it| it.attached.contains(&id)),
                _ => false,
            };
            let nodes = place.grid.cells.iter().filter(|it| {
                it.row == group.row && (group.first..=group.last).contains(&it.column) && attached(it.element)
            });
            for node in nodes {
                let x = origin.x + node.rect.center().x;
                let ends = vec![Point::new(x, origin.y + node.rect.max.y), Point::new(x, bar.min.y)];
                prims.push(Prim::line(ends, Stroke::solid(Ink::Line, 1.2)));
            }
        }
        parts::disk(bar, storage.map_or("", |it| it.name.as_str()), &mut prims);
        inside.push((Element::Storage(*id), bar));
        let center = Point::new(bar.min.x + 13.0, bar.center().y);
        badge::mark_at(options, Element::Storage(*id), center, &mut prims);
        let name = storage.map_or("", |it| it.name.as_str());
        loss::on_disk(options, Element::Storage(*id), bar, name, &mut prims);
    }
    for part in &group.parts {
        let Some(element) = part.element else { continue };
        let chip = part.rect.translate(rect.min.x, rect.min.y);
        inside.push((element, chip));
        // In place of the icon of the chip.
        badge::mark_at(options, element, Point::new(chip.min.x + 11.5, chip.center().y), &mut prims);
    }
    loss::at_box(options, group.element, rect, RADIUS, &mut prims);
    badge::at_corner(options, group.element, Point::new(rect.max.x - 4.0, rect.min.y), &mut prims);
    let chips = group.parts.iter().filter_map(|it| it.element);
    let disks = group.storages.iter().map(|id| Element::Storage(*id));
    let noted: Vec<Element> = std::iter::once(group.element).chain(chips).chain(disks).collect();
    note::at_corner(index.document, noted.iter().copied(), rect.min.offset(4.0, 0.0), &mut prims);
    let mut alt = alt::text(index, group.element) + &badge::words(options, group.element);
    alt.push_str(&loss::words(options, group.element));
    alt.push_str(&note::words(index.document, noted));
    let id =
        if group.run.0 > 1 { format!("{}-part-{}", group.element, group.run.0) } else { group.element.to_string() };
    Item { id, element: Some(group.element), alt, bounds: rect, prims, inside }
}
