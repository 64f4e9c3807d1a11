//! `ibmcloud iam`: identities, keys and access (`cli.md`, section 6).

mod token;

commands! {
    pub(crate) enum Iam {
        /// Show the IAM bearer token of the session, by itself
        BearerToken(token::BearerToken),
        /// Show the IAM OAuth tokens of the session
        OauthTokens(token::OauthTokens),
    }
}
