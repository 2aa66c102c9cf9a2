//! Where the Digital Marketplace's schema holds personal or confidential data: every column and
//! JSON key of the privacy survey, each of which the generator fills and the rules must replace.

/// What a place holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// Names or numbers that identify a person or a supplier.
    Ident,
    /// E-mail, phone, postal address.
    Contact,
    /// A credential, or a path to a private document.
    Secret,
    /// Free text that may hold anything.
    Free,
    /// Confidential between a buyer and a supplier.
    Confidential,
    /// Published text: only ways to reach somebody in it are replaced.
    Public,
}

/// A column, or the place in its JSON that an SQL/JSON path leads to.
pub(crate) struct Place {
    pub(crate) table: &'static str,
    pub(crate) column: &'static str,
    pub(crate) path: Option<&'static str>,
    class: Class,
}

impl Place {
    /// For messages.
    pub(crate) fn name(&self) -> String {
        let (table, column, class) = (self.table, self.column, self.class);
        format!(
            "{table}.{column} {} ({class:?})",
            self.path.unwrap_or_default()
        )
    }

    /// Text that stays, but for the ways to reach somebody in it.
    pub(crate) fn is_published_text(&self) -> bool {
        self.class == Public
    }
}

/// All of them.
pub(crate) fn places() -> impl Iterator<Item = Place> {
    let columns = COLUMNS.iter().flat_map(|&(table, class, columns)| {
        columns.split_whitespace().map(move |column| Place {
            table,
            column,
            path: None,
            class,
        })
    });
    let keys = KEYS.iter().flat_map(|&(table, column, class, paths)| {
        paths.split_whitespace().map(move |path| Place {
            table,
            column,
            path: Some(path),
            class,
        })
    });
    columns.chain(keys)
}

/// Columns that the rules replace though they hold nothing that a canary could mark.
pub(crate) const ALSO_REPLACED: &[(&str, &str)] = &[
    ("users", "failed_login_count"),
    ("users", "logged_in_at"),
    ("outcomes", "start_date"),
    ("outcomes", "end_date"),
];

use Class::{Confidential, Contact, Free, Ident, Public, Secret};

/// Table, class, columns.
const COLUMNS: &[(&str, Class, &str)] = &[
    ("users", Ident, "name"),
    ("users", Contact, "email_address phone_number"),
    ("users", Secret, "password"),
    ("contact_information", Ident, "contact_name"),
    (
        "contact_information",
        Contact,
        "phone_number email address1 city postcode",
    ),
    (
        "suppliers",
        Ident,
        "name duns_number companies_house_number registered_name \
         other_company_registration_number vat_number",
    ),
    ("suppliers", Free, "description"),
    (
        "framework_agreements",
        Secret,
        "signed_agreement_path countersigned_agreement_path",
    ),
    ("brief_clarification_questions", Free, "question answer"),
    ("direct_award_projects", Confidential, "name"),
    ("direct_award_searches", Confidential, "search_url"),
    (
        "outcomes",
        Confidential,
        "awarding_organisation_name award_value",
    ),
    ("audit_events", Contact, "user acknowledged_by"),
];

/// Table, column, class, SQL/JSON paths below the root.
const KEYS: &[(&str, &str, Class, &str)] = &[
    (
        "supplier_frameworks",
        "declaration",
        Ident,
        r#"primaryContact contactNameContractNotice nameOfOrganisation tradingNames
            companyRegistrationNumber registeredVATNumber dunsNumber
            appropriateTradeRegistersNumber licenceOrMemberRequiredDetails
            currentRegisteredCountry firstRegistered tradingStatusOther supplierTradingName
            supplierRegisteredName supplierCompanyRegistrationNumber supplierDunsNumber
            supplierRegisteredCountry supplierVatNumber "SQ1-1a" "SQ1-1e" "SQ1-1f" "SQ1-1g"
            "SQ1-1h" "SQ1-1k" "SQ1-1n" "SQ1-1p-i" "SQ1-1q-i" "SQ1-2a""#,
    ),
    (
        "supplier_frameworks",
        "declaration",
        Contact,
        r#"primaryContactEmail contactEmailContractNotice registeredAddress
            registeredAddress.Building registeredAddress.Town registeredAddress.Postcode
            registeredAddressBuilding registeredAddressTown registeredAddressPostcode
            supplierRegisteredBuilding supplierRegisteredTown supplierRegisteredPostcode
            "SQ1-1b" "SQ1-1o" "SQ1-1p-ii" "SQ1-2b""#,
    ),
    (
        "supplier_frameworks",
        "declaration",
        Free,
        r#"mitigatingFactors mitigatingFactors2 mitigatingFactors3 "SQ3-1k" "SQ4-1c"
            keyOfNextYear"#,
    ),
    (
        "supplier_frameworks",
        "declaration",
        Secret,
        "modernSlaveryStatement modernSlaveryStatementOptional",
    ),
    (
        "supplier_frameworks",
        "agreed_variations",
        Ident,
        "*.agreedUserName",
    ),
    (
        "supplier_frameworks",
        "agreed_variations",
        Contact,
        "*.agreedUserEmail",
    ),
    (
        "framework_agreements",
        "signed_agreement_details",
        Ident,
        "signerName signerRole",
    ),
    (
        "framework_agreements",
        "signed_agreement_details",
        Free,
        "note",
    ),
    (
        "framework_agreements",
        "countersigned_agreement_details",
        Ident,
        "countersignerName countersignerRole",
    ),
    (
        "frameworks",
        "framework_agreement_details",
        Ident,
        "countersignerName countersignerRole",
    ),
    ("brief_responses", "data", Contact, "respondToEmailAddress"),
    (
        "brief_responses",
        "data",
        Confidential,
        "availability dayRate essentialRequirements[*] essentialRequirements[*].evidence \
         niceToHaveRequirements[*].evidence",
    ),
    (
        "brief_responses",
        "award_details",
        Confidential,
        "awardedContractValue",
    ),
    (
        "briefs",
        "data",
        Free,
        "title summary backgroundInformation existingTeam specialistWork endUsers \
         questionAndAnswerSessionDetails additionalTerms workingArrangements \
         essentialRequirements[*] niceToHaveRequirements[*] answerOfNextYear",
    ),
    (
        "briefs",
        "data",
        Contact,
        "workplaceAddress researchAddress",
    ),
    ("briefs", "data", Confidential, "budgetRange"),
    (
        "services",
        "data",
        Public,
        "serviceDescription serviceFeatures[*] supportLevels standardsISOIEC27001Who \
         standardsISOIEC27001Who.value",
    ),
    (
        "services",
        "data",
        Contact,
        "labAddressBuilding labAddressTown labAddressPostcode updated_by",
    ),
    (
        "services",
        "data",
        Secret,
        "pricingDocumentURL serviceDefinitionDocumentURL termsAndConditionsDocumentURL",
    ),
    (
        "archived_services",
        "data",
        Public,
        "serviceDescription serviceFeatures[*] supportLevels standardsISOIEC27001Who \
         standardsISOIEC27001Who.value",
    ),
    (
        "archived_services",
        "data",
        Contact,
        "labAddressBuilding labAddressTown labAddressPostcode updated_by",
    ),
    (
        "archived_services",
        "data",
        Secret,
        "pricingDocumentURL serviceDefinitionDocumentURL termsAndConditionsDocumentURL",
    ),
    (
        "draft_services",
        "data",
        Confidential,
        "serviceName serviceSummary serviceFeatures[*] priceMin answerOfNextYear",
    ),
    (
        "draft_services",
        "data",
        Contact,
        "labAddressBuilding labAddressTown labAddressPostcode updated_by",
    ),
    (
        "draft_services",
        "data",
        Secret,
        "pricingDocumentURL serviceDefinitionDocumentURL sfiaRateDocumentURL \
         termsAndConditionsDocumentURL",
    ),
    (
        "audit_events",
        "data",
        Contact,
        "email_address user update.emailAddress update.phoneNumber update.email \
         update.address1 update.postcode update.contactInformation[*].email \
         update.primaryContactEmail briefResponseJson.respondToEmailAddress \
         briefResponseData.respondToEmailAddress notify_callback_data.to invitedEmail",
    ),
    (
        "audit_events",
        "data",
        Ident,
        "update.name update.contactName update.dunsNumber update.primaryContact \
         update.signerName update.signerRole",
    ),
    (
        "audit_events",
        "data",
        Free,
        "update.description update.mitigatingFactors briefJson.title briefJson.summary",
    ),
];
