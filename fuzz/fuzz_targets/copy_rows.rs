#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| dmscrub_fuzz::copy_rows::run(data));
