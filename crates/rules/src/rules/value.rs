//! Facts: what a check looked at, as data. Words come from the row of the rule when somebody reads it
//! ([`wording`](super::wording)).

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::Finding;
use crate::capacity::two_figures;
use crate::model::{
    AvailabilityGroupId, BizTalkGroupId, ComputerId, DatabaseId, Element, EndpointId, FailoverClusterId, FirewallId,
    HandlerId, HostId, HostInstanceId, Label, LoadBalancerId, PhysicalHostId, ResourceGroupId, SiteId, SqlInstanceId,
    StorageId,
};

/// Something that was looked at.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// Which of the facts that the row of the rule declares.
    pub id: &'static str,
    /// What its label is about, where that differs from case to case: the computer of "Load of N1".
    pub about: Option<Value>,
    /// What was found.
    pub value: Value,
}

/// What was found, without the words for it.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Elements: their names as a list, "none" for no elements.
    Elements(Vec<Element>),
    /// A number of things.
    Count(usize),
    /// A figure, rounded as it is shown, with the id of the shared word that holds its unit.
    Figure(String, &'static str),
    /// Yes or no.
    Flag(bool),
    /// A word of a closed list.
    Label(Label),
    /// A word of the row, or a shared one, by its id, with what fills its gaps.
    Word(&'static str, Vec<Self>),
    /// What a person has entered.
    Text(String),
    /// Several values.
    List(Vec<Self>),
    /// Nobody has entered it.
    Missing,
    /// A finding that stands under this one as a note.
    Note(Box<Finding>),
}

/// Elements, in the order given.
pub fn elements<T: Into<Element>>(elements: impl IntoIterator<Item = T>) -> Value {
    Value::Elements(elements.into_iter().map(Into::into).collect())
}

/// A word of a closed list.
pub fn label(word: impl Into<Label>) -> Value {
    Value::Label(word.into())
}

/// Words of a closed list.
pub fn labels<T: Into<Label>>(words: impl IntoIterator<Item = T>) -> Value {
    Value::List(words.into_iter().map(label).collect())
}

/// A word of the row, or a shared one.
pub const fn word(id: &'static str) -> Value {
    Value::Word(id, Vec::new())
}

/// A word of the row, or a shared one, with what fills its gaps.
pub fn phrase(id: &'static str, parts: impl IntoIterator<Item = Value>) -> Value {
    Value::Word(id, parts.into_iter().collect())
}

/// What a person has entered.
pub fn text(text: impl Into<String>) -> Value {
    Value::Text(text.into())
}

/// What a person has entered, several times.
pub fn texts<T: Into<String>>(texts: impl IntoIterator<Item = T>) -> Value {
    Value::List(texts.into_iter().map(text).collect())
}

/// A share in whole percent, given in percent.
pub fn percent(value: f64) -> Value {
    Value::Figure(format!("{value:.0}"), "percent")
}

/// A share in percent as it was entered, or added up from such.
pub fn percent_as_entered(value: f64) -> Value {
    Value::Figure(value.to_string(), "percent")
}

/// Gigabytes as they were entered, or added up from such.
pub fn gigabytes(value: f64) -> Value {
    Value::Figure(value.to_string(), "gigabytes")
}

/// A number as it was entered, or worked out from such, without a unit.
pub fn figure(value: f64) -> Value {
    Value::Figure(value.to_string(), "figure")
}

/// A duration in whole seconds.
pub fn seconds(value: f64) -> Value {
    Value::Figure(format!("{value:.0}"), "seconds")
}

/// A rate of messages with two significant figures.
pub fn messages_per_second(value: f64) -> Value {
    Value::Figure(two_figures(value), "messages-per-second")
}

impl Value {
    /// The number that decides between one and many.
    pub(super) fn number(&self) -> usize {
        match self {
            Self::Count(number) => *number,
            Self::Elements(elements) => elements.len(),
            Self::List(items) => items.len(),
            _ => 1,
        }
    }

    /// Writes what stands for the value in a fingerprint: ids, keys and what was entered, never words or names.
    pub(super) fn write_key(&self, out: &mut String) {
        // Writing to a string cannot fail.
        let _ = match self {
            Self::Elements(elements) => elements.iter().try_for_each(|it| write!(out, "{{{it}}}")),
            Self::Count(number) => write!(out, "{number}"),
            Self::Figure(digits, unit) => write!(out, "{digits} {unit}"),
            Self::Flag(flag) => write!(out, "{flag}"),
            Self::Label(label) => write!(out, "{}.{}", label.list, label.key),
            Self::Word(id, parts) => {
                let _ = write!(out, "'{id}");
                write_keys(out, parts);
                Ok(())
            }
            Self::Text(text) => write!(out, "{text:?}"),
            Self::List(items) => {
                write_keys(out, items);
                Ok(())
            }
            Self::Missing => write!(out, "?"),
            Self::Note(finding) => write!(out, "{}", finding.key()),
        };
    }
}

fn write_keys(out: &mut String, values: &[Value]) {
    out.push('(');
    for value in values {
        value.write_key(out);
        out.push(';');
    }
    out.push(')');
}

impl From<usize> for Value {
    fn from(number: usize) -> Self {
        Self::Count(number)
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Self {
        Self::Count(number as usize)
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<Label> for Value {
    fn from(label: Label) -> Self {
        Self::Label(label)
    }
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Missing, Into::into)
    }
}

impl<T: Into<Element>> From<Vec<T>> for Value {
    fn from(of: Vec<T>) -> Self {
        elements(of)
    }
}

impl<T: Into<Element> + Copy> From<&[T]> for Value {
    fn from(of: &[T]) -> Self {
        elements(of.iter().copied())
    }
}

impl<T: Into<Element> + Copy> From<&Vec<T>> for Value {
    fn from(of: &Vec<T>) -> Self {
        elements(of.iter().copied())
    }
}

impl<T: Into<Element> + Copy> From<&BTreeSet<T>> for Value {
    fn from(of: &BTreeSet<T>) -> Self {
        elements(of.iter().copied())
    }
}

macro_rules! from_elements {
    ($($id:ty),+) => {
        $(impl From<$id> for Value {
            fn from(id: $id) -> Self {
                elements([id])
            }
        })+
    };
}

from_elements!(
    Element,
    SiteId,
    BizTalkGroupId,
    ComputerId,
    PhysicalHostId,
    FailoverClusterId,
    ResourceGroupId,
    SqlInstanceId,
    AvailabilityGroupId,
    DatabaseId,
    HostId,
    HostInstanceId,
    HandlerId,
    LoadBalancerId,
    EndpointId,
    FirewallId,
    StorageId
);
