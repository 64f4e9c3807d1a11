//! Carbon's components, as markup with Carbon's classes and ARIA. Each is dumb: it shows what it is given.

pub mod button;
pub mod dialog;
pub mod field;
pub mod icon;
pub mod notification;
pub mod page_header;
pub mod skeleton;
pub mod table;
pub mod tabs;
pub mod tag;
