//! Lines as a shell takes them.

mod common;

use common::Lab;
use insta::assert_snapshot;

#[test]
fn words_that_are_no_programs_are_not_found() {
    assert_snapshot!(Lab::demo().transcript(
        "terraform apply
         ibmclod login
         ks cluster ls
         echo 'unfinished"
    ));
    assert_eq!(Lab::demo().run("  "), "[0]\n");
    assert!(Lab::demo().reply("clear").clear);
    assert_eq!(Lab::demo().run("exit"), "[0]\n");
}

#[test]
fn what_this_shell_lacks_is_named() {
    assert_snapshot!(Lab::demo().transcript(
        "ibmcloud target; ibmcloud regions
         ibmcloud target && ibmcloud regions
         ibmcloud regions > file
         ibmcloud regions | wc -l
         ibmcloud regions | grep -v us
         ibmcloud target -r $(echo us-south)
         ibmcloud target -g <resource_group_name>"
    ));
}

#[test]
fn grep_filters_standard_output_by_lines() {
    assert_snapshot!(Lab::demo().transcript(
        "ibmcloud regions | grep us-
         ibmcloud regions | grep -i DALLAS | grep us
         ibmcloud regions | grep mars
         ibmcloud target -r mars | grep region
         ibmcloud account user-remove leaver@example.com | grep OK
         ibmcloud account user-remove leaver@example.com | grep OK
           < y"
    ));
}

#[test]
fn names_in_messages_and_tables_are_coloured() {
    let output = Lab::demo()
        .reply("ibmcloud resource groups --default")
        .output;
    let ansi = output.ansi(credlab_shell::Stream::Out);
    assert!(
        ansi.contains("\u{1b}[36;1mowner@example.com\u{1b}[0m..."),
        "{ansi:?}"
    );
    assert!(
        ansi.contains("\u{1b}[32;1mOK\u{1b}[0m\n\u{1b}[1mName\u{1b}[0m"),
        "{ansi:?}"
    );
    let output = Lab::demo().reply("ibmcloud target -r mars").output;
    assert_eq!(
        output.ansi(credlab_shell::Stream::Err),
        "\u{1b}[31;1mFAILED\u{1b}[0m\nRegion 'mars' was not found.\n\n"
    );
    let output = Lab::demo().reply("ibmcloud target -r mars -q").output;
    assert_eq!(output.plain(None), "Region 'mars' was not found.\n");
}

#[test]
fn comments_are_passed_over_whatever_they_hold() {
    let mut lab = Lab::demo();
    for line in ["# don't run (this); it's | a note", "  #", "#x && y"] {
        assert_eq!(lab.run(line), "[0]\n", "{line}");
    }
}
