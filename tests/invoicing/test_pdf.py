"""Given a version that was sent, when it is printed, then a tagged PDF says all of it, and nothing else can happen."""

import hashlib
import io
import subprocess
from datetime import timedelta

import pikepdf
import pytest
from django.core.files.storage import storages
from django.utils import timezone, translation
from django_tasks_db.models import DBTaskResult

from guichet.models import Event
from invoicing import pdf, printing, tasks
from invoicing.enums import PdfState
from invoicing.models import Version
from invoicing.pdf import html_of, render_pdf
from invoicing.printing import NotPrinted, Printer
from invoicing.tasks import make_pdf
from tests.claims import make_claim, make_person, service, train_trip
from tests.invoicing.pdf_rules import broken_rules, kind, walk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_data")]

HOSTILE = [
    '<img src="http://127.0.0.1:9/x.png">',
    '<link rel=attachment href="file:///etc/passwd">',
    "<style>@import url(http://127.0.0.1:9/x.css)</style>",
    '"><script>alert(1)</script>',
    "{{7*7}} {% debug %} &#x3C;",
]


def version_of(claim) -> Version:
    return Version.objects.select_related("claim").get(claim=claim)


def text_of(data: bytes) -> str:
    """The words as a reader copies them, by poppler."""
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=data, capture_output=True, check=True)
    return done.stdout.decode()


@pytest.mark.parametrize(("kind_key", "language"), [("travel", "fr"), ("plain", "de")])
def test_a_pdf_keeps_the_rules_of_pdf_ua(kind_key, language):
    with translation.override(language):
        claim = make_claim(kind_key)
    data = render_pdf(version_of(claim))
    assert broken_rules(data, language=language) == []


def test_a_long_pdf_keeps_the_rules_too_and_lists_every_row():
    rows = [train_trip(f"t{number}", departure=f"Sion {number}") for number in range(40)]
    version = version_of(make_claim("travel", answers={"trips": rows, "stay": {}}))
    data = render_pdf(version)
    assert broken_rules(data, language="fr") == []
    text = text_of(data)
    assert "Trajet 40" in text
    assert "Sion 39" in text
    assert "40 entrées, détaillées plus haut" in text
    assert "3’440.00" in text


def test_a_pdf_says_everything_that_was_sent():
    version = version_of(make_claim("travel"))
    text = text_of(render_pdf(version))
    for words in (
        "Office cantonal AI du Valais", "1951 Sion", version.claim.reference, "318.632.1", "Fournier Jeanne",
        version.head["bank_account"]["iban_spaced"], "323 2024 1000123", "Lausanne", "112 km × 0.45", "Total",
        f"{version.total:.2f}", version.hash, "page 1 / 2", "Aucun document n’est joint.",
    ):  # fmt: skip
        assert words in text, words


def test_the_metadata_name_the_claim():
    version = version_of(make_claim())
    with pikepdf.open(io.BytesIO(render_pdf(version))) as document:
        assert version.claim.reference in str(document.docinfo["/Title"])
        assert version.claim.reference in str(document.docinfo["/Keywords"])
        assert str(document.docinfo["/Author"]) == "Office cantonal AI du Valais"
        assert str(document.docinfo["/CreationDate"]).startswith(f"D:{timezone.localtime(version.sent_at):%Y%m%d}")


def test_what_people_typed_stands_there_literally_and_nothing_is_fetched():
    rows = [service(f"s{number}", description=text) for number, text in enumerate(HOSTILE)]
    version = version_of(make_claim(answers={"services": rows, "closing": {"remark": "\n".join(HOSTILE)}}))
    data = render_pdf(version)
    text = " ".join(text_of(data).split())
    for words in ("http://127.0.0.1:9/x.png", "rel=attachment", "{{7*7}} {% debug %} &#x3C;", "<script>alert(1)"):
        assert words in text, words
    with pikepdf.open(io.BytesIO(data)) as document:
        assert not document.attachments
        assert not [element for element in walk(document.Root.StructTreeRoot) if kind(element) == "Figure"]


def test_the_fetcher_refuses_every_address_but_our_own(tmp_path):
    secret = tmp_path / "secret.css"
    secret.write_text("p { content: 'x' }")
    html = f"""<html lang="fr"><title>T</title><link rel=stylesheet href="file://{secret}">
    <link rel=attachment href="file://{secret}"><img src="asset:../portal/urls.py" alt="x"><p>Bonjour</p></html>"""
    with pikepdf.open(io.BytesIO(printing.printer.print_html(html))) as document:
        assert not document.attachments


def test_the_task_makes_and_seals_the_pdf_once():
    version = version_of(make_claim())
    make_pdf.call(version.pk)
    version.refresh_from_db()
    assert version.pdf_state == PdfState.READY
    with storages["private"].open(version.pdf_name) as file:
        assert hashlib.sha256(file.read()).hexdigest() == version.pdf_sha256
    assert version.pdf_name == f"pdf/{version.claim.reference}-v1-{version.pdf_sha256[:8]}.pdf"
    made_at = version.pdf_made_at
    make_pdf.call(version.pk)
    version.refresh_from_db()
    assert version.pdf_made_at == made_at
    assert Event.objects.filter(action="pdf.made", object_key=version.claim.reference).count() == 1


def test_a_pdf_that_fails_is_tried_three_times_then_given_up_and_the_claim_is_safe(monkeypatch):
    def fail(version):
        raise NotPrinted

    version = version_of(make_claim())
    monkeypatch.setattr(tasks, "render_pdf", fail)
    DBTaskResult.objects.all().delete()
    for tried in range(3):
        make_pdf.call(version.pk, tried)
    again = [result.args_kwargs["args"] for result in DBTaskResult.objects.order_by("enqueued_at")]
    assert again == [[version.pk, 1], [version.pk, 2]]
    assert DBTaskResult.objects.filter(run_after__gt=timezone.now() + timedelta(seconds=20)).count() == 2
    version.refresh_from_db()
    assert version.pdf_state == PdfState.FAILED
    assert version.claim.state == "submitted"
    assert Event.objects.get(action="pdf.failed").result == "failure"


def test_a_print_that_takes_too_long_is_killed_and_the_next_one_works(monkeypatch):
    monkeypatch.setattr(printing, "WALL_SECONDS", 1)
    own = Printer()
    try:
        with pytest.raises(NotPrinted):
            own.print_html("<p>" + "<div>".join(f"<table><tr><td>{n}" for n in range(8000)))
        monkeypatch.setattr(printing, "WALL_SECONDS", 20)
        assert own.print_html("<html lang=fr><title>T</title><p>Bonjour</p></html>").startswith(b"%PDF-1.7")
    finally:
        own.close()


def test_a_print_that_dies_is_no_answer(monkeypatch, tmp_path):
    child = tmp_path / "child.py"
    child.write_text("import sys; sys.stdin.buffer.read(8); sys.exit(1)")
    monkeypatch.setattr(printing, "CHILD", child)
    own = Printer()
    with pytest.raises(NotPrinted):
        own.print_html("<p>Bonjour</p>")
    own.close()


def test_the_child_is_renewed_after_many_prints(monkeypatch):
    monkeypatch.setattr(printing, "RECYCLE_AFTER", 1)
    own = Printer()
    first = own.print_html("<html lang=fr><title>T</title><p>Un</p></html>")
    child = own._child
    second = own.print_html("<html lang=fr><title>T</title><p>Deux</p></html>")
    assert own._child is not child
    assert first[:5] == second[:5] == b"%PDF-"
    own.close()


def test_the_language_of_the_claim_decides_not_that_of_the_worker():
    with translation.override("de"):
        version = version_of(make_claim())
    with translation.override("fr"):
        html = html_of(version)
    assert '<html lang="de-CH">' in html
    assert version.wording["title"]["de"] in html


def test_the_number_of_queries_does_not_grow_with_rows(django_assert_max_num_queries):
    owner = make_person()
    rows = [service(f"s{number}") for number in range(30)]
    version = version_of(make_claim(owner=owner, answers={"services": rows}))
    with django_assert_max_num_queries(4):
        pdf.html_of(version)
