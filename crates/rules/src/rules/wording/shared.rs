//! Words that all rules share, read from `assets/rules/words.ron`.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use super::template::Template;

/// Words that all rules share.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 'static"))]
pub(in crate::rules) struct SharedWords {
    /// By id: yes and no, units, and what stands for something that is not there.
    pub(in crate::rules) words: BTreeMap<&'static str, Template>,
    /// By id, why a rule has nothing to look at.
    pub(in crate::rules) reasons: BTreeMap<&'static str, Template>,
}

/// The shared words, read once from the data inside the program; none, with a logged error, when it is damaged.
pub(in crate::rules) fn shared() -> &'static SharedWords {
    static SHARED: OnceLock<SharedWords> = OnceLock::new();
    SHARED.get_or_init(|| {
        ron::from_str(include_str!("../../../../../assets/rules/words.ron")).unwrap_or_else(|err| {
            log::error!("The words of the rules cannot be read: {err}");
            SharedWords::default()
        })
    })
}
