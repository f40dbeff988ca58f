//! Blocks as the text of a document for Word. Children stand in the order of the schema of ECMA-376.

use std::fmt::Write as _;
use std::sync::Arc;

use tierwright_availability::xml;

use super::failed;
use super::package::{OWN_LINES, R, Sheet};
use super::styles::Styles;
use crate::export::error::ExportError;
use crate::export::pdf::diagram::describe;
use crate::export::pdf::flow::{Block, Cell, Part, RichText, Row, Table};
use crate::export::png::scene_png;
use crate::lettering::Lettering;
use crate::scene::{Palette, Scene};

/// Resolution of drawings in dots per inch on paper, at which Word keeps pictures for printing.
const DOTS: f32 = 220.0;
/// World units per inch, as pictures have them.
const UNITS_PER_INCH: f32 = 96.0;
/// Twentieths of a point per inch.
const TWIPS_PER_INCH: f32 = 1_440.0;
/// What Word measures pictures in, per inch.
const EMU_PER_INCH: f32 = 914_400.0;
/// Space for heading and caption on the page of a drawing, in twentieths of a point.
const BESIDE_DRAWING: i32 = 1_900;
/// Most pixels of a drawing, in millions.
const MOST_MEGAPIXELS: f32 = 30.0;
/// Letters are larger than in the PDF, and wider where the font of our styles is missing.
const WIDER: f32 = 1.3;
/// The tint of the heads of tables and of messages.
const TINT: &str = "E8EDF4";
/// The color of secondary text.
const MUTED: &str = "595959";

/// A paragraph without words that takes no height, for what starts a page and is no heading.
const NEW_PAGE: &str = "<w:p><w:pPr><w:pageBreakBefore/><w:spacing w:before=\"0\" w:after=\"0\" w:line=\"20\" \
     w:lineRule=\"exact\"/></w:pPr></w:p>";
/// What lets a heading start a page: a paragraph of its own for the break would leave an empty page after a full one.
const BREAK_BEFORE: &str = "<w:pageBreakBefore/>";
/// How a section ends: the next one starts on a new page.
const END_OF_SECTION: &str = "</w:pPr></w:p>";

/// The body in the making.
pub(super) struct Body {
    /// The fonts of pictures.
    lettering: Arc<Lettering>,
    styles: Styles,
    sheet: Sheet,
    /// Whether sections are ours, so that wide drawings lie across.
    may_turn: bool,
    text: String,
    /// Level, words and bookmark of each heading.
    headings: Vec<(u8, String, String)>,
    /// Where the table of contents goes.
    contents: Option<usize>,
    pictures: Vec<Vec<u8>>,
    links: Vec<String>,
    num_figures: u32,
    num_tables: u32,
    /// Whether the next block stands on a new page.
    breaks: bool,
}

impl Body {
    pub(super) fn new(lettering: Arc<Lettering>, styles: Styles, sheet: Sheet, may_turn: bool) -> Self {
        Self {
            lettering,
            styles,
            sheet,
            may_turn,
            text: String::new(),
            headings: Vec::new(),
            contents: None,
            pictures: Vec::new(),
            links: Vec::new(),
            num_figures: 0,
            num_tables: 0,
            breaks: false,
        }
    }

    /// The pictures, in order.
    pub(super) fn pictures(&self) -> &[Vec<u8>] {
        &self.pictures
    }

    /// The references to pictures and pages.
    pub(super) fn references(&self) -> String {
        let mut text = String::new();
        for number in 1..=self.pictures.len() {
            let _infallible = write!(
                text,
                "<Relationship Id=\"rIdTwPicture{number}\" Type=\"{R}/image\" Target=\"media/tierwright{number}.png\"/>"
            );
        }
        for (number, url) in (1..).zip(&self.links) {
            let _infallible = write!(
                text,
                "<Relationship Id=\"rIdTwLink{number}\" Type=\"{R}/hyperlink\" Target=\"{}\" TargetMode=\"External\"/>",
                xml::line(url)
            );
        }
        text
    }

    /// The text of the body, its contents filled in.
    pub(super) fn text(&self) -> String {
        let Some(at) = self.contents else { return self.text.clone() };
        let (before, after) = self.text.split_at(at);
        format!("{before}{}{after}", self.table_of_contents())
    }

    fn raw(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// A paragraph in one of our styles; an empty style is that of ordinary text.
    fn paragraph(&mut self, style: &str, text: &RichText) {
        let runs = self.runs(text);
        let style = self.style(style);
        self.raw(&format!("<w:p>{style}{runs}</w:p>"));
    }

    fn style(&self, style: &str) -> String {
        match style {
            "" => String::new(),
            style => format!("<w:pPr><w:pStyle w:val=\"{}\"/></w:pPr>", self.styles.id(style)),
        }
    }

    fn runs(&mut self, text: &RichText) -> String {
        let mut runs = String::new();
        for look in text.looks() {
            let link = look.url.filter(|it| !it.starts_with('#'));
            let mut properties = String::new();
            if link.is_some() {
                let _infallible = write!(properties, "<w:rStyle w:val=\"{}\"/>", self.styles.id("Hyperlink"));
            }
            if look.is_mono {
                properties.push_str("<w:rFonts w:ascii=\"Consolas\" w:hAnsi=\"Consolas\" w:cs=\"Consolas\"/>");
            }
            if look.is_bold {
                properties.push_str("<w:b/>");
            }
            if look.is_muted {
                let _infallible = write!(properties, "<w:color w:val=\"{MUTED}\"/>");
            }
            let run = run(&properties, look.text);
            match link {
                Some(url) => {
                    let known = self.links.iter().position(|it| it == url);
                    let number = known.unwrap_or(self.links.len()) + 1;
                    if known.is_none() {
                        self.links.push(url.to_owned());
                    }
                    let _infallible =
                        write!(runs, "<w:hyperlink xmlns:r=\"{R}\" r:id=\"rIdTwLink{number}\">{run}</w:hyperlink>");
                }
                None => runs.push_str(&run),
            }
        }
        runs
    }

    /// Adds a block.
    pub(super) fn block(&mut self, block: &Block) -> Result<(), ExportError> {
        let breaks_itself = matches!(block, Block::PageBreak | Block::Sheet(..) | Block::Heading(..));
        if !breaks_itself && std::mem::take(&mut self.breaks) {
            self.raw(NEW_PAGE);
        }
        match block {
            Block::Cover(cover) => {
                self.paragraph("Subtitle", &cover.kicker.as_str().into());
                self.paragraph("Title", &cover.title.as_str().into());
                self.paragraph("Subtitle", &cover.subtitle.as_str().into());
                let facts = cover.facts.iter().filter(|(_, value)| !value.is_empty());
                self.key_values(facts.map(|(label, value)| (label.as_str(), RichText::from(value))));
                self.paragraph("TierwrightRemark", &cover.note.as_str().into());
            }
            Block::Heading(level, words) => self.heading(*level, words),
            Block::Paragraph(text) => self.paragraph("", text),
            Block::Note(text) => self.paragraph("TierwrightRemark", text),
            Block::Bullets(items) => {
                for item in items {
                    self.paragraph("ListBullet", &RichText::new().text("•\t").joined(item.clone()));
                }
            }
            Block::KeyValues(rows) => {
                self.key_values(rows.iter().map(|(label, value)| (label.as_str(), value.clone())));
            }
            Block::Table(table) => self.table(table),
            Block::Callout(callout) => {
                let title = RichText::new().bold(&callout.title);
                for text in std::iter::once(&title).chain(&callout.body) {
                    let runs = self.runs(text);
                    let shade = format!("<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"{TINT}\"/>");
                    self.raw(&format!("<w:p><w:pPr>{shade}</w:pPr>{runs}</w:p>"));
                }
            }
            Block::Tiles(tiles) => {
                self.key_values(tiles.iter().map(|it| (it.label.as_str(), RichText::new().bold(&it.value))));
            }
            Block::Drawing(scene, caption) => self.drawing(scene, caption, false)?,
            Block::Sheet(scene, heading) => self.sheet(scene, heading)?,
            Block::Contents => self.contents = Some(self.text.len()),
            Block::PageBreak => self.breaks = !self.text.is_empty() && !self.text.ends_with(END_OF_SECTION),
        }
        Ok(())
    }

    fn heading(&mut self, level: u8, words: &str) {
        let number = self.headings.len() + 1;
        let bookmark = format!("_Toc{:08}", 70_000_000 + number);
        let style = self.style(match level {
            0 | 1 => "Heading1",
            2 => "Heading2",
            _ => "Heading3",
        });
        let style = if std::mem::take(&mut self.breaks) {
            style.replace("</w:pPr>", &format!("{BREAK_BEFORE}</w:pPr>"))
        } else {
            style
        };
        let id = 7_000 + number;
        let run = run("", words);
        self.raw(&format!(
            "<w:p>{style}<w:bookmarkStart w:id=\"{id}\" w:name=\"{bookmark}\"/>{run}<w:bookmarkEnd w:id=\"{id}\"/></w:p>"
        ));
        self.headings.push((level, words.to_owned(), bookmark));
    }

    /// Links to every heading of levels 1 and 2. Word renews it; others show it as it stands.
    fn table_of_contents(&self) -> String {
        let entries: Vec<_> = self.headings.iter().filter(|(level, ..)| *level <= 2).collect();
        let mut text = String::new();
        for (at, (level, words, bookmark)) in entries.iter().enumerate() {
            let style = self.style(if *level <= 1 { "TOC1" } else { "TOC2" });
            let begin = if at == 0 {
                "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> TOC \\o \"1-2\" \\n \\h \
                 </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>"
            } else {
                ""
            };
            let end = if at + 1 == entries.len() { "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>" } else { "" };
            let run = run("", words);
            let _infallible = write!(
                text,
                "<w:p>{style}{begin}<w:hyperlink w:anchor=\"{bookmark}\" w:history=\"1\">{run}</w:hyperlink>{end}</w:p>"
            );
        }
        text
    }

    fn key_values<'a>(&mut self, rows: impl Iterator<Item = (&'a str, RichText)>) {
        let widths = [self.inner_width(false) * 3 / 10, self.inner_width(false) * 7 / 10];
        self.open_table(&widths, false);
        for (label, value) in rows {
            let value = if value.is_empty() { RichText::new().muted("Not stated") } else { value };
            self.raw("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
            for (width, text) in widths.iter().zip([RichText::new().bold(label), value]) {
                let runs = self.runs(&text);
                self.cell(*width, 1, "", &[("TierwrightCell", runs)]);
            }
            self.raw("</w:tr>");
        }
        self.close_table();
    }

    fn inner_width(&self, across: bool) -> i32 {
        (if across { self.sheet.height } else { self.sheet.width }) - 2 * self.sheet.margin
    }

    fn open_table(&mut self, widths: &[i32], has_head: bool) {
        let (style, head) = (self.styles.id("TableGrid").to_owned(), u8::from(has_head));
        let total: i32 = widths.iter().sum();
        self.raw(&format!(
            "<w:tbl><w:tblPr><w:tblStyle w:val=\"{style}\"/><w:tblW w:w=\"{total}\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/><w:tblLook \
             w:val=\"04A0\" w:firstRow=\"{head}\" w:lastRow=\"0\" w:firstColumn=\"1\" w:lastColumn=\"0\" w:noHBand=\"0\" w:noVBand=\"1\"/></w:tblPr><w:tblGrid>"
        ));
        for width in widths {
            self.raw(&format!("<w:gridCol w:w=\"{width}\"/>"));
        }
        self.raw("</w:tblGrid>");
    }

    /// A paragraph follows every table: two tables in a row would become one.
    fn close_table(&mut self) {
        self.raw("</w:tbl>");
        self.paragraph("TierwrightCell", &RichText::new());
    }

    fn cell(&mut self, width: i32, span: usize, fill: &str, paragraphs: &[(&str, String)]) {
        let span = if span > 1 { format!("<w:gridSpan w:val=\"{span}\"/>") } else { String::new() };
        let fill = if fill.is_empty() {
            String::new()
        } else {
            format!("<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"{fill}\"/>")
        };
        self.raw(&format!("<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{span}{fill}</w:tcPr>"));
        for (style, runs) in paragraphs {
            let style = self.style(style);
            self.raw(&format!("<w:p>{style}{runs}</w:p>"));
        }
        if paragraphs.is_empty() {
            self.raw("<w:p/>");
        }
        self.raw("</w:tc>");
    }

    fn table(&mut self, table: &Table) {
        self.num_tables += 1;
        let about = self.headings.last().map_or(String::new(), |(_, words, _)| without_number(words).to_owned());
        self.caption("Table", self.num_tables, &about);
        let widths = widths(table, self.inner_width(false));
        self.open_table(&widths, true);
        self.raw("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
        for (width, column) in widths.iter().zip(&table.columns) {
            let head = run("<w:b/>", &column.title);
            self.cell(*width, 1, TINT, &[("TierwrightHead", head)]);
        }
        self.raw("</w:tr>");
        for row in &table.rows {
            self.raw("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
            match row {
                Row::Group(cell) => {
                    let paragraphs = self.parts(cell, true);
                    self.cell(widths.iter().sum(), widths.len(), TINT, &paragraphs);
                }
                Row::Cells(cells) => {
                    for (at, width) in widths.iter().enumerate() {
                        let paragraphs = cells.get(at).map(|it| self.parts(it, false)).unwrap_or_default();
                        self.cell(*width, 1, "", &paragraphs);
                    }
                }
            }
            self.raw("</w:tr>");
        }
        self.close_table();
    }

    fn parts(&mut self, cell: &Cell, is_bold: bool) -> Vec<(&'static str, String)> {
        let mut paragraphs = Vec::new();
        for part in &cell.parts {
            let (style, text) = match part {
                Part::Text(text) if is_bold => ("TierwrightHead", RichText::new().bold(text.words())),
                Part::Text(text) | Part::Icon(_, _, text) => ("TierwrightCell", text.clone()),
                Part::Note(text) => ("TierwrightRemark", text.clone()),
                Part::TickBox(is_ticked, text) => {
                    let mark = if *is_ticked { "☑ " } else { "☐ " };
                    ("TierwrightCell", RichText::new().text(mark).joined(text.clone()))
                }
                Part::Chip(_, word) => ("TierwrightCell", RichText::new().bold(word)),
                Part::WritingLines(count) => {
                    paragraphs.extend((0..*count).map(|_| ("TierwrightCell", String::new())));
                    continue;
                }
            };
            paragraphs.push((style, self.runs(&text)));
        }
        paragraphs
    }

    /// `Table 3: Findings`, its number as a field.
    fn caption(&mut self, kind: &str, number: u32, words: &str) {
        let style = self.style("Caption");
        let (head, tail) = (run("", &format!("{kind} ")), run("", &format!(": {words}")));
        let tail = if words.is_empty() { String::new() } else { tail };
        self.raw(&format!(
            "<w:p>{style}{head}<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> SEQ {kind} \\* ARABIC \
             </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>{number}</w:t></w:r><w:r><w:fldChar \
             w:fldCharType=\"end\"/></w:r>{tail}</w:p>"
        ));
    }

    /// A drawing with a page of its own, across where it is wide.
    fn sheet(&mut self, scene: &Scene, heading: &str) -> Result<(), ExportError> {
        let across = self.may_turn && scene.bounds.width() > scene.bounds.height();
        self.breaks = !across;
        if across {
            self.end_section(false);
        }
        self.heading(1, heading);
        self.drawing(scene, without_number(heading), across)?;
        if across {
            self.end_section(true);
        } else {
            self.breaks = true;
        }
        Ok(())
    }

    fn end_section(&mut self, across: bool) {
        // The name space is declared here, because the section of a document at its end has it from the root.
        let lines = OWN_LINES.replace("<w:headerReference", &format!("<w:headerReference xmlns:r=\"{R}\""));
        let lines = lines.replace("<w:footerReference", &format!("<w:footerReference xmlns:r=\"{R}\""));
        let section = self.sheet.section(across, &lines);
        self.raw(&format!("<w:p><w:pPr>{section}{END_OF_SECTION}"));
    }

    fn drawing(&mut self, scene: &Scene, caption: &str, across: bool) -> Result<(), ExportError> {
        let size = scene.bounds.size();
        if !(size.width > 0.0 && size.height > 0.0) {
            return Ok(());
        }
        let tall = if across { self.sheet.width } else { self.sheet.height } - 2 * self.sheet.margin - BESIDE_DRAWING;
        let room = (self.inner_width(across) as f32 / TWIPS_PER_INCH, tall as f32 / TWIPS_PER_INCH);
        let natural = (size.width / UNITS_PER_INCH, size.height / UNITS_PER_INCH);
        let scale = (room.0 / natural.0).min(room.1 / natural.1).min(1.0);
        let (width, height) = (natural.0 * scale, natural.1 * scale);
        let most = libm::sqrtf(MOST_MEGAPIXELS * 1_000_000.0 / (natural.0 * natural.1));
        let dots = (DOTS * scale).min(most).max(crate::export::options::LEAST_DPI as f32);
        let picture = scene_png(scene, Palette::print(), dots as u32, &self.lettering, None).map_err(failed)?;
        self.pictures.push(picture);
        self.num_figures += 1;
        let (number, id) = (self.pictures.len(), 100 + self.pictures.len());
        let (cx, cy) = ((width * EMU_PER_INCH) as i64, (height * EMU_PER_INCH) as i64);
        let alt = describe(scene, caption.to_owned());
        let (alt, name) = (xml::line(&alt).into_owned(), format!("Picture {number}"));
        self.raw(&format!(
            "<w:p><w:pPr><w:keepNext/></w:pPr><w:r><w:drawing><wp:inline xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" \
             distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"{cx}\" cy=\"{cy}\"/><wp:docPr id=\"{id}\" name=\"{name}\" descr=\"{alt}\"/>\
             <a:graphic xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\"><a:graphicData \
             uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:pic \
             xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:nvPicPr><pic:cNvPr id=\"{id}\" name=\"{name}\" descr=\"{alt}\"/>\
             <pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip xmlns:r=\"{R}\" r:embed=\"rIdTwPicture{number}\"/><a:stretch><a:fillRect/></a:stretch>\
             </pic:blipFill><pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"{cx}\" cy=\"{cy}\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/>\
             </a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
        ));
        self.caption("Figure", self.num_figures, caption);
        Ok(())
    }
}

/// A heading without the number of its section.
fn without_number(heading: &str) -> &str {
    heading.trim_start_matches(|it: char| it.is_ascii_digit()).trim_start()
}

/// A run; a line break in it starts a new line.
fn run(properties: &str, text: &str) -> String {
    let properties = if properties.is_empty() { String::new() } else { format!("<w:rPr>{properties}</w:rPr>") };
    let lines: Vec<String> = text
        .split('\n')
        .map(|line| {
            let parts: Vec<String> =
                line.split('\t').map(|it| format!("<w:t xml:space=\"preserve\">{}</w:t>", xml::line(it))).collect();
            parts.join("<w:tab/>")
        })
        .collect();
    format!("<w:r>{properties}{}</w:r>", lines.join("<w:br/>"))
}

/// How wide columns are in a table of `total` twentieths of a point.
fn widths(table: &Table, total: i32) -> Vec<i32> {
    table.widths(total as f32 / 20.0, WIDER).into_iter().map(|it| ((it * 20.0) as i32).max(300)).collect()
}
