//! `-o FILE`: a result as a file instead of on standard output.
//!
//! A shell's `>` is no substitute everywhere: that of Windows PowerShell writes UTF-16.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use super::{EXIT_USAGE, Streams};
use crate::export::write_replacing;

/// Where a result goes.
#[derive(Debug, Default, Args)]
pub struct Destination {
    /// The file to write instead of printing, as UTF-8; an older one of that name is replaced
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Destination {
    /// Makes a result and takes it where it belongs. Returns the exit code of the result, or 2 when its file could not be
    /// written; a result without a word writes no file. `inputs`, the files that are read, are never replaced.
    pub(super) fn take(
        &self,
        inputs: &[PathBuf],
        streams: &mut Streams<'_>,
        make: impl FnOnce(&mut Streams<'_>) -> u8,
    ) -> u8 {
        let Some(path) = &self.output else { return make(streams) };
        if inputs.iter().any(|input| is_same(input, path)) {
            streams.complain(&format!("{} is read: name another file after -o", path.display()));
            return EXIT_USAGE;
        }
        let mut bytes = Vec::new();
        let (today, patience) = (streams.today.clone(), streams.patience.clone());
        let code = make(&mut Streams { out: &mut bytes, err: &mut *streams.err, today, patience });
        if bytes.is_empty() {
            return code;
        }
        match write_replacing(path, &bytes) {
            Ok(()) => code,
            Err(err) => {
                streams.complain(&err.to_string());
                EXIT_USAGE
            }
        }
    }
}

/// Whether two paths lead to the same file, as far as both are there.
fn is_same(one: &Path, other: &Path) -> bool {
    one == other || matches!((fs::canonicalize(one), fs::canonicalize(other)), (Ok(one), Ok(other)) if one == other)
}
