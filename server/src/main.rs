//! The `credlab` program.

use std::process::ExitCode;

// The work is short and waits mostly for the disk: more threads would cost memory and gain nothing.
#[tokio::main(worker_threads = 2)]
async fn main() -> ExitCode {
    credlab_server::main().await
}
