//! What the window says, and nothing else: the one place to change a text.
//!
//! A folder is a language, a module of it is a room of the window: a panel, the canvas, a dialog. A fixed text is a
//! constant, a sentence with values a small function; both are named by what they say. Drawing code imports its room
//! as `text`, so that a second language is a second folder with the same names, and the compiler says which are missing.
//! Words that come from the engine (labels of enums, rows of rules) stay there; punctuation between two values
//! (`{name}: {value}`) is no text.

mod en;

pub(crate) use en::*;
