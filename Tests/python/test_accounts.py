# SPDX-License-Identifier: Apache-2.0
"""A worker in another account: moto's STS and two accounts of moto's EC2, with what was asked of STS read on the way."""

import json
import urllib.parse

import pytest
from conftest import MOTO_GUARD
from relay import Relay, forward
from runtime_api import RuntimeAPI
from test_package import bootstrap  # noqa: F401

MEMBER = "111111111111"
ROLE = "shelflife-member"
POLICY = {
    "policy": "everywhere", "mode": "enforce", "select": {"all": True}, "retain": {"age": "1h", "lastMayGo": True},
    "guard": MOTO_GUARD,
}
NOW = "2036-01-01T00:00:00Z"


class Assuming:
    """Hands every request on to moto and keeps the forms."""

    def __init__(self, moto):
        self.forms = []
        self.moto = moto
        self.relay = Relay(self.note_and_forward)
        self.url = self.relay.url

    def note_and_forward(self, path, headers, body):
        self.forms.append(dict(urllib.parse.parse_qsl(body.decode())))
        return forward(self.moto + path, headers, body)

    def named(self, action):
        return [form for form in self.forms if form["Action"] == action]


@pytest.fixture
def relay(moto):
    assuming = Assuming(moto.endpoint)
    yield assuming
    assuming.relay.close()


def ec2_of_member(moto, region):
    import boto3

    session = moto.client("sts").assume_role(RoleArn=f"arn:aws:iam::{MEMBER}:role/{ROLE}", RoleSessionName="test")
    credentials = session["Credentials"]
    return boto3.client(
        "ec2", endpoint_url=moto.endpoint, region_name=region, aws_access_key_id=credentials["AccessKeyId"],
        aws_secret_access_key=credentials["SecretAccessKey"], aws_session_token=credentials["SessionToken"],
    )


def make_image(ec2):
    base = ec2.register_image(Name="base", RootDeviceName="/dev/sda1")["ImageId"]
    instance = ec2.run_instances(ImageId=base, MinCount=1, MaxCount=1)["Instances"][0]["InstanceId"]
    ec2.deregister_image(ImageId=base)
    return ec2.create_image(InstanceId=instance, Name="nightly")["ImageId"]


def images(ec2):
    return {image["ImageId"] for image in ec2.describe_images(Owners=["self"])["Images"]}


def account(*regions, **more):
    return {"id": MEMBER, "roleName": ROLE, "externalID": "a-long-secret", "regions": list(regions), **more}


def invoke(bootstrap, relay, handler, event):
    with RuntimeAPI() as api, api.start([bootstrap], handler, {"AWS_ENDPOINT_URL": relay.url}) as function:
        return function.invoke(event)


def test_works_in_the_account_and_region_that_the_policy_names(bootstrap, moto, relay):  # noqa: F811
    here = moto.client("ec2", "eu-west-1")
    there = ec2_of_member(moto, "eu-west-1")
    elsewhere = ec2_of_member(moto, "us-east-1")
    own, expired, other = make_image(here), make_image(there), make_image(elsewhere)
    policy = {**POLICY, "accounts": [account("eu-west-1")]}

    listed = invoke(bootstrap, relay, "ListExpiredImages", {"policy": policy, "now": NOW})

    assert listed.kind == "response", listed.body
    items = listed.json()["items"]
    assert [item["imageID"] for item in items] == [expired]
    done = invoke(bootstrap, relay, "DeregisterImage", {"policy": policy, "now": NOW, "item": items[0]})
    assert done.json()["outcome"] == "deregistered", done.body
    assert images(there) == set()
    assert images(here) == {own}
    assert images(elsewhere) == {other}


def test_asks_for_no_more_than_the_step_needs(bootstrap, moto, relay):  # noqa: F811
    event = {"policy": {**POLICY, "accounts": [account("eu-west-1")]}, "now": NOW}
    event["item"] = {"imageID": "ami-0", "snapshotIDs": []}
    invoke(bootstrap, relay, "DeregisterImage", event)
    [asked] = relay.named("AssumeRole")
    assert asked["RoleArn"] == f"arn:aws:iam::{MEMBER}:role/{ROLE}"
    assert asked["ExternalId"] == "a-long-secret"
    assert asked["RoleSessionName"] == "shelflife-DeregisterImage"
    allow, deny = json.loads(asked["Policy"])["Statement"]
    assert (allow["Effect"], deny["Effect"]) == ("Allow", "Deny")
    assert {"ec2:DeregisterImage", "ec2:DescribeImages"} <= set(allow["Action"])
    assert "ec2:DeleteSnapshot" not in allow["Action"]
    assert deny["Condition"] == {"Null": {"aws:ResourceTag/shelflife:keep": "false"}}


def test_refuses_to_choose_between_accounts(bootstrap, moto, relay):  # noqa: F811
    policy = {**POLICY, "accounts": [account("eu-west-1", "us-east-1")]}
    answer = invoke(bootstrap, relay, "ListExpiredImages", {"policy": policy, "now": NOW})
    assert answer.kind == "error"
    assert answer.json()["errorType"] == "Shelflife.InvalidPolicy"
    assert "start spread-accounts" in answer.json()["errorMessage"]
    assert relay.forms == []
