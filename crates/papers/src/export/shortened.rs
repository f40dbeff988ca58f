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
        for (at, last) in texts.iter().enumerate().filter(|(_, it)| it.contains(CUT)) {
            let own = item.element.map(|it| it.name(document));
            // Its first lines stand before it.
            let starts = at.saturating_sub(MOST_LINES - 1)..=at;
            let known = starts.filter_map(|start| {
                let drawn = texts.get(start..at).unwrap_or_default().iter().chain([last]);
                let drawn: String = drawn.copied().collect();
                own.iter().chain(&names).find_map(|name| Some((as_drawn(name, &drawn)?, name.clone())))
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

/// A name as it is drawn, in one line and with its own spaces: what stands before and behind the cut. Lines break after
/// spaces and within words, so spaces do not count. `None` where it is another name.
fn as_drawn(name: &str, drawn: &str) -> Option<String> {
    let (start, end) = drawn.split_once(CUT)?;
    let solid = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let (start, end) = (solid(start), solid(end));
    let rest = solid(name).strip_prefix(&start)?.to_owned();
    rest.ends_with(&end).then_some(())?;
    let shown = |mut left: usize, letters: &mut dyn Iterator<Item = char>| {
        let is_shown = |c: &char| {
            let counts = usize::from(!c.is_whitespace());
            let is_left = left >= counts;
            left = left.saturating_sub(counts);
            is_left
        };
        letters.take_while(is_shown).collect::<String>()
    };
    let start = shown(start.chars().count(), &mut name.chars());
    let end: String = shown(end.chars().count(), &mut name.chars().rev()).chars().rev().collect();
    Some(format!("{}{CUT}{}", start.trim_end(), end.trim_start()))
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
        let cut = scene.items.iter().flat_map(|it| &it.prims).filter_map(text).filter(|it| it.contains(CUT));
        assert!(cut.count() > 20 && names.len() > 20, "{}", names.len());
        for element in document.computers.values().map(|it| &it.name).chain(document.hosts.values().map(|it| &it.name))
        {
            assert!(names.iter().any(|(_, full)| full == element), "{element}");
        }
        assert!(names.iter().all(|(drawn, full)| as_drawn(full, drawn).as_ref() == Some(drawn)));
    }

    #[test]
    fn names_that_differ_at_their_end_are_told_apart() {
        let mut document = crate::document::template("large-complete").unwrap().document.clone();
        for (number, computer) in (1..).zip(document.computers.edit().values_mut()) {
            computer.name = format!("BIZTALK-PRODUCTION-FRANKFURT-RECEIVE-{number:02}");
        }
        let names = of(&document);
        let drawn: std::collections::BTreeSet<&str> = names.iter().map(|(drawn, _)| drawn.as_str()).collect();
        assert!(names.len() > 10 && drawn.len() == names.len(), "{names:?}");
        assert!(drawn.iter().all(|it| !it.contains(' ')), "{names:?}");
    }
}
