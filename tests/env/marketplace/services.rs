//! The catalogue: services, their past versions, and drafts.

use super::frameworks::lots_of;
use super::{Builder, Field, row};
use crate::env::json::Json;

const STATUSES: &[&str] = &["published", "enabled", "disabled", "deleted"];

impl Builder {
    /// `services`, `archived_services`, `draft_services`.
    pub(super) fn services(&mut self) {
        let mut services = Vec::new();
        let mut archived = Vec::new();
        for id in 1..=10 * self.scale {
            let versions = 1 + id % 3;
            let placed = self.place(id);
            let service_id = format!("{}", 123_456_000_000_000 + id);
            let status = STATUSES[(id % 4) as usize];
            services.push(self.service(id, &service_id, placed, status));
            for _ in 0..versions {
                let id = archived.len() as u64 + 1;
                self.archived_services.push(id);
                archived.push(self.service(id, &service_id, placed, status));
            }
        }
        let id = services.len() as u64 + 1;
        let placed = (self.idle.serving, 4, lots_of(4)[0].0);
        services.push(self.service(id, "123456999999998", placed, "published"));
        self.idle.archived_service = archived.len() as u64 + 1;
        let placed = (self.idle.history, 4, lots_of(4)[0].0);
        archived.push(self.service(
            self.idle.archived_service,
            "123456999999999",
            placed,
            "deleted",
        ));
        let columns = [
            "id",
            "service_id",
            "supplier_id",
            "framework_id",
            "lot_id",
            "data",
            "status",
            "created_at",
            "updated_at",
            "copied_to_following_framework",
        ];
        self.table("services", &columns, &services);
        self.table("archived_services", &columns, &archived);
        self.drafts();
    }

    /// Supplier, framework, lot.
    fn place(&mut self, index: u64) -> (u64, u64, u64) {
        let supplier = self.suppliers[index as usize % self.suppliers.len()];
        let framework = self.voice.prng.pick(&[&1_u64, &2, &3, &4, &5]);
        let lots = lots_of(*framework);
        (supplier, *framework, lots[(index % 3) as usize].0)
    }

    fn service(
        &mut self,
        id: u64,
        service_id: &str,
        (supplier, framework, lot): (u64, u64, u64),
        status: &str,
    ) -> Vec<Field> {
        let data = self.service_data(framework, lot);
        row![
            id,
            service_id,
            supplier,
            framework,
            lot,
            data,
            status,
            self.time(),
            self.time(),
            id.is_multiple_of(5),
        ]
    }

    fn service_data(&mut self, framework: u64, lot: u64) -> String {
        let slug = lots_of(framework)
            .iter()
            .find(|(id, ..)| *id == lot)
            .map_or("saas", |(_, slug, _)| slug);
        let voice = &mut self.voice;
        let mut data = vec![
            ("lot", slug.into()),
            ("serviceName", "Hosting of \"all\" kinds".into()),
            ("serviceDescription", voice.public().into()),
            (
                "serviceFeatures",
                vec![voice.public(), voice.public()].into(),
            ),
            ("supportLevels", voice.public().into()),
            ("freeVersionTrialOption", true.into()),
            ("webChatSupport", "no".into()),
            (
                "cloudDeploymentModel",
                vec!["Private cloud", "Hybrid cloud"].into(),
            ),
            ("priceMin", "10.50".into()),
            ("priceUnit", "User".into()),
            (
                "serviceAvailabilityPercentage",
                Json::Number("99.950".to_owned()),
            ),
            (
                "pricingDocumentURL",
                format!("https://assets.example/{}", voice.path()).into(),
            ),
            (
                "serviceDefinitionDocumentURL",
                format!("https://assets.example/{}", voice.path()).into(),
            ),
            ("sfiaRateDocumentURL", Json::Null),
            (
                "termsAndConditionsDocumentURL",
                format!("https://assets.example/{}", voice.path()).into(),
            ),
        ];
        match framework {
            // The oldest frameworks wrapped answers, and noted who changed the service last.
            1 | 2 => {
                let wrapped = Json::object([
                    ("value", voice.public().into()),
                    ("assurance", "Service provider assertion".into()),
                ]);
                data.push((
                    "incidentEscalation",
                    Json::object([
                        ("value", true.into()),
                        ("assurance", "Independent validation of assertion".into()),
                    ]),
                ));
                data.push(("standardsISOIEC27001Who", wrapped));
                data.push(("updated_by", voice.email().into()));
            }
            3 | 5 => {
                data.push(("labAddressBuilding", voice.street().into()));
                data.push(("labAddressTown", voice.town().into()));
                data.push(("labAddressPostcode", voice.postcode().into()));
                data.push(("serviceDescription", voice.public().into()));
            }
            _ => data.push(("standardsISOIEC27001Who", voice.public().into())),
        }
        let data = data
            .into_iter()
            .map(|(key, value)| (key.to_owned(), value))
            .collect();
        self.json(&Json::Object(data))
    }

    /// Unsubmitted or failed applications: private, so their texts carry whole canaries.
    fn drafts(&mut self) {
        let mut rows = Vec::new();
        for (supplier, framework) in self.applications.clone() {
            for &(lot, slug, once) in lots_of(framework) {
                // The demo is to be read, so it has no more drafts than of other things.
                let enough = self.voice.is_demo() && rows.len() >= 10;
                if enough || (supplier + lot) % 4 == 0 {
                    continue;
                }
                let id = rows.len() as u64 + 1;
                rows.push(self.draft(id, supplier, framework, (lot, slug, once)));
            }
        }
        // Of a closed framework, without an application to it.
        let id = rows.len() as u64 + 1;
        rows.push(self.draft(id, self.idle.history, 4, lots_of(4)[0]));
        self.table(
            "draft_services",
            &[
                "id",
                "service_id",
                "supplier_id",
                "framework_id",
                "lot_id",
                "data",
                "status",
                "created_at",
                "updated_at",
                "copied_to_following_framework",
                "lot_one_service_limit",
            ],
            &rows,
        );
    }

    fn draft(
        &mut self,
        id: u64,
        supplier: u64,
        framework: u64,
        (lot, slug, once): (u64, &str, bool),
    ) -> Vec<Field> {
        let voice = &mut self.voice;
        let data = Json::object([
            ("lot", slug.into()),
            ("serviceName", voice.word().into()),
            ("serviceSummary", voice.free().into()),
            ("serviceFeatures", vec![voice.free(), voice.free()].into()),
            ("labAddressBuilding", voice.street().into()),
            ("labAddressTown", voice.town().into()),
            ("labAddressPostcode", voice.postcode().into()),
            ("priceMin", voice.number(9).into()),
            ("pricingDocumentURL", voice.path().into()),
            ("serviceDefinitionDocumentURL", voice.path().into()),
            ("sfiaRateDocumentURL", voice.path().into()),
            ("termsAndConditionsDocumentURL", voice.path().into()),
            ("updated_by", voice.email().into()),
            ("freeVersionTrialOption", false.into()),
            ("answerOfNextYear", voice.free().into()),
        ]);
        let data = self.json(&data);
        row![
            id,
            id.is_multiple_of(3)
                .then(|| format!("{}", 123_456_000_000_000 + id)),
            supplier,
            framework,
            lot,
            data,
            ["not-submitted", "submitted", "failed"][(id % 3) as usize],
            self.time(),
            self.time(),
            false,
            once,
        ]
    }
}
