//! Commands that IBM's tools have and this shell has not: said so, instead of being called unknown.

/// Where, and which words there. A `*` stands for any run of letters.
const ABSENT: [(&str, &str); 5] = [
    (
        "ibmcloud",
        "ai assist billing catalog ce cloud-functions code-engine cos cr dev enterprise fn is oc-login schematics secrets-manager tg update",
    ),
    (
        "ibmcloud account",
        "audit-logs platform-notification-* update user-preference*",
    ),
    (
        "ibmcloud iam",
        "access-group-api-* access-group-*-purge access-group-rule* access-group-trusted-* \
         access-policies account-settings* action-control-* authorization-* role-* \
         trusted-profile* dedicated-* template-*",
    ),
    (
        "ibmcloud plugin",
        "download install repo-* repos show uninstall update",
    ),
    (
        "ibmcloud resource",
        "cf-* group-delete group-update quota* reclamation* search service-* tag*",
    ),
];

/// Whether `word` is a command at `place` (`ibmcloud iam`) in IBM's tools that this shell leaves out.
pub(crate) fn is_absent(place: &str, word: &str) -> bool {
    let words = ABSENT.iter().filter(|(at, _)| *at == place);
    let mut words = words.flat_map(|(_, words)| words.split_whitespace());
    words.any(|absent| match absent.split_once('*') {
        None => word == absent,
        Some((start, end)) => {
            word.len() >= start.len() + end.len() && word.starts_with(start) && word.ends_with(end)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::is_absent;

    #[test]
    fn absent_commands_are_known_by_place() {
        assert!(is_absent("ibmcloud", "billing"));
        assert!(is_absent("ibmcloud iam", "trusted-profile-create"));
        assert!(is_absent("ibmcloud iam", "access-group-user-purge"));
        assert!(!is_absent("ibmcloud iam", "billing"));
        assert!(!is_absent("ibmcloud", "foo"));
    }
}
