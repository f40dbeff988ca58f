//! How shapes and lines look in draw.io: plain text in labels, colors of the printed drawing, no pictures from the net.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use crate::export::svg::{SvgOptions, scene_svg};
use crate::geometry::Rect;
use crate::scene::blueprint::ShapeKind;
use crate::scene::{ConnectionKind, IconKind, Ink, Item, Palette, Scene, icon};

/// Side of an icon in its own picture.
const ICON: f32 = 24.0;

pub(super) fn color(ink: Ink) -> String {
    Palette::print().color(ink).hex()
}

/// A shape that shows an element.
pub(super) fn shape(kind: ShapeKind, ink: Ink) -> String {
    let (edge, card) = (color(ink), color(Ink::CardFill));
    let strong = color(Ink::TextStrong);
    let holder = "container=1;collapsible=0;recursiveResize=0;expand=0;html=0;";
    match kind {
        ShapeKind::Tier => format!(
            "swimlane;startSize=34;rounded=1;absoluteArcSize=1;arcSize=20;{holder}align=left;spacingLeft=12;fontStyle=1;fontSize=13;\
             fontColor={strong};fillColor={0};swimlaneFillColor={0};strokeColor={edge};swimlaneLine=0;",
            color(Ink::TierBand)
        ),
        ShapeKind::Box => format!(
            "rounded=1;absoluteArcSize=1;arcSize=16;{holder}dashed=1;whiteSpace=wrap;verticalAlign=top;align=left;spacingLeft=26;spacingRight=14;spacingTop=2;\
             fontStyle=1;fontSize=12;fontColor={};fillColor={};strokeColor={edge};",
            color(Ink::ClusterTitle),
            color(Ink::ClusterBox)
        ),
        ShapeKind::Card => format!(
            "rounded=1;absoluteArcSize=1;arcSize=14;{holder}whiteSpace=wrap;verticalAlign=top;align=left;spacingLeft=41;spacingTop=3;\
             fontStyle=1;fontSize=13;fontColor={strong};fillColor={card};strokeColor={edge};"
        ),
        ShapeKind::Entry => format!(
            "html=0;align=left;spacingLeft=4;verticalAlign=top;spacingTop=-2;fontSize=11;fontColor={};fillColor=none;strokeColor=none;",
            color(Ink::Text)
        ),
        ShapeKind::Storage => format!(
            "shape=cylinder3;boundedLbl=1;size=4;html=0;fontSize=10;fontColor={strong};fillColor={card};strokeColor={edge};"
        ),
        ShapeKind::Firewall => format!(
            "shape=hexagon;perimeter=hexagonPerimeter2;fixedSize=1;size=4;html=0;verticalLabelPosition=bottom;verticalAlign=top;\
             fontSize=10;fontColor={strong};fillColor={card};strokeColor={edge};"
        ),
        ShapeKind::Icon(icon) => picture(icon, ink),
        ShapeKind::Words => words(ink),
        ShapeKind::Aside => words(ink).replace("align=left", "align=right"),
    }
}

/// The same for an element in a state of a drill.
pub(super) fn in_state(kind: ShapeKind, edge: Ink, soft: Ink) -> String {
    // Words beside the name of a line stay in sight.
    let veil = if kind == ShapeKind::Entry { "fillOpacity=40;" } else { "" };
    format!("{}{veil}fillColor={};strokeColor={};", shape(kind, edge), color(soft), color(edge))
}

pub(super) fn words(ink: Ink) -> String {
    format!(
        "text;html=0;align=left;verticalAlign=middle;spacing=0;overflow=visible;fontSize=10;fontColor={};",
        color(ink)
    )
}

pub(super) fn note() -> String {
    format!(
        "rounded=0;html=0;whiteSpace=wrap;align=left;verticalAlign=top;spacing=6;fontSize=11;fontColor={};fillColor={};strokeColor={};",
        color(Ink::Text),
        color(Ink::CardFill),
        color(Ink::CardBorder)
    )
}

/// A mark that counts findings.
pub(super) fn mark(ink: Ink, soft: Ink) -> String {
    format!(
        "ellipse;html=0;fontStyle=1;fontSize=10;fontColor={0};fillColor={1};strokeColor={0};",
        color(ink),
        color(soft)
    )
}

/// A line of a kind; `None` is one that several kinds share.
pub(super) fn line(kind: Option<ConnectionKind>, arrow: bool) -> String {
    let stroke = ConnectionKind::stroke(kind);
    let dash = stroke.dash.map(|it| format!("dashed=1;dashPattern={} {};", it.on, it.off)).unwrap_or_default();
    let head = if arrow { "block" } else { "none" };
    format!(
        "edgeStyle=none;rounded=1;html=0;strokeWidth={};strokeColor={};{dash}endArrow={head};endSize=5;",
        stroke.width,
        color(stroke.ink)
    )
}

/// An icon as a picture inside the style. draw.io reads data without the word "base64".
fn picture(kind: IconKind, ink: Ink) -> String {
    let bounds = Rect::from_ltrb(0.0, 0.0, ICON, ICON);
    let scene = Scene { bounds, items: vec![Item::decoration(bounds, icon(kind, bounds.expand(-3.0), ink))] };
    let options = SvgOptions { searchable: false, ground: false, ..SvgOptions::default() };
    // Icons have no texts, so no font can be missing.
    let svg = scene_svg(&scene, Palette::print(), &options);
    format!("shape=image;html=0;imageAspect=1;editable=0;image=data:image/svg+xml,{};", BASE64.encode(svg))
}
