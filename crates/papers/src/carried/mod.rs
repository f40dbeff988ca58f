//! The design inside what is exported: each file says which design it was made of, and carries it unless somebody left it
//! out. Writing and reading stand side by side here, so that a file that was exported can be opened.

pub(crate) mod drawio;
mod open;
pub(crate) mod pdf;
pub(crate) mod png;
pub(crate) mod xml;

use std::fmt;

pub use open::{CARRIERS, ENDINGS, open, open_stream, origin_of};

use crate::document::OpenError;
use crate::report::hash_of_text;
use crate::rules::version_of_rules;

/// Name and version of the program.
pub const PROGRAM: &str = concat!("Tierwright ", env!("CARGO_PKG_VERSION"));
/// The kind of the design for programs that read attachments.
pub(crate) const MIME_TYPE: &str = "application/x-tierwright-design";
/// Under this name a file says where it comes from, and carries the design.
pub(crate) const NAME: &str = "Tierwright";
/// Most bytes that a design inside a file may unfold to.
const MOST_TEXT: usize = crate::document::MAX_TEXT_BYTES as usize;

/// Where an exported file comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// SHA-256 of the design as it is written to its file.
    pub design: String,
    /// What stands for the rules that judged it.
    pub rules: String,
    /// Name and version of the program.
    pub program: String,
    /// The date on the file, as YYYY-MM-DD.
    pub date: String,
    /// The text of the design; `None` where it was left out.
    pub text: Option<String>,
}

impl Origin {
    /// Where files that are made of a design, whose file is `text`, come from on a day; with the design itself where it is
    /// to travel inside.
    pub fn new(text: &str, date: &str, with_design: bool) -> Self {
        Self {
            design: hash_of_text(text),
            rules: version_of_rules().to_owned(),
            program: PROGRAM.to_owned(),
            date: date.to_owned(),
            text: with_design.then(|| text.to_owned()),
        }
    }

    /// Reads what [`fmt::Display`] writes; `None` for anything else.
    pub(crate) fn parse(line: &str) -> Option<Self> {
        let mut origin = Self::default();
        for part in line.split("; ") {
            let (key, value) = part.split_once('=')?;
            let field = match key {
                "design" => &mut origin.design,
                "rules" => &mut origin.rules,
                "program" => &mut origin.program,
                "date" => &mut origin.date,
                _ => continue,
            };
            value.clone_into(field);
        }
        (!origin.design.is_empty()).then_some(origin)
    }
}

/// Everything but the design, in a line.
impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { design, rules, program, date, .. } = self;
        write!(f, "program={program}; date={date}; rules={rules}; design={design}")
    }
}

/// The design of a file, taken out: its text is whole, or it says what is wrong.
fn whole(kind: &'static str, origin: Option<Origin>, text: Option<Vec<u8>>) -> Result<Origin, OpenError> {
    let bad = |problem: &str| OpenError::BadInside { kind, problem: problem.to_owned() };
    let Some(origin) = origin else { return Err(OpenError::NothingInside { kind }) };
    let Some(bytes) = text else { return Ok(origin) };
    let text = String::from_utf8(bytes).map_err(|err| bad(&format!("It is not a text in UTF-8 ({err}).")))?;
    if hash_of_text(&text) != origin.design {
        return Err(bad(
            "It is not the design that the file says it was made of: somebody or another program has changed it.",
        ));
    }
    Ok(Origin { text: Some(text), ..origin })
}

/// What is said of a design that cannot be unpacked.
fn not_unpacked(kind: &'static str, err: &impl fmt::Display) -> OpenError {
    let problem = format!(
        "It cannot be unpacked, or unfolds to more than {MOST_TEXT} bytes, and no design is that large ({err})."
    );
    OpenError::BadInside { kind, problem }
}

#[cfg(test)]
mod tests;
