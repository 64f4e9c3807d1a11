//! The persona: as whom the visitor acts, and the menu that changes it.

use leptos::prelude::*;

use crate::carbon::button::Reason;
use crate::carbon::icon::{Glyph, Icon};
use crate::parts::frame::theme::Themes;
use crate::parts::post_form::PostForm;
use crate::parts::views::Views;
use crate::view::{Notice, PersonaView, Problem};

/// Acts as another persona from now on. `id` is an IAM ID: `IBMid-…` or `ServiceId-…`.
#[server(prefix = "/api", endpoint = "persona")]
pub async fn switch_persona(id: String) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    server::switch(visit, &id).await
}

/// Accepts the invitation of `id` in that user's name.
#[server(prefix = "/api", endpoint = "persona/accept")]
pub async fn accept_invitation(id: String) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    server::accept(visit, &id).await
}

/// Shows the console as another persona would see it, without acting as that one. `id` is an IAM ID: `IBMid-…` or
/// `ServiceId-…`. Nothing can be changed until [`return_from_view`].
#[server(prefix = "/api", endpoint = "persona/view")]
pub async fn view_as(id: String) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    server::view(visit, &id).await
}

/// Shows the console to who acts again.
#[server(prefix = "/api", endpoint = "persona/return")]
pub async fn return_from_view() -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    visit.store.set_viewing(&visit.token, None).await?;
    Ok(Notice::silent())
}

/// The menu in the header.
#[component]
pub fn PersonaMenu(
    /// The address of who acts now.
    persona: String,
    /// The display name.
    name: String,
    /// The IAM ID.
    id: String,
    /// Everybody whom the visitor may act as.
    personas: Vec<PersonaView>,
    /// The theme's name.
    theme: String,
) -> impl IntoView {
    let entries = personas.into_iter().map(|other| {
        let view_as = format!("View as {}", other.name);
        let label = view! {
            <span class="credlab-persona__name">{other.name}</span>
            <span class="credlab-persona__role">{other.role}</span>
        };
        match other.disabled {
            Some(reason) => view! {
                <li class="credlab-persona">
                    <span class="credlab-persona__entry">{label}</span>
                    <Reason reason=Some(reason.into()) />
                    <button
                        type="submit"
                        name="id"
                        value=other.id
                        formaction="/api/persona/accept"
                        class="cds--btn cds--btn--sm cds--btn--ghost"
                    >
                        "Accept the invitation"
                    </button>
                </li>
            }
            .into_any(),
            None => {
                // One sees the console as oneself anyway.
                let look = (!other.current).then(|| {
                    view! {
                        <button
                            type="submit"
                            name="id"
                            value=other.id.clone()
                            formaction="/api/persona/view"
                            class="credlab-action"
                            aria-label=view_as.clone()
                            title=view_as
                        >
                            <Glyph icon=Icon::View />
                        </button>
                    }
                });
                view! {
                <li class="credlab-persona">
                    <button
                        type="submit"
                        name="id"
                        value=other.id.clone()
                        class="credlab-persona__entry"
                        aria-current=other.current.then_some("true")
                    >
                        {label}
                    </button>
                    {look.views()}
                </li>
                }
                .into_any()
            }
        }
    });
    view! {
        <details name="menu" class="credlab-menu credlab-header-menu">
            <summary class="credlab-action credlab-persona-button" aria-label=format!("Persona: {persona}")>
                <Glyph icon=Icon::UserAvatar size=20 />
                <span class="credlab-persona-button__name">{persona.clone()}</span>
            </summary>
            <div class="credlab-header-list credlab-paper">
                <p class="credlab-persona-self">
                    <strong>{name}</strong>
                    <span>{persona}</span>
                    <code>{id}</code>
                </p>
                <p class="credlab-nav-heading">"Theme"</p>
                <Themes theme=theme />
                <p class="credlab-nav-heading">"Act as, or view as"</p>
                <PostForm action="/api/persona">
                    <ul>{entries.views()}</ul>
                </PostForm>
            </div>
        </details>
    }
}

/// Says, as long as pages are only looked at as somebody else, as whom, and leads back.
#[component]
pub fn Viewing(
    /// As whom.
    viewing: String,
    /// Who acts.
    persona: String,
) -> impl IntoView {
    view! {
        <aside class="credlab-viewing credlab-paper" aria-label="View as">
            <Glyph icon=Icon::View size=20 />
            <p>"You see the console as " <strong>{viewing}</strong> " would. Nothing can be changed."</p>
            <PostForm action="/api/persona/return">
                <button type="submit" class="cds--btn cds--btn--sm cds--layout--size-sm cds--btn--tertiary">
                    {format!("Return to {persona}")}
                </button>
            </PostForm>
        </aside>
    }
}

#[cfg(feature = "ssr")]
pub(super) use server::frame_of;

#[cfg(feature = "ssr")]
mod server {
    use credlab_model::Account;
    use credlab_model::actor::{Actor, Face, Identity};
    use credlab_model::iam::policy::Subject;
    use credlab_model::iam::session::{self, Command, Method};
    use credlab_model::iam::user;
    use credlab_model::refusal::Refusal;
    use credlab_model::template::personas;

    use crate::backend::{Visit, shell, told};
    use crate::parts::frame::theme::theme;
    use crate::view::{FrameView, Notice, PersonaView, Problem};

    /// The most personas in the menu: large accounts have too many users for one.
    const MENU: usize = 30;

    pub fn frame_of(visit: &Visit) -> FrameView {
        let account = &visit.account;
        let actor = visit.viewer.as_ref().unwrap_or(&visit.persona);
        let (persona_name, persona_id) = match actor {
            Identity::User(id) => account
                .users
                .get(id)
                .map(|user| (user.name.clone(), user.iam_id()))
                .unwrap_or_default(),
            Identity::ServiceId(id) => account
                .service_ids
                .get(id)
                .map(|service| (service.name.clone(), service.iam_id()))
                .unwrap_or_default(),
            Identity::TrustedProfile(id) => account
                .trusted_profiles
                .get(id)
                .map(|profile| (profile.name.clone(), account.iam_id(actor)))
                .unwrap_or_default(),
            Identity::Credlab => Default::default(),
        };
        FrameView {
            account: account.name.clone(),
            account_id: account.id.to_string(),
            account_kind: account.kind_at(visit.now).label().into(),
            persona: account.member_name(actor).unwrap_or_default(),
            persona_name,
            persona_id,
            personas: menu(visit, actor),
            viewing: visit
                .viewer
                .as_ref()
                .and_then(|_| account.member_name(&visit.persona).ok()),
            time: visit.now.as_millisecond(),
            speed: account.clock.speed(),
            theme: theme().into(),
            version: account.version,
            flash: visit.flash.clone(),
        }
    }

    fn menu(visit: &Visit, actor: &Identity) -> Vec<PersonaView> {
        let account = &visit.account;
        let users = personas(account).into_iter().map(|user| {
            let identity = user.identity();
            PersonaView {
                id: user.id.to_string(),
                name: user.email.to_string(),
                role: role(account, &identity),
                current: identity == *actor,
                disabled: session::may_enter(account, &identity)
                    .err()
                    .map(|refusal| refusal.message()),
            }
        });
        // The Kubernetes Service's own service IDs are nobody to act as.
        let services = account.service_ids.values();
        let services = services.filter(|service| !service.name.starts_with("cluster-"));
        let services = services.map(|service| PersonaView {
            id: service.id.to_string(),
            name: service.name.clone(),
            role: "Service ID".into(),
            current: service.identity() == *actor,
            disabled: None,
        });
        users.take(MENU).chain(services.take(MENU)).collect()
    }

    /// What an identity is in the account, in a few words: owner, or the roles on the Kubernetes Service.
    fn role(account: &Account, identity: &Identity) -> String {
        if *identity == Identity::User(account.owner.clone()) {
            return "Account owner".into();
        }
        let own = match identity {
            Identity::User(id) => Some(Subject::User(id.clone())),
            _ => None,
        };
        let groups = account.access_groups.of(identity);
        let groups = groups.map(|group| Subject::AccessGroup(group.id.clone()));
        let subjects: Vec<Subject> = own.into_iter().chain(groups).collect();
        let policies = subjects
            .iter()
            .flat_map(|subject| account.policies.of(subject));
        let policies = policies.filter(|policy| {
            let service = policy
                .scope
                .get(credlab_model::iam::policy::AttributeName::ServiceName);
            service == Some("containers-kubernetes")
        });
        let roles: std::collections::BTreeSet<String> = policies
            .flat_map(|policy| policy.roles.iter().map(ToString::to_string))
            .collect();
        match roles.is_empty() {
            true => "No role on Kubernetes Service".into(),
            false => format!(
                "{} on Kubernetes Service",
                roles.into_iter().collect::<Vec<_>>().join(", ")
            ),
        }
    }

    pub async fn switch(visit: Visit, id: &str) -> Result<Notice, Problem> {
        let identity = match identity_of(&visit.account, id) {
            Ok(identity) => identity,
            Err(refusal) => return Ok(Notice::from(refusal)),
        };
        let actor = Actor {
            identity: identity.clone(),
            face: Face::Console,
        };
        let started = visit
            .store
            .execute(
                &visit.account.id,
                &actor,
                &Command::Start(Method::Password).into(),
            )
            .await;
        if let Err(credlab_store::Failure::Refused(refusal)) = started {
            return Ok(Notice::from(*refusal));
        }
        visit.store.set_persona(&visit.token, &identity).await?;
        shell::act_as(&visit, &identity).await?;
        let name = visit.account.member_name(&identity).unwrap_or_default();
        Ok(Notice::success(format!("You act as {name} now")))
    }

    pub async fn view(visit: Visit, id: &str) -> Result<Notice, Problem> {
        let found = identity_of(&visit.account, id).and_then(|identity| {
            session::may_enter(&visit.account, &identity)?;
            Ok(identity)
        });
        let identity = match found {
            Ok(identity) => identity,
            Err(refusal) => return Ok(Notice::from(refusal)),
        };
        let actor = visit.viewer.as_ref().unwrap_or(&visit.persona);
        let viewing = Some(&identity).filter(|identity| *identity != actor);
        visit.store.set_viewing(&visit.token, viewing).await?;
        Ok(Notice::silent())
    }

    pub async fn accept(visit: Visit, id: &str) -> Result<Notice, Problem> {
        let accepted = async {
            let identity = identity_of(&visit.account, id)?;
            let invited = Visit {
                persona: identity.clone(),
                ..visit.clone()
            };
            invited.perform(user::Command::Accept).await?;
            let name = visit.account.member_name(&identity)?;
            Ok(Notice::success(format!(
                "{name} has accepted the invitation"
            )))
        };
        told(accepted.await)
    }

    fn identity_of(account: &Account, id: &str) -> Result<Identity, Refusal> {
        match account.service_id_called(id) {
            Ok(service) => Ok(service.identity()),
            Err(_) => Ok(account.user_called(id)?.identity()),
        }
    }
}
