//! The impact panel.

pub(crate) const TRY_THREE_PARTS: &str = "Try every loss of three parts as well";
pub(crate) const TOO_LARGE_FOR_PAIRS: &str =
    "This design is too large to try every pair after each edit: tierwright sweep tries them.";
pub(crate) const COUNTED_IN_ESTIMATE: &str =
    "They are not drawn and no sweep takes them away; the availability estimate counts them.";
pub(crate) const IF_THIS_IS_LOST: &str = "If this is lost";
pub(crate) const IF_BOTH_ARE_LOST: &str = "If both are lost";
pub(crate) const PLAY_AS_A_FAILURE_DRILL: &str = "Play as a failure drill";
pub(crate) const SHOW_ON_THE_CANVAS: &str = "Show on the canvas";
pub(crate) const NOTHING_TO_LOSE_YET: &str = "Nothing to lose yet";
pub(crate) const WHAT_IMPACT_SAYS: &str =
    "As soon as the design has services, this panel says what each failure does to them.";
pub(crate) const SAVED_DRILLS: &str = "Saved drills";
pub(crate) const EVERY_LOSS_OF_ONE_PART: &str = "Every loss of one part";
pub(crate) const LOSSES_OF_TWO_PARTS_TOGETHER: &str = "Losses of two parts together";
pub(crate) const WHEN_SERVICES_STOP: &str = "When services stop";
pub(crate) const CAUSES_THAT_ARE_NO_COMPONENTS: &str = "Causes that are no components";
pub(crate) const TAKEN_FOR_GRANTED: &str = "Taken for granted";
pub(crate) const NONE_AS_FAR_AS_STATED: &str = "No single point of failure as far as stated";
pub(crate) const CARRIES_NO_MESSAGES: &str = "Nothing receives, processes or sends messages";
pub(crate) const SOME_NEVER_WORK: &str = "Some services do not work even when nothing fails";
pub(crate) const ARTICLE: &str = "the ";
pub(crate) const WHAT_DOES_NOT_COUNT: &str =
    "Sites, databases themselves and drawn paths do not count: every design needs them.";
pub(crate) const NO_PAIR_STOPS_MORE: &str = "No loss of two parts stops a service that neither of the two stops alone.";

pub(crate) fn show_more(count: usize) -> String {
    format!("Show {count} more")
}

pub(crate) fn stopped_at(tried: usize, all: usize) -> String {
    format!("Stopped at {tried} of {all} losses of three parts: tierwright sweep --order 3 takes its time.")
}

pub(crate) fn some_of_pairs(shown: usize, all: usize) -> String {
    format!("{shown} of {all} pairs")
}

pub(crate) const HOW_TO_SAVE_A_DRILL: &str = "Select something and press X to let it fail; a drill that is saved stands in the test plan of the build \
     book.";
pub(crate) const NOTHING_LEFT_TO_FAIL: &str = "What failed in it is no longer in the design.";

pub(crate) fn fails(names: &str) -> String {
    format!("Fails: {names}")
}

pub(crate) const PLAY: &str = "Play";
pub(crate) const EVERY_SERVICE_GOES_ON: &str = "Every service goes on.";

pub(crate) fn only(name: &str) -> String {
    format!("Only {name}")
}

pub(crate) fn play_failure_of(name: &str) -> String {
    format!("Play the failure of {name}")
}

pub(crate) fn play_drill(name: &str) -> String {
    format!("Play drill {name}")
}

pub(crate) fn delete_drill(name: &str) -> String {
    format!("Delete drill {name}")
}

pub(crate) fn single_points(count: usize) -> String {
    match count {
        0 => "No single point of failure".to_owned(),
        1 => "1 single point of failure".to_owned(),
        _ => format!("{count} single points of failure"),
    }
}

/// Of parts that are single points of failure only for want of a statement.
pub(crate) fn single_points_as_far_as_stated(count: usize) -> String {
    format!("{} as far as stated", single_points(count))
}

pub(crate) fn if_lost(names: &str, count: usize) -> String {
    format!("If {names} {} lost", if count == 1 { "is" } else { "are" })
}

/// `BTS1`, `BTS1 and BTS2`, `BTS1, BTS2 and 3 more`.
pub(crate) fn first_two(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [a, b] => format!("{a} and {b}"),
        [a, b, rest @ ..] => format!("{a}, {b} and {} more", rest.len()),
    }
}
