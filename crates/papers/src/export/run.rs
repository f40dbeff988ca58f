//! Carries out an export, for the window and the command line alike.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::request::{ExportRequest, Format, fault_tree_name, name_with};
use super::text_files;
use super::{
    Drawings, ExportError, ExportMeta, Paperwork, SvgOptions, diagram_pdf, document_pdf, scene_png, scene_svg,
    workbook, write_replacing,
};
use crate::analysis::Analysis;
use crate::badges::badges;
use crate::carried::Origin;
use crate::downtime::fault_trees;
use crate::model::Document;
use crate::overlay::loss_marks;
use crate::report;
use crate::scene::{Palette, Scene, SceneOptions, TitleBlock, build};

/// What an export came to.
#[derive(Debug, Default)]
pub struct Exported {
    /// The files that are written, in order.
    pub written: Vec<PathBuf>,
    /// What was not written, by format and in order. Other files of that format may be among the written ones.
    pub failed: Vec<(Format, ExportError)>,
}

/// Writes the files of a request. Existing files are replaced; one that fails keeps no other from being written.
pub fn run(document: &Document, analysis: &Analysis, request: &ExportRequest) -> Exported {
    let mut exported = Exported::default();
    for format in &request.formats {
        match files(document, analysis, request, *format) {
            Ok(files) => {
                for (name, bytes) in files {
                    let path = request.folder.join(name);
                    match write_replacing(&path, &bytes) {
                        Ok(()) => exported.written.push(path),
                        Err(err) => exported.failed.push((*format, err)),
                    }
                }
            }
            Err(err) => exported.failed.push((*format, err)),
        }
    }
    exported
}

/// The files of one format, each with its name.
fn files(
    document: &Document,
    analysis: &Analysis,
    request: &ExportRequest,
    format: Format,
) -> Result<Vec<(String, Vec<u8>)>, ExportError> {
    let stem = &request.stem;
    if format == Format::Mef {
        let trees = fault_trees(document);
        return Ok(trees.into_iter().map(|(key, text)| (fault_tree_name(stem, &key), text.into_bytes())).collect());
    }
    if format == Format::Csv {
        let files = text_files::files(analysis, &report::build(document, analysis, &request.date))?;
        return Ok(files.into_iter().map(|(ending, bytes)| (name_with(stem, ending), bytes)).collect());
    }
    Ok(vec![(format.file_name(stem), render(document, analysis, request, format)?)])
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
    let meta = meta(document, request);
    let options = SceneOptions {
        badges: badges(&analysis.rules),
        losses: if request.show_losses { loss_marks(&analysis.failures) } else { BTreeMap::new() },
        // Pages of a PDF have title lines of their own.
        title_block: matches!(format, Format::Png | Format::Svg).then(|| title_block(&meta)),
        legend: true,
        ..SceneOptions::default()
    };
    let scene = build(document, &options);
    let paperwork = |kind: Paperwork, diagram: Scene| {
        let drawings = Drawings { diagram, large: request.large_diagrams };
        document_pdf(kind, &report::build(document, analysis, &request.date), &drawings, &meta, request.paper)
    };
    match format {
        Format::Mef => {
            let whole = fault_trees(document).pop();
            Ok(whole.map(|(_, text)| text.into_bytes()).unwrap_or_default())
        }
        Format::Png => scene_png(&scene, Palette::print(), request.dpi, meta.origin.as_ref()),
        Format::Pdf => diagram_pdf(&scene, Palette::print(), &meta, request.paper),
        Format::Workbook => {
            let report = report::build(document, analysis, &request.date);
            workbook(analysis, &report, &meta, request.paper)
        }
        Format::Csv => {
            let files = text_files::files(analysis, &report::build(document, analysis, &request.date))?;
            Ok(files.into_iter().next().map(|(_, bytes)| bytes).unwrap_or_default())
        }
        Format::Review => paperwork(Paperwork::Review, scene),
        Format::Checklist => paperwork(Paperwork::Checklist, scene),
        Format::BuildBook => paperwork(Paperwork::BuildBook, scene),
        Format::Evidence => paperwork(Paperwork::Evidence, scene),
        Format::Svg => {
            let description = report::verdict_sentences(analysis).join(" ");
            let origin = meta.origin.clone();
            let options = SvgOptions { title: meta.title.clone(), description, origin, ..SvgOptions::default() };
            Ok(scene_svg(&scene, Palette::print(), &options)?.into_bytes())
        }
    }
}

fn meta(document: &Document, request: &ExportRequest) -> ExportMeta {
    let project = &document.project;
    ExportMeta {
        title: project.title.clone(),
        author: project.author.clone(),
        customer: project.customer.clone(),
        version: project.version.clone(),
        date: request.date.clone(),
        origin: Some(Origin::new(document, &request.date, request.carries_design)),
    }
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
