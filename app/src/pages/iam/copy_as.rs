//! Access as text that makes it again: a shell script, Terraform or JSON, of one policy or of all that a subject has.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::carbon::page_header::PageHeader;
use crate::carbon::tabs::Tabs;
use crate::pages::iam::subject::Kind;
use crate::parts::copy::CopyButton;
use crate::parts::load::{Load, load};
use crate::parts::query::{use_path_part, use_query_value};
use crate::view::{Crumb, Json, Problem};

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CopyView {
    /// The places above the page.
    pub crumbs: Vec<Crumb>,
    /// What is copied.
    pub text: String,
    /// The address of the page in another language, without the language.
    pub address: String,
    /// The language that is shown: `shell`, `terraform` or `json`.
    pub language: String,
    /// The text to copy.
    pub code: String,
    /// The name of the file with the text.
    pub file: String,
    /// The text as an address, to download it from.
    pub download: String,
    /// What is to know about it.
    pub help: String,
}

/// The access of the subject `id`, or its policy `policy` alone if that is not empty, in the language `format`: `shell`,
/// `terraform` or `json`, a shell script if it is none of these.
#[server(prefix = "/api", endpoint = "iam/copy-as", input = GetUrl, output = Json)]
pub async fn copy_as(
    subject: Kind,
    id: String,
    #[server(default)] policy: String,
    #[server(default)] format: String,
) -> Result<CopyView, Problem> {
    server::copy_as(subject, &id, &policy, &format)
}

/// The access of a user as text.
#[component]
pub fn CopyOfUserPage() -> impl IntoView {
    page_of(Kind::User)
}

/// The access of a service ID as text.
#[component]
pub fn CopyOfServiceIdPage() -> impl IntoView {
    page_of(Kind::ServiceId)
}

/// The access of an access group as text.
#[component]
pub fn CopyOfGroupPage() -> impl IntoView {
    page_of(Kind::AccessGroup)
}

/// The access of a trusted profile as text.
#[component]
pub fn CopyOfProfilePage() -> impl IntoView {
    page_of(Kind::TrustedProfile)
}

fn page_of(subject: Kind) -> AnyView {
    let id = use_path_part("id");
    let (policy, format) = (use_query_value("policy"), use_query_value("format"));
    let data = load(
        move || (id.get(), policy.get(), format.get()),
        move |(id, policy, format)| copy_as(subject, id, policy, format),
    );
    view! { <Load data=data view=page /> }.into_any()
}

fn page(view: CopyView) -> AnyView {
    let languages = [
        ("Shell script", "shell"),
        ("Terraform", "terraform"),
        ("JSON", "json"),
    ];
    let current = languages.iter().find(|(_, word)| *word == view.language);
    let current = current.map_or("", |(label, _)| label);
    let address = view.address;
    let tabs = languages.map(|(label, word)| (label, format!("{address}format={word}")));
    view! {
        <PageHeader crumbs=view.crumbs title="Copy as" text=view.text />
        <Tabs label="Languages" tabs=tabs.into() current=current />
        <p class="credlab-lead">{view.help}</p>
        <div class="credlab-buttons">
            <CopyButton text=view.code.clone() label="Copy the text" />
            <a class="cds--btn cds--btn--sm cds--btn--ghost" href=view.download download=view.file>
                "Download"
            </a>
        </div>
        <pre class="credlab-block" tabindex="0" role="region" aria-label=current>
            {view.code}
        </pre>
    }
    .into_any()
}

#[cfg(feature = "ssr")]
mod server {
    use credlab_model::iam::policy::may_read;
    use credlab_shell::export::{self, Access, Language};

    use super::CopyView;
    use crate::backend::address::escaped;
    use crate::backend::{Visit, missing, visit};
    use crate::pages::iam::subject::Kind;
    use crate::pages::iam::subject::named::Named;
    use crate::view::{Crumb, Problem};

    pub fn copy_as(
        subject: Kind,
        id: &str,
        policy: &str,
        format: &str,
    ) -> Result<CopyView, Problem> {
        let visit = visit()?;
        let subject = Named::of_page(&visit, subject, id)?;
        let language = format.parse().unwrap_or(Language::Shell);
        let name = subject.name();
        let (code, text, address) = match policy {
            "" => (
                everything(&visit, subject, language),
                format!("All the access of {name} that you can see."),
                format!("{}?", subject.href("/copy-as")),
            ),
            id => {
                let found = id
                    .parse()
                    .ok()
                    .and_then(|id| visit.account.policies.get(&id));
                let seen = found.filter(|policy| {
                    policy.subject == subject.subject()
                        && may_read(&visit.account, &visit.persona, policy, visit.now)
                });
                let policy = seen.ok_or_else(|| missing("Policy"))?;
                let text = policy.describe(&visit.account);
                (
                    export::policy(&visit.account, policy, language),
                    format!("One policy of {name}: {text}."),
                    format!("{}?policy={}&", subject.href("/copy-as"), policy.id),
                )
            }
        };
        let kind = subject.kind();
        Ok(CopyView {
            crumbs: vec![
                Crumb::link("Access (IAM)", "/iam/users"),
                Crumb::link(kind.plural(), kind.list()),
                Crumb::link(name, subject.href("/access-policies")),
            ],
            text,
            address,
            language: language.as_str().into(),
            file: format!("{}.{}", file_name(name), language.extension()),
            download: format!("data:text/plain;charset=utf-8,{}", escaped(&code)),
            help: help(language).into(),
            code,
        })
    }

    fn everything(visit: &Visit, subject: Named<'_>, language: Language) -> String {
        let (of, reader) = (subject.subject(), visit.actor());
        Access::of(&visit.account, &of, &reader, visit.now).text(language)
    }

    fn help(language: Language) -> &'static str {
        match language {
            Language::Shell => "Each line works as it stands, here in the shell too.",
            Language::Terraform => "For Terraform's provider IBM-Cloud/ibm.",
            Language::Json => "As the policy API has it.",
        }
    }

    /// A name as that of a file.
    fn file_name(name: &str) -> String {
        let plain = |c: char| match c.is_ascii_alphanumeric() || "-._".contains(c) {
            true => c,
            false => '-',
        };
        name.chars().map(plain).collect()
    }
}
