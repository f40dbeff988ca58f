//! Evaluates a fault tree in the Open-PSA Model Exchange Format and prints what the engine says about it as JSON.
//!
//! `fault_tree FILE... [--top NAME] [--max-order K] [--max-nodes N] [--max-seconds S]`; several files may share one model. With `--max-order` only the
//! cut sets with at most K events are counted; the probability is exact all the same. Where it takes more than
//! is allowed, certain bounds are printed instead. Phases of the model are evaluated one by one after the tree as it is
//! defined, files that it takes in by XInclude are read as well.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command line program talks on the console")]

use std::fs;
use std::num::ParseIntError;
use std::path::PathBuf;
use std::process::ExitCode;
use std::str::FromStr;
use std::time::{Duration, Instant};

use serde_json::json;
use tierwright_availability::{Bounds, Budget, CutSets, Diagram, Patience, Stopped, mef};

/// Nodes of one diagram under construction unless somebody allows more: about a gigabyte.
const MOST_NODES: usize = 16_000_000;
/// Seconds for diagram and cut sets together unless somebody allows more: certain bounds then come within ten.
const MOST_SECONDS: u64 = 8;

const USAGE: &str = "usage: fault_tree FILE... [--top NAME] [--max-order K] [--max-nodes N] [--max-seconds S]";

struct Request {
    files: Vec<String>,
    top: Option<String>,
    most_events: Option<u32>,
    most_nodes: usize,
    most_seconds: u64,
}

fn main() -> ExitCode {
    let request = match request(std::env::args().skip(1)) {
        Ok(request) => request,
        Err(problem) => {
            eprintln!("{problem}\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match evaluate(&request) {
        Ok(report) => {
            println!("{report}");
            ExitCode::SUCCESS
        }
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::from(3)
        }
    }
}

fn request(mut arguments: impl Iterator<Item = String>) -> Result<Request, String> {
    let mut request =
        Request { files: Vec::new(), top: None, most_events: None, most_nodes: MOST_NODES, most_seconds: MOST_SECONDS };
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--top" => request.top = Some(arguments.next().ok_or("--top needs the name of a gate")?),
            "--max-order" => request.most_events = Some(number(&argument, arguments.next())?),
            "--max-nodes" => request.most_nodes = number(&argument, arguments.next())?,
            "--max-seconds" => request.most_seconds = number(&argument, arguments.next())?,
            option if option.starts_with("--") => return Err(format!("unknown option {option}")),
            _ => request.files.push(argument),
        }
    }
    if request.files.is_empty() { Err("no file given".to_owned()) } else { Ok(request) }
}

fn number<T: FromStr<Err = ParseIntError>>(option: &str, text: Option<String>) -> Result<T, String> {
    let text = text.ok_or_else(|| format!("{option} needs a number"))?;
    text.parse().map_err(|error| format!("{option} {text}: {error}"))
}

fn evaluate(request: &Request) -> Result<serde_json::Value, String> {
    let texts = texts(&request.files)?;
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let named = |error: mef::MefError| format!("{}: {error}", request.files.join(", "));
    let model = mef::read(&texts).map_err(named)?;
    let mut report = of_tree(&model.tree(request.top.as_deref()).map_err(named)?, request)?;
    for phase in model.phases() {
        let tree = model.tree_in(request.top.as_deref(), Some(phase)).map_err(named)?;
        report["phases"][phase.name.as_str()] = of_tree(&tree, request)?;
    }
    Ok(report)
}

/// The texts of the files, and of those that they take in.
fn texts(files: &[String]) -> Result<Vec<String>, String> {
    let mut files: Vec<PathBuf> = files.iter().map(PathBuf::from).collect();
    let mut texts = Vec::new();
    while let Some(file) = files.get(texts.len()) {
        let named = |error: &dyn std::fmt::Display| format!("{}: {error}", file.display());
        let text = fs::read_to_string(file).map_err(|error| named(&error))?;
        let included = mef::included(&text).map_err(|error| named(&error))?;
        let beside = |it: String| file.with_file_name(it);
        let new: Vec<PathBuf> = included.into_iter().map(beside).filter(|it| !files.contains(it)).collect();
        files.extend(new);
        texts.push(text);
    }
    Ok(texts)
}

fn of_tree(tree: &mef::FaultTree, request: &Request) -> Result<serde_json::Value, String> {
    let probabilities: Vec<f64> = tree.events.iter().map(|event| event.probability).collect();

    let (start, most) = (Instant::now(), Duration::from_secs(request.most_seconds));
    let patience = Patience::until(move || start.elapsed() > most);
    let budget = Budget { nodes: request.most_nodes, patience };
    let diagram = match Diagram::compile(&tree.logic, tree.top, budget.clone()) {
        Ok(diagram) => diagram,
        Err(reason) => return bounds(tree, &probabilities, request.most_nodes, reason),
    };
    let probability = diagram.probability(&probabilities);
    let build_ms = start.elapsed().as_secs_f64() * 1_000.0;

    let start = Instant::now();
    let count = match CutSets::of(&diagram, request.most_events, budget) {
        Ok(cut_sets) => json!(cut_sets.count().map_err(|error| error.to_string())?.to_string()),
        Err(reason @ Stopped::NotCoherent) => json!({ "none": reason.to_string() }),
        Err(reason) => return Err(reason.to_string()),
    };
    let mcs_ms = start.elapsed().as_secs_f64() * 1_000.0;

    Ok(json!({
        "basic_events": tree.events.len(),
        "gates": tree.gates,
        "probability": probability,
        "minimal_cut_sets": count,
        "build_ms": build_ms,
        "mcs_ms": mcs_ms,
    }))
}

/// What is certain where the exact probability takes too much: bounds from the cut sets with few events, which are given
/// up after so many seconds more.
fn bounds(
    tree: &mef::FaultTree,
    probabilities: &[f64],
    most_nodes: usize,
    reason: Stopped,
) -> Result<serde_json::Value, String> {
    const MOST_SECONDS_MORE: Duration = Duration::from_secs(10);
    let start = Instant::now();
    let patience = Patience::until(move || start.elapsed() > MOST_SECONDS_MORE);
    let bounds = Bounds::of(&tree.logic, tree.top, probabilities, Budget { nodes: most_nodes, patience })
        .map_err(|more| format!("{reason}; bounds: {more}"))?;
    Ok(json!({
        "basic_events": tree.events.len(),
        "gates": tree.gates,
        "probability_between": [bounds.lower, bounds.upper],
        "because": reason.to_string(),
        "bounds_ms": start.elapsed().as_secs_f64() * 1_000.0,
    }))
}
