"""nginx of the system's package on the very configuration that compose mounts."""

import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from tests.running import ROOT, free_port, started, wait_until

TEMPLATE = ROOT / "deploy/nginx/firstline.conf.template"
AROUND = """daemon off;
pid {folder}/pid;
error_log {folder}/error.log;
events {{ worker_connections 16384; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/firstline.conf;
}}
"""


def filled(variables: dict[str, str]) -> str:
    """The template as envsubst fills it in: only what stands in braces and capital letters."""
    return re.sub(r"\$\{([A-Z_]+)\}", lambda found: variables[found[1]], TEMPLATE.read_text())


@dataclass
class Proxy:
    """nginx in front of desks on loopback, with a certificate made for the occasion."""

    folder: Path
    desks: list[int]
    port: int = field(default_factory=free_port)
    plain_port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self.port}"

    def variables(self) -> dict[str, str]:
        """What compose gives in its environment."""
        servers = (f"server 127.0.0.1:{port} max_fails=1 fail_timeout=2s;" for port in self.desks)
        return {
            "PROXY_DESKS": " ".join(servers),
            "PROXY_RESOLVER": "",
            "PROXY_HTTP_PORT": f"127.0.0.1:{self.plain_port}",
            "PROXY_HTTPS_PORT": f"127.0.0.1:{self.port}",
            "PROXY_CERTIFICATE": f"{self.folder}/certificate.pem",
            "PROXY_CERTIFICATE_KEY": f"{self.folder}/certificate.key",
            "PROXY_BODY_LIMIT": "27m",
        }

    def start(self) -> None:
        """Starts the process and waits until it answers."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._certify()
        (self.folder / "firstline.conf").write_text(filled(self.variables()))
        (self.folder / "nginx.conf").write_text(AROUND.format(folder=self.folder))
        command = ["nginx", "-p", str(self.folder), "-c", str(self.folder / "nginx.conf")]
        with (self.folder / "output.log").open("ab") as output:
            self.process = subprocess.Popen(command, stdout=output, stderr=output)
        wait_until(self._listens, "nginx to listen", patience=60)

    def _listens(self) -> bool:
        assert self.process is not None
        if self.process.poll() is not None:
            raise RuntimeError((self.folder / "output.log").read_text())
        return (self.folder / "pid").exists() and bool((self.folder / "pid").read_text())

    def _certify(self) -> None:
        kind = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost"
        names = "-addext subjectAltName=IP:127.0.0.1 -out certificate.pem -keyout certificate.key"
        subprocess.run(
            ["openssl", *kind.split(), *names.split()],  # noqa: S607 - the system's
            cwd=self.folder,
            check=True,
            capture_output=True,
        )

    def stop(self) -> None:
        """Ends master and workers."""
        assert self.process is not None
        self.process.terminate()
        self.process.wait(timeout=20)

    def __enter__(self) -> Self:
        return started(self)

    def __exit__(self, *_: object) -> None:
        if self.process is not None and self.process.poll() is None:
            self.stop()
