"""« Frais de voyage et nourriture », 318.632.1."""

from django.utils.translation import gettext_lazy as _

from invoicing.kinds.base import Answers, Companion, Kind, Section

from .amounts import KM_RATE, STAY_RATES, price_stay, price_trip
from .checks import check_travel
from .forms import PUBLIC, StayForm, TripForm

OF_THE_TRIP = ("start", "end", "reason", "departure", "arrival", "means", "ticket_type")


def complete_companions(answers: Answers) -> Answers:
    """A companion's row takes everything but its price from the trip it belongs to; without that trip it falls away."""
    trips = {row["id"]: row for row in answers["trips"] if not row.get("companion_of")}
    rows = []
    for row in answers["trips"]:
        if row.get("companion_of"):
            trip = trips.get(row["companion_of"])
            if not trip or trip["means"] != PUBLIC:
                continue
            row = {**row, **{name: trip[name] for name in OF_THE_TRIP}}
        rows.append(row)
    return {**answers, "trips": rows}


def needs_receipts(answers: Answers) -> bool:
    """Tickets and nights are paid against a receipt; kilometres and meals are not."""
    stay = answers.get("stay") or {}
    return any(row["means"] == PUBLIC for row in answers["trips"]) or bool(stay.get("days_lodging"))


TRAVEL = Kind(
    key="travel",
    sections=(
        Section(
            key="trips",
            title=_("Frais de voyage"),
            form=TripForm,
            repeated=True,
            row_title=_("Trajet %(number)s"),
            add_label=_("Ajouter une entrée"),
            remove_label=_("Supprimer le trajet %(number)s"),
            companion=Companion(
                label=_("Ajouter un accompagnant"),
                title=_("Accompagnant du trajet %(number)s"),
                remove_label=_("Supprimer l’accompagnant du trajet %(number)s"),
                left_out=_("Ce trajet n’est pas en transports publics : l’accompagnant ne sera pas remboursé."),
                when=("means", PUBLIC),
            ),
            row_template="invoicing/kinds/travel/trip.html",
            price=price_trip,
        ),
        Section(
            key="stay",
            title=_("Nourriture / Logement"),
            form=StayForm,
            intro=_("Prière de sélectionner les dates des jours de réadaptation réels."),
            template="invoicing/kinds/travel/stay.html",
            amount_template="invoicing/kinds/travel/stay_amounts.html",
            live_template="invoicing/kinds/travel/stay_calendars.html",
            price=price_stay,
        ),
    ),
    rate_codes=(KM_RATE, *STAY_RATES.values()),
    lists=("travel-reason", "ticket-type"),
    empty_message=_("Indiquez au moins un trajet ou un jour d’absence du domicile."),
    complete=complete_companions,
    check=check_travel,
    documents_expected=needs_receipts,
)
