# SPDX-License-Identifier: Apache-2.0
"""The console in a browser: Debian's Chromium, headless, on executions of `shelflife serve`.

Screenshots are kept: the folder is printed, or named by $SHELFLIFE_SCREENSHOTS.
"""

import concurrent.futures
import json
import os
import pathlib
import re
import shutil
import subprocess
import time
import urllib.error
import urllib.request

import boto3
import pytest
from playwright import sync_api as playwright

expect = playwright.expect
expect.set_options(timeout=30_000)

ROOT = pathlib.Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ROLE = "arn:aws:iam::123456789012:role/test"

# Fails at first; the same name of an activity later lets a redrive succeed.
FRAGILE = {
    "StartAt": "Prepare",
    "States": {
        "Prepare": {"Type": "Pass", "Result": {"ready": True}, "Next": "Ask"},
        "Ask": {"Type": "Task", "Resource": "arn:aws:states:us-east-1:123456789012:activity:ask", "End": True},
    },
}


class Console:
    def __init__(self, folder):
        # Two workers and a dozen commits for each image: of few images, since this one is not built for speed.
        command = [ROOT / ".build/debug/shelflife", "serve", "--port", "0", "--db", folder / "console.db"]
        command += ["--images", "100"]
        environment = {key: value for key, value in os.environ.items() if not key.startswith("AWS_")}
        self.log = open(folder / "serve.log", "w")
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=self.log, text=True, env=environment
        )
        self.url = self.process.stdout.readline().strip()
        assert self.url.startswith("http://"), (folder / "serve.log").read_text()
        self.client = boto3.client(
            "stepfunctions",
            endpoint_url=self.url,
            region_name="us-east-1",
            aws_access_key_id="test",
            aws_secret_access_key="test",
        )

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=10)
        self.log.close()


@pytest.fixture(scope="module")
def console(tmp_path_factory):
    console = Console(tmp_path_factory.mktemp("console"))
    yield console
    console.stop()


@pytest.fixture(scope="module")
def browser():
    if CHROMIUM is None:
        pytest.skip("no chromium: Scripts/dependencies.sh tests installs it")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def pictures(tmp_path_factory):
    folder = pathlib.Path(os.environ.get("SHELFLIFE_SCREENSHOTS") or tmp_path_factory.mktemp("screenshots"))
    folder.mkdir(parents=True, exist_ok=True)
    print(f"screenshots: {folder}")
    return folder


def is_fault(message):
    """Chromium notes refused requests as errors too; those are the tests' own affair."""
    return message.type == "error" and not message.text.startswith("Failed to load resource")


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme="light")
    page = context.new_page()
    page.set_default_timeout(10_000)
    problems = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: problems.append(message.text) if is_fault(message) else None)
    yield page
    context.close()
    assert not problems, problems


def state_node(page, state):
    return page.locator(f'#graph [data-state="{state}"]')


def status(page, state):
    return state_node(page, state).get_attribute("data-status")


def where(page):
    text = page.locator("#stepper .where strong").inner_text()
    current, count = re.fullmatch(r"Event (\d+) of (\d+)", text).groups()
    return int(current), int(count)


def choose(page, state):
    # The header: the middle of a container is another state's place.
    page.locator(f'#graph [data-state="{state}"]').click(position={"x": 30, "y": 12})


def start_from_form(page, console, mode="report"):
    page.goto(console.url)
    page.get_by_role("link", name="Start execution").click()
    page.select_option("#mode", mode)
    page.click("#start-policy")
    page.wait_for_url("**/executions/*")
    expect(page.locator("#head .status")).to_have_text("Succeeded", timeout=30_000)


def test_an_execution_from_the_form_to_its_end_and_back(console, page, pictures):
    page.goto(console.url)
    page.screenshot(path=pictures / "empty-list.png")
    page.get_by_role("link", name="Start execution").click()
    page.screenshot(path=pictures / "start.png", full_page=True)
    page.click("#start-policy")
    page.wait_for_url("**/executions/*")

    # Nobody reloads: the page follows by itself.
    expect(page.locator("#connection")).to_have_text("live")
    expect(page.locator("#head .status")).to_have_text("Succeeded", timeout=30_000)
    assert "event=" not in page.url
    for state in ["BeginRun", "ListExpiredImages", "RetireImages", "ReportRun", "RunSucceeded"]:
        assert status(page, state) == "succeeded", state
    assert status(page, "RunFailed") == "none"
    current, count = where(page)
    assert current == count > 20
    address = page.url
    page.screenshot(path=pictures / "execution-end.png", full_page=True)

    # Back to the beginning and forward again, by key and by button, with an address for every step.
    page.keyboard.press("Home")
    expect(page.locator("#stepper strong")).to_have_text(f"Event 1 of {count}")
    assert status(page, "BeginRun") == "none"
    for step in range(2, 6):
        page.keyboard.press("ArrowRight")
        expect(page.locator("#stepper strong")).to_have_text(f"Event {step} of {count}")
        assert page.url.endswith(f"?event={step}")
    events = console.client.get_execution_history(
        executionArn=newest(console), maxResults=1000, includeExecutionData=True
    )["events"]
    expect(page.locator("#stepper .what")).to_contain_text(events[4]["type"])
    assert status(page, "BeginRun") == "succeeded"
    assert status(page, "ListExpiredImages") == "running"
    expect(page.locator("#panel-title")).to_have_text("ListExpiredImages")
    shown = json.loads(page.locator("#panel-parameters pre").inner_text())
    assert shown == json.loads(events[4]["taskScheduledEventDetails"]["parameters"])
    assert page.locator("#panel-result").count() == 0
    page.click("#previous")
    expect(page.locator("#stepper strong")).to_have_text(f"Event 4 of {count}")
    assert status(page, "ListExpiredImages") == "running"
    page.screenshot(path=pictures / "execution-step-4.png", full_page=True)

    # The address of a step is all another reader needs.
    shared = page.url
    other = page.context.new_page()
    other.goto(shared)
    assert where(other) == (4, count)
    assert status(other, "ListExpiredImages") == "running"
    assert status(other, "RetireImages") == "none"
    other.close()

    # Back in the browser is back in the history.
    page.go_back()
    expect(page.locator("#stepper strong")).to_have_text(f"Event 5 of {count}")
    page.keyboard.press("End")
    expect(page.locator("#stepper strong")).to_have_text(f"Event {count} of {count}")
    choose(page, "RetireImages")
    expect(page.locator("#panel-title")).to_have_text("RetireImages")
    page.click("#follow")
    expect(page).to_have_url(address + "?")

    # The filters of the table.
    page.select_option("#filter-kind", "tasks")
    page.wait_for_url("**kind=tasks**")
    types = page.locator("#events tbody tr td:nth-child(2)").all_inner_texts()
    assert types and all(kind.startswith("Task") for kind in types)


def newest(console):
    machine = console.client.list_state_machines()["stateMachines"]
    arn = next(item["stateMachineArn"] for item in machine if item["name"] == "expire-images")
    return console.client.list_executions(stateMachineArn=arn)["executions"][0]["executionArn"]


def test_a_map_run_and_its_children(console, page, pictures):
    start_from_form(page, console, mode="enforce")
    choose(page, "RetireImages")
    expect(page.locator("#panel-title")).to_have_text("RetireImages")
    badge = page.locator('#graph [data-state="RetireImages"] .badge').text_content()
    page.get_by_role("link", name="Map Run and its children").click()
    total = int(page.locator(".counts .total dd").inner_text())
    assert total > 0 and badge.startswith(f"{total}/{total}")
    assert page.locator("#children tbody tr").count() == min(total, 200)
    page.screenshot(path=pictures / "map-run.png")
    page.locator("#children tbody a").first.click()
    expect(page.locator("#head .status")).to_have_text("Succeeded")
    assert status(page, "DeregisterImage") == "succeeded"
    page.screenshot(path=pictures / "child.png", full_page=True)


@pytest.mark.parametrize("workflow", ["expire-snapshots", "backup-images", "backup-volumes"])
def test_the_form_keeps_what_it_has_no_field_for(console, page, workflow):
    page.goto(f"{console.url}/start?machine=arn:aws:states:us-east-1:123456789012:stateMachine:{workflow}")
    shown = json.loads(page.input_value("#input"))
    assert (page.locator("#age").count() == 0) == ("create" in shown)
    page.fill("#policy", "by-form")
    page.click("#start-policy")
    page.wait_for_url("**/executions/*")
    expect(page.locator("#head .status")).to_have_text("Succeeded")
    execution = console.client.list_executions(
        stateMachineArn=f"arn:aws:states:us-east-1:123456789012:stateMachine:{workflow}"
    )["executions"][0]
    started = json.loads(console.client.describe_execution(executionArn=execution["executionArn"])["input"])
    shown["policy"] = "by-form"
    assert started == shown


def test_redriving_a_failed_execution(console, page, pictures):
    client = console.client
    machine = client.create_state_machine(name="fragile", definition=json.dumps(FRAGILE), roleArn=ROLE)
    started = client.start_execution(stateMachineArn=machine["stateMachineArn"], name="once", input="{}")
    page.goto(f"{console.url}/?machine={machine['stateMachineArn']}")
    page.get_by_role("link", name="once").click()
    expect(page.locator("#head .status")).to_have_text("Failed")
    expect(state_node(page, "Ask")).to_have_attribute("data-status", "failed")
    expect(page.locator("#panel-error")).to_contain_text("ActivityDoesNotExist")
    page.screenshot(path=pictures / "failed.png", full_page=True)

    client.create_activity(name="ask")
    page.click("#redrive")
    expect(page.locator("#head .status")).to_have_text("Running")
    expect(state_node(page, "Ask")).to_have_attribute("data-status", "running")
    expect(page.locator("#connection")).to_have_text("live")
    page.screenshot(path=pictures / "running.png", full_page=True)
    task = client.get_activity_task(activityArn="arn:aws:states:us-east-1:123456789012:activity:ask")
    client.send_task_success(taskToken=task["taskToken"], output='{"answer": 42}')
    expect(page.locator("#head .status")).to_have_text("Succeeded")
    expect(state_node(page, "Ask")).to_have_attribute("data-status", "succeeded")
    assert json.loads(page.locator("#panel-output pre").inner_text()) == {"answer": 42}
    page.screenshot(path=pictures / "redriven.png", full_page=True)
    assert client.describe_execution(executionArn=started["executionArn"])["redriveCount"] == 1


def test_stopping_an_execution(console, page):
    client = console.client
    client.create_activity(name="ask")
    machine = client.create_state_machine(name="fragile", definition=json.dumps(FRAGILE), roleArn=ROLE)
    page.goto(f"{console.url}/start?machine={machine['stateMachineArn']}")
    assert page.locator("#policy-form").count() == 0
    page.fill("#input", '{"a": "<b>&amp;</b>"}')
    page.click("#start-json")
    page.wait_for_url("**/executions/*")
    expect(page.locator("#stop")).to_be_visible()
    page.click("#stop")
    expect(page.locator("#head .status")).to_have_text("Aborted")
    expect(state_node(page, "Ask")).to_have_attribute("data-status", "aborted")
    page.goto(page.url + "?state=Prepare")
    assert json.loads(page.locator("#panel-input pre").inner_text()) == {"a": "<b>&amp;</b>"}


def test_a_waiting_activity_worker_does_not_keep_the_server(tmp_path):
    console = Console(tmp_path)
    activity = console.client.create_activity(name="idle")["activityArn"]
    with concurrent.futures.ThreadPoolExecutor() as pool:
        poll = pool.submit(console.client.get_activity_task, activityArn=activity)
        time.sleep(1)
        assert not poll.done()
        # Waits ten seconds at most; the poll alone would last for a minute.
        console.stop()
        assert "taskToken" not in poll.result(timeout=10)


def test_what_is_wrong_with_an_input_is_told(console, page):
    page.goto(f"{console.url}/start")
    page.fill("#input", "{no")
    with page.expect_response("**/executions") as answer:
        page.click("#start-json")
    assert answer.value.status == 400
    expect(page.get_by_role("alert")).to_contain_text("Invalid")
    assert page.locator("#input").input_value() == "{no"
    assert page.locator("#policy").input_value() != ""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_it_looks_right(console, browser, pictures, width, scheme):
    context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme)
    page = context.new_page()
    pages = {"list": "/", "start": "/start", "execution": "/executions/1", "step": "/executions/1?event=12"}
    for name, path in pages.items():
        page.goto(console.url + path)
        page.wait_for_timeout(150)
        page.screenshot(path=pictures / f"{name}-{width}-{scheme}.png", full_page=True)
        overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 0, f"{name} is {overflow} px too wide"
        unnamed = page.evaluate(
            """[...document.querySelectorAll('a, button, select, input:not([type=hidden]), textarea')]
               .filter(e => !(e.getAttribute('aria-label') || e.textContent.trim() || e.labels?.length)).length"""
        )
        assert unnamed == 0
    context.close()


def post(console, path, **headers):
    request = urllib.request.Request(console.url + path, data=b"machine=x", headers=headers, method="POST")
    try:
        return urllib.request.urlopen(request, timeout=5).status
    except urllib.error.HTTPError as error:
        return error.code


@pytest.mark.parametrize("path", ["/nothing", "/executions/none", "/executions/99999", "/executions/1/nothing"])
def test_what_is_not_there_is_told_on_a_page(console, path):
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(console.url + path, timeout=5)
    assert refused.value.code == 404
    assert "404 Not Found" in refused.value.read().decode()
    assert "default-src 'none'" in refused.value.headers["Content-Security-Policy"]


def test_other_sites_cannot_use_it(console):
    own = console.url
    assert post(console, "/executions") == 403
    assert post(console, "/executions", Origin="http://evil.example") == 403
    assert post(console, "/executions/1/stop", Origin="http://evil.example") == 403
    assert post(console, "/executions", Origin=own, **{"Sec-Fetch-Site": "cross-site"}) == 403
    assert post(console, "/executions", Origin=own) == 400
    foreign = urllib.request.Request(own + "/", headers={"Host": "evil.example"})
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(foreign, timeout=5)
    assert refused.value.code in (400, 403, 421)
    headers = urllib.request.urlopen(own + "/", timeout=5).headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
