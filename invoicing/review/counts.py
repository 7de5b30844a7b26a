"""How many claims the views hold: all of them counted in one query, none further than it is told."""

from django.db.models import IntegerField, QuerySet, Subquery

from guichet.models import Account

CAP = 99


class CappedCount(Subquery):
    """How many rows, counted no further than the slice of the query."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) capped)"
    output_field = IntegerField()


def count_each(claims: dict[str, QuerySet], *, cap: int = CAP) -> dict[str, int]:
    """key → number of its claims, at most `cap` + 1. One query, however many keys."""
    return count_up_to({key: (one.order_by(), cap + 1) for key, one in claims.items()})


def count_up_to(claims: dict[str, tuple[QuerySet, int]]) -> dict[str, int]:
    """key → number of its claims, no further than its own limit, found in the order they come in. One query."""
    columns = {
        f"count_{number}": CappedCount(one.values("pk")[:most]) for number, (one, most) in enumerate(claims.values())
    }
    row = Account.objects.order_by("pk").annotate(**columns).values_list(*columns)[:1]
    return {key: count or 0 for key, count in zip(claims, row[0], strict=True)}  # None: nothing can match


def say_count(count: int, cap: int = CAP) -> str:
    return f"{cap}+" if count > cap else str(count)
