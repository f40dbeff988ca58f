//! The SVG text of a small scene.

use resvg::{tiny_skia, usvg};

use super::*;
use crate::export::sample;
use crate::scene::{SceneOptions, build};

fn plain() -> SvgOptions {
    SvgOptions { title: "Sample".into(), description: "Two computers".into(), ..SvgOptions::default() }
}

#[test]
fn svg_of_the_sample_is_the_one_reviewed() {
    let svg = scene_svg(&sample::scene(), Palette::print(), &plain());
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/snapshots/sample-scene.svg");
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(path, &svg).unwrap();
    }
    let reviewed = std::fs::read_to_string(path).unwrap().replace("\r\n", "\n");
    assert!(svg == reviewed, "the SVG changed; look at it and run again with UPDATE_SNAPSHOTS=1\n{svg}");
}

/// The areas that texts take: outlines of the file as a program without any font draws them.
fn areas_of_texts(svg: &str) -> Vec<tiny_skia::Rect> {
    fn collect(group: &usvg::Group, areas: &mut Vec<tiny_skia::Rect>) {
        for node in group.children() {
            match node {
                usvg::Node::Group(inner) => collect(inner, areas),
                // Only texts are scaled.
                usvg::Node::Path(path) if path.abs_transform().sy < 0.0 => areas.push(path.abs_bounding_box()),
                _ => {}
            }
        }
    }
    let tree = usvg::Tree::from_str(svg, &usvg::Options::default()).unwrap();
    let mut areas = Vec::new();
    collect(tree.root(), &mut areas);
    areas
}

#[test]
fn no_text_collides_with_another_in_a_program_without_our_fonts() {
    for key in ["small", "medium", "large-complete", "distributed-large"] {
        let Some(template) = crate::document::template(key) else { continue };
        let options = SceneOptions { legend: true, ..SceneOptions::default() };
        let scene = build(&template.document, &options);
        let areas = areas_of_texts(&scene_svg(&scene, Palette::print(), &plain()));
        let texts = scene.items.iter().flat_map(|it| &it.prims).filter(|it| matches!(it, Prim::Text { .. })).count();
        assert!(areas.len() >= texts && texts > 20, "{key}: {} of {texts}", areas.len());
        for (number, one) in areas.iter().enumerate() {
            let hit = areas.iter().skip(number + 1).find(|two| {
                let across = one.right().min(two.right()) - one.left().max(two.left());
                let down = one.bottom().min(two.bottom()) - one.top().max(two.top());
                across > 0.5 && down > 0.5
            });
            assert_eq!(hit, None, "{key}: {one:?}");
        }
    }
}

#[test]
fn every_text_can_be_searched_where_its_outline_stands() {
    let svg = scene_svg(&sample::scene(), Palette::light(), &SvgOptions::default());
    let read = roxmltree::Document::parse(&svg).unwrap();
    let words: Vec<_> = read.descendants().filter(|it| it.has_tag_name("text")).collect();
    assert!(words.iter().any(|it| it.text() == Some("BTS01")) && svg.matches("<path").count() >= words.len());
    assert!(words.iter().all(|it| it.attribute("opacity") == Some("0") && it.attribute("textLength").is_some()));
    let family = |it: &roxmltree::Node<'_, '_>| it.attribute("font-family").unwrap().to_owned();
    assert!(
        words.iter().all(|it| matches!(family(it).as_str(), "'Noto Sans',sans-serif" | "'Noto Sans Mono',monospace"))
    );
    let picture = SvgOptions { searchable: false, ..SvgOptions::default() };
    assert!(!scene_svg(&sample::scene(), Palette::light(), &picture).contains("<text"));
}

#[test]
fn special_characters_and_doubled_ids_stay_valid_xml() {
    let mut scene = sample::scene();
    let mut copy = scene.items.last().unwrap().clone();
    copy.alt = "a < b & \"c\" \u{1}".into();
    copy.id = "1 odd id".into();
    scene.items.push(copy.clone());
    scene.items.push(copy);
    let svg = scene_svg(&scene, Palette::light(), &plain());
    assert!(svg.contains("id=\"e1-odd-id\"") && svg.contains("id=\"e1-odd-id_\""));
    assert!(svg.contains("a &lt; b &amp; &quot;c&quot;  </title>"));
    usvg::Tree::from_str(&svg, &usvg::Options::default()).unwrap();
}

#[test]
fn numbers_have_at_most_two_decimals() {
    assert_eq!(
        [number(1.0), number(-0.001), number(2.345), number(10.5), number(100.0)],
        ["1", "0", "2.35", "10.5", "100"]
    );
}
