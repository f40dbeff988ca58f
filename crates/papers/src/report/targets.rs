//! What the customer wants of the environment: targets and message flows, stated or not.

use crate::model::{Document, MessageFlow};
use crate::report::listing::{Listing, NOT_STATED};
use crate::sources::Sourced;

/// A figure with its unit and origin, or that nobody has stated it.
fn figure(value: Option<&Sourced<f64>>, unit: &str) -> String {
    match value {
        Some(it) if it.is_stated() => format!("{} {unit} ({})", it.value, it.provenance.word()),
        Some(it) => format!("{NOT_STATED}; the template shows {} {unit} for example", it.value),
        None => NOT_STATED.to_owned(),
    }
}

/// The targets, as label and value.
pub(super) fn targets(document: &Document) -> Vec<(&'static str, String)> {
    let (environment, workload) = (&document.environment, &document.workload);
    vec![
        ("Availability wanted", environment.ha_target.label().to_owned()),
        ("Accepted loss of data (RPO)", figure(environment.rpo_minutes.as_ref(), "minutes")),
        ("Accepted time to recover (RTO)", figure(environment.rto_minutes.as_ref(), "minutes")),
        (
            "Accepted downtime a year",
            figure(document.availability.target_minutes_per_year.as_ref(), "minutes, unplanned"),
        ),
        ("Peak load", figure(workload.peak_messages_per_sec.as_ref(), "messages/s")),
        ("Response time of 95 % of messages", figure(workload.response_target_secs.as_ref(), "s")),
        ("Growth a year", figure(workload.growth_percent_per_year.as_ref(), "%")),
    ]
}

/// The message flows; without rows where the load is one mix of messages.
pub(super) fn flows(document: &Document) -> Listing {
    let mut listing = Listing::new(
        "Message flows",
        &[
            ("Flow", 1.4),
            ("Way through BizTalk Server", 1.6),
            ("At peak", 1.2),
            ("Size", 0.9),
            ("Received and sent by", 1.4),
        ],
    );
    for flow in &document.workload.flows {
        listing.row([
            flow.name.clone(),
            flow.pattern.label().to_owned(),
            figure(flow.messages_per_sec.as_ref(), "messages/s"),
            figure(flow.message_kb.as_ref(), "KB"),
            adapters(flow),
        ]);
    }
    listing
}

fn adapters(flow: &MessageFlow) -> String {
    let name = |adapter: Option<crate::model::Adapter>| adapter.map_or(NOT_STATED, |it| it.label());
    format!("{} / {}", name(flow.receive_adapter), name(flow.send_adapter))
}
