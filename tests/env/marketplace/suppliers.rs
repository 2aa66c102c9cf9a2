//! Suppliers, their contacts and users, and what they declared when they applied.

use super::frameworks::{APPLIED, OPEN};
use super::{Builder, Field, row};
use crate::env::json::Json;

impl Builder {
    /// `suppliers`, `contact_information`, `users`.
    pub(super) fn suppliers(&mut self) {
        let count = 10 * self.scale;
        let number = |index| 700_000 + 7 * index;
        self.suppliers = (0..count).map(number).collect();
        self.idle.nothing = number(count);
        self.idle.applied = number(count + 1);
        self.idle.serving = number(count + 2);
        self.idle.history = number(count + 3);
        let mut rows = Vec::new();
        for (id, supplier) in (1..).zip(self.all_suppliers()) {
            let voice = &mut self.voice;
            rows.push(row![
                id,
                supplier,
                voice.company(),
                (!voice.prng.one_in(6)).then(|| voice.number(9)),
                voice.maybe(|voice| voice.free()),
                (!voice.prng.one_in(4)).then(|| voice.number(8)),
                voice.maybe(|voice| voice.company()),
                "country:GB",
                voice.maybe(|voice| voice.word()),
                voice.maybe(|voice| voice.number(9)),
                ["micro", "small", "medium", "large"][(id % 4) as usize],
                voice.maybe(|_| "limited company (LTD)".to_owned()),
                id % 2 == 0,
                id % 9 != 0,
            ]);
        }
        self.table(
            "suppliers",
            &[
                "id",
                "supplier_id",
                "name",
                "duns_number",
                "description",
                "companies_house_number",
                "registered_name",
                "registration_country",
                "other_company_registration_number",
                "vat_number",
                "organisation_size",
                "trading_status",
                "company_details_confirmed",
                "active",
            ],
            &rows,
        );
        let last = self.idle.history;
        self.script.push_str(&format!(
            "SELECT pg_catalog.setval('public.suppliers_supplier_id_seq', {last}, true);\n\n"
        ));
        self.contacts();
        self.users();
    }

    fn all_suppliers(&self) -> Vec<u64> {
        let idle = &self.idle;
        let idle = [idle.nothing, idle.applied, idle.serving, idle.history];
        [&self.suppliers[..], &idle].concat()
    }

    fn contacts(&mut self) {
        let mut rows = Vec::new();
        let owners = self.all_suppliers().into_iter().map(Some);
        for (id, supplier) in (1_u64..).zip(owners.chain([None, None])) {
            let voice = &mut self.voice;
            let removed = id % 10 == 3;
            if removed {
                let gone = || Some("<removed>");
                rows.push(row![
                    id,
                    supplier,
                    gone(),
                    gone(),
                    removed_email(id),
                    gone(),
                    gone(),
                    gone(),
                    removed,
                ]);
                continue;
            }
            rows.push(row![
                id,
                supplier,
                voice.name(),
                voice.maybe(|voice| voice.phone()),
                voice.email(),
                voice.maybe(|voice| voice.street()),
                voice.maybe(|voice| voice.town()),
                voice.maybe(|voice| voice.postcode()),
                removed,
            ]);
        }
        self.table(
            "contact_information",
            &[
                "id",
                "supplier_id",
                "contact_name",
                "phone_number",
                "email",
                "address1",
                "city",
                "postcode",
                "personal_data_removed",
            ],
            &rows,
        );
    }

    fn users(&mut self) {
        const STAFF: &[&str] = &[
            "admin",
            "admin-ccs",
            "admin-ccs-category",
            "admin-ccs-sourcing",
            "admin-manager",
            "admin-framework-manager",
            "admin-ccs-data-controller",
        ];
        let mut rows = Vec::new();
        let count = 15 * self.scale;
        self.idle.user = count + 4;
        let suppliers = self.all_suppliers();
        for id in 1..=count + 4 {
            let supplier = suppliers[(id as usize * 3) % self.suppliers.len()];
            let (role, supplier) = match id % 5 {
                // One for each idle supplier.
                _ if id > count => (
                    "supplier",
                    suppliers
                        .get(suppliers.len() - (count + 5 - id) as usize)
                        .copied(),
                ),
                0 => (STAFF[(id / 5) as usize % STAFF.len()], None),
                1 | 2 => ("buyer", None),
                _ => ("supplier", Some(supplier)),
            };
            if role == "buyer" {
                self.buyers.push(id);
            }
            let removed = id % 15 == 4;
            let [created, updated, changed] = [self.time(), self.time(), self.time()];
            let logged_in = self.maybe_time();
            let voice = &mut self.voice;
            let gone = || "<removed>".to_owned();
            let (name, phone, email) = if removed {
                (gone(), Some(gone()), removed_email(id))
            } else {
                let name = voice.name();
                (name, voice.maybe(|voice| voice.phone()), voice.email())
            };
            let secret = if voice.is_demo() {
                "abcdefghijklmnopqrstuvwxyz".to_owned()
            } else {
                voice.canaries.word()
            };
            rows.push(row![
                id,
                name,
                email,
                format!("$2b$10${secret:.<53}"),
                !removed,
                created,
                updated,
                changed,
                role,
                supplier,
                voice.prng.below(6),
                logged_in,
                phone,
                voice.prng.one_in(2),
                removed,
            ]);
        }
        self.table(
            "users",
            &[
                "id",
                "name",
                "email_address",
                "password",
                "active",
                "created_at",
                "updated_at",
                "password_changed_at",
                "role",
                "supplier_id",
                "failed_login_count",
                "logged_in_at",
                "phone_number",
                "user_research_opted_in",
                "personal_data_removed",
            ],
            &rows,
        );
    }

    /// `supplier_frameworks`, `framework_agreements`.
    pub(super) fn applications(&mut self) {
        let mut rows: Vec<Vec<Field>> = Vec::new();
        for (index, supplier) in self.suppliers.clone().into_iter().enumerate() {
            let mut earlier = None;
            for &framework in APPLIED {
                if (supplier + framework) % 3 == 0 {
                    continue;
                }
                self.applications.push((supplier, framework));
                let declaration = self.declaration(framework, index);
                let variations = self.voice.prng.one_in(2).then(|| self.agreed_variations());
                rows.push(row![
                    supplier,
                    framework,
                    declaration,
                    (framework < 6).then_some(index % 2 == 0),
                    variations,
                    earlier,
                    (index % 3 != 0).then_some(true),
                    index % 4 != 0,
                ]);
                earlier = Some(framework);
            }
        }
        self.applications.push((self.idle.applied, OPEN));
        rows.push(row![
            self.idle.applied,
            OPEN,
            self.declaration(OPEN, 0),
            None::<u64>,
            None::<u64>,
            None::<u64>,
            None::<u64>,
            true,
        ]);
        self.table(
            "supplier_frameworks",
            &[
                "supplier_id",
                "framework_id",
                "declaration",
                "on_framework",
                "agreed_variations",
                "prefill_declaration_from_framework_id",
                "application_company_details_confirmed",
                "allow_declaration_reuse",
            ],
            &rows,
        );
        self.agreements();
    }

    fn agreed_variations(&mut self) -> String {
        let user = 1 + self.voice.prng.below(15 * self.scale);
        let variation = Json::object([
            ("agreedAt", "2021-02-03T04:05:06.000000Z".into()),
            ("agreedUserId", user.into()),
            ("agreedUserName", self.voice.name().into()),
            ("agreedUserEmail", self.voice.email().into()),
        ]);
        self.json(&Json::object([("1", variation)]))
    }

    fn agreements(&mut self) {
        let mut rows = Vec::new();
        let signed: Vec<_> = self.applications.iter().copied().step_by(2).collect();
        for (id, (supplier, framework)) in (1_u64..).zip(signed) {
            let details = (id % 4 != 0).then(|| {
                let details = Json::object([
                    ("frameworkAgreementVersion", "v1.0".into()),
                    ("signerName", self.voice.name().into()),
                    ("signerRole", self.voice.role().into()),
                    ("uploaderUserId", (1 + id % 15).into()),
                    ("note", self.voice.free().into()),
                ]);
                self.json(&details)
            });
            let countersigned = (id % 3 == 1).then(|| {
                let details = Json::object([
                    ("countersignerName", self.voice.name().into()),
                    ("countersignerRole", self.voice.role().into()),
                    ("approvedByUserId", (1 + id % 15).into()),
                ]);
                self.json(&details)
            });
            let path = self.voice.maybe(|voice| voice.path());
            let counter_path = self.voice.maybe(|voice| voice.path());
            rows.push(row![
                id,
                supplier,
                framework,
                self.maybe_time(),
                details,
                path,
                countersigned,
                counter_path,
                self.maybe_time(),
                None::<String>,
            ]);
        }
        self.table(
            "framework_agreements",
            &[
                "id",
                "supplier_id",
                "framework_id",
                "signed_agreement_returned_at",
                "signed_agreement_details",
                "signed_agreement_path",
                "countersigned_agreement_details",
                "countersigned_agreement_path",
                "countersigned_agreement_returned_at",
                "signed_agreement_put_on_hold_at",
            ],
            &rows,
        );
    }

    /// The forms that declarations had over the years, the empty ones included.
    fn declaration(&mut self, framework: u64, index: usize) -> Option<String> {
        let declaration = match (framework, index % 9) {
            (_, 6) => return None,
            (_, 7) => Json::Null,
            (_, 8) => Json::object([]),
            (2, _) => self.declaration_by_numbers(),
            // What no frontend writes: no object, or no status.
            (4, 5) => vec![self.voice.name()].into(),
            (_, 5) => Json::object([("primaryContact", self.voice.name().into())]),
            _ => self.declaration_by_names(index),
        };
        Some(self.json(&declaration))
    }

    /// G-Cloud 7: keys are the questionnaire's numbers.
    fn declaration_by_numbers(&mut self) -> Json {
        let voice = &mut self.voice;
        Json::object([
            ("status", "complete".into()),
            ("SQ1-1a", voice.company().into()),
            (
                "SQ1-1b",
                format!("{}, {}", voice.street(), voice.town()).into(),
            ),
            ("SQ1-1e", voice.number(8).into()),
            ("SQ1-1f", voice.word().into()),
            ("SQ1-1g", voice.number(9).into()),
            ("SQ1-1h", voice.number(9).into()),
            ("SQ1-1k", voice.company().into()),
            ("SQ1-1n", voice.name().into()),
            ("SQ1-1o", voice.email().into()),
            ("SQ1-1p-i", voice.company().into()),
            ("SQ1-1p-ii", voice.street().into()),
            ("SQ1-1q-i", voice.company().into()),
            ("SQ1-2a", voice.name().into()),
            ("SQ1-2b", voice.email().into()),
            ("SQ2-1abcd", false.into()),
            ("SQ3-1k", voice.free().into()),
            ("SQ4-1c", voice.free().into()),
            ("PR1", true.into()),
        ])
    }

    fn declaration_by_names(&mut self, index: usize) -> Json {
        let status = if index.is_multiple_of(2) {
            "complete"
        } else {
            "started"
        };
        let voice = &mut self.voice;
        let mut declaration = vec![
            ("status", status.into()),
            ("primaryContact", voice.name().into()),
            ("primaryContactEmail", voice.email().into()),
            ("contactNameContractNotice", voice.name().into()),
            ("contactEmailContractNotice", voice.email().into()),
            ("nameOfOrganisation", voice.company().into()),
            ("tradingNames", voice.company().into()),
            ("registeredAddressBuilding", voice.street().into()),
            ("registeredAddressTown", voice.town().into()),
            ("registeredAddressPostcode", voice.postcode().into()),
            ("companyRegistrationNumber", voice.number(8).into()),
            ("registeredVATNumber", voice.number(9).into()),
            ("dunsNumber", voice.number(9).into()),
            ("appropriateTradeRegistersNumber", voice.word().into()),
            ("licenceOrMemberRequiredDetails", voice.free().into()),
            ("currentRegisteredCountry", voice.word().into()),
            ("firstRegistered", voice.word().into()),
            ("tradingStatusOther", voice.word().into()),
            ("supplierTradingName", voice.company().into()),
            ("supplierRegisteredName", voice.company().into()),
            ("supplierCompanyRegistrationNumber", voice.number(8).into()),
            ("supplierDunsNumber", voice.number(9).into()),
            ("supplierRegisteredBuilding", voice.street().into()),
            ("supplierRegisteredTown", voice.town().into()),
            ("supplierRegisteredPostcode", voice.postcode().into()),
            ("supplierRegisteredCountry", voice.word().into()),
            ("supplierVatNumber", voice.number(9).into()),
            ("mitigatingFactors", voice.free().into()),
            ("mitigatingFactors2", voice.free().into()),
            ("mitigatingFactors3", Json::Null),
            ("modernSlaveryStatement", voice.path().into()),
            ("modernSlaveryStatementOptional", voice.path().into()),
            ("bankrupt", false.into()),
            ("subcontractingInvoicesPaid", 97_u64.into()),
            ("keyOfNextYear", voice.free().into()),
        ];
        if index % 4 == 2 {
            // Some years: the address in one object.
            let address = Json::object([
                ("Building", voice.street().into()),
                ("Town", voice.town().into()),
                ("Postcode", voice.postcode().into()),
            ]);
            declaration.push(("registeredAddress", address));
            declaration.push(("mitigatingFactors3", voice.free().into()));
        } else {
            declaration.push(("registeredAddress", voice.street().into()));
        }
        if index % 5 == 1 {
            // A key twice, and a value of another kind than usual.
            declaration.push(("primaryContactEmail", voice.email().into()));
            declaration.push(("primaryContact", vec![voice.name()].into()));
        }
        Json::Object(
            declaration
                .into_iter()
                .map(|(key, value)| (key.to_owned(), value))
                .collect(),
        )
    }
}

/// The address of an erased record, as the application makes it.
fn removed_email(id: u64) -> String {
    format!("<removed>@3f2504e0-4f89-41d3-9a0c-{id:012}.com")
}
