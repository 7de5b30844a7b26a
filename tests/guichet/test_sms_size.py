"""Given a text, when it is to leave as an SMS, then its alphabet, length and number of parts are known."""

import pytest

from guichet.sms_size import SmsSize, sms_size


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("", SmsSize("GSM-7", 0, 1)),
        ("à" * 160, SmsSize("GSM-7", 160, 1)),
        ("a" * 161, SmsSize("GSM-7", 161, 2)),
        ("a" * 306, SmsSize("GSM-7", 306, 2)),
        ("a" * 307, SmsSize("GSM-7", 307, 3)),
        ("€" * 80, SmsSize("GSM-7", 160, 1)),
        ("€" * 81, SmsSize("GSM-7", 162, 2)),
        ("a" * 152 + "€" * 77, SmsSize("GSM-7", 306, 3)),
        ("ê" * 70, SmsSize("UCS-2", 70, 1, "ê")),
        ("’" + "a" * 70, SmsSize("UCS-2", 71, 2, "’")),
        ("😀" * 35, SmsSize("UCS-2", 70, 1, "😀")),
        ("😀" * 67, SmsSize("UCS-2", 134, 3, "😀")),
    ],
)
def test_an_sms_is_measured_in_the_alphabet_it_needs(text, size):
    assert sms_size(text) == size
