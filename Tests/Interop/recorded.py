"""Requests of fourteen clients, recorded off the wire, sent again byte for byte. Their source: see their folder."""

import base64
import json
import socket

from checks import ROOT, equal, main, size_of


def exchange(server, request):
    with socket.create_connection(("127.0.0.1", server.port), timeout=120) as connection:
        connection.sendall(request)
        answer = b""
        while piece := connection.recv(1 << 16):
            answer += piece
    head, _, body = answer.partition(b"\r\n\r\n")
    fields = dict(line.split(": ", 1) for line in head.decode().lower().split("\r\n")[1:])
    equal(fields["content-type"], "application/json")
    equal(len(body), int(fields["content-length"]))
    return int(head.split()[1]), json.loads(body)


def check_recorded_requests(server):
    files = sorted((ROOT / "Tests/RiffleAPITests/Fixtures").glob("*.raw"))
    assert len(files) > 30, len(files)
    for file in files:
        request = file.read_bytes()
        status, answer = exchange(server, request)
        message = answer.get("error", {}).get("message")
        if "generate" in file.name:
            wanted = "This server makes pictures out of pictures, not from a prompt alone."
        elif "edit" in file.name and b'name="mask"' not in request:
            wanted = "The mask must be transparent where the image is to be edited."
        else:
            wanted = None
        equal((file.name, status, message), (file.name, 400 if wanted else 200, wanted))
        for datum in answer.get("data", []):
            if "b64_json" in datum:
                equal(size_of(base64.b64decode(datum["b64_json"]))[0] in (64, 256, 512, 1024), True)
            else:
                assert "/files/" in datum["url"], datum


# The server has to close each connection after its answer, which it does after pictures, and refusals of pictures.
main(key=None)
