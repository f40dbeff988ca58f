//! What to export and where.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::PathBuf;
use std::sync::Arc;

use super::{DEFAULT_DPI, Paper, WordTemplate};
use crate::bundle::MANIFEST;
use crate::document::fitting;
use crate::downtime::WrittenFigures;
use crate::model::Document;

/// A kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// Diagram as a picture.
    Png,
    /// Diagram as scalable vector graphics.
    Svg,
    /// Diagram as a vector PDF.
    Pdf,
    /// Review report.
    Review,
    /// Sign-off checklist.
    Checklist,
    /// Build and run book.
    BuildBook,
    /// Evidence annex.
    Evidence,
    /// Review report as a document for Word.
    Docx,
    /// Workbook, which comes back filled in.
    Workbook,
    /// Checklist, findings and failures as comma-separated values.
    Csv,
    /// Drawing for draw.io: pages for the design, each saved drill and the dependency map.
    Drawio,
    /// Drawing for Visio.
    Vsdx,
    /// Fault trees in Open-PSA MEF, a file for each service.
    Mef,
    /// Configurations, hosts, ports, jobs and logins for those who build, in one archive.
    Builders,
    /// A copy of the design.
    Design,
    /// Every kind of file in one archive, with a manifest.
    Bundle,
    /// The SHA-256 of each file of the same export; it comes last.
    Manifest,
}

/// What is to know about a format.
struct FormatRow {
    format: Format,
    word: &'static str,
    label: &'static str,
    /// What follows the stem in the name of the file.
    ending: &'static str,
    /// Whether it is exported unless somebody chooses.
    is_usual: bool,
    /// The programs of others that have read it; empty = none was tried.
    verified: &'static str,
}

/// A row per format, in the order in which files are written.
const ROWS: [FormatRow; 17] = [
    row(Format::Png, "png", "Diagram as PNG", "-diagram.png", true, ""),
    row(Format::Svg, "svg", "Diagram as SVG", "-diagram.svg", true, ""),
    row(Format::Pdf, "pdf", "Diagram as PDF", "-diagram.pdf", true, "qpdf and poppler"),
    row(Format::Review, "report", "Review report", "-review.pdf", true, "qpdf and poppler"),
    row(Format::Checklist, "checklist", "Sign-off checklist", "-checklist.pdf", true, "qpdf and poppler"),
    row(Format::BuildBook, "buildbook", "Build and run book", "-build-book.pdf", true, "qpdf and poppler"),
    row(Format::Evidence, "evidence", "Evidence annex", "-evidence.pdf", true, "qpdf and poppler"),
    row(
        Format::Docx,
        "docx",
        "Review report for Word (DOCX)",
        "-report.docx",
        false,
        "python-docx and LibreOffice, not with Word",
    ),
    row(
        Format::Workbook,
        "workbook",
        "Workbook to fill in (XLSX)",
        "-workbook.xlsx",
        true,
        "openpyxl and LibreOffice, not with Excel",
    ),
    row(Format::Csv, "csv", "Checklist, findings and failures as CSV", "-checklist.csv", false, ""),
    row(Format::Drawio, "drawio", "Drawing to go on with in draw.io", ".drawio", false, "the viewer of draw.io 25.0.2"),
    row(
        Format::Vsdx,
        "vsdx",
        "Drawing for Visio (VSDX)",
        ".vsdx",
        false,
        "LibreOffice and the Python package vsdx, not with Visio",
    ),
    row(Format::Mef, "mef", "Fault trees for other programs (Open-PSA MEF)", "-SERVICE.mef.xml", false, "SCRAM 0.16.2"),
    row(Format::Builders, "builders", "Files for builders, to be reviewed (ZIP)", "-builders.zip", false, ""),
    row(Format::Design, "design", "Design (RON)", "-design.ron", false, ""),
    row(Format::Bundle, "bundle", "Everything in one archive (ZIP)", "-bundle.zip", false, ""),
    row(Format::Manifest, "manifest", "Manifest of the files (SHA-256)", MANIFEST, false, ""),
];

const fn row(
    format: Format,
    word: &'static str,
    label: &'static str,
    ending: &'static str,
    is_usual: bool,
    verified: &'static str,
) -> FormatRow {
    FormatRow { format, word, label, ending, is_usual, verified }
}

impl Format {
    /// Every format, in the order in which files are written.
    pub fn all() -> impl Iterator<Item = Self> {
        ROWS.iter().map(|row| row.format)
    }

    /// The formats that are exported unless somebody chooses.
    pub fn usual() -> impl Iterator<Item = Self> {
        ROWS.iter().filter(|row| row.is_usual).map(|row| row.format)
    }

    /// The format with this word.
    pub fn of_word(word: &str) -> Option<Self> {
        ROWS.iter().find(|row| row.word == word).map(|row| row.format)
    }

    fn row(self) -> Option<&'static FormatRow> {
        ROWS.iter().find(|row| row.format == self)
    }

    /// The word on the command line.
    pub fn word(self) -> &'static str {
        self.row().map_or("", |row| row.word)
    }

    /// What a person reads.
    pub fn label(self) -> &'static str {
        self.row().map_or("", |row| row.label)
    }

    /// The programs of others that have read such a file; empty = none was tried.
    pub fn verified_with(self) -> &'static str {
        self.row().map_or("", |row| row.verified)
    }

    /// Whether it shows texts by glyphs of its own; of all others, the program that reads them has the fonts.
    pub fn is_drawn(self) -> bool {
        match self {
            Self::Png | Self::Svg | Self::Pdf | Self::Review | Self::Checklist | Self::BuildBook | Self::Evidence => {
                true
            }
            // The diagrams in it are pictures.
            Self::Docx | Self::Bundle => true,
            Self::Workbook
            | Self::Csv
            | Self::Drawio
            | Self::Vsdx
            | Self::Mef
            | Self::Builders
            | Self::Design
            | Self::Manifest => false,
        }
    }

    /// The name of the file for a design whose files start with `stem`; of the fault trees, with SERVICE where the key
    /// of each service stands.
    pub fn file_name(self, stem: &str) -> String {
        match self {
            // One per folder, wherever it is looked for.
            Self::Manifest => MANIFEST.to_owned(),
            _ => named(stem, self.row().map_or("", |row| row.ending)),
        }
    }
}

/// The name of the file with the fault tree of the service with this key.
pub(super) fn fault_tree_name(stem: &str, service: &str) -> String {
    named(stem, &format!("-{service}.mef.xml"))
}

/// The name of one of several files of a format.
pub(super) fn name_with(stem: &str, ending: &str) -> String {
    named(stem, ending)
}

/// A name that fits on the drive, however long the name of the design is.
fn named(stem: &str, ending: &str) -> String {
    fitting(OsStr::new(stem), ending).to_string_lossy().into_owned()
}

/// The environment as it is, which the design replaces.
#[derive(Clone, Debug, PartialEq)]
pub struct Present {
    /// What it is called where it has no title: its file.
    pub name: String,
    /// The design of it.
    pub document: Document,
    /// In which order the steps to the target are made, by their numbers in the documented order; empty = that order.
    pub order: Vec<usize>,
}

impl Present {
    /// A present whose steps are made in the documented order.
    pub fn new(name: impl Into<String>, document: Document) -> Self {
        Self { name: name.into(), document, order: Vec::new() }
    }
}

/// What to export and where.
#[derive(Clone, Debug, PartialEq)]
pub struct ExportRequest {
    /// Kinds of file.
    pub formats: BTreeSet<Format>,
    /// The folder, which must exist.
    pub folder: PathBuf,
    /// What file names start with.
    pub stem: String,
    /// Paper of the PDFs.
    pub paper: Paper,
    /// Resolution of the PNG in dots per inch.
    pub dpi: u32,
    /// Whether diagrams mark what the loss of each element does.
    pub show_losses: bool,
    /// Whether a diagram that cannot be read on one page takes paper of twice the size.
    pub large_diagrams: bool,
    /// What fault trees say of the figures that their probabilities follow from.
    pub fault_tree_figures: WrittenFigures,
    /// Whether documents and pictures carry the design, so that it can be opened from them.
    pub carries_design: bool,
    /// The environment as it is: build book and workbook tell the steps from it to the design, files for builders lead
    /// there.
    pub present: Option<Arc<Present>>,
    /// A document of Word whose styles and pages the report for Word takes; `None` = our own.
    pub word_template: Option<WordTemplate>,
    /// Whether � stands for a character that no font has; otherwise files that would show it are not made.
    pub replaces_missing: bool,
    /// The date on everything, as YYYY-MM-DD.
    pub date: String,
}

impl ExportRequest {
    /// The usual formats on A4 at the default resolution.
    pub fn usual(folder: PathBuf, stem: String, date: String) -> Self {
        let formats = Format::usual().collect();
        Self {
            formats,
            folder,
            stem,
            paper: Paper::A4,
            dpi: DEFAULT_DPI,
            show_losses: false,
            large_diagrams: false,
            fault_tree_figures: WrittenFigures::Middle,
            carries_design: true,
            present: None,
            word_template: None,
            replaces_missing: false,
            date,
        }
    }
}

/// A stem for file names made of a title: letters and digits of any script, other runs become one hyphen.
pub fn stem_of_title(title: &str) -> String {
    let words: Vec<&str> = title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    if words.is_empty() { "design".to_owned() } else { words.join("-").to_lowercase() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_becomes_a_file_name_without_odd_characters() {
        assert_eq!(stem_of_title("Contoso: HA / BizTalk (v2)"), "contoso-ha-biztalk-v2");
        assert_eq!(stem_of_title("../.."), "design");
        assert_eq!(stem_of_title("Żółw Ένα"), "żółw-ένα");
    }

    #[test]
    fn file_names_follow_the_stem() {
        assert_eq!(Format::Png.file_name("x"), "x-diagram.png");
        assert_eq!(Format::Checklist.file_name("x"), "x-checklist.pdf");
        let long = Format::Checklist.file_name(&"x".repeat(251));
        assert!(long.len() == 255 && long.ends_with("-checklist.pdf"), "{long}");
    }
}
