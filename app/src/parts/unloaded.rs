//! What stands in place of a page whose part of the script did not come: the connection was lost, or the server has another
//! build by now.

use leptos::prelude::*;

use crate::parts::load::ProblemView;
use crate::view::Problem;

/// Says that the page could not be loaded, and links to it. The link has the browser load the whole page, which works without
/// the part.
pub fn unloaded() -> AnyView {
    let text = "A part of the console's script did not come. Check the connection, then load the page again.";
    let problem = Problem::new(503, "The page could not be loaded", text);
    view! {
        <ProblemView problem=problem />
        <p role="alert">
            <a href="" rel="external">
                "Load the page again"
            </a>
        </p>
    }
    .into_any()
}
