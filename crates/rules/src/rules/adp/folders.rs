//! Folders of the File adapter.

use super::bearers_of;
use crate::adapters::Waiting;
use crate::edit::{Edit, Record};
use crate::model::{FolderKind, Handler, Host, ResourceKind};
use crate::rules::fixes::FixDraft;
use crate::rules::{Report, RuleContext};

/// ADP-024: one finding per host on several computers whose File handlers use local folders.
pub(super) fn folders_are_shared(context: &RuleContext<'_>, report: &mut Report) {
    let mut looked = false;
    for mut it in bearers_of(context, |it| it.behavior().waits == Some(Waiting::Folder)) {
        looked = true;
        let has_disk = has_clustered_disk(context, it.host);
        it.handlers.retain(|(_, handler)| match handler.folder {
            Some(FolderKind::Local) => true,
            Some(FolderKind::ClusterDisk) => !has_disk,
            Some(FolderKind::Unc) | None => false,
        });
        let servers = context.servers(it.id);
        if it.handlers.is_empty() || servers.len() < 2 {
            continue;
        }
        let is_clustered = context.document.resource_group_of_host(it.id).is_some();
        report
            .finding(it.elements())
            .case(if is_clustered { "moves" } else { "several" })
            .with("computers", servers)
            .with("handlers", it.handlers.len())
            .fix(use_shares(context, &it.host.name, &it.handlers));
    }
    if !looked {
        report.idle("no-file-handler");
    }
}

/// Whether files of a handler lie on a computer that runs it, or on a disk that moves along: shared, they would wait
/// nowhere.
pub(super) fn is_bound_to_computer(handler: &Handler) -> bool {
    handler.behavior().waits == Some(Waiting::Folder)
        && matches!(handler.folder, Some(FolderKind::Local | FolderKind::ClusterDisk))
}

/// Whether a host has a disk in its own cluster resource group.
fn has_clustered_disk(context: &RuleContext<'_>, host: &Host) -> bool {
    let group = host.clustered_in.as_ref().and_then(|it| context.resource_group(it.resource_group));
    group.is_some_and(|it| it.has(ResourceKind::PhysicalDisk))
}

/// Lets handlers use shares; `None` where a share that is drawn is not highly available (ADP-023).
fn use_shares(context: &RuleContext<'_>, host: &str, handlers: &[(crate::model::HandlerId, &Handler)]) -> Option<Edit> {
    let mut draft = FixDraft::new(context);
    for (id, handler) in handlers {
        let endpoint = handler.endpoint.and_then(|it| context.document.endpoints.get(&it));
        if endpoint.is_some_and(|it| context.document.is_highly_available(it) == Some(false)) {
            return None;
        }
        draft.put(Record::Handler(*id, Handler { folder: Some(FolderKind::Unc), ..(*handler).clone() }));
    }
    draft.says(format!("use a UNC share in host {host}"));
    draft.finish()
}

#[cfg(test)]
mod tests {
    use crate::testing::rules::{check_fix, check_rule, check_says};

    #[test]
    fn adp_024_fires_on_local_folders_on_several_computers() {
        let text = "
            computer C1 biztalk
            computer C2 biztalk
            host R receive on C1 C2     #! ADP-024
            handler R file receive folder=Local
            host S send on C1
            handler S file send folder=Local
            host U receive on C1 C2
            handler U file receive folder=Unc
            handler U file send";
        check_rule("ADP-024", text);
        let told = "Host R uses local folders on several computers | Computers that run it: C1 and C2 | File handlers with \
                    a local folder: 1";
        check_says("ADP-024", text, &[told]);
        check_fix("ADP-024", text);
    }

    #[test]
    fn adp_024_accepts_a_disk_of_the_own_cluster_resource_group() {
        let cluster = "computer C1 biztalk\ncomputer C2 biztalk\ncluster CL nodes C1 C2\nresource-group G on CL resources ip-address network-name";
        let host = "clustered-host F receive in G on C1 C2";
        let handler = "handler F file receive folder=ClusterDisk";
        check_rule("ADP-024", &format!("{cluster} physical-disk\n{host}\n{handler}"));
        check_rule("ADP-024", &format!("{cluster}\n{host}     #! ADP-024\n{handler}"));
        let local = format!("{cluster} physical-disk\n{host}\n{}", handler.replace("ClusterDisk", "Local"));
        let told = "Clustered host F leaves its local folders behind when it moves to another computer | Computers that run \
                    it: C1 and C2 | File handlers with a local folder: 1";
        check_says("ADP-024", &local, &[told]);
        check_fix("ADP-024", &local);
        check_rule("ADP-022", &local);
        let shared = format!("{cluster}\n{host}     #! ADP-022\n{}", handler.replace("ClusterDisk", "Unc"));
        check_rule("ADP-022", &shared);
    }
}
