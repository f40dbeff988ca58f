//! Closed lists of words: each variant has the label that people read.

/// A word of a closed list, for those who keep it or put it into a sentence without knowing the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label {
    /// The name of the list.
    pub list: &'static str,
    /// The name of the word, as files hold it; stays the same when the label is reworded.
    pub key: &'static str,
    /// The words a person reads.
    pub text: &'static str,
}

/// Declares an enum with its derives, the list `ALL` in reading order, `label()`, and the way to a [`Label`].
#[macro_export]
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $label:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $name {
            /// Every value, in reading order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The words a person reads.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label),+ }
            }
        }

        impl From<$name> for $crate::model::words::Label {
            fn from(value: $name) -> Self {
                let key = match value { $($name::$variant => stringify!($variant)),+ };
                Self { list: stringify!($name), key, text: value.label() }
            }
        }
    };
}
pub(crate) use words;
