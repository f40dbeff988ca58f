//! Drawings of templates compared with reviewed pictures.

use std::error::Error;
use std::path::PathBuf;

use tierwright_design::document::template;
use tierwright_drawing::scene::{Palette, SceneOptions, TitleBlock, build};
use tierwright_papers::export::{SvgOptions, scene_svg};

fn compare(key: &str) -> Result<(), Box<dyn Error>> {
    let document = &template(key).ok_or("no such template")?.document;
    let title_block = TitleBlock {
        title: document.project.title.clone(),
        customer: "Contoso".to_owned(),
        version: "1.0".to_owned(),
        date: "2025-03-04".to_owned(),
    };
    let options = SceneOptions { title_block: Some(title_block), legend: true, ..SceneOptions::default() };
    let svg = scene_svg(&build(document, &options), Palette::print(), &SvgOptions::default());
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("../../tests/snapshots/diagram-{key}.svg"));
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(&path, &svg)?;
    }
    let reviewed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(svg == reviewed, "the drawing of {key} changed; look at it and run again with UPDATE_SNAPSHOTS=1");
    Ok(())
}

#[test]
fn small_template_is_drawn_as_reviewed() -> Result<(), Box<dyn Error>> {
    compare("small")
}

#[test]
fn large_template_is_drawn_as_reviewed() -> Result<(), Box<dyn Error>> {
    compare("large")
}
