//! What pages share and Carbon does not have: the frame, live data, forms that work without script, the shell.

pub mod address_form;
pub mod bulk;
pub mod confirmation;
pub mod copy;
pub mod drafts;
pub mod effects;
pub mod facts;
pub mod focus;
pub mod frame;
pub mod lazily;
pub mod live;
pub mod load;
pub mod menus;
pub mod notices;
pub mod page_twin;
pub mod palette;
pub mod picks;
pub mod plain_header;
pub mod post_form;
pub mod query;
pub mod run_in_shell;
pub mod shell;
pub mod terminal;
pub mod twin;
pub mod views;
