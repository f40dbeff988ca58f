//! Fault trees in XML: what is understood, and what is refused with a reason.

mod large;
mod variants;

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
        (gate("<not><event name='a'/><event name='b'/></not>"), "needs 1"),
        (gate("<xor><event name='a'/></xor>"), "needs 2"),
        (gate("<cardinality min='2' max='1'><event name='a'/><event name='b'/></cardinality>"), "no range"),
        (gate("<or><gate name='g'/><event name='a'/></or>"), "circle"),
        (
            gate("<or><gate name='g'/><event name='a'/></or></define-gate><define-gate name='h'><event name='b'/>"),
            "circle",
        ),
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

#[test]
fn every_kind_of_formula_has_the_probability_of_its_truth_table() {
    let (a, b, c) = (0.1, 0.2, 0.3);
    let events = "<event name='a'/><event name='b'/>";
    let cases = [
        (format!("<not>{}</not>", "<event name='a'/>"), 1.0 - a),
        (format!("<xor>{events}</xor>"), a + b - 2.0 * a * b),
        (format!("<iff>{events}</iff>"), 1.0 - a - b + 2.0 * a * b),
        (format!("<imply>{events}</imply>"), 1.0 - a * (1.0 - b)),
        (format!("<nand>{events}<event name='c'/></nand>"), 1.0 - a * b * c),
        (format!("<nor>{events}<event name='c'/></nor>"), (1.0 - a) * (1.0 - b) * (1.0 - c)),
        (
            format!("<cardinality min='1' max='2'>{events}<event name='c'/></cardinality>"),
            1.0 - (1.0 - a) * (1.0 - b) * (1.0 - c) - a * b * c,
        ),
        (format!("<xor><xor>{events}</xor><or><event name='a'/><event name='c'/></or></xor>"), {
            // a: 1 xor b, xor 1; no a: b xor c.
            a * b + (1.0 - a) * (b + c - 2.0 * b * c)
        }),
        ("<and><event name='a'/><not><event name='a'/></not></and>".to_owned(), 0.0),
    ];
    for (formula, expected) in cases {
        let text = tree(&format!(
            "<define-fault-tree name='t'><define-gate name='g'>{formula}</define-gate></define-fault-tree>{EVENTS}"
        ));
        let found = probability(&text, None).unwrap();
        assert!((found - expected).abs() < 1e-15, "{formula}: {found} {expected}");
        if formula.starts_with("<xor>") {
            let tree = read(&[&text]).unwrap().tree(None).unwrap();
            let diagram = Diagram::compile(&tree.logic, tree.top, Budget::default()).unwrap();
            let refused = CutSets::of(&diagram, None, 1_000).err().unwrap();
            assert!(refused.to_string().contains("not coherent"), "{refused}");
        }
    }
}

#[test]
fn common_cause_groups_share_events_as_their_model_says() {
    let group = |model: &str, factors: &str| {
        tree(&format!(
            "<define-fault-tree name='t'><define-gate name='g'><and><event name='x'/><event name='y'/><event name='z'/></and>
             </define-gate></define-fault-tree>
             <define-CCF-group name='v' model='{model}'><members><basic-event name='x'/><basic-event name='y'/><basic-event name='z'/></members>
             <distribution><float value='0.1'/></distribution>{factors}</define-CCF-group>"
        ))
    };
    // Three members: each fails alone (q1), with one of the others (q2), with both (q3).
    let all = |q1: f64, q2: f64, q3: f64| {
        let mut sum = 0.0;
        for alone in 0..8_u32 {
            for pairs in 0..8_u32 {
                let has = |bits: u32, bit: u32| bits >> bit & 1 == 1;
                let lost = |it: u32| has(alone, it) || (0..3).any(|pair| pair != it && has(pairs, pair));
                let weight =
                    |bits: u32, q: f64| q.powi(bits.count_ones() as i32) * (1.0 - q).powi(3 - bits.count_ones() as i32);
                if (0..3).all(lost) {
                    sum += weight(alone, q1) * weight(pairs, q2);
                }
            }
        }
        q3 + (1.0 - q3) * sum
    };
    let factor = |level: u32, value: f64| format!("<factor level='{level}'><float value='{value}'/></factor>");
    let cases = [
        ("beta-factor", factor(3, 0.2), all(0.08, 0.0, 0.02)),
        ("MGL", format!("<factors>{}{}</factors>", factor(3, 0.1), factor(2, 0.2)), all(0.08, 0.009, 0.002)),
        (
            "alpha-factor",
            format!("{}{}{}", factor(1, 0.7), factor(2, 0.2), factor(3, 0.1)),
            all(0.1 * 0.7 / 1.4, 0.1 * 2.0 * 0.2 / 1.4 / 2.0, 0.1 * 3.0 * 0.1 / 1.4),
        ),
        ("phi-factor", format!("{}{}{}", factor(1, 0.7), factor(2, 0.2), factor(3, 0.1)), all(0.07, 0.02, 0.01)),
    ];
    for (model, factors, expected) in cases {
        let found = probability(&group(model, &factors), None).unwrap();
        assert!((found / expected - 1.0).abs() < 1e-12, "{model}: {found} {expected}");
    }
    assert!(reason(&group("phi-factor", &factor(1, 0.5))).contains("add up to"));
    assert!(reason(&group("gamma", "")).contains("no model"));
}

#[test]
fn distributions_count_with_their_mean_and_units_are_not_converted() {
    let of = |expression: &str| {
        probability(
            &tree(&format!(
                "<define-fault-tree name='t'><define-gate name='g'><event name='e'/></define-gate>
                 <define-basic-event name='e'>{expression}</define-basic-event></define-fault-tree>
                 <model-data><define-parameter name='h' unit='hours'><float value='0.25'/></define-parameter></model-data>"
            )),
            None,
        )
    };
    let number = |value: f64| format!("<float value='{value}'/>");
    let call = |tag: &str, values: &[f64]| {
        format!("<{tag}>{}</{tag}>", values.iter().map(|it| number(*it)).collect::<String>())
    };
    for (expression, expected) in [
        (call("uniform-deviate", &[0.1, 0.3]), 0.2),
        (call("normal-deviate", &[0.2, 0.1]), 0.2),
        (call("lognormal-deviate", &[0.2, 3.0, 0.95]), 0.2),
        (call("gamma-deviate", &[2.0, 0.1]), 0.2),
        (call("beta-deviate", &[1.0, 4.0]), 0.2),
        (call("Weibull", &[1.0, 2.0, 0.5, 1.0]), 1.0 - (-0.25_f64).exp()),
        (call("periodic-test", &[0.01, 30.0, 10.0, 50.0]), 1.0 - (-0.1_f64).exp()),
        (
            format!(
                "<histogram>{}<bin>{}{}</bin><bin>{}{}</bin></histogram>",
                number(0.0),
                number(0.1),
                number(1.0),
                number(0.3),
                number(3.0)
            ),
            0.1625,
        ),
        ("<parameter name='h' unit='hours'/>".to_owned(), 0.25),
        ("<parameter name='h'/>".to_owned(), 0.25),
    ] {
        assert!((of(&expression).unwrap() - expected).abs() < 1e-15, "{expression}");
    }
    let refused = of("<parameter name='h' unit='years'/>").unwrap_err().to_string();
    assert!(refused.contains("years") && refused.contains("hours"), "{refused}");
}

#[test]
fn a_gate_that_nothing_uses_does_not_refuse_a_file() {
    let text = tree(&format!(
        "<define-fault-tree name='t'><define-gate name='top'><or><gate name='g'/><event name='a'/></or></define-gate>
         <define-gate name='g'><event name='b'/></define-gate>
         <define-gate name='spare'><atleast min='3'><event name='a'/><gate name='g'/></atleast></define-gate>
         </define-fault-tree>{EVENTS}"
    ));
    assert!((probability(&text, None).unwrap() - 0.28).abs() < 1e-15);
    assert!(probability(&text, Some("spare")).unwrap_err().to_string().contains("can never happen"));
}
