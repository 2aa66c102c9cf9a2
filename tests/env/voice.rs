//! Who speaks in the test data: canaries with every character that is hard to carry, or people
//! who are obviously made up.

use super::canary::Canaries;
use super::prng::Prng;

/// A source of personal-looking values.
pub(crate) struct Voice {
    pub(crate) prng: Prng,
    pub(crate) canaries: Canaries,
    flavour: Flavour,
    serial: u32,
    /// The last name said, for the e-mail address after it.
    named: String,
}

/// What the values are like.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flavour {
    /// Every value carries a canary; many hold characters that formats escape.
    Canaries,
    /// Readable, for the demo: nobody real.
    Demo,
}

/// What COPY, SQL literals and JSON each escape in their own way, and what only looks as if.
const NOISE: &[&str] = &[
    "",
    "",
    "",
    "",
    "\tafter a tab",
    "\nafter a newline",
    "\r\nafter CRLF",
    "\rafter CR",
    " C:\\temp\\new\\x41\\",
    " \"double\" 'single' ''twice''",
    "\\N",
    "\n\\.\n",
    "; DROP TABLE users; --",
    " $$ $_$ /* -- ",
    " naïve £ 李小龙 🦀 e\u{301} \u{202e}",
    "\u{1}\u{7f}",
    " \\u0041 %s {{ value }} ${HOME}",
];

const FIRST: &[&str] = &[
    "Ada",
    "Bertie",
    "Clementine",
    "Dorian",
    "Effie",
    "Fergus",
    "Gwen",
    "Horatio",
    "Imogen",
    "Jago",
    "Keziah",
    "Lorcan",
];
const LAST: &[&str] = &[
    "Sample",
    "Placeholder",
    "Example",
    "Dummy",
    "Fictitious",
    "Madeup",
    "Specimen",
    "Pretend",
    "Invention",
    "Mockup",
    "Stand-In",
    "O'Nobody",
];
const TRADES: &[&str] = &[
    "Teapots",
    "Kites",
    "Lanterns",
    "Umbrellas",
    "Pigeons",
    "Marmalade",
];
const TOWNS: &[&str] = &[
    "Much Invented",
    "Nowhere-on-Sea",
    "Little Fiction",
    "Madeupham",
];
const STREETS: &[&str] = &["Imaginary Lane", "Pretend Street", "Sample Square"];

impl Voice {
    pub(crate) fn new(flavour: Flavour, seed: u64) -> Self {
        Self {
            prng: Prng::new(seed),
            canaries: Canaries::default(),
            flavour,
            serial: 0,
            named: "Ada Sample".to_owned(),
        }
    }

    pub(crate) fn is_demo(&self) -> bool {
        self.flavour == Flavour::Demo
    }

    /// A word that identifies, alone or inside something longer.
    pub(crate) fn word(&mut self) -> String {
        match self.flavour {
            Flavour::Canaries => self.canaries.word() + self.prng.pick(NOISE),
            Flavour::Demo => self.prng.pick(TRADES).to_owned(),
        }
    }

    /// A person's name.
    pub(crate) fn name(&mut self) -> String {
        match self.flavour {
            Flavour::Canaries => format!("{} {}", self.prng.pick(FIRST), self.word()),
            Flavour::Demo => {
                self.named = format!("{} {}", self.prng.pick(FIRST), self.prng.pick(LAST));
                self.named.clone()
            }
        }
    }

    /// A role at work.
    pub(crate) fn role(&mut self) -> String {
        match self.flavour {
            Flavour::Canaries => format!("Director {}", self.word()),
            Flavour::Demo => self
                .prng
                .pick(&["Director", "Bid Manager", "Founder"])
                .to_owned(),
        }
    }

    /// An e-mail address, each one once.
    pub(crate) fn email(&mut self) -> String {
        match self.flavour {
            Flavour::Canaries if self.prng.one_in(5) => {
                let email = self.canaries.email();
                email.replace("canary", "Canary").replace('@', "+Tag@")
            }
            Flavour::Canaries => self.canaries.email(),
            Flavour::Demo => {
                self.serial += 1;
                let local = self
                    .named
                    .to_lowercase()
                    .replace(' ', ".")
                    .replace('\'', "");
                format!("{local}{}@made-up-firm.example", self.serial)
            }
        }
    }

    /// A phone number.
    pub(crate) fn phone(&mut self) -> String {
        match self.flavour {
            Flavour::Canaries => self.canaries.phone(),
            Flavour::Demo => format!("01632 1234{:02}", self.prng.below(100)),
        }
    }

    /// A company's name.
    pub(crate) fn company(&mut self) -> String {
        match self.flavour {
            Flavour::Canaries => format!("{} & Co Ltd", self.word()),
            Flavour::Demo => {
                format!("{} {} Ltd", self.prng.pick(LAST), self.prng.pick(TRADES))
            }
        }
    }

    /// A number of a register: DUNS and VAT have nine digits, Companies House numbers eight.
    pub(crate) fn number(&mut self, digits: usize) -> String {
        match self.flavour {
            Flavour::Canaries => self.canaries.number(digits),
            Flavour::Demo => {
                self.serial += 1;
                // Beyond the company numbers, and the DUNS numbers, that are given out.
                let prefix = if digits == 8 { "19" } else { "99" };
                let width = digits - 2;
                format!("{prefix}{:0width$}", self.serial)
            }
        }
    }

    /// The first line of an address.
    pub(crate) fn street(&mut self) -> String {
        let number = 1 + self.prng.below(99);
        match self.flavour {
            Flavour::Canaries => format!("{number} {} Street", self.word()),
            Flavour::Demo => format!("{number} {}", self.prng.pick(STREETS)),
        }
    }

    /// A town.
    pub(crate) fn town(&mut self) -> String {
        match self.flavour {
            Flavour::Canaries => format!("{} upon Tyne", self.word()),
            Flavour::Demo => self.prng.pick(TOWNS).to_owned(),
        }
    }

    /// A postcode. The canary is no valid one: a rule may not depend on that.
    pub(crate) fn postcode(&mut self) -> String {
        match self.flavour {
            Flavour::Canaries => self.canaries.word(),
            Flavour::Demo => format!("ZZ{} 9ZZ", 10 + self.prng.below(90)),
        }
    }

    /// A private file's path, or an address on the web.
    pub(crate) fn path(&mut self) -> String {
        match self.flavour {
            Flavour::Canaries => format!("g-cloud-12/agreements/7/{}.pdf", self.word()),
            Flavour::Demo => "g-cloud-12/agreements/7/made-up-firm-signed.pdf".to_owned(),
        }
    }

    /// Text that may hold anything about anybody.
    pub(crate) fn free(&mut self) -> String {
        match self.flavour {
            Flavour::Canaries => {
                let (name, email, phone) = (self.name(), self.email(), self.phone());
                let noise = self.prng.pick(NOISE);
                format!(
                    "Please ask {name} ({email}, {phone}).{noise} Thanks, {}",
                    self.word()
                )
            }
            Flavour::Demo => {
                let (name, phone) = (self.name(), self.phone());
                format!(
                    "Please ask {name} on {phone} about the {}.",
                    self.prng.pick(TRADES)
                )
            }
        }
    }

    /// Published text: a catalogue's, with nobody's name in it but at times a way to reach them.
    pub(crate) fn public(&mut self) -> String {
        let contact = match self.prng.below(3) {
            0 => format!(" Write to {} for a demonstration.", self.email()),
            1 => format!(" Call {} between 9 and 5.", self.phone()),
            _ => String::new(),
        };
        let noise = match self.flavour {
            Flavour::Canaries => self.prng.pick(NOISE),
            Flavour::Demo => "",
        };
        format!("A well supported service.{contact}{noise}")
    }

    /// The value, or one of the ways to have none.
    pub(crate) fn maybe(&mut self, make: fn(&mut Self) -> String) -> Option<String> {
        match (self.flavour, self.prng.below(8)) {
            (_, 0) => None,
            (Flavour::Canaries, 1) => Some(String::new()),
            (Flavour::Canaries, 2) => Some("\\N".to_owned()),
            _ => Some(make(self)),
        }
    }
}
