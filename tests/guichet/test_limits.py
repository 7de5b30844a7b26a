"""Limits: one spelling per key, exact counts, and the answer when nobody can count."""

import pytest
from django_ratelimit.core import _split_rate

from guichet import limits
from guichet.origin import Origin, current_origin
from tests.factories import AccountFactory


@pytest.mark.parametrize(
    "spelling", ["john@example.ch", "JOHN@EXAMPLE.CH", " john@example.ch ", "ｊohn@example.ch", "john@EXAMPLE.ch"]
)
def test_one_mailbox_has_one_key(spelling):
    assert limits.normalise_address(spelling) == "john@example.ch"


def test_a_domain_counts_as_it_goes_over_the_wire():
    assert limits.normalise_address("a@müller.ch") == limits.normalise_address("a@XN--MLLER-KVA.ch")
    assert limits.normalise_address("a@" + "ü" * 80 + ".ch").endswith(".ch")


def test_counting_above_the_limit_says_when_to_come_back():
    count = limits.Count("test", "a", "2/m")
    assert [count.raise_by_one(), count.raise_by_one()] == [1, 2]
    with pytest.raises(limits.TooMany) as caught:
        count.raise_by_one()
    assert 1 <= caught.value.retry_after <= 60


def test_what_is_given_back_may_be_counted_again():
    count = limits.Count("test", "a", "1/m")
    count.raise_by_one()
    count.give_back()
    assert count.raise_by_one() == 1
    limits.Count("test", "never counted", "1/m").give_back()


def test_one_refusal_gives_the_others_back():
    wide, narrow = limits.Count("wide", "a", "3/m"), limits.Count("narrow", "a", "1/m")
    limits.count_all([wide, narrow])
    for _attempt in range(5):
        with pytest.raises(limits.TooMany):
            limits.count_all([wide, narrow])
    assert wide.raise_by_one() == 2


def test_when_the_store_is_away_nothing_is_counted(broken_limits):
    count = limits.Count("test", "a", "1/m")
    with pytest.raises(limits.LimitsUnavailable):
        count.raise_by_one()
    with pytest.raises(limits.LimitsUnavailable):
        count.give_back()


@pytest.mark.parametrize(
    ("address", "network"),
    [("10.0.0.7", "10.0.0.7/32"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"), ("", "")],
)
def test_an_ipv6_client_is_its_network(address, network):
    token = current_origin.set(Origin(address=address))
    assert limits.client_network() == network
    current_origin.reset(token)


@pytest.mark.django_db
def test_every_rate_says_what_it_means():
    citizen, staff = AccountFactory(unverified=True), AccountFactory(staff=True)
    counts = [
        limits.sign_in_attempt(), limits.code_try(citizen), *limits.code_sms(citizen, "+41791234567"),
        *limits.unverified_sms(citizen), limits.portal_sms(citizen), limits.portal_sms(staff), limits.registration(),
        limits.reset_mail("a@b.ch"), limits.reset_request(), *limits.confirmation_mail(citizen),
        limits.account_change(citizen), limits.owner_notice(citizen),
    ]  # fmt: skip
    assert {count.name + count.value[:5]: _split_rate(count.rate) for count in counts} == {
        "sign-in": (30, 300), f"code-try{citizen.pk}": (25, 86400), "sms-number-hour+4179": (5, 3600),
        "sms-number-day+4179": (10, 86400), "sms-prefix+4179": (20, 3600), f"sms-account{citizen.pk}": (20, 86400),
        "sms-client": (20, 3600), f"sms-unverified{citizen.pk}": (3, 365 * 86400), "sms-portalcitiz": (240, 3600),
        "sms-portalstaff": (60, 3600), "registration": (20, 60), "reset-maila@b.c": (3, 3600),
        "reset-request": (20, 600), f"confirm-mail{citizen.pk}": (1, 180), f"confirm-mail-day{citizen.pk}": (5, 86400),
        f"account-change{citizen.pk}": (10, 3600), f"owner-notice{citizen.pk}": (3, 86400),
    }  # fmt: skip
