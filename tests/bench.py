"""Page costs: time and number of queries of each page that has a budget.

One process, test client, DEBUG off, warm, against a database of its own. `make bench` runs it; it ends with 1 when a
budget is broken. Then the PDF beside bare WeasyPrint for the same HTML, measured alternately.

The budgets are for a machine on which bare WeasyPrint prints our invoice of one page in REFERENCE milliseconds. It is
printed here too, before and after the pages, and each page is judged by what it would take on that machine: a slower
one is no fault of a page, a faster one no merit. Both are processor time, which other programs hardly disturb.
"""

import re
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median, quantiles

import django

django.setup()

from django.conf import settings  # noqa: E402 -- the apps must be ready first, here and below
from django.contrib.auth.models import Group  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from wagtail.models import Page  # noqa: E402

from guichet.models import Account  # noqa: E402
from invoicing.models import Version  # noqa: E402
from invoicing.pdf import html_of, render_pdf  # noqa: E402
from invoicing.printing.child import make_printer  # noqa: E402
from tests import starting_point  # noqa: E402
from tests.claims import car_trip, make_claim, make_draft, make_person, stay  # noqa: E402
from tests.conftest import sign_in  # noqa: E402
from tests.factories import AccountFactory  # noqa: E402

REFERENCE = 62  # the middle of the 57–66 ms of the machine the budgets were set on
ROUNDS = 100
CLAIMS = 60
PAGES = 500
LEAST_PDF_RATIO = 0.85


@dataclass(frozen=True)
class Budget:
    page: str
    milliseconds: float
    queries: int
    visit: Callable


@dataclass(frozen=True)
class Cost:
    """What a page took here: processor time, and by the clock on the wall, of each visit."""

    processor: list[float]
    wall: list[float]
    queries: int


def main() -> int:
    starting_point.create_database(keep=False)
    pages = budgets()
    version = Version.objects.filter(claim__kind="plain").first()
    before = print_invoice(version)
    costs = [measure(page) for page in pages]
    bare = median([*before, *print_invoice(version)])
    say(
        f"Bare WeasyPrint: {bare:.1f} ms of processor time, {REFERENCE} where the budgets come from: what a page takes"
        f" here counts {REFERENCE / bare:.2f} of it."
    )
    held = [judge(page, cost, speed=REFERENCE / bare) for page, cost in zip(pages, costs, strict=True)]
    return 0 if all(held) & compare_pdf(version) else 1


def make_pages() -> None:
    """Pages of text below « Contact » until there are PAGES, each with words of its own and the body of a real one."""
    contact, long = (Page.objects.get(slug=slug).specific for slug in ("contact", "protection-des-donnees"))
    for number in range(PAGES - Page.objects.filter(locale=contact.locale, live=True).count()):
        word = "".join(chr(ord("a") + int(digit)) for digit in f"{number:03d}")
        copy = type(long)(title=f"Page {word}", slug=f"page-{word}", intro=f"Mot{word} {word}mot", body=long.body)
        copy.locale = contact.locale
        contact.add_child(instance=copy)


def budgets() -> list[Budget]:
    make_pages()
    owner = make_person()
    claims = [make_claim("travel" if n % 2 else "plain", owner=owner) for n in range(CLAIMS)]
    short = make_draft("travel", owner=owner)
    long = make_draft("travel", owner=owner, answers={"trips": [car_trip(f"r{n}") for n in range(30)], "stay": stay()})
    full = make_claim("travel", owner=owner, documents=10)
    anonymous, citizen, reviewer = Client(), sign_in(Client(), owner), sign_in(Client(), make_reviewer())
    rows = [
        ("home", 12, 12, anonymous, "/fr/"),
        ("guide", 12, 12, anonymous, "/fr/guide/"),
        ("FAQ", 12, 12, anonymous, "/de/faq/"),
        ("help at a place", 12, 12, anonymous, "/de/help/code/"),
        (f"search, {PAGES} pages", 50, 12, anonymous, "/fr/search/?q=numero+decison+remboursment"),
        ("sign-in page", 5, 5, anonymous, "/fr/guichet/sign-in/"),
        (f"guichet, {CLAIMS} claims", 15, 8, citizen, "/fr/guichet/"),
        ("form, 2 trips", 20, 10, citizen, f"/fr/guichet/drafts/{short.pk}/"),
        ("form, 30 trips", 100, 10, citizen, f"/fr/guichet/drafts/{long.pk}/"),
        ("review list of 50", 40, 10, reviewer, "/admin/claims/"),
        ("review of one claim", 25, 15, reviewer, f"/admin/claims/{claims[1].reference}/"),
        ("review, 10 documents", 60, 20, reviewer, f"/admin/claims/{full.reference}/"),
    ]
    return [
        Budget(page, most, queries, lambda client=client, url=url: client.get(url))
        for page, most, queries, client, url in rows
    ]


def make_reviewer() -> Account:
    reviewer = AccountFactory(staff=True)
    reviewer.groups.set(Group.objects.filter(name="Revue"))
    return reviewer


def measure(budget: Budget) -> Cost:
    for _warm in range(5):
        response = budget.visit()
    if response.status_code != 200:
        raise AssertionError(f"{budget.page} answered {response.status_code}")
    with CaptureQueriesContext(connection) as queries:
        budget.visit()
    count = len(queries)  # now: the next request empties the log
    times = [timed(budget.visit) for _round in range(ROUNDS)]
    return Cost([processor for processor, _wall in times], [wall for _processor, wall in times], count)


def judge(budget: Budget, cost: Cost, *, speed: float) -> bool:
    scaled = median(cost.processor) * speed
    holds = scaled <= budget.milliseconds and cost.queries <= budget.queries
    say(
        f"{budget.page:<22}{scaled:7.1f} ms of {budget.milliseconds:3.0f}{cost.queries:5} queries of {budget.queries:2}"
        f"   {'holds' if holds else 'BROKEN':<6}   here: processor {median(cost.processor):6.1f} ms"
        f"   wall {median(cost.wall):6.1f} ms   p95 {quantiles(cost.wall, n=20)[18]:6.1f} ms"
    )
    return holds


def print_invoice(version: Version) -> list[float]:
    """Processor time of bare WeasyPrint for one page: the invoice without its list of documents."""
    html = re.sub(r"(?s)<section>\s*<h2>Documents joints.*?</section>", "", html_of(version))
    printer = make_printer(settings.STATICFILES_DIRS[0])
    for _warm in range(3):
        printer(html)
    return [timed(lambda: printer(html))[0] for _round in range(25)]


def compare_pdf(version: Version) -> bool:
    """Ours, with its query, template and child process, beside bare WeasyPrint for the same HTML; A, B, A, B."""
    html, bare_printer = html_of(version), make_printer(settings.STATICFILES_DIRS[0])
    ours, bare = [], []
    for _round in range(25):
        ours.append(timed(lambda: render_pdf(version))[1])
        bare.append(timed(lambda: bare_printer(html))[1])
    ratio = median(bare) / median(ours)
    say(
        f"{'PDF of an invoice':<22}{median(ours):7.1f} ms   bare {median(bare):6.1f} ms   {ratio:.0%} of its rate"
        f"   budget {LEAST_PDF_RATIO:.0%}   {'holds' if ratio >= LEAST_PDF_RATIO else 'BROKEN'}"
    )
    return ratio >= LEAST_PDF_RATIO


def timed(work: Callable) -> tuple[float, float]:
    """Milliseconds of the processor, and by the clock on the wall."""
    processor, wall = time.process_time(), time.perf_counter()
    work()
    return (time.process_time() - processor) * 1000, (time.perf_counter() - wall) * 1000


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
