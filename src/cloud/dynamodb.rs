//! Items of a DynamoDB table, by two keys: `id` and `part`.

use super::client::Client;
use super::endpoint::DYNAMODB;
use crate::offhours::machine::Failure;
use serde_json::{Value, json};

/// The text that an item carries as `body`; `None` if it is not there.
pub fn get(client: &Client, table: &str, id: &str, part: &str) -> Result<Option<String>, Failure> {
    let body = json!({
        "TableName": table, "ConsistentRead": true,
        "Key": {"id": {"S": id}, "part": {"S": part}},
    });
    let answer = client.json(&DYNAMODB, "GetItem", &body)?;
    Ok(answer.get("Item").and_then(text))
}

fn text(item: &Value) -> Option<String> {
    Some(item.get("body")?.get("S")?.as_str()?.to_owned())
}

/// Writes an item if its generation is still `expected`, 0 being none. `false`:
/// somebody else has written.
pub fn put(
    client: &Client,
    table: &str,
    (id, part): (&str, &str),
    text: &str,
    (expected, generation): (u64, u64),
) -> Result<bool, Failure> {
    let number = |number: u64| json!({"N": number.to_string()});
    let mut body = json!({
        "TableName": table,
        "Item": {
            "id": {"S": id}, "part": {"S": part}, "body": {"S": text},
            "generation": number(generation),
        },
        "ConditionExpression": "attribute_not_exists(id)",
    });
    if let Some(body) = body.as_object_mut().filter(|_| expected > 0) {
        body.insert("ConditionExpression".to_owned(), "generation = :expected".into());
        let values = json!({":expected": number(expected)});
        body.insert("ExpressionAttributeValues".to_owned(), values);
    }
    match client.json(&DYNAMODB, "PutItem", &body) {
        Ok(_) => Ok(true),
        Err(failure) if failure.code == "ConditionalCheckFailedException" => Ok(false),
        Err(failure) => Err(failure),
    }
}

/// The parts and texts of all items with this id.
pub fn all(client: &Client, table: &str, id: &str) -> Result<Vec<(String, String)>, Failure> {
    let mut body = json!({
        "TableName": table, "ConsistentRead": true, "KeyConditionExpression": "id = :id",
        "ExpressionAttributeValues": {":id": {"S": id}},
    });
    let mut found = Vec::new();
    loop {
        let answer = client.json(&DYNAMODB, "Query", &body)?;
        let items = answer.get("Items").and_then(Value::as_array).into_iter().flatten();
        found.extend(items.filter_map(|item| {
            Some((item.get("part")?.get("S")?.as_str()?.to_owned(), text(item)?))
        }));
        match (answer.get("LastEvaluatedKey"), body.as_object_mut()) {
            (Some(key), Some(body)) if key.is_object() => {
                body.insert("ExclusiveStartKey".to_owned(), key.clone());
            }
            _ => return Ok(found),
        }
    }
}

/// Takes an item away; it need not be there.
pub fn delete(client: &Client, table: &str, id: &str, part: &str) -> Result<(), Failure> {
    let body = json!({"TableName": table, "Key": {"id": {"S": id}, "part": {"S": part}}});
    client.json(&DYNAMODB, "DeleteItem", &body).map(drop)
}
