//! `dmscrub report FILE`: a report for people, compared with another, verified.

mod show;

use std::path::Path;

use super::args::ReportArgs;
use super::diagnostic::Printer;
use super::page;
use crate::error::Result;
use crate::prove::report::compare::compare;
use crate::prove::report::file::{self, ReportFile};
use crate::prove::report::html::{self, Signed};
use crate::prove::report::sign;

/// Shows a report.
pub fn run(args: &ReportArgs, printer: &Printer) -> Result<()> {
    let (mut report, bytes) = file::read(&args.file)?;
    let signed = match &args.verify {
        Some(key) => {
            sign::verify(&report, &bytes, &sign::read_public(key)?)?;
            printer.note("the signature holds: the report is as the run wrote it");
            Signed::Verified
        }
        None if report.signature.is_some() => Signed::Unverified,
        None => Signed::No,
    };
    if let Some(verdict) = &args.audit {
        report.audit = Some(file::read_audit(verdict)?);
    }
    let old = args.against.as_deref().map(file::read).transpose()?;
    let changes = old.map(|(old, _)| compare(&old, &report));
    let against = args.against.as_deref().map(name);
    let against = against.as_deref().zip(changes.as_deref());
    if let Some(out) = &args.html {
        let page = html::page(&report, signed, against)?;
        ReportFile::create(out)?.write(page.as_bytes())?;
        printer.note(&format!("wrote `{}`", out.display()));
        return Ok(());
    }
    page::print(show::text(&report, signed, against).as_bytes())
}

fn name(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
