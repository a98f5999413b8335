//! What a peer's usage file says of parts of a resource: storage classes of a
//! bucket, data that leaves other regions, capacity of a mixed group.

use super::determinism::kanjo;
use serde_json::Value;

const MAIN: &str = r#"
provider "aws" { region = "us-east-1" }
resource "aws_s3_bucket" "b" {}
resource "aws_dx_connection" "x" {
  bandwidth = "1Gbps"
  location  = "EqDC2"
}
resource "aws_launch_template" "t" {
  instance_type = "t2.medium"
  block_device_mappings {
    device_name = "a"
    ebs { volume_size = 10 }
  }
  block_device_mappings {
    device_name = "b"
    ebs {
      volume_size = 20
      volume_type = "io1"
      iops        = 200
    }
  }
}
resource "aws_autoscaling_group" "mixed" {
  min_size         = 1
  max_size         = 10
  desired_capacity = 6
  mixed_instances_policy {
    launch_template {
      launch_template_specification { launch_template_id = aws_launch_template.t.id }
      override {
        instance_type     = "t2.large"
        weighted_capacity = "2"
      }
    }
    instances_distribution {
      on_demand_base_capacity                  = 1
      on_demand_percentage_above_base_capacity = 50
    }
  }
}
resource "aws_instance" "on_host" {
  instance_type = "m5.large"
  host_id       = "h-1"
}
"#;

const USAGE: &str = "version: 0.1
resource_usage:
  aws_s3_bucket.b:
    standard: {storage_gb: 100}
    intelligent_tiering: {frequent_access_storage_gb: 20, archive_access_storage_gb: 30}
    glacier_deep_archive: {storage_gb: 1000, monthly_standard_data_retrieval_requests: 1000}
  aws_dx_connection.x:
    monthly_outbound_from_region_to_dx_connection_location: {us_east_1: 200, eu_west_1: 1000}
";

fn estimate() -> Value {
    let folder = tempfile::tempdir().expect("a folder");
    let usage = folder.path().join("usage.yml");
    std::fs::write(folder.path().join("main.tf"), MAIN).expect("written");
    std::fs::write(&usage, USAGE).expect("written");
    let (folder, usage) = (folder.path().to_str(), usage.to_str());
    let (folder, usage) = (folder.expect("UTF-8"), usage.expect("UTF-8"));
    let (status, out, errors) = kanjo(&["estimate", folder, "--usage", usage, "--format", "json"]);
    assert_eq!(status, 0, "{errors}");
    serde_json::from_str(&out).expect("JSON")
}

/// `meter quantity` of the charges of a resource.
fn lines(bill: &Value, resource: &str) -> Vec<String> {
    let charges = bill["charges"].as_array().expect("charges").iter();
    let own = charges.filter(|c| c["resource"] == resource);
    own.map(|c| format!("{} {}", c["meter"].as_str().unwrap_or(""), c["quantity"])).collect()
}

#[test]
fn parts_stand_beside_the_whole() {
    let bill = estimate();
    assert_eq!(lines(&bill, "aws_s3_bucket.b"), ["storage 100"]);
    let tiered = lines(&bill, "aws_s3_bucket.b:s3[intelligent-tiering]");
    assert_eq!(tiered, ["storage_intelligent 20", "storage_intelligent_archive 30"]);
    let deep = lines(&bill, "aws_s3_bucket.b:s3[deep-archive]");
    assert_eq!(deep, ["restores_deep_archive 1000", "storage_deep_archive 1000"]);
}

#[test]
fn a_part_may_be_billed_in_another_region() {
    let bill = estimate();
    assert_eq!(lines(&bill, "aws_dx_connection.x"), ["outbound 200", "port 730"]);
    let name = "aws_dx_connection.x:direct_connect[eu-west-1]";
    assert_eq!(lines(&bill, name), ["outbound 1000"]);
    let charges = bill["charges"].as_array().expect("charges");
    let away = charges.iter().find(|c| c["resource"] == name).expect("a line");
    assert_eq!(away["region"], "eu-west-1");
}

#[test]
fn a_mixed_group_is_its_first_type_and_spot_has_no_price() {
    let bill = estimate();
    // Six units are three instances of weight two: one on demand, then half of two.
    let own = lines(&bill, "aws_autoscaling_group.mixed");
    assert_eq!(own, ["instances 1460", "more_iops io1 400", "more_storage io1 40", "storage 20"]);
    let unpriced = bill["unpriced"].as_array().expect("unpriced");
    let spot = unpriced.iter().find(|u| u["meter"] == "instances_spot").expect("listed");
    assert_eq!(spot["resource"], "aws_autoscaling_group.mixed:asg[spot]");
    assert_eq!(spot["quantity"].to_string().trim_matches('"'), "730");
}

#[test]
fn what_stands_on_a_host_is_paid_with_it() {
    let bill = estimate();
    assert!(lines(&bill, "aws_instance.on_host").is_empty());
}
