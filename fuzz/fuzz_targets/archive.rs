#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| dmscrub_fuzz::archive::run(data));
