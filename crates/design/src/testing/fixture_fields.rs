//! Setting fields of the model by their names, for fixtures.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::fixture::{Builder, Words};
use crate::edit::{EditCommand, Record, apply};
use crate::model::Element;

/// Sets the fields that a line names on an element.
pub(super) fn set_pairs(
    builder: &mut Builder,
    element: impl Into<Element>,
    line: &Words<'_>,
) -> Result<Element, String> {
    let element = element.into();
    if !line.pairs().is_empty() {
        let record = Record::of(&builder.document, element).ok_or_else(|| format!("{element} has no fields"))?;
        let changed = changed(builder, &record, line)?;
        apply(&mut builder.document, &EditCommand::Put(changed)).map_err(|problem| problem.to_string())?;
    }
    Ok(element)
}

/// The value with fields set as the line says. A number in a field that carries its provenance counts as entered.
pub(super) fn changed<T: Serialize + DeserializeOwned>(
    builder: &Builder,
    value: &T,
    line: &Words<'_>,
) -> Result<T, String> {
    let mut tree = serde_json::to_value(value).map_err(|problem| problem.to_string())?;
    for (path, text) in line.pairs() {
        let plain = literal(builder, text)?;
        let entered = json!({ "value": plain, "provenance": { "Entered": { "by": "", "on": "" } } });
        let attempt = |new: &Value| {
            let mut next = tree.clone();
            set(&mut next, path, new);
            serde_json::from_value::<T>(next.clone()).map(|_| next)
        };
        let outcome = attempt(&plain).or_else(|first| attempt(&entered).or(Err(first)));
        tree = outcome.map_err(|problem| format!("{path}={text}: {problem}"))?;
    }
    serde_json::from_value(tree).map_err(|problem| problem.to_string())
}

/// `@NAME` is the id of an element, JSON is JSON, everything else a text.
fn literal(builder: &Builder, text: &str) -> Result<Value, String> {
    match text.strip_prefix('@') {
        Some(name) => Ok(json!(builder.element(name)?.number())),
        None => Ok(serde_json::from_str(text).unwrap_or_else(|_| json!(text))),
    }
}

/// Sets the field at a path with dots. A record is written as `{"Computer": [7, {…}]}`: the value in it is meant.
fn set(tree: &mut Value, path: &str, new: &Value) {
    let record = tree.as_object().filter(|it| it.len() == 1).and_then(|it| it.iter().next());
    let variant =
        record.filter(|(_, it)| it.as_array().is_some_and(|list| list.len() == 2)).map(|(key, _)| key.clone());
    let mut place = match variant {
        Some(variant) => &mut tree[variant][1],
        None => tree,
    };
    for field in path.split('.') {
        if !place.is_object() {
            *place = json!({});
        }
        place = &mut place[field];
    }
    *place = new.clone();
}
