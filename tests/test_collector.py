import gc

import pytest

from kg.collector import paused, settled


def test_the_collector_is_held_back_and_let_go_again():
    def fails() -> None:
        with paused():
            found.append(gc.isenabled())
            raise KeyError

    found: list[bool] = []
    with pytest.raises(KeyError):
        fails()
    assert found == [False]
    assert gc.isenabled()


def test_a_collector_that_was_off_stays_off():
    gc.disable()
    try:
        with paused(), paused():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_what_has_been_read_is_spared():
    try:
        before = gc.get_freeze_count()
        held = [[number] for number in range(100)]
        settled()
        assert gc.get_freeze_count() >= before + len(held)
        assert gc.isenabled()
    finally:
        gc.unfreeze()
