//! The window: owns the session, carries out messages, shows the screen.

mod compare_flow;
mod dispatch;
mod file_flow;
mod import_flow;
mod keeper;
mod pending;
mod picker;
mod place;
mod recovery_flow;
pub mod software;
mod watcher;
pub mod window;

use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use eframe::egui;

use crate::clock::Clock;
use crate::document::recent::RecentFiles;
use crate::document::{Folders, Sight, settings as stored};
use crate::edit::history::Revision;
use crate::model::Document;
use crate::session::comparing::Compared;
use crate::session::estimating::{Estimated, Estimating};
use crate::session::importing::is_importable;
use crate::session::jobs::{Elsewhere, FilePicker, Jobs};
use crate::session::queue::{Caller, CommandQueue, Message, Notice, Outbox};
use crate::session::settings::{Settings, ThemeChoice};
use crate::session::work::Work;
use crate::session::{Dialog, Session, is_large};
use crate::text::notices as text;
use crate::ui::context::ViewContext;
use crate::ui::theme;
use crate::ui::working::Working;
use crate::ui::{Beside, Screen};
use keeper::Keeper;
use pending::Pending;
use picker::SystemPicker;
use watcher::Watcher;

/// How the window starts.
pub struct StartOptions {
    /// The design to open at once.
    pub file: Option<PathBuf>,
    /// Where preferences and journals are kept; `None` = nowhere, as when the user has no home folder.
    pub folders: Option<Folders>,
    /// File dialogs.
    pub picker: Arc<dyn FilePicker>,
    /// What day it is.
    pub clock: Clock,
    /// How often the file of the open design is looked at.
    pub watch_every: Duration,
    /// How long a frame waits for what is done off it: what is there by then is shown without a word.
    pub wait_in_frame: Duration,
    /// What is done off the frame begins when nobody holds this; tests hold it to see what the window does meanwhile.
    pub hold: Arc<Mutex<()>>,
}

impl StartOptions {
    /// The options of a person who starts the program.
    fn of_user(file: Option<PathBuf>, picker: SystemPicker) -> Self {
        let clock = Clock::from_environment().unwrap_or_else(|problem| {
            log::warn!("{problem}; until then the clock of this computer counts");
            Clock::system()
        });
        let (folders, picker) = (Folders::of_user(), Arc::new(picker));
        let (watch_every, wait_in_frame) = (Duration::from_secs(2), Duration::from_millis(200));
        Self { file, folders, picker, clock, watch_every, wait_in_frame, hold: Arc::default() }
    }
}

/// The application.
pub struct App {
    session: Session,
    queue: CommandQueue,
    jobs: Jobs,
    keeper: Option<Keeper>,
    watcher: Option<Watcher>,
    watch_every: Duration,
    wait_in_frame: Duration,
    /// See [`StartOptions::hold`].
    hold: Arc<Mutex<()>>,
    /// What was last seen of the file of the design.
    sight: Option<Sight>,
    folders: Option<Folders>,
    settings: Settings,
    recent: RecentFiles,
    estimating: Estimating,
    dialogs: Vec<Dialog>,
    /// What takes the place of the open design once it is worked out.
    pending: Option<Pending>,
    /// What the open design was compared with last.
    compared: Option<Arc<Compared>>,
    /// The revision whose comparison was begun, so that one that is given up is not begun again.
    not_compared: Option<Revision>,
    /// The exports under way.
    exporting: Vec<Work>,
    screen: Screen,
    clock: Clock,
    ctx: egui::Context,
    /// Whether the thread of a file dialog of the system has not come back yet.
    is_system_dialog_open: bool,
    /// Set once the person has agreed to leave.
    may_close: bool,
    title: String,
    /// The screen that the window has been put on; `None` = the system has not said yet.
    on_screen: Option<String>,
    /// What the frame of the system added to its size when it was last put there, in points of the system.
    frame: egui::Vec2,
}

impl App {
    /// The application in a fresh window.
    pub fn new(ctx: &egui::Context, options: StartOptions) -> Self {
        theme::install(ctx);
        let queue = CommandQueue::default();
        let jobs = {
            let ctx = ctx.clone();
            Jobs::new(Caller::new(queue.outbox().clone(), move || ctx.request_repaint()), options.picker)
        };
        let mut warnings = Vec::new();
        let (settings, recent) = load_preferences(options.folders.as_ref(), &mut warnings);
        let mut app = Self {
            session: Session::with_saved_state(Document::default(), None, true),
            queue,
            jobs,
            keeper: None,
            watcher: None,
            watch_every: options.watch_every,
            wait_in_frame: options.wait_in_frame,
            hold: options.hold,
            sight: None,
            folders: options.folders,
            settings,
            recent,
            estimating: Estimating::default(),
            dialogs: Vec::new(),
            pending: None,
            compared: None,
            not_compared: None,
            exporting: Vec::new(),
            screen: Screen::default(),
            clock: options.clock,
            ctx: ctx.clone(),
            is_system_dialog_open: false,
            may_close: false,
            title: String::new(),
            on_screen: None,
            frame: egui::Vec2::ZERO,
        };
        app.screen.beside = Beside::new(app.settings.panels.clone());
        app.apply_theme();
        for warning in warnings {
            app.screen.notices.push(Notice::failure(warning));
        }
        app.start(options.file);
        app
    }

    /// Offers recovery, then the given file or the gallery.
    fn start(&mut self, file: Option<PathBuf>) {
        self.load_template("empty");
        match file {
            Some(path) if is_importable(&path) => self.take_files(vec![path]),
            Some(path) => self.open_off_frame(path),
            None => self.show_gallery(),
        }
        self.look_for_recoveries();
    }

    fn apply_theme(&self) {
        self.ctx.set_theme(match self.settings.theme {
            ThemeChoice::System => egui::ThemePreference::System,
            ThemeChoice::Light => egui::ThemePreference::Light,
            ThemeChoice::Dark | ThemeChoice::HighContrast => egui::ThemePreference::Dark,
        });
        theme::set_contrast(&self.ctx, self.settings.theme == ThemeChoice::HighContrast);
        self.ctx.set_zoom_factor(self.settings.interface_scale());
    }

    fn save_settings(&mut self) {
        let Some(folders) = &self.folders else { return };
        if let Err(err) = stored::save(&folders.config.join(SETTINGS_FILE), &self.settings) {
            log::error!("{err}");
            self.screen.notices.push(Notice::attention(text::preferences_not_kept(&err)));
        }
    }

    /// Carries out everything that was sent.
    fn drain(&mut self) {
        while let Some(message) = self.queue.next() {
            self.dispatch(message);
            self.ctx.request_repaint();
        }
    }

    fn update_title(&mut self) {
        let mark = if self.session.history().is_dirty() { "• " } else { "" };
        let title = text::window_title(mark, &self.session.name());
        if title != self.title {
            self.ctx.send_viewport_cmd(egui::ViewportCommand::Title(title.clone()));
            self.title = title;
        }
    }

    /// The open design, for tests.
    pub fn document(&self) -> &Arc<Document> {
        self.session.document()
    }

    /// The session, for tests.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// The dialogs that are shown, the last one on top, for tests.
    pub fn dialogs(&self) -> &[Dialog] {
        &self.dialogs
    }

    /// The newest availability estimate, for tests; `None` = nobody has asked for one, or it is still on its way.
    pub fn estimated(&self) -> Option<&Estimated> {
        self.estimating.last()
    }

    /// The availability estimate that somebody waits for, for tests.
    pub fn estimate_under_way(&self) -> Option<&Work> {
        self.estimating.under_way()
    }

    /// The sending end of the queue, for tests.
    pub fn outbox(&self) -> &Outbox {
        self.queue.outbox()
    }

    /// Whether a design or a step of it is being worked out, for tests.
    pub fn is_pending(&self) -> bool {
        self.pending.is_some()
    }

    fn view(&mut self, show: impl FnOnce(&mut Screen, &ViewContext<'_>, &[Dialog])) {
        let today = self.clock.today();
        // A large design is judged on the day of its last step: a new day alone must not hold a frame up.
        if !is_large(self.session.document()) {
            self.session.set_today(today.parse().ok());
        }
        let analysis = self.session.analysis();
        let drill = self.session.drill();
        let losses = self.session.losses();
        let drawing = self.session.drawing(!self.settings.hide_losses);
        let document = Arc::clone(self.session.document());
        let revision = self.session.history().revision();
        let safety = self.safety();
        let estimate = self.estimating.view(&document, &analysis, revision, &self.jobs);
        let design = self.pending.as_ref().map(|it| it.work.clone());
        let beside = self.exporting.iter().chain(self.estimating.under_way()).cloned().collect();
        let working = Working { design, beside };
        let view = ViewContext {
            document: &document,
            revision,
            analysis: &analysis,
            layout: &drawing.layout,
            scene: &drawing.scene,
            firsts: &drawing.firsts,
            menu_was_open: egui::Popup::is_any_open(&self.ctx),
            selection: &self.session.selection,
            palette: theme::palette_of(self.ctx.theme(), self.settings.theme == ThemeChoice::HighContrast),
            outbox: self.queue.outbox(),
            undo_label: self.session.history().undo_label(),
            redo_label: self.session.history().redo_label(),
            steps: self.session.history().labels().collect(),
            num_behind: self.session.history().position().0,
            is_dirty: self.session.history().is_dirty(),
            safety: &safety,
            file_name: self.session.name(),
            file_path: self.session.file.as_ref().map(|file| file.path.as_path()),
            stem: self.session.stem(),
            settings: &self.settings,
            recent: &self.recent,
            today: &today,
            losses: &losses,
            working: &working,
            drill: drill.as_ref(),
            estimate: estimate.as_ref(),
            comparison: self.compared.as_ref(),
        };
        show(&mut self.screen, &view, &self.dialogs);
    }
}

const SETTINGS_FILE: &str = "settings.ron";

fn load_preferences(folders: Option<&Folders>, warnings: &mut Vec<String>) -> (Settings, RecentFiles) {
    let Some(folders) = folders else { return Default::default() };
    let (settings, warning) = stored::load::<Settings>(&folders.config.join(SETTINGS_FILE));
    warnings.extend(warning);
    let (recent, warning) = RecentFiles::load(&folders.config);
    warnings.extend(warning);
    (settings, recent)
}

impl App {
    /// What is done in every frame before it is shown, or when it is not.
    fn frame_logic(&mut self, ctx: &egui::Context) {
        self.look_at_pending();
        self.drain();
        self.follow_comparison();
        self.follow_window(ctx);
        let (close, dropped) = ctx.input(|input| {
            let dropped: Vec<PathBuf> = input.raw.dropped_files.iter().map(|file| file.path().to_path_buf()).collect();
            (input.viewport().close_requested(), dropped)
        });
        self.take_files(dropped);
        if close && !self.may_close {
            self.request_close();
        }
    }

    /// Shows a frame.
    fn frame_ui(&mut self, ui: &mut egui::Ui) {
        self.view(|screen, view, dialogs| screen.ui(view, dialogs, ui));
        self.follow_links();
        self.drain();
        if self.settings.panels != *self.screen.beside.chosen() {
            self.settings.panels.clone_from(self.screen.beside.chosen());
            self.save_settings();
        }
        self.update_title();
    }

    /// Links lead to the browser like everything that other programs show, so that a failure is told.
    fn follow_links(&self) {
        let commands = self.ctx.output_mut(|output| std::mem::take(&mut output.commands));
        for command in commands {
            match command {
                egui::OutputCommand::OpenUrl(page) => {
                    self.queue.outbox().send(Message::ShowElsewhere(Elsewhere::Page(page.url)));
                }
                other => self.ctx.send_cmd(other),
            }
        }
    }

    /// What is done when the window is closed.
    fn leave(&mut self) {
        self.watcher = None;
        if let Some(keeper) = &self.keeper {
            keeper.flush();
        }
        self.save_settings();
    }
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        self.frame_logic(ctx);
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        self.frame_ui(ui);
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        self.leave();
    }
}
