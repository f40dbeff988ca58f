//! How long the versions in use are supported, judged on the day of the analysis.

use std::collections::BTreeMap;

use super::upgrades::{lasts_longer, move_to_last_version, sql_to_install, windows_to_install};
use crate::edit::{Edit, EditCommand, Record};
use crate::lifecycle::{Phase, Support, Version};
use crate::model::{Computer, Element, Role, SqlRelease, WindowsVersion};
use crate::rules::value::{elements, label, text};
use crate::rules::{FindingBuilder, Report, RuleContext, Value};

/// A version in use with what has it.
#[derive(Clone, Debug)]
pub struct InUse {
    /// The version.
    pub version: Version,
    /// What a finding is about; the environment stands first for BizTalk Server.
    elements: Vec<Element>,
    /// The computers or SQL instances that have it.
    pub used_by: Vec<Element>,
}

/// The versions of BizTalk Server, SQL Server and Windows in use.
pub fn versions_in_use(context: &RuleContext<'_>) -> Vec<InUse> {
    let document = context.document;
    let mut found = Vec::new();
    let servers: Vec<Element> = context.computers_with(Role::BizTalkRuntime).map(Element::from).collect();
    if !servers.is_empty() {
        let elements = [Element::Environment].into_iter().chain(servers.iter().copied()).collect();
        let version = Version::BizTalk(document.environment.biztalk_release);
        found.push(InUse { version, elements, used_by: servers });
    }
    let mut others: BTreeMap<Version, Vec<Element>> = BTreeMap::new();
    for (id, sql) in &document.sql_instances {
        others.entry(Version::Sql(sql.release)).or_default().push((*id).into());
    }
    for (id, computer) in &document.computers {
        if let Some(os) = computer.os {
            others.entry(Version::Windows(os)).or_default().push((*id).into());
        }
    }
    found.extend(others.into_iter().map(|(version, used_by)| InUse { version, elements: used_by.clone(), used_by }));
    found
}

/// The versions in use with what is left of their support; `None` without dates. Says why there is nothing to look at.
fn judged(context: &RuleContext<'_>, report: &mut Report) -> Vec<(InUse, Option<(&'static Support, Phase)>)> {
    let Some(today) = context.today else {
        report.idle("no-day");
        return Vec::new();
    };
    let all = versions_in_use(context);
    if all.is_empty() {
        report.idle("no-version");
    }
    let judge = |it: InUse| {
        let support = Support::of(it.version).map(|support| (support, support.phase(today)));
        (it, support)
    };
    all.into_iter().map(judge).collect()
}

fn value_of(version: Version) -> Value {
    match version {
        Version::BizTalk(it) => label(it),
        Version::Sql(it) => label(it),
        Version::Windows(it) => label(it),
    }
}

fn tell<'r>(report: &'r mut Report, used: &InUse, support: Option<&Support>) -> FindingBuilder<'r> {
    let day = |day: fn(&Support) -> crate::calendar::Day| support.map(|it| text(day(it).to_string()));
    report
        .finding(used.elements.iter().copied())
        .with("version", value_of(used.version))
        .with("used-by", elements(used.used_by.iter().copied()))
        .with("mainstream", day(|it| it.mainstream))
        .with("extended", day(|it| it.extended))
}

/// VER-008: one finding per version in use whose extended support has ended.
pub(super) fn versions_are_supported(context: &RuleContext<'_>, report: &mut Report) {
    for (used, support) in judged(context, report) {
        if let Some((support, Phase::Ended)) = support {
            tell(report, &used, Some(support)).fix(leave(context, used.version));
        }
    }
}

/// VER-009: one finding per version in use whose extended support ends within two years.
pub(super) fn support_lasts(context: &RuleContext<'_>, report: &mut Report) {
    for (used, support) in judged(context, report) {
        if let Some((support, Phase::Ending)) = support {
            tell(report, &used, Some(support)).fix(leave(context, used.version));
        }
    }
}

/// VER-010: one finding per other version in use, with its dates.
pub(super) fn support_is_known(context: &RuleContext<'_>, report: &mut Report) {
    for (used, support) in judged(context, report) {
        let case = match support.map(|(_, phase)| phase) {
            Some(Phase::Mainstream) => "mainstream",
            Some(Phase::Extended) => "extended",
            None => "unknown",
            Some(Phase::Ending | Phase::Ended) => continue,
        };
        tell(report, &used, support.map(|(it, _)| it)).case(case);
    }
}

/// Moves away from a version: to one that lasts longer and goes with BizTalk Server as it is, else to the last version
/// of BizTalk Server and what goes with that.
fn leave(context: &RuleContext<'_>, version: Version) -> Option<Edit> {
    let others = match version {
        Version::BizTalk(_) => None,
        Version::Sql(release) => leave_sql(context, release),
        Version::Windows(os) => leave_windows(context, os),
    };
    let is_last =
        || crate::lifecycle::LastVersion::of_biztalk().is_some_and(|it| version == Version::BizTalk(it.release));
    others.or_else(|| (!is_last()).then(|| move_to_last_version(context, Some(version))).flatten())
}

fn leave_windows(context: &RuleContext<'_>, old: WindowsVersion) -> Option<Edit> {
    let new = windows_to_install(context, &context.document.environment)?;
    if !lasts_longer(Version::Windows(new), Version::Windows(old)) {
        return None;
    }
    let concerned = context.document.computers.iter().filter(|(_, it)| it.os == Some(old));
    let changed = concerned.clone().map(|(id, it)| Record::Computer(*id, Computer { os: Some(new), ..it.clone() }));
    let names = context.names(concerned.map(|(id, _)| *id));
    Some(Edit::new(format!("Install {} on {names}", new.label()), changed.map(EditCommand::Put).collect()))
}

fn leave_sql(context: &RuleContext<'_>, old: SqlRelease) -> Option<Edit> {
    let concerned: Vec<_> = context.sql_instances().filter(|(_, it)| it.release == old).collect();
    let mut commands = Vec::new();
    let mut label = None;
    for (id, sql) in &concerned {
        let new = sql_to_install(context, &context.document.environment, sql)?;
        if !lasts_longer(Version::Sql(new.release), Version::Sql(old)) {
            return None;
        }
        label = Some(crate::rules::sql::version(&new));
        commands.push(EditCommand::Put(Record::SqlInstance(*id, new)));
    }
    let names = context.names(concerned.iter().map(|(id, _)| *id));
    Some(Edit::new(format!("Change {names} to {}", label?), commands))
}

#[cfg(test)]
mod tests {
    use crate::testing::rules::{check_fix, check_rule, check_says, findings_of, reason_of};

    const SERVER: &str = "computer A biztalk\n";

    #[test]
    fn ver_008_says_whose_support_has_ended() {
        let sql = "#day 2026-11-28\ncomputer A biztalk\ncomputer N os=Server2019\nsql ONE on N\nattr ONE release=V2016 service_pack=3";
        check_rule("VER-008", &format!("{sql} #! VER-008"));
        check_fix("VER-008", sql);
        check_says(
            "VER-008",
            sql,
            &["Extended support of SQL Server 2016 on ONE ended on 2026-07-14 | End of mainstream support: 2021-07-13"],
        );
        assert_eq!(findings_of("VER-008", sql)[0].fixes[0].label, "Change ONE to SQL Server 2019");
        check_rule("VER-008", &sql.replace("2026-11-28", "2026-07-14"));
        let windows = "#day 2026-11-28\ncomputer A os=Server2012R2 #! VER-008\ncomputer B os=Server2012R2\ncomputer C";
        check_rule("VER-008", windows);
        check_fix("VER-008", windows);
        let label = &findings_of("VER-008", windows)[0].fixes[0].label;
        assert_eq!(label, "Install Windows Server 2019 on A and B");
        check_rule("VER-008", "#day 2026-11-28\ncomputer A biztalk");
    }

    #[test]
    fn ver_008_moves_an_old_biztalk_server_to_the_last_version_with_what_goes_with_it() {
        let old = "#day 2026-11-28
            environment biztalk_release=V2013R2 #! VER-008
            computer A biztalk os=Server2012R2 #! VER-008
            computer N os=Server2019
            sql ONE on N release=V2014 #! VER-008
            databases ONE management";
        check_rule("VER-008", old);
        check_fix("VER-008", old);
        let label = &findings_of("VER-008", old)[0].fixes[0].label;
        assert_eq!(
            label,
            "Upgrade to BizTalk Server 2020 with CU6 (KB5043408), Windows Server 2022 on A and SQL Server 2022 on ONE"
        );
        let removed = format!("{old}\nfeature office-web-components");
        assert!(findings_of("VER-008", &removed)[0].fixes.is_empty(), "BizTalk Server 2020 does not contain it");
    }

    #[test]
    fn ver_009_warns_two_years_before() {
        let near = "#day 2026-11-28\ncomputer A biztalk os=Server2016 #! VER-009";
        check_rule("VER-009", near);
        check_fix("VER-009", near);
        check_says(
            "VER-009",
            near,
            &[
                "Extended support of Windows Server 2016 on A ends on 2027-01-12 | End of mainstream support: 2022-01-11",
            ],
        );
        check_rule("VER-009", "#day 2026-11-28\ncomputer A biztalk");
        let later = "#day 2027-06-01\ncomputer A biztalk #! VER-009";
        check_rule("VER-009", later);
        check_fix("VER-009", later);
        let label = &findings_of("VER-009", later)[0].fixes[0].label;
        assert_eq!(label, "Upgrade to BizTalk Server 2020 with CU6 (KB5043408) and Windows Server 2022 on A");
        let last =
            "#day 2029-06-01\nenvironment biztalk_cumulative_update=6 #! VER-009\ncomputer A biztalk os=Server2022";
        check_rule("VER-009", last);
        assert!(findings_of("VER-009", last)[0].fixes.is_empty(), "there is no later version");
    }

    #[test]
    fn ver_010_tells_the_dates_of_what_is_supported_and_says_what_it_does_not_know() {
        let text =
            format!("#day 2026-11-28\nenvironment production=true #! VER-010\n{SERVER}attr A os=Server2022 #! VER-010");
        check_rule("VER-010", &text);
        check_says(
            "VER-010",
            &text,
            &[
                "BizTalk Server 2020 on A is in mainstream support until 2028-04-11, in extended support until \
                 2030-04-09",
                "Windows Server 2022 on A is in extended support until 2031-10-14: security updates only",
            ],
        );
        check_says(
            "VER-010",
            "#day 2026-11-28\ncomputer A os=Windows10",
            &["How long Windows 10 on A is supported is not known here"],
        );
        check_rule("VER-010", "#day 2030-11-28\ncomputer A biztalk");
    }

    #[test]
    fn support_is_judged_on_a_day_only() {
        for id in ["VER-008", "VER-009", "VER-010"] {
            let why = reason_of(id, "computer A biztalk os=Server2012R2");
            assert_eq!(why.as_deref(), Some("no day is given on which support is judged"));
            let why = reason_of(id, "#day 2026-11-28\nenvironment production=true");
            assert_eq!(why.as_deref(), Some("no version of BizTalk Server, SQL Server or Windows is in use"));
        }
    }
}
