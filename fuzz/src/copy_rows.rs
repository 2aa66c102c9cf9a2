//! Rows and fields of COPY data.

use dmscrub::dump::copy_text::{Rows, decode, encode_into, is_null};

use super::support::choice;

pub fn run(data: &[u8]) {
    let (choice, data) = choice(data);
    let wanted = choice % 8 + 1;
    let (mut all, mut some, mut encoded) = (Vec::new(), Vec::new(), Vec::new());
    let (mut every, mut few) = (Rows::new(data), Rows::new(data));
    loop {
        let at = every.position();
        all.clear();
        some.clear();
        let found = every.next(usize::MAX, &mut all);
        assert_eq!(found, few.next(wanted, &mut some), "fields that are wanted");
        let Some(row) = found else {
            assert_eq!(every.position(), at);
            break;
        };
        assert!(row.content.start == at && row.next > row.content.end);
        assert_eq!(row.count(1), all.len());
        assert_eq!(some[..], all[..wanted.min(all.len())]);
        let joined: Vec<&[u8]> = all.iter().map(|field| &data[field.range()]).collect();
        assert_eq!(joined.join(&b'\t'), data[row.content]);
        for field in joined {
            let value = decode(field);
            encoded.clear();
            encode_into(&value, &mut encoded);
            assert!(
                !encoded
                    .iter()
                    .any(|byte| matches!(byte, b'\t' | b'\n' | b'\r'))
            );
            assert!(!is_null(&encoded), "a value became NULL");
            assert_eq!(decode(&encoded), value);
        }
    }
}
