//! How large computers are: processors and memory.

use crate::model::{Computer, ComputerId};
use crate::rules::value::{Value, gigabytes, phrase};
use crate::rules::{Attribute, Report, RuleContext};

/// Asks for processors and memory where they are missing.
pub(in crate::rules) fn ask_for_size(context: &RuleContext<'_>, report: &mut Report, id: ComputerId) {
    let Some(computer) = context.document.computers.get(&id) else { return };
    if computer.hardware.cores.is_none() {
        report.ask(id, Attribute::ProcessorCores);
    }
    if computer.hardware.ram_gb.is_none() {
        report.ask(id, Attribute::Memory);
    }
}

/// Whether a computer has less processors or memory than another one, as far as both are entered.
pub(in crate::rules) fn is_smaller(computer: &Computer, other: &Computer) -> bool {
    let (own, wanted) = (&computer.hardware, &other.hardware);
    let cores = own.cores.as_ref().zip(wanted.cores.as_ref()).is_some_and(|(own, other)| own.value < other.value);
    let memory = own.ram_gb.as_ref().zip(wanted.ram_gb.as_ref()).is_some_and(|(own, other)| own.value < other.value);
    cores || memory
}

/// Gives a computer the processors and the memory of another one where it has less.
pub(in crate::rules) fn grow(computer: &mut Computer, like: &Computer) {
    let (own, wanted) = (&mut computer.hardware, &like.hardware);
    if own.cores.as_ref().zip(wanted.cores.as_ref()).is_some_and(|(own, other)| own.value < other.value) {
        own.cores.clone_from(&wanted.cores);
    }
    if own.ram_gb.as_ref().zip(wanted.ram_gb.as_ref()).is_some_and(|(own, other)| own.value < other.value) {
        own.ram_gb.clone_from(&wanted.ram_gb);
    }
}

/// Processors and memory of a computer, for a fact.
pub(in crate::rules) fn size_of(computer: &Computer) -> Value {
    let hardware = &computer.hardware;
    sized(hardware.cores.as_ref().map(|it| it.value as usize), hardware.ram_gb.as_ref().map(|it| it.value))
}

/// Processor cores and gigabytes of memory, for a fact.
pub(in crate::rules) fn sized(cores: Option<usize>, memory: Option<f64>) -> Value {
    phrase("size", [cores.into(), memory.map(gigabytes).into()])
}
