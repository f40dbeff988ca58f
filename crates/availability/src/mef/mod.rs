//! The Open-PSA Model Exchange Format: fault trees that other programs write and read.

mod build;
mod common_cause;
mod expression;
mod function;
mod limits;
mod names;
mod read;
mod variants;
mod write;

pub use build::{FaultTree, NamedEvent};
pub use read::{Model, included, read};
pub use variants::Phase;
pub use write::{WrittenEvent, WrittenFigure, WrittenGate, WrittenTree, write};

/// Why a file cannot be read as a fault tree.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum MefError {
    /// The text is not XML.
    #[error("not well-formed XML: {0}")]
    NotXml(String),
    /// The document element is another one.
    #[error("the document element is <{0}>, expected <opsa-mef>")]
    NotMef(String),
    /// Something the format does not allow here, with its line.
    #[error("line {line}: {problem}")]
    At {
        /// The line in the text, from 1.
        line: u32,
        /// What is wrong there.
        problem: String,
    },
    /// The files are larger than this reader can hold.
    #[error("{0}")]
    TooLarge(String),
    /// Something is wrong with what a name stands for.
    #[error("{0}")]
    Model(String),
}

#[cfg(test)]
mod tests;
