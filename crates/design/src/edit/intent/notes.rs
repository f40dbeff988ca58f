//! Pinning a note to an element, changing it and taking it off.

use crate::edit::{Edit, EditCommand};
use crate::model::{Document, Element, Note};

/// Pins a note to an element in place of the one that is there; a blank text takes it off. `None` when nothing changes.
pub fn note(document: &Document, element: Element, text: &str) -> Option<Edit> {
    let text = text.trim();
    let verb = match document.note_on(element) {
        Some(before) if before == text => return None,
        None if text.is_empty() => return None,
        None => "Pin a note to",
        Some(_) if text.is_empty() => "Take the note off",
        Some(_) => "Change the note on",
    };
    let label = format!("{verb} {}", element.name(document));
    Some(Edit::one(label, EditCommand::SetNote(Note { element, text: text.to_owned() })))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::{EditError, preview};
    use crate::model::{Computer, ComputerId, check_invariants};
    use crate::testing::fixture::Fixture;

    fn design() -> Document {
        Fixture::parse("computer BTS1 biztalk\ncomputer BTS2 biztalk\nhost R receive on BTS1").unwrap().document
    }

    fn computer(document: &Document, name: &str) -> Element {
        let named = |(_, it): &(&ComputerId, &Computer)| it.name == name;
        (*document.computers.iter().find(named).unwrap().0).into()
    }

    fn noted(document: &Document, element: Element, text: &str) -> Document {
        preview(document, &note(document, element, text).unwrap().commands).unwrap()
    }

    #[test]
    fn an_element_carries_one_note_which_is_changed_and_taken_off() {
        let start = design();
        let one = computer(&start, "BTS1");
        assert_eq!(note(&start, one, "  \n "), None, "nothing to pin");
        let pinned = noted(&start, one, " Rack 4\nuntil March ");
        assert_eq!(pinned.note_on(one), Some("Rack 4\nuntil March"));
        assert_eq!(pinned.note_on(computer(&start, "BTS2")), None);
        assert_eq!(note(&pinned, one, "Rack 4\nuntil March"), None, "it says so already");
        let changed = note(&pinned, one, "Rack 5").unwrap();
        assert_eq!(changed.label, "Change the note on BTS1");
        let off = note(&pinned, one, "").unwrap();
        assert_eq!(off.label, "Take the note off BTS1");
        assert_eq!(preview(&pinned, &off.commands).unwrap(), start);
    }

    #[test]
    fn notes_stand_in_one_order_and_go_with_what_they_are_pinned_to() {
        let start = design();
        let (one, two) = (computer(&start, "BTS1"), computer(&start, "BTS2"));
        let host = (*start.hosts.keys().next().unwrap()).into();
        let notes = noted(&noted(&noted(&start, two, "b"), one, "a"), host, "all");
        assert_eq!(notes, noted(&noted(&noted(&start, host, "all"), one, "a"), two, "b"));
        let without = preview(&notes, &[EditCommand::Remove(one)]).unwrap();
        assert_eq!(without.notes.iter().map(|it| it.text.as_str()).collect::<Vec<_>>(), ["b", "all"]);
        assert_eq!(check_invariants(&without), []);
    }

    #[test]
    fn a_note_on_nothing_a_second_one_and_a_blank_one_break_a_design() {
        let start = design();
        let one = computer(&start, "BTS1");
        let pinned = |element, text: &str| Note { element, text: text.to_owned() };
        let gone = EditCommand::SetNote(pinned(ComputerId(4711).into(), "a"));
        assert!(matches!(preview(&start, &[gone]), Err(EditError::Missing(_))));
        let whole = note(&start, Element::Environment, "Agreed").unwrap();
        let refused = preview(&start, &whole.commands).unwrap_err().to_string();
        assert_eq!(refused, "what is said of the design as a whole stands in the project details");
        let problems = |notes| {
            let broken = Document { notes, ..start.clone() };
            check_invariants(&broken).into_iter().map(|it| it.problem).collect::<Vec<_>>()
        };
        let (twice, site) = (vec![pinned(one, "a"), pinned(one, "b")], (*start.sites.keys().next().unwrap()).into());
        assert_eq!(problems(twice), ["notes names computer-".to_owned() + &one.number().to_string() + " twice"]);
        assert_eq!(problems(vec![pinned(one, "a"), pinned(site, "b")]), ["notes are not sorted by element"]);
        assert_eq!(problems(vec![pinned(one, " ")]), ["the note is blank"]);
        let on_all = problems(vec![pinned(Element::Environment, "a")]);
        assert_eq!(on_all, ["a note is on the design as a whole: that stands in the project details"]);
        assert_eq!(problems(vec![pinned(ComputerId(4711).into(), "a")]).len(), 1);
    }
}
