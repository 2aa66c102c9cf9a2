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
    pub(crate) class: Class,
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
}

const fn column(table: &'static str, column: &'static str, class: Class) -> Place {
    Place {
        table,
        column,
        path: None,
        class,
    }
}

const fn key(table: &'static str, column: &'static str, path: &'static str, class: Class) -> Place {
    Place {
        table,
        column,
        path: Some(path),
        class,
    }
}

use Class::{Confidential, Contact, Free, Ident, Public, Secret};

/// Columns that the rules replace though they hold nothing that a canary could mark.
pub(crate) const ALSO_REPLACED: &[(&str, &str)] = &[
    ("users", "failed_login_count"),
    ("users", "logged_in_at"),
    ("outcomes", "start_date"),
    ("outcomes", "end_date"),
];

/// All of them.
pub(crate) const PLACES: &[Place] = &[
    column("users", "name", Ident),
    column("users", "email_address", Contact),
    column("users", "phone_number", Contact),
    column("users", "password", Secret),
    column("contact_information", "contact_name", Ident),
    column("contact_information", "phone_number", Contact),
    column("contact_information", "email", Contact),
    column("contact_information", "address1", Contact),
    column("contact_information", "city", Contact),
    column("contact_information", "postcode", Contact),
    column("suppliers", "name", Ident),
    column("suppliers", "duns_number", Ident),
    column("suppliers", "companies_house_number", Ident),
    column("suppliers", "registered_name", Ident),
    column("suppliers", "other_company_registration_number", Ident),
    column("suppliers", "vat_number", Ident),
    column("suppliers", "description", Free),
    key(
        "supplier_frameworks",
        "declaration",
        r#"$.primaryContact"#,
        Ident,
    ),
    key(
        "supplier_frameworks",
        "declaration",
        r#"$.contactNameContractNotice"#,
        Ident,
    ),
    key(
        "supplier_frameworks",
        "declaration",
        r#"$.nameOfOrganisation"#,
        Ident,
    ),
    key(
        "supplier_frameworks",
        "declaration",
        r#"$.tradingNames"#,
        Ident,
    ),
    key(
        "supplier_frameworks",
        "declaration",
        r#"$.companyRegistrationNumber"#,
        Ident,
    ),
    key(
        "supplier_frameworks",
        "declaration",
        r#"$.registeredVATNumber"#,
        Ident,
    ),
    key(
        "supplier_frameworks",
        "declaration",
        r#"$.dunsNumber"#,
        Ident,
    ),
    key(
        "supplier_frameworks",
        "declaration",
        r#"$.appropriateTradeRegistersNumber"#,
        Ident,
    ),
    key(
        "supplier_frameworks",
        "declaration",
        r#"$.licenceOrMemberRequiredDetails"#,
        Ident,
    ),
    key(
        "supplier_frameworks",
        "declaration",
        r#"$.currentRegisteredCountry"#,
        Ident,
    ),
    key(
        "supplier_frameworks",
        "declaration",
        r#"$.firstRegistered"#,
        Ident,
    ),
    key(
        "supplier_frameworks",
        "declaration",
        r#"$.tradingStatusOther"#,
        Ident,
    ),
    key(
        "supplier_frameworks",
        "declaration",
        r#"$.supplierTradingName"#,
        Ident,
    ),
    key(
        "supplier_frameworks",
        "declaration",
        r#"$.supplierRegisteredName"#,
        Ident,
    ),
    key(
        "supplier_frameworks",
        "declaration",
        r#"$.supplierCompanyRegistrationNumber"#,
        Ident,
    ),
    key(
        "supplier_frameworks",
        "declaration",
        r#"$.supplierDunsNumber"#,
        Ident,
    ),
    key(
        "supplier_frameworks",
        "declaration",
        r#"$.supplierRegisteredCountry"#,
        Ident,
    ),
    key(
        "supplier_frameworks",
        "declaration",
        r#"$.supplierVatNumber"#,
        Ident,
    ),
    key("supplier_frameworks", "declaration", r#"$."SQ1-1a""#, Ident),
    key("supplier_frameworks", "declaration", r#"$."SQ1-1e""#, Ident),
    key("supplier_frameworks", "declaration", r#"$."SQ1-1f""#, Ident),
    key("supplier_frameworks", "declaration", r#"$."SQ1-1g""#, Ident),
    key("supplier_frameworks", "declaration", r#"$."SQ1-1h""#, Ident),
    key("supplier_frameworks", "declaration", r#"$."SQ1-1k""#, Ident),
    key("supplier_frameworks", "declaration", r#"$."SQ1-1n""#, Ident),
    key(
        "supplier_frameworks",
        "declaration",
        r#"$."SQ1-1p-i""#,
        Ident,
    ),
    key(
        "supplier_frameworks",
        "declaration",
        r#"$."SQ1-1q-i""#,
        Ident,
    ),
    key("supplier_frameworks", "declaration", r#"$."SQ1-2a""#, Ident),
    key(
        "supplier_frameworks",
        "declaration",
        r#"$.primaryContactEmail"#,
        Contact,
    ),
    key(
        "supplier_frameworks",
        "declaration",
        r#"$.contactEmailContractNotice"#,
        Contact,
    ),
    key(
        "supplier_frameworks",
        "declaration",
        r#"$.registeredAddress"#,
        Contact,
    ),
    key(
        "supplier_frameworks",
        "declaration",
        r#"$.registeredAddress.Building"#,
        Contact,
    ),
    key(
        "supplier_frameworks",
        "declaration",
        r#"$.registeredAddress.Town"#,
        Contact,
    ),
    key(
        "supplier_frameworks",
        "declaration",
        r#"$.registeredAddress.Postcode"#,
        Contact,
    ),
    key(
        "supplier_frameworks",
        "declaration",
        r#"$.registeredAddressBuilding"#,
        Contact,
    ),
    key(
        "supplier_frameworks",
        "declaration",
        r#"$.registeredAddressTown"#,
        Contact,
    ),
    key(
        "supplier_frameworks",
        "declaration",
        r#"$.registeredAddressPostcode"#,
        Contact,
    ),
    key(
        "supplier_frameworks",
        "declaration",
        r#"$.supplierRegisteredBuilding"#,
        Contact,
    ),
    key(
        "supplier_frameworks",
        "declaration",
        r#"$.supplierRegisteredTown"#,
        Contact,
    ),
    key(
        "supplier_frameworks",
        "declaration",
        r#"$.supplierRegisteredPostcode"#,
        Contact,
    ),
    key(
        "supplier_frameworks",
        "declaration",
        r#"$."SQ1-1b""#,
        Contact,
    ),
    key(
        "supplier_frameworks",
        "declaration",
        r#"$."SQ1-1o""#,
        Contact,
    ),
    key(
        "supplier_frameworks",
        "declaration",
        r#"$."SQ1-1p-ii""#,
        Contact,
    ),
    key(
        "supplier_frameworks",
        "declaration",
        r#"$."SQ1-2b""#,
        Contact,
    ),
    key(
        "supplier_frameworks",
        "declaration",
        r#"$.mitigatingFactors"#,
        Free,
    ),
    key(
        "supplier_frameworks",
        "declaration",
        r#"$.mitigatingFactors2"#,
        Free,
    ),
    key(
        "supplier_frameworks",
        "declaration",
        r#"$.mitigatingFactors3"#,
        Free,
    ),
    key("supplier_frameworks", "declaration", r#"$."SQ3-1k""#, Free),
    key("supplier_frameworks", "declaration", r#"$."SQ4-1c""#, Free),
    key(
        "supplier_frameworks",
        "declaration",
        r#"$.keyOfNextYear"#,
        Free,
    ),
    key(
        "supplier_frameworks",
        "declaration",
        r#"$.modernSlaveryStatement"#,
        Secret,
    ),
    key(
        "supplier_frameworks",
        "declaration",
        r#"$.modernSlaveryStatementOptional"#,
        Secret,
    ),
    key(
        "supplier_frameworks",
        "agreed_variations",
        r#"$.*.agreedUserName"#,
        Ident,
    ),
    key(
        "supplier_frameworks",
        "agreed_variations",
        r#"$.*.agreedUserEmail"#,
        Contact,
    ),
    key(
        "framework_agreements",
        "signed_agreement_details",
        r#"$.signerName"#,
        Ident,
    ),
    key(
        "framework_agreements",
        "signed_agreement_details",
        r#"$.signerRole"#,
        Ident,
    ),
    key(
        "framework_agreements",
        "signed_agreement_details",
        r#"$.note"#,
        Free,
    ),
    key(
        "framework_agreements",
        "countersigned_agreement_details",
        r#"$.countersignerName"#,
        Ident,
    ),
    key(
        "framework_agreements",
        "countersigned_agreement_details",
        r#"$.countersignerRole"#,
        Ident,
    ),
    column("framework_agreements", "signed_agreement_path", Secret),
    column(
        "framework_agreements",
        "countersigned_agreement_path",
        Secret,
    ),
    key(
        "frameworks",
        "framework_agreement_details",
        r#"$.countersignerName"#,
        Ident,
    ),
    key(
        "frameworks",
        "framework_agreement_details",
        r#"$.countersignerRole"#,
        Ident,
    ),
    key(
        "brief_responses",
        "data",
        r#"$.respondToEmailAddress"#,
        Contact,
    ),
    key("brief_responses", "data", r#"$.availability"#, Confidential),
    key("brief_responses", "data", r#"$.dayRate"#, Confidential),
    key(
        "brief_responses",
        "data",
        r#"$.essentialRequirements[*]"#,
        Confidential,
    ),
    key(
        "brief_responses",
        "data",
        r#"$.essentialRequirements[*].evidence"#,
        Confidential,
    ),
    key(
        "brief_responses",
        "data",
        r#"$.niceToHaveRequirements[*].evidence"#,
        Confidential,
    ),
    key(
        "brief_responses",
        "award_details",
        r#"$.awardedContractValue"#,
        Confidential,
    ),
    key("briefs", "data", r#"$.title"#, Free),
    key("briefs", "data", r#"$.summary"#, Free),
    key("briefs", "data", r#"$.backgroundInformation"#, Free),
    key("briefs", "data", r#"$.existingTeam"#, Free),
    key("briefs", "data", r#"$.specialistWork"#, Free),
    key("briefs", "data", r#"$.endUsers"#, Free),
    key(
        "briefs",
        "data",
        r#"$.questionAndAnswerSessionDetails"#,
        Free,
    ),
    key("briefs", "data", r#"$.additionalTerms"#, Free),
    key("briefs", "data", r#"$.workingArrangements"#, Free),
    key("briefs", "data", r#"$.essentialRequirements[*]"#, Free),
    key("briefs", "data", r#"$.niceToHaveRequirements[*]"#, Free),
    key("briefs", "data", r#"$.answerOfNextYear"#, Free),
    key("briefs", "data", r#"$.workplaceAddress"#, Contact),
    key("briefs", "data", r#"$.researchAddress"#, Contact),
    key("briefs", "data", r#"$.budgetRange"#, Confidential),
    column("brief_clarification_questions", "question", Free),
    column("brief_clarification_questions", "answer", Free),
    key("services", "data", r#"$.serviceDescription"#, Public),
    key("services", "data", r#"$.serviceFeatures[*]"#, Public),
    key("services", "data", r#"$.supportLevels"#, Public),
    key("services", "data", r#"$.standardsISOIEC27001Who"#, Public),
    key(
        "services",
        "data",
        r#"$.standardsISOIEC27001Who.value"#,
        Public,
    ),
    key("services", "data", r#"$.labAddressBuilding"#, Contact),
    key("services", "data", r#"$.labAddressTown"#, Contact),
    key("services", "data", r#"$.labAddressPostcode"#, Contact),
    key("services", "data", r#"$.updated_by"#, Contact),
    key("services", "data", r#"$.pricingDocumentURL"#, Secret),
    key(
        "services",
        "data",
        r#"$.serviceDefinitionDocumentURL"#,
        Secret,
    ),
    key(
        "services",
        "data",
        r#"$.termsAndConditionsDocumentURL"#,
        Secret,
    ),
    key(
        "archived_services",
        "data",
        r#"$.serviceDescription"#,
        Public,
    ),
    key(
        "archived_services",
        "data",
        r#"$.serviceFeatures[*]"#,
        Public,
    ),
    key("archived_services", "data", r#"$.supportLevels"#, Public),
    key(
        "archived_services",
        "data",
        r#"$.standardsISOIEC27001Who"#,
        Public,
    ),
    key(
        "archived_services",
        "data",
        r#"$.standardsISOIEC27001Who.value"#,
        Public,
    ),
    key(
        "archived_services",
        "data",
        r#"$.labAddressBuilding"#,
        Contact,
    ),
    key("archived_services", "data", r#"$.labAddressTown"#, Contact),
    key(
        "archived_services",
        "data",
        r#"$.labAddressPostcode"#,
        Contact,
    ),
    key("archived_services", "data", r#"$.updated_by"#, Contact),
    key(
        "archived_services",
        "data",
        r#"$.pricingDocumentURL"#,
        Secret,
    ),
    key(
        "archived_services",
        "data",
        r#"$.serviceDefinitionDocumentURL"#,
        Secret,
    ),
    key(
        "archived_services",
        "data",
        r#"$.termsAndConditionsDocumentURL"#,
        Secret,
    ),
    key("draft_services", "data", r#"$.serviceName"#, Confidential),
    key(
        "draft_services",
        "data",
        r#"$.serviceSummary"#,
        Confidential,
    ),
    key(
        "draft_services",
        "data",
        r#"$.serviceFeatures[*]"#,
        Confidential,
    ),
    key("draft_services", "data", r#"$.priceMin"#, Confidential),
    key(
        "draft_services",
        "data",
        r#"$.answerOfNextYear"#,
        Confidential,
    ),
    key("draft_services", "data", r#"$.labAddressBuilding"#, Contact),
    key("draft_services", "data", r#"$.labAddressTown"#, Contact),
    key("draft_services", "data", r#"$.labAddressPostcode"#, Contact),
    key("draft_services", "data", r#"$.updated_by"#, Contact),
    key("draft_services", "data", r#"$.pricingDocumentURL"#, Secret),
    key(
        "draft_services",
        "data",
        r#"$.serviceDefinitionDocumentURL"#,
        Secret,
    ),
    key("draft_services", "data", r#"$.sfiaRateDocumentURL"#, Secret),
    key(
        "draft_services",
        "data",
        r#"$.termsAndConditionsDocumentURL"#,
        Secret,
    ),
    column("direct_award_projects", "name", Confidential),
    column("direct_award_searches", "search_url", Confidential),
    column("outcomes", "awarding_organisation_name", Confidential),
    column("outcomes", "award_value", Confidential),
    column("audit_events", "user", Contact),
    column("audit_events", "acknowledged_by", Contact),
    key("audit_events", "data", r#"$.email_address"#, Contact),
    key("audit_events", "data", r#"$.user"#, Contact),
    key("audit_events", "data", r#"$.update.emailAddress"#, Contact),
    key("audit_events", "data", r#"$.update.phoneNumber"#, Contact),
    key("audit_events", "data", r#"$.update.email"#, Contact),
    key("audit_events", "data", r#"$.update.address1"#, Contact),
    key("audit_events", "data", r#"$.update.postcode"#, Contact),
    key(
        "audit_events",
        "data",
        r#"$.update.contactInformation[*].email"#,
        Contact,
    ),
    key(
        "audit_events",
        "data",
        r#"$.update.primaryContactEmail"#,
        Contact,
    ),
    key(
        "audit_events",
        "data",
        r#"$.briefResponseJson.respondToEmailAddress"#,
        Contact,
    ),
    key(
        "audit_events",
        "data",
        r#"$.briefResponseData.respondToEmailAddress"#,
        Contact,
    ),
    key(
        "audit_events",
        "data",
        r#"$.notify_callback_data.to"#,
        Contact,
    ),
    key("audit_events", "data", r#"$.invitedEmail"#, Contact),
    key("audit_events", "data", r#"$.update.name"#, Ident),
    key("audit_events", "data", r#"$.update.contactName"#, Ident),
    key("audit_events", "data", r#"$.update.dunsNumber"#, Ident),
    key("audit_events", "data", r#"$.update.primaryContact"#, Ident),
    key("audit_events", "data", r#"$.update.signerName"#, Ident),
    key("audit_events", "data", r#"$.update.signerRole"#, Ident),
    key("audit_events", "data", r#"$.update.description"#, Free),
    key(
        "audit_events",
        "data",
        r#"$.update.mitigatingFactors"#,
        Free,
    ),
    key("audit_events", "data", r#"$.briefJson.title"#, Free),
    key("audit_events", "data", r#"$.briefJson.summary"#, Free),
];
