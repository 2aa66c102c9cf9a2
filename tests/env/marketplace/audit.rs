//! The audit log: it mirrors the personal data of every other table.

use super::{Builder, row};
use crate::env::json::Json;

impl Builder {
    /// `audit_events`, of every type that is known to hold personal data.
    pub(super) fn audit(&mut self) {
        let mut rows = Vec::new();
        for _ in 0..self.scale {
            for (kind, object, data) in self.events() {
                let id = rows.len() as u64 + 1;
                let data = self.json(&data);
                let acknowledged = id.is_multiple_of(3);
                rows.push(row![
                    id,
                    kind,
                    self.time(),
                    self.voice.maybe(|voice| voice.email()),
                    data,
                    object,
                    object.map(|_| 1 + id % 9),
                    acknowledged,
                    acknowledged.then(|| self.voice.email()),
                    acknowledged.then(|| self.time()),
                ]);
            }
        }
        self.table(
            "audit_events",
            &[
                "id",
                "type",
                "created_at",
                "\"user\"",
                "data",
                "object_type",
                "object_id",
                "acknowledged",
                "acknowledged_by",
                "acknowledged_at",
            ],
            &rows,
        );
    }

    fn events(&mut self) -> Vec<(&'static str, Option<&'static str>, Json)> {
        let voice = &mut self.voice;
        let supplier = || Json::from("700007");
        let user = Json::object([
            ("emailAddress", voice.email().into()),
            ("name", voice.name().into()),
            ("phoneNumber", voice.phone().into()),
            ("password", "updated".into()),
        ]);
        let contact = Json::object([
            ("contactName", voice.name().into()),
            ("email", voice.email().into()),
            ("phoneNumber", voice.phone().into()),
            ("address1", voice.street().into()),
            ("postcode", voice.postcode().into()),
        ]);
        let record = Json::object([
            ("name", voice.company().into()),
            ("dunsNumber", voice.number(9).into()),
            ("description", voice.free().into()),
            ("contactInformation", Json::List(vec![contact.clone()])),
        ]);
        let declaration = Json::object([
            ("primaryContact", voice.name().into()),
            ("primaryContactEmail", voice.email().into()),
            ("mitigatingFactors", voice.free().into()),
        ]);
        let brief = Json::object([
            ("title", voice.free().into()),
            ("summary", voice.free().into()),
        ]);
        let bid = Json::object([
            ("respondToEmailAddress", voice.email().into()),
            ("dayRate", voice.number(9).into()),
        ]);
        let signer = Json::object([
            ("signerName", voice.name().into()),
            ("signerRole", voice.role().into()),
        ]);
        let notify = Json::object([
            ("to", voice.email().into()),
            ("reference", voice.word().into()),
            ("status", "permanent-failure".into()),
        ]);
        let with =
            |name, value: &Json| Json::object([(name, value.clone()), ("supplierId", supplier())]);
        vec![
            (
                "user_auth_failed",
                Some("User"),
                Json::object([
                    ("email_address", voice.email().into()),
                    ("request_id", "3f2504e0-4f89-11d3-9a0c-0305e82c3301".into()),
                ]),
            ),
            (
                "update_user",
                Some("User"),
                Json::object([("user", voice.email().into()), ("update", user)]),
            ),
            (
                "create_user",
                Some("User"),
                Json::object([
                    ("supplierId", supplier()),
                    ("qualifyingBuyerEmailDomain", "gov.uk".into()),
                ]),
            ),
            ("supplier_update", Some("Supplier"), with("update", &record)),
            ("contact_update", Some("Supplier"), with("update", &contact)),
            ("create_supplier", Some("Supplier"), with("update", &record)),
            (
                "answer_selection_questions",
                Some("SupplierFramework"),
                with("update", &declaration),
            ),
            ("create_brief", Some("Brief"), with("briefJson", &brief)),
            ("update_brief", Some("Brief"), with("briefJson", &brief)),
            (
                "create_brief_response",
                Some("BriefResponse"),
                with("briefResponseJson", &bid),
            ),
            (
                "update_brief_response",
                Some("BriefResponse"),
                with("briefResponseData", &bid),
            ),
            (
                "create_agreement",
                Some("FrameworkAgreement"),
                with("update", &signer),
            ),
            (
                "sign_agreement",
                Some("FrameworkAgreement"),
                with("update", &signer),
            ),
            (
                "notify_callback",
                None,
                with("notify_callback_data", &notify),
            ),
            (
                "invite_user",
                None,
                Json::object([
                    ("invitedEmail", voice.email().into()),
                    ("supplier_id", supplier()),
                ]),
            ),
            (
                "update_service",
                Some("Service"),
                Json::object([("draftId", 7_u64.into()), ("supplierId", supplier())]),
            ),
        ]
    }
}
