//! Evaluates a fault tree in the Open-PSA Model Exchange Format and prints what the engine says about it as JSON.
//!
//! `fault_tree FILE... [--top NAME] [--max-order K]`; several files may share one model. With `--max-order` only the
//! cut sets with at most K events are counted; the probability is exact all the same.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command line program talks on the console")]

use std::fs;
use std::process::ExitCode;
use std::thread;
use std::time::Instant;

use serde_json::json;
use tierwright_availability::{Budget, CutSets, Diagram, mef};

/// Nodes of one diagram under construction, at 12 bytes and about as much for tables.
const MOST_NODES: usize = 200_000_000;
/// Diagrams are walked by recursion, one level per event.
const STACK_BYTES: usize = 1 << 30;

const USAGE: &str = "usage: fault_tree FILE... [--top NAME] [--max-order K]";

struct Request {
    files: Vec<String>,
    top: Option<String>,
    most_events: Option<u32>,
}

fn main() -> ExitCode {
    let request = match request(std::env::args().skip(1)) {
        Ok(request) => request,
        Err(problem) => {
            eprintln!("{problem}\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    let worker = thread::Builder::new().stack_size(STACK_BYTES).spawn(move || evaluate(&request));
    let outcome = worker.map_err(|error| error.to_string()).map(|it| it.join());
    match outcome {
        Ok(Ok(Ok(report))) => {
            println!("{report}");
            ExitCode::SUCCESS
        }
        Ok(Ok(Err(problem))) | Err(problem) => {
            eprintln!("{problem}");
            ExitCode::from(3)
        }
        Ok(Err(_)) => ExitCode::from(3),
    }
}

fn request(mut arguments: impl Iterator<Item = String>) -> Result<Request, String> {
    let mut request = Request { files: Vec::new(), top: None, most_events: None };
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--top" => request.top = Some(arguments.next().ok_or("--top needs the name of a gate")?),
            "--max-order" => {
                let text = arguments.next().ok_or("--max-order needs a number")?;
                let order = text.parse().map_err(|error| format!("--max-order {text}: {error}"))?;
                request.most_events = Some(order);
            }
            option if option.starts_with("--") => return Err(format!("unknown option {option}")),
            _ => request.files.push(argument),
        }
    }
    if request.files.is_empty() { Err("no file given".to_owned()) } else { Ok(request) }
}

fn evaluate(request: &Request) -> Result<serde_json::Value, String> {
    let read = |file: &String| fs::read_to_string(file).map_err(|error| format!("{file}: {error}"));
    let texts = request.files.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let named = |error: mef::MefError| format!("{}: {error}", request.files.join(", "));
    let tree = mef::read(&texts).and_then(|model| model.tree(request.top.as_deref())).map_err(named)?;
    let probabilities: Vec<f64> = tree.events.iter().map(|event| event.probability).collect();

    let start = Instant::now();
    let budget = Budget { nodes: MOST_NODES };
    let diagram = Diagram::compile(&tree.logic, tree.top, budget).map_err(|error| error.to_string())?;
    let probability = diagram.probability(&probabilities);
    let build_ms = start.elapsed().as_secs_f64() * 1_000.0;

    let start = Instant::now();
    let cut_sets = CutSets::of(&diagram, request.most_events, MOST_NODES).map_err(|error| error.to_string())?;
    let count = cut_sets.count().to_string();
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
