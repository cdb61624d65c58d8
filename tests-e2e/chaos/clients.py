"""Small clients of PostgreSQL and Redis: just enough to write and to read back."""

import base64
import hashlib
import hmac
import os
import socket
import struct


class Redis:
    """One connection; every call raises OSError where the server does not do what was asked."""

    def __init__(self, port, password):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=5)
        self.stream = self.socket.makefile("rwb")
        self.call("AUTH", password)

    def call(self, *words):
        self.stream.write(b"*%d\r\n" % len(words))
        for word in words:
            data = str(word).encode()
            self.stream.write(b"$%d\r\n%s\r\n" % (len(data), data))
        self.stream.flush()
        return self.answer()

    def answer(self):
        line = self.stream.readline()
        if not line.endswith(b"\r\n"):
            raise OSError("redis closed the connection")
        kind, rest = line[:1], line[1:-2].decode()
        if kind == b"-":
            raise OSError(f"redis: {rest}")
        if kind == b"*":
            return [self.answer() for _ in range(int(rest))]
        if kind == b"$":
            return None if rest == "-1" else self.stream.read(int(rest) + 2)[:-2].decode()
        return rest

    def write(self, number):
        self.call("SET", f"chaos:{number}", number)

    def numbers(self):
        return {int(key.partition(":")[2]) for key in self.call("KEYS", "chaos:*")}

    def close(self):
        self.socket.close()


class Postgres:
    """One connection by the wire protocol, with SCRAM-SHA-256; raises OSError like the other."""

    def __init__(self, port, password, user="app", database="app"):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=5)
        self.stream = self.socket.makefile("rb")
        words = f"user\0{user}\0database\0{database}\0\0".encode()
        body = struct.pack("!i", 196608) + words
        self.socket.sendall(struct.pack("!i", len(body) + 4) + body)
        self.authenticate(password)
        self.rows_until_ready()
        self.query("create table if not exists chaos (n bigint primary key)")

    def send(self, kind, body):
        self.socket.sendall(kind + struct.pack("!i", len(body) + 4) + body)

    def message(self):
        head = self.stream.read(5)
        if len(head) < 5:
            raise OSError("postgres closed the connection")
        kind, length = head[:1], struct.unpack("!i", head[1:])[0]
        body = self.stream.read(length - 4)
        if kind == b"E":
            fields = dict((part[:1], part[1:]) for part in body.split(b"\0") if part)
            raise OSError(f"postgres: {fields.get(b'M', b'?').decode()}")
        return kind, body

    def authenticate(self, password):
        _, body = self.message()
        if struct.unpack("!i", body[:4])[0] == 0:
            return
        nonce = base64.b64encode(os.urandom(18)).decode()
        bare = f"n=,r={nonce}"
        first = b"n,," + bare.encode()
        self.send(b"p", b"SCRAM-SHA-256\0" + struct.pack("!i", len(first)) + first)
        server = self.message()[1][4:].decode()
        parts = dict(part.split("=", 1) for part in server.split(","))
        salted = hashlib.pbkdf2_hmac(
            "sha256", password.encode(), base64.b64decode(parts["s"]), int(parts["i"])
        )
        final = f"c=biws,r={parts['r']}"
        text = f"{bare},{server},{final}".encode()
        key = hmac.digest(salted, b"Client Key", "sha256")
        signature = hmac.digest(hashlib.sha256(key).digest(), text, "sha256")
        proof = base64.b64encode(bytes(a ^ b for a, b in zip(key, signature))).decode()
        self.send(b"p", f"{final},p={proof}".encode())
        self.message()

    def rows_until_ready(self):
        rows = []
        while True:
            kind, body = self.message()
            if kind == b"Z":
                return rows
            if kind == b"D":
                rows.append(body[6:].decode())

    def query(self, text):
        self.send(b"Q", text.encode() + b"\0")
        return self.rows_until_ready()

    def write(self, number):
        self.query(f"insert into chaos values ({number})")

    def numbers(self):
        return {int(row) for row in self.query("select n from chaos")}

    def close(self):
        self.socket.close()
