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
        /// Whether the cell heads its column or its row.
        header: bool,
        /// How many columns it takes.
        span: u32,
    },
    /// A figure with its number and text alternative.
    Figure(u32, String),
    /// An entry of the table of contents: number of the table, number of the entry.
    Contents(u32, u32),
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
    /// How many columns a cell takes.
    span: u32,
    /// Where a link leads.
    url: String,
    children: Vec<Child>,
}

enum Child {
    Element(usize),
    /// Page and number of a marked piece.
    Content(usize, i64),
    /// The annotation of a link by its number.
    Annotation(usize),
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
    /// The element of each link by the number of its annotation, and its page.
    links: Vec<(usize, usize)>,
}

impl Structure {
    /// The mark of a piece that begins on page `page`, and the element it is a part of.
    pub(super) fn begin(&mut self, page: usize, tag: &Tag) -> (Mark, Option<usize>) {
        let Some(element) = self.element(tag) else { return (Mark::Artifact, None) };
        (self.mark(page, element), Some(element))
    }

    /// The same for what a link to `url` shows. The annotation of the link has the number of calls before. A link that
    /// goes on in the next line is the same link.
    pub(super) fn begin_link(&mut self, page: usize, tag: &Tag, url: &str) -> (Mark, Option<usize>) {
        let Some(parent) = self.element(tag) else { return (Mark::Artifact, None) };
        let last = self.elements.get(parent).and_then(|it| it.children.last());
        let same = match last {
            Some(Child::Element(last)) if self.elements.get(*last).is_some_and(|it| it.url == url) => Some(*last),
            _ => None,
        };
        let link = same.unwrap_or_else(|| {
            let link = self.new_element("Link", Some(parent));
            if let Some(element) = self.elements.get_mut(link) {
                url.clone_into(&mut element.url);
            }
            link
        });
        let mark = self.mark(page, link);
        if let Some(element) = self.elements.get_mut(link) {
            element.children.push(Child::Annotation(self.links.len()));
        }
        self.links.push((link, page));
        (mark, Some(parent))
    }

    fn mark(&mut self, page: usize, element: usize) -> Mark {
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
            Tag::Contents(table, entry) => {
                let contents = self.find(("TOC", *table, 0, 0), None);
                let entry_element = self.find(("TOCI", *table, *entry, 0), Some(contents));
                self.find(("Reference", *table, *entry, 0), Some(entry_element))
            }
            Tag::Cell { table, row, column, header, span } => {
                let table_element = self.find(("Table", *table, 0, 0), None);
                let row_element = self.find(("TR", *table, *row, 0), Some(table_element));
                let kind = if *header { "TH" } else { "TD" };
                let cell = self.find((kind, *table, *row, *column), Some(row_element));
                if let Some(element) = self.elements.get_mut(cell) {
                    element.scope = header.then_some(if *row == 0 { "Column" } else { "Row" });
                    element.span = *span;
                }
                cell
            }
        })
    }

    fn find(&mut self, key: (&'static str, u32, u32, u32), parent: Option<usize>) -> usize {
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        let index = self.new_element(key.0, parent);
        self.known.insert(key, index);
        index
    }

    fn new_element(&mut self, kind: &'static str, parent: Option<usize>) -> usize {
        let index = self.elements.len();
        let (alt, url) = (String::new(), String::new());
        self.elements.push(Element { kind, alt, scope: None, span: 1, url, children: Vec::new() });
        match parent.and_then(|p| self.elements.get_mut(p)) {
            Some(parent) => parent.children.push(Child::Element(index)),
            None => self.top.push(index),
        }
        index
    }

    /// Adds the structure to the file and links pages and annotations of links to it; the result is the root.
    pub(super) fn add(
        self,
        file: &mut lopdf::Document,
        pages: &[ObjectId],
        annotations: &[ObjectId],
    ) -> Result<ObjectId, ExportError> {
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
            file.set_object(*id, element_dictionary(element, parent, &ids, &self.places(pages, annotations)));
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
        let tree = self.link_pages(file, pages, annotations, &ids)?;
        file.set_object(
            root,
            Dictionary::from_iter([
                ("Type", Object::Name("StructTreeRoot".into())),
                ("K", Object::Array(vec![Object::Reference(document)])),
                ("ParentTree", Object::Reference(tree)),
                ("ParentTreeNextKey", Object::Integer((pages.len() + annotations.len()) as i64)),
            ]),
        );
        Ok(root)
    }

    fn places<'a>(&'a self, pages: &'a [ObjectId], annotations: &'a [ObjectId]) -> Places<'a> {
        Places { pages, annotations, links: &self.links }
    }

    /// Gives each page and each link its key, and makes the tree that leads from there back to elements.
    fn link_pages(
        &self,
        file: &mut lopdf::Document,
        pages: &[ObjectId],
        annotations: &[ObjectId],
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
        for (number, ((element, _), annotation)) in self.links.iter().zip(annotations).enumerate() {
            let key = Object::Integer((pages.len() + number) as i64);
            let Some(element) = ids.get(*element) else { continue };
            numbers.extend([key.clone(), Object::Reference(*element)]);
            file.get_dictionary_mut(*annotation).map_err(failed)?.set("StructParent", key);
        }
        Ok(file.add_object(Dictionary::from_iter([("Nums", Object::Array(numbers))])))
    }
}

/// Where things of the structure are in the file.
struct Places<'a> {
    pages: &'a [ObjectId],
    annotations: &'a [ObjectId],
    links: &'a [(usize, usize)],
}

impl Places<'_> {
    /// What an element says of the annotation of a link.
    fn annotation(&self, number: usize) -> Option<Object> {
        let (annotation, (_, page)) = (self.annotations.get(number)?, self.links.get(number)?);
        Some(Object::Dictionary(Dictionary::from_iter([
            ("Type", Object::Name("OBJR".into())),
            ("Pg", Object::Reference(*self.pages.get(*page)?)),
            ("Obj", Object::Reference(*annotation)),
        ])))
    }
}

fn element_dictionary(element: &Element, parent: ObjectId, ids: &[ObjectId], places: &Places<'_>) -> Dictionary {
    let pages = places.pages;
    // Pieces on the page of the first one need only their number.
    let home = element.children.iter().find_map(|child| match child {
        Child::Element(_) | Child::Annotation(_) => None,
        Child::Content(page, _) => Some(*page),
    });
    let children = element.children.iter().filter_map(|child| match child {
        Child::Element(index) => ids.get(*index).map(|id| Object::Reference(*id)),
        Child::Annotation(number) => places.annotation(*number),
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
    if element.scope.is_some() || element.span > 1 {
        let mut table = Dictionary::from_iter([("O", Object::Name("Table".into()))]);
        if let Some(scope) = element.scope {
            table.set("Scope", Object::Name(scope.into()));
        }
        if element.span > 1 {
            table.set("ColSpan", Object::Integer(i64::from(element.span)));
        }
        dictionary.set("A", table);
    }
    dictionary
}
