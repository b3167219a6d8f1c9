//! The macros that make messages, and what they check while compiling.

/// A message whose arguments are named as the places of its text are: `message!("cannot {verb}:
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
        // `concat!` keeps the places from naming variables that are no arguments.
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

/// A message with a text for one and a text for any other count, which is its first argument:
/// `plural!(count, "one case", "{count} cases")`.
#[macro_export]
macro_rules! plural {
    (
        $count:ident $(= $number:expr)?, $one:literal, $other:literal
        $(, $name:ident $(= $value:expr)?)* $(,)?
    ) => {{
        // Either text may leave the count out.
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

/// A message without places, in constants, too: `const LABEL: Message = text!("nobody has followed
/// up");`
#[macro_export]
macro_rules! text {
    ($text:literal) => {{
        const TEXT: &str = $crate::domain::message::unplaced($text);
        $crate::domain::message::Message::fixed(TEXT)
    }};
}

/// The text, whose places have to be names alone: how something is written is for the language to
/// say.
///
/// # Panics
/// A place has a format of its own, or no name; that is, the program does not compile.
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
                        "a place is a name in lower case, without a format"
                    );
                }
                assert!(at >= start, "a place has a name");
                at += 2;
            }
            _ => at += 1,
        }
    }
    text
}

/// The text, which has to have no places, and no braces that stand twice.
///
/// # Panics
/// It has; that is, the program does not compile.
pub const fn unplaced(text: &'static str) -> &'static str {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        assert!(
            bytes[at] != b'{' && bytes[at] != b'}',
            "a text with places or braces is made by message!"
        );
        at += 1;
    }
    text
}
