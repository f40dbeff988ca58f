//! Fault trees in XML: what is understood, and what is refused with a reason.

mod large;

use super::{MefError, read};
use crate::{Budget, CutSets, Diagram};

fn tree(inside: &str) -> String {
    format!("<?xml version=\"1.0\"?>\n<opsa-mef>{inside}</opsa-mef>")
}

fn probability(text: &str, top: Option<&str>) -> Result<f64, MefError> {
    let tree = read(&[text])?.tree(top)?;
    let q: Vec<f64> = tree.events.iter().map(|it| it.probability).collect();
    Ok(Diagram::compile(&tree.logic, tree.top, Budget::default()).unwrap().probability(&q))
}

fn reason(text: &str) -> String {
    probability(text, None).unwrap_err().to_string()
}

const EVENTS: &str = "<model-data>
    <define-basic-event name='a'><label>A</label><float value='0.1'/></define-basic-event>
    <define-basic-event name='b'><parameter name='p'/></define-basic-event>
    <define-basic-event name='c'><float value='3e-1'/></define-basic-event>
    <define-parameter name='p'><mul><float value='0.4'/><float value='0.5'/></mul></define-parameter>
    <define-house-event name='on'><constant value='true'/></define-house-event>
    <define-house-event name='off'><constant value='false'/></define-house-event>
</model-data>";

#[test]
fn gates_nested_formulas_house_events_and_parameters_are_evaluated() {
    let text = tree(&format!(
        "<define-fault-tree name='t'>
            <define-gate name='top'><or><gate name='g'/><and><house-event name='off'/><event name='c'/></and></or></define-gate>
            <define-gate name='g'><atleast min='2'><event name='a'/><basic-event name='b'/>
                <and><house-event name='on'/><event name='c' type='basic-event'/></and></atleast></define-gate>
        </define-fault-tree>{EVENTS}"
    ));
    let expected = 0.1 * 0.2 + 0.1 * 0.3 + 0.2 * 0.3 - 2.0 * 0.1 * 0.2 * 0.3;
    assert!((probability(&text, None).unwrap() - expected).abs() < 1e-15);
    assert!((probability(&text, Some("g")).unwrap() - expected).abs() < 1e-15);
    assert_eq!(read(&[&text]).unwrap().tops(), ["top"]);
}

#[test]
fn private_names_are_found_from_inside_their_container() {
    let text = tree(
        "<define-fault-tree name='t'>
            <define-gate name='top'><or><gate name='one.g'/><gate name='two.g'/></or></define-gate>
            <define-component name='one' role='private'>
                <define-gate name='g'><basic-event name='e'/></define-gate>
                <define-basic-event name='e'><float value='0.25'/></define-basic-event></define-component>
            <define-component name='two' role='private'>
                <define-gate name='g'><basic-event name='e'/></define-gate>
                <define-basic-event name='e'><float value='0.5'/></define-basic-event></define-component>
        </define-fault-tree>",
    );
    assert_eq!(probability(&text, None).unwrap(), 0.625);
}

#[test]
fn what_cannot_be_evaluated_is_refused_with_a_reason() {
    let gate = |formula: &str| {
        tree(&format!(
            "<define-fault-tree name='t'><define-gate name='g'>{formula}</define-gate></define-fault-tree>{EVENTS}"
        ))
    };
    let cases = [
        ("no xml at all".to_owned(), "not well-formed"),
        ("<html/>".to_owned(), "<html>"),
        (tree(""), "no top gate"),
        (gate("<not><event name='a'/></not>"), "non-coherent"),
        (gate("<and><event name='a'/><event name='nobody'/></and>"), "\"nobody\" is not defined"),
        (gate("<and><gate name='a'/><event name='b'/></and>"), "something else"),
        (
            gate(
                "<or><gate name='g2'/></or></define-gate><define-gate name='g2'><or><gate name='g3'/><event name='a'/></or></define-gate><define-gate name='g3'><gate name='g2'/>",
            ),
            "circle",
        ),
        (gate("<atleast min='3'><event name='a'/><event name='b'/></atleast>"), "can never happen"),
        (gate("<atleast min='x'><event name='a'/></atleast>"), "whole number"),
        (gate("<or/>"), "without arguments"),
        (gate("<event name='a'/></define-gate><define-gate name='h'><event name='b'/>"), "2 top gates"),
        (
            gate(
                "<event name='d'/></define-gate><define-basic-event name='d'><float value='1.5'/></define-basic-event><define-gate name='h'><gate name='g'/>",
            ),
            "between 0 and 1",
        ),
        (
            gate("<event name='d'/></define-gate><define-basic-event name='d'/><define-gate name='h'><gate name='g'/>"),
            "no probability",
        ),
        (gate("<event name='a'/></define-gate><define-gate name='g'><event name='b'/>"), "defined twice"),
    ];
    for (text, expected) in cases {
        let reason = reason(&text);
        assert!(reason.contains(expected), "{reason:?} does not say {expected:?}");
    }
}

#[test]
fn deep_nesting_and_long_chains_of_gates_do_not_overflow_the_stack() {
    let depth = 20_000;
    let nested = format!("{}<event name='b'/>{}", "<or><event name='a'/>".repeat(depth), "</or>".repeat(depth));
    let text = tree(&format!(
        "<define-fault-tree name='t'><define-gate name='g'>{nested}</define-gate></define-fault-tree>{EVENTS}"
    ));
    assert!((probability(&text, None).unwrap() - 0.28).abs() < 1e-15);
    let mut chain = String::new();
    for number in 0..depth {
        let below = if number + 1 == depth { "c".to_owned() } else { format!("g{}", number + 1) };
        chain.push_str(&format!(
            "<define-gate name='g{number}'><and><event name='a'/><event name='{below}'/></and></define-gate>"
        ));
    }
    let text = tree(&format!("<define-fault-tree name='t'>{chain}</define-fault-tree>{EVENTS}"));
    let tree = read(&[&text]).unwrap().tree(None).unwrap();
    let diagram = Diagram::compile(&tree.logic, tree.top, Budget::default()).unwrap();
    assert_eq!(CutSets::of(&diagram, None, 1_000).unwrap().count().unwrap().to_string(), "1");
    assert_eq!(tree.gates, depth);
}

#[test]
fn a_parameter_that_many_name_is_computed_once() {
    let mut parameters = String::new();
    for number in 0..90 {
        let next = number + 1;
        parameters.push_str(&format!(
            "<define-parameter name='p{number}'><mul><parameter name='p{next}'/><parameter name='p{next}'/></mul></define-parameter>"
        ));
    }
    // Computed anew for each name, this would take two to the power of 90 steps.
    let text = format!(
        "<opsa-mef><define-fault-tree name='t'><define-gate name='g'><or><basic-event name='a'/></or></define-gate></define-fault-tree><model-data><define-basic-event name='a'><parameter name='p0'/></define-basic-event>{parameters}<define-parameter name='p90'><float value='1'/></define-parameter></model-data></opsa-mef>"
    );
    assert_eq!(probability(&text, None), Ok(1.0));
}
