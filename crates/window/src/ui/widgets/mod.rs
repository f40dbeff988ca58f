//! House widgets: what looks the same twice is drawn here once.

mod button;
pub mod fields;
mod figure;
mod icon;
mod layout;
mod long_list;
mod menu;
mod pick_list;
mod provenance;
mod section;
mod slider;
mod stop;
mod tab_group;

pub use button::{choosable_ui, edged_ui, primary_ui, quiet_ui};
pub use figure::{figure_ui, provenance_chip_ui};
pub use icon::{icon_ui, severity_icon, severity_icon_ui, severity_ink, severity_soft_ink};
pub use layout::{
    buttons_width, card_ui, cells_ui, chip_ui, describe_menu_item, heading_ui, muted, steady_ui, strong, words,
};
pub(crate) use long_list::long_list_ui;
pub use menu::{context_menu_ui, menu_button_ui, menu_content_ui, menu_tick_ui, submenu_ui, walk_menus};
pub use pick_list::{Choice, PickList};
pub use provenance::{entered_now, provenance_field_ui};
pub use section::{
    SectionTitle, clickable_label_ui, focus_ring, section_header_ui, short_toggle_chip_ui, toggle_chip_ui,
};
pub use slider::slider_ui;
pub use stop::Stop;
pub use tab_group::{tab_grid_ui, tab_group_ui};
