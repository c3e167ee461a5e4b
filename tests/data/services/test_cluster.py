"""Answers come from a worker where a cluster is named and answers, and else from this process."""

import logging
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import dask
import pytest
from distributed import LocalCluster, get_worker
from polars.testing import assert_frame_equal

from data.monitoring import metrics
from data.services import cluster, cluster_work, cluster_worker
from data.services.cluster import Task, answer, resource
from data.services.cluster_address import cluster as named_cluster
from data.services.cluster_nodes import run_scheduler
from data.services.cluster_worker import run_worker
from data.store.database import Store
from domain.errors import WrongValue
from domain.planning.plan import gain_curve, plan
from tests.data.certificates import certificates
from tests.domain.planning.made import job, problem

HERE, THERE = "here", "worker"
called: list[str] = []
may_end = threading.Event()


def worked(name: str) -> str:
    """Work that says who did it; it waits until it may end."""
    called.append(get_worker().name)
    may_end.wait(10)
    return f"{THERE} {name}"


def failing() -> str:
    raise ValueError("wrong")


def newer() -> str:
    raise cluster.NewerData


@pytest.fixture
def own(empty_store) -> Iterator[Store]:
    from data.store.database import open_store

    store = open_store(f"sqlite:///{empty_store}")
    yield store
    store.close()


@pytest.fixture(autouse=True)
def _none_before(monkeypatch) -> Iterator[None]:
    called.clear()
    may_end.set()
    monkeypatch.setattr(cluster, "LOOK_SECONDS", 0.2)
    yield
    cluster.forget()


@contextmanager
def running(monkeypatch, workers: int = 1, has: str | None = None, port: int = 0) -> Iterator[LocalCluster]:
    """A cluster in this process. ``has``: the resource of its workers."""
    with (
        dask.config.set({"distributed.comm.timeouts.connect": "1s"}),
        LocalCluster(
            n_workers=workers,
            threads_per_worker=2,
            processes=False,
            protocol="tcp",
            scheduler_port=port,
            dashboard_address="127.0.0.1:0",
            resources={has: 2} if has else None,
        ) as made,
    ):
        monkeypatch.setenv(cluster.ADDRESS, made.scheduler_address)
        yield made
        cluster.forget()


def asked(store: Store, name: str, function: Callable[..., str] = worked) -> str:
    arguments = (name,) if function is worked else ()
    return answer(lambda: Task(function, arguments), store, lambda: HERE)


def being_worked_out(store: Store) -> tuple[threading.Thread, list[str]]:
    """Who asks in another thread, when the work has begun, and where the answer comes; it waits for ``may_end``."""
    may_end.clear()
    found: list[str] = []
    thread = threading.Thread(target=lambda: found.append(asked(store, "a")))
    thread.start()
    while not called and thread.is_alive():
        thread.join(0.05)
    return thread, found


def test_without_an_address_everything_is_worked_out_here(own, monkeypatch):
    monkeypatch.delenv(cluster.ADDRESS, raising=False)
    assert asked(own, "a") == HERE
    assert cluster.state() == {}


def test_three_servers_that_ask_the_same_get_one_work_done_and_later_ones_none(own, monkeypatch):
    with running(monkeypatch, has=resource(own.url)):
        may_end.clear()
        servers = [cluster._Connection(cluster.cluster(), own.url) for _ in range(3)]
        found: list[str] = []
        threads = [
            threading.Thread(target=lambda each=each: found.append(each.answer(Task(worked, ("a",)), own.url)))
            for each in servers
        ]
        for thread in threads:
            thread.start()
        may_end.set()
        for thread in threads:
            thread.join(20)
        assert found == [f"{THERE} a"] * 3
        assert len(called) == 1
        assert asked(own, "a") == f"{THERE} a"
        assert len(called) == 1
        for each in servers:
            each.close()


def test_a_task_may_rest_on_another(own, monkeypatch):
    with running(monkeypatch, has=resource(own.url)):
        first = Task(worked, ("a",))
        assert answer(lambda: Task(worked, (first,)), own, lambda: HERE) == f"{THERE} {THERE} a"
        assert len(called) == 2


def test_a_worker_that_dies_is_asked_again(own, monkeypatch):
    with running(monkeypatch, workers=2, has=resource(own.url)) as made:
        thread, found = being_worked_out(own)
        dies = next(each for each in made.workers.values() if each.name == called[0])
        made.sync(dies.close, timeout=1, executor_wait=False)
        while len(called) < 2 and thread.is_alive():
            thread.join(0.05)
        may_end.set()
        thread.join(20)
        assert found == [f"{THERE} a"]
        assert called[0] != called[1]


def test_what_a_worker_cannot_answer_is_worked_out_here_and_the_cluster_asked_again(own, monkeypatch):
    with running(monkeypatch, has=resource(own.url)):
        assert asked(own, "", failing) == HERE
        assert asked(own, "", newer) == HERE
        assert asked(own, "a") == f"{THERE} a"
        assert cluster.state() == {"cluster": "ok"}


def test_a_plan_is_searched_for_on_a_worker(own, monkeypatch):
    asked = problem((job(0, 3), job(1, 2), job(2, 1)), apart=((0, 1),), bars=frozenset({"block:2"}))
    here = plan(asked, bound_by="leads")
    with running(monkeypatch, has=resource(own.url)):
        before = metrics.CLUSTER_ANSWERS.labels("worker")._value.get()
        found = cluster_work.plan(own, asked, "leads")
        curve = cluster_work.gain_curve(own, asked, found.gain)
        assert metrics.CLUSTER_ANSWERS.labels("worker")._value.get() == before + 2
    assert (found.chosen, found.left_out, found.gap) == (here.chosen, here.left_out, here.gap)
    assert_frame_equal(curve, gain_curve(asked, least=found.gain))


@pytest.mark.parametrize("has", [None, "other-store-0.2.0"])
def test_workers_of_another_store_are_not_asked(own, monkeypatch, has):
    with running(monkeypatch, has=has):
        assert asked(own, "a") == HERE
        assert cluster.state() == {"cluster": "no answer", "cluster_reason": "no-worker"}


def test_workers_of_another_version_of_the_program_are_not_asked(own, monkeypatch):
    with running(monkeypatch, has=f"{cluster.code_of(own.url)}-0.0.1"):
        assert asked(own, "a") == HERE
        assert cluster.state()["cluster_reason"] == "other-version"


def test_a_cluster_that_is_absent_is_said_and_asked_again_later(own, monkeypatch, caplog):
    monkeypatch.setenv(cluster.ADDRESS, "tcp://127.0.0.1:9")
    tries: list[float] = []
    connected = cluster._Connection
    monkeypatch.setattr(cluster, "_Connection", lambda *given: tries.append(1) or connected(*given))
    before = metrics.CLUSTER_ANSWERS.labels("process")._value.get()
    with caplog.at_level(logging.WARNING, "blokwijzer"):
        assert [asked(own, "a"), asked(own, "b")] == [HERE, HERE]
    assert len(tries) == 1
    said = [record for record in caplog.records if record.name == "blokwijzer"]
    assert [record.fields for record in said] == [{"reason": "no-connection"}]
    assert cluster.state() == {"cluster": "no answer", "cluster_reason": "no-connection"}
    assert metrics.CLUSTER_OK.collect()[0].samples[0].value == 0
    assert metrics.CLUSTER_ANSWERS.labels("process")._value.get() == before + 2
    monkeypatch.setattr(cluster, "AGAIN_SECONDS", 0)
    cluster._state.until = 0
    asked(own, "a")
    assert len(tries) == 2


def test_a_scheduler_that_goes_away_leaves_the_work_here(own, monkeypatch):
    with running(monkeypatch, has=resource(own.url)) as made:
        thread, found = being_worked_out(own)
        made.sync(made.scheduler.close)
        thread.join(20)
        may_end.set()
        assert found == [HERE]
        assert cluster.state()["cluster"] == "no answer"


def test_that_nothing_is_there_is_known_before_anyone_asks_and_that_it_is_back(own, monkeypatch):
    with running(monkeypatch, has=resource(own.url)) as made:
        cluster.look(own.url)
        assert cluster.state() == {"cluster": "ok"}
        assert metrics.CLUSTER_OK.collect()[0].samples[0].value == 1
        (worker,) = made.workers.values()
        made.sync(worker.close, timeout=1, executor_wait=False)
        cluster.look(own.url)
        assert cluster.state() == {"cluster": "no answer", "cluster_reason": "no-worker"}
        assert metrics.CLUSTER_OK.collect()[0].samples[0].value == 0
        assert not called
        made.scale(2)  # beside the one that ended
        made.wait_for_workers(1, timeout=20)
        assert asked(own, "a") == HERE, "a reader does not try again within a minute"
        cluster.look(own.url)
        assert cluster.state() == {"cluster": "ok"}
        assert asked(own, "a") == f"{THERE} a"


def test_a_scheduler_that_has_gone_is_told_while_nobody_asks(own, monkeypatch):
    with running(monkeypatch, has=resource(own.url)) as made:
        assert asked(own, "a") == f"{THERE} a"
        connection = cluster._state.connection
        made.close()
        until = time.monotonic() + 20
        while connection.is_open and time.monotonic() < until:
            time.sleep(0.05)
        assert cluster.state() == {"cluster": "no answer", "cluster_reason": "connection-lost"}


def test_nobody_waits_while_a_cluster_that_was_absent_is_tried_anew(own, monkeypatch):
    monkeypatch.setenv(cluster.ADDRESS, "tcp://127.0.0.1:9")
    cluster.look(own.url)
    cluster._state.until = 0
    with cluster._lock:  # as held by a thread that tries
        assert asked(own, "a") == HERE


def test_a_scheduler_that_was_restarted_is_connected_to_again(own, monkeypatch):
    with running(monkeypatch, has=resource(own.url)) as made:
        assert asked(own, "a") == f"{THERE} a"
        connection, port = cluster._state.connection, int(made.scheduler_address.rpartition(":")[2])
        made.close()
        until = time.monotonic() + 20
        while connection.is_open and time.monotonic() < until:
            time.sleep(0.05)
        with running(monkeypatch, has=resource(own.url), port=port):
            assert asked(own, "b") == f"{THERE} b"


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("tcp://10.0.0.5:8786", "It must begin with tls://"),
        ("tcp://scheduler.example.org:8786", "It must begin with tls://"),
        ("scheduler:8786", "must look like"),
        ("tls://scheduler", "must look like"),
        ("http://localhost:8786", "must look like"),
        ("tls://scheduler:8786", "BLOKWIJZER_CLUSTER_CA must name a file"),
    ],
)
def test_a_cluster_that_is_named_wrongly_is_refused_with_a_sentence(monkeypatch, address, says):
    monkeypatch.setenv(cluster.ADDRESS, address)
    with pytest.raises(WrongValue, match=says):
        cluster.cluster()


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:8786", "tcp://localhost:8786", "tcp://[::1]:8786"])
def test_this_machine_needs_no_tls(monkeypatch, address):
    monkeypatch.setenv(cluster.ADDRESS, address)
    assert cluster.cluster().address == address


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.5", "cluster.example.org", ""])
def test_without_tls_no_other_machine_reaches_a_scheduler_or_a_worker(own, monkeypatch, host):
    monkeypatch.setenv(cluster.ADDRESS, "tcp://127.0.0.1:8786")
    named = cluster.cluster()
    for start in (lambda: run_scheduler(named, host), lambda: run_worker(named, own, 1, host, 0)):
        with pytest.raises(WrongValue, match="Without TLS"):
            start()


def test_without_tls_a_worker_listens_on_this_machine_only(own, monkeypatch):
    monkeypatch.setenv(cluster.ADDRESS, "tcp://127.0.0.1:8786")
    started: list[dict[str, object]] = []
    monkeypatch.setattr("distributed.Worker", lambda *_address, **given: started.append(given))
    monkeypatch.setattr(cluster_worker, "run", lambda made: made())
    run_worker(cluster.cluster(), own, 1, None, 0)
    assert [given["host"] for given in started] == ["127.0.0.1"]


def test_whether_the_scheduler_is_there_is_asked_with_tls(monkeypatch, tmp_path):
    """Else the scheduler warns each minute of a handshake that failed, as it does of wrong certificates."""
    files = certificates(tmp_path / "tls")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=files["BLOKWIJZER_CLUSTER_CA"])
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_cert_chain(files["BLOKWIJZER_CLUSTER_CERTIFICATE"], files["BLOKWIJZER_CLUSTER_KEY"])
    with socket.create_server(("127.0.0.1", 0)) as listening, ThreadPoolExecutor() as threads:
        listening.settimeout(10)
        for name, value in (files | {cluster.ADDRESS: f"tls://127.0.0.1:{listening.getsockname()[1]}"}).items():
            monkeypatch.setenv(name, value)
        asking = threads.submit(named_cluster().reach, 5)
        with context.wrap_socket(listening.accept()[0], server_side=True) as reached:
            assert reached.getpeercert()
        asking.result()


def test_a_store_is_named_in_the_cluster_without_its_address():
    name = resource("postgresql://blokwijzer@database.example.org/blokwijzer")
    assert "example" not in name
    assert "/" not in name


def test_a_worker_may_open_the_store_as_another_user():
    code = cluster.code_of("postgresql://blokwijzer:***@database.example.org:5432/noord")
    assert cluster.code_of("postgresql://reader@database.example.org:5432/noord") == code
    assert cluster.code_of("postgresql://database.example.org:5432/noord") == code
    assert cluster.code_of("postgresql://blokwijzer@database.example.org:5432/zuid") != code
    assert cluster.code_of("postgresql:///noord?host=/run/a") != cluster.code_of("postgresql:///noord?host=/run/b")
    assert cluster.code_of("sqlite:////srv/a@b/own.sqlite") != cluster.code_of("sqlite:////srv/c@b/own.sqlite")
