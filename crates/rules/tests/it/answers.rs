//! Every answer that is offered for an open question answers it.

use std::collections::BTreeSet;

use tierwright_design::document::templates;
use tierwright_design::edit::intent::answer::{Answer, answer};
use tierwright_design::edit::intent::attribute::AnswerForm;
use tierwright_design::edit::preview;
use tierwright_design::model::{Document, Element, Imported, Property, check_invariants};
use tierwright_design::sources::Provenance;
use tierwright_rules::rules::{Attribute, Question, RuleContext, evaluate};
use tierwright_rules::testing::fixture::Fixture;

/// Designs that ask for what no template leaves open.
const FIXTURES: &[&str] = &[
    "feature bre
    feature esb
    computer A biztalk
    sql S on A
    databases S management
    attr management biztalk_group=null
    host H on A
    isolated-host W receive on A
    assumed environment secret-server
    assumed Group1 hosts
    assumed Group1 computers
    assumed Group1 data-bases
    assumed A configured
    assumed Group1 load-balancers
    assumed H functions
    assumed A iis",
    "computer A biztalk
    host P receive
    assumed Group1 instances",
    "computer A biztalk
    computer B biztalk
    cluster CL nodes A
    assumed CL cluster
    host C receive on A B
    handler C wcf-custom receive
    host Q receive on A B
    handler Q msmq receive",
    r#"computer N1
    computer N2
    cluster CL nodes N1 N2 witness={"FileShare":null}
    computer OTHER
    fci ONE on CL active N1
    databases ONE management
    attr ONE configured_name=null
    resource-group SSO on CL resources ip-address network-name ent-sso"#,
    "site DR
    computer N1
    computer N2
    computer D1 in DR
    cluster CL nodes N1 N2 D1
    sql ONE on N1
    databases ONE management
    sql COPY on D1
    backup job_configured=true
    disaster-recovery mode=OneToOne",
    "computer N1
    sql ONE on N1
    databases ONE management
    backup job_configured=true full_period=Monthly",
    "computer N1
    computer N2
    cluster CL nodes N1 N2
    sql ONE on N1
    sql TWO on N2
    databases ONE management
    ag AG1 replicas ONE TWO databases management listener L
    attr N1 os=Server2012R2",
    "environment biztalk_release=V2020
    computer N1
    computer N2
    cluster CL nodes N1 N2
    sql ONE on N1 release=V2016
    sql TWO on N2 release=V2016
    databases ONE management tracking
    ag AG1 replicas ONE TWO databases management tracking listener L
    computer BTS1 biztalk os=Server2022
    computer BTS2 biztalk os=null",
    "physical-host HV1
    physical-host HV2
    computer BTS1 biztalk physical_host=@HV1
    host H receive on BTS1
    computer SQL1 physical_host=@HV2
    sql ONE on SQL1
    databases ONE management",
    "environment biztalk_release=V2016
    computer N1
    sql ONE on N1 release=V2014
    databases ONE management",
    "computer BTS1 biztalk
    computer BTS2 biztalk
    host N receive on BTS1 BTS2
    host M receive on BTS1 BTS2
    host Q receive on BTS1 BTS2
    lb LB1 members BTS1 BTS2 serves N
    endpoint QUEUES msmq-server
    handler N wcf-nettcp receive
    handler M pop3 receive
    handler Q msmq receive queue=Remote endpoint=@QUEUES
    endpoint FARM share-point-farm behind_load_balancer=true
    handler M share-point send endpoint=@FARM
    environment groups_kind=null",
    "environment deployment=AzureVm
    computer N1
    computer N2
    cluster CL nodes N1 N2
    fci ONE on CL
    storage DISK local attached N1 N2
    attr ONE storage=@DISK
    databases ONE management ORDERS=custom OTHERS=custom
    attr OTHERS transactions=true
    site DR
    computer BTS1 biztalk
    computer DBTS biztalk in DR
    attr DBTS domain=null",
    "computer BTS1 biztalk
    computer BTS2 biztalk
    computer MQ1
    computer MQ2
    cluster CL nodes MQ1 MQ2
    resource-group MQ on CL
    host P receive on BTS1 BTS2
    handler P wcf-sql receive
    host A receive on BTS1
    handler A oracle receive
    endpoint QM mq-server computer=@MQ1
    handler P mqseries receive endpoint=@QM",
    "computer BTS1 biztalk
    host S send on BTS1
    endpoint FARM share-point-farm behind_load_balancer=true https=true
    handler S share-point send endpoint=@FARM",
    "computer C1 biztalk
    computer C2 biztalk
    cluster CL nodes C1 C2
    resource-group G on CL resources ip-address network-name physical-disk msmq
    clustered-host Q receive send in G on C1 C2
    endpoint QUEUES msmq-server
    handler Q msmq receive transactional=true queue=Remote endpoint=@QUEUES
    handler Q msmq send",
    // Ids: SQL instance ONE is 5, COPY is 12.
    r#"computer N
    sql ONE on N
    computer M
    sql TWO on M
    databases ONE management
    site DR
    computer D in DR
    sql COPY on D
    disaster-recovery ships_to={"5":12}"#,
    r#"computer BTS1 biztalk
    host F receive on BTS1
    handler F ftp receive
    environment features=["BamPortal"]"#,
    "computer A biztalk
    computer B biztalk
    host H receive on A B
    sql S1 on A
    sql S2 on B
    databases S1 management
    ag G replicas S1 S2 databases management
    assumed environment release
    assumed environment edition
    assumed S1 release
    assumed S2 release
    assumed S1 edition
    assumed S1 host
    assumed G dtc-support
    assumed H kind
    assumed H tracking
    assumed environment global-tracking
    assumed S1 agent
    databases S2 M=messagebox
    assumed M master
    assumed M publication-disabled
    assumed H@A enabled
    handler H file send
    assumed h/file/send ordered",
];

fn designs() -> Vec<Document> {
    let fixtures = FIXTURES.iter().map(|text| Fixture::parse(text).unwrap().document);
    templates().iter().map(|it| it.document.clone()).chain(fixtures).chain([contradicted()]).collect()
}

/// A design of which two exports contradict each other.
fn contradicted() -> Document {
    let mut document = Fixture::parse("computer A biztalk").unwrap().document;
    let element = Element::from(*document.computers.keys().next().unwrap());
    let said = |value: &str, file: &str| Imported {
        element,
        property: Property::Cores,
        value: value.to_owned(),
        file: file.to_owned(),
        line: u32::from(!file.is_empty()),
    };
    document.imported = vec![said("4", "a.json"), said("8", ""), said("8", "b.json")];
    document
}

fn answers(form: &AnswerForm) -> Vec<Answer> {
    match form {
        AnswerForm::Choice(words) => (0..words.len()).map(Answer::Choice).collect(),
        AnswerForm::Number { min, max, .. } => [*min, *max].map(Answer::Number).into(),
        AnswerForm::Text => vec![Answer::Text("CONTOSO\\partner".to_owned())],
    }
}

fn questions(document: &Document) -> Vec<Question> {
    evaluate(&RuleContext::new(document)).questions
}

/// The questions that remain of those about `elements` when they are answered.
fn left_open(document: &Document, asked: &Question, elements: &[Element], given: &Answer) -> Vec<Question> {
    let edit = answer(document, asked.attribute, elements, given, &Provenance::entered()).unwrap();
    let next = preview(document, &edit.commands).unwrap();
    assert_eq!(check_invariants(&next), Vec::new(), "{asked:?} {given:?}");
    assert!(edit.label.starts_with("Set "), "{}", edit.label);
    let is_same =
        |it: &Question| it.rule == asked.rule && it.attribute == asked.attribute && elements.contains(&it.element);
    questions(&next).into_iter().filter(is_same).collect()
}

#[test]
fn every_answer_closes_its_question_for_one_element_and_for_all() {
    let mut seen = BTreeSet::new();
    for design in designs() {
        let open = questions(&design);
        for asked in &open {
            if !seen.insert((asked.rule, asked.attribute, asked.element.kind())) {
                continue;
            }
            let same = open.iter().filter(|it| it.rule == asked.rule && it.attribute == asked.attribute);
            let all: Vec<Element> = same.map(|it| it.element).collect();
            let form = asked.attribute.form(&design, asked.element);
            for given in answers(&form) {
                assert_eq!(left_open(&design, asked, &[asked.element], &given), [], "{given:?}");
                if all.iter().all(|it| asked.attribute.form(&design, *it) == form) {
                    assert_eq!(left_open(&design, asked, &all, &given), [], "{given:?} for all");
                }
            }
        }
    }
    let asked: BTreeSet<Attribute> = seen.into_iter().map(|(_, attribute, _)| attribute).collect();
    let never: Vec<&Attribute> = Attribute::ALL.iter().filter(|it| !asked.contains(it)).collect();
    assert!(never.is_empty(), "no design here asks for {never:?}");
}

#[test]
fn an_answer_that_does_not_fit_is_refused() {
    let design = templates()[1].document.clone();
    let refused = |attribute: Attribute, element: Element, given: Answer| {
        answer(&design, attribute, &[element], &given, &Provenance::entered()).is_err()
    };
    assert!(refused(Attribute::TimeSource, Element::Environment, Answer::Choice(2)));
    assert!(refused(Attribute::TimeSource, Element::Environment, Answer::Number(1.0)));
    assert!(refused(Attribute::SqlFailoverDuration, Element::Environment, Answer::Number(f64::NAN)));
    let computer = Element::from(*design.computers.keys().next().unwrap());
    assert!(refused(Attribute::ProcessorCores, computer, Answer::Number(2.5)));
    assert!(refused(Attribute::RaidLevel, computer, Answer::Choice(0)));
}

#[test]
fn a_design_without_the_toolkit_or_without_its_databases_says_so_once() {
    let text = "feature esb
        computer A biztalk
        sql S on A
        databases S management messagebox(master) tracking sso
        host H receive on A";
    let design = Fixture::parse(text).unwrap().document;
    let asked = |design: &Document| {
        let questions = evaluate(&RuleContext::new(design)).questions;
        let kinds = [Attribute::EsbItineraryDatabase, Attribute::EsbExceptionDatabase];
        questions.into_iter().filter(|it| kinds.contains(&it.attribute)).collect::<Vec<Question>>()
    };
    let says = |design: &Document, question: &Question, words: &str| {
        let AnswerForm::Choice(all) = question.attribute.form(design, question.element) else { panic!("a choice") };
        let at = all.iter().position(|it| it == words).unwrap();
        let given = Answer::Choice(at);
        let edit = answer(design, question.attribute, &[question.element], &given, &Provenance::entered()).unwrap();
        preview(design, &edit.commands).unwrap()
    };
    let open = asked(&design);
    assert_eq!(open.len(), 2);
    assert!(asked(&says(&design, &open[0], "ESB Toolkit is not in use")).is_empty(), "both are answered");
    let without = says(&design, &open[0], Attribute::NO_SUCH_DATABASE);
    assert_eq!(asked(&without), open[1..], "one stays");
    assert!(without.databases.len() == design.databases.len() && asked(&without) != open);
    assert!(!says(&without, &open[0], "S").databases.is_empty(), "whoever finds it says where it is");
    assert!(says(&without, &open[0], "S").biztalk_groups.values().all(|it| it.without_databases.is_empty()));
}
