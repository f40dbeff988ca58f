//! Elements of one kind that are edited together: a field shows what they share and changes all of them in one step.

use std::collections::BTreeSet;

use egui::Ui;

use super::data::quoted;
use crate::edit::{Edit, EditCommand};
use crate::sources::Sourced;
use crate::text::{common, inspector as text};
use crate::ui::context::ViewContext;
use crate::ui::widgets::fields::{
    FieldLabel, Membership, NumberRange, bool_field, choice_field, field_row_ui, number_edit_ui, number_field,
    set_field, text_field, tri_field,
};
use crate::ui::widgets::{entered_now, provenance_field_ui};

/// How a field is read and written.
macro_rules! lens {
    ($($field:ident).+) => {
        (|it| Clone::clone(&it.$($field).+), |it, value| it.$($field).+ = value)
    };
}
pub(super) use lens;

/// How a set is read and written.
macro_rules! set_lens {
    ($($field:ident).+) => {
        (
            |it, member| it.$($field).+.contains(member),
            |it, member, on| {
                if on {
                    it.$($field).+.insert(member);
                } else {
                    it.$($field).+.remove(&member);
                }
            },
        )
    };
}
pub(super) use set_lens;

/// A whole number of the model.
pub(super) trait Whole: Copy + PartialEq + Into<f64> {
    /// The number in the type of the field; the range of the field keeps it in bounds.
    fn of(value: f64) -> Self;
}

macro_rules! whole {
    ($($number:ty),+) => {$(
        impl Whole for $number {
            fn of(value: f64) -> Self {
                value as Self
            }
        }
    )+};
}
whole!(u8, u16, u32);

/// Elements of one kind with how they are written back.
pub(super) struct Form<'a, K, T> {
    pub(super) view: &'a ViewContext<'a>,
    items: Vec<(K, &'a T)>,
    command: fn(K, T) -> EditCommand,
    name: String,
    asked: BTreeSet<String>,
}

impl<'a, K: Copy, T: Clone> Form<'a, K, T> {
    /// A form for elements. `name` is how they are called in undo steps, `asked` which fields a rule waits for.
    pub(super) fn new(
        view: &'a ViewContext<'a>,
        items: Vec<(K, &'a T)>,
        command: fn(K, T) -> EditCommand,
        name: String,
        asked: BTreeSet<String>,
    ) -> Self {
        Self { view, items, command, name, asked }
    }

    /// The element, when it is exactly one.
    pub(super) fn single(&self) -> Option<(K, &'a T)> {
        match self.items[..] {
            [(id, it)] => Some((id, it)),
            _ => None,
        }
    }

    /// All elements.
    pub(super) fn items(&self) -> &[(K, &'a T)] {
        &self.items
    }

    /// Changes all elements in one undo step.
    pub(super) fn change(&self, label: &str, change: impl Fn(&mut T)) {
        let changed = self.items.iter().map(|(id, it)| {
            let mut next = (*it).clone();
            change(&mut next);
            (self.command)(*id, next)
        });
        self.view.outbox.edit(Edit::new(text::set(&quoted(label), &self.name), changed.collect()));
    }

    pub(super) fn label<'l>(&self, text: &'l str) -> FieldLabel<'l> {
        FieldLabel { text, asked: self.asked.contains(text) }
    }

    fn common<V: PartialEq>(&self, get: &impl Fn(&T) -> V) -> Option<V> {
        let mut values = self.items.iter().map(|(_, it)| get(it));
        let first = values.next()?;
        values.all(|it| it == first).then_some(first)
    }

    /// A text that must not be empty.
    pub(super) fn text<G: Fn(&T) -> String, S: Fn(&mut T, String)>(&self, ui: &mut Ui, label: &str, lens: (G, S)) {
        let value = self.common(&lens.0);
        let typed = text_field(self.view, ui, self.label(label), value.as_deref(), "");
        if let Some(text) = typed.filter(|text| !text.is_empty()) {
            self.change(label, |it| lens.1(it, text.clone()));
        }
    }

    /// A text that may be left open.
    pub(super) fn optional_text<G, S>(&self, ui: &mut Ui, label: &str, hint: &str, lens: (G, S))
    where
        G: Fn(&T) -> Option<String>,
        S: Fn(&mut T, Option<String>),
    {
        let value = self.common(&lens.0).map(Option::unwrap_or_default);
        if let Some(text) = text_field(self.view, ui, self.label(label), value.as_deref(), hint) {
            let text = Some(text).filter(|text| !text.is_empty());
            self.change(label, |it| lens.1(it, text.clone()));
        }
    }

    /// Yes or no.
    pub(super) fn flag<G: Fn(&T) -> bool, S: Fn(&mut T, bool)>(&self, ui: &mut Ui, label: &str, lens: (G, S)) {
        if let Some(on) = bool_field(self.view, ui, self.label(label), self.common(&lens.0)) {
            self.change(label, |it| lens.1(it, on));
        }
    }

    /// Yes, no or not stated.
    pub(super) fn tri<G, S>(&self, ui: &mut Ui, label: &str, lens: (G, S))
    where
        G: Fn(&T) -> Option<bool>,
        S: Fn(&mut T, Option<bool>),
    {
        if let Some(said) = tri_field(self.view, ui, self.label(label), self.common(&lens.0)) {
            self.change(label, |it| lens.1(it, said));
        }
    }

    /// One of a closed list of words.
    pub(super) fn choice<V, G, S>(
        &self,
        ui: &mut Ui,
        label: &str,
        all: &[V],
        words: fn(V) -> &'static str,
        lens: (G, S),
    ) where
        V: Copy + PartialEq,
        G: Fn(&T) -> V,
        S: Fn(&mut T, V),
    {
        let options: Vec<(V, String)> = all.iter().map(|it| (*it, words(*it).to_owned())).collect();
        self.pick(ui, label, &options, lens);
    }

    /// One of a closed list of words, or not stated.
    pub(super) fn optional_choice<V, G, S>(
        &self,
        ui: &mut Ui,
        label: &str,
        all: &[V],
        words: fn(V) -> &'static str,
        lens: (G, S),
    ) where
        V: Copy + PartialEq,
        G: Fn(&T) -> Option<V>,
        S: Fn(&mut T, Option<V>),
    {
        let options = all.iter().map(|it| (*it, words(*it).to_owned())).collect();
        self.optional_pick(ui, label, common::NOT_STATED, options, lens);
    }

    /// One of a list.
    pub(super) fn pick<V, G, S>(&self, ui: &mut Ui, label: &str, options: &[(V, String)], lens: (G, S))
    where
        V: Clone + PartialEq,
        G: Fn(&T) -> V,
        S: Fn(&mut T, V),
    {
        let value = self.common(&lens.0);
        if let Some(chosen) = choice_field(self.view, ui, self.label(label), options, value.as_ref()) {
            self.change(label, |it| lens.1(it, chosen.clone()));
        }
    }

    /// One of a list, or none, which reads as `none`.
    pub(super) fn optional_pick<V, G, S>(
        &self,
        ui: &mut Ui,
        label: &str,
        none: &str,
        options: Vec<(V, String)>,
        lens: (G, S),
    ) where
        V: Clone + PartialEq,
        G: Fn(&T) -> Option<V>,
        S: Fn(&mut T, Option<V>),
    {
        let some = options.into_iter().map(|(value, text)| (Some(value), text));
        let options: Vec<(Option<V>, String)> = std::iter::once((None, none.to_owned())).chain(some).collect();
        self.pick(ui, label, &options, lens);
    }

    /// A whole number that must be stated.
    pub(super) fn whole<N, G, S>(&self, ui: &mut Ui, label: &str, range: NumberRange, lens: (G, S))
    where
        N: Whole,
        G: Fn(&T) -> N,
        S: Fn(&mut T, N),
    {
        let value = self.common(&lens.0).map(|it| Some(it.into()));
        if let Some(Some(number)) = number_field(self.view, ui, self.label(label), range.required(), value) {
            self.change(label, |it| lens.1(it, N::of(number)));
        }
    }

    /// A whole number that may be left open.
    pub(super) fn optional_whole<N, G, S>(&self, ui: &mut Ui, label: &str, range: NumberRange, lens: (G, S))
    where
        N: Whole,
        G: Fn(&T) -> Option<N>,
        S: Fn(&mut T, Option<N>),
    {
        let value = self.common(&lens.0).map(|it| it.map(Into::into));
        if let Some(number) = number_field(self.view, ui, self.label(label), range, value) {
            self.change(label, |it| lens.1(it, number.map(N::of)));
        }
    }

    /// A number with its provenance. `hint` says what is assumed while it is open.
    pub(super) fn figure<G, S>(&self, ui: &mut Ui, label: &str, range: NumberRange, hint: &str, lens: (G, S))
    where
        G: Fn(&T) -> Option<Sourced<f64>>,
        S: Fn(&mut T, Option<Sourced<f64>>),
    {
        let value = self.common(&lens.0);
        field_row_ui(self.view, ui, self.label(label), |ui| {
            figure_ui(self.view, ui, label, range, value.as_ref(), hint, |next| {
                self.change(label, |it| lens.1(it, next.clone()));
            });
        });
    }

    /// A whole number with its provenance.
    pub(super) fn whole_figure<G, S>(&self, ui: &mut Ui, label: &str, range: NumberRange, hint: &str, lens: (G, S))
    where
        G: Fn(&T) -> Option<Sourced<u32>>,
        S: Fn(&mut T, Option<Sourced<u32>>),
    {
        let get = |it: &T| lens.0(it).map(|it| converted(it, f64::from));
        let set = |it: &mut T, value: Option<Sourced<f64>>| lens.1(it, value.map(|it| converted(it, |it| it as u32)));
        self.figure(ui, label, range, hint, (get, set));
    }

    /// A set of words as chips.
    pub(super) fn set<V, G, S>(&self, ui: &mut Ui, label: &str, options: &[(V, String)], lens: (G, S))
    where
        V: Copy,
        G: Fn(&T, &V) -> bool,
        S: Fn(&mut T, V, bool),
    {
        let shown: Vec<(V, String, Membership)> = options
            .iter()
            .map(|(value, text)| {
                let count = self.items.iter().filter(|(_, it)| lens.0(it, value)).count();
                let membership = match count {
                    0 => Membership::None,
                    _ if count == self.items.len() => Membership::All,
                    _ => Membership::Some,
                };
                (*value, text.clone(), membership)
            })
            .collect();
        if let Some((value, on)) = set_field(self.view, ui, self.label(label), &shown) {
            self.change(label, |it| lens.1(it, value, on));
        }
    }
}

/// A number with the chip of its provenance; tells what the person says instead. `value` is `None` when several elements
/// differ.
pub(in crate::ui::panels) fn figure_ui(
    view: &ViewContext<'_>,
    ui: &mut Ui,
    label: &str,
    range: NumberRange,
    value: Option<&Option<Sourced<f64>>>,
    hint: &str,
    mut say: impl FnMut(Option<Sourced<f64>>),
) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        let shown = value.map(|it| it.as_ref().map(|it| it.value));
        let typed = ui.vertical(|ui| {
            let chip = if matches!(value, Some(Some(_))) { 70.0 } else { 0.0 };
            ui.set_max_width((ui.available_width() - chip).clamp(80.0, 190.0));
            number_edit_ui(view, ui, label, range, shown, hint)
        });
        if let Some(number) = typed.inner {
            say(number.map(|value| Sourced { value, range: None, provenance: entered_now(view) }));
        }
        if let Some(Some(current)) = value
            && let Some(provenance) = provenance_field_ui(view, ui, label, &current.provenance)
        {
            say(Some(Sourced { provenance, ..current.clone() }));
        }
    });
}

fn converted<A: Copy, B>(sourced: Sourced<A>, convert: impl Fn(A) -> B) -> Sourced<B> {
    Sourced {
        value: convert(sourced.value),
        range: sourced.range.map(|(low, high)| (convert(low), convert(high))),
        provenance: sourced.provenance,
    }
}
