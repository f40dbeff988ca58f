//! Builds icon, version and manifest into the program for Windows.

include!("../windows/resources.rs");

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    embed(&root, "tierwright-window", "Tierwright");
}
