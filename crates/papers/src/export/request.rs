//! What to export and where.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::{DEFAULT_DPI, Paper};

/// A kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// Diagram as a picture.
    Png,
    /// Diagram as scalable vector graphics.
    Svg,
    /// Diagram as a vector PDF.
    Pdf,
    /// Checklist PDF.
    Checklist,
    /// Fault trees in Open-PSA MEF, a file for each service.
    Mef,
}

impl Format {
    /// Every format, in the order in which files are written.
    pub const ALL: &'static [Self] = &[Self::Png, Self::Svg, Self::Pdf, Self::Checklist, Self::Mef];

    /// The word on the command line.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Svg => "svg",
            Self::Pdf => "pdf",
            Self::Checklist => "checklist",
            Self::Mef => "mef",
        }
    }

    /// The format with this word.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|format| format.word() == word)
    }

    /// What a person reads.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Png => "Diagram as PNG",
            Self::Svg => "Diagram as SVG",
            Self::Pdf => "Diagram as PDF",
            Self::Checklist => "Checklist as PDF",
            Self::Mef => "Fault trees for other programs (Open-PSA MEF)",
        }
    }

    /// The name of the file for a design whose files start with `stem`; of the fault trees, with SERVICE where the key
    /// of each service stands.
    pub fn file_name(self, stem: &str) -> String {
        match self {
            Self::Checklist => format!("{stem}-checklist.pdf"),
            Self::Mef => fault_tree_name(stem, "SERVICE"),
            other => format!("{stem}-diagram.{}", other.word()),
        }
    }
}

/// The name of the file with the fault tree of the service with this key.
pub(super) fn fault_tree_name(stem: &str, service: &str) -> String {
    format!("{stem}-{service}.mef.xml")
}

/// What to export and where.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    /// The date on everything, as YYYY-MM-DD.
    pub date: String,
}

impl ExportRequest {
    /// Diagram and checklist in all formats on A4 at the default resolution.
    pub fn all(folder: PathBuf, stem: String, date: String) -> Self {
        let formats = Format::ALL.iter().copied().filter(|it| *it != Format::Mef).collect();
        Self { formats, folder, stem, paper: Paper::A4, dpi: DEFAULT_DPI, show_losses: false, date }
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
    }
}
