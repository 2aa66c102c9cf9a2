//! Buyers' requirements, questions about them, and suppliers' bids.

use super::{Builder, Field, row};
use crate::env::json::Json;

impl Builder {
    /// `briefs`, `brief_users`, `brief_clarification_questions`, `brief_responses`.
    pub(super) fn briefs(&mut self) {
        let count = 10 * self.scale;
        let rows: Vec<Vec<Field>> = (1..=count).map(|id| self.brief(id)).collect();
        self.table(
            "briefs",
            &[
                "id",
                "data",
                "created_at",
                "updated_at",
                "framework_id",
                "lot_id",
                "published_at",
                "withdrawn_at",
                "is_a_copy",
                "cancelled_at",
                "unsuccessful_at",
            ],
            &rows,
        );
        let mut owners: Vec<Vec<Field>> = (1..=count)
            .map(|id| row![id, self.buyers[id as usize % self.buyers.len()]])
            .collect();
        owners.push(row![1_u64, self.idle.user]);
        self.table("brief_users", &["brief_id", "user_id"], &owners);
        let mut questions = Vec::new();
        for id in 1..=count {
            questions.push(row![
                id,
                1 + (id * 3) % count,
                self.voice.free(),
                format!("{}\n\n{}", self.voice.free(), self.voice.free()),
                self.time(),
            ]);
        }
        let columns = ["id", "brief_id", "question", "answer", "published_at"];
        self.table("brief_clarification_questions", &columns, &questions);
        self.responses(count);
    }

    fn brief(&mut self, id: u64) -> Vec<Field> {
        let (framework, lot, slug) = [
            (3, 5, "digital-outcomes"),
            (5, 6, "digital-specialists"),
            (5, 7, "user-research-studios"),
        ][(id % 3) as usize];
        let voice = &mut self.voice;
        let data = Json::object([
            ("title", voice.free().into()),
            ("lot", slug.into()),
            ("organisation", "Ministry of Samples".into()),
            ("location", "Wales".into()),
            ("summary", voice.free().into()),
            ("backgroundInformation", voice.free().into()),
            ("existingTeam", voice.free().into()),
            ("specialistWork", voice.free().into()),
            ("endUsers", voice.free().into()),
            (
                "workplaceAddress",
                format!("{}, {}", voice.street(), voice.town()).into(),
            ),
            (
                "researchAddress",
                format!("{}, {}", voice.street(), voice.town()).into(),
            ),
            ("questionAndAnswerSessionDetails", voice.free().into()),
            ("additionalTerms", voice.free().into()),
            ("workingArrangements", voice.free().into()),
            (
                "budgetRange",
                format!("No more than £{}", voice.number(9)).into(),
            ),
            (
                "essentialRequirements",
                vec![voice.free(), voice.free()].into(),
            ),
            ("niceToHaveRequirements", vec![voice.free()].into()),
            ("numberOfSuppliers", 3_u64.into()),
            ("requirementsLength", "2 weeks".into()),
            ("answerOfNextYear", voice.free().into()),
        ]);
        let data = self.json(&data);
        let published = (!id.is_multiple_of(5)).then(|| self.time());
        row![
            id,
            data,
            self.time(),
            self.time(),
            framework,
            lot,
            published,
            None::<u64>,
            id.is_multiple_of(7),
            None::<u64>,
            None::<u64>,
        ]
    }

    /// Two or three bids a brief; where one won it is the first.
    fn responses(&mut self, briefs: u64) {
        let mut rows = Vec::new();
        for brief in 1..=briefs {
            for bid in 0..2 + brief % 2 {
                let id = rows.len() as u64 + 1;
                let supplier = self.suppliers[(brief + bid) as usize % self.suppliers.len()];
                let won = bid == 0 && awarded(brief);
                rows.push(self.response(id, brief, supplier, won));
            }
        }
        // Nobody else won that brief.
        self.idle.response = rows.len() as u64 + 1;
        rows.push(self.response(self.idle.response, 1, self.idle.history, true));
        self.table(
            "brief_responses",
            &[
                "id",
                "data",
                "brief_id",
                "supplier_id",
                "created_at",
                "submitted_at",
                "award_details",
                "awarded_at",
            ],
            &rows,
        );
    }

    fn response(&mut self, id: u64, brief: u64, supplier: u64, won: bool) -> Vec<Field> {
        let data = self.response_data(brief);
        let award = won.then(|| {
            let details = Json::object([
                ("pending", false.into()),
                ("awardedContractStartDate", "2021-05-06".into()),
                ("awardedContractValue", self.voice.number(9).into()),
            ]);
            self.json(&details)
        });
        row![
            id,
            data,
            brief,
            supplier,
            self.time(),
            self.maybe_time(),
            award.unwrap_or_else(|| "{}".to_owned()),
            won.then(|| self.time()),
        ]
    }

    fn response_data(&mut self, brief: u64) -> String {
        let voice = &mut self.voice;
        // The first framework had plain strings and yes or no, later ones evidence.
        let (essential, nice) = if brief.is_multiple_of(3) {
            (
                vec![voice.free(), voice.free()].into(),
                vec![true, false].into(),
            )
        } else {
            let evidence = |text: String| Json::object([("evidence", text.into())]);
            let nice = Json::object([("yesNo", true.into()), ("evidence", voice.free().into())]);
            let essential = vec![evidence(voice.free()), evidence(voice.free())];
            (
                Json::List(essential),
                Json::List(vec![nice, Json::object([("yesNo", false.into())])]),
            )
        };
        let mut data = vec![
            ("availability".to_owned(), voice.free().into()),
            ("dayRate".to_owned(), voice.number(9).into()),
            ("essentialRequirements".to_owned(), essential),
            ("niceToHaveRequirements".to_owned(), nice),
            ("essentialRequirementsMet".to_owned(), true.into()),
        ];
        match brief % 4 {
            0 => {}
            1 => {
                data.push(("respondToEmailAddress".to_owned(), voice.email().into()));
                data.push(("respondToEmailAddress".to_owned(), voice.email().into()));
            }
            _ => data.insert(
                0,
                ("respondToEmailAddress".to_owned(), voice.email().into()),
            ),
        }
        if brief % 10 == 3 && !voice.is_demo() {
            data.clear();
        }
        self.json(&Json::Object(data))
    }
}

/// The brief's first bid won; among them is a brief that was never published.
pub(super) fn awarded(brief: u64) -> bool {
    brief % 3 != 1
}

/// The id of the brief's first bid: two bids an even brief, three an odd one.
pub(super) fn first_response(brief: u64) -> u64 {
    (1..brief).map(|earlier| 2 + earlier % 2).sum::<u64>() + 1
}
