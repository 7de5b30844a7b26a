"""The lock-out: five wrong passwords, growing waits, exact under parallel posts."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from guichet import lockout
from guichet.limits import TooMany
from guichet.models import Lockout

EMAIL = "john@example.ch"


@pytest.fixture
def clock():
    with time_machine.travel(timezone.now(), tick=False) as clock:
        yield clock


def fail(times: int, email: str = EMAIL) -> None:
    for _attempt in range(times):
        lockout.count_attempt(email)


@pytest.mark.django_db
def test_waits_grow_to_an_hour_and_no_further(clock):
    waits = []
    for _series in range(6):
        fail(5)
        with pytest.raises(TooMany) as caught:
            lockout.count_attempt(EMAIL)
        waits.append(caught.value.retry_after // 60)
        clock.shift(timedelta(seconds=caught.value.retry_after + 1))
    assert waits == [5, 10, 20, 40, 60, 60]


@pytest.mark.django_db
def test_all_spellings_of_an_address_share_one_row(clock):
    for spelling in ("John@Example.ch", " JOHN@example.ch ", "john@EXAMPLE.CH"):
        fail(1, spelling)
    assert Lockout.objects.get().failures == 3
    assert "john" not in Lockout.objects.get().key


@pytest.mark.django_db
def test_a_window_has_no_edge_to_wait_for(clock):
    fail(4)
    clock.shift(timedelta(minutes=14))
    fail(1)
    clock.shift(timedelta(minutes=2))
    with pytest.raises(TooMany):
        lockout.count_attempt(EMAIL)


@pytest.mark.django_db
def test_a_quiet_quarter_of_an_hour_forgets(clock):
    fail(4)
    clock.shift(timedelta(minutes=15, seconds=1))
    fail(4)
    assert Lockout.objects.get().locked_until is None


@pytest.mark.django_db
def test_a_right_password_as_the_fifth_attempt_locks_nobody(clock):
    fail(4)
    lockout.forgive_attempt(lockout.count_attempt(EMAIL))
    row = Lockout.objects.get()
    assert (row.failures, row.locks, row.locked_until) == (4, 0, None)


@pytest.mark.django_db
def test_the_owner_is_told_once_per_series(clock):
    told = 0
    for _series in range(4):
        for _attempt in range(5):
            told += lockout.count_attempt(EMAIL).begins_series
        clock.shift(timedelta(minutes=61))
    assert told == 1


@pytest.mark.django_db
def test_after_a_hundred_in_a_row_only_a_reset_helps(clock):
    fail(1)
    Lockout.objects.update(consecutive=100, failures=0)
    clock.shift(timedelta(days=3))
    with pytest.raises(TooMany):
        lockout.count_attempt(EMAIL)
    lockout.clear(EMAIL)
    fail(1)


@pytest.mark.django_db
def test_wrong_codes_lock_as_well_without_shortening_a_lock(clock):
    for _code in range(5):
        lockout.count_wrong_code(EMAIL)
    until = Lockout.objects.get().locked_until
    lockout.count_wrong_code(EMAIL)
    assert Lockout.objects.get().locked_until == until == timezone.now() + timedelta(minutes=5)


@pytest.mark.django_db(transaction=True)
def test_of_forty_attempts_at_once_five_are_evaluated():
    def attempt(_number):
        try:
            lockout.count_attempt(EMAIL)
        except TooMany:
            return False
        else:
            return True
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attempt, range(40))) == 5
