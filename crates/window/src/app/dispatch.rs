//! What each message does.

use std::path::PathBuf;
use std::sync::Arc;

use super::App;
use super::pending::Next;
use crate::dependency::Loss;
use crate::document::file_name;
use crate::edit::intent::clip::{self, Clip};
use crate::edit::intent::{availability_groups, clusters, examples, remove};
use crate::edit::{Edit, EditError};
use crate::export::{ExportError, ExportRequest, Exported};
use crate::model::{ComputerId, Document, Element, Part};
use crate::prose::capitalized;
use crate::rules::plan::Goal;
use crate::session::command::AppCommand;
use crate::session::jobs::{JobResult, Purpose};
use crate::session::queue::{Message, Notice};
use crate::session::rehearsal::DrillCommand;
use crate::session::settings::ThemeChoice;
use crate::session::work::Work;
use crate::session::{After, Dialog, FailedExport, Handed, SearchFor, is_large};
use crate::sources::Provenance;
use crate::text::{dialogs, notices as text, work as working};
use crate::ui::canvas::Question;
use crate::ui::{SideTab, View};

impl App {
    pub(super) fn dispatch(&mut self, message: Message) {
        match message {
            Message::Edit(edit) => self.edit(&edit),
            Message::Command(command) => self.command(command),
            Message::Select(elements) => {
                self.session.selection =
                    elements.into_iter().filter(|element| element.exists(self.session.document())).collect();
            }
            Message::Reveal(element) => {
                self.session.selection = [element].into();
                self.screen.show_stage();
                self.screen.canvas.reveal(element);
            }
            Message::GoToStep(behind) => self.go_to_step(behind),
            Message::BringIntoView(element) => self.screen.canvas.show(element),
            Message::Inspect(element) => {
                self.session.selection = [element].into();
                self.screen.show_tab(SideTab::Inspector);
            }
            Message::ShowFinding(rule, element) => {
                self.screen.show_tab(SideTab::Findings);
                self.screen.findings.show(rule, element);
            }
            Message::Drill(command) => self.session.carry_out(command),
            Message::EstimateAvailability => self.estimating.ask(),
            Message::Accept(acceptance) => self.show(Dialog::Accept(acceptance)),
            Message::ShowPlan(goal) => self.show(Dialog::Plan(goal)),
            Message::ApplyTemplate(key) => self.with_unsaved_asked(After::Template(key)),
            Message::SaveAsTemplate(name, may_replace) => self.save_as_template(&name, may_replace),
            Message::ShowElsewhere(what) => self.jobs.show_elsewhere(what),
            Message::OpenPath(path) => self.with_unsaved_asked(After::OpenPath(path)),
            Message::SaveAs(then) => self.pick(Purpose::Save(then)),
            Message::SaveAgain(then) => self.save(then),
            Message::Export(request) => {
                self.dialogs.retain(|dialog| !matches!(dialog, Dialog::Export | Dialog::FailedExport(_)));
                self.settings.export_folder = request.folder.display().to_string();
                let work = Work::new(working::EXPORTING);
                self.exporting.push(work.clone());
                self.jobs.export(self.session.document().clone(), request, work);
            }
            Message::Pick(purpose) => self.pick(purpose),
            Message::Compare(with) => self.compare(with),
            Message::CompareAgain(how) => self.compare_again(how),
            Message::CompareWithOwnFile => self.compare_with_own_file(),
            Message::BringTogether => self.bring_together(),
            Message::EndComparison => self.end_comparison(),
            Message::ReadImport(paths, options) => self.read_import(paths, options),
            Message::Decide(prepared, words) => self.decide(prepared, words),
            Message::Import(prepared, target, turned) => self.import(prepared, target, turned),
            Message::CloseDialog => {
                self.dialogs.pop();
            }
            Message::CancelDialog => self.cancel_dialog(),
            Message::ThrowAway => {
                self.dialogs.retain(|dialog| *dialog != Dialog::ThrowAway);
                self.dialogs.pop();
            }
            Message::Unsaved(answer) => self.answer_unsaved(answer),
            Message::Overwrite(conflict) => self.overwrite(conflict),
            Message::ShowChangedOutside => self.show(Dialog::ChangedOutside),
            Message::EnterPath => self.enter_path(),
            Message::Recover(journal) => self.with_unsaved_asked(After::Recover(journal)),
            Message::DiscardRecovery(journal) => self.discard_recovery(&journal),
            Message::CopyText(text) => self.ctx.copy_text(text),
            Message::PasteText(text) => self.paste(&text),
            Message::Picked(purpose, path) => {
                self.dialogs.retain(|dialog| !matches!(dialog, Dialog::PathEntry(_)));
                self.picked(purpose, vec![path], false);
            }
            Message::Notice(notice) => self.screen.notices.push(notice),
            Message::ChangeShortcuts(change) => {
                self.settings.change_shortcuts(&change);
                self.save_settings();
            }
            Message::GiveUp(work) => self.give_up(&work),
            Message::Job(result) => self.job_done(result),
        }
    }

    fn job_done(&mut self, result: JobResult) {
        match result {
            JobResult::Picked(purpose, answer) => self.system_dialog_done(purpose, answer),
            JobResult::Seen(path, sight) => self.seen(&path, sight),
            JobResult::Estimated(estimated, work) => self.estimating.done(&work, *estimated),
            JobResult::Logo(Ok(base64)) => self.set_logo(base64),
            JobResult::Logo(Err(err)) => self.fail(text::LOGO_NOT_USED, err.to_string()),
            JobResult::Present(Ok(present)) => self.screen.export.set_present(Some(present)),
            JobResult::Present(Err(err)) => self.fail(text::PRESENT_NOT_READ, err.to_string()),
            JobResult::WordTemplate(Ok(template)) => self.screen.export.set_word_template(Some(template)),
            JobResult::WordTemplate(Err(err)) => self.fail(text::WORD_TEMPLATE_NOT_USED, err.to_string()),
            JobResult::Verified(Ok(found)) => self.show(Dialog::Verified(Handed::new(found))),
            JobResult::Verified(Err(err)) => self.fail(text::NOT_VERIFIED, err.to_string()),
            JobResult::Written(path, saved) => self.text_written(&path, saved),
            JobResult::StepsWritten(folder, written) => self.steps_written(&folder, written),
            JobResult::ShownElsewhere(_, Ok(())) => {}
            JobResult::ShownElsewhere(what, Err(problem)) => {
                self.screen.notices.push(Notice::failure(text::not_shown_elsewhere(&what, &problem)));
            }
            JobResult::Exported(request, exported, work) => {
                self.exporting.retain(|it| !it.is(&work));
                self.exported(request, exported, &work);
            }
        }
    }

    /// Says which files are written and which are not.
    fn exported(&mut self, request: ExportRequest, exported: Exported, work: &Work) {
        let failures = exported.failures();
        let Exported { written, failed, fonts } = exported;
        if failed.is_empty() {
            let all = exported_text(&written) + &text::with_fonts(&fonts);
            let text = if work.is_given_up() { working::export_given_up(&written, &all) } else { all };
            let folder = written.first().and_then(|it| it.parent());
            self.screen.notices.push(Notice::info(text).with_folder(folder));
            return;
        }
        let formats = failed.iter().map(|(format, _)| *format).collect();
        let lacks_font = failed.iter().any(|(_, err)| matches!(err, ExportError::NoFont { .. }));
        let again = ExportRequest { formats, ..request };
        self.dialogs.push(Dialog::FailedExport(FailedExport { written, failures, fonts, lacks_font, again }));
    }

    /// Asks for a path in the window.
    pub(super) fn ask_for_path(&mut self, purpose: Purpose) {
        self.show(Dialog::PathEntry(purpose));
    }

    fn command(&mut self, command: AppCommand) {
        match command {
            AppCommand::New => self.show_gallery(),
            AppCommand::Open => self.pick(Purpose::Open),
            AppCommand::Import => self.show(Dialog::Import(None)),
            AppCommand::Save => self.save(None),
            AppCommand::SaveAs => self.pick(Purpose::Save(None)),
            AppCommand::SaveAsTemplate => self.show(Dialog::SaveAsTemplate),
            AppCommand::Compare => self.show(Dialog::Compare),
            AppCommand::Export => self.show(Dialog::Export),
            AppCommand::Verify => self.pick(Purpose::Verify),
            AppCommand::ProjectDetails => self.show(Dialog::ProjectDetails),
            AppCommand::Quit => self.ctx.send_viewport_cmd(eframe::egui::ViewportCommand::Close),
            AppCommand::Undo => self.jump(true),
            AppCommand::Redo => self.jump(false),
            AppCommand::Steps => self.show(Dialog::Steps),
            AppCommand::Cut => {
                self.copy();
                self.delete();
            }
            AppCommand::Copy => self.copy(),
            AppCommand::Paste => self.ctx.send_viewport_cmd(eframe::egui::ViewportCommand::RequestPaste),
            AppCommand::Duplicate => self.duplicate(),
            AppCommand::Delete => self.delete(),
            AppCommand::MakeCluster => self.make_of_selected(clusters::create),
            AppCommand::MakeAvailabilityGroup => self.make_of_selected(availability_groups::create),
            AppCommand::SelectAll => {
                let all = self.session.document().placed_elements();
                self.session.selection = all.into_iter().map(|(_, element)| element).collect();
            }
            AppCommand::SelectNone => self.session.selection.clear(),
            AppCommand::NextFinding => self.walk_findings(1),
            AppCommand::PreviousFinding => self.walk_findings(-1),
            AppCommand::MakeCompliant => self.show(Dialog::Plan(Goal::Clean)),
            AppCommand::ConfirmExamples => self.confirm_examples(),
            AppCommand::ShowCanvas => self.screen.show_view(View::Canvas),
            AppCommand::ShowHosts => self.screen.show_view(View::Hosts),
            AppCommand::ShowDependencyMap => self.screen.show_view(View::DependencyMap),
            AppCommand::ShowList => self.screen.show_view(View::List),
            AppCommand::ShowComparison => self.screen.show_view(View::Comparison),
            AppCommand::ShowFindings => self.screen.open_panel(SideTab::Findings),
            AppCommand::ShowInspector => self.screen.open_panel(SideTab::Inspector),
            AppCommand::ShowImpact => self.screen.open_panel(SideTab::Impact),
            AppCommand::ShowCapacity => self.screen.open_panel(SideTab::Capacity),
            AppCommand::ShowAvailability => self.screen.open_panel(SideTab::Availability),
            AppCommand::ShowChecklist => self.screen.open_panel(SideTab::Checklist),
            AppCommand::ShowAssumptions => self.screen.open_panel(SideTab::Assumptions),
            AppCommand::FoldPanels => self.screen.fold_panels(),
            AppCommand::NextRegion => self.screen.walk_regions(false),
            AppCommand::PreviousRegion => self.screen.walk_regions(true),
            AppCommand::EditNote => self.screen.edit_note(),
            AppCommand::EditDetails => self.screen.edit_details(),
            AppCommand::ThemeSystem => self.set_theme(ThemeChoice::System),
            AppCommand::ThemeLight => self.set_theme(ThemeChoice::Light),
            AppCommand::ThemeDark => self.set_theme(ThemeChoice::Dark),
            AppCommand::ThemeHighContrast => self.set_theme(ThemeChoice::HighContrast),
            AppCommand::LargerInterface => self.step_interface(true),
            AppCommand::SmallerInterface => self.step_interface(false),
            AppCommand::Fail => self.fail_selected(),
            AppCommand::PlayDrill => {
                let playing = self.session.drill().is_some_and(|it| it.is_playing);
                self.session.carry_out(DrillCommand::SetPlaying(!playing));
            }
            AppCommand::StepDrill => self.session.carry_out(DrillCommand::Step(1)),
            AppCommand::StepDrillBack => self.session.carry_out(DrillCommand::Step(-1)),
            AppCommand::EndDrill => self.session.carry_out(DrillCommand::End),
            AppCommand::ShowLosses => {
                self.settings.hide_losses = !self.settings.hide_losses;
                self.save_settings();
            }
            AppCommand::ReduceMotion => {
                self.settings.reduced_motion = !self.settings.reduced_motion;
                self.save_settings();
            }
            AppCommand::Find => self.show(Dialog::Search(SearchFor::Things)),
            AppCommand::FindCommand => self.show(Dialog::Search(SearchFor::Commands)),
            AppCommand::Shortcuts => self.show(Dialog::Shortcuts),
            AppCommand::About => self.show(Dialog::About),
            AppCommand::Rename
            | AppCommand::Connect
            | AppCommand::MoveTo
            | AppCommand::AddElement
            | AppCommand::ContextMenu
            | AppCommand::FollowConnection => {
                self.screen.show_stage();
                self.screen.canvas.command(command);
            }
            AppCommand::ZoomToFit
            | AppCommand::ZoomToSelection
            | AppCommand::ZoomReset
            | AppCommand::ZoomIn
            | AppCommand::ZoomOut => {
                self.screen.view = View::Canvas;
                self.screen.canvas.command(command);
            }
        }
    }

    /// Fails what is selected and can fail, or takes that back.
    fn fail_selected(&mut self) {
        let document = self.session.document();
        let can_fail = |it: &&Element| !Loss::parts_of(**it, document).is_empty();
        let failing = self.session.selection.iter().filter(can_fail);
        let parts = failing.map(|it| Part::Element(*it)).collect();
        self.session.carry_out(DrillCommand::Toggle(parts));
    }

    /// Closes the dialog on top, after asking about what was typed into it.
    fn cancel_dialog(&mut self) {
        let Some(top) = self.dialogs.last() else { return };
        if self.screen.holds_typed_text(top, self.session.document()) {
            self.dialogs.push(Dialog::ThrowAway);
        } else {
            self.dialogs.pop();
        }
    }

    /// Shows a dialog over those there are.
    pub fn show(&mut self, dialog: Dialog) {
        if !self.dialogs.contains(&dialog) {
            let mut settings = self.settings.clone();
            let beside = self.session.file.as_ref().and_then(|file| file.path.parent());
            if let Some(folder) = beside.filter(|_| settings.export_folder.is_empty()) {
                settings.export_folder = folder.display().to_string();
            }
            self.screen.prepare(&dialog, self.session.document(), &settings);
            self.dialogs.push(dialog);
        }
    }

    /// Takes every example of the template for what the design is to be, in the name of its author.
    fn confirm_examples(&mut self) {
        let document = self.session.document();
        let provenance = Provenance::Entered { by: document.project.author.clone(), on: self.clock.today() };
        if let Some(edit) = examples::confirm_examples(document, &provenance) {
            self.edit(&edit);
        }
    }

    fn set_theme(&mut self, choice: ThemeChoice) {
        self.settings.theme = choice;
        self.apply_theme();
        self.save_settings();
    }

    fn step_interface(&mut self, larger: bool) {
        self.settings.step_interface(larger);
        self.apply_theme();
        self.save_settings();
    }

    fn jump(&mut self, back: bool) {
        if !self.may_change() {
            return;
        }
        let history = self.session.history();
        let label = if back { history.undo_label() } else { history.redo_label() };
        let Some(label) = label.map(str::to_owned) else { return };
        let label = if back { text::undone(&label) } else { text::redone(&label) };
        if is_large(self.session.document()) {
            let mut history = history.clone();
            let select = if back { history.undo() } else { history.redo() }.unwrap_or_default();
            return self.take_step(Next { history, label, select, is_shown: true });
        }
        let touched = if back { self.session.undo() } else { self.session.redo() };
        self.keep(&label);
        self.screen.notices.walked(&label);
        if let Some(element) = touched.and_then(|elements| elements.first().copied()) {
            self.screen.canvas.show(element);
        }
    }

    fn go_to_step(&mut self, behind: usize) {
        if !self.may_change() {
            return;
        }
        let history = self.session.history();
        let label = behind.checked_sub(1).and_then(|it| history.labels().nth(it)).unwrap_or(dialogs::AT_THE_START);
        let label = text::went_to(label);
        if is_large(self.session.document()) {
            let mut history = history.clone();
            let select = history.go_to(behind).unwrap_or_default();
            return self.take_step(Next { history, label, select, is_shown: true });
        }
        let Some(touched) = self.session.go_to(behind) else { return };
        self.keep(&label);
        self.screen.notices.walked(&label);
        if let Some(element) = touched.first() {
            self.screen.canvas.show(*element);
        }
    }

    fn selected(&self) -> Vec<Element> {
        self.session.selection.iter().copied().collect()
    }

    fn copy(&mut self) {
        let copied = clip::copy(self.session.document(), &self.selected());
        match copied.map(|clip| clip.to_text()) {
            Some(Ok(text)) => self.ctx.copy_text(text),
            Some(Err(err)) => self.fail(text::SELECTION_NOT_COPIED, err.to_string()),
            None => self.screen.notices.push(Notice::refusal(text::NOTHING_TO_COPY)),
        }
    }

    fn paste(&mut self, text: &str) {
        let Some(clip) = Clip::from_text(text) else {
            self.screen.notices.push(Notice::refusal(text::NOTHING_TO_PASTE));
            return;
        };
        let at = self.screen.canvas.paste_slot();
        self.put_copies(clip::paste(self.session.document(), &clip, at));
    }

    fn duplicate(&mut self) {
        self.put_copies(clip::duplicate(self.session.document(), &self.selected()));
    }

    fn put_copies(&mut self, copies: Result<(Edit, Vec<String>), EditError>) {
        match copies {
            Ok((edit, notes)) => {
                self.edit(&edit);
                if !notes.is_empty() {
                    self.screen.notices.push(Notice::info(format!("{}: {}", edit.label, notes.join("; "))));
                }
            }
            Err(err) => self.screen.notices.push(Notice::refusal(err.to_string())),
        }
    }

    /// Makes something of the selected computers, or says why not.
    fn make_of_selected(&mut self, make: fn(&Document, &[ComputerId]) -> Result<Edit, EditError>) {
        let computers: Vec<ComputerId> = self.session.selection.iter().filter_map(|it| (*it).try_into().ok()).collect();
        match make(self.session.document(), &computers) {
            Ok(edit) => self.edit(&edit),
            Err(err) => self.screen.notices.push(Notice::refusal(capitalized(&err.to_string()))),
        }
    }

    fn delete(&mut self) {
        match remove::choices(self.session.document(), &self.selected()).map(Question::of_removal) {
            Ok(Ok(question)) => self.screen.canvas.ask(question),
            Ok(Err(edit)) => self.edit(&edit),
            Err(err) => self.screen.notices.push(Notice::refusal(err.to_string())),
        }
    }

    fn walk_findings(&mut self, step: isize) {
        let analysis = self.session.analysis();
        let Some(named) = self.screen.findings.walk(self.session.document(), &analysis, step) else { return };
        self.screen.show_tab(SideTab::Findings);
        let layout = Arc::clone(&self.session.drawing(!self.settings.hide_losses).layout);
        let is_drawn = |it: &Element| layout.rect_of(*it).is_some() || !layout.course(*it).is_empty();
        let drawn: Vec<Element> = named.iter().copied().filter(is_drawn).collect();
        let Some(about) = named.first().copied() else { return };
        match drawn.first().filter(|it| **it != about) {
            // What it is about is drawn nowhere: all that it names is marked.
            Some(first) => {
                self.dispatch(Message::Reveal(*first));
                self.session.selection = drawn.into_iter().chain([about]).collect();
            }
            None => self.dispatch(Message::Reveal(about)),
        }
    }
}

/// Files of one export stand in one folder.
fn exported_text(paths: &[PathBuf]) -> String {
    let names: Vec<String> = paths.iter().map(|it| file_name(it)).collect();
    text::exported(&names, paths.first().and_then(|it| it.parent()))
}
