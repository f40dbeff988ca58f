//! The Windows domain of the disaster-recovery site.

use std::collections::BTreeSet;

use super::sites;
use crate::edit::{Edit, EditCommand, Record};
use crate::model::{Computer, ComputerId, SiteId, SiteKind, Takeover};
use crate::rules::value::{text, texts};
use crate::rules::{Attribute, Report, RuleContext};

/// DR-025: one finding per disaster-recovery site with computers that would take over databases or a BizTalk group of
/// another domain.
pub(super) fn recovery_stays_in_the_domain(context: &RuleContext<'_>, report: &mut Report) {
    if sites(context).next().is_none() {
        return report.idle("no-disaster-recovery-site");
    }
    let takeovers = context.document.takeovers();
    if takeovers.is_empty() {
        return report.idle("no-log-shipping");
    }
    let mut strangers: BTreeSet<ComputerId> = takeovers.iter().flat_map(|it| &it.by).copied().collect();
    strangers.retain(|id| is_stranger(context, report, *id, &takeovers));
    for site in sites(context) {
        let here = |id: &ComputerId| context.document.site_of(*id) == Some(site);
        let computers: Vec<ComputerId> = strangers.iter().copied().filter(here).collect();
        let concerned = takeovers.iter().filter(|it| computers.iter().any(|id| it.by.contains(id)));
        let production: BTreeSet<ComputerId> = concerned.flat_map(|it| &it.from).copied().collect();
        if !computers.is_empty() {
            tell(context, report, site, &computers, &production);
        }
    }
}

/// Whether a computer stands in a disaster-recovery site.
pub(super) fn is_at_recovery_site(context: &RuleContext<'_>, id: ComputerId) -> bool {
    context.document.site_kind_of(id) == Some(SiteKind::DisasterRecovery)
}

/// Whether a computer is in none of the domains of those from which it takes over. Asks where a domain is not stated.
fn is_stranger(context: &RuleContext<'_>, report: &mut Report, id: ComputerId, takeovers: &[Takeover]) -> bool {
    let document = context.document;
    let own = document.takes_over_in_its_domain(id, takeovers);
    if own.is_none() && document.domain_of(id).is_none() {
        report.ask(id, Attribute::Domain);
    } else if own.is_none() {
        for it in takeovers.iter().filter(|it| it.by.contains(&id)).flat_map(|it| &it.from) {
            report.ask(*it, Attribute::Domain);
        }
    }
    own == Some(false)
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
