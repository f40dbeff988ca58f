//! Builds icon, version and manifest into the program for Windows.

include!("packaging/windows/resources.rs");

fn main() {
    embed(Path::new(env!("CARGO_MANIFEST_DIR")), "tierwright", "Tierwright");
}
