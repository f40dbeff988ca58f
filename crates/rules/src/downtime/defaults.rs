//! The inputs of the estimate and their defaults, read from `assets/availability.ron`.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::sources::{AssumptionId, Provenance, SourceId, Sourced};

const ASSET: &str = include_str!("../../../../assets/availability.ron");

/// One figure of the estimate. The unit is that of its default.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
pub enum FailureInput {
    /// Mean time to failure of server hardware.
    ServerMttf,
    /// Repair of server hardware.
    ServerRepair,
    /// Failures of a local disk.
    DiskFailures,
    /// Crashes and hangs of Windows.
    WindowsFailures,
    /// Until Windows is back.
    WindowsRepair,
    /// Crashes of a host instance.
    HostInstanceFailures,
    /// Until its service is restarted.
    RestartDelay,
    /// Until it works after that.
    HostInstanceStart,
    /// Until a person has started stopped host instances.
    ManualStart,
    /// Software failures of a SQL instance.
    SqlFailures,
    /// Failover of a failover cluster instance, or restart of a SQL instance.
    SqlFailover,
    /// Failover of an availability group.
    GroupFailover,
    /// Share of failovers that work by themselves.
    Coverage,
    /// Failover by a person.
    ManualTakeover,
    /// Failures of a load balancer device.
    BalancerFailures,
    /// Repair of a load balancer device.
    BalancerRepair,
    /// Hours a year that shared storage is lost.
    SharedStorage,
    /// Hours a year that a site is lost.
    SiteOutage,
    /// Mistakes of operators.
    OperatorErrors,
    /// Repair after a mistake.
    OperatorRepair,
    /// Share of hardware failures with a common cause.
    BetaHardware,
    /// Share of software failures with a common cause.
    BetaSoftware,
    /// Patch rounds a year.
    Patches,
    /// Minutes that a computer is out of service in each.
    PatchDuration,
    /// Seconds that a clustered role is on its way in each.
    PatchSwitch,
    /// Cumulative updates of BizTalk Server a year, each a planned outage of a whole BizTalk group.
    CumulativeUpdates,
    /// Minutes that the BizTalk group is out of service for each.
    UpdateDuration,
}

/// What a figure is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Unit {
    /// Hours.
    Hours,
    /// Minutes.
    Minutes,
    /// Seconds.
    Seconds,
    /// Times a year.
    PerYear,
    /// Hours a year.
    HoursPerYear,
    /// A share between 0 and 1.
    Share,
}

impl Unit {
    /// The words after a figure; empty for a share.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Hours => "h",
            Self::Minutes => "min",
            Self::Seconds => "s",
            Self::PerYear => "per year",
            Self::HoursPerYear => "h per year",
            Self::Share => "",
        }
    }

    /// What one of it is in the units that formulas use: hours, times a year, shares.
    pub(super) const fn factor(self) -> f64 {
        match self {
            Self::Minutes => 1.0 / 60.0,
            Self::Seconds => 1.0 / 3_600.0,
            _ => 1.0,
        }
    }
}

/// The default of a figure.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DefaultFigure {
    /// Which figure.
    pub input: FailureInput,
    /// What it is, for a table.
    pub title: String,
    /// What it is counted in.
    pub unit: Unit,
    /// The value.
    pub value: f64,
    /// Smallest and largest credible value; `None` = taken as known.
    #[serde(default)]
    range: Option<(f64, f64)>,
    /// What it rests on, in words.
    pub basis: String,
    /// The document that states it; `None` = none does.
    #[serde(default)]
    document: Option<String>,
}

impl DefaultFigure {
    /// Value, range and provenance.
    pub fn sourced(&self) -> Sourced<f64> {
        let provenance = match &self.document {
            Some(document) => Provenance::Documented(SourceId(document.clone())),
            None => Provenance::Default(AssumptionId(format!("availability.{}", self.input.key()))),
        };
        Sourced { value: self.value, range: self.range, provenance }
    }
}

static DEFAULTS: LazyLock<Vec<DefaultFigure>> = LazyLock::new(|| match ron::from_str(ASSET) {
    Ok(rows) => rows,
    Err(error) => {
        log::error!("assets/availability.ron: {error}");
        Vec::new()
    }
});

/// Every figure with its default, in reading order.
pub fn defaults() -> &'static [DefaultFigure] {
    &DEFAULTS
}

impl FailureInput {
    /// The key in a design file, such as `server-mttf`.
    pub fn key(self) -> String {
        let name = format!("{self:?}");
        let mut key = String::with_capacity(name.len() + 2);
        for (index, letter) in name.chars().enumerate() {
            if letter.is_ascii_uppercase() && index > 0 {
                key.push('-');
            }
            key.push(letter.to_ascii_lowercase());
        }
        key
    }

    /// The figure with this key.
    pub fn parse(key: &str) -> Option<Self> {
        defaults().iter().map(|it| it.input).find(|it| it.key() == key)
    }

    /// Its default.
    pub fn default_figure(self) -> Option<&'static DefaultFigure> {
        defaults().iter().find(|it| it.input == self)
    }
}
