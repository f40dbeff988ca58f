//! Names and the containers they stand in. Paths are walked name by name and never written out: containers may nest.

use rustc_hash::FxHashMap;

/// A container: a fault tree or a component. The first is the file itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Scope(u32);

impl Scope {
    /// Outside every container.
    pub(super) const FILE: Self = Self(0);
}

/// A name, once however often the files say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Name(u32);

/// What every name stands for, by container.
#[derive(Debug, Default)]
pub(super) struct Names {
    ids: FxHashMap<Box<str>, Name>,
    texts: Vec<Box<str>>,
    /// Around and of each container but the file: the outer one and the own name.
    containers: Vec<(Scope, Name)>,
    inner: FxHashMap<(Scope, Name), Scope>,
    definitions: FxHashMap<(Scope, Name), usize>,
}

impl Names {
    /// The name with this text.
    pub(super) fn name(&mut self, text: &str) -> Name {
        if let Some(known) = self.ids.get(text) {
            return *known;
        }
        let name = Name(self.texts.len() as u32);
        self.texts.push(text.into());
        self.ids.insert(text.into(), name);
        name
    }

    /// The text of a name.
    pub(super) fn text(&self, name: Name) -> &str {
        &self.texts[name.0 as usize]
    }

    /// The container with this name within another one.
    pub(super) fn container(&mut self, outer: Scope, text: &str) -> Scope {
        let name = self.name(text);
        *self.inner.entry((outer, name)).or_insert_with(|| {
            self.containers.push((outer, name));
            Scope(self.containers.len() as u32)
        })
    }

    /// Says what a name stands for in a container; `false` = it stood for something already.
    pub(super) fn define(&mut self, scope: Scope, name: Name, position: usize) -> bool {
        self.definitions.insert((scope, name), position).is_none()
    }

    /// The name with those of the containers around it, outermost first.
    pub(super) fn path(&self, scope: Scope, name: Name) -> String {
        let mut parts = vec![self.text(name)];
        let mut scope = scope;
        while let Some((outer, own)) = self.around(scope) {
            parts.push(self.text(own));
            scope = outer;
        }
        parts.reverse();
        parts.join(".")
    }

    /// What a name means: looked up from its own container outwards; `one.two.g` is `g` in `two` in `one`.
    pub(super) fn find(&self, scope: Scope, name: Name) -> Option<usize> {
        let mut scope = Some(scope);
        while let Some(here) = scope {
            if let Some(position) = self.find_in(here, name) {
                return Some(position);
            }
            scope = self.around(here).map(|(outer, _)| outer);
        }
        None
    }

    /// What this text means outside of all containers.
    pub(super) fn find_path(&self, text: &str) -> Option<usize> {
        match self.ids.get(text) {
            Some(name) => self.find_in(Scope::FILE, *name),
            None => self.find_below(Scope::FILE, text),
        }
    }

    fn find_in(&self, scope: Scope, name: Name) -> Option<usize> {
        self.definitions.get(&(scope, name)).copied().or_else(|| self.find_below(scope, self.text(name)))
    }

    fn find_below(&self, mut scope: Scope, mut path: &str) -> Option<usize> {
        while let Some((container, rest)) = path.split_once('.') {
            scope = *self.inner.get(&(scope, *self.ids.get(container)?))?;
            let known = self.ids.get(rest).and_then(|name| self.definitions.get(&(scope, *name)));
            if known.is_some() {
                return known.copied();
            }
            path = rest;
        }
        None
    }

    fn around(&self, scope: Scope) -> Option<(Scope, Name)> {
        self.containers.get((scope.0 as usize).checked_sub(1)?).copied()
    }
}
