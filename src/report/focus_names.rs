//! What FOCUS calls things: sellers, services as AWS displays them, units.
//!
//! A category is the one in AWS's own FOCUS rows; where those say `Other` or
//! were not seen, the one that the FOCUS specification describes.

/// Who offers, makes and invoices.
pub(super) struct Seller<'a> {
    pub provider: &'a str,
    pub publisher: &'a str,
    pub issuer: &'a str,
}

/// The seller behind the first part of a kind. AWS's local companies invoice
/// in some countries; which, no estimate knows.
pub(super) fn seller(vendor: &str) -> Seller<'_> {
    let (provider, company) = match vendor {
        "aws" => ("AWS", "Amazon Web Services, Inc."),
        "atlas" => ("MongoDB Atlas", "MongoDB, Inc."),
        "datadog" => ("Datadog", "Datadog, Inc."),
        "sentry" => ("Sentry", "Functional Software, Inc."),
        "" => ("unknown", "unknown"),
        other => (other, other),
    };
    Seller { provider, publisher: company, issuer: company }
}

/// Service code, name as AWS displays it, category and its part.
const SERVICES: [(&str, &str, &str, &str); 62] = [
    ("AWSAppSync", "AWS AppSync", "Integration", "API Management"),
    ("AWSBackup", "AWS Backup", "Storage", "Backup Storage"),
    ("AWSCloudTrail", "AWS CloudTrail", "Management and Governance", "Compliance"),
    ("AWSConfig", "AWS Config", "Management and Governance", "Compliance"),
    ("AWSCostExplorer", "AWS Cost Explorer", "Management and Governance", "Cost Management"),
    ("AWSDataTransfer", "AWS Data Transfer", "Networking", "Network Connectivity"),
    ("AWSDirectConnect", "AWS Direct Connect", "Networking", "Network Connectivity"),
    ("AWSELB", "Elastic Load Balancing", "Networking", "Network Routing"),
    ("AWSEvents", "CloudWatch Events", "Integration", "Messaging"),
    ("AWSGlobalAccelerator", "AWS Global Accelerator", "Networking", "Network Routing"),
    ("AWSGlue", "AWS Glue", "Analytics", "Data Processing"),
    ("AWSLambda", "AWS Lambda", "Compute", "Serverless Compute"),
    ("AWSNetworkFirewall", "AWS Network Firewall", "Security", "Other (Security)"),
    ("AWSQueueService", "Amazon Simple Queue Service", "Integration", "Messaging"),
    ("AWSSecretsManager", "AWS Secrets Manager", "Security", "Secret Management"),
    ("AWSSecurityHub", "AWS Security Hub", "Security", "Security Posture Management"),
    ("AWSShield", "AWS Shield", "Security", "Threat Detection and Response"),
    ("AWSSupport", "AWS Support", "Other", "Other (Other)"),
    (
        "AWSSystemsManager",
        "AWS Systems Manager",
        "Management and Governance",
        "Other (Management and Governance)",
    ),
    ("AWSTransfer", "AWS Transfer Family", "Storage", "Other (Storage)"),
    ("AWSXRay", "AWS X-Ray", "Management and Governance", "Observability"),
    ("AmazonApiGateway", "Amazon API Gateway", "Networking", "Application Networking"),
    ("AmazonAthena", "Amazon Athena", "Analytics", "Analytics Platforms"),
    ("AmazonBedrock", "Amazon Bedrock", "AI and Machine Learning", "Generative AI"),
    ("AmazonCloudFront", "Amazon CloudFront", "Networking", "Content Delivery"),
    ("AmazonCloudWatch", "AmazonCloudWatch", "Management and Governance", "Observability"),
    ("AmazonCognito", "Amazon Cognito", "Identity", "Identity and Access Management"),
    ("AmazonDAX", "Amazon DynamoDB Accelerator (DAX)", "Databases", "Caching"),
    ("AmazonDSQL", "Amazon Aurora DSQL", "Databases", "Relational Databases"),
    (
        "AmazonDocDB",
        "Amazon DocumentDB (with MongoDB compatibility)",
        "Databases",
        "NoSQL Databases",
    ),
    ("AmazonDynamoDB", "Amazon DynamoDB", "Databases", "NoSQL Databases"),
    ("AmazonEC2", "Amazon Elastic Compute Cloud", "Compute", "Virtual Machines"),
    ("AmazonECR", "Amazon EC2 Container Registry (ECR)", "Compute", "Containers"),
    ("AmazonECS", "Amazon Elastic Container Service", "Compute", "Containers"),
    ("AmazonEFS", "Amazon Elastic File System", "Storage", "File Storage"),
    ("AmazonEKS", "Amazon Elastic Container Service for Kubernetes", "Compute", "Containers"),
    ("AmazonES", "Amazon OpenSearch Service", "Analytics", "Search"),
    ("AmazonElastiCache", "Amazon ElastiCache", "Databases", "Caching"),
    ("AmazonFSx", "Amazon FSx", "Storage", "File Storage"),
    ("AmazonGuardDuty", "Amazon GuardDuty", "Security", "Threat Detection and Response"),
    ("AmazonInspectorV2", "Amazon Inspector", "Security", "Security Posture Management"),
    ("AmazonKinesis", "Amazon Kinesis", "Analytics", "Streaming Analytics"),
    ("AmazonKinesisFirehose", "Amazon Kinesis Firehose", "Analytics", "Streaming Analytics"),
    ("AmazonMQ", "Amazon MQ", "Integration", "Messaging"),
    ("AmazonMSK", "Amazon Managed Streaming for Apache Kafka", "Integration", "Messaging"),
    ("AmazonMWAA", "Amazon Managed Workflows for Apache Airflow", "Analytics", "Data Processing"),
    ("AmazonMemoryDB", "Amazon MemoryDB", "Databases", "Caching"),
    ("AmazonNeptune", "Amazon Neptune", "Databases", "NoSQL Databases"),
    ("AmazonRDS", "Amazon Relational Database Service", "Databases", "Relational Databases"),
    ("AmazonRedshift", "Amazon Redshift", "Analytics", "Analytics Platforms"),
    ("AmazonRoute53", "Amazon Route 53", "Networking", "Network Routing"),
    ("AmazonS3", "Amazon Simple Storage Service", "Storage", "Object Storage"),
    (
        "AmazonSES",
        "Amazon Simple Email Service",
        "Business Applications",
        "Other (Business Applications)",
    ),
    ("AmazonSNS", "Amazon Simple Notification Service", "Integration", "Messaging"),
    ("AmazonStates", "AWS Step Functions", "Compute", "Other (Compute)"),
    ("AmazonVPC", "Amazon Virtual Private Cloud", "Networking", "Network Infrastructure"),
    ("Datadog", "Datadog", "Management and Governance", "Observability"),
    ("MongoDBAtlas", "MongoDB Atlas", "Databases", "NoSQL Databases"),
    ("Sentry", "Sentry", "Developer Tools", "Quality Assurance"),
    ("Stated", "Stated cost", "Other", "Other (Other)"),
    ("awskms", "AWS Key Management Service", "Identity", "Other (Identity)"),
    ("awswaf", "AWS WAF", "Security", "Other (Security)"),
];

/// What a service is and belongs to.
pub(super) struct Service<'a> {
    pub name: &'a str,
    pub category: &'static str,
    pub subcategory: &'static str,
}

/// The service of a code; a code that is not in the table is its own name.
pub(super) fn service(code: &str) -> Service<'_> {
    match SERVICES.iter().find(|(known, ..)| *known == code) {
        Some((_, name, category, subcategory)) => Service { name, category, subcategory },
        None => Service { name: code, category: "Other", subcategory: "Other (Other)" },
    }
}

/// Ends of a unit that say how long, after which FOCUS puts a hyphen.
const TIMES: [&str; 5] = ["seconds", "minutes", "hours", "days", "months"];

/// A unit in FOCUS's unit format: `GB-months` is `GB-Months`, `requests`
/// `Requests`, `capacity-unit-hours` `CapacityUnit-Hours`, `million-events`
/// `1000000 Events`, `MiBps-months` `MiB/Second-Months`.
pub(super) fn unit(unit: &str) -> String {
    let mut parts: Vec<&str> = unit.split('-').collect();
    let time = parts.pop_if(|last| TIMES.contains(last)).map(capital);
    let (many, parts) = match parts.as_slice() {
        ["hundred", rest @ ..] => ("100 ", rest),
        ["million", rest @ ..] => ("1000000 ", rest),
        all => ("", all),
    };
    let words: String = parts.iter().map(|part| capital(part)).collect();
    let rate = words.strip_suffix("ps").filter(|size| size.ends_with(['B', 'b']));
    let words = rate.map_or(words.clone(), |size| format!("{size}/Second"));
    match time {
        Some(time) if words.is_empty() => format!("{many}{time}"),
        Some(time) => format!("{many}{words}-{time}"),
        None => format!("{many}{words}"),
    }
}

/// A word of small letters with a capital; `vCPU` stays as it is.
fn capital(word: &str) -> String {
    let small = word.chars().all(|c| c.is_ascii_lowercase());
    match word.chars().next() {
        Some(first) if small => format!("{}{}", first.to_ascii_uppercase(), &word[1..]),
        _ => word.to_owned(),
    }
}
