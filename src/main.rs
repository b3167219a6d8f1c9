//! The `complaint` program: read the command line, run the command, turn what came of it into an
//! exit code.

use std::process::ExitCode;

use complaint::commands::Cli;

fn main() -> ExitCode {
    let cli = Cli::of_process();
    let style = cli.globals.style();
    match cli.run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(style),
    }
}
