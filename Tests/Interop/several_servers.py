"""Three servers behind Debian's haproxy, and its nginx where that is installed, sharing one folder for pictures.

The proxies' settings are the examples of the documentation, with other addresses.
"""

import contextlib
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time

import requests

from checks import KEY, PROGRAM, ROOT, equal, sample, serving, size_of

GUIDE = ROOT / "Sources/RiffleServer/RiffleServer.docc/ServingATeam.md"


def example(kind):
    """A fenced block of the guide."""
    return re.search(rf"```{kind}\n(.*?)```", GUIDE.read_text(), re.S)[1]


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


@contextlib.contextmanager
def proxy(name, servers, port, folder):
    """The guide's example of a proxy in front of these servers, as ordinary user."""
    addresses = iter(server.port for server in servers)
    text = re.sub(r"127\.0\.0\.1:879[1-3]", lambda _: f"127.0.0.1:{next(addresses)}", example(name))
    text = re.sub(r"(listen|bind) \S*443 ssl[^\n;]*", rf"\1 127.0.0.1:{port}", text)
    text = re.sub(r"\n\s*ssl_certificate\S* .*", "", text)
    file = pathlib.Path(folder, name + ".conf")
    if name == "haproxy":
        file.write_text(text)
        check, run = ["haproxy", "-c", "-f", str(file)], ["haproxy", "-f", str(file)]
    else:
        file.write_text(
            f"daemon off; master_process off; pid {folder}/nginx.pid; error_log stderr; events {{}}\n"
            f"http {{ access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;\n"
            f"fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;\n{text}}}\n")
        check, run = ["nginx", "-t", "-e", "stderr", "-c", str(file)], ["nginx", "-e", "stderr", "-c", str(file)]
    outcome = subprocess.run(check, capture_output=True, text=True)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    process = subprocess.Popen(run, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        # Whoever runs the checks may have blocked the signals that ask.
        process.kill()
        process.wait()


def vary(origin, **more):
    with open(sample("cat.png"), "rb") as image:
        return requests.post(
            origin + "/v1/images/variations", files={"image": image}, data={"size": "256x256", **more.pop("data", {})},
            headers={"Authorization": f"Bearer {KEY}", **more}, timeout=120)


def made_by(server):
    text = requests.get(server.origin + "/metrics", headers={"Authorization": f"Bearer {KEY}"}).text
    return int(re.search(r"^riffle_pictures_total (\d+)", text, re.M)[1])


def check(name, folder):
    with contextlib.ExitStack() as stack:
        shared = os.path.join(folder, f"files-{name}")
        servers = [stack.enter_context(serving("--files", shared, "--behind-proxy")) for _ in range(3)]
        origin = stack.enter_context(proxy(name, servers, free_port(), folder))
        # Until each has had its turn; then any of them answers for the pictures of all.
        urls = []
        for _ in range(50):
            urls.append(vary(origin).json()["data"][0]["url"])
            if all(made_by(server) > 0 for server in servers):
                break
        assert len(urls) < 50, [made_by(server) for server in servers]
        assert all(url.startswith(origin + "/files/") for url in urls), urls
        for url in urls:
            for server in servers:
                equal(size_of(requests.get(url.replace(origin, server.origin)).content), (256, 256))
            equal(requests.get(url).status_code, 200)
        # Their time is that of the file: whoever is asked, and whoever made it.
        old = time.time() - 3601
        os.utime(os.path.join(shared, urls[0].split("/")[-1]), (old, old))
        equal({requests.get(urls[0].replace(origin, server.origin)).status_code for server in servers}, {404})
        # A repeated request goes where the first one went, by its name.
        before = sum(made_by(server) for server in servers)
        seeds = {vary(origin, **{"Idempotency-Key": "one"}).headers["x-riffle-seed"] for _ in range(4)}
        equal((len(seeds), sum(made_by(server) for server in servers) - before), (1, 1))
        # Streams pass as they come, and larger uploads too.
        answer = vary(origin, data={"stream": "true", "partial_images": "1"})
        equal(answer.headers["content-type"], "text/event-stream")
        assert answer.text.count("event: image_variation.completed") == 1
        plain = vary(origin, **{"X-Forwarded-Proto": "https"}).json()["data"][0]["url"]
        assert plain.startswith("http://"), plain
        # One ends: nobody is told.
        equal(servers[0].end(), 0)
        equal({vary(origin).status_code for _ in range(4)}, {200})


def check_unit(folder):
    """The example of a systemd unit, where there is systemd to say whether it is one."""
    if not shutil.which("systemd-analyze"):
        return print("systemd is not installed, so its unit is not verified")
    file = pathlib.Path(folder, "riffle@8791.service")
    file.write_text(example("ini").replace("/usr/local/bin/riffle", PROGRAM))
    outcome = subprocess.run(["systemd-analyze", "verify", file], capture_output=True, text=True)
    equal((outcome.returncode, outcome.stderr), (0, ""))


def main():
    failures = 0
    with tempfile.TemporaryDirectory(prefix="riffle-proxies-") as folder:
        try:
            check_unit(folder)
        except Exception as error:
            failures += 1
            print(f"FAIL systemd unit: {' '.join(str(error).split())[:600]}")
        for name in ["haproxy", "nginx"]:
            if not shutil.which(name):
                print(f"{name} is not installed, so its example is not tried")
                failures += name == "haproxy" and not print("FAIL haproxy: it is not installed: sh .ci/packages test")
                continue
            try:
                check(name, folder)
            except Exception as error:
                failures += 1
                print(f"FAIL {name}: {type(error).__name__}: {' '.join(str(error).split())[:600]}")
    sys.exit(1 if failures else 0)


main()
