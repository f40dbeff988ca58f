//! The nested outline that viewers show beside the pages.

use lopdf::{Dictionary, Object, ObjectId};

use crate::export::pdf::document::{Bookmark, pdf_text};

/// An entry with its family, by position in the list.
struct Node {
    id: ObjectId,
    parent: Option<usize>,
    children: Vec<usize>,
}

/// Adds the outline to the file; None without entries. Levels that are skipped count as one step down.
pub(super) fn add(file: &mut lopdf::Document, bookmarks: &[Bookmark], pages: &[ObjectId]) -> Option<ObjectId> {
    if bookmarks.is_empty() {
        return None;
    }
    let root = file.new_object_id();
    let (nodes, top) = tree(file, bookmarks);
    for (node, bookmark) in nodes.iter().zip(bookmarks) {
        let siblings = node.parent.and_then(|p| nodes.get(p)).map_or(&top, |parent| &parent.children);
        let mut entry = Dictionary::new();
        entry.set("Title", pdf_text(&bookmark.title));
        let parent = node.parent.and_then(|p| nodes.get(p)).map_or(root, |parent| parent.id);
        entry.set("Parent", Object::Reference(parent));
        if let Some(page) = pages.get(bookmark.target.page) {
            let top = Object::Real(bookmark.target.y_from_bottom);
            let place = vec![Object::Reference(*page), "XYZ".into(), Object::Null, top, Object::Null];
            entry.set("Dest", Object::Array(place));
        }
        let position = siblings.iter().position(|s| nodes.get(*s).is_some_and(|n| n.id == node.id));
        let neighbor = |at: Option<usize>| at.and_then(|p| siblings.get(p)).and_then(|s| nodes.get(*s));
        if let Some(previous) = neighbor(position.and_then(|p| p.checked_sub(1))) {
            entry.set("Prev", Object::Reference(previous.id));
        }
        if let Some(next) = neighbor(position.map(|p| p + 1)) {
            entry.set("Next", Object::Reference(next.id));
        }
        set_children(&mut entry, &nodes, &node.children, false);
        file.set_object(node.id, entry);
    }
    let mut entry = Dictionary::from_iter([("Type", Object::Name("Outlines".into()))]);
    set_children(&mut entry, &nodes, &top, true);
    file.set_object(root, entry);
    Some(root)
}

/// Every entry with its parent and children, and the entries of the top level.
fn tree(file: &mut lopdf::Document, bookmarks: &[Bookmark]) -> (Vec<Node>, Vec<usize>) {
    let mut nodes: Vec<Node> = Vec::new();
    let mut top = Vec::new();
    let mut open: Vec<(u8, usize)> = Vec::new();
    for (index, bookmark) in bookmarks.iter().enumerate() {
        open.retain(|(level, _)| *level < bookmark.level);
        let parent = open.last().map(|(_, p)| *p);
        match parent.and_then(|p| nodes.get_mut(p)) {
            Some(node) => node.children.push(index),
            None => top.push(index),
        }
        nodes.push(Node { id: file.new_object_id(), parent, children: Vec::new() });
        open.push((bookmark.level, index));
    }
    (nodes, top)
}

/// Links a parent with its first and last child; a negative count folds the children away.
fn set_children(entry: &mut Dictionary, nodes: &[Node], children: &[usize], unfolded: bool) {
    let id = |child: Option<&usize>| child.and_then(|c| nodes.get(*c)).map(|n| Object::Reference(n.id));
    if let (Some(first), Some(last)) = (id(children.first()), id(children.last())) {
        entry.set("First", first);
        entry.set("Last", last);
        let count = children.len() as i64;
        entry.set("Count", Object::Integer(if unfolded { count } else { -count }));
    }
}
