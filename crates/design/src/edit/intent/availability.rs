//! Entering figures, a target and the wish to print the availability estimate.

use crate::edit::{Edit, EditCommand, EditError};
use crate::model::{AvailabilityInputs, Document, Element};
use crate::sources::Sourced;

/// Enters a figure under its key, for one element or for all; `None` takes it back. `title` says what it is.
///
/// # Errors
/// The range does not contain the value.
pub fn set_figure(
    document: &Document,
    (input, title): (&str, &str),
    element: Option<Element>,
    value: Option<Sourced<f64>>,
) -> Result<Edit, EditError> {
    if let Some(value) = &value
        && let Some((low, high)) = value.range
        && !(low <= value.value && value.value <= high)
    {
        return Err(EditError::Refused(format!("{} does not lie between {low} and {high}", value.value)));
    }
    let of = element.map_or_else(String::new, |it| format!(" of {}", it.name(document)));
    let verb = if value.is_some() { "Set" } else { "Take back" };
    let next = document.availability.with_figure(input, element, value);
    Ok(Edit::one(format!("{verb} “{title}”{of}"), EditCommand::SetAvailability(next)))
}

/// Sets the most minutes a year that a service may be down; `None` = no target.
pub fn set_target(document: &Document, target: Option<Sourced<f64>>) -> Edit {
    let next = AvailabilityInputs { target_minutes_per_year: target, ..document.availability.clone() };
    Edit::one("Set the availability target", EditCommand::SetAvailability(next))
}

/// Puts the estimate into the documents, or leaves it out.
pub fn set_in_report(document: &Document, in_report: bool) -> Edit {
    let label = if in_report {
        "Put the availability estimate into the documents"
    } else {
        "Leave the availability estimate out of the documents"
    };
    let next = AvailabilityInputs { in_report, ..document.availability.clone() };
    Edit::one(label, EditCommand::SetAvailability(next))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::History;
    use crate::model::check_invariants;
    use crate::testing::fixture::Fixture;

    #[test]
    fn figures_target_and_wish_are_one_step_each_and_leave_the_design_as_it_was() {
        let start = Fixture::parse("computer BTS1 biztalk").unwrap().document;
        let computer = Element::from(*start.computers.keys().next().unwrap());
        let mut history = History::new(start.clone(), true);
        let value = Sourced { range: Some((2.0, 12.0)), ..Sourced::entered(4.0) };
        let edit = set_figure(&start, ("server-repair", "Repair"), Some(computer), Some(value.clone())).unwrap();
        assert_eq!(edit.label, "Set “Repair” of BTS1");
        assert!(history.edit(&edit).unwrap());
        let edit = set_figure(history.document(), ("server-repair", "Repair"), None, Some(value.clone())).unwrap();
        assert!(history.edit(&edit).unwrap());
        assert!(history.edit(&set_target(history.document(), Some(Sourced::entered(60.0)))).unwrap());
        assert!(history.edit(&set_in_report(history.document(), true)).unwrap());
        let inputs = &history.document().availability;
        assert_eq!(inputs.figures.len(), 2);
        assert!(inputs.in_report && inputs.target_minutes_per_year.is_some());
        assert_eq!(check_invariants(history.document()), []);
        let removed = EditCommand::Remove(computer);
        assert!(history.edit(&Edit::one("Remove", removed)).unwrap());
        assert_eq!(history.document().availability.figures.len(), 1, "a figure goes with its element");
        for _ in 0..5 {
            history.undo();
        }
        assert_eq!(**history.document(), start);
        let outside = Sourced { range: Some((5.0, 12.0)), ..value };
        assert!(set_figure(&start, ("server-repair", "Repair"), None, Some(outside)).is_err());
    }
}
