//! A one-slot cache: keeps the last value and computes again when its key differs.

use std::sync::Arc;

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
}
