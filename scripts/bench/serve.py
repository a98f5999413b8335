"""moto's server with what it lacks: the instance refreshes of a group.

    serve.py -H 127.0.0.1 -p PORT

A group whose tag `refresh` is set has one refresh, with that status.
"""

import sys

from moto.autoscaling.responses import AutoScalingResponse
from moto.core.responses import ActionResult
from moto.server import main


def describe_instance_refreshes(self):
    name = self._get_param("AutoScalingGroupName")
    (group,) = self.autoscaling_backend.describe_auto_scaling_groups([name])
    states = [tag["Value"] for tag in group.tags if tag["Key"] == "refresh"]
    refreshes = [
        {"AutoScalingGroupName": name, "InstanceRefreshId": "1", "Status": state} for state in states
    ]
    return ActionResult({"InstanceRefreshes": refreshes})


AutoScalingResponse.describe_instance_refreshes = describe_instance_refreshes

if __name__ == "__main__":
    sys.exit(main())
