//! Templates of the person's own: designs in a folder of the user's data, offered in the gallery beside those of the program.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::error::SaveError;
use super::format::to_text;
use super::open::open;
use super::save::{OnConflict, save};
use super::template::Template;
use crate::edit::intent::examples::as_examples;
use crate::model::{Document, ProjectInfo};

/// What the keys of such templates start with; the rest is the name of the file without ending.
const OWN: &str = "own/";

/// Own templates that are offered, by name.
const MOST: usize = 60;

/// The templates in a folder, and what is wrong with those that cannot be read.
#[derive(Debug, Default)]
pub struct OwnTemplates {
    /// In the order of their names.
    pub templates: Vec<Template>,
    /// A sentence or two for each file that is no design.
    pub problems: Vec<String>,
}

/// Reads the templates in a folder; a folder that is not there holds none.
pub fn own_templates(folder: &Path) -> OwnTemplates {
    let mut found = OwnTemplates::default();
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(err) if err.kind() == io::ErrorKind::NotFound => return found,
        Err(err) => {
            found.problems.push(format!("{} cannot be read: {err}.", folder.display()));
            return found;
        }
    };
    let paths = entries.filter_map(Result::ok).map(|it| it.path());
    let mut paths: Vec<PathBuf> = paths.filter(|it| it.extension().is_some_and(|it| it == "ron")).collect();
    paths.sort();
    for (path, order) in paths.into_iter().zip(0..).take(MOST) {
        let stem = path.file_stem().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
        match open(&path) {
            Ok(opened) => found.templates.push(own(&stem, order, opened.document)),
            Err(err) => found.problems.push(err.to_string()),
        }
    }
    found
}

fn own(stem: &str, order: u32, document: Document) -> Template {
    let ProjectInfo { title, notes, .. } = &document.project;
    Template {
        key: format!("{OWN}{stem}"),
        group: None,
        order,
        title: if title.is_empty() { stem.to_owned() } else { title.clone() },
        purpose: notes.clone(),
        teaching: Vec::new(),
        sources: Vec::new(),
        document,
    }
}

/// Keeps a design as a template under a name: without what belongs to a customer (names of the project, logo,
/// acceptances, answers of the checklist), and with its figures as examples.
///
/// # Errors
/// The file cannot be written, or one of this name is there and `on_conflict` refuses to replace it.
pub fn save_as_template(
    folder: &Path,
    name: &str,
    document: &Document,
    on_conflict: OnConflict,
) -> Result<PathBuf, SaveError> {
    let path = folder.join(format!("{}.ron", stem_of(name)));
    if let Err(err) = fs::create_dir_all(folder) {
        log::warn!("{} cannot be made: {err}", folder.display());
    }
    save(&path, &to_text(&as_template(document, name)), None, on_conflict)?;
    Ok(path)
}

fn as_template(document: &Document, name: &str) -> Document {
    let mut template = as_examples(document);
    let notes = document.project.notes.clone();
    template.project = ProjectInfo { title: name.to_owned(), notes, ..ProjectInfo::default() };
    template.waivers.clear();
    template.checklist.clear();
    template
}

/// A name as the stem of a file: letters and digits of any script, other characters as hyphens.
fn stem_of(name: &str) -> String {
    let kept: String = name.trim().chars().map(|it| if it.is_alphanumeric() { it } else { '-' }).collect();
    let parts: Vec<&str> = kept.split('-').filter(|it| !it.is_empty()).collect();
    let stem: String = parts.join("-").chars().take(80).collect();
    if stem.is_empty() { "template".to_owned() } else { stem }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::template;

    #[test]
    fn a_kept_design_is_offered_without_what_belongs_to_the_customer_and_damage_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let mut design = template("large-complete").unwrap().document.clone();
        design.project.customer = "Contoso".to_owned();
        save_as_template(folder.path(), "Our usual: large/2", &design, OnConflict::Refuse).unwrap();
        let again = save_as_template(folder.path(), "Our usual: large/2", &design, OnConflict::Refuse);
        assert!(matches!(again, Err(SaveError::AlreadyExists { .. })));
        fs::write(folder.path().join("broken.ron"), "(").unwrap();
        let found = own_templates(folder.path());
        assert_eq!(found.problems.len(), 1, "{:?}", found.problems);
        let [kept] = found.templates.as_slice() else { panic!("{:?}", found.templates.len()) };
        assert_eq!((kept.title.as_str(), kept.key.as_str()), ("Our usual: large/2", "own/Our-usual-large-2"));
        assert_eq!(kept.document.project.customer, "");
        assert_eq!(kept.document.computers.len(), design.computers.len());
    }

    #[test]
    fn a_folder_that_is_not_there_holds_no_templates_and_a_name_of_marks_is_no_name_of_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let found = own_templates(&folder.path().join("none"));
        assert!(found.templates.is_empty() && found.problems.is_empty());
        assert_eq!(stem_of("../.."), "template");
    }
}
