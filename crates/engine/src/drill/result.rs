//! What a drill leaves: services lost, messages at risk, time to full service, what people have to do.

use super::data::DataLoss;
use super::time::When;
use super::timeline::ServiceState;
use crate::capacity::Interval;
use crate::dependency::{Because, ServiceKind};
use crate::model::BizTalkGroupId;
use crate::prose::capitalized;

/// What becomes of one service.
#[derive(Clone, Debug, PartialEq)]
pub struct ServiceResult {
    /// Its name.
    pub name: String,
    /// What it does.
    pub kind: ServiceKind,
    /// The state before anything failed.
    pub before: ServiceState,
    /// The worst state on the way.
    pub worst: ServiceState,
    /// The state in the end, before people act.
    pub last: ServiceState,
    /// Why, in words; empty when it simply works.
    pub reasons: Vec<String>,
}

/// When full service is back.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// It was never away.
    NeverAway,
    /// Nothing was away that worked before; but something did not work before either.
    NothingTaken,
    /// By itself at this time.
    ByItself(When),
    /// By itself under the lenient reading of the restart trap; by hand under the strict one.
    Band(When),
    /// Only after people have acted.
    ByHand,
}

impl Answer {
    /// Whether the failure took no service away, not even for a while.
    pub fn took_nothing(&self) -> bool {
        matches!(self, Self::NeverAway | Self::NothingTaken)
    }

    /// The words a person reads.
    pub fn label(&self) -> String {
        match self {
            Self::NeverAway => "No service was away".to_owned(),
            Self::NothingTaken => "No service was away that works before".to_owned(),
            Self::ByItself(when) => format!("By itself {}", when.said()),
            Self::Band(when) => {
                let when = capitalized(&when.said());
                format!("{when} if host instances keep trying; otherwise only when a person starts them")
            }
            Self::ByHand => "Only after people have acted".to_owned(),
        }
    }
}

/// Something a person has to do.
#[derive(Clone, Debug, PartialEq)]
pub struct OperatorStep {
    /// What to do.
    pub text: String,
    /// Which rule or document says so.
    pub because: Because,
    /// Whether it is needed only under the strict reading of the restart trap.
    pub only_strict: bool,
}

/// What a BizTalk group can still take.
#[derive(Clone, Debug, PartialEq)]
pub struct CapacityLeft {
    /// The BizTalk group; `None` when none is drawn.
    pub biztalk_group: Option<BizTalkGroupId>,
    /// Its name; `None` where the design has one BizTalk group only.
    pub name: Option<String>,
    /// Messages per second that what is left sustains, zero when services that messages need have stopped; `None` when
    /// nothing can be estimated.
    pub left: Option<Interval>,
    /// Why no message passes any more; `None` while messages pass.
    pub none_left: Option<String>,
    /// The rate in normal operation; `None` when nothing can be estimated.
    pub normal: Option<Interval>,
    /// Stated peak load over what is left; `None` = peak load not stated, or nothing passes.
    pub load_share: Option<f64>,
}

impl CapacityLeft {
    /// `Capacity left`, with the BizTalk group where there are several.
    pub fn title(&self) -> String {
        self.name.as_ref().map_or_else(|| "Capacity left".to_owned(), |name| format!("Capacity left in {name}"))
    }

    /// The share of the normal rate that is left, to put those that lost most first.
    pub(super) fn share_left(&self) -> f64 {
        let normal = self.normal.as_ref().map_or(0.0, |it| it.p50);
        match &self.left {
            _ if self.none_left.is_some() => 0.0,
            Some(left) if normal > 0.0 => left.p50 / normal,
            _ => 1.0,
        }
    }
}

/// What a drill leaves.
#[derive(Clone, Debug, PartialEq)]
pub struct ResultCard {
    /// Every service.
    pub services: Vec<ServiceResult>,
    /// When full service is back.
    pub full_service: Answer,
    /// What happens to messages, in words.
    pub messages: Vec<String>,
    /// Which data is lost or may be; the words about messages say so too.
    pub lost_data: Vec<DataLoss>,
    /// What people have to do, in order.
    pub steps: Vec<OperatorStep>,
    /// What each BizTalk group can still take, the one that lost most first; at least one, but none where a drill was only
    /// [played](super::play).
    pub capacity: Vec<CapacityLeft>,
}

impl ServiceResult {
    /// Whether it did not work before anything failed.
    pub fn never_works(&self) -> bool {
        self.before == ServiceState::Stopped
    }
}

impl ResultCard {
    /// Services that did not work before anything failed, and do not work after it.
    pub fn never(&self) -> impl Iterator<Item = &ServiceResult> {
        self.services.iter().filter(|it| it.never_works())
    }

    /// Services that stop and stay stopped.
    pub fn lost(&self) -> impl Iterator<Item = &ServiceResult> {
        self.services.iter().filter(|it| it.last == ServiceState::Stopped && !it.never_works())
    }

    /// Services that work with less in the end.
    pub fn degraded(&self) -> impl Iterator<Item = &ServiceResult> {
        self.services.iter().filter(|it| it.last == ServiceState::Degraded)
    }

    /// Services that were away and are back.
    pub fn interrupted(&self) -> impl Iterator<Item = &ServiceResult> {
        self.services.iter().filter(|it| it.worst >= ServiceState::Interrupted && it.last < ServiceState::Stopped)
    }
}
