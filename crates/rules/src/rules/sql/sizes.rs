//! How large computers are: processors and memory.

use crate::model::{Computer, ComputerId, Hardware};
use crate::rules::value::{Value, gigabytes, phrase};
use crate::rules::{Attribute, Report, RuleContext};
use crate::sources::stated;

/// Processor cores that somebody stated.
pub(in crate::rules) fn cores_of(hardware: &Hardware) -> Option<usize> {
    stated(hardware.cores.as_ref()).map(|it| it.value as usize)
}

/// Gigabytes of memory that somebody stated.
pub(in crate::rules) fn memory_of(hardware: &Hardware) -> Option<f64> {
    stated(hardware.ram_gb.as_ref()).map(|it| it.value)
}

/// Asks for processors and memory where they are missing.
pub(in crate::rules) fn ask_for_size(context: &RuleContext<'_>, report: &mut Report, id: ComputerId) {
    let Some(computer) = context.document.computers.get(&id) else { return };
    if cores_of(&computer.hardware).is_none() {
        report.ask(id, Attribute::ProcessorCores);
    }
    if memory_of(&computer.hardware).is_none() {
        report.ask(id, Attribute::Memory);
    }
}

/// Whether a computer has less processors or memory than another one, as far as both are entered.
pub(in crate::rules) fn is_smaller(computer: &Computer, other: &Computer) -> bool {
    let (own, wanted) = (&computer.hardware, &other.hardware);
    let cores = cores_of(own).zip(cores_of(wanted)).is_some_and(|(own, other)| own < other);
    let memory = memory_of(own).zip(memory_of(wanted)).is_some_and(|(own, other)| own < other);
    cores || memory
}

/// Gives a computer the processors and the memory of another one where it has less.
pub(in crate::rules) fn grow(computer: &mut Computer, like: &Computer) {
    let (own, wanted) = (&mut computer.hardware, &like.hardware);
    if cores_of(own).zip(cores_of(wanted)).is_some_and(|(own, other)| own < other) {
        own.cores.clone_from(&wanted.cores);
    }
    if memory_of(own).zip(memory_of(wanted)).is_some_and(|(own, other)| own < other) {
        own.ram_gb.clone_from(&wanted.ram_gb);
    }
}

/// Processors and memory of a computer, for a fact.
pub(in crate::rules) fn size_of(computer: &Computer) -> Value {
    let hardware = &computer.hardware;
    sized(cores_of(hardware), memory_of(hardware))
}

/// Processor cores and gigabytes of memory, for a fact.
pub(in crate::rules) fn sized(cores: Option<usize>, memory: Option<f64>) -> Value {
    phrase("size", [cores.into(), memory.map(gigabytes).into()])
}
