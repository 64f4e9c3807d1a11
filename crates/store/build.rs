//! Compiles the crate again when a migration is added: the compiler itself does not see the folder.

fn main() {
    println!("cargo:rerun-if-changed=migrations");
}
