//! The HTML document around the pages.

use leptos::prelude::*;
use leptos_meta::MetaTags;

use crate::App;
use crate::pages::PARTS;

/// The site's icon: a key's bow and bit, drawn in place so that it costs no request.
const ICON: &str = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' fill='%23161616'/%3E%3Ccircle cx='11' cy='16' r='5' fill='none' stroke='%234589ff' stroke-width='3'/%3E%3Cpath d='M16 16h11m-4 0v5' stroke='%234589ff' stroke-width='3'/%3E%3C/svg%3E";

/// The document that the server answers with.
///
/// `options.site_pkg_dir` names the folder of this build's assets and `options.output_name` the
/// script, its WASM and the stylesheet in it. Script and preloads carry the answer's nonce, because the
/// content security policy admits nothing else.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let nonce = use_nonce().map(|nonce| nonce.to_string());
    let base = format!("/{}/{}", options.site_pkg_dir, options.output_name);
    let script = format!("{base}.js");
    let wasm = format!("{base}_bg.wasm");
    let hydrate = format!(
        "import init, {{ hydrate }} from {script:?};\
         await init({{ module_or_path: {wasm:?} }});\
         await hydrate();"
    );
    view! {
        <!DOCTYPE html>
        <html lang="en" data-theme=crate::parts::frame::theme_of_document()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <link rel="icon" href=ICON />
                <link rel="stylesheet" href=format!("{base}.css") />
                <link rel="modulepreload" href=script nonce=nonce.clone() />
                {loader().map(|loader| view! { <link rel="modulepreload" href=loader nonce=nonce.clone() /> })}
                <link rel="preload" href=wasm r#as="fetch" r#type="application/wasm" crossorigin="anonymous" />
                <script type="module" nonce=nonce>
                    {hydrate}
                </script>
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

/// What the front end's parts consist of, as `cargo xtask build` has written it, for the documents that announce them.
#[derive(Debug, Clone, Default, serde::Deserialize)]
pub struct Parts {
    /// The path of the folder they lie in, without a slash at either end.
    #[serde(skip)]
    pub folder: String,
    /// The file of the script that loads them.
    pub loader: String,
    /// From a part's name to the names of its files.
    pub files: std::sync::Arc<std::collections::HashMap<String, Vec<String>>>,
}

/// The address of the script that loads the parts.
fn loader() -> Option<String> {
    let parts = use_context::<Parts>()?;
    Some(format!("/{}/{}", parts.folder, parts.loader))
}

/// Has the document announce a part: by its name, for the browser to load it before it takes the page over, and by its
/// files, so that they are fetched at once and not when the first part has run.
pub(crate) fn announce(part: &'static str) {
    debug_assert!(
        PARTS.contains(&part),
        "parts! in pages.rs does not list {part}"
    );
    // Rendering is what tells the document.
    _ = view! { <leptos_meta::Meta name="credlab-part" content=part /> }.to_html();
    let Some(parts) = use_context::<Parts>() else {
        return;
    };
    for file in parts.files.get(part).into_iter().flatten() {
        let href = format!("/{}/{file}", parts.folder);
        _ = view! { <leptos_meta::Link rel="preload" href=href as_="fetch" type_="application/wasm" crossorigin="anonymous" /> }
            .to_html();
    }
}
