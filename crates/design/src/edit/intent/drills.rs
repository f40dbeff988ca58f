//! Saving failure drills with the design, and taking them out again.

use crate::edit::{Edit, EditCommand, EditError};
use crate::model::{Document, DrillScenario};

/// Saves a drill under its name, over one of the same name.
///
/// # Errors
/// It has no name, or nothing fails in it.
pub fn save(document: &Document, drill: DrillScenario) -> Result<Edit, EditError> {
    let drill = DrillScenario { name: drill.name.trim().to_owned(), note: drill.note.trim().to_owned(), ..drill };
    if drill.name.is_empty() {
        return Err(EditError::Refused("a drill needs a name".to_owned()));
    }
    if drill.steps.is_empty() {
        return Err(EditError::Refused("nothing fails in this drill".to_owned()));
    }
    let mut drills = document.drills.clone();
    let label = match drills.iter_mut().find(|it| it.name == drill.name) {
        Some(known) => {
            let label = format!("Change drill “{}”", drill.name);
            *known = drill;
            label
        }
        None => {
            let label = format!("Save drill “{}”", drill.name);
            drills.push(drill);
            label
        }
    };
    Ok(Edit::one(label, EditCommand::SetDrills(drills)))
}

/// Takes a saved drill out of the design.
///
/// # Errors
/// There is none of this name.
pub fn remove(document: &Document, name: &str) -> Result<Edit, EditError> {
    let mut drills = document.drills.clone();
    drills.retain(|it| it.name != name);
    if drills.len() == document.drills.len() {
        return Err(EditError::Refused(format!("there is no drill “{name}”")));
    }
    Ok(Edit::one(format!("Delete drill “{name}”"), EditCommand::SetDrills(drills)))
}

/// A name that no saved drill has, made of a suggestion.
pub fn free_name(document: &Document, suggestion: &str) -> String {
    let is_taken = |name: &str| document.drills.iter().any(|it| it.name == name);
    if !is_taken(suggestion) {
        return suggestion.to_owned();
    }
    let mut number: u32 = 2;
    while is_taken(&format!("{suggestion} {number}")) {
        number = number.saturating_add(1);
    }
    format!("{suggestion} {number}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::{History, preview};
    use crate::model::{DrillStep, Element, Part, check_invariants};
    use crate::testing::fixture::Fixture;

    fn design() -> Document {
        Fixture::parse("computer BTS1 biztalk\ncomputer BTS2 biztalk").unwrap().document
    }

    fn losing_the_first(document: &Document, name: &str) -> DrillScenario {
        let part = Part::Element(Element::Computer(*document.computers.keys().next().unwrap()));
        DrillScenario { name: name.to_owned(), note: "Weekly".to_owned(), steps: vec![DrillStep::fail(part)] }
    }

    #[test]
    fn a_drill_is_saved_replaced_and_deleted_and_each_is_one_step_back() {
        let document = design();
        let mut history = History::new(document.clone(), true);
        history.edit(&save(&document, losing_the_first(&document, " Loss ")).unwrap()).unwrap();
        assert_eq!(history.document().drills[0].name, "Loss");
        let again = DrillScenario { note: "Monthly".to_owned(), ..losing_the_first(&document, "Loss") };
        history.edit(&save(history.document(), again).unwrap()).unwrap();
        assert_eq!(history.document().drills.len(), 1, "the same name replaces");
        assert_eq!(history.undo_label(), Some("Change drill “Loss”"));
        history.edit(&remove(history.document(), "Loss").unwrap()).unwrap();
        assert!(history.document().drills.is_empty());
        for _ in 0..3 {
            history.undo();
        }
        assert_eq!(**history.document(), document);
    }

    #[test]
    fn a_drill_without_name_or_failure_is_refused() {
        let document = design();
        assert!(save(&document, losing_the_first(&document, " ")).is_err());
        assert!(save(&document, DrillScenario { steps: Vec::new(), ..losing_the_first(&document, "x") }).is_err());
        assert!(remove(&document, "x").is_err());
    }

    #[test]
    fn removing_what_fails_takes_it_out_of_the_drills() {
        let mut document = design();
        let drill = losing_the_first(&document, "Loss");
        let part = drill.steps[0].part;
        document = preview(&document, &save(&document, drill).unwrap().commands).unwrap();
        document = preview(&document, &[EditCommand::Remove(part.element())]).unwrap();
        assert!(document.drills[0].steps.is_empty());
        assert_eq!(check_invariants(&document), []);
    }

    #[test]
    fn names_stay_apart() {
        let mut document = design();
        document.drills.push(losing_the_first(&document, "Loss"));
        assert_eq!(free_name(&document, "Loss"), "Loss 2");
        assert_eq!(free_name(&document, "Other"), "Other");
    }
}
