//! What follows the pointer during a drag: the real cards, as they will look.

use crate::edit::intent::palette::{self, PaletteItem};
use crate::edit::{Edit, preview};
use crate::geometry::Rect;
use crate::model::index::Index;
use crate::model::{Document, Element};
use crate::scene::layout::{Detail, Layout};
use crate::scene::{Item, Scene, SceneOptions, build_with};

/// The items that follow the pointer, where they stand in the drawing they come from.
#[derive(Clone, Debug, Default)]
pub(super) struct Ghost {
    /// The items from back to front.
    pub(super) items: Vec<Item>,
    /// The area they fill.
    pub(super) bounds: Rect,
}

impl Ghost {
    /// The ghost of an item of the palette, with the name it will have.
    pub(super) fn of_item(document: &Document, item: PaletteItem) -> Self {
        let drawn = || {
            let edit: Edit = palette::add_anywhere(document, item, None).ok()?;
            let next = preview(document, &edit.commands).ok()?;
            let index = Index::new(&next);
            let layout = Layout::of(&index, Detail::Full);
            let scene = build_with(&index, &layout, &SceneOptions::default());
            let cards = crate::edit::intent::movement::moving(&next, &edit.select);
            Some(Self::of(&scene, |element| edit.select.contains(&element) || cards.contains(&element)))
        };
        drawn().unwrap_or_default()
    }

    /// The ghost of elements of the design: their cards, and the boxes that move as a whole.
    pub(super) fn of_elements(document: &Document, scene: &Scene, moving: &[Element]) -> Self {
        let whole = |element: Element| match element {
            Element::FailoverCluster(id) => document.failover_clusters.get(&id).is_some_and(|cluster| {
                !cluster.nodes.is_empty() && cluster.nodes.iter().all(|it| moving.contains(&it.computer.into()))
            }),
            other => moving.contains(&other),
        };
        Self::of(scene, whole)
    }

    fn of(scene: &Scene, wanted: impl Fn(Element) -> bool) -> Self {
        let is_wanted = |item: &&Item| item.element.is_some_and(&wanted);
        let items: Vec<Item> = scene.items.iter().filter(is_wanted).cloned().collect();
        let bounds = items.iter().map(|it| it.bounds).reduce(|a, b| a.union(&b)).unwrap_or_default();
        Self { items, bounds }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::TierKind;
    use crate::scene::Prim;
    use crate::testing::DocumentBuilder;

    #[test]
    fn the_ghost_of_a_palette_item_shows_its_future_name() {
        let mut builder = DocumentBuilder::new("Test");
        let tier = builder.tier("BizTalk", TierKind::BizTalk);
        builder.biztalk_servers(&["BTS1", "BTS2"], tier);
        let ghost = Ghost::of_item(&builder.build(), PaletteItem::BizTalkServer);
        let [item] = &ghost.items[..] else { panic!("one card") };
        let texts = item.prims.iter().filter_map(|it| if let Prim::Text { text, .. } = it { Some(text) } else { None });
        assert!(texts.into_iter().any(|it| it == "BTS3"));
        assert!(ghost.bounds.width() > 50.0);
    }

    #[test]
    fn a_failover_cluster_follows_as_a_box_only_when_all_its_nodes_do() {
        let mut builder = DocumentBuilder::new("Test");
        let tier = builder.tier("Databases", TierKind::Databases);
        let nodes = builder.computers(&["SQL1", "SQL2"], tier);
        let cluster = builder.failover_cluster("SQL cluster", &nodes);
        builder.clustered_sql("SQL", cluster, &nodes);
        let document = builder.build();
        let layout = Layout::of(&Index::new(&document), Detail::Full);
        let scene = build_with(&Index::new(&document), &layout, &SceneOptions::default());
        let elements: Vec<Element> = nodes.into_iter().map(Element::from).collect();
        assert_eq!(Ghost::of_elements(&document, &scene, &elements[..1]).items.len(), 1);
        assert_eq!(Ghost::of_elements(&document, &scene, &elements).items.len(), 3);
    }
}
