//! JSON Schema, as much of it as the schemas of this program use. A keyword that is not known here
//! fails, so that nothing is taken for checked that was not.

use serde_json::{Map, Value};

/// Holds a value against a schema.
#[track_caller]
pub(crate) fn assert_valid(schema: &Value, value: &Value) {
    let found = check(schema, schema, value, "$");
    assert!(found.is_empty(), "{}", found.join("\n"));
}

fn check(root: &Value, schema: &Value, value: &Value, at: &str) -> Vec<String> {
    let Some(schema) = schema.as_object() else {
        return match schema {
            Value::Bool(true) => Vec::new(),
            _ => vec![format!("{at}: nothing is allowed here")],
        };
    };
    let mut found = Vec::new();
    for (keyword, argument) in schema {
        match keyword.as_str() {
            "$schema" | "$defs" | "title" | "description" | "default" | "properties" => {}
            "format" => {}
            "$ref" => {
                let target = argument.as_str().and_then(|it| it.strip_prefix('#'));
                let target = target.and_then(|it| root.pointer(it));
                let target = target.unwrap_or_else(|| panic!("no schema {argument}"));
                found.extend(check(root, target, value, at));
            }
            "type" => {
                let names: Vec<&Value> = match argument {
                    Value::Array(names) => names.iter().collect(),
                    name => vec![name],
                };
                if !names
                    .iter()
                    .any(|name| is(value, name.as_str().unwrap_or("")))
                {
                    found.push(format!("{at}: is no {argument}: {value}"));
                }
            }
            "const" if value == argument => {}
            "const" => found.push(format!("{at}: is not {argument}: {value}")),
            "enum" => {
                if !argument.as_array().expect("a list").contains(value) {
                    found.push(format!("{at}: is none of {argument}: {value}"));
                }
            }
            "minimum" => {
                if value.as_f64() < argument.as_f64() {
                    found.push(format!("{at}: is below {argument}"));
                }
            }
            "items" => {
                for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                    found.extend(check(root, argument, item, &format!("{at}[{index}]")));
                }
            }
            "required" => {
                for name in argument.as_array().expect("a list") {
                    let name = name.as_str().expect("a name");
                    if value.is_object() && value.get(name).is_none() {
                        found.push(format!("{at}: lacks {name}"));
                    }
                }
            }
            "additionalProperties" => {}
            "anyOf" | "oneOf" => {
                let choices = argument.as_array().expect("a list");
                let fits = |choice: &&Value| check(root, choice, value, at).is_empty();
                let count = choices.iter().filter(fits).count();
                if count == 0 || (keyword == "oneOf" && count > 1) {
                    found.push(format!("{at}: {count} of {keyword} fit: {value}"));
                }
            }
            other => panic!("{at}: a keyword that this reader does not know: {other}"),
        }
    }
    if let Some(members) = value.as_object() {
        found.extend(properties(root, schema, members, at));
    }
    found
}

fn properties(
    root: &Value,
    schema: &Map<String, Value>,
    members: &Map<String, Value>,
    at: &str,
) -> Vec<String> {
    let named = schema.get("properties").and_then(Value::as_object);
    let others = schema.get("additionalProperties");
    let mut found = Vec::new();
    for (name, member) in members {
        let schema = named.and_then(|named| named.get(name)).or(others);
        if let Some(schema) = schema {
            found.extend(check(root, schema, member, &format!("{at}.{name}")));
        }
    }
    found
}

fn is(value: &Value, name: &str) -> bool {
    match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        "integer" => value.is_u64() || value.is_i64(),
        "number" => value.is_number(),
        other => panic!("no type {other}"),
    }
}
