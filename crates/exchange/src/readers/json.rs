//! JSON with the line of every value.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::value::RawValue;

use super::xml::Lines;

/// Deepest nesting.
const MOST_DEPTH: usize = 64;

/// A text of JSON.
pub(super) struct Json<'a> {
    text: &'a str,
    lines: Lines,
    /// What is no value of its kind: line, and what is wrong.
    wrong: RefCell<BTreeSet<(u32, String)>>,
}

/// A value in it.
#[derive(Clone, Copy)]
pub(super) struct Item<'a, 'j> {
    json: &'j Json<'a>,
    raw: &'a str,
}

impl<'a> Json<'a> {
    /// A text, whose lines are counted.
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, lines: Lines::of(text), wrong: RefCell::default() }
    }

    /// What was asked for and is of another kind, with its lines.
    pub(super) fn wrong(&self) -> Vec<(u32, String)> {
        self.wrong.take().into_iter().collect()
    }

    /// The whole text as a value.
    ///
    /// # Errors
    /// What is wrong with it, with line and column.
    pub(super) fn root(&self) -> Result<Item<'a, '_>, ((u32, u32), String)> {
        let text = self.text.trim_end();
        if let Some(at) = too_deep(text) {
            return Err(((self.lines.line(at), 1), format!("values are nested more than {MOST_DEPTH} deep")));
        }
        match serde_json::from_str::<&RawValue>(text) {
            Ok(raw) => Ok(Item { json: self, raw: raw.get() }),
            Err(err) => {
                let at = (u32::try_from(err.line()).unwrap_or(1), u32::try_from(err.column().max(1)).unwrap_or(1));
                let what = err.to_string();
                let what = what.split(" at line ").next().unwrap_or_default().to_owned();
                let cut = if err.is_eof() { ": the file is cut off; collect it again" } else { "" };
                Err((at, format!("is no JSON: {what}{cut}")))
            }
        }
    }
}

impl<'a> Item<'a, '_> {
    fn read<T: Deserialize<'a>>(self) -> Option<T> {
        serde_json::from_str(self.raw).ok()
    }

    fn with(self, raw: &'a RawValue) -> Self {
        Self { json: self.json, raw: raw.get() }
    }

    /// The line on which it starts.
    pub(super) fn line(self) -> u32 {
        self.json.lines.line(self.raw.as_ptr() as usize - self.json.text.as_ptr() as usize)
    }

    /// Notes that a value is of another kind than it has to be.
    fn is_wrong<T>(self, what: String) -> Option<T> {
        self.json.wrong.borrow_mut().insert((self.line(), what));
        None
    }

    /// A field of an object; `None` when it is left out or null.
    pub(super) fn field(self, name: &str) -> Option<Self> {
        let fields: Option<BTreeMap<String, &RawValue>> = self.read();
        let Some(fields) = fields else {
            return self.is_wrong(format!("an object with a field “{name}” belongs here"));
        };
        fields.get(name).map(|raw| self.with(raw)).filter(|it| it.raw != "null")
    }

    /// A value in a field of the kind that it has to be.
    fn value<T: Deserialize<'a>>(self, name: &str, kind: &str) -> Option<(T, u32)> {
        let field = self.field(name)?;
        match field.read() {
            Some(value) => Some((value, field.line())),
            None => field.is_wrong(format!("the field “{name}” is not {kind}, so it is not taken")),
        }
    }

    /// The values of a list in a field. PowerShell writes a list of one as that one.
    pub(super) fn list(self, name: &str) -> Vec<Self> {
        let Some(field) = self.field(name) else { return Vec::new() };
        let values: Option<Vec<&RawValue>> = field.read();
        values.map_or_else(|| vec![field], |it| it.into_iter().map(|raw| self.with(raw)).collect())
    }

    /// The words in it; numbers are words too.
    pub(super) fn words(self) -> Option<String> {
        let text: Option<String> = self.read();
        let Some(text) = text.or_else(|| self.read::<u64>().map(|it| it.to_string())) else {
            return self.is_wrong("a text belongs here".to_owned());
        };
        Some(text).filter(|it| !it.trim().is_empty())
    }

    /// The words of a field, with their line.
    pub(super) fn text(self, name: &str) -> Option<(String, u32)> {
        let field = self.field(name)?;
        let is_text = field.read::<String>().is_some() || field.read::<u64>().is_some();
        if !is_text {
            return field.is_wrong(format!("the field “{name}” is not a text, so it is not taken"));
        }
        Some((field.words()?, field.line()))
    }

    /// The words of a field without which an object says nothing.
    pub(super) fn needed(self, name: &str) -> Option<(String, u32)> {
        let text = self.text(name);
        if text.is_none() {
            self.is_wrong::<()>(format!("a text in the field “{name}” is missing, so the object is not taken"));
        }
        text
    }

    /// Yes or no in a field, with its line.
    pub(super) fn flag(self, name: &str) -> Option<(bool, u32)> {
        self.value(name, "true or false")
    }

    /// A whole number in a field, with its line.
    pub(super) fn number(self, name: &str) -> Option<(u64, u32)> {
        self.value(name, "a whole number")
    }
}

fn too_deep(text: &str) -> Option<usize> {
    let (mut depth, mut in_text, mut escaped) = (0_usize, false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            b'{' | b'[' if !in_text => depth += 1,
            b'}' | b']' if !in_text => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MOST_DEPTH {
            return Some(at);
        }
    }
    None
}
