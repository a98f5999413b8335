# Resource types of Terraform that are no line of a bill: those that cost nothing by themselves, and those that
# another resource counts. A `*` stands for anything; a type that a kind reads is never looked up here.

free "archive_*" {
  reason = "Terraform's own helpers make nothing in a cloud"
}
free "aws_accessanalyzer_*" {
  reason = "IAM, Organizations, RAM and IAM Identity Center cost nothing"
}
free "aws_account_*" {
  reason = "IAM, Organizations, RAM and IAM Identity Center cost nothing"
}
free "aws_acm_certificate_validation" {
  reason = "A setting of a key or a secret; the key and the secret cost"
}
free "aws_acmpca_certificate" {
  reason = "A setting of a key or a secret; the key and the secret cost"
}
free "aws_acmpca_certificate_authority_certificate" {
  reason = "A setting of a key or a secret; the key and the secret cost"
}
free "aws_acmpca_permission" {
  reason = "A setting of a key or a secret; the key and the secret cost"
}
free "aws_acmpca_policy" {
  reason = "A setting of a key or a secret; the key and the secret cost"
}
free "aws_alb_*" {
  reason = "What the listeners and targets carry is in the load balancer's LCU"
}
free "aws_ami_launch_permission" {
  reason = "Attachments and defaults of volumes and images are free"
}
free "aws_amplify_backend_environment" {
  reason = "A definition; what runs by it costs"
}
free "aws_amplify_branch" {
  reason = "A definition; what runs by it costs"
}
free "aws_amplify_domain_association" {
  reason = "A definition; what runs by it costs"
}
free "aws_amplify_webhook" {
  reason = "A definition; what runs by it costs"
}
free "aws_api_gateway_account" {
  reason = "A part of an API; its requests cost"
}
free "aws_api_gateway_api_key" {
  reason = "A part of an API; its requests cost"
}
free "aws_api_gateway_authorizer" {
  reason = "A part of an API; its requests cost"
}
free "aws_api_gateway_base_path_mapping" {
  reason = "A part of an API; its requests cost"
}
free "aws_api_gateway_client_certificate" {
  reason = "A part of an API; its requests cost"
}
free "aws_api_gateway_deployment" {
  reason = "A part of an API; its requests cost"
}
free "aws_api_gateway_documentation_*" {
  reason = "A part of an API; its requests cost"
}
free "aws_api_gateway_domain_name*" {
  reason = "A part of an API; its requests cost"
}
free "aws_api_gateway_gateway_response" {
  reason = "A part of an API; its requests cost"
}
free "aws_api_gateway_integration*" {
  reason = "A part of an API; its requests cost"
}
free "aws_api_gateway_method*" {
  reason = "A part of an API; its requests cost"
}
free "aws_api_gateway_model" {
  reason = "A part of an API; its requests cost"
}
free "aws_api_gateway_request_validator" {
  reason = "A part of an API; its requests cost"
}
free "aws_api_gateway_resource" {
  reason = "A part of an API; its requests cost"
}
free "aws_api_gateway_response" {
  reason = "A part of an API; its requests cost"
}
free "aws_api_gateway_rest_api_policy" {
  reason = "A part of an API; its requests cost"
}
free "aws_api_gateway_usage_plan*" {
  reason = "A part of an API; its requests cost"
}
free "aws_api_gateway_vpc_link" {
  reason = "A part of an API; its requests cost"
}
free "aws_apigatewayv2_*" {
  reason = "A part of an API; its requests cost"
}
free "aws_app_cookie_stickiness_policy" {
  reason = "What the listeners and targets carry is in the load balancer's LCU"
}
free "aws_appautoscaling_*" {
  reason = "Scaling is free; the capacity and the alarms cost"
}
free "aws_appconfig_application" {
  reason = "A setting of Systems Manager that has no price of its own"
}
free "aws_appconfig_configuration_profile" {
  reason = "A setting of Systems Manager that has no price of its own"
}
free "aws_appconfig_deployment*" {
  reason = "A setting of Systems Manager that has no price of its own"
}
free "aws_appconfig_environment" {
  reason = "A setting of Systems Manager that has no price of its own"
}
free "aws_appconfig_extension*" {
  reason = "A setting of Systems Manager that has no price of its own"
}
free "aws_appconfig_hosted_configuration_version" {
  reason = "A setting of Systems Manager that has no price of its own"
}
free "aws_appflow_connector_profile" {
  reason = "A definition; what runs by it costs"
}
free "aws_appintegrations_event_integration" {
  reason = "A definition; what runs by it costs"
}
free "aws_appmesh_*" {
  reason = "A definition; what runs by it costs"
}
free "aws_apprunner_auto_scaling_configuration_version" {
  reason = "A definition; what runs by it costs"
}
free "aws_apprunner_custom_domain_association" {
  reason = "A definition; what runs by it costs"
}
free "aws_appstream_fleet_stack_association" {
  reason = "A definition; what runs by it costs"
}
free "aws_appsync_api_key" {
  reason = "A part of an API; its requests cost"
}
free "aws_appsync_datasource" {
  reason = "A part of an API; its requests cost"
}
free "aws_appsync_domain_name*" {
  reason = "A part of an API; its requests cost"
}
free "aws_appsync_function" {
  reason = "A part of an API; its requests cost"
}
free "aws_appsync_resolver" {
  reason = "A part of an API; its requests cost"
}
free "aws_athena_data_catalog" {
  reason = "A definition of a data catalogue; jobs, crawlers and requests cost"
}
free "aws_athena_database" {
  reason = "A definition of a data catalogue; jobs, crawlers and requests cost"
}
free "aws_athena_named_query" {
  reason = "A definition of a data catalogue; jobs, crawlers and requests cost"
}
free "aws_athena_prepared_statement" {
  reason = "A definition of a data catalogue; jobs, crawlers and requests cost"
}
free "aws_autoscaling_attachment" {
  reason = "Scaling is free; the capacity and the alarms cost"
}
free "aws_autoscaling_group_tag" {
  reason = "Scaling is free; the capacity and the alarms cost"
}
free "aws_autoscaling_lifecycle_hook" {
  reason = "Scaling is free; the capacity and the alarms cost"
}
free "aws_autoscaling_notification" {
  reason = "Scaling is free; the capacity and the alarms cost"
}
free "aws_autoscaling_policy" {
  reason = "Scaling is free; the capacity and the alarms cost"
}
free "aws_autoscaling_schedule" {
  reason = "Scaling is free; the capacity and the alarms cost"
}
free "aws_autoscaling_traffic_source_attachment" {
  reason = "Scaling is free; the capacity and the alarms cost"
}
free "aws_backup_framework" {
  reason = "A setting of a backup; what is stored costs"
}
free "aws_backup_global_settings" {
  reason = "A setting of a backup; what is stored costs"
}
free "aws_backup_plan" {
  reason = "A setting of a backup; what is stored costs"
}
free "aws_backup_region_settings" {
  reason = "A setting of a backup; what is stored costs"
}
free "aws_backup_selection" {
  reason = "A setting of a backup; what is stored costs"
}
free "aws_backup_vault_lock_configuration" {
  reason = "A setting of a backup; what is stored costs"
}
free "aws_backup_vault_notifications" {
  reason = "A setting of a backup; what is stored costs"
}
free "aws_backup_vault_policy" {
  reason = "A setting of a backup; what is stored costs"
}
free "aws_batch_job_definition" {
  reason = "A definition; what runs by it costs"
}
free "aws_batch_job_queue" {
  reason = "A definition; what runs by it costs"
}
free "aws_batch_scheduling_policy" {
  reason = "A definition; what runs by it costs"
}
free "aws_budgets_budget" {
  reason = "A rule costs nothing; the events, logs and metrics cost"
}
free "aws_ce_anomaly_*" {
  reason = "A rule costs nothing; the events, logs and metrics cost"
}
free "aws_ce_cost_*" {
  reason = "A rule costs nothing; the events, logs and metrics cost"
}
free "aws_cloudformation_stack_set_instance" {
  reason = "A definition; what runs by it costs"
}
free "aws_cloudformation_type" {
  reason = "A definition; what runs by it costs"
}
free "aws_cloudfront_cache_policy" {
  reason = "A policy of a distribution; its traffic costs"
}
free "aws_cloudfront_continuous_deployment_policy" {
  reason = "A policy of a distribution; its traffic costs"
}
free "aws_cloudfront_field_level_encryption_*" {
  reason = "A policy of a distribution; its traffic costs"
}
free "aws_cloudfront_key_group" {
  reason = "A policy of a distribution; its traffic costs"
}
free "aws_cloudfront_monitoring_subscription" {
  reason = "A policy of a distribution; its traffic costs"
}
free "aws_cloudfront_origin_*" {
  reason = "A policy of a distribution; its traffic costs"
}
free "aws_cloudfront_public_key" {
  reason = "A policy of a distribution; its traffic costs"
}
free "aws_cloudfront_response_headers_policy" {
  reason = "A policy of a distribution; its traffic costs"
}
free "aws_cloudfront_vpc_origin" {
  reason = "A policy of a distribution; its traffic costs"
}
free "aws_cloudhsm_v2_cluster" {
  reason = "A setting of a database; its instances and storage cost"
}
free "aws_cloudwatch_event_api_destination" {
  reason = "A rule costs nothing; the events, logs and metrics cost"
}
free "aws_cloudwatch_event_bus_policy" {
  reason = "A rule costs nothing; the events, logs and metrics cost"
}
free "aws_cloudwatch_event_connection" {
  reason = "A rule costs nothing; the events, logs and metrics cost"
}
free "aws_cloudwatch_event_permission" {
  reason = "A rule costs nothing; the events, logs and metrics cost"
}
free "aws_cloudwatch_event_rule" {
  reason = "A rule costs nothing; the events, logs and metrics cost"
}
free "aws_cloudwatch_event_target" {
  reason = "A rule costs nothing; the events, logs and metrics cost"
}
free "aws_cloudwatch_log_account_policy" {
  reason = "A rule costs nothing; the events, logs and metrics cost"
}
free "aws_cloudwatch_log_data_protection_policy" {
  reason = "A rule costs nothing; the events, logs and metrics cost"
}
free "aws_cloudwatch_log_destination*" {
  reason = "A rule costs nothing; the events, logs and metrics cost"
}
free "aws_cloudwatch_log_metric_filter" {
  reason = "A rule costs nothing; the events, logs and metrics cost"
}
free "aws_cloudwatch_log_resource_policy" {
  reason = "A rule costs nothing; the events, logs and metrics cost"
}
free "aws_cloudwatch_log_stream" {
  reason = "A rule costs nothing; the events, logs and metrics cost"
}
free "aws_cloudwatch_log_subscription_filter" {
  reason = "A rule costs nothing; the events, logs and metrics cost"
}
free "aws_cloudwatch_query_definition" {
  reason = "A rule costs nothing; the events, logs and metrics cost"
}
free "aws_codebuild_report_group" {
  reason = "A definition; what runs by it costs"
}
free "aws_codebuild_source_credential" {
  reason = "A definition; what runs by it costs"
}
free "aws_codebuild_webhook" {
  reason = "A definition; what runs by it costs"
}
free "aws_codecommit_approval_rule_template*" {
  reason = "A definition; what runs by it costs"
}
free "aws_codedeploy_*" {
  reason = "A definition; what runs by it costs"
}
free "aws_codestarconnections_*" {
  reason = "A definition; what runs by it costs"
}
free "aws_codestarnotifications_*" {
  reason = "A definition; what runs by it costs"
}
free "aws_cognito_identity_*" {
  reason = "A definition; what runs by it costs"
}
free "aws_cognito_identity_provider" {
  reason = "A definition; what runs by it costs"
}
free "aws_cognito_resource_server" {
  reason = "A definition; what runs by it costs"
}
free "aws_cognito_user_group" {
  reason = "A definition; what runs by it costs"
}
free "aws_cognito_user_in_group" {
  reason = "A definition; what runs by it costs"
}
free "aws_cognito_user_pool_client" {
  reason = "A definition; what runs by it costs"
}
free "aws_cognito_user_pool_domain" {
  reason = "A definition; what runs by it costs"
}
free "aws_cognito_user_pool_ui_customization" {
  reason = "A definition; what runs by it costs"
}
free "aws_config_aggregate_authorization" {
  reason = "A setting of Config; items and rule evaluations cost"
}
free "aws_config_configuration_aggregator" {
  reason = "A setting of Config; items and rule evaluations cost"
}
free "aws_config_configuration_recorder_status" {
  reason = "A setting of Config; items and rule evaluations cost"
}
free "aws_config_delivery_channel" {
  reason = "A setting of Config; items and rule evaluations cost"
}
free "aws_config_remediation_configuration" {
  reason = "A setting of Config; items and rule evaluations cost"
}
free "aws_config_retention_configuration" {
  reason = "A setting of Config; items and rule evaluations cost"
}
free "aws_customer_gateway" {
  reason = "Gateways are free; connections and attachments cost"
}
free "aws_dax_parameter_group" {
  reason = "A setting of a database; its instances and storage cost"
}
free "aws_dax_subnet_group" {
  reason = "A setting of a database; its instances and storage cost"
}
free "aws_db_event_subscription" {
  reason = "A setting of a database; its instances and storage cost"
}
free "aws_db_instance_role_association" {
  reason = "A setting of a database; its instances and storage cost"
}
free "aws_db_option_group" {
  reason = "A setting of a database; its instances and storage cost"
}
free "aws_db_parameter_group" {
  reason = "A setting of a database; its instances and storage cost"
}
free "aws_db_proxy_default_target_group" {
  reason = "A setting of a database; its instances and storage cost"
}
free "aws_db_proxy_target" {
  reason = "A setting of a database; its instances and storage cost"
}
free "aws_db_security_group" {
  reason = "A setting of a database; its instances and storage cost"
}
free "aws_db_subnet_group" {
  reason = "A setting of a database; its instances and storage cost"
}
free "aws_default_*" {
  reason = "A network is free; what runs in it and the traffic cost"
}
free "aws_dms_certificate" {
  reason = "A setting of a database; its instances and storage cost"
}
free "aws_dms_endpoint" {
  reason = "A setting of a database; its instances and storage cost"
}
free "aws_dms_event_subscription" {
  reason = "A setting of a database; its instances and storage cost"
}
free "aws_dms_replication_subnet_group" {
  reason = "A setting of a database; its instances and storage cost"
}
free "aws_dms_replication_task" {
  reason = "A setting of a database; its instances and storage cost"
}
free "aws_dms_s3_endpoint" {
  reason = "A setting of a database; its instances and storage cost"
}
free "aws_docdb_cluster_parameter_group" {
  reason = "A setting of a database; its instances and storage cost"
}
free "aws_docdb_event_subscription" {
  reason = "A setting of a database; its instances and storage cost"
}
free "aws_docdb_subnet_group" {
  reason = "A setting of a database; its instances and storage cost"
}
free "aws_dx_*_virtual_interface" {
  reason = "Gateways are free; connections and attachments cost"
}
free "aws_dx_bgp_peer" {
  reason = "Gateways are free; connections and attachments cost"
}
free "aws_dx_gateway" {
  reason = "Gateways are free; connections and attachments cost"
}
free "aws_dx_gateway_association_proposal" {
  reason = "Gateways are free; connections and attachments cost"
}
free "aws_dx_hosted_*_virtual_interface*" {
  reason = "Gateways are free; connections and attachments cost"
}
free "aws_dx_lag" {
  reason = "Gateways are free; connections and attachments cost"
}
free "aws_dx_macsec_key_association" {
  reason = "Gateways are free; connections and attachments cost"
}
free "aws_dynamodb_resource_policy" {
  reason = "A setting of a database; its instances and storage cost"
}
free "aws_dynamodb_table_item" {
  reason = "A setting of a database; its instances and storage cost"
}
free "aws_dynamodb_tag" {
  reason = "A setting of a database; its instances and storage cost"
}
free "aws_ebs_default_kms_key" {
  reason = "Attachments and defaults of volumes and images are free"
}
free "aws_ebs_encryption_by_default" {
  reason = "Attachments and defaults of volumes and images are free"
}
free "aws_ebs_snapshot_block_public_access" {
  reason = "Attachments and defaults of volumes and images are free"
}
free "aws_ec2_client_vpn_authorization_rule" {
  reason = "Gateways are free; connections and attachments cost"
}
free "aws_ec2_client_vpn_route" {
  reason = "Gateways are free; connections and attachments cost"
}
free "aws_ec2_instance_metadata_defaults" {
  reason = "Attachments and defaults of volumes and images are free"
}
free "aws_ec2_instance_state" {
  reason = "Attachments and defaults of volumes and images are free"
}
free "aws_ec2_managed_prefix_list*" {
  reason = "A network is free; what runs in it and the traffic cost"
}
free "aws_ec2_serial_console_access" {
  reason = "Attachments and defaults of volumes and images are free"
}
free "aws_ec2_subnet_cidr_reservation" {
  reason = "A network is free; what runs in it and the traffic cost"
}
free "aws_ec2_tag" {
  reason = "A network is free; what runs in it and the traffic cost"
}
free "aws_ec2_traffic_mirror_filter*" {
  reason = "Gateways are free; connections and attachments cost"
}
free "aws_ec2_traffic_mirror_target" {
  reason = "Gateways are free; connections and attachments cost"
}
free "aws_ec2_transit_gateway" {
  reason = "Gateways are free; connections and attachments cost"
}
free "aws_ec2_transit_gateway_*_accepter" {
  reason = "Gateways are free; connections and attachments cost"
}
free "aws_ec2_transit_gateway_policy_table*" {
  reason = "Gateways are free; connections and attachments cost"
}
free "aws_ec2_transit_gateway_prefix_list_reference" {
  reason = "Gateways are free; connections and attachments cost"
}
free "aws_ec2_transit_gateway_route*" {
  reason = "Gateways are free; connections and attachments cost"
}
free "aws_ecr_account_setting" {
  reason = "A setting of a registry; the images stored cost"
}
free "aws_ecr_lifecycle_policy" {
  reason = "A setting of a registry; the images stored cost"
}
free "aws_ecr_pull_through_cache_rule" {
  reason = "A setting of a registry; the images stored cost"
}
free "aws_ecr_registry_policy" {
  reason = "A setting of a registry; the images stored cost"
}
free "aws_ecr_registry_scanning_configuration" {
  reason = "A setting of a registry; the images stored cost"
}
free "aws_ecr_replication_configuration" {
  reason = "A setting of a registry; the images stored cost"
}
free "aws_ecr_repository_creation_template" {
  reason = "A setting of a registry; the images stored cost"
}
free "aws_ecr_repository_policy" {
  reason = "A setting of a registry; the images stored cost"
}
free "aws_ecrpublic_repository_policy" {
  reason = "A setting of a registry; the images stored cost"
}
free "aws_ecs_account_setting_default" {
  reason = "The cluster is free; its tasks, instances and Container Insights cost"
}
free "aws_ecs_capacity_provider" {
  reason = "The cluster is free; its tasks, instances and Container Insights cost"
}
free "aws_ecs_cluster" {
  reason = "The cluster is free; its tasks, instances and Container Insights cost"
}
free "aws_ecs_cluster_capacity_providers" {
  reason = "The cluster is free; its tasks, instances and Container Insights cost"
}
free "aws_ecs_tag" {
  reason = "The cluster is free; its tasks, instances and Container Insights cost"
}
free "aws_ecs_task_definition" {
  reason = "A template runs nothing; the group or the service that uses it costs"
}
free "aws_efs_access_point" {
  reason = "A setting of a file system or a transfer server"
}
free "aws_efs_backup_policy" {
  reason = "A setting of a file system or a transfer server"
}
free "aws_efs_file_system_policy" {
  reason = "A setting of a file system or a transfer server"
}
free "aws_efs_mount_target" {
  reason = "A setting of a file system or a transfer server"
}
free "aws_egress_only_internet_gateway" {
  reason = "A network is free; what runs in it and the traffic cost"
}
free "aws_eip_association" {
  reason = "An address is priced once, at aws_eip"
}
free "aws_eip_domain_name" {
  reason = "An address is priced once, at aws_eip"
}
free "aws_eks_fargate_profile" {
  reason = "A profile costs nothing; the pods that it takes do (aws.eks_fargate)"
}
free "aws_eks_access_entry" {
  reason = "A setting of a cluster; the cluster, nodes and what add-ons run cost"
}
free "aws_eks_access_policy_association" {
  reason = "A setting of a cluster; the cluster, nodes and what add-ons run cost"
}
free "aws_eks_addon" {
  reason = "A setting of a cluster; the cluster, nodes and what add-ons run cost"
}
free "aws_eks_identity_provider_config" {
  reason = "A setting of a cluster; the cluster, nodes and what add-ons run cost"
}
free "aws_eks_pod_identity_association" {
  reason = "A setting of a cluster; the cluster, nodes and what add-ons run cost"
}
free "aws_elastic_beanstalk_application*" {
  reason = "A definition; what runs by it costs"
}
free "aws_elastic_beanstalk_configuration_template" {
  reason = "A definition; what runs by it costs"
}
free "aws_elasticache_parameter_group" {
  reason = "A setting of a database; its instances and storage cost"
}
free "aws_elasticache_security_group" {
  reason = "A setting of a database; its instances and storage cost"
}
free "aws_elasticache_subnet_group" {
  reason = "A setting of a database; its instances and storage cost"
}
free "aws_elasticache_user*" {
  reason = "A setting of a database; its instances and storage cost"
}
free "aws_elasticsearch_domain_*" {
  reason = "A setting of a database; its instances and storage cost"
}
free "aws_elb_attachment" {
  reason = "What the listeners and targets carry is in the load balancer's LCU"
}
free "aws_flow_log" {
  reason = "A network is free; what runs in it and the traffic cost"
}
free "aws_globalaccelerator_listener" {
  reason = "A policy of a distribution; its traffic costs"
}
free "aws_glue_catalog_table*" {
  reason = "A definition of a data catalogue; jobs, crawlers and requests cost"
}
free "aws_glue_classifier" {
  reason = "A definition of a data catalogue; jobs, crawlers and requests cost"
}
free "aws_glue_connection" {
  reason = "A definition of a data catalogue; jobs, crawlers and requests cost"
}
free "aws_glue_data_catalog_encryption_settings" {
  reason = "A definition of a data catalogue; jobs, crawlers and requests cost"
}
free "aws_glue_partition*" {
  reason = "A definition of a data catalogue; jobs, crawlers and requests cost"
}
free "aws_glue_registry" {
  reason = "A definition of a data catalogue; jobs, crawlers and requests cost"
}
free "aws_glue_resource_policy" {
  reason = "A definition of a data catalogue; jobs, crawlers and requests cost"
}
free "aws_glue_schema" {
  reason = "A definition of a data catalogue; jobs, crawlers and requests cost"
}
free "aws_glue_security_configuration" {
  reason = "A definition of a data catalogue; jobs, crawlers and requests cost"
}
free "aws_glue_trigger" {
  reason = "A definition of a data catalogue; jobs, crawlers and requests cost"
}
free "aws_glue_user_defined_function" {
  reason = "A definition of a data catalogue; jobs, crawlers and requests cost"
}
free "aws_glue_workflow" {
  reason = "A definition of a data catalogue; jobs, crawlers and requests cost"
}
free "aws_grafana_license_association" {
  reason = "A definition; what runs by it costs"
}
free "aws_grafana_role_association" {
  reason = "A definition; what runs by it costs"
}
free "aws_grafana_workspace_api_key" {
  reason = "A definition; what runs by it costs"
}
free "aws_grafana_workspace_saml_configuration" {
  reason = "A definition; what runs by it costs"
}
free "aws_iam_*" {
  reason = "IAM, Organizations, RAM and IAM Identity Center cost nothing"
}
free "aws_identitystore_*" {
  reason = "IAM, Organizations, RAM and IAM Identity Center cost nothing"
}
free "aws_imagebuilder_*" {
  reason = "A definition; what runs by it costs"
}
free "aws_internet_gateway*" {
  reason = "A network is free; what runs in it and the traffic cost"
}
free "aws_internetmonitor_settings" {
  reason = "A rule costs nothing; the events, logs and metrics cost"
}
free "aws_iot_policy*" {
  reason = "A definition; what runs by it costs"
}
free "aws_iot_role_alias" {
  reason = "A definition; what runs by it costs"
}
free "aws_key_pair" {
  reason = "A network is free; what runs in it and the traffic cost"
}
free "aws_kms_alias" {
  reason = "A setting of a key or a secret; the key and the secret cost"
}
free "aws_kms_ciphertext" {
  reason = "A setting of a key or a secret; the key and the secret cost"
}
free "aws_kms_custom_key_store" {
  reason = "A setting of a key or a secret; the key and the secret cost"
}
free "aws_kms_grant" {
  reason = "A setting of a key or a secret; the key and the secret cost"
}
free "aws_kms_key_policy" {
  reason = "A setting of a key or a secret; the key and the secret cost"
}
free "aws_lakeformation_*" {
  reason = "A definition of a data catalogue; jobs, crawlers and requests cost"
}
free "aws_lambda_alias" {
  reason = "A part of a function; its runs cost"
}
free "aws_lambda_code_signing_config" {
  reason = "A part of a function; its runs cost"
}
free "aws_lambda_event_source_mapping" {
  reason = "A part of a function; its runs cost"
}
free "aws_lambda_function_event_invoke_config" {
  reason = "A part of a function; its runs cost"
}
free "aws_lambda_function_recursion_config" {
  reason = "A part of a function; its runs cost"
}
free "aws_lambda_function_url" {
  reason = "A part of a function; its runs cost"
}
free "aws_lambda_invocation" {
  reason = "A part of a function; its runs cost"
}
free "aws_lambda_layer_version*" {
  reason = "A part of a function; its runs cost"
}
free "aws_lambda_permission" {
  reason = "A part of a function; its runs cost"
}
free "aws_lambda_runtime_management_config" {
  reason = "A part of a function; its runs cost"
}
free "aws_launch_configuration" {
  reason = "A template runs nothing; the group or the service that uses it costs"
}
free "aws_launch_template" {
  reason = "A template runs nothing; the group or the service that uses it costs"
}
free "aws_lb_*" {
  reason = "What the listeners and targets carry is in the load balancer's LCU"
}
free "aws_lightsail_domain*" {
  reason = "A definition; what runs by it costs"
}
free "aws_lightsail_key_pair" {
  reason = "A definition; what runs by it costs"
}
free "aws_lightsail_static_ip*" {
  reason = "A definition; what runs by it costs"
}
free "aws_load_balancer_*" {
  reason = "What the listeners and targets carry is in the load balancer's LCU"
}
free "aws_main_route_table_association" {
  reason = "A network is free; what runs in it and the traffic cost"
}
free "aws_memorydb_acl" {
  reason = "A setting of a database; its instances and storage cost"
}
free "aws_memorydb_parameter_group" {
  reason = "A setting of a database; its instances and storage cost"
}
free "aws_memorydb_subnet_group" {
  reason = "A setting of a database; its instances and storage cost"
}
free "aws_memorydb_user" {
  reason = "A setting of a database; its instances and storage cost"
}
free "aws_mq_configuration" {
  reason = "A setting of a database; its instances and storage cost"
}
free "aws_msk_cluster_policy" {
  reason = "A setting of a database; its instances and storage cost"
}
free "aws_msk_configuration" {
  reason = "A setting of a database; its instances and storage cost"
}
free "aws_msk_scram_secret_association" {
  reason = "A setting of a database; its instances and storage cost"
}
free "aws_neptune_cluster_endpoint" {
  reason = "A setting of a database; its instances and storage cost"
}
free "aws_neptune_cluster_parameter_group" {
  reason = "A setting of a database; its instances and storage cost"
}
free "aws_neptune_event_subscription" {
  reason = "A setting of a database; its instances and storage cost"
}
free "aws_neptune_parameter_group" {
  reason = "A setting of a database; its instances and storage cost"
}
free "aws_neptune_subnet_group" {
  reason = "A setting of a database; its instances and storage cost"
}
free "aws_network_acl*" {
  reason = "A network is free; what runs in it and the traffic cost"
}
free "aws_network_interface*" {
  reason = "A network is free; what runs in it and the traffic cost"
}
free "aws_networkfirewall_firewall_policy" {
  reason = "A policy of a firewall; the endpoints and traffic cost"
}
free "aws_networkfirewall_logging_configuration" {
  reason = "A policy of a firewall; the endpoints and traffic cost"
}
free "aws_networkfirewall_resource_policy" {
  reason = "A policy of a firewall; the endpoints and traffic cost"
}
free "aws_networkfirewall_rule_group" {
  reason = "A policy of a firewall; the endpoints and traffic cost"
}
free "aws_networkmanager_*_association" {
  reason = "Gateways are free; connections and attachments cost"
}
free "aws_opensearch_domain_*" {
  reason = "A setting of a database; its instances and storage cost"
}
free "aws_opsworks_user_profile" {
  reason = "A definition; what runs by it costs"
}
free "aws_organizations_*" {
  reason = "IAM, Organizations, RAM and IAM Identity Center cost nothing"
}
free "aws_placement_group" {
  reason = "A network is free; what runs in it and the traffic cost"
}
free "aws_proxy_protocol_policy" {
  reason = "What the listeners and targets carry is in the load balancer's LCU"
}
free "aws_ram_*" {
  reason = "IAM, Organizations, RAM and IAM Identity Center cost nothing"
}
free "aws_rds_certificate" {
  reason = "A setting of a database; its instances and storage cost"
}
free "aws_rds_cluster_endpoint" {
  reason = "A setting of a database; its instances and storage cost"
}
free "aws_rds_cluster_parameter_group" {
  reason = "A setting of a database; its instances and storage cost"
}
free "aws_rds_cluster_role_association" {
  reason = "A setting of a database; its instances and storage cost"
}
free "aws_redshift_cluster_iam_roles" {
  reason = "A setting of a database; its instances and storage cost"
}
free "aws_redshift_event_subscription" {
  reason = "A setting of a database; its instances and storage cost"
}
free "aws_redshift_parameter_group" {
  reason = "A setting of a database; its instances and storage cost"
}
free "aws_redshift_subnet_group" {
  reason = "A setting of a database; its instances and storage cost"
}
free "aws_resourcegroups_*" {
  reason = "IAM, Organizations, RAM and IAM Identity Center cost nothing"
}
free "aws_route" {
  reason = "A network is free; what runs in it and the traffic cost"
}
free "aws_route53_cidr_*" {
  reason = "A setting of a zone; zones and queries cost"
}
free "aws_route53_delegation_set" {
  reason = "A setting of a zone; zones and queries cost"
}
free "aws_route53_hosted_zone_dnssec" {
  reason = "A setting of a zone; zones and queries cost"
}
free "aws_route53_key_signing_key" {
  reason = "A setting of a zone; zones and queries cost"
}
free "aws_route53_query_log" {
  reason = "A setting of a zone; zones and queries cost"
}
free "aws_route53_record" {
  reason = "Queries of a record are counted with its zone"
}
free "aws_route53_resolver_config" {
  reason = "A setting of a zone; zones and queries cost"
}
free "aws_route53_resolver_dnssec_config" {
  reason = "A setting of a zone; zones and queries cost"
}
free "aws_route53_resolver_query_log_config*" {
  reason = "A setting of a zone; zones and queries cost"
}
free "aws_route53_resolver_rule*" {
  reason = "A setting of a zone; zones and queries cost"
}
free "aws_route53_vpc_association_authorization" {
  reason = "A setting of a zone; zones and queries cost"
}
free "aws_route53_zone_association" {
  reason = "A setting of a zone; zones and queries cost"
}
free "aws_route_table*" {
  reason = "A network is free; what runs in it and the traffic cost"
}
free "aws_s3_access_point" {
  reason = "A setting of a bucket; storage and requests cost"
}
free "aws_s3_account_public_access_block" {
  reason = "A setting of a bucket; storage and requests cost"
}
free "aws_s3_bucket_accelerate_configuration" {
  reason = "A setting of a bucket; storage and requests cost"
}
free "aws_s3_bucket_acl" {
  reason = "A setting of a bucket; storage and requests cost"
}
free "aws_s3_bucket_cors_configuration" {
  reason = "A setting of a bucket; storage and requests cost"
}
free "aws_s3_bucket_intelligent_tiering_configuration" {
  reason = "A setting of a bucket; storage and requests cost"
}
free "aws_s3_bucket_lifecycle_configuration" {
  reason = "A setting of a bucket; storage and requests cost"
}
free "aws_s3_bucket_logging" {
  reason = "A setting of a bucket; storage and requests cost"
}
free "aws_s3_bucket_metric" {
  reason = "A setting of a bucket; storage and requests cost"
}
free "aws_s3_bucket_notification" {
  reason = "A setting of a bucket; storage and requests cost"
}
free "aws_s3_bucket_object*" {
  reason = "A setting of a bucket; storage and requests cost"
}
free "aws_s3_bucket_ownership_controls" {
  reason = "A setting of a bucket; storage and requests cost"
}
free "aws_s3_bucket_policy" {
  reason = "A setting of a bucket; storage and requests cost"
}
free "aws_s3_bucket_public_access_block" {
  reason = "A setting of a bucket; storage and requests cost"
}
free "aws_s3_bucket_replication_configuration" {
  reason = "A setting of a bucket; storage and requests cost"
}
free "aws_s3_bucket_request_payment_configuration" {
  reason = "A setting of a bucket; storage and requests cost"
}
free "aws_s3_bucket_server_side_encryption_configuration" {
  reason = "A setting of a bucket; storage and requests cost"
}
free "aws_s3_bucket_versioning" {
  reason = "A setting of a bucket; storage and requests cost"
}
free "aws_s3_bucket_website_configuration" {
  reason = "A setting of a bucket; storage and requests cost"
}
free "aws_s3_object" {
  reason = "A setting of a bucket; storage and requests cost"
}
free "aws_s3_object_copy" {
  reason = "A setting of a bucket; storage and requests cost"
}
free "aws_s3control_*_policy" {
  reason = "A setting of a bucket; storage and requests cost"
}
free "aws_sagemaker_user_profile" {
  reason = "A definition; what runs by it costs"
}
free "aws_scheduler_schedule_group" {
  reason = "A rule costs nothing; the events, logs and metrics cost"
}
free "aws_secretsmanager_secret_policy" {
  reason = "A setting of a key or a secret; the key and the secret cost"
}
free "aws_secretsmanager_secret_rotation" {
  reason = "A setting of a key or a secret; the key and the secret cost"
}
free "aws_secretsmanager_secret_version" {
  reason = "A setting of a key or a secret; the key and the secret cost"
}
free "aws_security_group" {
  reason = "A network is free; what runs in it and the traffic cost"
}
free "aws_security_group_rule" {
  reason = "A network is free; what runs in it and the traffic cost"
}
free "aws_service_discovery_http_namespace" {
  reason = "A setting of a zone; zones and queries cost"
}
free "aws_service_discovery_service" {
  reason = "A setting of a zone; zones and queries cost"
}
free "aws_servicecatalogappregistry_*" {
  reason = "IAM, Organizations, RAM and IAM Identity Center cost nothing"
}
free "aws_ses_*" {
  reason = "A setting of a queue, topic or mail identity; messages cost"
}
free "aws_sesv2_configuration_set*" {
  reason = "A setting of a queue, topic or mail identity; messages cost"
}
free "aws_sesv2_contact_list" {
  reason = "A setting of a queue, topic or mail identity; messages cost"
}
free "aws_sesv2_email_identity*" {
  reason = "A setting of a queue, topic or mail identity; messages cost"
}
free "aws_shield_drt_*" {
  reason = "Counted in the web ACL"
}
free "aws_shield_protection_health_check_association" {
  reason = "Counted in the web ACL"
}
free "aws_snapshot_create_volume_permission" {
  reason = "Attachments and defaults of volumes and images are free"
}
free "aws_sns_platform_application" {
  reason = "A setting of a queue, topic or mail identity; messages cost"
}
free "aws_sns_sms_preferences" {
  reason = "A setting of a queue, topic or mail identity; messages cost"
}
free "aws_sns_topic_data_protection_policy" {
  reason = "A setting of a queue, topic or mail identity; messages cost"
}
free "aws_sns_topic_policy" {
  reason = "A setting of a queue, topic or mail identity; messages cost"
}
free "aws_sqs_queue_*" {
  reason = "A setting of a queue, topic or mail identity; messages cost"
}
free "aws_ssm_association" {
  reason = "A setting of Systems Manager that has no price of its own"
}
free "aws_ssm_default_patch_baseline" {
  reason = "A setting of Systems Manager that has no price of its own"
}
free "aws_ssm_document" {
  reason = "A setting of Systems Manager that has no price of its own"
}
free "aws_ssm_maintenance_window*" {
  reason = "A setting of Systems Manager that has no price of its own"
}
free "aws_ssm_patch_baseline" {
  reason = "A setting of Systems Manager that has no price of its own"
}
free "aws_ssm_patch_group" {
  reason = "A setting of Systems Manager that has no price of its own"
}
free "aws_ssm_resource_data_sync" {
  reason = "A setting of Systems Manager that has no price of its own"
}
free "aws_ssm_service_setting" {
  reason = "A setting of Systems Manager that has no price of its own"
}
free "aws_ssoadmin_*" {
  reason = "IAM, Organizations, RAM and IAM Identity Center cost nothing"
}
free "aws_subnet" {
  reason = "A network is free; what runs in it and the traffic cost"
}
free "aws_transfer_access" {
  reason = "A setting of a file system or a transfer server"
}
free "aws_transfer_ssh_key" {
  reason = "A setting of a file system or a transfer server"
}
free "aws_transfer_tag" {
  reason = "A setting of a file system or a transfer server"
}
free "aws_transfer_user" {
  reason = "A setting of a file system or a transfer server"
}
free "aws_volume_attachment" {
  reason = "Attachments and defaults of volumes and images are free"
}
free "aws_vpc" {
  reason = "A network is free; what runs in it and the traffic cost"
}
free "aws_vpc_block_public_access_*" {
  reason = "A network is free; what runs in it and the traffic cost"
}
free "aws_vpc_dhcp_options*" {
  reason = "A network is free; what runs in it and the traffic cost"
}
free "aws_vpc_endpoint_*" {
  reason = "Part of an endpoint that has its own price, or free on the provider's side"
}
free "aws_vpc_ipv4_cidr_block_association" {
  reason = "A network is free; what runs in it and the traffic cost"
}
free "aws_vpc_ipv6_cidr_block_association" {
  reason = "A network is free; what runs in it and the traffic cost"
}
free "aws_vpc_peering_connection*" {
  reason = "A network is free; what runs in it and the traffic cost"
}
free "aws_vpc_security_group_*" {
  reason = "A network is free; what runs in it and the traffic cost"
}
free "aws_vpn_connection_route" {
  reason = "Gateways are free; connections and attachments cost"
}
free "aws_vpn_gateway*" {
  reason = "Gateways are free; connections and attachments cost"
}
free "aws_waf_*_set" {
  reason = "Counted in the web ACL"
}
free "aws_waf_rate_based_rule" {
  reason = "Counted in the web ACL"
}
free "aws_waf_rule" {
  reason = "Counted in the web ACL"
}
free "aws_wafregional_*_set" {
  reason = "Counted in the web ACL"
}
free "aws_wafregional_rate_based_rule" {
  reason = "Counted in the web ACL"
}
free "aws_wafregional_rule" {
  reason = "Counted in the web ACL"
}
free "aws_wafregional_web_acl_association" {
  reason = "Counted in the web ACL"
}
free "aws_wafv2_ip_set" {
  reason = "Counted in the web ACL"
}
free "aws_wafv2_regex_pattern_set" {
  reason = "Counted in the web ACL"
}
free "aws_wafv2_web_acl_association" {
  reason = "Counted in the web ACL"
}
free "aws_wafv2_web_acl_logging_configuration" {
  reason = "Counted in the web ACL"
}
free "aws_xray_encryption_config" {
  reason = "A rule costs nothing; the events, logs and metrics cost"
}
free "aws_xray_group" {
  reason = "A rule costs nothing; the events, logs and metrics cost"
}
free "aws_xray_sampling_rule" {
  reason = "A rule costs nothing; the events, logs and metrics cost"
}
free "cloudinit_*" {
  reason = "Terraform's own helpers make nothing in a cloud"
}
free "datadog_api_key" {
  reason = "A definition in Datadog; hosts, tasks, logs and metrics cost"
}
free "datadog_authn_mapping" {
  reason = "A definition in Datadog; hosts, tasks, logs and metrics cost"
}
free "datadog_application_key" {
  reason = "A definition in Datadog; hosts, tasks, logs and metrics cost"
}
free "datadog_dashboard*" {
  reason = "A definition in Datadog; hosts, tasks, logs and metrics cost"
}
free "datadog_downtime*" {
  reason = "A definition in Datadog; hosts, tasks, logs and metrics cost"
}
free "datadog_integration_*" {
  reason = "A definition in Datadog; hosts, tasks, logs and metrics cost"
}
free "datadog_logs_archive*" {
  reason = "A definition in Datadog; hosts, tasks, logs and metrics cost"
}
free "datadog_logs_custom_*" {
  reason = "A definition in Datadog; hosts, tasks, logs and metrics cost"
}
free "datadog_logs_index_order" {
  reason = "A definition in Datadog; hosts, tasks, logs and metrics cost"
}
free "datadog_logs_integration_*" {
  reason = "A definition in Datadog; hosts, tasks, logs and metrics cost"
}
free "datadog_logs_pipeline*" {
  reason = "A definition in Datadog; hosts, tasks, logs and metrics cost"
}
free "datadog_logs_restriction_*" {
  reason = "A definition in Datadog; hosts, tasks, logs and metrics cost"
}
free "datadog_metric_*" {
  reason = "A definition in Datadog; hosts, tasks, logs and metrics cost"
}
free "datadog_monitor*" {
  reason = "A definition in Datadog; hosts, tasks, logs and metrics cost"
}
free "datadog_role" {
  reason = "A definition in Datadog; hosts, tasks, logs and metrics cost"
}
free "datadog_restriction_policy" {
  reason = "A definition in Datadog; hosts, tasks, logs and metrics cost"
}
free "datadog_service_level_objective" {
  reason = "A definition in Datadog; hosts, tasks, logs and metrics cost"
}
free "datadog_security_monitoring_*" {
  reason = "A definition in Datadog; hosts, tasks, logs and metrics cost"
}
free "datadog_service_account*" {
  reason = "A definition in Datadog; hosts, tasks, logs and metrics cost"
}
free "datadog_service_definition_yaml" {
  reason = "A definition in Datadog; hosts, tasks, logs and metrics cost"
}
free "datadog_slo_correction" {
  reason = "A definition in Datadog; hosts, tasks, logs and metrics cost"
}
free "datadog_software_catalog" {
  reason = "A definition in Datadog; hosts, tasks, logs and metrics cost"
}
free "datadog_synthetics_concurrency_cap" {
  reason = "A definition in Datadog; hosts, tasks, logs and metrics cost"
}
free "datadog_synthetics_global_variable" {
  reason = "A definition in Datadog; hosts, tasks, logs and metrics cost"
}
free "datadog_synthetics_private_location" {
  reason = "A definition in Datadog; hosts, tasks, logs and metrics cost"
}
free "datadog_team*" {
  reason = "A definition in Datadog; hosts, tasks, logs and metrics cost"
}
free "datadog_user" {
  reason = "A definition in Datadog; hosts, tasks, logs and metrics cost"
}
free "datadog_webhook*" {
  reason = "A definition in Datadog; hosts, tasks, logs and metrics cost"
}
free "external" {
  reason = "Terraform's own helpers make nothing in a cloud"
}
free "http" {
  reason = "Terraform's own helpers make nothing in a cloud"
}
free "local_*" {
  reason = "Terraform's own helpers make nothing in a cloud"
}
free "mongodbatlas_access_list_api_key" {
  reason = "A setting or a user of Atlas; clusters cost"
}
free "mongodbatlas_alert_configuration" {
  reason = "A setting or a user of Atlas; clusters cost"
}
free "mongodbatlas_api_key" {
  reason = "A setting or a user of Atlas; clusters cost"
}
free "mongodbatlas_auditing" {
  reason = "A setting or a user of Atlas; clusters cost"
}
free "mongodbatlas_backup_compliance_policy" {
  reason = "A setting or a user of Atlas; clusters cost"
}
free "mongodbatlas_cloud_backup_schedule" {
  reason = "A setting or a user of Atlas; clusters cost"
}
free "mongodbatlas_cloud_provider_*" {
  reason = "A setting or a user of Atlas; clusters cost"
}
free "mongodbatlas_cloud_user_*" {
  reason = "A setting or a user of Atlas; clusters cost"
}
free "mongodbatlas_custom_db_role" {
  reason = "A setting or a user of Atlas; clusters cost"
}
free "mongodbatlas_custom_dns_*" {
  reason = "A setting or a user of Atlas; clusters cost"
}
free "mongodbatlas_database_user" {
  reason = "A setting or a user of Atlas; clusters cost"
}
free "mongodbatlas_encryption_at_rest" {
  reason = "A setting or a user of Atlas; clusters cost"
}
free "mongodbatlas_federated_settings_*" {
  reason = "A setting or a user of Atlas; clusters cost"
}
free "mongodbatlas_global_cluster_config" {
  reason = "A setting or a user of Atlas; clusters cost"
}
free "mongodbatlas_ldap_*" {
  reason = "A setting or a user of Atlas; clusters cost"
}
free "mongodbatlas_maintenance_window" {
  reason = "A setting or a user of Atlas; clusters cost"
}
free "mongodbatlas_network_*" {
  reason = "A setting or a user of Atlas; clusters cost"
}
free "mongodbatlas_org_invitation" {
  reason = "A setting or a user of Atlas; clusters cost"
}
free "mongodbatlas_organization" {
  reason = "A setting or a user of Atlas; clusters cost"
}
free "mongodbatlas_privatelink_endpoint_service" {
  reason = "A setting or a user of Atlas; clusters cost"
}
free "mongodbatlas_project*" {
  reason = "A setting or a user of Atlas; clusters cost"
}
free "mongodbatlas_resource_policy" {
  reason = "A setting or a user of Atlas; clusters cost"
}
free "mongodbatlas_search_index" {
  reason = "A setting or a user of Atlas; clusters cost"
}
free "mongodbatlas_team*" {
  reason = "A setting or a user of Atlas; clusters cost"
}
free "mongodbatlas_third_party_integration" {
  reason = "A setting or a user of Atlas; clusters cost"
}
free "mongodbatlas_x509_*" {
  reason = "A setting or a user of Atlas; clusters cost"
}
free "null_resource" {
  reason = "Terraform's own helpers make nothing in a cloud"
}
free "random_*" {
  reason = "Terraform's own helpers make nothing in a cloud"
}
free "sentry_all_*" {
  reason = "A setting of Sentry; the plan costs"
}
free "sentry_alert*" {
  reason = "A setting of Sentry; the plan costs"
}
free "sentry_dashboard*" {
  reason = "A setting of Sentry; the plan costs"
}
free "sentry_integration_*" {
  reason = "A setting of Sentry; the plan costs"
}
free "sentry_issue_alert" {
  reason = "A setting of Sentry; the plan costs"
}
free "sentry_key" {
  reason = "A setting of Sentry; the plan costs"
}
free "sentry_metric_alert" {
  reason = "A setting of Sentry; the plan costs"
}
free "sentry_notification_action" {
  reason = "A setting of Sentry; the plan costs"
}
free "sentry_organization*" {
  reason = "A setting of Sentry; the plan costs"
}
free "sentry_plugin" {
  reason = "A setting of Sentry; the plan costs"
}
free "sentry_project*" {
  reason = "A setting of Sentry; the plan costs"
}
free "sentry_team*" {
  reason = "A setting of Sentry; the plan costs"
}
free "template_*" {
  reason = "Terraform's own helpers make nothing in a cloud"
}
free "terraform_data" {
  reason = "Terraform's own helpers make nothing in a cloud"
}
free "time_*" {
  reason = "Terraform's own helpers make nothing in a cloud"
}
free "tls_*" {
  reason = "Terraform's own helpers make nothing in a cloud"
}

part "aws_ecs_task_set" {
  of = ["aws.fargate"]
}

part "aws_lambda_provisioned_concurrency_config" {
  of = ["aws.lambda"]
}

part "aws_sns_topic_subscription" {
  of = ["aws.sns"]
}

part "mongodbatlas_cloud_backup_snapshot" {
  of = ["atlas.cluster"]
}
