//! Fault trees that are large, deep, or made to harm.

use std::fmt::Write as _;

use super::{EVENTS, probability, reason, tree};
use crate::mef::read;
use crate::{Budget, CutSets, Diagram, Patience, Stopped};

/// Events `e0`, `e1` … with this probability.
fn events(count: usize, probability: &str) -> String {
    let mut text = "<model-data>".to_owned();
    for number in 0..count {
        let _ =
            write!(text, "<define-basic-event name='e{number}'><float value='{probability}'/></define-basic-event>");
    }
    text + "</model-data>"
}

fn fault_tree(gates: &str, data: &str) -> String {
    tree(&format!("<define-fault-tree name='t'>{gates}</define-fault-tree>{data}"))
}

/// Probability of the top and number of minimal cut sets.
fn solved(text: &str) -> (f64, String) {
    let tree = read(&[text]).unwrap().tree(None).unwrap();
    let q: Vec<f64> = tree.events.iter().map(|it| it.probability).collect();
    let diagram = Diagram::compile(&tree.logic, tree.top, Budget::default()).unwrap();
    let count = CutSets::of(&diagram, None, Budget::default()).unwrap().count().unwrap();
    (diagram.probability(&q), count.to_string())
}

#[test]
fn an_or_of_200_000_events_is_solved() {
    let all: String = (0..200_000).fold(String::new(), |text, it| text + &format!("<basic-event name='e{it}'/>"));
    let text = fault_tree(&format!("<define-gate name='top'><or>{all}</or></define-gate>"), &events(200_000, "1e-6"));
    let (probability, count) = solved(&text);
    assert!((probability - (1.0 - libm::pow(1.0 - 1e-6, 200_000.0))).abs() < 1e-9, "{probability}");
    assert_eq!(count, "200000");
}

#[test]
fn chains_of_100_000_gates_are_solved_whatever_they_are_made_of() {
    let event = "<model-data><define-basic-event name='e0'><float value='0.5'/></define-basic-event></model-data>";
    for (kinds, gates, events_of_its_own, expected) in [
        (["or", "or"], 20_000, 20_000, "20000"),
        (["and", "and"], 20_000, 20_000, "1"),
        (["or", "and"], 100_000, 100_000, "50000"),
        (["and", "or"], 20_000, 50, "25"),
    ] {
        let mut chain = String::new();
        for number in 0..gates {
            let kind = kinds[number % 2];
            let own = number % events_of_its_own;
            let below = if number + 1 == gates {
                "<basic-event name='e0'/>".to_owned()
            } else {
                format!("<gate name='g{}'/>", number + 1)
            };
            let _ = write!(
                chain,
                "<define-gate name='g{number}'><{kind}><basic-event name='e{own}'/>{below}</{kind}></define-gate>"
            );
        }
        let (_, count) = solved(&fault_tree(&chain, &events(events_of_its_own, "1e-6")));
        assert_eq!(count, expected, "{kinds:?}");
    }
    let renamed: String = (0..100_000).fold(String::new(), |text, it| {
        text + &format!("<define-gate name='g{it}'><gate name='g{}'/></define-gate>", it + 1)
    }) + "<define-gate name='g100000'><basic-event name='e0'/></define-gate>";
    assert_eq!(solved(&fault_tree(&renamed, event)), (0.5, "1".to_owned()));
}

#[test]
fn events_that_ever_two_share_are_solved_without_running_out_of_stack() {
    const EVENTS: usize = 30_000;
    let pairs: String = (1..EVENTS).fold(String::new(), |text, it| {
        text + &format!("<and><basic-event name='e{}'/><basic-event name='e{it}'/></and>", it - 1)
    });
    let gate = format!("<define-gate name='top'><or>{pairs}</or></define-gate>");
    assert_eq!(solved(&fault_tree(&gate, &events(EVENTS, "1e-3"))).1, (EVENTS - 1).to_string());
}

#[test]
fn a_chain_of_100_000_parameters_is_computed_and_a_circle_of_them_is_named() {
    const PARAMETERS: usize = 100_000;
    let chain = |last: &str| {
        let mut text =
            "<model-data><define-basic-event name='a'><parameter name='p0'/></define-basic-event>".to_owned();
        for number in 0..PARAMETERS {
            let _ = write!(
                text,
                "<define-parameter name='p{number}'><mul><parameter name='p{}'/><float value='1'/></mul></define-parameter>",
                number + 1
            );
        }
        let _ = write!(text, "<define-parameter name='p{PARAMETERS}'>{last}</define-parameter></model-data>");
        fault_tree("<define-gate name='g'><basic-event name='a'/></define-gate>", &text)
    };
    assert_eq!(probability(&chain("<float value='0.5'/>"), None), Ok(0.5));
    let circle = reason(&chain("<parameter name='p7'/>"));
    assert!(circle.contains("\"p7\" needs its own value"), "{circle}");
}

#[test]
fn what_would_take_more_memory_or_time_than_a_tree_needs_is_refused_before_it_is_taken() {
    let attributes: String = (0..1_000).fold(String::new(), |text, it| text + &format!(" a{it}='1'"));
    let spaces: String = (0..1_000).fold(String::new(), |text, it| text + &format!(" xmlns:n{it}='u'"));
    let depth = 200;
    let components = "<define-component name='c'>".repeat(depth) + &"</define-component>".repeat(depth);
    for (text, expected) in [
        (tree(&format!("\n<define-fault-tree name='t'{attributes}/>")), "line 3: 1001 attributes"),
        (tree(&format!("<define-fault-tree name='t'{spaces}/>")), "1000 declarations of namespaces"),
        (tree(&components), "deeper than 100"),
        (tree(&"<label/>".repeat(4_000_001)), "more than 4000000 elements"),
        (tree(&" ".repeat((128 << 20) + 1)), "at most 128 MB"),
    ] {
        let reason = read(&[&text]).unwrap_err().to_string();
        assert!(reason.contains(expected), "{reason:?} does not say {expected:?}");
    }
    let quotes = "<!-- it's a = b --><label>x = 'y\" = = =</label><![CDATA[<a b='>]]>";
    let fine = format!("{}{EVENTS}", quotes.repeat(100));
    let gate = "<define-gate name='g'><event name='a'/></define-gate>";
    assert_eq!(
        probability(&tree(&format!("{fine}<define-fault-tree name='t'>{gate}</define-fault-tree>")), None),
        Ok(0.1)
    );
}

#[test]
fn a_computation_stops_when_patience_has_run_out_and_says_so() {
    let (mut logic, least) = (crate::Logic::new(), 300);
    let events: Vec<_> = (0..600).map(|_| logic.event()).collect();
    let top = logic.at_least(least, events);
    let over = Budget { patience: Patience::until(|| true), ..Budget::default() };
    assert_eq!(Diagram::compile(&logic, top, over.clone()).unwrap_err(), Stopped::Time);
    let diagram = Diagram::compile(&logic, top, Budget::default()).unwrap();
    assert_eq!(CutSets::of(&diagram, None, over).err(), Some(Stopped::Time));
    let few = CutSets::of(&diagram, None, 1_000).err().unwrap();
    assert!(few.to_string().contains("stopped at 1000 nodes"), "{few}");
}
