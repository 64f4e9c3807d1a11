//! The HTML document around the pages.

use leptos::prelude::*;
use leptos_meta::MetaTags;

use crate::App;

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
         hydrate();"
    );
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <link rel="stylesheet" href=format!("{base}.css") />
                <link rel="modulepreload" href=script nonce=nonce.clone() />
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
