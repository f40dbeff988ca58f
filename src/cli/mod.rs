//! The command line: the same engine without a window and without a display.

mod check;
mod code;
mod collector;
mod destination;
mod diff;
mod downtime;
mod export;
mod fill_in;
mod import;
mod input;
mod migrate;
mod rules;
mod simulate;
mod sweep;
#[cfg(test)]
mod tests;
mod verify;

use std::borrow::Cow;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::slice;

use clap::{CommandFactory as _, Parser, Subcommand, ValueEnum};

use crate::availability::Patience;
use crate::calendar::Day;
use crate::capacity::capacity_report;
use crate::capacity::json::capacity_json;
use crate::capacity::text::capacity_text;
use crate::dependency::Structure;
use crate::document::{OnConflict, save, to_text};
use crate::document::{template, templates};
use crate::model::Document;
use destination::Destination;
use input::open;

/// Everything went well and nothing at or above the threshold was found.
pub const EXIT_CLEAN: u8 = 0;
/// Findings at or above the threshold.
pub const EXIT_FINDINGS: u8 = 1;
/// The call was wrong, or a file could not be written.
pub const EXIT_USAGE: u8 = 2;
/// A design could not be read.
pub const EXIT_UNREADABLE: u8 = 3;
/// The window could not be opened.
pub const EXIT_NO_WINDOW: u8 = 4;

/// Designs highly available Microsoft BizTalk Server environments.
#[derive(Debug, Parser)]
#[command(name = "tierwright", version, about, args_conflicts_with_subcommands = true)]
pub struct Cli {
    /// A design to open in the window
    pub file: Option<PathBuf>,
    /// Draw the window with the processor: for computers whose OpenGL does not work. Without OpenGL 2 it is done unasked
    #[arg(long)]
    pub software: bool,
    /// Without a console, as `tierwright-window.exe` starts it
    #[arg(long, hide = true)]
    pub detached: bool,
    /// Stop after so many seconds; what is not finished by then is said
    #[arg(long, global = true, default_value_t = 600, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    pub max_seconds: u64,
    /// What to do without a window
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What the program does without a window.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Lists the templates
    Templates,
    /// Writes a new design from a template
    New {
        /// Key of the template, as `tierwright templates` lists it
        #[arg(long)]
        template: String,
        /// The file to write; it must not exist
        #[arg(short, long)]
        output: PathBuf,
    },
    /// Checks designs against the rules
    Check(check::CheckArgs),
    /// Exports documents, pictures, workbook, or all of it as a bundle
    Export(export::ExportArgs),
    /// Reads exports of a running BizTalk group: prints what they say, and writes it as a design
    Import(import::ImportArgs),
    /// Writes the script that collects the topology of a running BizTalk group for `import`: read-only, without accounts
    Collector {
        /// The file to write; it must not exist
        #[arg(short, long)]
        output: PathBuf,
    },
    /// Says whether documents, workbook and design belong together, and what was changed since they were handed over
    Verify(verify::VerifyArgs),
    /// Writes a design as files for builders: configurations, hosts, ports, jobs and logins; to be reviewed before use
    Code(code::CodeArgs),
    /// Says what another design changes and what that buys
    Diff(diff::DiffArgs),
    /// Brings together what two people changed in the same design
    Merge(diff::MergeArgs),
    /// Says step by step how one design becomes another, and what stops or has no spare meanwhile
    Migrate(migrate::MigrateArgs),
    /// Estimates the capacity
    Capacity {
        /// The design
        file: PathBuf,
        /// How to print the result
        #[arg(long, value_enum, default_value_t = Output::Text)]
        format: Output,
        /// Where the result goes
        #[command(flatten)]
        to: Destination,
    },
    /// Estimates the downtime a year: mean and range of each service, what drives it and what helps
    Downtime {
        /// The design
        file: PathBuf,
        /// How to print the result
        #[arg(long, value_enum, default_value_t = Output::Text)]
        format: Output,
        /// Where the result goes
        #[command(flatten)]
        to: Destination,
    },
    /// Plays a failure drill: what happens when parts of a design fail
    #[command(override_usage = "tierwright simulate [OPTIONS] <FILE> --fail <FAIL>...")]
    Simulate {
        /// The design; it may also stand last
        file: Option<PathBuf>,
        /// What fails: a name as sweep prints it, such as "MSDTC on BTS1", or a key: computer-8, computer-8/entsso
        #[arg(long, required = true, num_args = 1..)]
        fail: Vec<String>,
        /// How to print the result
        #[arg(long, value_enum, default_value_t = Output::Text)]
        format: Output,
        /// Where the result goes
        #[command(flatten)]
        to: Destination,
    },
    /// Says what every loss of one, two or three parts does to every service
    Sweep {
        /// The design
        file: PathBuf,
        /// How many parts are lost at once at most
        #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u8).range(1..=3))]
        order: u8,
        /// How to print the result
        #[arg(long, value_enum, default_value_t = Output::Text)]
        format: Output,
        /// Where the result goes
        #[command(flatten)]
        to: Destination,
    },
    /// Shows the rules
    #[command(subcommand)]
    Rules(rules::RulesCommand),
    /// Writes what completes commands in a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Writes the manual page
    Man,
}

impl Command {
    /// Whether it writes down what it has when its time is over, and may take a while for that.
    pub const fn leaves_unfinished(&self) -> bool {
        matches!(self, Self::Sweep { order: 3.., .. })
    }
}

/// How to print a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Output {
    /// For people
    Text,
    /// For programs
    Json,
}

/// Where a command writes.
pub struct Streams<'a> {
    /// Results.
    pub out: &'a mut dyn Write,
    /// What went wrong.
    pub err: &'a mut dyn Write,
    /// Today as YYYY-MM-DD, used where no date is given.
    pub today: String,
    /// When what can be left unfinished is left.
    pub patience: Patience,
}

impl Streams<'_> {
    fn say(&mut self, text: &str) {
        // Whoever reads may have gone away; that is no failure of ours.
        let _ = writeln!(self.out, "{}", shown(text.trim_end_matches('\n')));
    }

    /// Writes what is made, as it is; that it could not be written is remembered by the stream.
    fn hand_over(&mut self, made: &[u8]) -> u8 {
        let _ = self.out.write_all(made);
        EXIT_CLEAN
    }

    /// The day that a call names, else today; what is no day is complained of.
    fn day(&mut self, named: Option<&String>) -> Option<Day> {
        match named.unwrap_or(&self.today).parse() {
            Ok(day) => Some(day),
            Err(err) => {
                self.complain(&format!("{err}"));
                None
            }
        }
    }

    fn complain(&mut self, text: &str) {
        let _ = writeln!(self.err, "tierwright: {}", shown(text));
    }
}

/// A text as a terminal may have it: what steers it, or turns the direction of a text, stands there as in JSON.
fn shown(text: &str) -> Cow<'_, str> {
    let is_turning =
        |it| matches!(it, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let is_steering = |it: char| (it.is_control() && !matches!(it, '\n' | '\r' | '\t')) || is_turning(it);
    if !text.contains(is_steering) {
        return Cow::Borrowed(text);
    }
    let letter = |it: char| if is_steering(it) { format!("\\u{:04x}", u32::from(it)) } else { it.to_string() };
    Cow::Owned(text.chars().map(letter).collect())
}

/// Remembers the first error of a stream, so that what could not be written is no success.
struct Remembering<'a> {
    inner: &'a mut dyn Write,
    error: Option<io::Error>,
}

impl Write for Remembering<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let result = self.inner.write(bytes);
        self.remember(result)
    }

    fn flush(&mut self) -> io::Result<()> {
        let result = self.inner.flush();
        self.remember(result)
    }
}

impl Remembering<'_> {
    /// Writes what is still on its way, and makes an error of it that something could not be written.
    fn finish(mut self, code: u8, err: &mut dyn Write) -> u8 {
        // Its error is remembered.
        let _ = self.flush();
        match self.error.filter(|err| err.kind() != io::ErrorKind::BrokenPipe) {
            None => code,
            Some(problem) => {
                let what = "the result could not be written";
                // Nobody reads standard error: nothing is left to say.
                let _ = writeln!(err, "tierwright: {what}: {problem}. What was written is incomplete.");
                EXIT_USAGE
            }
        }
    }

    fn remember<T>(&mut self, result: io::Result<T>) -> io::Result<T> {
        if let Err(err) = &result
            && err.kind() != io::ErrorKind::Interrupted
            && self.error.is_none()
        {
            self.error = Some(io::Error::new(err.kind(), err.to_string()));
        }
        result
    }
}

/// Carries out a command and returns the exit code. Results that could not be written are an error, unless whoever reads
/// them has gone away.
pub fn run(command: Command, streams: &mut Streams<'_>) -> u8 {
    let mut out = Remembering { inner: streams.out, error: None };
    let (today, patience) = (streams.today.clone(), streams.patience.clone());
    let inner = &mut Streams { out: &mut out, err: &mut *streams.err, today, patience };
    let code = carry_out(command, inner);
    out.finish(code, streams.err)
}

/// Reads a design, or says why it cannot be read.
fn read(path: &Path, streams: &mut Streams<'_>) -> Option<Document> {
    match open(path) {
        Ok(opened) => Some(opened.document),
        Err(err) => {
            streams.complain(&err.to_string());
            None
        }
    }
}

/// Writes a text, such as the help, and returns the exit code.
pub fn print(text: &str, out: &mut dyn Write, err: &mut dyn Write) -> u8 {
    let mut out = Remembering { inner: out, error: None };
    // Its error is remembered.
    let _ = out.write_all(text.as_bytes());
    out.finish(EXIT_CLEAN, err)
}

fn carry_out(command: Command, streams: &mut Streams<'_>) -> u8 {
    match command {
        Command::Templates => {
            list_templates(streams);
            EXIT_CLEAN
        }
        Command::New { template, output } => new_design(&template, &output, streams),
        Command::Check(args) => args.to.take(&args.inputs(), streams, |streams| check::run(&args, streams)),
        Command::Export(args) => export::run(&args, streams),
        Command::Import(args) => import::run(&args, streams),
        Command::Code(args) => code::run(&args, streams),
        Command::Collector { output } => collector::run(&output, streams),
        Command::Verify(args) => verify::run(&args, streams),
        Command::Diff(args) => args.to.take(&args.inputs(), streams, |streams| diff::run(&args, streams)),
        Command::Merge(args) => diff::run_merge(&args, streams),
        Command::Migrate(args) => args.to.take(&args.inputs(), streams, |streams| migrate::run(&args, streams)),
        Command::Capacity { file, format, to } => {
            to.take(slice::from_ref(&file), streams, |streams| capacity(&file, format, streams))
        }
        Command::Downtime { file, format, to } => {
            to.take(slice::from_ref(&file), streams, |streams| downtime::run(&file, format, streams))
        }
        Command::Simulate { file, fail, format, to } => simulate::run(file, fail, format, &to, streams),
        Command::Sweep { file, order, format, to } => {
            let patience = streams.patience.clone();
            to.take(slice::from_ref(&file), streams, |streams| sweep::run(&file, order, &patience, format, streams))
        }
        Command::Rules(command) => rules::run(&command, streams),
        Command::Completions { shell } => {
            let mut made = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "tierwright", &mut made);
            streams.hand_over(&made)
        }
        Command::Man => {
            let mut made = Vec::new();
            match clap_mangen::Man::new(Cli::command()).render(&mut made) {
                Ok(()) => streams.hand_over(&made),
                Err(err) => {
                    streams.complain(&err.to_string());
                    EXIT_USAGE
                }
            }
        }
    }
}

/// What is wrong with a call that names neither a file nor a command; `None` where a file may be meant.
pub fn mistyped(file: &Path) -> Option<clap::Error> {
    let word = file.to_str()?;
    let may_be_a_file = file.exists() || file.extension().is_some() || word.contains(['/', '\\', ':']);
    if may_be_a_file || word.starts_with('-') {
        return None;
    }
    // Without the file that may stand there clap knows that a command is meant, and which are similar.
    let commands = Cli::command();
    let only = clap::Command::new("tierwright").subcommands(commands.get_subcommands().cloned());
    let answer = only.subcommand_required(true).try_get_matches_from(["tierwright", word]).err();
    answer.filter(|it| it.kind() == clap::error::ErrorKind::InvalidSubcommand)
}

fn list_templates(streams: &mut Streams<'_>) {
    let width = templates().iter().map(|it| it.key.len()).max().unwrap_or(0);
    for template in templates() {
        let count = template.document.num_computers_for_size();
        let size = if count == 0 {
            "no computers".to_owned()
        } else {
            format!("{}, {count} computers", template.document.deployment_size().label().to_lowercase())
        };
        streams.say(&format!("{:width$}  {} ({size})", template.key, template.title));
    }
}

fn new_design(key: &str, output: &Path, streams: &mut Streams<'_>) -> u8 {
    let Some(template) = template(key) else {
        let known: Vec<&str> = templates().iter().map(|it| it.key.as_str()).collect();
        streams.complain(&format!("there is no template {key:?}; there are {}", known.join(", ")));
        return EXIT_USAGE;
    };
    match save(output, &to_text(&template.document), None, OnConflict::Refuse) {
        Ok(_) => EXIT_CLEAN,
        Err(err) => {
            streams.complain(&err.to_string());
            EXIT_USAGE
        }
    }
}

fn capacity(file: &Path, format: Output, streams: &mut Streams<'_>) -> u8 {
    match open(file) {
        Ok(opened) => {
            let structure = Structure::of(&opened.document);
            let report = capacity_report(&opened.document, &structure);
            let title = &opened.document.project.title;
            match format {
                Output::Text => streams.say(&capacity_text(title, &report)),
                Output::Json => streams.say(&format!("{:#}", capacity_json(title, &report))),
            }
            EXIT_CLEAN
        }
        Err(err) => {
            streams.complain(&err.to_string());
            EXIT_UNREADABLE
        }
    }
}
