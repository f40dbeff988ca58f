//! What the analysis of a design adds to its picture: marks of losses, bars of capacity, charts of load.

mod load_chart;
mod losses;
mod states;
mod tier_bars;

pub use load_chart::{LoadChart, load_charts};
pub use losses::loss_marks;
pub use states::{look, state_marks};
pub use tier_bars::tier_bars;
