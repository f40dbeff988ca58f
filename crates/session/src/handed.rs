//! Something large that dialogs and messages hand on without copying it.

use std::ops::Deref;
use std::sync::Arc;

/// A value that is handed on. Two are equal when they are the same one, whatever is in them.
#[derive(Debug)]
pub struct Handed<T>(Arc<T>);

impl<T> Handed<T> {
    /// Hands a value on from here.
    pub fn new(value: T) -> Self {
        Self(Arc::new(value))
    }
}

impl<T> Clone for Handed<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> PartialEq for Handed<T> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl<T> Eq for Handed<T> {}

impl<T> Deref for Handed<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}
