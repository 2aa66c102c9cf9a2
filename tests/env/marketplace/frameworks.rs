//! Reference tables: frameworks, lots, buyers' domains, the schema's version.

use super::{Builder, Field, row};
use crate::env::json::Json;

/// Framework id, slug, family, status. The last two kinds of status are what rows are purged by.
const FRAMEWORKS: &[(u64, &str, &str, &str)] = &[
    (1, "g-cloud-6", "g-cloud", "expired"),
    (2, "g-cloud-7", "g-cloud", "expired"),
    (
        3,
        "digital-outcomes-and-specialists",
        "digital-outcomes-and-specialists",
        "expired",
    ),
    (4, "g-cloud-12", "g-cloud", "live"),
    (
        5,
        "digital-outcomes-and-specialists-5",
        "digital-outcomes-and-specialists",
        "live",
    ),
    (6, "g-cloud-13", "g-cloud", "open"),
    (
        7,
        "digital-outcomes-and-specialists-6",
        "digital-outcomes-and-specialists",
        "standstill",
    ),
    (8, "g-cloud-14", "g-cloud", "coming"),
];

/// Lot id, slug, name, one service a supplier.
const LOTS: &[(u64, &str, &str, bool)] = &[
    (1, "saas", "Software as a Service", false),
    (5, "digital-outcomes", "Digital outcomes", true),
    (6, "digital-specialists", "Digital specialists", true),
    (7, "user-research-studios", "User research studios", false),
    (9, "cloud-hosting", "Cloud hosting", false),
    (10, "cloud-software", "Cloud software", false),
];

/// The lots of a framework's family.
pub(super) fn lots_of(framework: u64) -> &'static [(u64, &'static str, bool)] {
    if [3, 5, 7].contains(&framework) {
        &[
            (5, "digital-outcomes", true),
            (6, "digital-specialists", true),
            (7, "user-research-studios", false),
        ]
    } else {
        &[
            (9, "cloud-hosting", false),
            (10, "cloud-software", false),
            (1, "saas", false),
        ]
    }
}

/// The one that takes applications.
pub(super) const OPEN: u64 = 6;

/// Frameworks that suppliers applied to.
pub(super) const APPLIED: &[u64] = &[2, 3, 4, 5, 6, 7];

impl Builder {
    /// `alembic_version`, `buyer_email_domains`, `frameworks`, `lots`, `framework_lots`.
    pub(super) fn frameworks(&mut self) {
        self.table("alembic_version", &["version_num"], &[row!["1460"]]);
        let domains: Vec<Vec<Field>> = ["gov.uk", "nhs.net", "council.example"]
            .iter()
            .zip(1_u64..)
            .map(|(domain, id)| row![id, *domain])
            .collect();
        self.table("buyer_email_domains", &["id", "domain_name"], &domains);
        let rows: Vec<Vec<Field>> = FRAMEWORKS
            .iter()
            .map(|&(id, slug, family, status)| {
                let details = self.agreement_details(id);
                let direct = family == "g-cloud";
                row![
                    id,
                    slug.replace('-', " "),
                    family,
                    status,
                    slug,
                    status == "open",
                    details,
                    id > 3,
                    self.time(),
                    self.time(),
                    self.time(),
                    self.time(),
                    self.time(),
                    self.time(),
                    direct,
                    !direct,
                ]
            })
            .collect();
        self.table(
            "frameworks",
            &[
                "id",
                "name",
                "framework",
                "status",
                "slug",
                "clarification_questions_open",
                "framework_agreement_details",
                "allow_declaration_reuse",
                "applications_close_at_utc",
                "clarifications_close_at_utc",
                "clarifications_publish_at_utc",
                "framework_expires_at_utc",
                "framework_live_at_utc",
                "intention_to_award_at_utc",
                "has_direct_award",
                "has_further_competition",
            ],
            &rows,
        );
        let lots: Vec<Vec<Field>> = LOTS
            .iter()
            .map(|&(id, slug, name, once)| {
                let data =
                    once.then_some(r#"{"unitSingular": "service", "unitPlural": "services"}"#);
                row![id, slug, name, once, data]
            })
            .collect();
        let columns = ["id", "slug", "name", "one_service_limit", "data"];
        self.table("lots", &columns, &lots);
        let pairs: Vec<Vec<Field>> = FRAMEWORKS
            .iter()
            .flat_map(|&(framework, ..)| {
                lots_of(framework)
                    .iter()
                    .map(move |&(lot, ..)| row![framework, lot])
            })
            .collect();
        self.table("framework_lots", &["framework_id", "lot_id"], &pairs);
    }

    /// Holds the civil servant who signs for the Crown.
    fn agreement_details(&mut self, framework: u64) -> Option<String> {
        if framework == 8 {
            return None;
        }
        let details = Json::object([
            ("contractNoticeNumber", "2020/S 1-234567".into()),
            ("countersignerName", self.voice.name().into()),
            ("countersignerRole", self.voice.role().into()),
            ("frameworkAgreementVersion", "v1.0".into()),
            ("lotOrder", vec!["cloud-hosting", "cloud-software"].into()),
            ("pageTotal", 54_u64.into()),
            (
                "variations",
                Json::object([("1", Json::object([("createdAt", "2020-01-01".into())]))]),
            ),
        ]);
        Some(self.json(&details))
    }
}
