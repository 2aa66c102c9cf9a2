//! Circles among columns that read each other's replaced values.

use super::super::model::ColumnRule;

/// The first circle among named column rules, as the names along it (the first one again at the
/// end). `find` says which of the rules a name means.
pub(crate) fn circle<'a>(
    rules: &[(&'a str, &'a ColumnRule)],
    find: impl Fn(&str) -> Option<usize>,
) -> Option<Vec<&'a str>> {
    let reads: Vec<Vec<usize>> = rules
        .iter()
        .map(|(_, rule)| {
            reads_replaced(rule)
                .iter()
                .filter_map(|name| find(name))
                .collect()
        })
        .collect();
    // Depth first without recursion: each step holds a rule and how many of its reads are done.
    let mut done = vec![false; rules.len()];
    for start in 0..rules.len() {
        let mut path = vec![(start, 0)];
        while let Some((at, next)) = path.last_mut() {
            let at = *at;
            if done[at] {
                path.pop();
                continue;
            }
            let Some(&to) = reads[at].get(*next) else {
                done[at] = true;
                path.pop();
                continue;
            };
            *next += 1;
            if let Some(from) = path.iter().position(|(on_path, _)| *on_path == to) {
                let names = path.iter().skip(from).map(|(index, _)| rules[*index].0);
                return Some(names.chain([rules[to].0]).collect());
            }
            path.push((to, 0));
        }
    }
    None
}

/// The columns whose replaced values a rule reads, itself or through the rules inside it.
pub(crate) fn reads_replaced(rule: &ColumnRule) -> Vec<String> {
    let mut names = Vec::new();
    let mut rules = vec![rule];
    while let Some(rule) = rules.pop() {
        names.extend(rule.spec.reads_replaced());
        rules.extend(rule.spec.nested().into_iter().map(|(_, inner)| inner));
    }
    names
}
