//! Themes: which red, green and blue each color token stands for.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::scene::ink::Ink;

/// A color with opacity, each channel 0 to 255, not premultiplied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rgba {
    /// Red.
    pub r: u8,
    /// Green.
    pub g: u8,
    /// Blue.
    pub b: u8,
    /// Opacity; 255 hides what lies below.
    pub a: u8,
}

impl Rgba {
    /// Reads `#RRGGBB` or `#RRGGBBAA`; None when the text is neither.
    pub fn parse(text: &str) -> Option<Self> {
        let hex = text.strip_prefix('#')?;
        if !hex.is_ascii() || !matches!(hex.len(), 6 | 8) {
            return None;
        }
        let channel = |i: usize| hex.get(i..i + 2).and_then(|h| u8::from_str_radix(h, 16).ok());
        let a = if hex.len() == 8 { channel(6)? } else { 255 };
        Some(Self { r: channel(0)?, g: channel(2)?, b: channel(4)?, a })
    }

    /// `#rrggbb`, without the opacity.
    pub fn hex(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.r, self.g, self.b)
    }

    /// Relative luminance, 0 (black) to 1 (white), by the formula of WCAG 2.2.
    #[cfg(test)]
    pub(crate) fn luminance(self) -> f32 {
        let linear = |c: u8| {
            let c = f32::from(c) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { libm::powf((c + 0.055) / 1.055, 2.4) }
        };
        0.2126 * linear(self.r) + 0.7152 * linear(self.g) + 0.0722 * linear(self.b)
    }

    /// Contrast ratio to `other`, 1 to 21, by the formula of WCAG 2.2; opacity is ignored.
    #[cfg(test)]
    pub(crate) fn contrast(self, other: Self) -> f32 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }
}

/// A complete table of colors.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Palette {
    colors: BTreeMap<Ink, Rgba>,
}

static LIGHT: LazyLock<Palette> = LazyLock::new(|| built_in(include_str!("../../../../assets/theme/light.ron")));
static DARK: LazyLock<Palette> = LazyLock::new(|| built_in(include_str!("../../../../assets/theme/dark.ron")));
static CONTRAST: LazyLock<Palette> = LazyLock::new(|| built_in(include_str!("../../../../assets/theme/contrast.ron")));
static PRINT: LazyLock<Palette> = LazyLock::new(|| built_in(include_str!("../../../../assets/theme/print.ron")));

/// A built-in table; the tests prove that each one parses and is complete.
fn built_in(text: &str) -> Palette {
    Palette::parse(text).unwrap_or_default()
}

impl Palette {
    /// Light theme.
    pub fn light() -> &'static Self {
        &LIGHT
    }

    /// Dark theme.
    pub fn dark() -> &'static Self {
        &DARK
    }

    /// High-contrast theme: bright on black.
    pub fn contrast() -> &'static Self {
        &CONTRAST
    }

    /// Print theme: white paper, readable without color.
    pub fn print() -> &'static Self {
        &PRINT
    }

    /// Reads a table of the form `{Ink: "#RRGGBB", …}`; the error says what is wrong or which tokens are missing.
    pub fn parse(text: &str) -> Result<Self, String> {
        let options = ron::Options::default();
        let table: BTreeMap<InkKey, String> = options.from_str(text).map_err(|e| e.to_string())?;
        let mut colors = BTreeMap::new();
        for (key, value) in table {
            let color = Rgba::parse(&value).ok_or_else(|| format!("{:?}: {value} is not #RRGGBB", key.0))?;
            colors.insert(key.0, color);
        }
        let missing: Vec<_> = Ink::ALL.iter().filter(|ink| !colors.contains_key(ink)).collect();
        if missing.is_empty() { Ok(Self { colors }) } else { Err(format!("no color for {missing:?}")) }
    }

    /// The color of a token.
    pub fn color(&self, ink: Ink) -> Rgba {
        self.colors.get(&ink).copied().unwrap_or(Rgba { r: 0, g: 0, b: 0, a: 255 })
    }
}

/// Lets a token stand as a bare key in RON.
#[derive(PartialEq, Eq, PartialOrd, Ord, serde::Deserialize)]
#[serde(transparent)]
struct InkKey(Ink);

#[cfg(test)]
mod tests {
    use super::*;

    const THEMES: [(&str, &str); 4] = [
        ("light", include_str!("../../../../assets/theme/light.ron")),
        ("dark", include_str!("../../../../assets/theme/dark.ron")),
        ("contrast", include_str!("../../../../assets/theme/contrast.ron")),
        ("print", include_str!("../../../../assets/theme/print.ron")),
    ];

    const SEVERITIES: [(Ink, Ink); 6] = [
        (Ink::Blocker, Ink::BlockerSoft),
        (Ink::Error, Ink::ErrorSoft),
        (Ink::Warning, Ink::WarningSoft),
        (Ink::Advice, Ink::AdviceSoft),
        (Ink::Info, Ink::InfoSoft),
        (Ink::Ok, Ink::OkSoft),
    ];

    const ROLES: [(Ink, Ink); 6] = [
        (Ink::RoleBizTalk, Ink::RoleBizTalkSoft),
        (Ink::RoleSql, Ink::RoleSqlSoft),
        (Ink::RoleSso, Ink::RoleSsoSoft),
        (Ink::RoleLoadBalancer, Ink::RoleLoadBalancerSoft),
        (Ink::RoleInfrastructure, Ink::RoleInfrastructureSoft),
        (Ink::RoleExternal, Ink::RoleExternalSoft),
    ];

    fn assert_contrast(theme: &str, palette: &Palette, front: Ink, back: Ink, least: f32) {
        let ratio = palette.color(front).contrast(palette.color(back));
        assert!(ratio >= least, "{theme}: {front:?} on {back:?} is {ratio:.2}, needs {least}");
    }

    #[test]
    fn every_theme_is_complete() {
        for (name, text) in THEMES {
            let palette = Palette::parse(text).unwrap_or_else(|e| panic!("{name}: {e}"));
            assert_eq!(palette.colors.len(), Ink::ALL.len());
        }
    }

    #[test]
    fn every_text_has_aa_contrast_on_every_ground() {
        let grounds = [
            Ink::Background,
            Ink::Surface,
            Ink::SurfaceRaised,
            Ink::TierBand,
            Ink::TierBandAlternate,
            Ink::CardFill,
            Ink::ClusterBox,
            Ink::TableHeader,
            Ink::TableZebra,
            Ink::AccentSoft,
        ];
        for (name, text) in THEMES {
            let palette = Palette::parse(text).unwrap();
            for ground in grounds {
                for ink in [Ink::TextStrong, Ink::Text, Ink::TextMuted, Ink::Accent, Ink::TierTitle, Ink::ClusterTitle]
                {
                    assert_contrast(name, &palette, ink, ground, 4.5);
                }
            }
            assert_contrast(name, &palette, Ink::OnAccent, Ink::Accent, 4.5);
            for (strong, soft) in SEVERITIES.into_iter().chain(ROLES) {
                assert_contrast(name, &palette, strong, soft, 4.5);
                assert_contrast(name, &palette, strong, Ink::Surface, 4.5);
                assert_contrast(name, &palette, strong, Ink::CardFill, 4.5);
                assert_contrast(name, &palette, Ink::TextStrong, soft, 7.0);
                assert_contrast(name, &palette, Ink::OnSeverity, strong, 4.5);
            }
        }
    }

    #[test]
    fn titles_stand_out_on_the_tiers_they_name() {
        let tiers = [
            (Ink::RoleBizTalk, Ink::TierBizTalk),
            (Ink::RoleSql, Ink::TierSql),
            (Ink::RoleSso, Ink::TierSso),
            (Ink::RoleLoadBalancer, Ink::TierLoadBalancer),
            (Ink::RoleInfrastructure, Ink::TierInfrastructure),
            (Ink::RoleExternal, Ink::TierExternal),
        ];
        for (name, text) in THEMES {
            let palette = Palette::parse(text).unwrap();
            for (ink, tier) in tiers {
                assert_contrast(name, &palette, ink, tier, 4.5);
            }
        }
    }

    #[test]
    fn lines_and_borders_stand_out() {
        for (name, text) in THEMES {
            let palette = Palette::parse(text).unwrap();
            for ink in [Ink::Line, Ink::ClusterBorder, Ink::Active, Ink::Passive] {
                assert_contrast(name, &palette, ink, Ink::TierBand, 3.0);
                assert_contrast(name, &palette, ink, Ink::CardFill, 3.0);
            }
        }
    }

    #[test]
    fn print_stays_readable_without_color() {
        let white = Rgba { r: 255, g: 255, b: 255, a: 255 };
        assert_eq!(Palette::print().color(Ink::Background), white);
        for (ink, _) in SEVERITIES.into_iter().chain(ROLES) {
            assert!(Palette::print().color(ink).contrast(white) >= 7.0, "{ink:?} is too light for greyscale print");
        }
    }

    #[test]
    fn incomplete_table_names_the_missing_token() {
        let error = Palette::parse(r##"{Background: "#ffffff"}"##).unwrap_err();
        assert!(error.contains("Surface"), "{error}");
        assert!(Palette::parse(r#"{Background: "white"}"#).unwrap_err().contains("not #RRGGBB"));
    }

    #[test]
    fn text_and_borders_of_the_high_contrast_theme_stand_out_more_than_elsewhere() {
        let palette = Palette::contrast();
        for ground in [Ink::Background, Ink::Surface, Ink::SurfaceRaised, Ink::CardFill, Ink::TierBand] {
            for ink in [Ink::Text, Ink::TextMuted, Ink::TextStrong, Ink::Accent, Ink::CardBorder, Ink::Line] {
                assert_contrast("contrast", palette, ink, ground, 10.0);
            }
        }
    }
}
