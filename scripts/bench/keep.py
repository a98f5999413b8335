"""Where state, policies and notices are kept in an emulated account.

    keep.py URL make               a bucket, a topic, and a queue that hears it
    keep.py URL put KEY FILE       an object of the bucket
    keep.py URL parameter NAME TEXT
    keep.py URL ledger PREFIX      the ledger in the bucket, below PREFIX
    keep.py URL ledger             the ledger in the table
    keep.py URL heard              what the topic said, subject and text
"""
import json
import sys

import boto3

URL, COMMAND, *REST = sys.argv[1:]
K = dict(endpoint_url=URL, region_name="ap-northeast-1",
         aws_access_key_id="a", aws_secret_access_key="b")
s3, sns, sqs, ssm, dynamodb = (
    boto3.client(name, **K) for name in ("s3", "sns", "sqs", "ssm", "dynamodb"))
BUCKET = "kanjo-kept"
ARN = "arn:aws:{}:ap-northeast-1:123456789012:kanjo"


def make():
    s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration=dict(
        LocationConstraint="ap-northeast-1"))
    sns.create_topic(Name="kanjo")
    sqs.create_queue(QueueName="kanjo")
    sns.subscribe(TopicArn=ARN.format("sns"), Protocol="sqs", Endpoint=ARN.format("sqs"))


def ledger(prefix=None):
    if prefix is not None:
        pages = s3.get_paginator("list_objects_v2").paginate(
            Bucket=BUCKET, Prefix=f"{prefix}/ledger/")
        keys = [one["Key"] for page in pages for one in page.get("Contents", [])]
        return [json.load(s3.get_object(Bucket=BUCKET, Key=key)["Body"]) for key in keys]
    pages = dynamodb.get_paginator("scan").paginate(TableName="kanjo")
    items = [item for page in pages for item in page["Items"]]
    items = [one for one in items if one["part"]["S"].startswith("ledger#")]
    items.sort(key=lambda one: one["part"]["S"])
    return [json.loads(one["body"]["S"]) for one in items]


def heard():
    url = sqs.get_queue_url(QueueName="kanjo")["QueueUrl"]
    found = []
    while messages := sqs.receive_message(
            QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=0).get("Messages"):
        for one in messages:
            body = json.loads(one["Body"])
            found.append(dict(subject=body["Subject"], text=body["Message"]))
            sqs.delete_message(QueueUrl=url, ReceiptHandle=one["ReceiptHandle"])
    return found


if COMMAND == "make":
    make()
elif COMMAND == "put":
    s3.put_object(Bucket=BUCKET, Key=REST[0], Body=open(REST[1], "rb").read())
elif COMMAND == "parameter":
    ssm.put_parameter(Name=REST[0], Value=REST[1], Type="SecureString")
else:
    print(json.dumps({"ledger": ledger, "heard": heard}[COMMAND](*REST)))
