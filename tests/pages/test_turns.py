"""Pages are computed a few at a time; nobody keeps a turn, whatever happens."""

from __future__ import annotations

import threading

import pytest

from pages.components import turns


def _all_free() -> bool:
    got = [turns._FREE.acquire(blocking=False) for _ in range(turns.AT_ONCE)]
    for _ in filter(None, got):
        turns._FREE.release()
    return all(got)


def test_no_more_than_a_few_at_a_time_and_all_in_the_end() -> None:
    inside: set[int] = set()
    most, lock = 0, threading.Lock()
    begun = threading.Barrier(9)

    def page(number: int) -> None:
        nonlocal most
        begun.wait(10)
        with turns.taken():
            with lock:
                inside.add(number)
                most = max(most, len(inside))
            threading.Event().wait(0.01)
            with lock:
                inside.discard(number)

    threads = [threading.Thread(target=page, args=(number,)) for number in range(9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert 1 <= most <= turns.AT_ONCE
    assert _all_free()


def test_a_page_that_fails_or_gives_its_turn_back_early_frees_it_once() -> None:
    with pytest.raises(ZeroDivisionError), turns.taken():
        raise ZeroDivisionError
    assert _all_free()
    with turns.taken():
        turns.give_back()
        assert _all_free()
        turns.give_back()
    turns.give_back()
    assert _all_free()


def test_who_waits_too_long_goes_on_and_gives_nothing_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(turns, "MOST_SECONDS", 0.01)
    held = [turns._FREE.acquire(blocking=False) for _ in range(turns.AT_ONCE)]
    assert all(held)
    with turns.taken():
        pass
    assert not turns._FREE.acquire(blocking=False)
    for _ in held:
        turns._FREE.release()
    assert _all_free()
