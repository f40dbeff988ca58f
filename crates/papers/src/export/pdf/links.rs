//! Links: what of a piece a link shows, and the annotation that makes it one.

use lopdf::{Dictionary, Object, ObjectId};

use crate::export::pdf::content::tidy;
use crate::export::pdf::document::{Anchors, pdf_text};
use crate::geometry::Rect;
use crate::scene::Prim;

/// Shapes that stand beside a link are no part of it, so much they may stick out of its area in points.
const TOLERANCE: f32 = 1.0;
/// The annotation is printed as it is shown (ISO 32000-1, 12.5.3).
const PRINT: i64 = 4;

/// A link of a page.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Link {
    /// Page number from 0.
    pub(super) page: usize,
    /// Its area on the page in points, y growing downward.
    pub(super) rect: Rect,
    /// Where it leads: an address, or `#name` of an anchor of the document.
    pub(super) url: String,
    /// What it shows.
    pub(super) words: String,
}

/// Shapes that follow one another, and the link that they show.
pub(super) type Part<'a> = (&'a [Prim], Option<(Rect, &'a str)>);

/// The shapes of a piece in order, those of each link by themselves.
pub(super) fn parts(prims: &[Prim]) -> Vec<Part<'_>> {
    let (mut parts, mut start) = (Vec::new(), 0);
    for (at, prim) in prims.iter().enumerate() {
        let Prim::Link { rect, url } = prim else { continue };
        let area = rect.expand(TOLERANCE);
        let before = prims.get(start..at).unwrap_or_default();
        let inside = |it: &&Prim| it.bounds().is_some_and(|it| area.holds(&it));
        let shows = before.iter().rev().take_while(inside).count();
        let (rest, shown) = before.split_at(before.len() - shows);
        parts.extend((!rest.is_empty()).then_some((rest, None)));
        parts.push((shown, Some((*rect, url.as_str()))));
        start = at + 1;
    }
    let rest = prims.get(start..).unwrap_or_default();
    if !rest.is_empty() || parts.is_empty() {
        parts.push((rest, None));
    }
    parts
}

/// The words among shapes.
pub(super) fn words(prims: &[Prim]) -> String {
    let words =
        prims.iter().filter_map(|prim| if let Prim::Text { text, .. } = prim { Some(text.as_str()) } else { None });
    words.collect::<Vec<_>>().join(" ")
}

/// Whether a link leads somewhere: to the web, or to an anchor that is there.
pub(super) fn leads(url: &str, anchors: &Anchors) -> bool {
    url.strip_prefix('#').is_none_or(|name| anchors.contains_key(name))
}

/// Adds the annotations of all links to their pages, in order.
pub(super) fn add(
    file: &mut lopdf::Document,
    links: &[Link],
    anchors: &Anchors,
    pages: &[(ObjectId, f32)],
) -> lopdf::Result<Vec<ObjectId>> {
    let mut ids = Vec::new();
    for link in links {
        let Some((page, height)) = pages.get(link.page) else { continue };
        let id = file.add_object(annotation(link, anchors, pages, *height));
        ids.push(id);
        let page = file.get_dictionary_mut(*page)?;
        match page.get_mut(b"Annots").and_then(Object::as_array_mut) {
            Ok(list) => list.push(Object::Reference(id)),
            Err(_) => page.set("Annots", Object::Array(vec![Object::Reference(id)])),
        }
    }
    Ok(ids)
}

fn annotation(link: &Link, anchors: &Anchors, pages: &[(ObjectId, f32)], height: f32) -> Dictionary {
    let (min, max) = (link.rect.min, link.rect.max);
    let rect = [min.x, height - max.y, max.x, height - min.y].map(|it| Object::Real(tidy(it)));
    let mut annotation = Dictionary::from_iter([
        ("Type", Object::Name("Annot".into())),
        ("Subtype", Object::Name("Link".into())),
        ("Rect", Object::Array(rect.to_vec())),
        ("Border", Object::Array(vec![Object::Integer(0); 3])),
        ("F", Object::Integer(PRINT)),
        ("Contents", pdf_text(if link.words.is_empty() { &link.url } else { &link.words })),
    ]);
    match link.url.strip_prefix('#') {
        Some(name) => {
            if let Some((target, (page, _))) = anchors.get(name).and_then(|it| Some((it, pages.get(it.page)?))) {
                let top = Object::Real(tidy(target.y_from_bottom));
                let place = vec![Object::Reference(*page), "XYZ".into(), Object::Null, top, Object::Null];
                annotation.set("Dest", Object::Array(place));
            }
        }
        None => {
            let action = [("S", Object::Name("URI".into())), ("URI", Object::string_literal(link.url.as_str()))];
            annotation.set("A", Dictionary::from_iter(action));
        }
    }
    annotation
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::Point;
    use crate::scene::{Face, Ink};

    #[test]
    fn a_link_shows_the_shapes_in_its_area_and_no_others() {
        let text = |x: f32, words: &str| Prim::text(Point::new(x, 10.0), 9.0, Face::Regular, Ink::Text, words);
        let link = |x: f32| Prim::Link { rect: Rect::from_ltrb(x, 0.0, x + 30.0, 14.0), url: "#a".to_owned() };
        let prims =
            [text(0.0, "see"), text(50.0, "here"), link(50.0), text(90.0, "or"), text(120.0, "there"), link(120.0)];
        let found = parts(&prims);
        let read: Vec<_> = found.iter().map(|(shapes, link)| (words(shapes), link.is_some())).collect();
        let expected = [("see", false), ("here", true), ("or", false), ("there", true)];
        assert_eq!(read, expected.map(|(words, is_link)| (words.to_owned(), is_link)));
    }

    #[test]
    fn a_piece_without_links_is_one_part_even_when_it_is_empty() {
        assert_eq!(parts(&[]), [(&[][..], None)]);
    }
}
