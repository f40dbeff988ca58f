//! What lies in the folder, and what has to be filled in.

use super::head::{Asks, lines};
use super::{File, Given};

/// The list of all files.
pub(super) fn file(files: &[File], given: &Given<'_>) -> File {
    let asks = Asks::all(files.iter().map(|it| &it.asks));
    let mut text =
        lines(given, "Files for builders.", &[], &asks).into_iter().filter(|it| it != "Rests on:").collect::<Vec<_>>();
    text.push("Files, each of which names the documents that it rests on:".to_owned());
    for file in files {
        text.push(format!("  {}: {}", file.name, file.about));
    }
    let bytes = format!("{}\r\n", text.join("\r\n")).into_bytes();
    File { name: "README.txt".to_owned(), bytes, about: "this list".to_owned(), asks: Asks::default() }
}
