//! Tries the program to destruction. What a mutated input, a random edit or a kill must never bring about is said here
//! once; `destroy` does it for hours, the tests of this crate for seconds.

pub mod inputs;
pub mod kills;
pub mod mutate;
pub mod steps;
pub mod watch;

#[cfg(test)]
mod tests;
