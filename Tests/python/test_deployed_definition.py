# SPDX-License-Identifier: Apache-2.0
"""What is deployed is what runs: the definition and the rule's input, read back from moto's CloudFormation, retire the
same images on moto's EC2 as the definition that is built in."""

import json

from conftest import MOTO_GUARD
from test_expire_images_on_moto import Account
from test_template import Deployment


def scene(moto):
    account = Account(moto)
    expired = {account.image(f"old-{days}", days=days) for days in (3, 30)}
    kept = {account.image("young", hours=20), account.image("untagged", tags={}, days=30)}
    moto.set_age(days=0)
    return account, expired, kept


def retire(shelflife, moto, policy, tmp_path, *options):
    path = tmp_path / "policy.json"
    path.write_text(json.dumps(policy))
    result = shelflife(
        "run", "expire-images", "--policy", path, "--endpoint-url", moto.endpoint, "--output", "json", *options
    )
    assert result.status == 0, result.stderr
    return {item["imageID"] for item in result.document["retired"]}


def test_the_deployed_definition_retires_what_the_built_in_one_retires(moto, shelflife, tmp_path):
    account, expired, kept = scene(moto)
    deployment = Deployment(moto).create(
        ValidHours="48", SelectTagKey="DELETEON", SelectTagValue="yes", Mode="enforce",
        GuardReferences="false", LimitPercent="100",
    )
    states = moto.client("stepfunctions")
    machine = states.describe_state_machine(stateMachineArn=deployment.outputs["StateMachineArn"])
    assert "${" not in machine["definition"]
    definition = tmp_path / "deployed.asl.json"
    definition.write_text(machine["definition"])
    events = moto.client("events")
    [target] = events.list_targets_by_rule(Rule=deployment.outputs["ScheduleRuleName"])["Targets"]
    policy = json.loads(target["Input"])
    # The template has a parameter for references only, and moto knows nothing of the others.
    policy["guard"] = MOTO_GUARD

    retired = retire(shelflife, moto, policy, tmp_path, "--definition", definition)

    assert retired == expired
    assert not account.images() & expired
    assert kept <= account.images()
    after = len(account.images()), len(account.snapshots())

    moto.reset()
    account, expired, kept = scene(moto)
    assert retire(shelflife, moto, policy, tmp_path) == expired
    assert (len(account.images()), len(account.snapshots())) == after
