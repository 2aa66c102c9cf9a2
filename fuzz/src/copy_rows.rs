//! Rows and fields of COPY data.

use dmscrub::dump::copy_text::{decode, encode_into, is_null, line, split};

use super::support::choice;

pub fn run(data: &[u8]) {
    let (choice, data) = choice(data);
    let wanted = choice % 8 + 1;
    let (mut all, mut some, mut encoded) = (Vec::new(), Vec::new(), Vec::new());
    let mut at = 0;
    while let Some(found) = line(data, at) {
        assert!(found.content.start == at && found.next > found.content.end);
        at = found.next;
        let row = &data[found.content];
        let count = split(row, row.len() + 1, &mut all);
        assert_eq!(count, all.len());
        assert_eq!(
            split(row, wanted, &mut some),
            count,
            "fields beyond those wanted"
        );
        assert_eq!(some[..], all[..wanted.min(count)]);
        let joined: Vec<&[u8]> = all.iter().map(|range| &row[range.clone()]).collect();
        assert_eq!(joined.join(&b'\t'), row);
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
