"""A scheduler and a worker, started by their commands with TLS, answer what this process would."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from click.testing import CliRunner
from polars.testing import assert_frame_equal

from data.cli.main import main
from data.monitoring import metrics
from data.services import cluster, cluster_work, track_record
from data.services.cluster import Task
from data.services.cluster_work import StoreAt
from data.store.database import Store, open_store
from domain import analysis
from domain.question import Question
from domain.scoring.evidence import EVIDENCE_SEED
from tests.browser.server import free_port
from tests.data.certificates import certificates


@pytest.fixture(scope="module")
def nodes(made_demo, tmp_path_factory) -> Iterator[tuple[dict[str, str], str, subprocess.Popen]]:
    """The settings of a cluster, the address of its store (the demo), and its worker."""
    folder = tmp_path_factory.mktemp("cluster")
    shutil.copy(made_demo, folder / "own.sqlite")
    settings = certificates(folder / "tls") | {"BLOKWIJZER_CLUSTER": f"tls://127.0.0.1:{free_port()}"}
    url = f"sqlite:///{folder / 'own.sqlite'}"
    environment = os.environ | settings | {"BLOKWIJZER_LOCAL": str(folder)}
    environment.pop("BLOKWIJZER_LOG", None)
    with (folder / "log").open("w") as log:
        started = [
            subprocess.Popen([sys.executable, "-m", "data", *words], env=environment, stdout=log, stderr=log)
            for words in (["scheduler"], ["--database", url, "worker", "--threads", "1"])
        ]
        yield settings, url, started[1]
        for each in reversed(started):
            each.send_signal(signal.SIGTERM)
        written = (folder / "log").read_text()
        assert [each.wait(20) for each in started] in ([0, 0], [0, -signal.SIGKILL]), written
    assert "Compute Failed" in written
    assert "Question" not in written, "the log says what was asked"


@pytest.fixture
def own(nodes, monkeypatch) -> Iterator[Store]:
    """The store of a server with this cluster."""
    for name, value in nodes[0].items():
        monkeypatch.setenv(name, value)
    store = open_store(nodes[1])
    yield store
    store.close()
    cluster.forget()


def answered(where: str) -> float:
    return metrics.CLUSTER_ANSWERS.labels(where)._value.get()


def not_here():
    raise AssertionError("was worked out in this process")


def test_a_worker_answers_what_this_process_would(own, nodes, demo_snapshot):
    until, who = time.monotonic() + 180, None
    while who is None:  # the two processes are starting
        assert time.monotonic() < until, cluster.state()
        cluster.forget()
        who = cluster.answer(lambda: Task(os.getpid, ()), own, lambda: None)
        time.sleep(0.1)
    assert who == nodes[2].pid
    question, at = Question(months=24), StoreAt(own, own.versions())
    placed = cluster_work.placed_reports(at, ())
    assert_frame_equal(placed.places.areas, demo_snapshot.areas)
    found, here = cluster_work.evidence(at, not_here, question), analysis.evidence(demo_snapshot, question)
    assert_frame_equal(found.units, here.units)
    assert (found.draws == here.draws).all()
    emerging = analysis.emerging_clusters(demo_snapshot, question, seed=EVIDENCE_SEED)
    assert_frame_equal(cluster_work.emerging_clusters(at, not_here, question), emerging)
    as_of = track_record.emerging_ends(demo_snapshot)[-1]
    messages = track_record.look_back_at_emerging(own, demo_snapshot, as_of)
    assert cluster_work.emerged(at, not_here, as_of) == messages
    end = track_record.ends(demo_snapshot)[-1]
    quarter = cluster_work.past_quarter(at, not_here, end, (), (track_record.projects_of(own),))
    assert quarter.as_of == end
    assert quarter.first.height


def test_a_worker_works_for_no_version_that_the_store_does_not_have_any_more(own, demo_snapshot):
    before = {**own.versions(), "data": 0}
    here = answered("process")
    cluster_work.emerging_clusters(StoreAt(own, before), lambda: demo_snapshot, Question())
    assert answered("process") == here + 1
    assert cluster.state() == {"cluster": "ok"}


def test_who_has_no_certificate_of_the_clusters_authority_is_not_let_in(own, monkeypatch, tmp_path):
    for name, value in certificates(tmp_path / "other").items():
        if name != "BLOKWIJZER_CLUSTER_CA":
            monkeypatch.setenv(name, value)
    monkeypatch.setattr(cluster, "SCHEDULER_SECONDS", 1)
    here = answered("process")
    cluster_work.placed_reports(StoreAt(own, own.versions()), ())
    assert answered("process") == here + 1
    assert cluster.state()["cluster_reason"] == "no-connection"


def test_with_tls_the_scheduler_listens_on_every_address_of_its_machine(own, nodes):
    """Debian leads a machine's own name to 127.0.1.1, where no other machine comes."""
    if sys.platform != "linux":
        pytest.skip("only Linux has all of 127.0.0.0/8")
    port = int(nodes[0]["BLOKWIJZER_CLUSTER"].rpartition(":")[2])
    socket.create_connection(("127.0.1.1", port), timeout=5).close()


def test_where_the_last_worker_dies_the_process_goes_on(own, nodes, demo_snapshot, monkeypatch):
    monkeypatch.setattr(cluster, "LOOK_SECONDS", 0.2)
    at = StoreAt(own, own.versions())
    cluster_work.placed_reports(at, ())
    assert cluster.state() == {"cluster": "ok"}
    nodes[2].kill()
    here = answered("process")
    cluster_work.emerging_clusters(at, lambda: demo_snapshot, Question(status="closed"))
    assert answered("process") == here + 1
    assert cluster.state() == {"cluster": "no answer", "cluster_reason": "no-worker"}


@pytest.mark.parametrize("command", ["scheduler", "worker"])
@pytest.mark.usefixtures("restored_logging")
def test_a_command_without_a_cluster_says_what_is_missing(command, tmp_path, monkeypatch):
    monkeypatch.delenv("BLOKWIJZER_CLUSTER", raising=False)
    monkeypatch.setenv("BLOKWIJZER_LOCAL", str(tmp_path))
    result = CliRunner().invoke(main, [command])
    assert result.exit_code == 1
    assert "BLOKWIJZER_CLUSTER names no cluster." in result.output
