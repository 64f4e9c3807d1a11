//! Several views side by side, or none.

use leptos::prelude::*;

/// Puts a list's views, or an option's, side by side and forgets their type: for every type in a list or an option the
/// browser would get all that lists and options can do once more.
pub trait Views {
    /// The views as one.
    fn views(self) -> AnyView;
}

impl<I> Views for I
where
    I: IntoIterator,
    I::Item: IntoView + 'static,
{
    fn views(self) -> AnyView {
        let views: Vec<AnyView> = self.into_iter().map(IntoAny::into_any).collect();
        views.into_any()
    }
}
