//! Carries out an export, for the window and the command line alike.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::request::{ExportRequest, Format, fault_tree_name, name_with};
use super::shortened::shortened;
use super::{
    Drawings, ExportError, ExportMeta, Paperwork, SvgOptions, diagram_pdf, document_pdf, docx, drawio, scene_png,
    scene_svg, vsdx, workbook, write_replacing,
};
use super::{builders, text_files};
use crate::analysis::Analysis;
use crate::badges::badges;
use crate::bundle::archive::pack;
use crate::bundle::manifest::{MANIFEST, Manifest, ManifestFile};
use crate::carried::Origin;
use crate::document::to_text;
use crate::downtime::fault_trees;
use crate::lettering::Lettering;
use crate::migration::{Migration, migrate};
use crate::model::Document;
use crate::overlay::loss_marks;
use crate::prose::list;
use crate::report::{self, Report};
use crate::scene::{Palette, Scene, SceneOptions, TitleBlock, build};

/// What an export came to.
#[derive(Debug, Default)]
pub struct Exported {
    /// The files that are written, in order.
    pub written: Vec<PathBuf>,
    /// What was not written, by format and in order. Other files of that format may be among the written ones.
    pub failed: Vec<(Format, ExportError)>,
    /// The fonts of this computer that drew what the bundled ones lack, by family.
    pub fonts: Vec<String>,
}

impl Exported {
    /// Why files are not written, a sentence or two for each cause.
    pub fn failures(&self) -> Vec<String> {
        let (gaps, others): (Vec<_>, Vec<_>) =
            self.failed.iter().partition(|(_, err)| matches!(err, ExportError::NoFont { .. }));
        let labels: Vec<String> = gaps.iter().map(|(format, _)| format.label().to_owned()).collect();
        let of_gaps = gaps.first().map(|(_, err)| format!("Not made: {}. {err}", list(&labels)));
        of_gaps.into_iter().chain(others.iter().map(|(_, err)| err.to_string())).collect()
    }
}

/// Writes the files of a request. Existing files are replaced; one that fails keeps no other from being written.
pub fn run(document: &Document, analysis: &Analysis, request: &ExportRequest) -> Exported {
    run_while(document, analysis, request, || true)
}

/// The same, for as long as `go_on` says so; it is asked before each kind of file.
pub fn run_while(
    document: &Document,
    analysis: &Analysis,
    request: &ExportRequest,
    mut go_on: impl FnMut() -> bool,
) -> Exported {
    let maker = Maker::new(document, analysis, request);
    let (mut exported, mut lines) = (Exported::default(), Vec::new());
    for format in &request.formats {
        if !go_on() {
            break;
        }
        let Made { files, failed } = maker.files(*format, &lines, &exported.failed);
        exported.failed.extend(failed);
        for (name, bytes) in files {
            let path = request.folder.join(&name);
            match write_replacing(&path, &bytes) {
                Ok(()) => {
                    lines.push(ManifestFile::of(*format, &name, &bytes));
                    exported.written.push(path);
                    if format.is_drawn() && exported.fonts.is_empty() {
                        exported.fonts = maker.meta.lettering.families();
                    }
                }
                Err(err) => exported.failed.push((*format, err)),
            }
        }
    }
    exported
}

/// The bytes of one file; of the fault trees, that of the whole; of the text files, the checklist.
///
/// # Errors
/// What failed and what to do.
pub fn render(
    document: &Document,
    analysis: &Analysis,
    request: &ExportRequest,
    format: Format,
) -> Result<Vec<u8>, ExportError> {
    render_with_fonts(document, analysis, request, format).map(|(bytes, _)| bytes)
}

/// The same with the fonts of this computer that drew what the bundled ones lack, by family.
///
/// # Errors
/// As for [`render`].
pub fn render_with_fonts(
    document: &Document,
    analysis: &Analysis,
    request: &ExportRequest,
    format: Format,
) -> Result<(Vec<u8>, Vec<String>), ExportError> {
    let maker = Maker::new(document, analysis, request);
    let fonts = if format.is_drawn() { maker.meta.lettering.families() } else { Vec::new() };
    let bytes = match format {
        Format::Mef | Format::Csv | Format::Bundle | Format::Manifest => {
            let Made { mut files, failed } = maker.files(format, &[], &[]);
            if let Some((_, err)) = failed.into_iter().next() {
                return Err(err);
            }
            // Of fault trees, the whole stands last; of text files, the checklist first.
            let file = if format == Format::Mef { files.pop() } else { files.into_iter().next() };
            file.map(|(_, bytes)| bytes).unwrap_or_default()
        }
        _ => maker.file(format)?,
    };
    Ok((bytes, fonts))
}

/// Files with their names, and what could not be made.
#[derive(Default)]
struct Made {
    files: Vec<(String, Vec<u8>)>,
    failed: Vec<(Format, ExportError)>,
}

/// Makes files of one design; what several of them need is made once.
struct Maker<'a> {
    document: &'a Document,
    analysis: &'a Analysis,
    request: &'a ExportRequest,
    /// The design as it is written to its file.
    text: String,
    meta: ExportMeta,
    report: OnceCell<Report>,
    /// The steps from the present environment, or why there are none.
    path: OnceCell<Result<Option<Migration>, String>>,
}

impl<'a> Maker<'a> {
    fn new(document: &'a Document, analysis: &'a Analysis, request: &'a ExportRequest) -> Self {
        let (report, path) = (OnceCell::new(), OnceCell::new());
        let text = to_text(document);
        let meta = meta(document, &text, request);
        Self { document, analysis, request, text, meta, report, path }
    }

    /// Refuses files that would lack characters, unless that is wanted.
    fn refuse_gaps(&self, format: Format) -> Result<(), ExportError> {
        let lettering = &self.meta.lettering;
        if self.request.replaces_missing || lettering.missing().is_empty() || !format.is_drawn() {
            return Ok(());
        }
        let texts = lettering.texts_with_missing().map(str::to_owned).collect();
        Err(ExportError::NoFont { texts, install: lettering.to_install() })
    }

    fn report(&self) -> &Report {
        // Who tells of the steps asks for them first; to the others it is the same without.
        let path = self.path().unwrap_or_default();
        self.report.get_or_init(|| report::build_from(self.document, self.analysis, &self.request.date, path))
    }

    /// The steps from the present environment; `None` = nobody has named it.
    fn path(&self) -> Result<Option<&Migration>, ExportError> {
        let path = self.path.get_or_init(|| {
            let Some(present) = &self.request.present else { return Ok(None) };
            let today = self.request.date.parse().ok();
            let path = migrate(&present.document, self.document, today, &present.order);
            path.map(Some).map_err(|err| err.to_string())
        });
        path.as_ref().map(Option::as_ref).map_err(|reason| ExportError::NoPath { reason: reason.clone() })
    }

    /// The files of one format. `lines` and `failed` are what was written and what was not before.
    fn files(&self, format: Format, lines: &[ManifestFile], failed: &[(Format, ExportError)]) -> Made {
        let stem = &self.request.stem;
        let made = match format {
            Format::Mef => {
                let trees = fault_trees(self.document, self.request.fault_tree_figures).into_iter();
                Ok(trees.map(|(key, text)| (fault_tree_name(stem, &key), text.into_bytes())).collect())
            }
            Format::Csv => text_files::files(self.analysis, self.report())
                .map(|it| it.into_iter().map(|(ending, bytes)| (name_with(stem, ending), bytes)).collect()),
            Format::Bundle => return self.bundle(),
            Format::Manifest => self.manifest(lines.to_vec(), failed).map(|it| vec![(MANIFEST.to_owned(), it)]),
            _ => self.file(format).map(|bytes| vec![(format.file_name(stem), bytes)]),
        };
        match made {
            Ok(files) => Made { files, failed: Vec::new() },
            Err(err) => Made { files: Vec::new(), failed: vec![(format, err)] },
        }
    }

    fn manifest(&self, lines: Vec<ManifestFile>, failed: &[(Format, ExportError)]) -> Result<Vec<u8>, ExportError> {
        let origin = self.meta.origin.as_ref().ok_or(ExportError::Empty)?;
        let failed: Vec<(Format, String)> = failed.iter().map(|(format, err)| (*format, err.to_string())).collect();
        Manifest::new(origin, &self.meta.title, lines, &failed).to_bytes()
    }

    /// Every kind of file with a manifest in one archive. What could not be made is told, in the manifest as well.
    fn bundle(&self) -> Made {
        let mut all = Made::default();
        let mut lines = Vec::new();
        for format in Format::all().filter(|it| !matches!(it, Format::Bundle | Format::Manifest)) {
            let made = self.files(format, &[], &[]);
            lines.extend(made.files.iter().map(|(name, bytes)| ManifestFile::of(format, name, bytes)));
            all.files.extend(made.files);
            all.failed.extend(made.failed);
        }
        let packed = self.manifest(lines, &all.failed).and_then(|manifest| {
            all.files.insert(0, (MANIFEST.to_owned(), manifest));
            pack(&all.files, &self.request.date)
        });
        match packed {
            Ok(bytes) => Made { files: vec![(Format::Bundle.file_name(&self.request.stem), bytes)], ..all },
            Err(err) => {
                all.failed.push((Format::Bundle, err));
                Made { files: Vec::new(), ..all }
            }
        }
    }

    fn scene(&self, format: Format) -> Scene {
        let options = SceneOptions {
            badges: badges(&self.analysis.rules),
            losses: if self.request.show_losses { loss_marks(&self.analysis.failures) } else { BTreeMap::new() },
            // Pages of a PDF have title lines of their own.
            title_block: matches!(format, Format::Png | Format::Svg).then(|| title_block(&self.meta)),
            legend: true,
            ..SceneOptions::default()
        };
        build(self.document, &options)
    }

    fn drawings(&self, format: Format) -> Drawings {
        let diagram = self.scene(format);
        let shortened = shortened(&diagram, self.document);
        Drawings { diagram, large: self.request.large_diagrams, shortened }
    }

    fn paperwork(&self, kind: Paperwork, format: Format) -> Result<Vec<u8>, ExportError> {
        let drawings = self.drawings(format);
        document_pdf(kind, self.report(), &drawings, &self.meta, self.request.paper)
    }

    /// The bytes of a format of one file.
    fn file(&self, format: Format) -> Result<Vec<u8>, ExportError> {
        self.refuse_gaps(format)?;
        let (meta, paper) = (&self.meta, self.request.paper);
        if matches!(format, Format::BuildBook | Format::Workbook) {
            self.path()?;
        }
        match format {
            Format::Png => {
                let (dpi, origin) = (self.request.dpi, meta.origin.as_ref());
                scene_png(&self.scene(format), Palette::print(), dpi, &meta.lettering, origin)
            }
            Format::Pdf => diagram_pdf(&self.scene(format), Palette::print(), meta, paper),
            Format::Svg => {
                let description = report::verdict_sentences(self.analysis).join(" ");
                let (title, origin, lettering) = (meta.title.clone(), meta.origin.clone(), Arc::clone(&meta.lettering));
                let options = SvgOptions { title, description, lettering, origin, ..SvgOptions::default() };
                Ok(scene_svg(&self.scene(format), Palette::print(), &options).into_bytes())
            }
            Format::Review => self.paperwork(Paperwork::Review, format),
            Format::Checklist => self.paperwork(Paperwork::Checklist, format),
            Format::BuildBook => self.paperwork(Paperwork::BuildBook, format),
            Format::Evidence => self.paperwork(Paperwork::Evidence, format),
            Format::Workbook => workbook(self.analysis, self.report(), meta, paper),
            Format::Docx => {
                docx::docx(self.report(), &self.drawings(format), meta, paper, self.request.word_template.as_ref())
            }
            Format::Vsdx => vsdx::vsdx(self.document, self.analysis, meta),
            Format::Drawio => Ok(drawio::drawio(self.document, self.analysis, meta)),
            Format::Builders => {
                let (present, request) = (self.request.present.as_deref(), self.request);
                builders::archive(self.document, self.analysis, &request.stem, present, &request.date)
            }
            Format::Design => Ok(self.text.clone().into_bytes()),
            // These are several files, or made of others.
            Format::Csv | Format::Mef | Format::Bundle | Format::Manifest => Err(ExportError::Empty),
        }
    }
}

/// `text` is the design as it is written to its file.
fn meta(document: &Document, text: &str, request: &ExportRequest) -> ExportMeta {
    let project = &document.project;
    ExportMeta {
        title: project.title.clone(),
        author: project.author.clone(),
        customer: project.customer.clone(),
        version: project.version.clone(),
        date: request.date.clone(),
        origin: Some(Origin::new(text, &request.date, request.carries_design)),
        lettering: Arc::new(lettering(document, text, request)),
    }
}

/// The steps from the present environment name what is there.
fn lettering(document: &Document, text: &str, request: &ExportRequest) -> Lettering {
    let Some(present) = &request.present else { return Lettering::of(&[(document, text)]) };
    Lettering::of(&[(document, text), (&present.document, &to_text(&present.document))])
}

fn title_block(meta: &ExportMeta) -> TitleBlock {
    TitleBlock {
        title: meta.title.clone(),
        customer: meta.customer.clone(),
        version: meta.version.clone(),
        date: meta.date.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::analyze;
    use crate::document::template;
    use crate::testing::fixture::Fixture;

    #[test]
    fn a_fault_tree_bears_the_names_of_the_design_and_of_its_service() {
        let folder = tempfile::tempdir().unwrap();
        let document = &template("small").unwrap().document;
        let request = ExportRequest::usual(folder.path().to_owned(), "SERVICE".to_owned(), "2026-03-01".to_owned());
        let request = ExportRequest { formats: [Format::Mef].into(), ..request };
        let written = run(document, &analyze(document), &request).written;
        let names: Vec<_> = written.iter().map(|path| path.file_name().unwrap().to_str().unwrap()).collect();
        assert!(names.len() > 1 && names.iter().all(|it| it.starts_with("SERVICE-") && it.ends_with(".mef.xml")));
        assert!(names.contains(&"SERVICE-whole.mef.xml"), "{names:?}");
    }

    #[test]
    fn a_file_that_fails_keeps_no_other_from_being_written() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("x-configure-2.mef.xml")).unwrap();
        let document = &template("small").unwrap().document;
        let request = ExportRequest::usual(folder.path().to_owned(), "x".to_owned(), "2026-03-01".to_owned());
        let formats = [Format::Svg, Format::Png, Format::Mef].into();
        // No picture has so few dots.
        let request = ExportRequest { formats, dpi: 1, ..request };
        let exported = run(document, &analyze(document), &request);
        let failed: Vec<Format> = exported.failed.iter().map(|(format, _)| *format).collect();
        assert_eq!(failed, [Format::Png, Format::Mef], "{exported:?}");
        let names: Vec<_> = exported.written.iter().map(|path| path.file_name().unwrap().to_str().unwrap()).collect();
        assert!(names.contains(&"x-diagram.svg") && names.contains(&"x-whole.mef.xml"), "{names:?}");
    }

    #[test]
    fn files_that_would_lack_characters_are_made_only_when_that_is_wanted() {
        let folder = tempfile::tempdir().unwrap();
        // For private use, in a part of Unicode where no font has anything.
        let document = &Fixture::parse("computer B\u{10fffd} biztalk").unwrap().document;
        let request = ExportRequest::usual(folder.path().to_owned(), "x".to_owned(), "2026-03-01".to_owned());
        let request = ExportRequest { formats: [Format::Png, Format::Svg, Format::Workbook].into(), ..request };
        let exported = run(document, &analyze(document), &request);
        assert_eq!(exported.written, [folder.path().join("x-workbook.xlsx")], "spreadsheets bring fonts of their own");
        let failures = exported.failures();
        let [failure] = failures.as_slice() else { panic!("one cause: {failures:?}") };
        for part in ["Diagram as PNG and Diagram as SVG", "“B\u{10fffd}”", "U+10FFFD"] {
            assert!(failure.contains(part), "{failure}");
        }
        let exported = run(document, &analyze(document), &ExportRequest { replaces_missing: true, ..request });
        assert!(exported.failed.is_empty() && exported.written.len() == 3, "{exported:?}");
    }

    #[test]
    fn characters_that_xml_cannot_hold_break_no_file() {
        let name = "B<\u{1}&\u{ffff}\u{1b}>1";
        let text = format!("computer {name} biztalk\nhost R receive on {name}");
        let mut document = Fixture::parse(&text).unwrap().document;
        document.project.title = format!("{name}\nSecond line");
        let request = ExportRequest::usual(PathBuf::new(), "x".to_owned(), "2026-03-01".to_owned());
        for (format, expected) in [(Format::Svg, "B< &  >1 Second line"), (Format::Mef, "B< &  >1")] {
            let bytes = render(&document, &analyze(&document), &request, format).unwrap();
            let text = String::from_utf8(bytes).unwrap();
            let read = roxmltree::Document::parse(&text).unwrap();
            let found = read.descendants().filter_map(|it| it.text()).any(|it| it.contains(expected));
            assert!(found, "{text}");
        }
    }

    #[test]
    fn a_diagram_marks_what_losses_do_only_when_asked_for_it() {
        let document = &template("large").unwrap().document;
        let analysis = analyze(document);
        let svg = |show_losses| {
            let request = ExportRequest::usual(PathBuf::new(), "x".to_owned(), "2026-03-01".to_owned());
            let bytes = render(document, &analysis, &ExportRequest { show_losses, ..request }, Format::Svg).unwrap();
            String::from_utf8(bytes).unwrap()
        };
        let marked = svg(true);
        assert!(marked.contains("MSDTC: single point") && marked.contains("if it is lost"), "marks and words");
        assert!(!svg(false).contains("MSDTC: single point"));
    }
}
