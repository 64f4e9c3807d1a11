//! `kubectl`: what a key reset leaves to do inside a cluster.

mod common;

use common::Lab;
use insta::assert_snapshot;

#[test]
fn a_cluster_must_be_configured_first() {
    assert_snapshot!(Lab::demo().transcript(
        "kubectl get pods
         kubectl delete pod -n kube-system x
         kubectl describe pvc
         kubectl config current-context
         ibmcloud ks cluster config -c vpc-fra
         kubectl config current-context
         ibmcloud logout
         kubectl get pods"
    ));
}

#[test]
fn the_words_are_kubectls() {
    let mut lab = Lab::demo();
    lab.ok("ibmcloud ks cluster config -c vpc-fra");
    assert_snapshot!(lab.transcript(
        "kubectl
         kubectl get
         kubectl get pods --help
         kubectl get things
         kubectl get pods -o yaml
         kubectl get pods --nmespace x
         kubectl describe pod x
         kubectl describe events
         kubectl delete pvc data-pvc
         kubectl delete event x
         kubectl delete pod
         kubectl apply"
    ));
}

#[test]
fn pods_and_nodes_are_those_of_the_cluster() {
    let mut lab = Lab::demo();
    lab.ok("ibmcloud ks cluster config -c vpc-fra");
    assert_snapshot!(lab.transcript(
        "kubectl get pods
         kubectl get pods -n kube-system
         kubectl get po -A -o wide
         kubectl get pod -n kube-system ibm-vpc-block-csi-controller-0
         kubectl get pod ibm-vpc-block-csi-controller-0
         kubectl get nodes
         kubectl get no -o wide
         kubectl get node nowhere
         kubectl get pvc
         kubectl get pvc -A"
    ));
    assert_snapshot!(
        "pods_and_nodes_of_a_classic_cluster",
        lab.transcript(
            "ibmcloud ks cluster config -c classic-dal | grep OK
             kubectl get pods -n kube-system
             kubectl get nodes -o wide"
        )
    );
}

#[test]
fn nodes_come_with_their_workers() {
    let mut lab = Lab::demo();
    lab.ok("ibmcloud ks cluster config -c classic-dal");
    lab.ok("ibmcloud ks worker-pool resize -c classic-dal -p default --size-per-zone 3");
    let nodes = |lab: &mut Lab| lab.ok("kubectl get nodes").lines().count() - 2;
    assert_eq!(nodes(&mut lab), 2);
    lab.advance(60);
    assert_eq!(nodes(&mut lab), 3);
    assert!(lab.ok("kubectl get nodes").contains("30s"));
}

#[test]
fn events_tell_what_happened_lately() {
    let mut lab = Lab::demo();
    lab.ok("ibmcloud ks cluster config -c vpc-fra");
    assert_snapshot!(lab.transcript(
        "kubectl get events
         kubectl get events -A
         kubectl get events -n kube-system
         kubectl get ev -A -o wide
         kubectl delete pod -n kube-system ibm-vpc-block-csi-controller-0
         kubectl get events -n kube-system
         ibmcloud target -g prod | grep group
         ibmcloud ks api-key reset --region eu-de"
    ));
    assert_snapshot!(
        "an_event_tells_why_a_claim_waits",
        lab.advance(130).transcript(
            "kubectl get pvc -o wide
             kubectl describe pvc -A
             kubectl get events
             kubectl get events -A -o wide
             kubectl get event nothing
             # as viewer@example.com
             ibmcloud ks cluster config -c vpc-fra | grep OK
             kubectl get events"
        )
    );
}

#[test]
fn nodes_report_when_they_are_ready_and_when_not() {
    let mut lab = Lab::demo();
    lab.ok("ibmcloud ks cluster config -c classic-dal");
    let worker = {
        let cluster = lab.host.account.cluster_called("classic-dal").unwrap();
        cluster.workers.keys().next().unwrap().to_string()
    };
    lab.ok(&format!(
        "ibmcloud ks worker reboot -c classic-dal -w {worker} -f"
    ));
    let restarting = lab.advance(2).transcript("kubectl get events");
    assert!(restarting.contains("2s          Normal   NodeNotReady   node/10."));
    let restarted = lab.advance(600).transcript("kubectl get events");
    assert!(restarted.contains("Normal   NodeReady   node/10."));
    let later = lab.advance(3_600).ok("kubectl get events");
    assert_eq!(later, "No resources found in default namespace.\n[0]\n");
}

#[test]
fn r26_pods_hold_the_old_key_until_they_are_made_again() {
    let mut lab = Lab::demo();
    let stale = |lab: &Lab| -> Vec<String> {
        let account = &lab.host.account;
        let cluster = account.cluster_called("vpc-fra").unwrap();
        let addons = cluster.addons.values();
        addons
            .filter(|addon| addon.is_stale(account, cluster))
            .map(|addon| addon.name.clone())
            .collect()
    };
    assert_snapshot!(lab.transcript(
        "# as admin@example.com
         ibmcloud target -g prod
         ibmcloud ks api-key reset --region eu-de
         ibmcloud ks cluster config -c vpc-fra | grep Added"
    ));
    assert_eq!(stale(&lab), ["cluster-autoscaler", "vpc-block-csi-driver"]);
    assert_snapshot!(
        "a_claim_waits",
        lab.advance(120).transcript(
            "kubectl get pvc
             kubectl describe pvc data-pvc
             ibmcloud ks cluster health issues -c vpc-fra
             kubectl delete pod -n kube-system ibm-vpc-block-csi-controller-0
             kubectl get pods -n kube-system | grep ibm-vpc-block-csi-controller"
        )
    );
    assert_eq!(stale(&lab), ["cluster-autoscaler"]);
    let autoscaler = {
        let cluster = lab.host.account.cluster_called("vpc-fra").unwrap();
        let addon = &cluster.addons["cluster-autoscaler"];
        addon.controller.as_ref().unwrap().pod.clone()
    };
    assert_snapshot!(
        "pods_made_again_hold_the_new_key",
        lab.advance(77).transcript(&format!(
            "kubectl get pods -n kube-system | grep ibm-vpc-block-csi-controller
             kubectl get pvc -n default
             kubectl describe pvc
             kubectl delete pod -n kube-system {autoscaler}
             kubectl delete pod -n kube-system {autoscaler}
             kubectl get pods -n kube-system | grep cluster-autoscaler
             ibmcloud ks cluster health issues -c vpc-fra"
        ))
    );
    assert!(stale(&lab).is_empty());
}

#[test]
fn r40_kubectl_takes_service_roles() {
    let mut lab = Lab::demo();
    lab.ok("ibmcloud iam user-policy-create editor@example.com --roles Reader --service-name containers-kubernetes");
    let node_pod = {
        lab.ok("ibmcloud ks cluster config -c vpc-fra");
        let pods = lab.ok("kubectl get pods -n kube-system");
        let line = pods.lines().find(|line| line.starts_with("calico-node"));
        line.unwrap().split(' ').next().unwrap().to_string()
    };
    assert_snapshot!(lab.transcript(&format!(
        "# as viewer@example.com
         ibmcloud ks cluster config -c vpc-fra | grep OK
         kubectl get pods -n kube-system
         kubectl get pods -A
         kubectl get pod -n kube-system ibm-vpc-block-csi-controller-0
         kubectl get nodes
         kubectl describe pvc
         kubectl delete pod -n kube-system ibm-vpc-block-csi-controller-0
         kubectl delete pod nothing
         # as editor@example.com
         ibmcloud ks cluster config -c vpc-fra | grep OK
         kubectl get pods -n kube-system | grep controller
         kubectl delete pod -n kube-system ibm-vpc-block-csi-controller-0
         # as ci-deployer
         ibmcloud ks cluster config -c vpc-fra | grep OK
         kubectl get pods
         # as admin@example.com
         ibmcloud ks cluster config -c vpc-fra | grep OK
         kubectl delete pod nothing
         kubectl delete pod -n kube-system nothing
         kubectl delete pod -n kube-system {node_pod}"
    )));
}

#[test]
fn r122_bindings_made_by_hand_outlive_the_access_of_their_user() {
    assert_snapshot!(Lab::demo().transcript(
        "ibmcloud ks cluster config -c vpc-fra
         kubectl get clusterrolebindings -o wide
         kubectl create clusterrolebinding ops --clusterrole=cluster-admin --user=IAM#viewer@example.com
         kubectl create clusterrolebinding ops --clusterrole=view --user=IAM#viewer@example.com
         kubectl create clusterrolebinding more --clusterrole=king --user=IAM#viewer@example.com
         kubectl create clusterrolebinding more
         kubectl get clusterrolebindings
         # as viewer@example.com
         ibmcloud ks cluster config -c vpc-fra
         kubectl delete pod -n kube-system nothing
         kubectl delete clusterrolebinding ibm-admin
         kubectl delete clusterrolebinding nothing
         kubectl delete clusterrolebinding ops
         kubectl get clusterrolebinding ops
         kubectl create clusterrolebinding again --clusterrole=view --user=IAM#viewer@example.com"
    ));
}
