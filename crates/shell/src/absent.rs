//! Commands that IBM's tools and kubectl have and this shell has not: said so, instead of being called unknown.

/// Where, and which words there. A `*` stands for any run of letters.
const ABSENT: [(&str, &str); 12] = [
    (
        "ibmcloud",
        "ai assist billing catalog ce cloud-functions code-engine cos cr dev enterprise fn is oc-login schematics secrets-manager tg",
    ),
    (
        "ibmcloud account",
        "audit-logs platform-notification-* user-preference*",
    ),
    (
        "ibmcloud iam",
        "access-group-api-* access-group-rule* access-policy-* account-policies \
         account-settings-assign* action-control-* authorization-* \
         trusted-profile-link* trusted-profile-rule* trusted-profile-template* trusted-profile-assignment* dedicated-* template-*",
    ),
    (
        "ibmcloud ks",
        "dedicated ingress logging nlb-dns script security-group storage webhook-create",
    ),
    (
        "ibmcloud ks cluster",
        "ca image-security subnet user-subnet",
    ),
    (
        "ibmcloud ks cluster master",
        "audit-webhook pod-security-admission public-service-endpoint",
    ),
    ("ibmcloud ks worker-pool", "operating-system update"),
    (
        "ibmcloud resource",
        "cf-* quota* reclamation* search service-alias* service-binding* service-instance service-instance-* service-key*",
    ),
    (
        "ibmcloud sl",
        "bandwidth block call-api dedicatedhost dns email event-log file firewall globalip hardware image licenses \
         loadbal metadata nas object-storage order placement-group report search security securitygroup subnet tags \
         ticket vs",
    ),
    (
        "ibmcloud sl account",
        "bandwidth-pools billing-items cancel-item events invoice-detail invoices item-detail licenses orders",
    ),
    (
        "kubectl",
        "annotate api-resources apply attach auth autoscale cluster-info cordon cp debug diff drain edit exec explain expose label \
         logs patch port-forward proxy replace rollout run scale set taint top uncordon version wait",
    ),
    (
        "kubectl config",
        "delete-* get-* rename-context set* unset use-context view",
    ),
];

/// Whether `word` is a command at `place` (`ibmcloud iam`) in those tools that this shell leaves out.
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

/// Flags that stand for what this shell has not: other ways to log in, files, newer versions of the tools.
const ABSENT_FLAGS: &str = "--activity --all --cr-token --crk --disable-public-service-endpoint --kms-account-id --kms-instance --param --pod-subnet --resource-type \
     --secondary-storage --security-group --service-subnet --sm-group --sm-instance --vpc-cri";

/// Whether `flag` is one of IBM's tools that no command of this shell has.
pub(crate) fn is_absent_flag(flag: &str) -> bool {
    ABSENT_FLAGS.split_whitespace().any(|absent| absent == flag)
}

#[cfg(test)]
mod tests {
    use super::is_absent;

    #[test]
    fn absent_commands_are_known_by_place() {
        assert!(is_absent("ibmcloud", "billing"));
        assert!(is_absent("ibmcloud iam", "trusted-profile-link-create"));
        assert!(is_absent("ibmcloud iam", "access-group-rule-create"));
        assert!(!is_absent("ibmcloud iam", "billing"));
        assert!(!is_absent("ibmcloud", "foo"));
    }
}
