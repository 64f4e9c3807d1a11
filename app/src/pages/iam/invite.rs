//! Invites users (`console.md`, section 2).

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::carbon::button::Submit;
use crate::carbon::field::{Checkbox, Select, TextArea};
use crate::carbon::page_header::PageHeader;
use crate::parts::load::{Load, load};
use crate::parts::post_form::PostForm;
use crate::parts::views::Views;
use crate::view::{Barrier, Choice, Crumb, Json, Notice, Problem};

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InviteView {
    /// Access groups to join.
    pub groups: Vec<Choice>,
    /// Permission sets of classic infrastructure; none where there is no classic account.
    pub classic: Vec<Choice>,
    /// Services to give a policy for: no one first.
    pub services: Vec<Choice>,
    /// Roles to give.
    pub roles: Vec<Choice>,
    /// Resource groups to give them in: all first.
    pub resource_groups: Vec<Choice>,
    /// Why the persona can't invite.
    pub disabled: Option<Barrier>,
}

/// What an invitation can bring.
#[server(prefix = "/api", endpoint = "iam/users/invite_options", input = GetUrl, output = Json)]
pub async fn invite_options() -> Result<InviteView, Problem> {
    server::options()
}

/// Invites the people of `emails`, separated by commas, spaces or new lines. All get the same: membership in the access
/// groups of the ids `groups`, the classic permission set `classic` (`basic_user`), and `roles` (display names) on
/// `service`, everywhere or in the resource group of the id `resource_group`.
#[server(prefix = "/api", endpoint = "iam/users/invite")]
pub async fn invite_users(
    emails: String,
    #[server(default)] groups: Vec<String>,
    #[server(default)] classic: String,
    #[server(default)] service: String,
    #[server(default)] roles: Vec<String>,
    #[server(default)] resource_group: String,
) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    let wanted = server::Wanted {
        groups,
        classic,
        service,
        roles,
        resource_group,
    };
    crate::backend::told(server::invite(&visit, &emails, wanted).await)
}

/// Invites users.
#[component]
pub fn InvitePage() -> impl IntoView {
    let data = load(|| (), |()| invite_options());
    view! { <Load data=data view=page /> }
}

fn page(view: InviteView) -> impl IntoView {
    let crumbs = vec![
        Crumb::link("Access (IAM)", "/iam/users"),
        Crumb::link("Users", "/iam/users"),
    ];
    let classic = (!view.classic.is_empty()).then(|| {
        view! {
            <section class="credlab-section" aria-labelledby="invite-classic">
                <h2 id="invite-classic">"Classic infrastructure"</h2>
                <Select
                    name="classic"
                    label="Permission set"
                    options=view.classic
                    help="It takes effect when the invitation is accepted, and brings access to no device."
                />
            </section>
        }
    }).views();
    view! {
        <PageHeader
            crumbs=crumbs
            title="Invite users"
            text="Everybody in one invitation gets the same access. It can be left for later: what is not chosen is not given."
        />
        <PostForm action="/api/iam/users/invite">
            <div class="credlab-form">
                <section class="credlab-section" aria-labelledby="invite-addresses">
                    <h2 id="invite-addresses">"Enter email addresses"</h2>
                    <TextArea
                        name="emails"
                        label="Email addresses"
                        help="One or many, separated by commas, spaces or new lines. At most 100."
                        required=true
                    />
                </section>
                <section class="credlab-section" aria-labelledby="invite-groups">
                    <h2 id="invite-groups">"Access groups"</h2>
                    {boxes("groups[]", "group", view.groups)}
                </section>
                {classic}
                <section class="credlab-section" aria-labelledby="invite-iam">
                    <h2 id="invite-iam">"IAM services and account management"</h2>
                    <Select name="service" label="Service" options=view.services />
                    <Select
                        name="resource_group"
                        label="Resource group"
                        options=view.resource_groups
                        help="Account management services are given for the whole account only."
                    />
                    <fieldset class="cds--fieldset">
                        <legend class="cds--label">"Roles"</legend>
                        {boxes("roles[]", "role", view.roles)}
                    </fieldset>
                </section>
                <div class="credlab-buttons">
                    <Submit label="Invite" disabled=view.disabled />
                    <a class="cds--btn cds--btn--md cds--layout--size-md cds--btn--secondary" href="/iam/users">
                        "Cancel"
                    </a>
                </div>
            </div>
        </PostForm>
    }
}

/// A box to tick for each choice; its id is `id` and its number.
fn boxes(name: &'static str, id: &'static str, choices: Vec<Choice>) -> AnyView {
    if choices.is_empty() {
        return view! { <p class="credlab-note">"There is none that you can see."</p> }.into_any();
    }
    choices
        .into_iter()
        .enumerate()
        .map(|(n, choice)| {
            let id = format!("{id}-{n}");
            view! { <Checkbox id=id name=name value=choice.value label=choice.label /> }
        })
        .views()
        .into_any()
}

#[cfg(feature = "ssr")]
mod server {
    use credlab_model::account::Account;
    use credlab_model::classic::SetName;
    use credlab_model::iam::access_group::may_see;
    use credlab_model::iam::policy::{Scope, offered_roles};
    use credlab_model::iam::service::{Family, Service};
    use credlab_model::iam::user::{Command, INVITATION_DAYS, InvitedAccess};
    use credlab_model::name::Email;
    use credlab_model::refusal::{Refusal, RefusalKind, shorten};

    use super::InviteView;
    use crate::backend::{Visit, visit};
    use crate::view::{Choice, Notice, NoticeKind, Problem};

    /// The values of the choices that are no single service.
    const ALL_SERVICES: &str = "all";
    const ALL_ACCOUNT_MANAGEMENT: &str = "all-account-management";

    /// The most wrong addresses that are named.
    const NAMED: usize = 10;

    /// The access in the form.
    pub struct Wanted {
        pub groups: Vec<String>,
        pub classic: String,
        pub service: String,
        pub roles: Vec<String>,
        pub resource_group: String,
    }

    pub fn options() -> Result<InviteView, Problem> {
        let visit = visit()?;
        let account = &visit.account;
        let groups = account.access_groups.values();
        let groups = groups.filter(|group| may_see(account, &visit.persona, group, visit.now));
        let sets = SetName::ALL.into_iter();
        let sets = sets.map(|set| Choice::new(set.as_str(), set.label()));
        let resource_groups = account.resource_groups.values();
        let visible =
            resource_groups.filter(|group| group.is_visible_to(account, &visit.persona, visit.now));
        let whole = Choice::new("", "Whole account");
        let one = visible.map(|group| Choice::new(group.id.as_str(), group.name.as_str()));
        let roles = offered_roles(account, &Scope::all_services())?;
        Ok(InviteView {
            groups: groups
                .map(|group| Choice::new(group.id.as_str(), group.name.as_str()))
                .collect(),
            classic: match account.linked {
                Some(_) => sets.collect(),
                None => Vec::new(),
            },
            services: services(),
            roles: roles
                .into_iter()
                .map(|role| Choice::new(role.as_str(), role.as_str()))
                .collect(),
            resource_groups: std::iter::once(whole).chain(one).collect(),
            disabled: visit.forbidden(Command::Invite {
                emails: vec!["someone@example.com".into()],
                access: InvitedAccess::default(),
            }),
        })
    }

    fn services() -> Vec<Choice> {
        let mut services = vec![
            Choice::new("", "No access"),
            Choice::new(ALL_SERVICES, "All Identity and Access enabled services"),
            Choice::new(ALL_ACCOUNT_MANAGEMENT, "All Account Management services"),
        ];
        let single = Service::all()
            .iter()
            .filter(|service| service.family != Family::ResourceGroup);
        services.extend(single.map(|service| Choice::new(service.name, service.label)));
        services
    }

    pub async fn invite(visit: &Visit, typed: &str, wanted: Wanted) -> Result<Notice, Notice> {
        let emails = addresses(typed)?;
        let access = access(&visit.account, &wanted)?;
        let nothing = access == InvitedAccess::default();
        let title = match emails.as_slice() {
            [one] => format!("{one} was invited"),
            many => format!("{} users were invited", many.len()),
        };
        visit.perform(Command::Invite { emails, access }).await?;
        let valid = format!("The invitation is valid for {INVITATION_DAYS} days.");
        let notice = match nothing {
            false => Notice::success(title).with_text(valid),
            true => Notice::new(NoticeKind::Warning, title).with_text(format!(
                "{valid} It brings no access: assign some when it is accepted."
            )),
        };
        Ok(notice.then("/iam/users"))
    }

    /// The addresses, or all that are none.
    fn addresses(typed: &str) -> Result<Vec<String>, Refusal> {
        let words = typed.split(|c: char| c.is_whitespace() || c == ',' || c == ';');
        let words = words.filter(|word| !word.is_empty());
        let (mut emails, mut wrong) = (Vec::new(), Vec::new());
        for word in words {
            match Email::parse(word) {
                Ok(email) => emails.push(email.to_string()),
                Err(refusal) => wrong.push((word, refusal)),
            }
        }
        let named = wrong.iter().take(NAMED).map(|(word, _)| shorten(word));
        let why: Vec<String> = named
            .map(|word| format!("'{word}' is not an email address."))
            .collect();
        match wrong.into_iter().next() {
            Some((_, refusal)) => Err(why.into_iter().fold(refusal, Refusal::because)),
            None => Ok(emails),
        }
    }

    fn access(account: &Account, wanted: &Wanted) -> Result<InvitedAccess, Refusal> {
        let groups = wanted.groups.iter();
        let access_groups = groups
            .map(|id| Ok(account.access_group_called(id)?.id.clone()))
            .collect::<Result<_, Refusal>>()?;
        let classic = match wanted.classic.as_str() {
            "" => SetName::default(),
            name => name.parse()?,
        };
        Ok(InvitedAccess {
            access_groups,
            policies: policy(account, wanted)?.into_iter().collect(),
            classic,
        })
    }

    fn policy(account: &Account, wanted: &Wanted) -> Result<Option<(Vec<String>, Scope)>, Refusal> {
        let scope = match wanted.service.as_str() {
            "" if wanted.roles.is_empty() => return Ok(None),
            "" => {
                let problem = "must be chosen, because roles are".to_string();
                return Err(RefusalKind::InvalidField {
                    field: "service",
                    problem,
                }
                .refusal());
            }
            ALL_SERVICES => Scope::all_services(),
            ALL_ACCOUNT_MANAGEMENT => Scope::all_account_management(),
            name => Scope::service(Service::find(name)?.name),
        };
        let scope = match wanted.resource_group.as_str() {
            "" => scope,
            id => scope.in_group(&account.resource_group_called(id)?.id)?,
        };
        Ok(Some((wanted.roles.clone(), scope)))
    }

    #[cfg(test)]
    mod tests {
        use super::addresses;

        #[test]
        fn addresses_are_told_apart_and_wrong_ones_named() {
            let good = addresses("a@b.de, C@d.org;e@f.com\n\n g@h.net,").unwrap();
            assert_eq!(good, ["a@b.de", "c@d.org", "e@f.com", "g@h.net"]);
            assert_eq!(addresses(" ,\n;").unwrap(), Vec::<String>::new());
            let refusal = addresses("a@b.de, nobody x@y, e@f.com").unwrap_err();
            assert_eq!(
                refusal.why,
                [
                    "'nobody' is not an email address.",
                    "'x@y' is not an email address."
                ]
            );
        }
    }
}
