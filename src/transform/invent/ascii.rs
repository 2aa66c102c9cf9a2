//! Names in the letters that addresses on the internet take.

/// Appends a name as lower-case ASCII letters: accents fall off, blanks and punctuation are left
/// out. `false`, and `out` as it was, where a letter has no such form (other scripts).
pub(in crate::transform) fn push_folded(name: &str, out: &mut Vec<u8>) -> bool {
    // Nearly all names are a few letters and nothing else. For so many bytes at once, whatever their
    // number, there are instructions.
    let mut letters = [b'a'; 16];
    if let Some(to) = letters.get_mut(..name.len()) {
        to.copy_from_slice(name.as_bytes());
        let letter = |all: bool, byte: &u8| all & byte.is_ascii_alphanumeric();
        if letters.iter().fold(true, letter) {
            letters.make_ascii_lowercase();
            out.extend_from_slice(&letters[..name.len()]);
            return !name.is_empty();
        }
    }
    let start = out.len();
    if name.is_ascii() {
        let letters = name.bytes().filter(u8::is_ascii_alphanumeric);
        out.extend(letters.map(|byte| byte.to_ascii_lowercase()));
        return out.len() > start;
    }
    for c in name.chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase() as u8);
        } else if c.is_alphanumeric() {
            let Some(folded) = fold(c) else {
                out.truncate(start);
                return false;
            };
            out.extend_from_slice(folded.as_bytes());
        }
    }
    out.len() > start
}

/// The Latin letters of the locales' lists, and the rest of Latin-1.
fn fold(c: char) -> Option<&'static str> {
    Some(match c {
        'À' | 'Á' | 'Â' | 'Ã' | 'Å' | 'à' | 'á' | 'â' | 'ã' | 'å' | 'ă' | 'ą' | 'ā' => {
            "a"
        }
        'Ä' | 'ä' | 'Æ' | 'æ' => "ae",
        'Ç' | 'ç' | 'ć' | 'č' | 'Č' | 'Ć' => "c",
        'Ð' | 'ð' | 'ď' | 'đ' => "d",
        'È' | 'É' | 'Ê' | 'Ë' | 'è' | 'é' | 'ê' | 'ë' | 'ę' | 'ě' | 'ē' => "e",
        'ğ' | 'Ğ' => "g",
        'Ì' | 'Í' | 'Î' | 'Ï' | 'ì' | 'í' | 'î' | 'ï' | 'ı' | 'İ' => "i",
        'ł' | 'Ł' => "l",
        'Ñ' | 'ñ' | 'ń' | 'ň' => "n",
        'Ò' | 'Ó' | 'Ô' | 'Õ' | 'Ø' | 'ò' | 'ó' | 'ô' | 'õ' | 'ø' | 'ő' => "o",
        'Ö' | 'ö' | 'Œ' | 'œ' => "oe",
        'ř' => "r",
        'ş' | 'Ş' | 'š' | 'Š' | 'ś' => "s",
        'ß' => "ss",
        'ţ' | 'ť' => "t",
        'Þ' | 'þ' => "th",
        'Ù' | 'Ú' | 'Û' | 'ù' | 'ú' | 'û' | 'ů' | 'ű' => "u",
        'Ü' | 'ü' => "ue",
        'Ŵ' | 'ŵ' => "w",
        'Ý' | 'ý' | 'ÿ' | 'Ŷ' | 'ŷ' => "y",
        'ž' | 'Ž' | 'ź' | 'ż' => "z",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_or_says_no() {
        let fold = |name| {
            let mut out = b"x".to_vec();
            let done = push_folded(name, &mut out);
            (done, String::from_utf8(out).expect("ascii"))
        };
        assert_eq!(fold("O'Connell"), (true, "xoconnell".to_owned()));
        assert_eq!(fold("Maximiliane"), (true, "xmaximiliane".to_owned()));
        assert_eq!(
            fold("abcdefghijklmnoPQ"),
            (true, "xabcdefghijklmnopq".to_owned())
        );
        assert_eq!(fold(""), (false, "x".to_owned()));
        assert_eq!(fold("Jürgen-Groß"), (true, "xjuergengross".to_owned()));
        assert_eq!(fold("佐藤"), (false, "x".to_owned()));
        assert_eq!(fold("--"), (false, "x".to_owned()));
    }
}
