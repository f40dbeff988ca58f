//! Fonts, colors, spacing: the look of the window, made of the same palettes as the drawings.

use std::sync::Arc;

use egui::{Color32, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, Margin, Stroke, TextStyle, Theme};

use crate::scene::{Face, Ink, Palette};

/// Space between related things, in points.
pub const GAP: f32 = 6.0;
/// Space between groups of things, in points.
pub const SECTION_GAP: f32 = 14.0;
/// Room for bars for scrolling, in points.
const BAR: i8 = 5;
/// Height of a row in lists and tables, in points.
pub const ROW_HEIGHT: f32 = 24.0;

/// The color of an ink.
pub fn color(palette: &Palette, ink: Ink) -> Color32 {
    let rgba = palette.color(ink);
    Color32::from_rgba_unmultiplied(rgba.r, rgba.g, rgba.b, rgba.a)
}

/// The family of bold text.
pub fn bold() -> FontFamily {
    FontFamily::Name("bold".into())
}

/// Bold text of a size.
pub fn bold_font(size: f32) -> FontId {
    FontId::new(size, bold())
}

/// The palette of egui's current theme, in which high contrast takes the place of dark.
pub fn palette_of(theme: Theme, high_contrast: bool) -> &'static Palette {
    match theme {
        Theme::Dark if high_contrast => Palette::contrast(),
        Theme::Dark => Palette::dark(),
        Theme::Light => Palette::light(),
    }
}

/// Installs fonts, text sizes, colors and spacing; to be called once, before the first frame.
pub fn install(ctx: &egui::Context) {
    ctx.set_fonts(fonts());
    for theme in [Theme::Light, Theme::Dark] {
        let visuals = visuals(palette_of(theme, false), theme);
        ctx.style_mut_of(theme, |style| {
            style.visuals = visuals;
            style.spacing.item_spacing = egui::vec2(8.0, GAP);
            style.spacing.button_padding = egui::vec2(8.0, 4.0);
            style.spacing.interact_size.y = ROW_HEIGHT;
            // A bar shows that there is more, also while no pointer is near.
            style.spacing.scroll.dormant_handle_opacity = 0.6;
            style.spacing.window_margin = Margin::same(14);
            style.spacing.menu_margin = Margin::same(6);
            style.text_styles = text_styles();
            style.interaction.selectable_labels = false;
        });
    }
    ctx.options_mut(|options| {
        options.quit_shortcuts.clear();
        // Ctrl with + and - zooms the canvas.
        options.zoom_with_keyboard = false;
    });
}

/// Gives egui's dark theme the colors of high contrast, or takes them back.
pub fn set_contrast(ctx: &egui::Context, high_contrast: bool) {
    let visuals = visuals(palette_of(Theme::Dark, high_contrast), Theme::Dark);
    ctx.style_mut_of(Theme::Dark, |style| style.visuals = visuals);
}

/// Keeps room for bars for scrolling beside what they scroll, whether they are there or not: they lie over no edge of a
/// field, and nothing gets narrower when they come.
pub fn scroll_beside(ui: &mut egui::Ui) {
    ui.spacing_mut().scroll.content_margin = Margin { right: BAR, ..Margin::ZERO };
}

fn text_styles() -> std::collections::BTreeMap<TextStyle, FontId> {
    [
        (TextStyle::Small, FontId::new(11.5, FontFamily::Proportional)),
        (TextStyle::Body, FontId::new(13.5, FontFamily::Proportional)),
        (TextStyle::Button, FontId::new(13.5, FontFamily::Proportional)),
        (TextStyle::Heading, FontId::new(16.0, bold())),
        (TextStyle::Monospace, FontId::new(12.5, FontFamily::Monospace)),
    ]
    .into()
}

fn fonts() -> FontDefinitions {
    let mut fonts = FontDefinitions::empty();
    let faces = [
        ("regular", Face::Regular, FontFamily::Proportional),
        ("bold", Face::Bold, bold()),
        ("mono", Face::Mono, FontFamily::Monospace),
    ];
    for (name, face, family) in faces {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(face.bytes())));
        // The other faces stand behind each for characters it lacks; only the monospaced one has arrows.
        let mut chain = vec![name.to_owned()];
        chain.extend(["regular", "mono"].into_iter().filter(|it| *it != name).map(str::to_owned));
        fonts.families.insert(family, chain);
    }
    fonts
}

fn visuals(palette: &Palette, theme: Theme) -> egui::Visuals {
    let ink = |ink| color(palette, ink);
    let mut visuals = if theme == Theme::Dark { egui::Visuals::dark() } else { egui::Visuals::light() };
    visuals.panel_fill = ink(Ink::Surface);
    visuals.window_fill = ink(Ink::SurfaceRaised);
    visuals.window_stroke = Stroke::new(1.0, ink(Ink::CardBorder));
    visuals.extreme_bg_color = ink(Ink::Background);
    visuals.faint_bg_color = ink(Ink::TierBand);
    visuals.hyperlink_color = ink(Ink::Accent);
    visuals.selection.bg_fill = ink(Ink::AccentSoft);
    visuals.selection.stroke = Stroke::new(2.0, ink(Ink::Accent));
    visuals.error_fg_color = ink(Ink::Error);
    visuals.warn_fg_color = ink(Ink::Warning);
    visuals.weak_text_color = Some(ink(Ink::TextMuted));
    let text = ink(Ink::Text);
    // What shows that a box can be ticked and a field be filled in stands out 3 to 1, as WCAG 2.2 asks for in 1.4.11.
    let control = ink(Ink::CardBorder).lerp_to_gamma(ink(Ink::Line), 0.67);
    let states = [
        (&mut visuals.widgets.noninteractive, ink(Ink::Surface), ink(Ink::LineMuted)),
        (&mut visuals.widgets.inactive, ink(Ink::SurfaceRaised), control),
        (&mut visuals.widgets.hovered, ink(Ink::AccentSoft), ink(Ink::Accent)),
        (&mut visuals.widgets.active, ink(Ink::AccentSoft), ink(Ink::Accent)),
        (&mut visuals.widgets.open, ink(Ink::AccentSoft), control),
    ];
    for (widget, fill, outline) in states {
        widget.bg_fill = fill;
        widget.weak_bg_fill = fill;
        widget.bg_stroke = Stroke::new(1.0, outline);
        widget.fg_stroke = Stroke::new(1.2, text);
        widget.corner_radius = CornerRadius::same(5);
        widget.expansion = 0.0;
    }
    // What has the keyboard is active to egui: its mark is no thinner than those that we draw.
    visuals.widgets.active.bg_stroke.width = 2.0;
    visuals.window_corner_radius = CornerRadius::same(10);
    visuals.menu_corner_radius = CornerRadius::same(8);
    visuals
}
