//! The `complaint` program: parse the command line, run the command, exit with its code.

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
