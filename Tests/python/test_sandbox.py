# SPDX-License-Identifier: Apache-2.0
"""The sandbox as boto3 sees it: requests as botocore's EC2 model makes them, answers as it reads them."""

import datetime
import json
import os
import pathlib
import subprocess
import urllib.error
import urllib.parse
import urllib.request
import xml.etree.ElementTree

import boto3
import botocore.config
import botocore.exceptions
import botocore.parsers
import pytest

ROOT = pathlib.Path(__file__).parents[2]


@pytest.fixture(scope="session")
def endpoint():
    """A running sandbox: SHELFLIFE_SANDBOX_URL, or one of our own that ends with the tests."""
    if url := os.environ.get("SHELFLIFE_SANDBOX_URL"):
        yield url
        return
    command = [ROOT / ".build/debug/shelflife", "sandbox", "--port", "0", "--images", "400"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        url = server.stdout.readline().strip()
        assert url.startswith("http://"), f"the sandbox did not start: {url!r}"
        yield url
    finally:
        server.terminate()
        server.wait(timeout=10)


def client(endpoint, service="ec2", region="us-east-1"):
    return boto3.client(
        service,
        endpoint_url=endpoint,
        region_name=region,
        aws_access_key_id="AKIDEXAMPLE",
        aws_secret_access_key="secret",
        config=botocore.config.Config(retries={"total_max_attempts": 1}),
    )


@pytest.fixture(scope="session")
def ec2(endpoint):
    return client(endpoint)


@pytest.fixture
def instance(ec2):
    """A running instance with a root and a data volume, terminated afterwards."""
    image = ec2.describe_images(Owners=["amazon"], IncludeDeprecated=True)["Images"][0]["ImageId"]
    launched = ec2.run_instances(
        ImageId=image,
        InstanceType="t3.micro",
        MinCount=1,
        MaxCount=1,
        BlockDeviceMappings=[{"DeviceName": "/dev/sdf", "Ebs": {"VolumeSize": 20, "VolumeType": "gp3"}}],
        TagSpecifications=[
            {"ResourceType": "instance", "Tags": [{"Key": "Name", "Value": "boto3 & <friends>"}]},
            {"ResourceType": "volume", "Tags": [{"Key": "TEAM", "Value": "tests"}]},
        ],
    )["Instances"][0]
    yield launched["InstanceId"]
    ec2.terminate_instances(InstanceIds=[launched["InstanceId"]])


def code(error):
    return error.value.response["Error"]["Code"]


def test_listing_pages_through_every_image_once(ec2):
    pages = ec2.get_paginator("describe_images").paginate(
        Owners=["self"], IncludeDisabled=True, PaginationConfig={"PageSize": 37}
    )
    sizes, ids = [], []
    for page in pages:
        sizes.append(len(page["Images"]))
        ids += [image["ImageId"] for image in page["Images"]]
    assert max(sizes) == 37 and len(sizes) > 5
    assert len(set(ids)) == len(ids)
    everything = ec2.describe_images(Owners=["self"], IncludeDisabled=True)["Images"]
    assert {image["ImageId"] for image in everything} == set(ids)


def test_an_image_has_the_members_that_tools_read(ec2):
    images = ec2.describe_images(
        Owners=["self"], Filters=[{"Name": "name", "Values": ["ci-agent-*"]}, {"Name": "state", "Values": ["available"]}]
    )["Images"]
    image = images[0]
    assert image["State"] == "available" and image["OwnerId"] == "123456789012" and image["Public"] is False
    assert datetime.datetime.fromisoformat(image["CreationDate"].replace("Z", "+00:00"))
    devices = {device["DeviceName"]: device for device in image["BlockDeviceMappings"]}
    assert devices["/dev/xvda"]["Ebs"]["SnapshotId"].startswith("snap-")
    assert devices["/dev/xvda"]["Ebs"]["VolumeSize"] == 30
    assert devices["/dev/sdb"]["VirtualName"] == "ephemeral0" and "Ebs" not in devices["/dev/sdb"]
    assert {"Key": "DELETEON", "Value": "yes"} in image["Tags"]


def test_an_image_lives_from_creation_to_deregistration(ec2, instance):
    created = ec2.create_image(
        InstanceId=instance,
        Name="boto3 [image] (1)",
        NoReboot=True,
        TagSpecifications=[
            {"ResourceType": "image", "Tags": [{"Key": "DELETEON", "Value": "yes"}]},
            {"ResourceType": "snapshot", "Tags": [{"Key": "run", "Value": "a+b/c=d e"}]},
        ],
    )["ImageId"]
    ec2.get_waiter("image_available").wait(ImageIds=[created], WaiterConfig={"Delay": 1, "MaxAttempts": 5})
    image = ec2.describe_images(ImageIds=[created])["Images"][0]
    snapshots = [device["Ebs"]["SnapshotId"] for device in image["BlockDeviceMappings"] if "Ebs" in device]
    assert len(snapshots) == 2
    described = ec2.describe_snapshots(SnapshotIds=snapshots)["Snapshots"]
    assert {tag["Value"] for snapshot in described for tag in snapshot["Tags"]} == {"a+b/c=d e"}
    assert all(f"for {created}" in snapshot["Description"] for snapshot in described)
    assert all(isinstance(snapshot["StartTime"], datetime.datetime) for snapshot in described)

    with pytest.raises(botocore.exceptions.ClientError) as error:
        ec2.delete_snapshot(SnapshotId=snapshots[0])
    assert code(error) == "InvalidSnapshot.InUse"
    answer = ec2.deregister_image(ImageId=created, DeleteAssociatedSnapshots=True)
    assert answer["Return"] is True
    assert {result["ReturnCode"] for result in answer["DeleteSnapshotResults"]} == {"success"}
    with pytest.raises(botocore.exceptions.ClientError) as error:
        ec2.deregister_image(ImageId=created)
    assert code(error) == "InvalidAMIID.Unavailable"


def test_dry_run_changes_nothing(ec2):
    image = ec2.describe_images(Owners=["self"], Filters=[{"Name": "name", "Values": ["wiki-*"]}])["Images"][0]
    with pytest.raises(botocore.exceptions.ClientError) as error:
        ec2.deregister_image(ImageId=image["ImageId"], DryRun=True)
    assert code(error) == "DryRunOperation"
    assert error.value.response["ResponseMetadata"]["HTTPStatusCode"] == 412
    assert error.value.response["ResponseMetadata"]["RequestId"]
    assert ec2.describe_images(ImageIds=[image["ImageId"]])["Images"]


def test_references_name_who_uses_an_image(ec2, instance):
    used = ec2.describe_instances(InstanceIds=[instance])["Reservations"][0]["Instances"][0]["ImageId"]
    references = ec2.describe_image_references(
        ImageIds=[used], ResourceTypes=[{"ResourceType": "ec2:Instance"}]
    )["ImageReferences"]
    assert f"arn:aws:ec2:us-east-1:123456789012:instance/{instance}" in {each["Arn"] for each in references}
    with pytest.raises(botocore.exceptions.ClientError) as error:
        ec2.describe_image_references(ImageIds=[used] * 11, IncludeAllResourceTypes=True)
    assert code(error) == "InvalidParameterValue"


def test_launch_templates_have_versions(ec2):
    image = ec2.describe_images(Owners=["self"], Filters=[{"Name": "name", "Values": ["golden-*"]}])["Images"][0]
    made = ec2.create_launch_template(
        LaunchTemplateName="boto3", LaunchTemplateData={"ImageId": image["ImageId"], "InstanceType": "t3.micro"}
    )["LaunchTemplate"]
    template = made["LaunchTemplateId"]
    try:
        for _ in range(11):
            ec2.create_launch_template_version(
                LaunchTemplateId=template, LaunchTemplateData={"ImageId": "resolve:ssm:/search/ami"}
            )
        versions = ec2.describe_launch_template_versions(LaunchTemplateId=template)["LaunchTemplateVersions"]
        assert [version["VersionNumber"] for version in versions] == list(range(12, 0, -1))
        latest = ec2.describe_launch_template_versions(
            LaunchTemplateId=template, Versions=["$Latest"], ResolveAlias=True
        )["LaunchTemplateVersions"][0]
        assert latest["LaunchTemplateData"]["ImageId"].startswith("ami-")
        shallow, deep = (
            ec2.describe_image_references(
                ImageIds=[image["ImageId"]],
                ResourceTypes=[
                    {
                        "ResourceType": "ec2:LaunchTemplate",
                        "ResourceTypeOptions": [{"OptionName": "version-depth", "OptionValues": [depth]}],
                    }
                ],
            )["ImageReferences"]
            for depth in ("10", "100")
        )
        assert template not in json.dumps(shallow) and template in json.dumps(deep)
    finally:
        ec2.delete_launch_template(LaunchTemplateId=template)


def test_tags_keep_to_the_rules(ec2, instance):
    with pytest.raises(botocore.exceptions.ClientError) as error:
        ec2.create_tags(Resources=[instance], Tags=[{"Key": "aws:mine", "Value": ""}])
    assert code(error) == "InvalidParameterValue"
    with pytest.raises(botocore.exceptions.ClientError) as error:
        ec2.create_tags(Resources=[instance], Tags=[{"Key": f"k{n}", "Value": ""} for n in range(50)])
    assert code(error) == "TagLimitExceeded"
    ec2.create_tags(Resources=[instance], Tags=[{"Key": "ключ", "Value": "値 & \r\n\t<x>"}])
    found = ec2.describe_tags(Filters=[{"Name": "resource-id", "Values": [instance]}])["Tags"]
    assert {"Key": "ключ", "ResourceId": instance, "ResourceType": "instance", "Value": "値 & \r\n\t<x>"} in found
    ec2.delete_tags(Resources=[instance], Tags=[{"Key": "ключ"}])
    found = ec2.describe_tags(Filters=[{"Name": "resource-id", "Values": [instance]}])["Tags"]
    assert {tag["Key"] for tag in found} == {"Name"}


def test_snapshots_of_all_volumes_and_a_copy_in_another_region(ec2, instance, endpoint):
    snapshots = ec2.create_snapshots(
        InstanceSpecification={"InstanceId": instance}, CopyTagsFromSource="volume", Description="set"
    )["Snapshots"]
    assert len(snapshots) == 2 and all(snapshot["Tags"] for snapshot in snapshots)
    source = snapshots[0]["SnapshotId"]
    ec2.get_waiter("snapshot_completed").wait(SnapshotIds=[source], WaiterConfig={"Delay": 1, "MaxAttempts": 5})
    frankfurt = client(endpoint, region="eu-central-1")
    copy = frankfurt.copy_snapshot(
        SourceRegion="us-east-1",
        SourceSnapshotId=source,
        Description="off site",
        TagSpecifications=[{"ResourceType": "snapshot", "Tags": [{"Key": "SourceSnapshotId", "Value": source}]}],
    )["SnapshotId"]
    found = frankfurt.describe_snapshots(Filters=[{"Name": "tag:SourceSnapshotId", "Values": [source]}])["Snapshots"]
    assert [snapshot["SnapshotId"] for snapshot in found] == [copy]
    assert found[0]["VolumeId"] == "vol-ffffffff"
    with pytest.raises(botocore.exceptions.ClientError) as error:
        ec2.describe_snapshots(SnapshotIds=[copy])
    assert code(error) == "InvalidSnapshot.NotFound"


def test_every_sample_answer_parses_without_a_member_unknown_to_botocore(ec2, endpoint):
    """An element that the model does not have would be dropped silently; look for it."""
    unknown = set()
    class Watching(botocore.parsers.EC2QueryParser):
        def _handle_structure(self, shape, node):
            known = {
                self._member_key_name(member, name) for name, member in shape.members.items()
            } | {"requestId", "return"}
            if not isinstance(node, list):
                names = {child.tag.split("}")[-1] for child in node}
                unknown.update(f"{shape.name}: {name}" for name in names - known)
            return super()._handle_structure(shape, node)

    parser = Watching()
    model = ec2.meta.service_model
    for operation in (
        "DescribeImages", "DescribeSnapshots", "DescribeInstances", "DescribeVolumes", "DescribeTags",
        "DescribeRegions", "DescribeLaunchTemplates", "DescribeAvailabilityZones",
    ):
        raw = _raw(endpoint, operation)
        parsed = parser.parse({"body": raw, "status_code": 200, "headers": {}}, model.operation_model(operation).output_shape)
        assert parsed["ResponseMetadata"]["RequestId"]
    assert not unknown


def _raw(endpoint, action):
    body = urllib.parse.urlencode({"Action": action, "Version": "2016-11-15"}).encode()
    with urllib.request.urlopen(urllib.request.Request(endpoint, data=body)) as answer:
        return answer.read()


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"", "MissingAction"),
        (b"Action=Nonsense", "InvalidAction"),
        (b"Action=%zz", "MalformedQueryString"),
        (b"Action=DescribeImages&Action=DescribeImages", "MalformedQueryString"),
        (b"Action=DescribeImages&Filter.x.Name=a", "UnknownParameter"),
        (b"\xff\xfe", "MalformedQueryString"),
        (b"a.b.c.d.e.f.g.h.i.j.k.l.m.n=1", "MalformedQueryString"),
    ],
)
def test_malformed_requests_get_an_error_like_ec2s(endpoint, body, expected):
    with pytest.raises(urllib.error.HTTPError) as error:
        urllib.request.urlopen(urllib.request.Request(endpoint, data=body, method="POST"))
    assert xml.etree.ElementTree.fromstring(error.value.read()).findtext("Errors/Error/Code") == expected


def test_the_other_services_that_a_guard_asks_answer_on_the_same_endpoint(endpoint, ec2):
    assert client(endpoint, "sts").get_caller_identity()["Account"] == "123456789012"
    assert client(endpoint, "autoscaling").describe_auto_scaling_groups()["AutoScalingGroups"] == []
    assert client(endpoint, "autoscaling").describe_launch_configurations()["LaunchConfigurations"] == []
    ssm = client(endpoint, "ssm")
    found = ssm.get_parameters(Names=["/platform/golden/al2023/current", "/none"])
    assert found["InvalidParameters"] == ["/none"]
    image = found["Parameters"][0]["Value"]
    assert found["Parameters"][0]["DataType"] == "aws:ec2:image"
    assert isinstance(found["Parameters"][0]["LastModifiedDate"], datetime.datetime)
    references = ec2.describe_image_references(ImageIds=[image], IncludeAllResourceTypes=True)["ImageReferences"]
    assert "ssm:Parameter" in {reference["ResourceType"] for reference in references}
    with pytest.raises(ssm.exceptions.ParameterNotFound):
        ssm.get_parameter(Name="/none")


def test_a_locked_snapshot_stays(ec2):
    volume = ec2.create_volume(AvailabilityZone="us-east-1a", Size=1)["VolumeId"]
    snapshot = ec2.create_snapshot(VolumeId=volume)["SnapshotId"]
    locked = ec2.lock_snapshot(SnapshotId=snapshot, LockMode="governance", LockDuration=1)
    assert locked["LockState"] == "governance" and locked["LockExpiresOn"] > locked["LockCreatedOn"]
    assert [each["SnapshotId"] for each in ec2.describe_locked_snapshots()["Snapshots"]] == [snapshot]
    with pytest.raises(botocore.exceptions.ClientError) as error:
        ec2.delete_snapshot(SnapshotId=snapshot)
    assert code(error) == "OperationNotPermitted"
    ec2.unlock_snapshot(SnapshotId=snapshot)
    ec2.delete_snapshot(SnapshotId=snapshot)
    ec2.delete_volume(VolumeId=volume)
