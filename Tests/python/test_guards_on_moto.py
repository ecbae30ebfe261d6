# SPDX-License-Identifier: Apache-2.0
"""The guards against services that nobody here wrote: instances, launch templates, Auto Scaling, SSM parameters."""

import pytest

from conftest import MOTO_GUARD

EXPIRY = {
    "policy": "guards-on-moto",
    "mode": "enforce",
    "select": {"all": True},
    "retain": {"age": "10d"},
    "guard": MOTO_GUARD,
    "limits": {"items": 100},
}


class Account:
    """Two images of 30 days: one that a test makes needed, and one that is not."""

    def __init__(self, moto):
        self.ec2 = moto.client("ec2")
        self.groups = moto.client("autoscaling")
        self.ssm = moto.client("ssm")
        self.endpoint = moto.endpoint
        moto.set_age(days=30)
        self.needed = self.ec2.register_image(Name="needed", RootDeviceName="/dev/sda1")["ImageId"]
        self.other = self.ec2.register_image(Name="other", RootDeviceName="/dev/sda1")["ImageId"]
        moto.set_age(days=0)

    def template(self, name, *images):
        """A launch template with a version for each image; its id."""
        data = [{"ImageId": image, "InstanceType": "m5.large"} for image in images]
        made = self.ec2.create_launch_template(LaunchTemplateName=name, LaunchTemplateData=data[0])["LaunchTemplate"]
        for version in data[1:]:
            self.ec2.create_launch_template_version(LaunchTemplateId=made["LaunchTemplateId"], LaunchTemplateData=version)
        return made["LaunchTemplateId"]

    def group(self, name, **source):
        self.groups.create_auto_scaling_group(
            AutoScalingGroupName=name, MinSize=0, MaxSize=1, AvailabilityZones=["us-east-1a"], **source
        )

    @property
    def images(self):
        return {image["ImageId"] for image in self.ec2.describe_images(Owners=["self"])["Images"]}


def instance(account):
    account.ec2.run_instances(ImageId=account.needed, MinCount=1, MaxCount=1)


def stopped_instance(account):
    made = account.ec2.run_instances(ImageId=account.needed, MinCount=1, MaxCount=1)["Instances"][0]["InstanceId"]
    account.ec2.stop_instances(InstanceIds=[made])


def template_version(account):
    account.template("old", account.needed, account.gone)


def parameter_in_a_template(account):
    account.ssm.put_parameter(Name="/web/ami", Value=account.needed, Type="String")
    account.template("alias", "resolve:ssm:/web/ami")


def launch_configuration(account):
    account.groups.create_launch_configuration(
        LaunchConfigurationName="unattached", ImageId=account.needed, InstanceType="m5.large"
    )


def old_default_version(account):
    account.template("standard", account.needed, account.gone, account.gone)


def pinned_group(account):
    template = account.template("pinned", account.needed, account.gone, account.gone)
    account.ec2.modify_launch_template(LaunchTemplateId=template, DefaultVersion="3")
    account.group("web", LaunchTemplate={"LaunchTemplateId": template, "Version": "1"})


def override(account):
    main, arm = account.template("main", account.gone), account.template("arm", account.needed, account.gone)
    account.ec2.modify_launch_template(LaunchTemplateId=arm, DefaultVersion="2")
    account.group(
        "mixed",
        MixedInstancesPolicy={
            "LaunchTemplate": {
                "LaunchTemplateSpecification": {"LaunchTemplateId": main, "Version": "$Latest"},
                "Overrides": [
                    {
                        "InstanceType": "m7g.large",
                        "LaunchTemplateSpecification": {"LaunchTemplateId": arm, "Version": "1"},
                    }
                ],
            }
        },
    )


NEWEST_ONLY = {"launchTemplateVersions": 1}


@pytest.mark.parametrize(
    "need, guard, rule",
    [
        (instance, {}, "instances"),
        (stopped_instance, {}, "instances"),
        (template_version, {}, "launchTemplates"),
        (parameter_in_a_template, {}, "launchTemplates"),
        (launch_configuration, {}, "autoScaling"),
        (old_default_version, NEWEST_ONLY, "launchTemplates"),
        (pinned_group, NEWEST_ONLY, "autoScaling"),
        (override, NEWEST_ONLY, "autoScaling"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_what_is_needed_stays_and_the_rest_goes(moto, shelflife, policy_file, need, guard, rule):
    account = Account(moto)
    # An image that is no more, for the versions that came later.
    account.gone = "ami-0123456789abcdef0"
    need(account)
    policy = policy_file({**EXPIRY, "guard": {**MOTO_GUARD, **guard}})

    result = shelflife(
        "run", "expire-images", "--policy", policy, "--endpoint-url", account.endpoint, "--output", "json"
    )

    assert result.status == 0, result.stderr
    assert account.needed in account.images
    assert account.other not in account.images
    assert result.document["report"]["tally"]["keptBy"] == {rule: 1}


def test_a_service_that_does_not_answer_keeps_everything(moto, shelflife, policy_file):
    account = Account(moto)
    # moto knows no locks: what cannot be evaluated is no reason to delete.
    policy = policy_file({**EXPIRY, "guard": {**MOTO_GUARD, "locks": True}})

    result = shelflife(
        "run", "expire-images", "--policy", policy, "--endpoint-url", account.endpoint, "--output", "json"
    )

    assert result.status == 1
    assert {account.needed, account.other} <= account.images
    tally = result.document["report"]["tally"]
    assert tally["notEvaluated"] == tally["keptBy"]["lock"] == 2
