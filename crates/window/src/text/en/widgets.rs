//! Fields, numbers and where they come from.

pub(crate) const EXAMPLE_OF_TEMPLATE: &str =
    "An example that the template shows; it counts as not stated until somebody confirms it";
pub(crate) const CONFIRM: &str = "Confirm";
pub(crate) const WHAT_CONFIRMING_DOES: &str = "It then counts as entered by the author of the design today";
pub(crate) const A_RULE_WAITS: &str = "A rule waits for this";
pub(crate) const A_WHOLE_NUMBER: &str = "a whole number";
pub(crate) const A_NUMBER: &str = "a number";

pub(crate) fn enter(kind: &str, min: &str, max: &str) -> String {
    format!("Enter {kind} from {min} to {max}.")
}

pub(crate) fn of_some(text: &str) -> String {
    format!("{text} (some)")
}

pub(crate) fn documented_in(title: &str, id: &str) -> String {
    format!("Documented in “{title}” ({id})")
}

pub(crate) fn derived_from(titles: &str) -> String {
    format!("Derived from {titles}")
}

pub(crate) fn measured_by(who: &str, day: &str) -> String {
    format!("Measured by {who} {day}")
}

pub(crate) fn entered_by(who: &str, day: &str) -> String {
    format!("Entered by {who} {day}")
}

pub(crate) fn assumption(id: &str) -> String {
    format!("An assumption of the program ({id}): enter your own value")
}

pub(crate) const THE_AUTHOR_OF_THE_DESIGN: &str = "the author of the design";
pub(crate) const WHERE_THIS_NUMBER_COMES_FROM: &str = "Where this number comes from";
pub(crate) const ENTERED: &str = "Entered";
pub(crate) const MEASURED: &str = "Measured";
pub(crate) const BY: &str = "By";
pub(crate) const ON: &str = "On";

/// `0 to 100 %`.
pub(crate) fn range(least: &str, most: &str, unit: &str) -> String {
    format!("{least} to {most} {unit}").trim_end().to_owned()
}

pub(crate) const NOTHING_TO_CHOOSE: &str = "Nothing to choose";
