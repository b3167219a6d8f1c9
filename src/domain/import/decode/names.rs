//! The names of encodings in a mapping.

use encoding_rs::{Encoding, GB18030, GBK, REPLACEMENT, X_USER_DEFINED};

/// The encoding with a name as the web, Windows or Python write it: `gbk`, `cp936`, `utf_8`, `latin1`.
pub(in crate::domain::import) fn named(name: &str) -> Option<&'static Encoding> {
    let name = name.trim().to_lowercase();
    let label = match alias(&name) {
        Some(label) => label.to_owned(),
        None => match name.strip_prefix("cp") {
            Some(page) if page.starts_with("125") => format!("windows-{page}"),
            _ => name,
        },
    };
    let encoding = Encoding::for_label(label.as_bytes())
        .or_else(|| Encoding::for_label(label.replace('_', "-").as_bytes()))?;
    match encoding {
        // Files labelled GBK or GB2312 often contain more.
        gbk if gbk == GBK => Some(GB18030),
        none if none == REPLACEMENT || none == X_USER_DEFINED => None,
        encoding => Some(encoding),
    }
}

/// Names that the web does not know.
fn alias(name: &str) -> Option<&'static str> {
    Some(match name {
        "utf-8-sig" | "utf_8_sig" | "utf-8-bom" | "cp65001" | "65001" => "utf-8",
        "cp936" | "windows-936" | "ms936" | "936" => "gb18030",
        "cp950" | "windows-950" | "950" => "big5",
        "cp932" | "windows-932" | "932" => "shift_jis",
        "cp949" | "uhc" | "949" => "euc-kr",
        "cp866" => "ibm866",
        "1250" => "windows-1250",
        "1251" => "windows-1251",
        "1252" => "windows-1252",
        "mac-roman" | "mac_roman" | "macroman" => "macintosh",
        _ => return None,
    })
}
