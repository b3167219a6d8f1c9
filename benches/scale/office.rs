//! Generates the repository of a busy office: realistic cases of two years, committed.
//!
//! Three cases in ten are still open. A case has 3 to 30 events, its texts are Chinese or English.
//! The same number of cases always gives the same bytes.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use chrono::{DateTime, FixedOffset, TimeDelta};

use super::random::Random;

/// The end of the two years; the clock of all measurements.
pub const NOW: &str = "2026-11-20T18:00:00+08:00";

const DAYS: u64 = 730;

const CLERKS: [&str; 10] = [
    "li.wei",
    "wang.fang",
    "zhao.lei",
    "chen.jing",
    "liu.yang",
    "emma.clarke",
    "tom.reed",
    "sun.hao",
    "he.xin",
    "wu.gang",
];
const SUPERVISORS: [&str; 3] = ["zhang.min", "lin.fang", "anna.berg"];
const DIRECTOR: &str = "zhou.jie";

const CATEGORIES: [(&str, &str); 5] = [
    ("product-quality", "quality"),
    ("delivery", "logistics"),
    ("service", "service"),
    ("billing", "finance"),
    ("other", "service"),
];
const CHANNELS: [&str; 8] = [
    "phone",
    "email",
    "letter",
    "web",
    "chat",
    "counter",
    "visit",
    "regulator",
];
const CAUSES: [&str; 6] = [
    "product",
    "delivery",
    "staff",
    "process",
    "information",
    "supplier",
];

const FAMILY: [&str; 20] = [
    "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林",
    "何", "郭", "马", "罗",
];
const GIVEN: [&str; 20] = [
    "芳", "伟", "敏", "静", "磊", "洋", "艳", "勇", "军", "杰", "娟", "涛", "明", "超", "兰", "霞",
    "平", "刚", "桂英", "志强",
];
const FIRST: [&str; 12] = [
    "Anna", "Ben", "Clara", "David", "Ella", "Frank", "Grace", "Henry", "Iris", "Jack", "Karen",
    "Liam",
];
const LAST: [&str; 12] = [
    "Hoffmann", "Baker", "Clarke", "Davies", "Evans", "Foster", "Green", "Harris", "Ingram",
    "Jones", "King", "Lewis",
];

/// What complaints are about, in Chinese and English.
const MATTERS: [(&str, &str); 12] = [
    ("屏幕出现坏点", "dead pixels on the screen"),
    ("送货时划伤门框", "the door frame was scratched on delivery"),
    ("油烟机开机异响", "the hood rattles when it starts"),
    ("两次扣款", "charged twice"),
    (
        "师傅没有按时上门",
        "the technician did not come at the agreed time",
    ),
    ("瓷砖色差明显", "the tiles differ in colour"),
    ("少发一箱", "one box is missing"),
    ("客服态度冷淡", "the agent was rude on the phone"),
    ("滤网漏水", "the filter leaks"),
    ("发票抬头错误", "the invoice names the wrong company"),
    ("退款迟迟不到账", "the refund has not arrived"),
    (
        "安装后无法联网",
        "it does not connect after the installation",
    ),
];
const NOTES: [(&str, &str); 6] = [
    (
        "已电话联系顾客，约定明天下午再联系。",
        "Called the customer; they will be called again tomorrow afternoon.",
    ),
    (
        "顾客发来照片三张，问题清楚可见。",
        "The customer sent three photographs, the fault is plain to see.",
    ),
    (
        "已请仓库核对出库记录和装箱单。",
        "Asked the warehouse to check the dispatch record and the packing list.",
    ),
    (
        "技术部门答复：同批次已有两起类似情况，原因是密封圈老化，建议更换整件并回访。",
        "Engineering says that two similar cases in the same batch come from a seal that ages early; replace the whole part and call back.",
    ),
    (
        "承运方确认当天更换过司机。",
        "The carrier confirms that the driver was changed that day.",
    ),
    (
        "主管已了解，等待物流签收单。",
        "The supervisor knows; waiting for the carrier's delivery note.",
    ),
];

/// Makes a repository of cases in an empty folder, with the environment of `run`.
pub fn make(root: &Path, cases: usize, run: &dyn Fn(&mut Command)) {
    run(Command::new(env!("CARGO_BIN_EXE_complaint"))
        .args(["init", "--policy", "standard"])
        .arg(root));
    let policy = root.join("policy.toml");
    let text = std::fs::read_to_string(&policy).expect("a policy") + &staff();
    std::fs::write(&policy, text).expect("the policy is written");
    let git = |arguments: &[&str]| run(Command::new("git").arg("-C").arg(root).args(arguments));
    git(&["commit", "-qam", "Enter the staff"]);
    git(&["branch", "--move", "main"]);
    let mut import = Command::new("git")
        .arg("-C")
        .arg(root)
        .args(["fast-import", "--quiet"])
        .stdin(Stdio::piped())
        .spawn()
        .expect("git runs");
    let mut stream = std::io::BufWriter::new(import.stdin.take().expect("a pipe"));
    for batch in 0..cases.div_ceil(BATCH) {
        let numbers = batch * BATCH..cases.min((batch + 1) * BATCH);
        commit(&mut stream, batch == 0, numbers).expect("git reads on");
    }
    stream.flush().expect("git reads on");
    drop(stream);
    assert!(import.wait().expect("git ends").success());
    git(&["reset", "-q", "--hard"]);
}

/// Cases in a commit.
const BATCH: usize = 100;

fn commit(
    stream: &mut impl std::io::Write,
    is_first: bool,
    numbers: std::ops::Range<usize>,
) -> std::io::Result<()> {
    let committed = DateTime::parse_from_rfc3339(NOW)
        .expect("a time")
        .timestamp();
    let message = format!("Cases {} to {}\n", numbers.start + 1, numbers.end);
    writeln!(stream, "commit refs/heads/main")?;
    writeln!(
        stream,
        "committer Zhou Jie <{DIRECTOR}@example.com> {committed} +0800"
    )?;
    writeln!(stream, "data {}\n{message}", message.len())?;
    if is_first {
        writeln!(stream, "from refs/heads/main^0")?;
    }
    for number in numbers {
        let (path, text) = case(number);
        writeln!(
            stream,
            "M 100644 inline {path}\ndata {}\n{text}",
            text.len()
        )?;
    }
    Ok(())
}

/// The staff beside the director, whom `init` enters.
fn staff() -> String {
    let roles = CLERKS.iter().map(|who| (*who, "clerk"));
    let roles = roles.chain(SUPERVISORS.iter().map(|who| (*who, "supervisor")));
    let mut text = String::new();
    for (who, role) in roles {
        let _ = write!(
            text,
            "\n[staff.\"{who}\"]\nemail = \"{who}@example.com\"\nrole = \"{role}\"\n"
        );
    }
    text
}

/// The path and the text of a case.
pub fn case(number: usize) -> (String, String) {
    let mut random = Random::new(number as u64);
    let now = DateTime::parse_from_rfc3339(NOW).expect("a time");
    let age = TimeDelta::minutes(random.below(DAYS * 24 * 60) as i64 + 60);
    let mut story = Story {
        is_english: random.below(3) == 0,
        at: now - age,
        now,
        random,
        text: String::new(),
    };
    let id = story.id();
    let (category, department) = *story.random.of(&CATEGORIES);
    story.facts(&id, category);
    story.events(department);
    let path = format!("cases/{}/{}/{id}-{category}.yaml", &id[..4], &id[4..6]);
    (path, story.text)
}

struct Story {
    is_english: bool,
    /// The instant of the last event; at first, of the receipt.
    at: DateTime<FixedOffset>,
    now: DateTime<FixedOffset>,
    random: Random,
    text: String,
}

impl Story {
    fn id(&mut self) -> String {
        const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        let mut id = self.at.format("%Y%m%d-").to_string();
        id.extend((0..6).map(|_| char::from(*self.random.of(DIGITS))));
        id
    }

    fn say(&mut self, (chinese, english): (&str, &str)) -> String {
        if self.is_english {
            english.to_owned()
        } else {
            chinese.to_owned()
        }
    }

    fn facts(&mut self, id: &str, category: &str) {
        let name = if self.is_english {
            format!("{} {}", self.random.of(&FIRST), self.random.of(&LAST))
        } else {
            format!("{}{}", self.random.of(&FAMILY), self.random.of(&GIVEN))
        };
        let contact = format!(
            "13{} {:04} {:04}",
            self.random.below(10),
            self.random.below(10_000),
            self.random.below(10_000)
        );
        let matter = *self.random.of(&MATTERS);
        let summary = self.say(matter);
        let channel = self.random.of(&CHANNELS);
        let severity = *self
            .random
            .of(&["minor", "minor", "minor", "major", "critical"]);
        let grade = *self.random.of(&["ordinary", "ordinary", "ordinary", "vip"]);
        let (order, amount) = (
            10_000 + self.random.below(90_000),
            20 + self.random.below(2_000),
        );
        let _ = write!(
            self.text,
            "id: {id}\nreceived: {}\nchannel: {channel}\ncategory: {category}\nlevel: general\nseverity: {severity}\n\
             complainant:\n  name: {name}\n  contact: \"{contact}\"\n  grade: {grade}\norder: SO-{order}\n\
             amount: {amount}.00\nsummary: {summary}\n",
            self.at.format("%FT%T%:z")
        );
        if self.random.below(3) == 0 {
            let _ = writeln!(self.text, "description: |-");
            for _ in 0..=self.random.below(4) {
                let note = *self.random.of(&NOTES);
                let line = self.say(note);
                let _ = writeln!(self.text, "  {line}");
            }
        }
        self.text += "events:\n";
    }

    /// Writes an event some minutes after the last; `false` once that would be in the future.
    fn event(&mut self, minutes: u64, by: &str, verb: &str, keys: &[(&str, &str)]) -> bool {
        let at = self.at + TimeDelta::minutes(1 + self.random.below(minutes) as i64);
        if at >= self.now {
            return false;
        }
        self.at = at;
        let _ = write!(
            self.text,
            "- at: {}\n  by: {by}\n  do: {verb}\n",
            at.format("%FT%T%:z")
        );
        for (key, value) in keys {
            let _ = writeln!(self.text, "  {key}: {value}");
        }
        true
    }

    fn events(&mut self, department: &str) {
        let clerk = *self.random.of(&CLERKS);
        let handler = *self.random.of(&CLERKS);
        // Without a registration it would be no case.
        if !self.event(20, clerk, "register", &[]) {
            self.at = self.now - TimeDelta::minutes(30);
            self.event(20, clerk, "register", &[]);
        }
        let is_open = self.random.below(10) < 3;
        let is_recent = self.now - self.at < TimeDelta::days(30);
        // What is open for long has been answered, but for a few that nobody has looked at.
        let stages = match (is_open, is_recent) {
            (false, _) => u64::MAX,
            (true, true) => self.random.below(5),
            (true, false) if self.random.below(30) == 0 => self.random.below(3),
            (true, false) => 4,
        };
        let _ = self.steps(stages, clerk, handler, department);
    }

    /// The way of a case as far as `stages`, or until now.
    fn steps(&mut self, stages: u64, clerk: &str, handler: &str, department: &str) -> Option<()> {
        const DAY: u64 = 24 * 60;
        let go = |went: bool| went.then_some(());
        go(self.event(DAY, clerk, "acknowledge", &[("via", "phone")]))?;
        go(self.event(
            DAY / 2,
            clerk,
            "assign",
            &[("to", handler), ("department", department)],
        ))?;
        go(stages > 0)?;
        if self.random.below(8) == 0 {
            let reason = self.say(("顾客要求上级处理", "the customer asks for a manager"));
            let keys = [
                ("from", "general"),
                ("to", "regional"),
                ("reason", reason.as_str()),
            ];
            go(self.event(DAY, handler, "escalate", &keys))?;
        }
        for _ in 0..self.random.below(6) {
            let note = *self.random.of(&NOTES);
            let text = self.say(note);
            go(self.event(DAY, handler, "note", &[("text", &text)]))?;
        }
        if self.random.below(6) == 0 {
            let text = self.say(("顾客来电催办", "the customer called again"));
            go(self.event(DAY, clerk, "chase", &[("text", &text)]))?;
        }
        go(stages > 1)?;
        let verdict = *self.random.of(&[
            "substantiated",
            "substantiated",
            "partly",
            "unsubstantiated",
        ]);
        let cause = *self.random.of(&CAUSES);
        go(self.event(
            DAY,
            handler,
            "investigate",
            &[("verdict", verdict), ("cause", cause)],
        ))?;
        go(stages > 2)?;
        let has_remedy = verdict != "unsubstantiated" && self.random.below(2) == 0;
        if has_remedy {
            self.remedy(handler)?;
        }
        let answer = self.say((
            "问题已处理，向您致歉，如有疑问请随时联系。",
            "It has been put right, with our apologies; please call us any time.",
        ));
        go(self.event(
            DAY,
            handler,
            "respond",
            &[("text", &answer), ("result", "solved")],
        ))?;
        if has_remedy {
            go(self.event(DAY, handler, "resolve", &[]))?;
        }
        for _ in 0..self.random.below(3) {
            let note = *self.random.of(&NOTES);
            let text = self.say(note);
            go(self.event(DAY, handler, "note", &[("text", &text)]))?;
        }
        let score = (1 + self.random.below(5)).to_string();
        go(self.event(4 * DAY, clerk, "follow-up", &[("score", &score)]))?;
        go(stages > 4)?;
        go(self.event(DAY, handler, "close", &[("outcome", "solved")]))
    }

    /// A refund: small ones on the handler's own authority, others approved.
    fn remedy(&mut self, handler: &str) -> Option<()> {
        const HANDLES: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        let handle: String = (0..4)
            .map(|_| char::from(*self.random.of(HANDLES)))
            .collect();
        let handle = format!("\"{handle}\"");
        let amount = (10 + self.random.below(1_200)).to_string();
        let terms = [
            ("proposal", handle.as_str()),
            ("remedy", "refund"),
            ("amount", amount.as_str()),
        ];
        self.event(600, handler, "propose", &terms).then_some(())?;
        if amount.parse::<u64>().is_ok_and(|amount| amount > 500) {
            let supervisor = *self.random.of(&SUPERVISORS);
            self.event(600, supervisor, "approve", &terms)
                .then_some(())?;
        }
        Some(())
    }
}
