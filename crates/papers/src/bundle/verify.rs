//! Whether files belong together, and which of them somebody has changed since they were handed over.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::archive::{self, unpack};
use super::evidence::Evidence;
use super::manifest::{MANIFEST, Manifest, ManifestFile};
use crate::digest::sha256_hex;
use crate::document::{MAX_CARRIER_BYTES, file_name};

/// Why files cannot be verified.
#[derive(Debug, Error)]
pub enum VerifyError {
    /// A file cannot be read.
    #[error("{} could not be read: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// A folder without a manifest.
    #[error("There is no {MANIFEST} in {}. Name the files that are to be verified.", folder.display())]
    NoManifest {
        /// The folder.
        folder: PathBuf,
    },
    /// A manifest or an archive that is damaged.
    #[error("{} cannot be used: {problem}. Ask for it anew.", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
    },
    /// A file that is larger than any that is exported.
    #[error("{} is larger than any file that Tierwright writes.", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
    },
}

/// How a file stands to what was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Every byte is as it was written.
    AsWritten,
    /// Somebody or a program has changed it.
    Changed,
    /// The manifest names it, and it is not there.
    Missing,
    /// It is in the archive, and the manifest does not name it.
    NotListed,
    /// Nothing says what it was: it stands alone, without a manifest.
    Unknown,
}

impl Standing {
    /// In a word or two.
    pub const fn label(self) -> &'static str {
        match self {
            Self::AsWritten => "as written",
            Self::Changed => "changed",
            Self::Missing => "missing",
            Self::NotListed => "not in the manifest",
            Self::Unknown => "no manifest covers it",
        }
    }

    /// Whether it speaks against the files.
    pub const fn is_bad(self) -> bool {
        matches!(self, Self::Changed | Self::Missing | Self::NotListed)
    }
}

/// A file that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// Its name.
    pub name: String,
    /// How it stands to what was written.
    pub standing: Standing,
    /// SHA-256 of the design it was made of; `None` where it does not say.
    pub design: Option<String>,
    /// What stands for the rules that judged it; `None` where it does not say.
    pub rules: Option<String>,
    /// What was changed in it, in sentences, as far as the file says.
    pub changes: Vec<String>,
}

/// What looking at all files came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verification {
    /// The files, in the order in which they were named.
    pub files: Vec<Verified>,
    /// The designs that the files were made of: title by SHA-256; the title is empty where no file says it.
    pub designs: BTreeMap<String, String>,
    /// The texts of these designs, as far as files carry them.
    pub texts: BTreeMap<String, String>,
    /// What stands for the rules that judged them.
    pub rules: BTreeSet<String>,
}

impl Verification {
    /// Whether all files were made of one design and judged by the same rules.
    pub fn belongs_together(&self) -> bool {
        self.designs.len() <= 1 && self.rules.len() <= 1
    }

    /// Whether everything belongs together, and nothing is changed, missing or added.
    pub fn is_good(&self) -> bool {
        self.belongs_together() && !self.files.iter().any(|it| it.standing.is_bad())
    }

    fn note_design(&mut self, design: &str, title: &str) {
        let known = self.designs.entry(design.to_owned()).or_default();
        if known.is_empty() {
            title.clone_into(known);
        }
    }

    /// Looks at one file; `listed` is its line in a manifest.
    fn look(&mut self, name: &str, bytes: &[u8], listed: Option<&ManifestFile>, not_listed: Standing) {
        let evidence = Evidence::of(bytes);
        let standing = match (listed, evidence.is_as_written) {
            (Some(line), _) if line.sha256 == sha256_hex(bytes) => Standing::AsWritten,
            (Some(_), _) | (None, Some(false)) => Standing::Changed,
            (None, Some(true)) if not_listed == Standing::Unknown => Standing::AsWritten,
            (None, _) => not_listed,
        };
        if let Some(design) = &evidence.design {
            self.note_design(design, evidence.title.as_deref().unwrap_or_default());
            if let Some(text) = evidence.text {
                self.texts.insert(design.clone(), text);
            }
        }
        self.rules.extend(evidence.rules.clone());
        let Evidence { design, rules, changes, .. } = evidence;
        self.files.push(Verified { name: in_a_line(name), standing, design, rules, changes });
    }

    /// Looks at the files of a manifest; `read` gives their bytes, `None` where they are not there.
    fn look_at_all<'a, E>(
        &mut self,
        manifest: &'a Manifest,
        mut read: impl FnMut(&'a str) -> Result<Option<Vec<u8>>, E>,
    ) -> Result<(), E> {
        self.note_design(&manifest.design.sha256, &manifest.design.title);
        self.rules.insert(manifest.rules.clone());
        for line in &manifest.files {
            match read(&line.name)? {
                Some(bytes) => self.look(&line.name, &bytes, Some(line), Standing::NotListed),
                None => self.files.push(Verified {
                    name: in_a_line(&line.name),
                    standing: Standing::Missing,
                    design: None,
                    rules: None,
                    changes: Vec::new(),
                }),
            }
        }
        Ok(())
    }
}

/// Looks at bundles, at folders with a manifest, and at files that stand alone.
///
/// # Errors
/// When a file cannot be read at all; one that was changed is told, and no error.
pub fn verify(paths: &[PathBuf]) -> Result<Verification, VerifyError> {
    let mut found = Verification::default();
    let mut loose = Vec::new();
    let mut lines: BTreeMap<String, ManifestFile> = BTreeMap::new();
    for path in paths {
        let is_manifest = path.file_name().is_some_and(|it| it == MANIFEST);
        if path.is_dir() || is_manifest {
            let folder = if is_manifest { path.parent().unwrap_or(Path::new("")) } else { path };
            let manifest = manifest_of(folder)?;
            found.look_at_all(&manifest, |name| beside(folder, name))?;
            lines.extend(manifest.files.into_iter().map(|it| (it.name.clone(), it)));
            continue;
        }
        let bytes = bytes_of(path)?;
        if !look_into_archive(&mut found, path, &bytes)? {
            loose.push((path, bytes));
        }
    }
    for (path, bytes) in loose {
        let name = file_name(path);
        let is_told = found.files.iter().any(|it| it.name == in_a_line(&name)) && lines.contains_key(&name);
        if !is_told {
            found.look(&name, &bytes, lines.get(&name), Standing::Unknown);
        }
    }
    Ok(found)
}

/// Looks at the files of a bundle; `false` for anything else, such as a workbook, which is an archive as well.
fn look_into_archive(found: &mut Verification, path: &Path, bytes: &[u8]) -> Result<bool, VerifyError> {
    if !bytes.starts_with(archive::START) {
        return Ok(false);
    }
    let damaged = |problem: String| VerifyError::Damaged { path: path.to_path_buf(), problem };
    let files = unpack(bytes, archive::MOST_BYTES).map_err(damaged)?;
    let Some((_, manifest)) = files.iter().find(|(name, _)| name == MANIFEST) else { return Ok(false) };
    let manifest = Manifest::read(manifest).map_err(|it| damaged(format!("its {MANIFEST} is damaged: {it}")))?;
    let by_name = |name: &str| files.iter().find(|(it, _)| it == name).map(|(_, bytes)| bytes.clone());
    found.look_at_all(&manifest, |name| Ok::<_, VerifyError>(by_name(name)))?;
    for (name, bytes) in &files {
        if name != MANIFEST && !manifest.files.iter().any(|it| it.name == *name) {
            found.look(name, bytes, None, Standing::NotListed);
        }
    }
    Ok(true)
}

fn manifest_of(folder: &Path) -> Result<Manifest, VerifyError> {
    let path = folder.join(MANIFEST);
    if !path.is_file() {
        return Err(VerifyError::NoManifest { folder: folder.to_path_buf() });
    }
    Manifest::read(&bytes_of(&path)?).map_err(|problem| VerifyError::Damaged { path, problem })
}

/// A file of a manifest. Names with a folder in them are none of ours, and lead nowhere.
fn beside(folder: &Path, name: &str) -> Result<Option<Vec<u8>>, VerifyError> {
    let is_plain = Path::new(name).file_name().is_some_and(|it| it == name);
    let path = folder.join(name);
    if is_plain && path.is_file() { bytes_of(&path).map(Some) } else { Ok(None) }
}

fn bytes_of(path: &Path) -> Result<Vec<u8>, VerifyError> {
    let unreadable = |source| VerifyError::Unreadable { path: path.to_path_buf(), source };
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(unreadable)?;
    file.take(MAX_CARRIER_BYTES + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > MAX_CARRIER_BYTES {
        return Err(VerifyError::TooLarge { path: path.to_path_buf() });
    }
    Ok(bytes)
}

/// A name as it can be printed anywhere.
fn in_a_line(name: &str) -> String {
    name.chars().map(|it| if it.is_control() { ' ' } else { it }).collect()
}
