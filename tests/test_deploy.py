"""`deploy/`: containers that cannot do more than they must, and files that agree with the code and with one another."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from mnist_demo.classroom.set_archive import MOST_BYTES
from mnist_demo.classroom.teacher_key import TeacherKey
from mnist_demo.commands import worker
from mnist_demo.config import ROOT
from mnist_demo.ui.limits import MOST_AROUND

DEPLOY = ROOT / "deploy"
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
SERVICES: dict[str, Any] = COMPOSE["services"]
MANIFESTS = list(yaml.safe_load_all((DEPLOY / "kubernetes.yaml").read_text(encoding="utf-8")))
DEPLOYMENTS = {each["metadata"]["name"]: each["spec"] for each in MANIFESTS if each["kind"] == "Deployment"}
DOCKERFILES = {name: (DEPLOY / f"{name}.Dockerfile").read_text(encoding="utf-8") for name in ("app", "worker")}


def container_of(name: str) -> dict[str, Any]:
    (container,) = DEPLOYMENTS[name]["template"]["spec"]["containers"]
    return dict(container)


def command_of(dockerfile: str) -> list[str]:
    (command,) = re.findall(r"^CMD (\[.*\])$", dockerfile, re.MULTILINE)
    return [str(word) for word in json.loads(command)]


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_may_do_no_more_than_it_must(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] and service["cap_drop"] == ["ALL"] and not service.get("privileged")
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["mem_limit"] and service["restart"] == "unless-stopped"
    user = service.get("user") or re.findall(r"^USER (.*)$", DOCKERFILES[name], re.MULTILINE)[-1]
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", user)
    assert "healthcheck" in service or "HEALTHCHECK" in DOCKERFILES[name]


def test_services_start_in_order_and_only_the_proxy_is_reached_from_outside() -> None:
    waits = {name: list(service.get("depends_on", {})) for name, service in SERVICES.items()}
    assert waits == {"database": [], "app": ["database"], "worker": ["database"], "proxy": ["app"]}
    assert all(
        wait == {"condition": "service_healthy"}
        for service in SERVICES.values()
        for wait in service.get("depends_on", {}).values()
    )
    assert [name for name, service in SERVICES.items() if "ports" in service or "outside" in service["networks"]] == [
        "proxy"
    ]
    assert COMPOSE["networks"]["inside"] == {"internal": True}


def test_the_example_names_all_that_compose_asks_for_and_no_secret() -> None:
    asked = set(re.findall(r"\$\{(\w+)", (DEPLOY / "compose.yaml").read_text(encoding="utf-8")))
    lines = (DEPLOY / ".env.example").read_text(encoding="utf-8").splitlines()
    named = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    assert set(named) == asked and not named["DATABASE_PASSWORD"] and not named["MNIST_DRAW_TEACHER_KEY"]


@pytest.mark.parametrize("name", DEPLOYMENTS)
def test_a_pod_may_do_no_more_than_it_must(name: str) -> None:
    pod, container = DEPLOYMENTS[name]["template"]["spec"], container_of(name)
    assert pod["securityContext"]["runAsNonRoot"] and pod["securityContext"]["runAsUser"] == 10001
    assert pod["automountServiceAccountToken"] is False
    assert container["securityContext"] == {
        "readOnlyRootFilesystem": True,
        "allowPrivilegeEscalation": False,
        "capabilities": {"drop": ["ALL"]},
    }
    assert "readinessProbe" in container and container["resources"]["limits"]["memory"]
    assert {mount["name"] for mount in container["volumeMounts"]} == {volume["name"] for volume in pod["volumes"]}
    assert {mount["mountPath"] for mount in container["volumeMounts"]} == {"/data", "/tmp"}


def test_what_belongs_together_in_kubernetes_has_the_same_names() -> None:
    kinds = {each["kind"]: each for each in MANIFESTS if each["kind"] != "Deployment"}
    for name, spec in DEPLOYMENTS.items():
        assert spec["selector"]["matchLabels"] == spec["template"]["metadata"]["labels"] == {"app": name}
        assert container_of(name)["envFrom"] == [{"secretRef": {"name": kinds["Secret"]["metadata"]["name"]}}]
    assert kinds["Service"]["spec"]["selector"] == {"app": "app"}
    (rule,) = kinds["Ingress"]["spec"]["rules"]
    assert rule["http"]["paths"][0]["backend"]["service"]["name"] == kinds["Service"]["metadata"]["name"]
    (port,) = container_of("app")["ports"]
    assert kinds["Service"]["spec"]["ports"][0]["targetPort"] == port["name"]


def test_with_the_example_of_a_secret_no_app_server_starts() -> None:
    (secret,) = (each["stringData"] for each in MANIFESTS if each["kind"] == "Secret")
    with pytest.raises(ValueError, match="MNIST_DRAW_TEACHER_KEY"):
        TeacherKey.from_environment(secret)


def test_app_servers_train_nothing_and_listen_for_all() -> None:
    assert SERVICES["app"]["environment"]["MNIST_DRAW_WORKERS"] == "0"
    assert {"name": "MNIST_DRAW_WORKERS", "value": "0"} in container_of("app")["env"]
    program, command, *flags = command_of(DOCKERFILES["app"])
    assert (program, command) == ("mnist-draw", "run")
    assert flags[flags.index("--server.address") + 1] == "0.0.0.0"  # on localhost, each visitor would be the owner
    port = flags[flags.index("--server.port") + 1]
    assert f"server app:{port} resolve" in (DEPLOY / "nginx" / "servers.conf").read_text(encoding="utf-8")
    assert container_of("app")["ports"] == [{"name": "http", "containerPort": int(port)}]


def test_the_worker_is_called_as_it_can_be_and_its_health_is_read_where_it_writes() -> None:
    program, command, *flags = command_of(DOCKERFILES["worker"])
    assert (program, command) == ("mnist-draw", "worker")
    assert worker.parser().parse_args(flags).alive_file == Path("/tmp/alive")
    check = container_of("worker")["readinessProbe"]["exec"]["command"][-1]
    assert "/tmp/alive" in check and check.replace('"', '\\"') in DOCKERFILES["worker"]


@pytest.mark.parametrize("name", DOCKERFILES)
def test_an_image_gets_what_it_copies(name: str) -> None:
    allowed = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    kept = [line.removeprefix("!").rstrip("/") for line in allowed if line.startswith("!")]
    assert "*" in allowed and all(list(ROOT.glob(path)) for path in kept)
    sources = re.search(r"^COPY (requirements.*) \./$", DOCKERFILES[name], re.MULTILINE)
    assert sources and all((ROOT / source).is_file() for source in sources[1].split())
    asked = set(re.findall(r"-r (\S+)", DOCKERFILES[name])) | {"requirements.lock"}
    assert asked <= set(sources[1].split())


def test_only_the_worker_has_tensorflow() -> None:
    asked = {name: set(re.findall(r"-r (\S+)", content)) for name, content in DOCKERFILES.items()}
    assert "requirements.txt" in asked["worker"] and "requirements.txt" not in asked["app"]


def test_the_largest_file_that_the_app_takes_passes_the_proxies() -> None:
    content = (DEPLOY / "nginx" / "nginx.conf").read_text(encoding="utf-8")
    (ingress,) = (each for each in MANIFESTS if each["kind"] == "Ingress")
    sizes = re.findall(r"client_max_body_size (\d+)m;", content)
    sizes.append(ingress["metadata"]["annotations"]["nginx.ingress.kubernetes.io/proxy-body-size"].removesuffix("m"))
    assert len(sizes) == 2 and all(0 <= int(size) * 2**20 - (MOST_BYTES + MOST_AROUND) < 2**20 for size in sizes)


def test_images_are_pinned() -> None:
    images = [service["image"] for service in SERVICES.values() if "build" not in service]
    images += [container_of(name)["image"] for name in DEPLOYMENTS]
    images += re.findall(r"^FROM (\S+)", "\n".join(DOCKERFILES.values()), re.MULTILINE)
    assert images and all(re.search(r":\d", image) for image in images)
