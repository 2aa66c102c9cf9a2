//! One run: an input of any format, through the scrubber, to an output of the same format or a plain
//! one.

use std::io::IsTerminal;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::archive::{
    self, CustomSource, CustomTarget, DirectorySource, DirectoryTarget, Means, Source, TarSource,
    TarTarget, Target, restrict_key,
};
use super::digest::{Digests, Folder};
use super::input::{Input, Kind};
use super::output::Output;
use super::progress::Progress;
use super::spill::SpillFile;
use super::workers::{RowCrew, Workers};
use crate::dump::archive::script::ScriptOptions;
use crate::dump::archive::toc::{Algorithm, Compression, Toc};
use crate::error::{Error, Result};
use crate::exit::ExitCode;
use crate::rules::model::RuleSet;
use crate::scrub::hold::Store;
use crate::scrub::scrubber::{Account, Options, Scrubber};
use crate::scrub::watch::Watch;
use crate::transform::bind::Run;

/// What is to be done.
pub struct Job<'a> {
    /// The rules.
    pub rules: Arc<RuleSet>,
    /// Key and time.
    pub run: Arc<Run>,
    /// What is asked of the output.
    pub options: Options,
    /// The input; `None` is stdin.
    pub input: Option<&'a Path>,
    /// What it must be; `None`: whatever its first bytes say.
    pub from: Option<Kind>,
    /// The output; `None` is stdout.
    pub output: Option<&'a Path>,
    /// An archive becomes a script.
    pub to_plain: bool,
    /// As pg_restore's, for a script made of an archive.
    pub clean: bool,
    /// As pg_restore's, for a script made of an archive.
    pub create: bool,
    /// How the output is compressed; `None`: archives as they were, a plain one not.
    pub compress: Option<Compression>,
    /// Threads that work beside the run.
    pub workers: Arc<Workers>,
    /// Takes the digests of input and output, where somebody asks for them.
    pub digests: Option<Digests>,
    /// Makes who looks on while rows are decided.
    pub watcher: Option<Watcher>,
}

/// Makes somebody who looks on: one for each time the dump is decided.
pub type Watcher = Arc<dyn Fn() -> Box<dyn Watch> + Send + Sync>;

/// What a run came to, also where it failed.
#[derive(Debug, Default)]
pub struct Summary {
    /// What the input is, once its first bytes have told.
    pub kind: Option<Kind>,
    /// Bytes of the input as it is stored.
    pub stored: u64,
    /// Bytes of the dump: of an archive as it is stored, else decompressed.
    pub bytes_in: u64,
    /// Bytes written; none where the run failed.
    pub bytes_out: u64,
    /// What became of the dump.
    pub account: Account,
}

/// Cleans one dump. What is known of it goes to `summary`, whatever happens.
///
/// # Errors
/// Exit 2 to 6, or 128 + N. What was written before is then made unloadable (stdout) or removed (a
/// file).
pub fn filter(job: &Job<'_>, mut progress: Progress, summary: &mut Summary) -> Result<()> {
    if let Some(folder) = job.input.filter(|path| path.is_dir()) {
        Kind::Directory.require(job.from)?;
        summary.kind = Some(Kind::Directory);
        let mut source = DirectorySource::open(folder)?;
        let digests = job.digests.as_ref();
        let input = digests.map(|digests| Folder::start(folder, digests.input.clone()));
        let input = input.transpose()?;
        let result = job.directory(&mut source, progress, summary);
        summary.stored = summary.bytes_in;
        result?;
        if let Some(digests) = digests
            && let Some(written) = job.output.filter(|_| !job.to_plain)
        {
            Folder::start(written, digests.output.clone())?.finish();
        }
        if let Some(input) = input {
            input.finish();
        }
        return Ok(());
    }
    // A FIFO waits for its reader; until the input is open, a signal ends that.
    let output = job.output()?;
    let digest = job.digests.as_ref().map(|digests| digests.input.clone());
    let mut input = Input::open_digested(job.input, digest)?;
    let read = Arc::clone(&input.read);
    progress.start(input.size, Arc::clone(&read));
    let kind = input.kind();
    kind.require(job.from)?;
    summary.kind = Some(kind);
    let result = match kind {
        Kind::Plain => job.plain(input, output, progress, summary),
        Kind::Custom => {
            let mut source = CustomSource::new(input);
            job.stream(&mut source, kind, output, progress, summary)
        }
        Kind::Tar | Kind::Directory => {
            let mut source = TarSource::new(input);
            job.stream(&mut source, kind, output, progress, summary)
        }
    };
    summary.stored = read.load(Ordering::Relaxed);
    result
}

impl Job<'_> {
    fn scrubber(&self) -> Result<Scrubber> {
        let (rules, run) = (Arc::clone(&self.rules), Arc::clone(&self.run));
        let scrubber = Scrubber::new(rules, run, self.options)
            .with_spills(|| SpillFile::beside(&self.workers))?;
        Ok(match &self.watcher {
            Some(watcher) => scrubber.watched_by(watcher()),
            None => scrubber.with_crew(RowCrew::of(&self.workers)),
        })
    }

    fn output(&self) -> Result<Output> {
        let digest = self.digests.as_ref().map(|digests| digests.output.clone());
        Output::open(self.output)?.digested(digest)
    }

    fn compressed(&self, output: Output) -> Output {
        match self.compress {
            Some(compression) => output.compressed(compression, &self.workers),
            None => output,
        }
    }

    fn plain(
        &self,
        mut input: Input,
        output: Output,
        mut progress: Progress,
        summary: &mut Summary,
    ) -> Result<()> {
        if self.clean || self.create {
            return Err(Error::usage(
                "--clean and --create are for archives: a plain dump is what pg_dump made it",
            )
            .hint("pg_dump --clean --create"));
        }
        let mut output = self.compressed(output);
        let mut scrubber = self.scrubber()?.with_input_again(input.again());
        let result = pump(
            &mut input,
            &mut scrubber,
            &mut output,
            &mut progress,
            &mut summary.bytes_in,
            &self.workers,
        );
        progress.finish();
        ended(result, scrubber, output, summary)
    }

    /// An archive that is one stream.
    fn stream(
        &self,
        source: &mut dyn Source,
        kind: Kind,
        output: Output,
        progress: Progress,
        summary: &mut Summary,
    ) -> Result<()> {
        let toc = source.contents()?;
        if self.to_plain {
            return self.script(source, &toc, output, progress, summary);
        }
        self.only_archives()?;
        if self.output.is_none() && std::io::stdout().is_terminal() {
            return Err(Error::usage("an archive is not written to a terminal")
                .hint("-o FILE, or `| pg_restore -d DATABASE`, or --to plain"));
        }
        let compressed = self
            .compress
            .is_some_and(|compression| compression.algorithm != Algorithm::None);
        if kind == Kind::Tar && compressed {
            return Err(Error::usage("tar archives are not compressed")
                .hint("compress the whole: `dmscrub … | zstd`"));
        }
        let target: Box<dyn Target> = if kind == Kind::Tar {
            Box::new(TarTarget::new(
                output,
                self.store()?,
                restrict_key(&self.run),
            ))
        } else {
            Box::new(CustomTarget::new(output))
        };
        self.same(source, &toc, target, progress, summary)
    }

    /// An archive that is a folder.
    fn directory(
        &self,
        source: &mut dyn Source,
        progress: Progress,
        summary: &mut Summary,
    ) -> Result<()> {
        let toc = source.contents()?;
        if self.to_plain {
            return self.script(source, &toc, self.output()?, progress, summary);
        }
        self.only_archives()?;
        let folder = self.output.ok_or_else(|| {
            Error::usage("a directory archive is written to a directory")
                .hint("-o NEW_DIRECTORY, or --to plain")
        })?;
        let target = DirectoryTarget::create(folder)?;
        self.same(source, &toc, Box::new(target), progress, summary)
    }

    /// Options that an archive's reader has.
    fn only_archives(&self) -> Result<()> {
        for (given, name) in [
            (self.clean, "--clean"),
            (self.create, "--create"),
            (self.options.if_exists, "--if-exists"),
        ] {
            if given {
                return Err(Error::usage(format!("{name} is for plain output"))
                    .hint(format!("`… | pg_restore {name} …`, or --to plain")));
            }
        }
        Ok(())
    }

    fn same(
        &self,
        source: &mut dyn Source,
        toc: &Toc,
        target: Box<dyn Target>,
        mut progress: Progress,
        summary: &mut Summary,
    ) -> Result<()> {
        let mut scrubber = self.scrubber()?;
        let result = archive::to_archive(
            source,
            toc,
            &Means {
                compression: self.compress,
                workers: &self.workers,
                store: &|| self.store(),
            },
            &mut scrubber,
            target,
            &mut progress,
        );
        progress.finish();
        summary.bytes_in = source.bytes_read();
        summary.account = scrubber.into_account();
        summary.bytes_out = result?;
        Ok(())
    }

    /// What data waits in.
    fn store(&self) -> Result<Store> {
        let spill = SpillFile::beside(&self.workers)?;
        Ok(Store::new(self.options.hold_memory, spill))
    }

    fn script(
        &self,
        source: &mut dyn Source,
        toc: &Toc,
        output: Output,
        mut progress: Progress,
        summary: &mut Summary,
    ) -> Result<()> {
        // What the contents tell is decided before anything is written.
        let mut before = self.scrubber()?;
        if let Err(error) = before.contents(toc) {
            summary.account = before.into_account();
            return Err(error);
        }
        let options = ScriptOptions {
            clean: self.clean,
            create: self.create,
            no_owner: self.options.no_owner,
            no_acl: self.options.no_acl,
            restrict_key: restrict_key(&self.run),
        };
        let mut output = self.compressed(output);
        let mut scrubber = self.scrubber()?;
        let result = archive::to_plain(
            source,
            toc,
            options,
            &mut scrubber,
            &mut output,
            &mut progress,
        )
        .and_then(|()| scrubber.finish(&mut output));
        progress.finish();
        summary.bytes_in = source.bytes_read();
        ended(result, scrubber, output, summary)
    }
}

/// A plain output gets its end: its name, or what makes it unloadable.
fn ended(
    result: Result<()>,
    scrubber: Scrubber,
    output: Output,
    summary: &mut Summary,
) -> Result<()> {
    match result {
        Ok(()) => {
            summary.account = scrubber.into_account();
            summary.bytes_out = output.finish()?;
            Ok(())
        }
        Err(error) => {
            let file = output.is_file();
            output.abandon(&scrubber.poison());
            let committed = scrubber.committed().join(", ");
            summary.account = scrubber.into_account();
            let error = match error.exit() {
                ExitCode::Signal(_) if !file => {
                    error.hint("the output is marked as incomplete and can't be loaded")
                }
                _ => error,
            };
            // A file is gone with all that was in it.
            Err(if file || committed.is_empty() {
                error
            } else {
                error.hint(format!("committed before, each on its own: {committed}"))
            })
        }
    }
}

fn pump(
    input: &mut Input,
    scrubber: &mut Scrubber,
    output: &mut Output,
    progress: &mut Progress,
    bytes_in: &mut u64,
    workers: &Workers,
) -> Result<()> {
    loop {
        if !input.has_come() {
            // The reader sees what is done before the next wait for input.
            scrubber.idle(output)?;
            output.flush()?;
        }
        let Some(event) = input.wait_or(workers.done()) else {
            continue;
        };
        match event.into_bytes() {
            Ok(Some(chunk)) => {
                *bytes_in += chunk.len() as u64;
                scrubber.push(chunk, output)?;
                progress.update(*bytes_in, scrubber);
            }
            Ok(None) => return scrubber.finish(output),
            Err(error) => return Err(scrubber.cut_off(error, output)),
        }
    }
}
