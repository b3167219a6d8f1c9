//! `init`.

use std::path::{Path, PathBuf};

use chrono_tz::Tz;
use clap::Args;

use crate::cli::failure::{Failure, print, tell};
use crate::cli::{Context, staff_id_of};
use crate::domain::finding::Severity;
use crate::domain::list::List;
use crate::domain::message::{Argument, Command, Message, ToArgument, message, text};
use crate::domain::names::StaffId;
use crate::domain::policy::{self, Country, Founder, Kept, PRESETS, Place, Preset, ToldBy};
use crate::git::{Identity, Repo};
use crate::render::{self, Diagnostic};
use crate::store::clone_setup::{hooks, merge_driver, pulling};
use crate::store::setup::{self, LeftAlone, Setup};
use crate::store::write::WriteError;
use crate::store::{CommitMode, StoreError};

/// Create a repository for complaints
///
/// Writes policy.toml, cases/ and templates/ with letters and routine complaints, creates a git
/// repository if there is none, adds you to the staff with the highest role, and commits the files
/// it wrote. Existing files are not changed.
///
/// git has to know you first: git config --global user.name NAME, and user.email ADDRESS. The staff
/// entry has your name and address from there, and the id given by --as, else the part of the
/// address before the @.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  complaint init complaints && cd complaints\n  complaint init --policy shop --hooks"
)]
pub(crate) struct Init {
    /// The folder [default: the current folder]
    #[arg(value_name = "DIR")]
    dir: Option<PathBuf>,
    /// The policy to start with
    #[arg(long, value_name = "PRESET", default_value = PRESETS[0].name, value_parser = presets())]
    policy: String,
    /// Install the pre-commit hook, so that each commit is judged before it is made
    #[arg(long)]
    hooks: bool,
    /// The time zone [default: that of the preset; for `standard` that of the system]
    #[arg(long, value_name = "ZONE", value_parser = zone)]
    time_zone: Option<Tz>,
    /// The currency [default: that of the preset; for `standard` that of the country in the locale
    /// or the time zone]
    #[arg(long, value_name = "CODE")]
    currency: Option<String>,
}

impl Init {
    /// Creates the repository.
    ///
    /// # Errors
    /// There is a policy already, or something cannot be written or committed; the written files
    /// are then removed.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        let dir = self.dir.unwrap_or_else(|| context.folder());
        setup::claim(&dir).map_err(|error| claim_failure(error, &dir))?;
        let dated = context.commit_date(time_zone())?;
        let setup = Setup::begin(&dir)?;
        let git = setup.git().cloned();
        let founder = match &git {
            Some(git) => {
                let acting = context.acting_staff()?;
                let identity = git.identity().map_err(StoreError::from)?;
                identity.and_then(|identity| founder(identity, acting))
            }
            None => {
                tell(&text!(
                    "note: git is not installed, so there will be no history"
                ));
                None
            }
        };
        let preset = policy::find_preset(&self.policy).unwrap_or(&PRESETS[0]);
        let (place, taken) = place_of(preset, self.time_zone, self.currency);
        let policy = policy_text(preset, place, founder.clone());
        require_valid(&policy)?;
        let commit = if context.leaves_commit() {
            CommitMode::Later
        } else {
            CommitMode::Now
        };
        let left_alone = setup.carry_out(&policy, preset, commit, dated)?;
        let left_alone = left_alone.iter().map(note_of);
        taken.into_iter().chain(left_alone).for_each(|it| tell(&it));
        if let Some(git) = &git {
            merge_driver::install(git).map_err(StoreError::from)?;
            pulling::install(git).map_err(StoreError::from)?;
            if self.hooks {
                install_hook(git)?;
            }
            setup::complete(git)?;
        }
        print(&(render::say(&next_steps(&dir, founder.as_ref(), example(&policy))) + "\n"))
    }
}

/// The failure to set up a folder, with a hint if it has a policy already.
fn claim_failure(error: StoreError, dir: &Path) -> Failure {
    let StoreError::Write(WriteError::Exists(_)) = &error else {
        return error.into();
    };
    let message = message!("{dir} has a policy.toml already", dir);
    let hint = text!("continue with `complaint new`; init never overwrites a policy");
    Failure::Refused(vec![Diagnostic::error(message).hint(hint)])
}

fn note_of(left: &LeftAlone) -> Message {
    message!(
        "note: add the missing lines to {file}: {lines}",
        file = left.file,
        lines = left.lines.join(" · ")
    )
}

/// Installs the pre-commit hook; another hook is not replaced.
fn install_hook(git: &Repo) -> Result<(), StoreError> {
    match hooks::install(git, hooks::PRE_COMMIT) {
        Err(StoreError::Write(WriteError::Exists(file))) => {
            let hint = hooks::in_the_way(hooks::PRE_COMMIT);
            tell(&message!(
                "note: {file} is another hook already; {hint}",
                file,
                hint
            ));
            Ok(())
        }
        done => done.map(drop),
    }
}

/// The first member of the staff, under the id that they act as, if given.
fn founder(identity: Identity, acting: Option<StaffId>) -> Option<Founder> {
    let id = acting.or_else(|| staff_id_of(&identity.email))?;
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

/// Refuses a policy that would not be valid: git or a flag gave a value that it cannot hold.
fn require_valid(policy: &str) -> Result<(), Failure> {
    let (_, findings) = policy::parse(policy);
    let errors = findings.iter().filter(|it| it.severity == Severity::Error);
    let errors: Vec<Diagnostic> = errors
        .map(|error| {
            let hint = text!("correct the flags, or git config user.name and user.email");
            Diagnostic::error(error.message.clone()).hint(hint)
        })
        .collect();
    match errors.is_empty() {
        true => Ok(()),
        false => Err(Failure::Refused(errors)),
    }
}

/// Where the team works, and a note on what follows from that: what the flags say, else what the
/// preset says; `standard` belongs to no country and takes the system's.
fn place_of(
    preset: &Preset,
    time_zone: Option<Tz>,
    currency: Option<String>,
) -> (Place, Option<Message>) {
    if preset.is_of_a_country() {
        let is_elsewhere = |zone: &Tz| Country::of("", *zone).0.calendar().is_none();
        let elsewhere = time_zone.filter(is_elsewhere);
        let place = Place {
            calendar: elsewhere.map(|_| Kept::No),
            time_zone,
            currency,
        };
        return (place, elsewhere.map(without_calendar));
    }
    let zone = time_zone.unwrap_or_else(self::time_zone);
    let (country, told_by) = Country::of(&locale(), zone);
    let currency = currency.unwrap_or_else(|| country.currency.to_owned());
    let note = taken(country, told_by, zone, &currency);
    let place = Place {
        time_zone: Some(zone),
        currency: Some(currency),
        calendar: Some(country.calendar().map_or(Kept::No, |_| Kept::Yes)),
    };
    (place, Some(note))
}

/// The calendar of a preset does not go with a time zone of another country.
fn without_calendar(zone: Tz) -> Message {
    message!(
        "note: no days off but weekends, as {zone} is elsewhere than the calendar of the preset; \
         fill in `holidays` in policy.toml",
        zone = zone.name()
    )
}

/// What `standard` took from the system.
fn taken(country: &Country, told_by: ToldBy, zone: Tz, currency: &str) -> Message {
    let source = match told_by {
        ToldBy::Locale => text!("by the locale"),
        ToldBy::TimeZone => text!("by the time zone"),
        ToldBy::Nothing => text!("as nothing names a country"),
    };
    let calendar = match country.calendar() {
        Some(calendar) => message!("the days off of '{calendar}'", calendar),
        None => text!("no days off but weekends"),
    };
    message!(
        "note: time zone {zone}; {source}, currency {currency} and {calendar}; policy.toml has them",
        zone = zone.name(),
        source,
        currency,
        calendar
    )
}

/// The locale of messages and amounts.
fn locale() -> String {
    let set = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    set("LC_ALL").or_else(|| set("LANG")).unwrap_or_default()
}

fn zone(text: &str) -> Result<Tz, String> {
    text.parse()
        .map_err(|_| render::say(&text!("write it like Asia/Shanghai, Europe/London or UTC")))
}

fn policy_text(preset: &Preset, place: Place, staff: Option<Founder>) -> String {
    policy::instantiate(
        preset.text,
        &policy::Init {
            organisation: None,
            place,
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
    let value =
        |preset: &Preset| clap::builder::PossibleValue::new(preset.name).help(preset.summary());
    PRESETS.iter().map(value).collect::<Vec<_>>().into()
}

/// A first complaint that fits the policy, with its first channel and category.
fn example(policy: &str) -> Command {
    let (parsed, _) = policy::parse(policy);
    let channels = parsed.map(|policy| policy.lists[List::Channels].to_vec());
    let channel = channels.unwrap_or_default().into_iter().next();
    let category = policy
        .lines()
        .find_map(|line| line.strip_prefix("[categories.")?.strip_suffix(']'));
    Command::new("new")
        .flag("--channel", channel.as_deref().unwrap_or("CHANNEL"))
        .flag("--category", category.unwrap_or("CATEGORY"))
        .with("--customer \"Wang Fang\" --summary \"what happened\"")
}

fn next_steps(dir: &Path, founder: Option<&Founder>, example: Command) -> Message {
    let home = match founder {
        Some(founder) => message!(
            "Complaints have a home in {place}.\n\
             You are {id} there, with the highest role; add your colleagues as \
             [staff] in policy.toml.",
            place = place(dir),
            id = founder.id
        ),
        None => message!(
            "Complaints have a home in {place}.\n\
             Nobody is on its staff yet, so anyone may do anything; add [staff] in policy.toml.",
            place = place(dir)
        ),
    };
    message!(
        "{home}\n\n\
         Next: read policy.toml, which has the rules, then register the first complaint:\n\
         \x20 {example}",
        home,
        example
    )
}

fn place(dir: &Path) -> Argument {
    if dir == Path::new(".") {
        text!("this folder").to_argument()
    } else {
        dir.to_argument()
    }
}
