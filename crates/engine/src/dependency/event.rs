//! What can happen to a design, and which rule or document says so.

use crate::model::{Element, Part};
use crate::sources::SourceId;

/// Which rule or document justifies a gate or an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Because {
    /// A rule of the catalogue, such as `SSO-014`.
    Rule(&'static str),
    /// A document, by its key in the source catalogue.
    Document(&'static str),
    /// What the drawing itself says: a virtual machine is lost with its physical host.
    Drawing,
    /// Our own judgment; no document says it.
    Judgment,
}

impl Because {
    /// How it is cited: the id of the rule, the key of the document, or words.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Rule(id) | Self::Document(id) => id,
            Self::Drawing => "the drawing",
            Self::Judgment => "our engineering judgment",
        }
    }

    /// The document, where it is one.
    pub fn source(self) -> Option<SourceId> {
        match self {
            Self::Document(id) => Some(SourceId(id.to_owned())),
            _ => None,
        }
    }
}

/// What kind of cause an event is. Only components are drawn things; the others are kept apart from them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EventClass {
    /// A drawn thing, or a service on it, fails.
    Component,
    /// A whole site fails.
    Site,
    /// A cluster is busy moving something.
    TransitionWindow,
    /// Several parts fail from one cause.
    CommonCause,
    /// Somebody has to act and has not yet.
    Human,
    /// Only a drill asks for it: a failover cluster without quorum, a host whose host instances stay stopped. By itself
    /// it follows from other losses.
    Asked,
}

impl EventClass {
    /// The words a person reads.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Component => "Component",
            Self::Site => "Site",
            Self::TransitionWindow => "Transition window",
            Self::CommonCause => "Common cause",
            Self::Human => "Human action",
            Self::Asked => "Asked for",
        }
    }

    /// Whether it is a drawn thing that a sweep takes away.
    pub const fn is_component(self) -> bool {
        matches!(self, Self::Component | Self::Site)
    }
}

/// One thing that can happen.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// The part that fails; `None` for what is no component.
    pub part: Option<Part>,
    /// The element it is about.
    pub element: Element,
    /// Component, window, common cause …
    pub class: EventClass,
    /// The words a person reads, such as `Enterprise SSO on BTS1`.
    pub name: String,
    /// What its key ends with where it is no part, such as `common-cause`.
    pub ending: &'static str,
    /// Which rule or document says that it matters.
    pub because: Because,
}

impl Event {
    /// A stable key, such as `computer-8/entsso` or `failover-cluster-34/common-cause`.
    pub fn key(&self) -> String {
        match self.part {
            Some(part) => part.to_string(),
            None => format!("{}/{}", self.element, self.ending),
        }
    }
}
