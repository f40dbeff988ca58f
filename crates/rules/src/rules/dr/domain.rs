//! The Windows domain of the disaster-recovery site.

use std::collections::{BTreeMap, BTreeSet};

use super::sites;
use crate::edit::{Edit, EditCommand, Record};
use crate::model::{BizTalkGroupId, Computer, ComputerId, Role, SiteKind, SqlInstanceId};
use crate::rules::value::text;
use crate::rules::{Attribute, Report, RuleContext};

/// The domain of a computer without regard to capitals; `None` where it is not stated.
fn domain(context: &RuleContext<'_>, computer: ComputerId) -> Option<String> {
    let domain = context.document.computers.get(&computer)?.domain.as_deref()?.trim().to_lowercase();
    (!domain.is_empty()).then_some(domain)
}

/// DR-025: one finding per computer of a disaster-recovery site that would take over databases or a BizTalk group of
/// another domain.
pub(super) fn recovery_stays_in_the_domain(context: &RuleContext<'_>, report: &mut Report) {
    if sites(context).next().is_none() {
        return report.idle("no-disaster-recovery-site");
    }
    let mut sources: BTreeMap<ComputerId, BTreeSet<ComputerId>> = BTreeMap::new();
    for (from, to) in &context.document.disaster_recovery.ships_to {
        for computer in recovery_owners(context, *to) {
            sources.entry(computer).or_default().extend(context.sql_owners(*from));
        }
    }
    for computer in context.computers_with(Role::BizTalkRuntime).filter(|id| is_at_recovery_site(context, *id)) {
        let groups = context.document.computers.get(&computer).map(|it| &it.biztalk_groups);
        let members = groups.into_iter().flatten().flat_map(|id| members(context, *id));
        sources.entry(computer).or_default().extend(members);
    }
    sources.retain(|_, production| !production.is_empty());
    if sources.is_empty() {
        return report.idle("no-log-shipping");
    }
    for (id, production) in sources {
        judge(context, report, id, &production);
    }
}

fn members(context: &RuleContext<'_>, group: BizTalkGroupId) -> Vec<ComputerId> {
    context.runtime_computers(group).iter().copied().collect()
}

/// Whether a computer stands in a disaster-recovery site.
pub(super) fn is_at_recovery_site(context: &RuleContext<'_>, id: ComputerId) -> bool {
    site_kind(context, id) == Some(SiteKind::DisasterRecovery)
}

/// What the site of a computer is for.
pub(super) fn site_kind(context: &RuleContext<'_>, id: ComputerId) -> Option<SiteKind> {
    let tier = context.document.computers.get(&id)?.slot.tier;
    let site = context.document.tiers.get(&tier)?.site;
    context.document.sites.get(&site).map(|it| it.kind)
}

fn recovery_owners(context: &RuleContext<'_>, sql: SqlInstanceId) -> Vec<ComputerId> {
    context.sql_owners(sql).iter().copied().filter(|it| is_at_recovery_site(context, *it)).collect()
}

fn judge(context: &RuleContext<'_>, report: &mut Report, id: ComputerId, production: &BTreeSet<ComputerId>) {
    let Some(computer) = context.document.computers.get(&id) else { return };
    let Some(own) = domain(context, id) else { return report.ask(id, Attribute::Domain) };
    let theirs: BTreeSet<String> = production.iter().filter_map(|it| domain(context, *it)).collect();
    if theirs.is_empty() {
        production.iter().for_each(|it| report.ask(*it, Attribute::Domain));
        return;
    }
    if theirs.contains(&own) {
        return;
    }
    let wanted = production.iter().find_map(|it| context.document.computers.get(it)?.domain.clone());
    let same = Computer { domain: wanted.clone(), ..computer.clone() };
    report
        .finding([id])
        .involving(production.iter().copied())
        .with("own", computer.domain.as_deref().map(text))
        .with("theirs", wanted.as_deref().map(text))
        .with("production", production)
        .fix(Edit::new(
            format!("Join {} to {}", computer.name, wanted.unwrap_or_default()),
            vec![EditCommand::Put(Record::Computer(id, same))],
        ));
}

#[cfg(test)]
mod tests {
    use crate::testing::rules::{check_fix, check_rule, check_says};

    const BOTH: &str = "
        computer N
        sql ONE on N
        databases ONE management
        computer BTS1 biztalk
        site DR
        computer D in DR
        sql COPY on D
        computer DBTS biztalk in DR
        disaster-recovery ships_to=";

    fn shipping() -> String {
        let fixture = crate::testing::fixture::Fixture::parse(&format!("{BOTH}{{}}")).unwrap();
        let id = |name: &str| {
            let key = fixture.element(name).unwrap().to_string();
            key.rsplit('-').next().unwrap().to_owned()
        };
        format!("{BOTH}{{\"{}\":{}}}\n", id("ONE"), id("COPY"))
    }

    #[test]
    fn dr_025_wants_the_recovery_site_in_the_domain_of_production() {
        let one = shipping();
        check_rule("DR-025", &one);
        for name in ["D", "DBTS"] {
            let other = format!("{one}attr {name} domain=dr.example.com #! DR-025");
            check_rule("DR-025", &other);
            check_fix("DR-025", &other);
        }
        let other = format!("{one}attr D domain=dr.example.com");
        check_says(
            "DR-025",
            &other,
            &["D is in dr.example.com, but takes over from another domain | Domain: dr.example.com | Domain of \
                 production: contoso.com | Takes over from: N"],
        );
        check_rule("DR-025", &format!("{one}attr D domain=null #? DR-025"));
    }
}
