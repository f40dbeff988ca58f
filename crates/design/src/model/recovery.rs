//! Enterprise SSO secrets, backup and disaster recovery.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::ids::SqlInstanceId;
use super::words::words;
use crate::sources::Sourced;

words! {
    /// Under which name the SSO servers know the master secret server.
    SecretServerName {
        /// The network name of the cluster resource group.
        ClusterNetworkName = "Network name of the cluster role",
        /// The name of the Windows cluster itself.
        WindowsClusterName = "Name of the Windows cluster",
        /// The name of one computer.
        NodeName = "Name of one computer",
    }
}

/// The Enterprise SSO system of the environment: one master secret, one SSO database.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SsoSystem {
    /// The configured name of the master secret server; `None` = not stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret_server_name: Option<SecretServerName>,
    /// Whether the master secret is backed up; `None` = not stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret_backed_up: Option<bool>,
    /// Whether that backup is kept offline; `None` = not stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret_backup_offline: Option<bool>,
}

words! {
    /// Where backups land.
    BackupDestination {
        /// On another computer than the SQL Server computers.
        OtherComputer = "Share on another computer",
        /// Azure Blob storage.
        AzureBlob = "Azure Blob storage",
        /// On a SQL Server computer that carries the data.
        SourceComputer = "On a source computer",
        /// On the disk array that carries the data.
        SourceArray = "On the same disk array as the data",
    }
}

words! {
    /// How often a full backup is made.
    FullBackupPeriod {
        /// Hourly.
        Hourly = "Hourly",
        /// Daily.
        Daily = "Daily",
        /// Weekly.
        Weekly = "Weekly",
        /// Monthly.
        Monthly = "Monthly",
        /// Yearly.
        Yearly = "Yearly",
    }
}

/// The Backup BizTalk Server job. `None` means that nobody has said yet.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Backup {
    /// Whether the job is configured and enabled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub job_configured: Option<bool>,
    /// Where backups land.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub destination: Option<BackupDestination>,
    /// Whether that share is highly available.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub destination_highly_available: Option<bool>,
    /// Minutes between log backups. The product's default is 15.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub log_interval_minutes: Option<Sourced<f64>>,
    /// How often a full backup is made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub full_period: Option<FullBackupPeriod>,
    /// The job's flag that forces a full backup after a partial failure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub force_full_after_partial: Option<bool>,
}

words! {
    /// The shape of BizTalk log shipping.
    DrMode {
        /// Every production SQL instance ships to one and the same.
        ManyToOne = "N:1",
        /// Each production SQL instance ships to one of its own.
        OneToOne = "N:N",
        /// Cluster name and IP address move to the other cluster.
        NameAndIpSwap = "Name and IP address swap",
    }
}

/// How production is taken up at the disaster-recovery site.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DisasterRecovery {
    /// The shape; `None` = not stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<DrMode>,
    /// From each production SQL instance to the one that receives its log backups.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub ships_to: BTreeMap<SqlInstanceId, SqlInstanceId>,
    /// Whether drive letters and paths are the same on both sides; `None` = not stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub same_paths: Option<bool>,
}
