//! The last line of a list of findings: how many there are of each severity.

use crate::domain::finding::Severity;
use crate::domain::message::{Message, listed, message, plural};

/// `1 error, 6 warnings`; `None` for fewer than two findings, which speak for themselves.
pub(super) fn line(severities: impl Iterator<Item = Severity>) -> Option<Message> {
    let (errors, warnings): (Vec<_>, Vec<_>) =
        severities.partition(|severity| *severity == Severity::Error);
    let (errors, warnings) = (errors.len(), warnings.len());
    if errors + warnings < 2 {
        return None;
    }
    let counted = [
        (errors > 0).then(|| plural!(errors, "{errors} error", "{errors} errors")),
        (warnings > 0).then(|| plural!(warnings, "{warnings} warning", "{warnings} warnings")),
    ];
    let counted = listed(counted.into_iter().flatten());
    Some(message!("{counted}", counted))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn findings_are_counted_by_severity() {
        use Severity::{Error, Warning};
        let said =
            |severities: &[Severity]| line(severities.iter().copied()).map(|it| it.in_english());
        for (severities, text) in [
            (&[][..], None),
            (&[Error], None),
            (&[Warning, Error, Warning], Some("1 error, 2 warnings")),
            (&[Error, Error], Some("2 errors")),
            (&[Warning, Warning], Some("2 warnings")),
        ] {
            assert_eq!(said(severities).as_deref(), text);
        }
    }
}
