//! The backup of the master secret, as far as somebody has stated something of it. What nobody has stated is asked for by
//! the rows of the checklist that these rules answer.

use super::element;
use crate::edit::{Edit, EditCommand};
use crate::model::{Element, SsoSystem};
use crate::rules::value::elements;
use crate::rules::{Report, RuleContext};

/// SSO-026: one finding where it is said that the master secret is not backed up.
pub(super) fn secret_is_backed_up(context: &RuleContext<'_>, report: &mut Report) {
    let sso = &context.document.sso;
    match sso.secret_backed_up {
        Some(true) => {}
        None => report.idle("nothing-said-of-the-secret-backup"),
        Some(false) => {
            let planned = SsoSystem { secret_backed_up: Some(true), ..sso.clone() };
            find(context, report, "Plan the backup of the master secret", planned);
        }
    }
}

/// SSO-027: one finding where it is said that the backup of the master secret is not kept offline.
pub(super) fn backup_is_kept_offline(context: &RuleContext<'_>, report: &mut Report) {
    let sso = &context.document.sso;
    match (sso.secret_backed_up, sso.secret_backup_offline) {
        (Some(true), Some(true)) => {}
        (Some(true), Some(false)) => {
            let planned = SsoSystem { secret_backup_offline: Some(true), ..sso.clone() };
            find(context, report, "Keep the backup of the master secret offline", planned);
        }
        _ => report.idle("nothing-said-of-the-secret-backup"),
    }
}

fn find(context: &RuleContext<'_>, report: &mut Report, label: &str, planned: SsoSystem) {
    let servers: Vec<Element> = context.master_secret_servers().into_iter().map(element).collect();
    report
        .finding([Element::Environment])
        .with("servers", elements(servers))
        .fix(Edit::one(label, EditCommand::SetSso(planned)));
}

#[cfg(test)]
mod tests {
    use crate::testing::rules::{check_fix, check_rule, check_says};

    #[test]
    fn sso_026_fires_where_the_secret_is_said_not_to_be_backed_up() {
        let secret = "computer M\nsecret on M\nsso-system secret_backed_up";
        let none = format!("{secret}=false #! SSO-026 environment");
        check_rule("SSO-026", &none);
        check_fix("SSO-026", &none);
        check_says("SSO-026", &none, &["The master secret is not backed up | Master secret servers: M"]);
        check_rule("SSO-026", &format!("{secret}=true"));
        check_rule("SSO-026", "computer M\nsecret on M");
    }

    #[test]
    fn sso_027_fires_where_the_backup_is_said_to_lie_online() {
        let backup = "computer M\nsecret on M\nsso-system secret_backed_up=true secret_backup_offline";
        let online = format!("{backup}=false #! SSO-027 environment");
        check_rule("SSO-027", &online);
        check_fix("SSO-027", &online);
        check_rule("SSO-027", &format!("{backup}=true"));
        check_rule("SSO-027", &format!("{backup}=false").replace("backed_up=true", "backed_up=false"));
    }
}
