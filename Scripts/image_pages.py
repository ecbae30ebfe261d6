# SPDX-License-Identifier: Apache-2.0
"""An EC2 endpoint that knows DescribeImages only, and answers it with prepared pages of 1,000 images."""
import http.server
import threading
import urllib.parse

PAGE_SIZE = 1000
# The endpoint can answer no guard: a measurement of listing asks none.
NO_GUARDS = {
    guard: False
    for guard in (
        "references", "instances", "launchTemplates", "autoScaling", "fleets", "shared", "launchedWithin", "locks",
        "archive", "fastSnapshotRestore",
    )
}


def image(number):
    tags = "".join(
        f"<item><key>{key}</key><value>{value}-{number}</value></item>"
        for key, value in (("Name", "nightly-build"), ("Team", "platform"), ("Commit", "0123456789abcdef"))
    )
    return f"""<item><imageId>ami-{number:017x}</imageId><imageLocation>123456789012/nightly-{number}</imageLocation>
<imageState>available</imageState><imageOwnerId>123456789012</imageOwnerId>
<creationDate>2026-02-03T04:05:06.000Z</creationDate><isPublic>false</isPublic><architecture>x86_64</architecture>
<imageType>machine</imageType><name>nightly-{number}</name><description>Nightly build {number}</description>
<rootDeviceType>ebs</rootDeviceType><rootDeviceName>/dev/xvda</rootDeviceName><blockDeviceMapping><item>
<deviceName>/dev/xvda</deviceName><ebs><snapshotId>snap-{number:017x}</snapshotId><volumeSize>8</volumeSize>
<deleteOnTermination>true</deleteOnTermination><volumeType>gp3</volumeType><encrypted>true</encrypted></ebs></item>
</blockDeviceMapping><virtualizationType>hvm</virtualizationType><hypervisor>xen</hypervisor><enaSupport>true</enaSupport>
<tagSet>{tags}</tagSet><platformDetails>Linux/UNIX</platformDetails><usageOperation>RunInstances</usageOperation>
</item>"""


class ImagePages:
    def __init__(self, images, tls=None):
        self.pages = []
        for start in range(0, images, PAGE_SIZE):
            items = "".join(image(number) for number in range(start, min(start + PAGE_SIZE, images)))
            following = f"<nextToken>{len(self.pages) + 1}</nextToken>" if start + PAGE_SIZE < images else ""
            self.pages.append(
                '<?xml version="1.0" encoding="UTF-8"?>\n'
                '<DescribeImagesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">'
                f"<requestId>r</requestId><imagesSet>{items}</imagesSet>{following}</DescribeImagesResponse>".encode()
            )
        pages = self.pages

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = -1
            disable_nagle_algorithm = True

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                page = pages[int(urllib.parse.parse_qs(body).get("NextToken", ["0"])[0])]
                self.send_response(200)
                self.send_header("Content-Type", "text/xml")
                self.send_header("Content-Length", str(len(page)))
                self.end_headers()
                self.wfile.write(page)

            def log_message(self, *arguments):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.scheme = "http"
        if tls:
            self.scheme = "https"
            self.server.socket = tls.wrap_socket(self.server.socket, server_side=True)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"{self.scheme}://127.0.0.1:{self.server.server_port}"

    @property
    def mebibytes(self):
        return sum(map(len, self.pages)) / 2**20

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        self.server.shutdown()
        self.server.server_close()
