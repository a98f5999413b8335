"""What a policy says to requests, conditions included, as ministack judges them.

Standard input is {"policy": ..., "asked": [[ACTION, ARN, {KEY: VALUE}], ...]};
printed are the decisions: Allow, Deny or ImplicitDeny.
"""
import json
import sys

from ministack.core.iam_evaluator import EvalContext, evaluate, parse_policy_document

given = json.load(sys.stdin)
policy = parse_policy_document(json.dumps(given["policy"]))


def decision(action, resource, keys):
    context = EvalContext(
        principal_arn="arn:aws:iam::123456789012:role/kanjo", principal_type="AssumedRole",
        principal_account="123456789012", action=action, resource_arn=resource,
        region="ap-northeast-1",
        service_context={name.lower(): value for name, value in keys.items()})
    return evaluate(context, [policy]).decision


print(json.dumps([decision(*one) for one in given["asked"]]))
