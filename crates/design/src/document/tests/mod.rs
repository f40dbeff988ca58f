//! Tests of the file layer: texts, saving, journals and the small files of the program.

mod growing;
mod journaling;
mod saving;
mod sharing;
mod small_files;
mod steps;
mod text_errors;
mod texts;

use std::collections::BTreeSet;

use crate::model::{
    Computer, ComputerId, Document, DtcAuthentication, Hardware, Role, Site, SiteId, SiteKind, Slot, Tier, TierId,
    TierKind,
};
use crate::sources::{Provenance, SourceId, Sourced};

/// A small sound design that uses what is hard to write: unusual texts, fractions, nested options, long records.
fn sample() -> Document {
    let mut document = Document { next_id: 40, ..Document::default() };
    document.project.title = "O'Brien & Søn: \"HA\" \\ 設計 e\u{301}\n\tsecond line, (a: 1) // no comment".to_owned();
    document.sites.edit().insert(SiteId(1), Site { name: "Oslo".to_owned(), kind: SiteKind::Primary });
    let tier = Tier { name: "BizTalk".to_owned(), kind: TierKind::BizTalk, site: SiteId(1), zone: None };
    document.tiers.edit().insert(TierId(2), tier);
    document.tier_rows = vec![vec![TierId(2)]];
    for column in 0..3 {
        let computer = Computer {
            name: format!("BTS{column:02}"),
            slot: Slot { tier: TierId(2), row: 0, column },
            roles: BTreeSet::from([Role::BizTalkRuntime, Role::EntSso]),
            dtc_authentication: (column == 0).then_some(DtcAuthentication::None),
            hardware: Box::new(hardware(column)),
            ..Computer::default()
        };
        document.computers.edit().insert(ComputerId(10 + column), computer);
    }
    document
}

fn hardware(column: u32) -> Hardware {
    if column < 2 {
        return Hardware::default();
    }
    Hardware {
        ram_gb: Some(Sourced {
            value: 1.1 + 2.2,
            range: Some((1.0 / 1.1, 65_536.0)),
            provenance: Provenance::Derived(vec![SourceId("core/hosts".to_owned())]),
        }),
        ..Hardware::default()
    }
}
