//! Renaming any element that carries a name.

use crate::edit::{Edit, EditError, Record};
use crate::model::{Document, Element, is_blank};

/// Gives an element another name. A name that another element has already is allowed: a finding says so.
///
/// # Errors
/// The element is gone, carries no name of its own, or the new name is empty.
pub fn rename(document: &Document, element: Element, new_name: &str) -> Result<Edit, EditError> {
    let record = Record::of(document, element).ok_or(EditError::Missing(element))?;
    if !record.has_name() {
        return Err(EditError::Refused(format!("{} carries no name of its own", element.name(document))));
    }
    let new_name = new_name.trim();
    if is_blank(new_name) {
        return Err(EditError::Refused("a name needs at least one character".to_owned()));
    }
    let label = format!("Rename {} to {new_name}", element.name(document));
    Ok(Edit::put(label, record.named(new_name)).selecting([element]))
}

/// Whether a person can rename the element.
pub fn can_rename(document: &Document, element: Element) -> bool {
    Record::of(document, element).is_some_and(|it| it.has_name())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::preview;
    use crate::model::TierKind;
    use crate::testing::DocumentBuilder;

    #[test]
    fn a_new_name_is_trimmed_and_an_empty_one_is_refused() {
        let mut builder = DocumentBuilder::new("Test");
        let tier = builder.tier("BizTalk", TierKind::BizTalk);
        let id = builder.biztalk_server("BTS1", tier);
        let document = builder.build();
        let edit = rename(&document, id.into(), " BTS-01 ").unwrap();
        assert_eq!(edit.label, "Rename BTS1 to BTS-01");
        let next = preview(&document, &edit.commands).unwrap();
        assert_eq!(Element::from(id).name(&next), "BTS-01");
        assert!(rename(&document, id.into(), "  ").is_err());
        assert!(rename(&document, Element::Environment, "Other").is_err());
    }
}
