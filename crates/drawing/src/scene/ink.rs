//! Color tokens: what a color means, never which color it is; the palettes say that.

use serde::{Deserialize, Serialize};

macro_rules! inks {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        /// A color by its meaning. A [`Palette`](crate::scene::palette::Palette) turns it into red, green and blue.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Ink {
            $($(#[$doc])* $name,)*
        }

        impl Ink {
            /// Every token, in declaration order.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];
        }
    };
}

inks! {
    /// The sheet behind everything.
    Background,
    /// Panels and the page.
    Surface,
    /// Menus, pop-ups and anything above a panel.
    SurfaceRaised,
    /// Faint alignment grid.
    Grid,
    /// Soft shadow below raised things.
    Shadow,
    /// Fill of a tier.
    TierBand,
    /// Fill of every second tier.
    TierBandAlternate,
    /// Border of a tier.
    TierBorder,
    /// Name of a tier.
    TierTitle,
    /// Body of a computer.
    CardFill,
    /// Border of a computer.
    CardBorder,
    /// Names and headings.
    TextStrong,
    /// Ordinary text.
    Text,
    /// Secondary text.
    TextMuted,
    /// Selection, links and primary buttons.
    Accent,
    /// Tint of the accent behind text.
    AccentSoft,
    /// Text on `Accent`.
    OnAccent,
    /// A connection.
    Line,
    /// A connection in the background, separators.
    LineMuted,
    /// Fill of the box round a failover cluster.
    ClusterBox,
    /// Border of the box round a failover cluster.
    ClusterBorder,
    /// Name of a failover cluster.
    ClusterTitle,
    /// The active side of a pair.
    Active,
    /// The passive side of a pair.
    Passive,
    /// Severity: the design cannot be built.
    Blocker,
    /// Severity: breaks a documented requirement.
    Error,
    /// Severity: a risk somebody must judge.
    Warning,
    /// Severity: a recommendation.
    Advice,
    /// Severity: worth knowing.
    Info,
    /// Fulfilled, works.
    Ok,
    /// Tint of `Blocker` behind text.
    BlockerSoft,
    /// Tint of `Error` behind text.
    ErrorSoft,
    /// Tint of `Warning` behind text.
    WarningSoft,
    /// Tint of `Advice` behind text.
    AdviceSoft,
    /// Tint of `Info` behind text.
    InfoSoft,
    /// Tint of `Ok` behind text.
    OkSoft,
    /// Text and marks on a severity fill.
    OnSeverity,
    /// Fill of a table's header row.
    TableHeader,
    /// Fill of every second table row.
    TableZebra,
    /// Lines of a table.
    TableRule,
    /// BizTalk servers.
    RoleBizTalk,
    /// SQL Server computers.
    RoleSql,
    /// The master secret server.
    RoleSso,
    /// Load balancers.
    RoleLoadBalancer,
    /// Domain controllers, file shares, networks.
    RoleInfrastructure,
    /// Clients and partner systems.
    RoleExternal,
    /// Tint of `RoleBizTalk` behind text.
    RoleBizTalkSoft,
    /// Tint of `RoleSql` behind text.
    RoleSqlSoft,
    /// Tint of `RoleSso` behind text.
    RoleSsoSoft,
    /// Tint of `RoleLoadBalancer` behind text.
    RoleLoadBalancerSoft,
    /// Tint of `RoleInfrastructure` behind text.
    RoleInfrastructureSoft,
    /// Tint of `RoleExternal` behind text.
    RoleExternalSoft,
    /// Fill of a tier of BizTalk servers.
    TierBizTalk,
    /// Fill of a tier of SQL Server computers.
    TierSql,
    /// Fill of a tier of the master secret server.
    TierSso,
    /// Fill of a tier of load balancers.
    TierLoadBalancer,
    /// Fill of a tier of domain controllers and file shares.
    TierInfrastructure,
    /// Fill of a tier of clients and partner systems.
    TierExternal,
}
