//! The Windows domain of the disaster-recovery site.

use std::collections::{BTreeMap, BTreeSet};

use super::sites;
use crate::edit::{Edit, EditCommand, Record};
use crate::model::{BizTalkGroupId, Computer, ComputerId, Role, SiteId, SiteKind, SqlInstanceId};
use crate::rules::value::{text, texts};
use crate::rules::{Attribute, Report, RuleContext};

/// The domain of a computer without regard to capitals; `None` where it is not stated.
fn domain(context: &RuleContext<'_>, computer: ComputerId) -> Option<String> {
    let domain = context.document.computers.get(&computer)?.domain.as_deref()?.trim().to_lowercase();
    (!domain.is_empty()).then_some(domain)
}

/// DR-025: one finding per disaster-recovery site with computers that would take over databases or a BizTalk group of
/// another domain.
pub(super) fn recovery_stays_in_the_domain(context: &RuleContext<'_>, report: &mut Report) {
    if sites(context).next().is_none() {
        return report.idle("no-disaster-recovery-site");
    }
    let mut production: BTreeMap<Source, Production> = BTreeMap::new();
    let mut sources: BTreeMap<ComputerId, BTreeSet<Source>> = BTreeMap::new();
    let mut take_over = |computer: ComputerId, source: Source| {
        let from = production.entry(source).or_insert_with(|| Production::of(context, source));
        if !from.computers.is_empty() {
            sources.entry(computer).or_default().insert(source);
        }
    };
    for (from, to) in &context.document.disaster_recovery.ships_to {
        for computer in recovery_owners(context, *to) {
            take_over(computer, Source::Sql(*from));
        }
    }
    for computer in context.computers_with(Role::BizTalkRuntime).filter(|id| is_at_recovery_site(context, *id)) {
        for group in context.document.computers.get(&computer).into_iter().flat_map(|it| &it.biztalk_groups) {
            take_over(computer, Source::BizTalkGroup(*group));
        }
    }
    if sources.is_empty() {
        return report.idle("no-log-shipping");
    }
    let from = |sources: &BTreeSet<Source>| -> Vec<&Production> {
        sources.iter().filter_map(|source| production.get(source)).collect()
    };
    sources.retain(|id, sources| is_stranger(context, report, *id, &from(sources)));
    for site in sites(context) {
        let here = |id: &ComputerId| context.document.site_of(*id) == Some(site);
        let computers: Vec<ComputerId> = sources.keys().copied().filter(here).collect();
        if !computers.is_empty() {
            let of_all = computers.iter().filter_map(|id| sources.get(id)).flatten().copied().collect();
            let production = from(&of_all).into_iter().flat_map(|it| &it.computers).copied().collect();
            tell(context, report, site, &computers, &production);
        }
    }
}

/// What a computer of the disaster-recovery site takes over.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Source {
    Sql(SqlInstanceId),
    BizTalkGroup(BizTalkGroupId),
}

/// The computers on which that runs now, and the domains of those of which one is stated.
struct Production {
    computers: BTreeSet<ComputerId>,
    domains: BTreeSet<String>,
}

impl Production {
    fn of(context: &RuleContext<'_>, source: Source) -> Self {
        let computers = match source {
            Source::Sql(id) => context.sql_owners(id).iter().copied().collect(),
            Source::BizTalkGroup(id) => context.runtime_computers(id).clone(),
        };
        let domains = computers.iter().filter_map(|it| domain(context, *it)).collect();
        Self { computers, domains }
    }
}

/// Whether a computer stands in a disaster-recovery site.
pub(super) fn is_at_recovery_site(context: &RuleContext<'_>, id: ComputerId) -> bool {
    context.document.site_kind_of(id) == Some(SiteKind::DisasterRecovery)
}

fn recovery_owners(context: &RuleContext<'_>, sql: SqlInstanceId) -> Vec<ComputerId> {
    context.sql_owners(sql).iter().copied().filter(|it| is_at_recovery_site(context, *it)).collect()
}

/// Whether a computer is in none of the domains of those from which it takes over. Asks where a domain is not stated.
fn is_stranger(context: &RuleContext<'_>, report: &mut Report, id: ComputerId, production: &[&Production]) -> bool {
    let Some(own) = domain(context, id) else {
        report.ask(id, Attribute::Domain);
        return false;
    };
    if production.iter().any(|it| it.domains.contains(&own)) {
        return false;
    }
    let is_known = production.iter().any(|it| !it.domains.is_empty());
    if !is_known {
        for it in production.iter().flat_map(|it| &it.computers) {
            report.ask(*it, Attribute::Domain);
        }
    }
    is_known
}

fn tell(
    context: &RuleContext<'_>,
    report: &mut Report,
    site: SiteId,
    computers: &[ComputerId],
    production: &BTreeSet<ComputerId>,
) {
    let stated = |id: &ComputerId| context.document.computers.get(id).and_then(|it| it.domain.as_deref());
    let Some(wanted) = production.iter().find_map(stated) else { return };
    let own: BTreeSet<&str> = computers.iter().filter_map(stated).collect();
    let joined = computers.iter().filter_map(|id| {
        let computer = context.document.computers.get(id)?.clone();
        let joined = Computer { domain: Some(wanted.to_owned()), ..computer };
        Some(EditCommand::Put(Record::Computer(*id, joined)))
    });
    let names = context.names(computers.iter().copied());
    report
        .finding([site])
        .involving(computers.iter().copied())
        .with("computers", computers.to_vec())
        .with("own", texts(own))
        .with("theirs", text(wanted))
        .with("production", production)
        .fix(Edit::new(format!("Join {names} to {wanted}"), joined.collect()));
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
            let other = format!("{one}attr {name} domain=dr.example.com").replace("site DR\n", "site DR #! DR-025\n");
            check_rule("DR-025", &other);
            check_fix("DR-025", &other);
        }
        let other = format!("{one}attr D domain=dr.example.com");
        check_says(
            "DR-025",
            &other,
            &[
                "DR takes over from contoso.com, but D is in another domain | Computers there: D | Domain: dr.example.com | \
                 Takes over from: N",
            ],
        );
        check_rule("DR-025", &format!("{one}attr D domain=null #? DR-025"));
    }
}
