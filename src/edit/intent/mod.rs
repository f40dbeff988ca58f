//! What a person means, turned into commands: each function reads the design and returns an [`Edit`](super::Edit).

pub mod ids;
