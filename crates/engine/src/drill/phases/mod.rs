//! What follows from a failure, topic by topic, as rows of the timeline.

mod backlog;
mod computers;
mod dtc;
mod endpoints;
mod firewalls;
mod hosts;
mod lost;
mod parts;
mod recovery;
mod secret;
mod sql;

use crate::dependency::Because;

pub(super) use sql::Carried;

/// What people do about a failover cluster without quorum.
pub(super) const FORCE_QUORUM: &str = "Restore the nodes, or force quorum";

pub(super) const RECYCLE: Because =
    Because::Document("core/behavior-of-biztalk-server-host-instances-during-sql-server-failover");
pub(super) const RESTART: Because = Because::Document("core/host-instance-service-properties-in-services");
pub(super) const BACKUP_PRACTICES: Because = Because::Document("core/best-practices-for-backup-and-restore");
pub(super) const JOBS: Because = Because::Document("core/database-structure-and-jobs");
pub(super) const ADAPTER_FAILURES: Because = Because::Document("core/how-to-handle-adapter-failures");
pub(super) const SSO: Because = Because::Document("core/high-availability-for-enterprise-single-sign-on");
pub(super) const PROMOTE: Because = Because::Document("tg/designating-a-new-master-secret-server-manually");
pub(super) const PLANNING: Because = Because::Document("tg/planning-for-high-availability2");
pub(super) const QUORUM: Because = Because::Document(
    "sqldocs/sql-server/failover-clusters/windows/wsfc-quorum-modes-and-voting-configuration-sql-server",
);
pub(super) const CLUSTER: Because =
    Because::Document("sqldocs/sql-server/failover-clusters/windows/always-on-failover-cluster-instances-sql-server");
pub(super) const AVAILABILITY_GROUPS: Because =
    Because::Document("core/high-availability-using-sql-server-always-on-availability-groups");
pub(super) const RECEIVING: Because = Because::Document("core/scaled-out-receiving-hosts");
