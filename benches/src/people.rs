//! Words for made-up originals: ASCII and not, with all that COPY and JSON must escape.

/// First names.
pub const FIRST: &[&str] = &[
    "Aoife",
    "José",
    "Zoë",
    "Søren",
    "Łukasz",
    "Мария",
    "李",
    "O'Brien",
    "Anne-Marie",
    "Tariq",
    "Björk",
    "Siân",
    "Sarah",
    "David",
    "Priya",
    "John",
];

/// Last names; one with a backslash, as COPY writes it.
pub const LAST: &[&str] = &[
    "Smith",
    "Ní Bhriain",
    "Müller",
    "García",
    "Иванова",
    "王",
    "de la Cruz",
    "Jones",
    "Okafor",
    "D\\\\Angelo",
    "Taylor",
    "Patel",
    "Williams",
    "Brown",
];

/// Domains of e-mail addresses.
pub const DOMAINS: &[&str] = &["digital.gov.example", "Example.COM", "council.example.org"];

/// Words of free text.
pub const WORDS: &[&str] = &[
    "we",
    "need",
    "a",
    "team",
    "to",
    "build",
    "things",
    "for",
    "citizens’",
    "services",
    "platform",
    "scalable",
    "secure",
    "cloud",
    "hosting",
    "support",
    "with",
    "experience",
    "of",
    "public",
    "sector",
    "delivery",
    "naïve",
    "café",
    "assurance",
];

/// Types of audit events.
pub const EVENTS: &[&str] = &[
    "update_service",
    "user_auth_failed",
    "update_user",
    "create_brief",
    "register_framework_interest",
];
