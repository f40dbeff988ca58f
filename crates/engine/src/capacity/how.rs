//! How each figure is computed: formula, unit and source, for whoever asks.

/// One formula of the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Formula {
    /// What it gives.
    pub name: &'static str,
    /// The formula with its symbols spelled out.
    pub text: &'static str,
    /// Unit of the result.
    pub unit: &'static str,
    /// The page it is from or fitted to; empty = our own inference.
    pub source: &'static str,
}

const fn formula(name: &'static str, text: &'static str, unit: &'static str, source: &'static str) -> Formula {
    Formula { name, text, unit, source }
}

/// Every formula of the estimate, in the order in which it is applied.
pub const FORMULAS: &[Formula] = &[
    formula(
        "Hops",
        "1 one-way, 2 through an orchestration, 4 with a back end",
        "hops per message",
        "tg/scenario-overview",
    ),
    formula(
        "MessageBox contention",
        "S × speed for one MessageBox, n × P × speed / (1 + σ (n − 1)) beside a dedicated master; over hops × MessageBox work",
        "messages/s",
        "tg/observations-and-recommendations",
    ),
    formula(
        "CPU of a computer",
        "(0.88 − share of other BizTalk groups) / sum of CPU seconds per message over cores × speed × virtualization",
        "messages/s",
        "tg/observations-and-recommendations",
    ),
    formula(
        "CPU of a host",
        "0.88 × sum of cores × speed of its computers / CPU seconds per message",
        "messages/s",
        "tg/observations-and-recommendations",
    ),
    formula(
        "Connections",
        "computers × connections / response time of the back end (Little's law)",
        "messages/s",
        "tg/general-biztalk-server-optimizations1",
    ),
    formula(
        "Requests",
        "cores × requests per CPU / response time of the back end (Little's law)",
        "messages/s",
        "tg/low-latency-scenario-optimizations2",
    ),
    formula(
        "Network",
        "40 % of the link / (hops × message size × 2)",
        "messages/s",
        "tg/checklist-measuring-performance-on-hyper-v",
    ),
    formula(
        "Disks of the MessageBox",
        "80 % of the operations / (hops × operations per hop)",
        "messages/s",
        "tg/system-level-bottlenecks",
    ),
    formula(
        "Disks of the Tracking database",
        "disk speed / (rows × 0.64 ms + bodies × 12.5 ms × size / 10 KB)",
        "messages/s",
        "core/tips-and-tricks-for-finding-mst-of-dta-tracking",
    ),
    formula("Sustainable rate", "the lowest of all limiters", "messages/s", ""),
    formula("Range", "rate × exp(±1.28 × √(sum of squared relative errors)): P10 to P90", "messages/s", ""),
    formula(
        "Response time",
        "hops × (M/M/10 wait and service at the MessageBox + polling interval / (host instances + 1)) + M/M/c at the BizTalk computers + back end",
        "s",
        "tg/low-latency-scenario-optimizations1",
    ),
    formula(
        "Percentiles",
        "gamma distribution with the same mean and variance, variation at least 0.35; none above 90 % load",
        "s",
        "tg/phase-1-scoping-the-assessment",
    ),
    formula(
        "Load test",
        "CPU seconds per message = utilization × cores / rate; weighed with the assumption by precision, in logarithms",
        "s",
        "",
    ),
    formula(
        "Backlog and drain",
        "peak × outage; backlog / (rate − peak); host instances try again once a minute",
        "messages, s",
        "core/avoiding-dbnetlib-exceptions",
    ),
    formula(
        "Throttling",
        "50,000 messages in a host queue, 500,000 rows in the spool",
        "s",
        "core/how-to-modify-resource-based-throttling-settings",
    ),
    formula("Growth", "ln(rate / peak) / ln(1 + growth)", "years", ""),
    formula(
        "Tracking database",
        "(services × 150 + events × 230 + properties × (52 + size)) bytes per message, kept for the retention, plus indexes and 10 %",
        "GiB",
        "core/using-message-variables-to-size-the-tracking-database",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::{SourceId, sources};

    #[test]
    fn every_formula_names_its_unit_and_a_known_page() {
        for formula in FORMULAS {
            assert!(!formula.unit.is_empty(), "{}", formula.name);
            let known = formula.source.is_empty() || sources().get(&SourceId(formula.source.to_owned())).is_some();
            assert!(known, "{}: {}", formula.name, formula.source);
        }
    }
}
