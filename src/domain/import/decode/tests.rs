use encoding_rs::{BIG5, EUC_JP, EUC_KR, GB18030, SHIFT_JIS, WINDOWS_1251, WINDOWS_1252};

use super::*;

const CHINESE: &str = "编号,日期,客户,摘要\n1,2025-05-17,王芳,屏幕出现坏点，左上角\n2,2025-05-18,李雷,快递迟到了三天，客服没有回复\n";
const TRADITIONAL: &str = "編號,日期,客戶,摘要\n1,2025-05-17,王芳,螢幕出現壞點，左上角\n2,2025-05-18,李雷,快遞遲到了三天，客服沒有回覆\n";
const JAPANESE: &str = "番号,日付,お客様,内容\n1,2025-05-17,山田花子,画面にドット抜けがあります\n2,2025-05-18,佐藤,配送が三日遅れました\n";
const KOREAN: &str = "번호,날짜,고객,내용\n1,2025-05-17,김민수,화면에 불량 화소가 있습니다\n2,2025-05-18,이영희,배송이 사흘 늦었습니다\n";
const GERMAN: &str = "No;Date;Name;Text\r\n1;2025-05-17;Jürgen Müller;Reklamation Nr. 7\r\n2;2025-05-18;Björn Schäfer;Kühlschrank\r\n";

fn encoded(text: &str, encoding: &'static Encoding) -> Vec<u8> {
    let (bytes, _, lossy) = encoding.encode(text);
    assert!(!lossy, "{} lacks a character", encoding.name());
    bytes.into_owned()
}

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

/// The text and the encoding; `?` behind it if it is a guess.
fn read(bytes: &[u8], set: Option<&str>) -> Result<(String, String), DecodeError> {
    let set = set.map(|name| named(name).expect("an encoding"));
    decode(bytes, set).map(|it| {
        let mark = if it.guess.is_some() { "?" } else { "" };
        (it.text, format!("{}{mark}", it.encoding.name()))
    })
}

#[test]
fn marks_and_utf8_are_no_guess_and_others_are() {
    let marked = [&[0xff, 0xfe][..], &utf16("a,汉", u16::to_le_bytes)].concat();
    for (bytes, text, name) in [
        ("a,汉".as_bytes().to_vec(), "a,汉", "UTF-8"),
        ("\u{feff}a,汉".as_bytes().to_vec(), "a,汉", "UTF-8"),
        (marked, "a,汉", "UTF-16LE"),
        (
            utf16("No,名\n1,汉\n", u16::to_le_bytes),
            "No,名\n1,汉\n",
            "UTF-16LE?",
        ),
        (
            utf16("No,名\n1,汉\n", u16::to_be_bytes),
            "No,名\n1,汉\n",
            "UTF-16BE?",
        ),
        (encoded(CHINESE, GB18030), CHINESE, "gb18030?"),
        (
            encoded("编号,摘要\n1,屏幕坏点", GB18030),
            "编号,摘要\n1,屏幕坏点",
            "gb18030?",
        ),
        (encoded(TRADITIONAL, BIG5), TRADITIONAL, "Big5?"),
        (encoded(JAPANESE, SHIFT_JIS), JAPANESE, "Shift_JIS?"),
        (encoded(JAPANESE, EUC_JP), JAPANESE, "EUC-JP?"),
        (encoded(JAPANESE, ISO_2022_JP), JAPANESE, "ISO-2022-JP?"),
        (Vec::new(), "", "UTF-8"),
    ] {
        assert_eq!(read(&bytes, None), Ok((text.to_owned(), name.to_owned())));
    }
}

#[test]
fn what_is_plausible_in_no_encoding_or_in_several_is_refused() {
    for bytes in [
        encoded(GERMAN, WINDOWS_1252),
        encoded("No,Text\n1,it’s late\n2,5 € too much\n", WINDOWS_1252),
        encoded("No,Text\n1,größer\n2,Übergröße\n", WINDOWS_1252),
        encoded("№,Текст\n1,Жалоба на задержку\n", WINDOWS_1251),
        b"a\xff\xff".to_vec(),
    ] {
        assert!(
            matches!(decode(&bytes, None), Err(DecodeError::Undetected { .. })),
            "{bytes:?}"
        );
    }
    let damaged = [CHINESE.as_bytes(), b"3,caf\xe9,x\n"].concat();
    let malformed = DecodeError::Malformed {
        encoding: "UTF-8",
        line: 4,
    };
    assert_eq!(decode(&damaged, None), Err(malformed));
    // Korean syllables stand where GB2312 has common Han characters.
    let korean = decode(&encoded(KOREAN, EUC_KR), None);
    assert_eq!(
        korean,
        Err(DecodeError::Uncertain(vec!["gb18030", "EUC-KR"]))
    );
}

#[test]
fn a_refusal_shows_what_the_text_could_be() {
    let error = decode(&encoded(GERMAN, WINDOWS_1252), None).expect_err("a guess");
    assert_eq!(
        error.message().in_english(),
        "the file is not UTF-8, and its encoding cannot be told: line 2 has 'Jürgen' in windows-1252, \
         'Jьrgen' in windows-1251, 'J¸rgen' in macintosh, 'J黵gen' in gb18030, 'J僡gen' in Big5"
    );
}

#[test]
fn an_encoding_that_is_set_is_kept_to() {
    for (bytes, set, text, name) in [
        (b"caf\xe9".to_vec(), "windows-1252", "café", "windows-1252"),
        (b"caf\xe9".to_vec(), "latin1", "café", "windows-1252"),
        (encoded("汉", GB18030), "GBK", "汉", "gb18030"),
        (
            utf16("a,汉", u16::to_le_bytes),
            "utf-16",
            "a,汉",
            "UTF-16LE",
        ),
        (
            utf16("a,汉", u16::to_be_bytes),
            "utf-16",
            "a,汉",
            "UTF-16BE",
        ),
        (
            utf16("a,汉", u16::to_be_bytes),
            "utf-16be",
            "a,汉",
            "UTF-16BE",
        ),
        (encoded(KOREAN, EUC_KR), "cp949", KOREAN, "EUC-KR"),
    ] {
        assert_eq!(
            read(&bytes, Some(set)),
            Ok((text.to_owned(), name.to_owned())),
            "{set}"
        );
    }
    let malformed = DecodeError::Malformed {
        encoding: "UTF-8",
        line: 2,
    };
    assert_eq!(read(b"a\nb\xff\nc", Some("utf-8")), Err(malformed));
    // A mapping written for one export, and another export.
    let other = DecodeError::Other {
        named: "gb18030",
        found: "UTF-8",
    };
    assert_eq!(read(CHINESE.as_bytes(), Some("gbk")), Err(other));
}

#[test]
fn names_are_those_of_the_web_of_windows_and_of_python() {
    for (name, known) in [
        ("UTF-8", Some("UTF-8")),
        ("utf_8_sig", Some("UTF-8")),
        ("cp1252", Some("windows-1252")),
        ("Windows-1252", Some("windows-1252")),
        ("iso-8859-1", Some("windows-1252")),
        ("ISO_8859_2", Some("ISO-8859-2")),
        ("gb2312", Some("gb18030")),
        ("cp936", Some("gb18030")),
        ("sjis", Some("Shift_JIS")),
        ("cp932", Some("Shift_JIS")),
        ("big5", Some("Big5")),
        ("macintosh", Some("macintosh")),
        ("mac-roman", Some("macintosh")),
        ("mac_roman", Some("macintosh")),
        ("utf-16", Some("UTF-16LE")),
        ("utf-16be", Some("UTF-16BE")),
        ("ansi", None),
        ("iso-2022-kr", None),
        ("klingon", None),
    ] {
        assert_eq!(named(name).map(Encoding::name), known, "{name}");
    }
}

#[test]
fn a_file_of_another_program_is_named() {
    for (bytes, kind) in [
        (
            &b"PK\x03\x04\x14\0\x06\0[Content_Types].xml"[..],
            FileKind::Workbook,
        ),
        (
            b"PK\x03\x04\x0a\0mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
            FileKind::OpenDocument,
        ),
        (b"PK\x03\x04\x14\0\0\0ledger.csv", FileKind::Zip),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0",
            FileKind::OldWorkbook,
        ),
        (b"%PDF-1.7\n", FileKind::Pdf),
        (b"{\"No\": 1}\n{\"No\": 2}\n", FileKind::Json),
        (b"[\n  {\"No\": 1}\n]\n", FileKind::Json),
        (b"\r\n<HTML xmlns:x>", FileKind::Markup),
        (b"\xef\xbb\xbf<?xml version=\"1.0\"?>", FileKind::Markup),
        (b"\xff\xfe\0\0a\0\0\0", FileKind::Utf32),
    ] {
        assert_eq!(decode(bytes, None), Err(DecodeError::Kind(kind)));
        assert_eq!(decode(bytes, Some(UTF_8)), Err(DecodeError::Kind(kind)));
    }
    let picture = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\x01\0";
    assert_eq!(
        decode(picture, None),
        Err(DecodeError::Kind(FileKind::Binary))
    );
}
