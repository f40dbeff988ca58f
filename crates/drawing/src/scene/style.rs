//! Measures of the drawing in world units: type sizes, paddings, gaps.

/// Size of a computer's name.
pub(crate) const NAME: f32 = 13.5;
/// Size of ordinary text on a card.
pub(crate) const BODY: f32 = 11.5;
/// Size of secondary text.
pub(crate) const SMALL: f32 = 10.5;
/// Size of the words in tags and on connections.
pub(crate) const TINY: f32 = 10.0;
/// Distance between the baselines of two list lines.
pub(crate) const LINE: f32 = 16.0;

/// Smallest width of a card.
pub(crate) const CARD_MIN: f32 = 124.0;
/// Largest width of a card; longer texts wrap, then end in "…".
pub(crate) const CARD_MAX: f32 = 204.0;
/// Width up to which cards grow in a tier with room to spare.
pub(crate) const CARD_WIDE: f32 = 180.0;
/// Space between the border of a card and its content.
pub(crate) const CARD_PAD: f32 = 9.0;
/// Corner radius of a card.
pub(crate) const CARD_RADIUS: f32 = 7.0;
/// Side of the icon tile of a card.
pub(crate) const TILE: f32 = 28.0;

/// Space between neighboring cards.
pub(crate) const CARD_GAP: f32 = 10.0;
/// Space between lines of cards in a tier.
pub(crate) const ROW_GAP: f32 = 14.0;
/// Space between the border of a tier and its content.
pub(crate) const TIER_PAD: f32 = 12.0;
/// Height of the title line of a tier.
pub(crate) const TIER_HEADER: f32 = 34.0;
/// Corner radius of a tier.
pub(crate) const TIER_RADIUS: f32 = 10.0;
/// Size of a tier's name.
pub(crate) const TIER_TITLE: f32 = 13.0;
/// Space between tiers side by side.
pub(crate) const TIER_GAP: f32 = 24.0;
/// Smallest width of a row of tiers.
pub(crate) const SHEET_MIN: f32 = 520.0;
/// Space around all tiers.
pub(crate) const MARGIN: f32 = 24.0;

/// Space between the border of a failover cluster's box and its content.
pub(crate) const BOX_PAD: f32 = 9.0;
/// Height of a shared disk array.
pub(crate) const DISK: f32 = 22.0;
/// Space above a shared disk array, crossed by the lines from its nodes.
pub(crate) const DISK_GAP: f32 = 9.0;

/// Height of a state mark or a chip.
pub(crate) const CHIP: f32 = 18.0;
/// Height of a tag.
pub(crate) const TAG: f32 = 13.0;

/// Height of the space between two rows of tiers that no connection uses.
pub(crate) const GUTTER: f32 = 22.0;
/// Space above the first and below the last lane of a gutter: arrow heads and their words.
pub(crate) const GUTTER_END: f32 = 24.0;
/// Distance between parallel connections.
pub(crate) const LANE: f32 = 11.0;
/// Side of a firewall on a line.
pub(crate) const FIREWALL: f32 = 17.0;
/// Width of a badge with a count of three digits.
pub(crate) const BADGE: f32 = 44.0;
/// How far a badge reaches beyond the corner that it stands on.
pub(crate) const BADGE_OUT: f32 = 6.0;
/// How far the badge of a tier stands from its corner, and its mark of notes from the other one.
pub(crate) const TIER_MARK: f32 = 12.0;
/// Side of a mark of notes.
pub(crate) const NOTE: f32 = 17.0;
/// Corner radius of a connection.
pub(crate) const BEND: f32 = 7.0;
