# SPDX-License-Identifier: Apache-2.0
"""A moto_server on a free loopback port, as an EC2 endpoint that nobody here wrote."""
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import boto3


class MotoEndpoint:
    def __init__(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self._server = subprocess.Popen(
            [os.path.join(os.path.dirname(sys.executable), "moto_server"), "-H", "127.0.0.1", "-p", str(port)],
            env=dict(os.environ, MOTO_EC2_LOAD_DEFAULT_AMIS="false"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._wait()
        self.ec2 = boto3.client(
            "ec2",
            region_name="eu-west-1",
            endpoint_url=self.url,
            aws_access_key_id="AKIDEXAMPLE",
            aws_secret_access_key="secret",
        )

    def _wait(self):
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self._server.poll() is None:
            try:
                urllib.request.urlopen(f"{self.url}/moto-api/", timeout=1)
                return
            except (urllib.error.URLError, OSError):
                time.sleep(0.2)
        self._server.kill()
        sys.exit("FAIL: moto_server did not start")

    def make_images(self, count, name="nightly-{}", tags=()):
        """Makes images of one instance.

        Returns their ids.
        """
        base = self.ec2.register_image(Name="base", RootDeviceName="/dev/sda1", BlockDeviceMappings=[])["ImageId"]
        instance = self.ec2.run_instances(ImageId=base, MinCount=1, MaxCount=1)["Instances"][0]["InstanceId"]
        self.ec2.deregister_image(ImageId=base)
        specification = [{"ResourceType": "image", "Tags": list(tags)}] if tags else []
        return [
            self.ec2.create_image(InstanceId=instance, Name=name.format(number), TagSpecifications=specification)[
                "ImageId"
            ]
            for number in range(count)
        ]

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        self._server.terminate()
        self._server.wait(10)
