//! Holds the capacity model against a simulation that knows nothing of its formulas, on designs from seeds: rates against
//! every sharing-out of work, their ranges against random draws, response times at 30, 60 and 85 % of the limit against
//! messages played one by one, and whether less of anything, a loss or more to do ever raises a rate.
//!
//! `played [DESIGNS] [MESSAGES] [FIRST SEED]`: 50 designs of 300,000 messages unless told otherwise. Prints every figure and
//! fails when one is off by more than 3 % (means), 6 % (P95), 10 and 15 % (both where the engine calls them rough), 4 % (P10
//! and P90 of rates) or 0.1 % (rates) and three standard errors of what was played.
#![expect(clippy::print_stdout, reason = "a command line program talks on the console")]

#[path = "../tests/it/played/mod.rs"]
mod played;

use std::collections::BTreeMap;
use std::process::ExitCode;

use played::Opinion;

fn main() -> ExitCode {
    let number = |at: usize| std::env::args().nth(at).and_then(|it| it.parse::<u64>().ok());
    let (designs, messages) = (number(1).unwrap_or(50), number(2).unwrap_or(300_000));
    let first = number(3).unwrap_or(0);
    let (mut wrong, mut limits) = (0, BTreeMap::new());
    for opinion in (first..first + designs).map(Opinion::of_seed) {
        *limits.entry(opinion.limit()).or_insert(0) += 1;
        let mut found = opinion.rates(100_000);
        found.extend(opinion.response_times(messages as usize));
        for it in opinion.raised().into_iter().chain(opinion.after_losses()) {
            println!("{it}, WRONG");
            wrong += 1;
        }
        for it in found {
            println!("{}{}", it.text(), if it.is_wrong() { ", WRONG" } else { "" });
            wrong += usize::from(it.is_wrong());
        }
    }
    println!("{wrong} figures are wrong in {designs} designs, by what limits them: {limits:?}");
    if wrong == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
