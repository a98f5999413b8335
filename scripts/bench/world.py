"""Fills an emulated account for the tests of off-hours, and shows it.

    world.py URL make SERVICES      services, databases, instances, a group, a table
    world.py URL fleet SERVICES DATABASES    the same, with as many databases
    world.py URL by-hand            what people do at night
    world.py URL backups [WINDOW]    when databases are backed up; sets it first
    world.py URL blue-green          a deployment of the database begins, or ends
    world.py URL proxy              a proxy before the database
    world.py URL replica            a replica of the database
    world.py URL refresh STATUS     the group's instances are being replaced
    world.py URL terraform          what an apply at night does
    world.py URL show               what has to come back, as JSON with sorted keys
    world.py URL others             a warehouse, a notebook, nodes, a graph, idle things
    world.py URL show-others        what of these has to come back
    world.py URL listener           a load balancer that listens; prints the listener
    world.py URL rules LISTENER     its rules
    world.py URL alarms             which alarms act; makes them if there are none

WORLD_ROLE in the environment is a role in another account.
"""
import json
import os
import sys

import boto3

URL, COMMAND = sys.argv[1], sys.argv[2]
K = dict(endpoint_url=URL, region_name="ap-northeast-1",
         aws_access_key_id="a", aws_secret_access_key="b")
if role := os.environ.get("WORLD_ROLE"):
    # moto keeps accounts apart by the roles that are assumed.
    held = boto3.client("sts", **K).assume_role(RoleArn=role, RoleSessionName="world")
    held = held["Credentials"]
    K |= dict(aws_access_key_id=held["AccessKeyId"], aws_session_token=held["SessionToken"],
              aws_secret_access_key=held["SecretAccessKey"])
ec2, ecs, rds = (boto3.client(name, **K) for name in ("ec2", "ecs", "rds"))
scaling, groups, dynamodb = (
    boto3.client(name, **K) for name in ("application-autoscaling", "autoscaling", "dynamodb"))
DEV = [dict(Key="Env", Value="dev")]
PASSWORD = dict(MasterUsername="u", MasterUserPassword="passw0rd")


def make(services):
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(
        VpcId=vpc, CidrBlock="10.0.0.0/20", AvailabilityZone="ap-northeast-1a")
    subnet = subnet["Subnet"]["SubnetId"]
    firewall = ec2.create_security_group(GroupName="g", Description="g", VpcId=vpc)["GroupId"]
    network = dict(awsvpcConfiguration=dict(subnets=[subnet], securityGroups=[firewall]))
    ecs.create_cluster(clusterName="dev")
    ecs.register_task_definition(
        family="t", networkMode="awsvpc", requiresCompatibilities=["FARGATE"], cpu="256",
        memory="512", containerDefinitions=[dict(name="c", image="x", memory=512)])
    for i in range(1, services + 1):
        ecs.create_service(
            cluster="dev", serviceName=f"s{i}", taskDefinition="t", desiredCount=i % 5 + 1,
            launchType="FARGATE", tags=[dict(key="Env", value="dev")],
            networkConfiguration=network)
        # moto runs the tasks of a service when its count is set, not before.
        ecs.update_service(cluster="dev", service=f"s{i}", desiredCount=i % 5 + 1)
        if i % 2:
            scaling.register_scalable_target(
                ServiceNamespace="ecs", ResourceId=f"service/dev/s{i}",
                ScalableDimension="ecs:service:DesiredCount", MinCapacity=1, MaxCapacity=10,
                SuspendedState=dict(
                    DynamicScalingInSuspended=i % 3 == 0, DynamicScalingOutSuspended=False,
                    ScheduledScalingSuspended=False))
    rds.create_db_instance(
        DBInstanceIdentifier="db1", DBInstanceClass="db.t4g.micro", Engine="postgres",
        AllocatedStorage=20, Tags=DEV, **PASSWORD)
    rds.create_db_cluster(
        DBClusterIdentifier="au1", Engine="aurora-postgresql", Tags=DEV, **PASSWORD)
    rds.create_db_instance(
        DBInstanceIdentifier="au1-1", DBClusterIdentifier="au1",
        DBInstanceClass="db.r6g.large", Engine="aurora-postgresql", Tags=DEV)
    image = ec2.describe_images(Owners=["amazon"])["Images"][0]["ImageId"]
    for name, env in (("bastion", "dev"), ("live", "prod")):
        tags = [dict(Key="Env", Value=env), dict(Key="Name", Value=name)]
        ec2.run_instances(
            ImageId=image, MinCount=1, MaxCount=1, InstanceType="t3.micro", SubnetId=subnet,
            TagSpecifications=[dict(ResourceType="instance", Tags=tags)])
    groups.create_launch_configuration(
        LaunchConfigurationName="lc", ImageId=image, InstanceType="t3.micro")
    groups.create_auto_scaling_group(
        AutoScalingGroupName="g1", LaunchConfigurationName="lc", MinSize=1, MaxSize=5,
        DesiredCapacity=2, VPCZoneIdentifier=subnet,
        Tags=[dict(Key="Env", Value="dev", PropagateAtLaunch=True)])
    groups.suspend_processes(AutoScalingGroupName="g1", ScalingProcesses=["AZRebalance"])
    dynamodb.create_table(
        TableName="kanjo", BillingMode="PAY_PER_REQUEST",
        KeySchema=[dict(AttributeName="id", KeyType="HASH"),
                   dict(AttributeName="part", KeyType="RANGE")],
        AttributeDefinitions=[dict(AttributeName="id", AttributeType="S"),
                              dict(AttributeName="part", AttributeType="S")])


def fleet(services, databases):
    make(services)
    for i in range(1, databases + 1):
        rds.create_db_instance(
            DBInstanceIdentifier=f"d{i}", DBInstanceClass="db.t4g.micro", Engine="postgres",
            AllocatedStorage=20, Tags=DEV, **PASSWORD)


def by_hand():
    """One is started, one scaled, one deleted, one stopped."""
    rds.start_db_instance(DBInstanceIdentifier="db1")
    ecs.update_service(cluster="dev", service="s2", desiredCount=2)
    ecs.delete_service(cluster="dev", service="s4", force=True)
    ecs.update_service(cluster="dev", service="s6", desiredCount=0)


def backups(windows):
    """The backup windows of the databases, set to one where one is given."""
    for window in windows:
        rds.modify_db_instance(DBInstanceIdentifier="db1", PreferredBackupWindow=window)
        rds.modify_db_cluster(DBClusterIdentifier="au1", PreferredBackupWindow=window)
    one = rds.describe_db_instances(DBInstanceIdentifier="db1")["DBInstances"][0]
    cluster = rds.describe_db_clusters(DBClusterIdentifier="au1")["DBClusters"][0]
    print(json.dumps({"db1": one["PreferredBackupWindow"],
                      "au1": cluster["PreferredBackupWindow"]}))


def blue_green():
    """A blue/green deployment of the database begins, or what there is of it goes."""
    found = rds.describe_blue_green_deployments()["BlueGreenDeployments"]
    for one in found:
        rds.delete_blue_green_deployment(
            BlueGreenDeploymentIdentifier=one["BlueGreenDeploymentIdentifier"])
    if not found:
        one = rds.describe_db_instances(DBInstanceIdentifier="db1")["DBInstances"][0]
        rds.create_blue_green_deployment(
            BlueGreenDeploymentName="next", Source=one["DBInstanceArn"])


def proxy():
    """A proxy before the database."""
    found = ec2.describe_subnets()["Subnets"]
    subnets = [one["SubnetId"] for one in found if one["VpcId"] == found[0]["VpcId"]]
    rds.create_db_proxy(
        DBProxyName="pool", EngineFamily="MYSQL", VpcSubnetIds=subnets,
        RoleArn="arn:aws:iam::123456789012:role/pool",
        Auth=[dict(AuthScheme="SECRETS", IAMAuth="DISABLED",
                   SecretArn="arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:s")])
    rds.register_db_proxy_targets(DBProxyName="pool", DBInstanceIdentifiers=["db1"])


def replica():
    """The database is copied by another."""
    rds.create_db_instance_read_replica(
        DBInstanceIdentifier="db2", SourceDBInstanceIdentifier="db1",
        DBInstanceClass="db.t3.micro")


def refresh(status):
    """The group's one instance refresh has this status; see serve.py."""
    groups.create_or_update_tags(Tags=[dict(
        ResourceId="g1", ResourceType="auto-scaling-group", Key="refresh", Value=status,
        PropagateAtLaunch=False)])


def terraform():
    """The numbers of a file are put back where they are managed."""
    scaling.register_scalable_target(
        ServiceNamespace="ecs", ResourceId="service/dev/s1",
        ScalableDimension="ecs:service:DesiredCount", MinCapacity=1, MaxCapacity=10,
        SuspendedState=dict(DynamicScalingInSuspended=False, DynamicScalingOutSuspended=False,
                            ScheduledScalingSuspended=False))
    ecs.update_service(cluster="dev", service="s1", desiredCount=2)
    groups.resume_processes(
        AutoScalingGroupName="g1", ScalingProcesses=["AlarmNotification", "ScheduledActions"])
    groups.update_auto_scaling_group(
        AutoScalingGroupName="g1", MinSize=1, MaxSize=5, DesiredCapacity=2)


def show():
    world = {}
    arns = [arn for page in ecs.get_paginator("list_services").paginate(cluster="dev")
            for arn in page["serviceArns"]]
    for at in range(0, len(arns), 10):
        for one in ecs.describe_services(cluster="dev", services=arns[at:at + 10])["services"]:
            world["service/dev/" + one["serviceName"]] = {"count": one["desiredCount"]}
    # moto never ends a list of more than two pages, so they are asked for by name.
    names = list(world)
    asked = (scaling.describe_scalable_targets(
        ServiceNamespace="ecs", ResourceIds=names[at:at + 50])["ScalableTargets"]
             for at in range(0, len(names), 50))
    for one in (one for page in asked for one in page):
        bounds = [one["MinCapacity"], one["MaxCapacity"]]
        world[one["ResourceId"]].update(bounds=bounds, suspended=one["SuspendedState"])
    for one in rds.describe_db_instances()["DBInstances"]:
        world[one["DBInstanceIdentifier"]] = one["DBInstanceStatus"]
    for one in rds.describe_db_clusters()["DBClusters"]:
        # moto says `started` where AWS says `available`.
        world[one["DBClusterIdentifier"]] = one["Status"].replace("started", "available")
    for reservation in ec2.describe_instances()["Reservations"]:
        for one in reservation["Instances"]:
            tags = {tag["Key"]: tag["Value"] for tag in one["Tags"]}
            if "Name" in tags:
                world[tags["Name"]] = one["State"]["Name"]
    for one in groups.describe_auto_scaling_groups()["AutoScalingGroups"]:
        world[one["AutoScalingGroupName"]] = {
            "sizes": [one["MinSize"], one["DesiredCapacity"], one["MaxSize"]],
            "suspended": sorted(p["ProcessName"] for p in one["SuspendedProcesses"])}
    print(json.dumps(world, sort_keys=True))


def others():
    """What other services have, and what nobody uses."""
    boto3.client("iam", **K).create_account_alias(AccountAlias="acme-dev")
    vpc = ec2.create_vpc(CidrBlock="10.1.0.0/16")["Vpc"]["VpcId"]
    subnets = [
        ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.1.{i}.0/24",
                          AvailabilityZone=f"ap-northeast-1{zone}")["Subnet"]["SubnetId"]
        for i, zone in enumerate("ac")]
    boto3.client("redshift", **K).create_cluster(
        ClusterIdentifier="warehouse", NodeType="ra3.large", NumberOfNodes=2,
        ClusterType="multi-node", AutomatedSnapshotRetentionPeriod=1, Tags=DEV, **PASSWORD)
    role = "arn:aws:iam::123456789012:role/r"
    boto3.client("sagemaker", **K).create_notebook_instance(
        NotebookInstanceName="lab", InstanceType="ml.t3.medium", RoleArn=role, Tags=DEV)
    eks = boto3.client("eks", **K)
    eks.create_cluster(name="k", roleArn=role, resourcesVpcConfig=dict(subnetIds=subnets))
    eks.create_nodegroup(
        clusterName="k", nodegroupName="nodes", nodeRole=role, subnets=subnets,
        scalingConfig=dict(minSize=1, maxSize=4, desiredSize=3), instanceTypes=["m7g.large"],
        tags=dict(Env="dev"))
    # DocumentDB is of the same family, and moto refuses its engine.
    rds.create_db_cluster(DBClusterIdentifier="graph", Engine="neptune", Tags=DEV, **PASSWORD)
    rds.create_db_instance(DBInstanceIdentifier="graph-1", DBClusterIdentifier="graph",
                           DBInstanceClass="db.r6g.large", Engine="neptune")
    boto3.client("elbv2", **K).create_load_balancer(
        Name="old", Subnets=subnets, Tags=[dict(Key="Env", Value="dev")])
    boto3.client("elbv2", **K).create_target_group(
        Name="old", Protocol="HTTP", Port=80, VpcId=vpc)
    address = ec2.allocate_address(Domain="vpc")["AllocationId"]
    ec2.create_nat_gateway(SubnetId=subnets[0], AllocationId=address)
    ec2.allocate_address(Domain="vpc")
    ec2.create_volume(AvailabilityZone="ap-northeast-1a", Size=100, VolumeType="gp3")


def show_others():
    world = {}
    for one in boto3.client("redshift", **K).describe_clusters()["Clusters"]:
        world[one["ClusterIdentifier"]] = one["ClusterStatus"]
    for one in boto3.client("sagemaker", **K).list_notebook_instances()["NotebookInstances"]:
        world[one["NotebookInstanceName"]] = one["NotebookInstanceStatus"]
    group = boto3.client("eks", **K).describe_nodegroup(clusterName="k", nodegroupName="nodes")
    world["nodes"] = group["nodegroup"]["scalingConfig"]
    for one in rds.describe_db_clusters()["DBClusters"]:
        world[one["DBClusterIdentifier"]] = one["Status"].replace("started", "available")
    print(json.dumps(world, sort_keys=True))


def listener():
    balancers = boto3.client("elbv2", **K)
    vpc = ec2.create_vpc(CidrBlock="10.2.0.0/16")["Vpc"]["VpcId"]
    subnets = [
        ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.2.{i}.0/24",
                          AvailabilityZone=f"ap-northeast-1{zone}")["Subnet"]["SubnetId"]
        for i, zone in enumerate("ac")]
    balancer = balancers.create_load_balancer(Name="web", Subnets=subnets, Tags=DEV)
    group = balancers.create_target_group(Name="web", Protocol="HTTP", Port=80, VpcId=vpc)
    forward = dict(Type="forward", TargetGroupArn=group["TargetGroups"][0]["TargetGroupArn"])
    made = balancers.create_listener(
        LoadBalancerArn=balancer["LoadBalancers"][0]["LoadBalancerArn"], Protocol="HTTP", Port=80,
        DefaultActions=[forward])
    arn = made["Listeners"][0]["ListenerArn"]
    balancers.create_rule(
        ListenerArn=arn, Priority=2, Actions=[forward],
        Conditions=[dict(Field="path-pattern", Values=["/x"])])
    print(json.dumps(arn))


def distribution():
    front = boto3.client("cloudfront", **K)
    made = front.create_distribution_with_tags(DistributionConfigWithTags=dict(
        Tags=dict(Items=DEV), DistributionConfig=dict(
            CallerReference="one", Comment="", Enabled=True,
            Origins=dict(Quantity=2, Items=[
                dict(Id="app", DomainName="app.example.com", CustomOriginConfig=dict(
                    HTTPPort=80, HTTPSPort=443, OriginProtocolPolicy="https-only")),
                dict(Id="pages", DomainName="pages.s3.amazonaws.com",
                     S3OriginConfig=dict(OriginAccessIdentity=""))]),
            DefaultCacheBehavior=dict(
                TargetOriginId="app", ViewerProtocolPolicy="allow-all", MinTTL=0,
                ForwardedValues=dict(QueryString=False, Cookies=dict(Forward="none"))),
            CustomErrorResponses=dict(Quantity=1, Items=[dict(
                ErrorCode=503, ResponsePagePath="/sorry.html", ResponseCode="200",
                ErrorCachingMinTTL=300)]))))
    print(json.dumps(made["Distribution"]["ARN"]))


def errors():
    front = boto3.client("cloudfront", **K)
    one = front.list_distributions()["DistributionList"]["Items"][0]["Id"]
    config = front.get_distribution_config(Id=one)["DistributionConfig"]
    print(json.dumps(config["CustomErrorResponses"].get("Items", [])))


def rules(arn):
    found = boto3.client("elbv2", **K).describe_rules(ListenerArn=arn)["Rules"]
    found.sort(key=lambda one: one["Priority"])
    print(json.dumps([[one["Priority"], one["Actions"][0]["Type"],
                       one["Actions"][0].get("FixedResponseConfig")] for one in found]))


def alarms():
    watch = boto3.client("cloudwatch", **K)
    service = [dict(Name="ClusterName", Value="dev"), dict(Name="ServiceName", Value="s1")]
    database = [dict(Name="DBInstanceIdentifier", Value="db1")]
    wanted = [("s1 cpu", service, True), ("s1 noise", service, False),
              ("db1 cpu", database, True),
              ("other", [dict(Name="QueueName", Value="q")], True)]
    if not watch.describe_alarms()["MetricAlarms"]:
        for name, dimensions, enabled in wanted:
            watch.put_metric_alarm(
                AlarmName=name, Namespace="AWS/ECS", MetricName="CPUUtilization",
                Dimensions=dimensions, ActionsEnabled=enabled, Statistic="Average", Period=60,
                EvaluationPeriods=1, Threshold=80, ComparisonOperator="GreaterThanThreshold")
    found = watch.describe_alarms()["MetricAlarms"]
    print(json.dumps({one["AlarmName"]: one["ActionsEnabled"] for one in found}))


if COMMAND == "make":
    make(int(sys.argv[3]))
elif COMMAND == "fleet":
    fleet(int(sys.argv[3]), int(sys.argv[4]))
elif COMMAND == "by-hand":
    by_hand()
elif COMMAND == "backups":
    backups(sys.argv[3:])
elif COMMAND == "blue-green":
    blue_green()
elif COMMAND == "proxy":
    proxy()
elif COMMAND == "replica":
    replica()
elif COMMAND == "refresh":
    refresh(sys.argv[3])
elif COMMAND == "terraform":
    terraform()
elif COMMAND == "others":
    others()
elif COMMAND == "show-others":
    show_others()
elif COMMAND == "listener":
    listener()
elif COMMAND == "distribution":
    distribution()
elif COMMAND == "errors":
    errors()
elif COMMAND == "alarms":
    alarms()
elif COMMAND == "rules":
    rules(sys.argv[3])
else:
    show()
