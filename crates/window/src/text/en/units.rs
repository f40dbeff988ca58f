//! Units behind numbers.

pub(crate) const MESSAGES_PER_S: &str = "messages/s";
pub(crate) const PERCENT: &str = "%";
pub(crate) const KB: &str = "KB";
pub(crate) const PER_MESSAGE: &str = "per message";
pub(crate) const TIMES: &str = "times";
pub(crate) const YEARS: &str = "years";
pub(crate) const SECONDS: &str = "s";
pub(crate) const MILLISECONDS: &str = "ms";
pub(crate) const GBIT_PER_S: &str = "Gbit/s";
pub(crate) const PER_S: &str = "per s";
pub(crate) const DAYS: &str = "days";
pub(crate) const MINUTES: &str = "min";
pub(crate) const CORES: &str = "cores";
pub(crate) const HOPS: &str = "hops";
pub(crate) const USERS: &str = "users";
pub(crate) const GHZ: &str = "GHz";
pub(crate) const GB: &str = "GB";
