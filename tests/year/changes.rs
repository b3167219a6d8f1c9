//! Changes of the policy by a director: limits, approvals, people who come, go and rise.

use std::fs;

use super::people::{self, JOINER, Rank};
use super::world::{DAY, MINUTE, World, stamp};

/// A change that is to come.
#[derive(Clone, Copy)]
pub enum Change {
    /// Another limit of answers, for complaints from the next week on.
    Limit(&'static str),
    /// What a clerk may approve, until now and from now on.
    Approval(&'static str, &'static str),
    /// The newcomer is entered.
    Joins,
    /// A clerk's last day is today.
    Leaves(&'static str),
    /// From tomorrow on somebody has another role.
    Becomes(&'static str, Rank, Rank),
}

/// The changes of the year, the last one first.
pub fn all() -> Vec<Change> {
    use Change::{Approval, Becomes, Joins, Leaves, Limit};
    vec![
        Approval("300", "800"),
        Becomes("tom", Rank::Supervisor, Rank::Clerk),
        Limit("3bd"),
        Leaves("fay"),
        Becomes("cid", Rank::Clerk, Rank::Supervisor),
        Approval("500", "300"),
        Limit("48h"),
        Joins,
    ]
}

/// The director makes the next change, and everybody it is about hears of it.
pub fn change(world: &mut World) {
    let Some(change) = world.changes.pop() else {
        return;
    };
    world.tally.policy_changes += 1;
    // Whoever loses something hands in their work before.
    if let Change::Leaves(who) | Change::Becomes(who, ..) = change {
        let desk = world.person(who).clone;
        world.sync(desk);
    }
    world.now += MINUTE;
    world.sync(0);
    write(world, change);
    world.git("dan", &["commit", "-qam", "Change the policy"]);
    world.sync(0);
    let desk = match change {
        Change::Leaves(who) | Change::Becomes(who, ..) => world.person(who).clone,
        Change::Joins => world.person(JOINER).clone,
        Change::Limit(_) | Change::Approval(..) => return,
    };
    world.now += DAY;
    world.sync(desk);
}

fn write(world: &mut World, change: Change) {
    let file = world.desk("dan").root().join("policy.toml");
    let before = fs::read_to_string(&file).expect("the policy");
    let day = |seconds: i64| stamp(seconds)[..10].to_owned();
    let (today, tomorrow) = (day(world.now), day(world.now + DAY));
    let midnight = |date: &str| {
        let at = chrono::DateTime::parse_from_rfc3339(&format!("{date}T00:00:00+08:00"));
        at.expect("a day").timestamp()
    };
    let after = match change {
        Change::Limit(within) => {
            let since = day(world.now + 7 * DAY);
            format!(
                "{before}\n[[deadline]]\nname = \"respond\"\nstop = \"respond\"\nwithin = \"{within}\"\nsince = {since}\n\
                 extend = {{ role = \"supervisor\", times = 2 }}\n"
            )
        }
        Change::Approval(from, to) => before.replacen(
            &format!("up_to     = {from}\n"),
            &format!("up_to     = {to}\n"),
            1,
        ),
        Change::Joins => {
            let now = world.now;
            joined(world, now);
            format!("{before}{}", people::entry(JOINER, Rank::Clerk))
        }
        Change::Leaves(who) => {
            let now = world.now;
            changed(world, who).left = Some(now);
            let table = format!("[staff.{who}]\n");
            before.replacen(&table, &format!("{table}until = {today}\n"), 1)
        }
        Change::Becomes(who, from, to) => {
            changed(world, who).ranks.push((midnight(&tomorrow), to));
            let (table, rest) = before
                .split_once(&format!("[staff.{who}]\n"))
                .expect("the entry");
            let role = format!("role = \"{}\"\n", from.word());
            let dated = format!(
                "role = [{{ role = \"{}\" }}, {{ role = \"{}\", since = {tomorrow} }}]\n",
                from.word(),
                to.word()
            );
            format!("{table}[staff.{who}]\n{}", rest.replacen(&role, &dated, 1))
        }
    };
    assert_ne!(before, after, "the change changes something");
    fs::write(file, after).expect("it can be written");
}

fn joined(world: &mut World, now: i64) {
    changed(world, JOINER).ranks.push((now, Rank::Clerk));
}

fn changed<'a>(world: &'a mut World, who: &str) -> &'a mut people::Person {
    let found = world.people.iter_mut().find(|person| person.name == who);
    found.expect("one of the team")
}
