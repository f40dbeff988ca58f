//! A small scene that uses every shape, for the tests of the back-ends.

use crate::geometry::{Point, Rect};
use crate::scene::{Align, Face, IconKind, Ink, Item, Prim, Scene, Stroke, icon};

/// Where the title of [`scene`] is.
pub(crate) fn title_area() -> Rect {
    Rect::from_ltrb(20.0, 10.0, 200.0, 32.0)
}

/// A tier with two computers and a connection, 320 by 200.
pub(crate) fn scene() -> Scene {
    let bounds = Rect::from_ltrb(0.0, 0.0, 320.0, 200.0);
    let band = Item::decoration(
        bounds,
        vec![
            Prim::Rect {
                rect: Rect::from_ltrb(10.0, 40.0, 310.0, 190.0),
                radius: 8.0,
                fill: Some(Ink::TierBand),
                stroke: Some(Stroke::dashed(Ink::TierBorder, 1.0, 4.0, 3.0)),
            },
            Prim::text(Point::new(20.0, 28.0), 16.0, Face::Bold, Ink::TextStrong, "Łódź & Αθήνα <Київ>"),
        ],
    );
    let mut items = vec![band];
    for (n, (left, kind)) in [(24.0, IconKind::BizTalkServer), (184.0, IconKind::SqlServer)].into_iter().enumerate() {
        items.push(computer(n + 1, left, kind));
    }
    let connection = Prim::Line {
        points: vec![
            Point::new(136.0, 100.0),
            Point::new(160.0, 100.0),
            Point::new(160.0, 110.0),
            Point::new(184.0, 110.0),
        ],
        stroke: Stroke::solid(Ink::Line, 1.5),
        arrow: true,
    };
    items.push(Item {
        id: "connection-1".into(),
        element: None,
        alt: "BTS01 uses SQL02".into(),
        bounds: Rect::from_ltrb(136.0, 95.0, 184.0, 115.0),
        prims: vec![
            connection,
            Prim::Circle { center: Point::new(160.0, 105.0), radius: 3.0, fill: Some(Ink::Accent), stroke: None },
            Prim::Link {
                rect: Rect::from_ltrb(150.0, 95.0, 170.0, 115.0),
                url: "https://example.com/a?b=1&c=2".into(),
            },
        ],
        ..Item::default()
    });
    Scene { bounds, items }
}

fn computer(number: usize, left: f32, kind: IconKind) -> Item {
    let rect = Rect::from_ltrb(left, 60.0, left + 112.0, 150.0);
    let mut prims = vec![Prim::Rect {
        rect,
        radius: 6.0,
        fill: Some(Ink::CardFill),
        stroke: Some(Stroke::solid(Ink::CardBorder, 1.0)),
    }];
    prims.extend(icon(kind, Rect::from_ltrb(left + 8.0, 68.0, left + 32.0, 92.0), Ink::RoleBizTalk));
    prims.extend(icon(IconKind::Warning, Rect::from_ltrb(left + 90.0, 66.0, left + 106.0, 82.0), Ink::Warning));
    prims.push(Prim::Text {
        baseline: Point::new(left + 56.0, 112.0),
        align: Align::Middle,
        size: 12.0,
        face: Face::Regular,
        ink: Ink::Text,
        text: format!("BTS0{number}"),
    });
    prims.push(Prim::Text {
        baseline: Point::new(left + 104.0, 136.0),
        align: Align::End,
        size: 9.0,
        face: Face::Mono,
        ink: Ink::TextMuted,
        text: "10.0.0.1".into(),
    });
    Item {
        id: format!("computer-{number}"),
        element: None,
        alt: format!("BizTalk server BTS0{number}"),
        bounds: rect,
        prims,
        ..Item::default()
    }
}
