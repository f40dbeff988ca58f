//! Capacity of designs from seeds holds against a simulation and random draws that know nothing of the formulas.

use std::collections::BTreeMap;

use crate::played::{Compared, Opinion};

const DESIGNS: u64 = 40;
/// What can limit a rate, as keys of its kind.
const LIMITS: [&str; 6] =
    ["computer_cpu", "connections", "master_cpu", "messagebox_contention", "messagebox_cpu", "tracking_disk"];

fn all_hold(found: impl Iterator<Item = Compared>) {
    let wrong: Vec<String> = found.filter(Compared::is_wrong).map(|it| it.text()).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn designs_from_seeds_carry_what_any_sharing_out_carries_and_vary_as_their_inputs_do() {
    all_hold((0..DESIGNS).flat_map(|seed| Opinion::of_seed(seed).rates(6_000)));
}

#[test]
fn less_of_anything_and_more_to_do_never_raise_a_rate_or_its_range() {
    let raised: Vec<String> = (0..DESIGNS).flat_map(|seed| Opinion::of_seed(seed).raised()).collect();
    assert!(raised.is_empty(), "{}", raised.join("\n"));
}

#[test]
fn designs_from_seeds_answer_as_when_they_are_played_whatever_limits_them() {
    let mut of_limit: BTreeMap<&str, Opinion> = BTreeMap::new();
    for opinion in (0..DESIGNS).map(Opinion::of_seed) {
        of_limit.entry(opinion.limit()).or_insert(opinion);
    }
    assert_eq!(of_limit.keys().copied().collect::<Vec<&str>>(), LIMITS);
    all_hold(of_limit.values().flat_map(|it| it.response_times(12_000)));
}

#[test]
fn messages_that_come_back_to_a_computer_wait_as_when_they_are_played_at_length() {
    // Found by `examples/played.rs` with 1,500,000 messages: one computer has every host and the MessageBox, and is the limit.
    for (load, mean, p95) in [(0.6, 0.24002, 0.49457), (0.85, 0.36465, 0.81254)] {
        let (_, [mean_said, p95_said]) = Opinion::of_seed(13).at(load).unwrap();
        let off = [mean_said / mean - 1.0, p95_said / p95 - 1.0];
        assert!(off[0].abs() < 0.03 && off[1].abs() < 0.06, "at {load}: {off:?}");
    }
}
