//! What is measured of each watched function.

use crate::quant::HOURS_PER_YEAR;
use crate::uncertainty::quantile;

/// Two-sided 95 % of the normal distribution.
const NORMAL_95: f64 = 1.959_963_984_540_054;

/// What a simulation found.
#[derive(Clone, Debug, PartialEq)]
pub struct SimulationResult {
    /// How many events were handled.
    pub events: u64,
    /// By watched function.
    pub roots: Vec<RootResult>,
}

/// What a simulation found about one function.
#[derive(Clone, Debug, PartialEq)]
pub struct RootResult {
    /// The share of time it was lost.
    pub unavailability: f64,
    /// Half the width of the 95 % confidence interval around that share, from the repetitions; infinite with one.
    pub half_width: f64,
    /// How often it was lost, per year.
    pub outages_per_year: f64,
    /// Mean hours of an outage; 0 without one.
    pub mean_outage_h: f64,
    /// The longest one, in hours.
    pub longest_outage_h: f64,
    /// Hours that half of the outages, and nine of ten, do not exceed.
    pub outage_quantiles_h: (f64, f64),
    /// Hours without the function in the worst year of all.
    pub worst_year_h: f64,
    /// How often an outage took up to a second, ten seconds, a minute, ten minutes, an hour, ten hours, or longer.
    pub histogram: [u64; 7],
}

/// Upper ends of the classes of the histogram, in hours; the last class is open.
const CLASSES_H: [f64; 6] = [1.0 / 3_600.0, 10.0 / 3_600.0, 1.0 / 60.0, 1.0 / 6.0, 1.0, 10.0];

/// Measures one function.
#[derive(Clone, Debug, Default)]
pub(super) struct RootClock {
    lost_since: Option<f64>,
    lost_now_h: f64,
    /// Lost hours of each repetition.
    repetitions: Vec<f64>,
    outages: Vec<f64>,
    year: usize,
    lost_in_year_h: f64,
    worst_year_h: f64,
}

impl RootClock {
    pub(super) fn begin(&mut self, lost: bool) {
        self.lost_since = lost.then_some(0.0);
        self.lost_now_h = 0.0;
        self.year = 0;
        self.lost_in_year_h = 0.0;
    }

    pub(super) fn change(&mut self, now: f64, lost: bool) {
        match (self.lost_since, lost) {
            (None, true) => self.lost_since = Some(now),
            (Some(since), false) => {
                self.lost_since = None;
                // A function that is lost again at the very moment it came back was lost all along.
                if now > since {
                    self.outages.push(now - since);
                    self.count(since, now);
                }
            }
            _ => {}
        }
    }

    pub(super) fn end(&mut self, end: f64) {
        if let Some(since) = self.lost_since.take() {
            self.outages.push(end - since);
            self.count(since, end);
        }
        self.worst_year_h = self.worst_year_h.max(self.lost_in_year_h);
        self.repetitions.push(self.lost_now_h);
    }

    /// Counts lost hours, split at the turns of the years.
    fn count(&mut self, from: f64, to: f64) {
        self.lost_now_h += to - from;
        let mut from = from;
        loop {
            let year = (from / HOURS_PER_YEAR) as usize;
            if year != self.year {
                self.worst_year_h = self.worst_year_h.max(self.lost_in_year_h);
                self.lost_in_year_h = 0.0;
                self.year = year;
            }
            let turn = (year + 1) as f64 * HOURS_PER_YEAR;
            self.lost_in_year_h += to.min(turn) - from;
            if to <= turn {
                return;
            }
            from = turn;
        }
    }

    pub(super) fn result(&self, years: f64, hours: f64) -> RootResult {
        let count = self.repetitions.len() as f64;
        let mean = self.repetitions.iter().sum::<f64>() / count.max(1.0);
        let squares: f64 = self.repetitions.iter().map(|lost| (lost - mean) * (lost - mean)).sum();
        let error = if count > 1.0 { libm::sqrt(squares / (count - 1.0) / count) } else { f64::INFINITY };
        let mut outages = self.outages.clone();
        outages.sort_by(f64::total_cmp);
        let mut histogram = [0; 7];
        for outage in &outages {
            let class = CLASSES_H.iter().position(|limit| outage <= limit).unwrap_or(CLASSES_H.len());
            histogram[class] += 1;
        }
        let total: f64 = outages.iter().sum();
        RootResult {
            unavailability: mean / hours,
            half_width: NORMAL_95 * error / hours,
            outages_per_year: outages.len() as f64 / (years * count.max(1.0)),
            mean_outage_h: if outages.is_empty() { 0.0 } else { total / outages.len() as f64 },
            longest_outage_h: outages.last().copied().unwrap_or_default(),
            outage_quantiles_h: (quantile(&outages, 0.5), quantile(&outages, 0.9)),
            worst_year_h: self.worst_year_h,
            histogram,
        }
    }
}
