//! Storage that computers of several primary sites share.

use std::collections::BTreeSet;

use crate::edit::{Edit, Record};
use crate::model::{Element, SiteId, Storage, StorageCopies};
use crate::rules::value::{elements, label};
use crate::rules::{Attribute, Report, RuleContext};

/// The primary sites and the availability zones of the computers that share a storage.
fn places(context: &RuleContext<'_>, storage: &Storage) -> (Vec<Element>, Vec<Element>) {
    if !storage.is_one_thing() {
        return (Vec::new(), Vec::new());
    }
    let primary = storage.attached.iter().filter(|it| context.is_primary(**it));
    let sites: BTreeSet<SiteId> = primary.filter_map(|it| context.document.site_of(*it)).collect();
    let zones = context.document.zones_of_storage(storage);
    (sites.into_iter().map(Element::Site).collect(), zones.into_iter().map(Element::PhysicalHost).collect())
}

fn words(case: &str) -> &'static str {
    if case == "zones" { "availability zones" } else { "sites" }
}

/// SQL-038: one finding per shared storage that keeps one copy for computers of several primary sites, or of several
/// availability zones.
pub(super) fn shared_storage_outlives_a_site(context: &RuleContext<'_>, report: &mut Report) {
    let mut looked = false;
    for (id, storage) in &context.document.storages {
        let (places, case) = match places(context, storage) {
            (sites, _) if sites.len() > 1 => (sites, "sites"),
            (_, zones) if zones.len() > 1 => (zones, "zones"),
            _ => continue,
        };
        looked = true;
        match storage.copies {
            Some(StorageCopies::Mirrored | StorageCopies::Replicated) => {}
            None => report.ask(*id, Attribute::StorageCopies),
            Some(StorageCopies::None) => {
                let mut replicated = storage.clone();
                replicated.copies = Some(StorageCopies::Replicated);
                report
                    .finding([*id])
                    .involving(storage.attached.iter().copied())
                    .case(case)
                    .with("places", elements(places.iter().copied()))
                    .with("computers", &storage.attached)
                    .with("copies", label(StorageCopies::None))
                    .fix(Edit::put(
                        format!("Replicate {} synchronously between the {}", storage.name, words(case)),
                        Record::Storage(*id, replicated),
                    ));
            }
        }
    }
    if !looked {
        report.idle("no-storage-in-two-sites");
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::rules::{check_fix, check_rule, check_says};

    const SITES: &str = "site South kind=Primary\ncomputer N1\ncomputer S1 in South\n";

    #[test]
    fn sql_038_asks_for_copies_and_fires_on_the_only_one() {
        for kind in ["san", "smb"] {
            let shared = format!("{SITES}storage DISK {kind} attached N1 S1");
            check_rule("SQL-038", &format!("{shared} #? SQL-038"));
            check_rule("SQL-038", &format!("{shared} copies=None #! SQL-038"));
            check_fix("SQL-038", &format!("{shared} copies=None"));
            check_rule("SQL-038", &format!("{shared} copies=Replicated"));
            check_rule("SQL-038", &format!("{shared} copies=Mirrored"));
        }
        let told = "DISK keeps one copy, which stands in one of the sites Primary and South: its loss stops the others | \
                    Computers attached to it: N1 and S1 | Copies: One copy";
        check_says("SQL-038", &format!("{SITES}storage DISK san attached N1 S1 copies=None"), &[told]);
    }

    #[test]
    fn sql_038_looks_at_availability_zones_too() {
        let zones = "physical-host Z1\nphysical-host Z2\ncomputer N1\ncomputer N2\n\
                     attr Z1 domain=AvailabilityZone\nattr Z2 domain=AvailabilityZone\n\
                     attr N1 physical_host=@Z1\nattr N2 physical_host=@Z2\nstorage DISK azureshareddisk attached N1 N2";
        check_rule("SQL-038", &format!("{zones} #? SQL-038"));
        check_rule("SQL-038", &format!("{zones} copies=None #! SQL-038"));
        check_fix("SQL-038", &format!("{zones} copies=None"));
        check_rule("SQL-038", &format!("{zones} copies=Replicated"));
    }

    #[test]
    fn sql_038_leaves_storage_of_one_site_and_local_disks_alone() {
        check_rule("SQL-038", "computer N1\ncomputer N2\nstorage DISK san attached N1 N2 copies=None");
        check_rule("SQL-038", "site DR\ncomputer N1\ncomputer D1 in DR\nstorage DISK san attached N1 D1");
        check_rule("SQL-038", &format!("{SITES}storage DISK local attached N1 S1"));
    }
}
