"""Secrets that must never be seen again: made, planted, and looked for.

canaries.py plant FOLDER     writes canaries.json, environment.sh, checkout.envctl, service.yaml,
                             lines/NN.txt (what services print) and names.txt into FOLDER
canaries.py look FOLDER PATH…  prints where one of them is found in these files and folders; exit 1
canaries.py count FOLDER     how many there are
"""

import base64
import json
import pathlib
import random
import string
import sys
import urllib.parse

CHANCE = random.Random(20261128)
LETTERS = string.ascii_letters + string.digits


def word(length, alphabet=LETTERS):
    return "".join(CHANCE.choice(alphabet) for _ in range(length))


def segment(length):
    return base64.urlsafe_b64encode(word(length).encode()).decode().rstrip("=")


def pem():
    body = [base64.b64encode(word(48).encode()).decode() for _ in range(3)]
    return "\n".join(["-----BEGIN PRIVATE KEY-----", *body, "-----END PRIVATE KEY-----"])


# What everybody can tell by its form, wherever it stands: name, the text, the part that must be gone.
def shaped():
    def of(kind, text, part=None):
        return {"kind": kind, "text": text, "part": part or text}

    password = word(14)
    connection = word(16)
    yield of("aws", "AKIA" + word(16, string.ascii_uppercase + string.digits))
    yield of("github", "ghp_" + word(36))
    yield of("slack", "xoxb-" + word(12, string.digits) + "-" + word(24))
    yield of("stripe", "sk_live_" + word(24))
    yield of("jwt", "eyJhbGciOiJIUzI1NiJ9." + segment(30) + "." + segment(32))
    yield of("url", f"postgres://app:{password}@db.example:5432/shop", password)
    yield of("connection", f"Server=db;User Id=sa;Password={connection};Timeout=3", connection)


# What only its owner knows to be secret: it was given under a name that says so.
def owned():
    yield "generated", word(24)
    yield "quotes", f"it's \"{word(10)}\" & <{word(4)}>"
    yield "percent", f"100%{word(9)}/+=?{word(3)}%41"
    yield "unicode", f"pässwörd-{word(8)}-Zoë-日本"
    yield "backslash", f"back\\{word(8)}\\n{word(4)}"
    yield "lines", f"first {word(12)}\nsecond {word(12)}\nthird {word(12)}"
    yield "dollar", f"${word(6).lower()}`{word(6)}`!{word(5)}#7"


def json_ascii(text):
    return json.dumps(text)[1:-1]


ENCODINGS = {
    "plain": lambda text: text,
    "url": lambda text: urllib.parse.quote(text, safe=""),
    "form": urllib.parse.quote_plus,
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "base64, shifted": lambda text: base64.b64encode(("x" + text).encode()).decode(),
    "base64, shifted twice": lambda text: base64.b64encode(("xy" + text).encode()).decode(),
    "base64, safe": lambda text: base64.urlsafe_b64encode(text.encode()).decode(),
    "hex": lambda text: text.encode().hex(),
    "hex, capitals": lambda text: text.encode().hex().upper(),
    "json": json_ascii,
    "json, unicode": lambda text: json.dumps(text, ensure_ascii=False)[1:-1],
    "shell": lambda text: "'" + text.replace("'", "'\\''") + "'",
    "xml": lambda text: text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;"),
}


def canaries():
    """Every one: where it is planted, how it stands there, and what must never be found."""
    found = []

    def add(place, kind, encoding, text, needles):
        needles = [needle for needle in needles if len(needle) >= 8]
        found.append(
            {"place": place, "kind": kind, "encoding": encoding, "text": text, "needles": needles}
        )

    # Each place has owned values of its own; service output repeats all of them in each encoding.
    for place in ["environment", "checkout", "yaml"]:
        for kind, text in owned():
            lines = text.split("\n")
            add(place, kind, "plain", text, lines if len(lines) > 1 else [text])
            for encoding, encode in ENCODINGS.items():
                encoded = encode(text)
                pieces = encoded.split("\n")
                add("output", kind, encoding, encoded, pieces if len(pieces) > 1 else [encoded])
    for place in ["environment", "output", "name", "command", "crash"]:
        for canary in shaped():
            add(place, canary["kind"], "plain", canary["text"], [canary["part"]])
            if place == "output":
                for encoding in ["url", "base64", "hex", "json"]:
                    encode = ENCODINGS[encoding]
                    text = encode(canary["text"])
                    add("output", canary["kind"], encoding, text, [text])
    add("output", "pem", "plain", block := pem(), block.split("\n")[1:-1])
    return found


def shell(text):
    return "'" + text.replace("'", "'\\''") + "'"


def of(all_canaries, place):
    return [canary for canary in all_canaries if canary["place"] == place]


def plant(folder):
    folder.mkdir(parents=True, exist_ok=True)
    everything = canaries()
    (folder / "canaries.json").write_text(json.dumps(everything, ensure_ascii=False, indent=1))
    environment = [
        f"export CANARY_{number}_PASSWORD={shell(canary['text'])}"
        for number, canary in enumerate(of(everything, "environment"))
    ]
    (folder / "environment.sh").write_text("\n".join(environment) + "\n")
    yaml = [
        f"      YAML_{number}_SECRET: {json.dumps(canary['text'].replace('$', '$$'))}"
        for number, canary in enumerate(of(everything, "yaml"))
    ]
    (folder / "service.yaml").write_text("\n".join(yaml) + "\n")
    checkout = [
        f"ENVCTL_SERVICES__TALKER__ENV__FILE_{number}_TOKEN={quoted(canary['text'])}"
        for number, canary in enumerate(of(everything, "checkout"))
    ]
    (folder / "checkout.envctl").write_text("\n".join(checkout) + "\n")
    for place in ["name", "command"]:
        texts = [canary["text"] for canary in of(everything, place)]
        (folder / f"{place}s.txt").write_text("\n".join(texts) + "\n")
    lines = folder / "lines"
    lines.mkdir(exist_ok=True)
    spoken = of(everything, "output") + of(everything, "crash")
    # A failure quotes the last twenty lines.
    batches, size = [], 0
    for canary in spoken:
        height = canary["text"].count("\n") + 1
        if not batches or size + height > 18:
            batches.append([])
            size = 0
        batches[-1].append(canary["text"])
        size += height
    for number, batch in enumerate(batches):
        (lines / f"{number:02}.txt").write_text("\n".join(batch) + "\n")


def quoted(text):
    """A value of .envctl: in double quotes with the escapes that it knows."""
    return json.dumps(text, ensure_ascii=False).replace("$", "\\$").replace("`", "\\`")


def files(paths):
    for path in map(pathlib.Path, paths):
        yield from (entry for entry in path.rglob("*") if entry.is_file()) if path.is_dir() else [path]


def look(folder, paths):
    everything = json.loads((folder / "canaries.json").read_text())
    needles = [
        (needle.encode(), canary) for canary in everything for needle in canary["needles"]
    ]
    hits = 0
    for path in files(paths):
        content = path.read_bytes()
        for needle, canary in needles:
            place = content.find(needle)
            if place < 0:
                continue
            hits += 1
            around = content[max(0, place - 60) : place + len(needle) + 20]
            print(f"{path}: {canary['place']}, {canary['kind']}, {canary['encoding']}: {around!r}")
    return hits


def main(words):
    if words[0] == "plant":
        plant(pathlib.Path(words[1]))
    elif words[0] == "count":
        print(len(json.loads((pathlib.Path(words[1]) / "canaries.json").read_text())))
    elif words[0] == "look":
        sys.exit(1 if look(pathlib.Path(words[1]), words[2:]) else 0)


main(sys.argv[1:])
