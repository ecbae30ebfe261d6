# SPDX-License-Identifier: Apache-2.0
"""shelflife run expire-images against an EC2 that nobody here wrote, with boto3 as the judge.

moto ignores pagination and knows no image references, hence MOTO_GUARD.
"""

import pytest

from conftest import MOTO_GUARD

EXPIRY = {
    "policy": "expire-on-moto",
    "mode": "enforce",
    "select": {"tags": [{"key": "DELETEON", "values": ["yes"]}]},
    "retain": {"age": "10d"},
    "guard": MOTO_GUARD,
    "limits": {"items": 100, "percent": 100},
}


class Account:
    """A few images of known ages, made with boto3."""

    def __init__(self, moto):
        self.moto = moto
        self.ec2 = moto.client("ec2")
        moto.set_age(days=400)
        base = self.ec2.register_image(Name="base", RootDeviceName="/dev/sda1")["ImageId"]
        self.instance = self.ec2.run_instances(ImageId=base, MinCount=1, MaxCount=1)["Instances"][0]["InstanceId"]

    def image(self, name, tags=None, **age):
        self.moto.set_age(**age)
        image = self.ec2.create_image(InstanceId=self.instance, Name=name, NoReboot=True)["ImageId"]
        tags = {"DELETEON": "yes"} if tags is None else tags
        if tags:
            self.ec2.create_tags(Resources=[image], Tags=[{"Key": key, "Value": value} for key, value in tags.items()])
        return image

    def images(self):
        return {image["ImageId"] for image in self.ec2.describe_images(Owners=["self"])["Images"]}

    def snapshots_of(self, image):
        mappings = self.ec2.describe_images(ImageIds=[image])["Images"][0]["BlockDeviceMappings"]
        return {mapping["Ebs"]["SnapshotId"] for mapping in mappings if "Ebs" in mapping}

    def snapshots(self):
        return {snapshot["SnapshotId"] for snapshot in self.ec2.describe_snapshots(OwnerIds=["self"])["Snapshots"]}


@pytest.fixture
def account(moto):
    return Account(moto)


def run(shelflife, account, policy_file, policy=EXPIRY, *options):
    return shelflife(
        "run", "expire-images", "--policy", policy_file(policy), "--endpoint-url", account.moto.endpoint,
        "--output", "json", *options,
    )


def test_only_expired_selected_images_go_and_their_snapshots_with_them(shelflife, account, policy_file):
    expired = {account.image(f"old-{days}", days=days) for days in (11, 30, 72, 365)}
    kept = {
        account.image("young", days=9),
        account.image("untagged", tags={}, days=30),
        account.image("other-value", tags={"DELETEON": "no"}, days=30),
        account.image("keep-tag", tags={"DELETEON": "yes", "shelflife:keep": ""}, days=30),
    }
    doomed_snapshots = set().union(*(account.snapshots_of(image) for image in expired))
    kept_snapshots = set().union(*(account.snapshots_of(image) for image in kept))

    result = run(shelflife, account, policy_file)

    assert result.status == 0, result.stderr
    assert not account.images() & expired
    assert kept <= account.images()
    assert not account.snapshots() & doomed_snapshots
    assert kept_snapshots <= account.snapshots()
    assert {item["imageID"] for item in result.document["retired"]} == expired


def test_report_mode_changes_nothing_and_tells_what_would_go(shelflife, account, policy_file):
    expired = account.image("old", days=30)
    before = account.images(), account.snapshots()

    result = run(shelflife, account, policy_file, {**EXPIRY, "mode": "report"})

    assert result.status == 0, result.stderr
    assert (account.images(), account.snapshots()) == before
    assert result.document["report"]["tally"]["wouldRetire"] == 1
    assert expired in account.images()


def test_a_second_run_finds_nothing_more_to_do(shelflife, account, policy_file):
    account.image("old", days=30)
    assert run(shelflife, account, policy_file).status == 0
    after = account.images(), account.snapshots()

    second = run(shelflife, account, policy_file)

    assert second.status == 0, second.stderr
    assert second.document["retired"] == []
    assert (account.images(), account.snapshots()) == after


@pytest.mark.parametrize("hours, goes", [(23, False), (25, True), (48.5, True), (72.2, True)])
def test_ages_beyond_a_day_do_not_wrap(shelflife, account, policy_file, hours, goes):
    image = account.image("aged", hours=hours)

    result = run(shelflife, account, policy_file, {**EXPIRY, "retain": {"age": "24h"}})

    assert result.status == 0, result.stderr
    assert (image not in account.images()) == goes


def test_a_limit_stops_the_run_before_it_acts(shelflife, account, policy_file):
    for number in range(5):
        account.image(f"old-{number}", days=30)
    before = account.images()

    result = run(shelflife, account, policy_file, {**EXPIRY, "limits": {"items": 4}})

    assert result.status == 1
    assert "limits.items 4" in result.stderr + result.stdout
    assert account.images() == before
