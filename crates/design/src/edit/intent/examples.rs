//! The figures that a template shows for example, until somebody confirms them.

use super::attribute::{AnswerForm, Attribute};
use super::counted;
use crate::edit::{Draft, Edit, EditCommand, EditError, ElementId, Record};
use crate::figures::{Figure, Figures, each_provenance, figures};
use crate::model::{Computer, Document, Element};
use crate::prose::{list, plural};
use crate::sources::{Provenance, Sourced};

fn is_example(provenance: &Provenance) -> bool {
    *provenance == Provenance::Example
}

/// A record with its examples confirmed, and how many there were; `None` without an example.
fn confirmed<R: Figures>(record: &R, provenance: &Provenance) -> Option<(R, usize)> {
    let mut next = record.clone();
    let mut number = 0;
    next.each_provenance(&mut |it| {
        if is_example(it) {
            provenance.clone_into(it);
            number += 1;
        }
    });
    (number > 0).then_some((next, number))
}

/// Confirms the examples of some elements of a kind; how many there were.
fn confirm<'a, I>(
    draft: &mut Draft<'_>,
    elements: impl IntoIterator<Item = (&'a I, &'a I::Content)>,
    provenance: &Provenance,
) -> usize
where
    I: ElementId + 'a,
    I::Content: Figures + 'a,
{
    let confirmed = elements.into_iter().filter_map(|(id, it)| Some((*id, confirmed(it, provenance)?)));
    confirmed
        .map(|(id, (next, number))| {
            draft.change(id, |it| *it = next);
            number
        })
        .sum()
}

/// Takes every example for what the design is to be: one undo step. `None` when it holds no example.
pub fn confirm_examples(document: &Document, provenance: &Provenance) -> Option<Edit> {
    let mut draft = Draft::of(document);
    let mut total = confirm(&mut draft, &document.computers, provenance);
    total += confirm(&mut draft, &document.sql_instances, provenance);
    total += confirm(&mut draft, &document.hosts, provenance);
    let mut edit = draft.finish("");
    let commands = [
        confirmed(&document.environment, provenance).map(|(it, number)| (EditCommand::SetEnvironment(it), number)),
        confirmed(&document.backup, provenance).map(|(it, number)| (EditCommand::SetBackup(it), number)),
        confirmed(&document.workload, provenance).map(|(it, number)| (EditCommand::SetWorkload(Box::new(it)), number)),
        confirmed(&document.availability, provenance).map(|(it, number)| (EditCommand::SetAvailability(it), number)),
    ];
    for (command, number) in commands.into_iter().flatten() {
        edit.commands.push(command);
        total += number;
    }
    edit.label = format!("Confirm {total} {}", plural(total, "example of the template", "examples of the template"));
    (total > 0).then_some(edit)
}

/// How many figures of a design are examples that nobody has confirmed.
pub fn num_examples(document: &Document) -> usize {
    let all = figures(document);
    all.iter().flat_map(|(_, figures)| figures).filter(|it| is_example(it.provenance)).count()
}

/// The examples that nobody has confirmed, in words such as `memory 16 GB`: by element, those of the whole design under
/// [`Element::Environment`].
pub fn examples(document: &Document) -> Vec<(Element, Vec<String>)> {
    let mut all = Vec::new();
    for (element, mut figures) in figures(document) {
        figures.retain(|it| is_example(it.provenance));
        if !figures.is_empty() {
            all.push((element, figures.iter().map(Figure::words).collect()));
        }
    }
    all
}

/// The design as a template shows it: what somebody has measured or entered for it becomes an example.
pub fn as_examples(document: &Document) -> Document {
    let mut template = document.clone();
    each_provenance(&mut template, &mut |it| {
        // What a document or an assumption says stays so.
        if matches!(it, Provenance::Measured { .. } | Provenance::Entered { .. }) {
            *it = Provenance::Example;
        }
    });
    template
}

/// What the template shows for example where a rule asks for a detail: `40 %`; `None` where it shows nothing.
pub fn example_of(document: &Document, attribute: Attribute, element: Element) -> Option<String> {
    let (_, mut values) = confirmed_detail(document, attribute, element, &Provenance::entered())?;
    values.dedup();
    let values: Vec<String> = values.iter().map(f64::to_string).collect();
    let AnswerForm::Number { unit, .. } = attribute.form(document, element) else { return None };
    let unit = unit.split(',').next().unwrap_or_default();
    Some(format!("{} {unit}", list(&values)))
}

/// Confirms what the template shows for example where a rule asks for a detail of elements: one undo step.
///
/// # Errors
/// None of the elements has an example there.
pub fn confirm_examples_of(
    document: &Document,
    attribute: Attribute,
    elements: &[Element],
    provenance: &Provenance,
) -> Result<Edit, EditError> {
    let mut draft = Draft::of(document);
    let mut confirmed = Vec::new();
    for element in elements {
        if let Some((command, _)) = confirmed_detail(document, attribute, *element, provenance) {
            draft.run(command)?;
            confirmed.push(*element);
        }
    }
    let of = match confirmed.as_slice() {
        [] => return Err(EditError::Refused(format!("there is no example of “{}”", attribute.words()))),
        [Element::Environment] => String::new(),
        some => format!(" of {}", counted(document, some)),
    };
    Ok(draft.finish(format!("Confirm {}{of}", attribute.words())))
}

/// The command that confirms the examples that stand where a rule asks for a detail, and their values; `None` without an
/// example.
fn confirmed_detail(
    document: &Document,
    attribute: Attribute,
    element: Element,
    provenance: &Provenance,
) -> Option<(EditCommand, Vec<f64>)> {
    let mut found = Vec::new();
    let mut environment = document.environment.clone();
    let command = match attribute {
        Attribute::RecoveryPointObjective => {
            confirm_into(&mut environment.rpo_minutes, provenance, &mut found);
            EditCommand::SetEnvironment(environment)
        }
        Attribute::LogInterval => {
            let mut backup = document.backup.clone();
            confirm_into(&mut backup.log_interval_minutes, provenance, &mut found);
            EditCommand::SetBackup(backup)
        }
        Attribute::SqlFailoverDuration => {
            confirm_into(&mut environment.sql_failover_secs, provenance, &mut found);
            EditCommand::SetEnvironment(environment)
        }
        _ => {
            let mut record = Record::of(document, element)?;
            match (attribute, &mut record) {
                (Attribute::ServerMemory, Record::SqlInstance(_, it)) => {
                    confirm_into(&mut it.min_memory_gb, provenance, &mut found);
                    confirm_into(&mut it.max_memory_gb, provenance, &mut found);
                }
                (_, Record::Computer(_, it)) => confirm_of_computer(it, attribute, provenance, &mut found),
                _ => return None,
            }
            EditCommand::Put(record)
        }
    };
    (!found.is_empty()).then_some((command, found))
}

fn confirm_of_computer(it: &mut Computer, attribute: Attribute, provenance: &Provenance, found: &mut Vec<f64>) {
    match attribute {
        Attribute::DiskSpace => confirm_into(&mut it.hardware.disk_gb, provenance, found),
        Attribute::DiskSpaceNeeded => confirm_into(&mut it.hardware.physical_disk_gb_needed, provenance, found),
        Attribute::Memory => confirm_into(&mut it.hardware.ram_gb, provenance, found),
        Attribute::PhysicalCoresNeeded => confirm_into(&mut it.hardware.physical_cores_needed, provenance, found),
        Attribute::ProcessorCores => confirm_into(&mut it.hardware.cores, provenance, found),
        Attribute::ProcessorLoad => confirm_into(&mut it.load_percent, provenance, found),
        _ => {}
    }
}

/// Confirms a figure that is an example and notes its value.
fn confirm_into<T: Copy + Into<f64>>(figure: &mut Option<Sourced<T>>, provenance: &Provenance, found: &mut Vec<f64>) {
    if let Some(it) = figure.as_mut().filter(|it| is_example(&it.provenance)) {
        found.push(it.value.into());
        provenance.clone_into(&mut it.provenance);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{template, templates, to_text};
    use crate::edit::{History, preview};

    fn today() -> Provenance {
        Provenance::Entered { by: "Ada".to_owned(), on: "2026-11-28".to_owned() }
    }

    #[test]
    fn every_figure_of_a_template_is_an_example_and_all_are_confirmed_in_one_step() {
        for template in templates() {
            let design = &template.document;
            let edit = confirm_examples(design, &today());
            assert_eq!(edit.is_some(), to_text(design).contains("provenance: Example"), "{}", template.key);
            assert!(!to_text(design).contains("provenance: Entered"), "{}", template.key);
            let Some(edit) = edit else { continue };
            assert!(edit.label.contains(&num_examples(design).to_string()), "{}", edit.label);
            let next = preview(design, &edit.commands).unwrap();
            assert_eq!((num_examples(&next), confirm_examples(&next, &today())), (0, None), "{}", template.key);
            assert_eq!(to_text(&next).matches("Entered(by: \"Ada\"").count(), num_examples(design), "{}", template.key);
        }
        let mut history = History::new(template("small-complete").unwrap().document.clone(), true);
        let before = Document::clone(history.document());
        history.edit(&confirm_examples(&before, &today()).unwrap()).unwrap();
        history.undo();
        assert_eq!(**history.document(), before);
    }

    #[test]
    fn every_example_is_told_in_words() {
        for template in templates() {
            let told: usize = examples(&template.document).iter().map(|(_, figures)| figures.len()).sum();
            assert_eq!(told, num_examples(&template.document), "{}", template.key);
        }
        let told = examples(&template("small-complete").unwrap().document);
        assert!(told[0].1.contains(&"recovery point objective 60 minutes".to_owned()), "{:?}", told[0]);
        assert!(told.iter().any(|(of, figures)| matches!(of, Element::Computer(_)) && figures[0].contains("cores")));
    }

    #[test]
    fn an_example_that_a_rule_asks_about_is_named_and_confirmed_alone() {
        let mut designed = template("large-complete").unwrap().document.clone();
        let computer = Element::from(*designed.computers.keys().next().unwrap());
        let load = Sourced { value: 40.0, range: Some((30.0, 50.0)), provenance: Provenance::Example };
        designed.computers.edit().values_mut().next().unwrap().load_percent = Some(load);
        let design = &designed;
        assert_eq!(example_of(design, Attribute::ProcessorLoad, computer).unwrap(), "40 %");
        let edit = confirm_examples_of(design, Attribute::ProcessorLoad, &[computer], &today()).unwrap();
        assert!(edit.label.starts_with("Confirm "), "{}", edit.label);
        let next = preview(design, &edit.commands).unwrap();
        assert_eq!(num_examples(&next), num_examples(design) - 1);
        assert_eq!(example_of(&next, Attribute::ProcessorLoad, computer), None);
        assert!(confirm_examples_of(&next, Attribute::ProcessorLoad, &[computer], &today()).is_err());
    }
}
