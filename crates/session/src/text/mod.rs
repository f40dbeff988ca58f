//! What commands and the session say. A folder is a language: a second one is a second folder with the same names.

mod en;

pub(crate) use en::*;
