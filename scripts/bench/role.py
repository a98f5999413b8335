"""The role of deploy/ under the enforcement of an emulated account.

    role.py URL as ROLE [WITHOUT]   keys of the role, of which one action may be left out
    role.py URL enforce on|off      whether permissions are asked for
    role.py URL used KEY            what the holder of KEY has called, from the recording
    role.py URL outside KEYS        what the holder of the keys is told beyond the role

moto knows resources of S3 only and reads no conditions, and it takes the name of a
service from the signature. So the role is copied without the first two, and renamed.
It refuses every signature of a path, so that of EKS only a first question is seen.
"""
import base64
import json
import re
import sys
import urllib.parse
import urllib.request

import boto3
import botocore

URL, COMMAND, *REST = sys.argv[1:]
# IAM's name of a service, and the one in a signature, where they differ.
SIGNED = {"tag": "tagging", "cloudwatch": "monitoring"}
OWN = dict(aws_access_key_id="a", aws_secret_access_key="b")


def client(name, **keys):
    return boto3.client(name, endpoint_url=URL, region_name="ap-northeast-1", **(keys or OWN))


def moto(path, data=b""):
    # As a form, which urllib would call it, moto would not find the text.
    request = urllib.request.Request(
        f"{URL}/moto-api/{path}", data, {"Content-Type": "text/plain"})
    return urllib.request.urlopen(request).read()


def as_role(role, without=None):
    iam = client("iam")
    statements = []
    for name in iam.list_role_policies(RoleName=role)["PolicyNames"]:
        document = iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]
        for one in document["Statement"]:
            actions = one["Action"] if isinstance(one["Action"], list) else [one["Action"]]
            actions = [action for action in actions if action != without]
            own = all(action.startswith("s3:") for action in actions)
            actions = [":".join([SIGNED.get(service, service), name])
                       for service, name in (action.split(":") for action in actions)]
            statements.append(dict(
                Effect="Allow", Action=actions, Resource=one["Resource"] if own else "*"))
    copy = "copy-" + (without or "whole").replace(":", "-")
    iam.create_role(RoleName=copy, AssumeRolePolicyDocument=json.dumps(dict(
        Version="2012-10-17", Statement=[dict(
            Effect="Allow", Action="sts:AssumeRole", Principal={"AWS": "*"})])))
    iam.put_role_policy(RoleName=copy, PolicyName="copy", PolicyDocument=json.dumps(
        dict(Version="2012-10-17", Statement=[one for one in statements if one["Action"]])))
    arn = iam.get_role(RoleName=copy)["Role"]["Arn"]
    keys = client("sts").assume_role(RoleArn=arn, RoleSessionName="kanjo")["Credentials"]
    moto("recorder/start-recording")
    return [keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"]]


def used(key):
    found = set()
    for line in moto("recorder/download-recording").decode().splitlines():
        entry = json.loads(line)
        headers = {name.lower(): value for name, value in entry["headers"].items()}
        scope = re.match(r"AWS4-HMAC-SHA256 Credential=([^/]+)/\d+/[^/]+/([^/]+)/",
                         headers.get("authorization", ""))
        if not scope or scope[1] != key:
            continue
        service = {signed: name for name, signed in SIGNED.items()}.get(scope[2], scope[2])
        body = entry["body"] or ""
        body = base64.b64decode(body).decode() if entry["body_encoded"] else body
        if service == "s3":
            action = "ListBucket" if "list-type=" in entry["url"] else \
                {"GET": "GetObject", "PUT": "PutObject", "DELETE": "DeleteObject"}[entry["method"]]
        elif "x-amz-target" in headers:
            action = headers["x-amz-target"].rsplit(".", 1)[1]
        elif service == "eks":
            action = "ListClusters"
        else:
            action = urllib.parse.parse_qs(body)["Action"][0]
        found.add(f"{service}:{action}")
    return sorted(found)


def outside(keys):
    key, secret, token = json.loads(keys)
    held = dict(aws_access_key_id=key, aws_secret_access_key=secret, aws_session_token=token)
    calls = {
        "ecs:DeleteService": lambda: client("ecs", **held).delete_service(
            cluster="dev", service="s1", force=True),
        "rds:DeleteDBInstance": lambda: client("rds", **held).delete_db_instance(
            DBInstanceIdentifier="db1", SkipFinalSnapshot=True),
        "ec2:TerminateInstances": lambda: client("ec2", **held).terminate_instances(
            InstanceIds=["i-00000000000000000"]),
        "autoscaling:DeleteAutoScalingGroup": lambda: client(
            "autoscaling", **held).delete_auto_scaling_group(AutoScalingGroupName="g1"),
        "dynamodb:DeleteTable": lambda: client("dynamodb", **held).delete_table(
            TableName="kanjo-offhours"),
        "dynamodb:Scan": lambda: client("dynamodb", **held).scan(TableName="kanjo-offhours"),
        "iam:CreateUser": lambda: client("iam", **held).create_user(UserName="x"),
        "s3:ListBuckets": lambda: client("s3", **held).list_buckets(),
        "sns:Publish": lambda: client("sns", **held).publish(
            TopicArn="arn:aws:sns:ap-northeast-1:123456789012:other", Message="x"),
    }
    told = {}
    for name, call in calls.items():
        try:
            call()
            told[name] = "allowed"
        except botocore.exceptions.ClientError as error:
            status = error.response["ResponseMetadata"]["HTTPStatusCode"]
            told[name] = "denied" if status == 403 else f"{status} {error}"
        except botocore.parsers.ResponseParserError as error:
            # Services that speak JSON are refused in XML.
            told[name] = "denied" if "AccessDenied" in str(error) else str(error)
    return told


def enforce(how):
    moto("reset-auth", b"0" if how == "on" else b"1000000")


print(json.dumps({"as": as_role, "used": used, "outside": outside, "enforce": enforce}[COMMAND](*REST)))
