//! Why an edit is refused, in words for the person who tried it.

use thiserror::Error;

use crate::model::Element;

/// An edit that cannot be carried out. The design is untouched.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum EditError {
    /// The element is gone.
    #[error("{0} is no longer in the design")]
    Missing(Element),
    /// A reference leads nowhere.
    #[error("{0}")]
    Broken(String),
    /// The kind of element does not stand in a slot of a tier.
    #[error("a {} does not stand in a tier", .0.kind())]
    NotPlaceable(Element),
    /// A tier that still holds elements, or the last one.
    #[error("{0}")]
    Refused(String),
}
