//! `tierwright export`: the files that the window exports, without it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};

use super::input::{STANDARD_INPUT, open};
use super::{EXIT_CLEAN, EXIT_UNREADABLE, EXIT_USAGE, Streams, read};
use crate::analysis::{Analysis, analyze_on};
use crate::document::file_name;
use crate::downtime::WrittenFigures;
use crate::export::run::render_with_fonts;
use crate::export::{
    DEFAULT_DPI, ExportRequest, Format, Paper, Present, WordTemplate, run_while as export, stem_of_title,
};
use crate::model::Document;
use crate::prose::list;

/// What to export.
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// The design, or a file that carries one; `-` reads it from standard input
    file: PathBuf,
    /// Kinds of file, separated by commas
    #[arg(long, value_parser = kind_of_file(), value_delimiter = ',', default_values = Format::usual().map(Format::word))]
    to: Vec<Kinds>,
    /// The folder to write to, made where it is missing; `-` writes one document to standard output
    #[arg(short, long, default_value = ".")]
    output: PathBuf,
    /// The date on everything, as YYYY-MM-DD; else SOURCE_DATE_EPOCH, else today
    #[arg(long)]
    date: Option<String>,
    /// Paper of the PDFs
    #[arg(long, value_enum, default_value_t = PaperArg::A4)]
    paper: PaperArg,
    /// Resolution of the PNG in dots per inch
    #[arg(long, default_value_t = DEFAULT_DPI)]
    dpi: u32,
    /// Mark in diagrams what the loss of each element does
    #[arg(long)]
    losses: bool,
    /// Put a diagram that cannot be read on one page on paper of twice the size (A3), instead of in parts
    #[arg(long)]
    large_diagrams: bool,
    /// Let fault trees (mef) carry how uncertain each figure is, so that other programs draw them: `scram --uncertainty true`
    #[arg(long)]
    with_ranges: bool,
    /// The present environment: build book and workbook tell the steps from it to the design, files for builders lead there
    #[arg(long, value_name = "FILE")]
    present: Option<PathBuf>,
    /// Leave the design out of documents and pictures, which otherwise carry it and can be opened
    #[arg(long)]
    without_design: bool,
    /// A .docx or .dotx of yours, whose styles, header, footer and pages the report for Word takes; what it says comes
    /// first
    #[arg(long, value_name = "FILE")]
    word_template: Option<PathBuf>,
    /// Show � for characters that no font of this computer has, instead of leaving out the files that would show them
    #[arg(long)]
    replace_missing: bool,
}

/// What one word of `--to` stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Kinds(Vec<Format>);

/// The word for every kind of file, each by itself.
const ALL: &str = "all";

/// The words of the kinds of file, each with what it is.
fn kind_of_file() -> impl TypedValueParser<Value = Kinds> {
    let words = Format::all().map(|format| PossibleValue::new(format.word()).help(format.label()));
    let all = PossibleValue::new(ALL).help("Every kind of file with a manifest: a bundle as a folder");
    PossibleValuesParser::new(words.chain([all])).try_map(|word| match Format::of_word(&word) {
        Some(format) => Ok(Kinds(vec![format])),
        None if word == ALL => Ok(Kinds(Format::all().filter(|it| *it != Format::Bundle).collect())),
        None => Err("no kind of file"),
    })
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum PaperArg {
    A4,
    Letter,
}

/// Carries out the command and returns the exit code.
pub(super) fn run(args: &ExportArgs, streams: &mut Streams<'_>) -> u8 {
    let opened = match open(&args.file) {
        Ok(opened) => opened,
        Err(err) => {
            streams.complain(&err.to_string());
            return EXIT_UNREADABLE;
        }
    };
    let Some(today) = streams.day(args.date.as_ref()) else { return EXIT_USAGE };
    let present = match &args.present {
        None => None,
        Some(file) => match read_present(file, streams) {
            Some(present) => Some(Arc::new(present)),
            None => return EXIT_UNREADABLE,
        },
    };
    let stem = stem(&args.file, &opened.document);
    let word_template = match args.word_template.as_ref().map(|path| WordTemplate::open(path)).transpose() {
        Ok(template) => template,
        Err(problem) => {
            streams.complain(&problem.to_string());
            return EXIT_USAGE;
        }
    };
    let request = ExportRequest {
        formats: args.to.iter().flat_map(|it| it.0.iter().copied()).collect::<BTreeSet<Format>>(),
        folder: args.output.clone(),
        stem,
        paper: if args.paper == PaperArg::Letter { Paper::Letter } else { Paper::A4 },
        dpi: args.dpi,
        show_losses: args.losses,
        large_diagrams: args.large_diagrams,
        fault_tree_figures: if args.with_ranges { WrittenFigures::Spread } else { WrittenFigures::Middle },
        carries_design: !args.without_design,
        present,
        word_template,
        replaces_missing: args.replace_missing,
        date: args.date.clone().unwrap_or_else(|| streams.today.clone()),
    };
    let analysis = analyze_on(&opened.document, Some(today));
    if args.output == Path::new("-") {
        return to_output(&opened.document, &analysis, &request, streams);
    }
    if let Err(err) = std::fs::create_dir_all(&args.output) {
        streams.complain(&format!("the folder {} could not be made: {err}", args.output.display()));
        return EXIT_USAGE;
    }
    let patience = streams.patience.clone();
    let mut left = request.formats.len();
    let go_on = || {
        let goes_on = !patience.is_over();
        left -= usize::from(goes_on);
        goes_on
    };
    let exported = export(&opened.document, &analysis, &request, go_on);
    for path in &exported.written {
        streams.say(&path.display().to_string());
    }
    tell_fonts(&exported.fonts, streams);
    for failure in exported.failures() {
        streams.complain(&failure);
    }
    if left > 0 {
        streams.complain(&format!("{left} of the kinds of file were not made in time; --max-seconds allows more"));
    }
    if exported.failed.is_empty() && left == 0 { EXIT_CLEAN } else { EXIT_USAGE }
}

/// Says which fonts of this computer the files show: elsewhere other ones might be taken.
fn tell_fonts(fonts: &[String], streams: &mut Streams<'_>) {
    if !fonts.is_empty() {
        streams.complain(&format!("characters that the bundled fonts lack come from {}", list(fonts)));
    }
}

/// The design of the environment as it is; what keeps it from being read is said.
pub(super) fn read_present(file: &Path, streams: &mut Streams<'_>) -> Option<Present> {
    read(file, streams).map(|document| Present::new(file_name(file), document))
}

/// What names of files start with: the name of the design's file, else its title.
fn stem(file: &Path, document: &Document) -> String {
    let stem = file.file_stem().filter(|it| *it != STANDARD_INPUT);
    stem.map_or_else(|| stem_of_title(&document.project.title), |it| it.to_string_lossy().into_owned())
}

/// Writes the one document of a request to standard output. A reader who leaves early is an error here: half a document
/// is none.
fn to_output(document: &Document, analysis: &Analysis, request: &ExportRequest, streams: &mut Streams<'_>) -> u8 {
    let mut formats = request.formats.iter();
    let (Some(format), None) = (formats.next(), formats.next()) else {
        streams.complain("standard output takes one document: choose one kind with --to");
        return EXIT_USAGE;
    };
    let made = render_with_fonts(document, analysis, request, *format).map_err(|err| err.to_string());
    let written = made.and_then(|(bytes, fonts)| {
        tell_fonts(&fonts, streams);
        let written = streams.out.write_all(&bytes).and_then(|()| streams.out.flush());
        written.map_err(|err| format!("the document could not be written: {err}"))
    });
    match written {
        Ok(()) => EXIT_CLEAN,
        Err(problem) => {
            streams.complain(&problem);
            EXIT_USAGE
        }
    }
}
