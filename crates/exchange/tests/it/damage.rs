//! Damaged exports: every reader meets every cut and many changes, and answers.
//!
//! `MUTATIONS=1000000 cargo test -p tierwright-exchange --test it damage` runs at length.

use tierwright_design::testing::Luck;
use tierwright_exchange::landing::new_design;
use tierwright_exchange::load::Source;
use tierwright_exchange::readers::{Options, read_all};

use super::EXPORTS;

/// Reads and lands a file; returns whether anything was said about it.
fn answers(name: &str, bytes: Vec<u8>) -> bool {
    let import = read_all([Source { name: name.to_owned(), bytes: Ok(bytes) }], Options::default());
    let (_, landing) = new_design(&import).expect("facts land");
    let file = &import.files[0];
    !file.problems.is_empty() || file.num_facts > 0 || !landing.gaps.is_empty()
}

#[test]
fn a_file_that_is_cut_off_anywhere_gets_an_answer() {
    for (name, bytes) in EXPORTS {
        for end in 0..bytes.len() {
            assert!(answers(name, bytes[..end].to_vec()), "{name} cut at {end}");
        }
    }
}

#[test]
fn changed_bytes_never_stop_the_program() {
    let rounds = std::env::var("MUTATIONS").ok().and_then(|it| it.parse().ok()).unwrap_or(300_u32);
    let mut luck = Luck::new(17);
    let mut below = |most: usize| (luck.uniform() * most as f64) as usize;
    for (name, bytes) in EXPORTS {
        for _ in 0..rounds {
            let mut changed = bytes.to_vec();
            for _ in 0..=below(4) {
                let at = below(changed.len());
                match below(4) {
                    0 => changed[at] = below(256) as u8,
                    1 => {
                        changed.remove(at);
                    }
                    2 => changed.insert(at, b"<>&\"'\t;{}[]|\\\0"[below(14)]),
                    _ => {
                        let end = (at + below(200)).min(changed.len());
                        let again = changed[at..end].to_vec();
                        changed.splice(at..at, again);
                    }
                }
            }
            answers(name, changed);
        }
    }
}
