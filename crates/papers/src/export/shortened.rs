//! Names that a drawing has no room for: what it shows of them, and what they are in full.

use crate::model::{Document, Element};
use crate::scene::{Prim, Scene};

/// What ends a text that is cut.
const CUT: char = '…';
/// A name takes so many lines of a card at most.
const MOST_LINES: usize = 3;

/// The names that a drawing of a design shortens, each once, as drawn and in full, in the order of the drawing.
pub(super) fn shortened(scene: &Scene, document: &Document) -> Vec<(String, String)> {
    let names: Vec<String> = Element::all(document).into_iter().map(|it| it.name(document)).collect();
    let mut found: Vec<(String, String)> = Vec::new();
    for item in &scene.items {
        let texts: Vec<&str> = item.prims.iter().filter_map(text).collect();
        for (at, last) in texts.iter().enumerate().filter(|(_, it)| it.ends_with(CUT)) {
            let own = item.element.map(|it| it.name(document));
            // Its first lines stand before it.
            let starts = at.saturating_sub(MOST_LINES - 1)..=at;
            let known = starts.filter_map(|start| {
                let drawn = texts.get(start..at).unwrap_or_default().iter().chain([last]);
                let drawn = drawn.copied().collect::<Vec<_>>().join(" ");
                let full = own.iter().chain(&names).find(|name| begins(name, drawn.trim_end_matches(CUT)))?;
                Some((drawn, full.clone()))
            });
            if let Some(name) = known.into_iter().next()
                && !found.iter().any(|(_, full)| *full == name.1)
            {
                found.push(name);
            }
        }
    }
    found
}

fn text(prim: &Prim) -> Option<&str> {
    if let Prim::Text { text, .. } = prim { Some(text) } else { None }
}

/// Whether a name begins so. Lines break after spaces and hyphens, so spaces do not count.
fn begins(name: &str, start: &str) -> bool {
    let mut letters = name.chars().filter(|c| !c.is_whitespace());
    start.chars().filter(|c| !c.is_whitespace()).all(|c| letters.next() == Some(c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::{SceneOptions, build};

    fn of(document: &Document) -> Vec<(String, String)> {
        shortened(&build(document, &SceneOptions::default()), document)
    }

    #[test]
    fn every_name_that_a_drawing_cuts_is_there_in_full() {
        let mut document = crate::document::template("large-complete").unwrap().document.clone();
        assert_eq!(of(&document), [], "short names are drawn whole");
        let long = "of the European order and invoice platform of all subsidiaries in production";
        for (number, computer) in document.computers.edit().values_mut().enumerate() {
            computer.name = format!("SERVER-{number} {long}");
        }
        for (number, host) in document.hosts.edit().values_mut().enumerate() {
            host.name = format!("Host {number} {long}");
        }
        let names = of(&document);
        let scene = build(&document, &SceneOptions::default());
        let cut = scene.items.iter().flat_map(|it| &it.prims).filter_map(text).filter(|it| it.ends_with(CUT));
        assert!(cut.count() > 20 && names.len() > 20, "{}", names.len());
        for element in document.computers.values().map(|it| &it.name).chain(document.hosts.values().map(|it| &it.name))
        {
            assert!(names.iter().any(|(_, full)| full == element), "{element}");
        }
        assert!(names.iter().all(|(drawn, full)| drawn.ends_with(CUT) && begins(full, drawn.trim_end_matches(CUT))));
    }
}
