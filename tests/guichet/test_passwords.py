"""Password rules: long, not one's own data, not what everybody here tries first."""

import pytest
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError

from tests.factories import AccountFactory, BeneficiaryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def fournier():
    account = AccountFactory(email="jeanne.fournier@example.ch", phone="+41791234567")
    BeneficiaryFactory(owner=account, avs_number="7569217076985")
    return account


@pytest.mark.parametrize(
    "password",
    ["motdepasse1234", "passwort12345", "Valais2026!!", "GuichetWallis24", "jeanne.fournier@example.ch",
     "Fournier2026", "fournier-jeanne", "aaaaaaaaaaaa", "abcabcabcabc", "123456789012", "abcdefghijklm", "987654321098",
     "7569217076985",
     "AVS 756.9217.0769.85", "né le 27.03.1978", "mon numero 0791234567", "court", "x" * 257],
)  # fmt: skip
def test_what_others_would_try_is_refused(fournier, password):
    with pytest.raises(ValidationError) as caught:
        validate_password(password, fournier)
    assert all(len(message) > 20 for message in caught.value.messages)


@pytest.mark.parametrize(
    "password",
    ["quatremotsauhasard", "une maison verte à Sion", "🐄🐄 vache qui rit au lait", "grüezi mitenand zäme",
     "l'été, 3 lacs & 1 tour",
     "x7" + "une longue phrase qui parle de Fournier", "abcdefghijklmno pqr stu vwx" + "y" * 100],
)  # fmt: skip
def test_long_sentences_are_welcome_whatever_their_letters(fournier, password):
    assert validate_password(password, fournier) is None


def test_a_long_password_is_compared_whole(fournier):
    password = ("phrase très longue avec des espaces, des ü et 🐄 " * 6)[:256]
    fournier.set_password(password)
    assert fournier.check_password(password)
    assert not fournier.check_password(password[:-1])
    assert not fournier.check_password(password.upper())


def test_without_an_account_only_the_general_rules_hold():
    assert validate_password("Fournier et ses trois chats") is None
    assert isinstance(password_validators_help_texts(), list)
