//! Our own line icons, drawn on a grid of 24 by 24 and scaled into any rectangle.

mod marks;
mod panels;
mod pen;
mod states;
mod things;

use crate::geometry::Rect;
use crate::scene::ink::Ink;
use crate::scene::prim::Prim;
use pen::Pen;

/// What an icon shows. Severities differ by shape, so that they need no color.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IconKind {
    /// A computer with BizTalk Server: messages pass through it both ways.
    BizTalkServer,
    /// A computer with SQL Server: a rack unit with a database.
    SqlServer,
    /// The master secret server: a key.
    MasterSecretServer,
    /// A load balancer: one way in, three out.
    LoadBalancer,
    /// A domain controller: a directory tree.
    DomainController,
    /// A file share: a folder.
    FileShare,
    /// A client computer: a screen.
    Client,
    /// A partner's system: a building.
    PartnerSystem,
    /// A reverse proxy: a shield with a way through.
    ReverseProxy,
    /// A firewall: bricks.
    Firewall,
    /// Shared storage: a stack of disks.
    DiskArray,
    /// A BizTalk host: a gear in a box.
    Host,
    /// A database: a cylinder.
    Database,
    /// Any computer: a tower.
    Computer,
    /// A failover cluster: two computers in one frame.
    FailoverCluster,
    /// An availability group: two linked databases.
    AvailabilityGroup,
    /// A cluster witness: an eye.
    Witness,
    /// An adapter: a plug.
    Adapter,
    /// A network: linked nodes.
    Network,
    /// Severity blocker: filled octagon with a bar.
    Blocker,
    /// Severity error: filled circle with a cross.
    Error,
    /// Severity warning: filled triangle with an exclamation mark.
    Warning,
    /// Severity advice: filled diamond with a dot and a line, like a bulb.
    Advice,
    /// Severity info: filled rounded square with an i.
    Info,
    /// An open question: outlined circle with a question mark.
    Question,
    /// Fulfilled: a check mark without a frame.
    Check,
    /// Active side: filled circle with a triangle to the right.
    Active,
    /// Passive side: outlined circle with two bars.
    Passive,
    /// A note: a sheet with a folded corner.
    Note,
    /// A tick box to fill in.
    BoxEmpty,
    /// A ticked box.
    BoxTicked,
    /// A loss that stops something: filled square with a cross.
    Stops,
    /// A loss that leaves less: circle with its lower half filled.
    Degraded,
    /// A loss after which something is back by itself: an arrow that turns back.
    FailsOver,
    /// A failure in this moment: a bolt.
    Bolt,
    /// Go on by itself: a triangle.
    Play,
    /// Wait: two bars.
    Pause,
    /// One step on: a triangle that meets a bar.
    StepOn,
    /// One step back: a bar that a triangle meets.
    StepBack,
    /// What is known about something: a card with lines.
    Details,
    /// An amount: bars that grow.
    Bars,
    /// Time: a clock.
    Clock,
    /// Inputs: sliders.
    Sliders,
}

impl IconKind {
    /// Every icon, in declaration order.
    pub const ALL: [Self; 43] = [
        Self::BizTalkServer,
        Self::SqlServer,
        Self::MasterSecretServer,
        Self::LoadBalancer,
        Self::DomainController,
        Self::FileShare,
        Self::Client,
        Self::PartnerSystem,
        Self::ReverseProxy,
        Self::Firewall,
        Self::DiskArray,
        Self::Host,
        Self::Database,
        Self::Computer,
        Self::FailoverCluster,
        Self::AvailabilityGroup,
        Self::Witness,
        Self::Adapter,
        Self::Network,
        Self::Blocker,
        Self::Error,
        Self::Warning,
        Self::Advice,
        Self::Info,
        Self::Question,
        Self::Check,
        Self::Active,
        Self::Passive,
        Self::Note,
        Self::BoxEmpty,
        Self::BoxTicked,
        Self::Stops,
        Self::Degraded,
        Self::FailsOver,
        Self::Bolt,
        Self::Play,
        Self::Pause,
        Self::StepOn,
        Self::StepBack,
        Self::Details,
        Self::Bars,
        Self::Clock,
        Self::Sliders,
    ];
}

/// The shapes of an icon in `ink`, as large as fits and centered in `rect`. Marks on a filled icon are in
/// [`Ink::OnSeverity`].
pub fn icon(kind: IconKind, rect: Rect, ink: Ink) -> Vec<Prim> {
    let mut pen = Pen::new(rect, ink);
    match kind {
        IconKind::BizTalkServer => things::biztalk_server(&mut pen),
        IconKind::SqlServer => things::sql_server(&mut pen),
        IconKind::MasterSecretServer => things::master_secret_server(&mut pen),
        IconKind::LoadBalancer => things::load_balancer(&mut pen),
        IconKind::DomainController => things::domain_controller(&mut pen),
        IconKind::FileShare => things::file_share(&mut pen),
        IconKind::Client => things::client(&mut pen),
        IconKind::PartnerSystem => things::partner_system(&mut pen),
        IconKind::ReverseProxy => things::reverse_proxy(&mut pen),
        IconKind::Firewall => things::firewall(&mut pen),
        IconKind::DiskArray => things::disk_array(&mut pen),
        IconKind::Host => things::host(&mut pen),
        IconKind::Database => things::cylinder(&mut pen, 4.0, 3.0, 20.0, 21.0),
        IconKind::Computer => things::computer(&mut pen, 6.0, 3.0, 18.0, 21.0),
        IconKind::FailoverCluster => things::failover_cluster(&mut pen),
        IconKind::AvailabilityGroup => things::availability_group(&mut pen),
        IconKind::Witness => things::witness(&mut pen),
        IconKind::Adapter => things::adapter(&mut pen),
        IconKind::Network => things::network(&mut pen),
        IconKind::Blocker => marks::blocker(&mut pen),
        IconKind::Error => marks::error(&mut pen),
        IconKind::Warning => marks::warning(&mut pen),
        IconKind::Advice => marks::advice(&mut pen),
        IconKind::Info => marks::info(&mut pen),
        IconKind::Question => marks::question(&mut pen),
        IconKind::Check => marks::check(&mut pen),
        IconKind::Active => marks::active(&mut pen),
        IconKind::Passive => marks::passive(&mut pen),
        IconKind::Note => marks::note(&mut pen),
        IconKind::BoxEmpty => marks::tick_box(&mut pen, false),
        IconKind::BoxTicked => marks::tick_box(&mut pen, true),
        IconKind::Stops => states::stops(&mut pen),
        IconKind::Degraded => states::degraded(&mut pen),
        IconKind::FailsOver => states::fails_over(&mut pen),
        IconKind::Bolt => states::bolt(&mut pen),
        IconKind::Play => states::play(&mut pen),
        IconKind::Pause => states::pause(&mut pen),
        IconKind::StepOn => states::step_on(&mut pen),
        IconKind::StepBack => states::step_back(&mut pen),
        IconKind::Details => panels::details(&mut pen),
        IconKind::Bars => panels::bars(&mut pen),
        IconKind::Clock => panels::clock(&mut pen),
        IconKind::Sliders => panels::sliders(&mut pen),
    }
    pen.finish()
}

#[cfg(test)]
mod tests;
