//! Which versions go together, and fixes that move towards ones that are supported.

use std::collections::BTreeMap;

use crate::edit::{Edit, EditCommand, Record};
use crate::lifecycle::{CumulativeUpdate, LastVersion, Support, Version};
use crate::model::{
    Adapter, BizTalkRelease, Computer, Environment, Feature, Role, SqlInstance, SqlRelease, WindowsVersion,
};
use crate::prose;
use crate::rules::RuleContext;
use crate::rules::sql::{is_supported, version};

/// Roles that need an operating system which the release of BizTalk Server supports.
const CONCERNED: [Role; 3] = [Role::BizTalkRuntime, Role::EntSso, Role::AdminTools];

/// What BizTalk Server 2020 no longer contains (`inst/whats-new-in-biztalk-server-2020`).
pub(super) const REMOVED_ADAPTERS: [Adapter; 1] = [Adapter::SqlLegacy];
/// Features that BizTalk Server 2020 no longer contains.
pub(super) const REMOVED_FEATURES: [Feature; 2] = [Feature::AcsAuthentication, Feature::OfficeWebComponents];

/// Whether what a computer is for needs an operating system that BizTalk Server supports.
pub(crate) fn is_concerned(computer: &Computer) -> bool {
    CONCERNED.iter().any(|it| computer.roles.contains(it))
}

/// Whether a release supports an operating system (`inst/hardware-and-software-requirements-*`). `None` where it depends
/// on a cumulative update that is not entered.
pub(crate) fn supports(environment: &Environment, os: WindowsVersion) -> Option<bool> {
    use WindowsVersion as W;
    let release = environment.biztalk_release;
    if let Some(update) = CumulativeUpdate::adding(Version::Windows(os), release) {
        return environment.biztalk_cumulative_update.map(|it| it >= update.number);
    }
    let supported: &[WindowsVersion] = match release {
        BizTalkRelease::V2020 => &[W::Server2016, W::Server2019, W::Windows10],
        BizTalkRelease::V2016 => &[W::Server2012R2, W::Server2016, W::Windows81, W::Windows10],
        BizTalkRelease::V2013R2 => &[W::Server2012, W::Server2012R2, W::Windows7Sp1, W::Windows81],
        BizTalkRelease::V2013 => &[W::Server2008R2Sp1, W::Server2012, W::Windows7Sp1, W::Windows8],
    };
    Some(supported.contains(&os))
}

/// Whether a computer has an operating system that the release does not support, and would need another one.
pub(in crate::rules) fn needs_other_windows(context: &RuleContext<'_>, computer: &Computer) -> bool {
    let is_fixed = computer.ag_os_prerequisite == Some(false);
    let os = computer.os.filter(|_| is_concerned(computer) && !is_fixed);
    os.is_some_and(|it| supports(&context.document.environment, it) == Some(false))
}

/// The latest Windows Server that BizTalk Server supports as it is updated, and that is supported itself.
pub(in crate::rules) fn windows_to_install(
    context: &RuleContext<'_>,
    environment: &Environment,
) -> Option<WindowsVersion> {
    let is_server = |os: &WindowsVersion| os.label().starts_with("Windows Server");
    let fits = |os: &WindowsVersion| supports(environment, *os) == Some(true);
    let supported = |os: &WindowsVersion| !context.is_out_of_support(Version::Windows(*os));
    WindowsVersion::ALL.iter().copied().filter(is_server).filter(fits).filter(supported).max()
}

/// A SQL instance with the latest release that BizTalk Server supports as it is updated, and that is supported itself.
pub(in crate::rules) fn sql_to_install(
    context: &RuleContext<'_>,
    environment: &Environment,
    sql: &SqlInstance,
) -> Option<SqlInstance> {
    let installed = |release: SqlRelease| SqlInstance {
        release,
        service_pack: if release == SqlRelease::V2016 { 3 } else { 0 },
        cumulative_update: 0,
        without_updates: false,
        ..sql.clone()
    };
    let all = SqlRelease::ALL.iter().rev().copied();
    let supported = all.filter(|it| !context.is_out_of_support(Version::Sql(*it))).map(installed);
    supported.into_iter().find(|it| is_supported(environment, it) == Some(true))
}

/// Installs the cumulative update with which BizTalk Server supports a version.
pub(in crate::rules) fn install_update(context: &RuleContext<'_>, version: Version) -> Option<Edit> {
    let environment = &context.document.environment;
    let update = CumulativeUpdate::adding(version, environment.biztalk_release)?;
    if context.is_out_of_support(Version::BizTalk(update.release)) {
        return None;
    }
    let updated = Environment { biztalk_cumulative_update: Some(update.number), ..environment.clone() };
    let label = format!("Install {} of {}", update.label(), update.release.label());
    Some(Edit::one(label, EditCommand::SetEnvironment(updated)))
}

/// Moves to the last version of BizTalk Server with its latest update, and what does not go with that, is out of support
/// or is of a version that has to go, to the latest versions that do. `None` where nothing would change, where what that
/// version no longer contains is in use, or where its support has ended.
pub(in crate::rules) fn move_to_last_version(context: &RuleContext<'_>, leaving: Option<Version>) -> Option<Edit> {
    let last = LastVersion::of_biztalk()?;
    let update = CumulativeUpdate::latest(last.release)?;
    if uses_what_is_removed(context) || context.is_out_of_support(Version::BizTalk(last.release)) {
        return None;
    }
    let old = &context.document.environment;
    let stated = old.biztalk_cumulative_update.filter(|_| old.biztalk_release == last.release);
    let environment = Environment {
        biztalk_release: last.release,
        biztalk_cumulative_update: Some(stated.map_or(update.number, |it| it.max(update.number))),
        ..old.clone()
    };
    let mut upgrade = Upgrade { context, leaving, environment, commands: Vec::new(), steps: Vec::new() };
    if upgrade.environment != *old {
        upgrade.steps.push(format!("{} with {}", last.release.label(), update.label()));
        upgrade.commands.push(EditCommand::SetEnvironment(upgrade.environment.clone()));
    }
    upgrade.install_windows()?;
    upgrade.change_sql()?;
    let label = format!("Upgrade to {}", prose::list(&upgrade.steps));
    (!upgrade.commands.is_empty()).then(|| Edit::new(label, upgrade.commands))
}

/// An upgrade under construction.
struct Upgrade<'c, 'a> {
    context: &'c RuleContext<'a>,
    /// A version that has to go although it is still supported.
    leaving: Option<Version>,
    /// The environment as it will be.
    environment: Environment,
    commands: Vec<EditCommand>,
    steps: Vec<String>,
}

impl Upgrade<'_, '_> {
    fn has_to_go(&self, version: Version) -> bool {
        self.leaving == Some(version) || self.context.is_out_of_support(version)
    }

    /// Installs the latest Windows Server where the present system has to go or does not fit.
    fn install_windows(&mut self) -> Option<()> {
        let windows = windows_to_install(self.context, &self.environment)?;
        let mut names = Vec::new();
        for (id, computer) in &self.context.document.computers {
            let Some(os) = computer.os else { continue };
            let fits = !is_concerned(computer) || supports(&self.environment, os) == Some(true);
            if fits && !self.has_to_go(Version::Windows(os)) {
                continue;
            }
            names.push(computer.name.clone());
            let changed = Computer { os: Some(windows), ..computer.clone() };
            self.commands.push(EditCommand::Put(Record::Computer(*id, changed)));
        }
        if !names.is_empty() {
            self.steps.push(format!("{} on {}", windows.label(), prose::list(&names)));
        }
        Some(())
    }

    /// Installs the latest SQL Server where the present release has to go or does not fit.
    fn change_sql(&mut self) -> Option<()> {
        let mut installed: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (id, sql) in &self.context.document.sql_instances {
            let fits = is_supported(&self.environment, sql) != Some(false);
            if fits && !self.has_to_go(Version::Sql(sql.release)) {
                continue;
            }
            let changed = sql_to_install(self.context, &self.environment, sql)?;
            installed.entry(version(&changed)).or_default().push(sql.name.clone());
            self.commands.push(EditCommand::Put(Record::SqlInstance(*id, changed)));
        }
        self.steps.extend(installed.iter().map(|(version, names)| format!("{version} on {}", prose::list(names))));
        Some(())
    }
}

fn uses_what_is_removed(context: &RuleContext<'_>) -> bool {
    let is_removed = |it: &Adapter| REMOVED_ADAPTERS.contains(it);
    context.document.handlers.values().any(|it| is_removed(&it.adapter))
        || REMOVED_FEATURES.iter().any(|it| context.uses(*it))
}

/// Whether the support of one version lasts longer than that of another.
pub(super) fn lasts_longer(version: Version, than: Version) -> bool {
    let end = |it: Version| Support::of(it).map(|it| it.extended);
    end(version) > end(than)
}
