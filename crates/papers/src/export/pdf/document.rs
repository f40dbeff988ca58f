//! Turns finished pages into the bytes of a PDF file: the same pages always give the same bytes.

use std::collections::BTreeMap;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use lopdf::{Dictionary, Object, StringFormat};
use printpdf::{PdfDocument, PdfPage, PdfSaveOptions, Pt, XObjectId};

use crate::carried::PROGRAM;
use crate::carried::pdf::attach;
use crate::digest::sha256_hex;
use crate::export::error::ExportError;
use crate::export::options::{ExportMeta, parse_date};
use crate::export::pdf::canvas::{Canvas, Reading};
use crate::export::pdf::fonts::Fonts;
use crate::export::pdf::links::{self, Link};
use crate::export::pdf::metadata;
use crate::export::pdf::picture::Picture;
use crate::export::pdf::structure::{Structure, Tag};
use crate::export::pdf::{failed, outline};
use crate::geometry::Rect;
use crate::scene::{Palette, Prim};

/// Length of the file identifier in bytes.
const ID_LENGTH: usize = 16;

/// Shapes of one page that play one part in the document.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Piece {
    /// The part they play.
    pub(super) tag: Tag,
    /// The shapes in points from the top left corner of the page.
    pub(super) prims: Vec<Prim>,
    /// A picture by its number in the document, and where it goes.
    pub(super) picture: Option<(usize, Rect)>,
    /// The areas of the page outside of which nothing is drawn; none = the whole page.
    pub(super) clip: Vec<Rect>,
}

impl Piece {
    /// Shapes without a picture.
    pub(super) fn new(tag: Tag, prims: Vec<Prim>) -> Self {
        Self { tag, prims, picture: None, clip: Vec::new() }
    }
}

/// One page.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Page {
    /// Width in points.
    pub(super) width: f32,
    /// Height in points.
    pub(super) height: f32,
    /// What is on it, in reading order.
    pub(super) pieces: Vec<Piece>,
}

/// A place in the document.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Target {
    /// Page number from 0.
    pub(super) page: usize,
    /// Distance from the bottom of the page in points.
    pub(super) y_from_bottom: f32,
}

/// Named places that links with `#name` lead to.
pub(super) type Anchors = BTreeMap<String, Target>;

/// An entry of the outline that viewers show beside the pages.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Bookmark {
    /// What it says.
    pub(super) title: String,
    /// Depth from 0.
    pub(super) level: u8,
    /// Where it leads.
    pub(super) target: Target,
}

/// Everything a file consists of.
pub(super) struct Document<'a> {
    pub(super) meta: &'a ExportMeta,
    pub(super) palette: &'a Palette,
    pub(super) pages: Vec<Page>,
    pub(super) bookmarks: Vec<Bookmark>,
    pub(super) anchors: Anchors,
    pub(super) pictures: Vec<Picture>,
}

impl Document<'_> {
    /// The bytes of the file.
    pub(super) fn finish(self) -> Result<Vec<u8>, ExportError> {
        let date = pdf_date(&self.meta.date)?;
        let mut pdf = PdfDocument::new(&self.meta.title);
        for (number, picture) in self.pictures.iter().enumerate() {
            pdf.resources.xobjects.map.insert(XObjectId(picture_id(number)), picture.x_object());
        }
        pdf.pages.extend(self.pages.iter().map(empty_page));
        let options = PdfSaveOptions { optimize: false, ..PdfSaveOptions::default() };
        let mut file = printpdf::to_lopdf_doc(&pdf, &options, &mut Vec::new());
        "1.7".clone_into(&mut file.version);
        let pages: Vec<lopdf::ObjectId> = file.get_pages().into_values().collect();
        let mut written = Written {
            structure: Structure::default(),
            fonts: Fonts::new(&self.meta.lettering),
            reading: Reading::default(),
            links: Vec::new(),
        };
        let contents = self.pages.iter().enumerate().map(|(number, page)| self.page(number, page, &mut written));
        let contents = contents.collect();
        let Written { structure, fonts, links, .. } = written;
        set_contents(&mut file, &pages, contents)?;
        let fonts = fonts.embed(&mut file)?;
        set_fonts(&mut file, &pages, &fonts)?;
        tidy_pages(&mut file, &pages)?;
        let places: Vec<(lopdf::ObjectId, f32)> =
            pages.iter().copied().zip(self.pages.iter().map(|page| page.height)).collect();
        let annotations = links::add(&mut file, &links, &self.anchors, &places).map_err(failed)?;
        let outlines = outline::add(&mut file, &self.bookmarks, &pages);
        let tree = structure.add(&mut file, &pages, &annotations)?;
        let metadata = metadata::add(&mut file, self.meta, &self.subject());
        let catalog = file.catalog_mut().map_err(failed)?;
        catalog.set("Lang", Object::string_literal("en-US"));
        catalog.set("Metadata", Object::Reference(metadata));
        catalog.set("PageLabels", page_labels());
        catalog.set("StructTreeRoot", Object::Reference(tree));
        catalog.set("MarkInfo", Dictionary::from_iter([("Marked", Object::Boolean(true))]));
        catalog.set("ViewerPreferences", Dictionary::from_iter([("DisplayDocTitle", Object::Boolean(true))]));
        let layout = if pages.len() > 1 { "OneColumn" } else { "SinglePage" };
        catalog.set("PageLayout", Object::Name(layout.into()));
        if let Some(outlines) = outlines {
            catalog.set("Outlines", Object::Reference(outlines));
        }
        let mode = if outlines.is_some() { "UseOutlines" } else { "UseNone" };
        catalog.set("PageMode", Object::Name(mode.into()));
        // In place of printpdf's own: then every object is in use and the numbers have no gap.
        let id = file.trailer.get(b"Info").and_then(Object::as_reference).map_err(failed)?;
        let mut info = self.info(&date);
        if let Some(origin) = &self.meta.origin {
            attach(&mut file, &mut info, origin, &date).map_err(failed)?;
        }
        file.set_object(id, info);
        compress(&mut file)?;
        save_with_identifier(&mut file)
    }

    /// The content of a page.
    fn page(&self, number: usize, page: &Page, written: &mut Written<'_>) -> Vec<u8> {
        let Written { structure, fonts, reading, links } = written;
        let mut canvas = Canvas::new(self.palette, fonts, reading, page.height);
        for piece in &page.pieces {
            if !piece.clip.is_empty() {
                canvas.clip(&piece.clip);
            }
            for (prims, link) in links::parts(&piece.prims) {
                let link = link.filter(|(_, url)| links::leads(url, &self.anchors) && piece.tag != Tag::Artifact);
                let (mark, element) = match link {
                    Some((_, url)) => structure.begin_link(number, &piece.tag, url),
                    None => structure.begin(number, &piece.tag),
                };
                canvas.begin(mark, element);
                for prim in prims {
                    canvas.draw(prim);
                }
                if let Some((picture, rect)) = piece.picture {
                    canvas.picture(&picture_id(picture), rect);
                }
                canvas.end();
                let link = link.map(|(rect, url)| (rect, url.to_owned(), links::words(prims)));
                links.extend(link.map(|(rect, url, words)| Link { page: number, rect, url, words }));
            }
            if !piece.clip.is_empty() {
                canvas.unclip();
            }
        }
        canvas.finish()
    }

    fn subject(&self) -> String {
        ExportMeta::joined(&[&self.meta.customer, &self.meta.version])
    }

    fn info(&self, date: &str) -> Dictionary {
        let mut info = Dictionary::new();
        let subject = self.subject();
        for (key, text) in [("Title", &self.meta.title), ("Author", &self.meta.author), ("Subject", &subject)] {
            if !text.is_empty() {
                info.set(key, pdf_text(text));
            }
        }
        info.set("Creator", Object::string_literal(PROGRAM));
        info.set("Producer", Object::string_literal(PROGRAM));
        for key in ["CreationDate", "ModDate"] {
            info.set(key, Object::string_literal(date));
        }
        info
    }
}

/// What the pages that are written so far have brought.
struct Written<'a> {
    structure: Structure,
    fonts: Fonts<'a>,
    reading: Reading,
    links: Vec<Link>,
}

/// A page of printpdf, whose content is written by us.
fn empty_page(page: &Page) -> PdfPage {
    let whole = printpdf::Rect::from_wh(Pt(page.width), Pt(page.height));
    PdfPage { media_box: whole.clone(), trim_box: whole.clone(), crop_box: whole, ops: Vec::new() }
}

/// Viewers call pages by the numbers that are printed on them.
fn page_labels() -> Dictionary {
    let decimal = Object::Dictionary(Dictionary::from_iter([("S", Object::Name("D".into()))]));
    Dictionary::from_iter([("Nums", Object::Array(vec![Object::Integer(0), decimal]))])
}

/// Gives the pages their fonts.
fn set_fonts(file: &mut lopdf::Document, pages: &[lopdf::ObjectId], fonts: &Dictionary) -> Result<(), ExportError> {
    for page in pages {
        let resources =
            file.get_dictionary(*page).and_then(|it| it.get(b"Resources")?.as_reference()).map_err(failed)?;
        // One list for all pages, which printpdf has made.
        let list = file.get_dictionary(resources).and_then(|it| it.get(b"Font")?.as_reference()).map_err(failed)?;
        file.set_object(list, fonts.clone());
    }
    Ok(())
}

fn picture_id(number: usize) -> String {
    format!("Picture{number}")
}

/// A text string: plain where ASCII suffices, else UTF-16 with its mark.
pub(super) fn pdf_text(text: &str) -> Object {
    if text.is_ascii() {
        return Object::string_literal(text);
    }
    let mut bytes = vec![0xfe, 0xff];
    bytes.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
    Object::String(bytes, StringFormat::Hexadecimal)
}

/// A date of the form YYYY-MM-DD as PDF writes it, at midnight UTC.
fn pdf_date(date: &str) -> Result<String, ExportError> {
    let (year, month, day) = parse_date(date)?;
    Ok(format!("D:{year:04}{month:02}{day:02}000000Z"))
}

/// Removes empty annotation lists and makes the tab order follow the structure.
fn tidy_pages(file: &mut lopdf::Document, pages: &[lopdf::ObjectId]) -> Result<(), ExportError> {
    for page in pages {
        let page = file.get_dictionary_mut(*page).map_err(failed)?;
        page.set("Tabs", Object::Name("S".into()));
        if page.get(b"Annots").and_then(Object::as_array).is_ok_and(Vec::is_empty) {
            page.remove(b"Annots");
        }
    }
    Ok(())
}

/// Puts the content of each page in place of what printpdf made of no operators: everything through them takes several
/// times as long.
fn set_contents(
    file: &mut lopdf::Document,
    pages: &[lopdf::ObjectId],
    contents: Vec<Vec<u8>>,
) -> Result<(), ExportError> {
    for (page, content) in pages.iter().zip(contents) {
        let id = file.get_dictionary(*page).and_then(|it| it.get(b"Contents")?.as_reference()).map_err(failed)?;
        file.set_object(id, lopdf::Stream::new(Dictionary::new(), content));
    }
    Ok(())
}

/// Compresses every stream, not as hard as lopdf does.
fn compress(file: &mut lopdf::Document) -> Result<(), ExportError> {
    for object in file.objects.values_mut() {
        let Object::Stream(stream) = object else { continue };
        if !stream.allows_compression || stream.dict.has(b"Filter") {
            continue;
        }
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(&stream.content).map_err(failed)?;
        stream.dict.set("Filter", Object::Name("FlateDecode".into()));
        stream.set_content(encoder.finish().map_err(failed)?);
    }
    Ok(())
}

/// Whether a PDF is as [`save_with_identifier`] left it, byte by byte; `None` where it has no such identifier at its end.
pub(crate) fn is_as_written(bytes: &[u8]) -> Option<bool> {
    const BEFORE: &[u8] = b"/ID[<";
    let start = bytes.windows(BEFORE.len()).rposition(|it| it == BEFORE)? + BEFORE.len();
    let (first, second) = (start..start + 2 * ID_LENGTH, start + 2 * ID_LENGTH + 2..start + 4 * ID_LENGTH + 2);
    let identifier = bytes.get(first.clone())?;
    if bytes.get(second.clone()) != Some(identifier) {
        return Some(false);
    }
    let mut blank = bytes.to_vec();
    for range in [first, second] {
        blank.get_mut(range)?.fill(b'0');
    }
    Some(sha256_hex(&blank).as_bytes().starts_with(identifier))
}

/// Saves with an identifier that is derived from the content.
fn save_with_identifier(file: &mut lopdf::Document) -> Result<Vec<u8>, ExportError> {
    let blank = Object::String(vec![0; ID_LENGTH], StringFormat::Hexadecimal);
    file.trailer.set("ID", Object::Array(vec![blank.clone(), blank]));
    let mut bytes = Vec::new();
    file.save_to(&mut bytes).map_err(failed)?;
    let digest = sha256_hex(&bytes);
    // Only the trailer, which stands last, holds such a string.
    let blank = [b'0'; 2 * ID_LENGTH];
    for _ in 0..2 {
        let at = bytes.windows(blank.len()).rposition(|it| it == blank).ok_or_else(|| failed("no identifier"))?;
        bytes.splice(at..at + blank.len(), digest.bytes().take(blank.len()));
    }
    Ok(bytes)
}
