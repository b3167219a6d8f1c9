//! `init`.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};
use chrono_tz::Tz;
use clap::Args;

use crate::cli::Context;
use crate::cli::context::staff_id_of;
use crate::cli::failure::{Failure, print, say};
use crate::domain::message::message;
use crate::domain::policy::{self, Founder, PRESETS};
use crate::git::{CommitRequest, GitError, Identity, Repo};
use crate::render::{self, Diagnostic};
use crate::store::StoreError;
use crate::store::clone_setup::{hooks, merge_driver};
use crate::store::repository::{POLICY, bytes_of};
use crate::store::write::{self, Created, WriteError};

/// Make a repository for complaints
///
/// Lays down policy.toml, cases/ and templates/, makes a git repository where there is none, enters you as staff with
/// the highest role, and commits what it wrote. What is there already stays as it is.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  complaint init complaints && cd complaints\n  complaint init --policy shop --hooks"
)]
pub struct Init {
    /// Where [default: the current folder]
    #[arg(value_name = "DIR")]
    dir: Option<PathBuf>,
    /// The policy to begin with
    #[arg(long, value_name = "PRESET", default_value = PRESETS[0].name, value_parser = presets())]
    policy: String,
    /// Have git judge each commit of complaints before it is made
    #[arg(long)]
    hooks: bool,
}

/// The files beside policy.toml: each with its text.
const FILES: [(&str, &str); 3] = [
    ("cases/.gitkeep", ""),
    ("templates/cases/.gitkeep", ""),
    ("templates/letters/.gitkeep", ""),
];

/// The files that a folder may have already: each with the lines that it needs.
const LINES: [(&str, &[&str]); 2] = [
    (
        ".gitattributes",
        &[
            "cases/**/*.yaml merge=complaint text eol=lf",
            "evidence/** -text",
        ],
    ),
    (".gitignore", &[".complaint/", ".complaint-*.tmp"]),
];

impl Init {
    /// Makes it.
    ///
    /// # Errors
    /// There is one already, or something cannot be written or committed; what was written is then taken back.
    pub fn run(self, context: &Context) -> Result<(), Failure> {
        let dir = self.dir.unwrap_or_else(|| context.folder());
        fs::create_dir_all(&dir).map_err(|source| StoreError::Read {
            path: dir.clone(),
            source,
        })?;
        if dir.join(POLICY).exists() {
            let there = Diagnostic::error(format!("{} has a policy.toml already", dir.display()));
            return Err(Failure::Refused(vec![there.hint(
                "go on with `complaint new`; init never overwrites a policy",
            )]));
        }
        let when = context.dated(time_zone())?;
        let found = Repo::discover(&dir).map_err(StoreError::from)?;
        let git = match &found {
            Some(_) => found.clone(),
            None => new_repository(&dir).map_err(StoreError::from)?,
        };
        let made = git
            .as_ref()
            .filter(|_| found.is_none())
            .map(|git| git.git_dir().to_path_buf());
        let identity = git
            .as_ref()
            .map(Repo::identity)
            .transpose()
            .map_err(StoreError::from)?
            .flatten();
        let founder = identity.and_then(founder);
        let text = policy_text(&self.policy, founder.clone());
        let mut plan = Plan {
            dir: &dir,
            git: git.as_ref(),
            made,
            created: Vec::new(),
            paths: Vec::new(),
            extended: Vec::new(),
        };
        let commit = !context.leaves_commit();
        if let Err(error) = plan
            .lay_down(&text)
            .and_then(|()| if commit { plan.commit(when) } else { Ok(()) })
        {
            plan.undo();
            return Err(error.into());
        }
        if let Some(git) = &git {
            merge_driver::install(git).map_err(StoreError::from)?;
            if self.hooks {
                install_hook(git)?;
            }
        }
        print(&next_steps(&dir, founder.as_ref(), &example(&text)))
    }
}

/// What is being written, so that it can be committed or taken back.
struct Plan<'a> {
    dir: &'a Path,
    git: Option<&'a Repo>,
    /// The git directory that was made for it.
    made: Option<PathBuf>,
    created: Vec<Created>,
    paths: Vec<PathBuf>,
    extended: Vec<(PathBuf, Vec<u8>)>,
}

impl Plan<'_> {
    fn lay_down(&mut self, policy: &str) -> Result<(), StoreError> {
        self.create(POLICY, policy)?;
        for (name, text) in FILES {
            if !self.dir.join(name).exists() {
                self.create(name, text)?;
            }
        }
        for (name, lines) in LINES {
            self.add_lines(name, lines)?;
        }
        Ok(())
    }

    fn create(&mut self, name: &str, text: &str) -> Result<(), StoreError> {
        self.created.push(write::create_new(
            self.dir,
            Path::new(name),
            text.as_bytes(),
        )?);
        self.paths.push(PathBuf::from(name));
        Ok(())
    }

    /// Adds the lines that a file lacks. One with changes of the user's own is left alone, for it would be committed.
    fn add_lines(&mut self, name: &str, lines: &[&str]) -> Result<(), StoreError> {
        let path = PathBuf::from(name);
        if !self.dir.join(&path).exists() {
            return self.create(name, &(lines.join("\n") + "\n"));
        }
        let source = |source| StoreError::Read {
            path: path.clone(),
            source,
        };
        let before = bytes_of(self.dir, &path).map_err(source)?;
        let text = String::from_utf8_lossy(&before);
        let lacking: Vec<&str> = lines
            .iter()
            .copied()
            .filter(|line| !text.lines().any(|old| old == *line))
            .collect();
        if lacking.is_empty() {
            return Ok(());
        }
        let changes = self
            .git
            .map(|git| git.changed_against_head(std::slice::from_ref(&path)))
            .transpose()?;
        if changes.is_none_or(|changes| !changes.is_empty()) {
            say(&format!(
                "note: add to {name} what it lacks: {}\n",
                lacking.join(" · ")
            ));
            return Ok(());
        }
        let gap = if text.is_empty() || text.ends_with('\n') {
            ""
        } else {
            "\n"
        };
        let after = format!("{text}{gap}{}\n", lacking.join("\n"));
        write::replace(self.dir, &path, after.as_bytes())?;
        self.paths.push(path.clone());
        self.extended.push((path, before));
        Ok(())
    }

    fn commit(&self, when: Option<DateTime<FixedOffset>>) -> Result<(), StoreError> {
        let Some(git) = self.git else { return Ok(()) };
        let message = "Set up a repository for complaints\n";
        git.commit(&CommitRequest {
            created: &self.paths,
            message,
            when,
            ..CommitRequest::default()
        })?;
        Ok(())
    }

    fn undo(self) {
        // The first error is the one to tell.
        for (path, before) in self.extended {
            let _ = write::replace(self.dir, &path, &before);
        }
        for created in self.created.into_iter().rev() {
            let _ = created.undo();
        }
        if let Some(made) = self.made {
            let _ = fs::remove_dir_all(made);
        }
    }
}

/// A git repository made in the folder; none where git is not installed.
fn new_repository(dir: &Path) -> Result<Option<Repo>, GitError> {
    match Repo::init(dir) {
        Ok(repo) => Ok(Some(repo)),
        Err(GitError::NotInstalled) => {
            say("note: git is not installed, so there will be no history\n");
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

/// Has git judge what is committed; another hook stays as it is.
fn install_hook(git: &Repo) -> Result<(), StoreError> {
    match hooks::install(git, hooks::PRE_COMMIT) {
        Err(StoreError::Write(WriteError::Exists(file))) => {
            let hint = hooks::in_the_way(hooks::PRE_COMMIT);
            let note = message!("note: {file} is another hook already; {hint}", file, hint);
            say(&format!("{}\n", render::say(&note)));
            Ok(())
        }
        done => done.map(drop),
    }
}

fn founder(identity: Identity) -> Option<Founder> {
    let id = staff_id_of(&identity.email)?;
    let name = if identity.name.is_empty() {
        id.to_string()
    } else {
        identity.name
    };
    Some(Founder {
        id,
        name,
        email: identity.email,
    })
}

fn policy_text(preset: &str, staff: Option<Founder>) -> String {
    let text = policy::preset(preset).unwrap_or_default();
    policy::instantiate(
        text,
        &policy::Init {
            organisation: None,
            time_zone: time_zone(),
            staff,
        },
    )
}

/// `TZ`, else the system's zone, else UTC.
fn time_zone() -> Tz {
    let set = std::env::var("TZ")
        .ok()
        .and_then(|name| name.trim_start_matches(':').parse().ok());
    set.or_else(|| iana_time_zone::get_timezone().ok()?.parse().ok())
        .unwrap_or(Tz::UTC)
}

fn presets() -> clap::builder::PossibleValuesParser {
    let value = |preset: &policy::Preset| {
        clap::builder::PossibleValue::new(preset.name).help(preset.summary())
    };
    PRESETS.iter().map(value).collect::<Vec<_>>().into()
}

/// A first complaint that the policy takes: its first channel and its first category.
fn example(policy: &str) -> String {
    let channels = policy::parse(policy)
        .0
        .map(|policy| policy.lists.channels)
        .unwrap_or_default();
    let channel = channels.first().map_or("CHANNEL", String::as_str);
    let category = policy
        .lines()
        .find_map(|line| line.strip_prefix("[categories.")?.strip_suffix(']'));
    let category = category.unwrap_or("CATEGORY");
    format!(
        "complaint new --channel {channel} --category {category} --customer \"Wang Fang\" --summary \"what happened\""
    )
}

fn next_steps(dir: &Path, founder: Option<&Founder>, example: &str) -> String {
    let place = if dir == Path::new(".") {
        "this folder".to_owned()
    } else {
        dir.display().to_string()
    };
    let you = match founder {
        Some(founder) => {
            format!(
                "You are {} there, with the highest role; add your colleagues as [staff] in",
                founder.id
            )
        }
        None => "Nobody is on its staff yet, so anyone may do anything; add [staff] in".to_owned(),
    };
    format!(
        "Complaints have a home in {place}.\n\
         {you} policy.toml.\n\
         \n\
         Next: read policy.toml, which says what may be decided, then take in the first complaint:\n\
         \x20 {example}\n"
    )
}
