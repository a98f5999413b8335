"""moto's server with what it lacks: the instance refreshes of a group.

    serve.py -H 127.0.0.1 -p PORT

A group whose tag `refresh` is set has one refresh, with that status.

And without two things that it works out anew at every answer, which took a third
of its time: the names that a field may have in moto's objects, which depend on
the field and the class only, and the list of its own modules. The answers stay
the same.
"""

import sys

from moto import backends
from moto.autoscaling.responses import AutoScalingResponse
from moto.core.responses import ActionResult
from moto.core.serialize import XFormedAttributePicker
from moto.server import main

names_of = XFormedAttributePicker.get_possible_keys
modules = list(backends.list_of_moto_modules())


def describe_instance_refreshes(self):
    name = self._get_param("AutoScalingGroupName")
    (group,) = self.autoscaling_backend.describe_auto_scaling_groups([name])
    states = [tag["Value"] for tag in group.tags if tag["Key"] == "refresh"]
    refreshes = [
        {"AutoScalingGroupName": name, "InstanceRefreshId": "1", "Status": state} for state in states
    ]
    return ActionResult({"InstanceRefreshes": refreshes})


def kept_names(self, context):
    kept = context.shape.__dict__.setdefault("kept_names", {})
    where = type(context.obj), context.key
    if where not in kept:
        kept[where] = list(dict.fromkeys(names_of(self, context)))
    return kept[where]


AutoScalingResponse.describe_instance_refreshes = describe_instance_refreshes
XFormedAttributePicker.get_possible_keys = kept_names
backends.list_of_moto_modules = lambda: modules

if __name__ == "__main__":
    sys.exit(main())
