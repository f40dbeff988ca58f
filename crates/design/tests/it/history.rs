//! Random editing: invariants hold after every step, undo leads to the start, redo to the end, files hold everything.

use tierwright_design::document::{from_text, templates, to_text};
use tierwright_design::edit::History;
use tierwright_design::model::check_invariants;
use tierwright_design::testing::{Lcg, any_edit};

const STEPS: usize = 60;

#[test]
fn random_editing_keeps_invariants_and_every_step_can_be_taken_back_and_done_again() {
    for (seed, template) in templates().iter().enumerate() {
        let mut random = Lcg::new(seed as u64 + 1);
        let mut history = History::new(template.document.clone(), true);
        let mut states = vec![history.document().clone()];
        for _ in 0..STEPS {
            let edit = any_edit(history.document(), &mut random);
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
