//! Accepting a finding and taking the acceptance back.

use crate::edit::{Edit, EditCommand, EditError};
use crate::model::{Document, Waiver};

/// Accepts a finding; `replaces` is an earlier acceptance that no longer covers it.
///
/// # Errors
/// Reason or person is missing, or the acceptance would end before it begins.
pub fn accept(document: &Document, waiver: Waiver, replaces: Option<&Waiver>) -> Result<Edit, EditError> {
    let waiver = Waiver { reason: waiver.reason.trim().to_owned(), person: waiver.person.trim().to_owned(), ..waiver };
    let missing = |what: &str| Err(EditError::Refused(format!("accepting a finding needs {what}")));
    if waiver.reason.is_empty() {
        return missing("a reason");
    }
    if waiver.person.is_empty() {
        return missing("the name of who accepts it");
    }
    if waiver.is_expired(waiver.date) {
        return Err(EditError::Refused("the acceptance would end before it begins".to_owned()));
    }
    let label = format!("Accept {} of {}", waiver.rule, waiver.subject().name(document));
    let removed = replaces.cloned().map(EditCommand::RemoveWaiver);
    Ok(Edit::new(label, removed.into_iter().chain([EditCommand::PutWaiver(waiver)]).collect()))
}

/// Takes back an acceptance: the finding counts again.
pub fn withdraw(document: &Document, waiver: &Waiver) -> Edit {
    let label = format!("Withdraw the acceptance of {} of {}", waiver.rule, waiver.subject().name(document));
    Edit::one(label, EditCommand::RemoveWaiver(waiver.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::{History, preview};
    use crate::model::{Computer, ComputerId, Element, HostId, check_invariants};
    use crate::testing::fixture::Fixture;

    fn design() -> Document {
        let text = "computer BTS1 biztalk\ncomputer BTS2 biztalk\nhost R receive on BTS1\nhost S send on BTS1";
        Fixture::parse(text).unwrap().document
    }

    fn computer(document: &Document, name: &str) -> ComputerId {
        let named = |(_, it): &(&ComputerId, &Computer)| it.name == name;
        *document.computers.iter().find(named).unwrap().0
    }

    fn host(document: &Document, name: &str) -> HostId {
        *document.hosts.iter().find(|(_, it)| it.name == name).unwrap().0
    }

    fn waiver(elements: Vec<Element>) -> Waiver {
        Waiver {
            rule: "HOST-001".to_owned(),
            elements,
            fingerprint: "0123456789abcdef".to_owned(),
            reason: " The pilot is small ".to_owned(),
            person: "Ada Nowak".to_owned(),
            date: "2026-01-31".parse().unwrap(),
            expires: None,
        }
    }

    #[test]
    fn accepting_and_withdrawing_are_one_step_each_and_leave_the_design_as_it_was() {
        let start = design();
        let mut history = History::new(start.clone(), true);
        let edit = accept(&start, waiver(vec![host(&start, "R").into()]), None).unwrap();
        assert_eq!(edit.label, "Accept HOST-001 of R");
        assert!(history.edit(&edit).unwrap());
        let accepted = history.document().waivers[0].clone();
        assert_eq!(accepted.reason, "The pilot is small");
        let edit = withdraw(history.document(), &accepted);
        assert_eq!(edit.label, "Withdraw the acceptance of HOST-001 of R");
        assert!(history.edit(&edit).unwrap());
        assert_eq!(**history.document(), start);
        assert!(history.edit(&edit).is_err(), "it is gone");
        history.undo();
        history.undo();
        assert_eq!(**history.document(), start);
    }

    #[test]
    fn an_acceptance_needs_a_reason_a_person_and_an_end_after_its_start() {
        let document = design();
        let good = waiver(vec![host(&document, "R").into()]);
        let refused = |waiver: Waiver| accept(&document, waiver, None).unwrap_err().to_string();
        assert_eq!(refused(Waiver { reason: "  ".to_owned(), ..good.clone() }), "accepting a finding needs a reason");
        let nobody = Waiver { person: String::new(), ..good.clone() };
        assert_eq!(refused(nobody), "accepting a finding needs the name of who accepts it");
        let ended = Waiver { expires: Some("2026-01-30".parse().unwrap()), ..good.clone() };
        assert_eq!(refused(ended), "the acceptance would end before it begins");
        let one_day = Waiver { expires: Some(good.date), ..good };
        assert!(accept(&document, one_day, None).is_ok());
    }

    #[test]
    fn acceptances_stand_in_one_order_and_a_second_one_of_the_same_finding_replaces_the_first() {
        let document = design();
        let (r, s) = (host(&document, "R").into(), host(&document, "S").into());
        let commands = [r, s].map(|host| EditCommand::PutWaiver(waiver(vec![host])));
        let other = [s, r].map(|host| EditCommand::PutWaiver(waiver(vec![host])));
        let next = preview(&document, &commands).unwrap();
        assert_eq!(next, preview(&document, &other).unwrap());
        let newer = Waiver { person: "Jan Kowalski".to_owned(), ..waiver(vec![r]) };
        let again = preview(&next, &[EditCommand::PutWaiver(newer)]).unwrap();
        let people: Vec<&str> = again.waivers.iter().map(|it| it.person.as_str()).collect();
        assert_eq!(people, ["Jan Kowalski", "Ada Nowak"]);
    }

    #[test]
    fn an_acceptance_goes_with_its_subject_and_forgets_what_else_is_removed() {
        let document = design();
        let (r, s, bts1) = (host(&document, "R"), host(&document, "S"), computer(&document, "BTS1"));
        let commands = [
            EditCommand::PutWaiver(waiver(vec![r.into(), bts1.into()])),
            EditCommand::PutWaiver(waiver(vec![s.into(), bts1.into()])),
            EditCommand::PutWaiver(waiver(vec![Element::Environment, bts1.into()])),
        ];
        let document = preview(&document, &commands).unwrap();
        let next = preview(&document, &[EditCommand::Remove(r.into())]).unwrap();
        assert!(next.waivers.iter().all(|it| it.subject() != Element::from(r)));
        assert_eq!(next.waivers.len(), 2);
        let next = preview(&document, &[EditCommand::Remove(bts1.into())]).unwrap();
        let left: Vec<&[Element]> = next.waivers.iter().map(|it| it.elements.as_slice()).collect();
        assert_eq!(left, [&[Element::Environment][..], &[r.into()], &[s.into()]]);
        assert_eq!(check_invariants(&next), []);
    }

    #[test]
    fn an_acceptance_of_what_does_not_exist_or_stands_twice_breaks_the_design() {
        let mut document = design();
        document.waivers = vec![waiver(vec![HostId(4711).into()])];
        let problems: Vec<String> = check_invariants(&document).into_iter().map(|it| it.problem).collect();
        assert_eq!(problems, ["waivers refers to host-4711, which does not exist"]);
        document.waivers = vec![waiver(Vec::new()), waiver(Vec::new())];
        let problems: Vec<String> = check_invariants(&document).into_iter().map(|it| it.problem).collect();
        assert_eq!(problems, ["the same finding of HOST-001 stands twice in waivers"]);
    }
}
