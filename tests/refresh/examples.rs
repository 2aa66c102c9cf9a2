//! The examples do what they say.

use std::path::Path;
use std::process::{Command, Stdio};

use dmscrub::refresh::config::{Config, Whom};
use dmscrub::refresh::secret::From;
use dmscrub::refresh::step::STEPS;

const CONFIG: &str = "examples/refresh.yaml";
const JENKINSFILE: &str = include_str!("../../examples/Jenkinsfile");

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn config() -> Config {
    Config::load(&root().join(CONFIG)).expect("the example is right")
}

/// Variables that the configuration names as secrets.
fn variables(config: &Config) -> Vec<String> {
    let secrets = config.secrets();
    let names = secrets.iter().map(|secret| match &secret.from {
        From::Env(name) => name.clone(),
        From::File(path) => panic!("{}: a variable in the example", path.display()),
    });
    names.collect()
}

#[test]
fn the_plan_has_every_step_and_job_and_shows_no_secret() {
    let config = config();
    for target in ["preview", "staging", "s3"] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dmscrub"));
        command
            .args(["refresh", target, "--plan", "--config", CONFIG])
            .current_dir(root())
            .stdin(Stdio::null());
        for name in variables(&config) {
            command.env(&name, format!("the-secret-of-{name}"));
        }
        let output = command.output().expect("dmscrub can be started");
        let plan = String::from_utf8(output.stdout).expect("a text");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{said}");
        assert!(!plan.contains("the-secret-of") && !said.contains("the-secret-of"));
        let named: Vec<&str> = plan
            .lines()
            .filter_map(|line| line.split(' ').next())
            .filter(|name| !name.is_empty() && *name != "notify")
            .collect();
        let steps: Vec<&str> = STEPS.iter().map(|step| step.name).collect();
        assert_eq!(named, steps, "{plan}");
        let jobs = &config.targets[target];
        let jobs: Vec<&str> = jobs
            .migrate
            .iter()
            .chain(&jobs.after)
            .map(|call| &*call.job)
            .collect();
        assert_eq!(jobs.is_empty(), target == "s3");
        for job in jobs {
            assert!(plan.contains(&format!("build job `{job}`")), "{plan}");
        }
        assert!(plan.contains("the job `notify-slack` on start, success, failure"));
    }
}

#[test]
fn the_jobs_are_those_that_the_move_has_always_had() {
    let config = config();
    for stage in ["preview", "staging"] {
        let target = &config.targets[stage];
        assert_eq!(
            target.migrate.as_ref().expect("a migration").job,
            "database-migration-paas"
        );
        let after: Vec<&str> = target.after.iter().map(|call| &*call.job).collect();
        let index = format!("create-index-{stage}");
        let alias = format!("update-index-alias-{stage}");
        let (functional, visual) = (
            format!("functional-tests-{stage}"),
            format!("visual-regression-{stage}"),
        );
        assert_eq!(
            after,
            [&*index, &*alias, &*index, &*alias, &*functional, &*visual]
        );
    }
    assert!(
        config
            .notify
            .iter()
            .any(|it| matches!(&it.whom, Whom::Job(call) if call.job == "notify-slack"))
    );
}

#[test]
fn the_pipeline_sets_every_secret_and_calls_what_there_is() {
    for name in variables(&config()) {
        // `X = credentials(…)` of a user and a password gives X_USR and X_PSW.
        let pair = name.strip_suffix("_USR").or(name.strip_suffix("_PSW"));
        let set = format!("        {} = credentials(", pair.unwrap_or(&name));
        assert!(JENKINSFILE.contains(&set), "{name}");
    }
    for target in config().targets.keys() {
        assert!(JENKINSFILE.contains(&format!("{target}: '")), "{target}");
    }
    let call = JENKINSFILE
        .split("sh '")
        .nth(1)
        .and_then(|rest| rest.split('\'').next());
    let call = call
        .expect("a call")
        .replace("\"$TARGET\"", "s3")
        .replace("$RESUME", "");
    let words: Vec<&str> = call.split_whitespace().collect();
    let output = Command::new(env!("CARGO_BIN_EXE_dmscrub"))
        .args(&words[1..])
        .arg("--plan")
        .current_dir(root())
        .output()
        .expect("dmscrub can be started");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}
