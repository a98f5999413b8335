"""Fires the compiled function by a schedule of ministack, at what is in moto.

    lambda.py BENCH BOOTSTRAP [accounts]      # scripts/bench/lambda calls it

Off-hours begin two minutes from now and last seven; every minute there is a tick.
With `accounts` the stack of deploy/cloudformation is made, whose Step Functions
invoke the function for each of two accounts.
"""
import datetime
import io
import json
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import time
import zipfile

import boto3

BENCH, BOOTSTRAP = map(pathlib.Path, sys.argv[1:3])
ACCOUNTS = ["111111111111", "222222222222"] if sys.argv[3:] == ["accounts"] else []
HERE = pathlib.Path(__file__).parent
REGION = "ap-northeast-1"
ROLE = "arn:aws:iam::{}:role/kanjo-offhours-member"
TOPIC = f"arn:aws:sns:{REGION}:123456789012:kanjo"


def port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def wait_for(number):
    for _ in range(600):
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", number)) == 0:
                return
        time.sleep(0.1)
    sys.exit(f"nothing answers at {number}")


def bench(script, url, *args, **env):
    done = subprocess.run([sys.executable, HERE / script, url, *args], check=True,
                          capture_output=True, text=True, env=os.environ | env)
    return json.loads(done.stdout or "null")


def worlds(moto, *args):
    """What world.py says of each account, in one object."""
    if not ACCOUNTS:
        return bench("world.py", moto, *args)
    each = {one: bench("world.py", moto, *args, WORLD_ROLE=ROLE.format(one)) for one in ACCOUNTS}
    return {f"{one}/{name}": what for one in ACCOUNTS for name, what in (each[one] or {}).items()}


def say(text):
    print(datetime.datetime.now(datetime.timezone.utc).strftime("%H:%M:%S"), text, flush=True)


def archive():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        entry = zipfile.ZipInfo("bootstrap")
        entry.external_attr, entry.compress_type = 0o755 << 16, zipfile.ZIP_DEFLATED
        out.writestr(entry, BOOTSTRAP.read_bytes())
    return packed.getvalue()


# Where the function finds moto; ministack would give it itself.
AWS = dict(AWS_REGION=REGION, AWS_ACCESS_KEY_ID="a", AWS_SECRET_ACCESS_KEY="b")


def alone(client, moto, packed):
    client("iam").create_role(RoleName="kanjo", AssumeRolePolicyDocument="{}")
    role = client("iam").get_role(RoleName="kanjo")["Role"]["Arn"]
    function = client("lambda").create_function(
        FunctionName="kanjo", Runtime="provided.al2023", Handler="bootstrap", Role=role,
        Architectures=["x86_64"], Timeout=300, MemorySize=512, Code=dict(ZipFile=packed),
        Environment=dict(Variables=AWS | dict(
            AWS_ENDPOINT_URL=moto, KANJO_STATE="dynamodb://kanjo", KANJO_REGIONS=REGION,
            KANJO_POLICIES="s3://kanjo-kept/policies/", KANJO_NOTIFY=TOPIC)))["FunctionArn"]
    client("scheduler").create_schedule(
        Name="kanjo", ScheduleExpression="rate(1 minute)", FlexibleTimeWindow=dict(Mode="OFF"),
        Target=dict(Arn=function, RoleArn=role, Input="{}"))


def stack(client, moto, packed):
    """deploy/cloudformation/kanjo.yaml, with a fan-out."""
    s3 = client("s3")
    s3.create_bucket(Bucket="kanjo-kept", CreateBucketConfiguration=dict(
        LocationConstraint=REGION))
    s3.put_object(Bucket="kanjo-kept", Key="kanjo-lambda.zip", Body=packed)
    items = [dict(accounts=[one], regions=[REGION]) for one in ACCOUNTS]
    s3.put_object(Bucket="kanjo-kept", Key="fan-out/items.json", Body=json.dumps(items))
    parameters = dict(
        CodeBucket="kanjo-kept", Policies="kanjo-kept", FanOutItems="fan-out/items.json",
        Architecture="x86_64", Every="rate(1 minute)", Regions=REGION, Topic=TOPIC)
    template = HERE.parent.parent / "deploy/cloudformation/kanjo.yaml"
    client("cloudformation").create_stack(
        StackName="kanjo", TemplateBody=template.read_text(),
        Capabilities=["CAPABILITY_NAMED_IAM"],
        Parameters=[dict(ParameterKey=k, ParameterValue=v) for k, v in parameters.items()])
    status = "CREATE_IN_PROGRESS"
    while status == "CREATE_IN_PROGRESS":
        time.sleep(1)
        one = client("cloudformation").describe_stacks(StackName="kanjo")["Stacks"][0]
        status = one["StackStatus"]
    assert status == "CREATE_COMPLETE", one
    made = client("lambda").get_function_configuration(FunctionName="kanjo")
    client("lambda").update_function_configuration(
        FunctionName="kanjo", Environment=dict(
            Variables=made["Environment"]["Variables"] | AWS | dict(AWS_ENDPOINT_URL=moto)))


def show(moto, folder, ministack):
    client = lambda name: boto3.client(  # noqa: E731
        name, endpoint_url=ministack, region_name=REGION, aws_access_key_id="a",
        aws_secret_access_key="b")
    worlds(moto, "make", "3")
    if ACCOUNTS:
        # The table, and what nobody may touch: the function has no role here.
        bench("world.py", moto, "make", "1")
        own = bench("world.py", moto, "show")
    bench("keep.py", moto, "make")
    now = datetime.datetime.now(datetime.timezone.utc)
    off, on = (now + datetime.timedelta(minutes=n) for n in (2, 9))
    policy = folder / "policy.yaml"
    policy.write_text(f"""version: 1
timezone: UTC
schedules:
  soon: {{on: "Mon-Sun {on:%H:%M}-{off:%H:%M}"}}
policies:
  - {{name: dev, match: {{types: ["ecs:service", "autoscaling:*"]}}, schedule: soon}}
""")
    bench("keep.py", moto, "put", "policies/dev.yaml", str(policy))
    before = worlds(moto, "show")
    moving = {name: one for name, one in before.items()
              if name.endswith("g1") or "service/" in name}
    say(f"off from {off:%H:%M} to {on:%H:%M}; before: {json.dumps(moving)}")
    packed = archive()
    (stack if ACCOUNTS else alone)(client, moto, packed)
    say(f"the function is {len(packed) / 1e6:.1f} MB, and scheduled every minute")

    def is_off(world):
        return all(one.get("count") == 0 or one.get("sizes", [1, 1])[:2] == [0, 0]
                   for name, one in world.items() if name in moving)

    was_off, last = False, None
    until = time.monotonic() + 20 * 60
    while time.monotonic() < until:
        world = worlds(moto, "show")
        shown = {name: world[name] for name in moving}
        if shown != last:
            say(json.dumps({name: one.get("count", one.get("sizes"))
                            for name, one in shown.items()}))
            last = shown
        if is_off(world) and not was_off:
            was_off = True
            say("everything is off")
        if was_off and world == before:
            time.sleep(150)  # One more tick or two: it stays up.
            assert worlds(moto, "show") == before, "it does not stay up"
            break
        time.sleep(5)
    else:
        logs(client)
        sys.exit("it did not go off and come back")
    if ACCOUNTS:
        assert bench("world.py", moto, "show") == own, "its own account was touched"
        runs = client("stepfunctions").list_executions(
            stateMachineArn=client("stepfunctions").list_state_machines()
            ["stateMachines"][0]["stateMachineArn"])["executions"]
        say(f"{len(runs)} runs of the fan-out: {sorted({one['status'] for one in runs})}")
    lines = bench("keep.py", moto, "ledger")
    calls = [one for one in lines if one["moment"] == "done"]
    say(f"everything is up as it was; the ledger has {len(calls)} calls")
    for one in bench("keep.py", moto, "heard"):
        say(f"told: {one['subject']}")
    logs(client)


def logs(client):
    events = client("logs").filter_log_events(logGroupName="/aws/lambda/kanjo")["events"]
    texts = [one["message"].strip() for one in events]
    ticks = [text for text in texts if text.startswith("{")]
    say(f"{len(ticks)} ticks in the log; the first and the last call of a function:")
    for text in [one for one in texts if "Duration" in one][:1] + texts[-1:]:
        print("   ", text[:300])


with tempfile.TemporaryDirectory() as folder:
    folder = pathlib.Path(folder)
    one, two = port(), port()
    quiet = dict(stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder)
    started = []
    try:
        started.append(subprocess.Popen(
            [BENCH / "venv/bin/python", HERE / "serve.py", "-H", "127.0.0.1", "-p", str(one)], **quiet))
        started.append(subprocess.Popen(
            [BENCH / "ministack/bin/ministack"], **quiet,
            env=os.environ | dict(BIND_HOST="127.0.0.1", MINISTACK_HOST="127.0.0.1",
                                  GATEWAY_PORT=str(two))))
        wait_for(one)
        wait_for(two)
        show(f"http://127.0.0.1:{one}", folder, f"http://127.0.0.1:{two}")
    finally:
        for process in started:
            process.terminate()
