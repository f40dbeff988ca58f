//! The logical structure of a tagged PDF: what is a heading, a paragraph, a list, a table, a figure, an ornament.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Object, ObjectId};

use crate::export::error::ExportError;
use crate::export::pdf::document::pdf_text;
use crate::export::pdf::failed;

/// The part a piece of a page plays. Pieces with the same tag belong together, across lines and pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Tag {
    /// Ornament, running header and footer: not read out.
    Artifact,
    /// A heading of level 1 to 6 with its number.
    Heading(u32, u8),
    /// A paragraph with its number.
    Paragraph(u32),
    /// An item of a list: number of the list, number of the item.
    ListItem(u32, u32),
    /// A cell of a table.
    Cell {
        /// Number of the table.
        table: u32,
        /// Row from 0, the header row included.
        row: u32,
        /// Column from 0.
        column: u32,
        /// Whether the cell heads its column or its row group.
        header: bool,
    },
    /// A figure with its number and text alternative.
    Figure(u32, String),
}

/// How the content of a page marks where a piece begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// An ornament.
    Artifact,
    /// A piece of the structure: its kind, and its number on the page.
    Content(&'static str, i64),
}

/// An element of the structure while it grows.
struct Element {
    kind: &'static str,
    alt: String,
    scope: Option<&'static str>,
    children: Vec<Child>,
}

enum Child {
    Element(usize),
    /// Page and number of a marked piece.
    Content(usize, i64),
}

/// Collects the marked pieces of all pages.
#[derive(Default)]
pub(super) struct Structure {
    elements: Vec<Element>,
    /// Elements at the top, in reading order.
    top: Vec<usize>,
    /// Elements by what they stand for: kind, number, row or item, column.
    known: BTreeMap<(&'static str, u32, u32, u32), usize>,
    /// The element each marked piece belongs to, per page.
    owners: BTreeMap<usize, Vec<usize>>,
}

impl Structure {
    /// The mark of a piece that begins on page `page`.
    pub(super) fn begin(&mut self, page: usize, tag: &Tag) -> Mark {
        let Some(element) = self.element(tag) else { return Mark::Artifact };
        let owners = self.owners.entry(page).or_default();
        let number = owners.len() as i64;
        owners.push(element);
        let kind = self.elements.get_mut(element).map_or("P", |element| {
            element.children.push(Child::Content(page, number));
            element.kind
        });
        Mark::Content(kind, number)
    }

    /// The element of a tag, made when it is new; None for ornaments.
    fn element(&mut self, tag: &Tag) -> Option<usize> {
        Some(match tag {
            Tag::Artifact => return None,
            Tag::Heading(number, level) => {
                let kind = match level {
                    1 => "H1",
                    2 => "H2",
                    3 => "H3",
                    _ => "H4",
                };
                self.find((kind, *number, 0, 0), None)
            }
            Tag::Paragraph(number) => self.find(("P", *number, 0, 0), None),
            Tag::Figure(number, alt) => {
                let figure = self.find(("Figure", *number, 0, 0), None);
                if let Some(element) = self.elements.get_mut(figure) {
                    element.alt.clone_from(alt);
                }
                figure
            }
            Tag::ListItem(list, item) => {
                let list_element = self.find(("L", *list, 0, 0), None);
                let item_element = self.find(("LI", *list, *item, 0), Some(list_element));
                self.find(("LBody", *list, *item, 0), Some(item_element))
            }
            Tag::Cell { table, row, column, header } => {
                let table_element = self.find(("Table", *table, 0, 0), None);
                let row_element = self.find(("TR", *table, *row, 0), Some(table_element));
                let kind = if *header { "TH" } else { "TD" };
                let cell = self.find((kind, *table, *row, *column), Some(row_element));
                if *header && let Some(element) = self.elements.get_mut(cell) {
                    element.scope = Some(if *row == 0 { "Column" } else { "Row" });
                }
                cell
            }
        })
    }

    fn find(&mut self, key: (&'static str, u32, u32, u32), parent: Option<usize>) -> usize {
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        let index = self.elements.len();
        self.elements.push(Element { kind: key.0, alt: String::new(), scope: None, children: Vec::new() });
        self.known.insert(key, index);
        match parent.and_then(|p| self.elements.get_mut(p)) {
            Some(parent) => parent.children.push(Child::Element(index)),
            None => self.top.push(index),
        }
        index
    }

    /// Adds the structure to the file and links the pages to it; the result is the root.
    pub(super) fn add(self, file: &mut lopdf::Document, pages: &[ObjectId]) -> Result<ObjectId, ExportError> {
        let (root, document) = (file.new_object_id(), file.new_object_id());
        let ids: Vec<ObjectId> = self.elements.iter().map(|_| file.new_object_id()).collect();
        let mut parents: BTreeMap<usize, ObjectId> = BTreeMap::new();
        for (element, id) in self.elements.iter().zip(&ids) {
            for child in &element.children {
                if let Child::Element(child) = child {
                    parents.insert(*child, *id);
                }
            }
        }
        for (index, (element, id)) in self.elements.iter().zip(&ids).enumerate() {
            let parent = parents.get(&index).copied().unwrap_or(document);
            file.set_object(*id, element_dictionary(element, parent, &ids, pages));
        }
        let top = self.top.iter().filter_map(|t| ids.get(*t)).map(|id| Object::Reference(*id)).collect();
        file.set_object(
            document,
            Dictionary::from_iter([
                ("Type", Object::Name("StructElem".into())),
                ("S", Object::Name("Document".into())),
                ("P", Object::Reference(root)),
                ("K", Object::Array(top)),
            ]),
        );
        let tree = self.link_pages(file, pages, &ids)?;
        file.set_object(
            root,
            Dictionary::from_iter([
                ("Type", Object::Name("StructTreeRoot".into())),
                ("K", Object::Array(vec![Object::Reference(document)])),
                ("ParentTree", Object::Reference(tree)),
                ("ParentTreeNextKey", Object::Integer(pages.len() as i64)),
            ]),
        );
        Ok(root)
    }

    /// Gives each page its key and the tree that leads from a marked piece back to its element.
    fn link_pages(
        &self,
        file: &mut lopdf::Document,
        pages: &[ObjectId],
        ids: &[ObjectId],
    ) -> Result<ObjectId, ExportError> {
        let mut numbers = Vec::new();
        for (page, page_id) in pages.iter().enumerate() {
            let owners = self.owners.get(&page).map(Vec::as_slice).unwrap_or_default();
            let owners = owners.iter().filter_map(|o| ids.get(*o)).map(|id| Object::Reference(*id)).collect();
            let list = file.add_object(Object::Array(owners));
            numbers.extend([Object::Integer(page as i64), Object::Reference(list)]);
            let page_dictionary = file.get_dictionary_mut(*page_id).map_err(failed)?;
            page_dictionary.set("StructParents", Object::Integer(page as i64));
        }
        Ok(file.add_object(Dictionary::from_iter([("Nums", Object::Array(numbers))])))
    }
}

fn element_dictionary(element: &Element, parent: ObjectId, ids: &[ObjectId], pages: &[ObjectId]) -> Dictionary {
    // Pieces on the page of the first one need only their number.
    let home = element.children.iter().find_map(|child| match child {
        Child::Element(_) => None,
        Child::Content(page, _) => Some(*page),
    });
    let children = element.children.iter().filter_map(|child| match child {
        Child::Element(index) => ids.get(*index).map(|id| Object::Reference(*id)),
        Child::Content(page, number) if Some(*page) == home => Some(Object::Integer(*number)),
        Child::Content(page, number) => pages.get(*page).map(|page| {
            Object::Dictionary(Dictionary::from_iter([
                ("Type", Object::Name("MCR".into())),
                ("Pg", Object::Reference(*page)),
                ("MCID", Object::Integer(*number)),
            ]))
        }),
    });
    let mut dictionary = Dictionary::from_iter([
        ("Type", Object::Name("StructElem".into())),
        ("S", Object::Name(element.kind.into())),
        ("P", Object::Reference(parent)),
        ("K", Object::Array(children.collect())),
    ]);
    if let Some(page) = home.and_then(|page| pages.get(page)) {
        dictionary.set("Pg", Object::Reference(*page));
    }
    if !element.alt.is_empty() {
        dictionary.set("Alt", pdf_text(&element.alt));
    }
    if let Some(scope) = element.scope {
        let table = [("O", Object::Name("Table".into())), ("Scope", Object::Name(scope.into()))];
        dictionary.set("A", Dictionary::from_iter(table));
    }
    dictionary
}
