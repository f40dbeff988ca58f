//! What numbers may be: the one table that input fields, answers and the check of files ask.

use std::fmt;

/// What the sentence about a number outside its limits says before them.
pub(crate) const OUTSIDE: &str = "; allowed is ";

/// The smallest and the largest value of a number, both allowed. The unit is that of the field.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// Smallest value.
    pub min: f64,
    /// Largest value.
    pub max: f64,
}

impl Limits {
    /// From one number to another.
    pub const fn new(min: f64, max: f64) -> Self {
        Self { min, max }
    }

    /// Whether a number lies within.
    pub fn allow(&self, number: f64) -> bool {
        number.is_finite() && self.min <= number && number <= self.max
    }

    /// The limits of a figure of the availability estimate, by its key: a share lies between 0 and 1, nothing happens
    /// more often than hourly, and a time is longer than nothing.
    pub fn of_figure(key: &str) -> Self {
        match key {
            "coverage" | "beta-hardware" | "beta-software" => SHARE,
            "patches"
            | "disk-failures"
            | "windows-failures"
            | "host-instance-failures"
            | "sql-failures"
            | "balancer-failures"
            | "operator-errors"
            | "shared-storage"
            | "site-outage"
            | "cumulative-updates" => PER_YEAR,
            _ => FIGURE,
        }
    }
}

impl fmt::Display for Limits {
    /// `0 to 100`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} to {}", self.min, self.max)
    }
}

/// Cores of a computer.
pub const CORES: Limits = Limits::new(1.0, 1024.0);
/// Processor clock in GHz.
pub const CLOCK_GHZ: Limits = Limits::new(0.1, 20.0);
/// Speed of a core relative to the reference core.
pub const CORE_SPEED: Limits = Limits::new(0.05, 20.0);
/// Memory of a computer in GB.
pub const RAM_GB: Limits = Limits::new(0.5, 65_536.0);
/// Memory that a SQL instance may use, in GB.
pub const SQL_MEMORY_GB: Limits = Limits::new(0.1, 65_536.0);
/// Disk space in GB.
pub const DISK_GB: Limits = Limits::new(1.0, 10_000_000.0);
/// A part in percent of the whole.
pub const PERCENT: Limits = Limits::new(0.0, 100.0);
/// A part of the whole, which is 1.
pub const SHARE: Limits = Limits::new(0.0, 1.0);
/// Times or hours a year.
pub const PER_YEAR: Limits = Limits::new(0.0, 8_760.0);
/// Any other figure of the availability estimate.
pub const FIGURE: Limits = Limits::new(0.001, 1e9);
/// Up to a year, in minutes.
pub const MINUTES: Limits = Limits::new(0.0, 525_600.0);
/// Up to a day, in seconds.
pub const SECONDS: Limits = Limits::new(0.0, 86_400.0);
/// Time-out of a lease in seconds.
pub const LEASE_SECS: Limits = Limits::new(1.0, 86_400.0);
/// Minutes between log backups.
pub const LOG_INTERVAL_MINUTES: Limits = Limits::new(1.0, 1440.0);
/// Seconds from the start of a drill to one of its steps.
pub const DRILL_SECS: Limits = Limits::new(0.0, 31_536_000.0);
/// A TCP port.
pub const PORT: Limits = Limits::new(1.0, 65_535.0);
/// Subnets of a listener.
pub const SUBNETS: Limits = Limits::new(1.0, 64.0);
/// Host instances on a computer.
pub const HOST_INSTANCES: Limits = Limits::new(1.0, 1000.0);
/// Service packs and cumulative updates.
pub const UPDATES: Limits = Limits::new(0.0, 99.0);
/// Messages per second.
pub const MESSAGES_PER_SEC: Limits = Limits::new(0.0, 1_000_000.0);
/// Messages a day.
pub const MESSAGES_PER_DAY: Limits = Limits::new(0.0, 1e12);
/// Growth in percent a year.
pub const GROWTH_PERCENT: Limits = Limits::new(-100.0, 10_000.0);
/// Years of growth.
pub const YEARS: Limits = Limits::new(0.0, 50.0);
/// Size of a message in KB.
pub const MESSAGE_KB: Limits = Limits::new(0.001, 10_000_000.0);
/// Work per message relative to the published lab.
pub const COMPLEXITY: Limits = Limits::new(0.01, 1000.0);
/// Passes through the MessageBox beyond those of the published lab.
pub const EXTRA_HOPS: Limits = Limits::new(0.0, 100.0);
/// Response time to stay under, in seconds.
pub const RESPONSE_SECS: Limits = Limits::new(0.001, 1_000_000.0);
/// Time that a back end takes, in seconds.
pub const BACK_END_SECS: Limits = Limits::new(0.0, 100_000.0);
/// Polling interval in milliseconds.
pub const POLLING_MS: Limits = Limits::new(1.0, 3_600_000.0);
/// HTTP connections per destination.
pub const HTTP_CONNECTIONS: Limits = Limits::new(1.0, 10_000.0);
/// Speed of the network in Gbit/s.
pub const LINK_GBIT_PER_SEC: Limits = Limits::new(0.001, 10_000.0);
/// Disk operations per second.
pub const DISK_OPERATIONS: Limits = Limits::new(1.0, 1e9);
/// Days that tracking data is kept.
pub const TRACKING_DAYS: Limits = Limits::new(0.01, 10_000.0);
/// Properties tracked per message.
pub const TRACKED_PROPERTIES: Limits = Limits::new(0.0, 1000.0);
/// Points at which the body of a message is tracked.
pub const TRACKED_BODIES: Limits = Limits::new(0.0, 100.0);
/// Speed of the tracking disks relative to the published lab.
pub const TRACKING_DISK_SPEED: Limits = Limits::new(0.01, 10_000.0);
