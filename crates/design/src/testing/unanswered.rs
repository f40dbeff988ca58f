//! Large designs as they come out of a first drawing: everything stands, nothing is stated.

use super::builder::DocumentBuilder;
use crate::model::{Document, HostFunction, TierKind};

/// Tiers that the BizTalk servers are spread over.
const TIERS: usize = 4;

/// A design with so many BizTalk servers, on each of them an instance of three hosts, and one SQL instance for all
/// databases. Nearly every rule has an open question about each computer.
pub fn unanswered_design(num_computers: usize) -> Document {
    let mut builder = DocumentBuilder::new(&format!("Unanswered, {num_computers} computers"));
    let tiers: Vec<_> =
        (0..TIERS).map(|number| builder.tier(&format!("BizTalk {}", number + 1), TierKind::BizTalk)).collect();
    let databases = builder.tier("Databases", TierKind::Databases);
    let servers: Vec<_> = (0..num_computers)
        .map(|number| builder.biztalk_server(&format!("BTS{}", number + 1), tiers[number % TIERS]))
        .collect();
    let home = builder.computer("SQL1", databases);
    let sql = builder.standalone_sql("SQL1", home);
    builder.core_databases(sql);
    for function in [HostFunction::Receive, HostFunction::Process, HostFunction::Send] {
        builder.host(&format!("{function:?} host"), &[function], &servers);
    }
    builder.build()
}
