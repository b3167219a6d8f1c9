//! A team's year in a minute: twelve people at six clones of a server with its gate, skewed clocks,
//! kills, merges, refused pushes, changes of the policy, people who come and go, edits by hand, and a
//! forger. One seed makes one year, byte for byte.
//!
//! `COMPLAINT_YEAR_SEED=N` replays a seed, `COMPLAINT_YEAR_STEPS=N` lengthens or shortens its year, and
//! `COMPLAINT_TEST_SCALE` tries more seeds. Whoever uses git here is a person of the team, so what the
//! simulation clears away after a kill is what a person would.

mod acts;
mod changes;
mod dice;
mod hands;
mod kills;
mod laws;
mod people;
mod syncing;
mod words;
mod world;

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::str::FromStr;

use crate::support::scaled;
use world::World;

/// Steps of the beginning of a year, some two months.
const STEPS: u32 = 45;

#[test]
fn a_year_keeps_its_laws() {
    let seeds = match set("COMPLAINT_YEAR_SEED") {
        Some(seed) => seed..=seed,
        None => 1..=u64::from(scaled(2)),
    };
    let steps = set("COMPLAINT_YEAR_STEPS").unwrap_or(STEPS);
    for seed in seeds {
        let world = year(seed, steps);
        eprintln!("seed {seed}: {:?}", world.tally);
    }
    if !kills::can_kill() {
        eprintln!("without kills: there is no strace");
    }
}

#[test]
fn a_seed_makes_the_same_bytes_every_time() {
    let seed = set("COMPLAINT_YEAR_SEED").unwrap_or(3);
    let history = ["log", "--reverse", "--format=%H %aI %cI %an %s", "main"];
    let histories = [(); 2].map(|()| {
        let world = year(seed, STEPS / 2);
        world.server.git("dan", "", &history)
    });
    let [one, other] = histories.each_ref().map(|history| history.lines());
    let first = one.zip(other).find(|(one, other)| one != other);
    assert_eq!(
        first, None,
        "the first commit that differs in two years of seed {seed}"
    );
    assert_eq!(histories[0], histories[1]);
}

/// A number set in the environment.
fn set<T: FromStr>(name: &str) -> Option<T> {
    std::env::var(name).ok()?.parse().ok()
}

/// Lives through a year and asserts its laws.
fn year(seed: u64, steps: u32) -> World {
    let mut world = World::begin(seed);
    let lived = catch_unwind(AssertUnwindSafe(|| {
        for _ in 0..steps {
            step(&mut world);
        }
        hands::forge(&mut world);
        world.meet();
        laws::hold(&world);
    }));
    if let Err(failure) = lived {
        eprintln!("{}", world.journal.join("\n"));
        eprintln!(
            "seed {seed} failed; again with:\n  COMPLAINT_YEAR_SEED={seed} COMPLAINT_YEAR_STEPS={steps} cargo test --test suite year::a_year"
        );
        resume_unwind(failure);
    }
    world
}

/// One thing that happens.
fn step(world: &mut World) {
    world.wait();
    match world.dice.below(100) {
        0..80 => acts::act(world),
        80..90 => {
            let desk = world.dice.below(world.desks.len());
            world.sync(desk);
        }
        90..93 => hands::type_in(world),
        93..97 => hands::forge(world),
        _ => changes::change(world),
    }
}
