//! Lists the templates at build time: every file in `templates/` is embedded, no list is kept by hand.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=../../templates");
    let root = variable("CARGO_MANIFEST_DIR")?;
    let list = template_list(&root.join("../../templates"))?;
    fs::write(variable("OUT_DIR")?.join("templates.rs"), list)
}

fn variable(name: &str) -> io::Result<PathBuf> {
    env::var_os(name).map(PathBuf::from).ok_or_else(|| io::Error::other(format!("{name} is not set")))
}

/// A Rust expression: pairs of key and text, sorted by key. The key is the file name without ending.
fn template_list(folder: &Path) -> io::Result<String> {
    let mut keys = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "ron") {
            let key = path.file_stem().and_then(|stem| stem.to_str());
            keys.push(key.map(str::to_owned).ok_or_else(|| io::Error::other("a template has no readable name"))?);
        }
    }
    keys.sort_unstable();
    let mut list = String::from("&[\n");
    for key in keys {
        let path = format!("concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/../../templates/{key}.ron\")");
        writeln!(list, "    ({key:?}, include_str!({path})),").map_err(io::Error::other)?;
    }
    list.push_str("]\n");
    Ok(list)
}
