//! Which votes of a failover cluster count: asked by rules and by the failure logic alike.

use super::{ComputerId, Document, FailoverCluster, WindowsVersion, Witness};

impl FailoverCluster {
    /// The cluster nodes with a vote, in the order in which they are drawn.
    pub fn voters(&self) -> impl Iterator<Item = ComputerId> + '_ {
        self.nodes.iter().filter(|node| node.has_vote != Some(false)).map(|node| node.computer)
    }
}

impl Document {
    /// Whether a failover cluster counts its votes anew after each loss: as stated, else as Windows Server does by itself
    /// from 2012 on. `None` = neither that nor the Windows versions are stated.
    pub fn has_dynamic_quorum(&self, cluster: &FailoverCluster) -> Option<bool> {
        cluster.dynamic_quorum.or_else(|| {
            let versions: Option<Vec<WindowsVersion>> = self.versions_of_nodes(cluster).collect();
            versions.map(|it| it.iter().all(|version| *version != WindowsVersion::Server2008R2Sp1))
        })
    }

    /// Whether the witness of a failover cluster has a vote. With dynamic quorum, from Windows Server 2012 R2 on, it has
    /// none beside an odd number of cluster nodes that vote
    /// (`windowsserver/storage/storage-spaces/understand-quorum`). Where that is not known, it counts, which is worse.
    pub fn witness_votes(&self, cluster: &FailoverCluster) -> bool {
        let is_old = |it: Option<WindowsVersion>| {
            matches!(it, None | Some(WindowsVersion::Server2008R2Sp1 | WindowsVersion::Server2012))
        };
        let is_dynamic = self.has_dynamic_quorum(cluster) == Some(true) && !self.versions_of_nodes(cluster).any(is_old);
        let is_there = cluster.witness.is_some_and(|it| it != Witness::None);
        is_there && (!is_dynamic || cluster.voters().count().is_multiple_of(2))
    }

    fn versions_of_nodes(&self, cluster: &FailoverCluster) -> impl Iterator<Item = Option<WindowsVersion>> {
        cluster.nodes.iter().map(|it| self.computers.get(&it.computer).and_then(|computer| computer.os))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ClusterNode, Computer};

    fn cluster_of(versions: &[Option<WindowsVersion>]) -> (Document, FailoverCluster) {
        let mut document = Document::default();
        let mut cluster = FailoverCluster::new("CL", &[]);
        for (id, os) in (1..).zip(versions) {
            let computer = ComputerId::from(id);
            document.computers.edit().insert(computer, Computer { os: *os, ..Computer::default() });
            cluster.nodes.push(ClusterNode { computer, has_vote: None });
        }
        cluster.witness = Some(Witness::Cloud);
        (document, cluster)
    }

    #[test]
    fn a_witness_beside_an_odd_number_of_votes_has_none_where_windows_server_takes_it() {
        use WindowsVersion::{Server2012, Server2012R2, Server2019};
        for (versions, votes) in [
            (vec![Some(Server2019); 2], true),
            (vec![Some(Server2019); 3], false),
            (vec![Some(Server2012R2); 3], false),
            (vec![Some(Server2012); 3], true),
            (vec![Some(Server2019), None, Some(Server2019)], true),
        ] {
            let (document, cluster) = cluster_of(&versions);
            assert_eq!(document.witness_votes(&cluster), votes, "{versions:?}");
            assert!(!document.witness_votes(&FailoverCluster { witness: None, ..cluster.clone() }));
            let fixed = FailoverCluster { dynamic_quorum: Some(false), ..cluster };
            assert!(document.witness_votes(&fixed), "{versions:?}");
        }
    }

    #[test]
    fn dynamic_quorum_follows_from_the_windows_version_unless_it_is_stated() {
        let (document, cluster) = cluster_of(&[Some(WindowsVersion::Server2008R2Sp1); 2]);
        assert_eq!(document.has_dynamic_quorum(&cluster), Some(false));
        let (document, cluster) = cluster_of(&[None, None]);
        assert_eq!(document.has_dynamic_quorum(&cluster), None);
        let stated = FailoverCluster { dynamic_quorum: Some(true), ..cluster };
        assert_eq!(document.has_dynamic_quorum(&stated), Some(true));
    }
}
