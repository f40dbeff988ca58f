//! How large the Tracking database grows, by the documented formulas.

/// Bytes per tracked service instance (`core/using-message-variables-to-size-the-tracking-database`).
pub const SERVICE_BYTES: f64 = 150.0;
/// Bytes per message event, same page.
pub const EVENT_BYTES: f64 = 230.0;
/// Bytes per tracked property beside its value, same page.
pub const PROPERTY_BYTES: f64 = 52.0;
/// Bytes the debugger writes per shape and service instance.
pub const DEBUGGER_SHAPE_BYTES: f64 = 76.0;
/// Bytes of a service instance record (`core/record-size-in-tracking-databases`).
pub const SERVICE_RECORD_BYTES: f64 = 252.0;
/// Average bytes of a message event record, same page.
pub const EVENT_RECORD_BYTES: f64 = 182.0;

const KIB: f64 = 1024.0;

/// What one message writes into the Tracking database.
#[derive(Clone, Debug, PartialEq)]
pub struct TrackedFlow {
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
    /// The flow of the published tracking lab: three services, six events, ten properties on three messages.
    pub fn of_published_lab(property_bytes: f64) -> Self {
        Self { services: 3.0, events: 6.0, messages_with_properties: 3.0, property_bytes: vec![property_bytes; 10] }
    }

    /// Bytes per message: `services * 150 + events * 230 + sum of messages * (52 + size)`.
    pub fn bytes_per_message(&self) -> f64 {
        let properties: f64 = self.property_bytes.iter().map(|size| PROPERTY_BYTES + size).sum();
        self.services * SERVICE_BYTES + self.events * EVENT_BYTES + self.messages_with_properties * properties
    }

    /// Bytes per message by the record sizes instead; agrees within 1 % where no property is tracked.
    pub fn bytes_per_message_by_records(&self) -> f64 {
        self.services * SERVICE_RECORD_BYTES + self.events * EVENT_RECORD_BYTES
    }

    /// Rows written per message.
    pub fn rows_per_message(&self) -> f64 {
        self.services + self.events + self.messages_with_properties * self.property_bytes.len() as f64
    }
}

/// MiB that so many bytes per message fill.
pub fn mib(bytes_per_message: f64, messages: f64) -> f64 {
    bytes_per_message * messages / KIB / KIB
}

/// MiB of message bodies: `messages * bodies * KB / 1024` (`core/sizing-the-tracking-database-to-track-message-bodies`).
pub fn bodies_mib(messages: f64, bodies_per_message: f64, body_kb: f64) -> f64 {
    messages * bodies_per_message * body_kb / KIB
}

/// MiB the orchestration debugger writes: 76 bytes per shape and instance.
pub fn debugger_mib(shapes: f64, messages: f64) -> f64 {
    mib(shapes * DEBUGGER_SHAPE_BYTES, messages)
}

/// GiB kept in the Tracking database at this rate for the retention time, without indexes and contingency.
pub fn retained_gib(messages_per_sec: f64, retention_hours: f64, bytes_per_message: f64) -> f64 {
    messages_per_sec * retention_hours * 3600.0 * bytes_per_message / KIB / KIB / KIB
}

/// The two constants of the tracking disk model.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TrackingDisk {
    /// Seconds per row.
    pub row_secs: f64,
    /// Seconds per 10 KB body.
    pub body_secs: f64,
}

impl TrackingDisk {
    /// Solves the two constants from two measured rates, without bodies and with bodies at two points.
    ///
    /// `row = 1 / (rows X)`, `body = (1/X_with - 1/X_without) / 2`. Two unknowns from two points: not validated.
    pub fn from_rates(rows_per_message: f64, rate_without_bodies: f64, rate_with_bodies: f64) -> Self {
        Self {
            row_secs: 1.0 / (rate_without_bodies * rows_per_message),
            body_secs: (1.0 / rate_with_bodies - 1.0 / rate_without_bodies) / 2.0,
        }
    }

    /// Messages per second the disk of the Tracking database carries: `1 / (rows t_row + bodies t_body KB/10)`.
    pub fn limit_per_sec(&self, rows_per_message: f64, bodies_per_message: f64, body_kb: f64) -> f64 {
        1.0 / (rows_per_message * self.row_secs + bodies_per_message * self.body_secs * body_kb / 10.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_disk_model_gives_back_the_two_rates_it_was_solved_from() {
        let flow = TrackedFlow::of_published_lab(20.0);
        let disk = TrackingDisk::from_rates(flow.rows_per_message(), 40.0, 20.0);
        assert!((disk.limit_per_sec(39.0, 0.0, 10.0) - 40.0).abs() < 1e-9);
        assert!((disk.limit_per_sec(39.0, 2.0, 10.0) - 20.0).abs() < 1e-9);
    }
}
