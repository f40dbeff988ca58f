//! What an import has assumed.

use crate::edit::intent::assumed::asked;
use crate::rules::{Report, RuleContext};

/// VER-011: asks for every detail that the design holds because no export said otherwise.
pub(super) fn nothing_is_assumed(context: &RuleContext<'_>, report: &mut Report) {
    if context.document.imported.is_empty() {
        return report.idle("nothing-imported");
    }
    for (element, property) in context.document.assumptions() {
        if let Some(attribute) = asked(element, property) {
            report.ask(element, attribute);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::edit::intent::answer::{Answer, answer};
    use crate::edit::intent::attribute::Attribute;
    use crate::edit::preview;
    use crate::model::{BizTalkRelease, Element};
    use crate::sources::Provenance;
    use crate::testing::fixture::Fixture;
    use crate::testing::rules::check_rule;

    #[test]
    fn ver_011_asks_for_what_an_import_assumes_until_it_is_confirmed_or_changed() {
        let design = "computer A biztalk\nsql S on A\nhost H receive on A\nsql S2 on A";
        check_rule("VER-011", design);
        check_rule("VER-011", &format!("{design}\nassumed S release #? VER-011"));
        check_rule("VER-011", &format!("{design}\nassumed S host #? VER-011"));
        check_rule("VER-011", &format!("{design}\nassumed H tracking #? VER-011"));
        check_rule("VER-011", &format!("{design}\nassumed environment edition #? VER-011"));
        check_rule("VER-011", &format!("{design}\nassumed S edition\nattr S edition=Standard"));
    }

    #[test]
    fn ver_011_is_content_with_an_answer_that_says_what_was_assumed() {
        let document = Fixture::parse("computer A biztalk\nassumed environment release").unwrap().document;
        let index = BizTalkRelease::ALL.iter().position(|it| *it == document.environment.biztalk_release).unwrap();
        let by = Provenance::Entered { by: String::new(), on: String::new() };
        let given = (Attribute::BizTalkRelease, [Element::Environment], Answer::Choice(index));
        let edit = answer(&document, given.0, &given.1, &given.2, &by).unwrap();
        let after = preview(&document, &edit.commands).unwrap();
        assert_eq!((document.assumptions().count(), after.assumptions().count()), (1, 0));
        assert_eq!(after.environment, document.environment);
    }
}
