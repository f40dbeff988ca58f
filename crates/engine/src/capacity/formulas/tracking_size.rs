//! How large the Tracking database grows, by the documented formulas.

/// Bytes per tracked service instance (`core/using-message-variables-to-size-the-tracking-database`).
pub(crate) const SERVICE_BYTES: f64 = 150.0;
/// Bytes per message event, same page.
pub(crate) const EVENT_BYTES: f64 = 230.0;
/// Bytes per tracked property beside its value, same page.
pub(crate) const PROPERTY_BYTES: f64 = 52.0;

const KIB: f64 = 1024.0;

/// What one message writes into the Tracking database.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct TrackedFlow {
    /// Services (ports, orchestrations) a message passes.
    pub services: f64,
    /// Message events, two per service by default.
    pub events: f64,
    /// Messages whose properties are tracked.
    pub messages_with_properties: f64,
    /// Size in bytes of each tracked property.
    pub property_bytes: Vec<f64>,
}

impl TrackedFlow {
    /// Bytes per message: `services * 150 + events * 230 + sum of messages * (52 + size)`.
    pub(crate) fn bytes_per_message(&self) -> f64 {
        let properties: f64 = self.property_bytes.iter().map(|size| PROPERTY_BYTES + size).sum();
        self.services * SERVICE_BYTES + self.events * EVENT_BYTES + self.messages_with_properties * properties
    }

    /// Rows written per message.
    pub(crate) fn rows_per_message(&self) -> f64 {
        self.services + self.events + self.messages_with_properties * self.property_bytes.len() as f64
    }
}

/// GiB kept in the Tracking database at this rate for the retention time, without indexes and contingency.
pub(crate) fn retained_gib(messages_per_sec: f64, retention_hours: f64, bytes_per_message: f64) -> f64 {
    messages_per_sec * retention_hours * 3600.0 * bytes_per_message / KIB / KIB / KIB
}

/// The two constants of the tracking disk model.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct TrackingDisk {
    /// Seconds per row.
    pub row_secs: f64,
    /// Seconds per 10 KB body.
    pub body_secs: f64,
}

impl TrackingDisk {
    /// Messages per second the disk of the Tracking database carries: `1 / (rows t_row + bodies t_body KB/10)`.
    pub(crate) fn limit_per_sec(&self, rows_per_message: f64, bodies_per_message: f64, body_kb: f64) -> f64 {
        1.0 / (rows_per_message * self.row_secs + bodies_per_message * self.body_secs * body_kb / 10.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_and_bodies_take_their_time_on_the_tracking_disk() {
        let disk = TrackingDisk { row_secs: 0.001, body_secs: 0.01 };
        assert!((disk.limit_per_sec(10.0, 0.0, 10.0) - 100.0).abs() < 1e-9);
        assert!((disk.limit_per_sec(10.0, 2.0, 20.0) - 20.0).abs() < 1e-9);
    }
}
