//! What all commands have in common.

use std::io::{self, ErrorKind, Write};

use clap::Parser as _;

use super::{Cli, EXIT_CLEAN, EXIT_USAGE, Streams, run, shown};
use crate::availability::Patience;

/// A stream that takes nothing.
struct Broken(ErrorKind);

impl Write for Broken {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(self.0.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Err(self.0.into())
    }
}

/// The exit code of a call and what it complains of.
fn called(args: &[&str], out: &mut dyn Write, patience: Patience) -> (u8, String) {
    let command = Cli::try_parse_from(std::iter::once("tierwright").chain(args.iter().copied())).unwrap().command;
    let mut err = Vec::new();
    let today = "2026-01-31".to_owned();
    let code = run(command.unwrap(), &mut Streams { out, err: &mut err, today, patience });
    (code, String::from_utf8(err).unwrap())
}

#[test]
fn completions_and_manual_end_well_where_nobody_reads_on_and_say_where_they_cannot_be_written() {
    for args in [&["man"][..], &["completions", "bash"]] {
        let (code, err) = called(args, &mut Broken(ErrorKind::BrokenPipe), Patience::endless());
        assert_eq!((code, err.as_str()), (EXIT_CLEAN, ""), "{args:?}");
        let (code, err) = called(args, &mut Broken(ErrorKind::StorageFull), Patience::endless());
        assert!(code == EXIT_USAGE && err.contains("could not be written"), "{args:?}: {err}");
        let mut out = Vec::new();
        assert_eq!(called(args, &mut out, Patience::endless()).0, EXIT_CLEAN);
        assert!(!out.is_empty());
    }
}

#[test]
fn an_export_that_is_out_of_time_says_how_much_of_it_was_not_made() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (design, output) = (path("a.ron"), path("out"));
    let new = called(&["new", "--template", "small", "-o", &design], &mut Vec::new(), Patience::endless());
    assert_eq!(new, (EXIT_CLEAN, String::new()));
    let args = ["export", &design, "--to", "csv,svg", "-o", &output];
    let (code, err) = called(&args, &mut Vec::new(), Patience::until(|| true));
    assert!(code == EXIT_USAGE && err.contains("2 of the kinds of file were not made in time"), "{err}");
}

#[test]
fn what_steers_a_terminal_or_turns_a_text_is_shown_and_not_done() {
    assert_eq!(shown("a\tb\nc"), "a\tb\nc");
    assert_eq!(shown("a\u{1b}[31mb\u{202e}c"), "a\\u001b[31mb\\u202ec");
}
