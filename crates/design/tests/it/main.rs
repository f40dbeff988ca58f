//! The one integration test crate of this library.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod cluster_roles;
mod documents;
mod history;
mod journal_kill;
