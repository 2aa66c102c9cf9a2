//! Direct award projects, and how they and briefs ended.

use super::briefs::{awarded, first_response};
use super::{Builder, Field, row};

impl Builder {
    /// `direct_award_projects`, `…_project_users`, `…_searches`, `…_search_result_entries`,
    /// `outcomes`.
    pub(super) fn direct_award(&mut self) {
        let count = 8 * self.scale;
        let mut projects = Vec::new();
        let mut users = Vec::new();
        let mut searches = Vec::new();
        let mut entries = Vec::new();
        for id in 1..=count {
            let buyer = self.buyers[id as usize % self.buyers.len()];
            projects.push(self.project(id));
            users.push(row![id, id, buyer]);
            let archived = self.archived_services[id as usize % self.archived_services.len()];
            searches.push(self.search(id, buyer));
            entries.push(row![id, id, archived]);
        }
        // Found by somebody who is to leave, and a service that is.
        let idle = count + 1;
        projects.push(self.project(idle));
        users.push(row![idle, idle, self.idle.user]);
        searches.push(self.search(idle, self.idle.user));
        entries.push(row![idle, idle, self.archived_services[0]]);
        entries.push(row![idle + 1, 2_u64, self.idle.archived_service]);
        self.table(
            "direct_award_projects",
            &[
                "id",
                "name",
                "created_at",
                "locked_at",
                "active",
                "downloaded_at",
                "external_id",
                "still_assessing_at",
                "ready_to_assess_at",
            ],
            &projects,
        );
        self.table(
            "direct_award_project_users",
            &["id", "project_id", "user_id"],
            &users,
        );
        self.table(
            "direct_award_searches",
            &[
                "id",
                "created_by",
                "project_id",
                "created_at",
                "searched_at",
                "search_url",
                "active",
            ],
            &searches,
        );
        self.table(
            "direct_award_search_result_entries",
            &["id", "search_id", "archived_service_id"],
            &entries,
        );
        self.outcomes(count);
    }

    fn project(&mut self, id: u64) -> Vec<Field> {
        row![
            id,
            self.voice.free(),
            self.time(),
            self.maybe_time(),
            true,
            self.maybe_time(),
            100_000_000_000_000 + id,
            None::<u64>,
            None::<u64>,
        ]
    }

    fn search(&mut self, id: u64, user: u64) -> Vec<Field> {
        let words = self.voice.word();
        row![
            id,
            user,
            id,
            self.time(),
            self.maybe_time(),
            format!(
                "https://search.example/g-cloud-12/services/search?q={words}&filter_lot=cloud-hosting"
            ),
            true,
        ]
    }

    /// Half of the projects and every awarded brief; an awarded one names what won.
    fn outcomes(&mut self, projects: u64) {
        let mut rows: Vec<Vec<Field>> = Vec::new();
        for project in (1..=projects).step_by(2) {
            let won = project % 4 == 1;
            let archived = self.archived_services[project as usize % self.archived_services.len()];
            let result = if won { "awarded" } else { "none-suitable" };
            let keys = row![
                Some(project),
                won.then_some(project),
                won.then_some(archived),
                None::<u64>,
                None::<u64>,
            ];
            rows.push(self.outcome(rows.len(), result, keys));
        }
        for brief in (1..=10 * self.scale).filter(|brief| awarded(*brief)) {
            let response = first_response(brief);
            let keys = row![None::<u64>, None::<u64>, None::<u64>, brief, response];
            rows.push(self.outcome(rows.len(), "awarded", keys));
        }
        let none = None::<u64>;
        let (idle, found) = (projects + 1, self.archived_services[0]);
        let gone = self.idle.archived_service;
        for (result, keys) in [
            ("awarded", row![idle, idle, found, none, none]),
            ("awarded", row![2_u64, 2_u64, gone, none, none]),
            ("awarded", row![none, none, none, 1_u64, self.idle.response]),
            // Nobody won a brief that was never published.
            ("none-suitable", row![none, none, none, 10_u64, none]),
        ] {
            rows.push(self.outcome(rows.len(), result, keys));
        }
        self.table(
            "outcomes",
            &[
                "id",
                "external_id",
                "completed_at",
                "start_date",
                "end_date",
                "awarding_organisation_name",
                "award_value",
                "result",
                "direct_award_project_id",
                "direct_award_search_id",
                "direct_award_archived_service_id",
                "brief_id",
                "brief_response_id",
            ],
            &rows,
        );
    }

    fn outcome(&mut self, index: usize, result: &str, keys: Vec<Field>) -> Vec<Field> {
        let id = index as u64 + 1;
        let awarded = result == "awarded";
        let organisation = awarded.then(|| self.voice.company());
        let value = awarded.then(|| format!("{}.99", self.voice.number(9)));
        let mut row = row![
            id,
            200_000_000_000_000 + id,
            self.time(),
            awarded.then_some("2021-05-06"),
            awarded.then_some("2022-05-05"),
            organisation,
            value,
            result,
        ];
        row.extend(keys);
        row
    }
}
