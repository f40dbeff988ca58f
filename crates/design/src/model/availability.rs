//! Inputs on which the availability estimate rests. What nobody entered is a default of the estimate.

use serde::{Deserialize, Serialize};

use super::computer::is_default;
use super::element::Element;
use super::environment::is_false;
use crate::sources::Sourced;

/// What the customer and the consultant say about failures and repairs.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AvailabilityInputs {
    /// Entered figures, sorted by [`FailureFigure::key`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub figures: Vec<FailureFigure>,
    /// The most minutes a year that a service may be down; `None` = no target.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_minutes_per_year: Option<Sourced<f64>>,
    /// Whether the documents carry the estimate.
    #[serde(default, skip_serializing_if = "is_false")]
    pub in_report: bool,
}

/// A figure that stands in place of a default.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FailureFigure {
    /// Which figure, such as `server-mttf`.
    pub input: String,
    /// The element it holds for; `None` = every element of its kind without a figure of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub element: Option<Element>,
    /// The figure in the unit of the input.
    pub value: Sourced<f64>,
}

impl FailureFigure {
    /// In what order figures stand; no two are the same.
    pub fn key(&self) -> (&str, Option<Element>) {
        (&self.input, self.element)
    }
}

impl AvailabilityInputs {
    /// Whether nothing was entered.
    pub fn is_empty(&self) -> bool {
        is_default(self)
    }

    /// The figure that was entered for exactly this.
    pub fn figure(&self, input: &str, element: Option<Element>) -> Option<&FailureFigure> {
        self.figures.iter().find(|it| it.key() == (input, element))
    }

    /// The same with a figure entered, or without it.
    pub fn with_figure(&self, input: &str, element: Option<Element>, value: Option<Sourced<f64>>) -> Self {
        let mut next = self.clone();
        next.figures.retain(|it| it.key() != (input, element));
        if let Some(value) = value {
            let figure = FailureFigure { input: input.to_owned(), element, value };
            let at = next.figures.partition_point(|it| it.key() < figure.key());
            next.figures.insert(at, figure);
        }
        next
    }
}
