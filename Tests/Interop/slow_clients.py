"""Clients that send slowly, stop in the middle, or take nothing of their answers: the others must not notice."""

import socket
import time

import requests

from checks import KEY, equal, main, sample, serving

HEAD = (
    "POST /v1/images/variations HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {key}\r\n"
    "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: {length}\r\n"
)


def connect(server):
    return socket.create_connection(("127.0.0.1", server.port), timeout=60)


def vary(server):
    """The seconds that an ordinary client waits."""
    began = time.monotonic()
    with open(sample("cat.png"), "rb") as image:
        answer = requests.post(
            server.base + "/images/variations", files={"image": image}, timeout=60,
            data={"size": "256x256", "response_format": "b64_json"}, headers={"Authorization": f"Bearer {KEY}"})
    equal((answer.status_code, len(answer.json()["data"])), (200, 1))
    return time.monotonic() - began


def form(fields, picture):
    parts = [f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
             for name, value in fields.items()]
    return b"".join(parts) + b'--b\r\nContent-Disposition: form-data; name="image"\r\n\r\n' + picture + b"\r\n--b--\r\n"


def check_half_open_connections(server):
    usual = vary(server)
    # Said nothing; a part of a head; a head; a part of a body.
    beginnings = [b"", b"POST /v1/images/var", HEAD.format(key=KEY, length=9000).encode(),
                  (HEAD.format(key=KEY, length=9000) + "\r\n--b\r\nContent-Disposition: ").encode()]
    held = []
    for number in range(300):
        connection = connect(server)
        connection.sendall(beginnings[number % 4])
        held.append(connection)
    for _ in range(3):
        assert vary(server) < usual + 10
        for connection in held[1::4]:
            connection.sendall(b"i")
    for connection in held:
        connection.close()
    vary(server)


def check_answers_that_nobody_takes(server):
    usual = vary(server)
    request = form({"n": "4", "size": "1024x1024", "response_format": "b64_json"}, open(sample("hills.png"), "rb").read())
    head = HEAD.format(key=KEY, length=len(request)) + "\r\n"
    held = []
    for _ in range(2):
        connection = connect(server)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.sendall(head.encode() + request)
        held.append(connection)
    for connection in held:
        # The answer has begun, so the work is done; the rest stays where it is.
        assert connection.recv(100).startswith(b"HTTP/1.1 200 OK")
    assert vary(server) < usual + 10
    for connection in held:
        connection.close()


def check_more_connections_than_it_takes(server):
    # What is too many waits, and comes in when others have gone.
    held = [connect(server) for _ in range(1200)]
    for connection in held[:400]:
        connection.close()
    vary(server)
    for connection in held:
        connection.close()


def check_fewer_files_than_connections(_):
    with serving(open_files=200) as server:
        held = [connect(server) for _ in range(300)]
        for connection in held[:200]:
            connection.close()
        vary(server)
        for connection in held:
            connection.close()
        vary(server)

main()
