//! Drawings on pages: how they share them, and where the legend goes.

use super::*;
use crate::export::options::{ExportMeta, Paper};
use crate::model::Element;
use crate::scene::Face;

#[test]
fn flat_parts_share_a_page_and_none_is_lost() {
    let sheet = Sheet::new((595.0, 842.0), 30.0);
    let row =
        |top: f32, bottom: f32| [Rect::from_ltrb(0.0, top, 600.0, bottom), Rect::from_ltrb(560.0, top, 1160.0, bottom)];
    let parts: Vec<Part> = [row(0.0, 780.0), row(780.0, 860.0)].concat().into_iter().map(Part::whole).collect();
    let pages = stacked(&parts, sheet, sheet.scale_of(&parts[..1], 0.0));
    assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [1, 1, 2]);
    assert_eq!(pages.concat(), parts);
}

/// A drawing of tiers below each other, each as wide as `width`, with a legend of `entries`.
fn drawing(width: f32, entries: usize) -> Scene {
    let text = |id: String, rect: Rect| {
        let prims = vec![Prim::text(rect.min.offset(0.0, 12.0), 10.0, Face::Regular, crate::scene::Ink::Text, "word")];
        crate::scene::Item { id, ..crate::scene::Item::decoration(rect, prims) }
    };
    let tier = |at: u32| {
        let rect = Rect::from_ltrb(0.0, at as f32 * 320.0, width, at as f32 * 320.0 + 300.0);
        crate::scene::Item { element: Some(Element::Tier(crate::model::TierId(at))), ..text(String::new(), rect) }
    };
    let legend = (0..entries).map(|at| {
        let left = 100.0 * at as f32;
        let id = if at == 0 { "legend".to_owned() } else { format!("legend-{at}") };
        text(id, Rect::from_ltrb(left, 1_300.0, left + 90.0, 1_320.0))
    });
    let items: Vec<_> = (0..4).map(tier).chain(legend).collect();
    Scene { bounds: Rect::from_ltrb(-24.0, -24.0, width + 24.0, 1_344.0), items }
}

#[test]
fn a_legend_of_a_drawing_in_parts_is_whole_and_has_no_page_to_itself() {
    for (paper, width) in [(Paper::A4, 1_700.0), (Paper::Letter, 1_700.0), (Paper::A4, 3_000.0)] {
        let mut flow =
            Flow::new(ExportMeta { date: "2026-03-01".to_owned(), ..ExportMeta::default() }, paper, ("", ""));
        flow.scene_pages("Diagram", &drawing(width, 20), false);
        flow.flush();
        let legends = |page: &Page| page.pieces.iter().filter(|it| is_figure(it, "Legend")).count();
        let figures = |page: &Page| page.pieces.iter().filter(|it| matches!(it.tag, Tag::Figure(..))).count();
        assert!(flow.pages.len() > 1, "it is in parts");
        assert_eq!(flow.pages.iter().map(legends).sum::<usize>(), 1);
        for page in &flow.pages {
            assert!(figures(page) > legends(page), "a part stands on each page");
            for piece in page.pieces.iter().filter(|it| is_figure(it, "Legend")) {
                let bounds: Vec<Rect> = piece.prims.iter().filter_map(Prim::bounds).collect();
                assert_eq!(bounds.len(), 20, "each entry once");
                let inside =
                    |it: &Rect| it.min.x >= 0.0 && it.max.x <= page.width && it.max.y <= page.height - LOWER + 1.0;
                assert!(bounds.iter().all(inside), "{bounds:?}");
            }
        }
    }
}

fn is_figure(piece: &Piece, name: &str) -> bool {
    matches!(&piece.tag, Tag::Figure(_, alt) if alt == name)
}
