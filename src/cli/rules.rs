//! `tierwright rules`: the catalogue for people and for programs.

use clap::Subcommand;

use super::{EXIT_CLEAN, EXIT_USAGE, Output, Streams};
use crate::rules::{catalog, explain, rules_json};

/// What to show of the rules.
#[derive(Debug, Subcommand)]
pub enum RulesCommand {
    /// Lists every rule
    List {
        /// How to print the list
        #[arg(long, value_enum, default_value_t = Output::Text)]
        format: Output,
    },
    /// Explains one rule: why, what to do, where it comes from
    Explain {
        /// The rule, such as SSO-004, in capitals or not
        id: String,
    },
}

/// Carries out the command and returns the exit code.
pub(super) fn run(command: &RulesCommand, streams: &mut Streams<'_>) -> u8 {
    match command {
        RulesCommand::List { format: Output::Json } => streams.say(&rules_json()),
        RulesCommand::List { format: Output::Text } => {
            for row in catalog().rows() {
                streams.say(&format!("{:9} {:8} {:2} {}", row.id, row.severity.word(), row.decided.mark(), row.title));
            }
        }
        RulesCommand::Explain { id } => match catalog().find(&id.to_uppercase()) {
            Some(row) => streams.say(&explain(row)),
            None => {
                streams.complain(&format!("there is no rule {id:?}; `tierwright rules list` shows all"));
                return EXIT_USAGE;
            }
        },
    }
    EXIT_CLEAN
}
