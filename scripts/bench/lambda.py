"""Fires the compiled function by a schedule of ministack, at what is in moto.

    lambda.py BENCH BOOTSTRAP      # scripts/bench/lambda calls it

Off-hours begin two minutes from now and last seven; every minute there is a tick.
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

BENCH, BOOTSTRAP = map(pathlib.Path, sys.argv[1:])
HERE = pathlib.Path(__file__).parent
REGION = "ap-northeast-1"


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


def bench(script, url, *args):
    done = subprocess.run([sys.executable, HERE / script, url, *args], check=True,
                          capture_output=True, text=True)
    return json.loads(done.stdout or "null")


def say(text):
    print(datetime.datetime.now(datetime.timezone.utc).strftime("%H:%M:%S"), text, flush=True)


def archive():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        entry = zipfile.ZipInfo("bootstrap")
        entry.external_attr, entry.compress_type = 0o755 << 16, zipfile.ZIP_DEFLATED
        out.writestr(entry, BOOTSTRAP.read_bytes())
    return packed.getvalue()


def show(moto, folder, ministack):
    client = lambda name: boto3.client(  # noqa: E731
        name, endpoint_url=ministack, region_name=REGION, aws_access_key_id="a",
        aws_secret_access_key="b")
    bench("world.py", moto, "make", "3")
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
    before = bench("world.py", moto, "show")
    moving = {name: one for name, one in before.items() if name == "g1" or "/" in name}
    say(f"off from {off:%H:%M} to {on:%H:%M}; before: {json.dumps(moving)}")
    client("iam").create_role(RoleName="kanjo", AssumeRolePolicyDocument="{}")
    role = client("iam").get_role(RoleName="kanjo")["Role"]["Arn"]
    packed = archive()
    function = client("lambda").create_function(
        FunctionName="kanjo", Runtime="provided.al2023", Handler="bootstrap", Role=role,
        Architectures=["x86_64"], Timeout=300, MemorySize=512, Code=dict(ZipFile=packed),
        Environment=dict(Variables=dict(
            AWS_ENDPOINT_URL=moto, AWS_REGION=REGION, AWS_ACCESS_KEY_ID="a",
            AWS_SECRET_ACCESS_KEY="b", KANJO_STATE="dynamodb://kanjo", KANJO_REGIONS=REGION,
            KANJO_POLICIES="s3://kanjo-kept/policies/",
            KANJO_NOTIFY=f"arn:aws:sns:{REGION}:123456789012:kanjo")))["FunctionArn"]
    client("scheduler").create_schedule(
        Name="kanjo", ScheduleExpression="rate(1 minute)", FlexibleTimeWindow=dict(Mode="OFF"),
        Target=dict(Arn=function, RoleArn=role, Input="{}"))
    say(f"the function is {len(packed) / 1e6:.1f} MB, and scheduled every minute")

    def is_off(world):
        return all(one.get("count") == 0 or one.get("sizes", [1, 1])[:2] == [0, 0]
                   for name, one in world.items() if name in moving)

    was_off, last = False, None
    until = time.monotonic() + 20 * 60
    while time.monotonic() < until:
        world = bench("world.py", moto, "show")
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
            assert bench("world.py", moto, "show") == before, "it does not stay up"
            break
        time.sleep(5)
    else:
        logs(client)
        sys.exit("it did not go off and come back")
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
            [BENCH / "venv/bin/moto_server", "-H", "127.0.0.1", "-p", str(one)], **quiet))
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
