//! Links between the parts of the program, which tests can cut one by one to prove that others notice.

/// Whether the environment variable `TIERWRIGHT_UNLINK` cuts this link. Only test builds look.
#[cfg(any(test, feature = "testing"))]
pub(crate) fn is_cut(link: &str) -> bool {
    std::env::var("TIERWRIGHT_UNLINK").is_ok_and(|cut| cut == link)
}

/// Whether the environment variable `TIERWRIGHT_UNLINK` cuts this link. Only test builds look.
#[cfg(not(any(test, feature = "testing")))]
pub(crate) const fn is_cut(_: &str) -> bool {
    false
}
