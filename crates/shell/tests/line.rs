//! Lines as a shell takes them.

mod common;

use common::Lab;
use insta::assert_snapshot;

#[test]
fn words_that_are_no_programs_are_not_found() {
    let mut lab = Lab::demo();
    assert_snapshot!(lab.run("terraform apply"), @"");
    assert_snapshot!(lab.run("ibmclod login"), @"");
    assert_snapshot!(lab.run("ks cluster ls"), @"");
    assert_snapshot!(lab.run(""), @"");
}
