#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| credlab_fuzz::event(data));
