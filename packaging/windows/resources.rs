// What Windows shows of a program and asks it: icon, version, manifest. For the build scripts of both programs.

use std::path::Path;

use winresource::WindowsResource;

/// Builds them into `program`; for other systems nothing. `root` is the folder of the workspace.
fn embed(root: &Path, program: &str, description: &str) {
    let icon = root.join("assets/icons/tierwright.ico").display().to_string();
    let manifest = root.join("packaging/windows/tierwright.manifest").display().to_string();
    println!("cargo:rerun-if-changed={icon}\ncargo:rerun-if-changed={manifest}");
    if std::env::var("CARGO_CFG_TARGET_OS").as_deref() != Ok("windows") {
        return;
    }
    let mut resource = WindowsResource::new();
    resource.set_icon(&icon).set_manifest_file(&manifest);
    resource.set("ProductName", "Tierwright").set("FileDescription", description);
    resource.set("OriginalFilename", &format!("{program}.exe")).set("InternalName", program);
    resource.set("LegalCopyright", "Licensed under MIT or Apache-2.0");
    if let Err(problem) = resource.compile_for(program) {
        println!("cargo:warning={program} is built without icon, version and manifest: {problem}");
    }
}
