//! What lasts in a failure drill. A step of a saved drill can lie behind durations that nobody has stated.

use serde::{Deserialize, Serialize};

/// Something that takes time while a failure unfolds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "&'static str")]
pub enum DrillDuration {
    /// Until SQL Server serves on another computer.
    SqlFailover,
    /// Until Windows starts a service again.
    RestartDelay,
    /// Until a host has ended its work in hand.
    Draining,
    /// Until the work of a lost host instance is free.
    LockedWork,
    /// How long Enterprise SSO serves without its database.
    SsoPatience,
    /// Until the session of the tracking service ends.
    TrackingSession,
    /// Until a load balancer notices.
    Probe,
    /// Until a cluster resource group runs on another computer.
    GroupMove,
    /// Until a cluster resource runs again where it was.
    ResourceRestart,
    /// Until the File adapter gives up.
    FileRetries,
    /// How long databases are away.
    DatabaseOutage,
    /// Until people act.
    ByHand,
}

impl DrillDuration {
    /// Every duration.
    pub const ALL: &'static [Self] = &[
        Self::SqlFailover,
        Self::RestartDelay,
        Self::Draining,
        Self::LockedWork,
        Self::SsoPatience,
        Self::TrackingSession,
        Self::Probe,
        Self::GroupMove,
        Self::ResourceRestart,
        Self::FileRetries,
        Self::DatabaseOutage,
        Self::ByHand,
    ];

    /// What files and JSON know it by; never changes, whatever people read.
    pub const fn key(self) -> &'static str {
        match self {
            Self::SqlFailover => "SQL Server failover",
            Self::RestartDelay => "restart delay",
            Self::Draining => "draining",
            Self::LockedWork => "release of locked work",
            Self::SsoPatience => "Enterprise SSO without its database",
            Self::TrackingSession => "time-out of the tracking session",
            Self::Probe => "probe of the load balancer",
            Self::GroupMove => "move of the cluster resource group",
            Self::ResourceRestart => "restart of the cluster resource",
            Self::FileRetries => "5 retries of the File adapter",
            Self::DatabaseOutage => "outage of the databases",
            Self::ByHand => "somebody acts",
        }
    }

    /// The words a person reads: the key, as long as nobody has found better ones.
    pub const fn label(self) -> &'static str {
        self.key()
    }
}

impl From<DrillDuration> for &'static str {
    fn from(duration: DrillDuration) -> Self {
        duration.key()
    }
}

impl TryFrom<String> for DrillDuration {
    type Error = String;

    fn try_from(key: String) -> Result<Self, Self::Error> {
        let keys = || Self::ALL.iter().map(|it| it.key()).collect::<Vec<_>>().join(", ");
        let found = Self::ALL.iter().find(|it| it.key() == key).copied();
        found.ok_or_else(|| format!("“{key}” is not a known duration of a drill; known are {}", keys()))
    }
}
