//! Tables of contents of archives, and the script that is made of one.

use bytes::Bytes;
use dmscrub::dump::archive::files::{file_name, read_list};
use dmscrub::dump::archive::reader::Reader;
use dmscrub::dump::archive::script::{Script, ScriptOptions};
use dmscrub::dump::archive::tar;
use dmscrub::dump::archive::toc::Toc;

use super::support::{KEEP_ALL, Parts, Setup, choice};

pub fn run(data: &[u8]) {
    let (choice, bytes) = choice(data);
    let bytes = Bytes::copy_from_slice(bytes);
    let _ = read_list(&bytes);
    let mut members = Reader::new(Parts::new(bytes.clone(), choice + 1));
    let _ = tar::next_member(&mut members);
    let Ok(toc) = Toc::read(&mut Reader::new(Parts::new(bytes, choice + 1))) else {
        return;
    };
    let written = toc.write();
    let again = Toc::read(&mut Reader::new(Some(Bytes::from(written.clone()))));
    let again = again.expect("what was written can be read");
    assert_eq!(
        again.write(),
        written,
        "another table of contents came back"
    );
    assert_eq!(again.entries, toc.entries);
    for entry in &toc.entries {
        if let Ok(name) = file_name(entry, toc.header.minor) {
            let leaves = name.contains(['/', '\0']) || name.starts_with('.');
            assert!(!leaves, "a name that leads out of the archive");
        }
    }
    let options = ScriptOptions {
        clean: choice & 1 != 0,
        create: choice & 2 != 0,
        no_owner: choice & 4 != 0,
        no_acl: choice & 8 != 0,
        restrict_key: "key".to_owned(),
    };
    if let Ok(mut script) = Script::new(&toc, options) {
        let mut text = Vec::new();
        script.start(&mut text);
        for entry in script.entries() {
            script.entry(entry, &mut text);
            script.data_start(entry, &mut text);
            script.data_in_file(entry, "1.dat", &mut text);
        }
        script.end(&mut text);
    }
    let _ = Setup::new(KEEP_ALL).scrubber(true).contents(&toc);
}
