//! MSDTC fails or moves while SQL Server stays (F18).

use std::collections::BTreeSet;

use super::PLANNING;
use crate::availability::logic::Lanes;
use crate::dependency::{CauseEffect, Subject};
use crate::drill::engine::{Engine, Moment};
use crate::drill::time;
use crate::drill::timeline::{Condition, DrillRow, RowKind};
use crate::model::{ComputerId, Element, LocalService, Part, ResourceGroupId, SqlInstanceId, SqlPlacement, StorageId};

impl Engine<'_, '_> {
    /// MSDTC is gone where a SQL instance runs: transactions with it fail, its databases stay (F18).
    pub(super) fn dtc_fails(&mut self, moment: &Moment<'_>) {
        let document = self.document;
        let fails =
            |sql: SqlInstanceId, lanes: &Lanes| self.structure.holds(Subject::Msdtc(sql), CauseEffect::Stops, lanes);
        let stays = |sql: SqlInstanceId| {
            let mut held = document.databases.iter().filter(|(_, it)| it.sql_instance == sql);
            held.all(|(id, _)| !self.is_lost(*id, &moment.after))
        };
        let hit: Vec<SqlInstanceId> = document
            .sql_instances
            .keys()
            .copied()
            .filter(|id| fails(*id, &moment.after) && !fails(*id, &moment.before) && stays(*id))
            .collect();
        for sql in hit {
            let name = Element::SqlInstance(sql).name(document);
            let (text, step) = match self.clustered_dtc_of(sql) {
                Some(role) => {
                    let of = Element::ResourceGroup(role).name(document);
                    let text = format!(
                        "The clustered MSDTC in {of} is gone: transactions with {name} fail, its databases stay"
                    );
                    (text, self.to_have_it_again(role))
                }
                None => {
                    let text =
                        format!("MSDTC is gone where {name} runs: transactions with it fail, its databases stay");
                    (text, self.restarted_where(sql))
                }
            };
            self.rows.push(DrillRow::new(moment.when(), RowKind::Effect, sql, text).says("F18", PLANNING));
            self.by_hand(step, PLANNING);
            self.fate("Open transactions are rolled back");
        }
    }

    /// `Restart MSDTC on SQL1`: where it has failed, of the computers on which a SQL instance can run.
    fn restarted_where(&self, sql: SqlInstanceId) -> String {
        let failed = |id: &&ComputerId| self.loss.parts.contains(&Part::Service(**id, LocalService::Msdtc));
        let on = self.document.owners_of_sql(sql).iter().find(failed);
        let on = on.map(|id| format!(" on {}", Element::Computer(*id).name(self.document)));
        format!("Restart MSDTC{}", on.unwrap_or_default())
    }

    /// The cluster resource group with the MSDTC of a clustered SQL instance, where it is not the SQL instance's own.
    fn clustered_dtc_of(&self, sql: SqlInstanceId) -> Option<ResourceGroupId> {
        let SqlPlacement::Clustered(group) = self.document.sql_instances.get(&sql)?.placement else { return None };
        let cluster = self.document.resource_groups.get(&group)?.failover_cluster;
        self.document.clustered_msdtc(cluster).filter(|it| *it != group)
    }

    /// What people do to have a cluster resource group again that is lost by itself: a disk, a computer, a restart.
    fn to_have_it_again(&self, role: ResourceGroupId) -> String {
        let document = self.document;
        let spelled = self.spelled();
        let name = Element::ResourceGroup(role).name(document);
        let lost = |id: &StorageId| spelled.parts.contains(&Element::Storage(*id).into());
        if let Some(disk) = document.disks_of_role(role).into_iter().find(lost) {
            return format!("Repair {}, or give {name} another disk", Element::Storage(disk).name(document));
        }
        let owners = document.resource_groups.get(&role).map(|it| it.possible_owners.as_slice()).unwrap_or_default();
        if owners.iter().any(|id| !spelled.loses_computer(*id)) {
            return format!("Bring {name} online again");
        }
        let owners: Vec<String> = owners.iter().map(|id| Element::Computer(*id).name(document)).collect();
        format!("Bring {} back, or let another cluster node own {name}", owners.join(" or "))
    }

    /// A clustered MSDTC moves by itself while SQL Server stays where it is (F18).
    pub(super) fn dtc_moves(&mut self, moment: &Moment<'_>) {
        let document = self.document;
        let moves = |sql: SqlInstanceId, lanes: &Lanes| {
            self.structure.holds(Subject::Msdtc(sql), CauseEffect::Interrupts, lanes)
        };
        let stays = |sql: SqlInstanceId| {
            let mut held = document.databases.iter().filter(|(_, it)| it.sql_instance == sql);
            held.all(|(id, _)| !self.has_moved(*id, &moment.after) && !self.is_lost(*id, &moment.after))
        };
        let groups: BTreeSet<ResourceGroupId> = document
            .sql_instances
            .iter()
            .filter(|(id, _)| moves(**id, &moment.after) && !moves(**id, &moment.before))
            .filter(|(id, _)| !self.structure.holds(Subject::Msdtc(**id), CauseEffect::Stops, &moment.after))
            .filter_map(|(_, it)| match it.placement {
                SqlPlacement::Clustered(group) => document.resource_groups.get(&group),
                SqlPlacement::Standalone(_) => None,
            })
            .map(|it| it.failover_cluster)
            .filter(|cluster| {
                // Where SQL Server moves as well, its failover is what one waits for.
                let mut beside = document.sql_instances.iter().filter(|(_, it)| match it.placement {
                    SqlPlacement::Clustered(group) => {
                        document.resource_groups.get(&group).is_some_and(|it| it.failover_cluster == *cluster)
                    }
                    SqlPlacement::Standalone(_) => false,
                });
                beside.all(|(id, _)| stays(*id))
            })
            .filter_map(|cluster| document.clustered_msdtc(cluster))
            .collect();
        for group in groups {
            let name = Element::ResourceGroup(group).name(document);
            let text = format!("The clustered MSDTC in {name} is away: transactions with SQL Server fail, system-wide");
            let row = DrillRow::new(moment.when(), RowKind::Effect, group, text).says("F18", PLANNING);
            self.rows.push(row.turning([Element::ResourceGroup(group)], Condition::Starting));
            let moving = time::group_move(document, group);
            let when = moment.when().plus(&moving);
            let home = self.next_owner(group);
            let place = home.map_or_else(String::new, |id| format!(" on {}", Element::Computer(id).name(document)));
            let text = format!("The clustered MSDTC is online{place}: transactions pass again");
            let services = self.settled_services(&moment.after, |_| true);
            let row =
                DrillRow::new(when.clone(), RowKind::Failover, group, text).says("F18", PLANNING).lasting(&moving);
            let row = row.turning([Element::ResourceGroup(group)], Condition::RunsElsewhere);
            self.rows.push(row.turning(home.map(Element::Computer), Condition::TookOver).serving(services));
            self.back_at(&when);
            self.fate("Open transactions are rolled back");
        }
    }
}
