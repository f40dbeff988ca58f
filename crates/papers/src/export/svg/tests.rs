//! The SVG text of a small scene.

use super::*;
use crate::export::sample;

fn plain() -> SvgOptions {
    SvgOptions {
        title: "Sample".into(),
        description: "Two computers".into(),
        embed_fonts: false,
        ground: true,
        origin: None,
    }
}

#[test]
fn svg_of_the_sample_is_the_one_reviewed() {
    let svg = scene_svg(&sample::scene(), Palette::print(), &plain()).unwrap();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/snapshots/sample-scene.svg");
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(path, &svg).unwrap();
    }
    let reviewed = std::fs::read_to_string(path).unwrap().replace("\r\n", "\n");
    assert!(svg == reviewed, "the SVG changed; look at it and run again with UPDATE_SNAPSHOTS=1\n{svg}");
}

#[test]
fn embedded_fonts_hold_every_character_in_use() {
    let svg = scene_svg(&sample::scene(), Palette::light(), &SvgOptions::default()).unwrap();
    assert_eq!(svg.matches("@font-face").count(), 3);
    let start = svg.find("base64,").unwrap() + "base64,".len();
    let data = svg.get(start..).unwrap().split(')').next().unwrap();
    let font = base64::engine::general_purpose::STANDARD.decode(data).unwrap();
    let face = ttf_parser::Face::parse(&font, 0).unwrap();
    assert!("BTS012".chars().all(|c| face.glyph_index(c).is_some()));
}

#[test]
fn special_characters_and_doubled_ids_stay_valid_xml() {
    let mut scene = sample::scene();
    let mut copy = scene.items.last().unwrap().clone();
    copy.alt = "a < b & \"c\" \u{1}".into();
    copy.id = "1 odd id".into();
    scene.items.push(copy.clone());
    scene.items.push(copy);
    let svg = scene_svg(&scene, Palette::light(), &plain()).unwrap();
    assert!(svg.contains("id=\"e1-odd-id\"") && svg.contains("id=\"e1-odd-id_\""));
    assert!(svg.contains("a &lt; b &amp; &quot;c&quot;  </title>"));
    resvg::usvg::Tree::from_str(&svg, &resvg::usvg::Options::default()).unwrap();
}

#[test]
fn numbers_have_at_most_two_decimals() {
    assert_eq!(
        [number(1.0), number(-0.001), number(2.345), number(10.5), number(100.0)],
        ["1", "0", "2.35", "10.5", "100"]
    );
}
