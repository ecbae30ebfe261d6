# SPDX-License-Identifier: Apache-2.0
"""The list step as most people write it: a boto3 function. Only for comparison."""
import datetime

import boto3

ec2 = boto3.client("ec2")


def handler(event, context):
    hours = int(event["policy"]["retain"]["age"].removesuffix("h"))
    now = datetime.datetime.fromisoformat(event["now"])
    items = []
    for page in ec2.get_paginator("describe_images").paginate(
        Owners=["self"], IncludeDisabled=True, PaginationConfig={"PageSize": 1000}
    ):
        for image in page["Images"]:
            created = datetime.datetime.fromisoformat(image["CreationDate"])
            if now - created > datetime.timedelta(hours=hours):
                mappings = image.get("BlockDeviceMappings", [])
                snapshots = [mapping["Ebs"]["SnapshotId"] for mapping in mappings if "Ebs" in mapping]
                items.append({"imageID": image["ImageId"], "snapshotIDs": snapshots})
    return {"items": items}
