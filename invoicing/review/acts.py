"""The three acts of a reviewer: their words, their form, and the act of the workflow behind each.

Not here: what an act does (workflow.py), the pages (views.py).
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from guichet.models import Account
from invoicing import workflow
from invoicing.models import Claim, Decision

from .forms import AcceptForm, DecisionForm, RefuseForm, ReturnForm


@dataclass(frozen=True, kw_only=True)
class Act:
    key: str
    label: str
    icon: str
    question: str
    consequence: str
    done: str
    form: type[DecisionForm]
    decide: Callable[[Claim, Account, DecisionForm], Decision]


def _accept(claim: Claim, reviewer: Account, form: DecisionForm) -> Decision:
    return workflow.accept(
        claim, reviewer=reviewer, version_number=form.cleaned_data["version"], message=form.cleaned_data["message"]
    )


def _return(claim: Claim, reviewer: Account, form: DecisionForm) -> Decision:
    return workflow.return_for_correction(
        claim,
        reviewer=reviewer,
        version_number=form.cleaned_data["version"],
        message=form.cleaned_data["message"],
        remarks=form.remarks,
    )


def _refuse(claim: Claim, reviewer: Account, form: DecisionForm) -> Decision:
    return workflow.refuse(
        claim,
        reviewer=reviewer,
        version_number=form.cleaned_data["version"],
        reason=form.cleaned_data["reason"],
        message=form.cleaned_data["message"],
    )


ACTS = {
    act.key: act
    for act in (
        Act(
            key="accept",
            label=_("Accepter"),
            icon="check",
            question=_("Accepter cette demande ?"),
            consequence=_("Le montant sera versé sur le compte indiqué. La personne l’apprend par courriel."),
            done=_("La demande %(reference)s est acceptée."),
            form=AcceptForm,
            decide=_accept,
        ),
        Act(
            key="return",
            label=_("Demander une correction"),
            icon="comment",
            question=_("Demander une correction ?"),
            consequence=_("La personne reçoit le message par courriel et peut corriger sa demande. Vous la reverrez."),
            done=_("La correction de la demande %(reference)s est demandée."),
            form=ReturnForm,
            decide=_return,
        ),
        Act(
            key="refuse",
            label=_("Refuser"),
            icon="cross",
            question=_("Refuser cette demande ?"),
            consequence=_("La personne reçoit la raison et le message par courriel, et comment s’y opposer."),
            done=_("La demande %(reference)s est refusée."),
            form=RefuseForm,
            decide=_refuse,
        ),
    )
}
