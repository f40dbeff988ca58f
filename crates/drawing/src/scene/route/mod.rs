//! Connections: which blocks of the drawing need which, bundled into trunks and led through the gutters between tiers.

mod channels;
mod lanes;
mod links;
mod marks;
mod paths;
mod ports;
mod ranges;

use std::collections::BTreeSet;

use crate::geometry::{Point, Rect};
use crate::model::{Element, TierId};
use crate::scene::layout::grid::Grid;
use crate::scene::{Ink, Stroke};

pub(crate) use lanes::assign;
pub(crate) use links::links;
pub(crate) use marks::{carriers, firewall_spots};
pub(crate) use paths::{Sheet, draw};
pub(crate) use ports::{Bridge, Router, Stretch};

/// What flows along a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ConnectionKind {
    /// Messages from clients and partners, and to them.
    Messages,
    /// BizTalk Server uses its databases.
    Databases,
    /// BizTalk Server gets the master secret.
    MasterSecret,
    /// Log backups travel to the disaster-recovery site.
    LogShipping,
}

impl ConnectionKind {
    /// Every kind, in reading order.
    pub const ALL: [Self; 4] = [Self::Messages, Self::Databases, Self::MasterSecret, Self::LogShipping];

    /// The word beside an arrow.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Messages => "",
            Self::Databases => "databases",
            Self::MasterSecret => "master secret",
            Self::LogShipping => "log shipping",
        }
    }

    /// How it is drawn; `None` is the shared part of several kinds.
    pub const fn stroke(kind: Option<Self>) -> Stroke {
        match kind {
            None => Stroke::solid(Ink::Line, 1.6),
            // Thinner than databases, so that both are told apart without colors.
            Some(Self::Messages) => Stroke::solid(Ink::RoleExternal, 1.0),
            Some(Self::Databases) => Stroke::solid(Ink::RoleSql, 1.6),
            Some(Self::MasterSecret) => Stroke::dashed(Ink::RoleSso, 1.6, 2.5, 2.5),
            Some(Self::LogShipping) => Stroke::dashed(Ink::RoleInfrastructure, 1.6, 7.0, 4.0),
        }
    }

    /// The words of the legend.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Messages => "Messages",
            Self::Databases => "BizTalk databases",
            Self::MasterSecret => "Master secret",
            Self::LogShipping => "Log shipping",
        }
    }
}

/// A tier on the floor plan: x is final, y is relative to the tier.
pub(crate) struct Lot<'a> {
    pub(crate) grid: &'a Grid,
    pub(crate) row: usize,
    pub(crate) left: f32,
}

impl Lot<'_> {
    fn right(&self) -> f32 {
        self.left + self.grid.width
    }
}

/// A thing that a connection starts from or ends at: a card, a box, or a tier.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Block {
    /// Position of its tier among the lots.
    pub(crate) lot: usize,
    pub(crate) element: Element,
    pub(crate) left: f32,
    pub(crate) right: f32,
    /// Upper and lower edge in the tier.
    pub(crate) top: f32,
    pub(crate) bottom: f32,
}

impl Block {
    /// A whole tier.
    pub(crate) fn tier(lot: usize, it: &Lot<'_>) -> Self {
        let (left, right, bottom) = (it.left, it.right(), it.grid.height);
        Self { lot, element: Element::Tier(it.grid.tier), left, right, top: 0.0, bottom }
    }

    /// Tells blocks apart; parts of one failover cluster differ by place.
    pub(crate) fn key(&self) -> (usize, Element, i32, i32) {
        (self.lot, self.element, self.left as i32, self.top as i32)
    }

    fn center(&self) -> f32 {
        f32::midpoint(self.left, self.right)
    }
}

/// A block at the receiving end, what for, and in which words.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    pub(crate) block: Block,
    pub(crate) kinds: BTreeSet<ConnectionKind>,
    pub(crate) words: String,
}

/// Where a line meets a block.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Touch {
    pub(crate) element: Element,
    pub(crate) tier: TierId,
    /// Whether the line ends there in an arrow head.
    pub(crate) arrow: bool,
}

/// A drawn connection in a trunk, with the elements of the blocks at its ends.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Wire {
    pub(crate) connection: Element,
    pub(crate) from: Vec<Element>,
    pub(crate) to: Vec<Element>,
}

/// A bundle of connections that run together.
#[derive(Clone, Debug)]
pub(crate) struct Trunk {
    pub(crate) from: Vec<Block>,
    pub(crate) to: Vec<Target>,
    /// The drawn connections in it.
    pub(crate) wires: Vec<Wire>,
}

impl Trunk {
    /// Which blocks a line leads from, and to which targets. What stands in one tier is together as it is: a line that nobody
    /// has drawn never leads from a tier back into it.
    fn parts(&self) -> Vec<(Vec<&Block>, Vec<&Target>)> {
        let mut parts: Vec<(Vec<&Block>, Vec<&Target>)> = Vec::new();
        for target in &self.to {
            let is_source = |it: &&Block| !self.wires.is_empty() || it.lot != target.block.lot;
            let from: Vec<&Block> = self.from.iter().filter(is_source).collect();
            match parts.iter_mut().find(|it| it.0 == from) {
                Some((_, targets)) => targets.push(target),
                None => parts.push((from, vec![target])),
            }
        }
        parts
    }
}

/// A polyline of a routed trunk.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Path {
    pub(crate) points: Vec<Point>,
    /// None is the shared part of a trunk that carries several kinds.
    pub(crate) kind: Option<ConnectionKind>,
    pub(crate) arrow: bool,
    /// The blocks it meets.
    pub(crate) touches: Vec<Touch>,
    /// Where a mark on it stands.
    pub(crate) spot: Point,
}

/// A trunk with its places on the sheet.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Routed {
    pub(crate) paths: Vec<Path>,
    /// Where lines of the same trunk meet.
    pub(crate) joints: Vec<(Point, Option<ConnectionKind>)>,
    pub(crate) labels: Vec<(Rect, String, ConnectionKind)>,
    pub(crate) wires: Vec<Wire>,
    pub(crate) kinds: BTreeSet<ConnectionKind>,
    /// Names of both ends, for readers who do not see the drawing.
    pub(crate) from: Vec<Element>,
    pub(crate) to: Vec<Element>,
}
