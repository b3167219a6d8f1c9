//! Files that are not ledgers in text, by their first bytes.

use crate::domain::message::{Message, text};

/// The number of bytes that are looked at.
const LOOK: usize = 4096;

/// A file of another program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// `.xlsx`, `.xlsm`
    Workbook,
    /// `.xls`, or an encrypted workbook.
    OldWorkbook,
    /// `.ods`
    OpenDocument,
    Zip,
    Gzip,
    Pdf,
    /// A web page or a table in XML, which some programs name `.xls`.
    Markup,
    Rtf,
    Database,
    Parquet,
    /// JSON, or lines of it.
    Json,
    Utf32,
    /// Anything else that is no text.
    Binary,
}

impl FileKind {
    /// The kind of a file; `None` if it may be a text.
    pub(super) fn of(bytes: &[u8]) -> Option<Self> {
        let head = &bytes[..bytes.len().min(LOOK)];
        let has = |part: &[u8]| head.windows(part.len()).any(|window| window == part);
        let starts: [(&[u8], Self); 9] = [
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Self::OldWorkbook),
            (b"\x1f\x8b\x08", Self::Gzip),
            (b"%PDF-", Self::Pdf),
            (b"{\\rtf", Self::Rtf),
            (b"SQLite format 3\0", Self::Database),
            (b"\0\x01\0\0Standard ", Self::Database),
            (b"PAR1", Self::Parquet),
            (b"\xff\xfe\0\0", Self::Utf32),
            (b"\0\0\xfe\xff", Self::Utf32),
        ];
        if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
            return Some(match () {
                () if has(b"opendocument") => Self::OpenDocument,
                () if has(b"xl/") || has(b"[Content_Types].xml") => Self::Workbook,
                () => Self::Zip,
            });
        }
        let found = starts
            .into_iter()
            .find(|(start, _)| head.starts_with(start));
        match found {
            Some((_, kind)) => Some(kind),
            None if is_markup(head) => Some(Self::Markup),
            None => is_json(head).then_some(Self::Json),
        }
    }

    pub(super) fn message(self) -> Message {
        match self {
            Self::Workbook => text!("the file is an Excel workbook (.xlsx), not CSV"),
            Self::OldWorkbook => {
                text!("the file is an Excel workbook (.xls) or an encrypted one, not CSV")
            }
            Self::OpenDocument => text!("the file is an OpenDocument file (.ods), not CSV"),
            Self::Zip => text!("the file is a ZIP archive, not CSV"),
            Self::Gzip => text!("the file is compressed (gzip), not CSV"),
            Self::Pdf => text!("the file is a PDF document, not CSV"),
            Self::Markup => text!("the file is a page in HTML or XML, not CSV"),
            Self::Rtf => text!("the file is a document (RTF), not CSV"),
            Self::Database => text!("the file is a database, not CSV"),
            Self::Parquet => text!("the file is a Parquet file, not CSV"),
            Self::Json => text!("the file is JSON, not CSV"),
            Self::Utf32 => text!("the file is UTF-32, which is not supported"),
            Self::Binary => text!("the file is not a text"),
        }
    }

    pub(super) fn hint(self) -> Message {
        match self {
            Self::Workbook | Self::OldWorkbook | Self::OpenDocument | Self::Markup => {
                text!("open it in the spreadsheet program and save the sheet as \"CSV UTF-8\"")
            }
            Self::Zip | Self::Gzip => text!("unpack it, and import the CSV file in it"),
            Self::Pdf | Self::Rtf => {
                text!("import the ledger from which it was made, saved as CSV")
            }
            Self::Binary => text!("import the ledger as CSV"),
            Self::Database | Self::Parquet | Self::Json => {
                text!("export the table as CSV in UTF-8")
            }
            Self::Utf32 => text!("save it as UTF-8"),
        }
    }
}

fn is_markup(head: &[u8]) -> bool {
    let head = head
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(head)
        .trim_ascii_start();
    let starts: [&[u8]; 5] = [b"<!doctype", b"<html", b"<?xml", b"<table", b"<meta"];
    starts.iter().any(|start| {
        let beginning = head.get(..start.len());
        beginning.is_some_and(|beginning| beginning.eq_ignore_ascii_case(start))
    })
}

fn is_json(head: &[u8]) -> bool {
    let inside = |open: &[u8]| {
        let inside = head.trim_ascii_start().strip_prefix(open);
        inside.map(<[u8]>::trim_ascii_start)
    };
    inside(b"{").is_some_and(|it| it.starts_with(b"\""))
        || inside(b"[").is_some_and(|it| it.starts_with(b"{"))
}
