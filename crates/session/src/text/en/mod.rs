//! The texts in English.

pub(crate) mod commands;
pub(crate) mod session;
