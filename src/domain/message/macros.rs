//! The macros for messages, and their compile-time checks.

/// A message whose arguments have the names of the placeholders: `message!("cannot {verb}:
/// {reason}", verb, reason = why)`. Without arguments it is [`text!`](crate::text).
#[macro_export]
macro_rules! message {
    (@argument $name:ident = $value:expr) => {
        $crate::domain::message::ToArgument::to_argument(&$value)
    };
    (@argument $name:ident) => {
        $crate::domain::message::ToArgument::to_argument(&$name)
    };
    ($text:literal $(,)?) => {
        $crate::text!($text)
    };
    ($text:literal, $($name:ident $(= $value:expr)?),+ $(,)?) => {{
        // `concat!` prevents placeholders from capturing variables.
        const _: fn() = || {
            let _ = ::core::format_args!(::core::concat!($text) $(, $name = "")+);
        };
        const TEXT: &str = $crate::domain::message::checked($text);
        $crate::domain::message::Message::new(
            $crate::domain::message::Text::Fixed(TEXT),
            ::std::vec![$((
                ::core::stringify!($name),
                $crate::message!(@argument $name $(= $value)?),
            )),+],
        )
    }};
}

/// A message with a singular and a plural text. The first argument is the count: `plural!(count,
/// "one case", "{count} cases")`.
#[macro_export]
macro_rules! plural {
    (
        $count:ident $(= $number:expr)?, $one:literal, $other:literal
        $(, $name:ident $(= $value:expr)?)* $(,)?
    ) => {{
        // Both texts may omit the count.
        const _: fn() = || {
            let _ = ::core::format_args!(
                ::core::concat!($one, "{", ::core::stringify!($count), "}"),
                $count = "" $(, $name = "")*
            );
            let _ = ::core::format_args!(
                ::core::concat!($other, "{", ::core::stringify!($count), "}"),
                $count = "" $(, $name = "")*
            );
        };
        const ONE: &str = $crate::domain::message::checked($one);
        const OTHER: &str = $crate::domain::message::checked($other);
        let number = $crate::message!(@argument $count $(= $number)?);
        $crate::domain::message::Message::new(
            $crate::domain::message::Text::Counted {
                one: ONE,
                other: OTHER,
                count: number.count(),
            },
            ::std::vec![
                (::core::stringify!($count), number),
                $((
                    ::core::stringify!($name),
                    $crate::message!(@argument $name $(= $value)?),
                )),*
            ],
        )
    }};
}

/// A message without placeholders; also allowed in constants: `const LABEL: Message = text!("nobody
/// has followed up");`
#[macro_export]
macro_rules! text {
    ($text:literal) => {{
        const TEXT: &str = $crate::domain::message::unplaced($text);
        $crate::domain::message::Message::fixed(TEXT)
    }};
}

/// Checks that all placeholders are plain names, as the language decides the format.
///
/// # Panics
/// At compile time, if a placeholder has a format or no name.
pub const fn checked(text: &'static str) -> &'static str {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'{' if at + 1 < bytes.len() && bytes[at + 1] == b'{' => at += 2,
            b'{' => {
                let start = at + 1;
                while at + 1 < bytes.len() && bytes[at + 1] != b'}' {
                    at += 1;
                    assert!(
                        bytes[at].is_ascii_lowercase() || bytes[at] == b'_',
                        "a placeholder must be a lower-case name without a format"
                    );
                }
                assert!(at >= start, "a placeholder must have a name");
                at += 2;
            }
            _ => at += 1,
        }
    }
    text
}

/// Checks that a text has no braces.
///
/// # Panics
/// At compile time, if it has.
pub const fn unplaced(text: &'static str) -> &'static str {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        assert!(
            bytes[at] != b'{' && bytes[at] != b'}',
            "use message! for a text with placeholders or braces"
        );
        at += 1;
    }
    text
}
