//! The values of all placeholders in one list, for tools that fill them in; what the drawing says is the proposal.

use csv::{Terminator, WriterBuilder};

use super::head::{Asks, origin};
use super::{File, Given};
use crate::cells::MARK;

/// The list; `None` where nothing has to be filled in.
pub(super) fn file(files: &[File], given: &Given<'_>) -> Option<File> {
    let asks = Asks::all(files.iter().map(|it| &it.asks));
    if asks.num_questions() == 0 {
        return None;
    }
    let mut rows = vec![["Token".to_owned(), "Value".to_owned(), "Comment".to_owned()]];
    rows.push(["REVIEW_BEFORE_USE".to_owned(), String::new(), origin(given)]);
    rows.extend(asks.questions().map(|(key, it)| {
        let drawn = if it.drawn.is_empty() { "" } else { " The value is what the drawing says." };
        [
            key.to_owned(),
            super::head::one_line(&it.drawn),
            super::head::one_line(&format!("Fill in {}.{drawn}", it.what)),
        ]
    }));
    let mut writer =
        WriterBuilder::new().delimiter(b';').terminator(Terminator::CRLF).from_writer(MARK.as_bytes().to_vec());
    for row in rows {
        // Writing to memory: nothing can fail.
        let _ = writer.write_record(row);
    }
    let bytes = writer.into_inner().unwrap_or_default();
    Some(File {
        name: "configuration.tokens.csv".to_owned(),
        bytes,
        about: "values of the placeholders in all files".to_owned(),
        asks,
    })
}
