//! What an export can be told: paper, resolution and the words of the title block.

use std::sync::Arc;

use crate::calendar::{Day, NoDay};
use crate::carried::Origin;
use crate::export::error::ExportError;
use crate::lettering::Lettering;

/// Lowest resolution of a PNG in dots per inch.
pub const LEAST_DPI: u32 = 36;
/// Highest resolution of a PNG in dots per inch.
pub const MOST_DPI: u32 = 1200;
/// Resolution of a PNG unless another one is chosen, in dots per inch.
pub const DEFAULT_DPI: u32 = 150;

/// Paper format.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Paper {
    /// 210 by 297 mm.
    #[default]
    A4,
    /// 8.5 by 11 inches.
    Letter,
}

impl Paper {
    /// Width and height of an upright page in points (1/72 inch).
    pub fn points(self) -> (f32, f32) {
        match self {
            Self::A4 => (595.276, 841.89),
            Self::Letter => (612.0, 792.0),
        }
    }
}

/// The words around the content: title block, running header, document properties. Empty texts are left out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ExportMeta {
    /// Name of the design.
    pub title: String,
    /// Who made it.
    pub author: String,
    /// For whom.
    pub customer: String,
    /// Version of the design as its author counts.
    pub version: String,
    /// The day on the title block and in the document properties, as YYYY-MM-DD.
    pub date: String,
    /// Where the file comes from, and the design it carries; `None` leaves both out.
    pub origin: Option<Origin>,
    /// The fonts of all texts.
    pub lettering: Arc<Lettering>,
}

impl ExportMeta {
    /// The parts that are not empty, joined by a middle dot.
    pub fn joined(parts: &[&str]) -> String {
        let filled: Vec<&str> = parts.iter().copied().filter(|p| !p.trim().is_empty()).collect();
        filled.join(" · ")
    }
}

/// Year, month and day of a date of the form YYYY-MM-DD that exists in the calendar.
pub fn parse_date(date: &str) -> Result<(u16, u8, u8), ExportError> {
    date.parse().map(Day::parts).map_err(|NoDay(date)| ExportError::Date { date })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_parts_leave_no_separator() {
        assert_eq!(ExportMeta::joined(&["Contoso", "", "v1"]), "Contoso · v1");
        assert_eq!(ExportMeta::joined(&["", " "]), "");
    }
}
