//! `ibmcloud iam oauth-tokens` and `bearer-token` (`cli.md`, 6.1).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use credlab_model::actor::{Actor, Identity};
use credlab_model::iam::session::Purpose;
use serde_json::json;

use crate::flags::Format;
use crate::ibmcloud::NOT_LOGGED_IN;
use crate::run::{Outcome, Run};

/// The third part of every token of this shell: nobody signed it.
const SIGNATURE: &str = "not-signed";

/// `iam oauth-tokens`.
#[derive(Debug, clap::Args)]
pub(crate) struct OauthTokens {
    #[command(flatten)]
    format: Format,
}

impl OauthTokens {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let json = self.format.is_json(run)?;
        let token = token(run, &actor)?;
        if json {
            run.json(&json!({"iam_token": format!("Bearer {token}")}));
        } else {
            run.out.line(format!("IAM token:  Bearer {token}"));
        }
        Ok(())
    }
}

/// `iam bearer-token`.
#[derive(Debug, clap::Args)]
pub(crate) struct BearerToken {}

impl BearerToken {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let token = token(run, &actor)?;
        run.out.line(token);
        Ok(())
    }
}

/// A token that reads as IAM's does: header, claims, and a third part that is no signature. It keeps the identity of
/// the caller, and never that of a stored key's owner (R144, R145). Good for nothing but looking at.
fn token(run: &Run<'_>, actor: &Actor) -> Outcome<String> {
    let account = run.account();
    let issued = run.now().as_second();
    let given = account.settings.lifetimes.given(Purpose::Login);
    let mut claims = match &actor.identity {
        Identity::User(id) => {
            let user = account.user(id)?;
            json!({
                "iam_id": user.iam_id(),
                "id": user.iam_id(),
                "realmid": "IBMid",
                "identifier": user.iam_id().trim_start_matches("IBMid-"),
                "name": user.name,
                "email": user.email,
                "sub": user.email,
            })
        }
        Identity::ServiceId(id) => {
            let service_id = account.service_id(id)?;
            json!({
                "iam_id": service_id.iam_id(),
                "id": service_id.iam_id(),
                "realmid": "iam",
                "identifier": service_id.id,
                "name": service_id.name,
                "sub": service_id.id,
                "sub_type": "ServiceId",
            })
        }
        Identity::TrustedProfile(id) => {
            let profile = account.trusted_profile(id)?;
            let iam_id = account.iam_id(&actor.identity);
            json!({
                "iam_id": iam_id,
                "id": iam_id,
                "realmid": "iam",
                "identifier": profile.id,
                "name": profile.name,
                "sub": profile.id,
                "sub_type": "Profile",
            })
        }
        Identity::Credlab => json!({}),
    };
    if let Some(claims) = claims.as_object_mut() {
        let mut of_account = json!({"valid": true, "bss": account.id});
        if let (Some(fields), Some(number)) = (of_account.as_object_mut(), account.linked) {
            fields.insert("ims".into(), number.to_string().into());
        }
        claims.extend([
            ("account".into(), of_account),
            ("iat".into(), issued.into()),
            (
                "exp".into(),
                (issued + i64::from(given.access_token)).into(),
            ),
            ("iss".into(), "https://iam.cloud.ibm.com/identity".into()),
            ("grant_type".into(), "refresh_token".into()),
            ("scope".into(), "ibm openid".into()),
            ("client_id".into(), actor.face.client_id().into()),
        ]);
    }
    let header = json!({"alg": "none", "kid": "credlab", "typ": "JWT"});
    let [header, claims] = [header, claims].map(|part| URL_SAFE_NO_PAD.encode(part.to_string()));
    Ok(format!("{header}.{claims}.{SIGNATURE}"))
}
