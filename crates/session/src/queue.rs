//! The one way from the screen to the design: panels send messages, the app carries them out after the frame.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

use crate::command::AppCommand;
use crate::comparing::{How, With};
use crate::dialog::{Acceptance, After, Conflict};
use crate::edit::Edit;
use crate::exchange::readers::Options;
use crate::export::ExportRequest;
use crate::handed::Handed;
use crate::importing::{Prepared, RowKey, Target};
use crate::jobs::{Elsewhere, JobResult, Purpose};
use crate::model::Element;
use crate::prose::capitalized;
use crate::rehearsal::DrillCommand;
use crate::rules::RuleId;
use crate::rules::plan::Goal;
use crate::shortcuts::ShortcutChange;
use crate::work::Work;

/// A wish of the person, or the result of a job.
#[derive(Debug)]
pub enum Message {
    /// Change the design: one undo step.
    Edit(Edit),
    /// A command without payload.
    Command(AppCommand),
    /// Select these elements and nothing else.
    Select(Vec<Element>),
    /// Select an element, bring it into view and show the canvas.
    Reveal(Element),
    /// Move the canvas until an element can be seen, where it cannot.
    BringIntoView(Element),
    /// Take back or do again until so many steps lie behind.
    GoToStep(usize),
    /// Open the details of an element in the inspector.
    Inspect(Element),
    /// Open the finding of a rule about an element in the findings panel.
    ShowFinding(RuleId, Element),
    /// Do something with the failure drill.
    Drill(DrillCommand),
    /// Estimate the availability of the design from now on.
    EstimateAvailability,
    /// Ask for reason and person, then accept a finding.
    Accept(Acceptance),
    /// Show what fixes would reach a goal.
    ShowPlan(Goal),
    /// Start a design from the template with this key.
    ApplyTemplate(String),
    /// Keep the design as a template under a name; whether it may replace one of that name.
    SaveAsTemplate(String, bool),
    /// Show a folder or a page in a program of the system.
    ShowElsewhere(Elsewhere),
    /// Open a design file.
    OpenPath(PathBuf),
    /// Save the design under another name; what waits for the save goes on after it.
    SaveAs(Option<After>),
    /// Try again to save the design where it is stored.
    SaveAgain(Option<After>),
    /// Write files.
    Export(ExportRequest),
    /// Ask for a path.
    Pick(Purpose),
    /// Read files and show what they would change; whether names of service accounts are kept.
    ReadImport(Vec<PathBuf>, Options),
    /// Compare the open design with another one.
    Compare(With),
    /// Compare the same two again in another way.
    CompareAgain(How),
    /// Hold the open design and what somebody else has made of its file against the design that both come from.
    CompareWithOwnFile,
    /// Take what somebody else has changed into the open design.
    BringTogether,
    /// Leave the comparison.
    EndComparison,
    /// Decide whose word counts where exports contradict each other.
    Decide(Handed<Prepared>, BTreeSet<RowKey>),
    /// Take over what was read, with some rows turned.
    Import(Handed<Prepared>, Target, BTreeSet<RowKey>),
    /// Close the dialog on top.
    CloseDialog,
    /// Close the dialog on top, which gives up what was typed into it: a question comes first.
    CancelDialog,
    /// Close the dialog below the question, with what was typed into it.
    ThrowAway,
    /// The answer to the question about unsaved changes.
    Unsaved(UnsavedAnswer),
    /// Save over the file that is in the way.
    Overwrite(Conflict),
    /// Say what became of the file of the open design outside.
    ShowChangedOutside,
    /// Enter the path in the window instead of waiting for the file dialog of the system.
    EnterPath,
    /// Restore the design in the journal at this path.
    Recover(PathBuf),
    /// Remove the journal at this path.
    DiscardRecovery(PathBuf),
    /// Put text on the clipboard.
    CopyText(String),
    /// The person entered a path within the window.
    Picked(Purpose, PathBuf),
    /// Paste a text.
    PasteText(String),
    /// Tell the person something.
    Notice(Notice),
    /// Change the keys of commands.
    ChangeShortcuts(ShortcutChange),
    /// Give up a piece of work.
    GiveUp(Work),
    /// Something finished in the background.
    Job(JobResult),
}

/// What to do with unsaved changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnsavedAnswer {
    /// Save, then go on.
    Save,
    /// Drop them and go on.
    Discard,
    /// Stay.
    Cancel,
}

/// How a message to the person is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Something went as wished; it goes away by itself.
    Done,
    /// What was asked for cannot be done, and nothing has changed; it goes away by itself.
    Refused,
    /// Something should be known; it stays until closed.
    Attention,
    /// Something failed; it stays until closed.
    Failed,
}

/// A short message to the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// What happened and what to do.
    pub text: String,
    /// How it is meant.
    pub tone: Tone,
    /// The folder that it is about and offers to show.
    pub folder: Option<PathBuf>,
}

impl Notice {
    /// Something went as wished.
    pub fn info(text: impl Into<String>) -> Self {
        Self { text: text.into(), tone: Tone::Done, folder: None }
    }

    /// The same, with an offer to show a folder.
    pub fn with_folder(self, folder: Option<&Path>) -> Self {
        Self { folder: folder.map(Path::to_path_buf), ..self }
    }

    /// What was asked for cannot be done.
    pub fn refusal(text: impl Into<String>) -> Self {
        Self { text: text.into(), tone: Tone::Refused, folder: None }
    }

    /// Something should be known.
    pub fn attention(text: impl Into<String>) -> Self {
        Self { text: text.into(), tone: Tone::Attention, folder: None }
    }

    /// Something failed.
    pub fn failure(text: impl Into<String>) -> Self {
        Self { text: text.into(), tone: Tone::Failed, folder: None }
    }
}

/// The sending end, handed to panels and jobs.
#[derive(Clone, Debug)]
pub struct Outbox(Sender<Message>);

impl Outbox {
    /// Sends a message; it is carried out after the frame.
    pub fn send(&self, message: Message) {
        // The receiver lives as long as the app; when it is gone nobody is left to care.
        let _ = self.0.send(message);
    }

    /// Sends an edit.
    pub fn edit(&self, edit: Edit) {
        self.send(Message::Edit(edit));
    }

    /// Sends an edit, or says why it is refused.
    pub fn try_edit<E: std::fmt::Display>(&self, edit: Result<Edit, E>) {
        match edit {
            Ok(edit) => self.edit(edit),
            Err(err) => self.send(Message::Notice(Notice::refusal(capitalized(&err.to_string())))),
        }
    }

    /// Sends a command.
    pub fn command(&self, command: AppCommand) {
        self.send(Message::Command(command));
    }
}

/// The sending end for threads: the window may be idle and is woken.
#[derive(Clone)]
pub struct Caller {
    outbox: Outbox,
    wake: Arc<dyn Fn() + Send + Sync>,
}

impl Caller {
    /// Sends to `outbox` and calls `wake`.
    pub fn new(outbox: Outbox, wake: impl Fn() + Send + Sync + 'static) -> Self {
        Self { outbox, wake: Arc::new(wake) }
    }

    /// Sends a message.
    pub fn send(&self, message: Message) {
        self.outbox.send(message);
        self.wake();
    }

    /// Makes the window look again, where what it reads has changed.
    pub fn wake(&self) {
        (self.wake)();
    }
}

/// Both ends of the queue.
#[derive(Debug)]
pub struct CommandQueue {
    outbox: Outbox,
    receiver: Receiver<Message>,
}

impl Default for CommandQueue {
    fn default() -> Self {
        let (sender, receiver) = channel();
        Self { outbox: Outbox(sender), receiver }
    }
}

impl CommandQueue {
    /// The sending end.
    pub fn outbox(&self) -> &Outbox {
        &self.outbox
    }

    /// The next message, if there is one.
    pub fn next(&self) -> Option<Message> {
        self.receiver.try_recv().ok()
    }
}
