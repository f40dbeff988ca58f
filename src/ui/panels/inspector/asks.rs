//! Which field answers what a rule asks.

use std::collections::BTreeSet;

/// Words of rules that differ from the label of the field that answers them.
const FIELDS: &[(&str, &str)] = &[];

/// The labels of the fields that answer what is asked.
pub(super) fn labels<'a>(attributes: impl IntoIterator<Item = &'a str>) -> BTreeSet<String> {
    attributes.into_iter().map(label).collect()
}

/// The label of the field that answers an attribute: the one noted here, else the attribute with a capital.
pub(super) fn label(attribute: &str) -> String {
    let noted = FIELDS.iter().find(|(words, _)| *words == attribute).map(|(_, label)| (*label).to_owned());
    noted.unwrap_or_else(|| crate::ui::panels::kinds::capitalized(attribute))
}
