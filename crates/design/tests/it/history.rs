//! Random editing: invariants hold after every step, undo leads to the start, redo to the end, files hold everything.

use tierwright_design::document::{from_text, templates, to_text};
use tierwright_design::edit::intent::hosts::{self, NewHost};
use tierwright_design::edit::intent::{clip, clusters, palette, remove, rename, slots, tiers};
use tierwright_design::edit::{Edit, EditError, History};
use tierwright_design::model::{Document, Element, TierKind, check_invariants};
use tierwright_design::testing::Lcg;

const STEPS: usize = 60;

/// Some edit, or why it is refused; which one depends on the numbers drawn.
fn random_edit(document: &Document, random: &mut Lcg) -> Result<Edit, EditError> {
    let placed = document.placed_elements();
    let element = random.pick(&placed).map_or(Element::Environment, |(_, element)| element);
    let tier_ids: Vec<_> = document.tiers.keys().copied().collect();
    let host_ids: Vec<_> = document.hosts.keys().copied().collect();
    let computer_ids: Vec<_> = document.computers.keys().copied().collect();
    let tier = random.pick(&tier_ids).unwrap();
    match random.below(10) {
        0 | 1 => {
            let item = random.pick(palette::PaletteItem::ALL).unwrap();
            palette::add(document, item, slots::next_free_slot(document, tier).into())
        }
        2 => remove::elements(document, &[element]),
        3 => rename::rename(document, element, &format!("Renamed {}", random.below(1000))),
        4 => match (random.pick(&host_ids), random.pick(&computer_ids)) {
            (Some(host), Some(computer)) => hosts::toggle(document, host, computer),
            _ => Err(EditError::Refused("nothing to toggle".into())),
        },
        5 => hosts::add(document, random.pick(NewHost::ALL).unwrap(), None),
        6 => clip::duplicate(document, &[element]).map(|(edit, _)| edit),
        7 => tiers::add(document, random.pick(TierKind::ALL).unwrap()),
        8 => match &computer_ids[..] {
            [first, .., last] => clusters::create(document, &[*first, *last]),
            _ => Err(EditError::Refused("too few computers".into())),
        },
        _ => remove::elements(document, &[tier.into()]),
    }
}

#[test]
fn random_editing_keeps_invariants_and_every_step_can_be_taken_back_and_done_again() {
    for (seed, template) in templates().iter().enumerate() {
        let mut random = Lcg::new(seed as u64 + 1);
        let mut history = History::new(template.document.clone(), true);
        let mut states = vec![history.document().clone()];
        for _ in 0..STEPS {
            let edit = random_edit(history.document(), &mut random);
            let Ok(edit) = edit else { continue };
            if history.edit(&edit) == Ok(true) {
                let violations = check_invariants(history.document());
                assert!(violations.is_empty(), "{}: {}: {violations:?}", template.key, edit.label);
                states.push(history.document().clone());
            }
        }
        assert!(states.len() > STEPS / 4, "{}: only {} edits were possible", template.key, states.len());
        for state in states.iter().rev().skip(1) {
            history.undo().unwrap();
            assert_eq!(history.document(), state, "{}", template.key);
        }
        assert!(history.undo().is_none());
        assert!(!history.is_dirty());
        for state in &states[1..] {
            history.redo().unwrap();
            assert_eq!(history.document(), state, "{}", template.key);
        }
        let end = history.document();
        assert_eq!(from_text(&to_text(end)).unwrap(), **end, "{}", template.key);
    }
}
