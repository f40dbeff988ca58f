//! What can go wrong while exporting, said to the person who exports: what, where, what to do.

use std::path::PathBuf;

use thiserror::Error;

use crate::prose::list;

/// Why an export did not happen.
#[derive(Debug, Error)]
pub enum ExportError {
    /// The picture would need more memory than is reasonable.
    #[error(
        "The PNG would be {width} x {height} pixels at {dpi} DPI; the limit is {limit} million pixels. Choose at most \
         {suggested} DPI, or export SVG or PDF, which stay sharp at any size."
    )]
    PictureTooLarge {
        /// Width in pixels.
        width: u64,
        /// Height in pixels.
        height: u64,
        /// The resolution asked for.
        dpi: u32,
        /// Limit in million pixels.
        limit: u64,
        /// The highest resolution that stays below the limit.
        suggested: u32,
    },
    /// The resolution is not usable.
    #[error("{dpi} DPI cannot be used; choose a resolution from {least} to {most} DPI.")]
    Resolution {
        /// The resolution asked for.
        dpi: u32,
        /// Lowest usable resolution.
        least: u32,
        /// Highest usable resolution.
        most: u32,
    },
    /// The documents are to say that they are approved, and something stands against that.
    #[error(
        "The documents cannot say that the design is approved: {}. Correct, answer or accept {}, or set the status to draft.",
        in_short(objections),
        if objections.len() == 1 { "it" } else { "them" }
    )]
    NotApprovable {
        /// What stands against it, each with its rule.
        objections: Vec<String>,
    },
    /// No font has a character of the design.
    #[error(
        "No font of this computer has all characters of {}. Install {}, or let � stand for them.",
        in_short(&quoted(texts)),
        list(install)
    )]
    NoFont {
        /// The texts that have such characters.
        texts: Vec<String>,
        /// Fonts that have them.
        install: Vec<String>,
    },
    /// There is nothing to draw.
    #[error("The diagram is empty. Add at least one element before exporting it.")]
    Empty,
    /// A step of drawing or encoding failed.
    #[error("The {format} file could not be made: {reason}. Please report this with the design file.")]
    Encoding {
        /// PNG, SVG or PDF.
        format: &'static str,
        /// What the encoder said.
        reason: String,
    },
    /// The logo is not a readable PNG.
    #[error("The logo could not be read as a PNG picture: {reason}. Choose another picture in the project details.")]
    Logo {
        /// What the decoder said.
        reason: String,
    },
    /// There are no steps from the present environment to the design.
    #[error(
        "The steps from the present environment cannot be told: {reason}. Choose another present, or leave it out."
    )]
    NoPath {
        /// Why.
        reason: String,
    },
    /// A document of Word cannot serve as template.
    #[error("The Word template cannot be used: {reason}. Choose another document, or leave it out.")]
    WordTemplate {
        /// What is wrong with it.
        reason: String,
    },
    /// A date is not of the form YYYY-MM-DD.
    #[error("The date {date:?} is not a day of the form YYYY-MM-DD.")]
    Date {
        /// The text given.
        date: String,
    },
    /// The directory to write to does not exist.
    #[error("{} was not written: the folder {} does not exist. Create it or choose another folder.", path.display(), folder.display())]
    FolderMissing {
        /// The file to be written.
        path: PathBuf,
        /// The missing directory.
        folder: PathBuf,
    },
    /// The place to write to is protected.
    #[error("{} was not written: no permission to write there. Choose another folder or ask for access.", path.display())]
    NoPermission {
        /// The file to be written.
        path: PathBuf,
    },
    /// The disk is full.
    #[error("{} was not written: the disk is full. Free some space and export again.", path.display())]
    DiskFull {
        /// The file to be written.
        path: PathBuf,
    },
    /// The path names a directory.
    #[error("{} was not written: that is a folder. Choose another name or folder.", path.display())]
    IsFolder {
        /// The path given.
        path: PathBuf,
    },
    /// The path leads to a device, a pipe or a socket.
    #[error("{} was not written: that is no ordinary file. Choose another folder.", path.display())]
    NotAFile {
        /// The path given.
        path: PathBuf,
    },
    /// Somebody has marked the file as not to be written.
    #[error("{} was not written: a file of that name is read-only. Remove the mark, or choose another name or folder.", path.display())]
    ReadOnly {
        /// The file to be written.
        path: PathBuf,
    },
    /// Another program, such as a PDF reader, holds the file.
    #[error("{} was not written: it is open in another program. Close it there and export again, or choose another name or folder.", path.display())]
    InUse {
        /// The file to be written.
        path: PathBuf,
    },
    /// Writing failed for another reason.
    #[error("{} was not written: {reason}. An older file of that name is unchanged.", path.display())]
    Write {
        /// The file to be written.
        path: PathBuf,
        /// What the operating system said.
        reason: String,
    },
}

/// The first few of a list, and how many more there are.
fn in_short(items: &[String]) -> String {
    const MOST: usize = 5;
    let named = items.iter().take(MOST).cloned().collect::<Vec<_>>().join("; ");
    match items.len().saturating_sub(MOST) {
        0 => named,
        left => format!("{named}; and {left} more"),
    }
}

fn quoted(texts: &[String]) -> Vec<String> {
    texts.iter().map(|it| format!("“{it}”")).collect()
}
