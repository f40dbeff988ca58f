//! Everything that the program reads from somebody: each kind with texts to start from and what must hold of any text.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Parser as _;
use tierwright::cli::{Cli, Streams, run};
use tierwright_availability::{Budget, CutSets, Diagram, Patience, mef};
use tierwright_design::document::{from_text, template, templates, to_text};
use tierwright_design::edit::intent::clip::{self, Clip};
use tierwright_design::model::check_invariants;
use tierwright_design::testing::{Lcg, any_design};
use tierwright_engine::capacity::csv::runs_from_csv;
use tierwright_rules::analysis::analyze;

use crate::mutate::mutated;

/// A kind of input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Design files.
    Design,
    /// Tables of load tests, and what is pasted.
    Import,
    /// Earlier results and earlier designs that a check is held against.
    Baseline,
    /// Fault trees in Open-PSA MEF.
    FaultTree,
    /// Calls of the program, carried out.
    CommandLine,
}

impl Kind {
    /// All of them with the word that names each.
    pub const ALL: [(Self, &str); 5] = [
        (Self::Design, "designs"),
        (Self::Import, "imports"),
        (Self::Baseline, "baselines"),
        (Self::FaultTree, "fault-trees"),
        (Self::CommandLine, "command-lines"),
    ];
}

/// What became of an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was read.
    Accepted,
    /// It was refused with a reason.
    Refused,
}

/// One kind of input with what it is tried on.
pub struct Target {
    kind: Kind,
    corpus: Vec<String>,
    /// A folder of its own, in which commands may do as they like.
    folder: PathBuf,
}

const LOAD_TESTS: &str = "on,by,messages_per_sec,biztalk_cpu_percent,biztalk_cores,sql_cpu_percent,sql_cores,hops,users
2026-01-31,A,120,60,8,50,8,1,20
2026-02-01,\"B, C\",240.5,80,16,70,8,2,
";

const FAULT_TREES: [&str; 3] = [
    "<?xml version='1.0'?><opsa-mef><define-fault-tree name='t'><define-gate name='g'><or><gate name='h'/><and>\
     <basic-event name='a'/><basic-event name='b'/></and></or></define-gate><define-gate name='h'><atleast min='2'>\
     <event name='a'/><event name='b'/><event name='c' type='basic-event'/></atleast></define-gate></define-fault-tree>\
     <model-data><define-basic-event name='a'><float value='0.1'/></define-basic-event><define-basic-event name='b'>\
     <parameter name='p'/></define-basic-event><define-basic-event name='c'><exponential><float value='1e-4'/>\
     <system-mission-time/></exponential></define-basic-event><define-parameter name='p'><mul><float value='0.4'/>\
     <parameter name='r'/></mul></define-parameter><define-parameter name='r'><float value='0.5'/></define-parameter>\
     </model-data></opsa-mef>",
    "<opsa-mef><define-fault-tree name='t'><define-gate name='top'><or><gate name='one.g'/><house-event name='on'/></or>\
     </define-gate><define-component name='one' role='private'><define-gate name='g'><basic-event name='e'/></define-gate>\
     <define-basic-event name='e'><GLM><float value='0.1'/><float value='1e-3'/><float value='0.1'/><float value='8760'/>\
     </GLM></define-basic-event></define-component><define-house-event name='on'><constant value='false'/>\
     </define-house-event></define-fault-tree></opsa-mef>",
    "<opsa-mef><define-fault-tree name='t'><define-gate name='g'><or><gate name='h'/><event name='a'/></or></define-gate>\
     <define-gate name='h'><and><event name='a'/><event name='a'/></and></define-gate><define-basic-event name='a'>\
     <div><float value='1'/><add><float value='3'/><neg><float value='1'/></neg></add></div></define-basic-event>\
     </define-fault-tree></opsa-mef>",
];

/// The words of command lines; `@` is a design in the folder.
const CALLS: [&str; 12] = [
    "check @",
    "check --format json @ @",
    "check --format sarif --fail-on error @",
    "check --baseline @ @",
    "capacity @ --format json",
    "simulate @ --fail BTS1",
    "sweep @ --order 2 --format json",
    "export @ --to svg,mef -o .",
    "new --template small -o new.ron",
    "rules list",
    "rules show HOST-001",
    "export @ --to svg --date 2026-01-31 --paper letter",
];

impl Target {
    /// A kind of input that writes what it must to a folder of its own.
    pub fn new(kind: Kind, folder: &Path) -> Self {
        let small: Vec<String> = ["empty", "proof-of-concept", "two-computer", "small"]
            .iter()
            .filter_map(|key| template(key))
            .chain(templates().iter().take(2))
            .map(|it| to_text(&it.document))
            .collect();
        let corpus = match kind {
            Kind::Design => small.into_iter().chain((0..6).map(|seed| to_text(&any_design(seed)))).collect(),
            Kind::Import => [LOAD_TESTS.to_owned(), LOAD_TESTS.replace(',', ";")].into_iter().chain(copied()).collect(),
            Kind::Baseline => small.iter().take(2).cloned().chain(results(folder, &small)).collect(),
            Kind::FaultTree => FAULT_TREES.map(str::to_owned).to_vec(),
            Kind::CommandLine => CALLS.map(str::to_owned).to_vec(),
        };
        Self { kind, corpus, folder: folder.to_path_buf() }
    }

    /// Some input; the same dice give the same one.
    pub fn next(&self, dice: &mut Lcg) -> String {
        let text = &self.corpus[dice.below(self.corpus.len())];
        mutated(text, &self.corpus, dice)
    }

    /// Reads an input as the program does.
    ///
    /// # Panics
    /// When something that must hold of any input does not.
    pub fn read(&self, text: &str, dice: &mut Lcg) -> Outcome {
        match self.kind {
            Kind::Design => design(text, dice),
            Kind::Import => import(text),
            Kind::Baseline => self.baseline(text),
            Kind::FaultTree => fault_tree(text),
            Kind::CommandLine => self.command_line(text, dice),
        }
    }

    fn baseline(&self, text: &str) -> Outcome {
        let (design, baseline) = (self.folder.join("design.ron"), self.folder.join("baseline.json"));
        write(&design, &self.corpus[0]);
        write(&baseline, text);
        let words = ["check", "--baseline", &baseline.display().to_string(), &design.display().to_string()];
        call(&words.map(str::to_owned))
    }

    fn command_line(&self, text: &str, dice: &mut Lcg) -> Outcome {
        let design = self.folder.join("design.ron");
        if dice.one_in(8) || !design.exists() {
            let template = &templates()[dice.below(templates().len())];
            let text = to_text(&template.document);
            write(&design, &if dice.one_in(3) { mutated(&text, &[], dice) } else { text });
        }
        // What is written stays in the folder of this run.
        let harmless = |word: &str| word.replace("..", "").replace(['/', '~'], "").replace('\u{0}', "");
        let words: Vec<String> =
            text.split(' ').map(|word| if word == "@" { "design.ron".to_owned() } else { harmless(word) }).collect();
        let heavy = |word: &String| ["png", "pdf", "checklist"].iter().any(|it| word.contains(it));
        if words.first().is_some_and(|it| it.is_empty()) || (words.iter().any(heavy) && !dice.one_in(50)) {
            return Outcome::Refused;
        }
        call(&words)
    }
}

/// What somebody has copied.
fn copied() -> Option<String> {
    let design = &template("small")?.document;
    let elements: Vec<_> = design.placed_elements().into_iter().take(3).map(|(_, element)| element).collect();
    clip::copy(design, &elements)?.to_text().ok()
}

/// Results that a check of designs gives, as texts to start from.
fn results(folder: &Path, designs: &[String]) -> Vec<String> {
    let path = folder.join("result-of.ron");
    let mut results = Vec::new();
    for (text, format) in designs.iter().flat_map(|text| ["json", "sarif"].map(|format| (text, format))) {
        write(&path, text);
        let words = ["check", "--format", format, &path.display().to_string()].map(str::to_owned);
        results.push(said(&words).1);
    }
    results
}

fn write(path: &Path, text: &str) {
    fs::write(path, text).unwrap_or_else(|err| panic!("{} cannot be written: {err}", path.display()));
}

fn design(text: &str, dice: &mut Lcg) -> Outcome {
    let document = match from_text(text) {
        Ok(document) => document,
        Err(problem) => {
            let words = problem.to_string();
            assert!(!words.trim().is_empty() && words.len() < 100_000, "a refusal of {} bytes", words.len());
            return Outcome::Refused;
        }
    };
    assert!(check_invariants(&document).is_empty(), "an unsound design was accepted");
    let written = to_text(&document);
    let again = from_text(&written).unwrap_or_else(|err| panic!("what was written is refused: {err}"));
    assert!(again == document, "what was written says something else");
    if dice.one_in(20) {
        analyze(&document);
    }
    Outcome::Accepted
}

fn import(text: &str) -> Outcome {
    let pasted = Clip::from_text(text).is_some();
    match runs_from_csv(text, "A") {
        Ok(runs) => {
            assert!(!runs.is_empty(), "an empty table was accepted");
            Outcome::Accepted
        }
        Err(problem) => {
            assert!(!problem.trim().is_empty(), "a refusal without words");
            if pasted { Outcome::Accepted } else { Outcome::Refused }
        }
    }
}

fn fault_tree(text: &str) -> Outcome {
    let tree = match mef::read(&[text]).and_then(|model| model.tree(None)) {
        Ok(tree) => tree,
        Err(problem) => {
            assert!(!problem.to_string().trim().is_empty(), "a refusal without words");
            return Outcome::Refused;
        }
    };
    let q: Vec<f64> = tree.events.iter().map(|it| it.probability).collect();
    let budget = Budget::from(20_000);
    if let Ok(diagram) = Diagram::compile(&tree.logic, tree.top, budget.clone()) {
        let probability = diagram.probability(&q);
        assert!((0.0..=1.0).contains(&probability), "a probability of {probability}");
        if let Ok(sets) = CutSets::of(&diagram, None, budget) {
            drop(sets.count());
        }
    }
    Outcome::Accepted
}

/// Carries out a call and returns its exit code with what it printed.
fn said(words: &[String]) -> (u8, String) {
    let args = std::iter::once("tierwright".to_owned()).chain(words.iter().cloned());
    let Ok(Cli { command: Some(command), .. }) = Cli::try_parse_from(args) else { return (2, String::new()) };
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let today = "2026-01-31".to_owned();
    let code = run(command, &mut Streams { out: &mut out, err: &mut err, today, patience: Patience::endless() });
    assert!(code <= 3, "exit code {code}");
    assert!(code < 2 || !err.is_empty(), "exit code {code} without a word");
    (code, String::from_utf8_lossy(&out).into_owned())
}

fn call(words: &[String]) -> Outcome {
    if said(words).0 < 2 { Outcome::Accepted } else { Outcome::Refused }
}
