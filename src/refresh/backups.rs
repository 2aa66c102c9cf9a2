//! Which object is the newest backup.

use std::path::Path;
use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use regex::Regex;

use super::config::Source;
use super::failed;
use super::s3::{Bucket, Object};
use crate::error::Result;

/// A backup in the source's bucket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backup {
    /// The object.
    pub object: Object,
    /// What orders backups.
    pub stamp: String,
}

/// How a choice was made.
#[derive(Debug)]
pub struct Choice {
    /// The newest backup.
    pub backup: Backup,
    /// How many keys are those of backups.
    pub of: u64,
    /// How many are not.
    pub others: u64,
}

/// The newest backup of `source` in its `bucket`.
///
/// # Errors
/// Exit 7 where there is none, where it is too old, or where the bucket can't be listed.
pub async fn newest(bucket: &Bucket, source: &Source, now: Timestamp) -> Result<Choice> {
    let mut choosing = Choosing::default();
    bucket
        .list(&source.prefix, |object| {
            choosing.consider(&source.key, object)
        })
        .await?;
    let Choosing { best, of, others } = choosing;
    let backup = best.ok_or_else(|| {
        let under = match source.prefix.as_str() {
            "" => String::new(),
            prefix => format!(" that begin with `{prefix}`"),
        };
        failed(format!(
            "no backup in bucket `{}`: of {others} keys{under} none matches `{}`",
            source.bucket,
            source.key.as_str()
        ))
        .at_rule(&source.position)
        .hint(format!(
            "look what there is: aws s3 ls s3://{}/",
            source.bucket
        ))
    })?;
    if let Some(max_age) = source.max_age {
        check_age(&backup, max_age, now)?;
    }
    Ok(Choice { backup, of, others })
}

#[derive(Default)]
struct Choosing {
    best: Option<Backup>,
    of: u64,
    others: u64,
}

impl Choosing {
    fn consider(&mut self, pattern: &Regex, object: Object) {
        let Some(stamp) = stamp(pattern, &object.key) else {
            self.others += 1;
            return;
        };
        self.of += 1;
        let found = Backup { object, stamp };
        if self
            .best
            .as_ref()
            .is_none_or(|best| found.order() > best.order())
        {
            self.best = Some(found);
        }
    }
}

impl Backup {
    fn order(&self) -> (Order<'_>, &str) {
        (Order::of(&self.stamp), &self.object.key)
    }
}

/// What orders stamps: their time where they read as one, else their number, else their text.
#[derive(PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Order<'a> {
    time: Option<DateTime>,
    /// Digits of a number, without leading zeros; the longer number is the larger one.
    digits: usize,
    text: &'a str,
}

impl<'a> Order<'a> {
    /// The place of this stamp among others.
    pub fn of(stamp: &'a str) -> Self {
        let number = stamp.bytes().all(|byte| byte.is_ascii_digit());
        let text = if number {
            stamp.trim_start_matches('0')
        } else {
            stamp
        };
        Self {
            time: civil_time(stamp),
            digits: if number { text.len() } else { 0 },
            text,
        }
    }
}

/// The stamp in a key, where it is that of a backup.
fn stamp(pattern: &Regex, key: &str) -> Option<String> {
    let stamp = pattern.captures(key)?.name("stamp")?.as_str();
    (!stamp.is_empty()).then(|| stamp.to_owned())
}

/// The stamp of a local dump: by its name, as it is, as it was before it was decrypted, or as it was
/// in its folder of the bucket; else by the file's time.
pub fn stamp_of_file(source: Option<&Source>, path: &Path, modified: Timestamp) -> String {
    let by_name = source.and_then(|source| {
        let name = path.file_name()?.to_str()?;
        let folder = source
            .prefix
            .rfind('/')
            .map_or("", |end| &source.prefix[..=end]);
        ["", ".gpg", ".pgp", ".asc"].iter().find_map(|end| {
            stamp(&source.key, &format!("{name}{end}"))
                .or_else(|| stamp(&source.key, &format!("{folder}{name}{end}")))
        })
    });
    by_name.unwrap_or_else(|| {
        let time = TimeZone::UTC.to_datetime(modified);
        time.strftime("%Y%m%d%H%M").to_string()
    })
}

/// A stamp as a time: yyyyMMdd, yyyyMMddHHmm or yyyyMMddHHmmss.
fn civil_time(stamp: &str) -> Option<DateTime> {
    if !stamp.bytes().all(|byte| byte.is_ascii_digit()) || !matches!(stamp.len(), 8 | 12 | 14) {
        return None;
    }
    let number = |from: usize, to: usize| stamp.get(from..to).map_or(Some(0), |it| it.parse().ok());
    DateTime::new(
        stamp[..4].parse().ok()?,
        number(4, 6)?,
        number(6, 8)?,
        number(8, 10)?,
        number(10, 12)?,
        number(12, 14)?,
        0,
    )
    .ok()
}

fn check_age(backup: &Backup, max_age: Duration, now: Timestamp) -> Result<()> {
    let by_stamp = civil_time(&backup.stamp).and_then(|time| TimeZone::UTC.to_timestamp(time).ok());
    let Some(made) = by_stamp.or(backup.object.modified) else {
        return Err(failed(format!(
            "nothing says how old the newest backup, `{}`, is",
            backup.object.key
        ))
        .hint("leave `max_age` out, or let `stamp` be a time such as 202601310300"));
    };
    match Duration::try_from(now.duration_since(made)) {
        Ok(age) if age > max_age => Err(failed(format!(
            "the newest backup, `{}`, is {} old; `max_age` is {}",
            backup.object.key,
            rough(age),
            rough(max_age)
        ))
        .hint("see why no newer one was made; a larger `max_age` takes it all the same")),
        // One from the future is not old.
        _ => Ok(()),
    }
}

/// A duration in its largest two units.
pub fn rough(duration: Duration) -> String {
    let seconds = duration.as_secs();
    let units = [("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1)];
    let mut rest = seconds;
    let mut said = Vec::new();
    for (name, length) in units {
        let count = rest / length;
        rest %= length;
        if count > 0 {
            said.push(format!("{count}{name}"));
        } else if !said.is_empty() {
            break;
        }
        if said.len() == 2 {
            break;
        }
    }
    if said.is_empty() {
        "0s".to_owned()
    } else {
        said.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Position;

    fn source(key: &str, prefix: &str) -> Source {
        Source {
            position: Position {
                file: "refresh.yaml".into(),
                line: 1,
                column: 1,
            },
            bucket: "backups".to_owned(),
            key: Regex::new(key).unwrap(),
            prefix: prefix.to_owned(),
            max_age: None,
            decrypt: None,
        }
    }

    fn chosen(key: &str, keys: &[&str]) -> (Option<String>, u64, u64) {
        let source = source(key, "");
        let mut choosing = Choosing::default();
        for (age, key) in keys.iter().enumerate() {
            choosing.consider(
                &source.key,
                Object {
                    key: (*key).to_owned(),
                    size: 1,
                    etag: None,
                    // The first one listed is the one written last.
                    modified: Timestamp::from_second(1_000_000 - age as i64).ok(),
                },
            );
        }
        (
            choosing.best.map(|best| best.object.key),
            choosing.of,
            choosing.others,
        )
    }

    #[test]
    fn the_newest_by_stamp_is_chosen_and_other_keys_are_not_looked_at() {
        let key = r"^production-(?<stamp>\d{12})\.sql\.gz\.gpg$";
        let keys = [
            "production-202601010300.sql.gz.gpg",
            "production-202601030300.sql.gz.gpg",
            "production-202601020300.sql.gz.gpg",
            "staging-202609010300.sql.gz.gpg",
            "production-202609010300.sql.gz.gpg.tmp",
            "production-999.sql.gz.gpg",
            "",
        ];
        assert_eq!(chosen(key, &keys), (Some(keys[1].to_owned()), 3, 4));
        assert_eq!(chosen(key, &keys[3..]), (None, 0, 4));
    }

    #[test]
    fn stamps_are_times_or_numbers_or_text_and_ties_go_by_key() {
        let key = r"^(?<stamp>[^.]*)\.";
        for (keys, best) in [
            (["9.", "10.", "009."], "10."),
            (
                ["20260131.", "202601310001.", "202601302359."],
                "202601310001.",
            ),
            // No time, and by far the largest number.
            (["20260131.", "99999999999999.", "2026-02-01."], "20260131."),
            (["b.", "a.", "."], "b."),
            (["7.a", "7.c", "7.b"], "7.c"),
        ] {
            assert_eq!(chosen(key, &keys).0.as_deref(), Some(best), "{keys:?}");
        }
    }

    #[test]
    fn age_goes_by_the_stamp_where_that_is_a_time() {
        let now: Timestamp = "2026-01-31T12:00:00Z".parse().unwrap();
        let day = Duration::from_secs(86_400);
        let check = |stamp: &str, modified: &str, max_age| {
            let backup = Backup {
                object: Object {
                    key: format!("db-{stamp}"),
                    size: 1,
                    etag: None,
                    modified: modified.parse().ok(),
                },
                stamp: stamp.to_owned(),
            };
            check_age(&backup, max_age, now).map_err(|error| error.to_string())
        };
        let (old, new) = ("2025-01-01T00:00:00Z", "2026-01-31T11:00:00Z");
        assert!(check("202601301201", old, day).is_ok());
        assert!(check("20260130120100", old, day).is_ok());
        assert!(check("20260131", old, day).is_ok());
        assert!(check("202602010000", old, day).is_ok(), "from the future");
        assert!(check("17", new, day).is_ok());
        assert!(
            check("202613310000", new, day).is_ok(),
            "no such month: no time"
        );
        let says = check("202601281000", new, day).unwrap_err();
        assert_eq!(
            says,
            "the newest backup, `db-202601281000`, is 3d 2h old; `max_age` is 1d"
        );
        assert!(check("17", old, day).unwrap_err().contains("395d 12h old"));
        assert!(
            check("17", "", day)
                .unwrap_err()
                .contains("nothing says how old")
        );
    }

    #[test]
    fn a_local_dump_has_the_stamp_of_its_name_or_of_its_time() {
        let source = source(
            r"^db/production-(?<stamp>\d{12})\.sql\.gz\.gpg$",
            "db/production-",
        );
        let time: Timestamp = "2026-01-31T12:34:56Z".parse().unwrap();
        let stamp = |path: &str| stamp_of_file(Some(&source), Path::new(path), time);
        assert_eq!(
            stamp("/tmp/production-202601010300.sql.gz.gpg"),
            "202601010300"
        );
        assert_eq!(stamp("production-202601010300.sql.gz"), "202601010300");
        assert_eq!(stamp("/tmp/dump.sql"), "202601311234");
        assert_eq!(
            stamp_of_file(None, Path::new("dump.sql"), time),
            "202601311234"
        );
    }

    #[test]
    fn durations_are_told_roughly() {
        for (seconds, says) in [
            (0, "0s"),
            (59, "59s"),
            (3_600, "1h"),
            (90_061, "1d 1h"),
            (86_460, "1d"),
        ] {
            assert_eq!(rough(Duration::from_secs(seconds)), says);
        }
    }
}
