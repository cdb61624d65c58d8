"""What a round is made of: the components, and how they are wired."""

from world import PYTHON, SERVICE


class Situation:
    """A random set of components; `text` is its envctl.yaml."""

    def __init__(self, random, folder):
        self.random, self.folder = random, folder
        self.requirements, self.services = {}, {}
        if random.random() < 0.7:
            self.requirements["redis"] = "settings: { appendfsync: always }"
        if random.random() < 0.5:
            self.requirements["postgres"] = "database: app"
        self.add_services()

    def add_services(self):
        random = self.random
        count = random.randint(0 if self.requirements else 1, 3)
        for name in ("api", "web", "worker")[:count]:
            self.services[name] = self.service(name)

    def service(self, name):
        """The lines of one service; it may need whatever was made before it."""
        random = self.random
        port = random.randint(20000, 29999)
        command, ready = random.choice([
            ("serve ${port}", "http: /healthz"),
            ("serve ${port}", "tcp: true"),
            ("slow ${port} 0.2", "http: /healthz"),
            ("stubborn ${port}", "http: /healthz"),
            (f"family ${{port}} {self.folder}/pids-${{project}}-{name}", "http: /healthz"),
            ("count", 'log: "^1$"'),
        ])
        lines = [f"command: {PYTHON} {SERVICE} {command}", f"ready: {{ {ready} }}"]
        if "port" in command:
            lines.append(f"port: {port}")
        lines.append("stop: { timeout: 300ms }")
        if random.random() < 0.3:
            lines.append("prepare: sleep 0.15")
        earlier = [*self.requirements, *self.services]
        needs = random.sample(earlier, random.randint(0, len(earlier)))
        words = [f"{{ name: {one}, restart: {random.choice(['true', 'false'])} }}" for one in needs]
        lines.append(f"needs: [{', '.join(words)}]")
        return lines

    @property
    def components(self):
        return [*self.requirements, *self.services]

    @property
    def text(self):
        lines = ["version: 1"]
        if self.requirements:
            lines.append("requirements:")
            lines += [f"  {name}: {{ {value} }}" for name, value in self.requirements.items()]
        if self.services:
            lines.append("services:")
        for name, words in self.services.items():
            lines += [f"  {name}:", *(f"    {word}" for word in words)]
        return "\n".join(lines) + "\n"
