"""Page costs: time and number of queries of each page that has a budget.

One process, test client, DEBUG off, warm, against a database of its own. `make bench` runs it; it ends with 1 when a
budget is broken. Then the PDF beside bare WeasyPrint for the same HTML, measured alternately.

The budgets are for a machine on which bare WeasyPrint prints our invoice of one page in REFERENCE milliseconds. It is
printed here too, again and again between the visits to a page, and the page is judged by what it would take on that
machine: a slower one is no fault of a page, a faster one no merit. Both are processor time, which other programs
disturb little, and both alike.

Not here: what a person fills in, sends and gets printed (bench_person).
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
from tests import bench_person, starting_point  # noqa: E402
from tests.claims import make_claim, make_person  # noqa: E402
from tests.conftest import sign_in  # noqa: E402
from tests.factories import AccountFactory  # noqa: E402

REFERENCE = 62  # the middle of the 57–66 ms of the machine the budgets were set on
BLOCKS = 10  # the invoice is printed before each
ROUNDS = 10  # visits in a block
CLAIMS = 60
PAGES = 500
LEAST_PDF_RATIO = 0.85


@dataclass(frozen=True)
class Budget:
    page: str
    milliseconds: float
    queries: int
    visit: Callable
    rounds: int = ROUNDS


@dataclass(frozen=True)
class Cost:
    """What a page took here: processor time, and by the clock on the wall, of each visit; and of bare WeasyPrint."""

    processor: list[float]
    wall: list[float]
    bare: list[float]
    queries: int


def main() -> int:
    starting_point.create_database(keep=False)
    pages = budgets()
    version = Version.objects.filter(claim__kind="plain").first()
    print_invoice = invoice_printer(version)
    say(
        f"Bare WeasyPrint takes {REFERENCE} ms where the budgets come from; what a page takes here counts so much less."
    )
    held = [judge(page, measure(page, print_invoice)) for page in pages]
    held.append(bench_person.judge_long_claim(speed_now(print_invoice), say))
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
        ("review list of 50", 40, 10, reviewer, "/admin/claims/"),
        ("review of one claim", 25, 15, reviewer, f"/admin/claims/{claims[1].reference}/"),
        ("review, 10 documents", 60, 20, reviewer, f"/admin/claims/{full.reference}/"),
    ]
    pages = [
        Budget(page, most, queries, lambda client=client, url=url: client.get(url))
        for page, most, queries, client, url in rows
    ]
    return pages + [Budget(*row) for row in bench_person.rows(owner, citizen)]


def make_reviewer() -> Account:
    reviewer = AccountFactory(staff=True)
    reviewer.groups.set(Group.objects.filter(name="Revue"))
    return reviewer


def measure(budget: Budget, print_invoice: Callable) -> Cost:
    for _warm in range(3):
        response = budget.visit()
    if response.status_code >= 400:
        raise AssertionError(f"{budget.page} answered {response.status_code}")
    with CaptureQueriesContext(connection) as queries:
        budget.visit()
    count = len(queries)  # now: the next request empties the log
    times, bare = [], []
    for _block in range(BLOCKS):
        bare.append(timed(print_invoice)[0])
        times += [timed(budget.visit) for _round in range(budget.rounds)]
    return Cost([processor for processor, _wall in times], [wall for _processor, wall in times], bare, count)


def judge(budget: Budget, cost: Cost) -> bool:
    scaled = median(cost.processor) * REFERENCE / median(cost.bare)
    holds = scaled <= budget.milliseconds and cost.queries <= budget.queries
    say(
        f"{budget.page:<32}{scaled:7.1f} ms of {budget.milliseconds:4.0f}{cost.queries:5} queries of {budget.queries:2}"
        f"   {'holds' if holds else 'BROKEN':<6}   here: processor {median(cost.processor):6.1f} ms"
        f"   wall {median(cost.wall):6.1f} ms   p95 {quantiles(cost.wall, n=20)[18]:6.1f} ms"
    )
    return holds


def invoice_printer(version: Version) -> Callable:
    """Bare WeasyPrint at one page: the invoice without its list of documents."""
    html = re.sub(r"(?s)<section>\s*<h2>Documents joints.*?</section>", "", html_of(version))
    printer = make_printer(settings.STATICFILES_DIRS[0])
    for _warm in range(3):
        printer(html)
    return lambda: printer(html)


def speed_now(print_invoice: Callable) -> float:
    """What a millisecond of this moment counts where the budgets come from."""
    return REFERENCE / median(timed(print_invoice)[0] for _round in range(BLOCKS))


def compare_pdf(version: Version) -> bool:
    """Ours, with its query, template and child process, beside bare WeasyPrint for the same HTML; A, B, A, B."""
    html, bare_printer = html_of(version), make_printer(settings.STATICFILES_DIRS[0])
    ours, bare = [], []
    for _round in range(25):
        ours.append(timed(lambda: render_pdf(version))[1])
        bare.append(timed(lambda: bare_printer(html))[1])
    ratio = median(bare) / median(ours)
    say(
        f"{'PDF of an invoice':<32}{median(ours):7.1f} ms   bare {median(bare):6.1f} ms   {ratio:.0%} of its rate"
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
