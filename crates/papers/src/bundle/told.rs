//! What verifying came to, in words.

use super::{Standing, Verification, Verified};
use crate::comparison::{compare, text as compared};
use crate::document::from_text;
use crate::model::Document;

/// Digits of a digest that are enough to tell designs apart.
const DIGITS: usize = 16;

fn short(digest: &str) -> &str {
    digest.get(..DIGITS).unwrap_or(digest)
}

/// What was found, line by line: every file, then the verdict, then what designs differ in.
pub fn text(verification: &Verification) -> String {
    let mut lines = Vec::new();
    let width = verification.files.iter().map(|it| it.name.chars().count()).max().unwrap_or_default();
    for file in &verification.files {
        lines.push(format!("{:width$}  {}", file.name, standing(file)));
        lines.extend(file.changes.iter().map(|it| format!("{:width$}    {it}", "")));
    }
    lines.push(verdict(verification));
    lines.extend(difference(verification));
    lines.join("\n")
}

/// How a file stands to what was written, and of which design it was made.
pub fn standing(file: &Verified) -> String {
    let design = file.design.as_deref().map_or_else(String::new, |it| format!("; design {}", short(it)));
    format!("{}{design}", file.standing.label())
}

/// Whether the files belong together, and how many were changed.
pub fn verdict(verification: &Verification) -> String {
    let named = |(digest, title): (&String, &String)| {
        if title.is_empty() { short(digest).to_owned() } else { format!("“{title}” ({})", short(digest)) }
    };
    let designs: Vec<String> = verification.designs.iter().map(named).collect();
    let rules: Vec<&str> = verification.rules.iter().map(String::as_str).collect();
    let together = match (designs.as_slice(), verification.belongs_together()) {
        ([], _) => "No file says of which design it was made.".to_owned(),
        ([one], true) => {
            format!("All that say so were made of one design, {one}, judged by rules {}.", rules.join(", "))
        }
        ([one], false) => {
            format!(
                "The files do not belong together: made of {one}, they were judged by rules {}.",
                rules.join(" and ")
            )
        }
        (several, _) => format!("The files do not belong together: they were made of {}.", several.join(" and ")),
    };
    let bad = verification.files.iter().filter(|it| it.standing.is_bad()).count();
    let unknown = verification.files.iter().any(|it| it.standing == Standing::Unknown);
    let changed = match (bad, unknown) {
        (0, false) => "Nothing was changed, is missing or was added.".to_owned(),
        (0, true) => "Nothing that can be known was changed; of files without a manifest only some say so.".to_owned(),
        (count, _) => format!("{count} of {} files were changed, are missing or were added.", verification.files.len()),
    };
    format!("{together} {changed}")
}

/// What two designs differ in, where the files hold both.
pub fn difference(verification: &Verification) -> Option<String> {
    let designs: Vec<Document> = verification.texts.values().filter_map(|it| from_text(it).ok()).collect();
    let [one, other] = designs.as_slice() else { return None };
    Some(format!("\nWhat the designs differ in:\n{}", compared(&compare(one, other, None, false), false)))
}
