use proptest::prelude::*;

use super::*;
use crate::rules::keys::KeySecret;

/// A row of a test: whether it leaves by itself, what it refers to and what it carries, as pairs of
/// space and key.
#[derive(Clone, Debug, Default)]
struct Row {
    leaves: bool,
    refers: Vec<(usize, i64)>,
    carries: Vec<(usize, i64)>,
}

fn close(tables: &[Vec<Row>], spaces: usize) -> Fates {
    let mut pass = Referring::new(spaces, &KeySecret::new([3; 32]));
    for table in tables {
        pass.table();
        for row in table {
            pass.row(row.leaves).unwrap();
            for (space, key) in &row.refers {
                pass.cascades(*space, Key::Int(*key)).unwrap();
            }
        }
    }
    let mut pass = pass.carrying();
    for table in tables {
        pass.table();
        for row in table {
            pass.row().unwrap();
            for (space, key) in &row.carries {
                pass.carries(*space, Key::Int(*key)).unwrap();
            }
        }
    }
    pass.close().unwrap()
}

/// The definition, applied until nothing changes.
fn naive(rows: &[&Row]) -> Vec<bool> {
    let mut left: Vec<bool> = rows.iter().map(|row| row.leaves).collect();
    loop {
        let gone = |key: &(usize, i64)| {
            let mut carriers = rows
                .iter()
                .zip(&left)
                .filter(|(r, _)| r.carries.contains(key));
            carriers.clone().next().is_some() && carriers.all(|(_, left)| *left)
        };
        let next: Vec<bool> = rows
            .iter()
            .zip(&left)
            .map(|(row, left)| *left || row.refers.iter().any(gone))
            .collect();
        if next == left {
            return left;
        }
        left = next;
    }
}

fn keys() -> impl Strategy<Value = Vec<(usize, i64)>> {
    prop::collection::vec((0_usize..2, 0_i64..8), 0..3)
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let row = (prop::bool::weighted(0.15), keys(), keys());
    let row = row.prop_map(|(leaves, refers, carries)| Row {
        leaves,
        refers,
        carries,
    });
    prop::collection::vec(row, 0..12)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]
    #[test]
    fn it_is_the_least_closure(tables in prop::collection::vec(rows(), 1..4)) {
        let flat: Vec<&Row> = tables.iter().flatten().collect();
        let wanted = naive(&flat);
        let fates = close(&tables, 2);
        let mut at = 0;
        for (table, rows) in tables.iter().enumerate() {
            for (number, row) in (0_u64..).zip(rows) {
                let fate = match (wanted[at], row.leaves) {
                    (false, _) => Fate::Stays,
                    (true, true) => Fate::Leaves,
                    (true, false) => Fate::Cascades,
                };
                prop_assert_eq!(fates.of(table, number).unwrap(), fate);
                at += 1;
            }
            prop_assert!(fates.of(table, rows.len() as u64).is_err());
        }
        for key in flat.iter().filter(|row| !row.leaves).flat_map(|row| &row.refers) {
            let carriers = || flat.iter().zip(&wanted).filter(|(row, _)| row.carries.contains(key));
            let gone = carriers().next().is_some() && carriers().all(|(_, left)| *left);
            prop_assert_eq!(fates.is_gone(key.0, Key::Int(key.1)), gone);
        }
    }
}

/// Rows `id` with a parent each, none with the parent 0.
fn tree(parents: impl Iterator<Item = (i64, i64, bool)>) -> Vec<Row> {
    let row = |(id, parent, leaves)| Row {
        leaves,
        refers: (parent != 0).then_some((0, parent)).into_iter().collect(),
        carries: vec![(0, id)],
    };
    parents.map(row).collect()
}

#[test]
fn a_chain_against_the_order_of_rows_falls_in_one_go() {
    let many = 100_000;
    let rows = tree((1..=many).map(|id| (id, (id + 1) % (many + 1), id == many)));
    let fates = close(&[rows], 1);
    let last = many as u64 - 1;
    assert!((0..last).all(|row| fates.of(0, row).unwrap() == Fate::Cascades));
    assert_eq!(fates.of(0, last).unwrap(), Fate::Leaves);
}

#[test]
fn rows_that_only_refer_to_each_other_stay() {
    let circle = tree([(1, 2, false), (2, 1, false), (3, 3, false), (4, 9, false)].into_iter());
    let fates = close(&[circle], 1);
    assert!((0..4).all(|row| fates.of(0, row).unwrap() == Fate::Stays));
    // It led nowhere before.
    assert!(!fates.is_gone(0, Key::Int(9)));
}

#[test]
fn a_key_that_a_row_that_stays_carries_is_not_gone() {
    let rows = tree([(1, 0, true), (1, 0, false), (2, 1, false)].into_iter());
    let fates = close(&[rows], 1);
    assert_eq!(fates.of(0, 2).unwrap(), Fate::Stays);
}

#[test]
fn watched_keys_are_known_afterwards() {
    let secret = KeySecret::new([3; 32]);
    let mut pass = Referring::new(1, &secret);
    pass.table();
    pass.row(true).unwrap();
    pass.row(false).unwrap();
    pass.watches(0, Key::Int(1)).unwrap();
    pass.watches(0, Key::Int(2)).unwrap();
    let mut pass = pass.carrying();
    pass.table();
    for id in [1, 2] {
        pass.row().unwrap();
        pass.carries(0, Key::Int(id)).unwrap();
    }
    let fates = pass.close().unwrap();
    assert!(fates.is_gone(0, Key::Int(1)) && !fates.is_gone(0, Key::Int(2)));
    assert_eq!(fates.of(0, 1).unwrap(), Fate::Stays);
}

#[test]
fn passes_over_different_rows_fail() {
    let mut pass = Referring::new(1, &KeySecret::new([3; 32]));
    pass.table();
    pass.row(false).unwrap();
    let mut pass = pass.carrying();
    pass.table();
    assert!(pass.close().is_err());
}

#[test]
fn memory_goes_by_references() {
    let many = 50_000_i64;
    let mut pass = Referring::new(1, &KeySecret::new([3; 32]));
    pass.table();
    for id in 1..=many {
        pass.row(false).unwrap();
        if id % 10 == 0 {
            pass.cascades(0, Key::Int(id / 100)).unwrap();
        }
    }
    let mut pass = pass.carrying();
    pass.table();
    for id in 1..=many {
        pass.row().unwrap();
        pass.carries(0, Key::Int(id)).unwrap();
    }
    // 5,000 references in a list that doubles, 501 keys.
    assert!(pass.memory() < 8192 * 8 + 501 * 40 + 50_000 / 2 + 16_384);
}
