//! The design as a drawing for Visio: shapes with their ids as shape data, connectors glued to them, layers for lines and
//! findings, and a page for each saved drill. Written part by part: there is no library for it.

mod icon;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use tierwright_availability::xml;

use super::docx::custom_properties;
use super::drills::{PlayedDrill, played};
use super::{ExportError, ExportMeta};
use crate::analysis::Analysis;
use crate::badges::badges;
use crate::bundle::archive::pack;
use crate::geometry::{Point, Rect, Size};
use crate::model::{Document, Element};
use crate::scene::blueprint::{Blueprint, Link, Shape, ShapeKind};
use crate::scene::{BadgeCounts, ConnectionKind, IconKind, Ink, Palette, StateMark};

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const MAIN: &str = "http://schemas.microsoft.com/office/visio/2012/main";
const REFERENCES: &str = "http://schemas.microsoft.com/visio/2010/relationships";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
/// World units per inch, which Visio measures in.
const UNITS: f32 = 96.0;
/// Where the name of a failover cluster starts, behind its icon.
const BEHIND_SMALL_ICON: f32 = 27.0;
/// Where the name of a card starts, behind its icon in other pictures.
const BEHIND_ICON: f32 = 45.0;
/// How much wider than in our font words may become.
const SPARE: f32 = 0.5;
/// Height of a name below its shape.
const NAME_BELOW: f32 = 14.0;
/// The layers, by position.
const LAYERS: [&str; 4] = ["Design", "Connections", "Findings", "States"];
/// The layer of the states that a drill leaves.
const STATES: usize = 3;
/// Height of a line of what happens in a drill, and the space beside the drawing, in world units.
const NOTE_LINE: f32 = 15.0;
const NOTE_GAP: f32 = 24.0;
/// Width of what happens in a drill in world units.
const NOTE_WIDTH: f32 = 520.0;

/// A page of the drawing.
struct Page {
    name: String,
    size: Size,
    content: String,
}

/// The bytes of a drawing for Visio. Same design, findings and date, same bytes.
///
/// # Errors
/// When the date is no date, or the encoder fails.
pub(super) fn vsdx(document: &Document, analysis: &Analysis, meta: &ExportMeta) -> Result<Vec<u8>, ExportError> {
    let blueprint = Blueprint::of(document);
    let mut pages = vec![Page {
        name: "Design".to_owned(),
        size: blueprint.bounds.size(),
        content: Sheet::new(&blueprint).page(&badges(&analysis.rules)),
    }];
    pages.extend((1..).zip(played(document, analysis)).map(|(number, it)| drill_page(&blueprint, number, &it)));
    let part = |name: &str, text: String| (name.to_owned(), format!("{HEAD}{text}").into_bytes());
    let related = |rows: &[(&str, &str)]| {
        let rows: Vec<String> = (1..)
            .zip(rows)
            .map(|(at, (kind, target))| format!("<Relationship Id=\"rId{at}\" Type=\"{kind}\" Target=\"{target}\"/>"))
            .collect();
        format!("<Relationships xmlns=\"{PACKAGE}/relationships\">{}</Relationships>", rows.concat())
    };
    let of = |kind: &str| format!("{REFERENCES}/{kind}");
    let names: Vec<String> = (1..=pages.len()).map(|number| format!("page{number}.xml")).collect();
    let kind = of("page");
    let mut files = vec![
        part("[Content_Types].xml", content_types(pages.len())),
        part(
            "_rels/.rels",
            related(&[
                (&of("document"), "visio/document.xml"),
                (&format!("{PACKAGE}/relationships/metadata/core-properties"), "docProps/core.xml"),
                (&format!("{OFFICE}/custom-properties"), "docProps/custom.xml"),
            ]),
        ),
        part("docProps/core.xml", core(meta)),
        part("visio/document.xml", styles()),
        part("visio/_rels/document.xml.rels", related(&[(&of("pages"), "pages/pages.xml")])),
        part("visio/pages/pages.xml", list_of_pages(&pages)),
        part(
            "visio/pages/_rels/pages.xml.rels",
            related(&names.iter().map(|it| (kind.as_str(), it.as_str())).collect::<Vec<_>>()),
        ),
    ];
    files.extend(names.iter().zip(pages).map(|(name, page)| part(&format!("visio/pages/{name}"), page.content)));
    files.push(("docProps/custom.xml".to_owned(), custom_properties(meta.origin.as_ref()).into_bytes()));
    pack(&files, &meta.date)
}

/// A page in the state that a drill leaves, with what happened beside it.
fn drill_page(blueprint: &Blueprint, number: usize, drill: &PlayedDrill<'_>) -> Page {
    let size = blueprint.bounds.size();
    let lines = drill.timeline.len() as f32 * NOTE_LINE + 2.0 * NOTE_GAP;
    let size = Size::new(size.width + NOTE_WIDTH + 2.0 * NOTE_GAP, size.height.max(lines));
    Page { name: format!("Drill {number}: {}", drill.name), size, content: Sheet::new(blueprint).states(drill, size) }
}

fn content_types(num_pages: usize) -> String {
    const VISIO: &str = "application/vnd.ms-visio";
    let page =
        |number| format!("<Override PartName=\"/visio/pages/page{number}.xml\" ContentType=\"{VISIO}.page+xml\"/>");
    let pages: String = (1..=num_pages).map(page).collect::<Vec<_>>().concat();
    format!(
        "<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/visio/document.xml\" ContentType=\"{VISIO}.drawing.main+xml\"/>\
         <Override PartName=\"/visio/pages/pages.xml\" ContentType=\"{VISIO}.pages+xml\"/>{pages}<Override PartName=\"/docProps/core.xml\" \
         ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/><Override PartName=\"/docProps/custom.xml\" \
         ContentType=\"application/vnd.openxmlformats-officedocument.custom-properties+xml\"/></Types>"
    )
}

fn core(meta: &ExportMeta) -> String {
    let (title, author, date) = (xml::line(&meta.title), xml::line(&meta.author), &meta.date);
    format!(
        "<cp:coreProperties xmlns:cp=\"{PACKAGE}/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:dcterms=\"http://purl.org/dc/terms/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{title}</dc:title>\
         <dc:creator>{author}</dc:creator><dcterms:created xsi:type=\"dcterms:W3CDTF\">{date}T00:00:00Z</dcterms:created></cp:coreProperties>"
    )
}

fn styles() -> String {
    format!(
        "<VisioDocument xmlns=\"{MAIN}\" xml:space=\"preserve\"><StyleSheets><StyleSheet ID=\"0\" NameU=\"No Style\" Name=\"No Style\">\
         <Cell N=\"LineWeight\" V=\"0.01\"/><Cell N=\"LinePattern\" V=\"1\"/><Cell N=\"FillPattern\" V=\"1\"/></StyleSheet></StyleSheets></VisioDocument>"
    )
}

fn list_of_pages(pages: &[Page]) -> String {
    let layers: Vec<String> = LAYERS
        .iter()
        .enumerate()
        .map(|(at, name)| {
            let cells = [cell("Name", name), cell("Visible", "1"), cell("Print", "1"), cell("Active", "0")];
            format!("<Row IX=\"{at}\">{}</Row>", cells.concat())
        })
        .collect();
    let page = |(at, page): (usize, &Page)| {
        let (name, rel) = (xml::line(&page.name), at + 1);
        let (width, height) = (inches(page.size.width), inches(page.size.height));
        format!(
            "<Page ID=\"{at}\" NameU=\"{name}\" Name=\"{name}\"><PageSheet>{}{}<Section N=\"Layer\">{}</Section></PageSheet>\
             <Rel r:id=\"rId{rel}\"/></Page>",
            cell("PageWidth", &width),
            cell("PageHeight", &height),
            layers.concat()
        )
    };
    let pages: Vec<String> = pages.iter().enumerate().map(page).collect();
    format!("<Pages xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\" xml:space=\"preserve\">{}</Pages>", pages.concat())
}

fn cell(name: &str, value: &str) -> String {
    format!("<Cell N=\"{name}\" V=\"{value}\"/>")
}

fn inches(units: f32) -> String {
    format!("{:.4}", units / UNITS)
}

fn color(ink: Ink) -> String {
    Palette::print().color(ink).hex()
}

/// How a text is set: size in world units, color, whether bold, how it stands across (0 left, 1 middle, 2 right) and
/// down (0 top, 1 middle).
struct Setting {
    size: f32,
    ink: Ink,
    bold: bool,
    across: u8,
    down: u8,
    /// Space left of it and above it in world units.
    space: (f32, f32),
}

impl Setting {
    const fn of(kind: ShapeKind, ink: Ink) -> Self {
        match kind {
            ShapeKind::Tier => {
                Self { size: 13.0, ink: Ink::TextStrong, bold: true, across: 0, down: 0, space: (10.0, 8.0) }
            }
            ShapeKind::Box => Self {
                size: 12.0,
                ink: Ink::ClusterTitle,
                bold: true,
                across: 0,
                down: 0,
                space: (BEHIND_SMALL_ICON, 6.0),
            },
            ShapeKind::Card => {
                Self { size: 13.0, ink: Ink::TextStrong, bold: true, across: 0, down: 0, space: (BEHIND_ICON, 5.0) }
            }
            ShapeKind::Entry => Self { size: 11.0, ink: Ink::Text, bold: false, across: 0, down: 0, space: (4.0, 1.0) },
            ShapeKind::Storage | ShapeKind::Firewall => {
                Self { size: 10.0, ink: Ink::TextStrong, bold: false, across: 1, down: 1, space: (0.0, 0.0) }
            }
            ShapeKind::Icon(_) | ShapeKind::Words => {
                Self { size: 10.0, ink, bold: false, across: 0, down: 1, space: (0.0, 0.0) }
            }
            ShapeKind::Aside => Self { size: 10.0, ink, bold: false, across: 2, down: 1, space: (0.0, 0.0) },
        }
    }
}

/// The shapes of the page in the making.
struct Sheet<'a> {
    blueprint: &'a Blueprint,
    /// Number of the shape of each shape of the blueprint.
    numbers: Vec<usize>,
    last: usize,
    shapes: String,
    connects: String,
    /// The lower edge of the page in world units.
    bottom: f32,
}

impl<'a> Sheet<'a> {
    fn new(blueprint: &'a Blueprint) -> Self {
        let bottom = blueprint.bounds.max.y;
        Self { blueprint, numbers: Vec::new(), last: 0, shapes: String::new(), connects: String::new(), bottom }
    }

    /// The design with the marks of findings.
    fn page(mut self, badges: &BTreeMap<Element, BadgeCounts>) -> String {
        self.design(&BTreeMap::new());
        for shape in self.blueprint.shapes.iter().filter(|it| it.kind.is_element()) {
            let counts = shape.element.and_then(|it| badges.get(&it));
            let Some((counts, (_, ink, soft))) = counts.and_then(|it| Some((it, it.worst()?))) else { continue };
            let rect = shape.mark();
            let setting = Setting { size: 10.0, ink, bold: true, across: 1, down: 1, space: (0.0, 0.0) };
            let data = data(&[("Findings", &counts.words)]);
            self.draw(
                rect,
                Some((soft, ink, rect.width() / 2.0)),
                false,
                &setting,
                2,
                &data,
                &counts.total().to_string(),
            );
        }
        self.finish()
    }

    /// The design in the state that a drill leaves, and what happened beside it.
    fn states(mut self, drill: &PlayedDrill<'_>, size: Size) -> String {
        let bounds = self.blueprint.bounds;
        self.bottom = bounds.min.y + size.height;
        self.design(&drill.marks);
        for shape in self.blueprint.shapes.iter().filter(|it| it.kind.is_element() && it.kind != ShapeKind::Entry) {
            let Some(mark) = shape.element.and_then(|it| drill.marks.get(&it)) else { continue };
            let rect = shape.rect;
            let rect = Rect::from_ltrb(rect.min.x + 6.0, rect.min.y - NAME_BELOW, rect.max.x, rect.min.y);
            let setting = Setting { size: 10.0, ink: mark.ink, bold: true, across: 0, down: 1, space: (0.0, 0.0) };
            self.draw(rect, None, false, &setting, STATES, "", &mark.word);
        }
        let setting = Setting { size: 11.0, ink: Ink::Text, bold: false, across: 0, down: 1, space: (0.0, 0.0) };
        let left = bounds.max.x + NOTE_GAP;
        for (at, line) in drill.timeline.iter().enumerate() {
            let top = bounds.min.y + NOTE_GAP + NOTE_LINE * at as f32;
            let rect = Rect::from_ltrb(left, top, left + NOTE_WIDTH, top + NOTE_LINE);
            self.draw(rect, None, false, &setting, STATES, "", line);
        }
        self.finish()
    }

    /// Shapes and connectors, those of a state in its color.
    fn design(&mut self, marks: &BTreeMap<Element, StateMark>) {
        for shape in &self.blueprint.shapes {
            let mark = shape.element.and_then(|it| marks.get(&it)).filter(|_| shape.kind.is_element());
            let number = match shape.kind {
                ShapeKind::Icon(icon) => self.icon(icon, shape.ink, shape.rect),
                _ => self.shape(shape, mark),
            };
            self.numbers.push(number);
        }
        for link in &self.blueprint.links {
            self.link(link);
        }
    }

    fn finish(self) -> String {
        let Self { shapes, connects, .. } = self;
        format!(
            "<PageContents xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\" xml:space=\"preserve\"><Shapes>{shapes}</Shapes><Connects>{connects}</Connects></PageContents>"
        )
    }

    fn shape(&mut self, shape: &Shape, mark: Option<&StateMark>) -> usize {
        let look = match shape.kind {
            ShapeKind::Tier => Some((Ink::TierBand, shape.ink, 10.0)),
            ShapeKind::Box => Some((Ink::ClusterBox, shape.ink, 8.0)),
            ShapeKind::Card => Some((Ink::CardFill, shape.ink, 7.0)),
            ShapeKind::Storage | ShapeKind::Firewall => Some((Ink::CardFill, shape.ink, 3.0)),
            ShapeKind::Entry | ShapeKind::Icon(_) | ShapeKind::Words | ShapeKind::Aside => None,
        };
        let look = look.map(|(fill, edge, radius)| mark.map_or((fill, edge, radius), |it| (it.soft, it.ink, radius)));
        let data = shape.element.map_or_else(String::new, |it| {
            data(&[("Id", &it.to_string()), ("Kind", it.kind()), ("Name", &shape.label)])
        });
        let setting = Setting::of(shape.kind, shape.ink);
        // Other programs draw letters wider; words that stand free must not break for that.
        let rect = match shape.kind {
            ShapeKind::Words => {
                Rect { max: Point::new(shape.rect.max.x + shape.rect.width() * SPARE, shape.rect.max.y), ..shape.rect }
            }
            _ => shape.rect,
        };
        // A name is wider than a firewall, and stands below it.
        let is_narrow = shape.kind == ShapeKind::Firewall;
        let label = if is_narrow { "" } else { shape.label.as_str() };
        if is_narrow {
            let below = shape.rect.translate(0.0, shape.rect.height()).expand(shape.rect.width());
            let rect = Rect::from_ltrb(below.min.x, shape.rect.max.y, below.max.x, shape.rect.max.y + NAME_BELOW);
            self.draw(rect, None, false, &setting, 0, "", &shape.label);
        }
        self.draw(rect, look, shape.kind == ShapeKind::Box, &setting, 0, &data, label)
    }

    /// Up is up in Visio.
    fn up(&self, y: f32) -> f32 {
        self.bottom - y
    }

    /// The cells of a place on the page.
    fn place(&self, rect: Rect) -> String {
        let (middle, width, height) = (rect.center(), rect.width(), rect.height());
        let cells = [
            ("PinX", inches(middle.x)),
            ("PinY", inches(self.up(middle.y))),
            ("Width", inches(width)),
            ("Height", inches(height)),
            ("LocPinX", inches(width / 2.0)),
            ("LocPinY", inches(height / 2.0)),
        ];
        cells.map(|(name, value)| cell(name, &value)).concat()
    }

    fn icon(&mut self, kind: IconKind, ink: Ink, rect: Rect) -> usize {
        self.last += 1;
        let (number, place) = (self.last, self.place(rect));
        let (cells, geometries) = icon::icon_parts(kind, ink, rect);
        let layer = cell("LayerMember", "0");
        let _infallible = write!(
            self.shapes,
            "<Shape ID=\"{number}\" Type=\"Shape\" LineStyle=\"0\" FillStyle=\"0\" TextStyle=\"0\">{place}{cells}{layer}{geometries}</Shape>"
        );
        number
    }

    #[expect(clippy::too_many_arguments, reason = "a shape of Visio has all of these, and each caller has others")]
    fn draw(
        &mut self,
        rect: Rect,
        look: Option<(Ink, Ink, f32)>,
        dashed: bool,
        setting: &Setting,
        layer: usize,
        data: &str,
        text: &str,
    ) -> usize {
        self.last += 1;
        let number = self.last;
        let mut cells = self.place(rect);
        match look {
            Some((fill, edge, radius)) => {
                cells.push_str(&cell("FillForegnd", &color(fill)));
                cells.push_str(&cell("FillPattern", "1"));
                cells.push_str(&cell("LineColor", &color(edge)));
                cells.push_str(&cell("LinePattern", if dashed { "2" } else { "1" }));
                cells.push_str(&cell("Rounding", &inches(radius)));
            }
            None => {
                cells.push_str(&cell("FillPattern", "0"));
                cells.push_str(&cell("LinePattern", "0"));
            }
        }
        let Setting { size, ink, bold, across, down, space } = setting;
        for (name, value) in [
            ("VerticalAlign", down.to_string()),
            ("LeftMargin", inches(space.0)),
            ("RightMargin", inches(0.0)),
            ("TopMargin", inches(space.1)),
            ("BottomMargin", inches(0.0)),
            ("LayerMember", layer.to_string()),
        ] {
            cells.push_str(&cell(name, &value));
        }
        let letters =
            [cell("Color", &color(*ink)), cell("Style", if *bold { "1" } else { "0" }), cell("Size", &inches(*size))];
        let corners = [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)];
        let rows: Vec<String> = (1..)
            .zip(corners)
            .map(|(at, (x, y))| {
                let kind = if at == 1 { "RelMoveTo" } else { "RelLineTo" };
                format!(
                    "<Row T=\"{kind}\" IX=\"{at}\">{}{}</Row>",
                    cell("X", &x.to_string()),
                    cell("Y", &y.to_string())
                )
            })
            .collect();
        let _infallible = write!(
            self.shapes,
            "<Shape ID=\"{number}\" Type=\"Shape\" LineStyle=\"0\" FillStyle=\"0\" TextStyle=\"0\">{cells}<Section N=\"Character\"><Row IX=\"0\">{}</Row>\
             </Section><Section N=\"Paragraph\"><Row IX=\"0\">{}</Row></Section>{data}<Section N=\"Geometry\" IX=\"0\">{}</Section><Text>{}</Text></Shape>",
            letters.concat(),
            cell("HorzAlign", &across.to_string()),
            rows.concat(),
            xml::line(text)
        );
        number
    }

    /// A line in both directions from its start; a connector where it joins shapes.
    fn link(&mut self, link: &Link) {
        let (Some(first), Some(last)) = (link.points.first().copied(), link.points.last().copied()) else { return };
        self.last += 1;
        let number = self.last;
        let (begin, end) = ((first.x, self.up(first.y)), (last.x, self.up(last.y)));
        let (width, height) = (end.0 - begin.0, end.1 - begin.1);
        let stroke = ConnectionKind::stroke(link.kind);
        let values = [
            ("PinX", inches(f32::midpoint(begin.0, end.0))),
            ("PinY", inches(f32::midpoint(begin.1, end.1))),
            ("Width", inches(width)),
            ("Height", inches(height)),
            ("LocPinX", inches(width / 2.0)),
            ("LocPinY", inches(height / 2.0)),
            ("BeginX", inches(begin.0)),
            ("BeginY", inches(begin.1)),
            ("EndX", inches(end.0)),
            ("EndY", inches(end.1)),
            ("ObjType", "2".to_owned()),
            ("LineColor", color(stroke.ink)),
            ("LineWeight", inches(stroke.width)),
            ("LinePattern", if stroke.dash.is_some() { "2" } else { "1" }.to_owned()),
            ("EndArrow", if link.arrow { "4" } else { "0" }.to_owned()),
            // The smallest one: labels stand beside it.
            ("EndArrowSize", "0".to_owned()),
            ("LayerMember", "1".to_owned()),
        ];
        let cells = values.map(|(name, value)| cell(name, &value)).concat();
        let mut rows = String::new();
        for (at, point) in (1..).zip(&link.points) {
            let (x, y) = (point.x - begin.0, self.up(point.y) - begin.1);
            let kind = if at == 1 { "MoveTo" } else { "LineTo" };
            let _infallible =
                write!(rows, "<Row T=\"{kind}\" IX=\"{at}\">{}{}</Row>", cell("X", &inches(x)), cell("Y", &inches(y)));
        }
        let _infallible = write!(
            self.shapes,
            "<Shape ID=\"{number}\" Type=\"Shape\" LineStyle=\"0\" FillStyle=\"0\" TextStyle=\"0\">{cells}<Section N=\"Geometry\" IX=\"0\">{}{rows}\
             </Section></Shape>",
            cell("NoFill", "1")
        );
        for ((cell, part), end) in [("BeginX", 9), ("EndX", 12)].into_iter().zip(link.ends) {
            let Some(to) = end.and_then(|it| self.numbers.get(it)) else { continue };
            let _infallible = write!(
                self.connects,
                "<Connect FromSheet=\"{number}\" FromCell=\"{cell}\" FromPart=\"{part}\" ToSheet=\"{to}\" ToCell=\"PinX\" ToPart=\"3\"/>"
            );
        }
    }
}

/// Shape data: what Visio shows beside a selected shape.
fn data(rows: &[(&str, &str)]) -> String {
    let rows: Vec<String> = rows
        .iter()
        .map(|(name, value)| {
            let value = xml::line(value);
            format!(
                "<Row N=\"{name}\"><Cell N=\"Value\" V=\"{value}\" U=\"STR\"/><Cell N=\"Label\" V=\"{name}\"/><Cell N=\"Type\" V=\"0\"/></Row>"
            )
        })
        .collect();
    format!("<Section N=\"Property\">{}</Section>", rows.concat())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::PathBuf;

    use crate::analysis::analyze;
    use crate::bundle::archive::{MOST_BYTES, unpack};
    use crate::document::template;
    use crate::export::run::render;
    use crate::export::{ExportRequest, Format};
    use crate::model::{DrillScenario, DrillStep, Element, Part};

    #[test]
    fn every_computer_is_a_shape_with_its_id_and_connectors_join_shapes_that_are_there() {
        let document = &template("large-complete").unwrap().document;
        let request = ExportRequest::usual(PathBuf::new(), "x".to_owned(), "2026-03-01".to_owned());
        let make = || render(document, &analyze(document), &request, Format::Vsdx).unwrap();
        let bytes = make();
        assert!(bytes == make(), "same design, same day, same bytes");
        let files = unpack(&bytes, MOST_BYTES).unwrap();
        for (name, bytes) in &files {
            let text = std::str::from_utf8(bytes).unwrap();
            assert!(roxmltree::Document::parse(text).is_ok(), "{name}");
        }
        let page = &files.iter().find(|(name, _)| name == "visio/pages/page1.xml").unwrap().1;
        let text = std::str::from_utf8(page).unwrap();
        let page = roxmltree::Document::parse(text).unwrap();
        let values: BTreeSet<&str> = page.descendants().filter_map(|it| it.attribute("V")).collect();
        for id in document.computers.keys() {
            assert!(values.contains(Element::from(*id).to_string().as_str()), "{id:?}");
        }
        let shapes: Vec<&str> = page.descendants().filter_map(|it| it.attribute("ID")).collect();
        assert_eq!(shapes.len(), shapes.iter().collect::<BTreeSet<_>>().len(), "numbers are unique");
        let geometries = page.descendants().filter(|it| it.attribute("N") == Some("Geometry")).count();
        assert!(geometries > shapes.len(), "icons have a geometry for each stroke");
        let ends: Vec<&str> = page.descendants().filter_map(|it| it.attribute("ToSheet")).collect();
        assert!(ends.len() > 4 && ends.iter().all(|it| shapes.contains(it)), "{ends:?}");
    }

    #[test]
    fn each_saved_drill_is_a_page_in_the_state_that_it_leaves() {
        let mut document = template("small").unwrap().document.clone();
        let computer = *document.computers.keys().next().unwrap();
        let steps = vec![DrillStep::fail(Part::Element(Element::from(computer)))];
        document.drills.push(DrillScenario { name: "One server".to_owned(), note: String::new(), steps });
        let request = ExportRequest::usual(PathBuf::new(), "x".to_owned(), "2026-03-01".to_owned());
        let bytes = render(&document, &analyze(&document), &request, Format::Vsdx).unwrap();
        let files = unpack(&bytes, MOST_BYTES).unwrap();
        let text = |name: &str| {
            let bytes = &files.iter().find(|(it, _)| it == name).unwrap().1;
            std::str::from_utf8(bytes).unwrap()
        };
        assert!(text("visio/pages/pages.xml").contains("Drill 1: One server"));
        assert!(text("[Content_Types].xml").contains("/visio/pages/page2.xml"));
        assert!(text("visio/pages/page2.xml").contains("In the end:"));
    }
}
