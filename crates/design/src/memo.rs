//! What is computed once and kept: for the key it was asked for last, or for as long as what it follows from.

use std::sync::{Arc, OnceLock};

/// Keeps the last value for its key.
#[derive(Debug)]
pub struct Memo<K, V> {
    last: Option<(K, Arc<V>)>,
}

impl<K, V> Default for Memo<K, V> {
    fn default() -> Self {
        Self { last: None }
    }
}

impl<K: PartialEq, V> Memo<K, V> {
    /// The value for `key`, computed by `make` unless it is the one computed last.
    pub fn get(&mut self, key: K, make: impl FnOnce(&K) -> V) -> Arc<V> {
        match &self.last {
            Some((known, value)) if *known == key => Arc::clone(value),
            _ => {
                let value = Arc::new(make(&key));
                self.last = Some((key, Arc::clone(&value)));
                value
            }
        }
    }
}

/// What follows from the fields that it stands beside: worked out when somebody asks for it first, then kept. No fact of its
/// own, so any two are equal.
#[derive(Clone, Debug)]
pub struct OnDemand<T>(OnceLock<T>);

impl<T> Default for OnDemand<T> {
    fn default() -> Self {
        Self(OnceLock::new())
    }
}

impl<T> PartialEq for OnDemand<T> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl<T> OnDemand<T> {
    /// The value, made by `make` unless somebody has asked for it before; `make` makes the same each time.
    pub fn get(&self, make: impl FnOnce() -> T) -> &T {
        self.0.get_or_init(make)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computes_again_only_when_the_key_differs() {
        let mut memo = Memo::default();
        let mut calls = 0;
        for key in [1, 1, 2, 2, 1] {
            let value = memo.get(key, |key| {
                calls += 1;
                key * 10
            });
            assert_eq!(*value, key * 10);
        }
        assert_eq!(calls, 3);
    }

    #[test]
    fn computes_once_when_somebody_asks() {
        let kept = OnDemand::default();
        assert_eq!(*kept.get(|| 1), 1);
        assert_eq!(*kept.clone().get(|| 2), 1);
        assert!(kept == OnDemand::default());
    }
}
