"""Page costs: median, 95th percentile, processor time and number of queries of each page that has a budget.

One process, test client, DEBUG off, warm, against a database of its own. `make bench` runs it; it ends with 1 when a
budget is broken. Then the PDF beside bare WeasyPrint for the same HTML, measured alternately.
"""

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


def main() -> int:
    starting_point.create_database(keep=False)
    held = [measure(budget) for budget in budgets()]
    return 0 if all(held) & compare_pdf(Version.objects.filter(claim__kind="plain").first()) else 1


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
    ]
    return [
        Budget(page, most, queries, lambda client=client, url=url: client.get(url))
        for page, most, queries, client, url in rows
    ]


def make_reviewer() -> Account:
    reviewer = AccountFactory(staff=True)
    reviewer.groups.set(Group.objects.filter(name="Revue"))
    return reviewer


def measure(budget: Budget) -> bool:
    for _warm in range(5):
        response = budget.visit()
    if response.status_code != 200:
        raise AssertionError(f"{budget.page} answered {response.status_code}")
    with CaptureQueriesContext(connection) as queries:
        budget.visit()
    count = len(queries)  # now: the next request empties the log
    start = time.process_time()
    times = [timed(budget.visit) for _round in range(ROUNDS)]
    processor = (time.process_time() - start) * 1000 / ROUNDS  # what the page costs however busy the machine is
    holds = median(times) <= budget.milliseconds and count <= budget.queries
    say(
        f"{budget.page:<22}{median(times):7.1f} ms   p95 {quantiles(times, n=20)[18]:7.1f} ms"
        f"   cpu {processor:6.1f} ms {count:4} queries"
        f"   budget {budget.milliseconds:4.0f} ms {budget.queries:3}   {'holds' if holds else 'BROKEN'}"
    )
    return holds


def compare_pdf(version: Version) -> bool:
    """Ours, with its query, template and child process, beside bare WeasyPrint for the same HTML; A, B, A, B."""
    html, bare_printer = html_of(version), make_printer(settings.STATICFILES_DIRS[0])
    ours, bare = [], []
    for _round in range(25):
        ours.append(timed(lambda: render_pdf(version)))
        bare.append(timed(lambda: bare_printer(html)))
    ratio = median(bare) / median(ours)
    say(
        f"{'PDF of one page':<22}{median(ours):7.1f} ms   bare {median(bare):6.1f} ms   {ratio:.0%} of its rate"
        f"   budget {LEAST_PDF_RATIO:.0%}   {'holds' if ratio >= LEAST_PDF_RATIO else 'BROKEN'}"
    )
    return ratio >= LEAST_PDF_RATIO


def timed(work: Callable) -> float:
    """Milliseconds."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
