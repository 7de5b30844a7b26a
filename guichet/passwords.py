"""Password rules beyond Django's: maximum length, own data, local words, repetition. No rule of composition.

A word that is refused may stand in a password as long as enough is left without it: long sentences are welcome.
"""

import re
import unicodedata
from itertools import pairwise

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

ENOUGH_LEFT = 8  # signs besides refused words
# fmt: off
LOCAL_WORDS = [
    "valais", "wallis", "sion", "sitten", "brigue", "brig", "viege", "visp", "sierre", "siders", "martigny",
    "monthey", "matterhorn", "cervin", "guichet", "schalter", "aivs", "ivwallis", "invalidite", "invaliditaet",
    "invaliditat", "assurance", "versicherung", "office", "centrale", "compensation", "motdepasse", "passwort",
    "password", "kennwort", "azerty", "qwertz", "qwerty", "bonjour", "soleil", "hallo", "suisse", "schweiz",
]
# fmt: on


class _Validator:
    """Validators say their rule in `get_help_text` and refuse with a reason."""

    def get_help_text(self) -> str:
        return ""


class MaximumLengthValidator(_Validator):
    """256 signs are plenty, and keep a megabyte away from the hash."""

    def validate(self, password, user=None):
        if len(password) > 256:
            raise ValidationError(_("Choisissez un mot de passe de 256 signes au plus."), code="password_too_long")


class PersonalDataValidator(_Validator):
    """Nothing that others know of this person: names, addresses, phone, AVS number, date of birth."""

    def validate(self, password, user=None):
        if user is None:
            return
        digits = re.sub(r"[^0-9]", "", password)
        if (
            any(number in digits for number in _numbers_of(user))
            or _left_without(password, _words_of(user)) < ENOUGH_LEFT
        ):
            raise ValidationError(
                _("Choisissez un mot de passe sans votre nom, votre adresse, vos numéros ni votre date de naissance."),
                code="password_too_personal",
            )


class LocalWordsValidator(_Validator):
    """Words that everybody here would try first."""

    def validate(self, password, user=None):
        if _left_without(password, LOCAL_WORDS, drop_digits=True) < ENOUGH_LEFT:
            raise ValidationError(
                _("Ce mot de passe est facile à deviner. Choisissez par exemple quatre mots sans rapport entre eux."),
                code="password_too_local",
            )


class RepetitionValidator(_Validator):
    """aaaaaaaaaaaa, abcabcabcabc, 123456789012."""

    def validate(self, password, user=None):
        if len(set(password)) < 5 or re.fullmatch(r"(.{1,6})\1+.{0,5}", password) or _is_run(password):
            raise ValidationError(
                _("Ce mot de passe se répète ou se suit. Choisissez par exemple quatre mots sans rapport entre eux."),
                code="password_repeats",
            )


def _plain(text: str) -> str:
    """Lower case, without accents."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(sign))


def _left_without(password: str, words, *, drop_digits: bool = False) -> int:
    """How many signs are left of `password` without `words`; its whole length when none of them is in it."""
    plain = _plain(password)
    left = plain
    for word in sorted(words, key=len, reverse=True):
        left = left.replace(word, "")
    if left == plain:
        return len(password)
    return len(re.sub(r"[\W\d_]" if drop_digits else r"[\W_]", "", left))


def _words_of(user) -> set[str]:
    local, _at, domain = user.email.partition("@")
    parts = [user.first_name, user.last_name, user.email, local, domain, domain.partition(".")[0]]
    parts += re.split(r"[\W_]+", f"{user.first_name} {user.last_name} {local} {user.address} {user.city}")
    return {_plain(part) for part in parts if len(part) >= 3}


def _numbers_of(user) -> set[str]:
    """Phone, AVS number and date of birth as digits; of a person being registered from `user.own_numbers`."""
    numbers = {re.sub(r"[^0-9]", "", str(user.phone))[-9:], *getattr(user, "own_numbers", ())}
    if user.pk:
        for avs_number, born in user.beneficiaries.values_list("avs_number", "birth_date"):
            numbers |= {avs_number, *numbers_of_birth(born)}
    return {number for number in numbers if len(number) >= 6}


def numbers_of_birth(born) -> set[str]:
    """A date of birth as people put it into passwords."""
    return {f"{born:%d%m%Y}", f"{born:%Y%m%d}", f"{born:%m%d%Y}", f"{born:%d%m%y}"}


def _is_run(password: str) -> bool:
    steps = {(ord(after) - ord(before)) for before, after in pairwise(password)}
    return len(steps - {-9, 9}) == 1 and bool(steps & {-1, 0, 1})
