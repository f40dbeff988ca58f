//! Phases, substitutions, files that take others in, and expressions that only those miss who need them.

use super::super::{included, read};
use super::{EVENTS, probability, tree};
use crate::{Budget, Diagram};

fn with_gate(formula: &str, more: &str) -> String {
    tree(&format!(
        "<define-fault-tree name='t'><define-gate name='g'>{formula}</define-gate></define-fault-tree>{EVENTS}{more}"
    ))
}

#[test]
fn a_phase_sets_house_events_and_takes_its_share_of_the_mission() {
    let late = "<define-basic-event name='late'><exponential><float value='1e-4'/><system-mission-time/></exponential></define-basic-event>";
    let text = with_gate(
        "<and><or><house-event name='off'/><event name='a'/></or><event name='late'/></and>",
        &format!(
            "<model-data>{late}</model-data><define-alignment name='year'><define-phase name='usual' time-fraction='0.75'/>
             <define-phase name='drained' time-fraction='0.25'><set-house-event name='off'><constant value='true'/></set-house-event>
             </define-phase></define-alignment>"
        ),
    );
    let model = read(&[&text]).unwrap();
    let of_phase = |at: usize| {
        let tree = model.tree_in(None, model.phases().get(at)).unwrap();
        let q: Vec<f64> = tree.events.iter().map(|it| it.probability).collect();
        Diagram::compile(&tree.logic, tree.top, Budget::default()).unwrap().probability(&q)
    };
    let late = |share: f64| -(-0.876 * share).exp_m1();
    assert!((of_phase(0) - 0.1 * late(0.75)).abs() < 1e-15);
    assert!((of_phase(1) - late(0.25)).abs() < 1e-15);
    assert!((probability(&text, None).unwrap() - 0.1 * late(1.0)).abs() < 1e-15);
    let names: Vec<&str> = model.phases().iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["year.usual", "year.drained"]);
}

#[test]
fn what_is_wrong_with_a_phase_is_said() {
    let phases = |inside: &str| {
        let text = with_gate("<event name='a'/>", &format!("<define-alignment name='x'>{inside}</define-alignment>"));
        let model = read(&[&text])?;
        model.tree_in(None, model.phases().first()).map(|_| ())
    };
    for (inside, expected) in [
        ("<define-phase name='p' time-fraction='0.5'/>", "take 0.5 of the time"),
        ("<define-phase name='p' time-fraction='0'/>", "above 0"),
        ("<define-phase name='p' time-fraction='0.5'/><define-phase name='p' time-fraction='0.5'/>", "twice"),
        ("<define-sequence name='p'/>", "no phase"),
        (
            "<define-phase name='p' time-fraction='1'><set-house-event name='a'><constant value='true'/></set-house-event></define-phase>",
            "\"a\" is no house event",
        ),
    ] {
        let said = phases(inside).unwrap_err().to_string();
        assert!(said.contains(expected), "{said:?} does not say {expected:?}");
    }
}

#[test]
fn where_a_hypothesis_holds_the_target_has_to_be_true() {
    let substitution = |inside: &str| {
        with_gate(
            "<or><event name='a'/><event name='b'/></or>",
            &format!("<define-substitution name='s'>{inside}</define-substitution>"),
        )
    };
    let both = "<hypothesis><and><event name='a'/><event name='b'/></and></hypothesis>";
    let excluded = probability(&substitution(&format!("{both}<target><constant value='false'/></target>")), None);
    assert!((excluded.unwrap() - (0.28 - 0.02)).abs() < 1e-15);
    let recovered = probability(&substitution(&format!("{both}<target><event name='c'/></target>")), None);
    assert!((recovered.unwrap() - (0.28 - 0.02 * 0.7)).abs() < 1e-15);
    let exchanged = format!("{both}<source><event name='a'/></source><target><event name='c'/></target>");
    let said = probability(&substitution(&exchanged), None).unwrap_err().to_string();
    assert!(said.contains("exchanges events"), "{said}");
}

#[test]
fn a_file_names_those_that_it_takes_in() {
    let text = "<opsa-mef xmlns:xi='http://www.w3.org/2001/XInclude'><xi:include href='data.xml'/>
        <define-fault-tree name='t'><define-gate name='g'><event name='a'/></define-gate></define-fault-tree></opsa-mef>";
    assert_eq!(included(text).unwrap(), ["data.xml"]);
    assert!(included("<opsa-mef>").is_err());
    let together = read(&[text, &tree(EVENTS)]).unwrap().tree(None).unwrap();
    assert_eq!(together.events[0].probability, 0.1);
    assert!(probability(text, None).unwrap_err().to_string().contains("\"a\" is not defined"));
}

#[test]
fn expressions_are_refused_to_those_who_need_them() {
    let of = |expression: &str, needs: &str| {
        let event = format!("<define-basic-event name='e'>{expression}</define-basic-event>");
        probability(&with_gate(&format!("<event name='{needs}'/>"), &event), None)
    };
    for (expression, expected) in [
        ("<extern-function name='f'/>", "<extern-function> is not supported"),
        ("<periodic-test><float value='1'/></periodic-test>", "with 1 arguments"),
        ("<float value='much'/>", "not a number"),
        ("<bool value='perhaps'/>", "true"),
        ("<switch/>", "all other cases"),
    ] {
        assert_eq!(of(expression, "a"), Ok(0.1));
        let said = of(expression, "e").unwrap_err().to_string();
        assert!(said.contains(expected) && said.contains("line"), "{said:?} does not say {expected:?}");
    }
}

#[test]
fn every_function_of_numbers_and_of_truth_gives_its_value() {
    let number = |value: f64| format!("<float value='{value}'/>");
    let call = |tag: &str, values: &[f64]| {
        format!("<{tag}>{}</{tag}>", values.iter().map(|it| number(*it)).collect::<String>())
    };
    let case = |condition: f64, value: f64| format!("<case>{}{}</case>", number(condition), number(value));
    for (expression, expected) in [
        (call("sin", &[0.5]), 0.5_f64.sin()),
        (call("cos", &[1.4]), 1.4_f64.cos()),
        (call("tan", &[0.5]), 0.5_f64.tan()),
        (call("asin", &[0.5]), 0.5_f64.asin()),
        (call("acos", &[0.9]), 0.9_f64.acos()),
        (call("atan", &[0.5]), 0.5_f64.atan()),
        (call("sinh", &[0.5]), 0.5_f64.sinh()),
        (format!("<sub>{}{}</sub>", call("cosh", &[0.5]), number(1.0)), 0.5_f64.cosh() - 1.0),
        (call("tanh", &[0.5]), 0.5_f64.tanh()),
        (format!("<div>{}{}</div>", call("mod", &[7.9, 4.0]), number(4.0)), 0.75),
        (call("ceil", &[0.2]), 1.0),
        (call("floor", &[0.2]), 0.0),
        (call("eq", &[2.0, 2.0]), 1.0),
        (call("df", &[2.0, 2.0]), 0.0),
        (call("lt", &[2.0, 2.0]), 0.0),
        (call("leq", &[2.0, 2.0]), 1.0),
        (call("gt", &[3.0, 2.0]), 1.0),
        (call("geq", &[1.0, 2.0]), 0.0),
        (call("and", &[1.0, 0.0]), 0.0),
        (call("or", &[1.0, 0.0]), 1.0),
        (call("not", &[0.0]), 1.0),
        (call("ite", &[0.0, 0.2, 0.3]), 0.3),
        (format!("<switch>{}{}{}</switch>", case(0.0, 0.1), case(1.0, 0.2), number(0.3)), 0.2),
        (format!("<switch>{}{}</switch>", case(0.0, 0.1), number(0.3)), 0.3),
        ("<div><pi/><float value='4'/></div>".to_owned(), std::f64::consts::FRAC_PI_4),
        ("<bool value='true'/>".to_owned(), 1.0),
    ] {
        let event = format!("<define-basic-event name='e'>{expression}</define-basic-event>");
        let found = probability(&with_gate("<event name='e'/>", &event), None).unwrap();
        assert!((found - expected).abs() < 1e-15, "{expression}: {found} {expected}");
    }
}

/// Tests find failures every 100 hours, and repairs last 50 hours on average: against small steps of time.
#[test]
fn what_is_tested_and_repaired_has_the_probability_of_its_differential_equation() {
    let (rate, repair, between, first) = (2e-3, 0.02, 100.0, 30.0);
    let steps_per_hour = 1_000.0;
    for time in [10.0, 30.0, 55.0, 130.0, 131.0, 777.0] {
        let (mut failed, mut repaired) = (0.0, 0.0);
        let mut test = first;
        for step in 0..(time * steps_per_hour) as u64 {
            if step as f64 / steps_per_hour >= test {
                (failed, repaired) = (0.0, failed + repaired);
                test += between;
            }
            let (fails, ends) = (rate * (1.0 - failed - repaired), repair * repaired);
            failed += fails / steps_per_hour;
            repaired -= ends / steps_per_hour;
        }
        let arguments = [rate, repair, between, first, time].map(|it| format!("<float value='{it}'/>")).concat();
        let event =
            format!("<define-basic-event name='e'><periodic-test>{arguments}</periodic-test></define-basic-event>");
        let found = probability(&with_gate("<event name='e'/>", &event), None).unwrap();
        assert!((found / (failed + repaired) - 1.0).abs() < 2e-4, "{time}: {found} {}", failed + repaired);
    }
}
