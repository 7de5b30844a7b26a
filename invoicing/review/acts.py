"""The acts of a reviewer: their words, their form, and the act of the workflow behind each; and their mail beforehand.

Not here: what an act does (workflow.py), the pages (views.py).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from guichet.models import Account, Channel, Message
from invoicing import workflow
from invoicing.calendar_days import today
from invoicing.enums import Outcome
from invoicing.models import Claim, Decision, OfficeMessage, OfficeSettings, UndoneDecision
from invoicing.reviewing import write_to_person
from invoicing.standstill import answer_by

from .forms import AcceptForm, DecisionForm, RefuseForm, ReturnForm, WhyForm, WriteForm

if TYPE_CHECKING:
    from .dossier import Dossier


@dataclass(frozen=True, kw_only=True)
class Act:
    """`act`: its name in the workflow, which knows the states it is allowed in; empty for a message, always allowed."""

    key: str
    act: str
    label: str
    icon: str
    shortcut: str = ""  # the single key that opens it
    question: str
    consequence: str
    done: str
    form: type[DecisionForm]
    decide: Callable[[Claim, Account, DecisionForm], object]
    outcome: str = ""  # whose ready replies fit
    done_half: str = ""  # said when a second reviewer has to confirm
    consequence_half: str = ""  # and before

    def initial(self, dossier: "Dossier") -> dict:
        """What stands in the form at first: the text of a correction that was taken back, the day to answer by; of an
        acceptance, what the first of two wrote.
        """
        if self.key == "accept" and dossier.first_approval:
            return {"message": dossier.first_approval.message}
        if self.key != "return":
            return {}
        kept = dossier.correction_kept
        days = OfficeSettings.recent().correction_days
        return {"message": kept.message if kept else "", "answer_by": answer_by(today(), days=days)}

    def is_open(self, claim: Claim) -> bool:
        return not self.act or workflow.is_allowed(self.act, claim)


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
        answer_by=form.cleaned_data["answer_by"],
    )


def _refuse(claim: Claim, reviewer: Account, form: DecisionForm) -> Decision:
    return workflow.refuse(
        claim,
        reviewer=reviewer,
        version_number=form.cleaned_data["version"],
        reason=form.cleaned_data["reason"],
        message=form.cleaned_data["message"],
    )


def _take_back(claim: Claim, reviewer: Account, form: DecisionForm) -> UndoneDecision:
    return workflow.take_back(
        claim, reviewer=reviewer, version_number=form.cleaned_data["version"], why=form.cleaned_data["message"]
    )


def _undo(claim: Claim, reviewer: Account, form: DecisionForm) -> UndoneDecision:
    return workflow.undo(
        claim, reviewer=reviewer, version_number=form.cleaned_data["version"], why=form.cleaned_data["message"]
    )


def _write(claim: Claim, reviewer: Account, form: DecisionForm) -> OfficeMessage:
    return write_to_person(claim, author=reviewer, text=form.cleaned_data["message"])


def preview(act: Act, claim: Claim, reviewer: Account, form: DecisionForm) -> Message | None:
    """The mail (or letter) exactly as it would leave: the act is done and undone. None where no mail goes out.

    Raises whatever the act raises.
    """
    with transaction.atomic():
        before = timezone.now()
        act.decide(claim, reviewer, form)
        written = Message.objects.filter(account=claim.owner, created_at__gte=before)
        mail = written.exclude(channel=Channel.SMS).order_by("created_at").last()
        transaction.set_rollback(True)
    return mail


ACTS = {
    act.key: act
    for act in (
        Act(
            key="accept",
            act="accept",
            outcome=Outcome.ACCEPTED,
            done_half=_("La demande %(reference)s attend qu’un second collaborateur confirme."),
            consequence_half=_(
                "Ce montant doit être confirmé par un second collaborateur. D’ici là, rien n’est versé et la personne "
                "n’est pas avertie. Votre message l’attend dans son formulaire."
            ),
            label=_("Accepter"),
            icon="check",
            shortcut="a",
            question=_("Accepter cette demande ?"),
            consequence=_("Le montant sera versé sur le compte indiqué. La personne en est avertie."),
            done=_("La demande %(reference)s est acceptée."),
            form=AcceptForm,
            decide=_accept,
        ),
        Act(
            key="return",
            act="return_for_correction",
            outcome=Outcome.RETURNED,
            label=_("Demander une correction"),
            icon="comment",
            shortcut="c",
            question=_("Demander une correction ?"),
            consequence=_("La personne reçoit le message et peut corriger sa demande. Vous la reverrez."),
            done=_("La correction de la demande %(reference)s est demandée."),
            form=ReturnForm,
            decide=_return,
        ),
        Act(
            key="refuse",
            act="refuse",
            outcome=Outcome.REFUSED,
            label=_("Refuser"),
            icon="cross",
            shortcut="r",
            question=_("Refuser cette demande ?"),
            consequence=_("La personne reçoit la raison et le message, et apprend comment s’y opposer."),
            done=_("La demande %(reference)s est refusée."),
            form=RefuseForm,
            decide=_refuse,
        ),
        Act(
            key="take-back",
            act="take_back",
            label=_("Reprendre la demande de correction"),
            icon="history",
            question=_("Reprendre la demande de correction ?"),
            consequence=_("La demande revient chez vous. Votre texte est conservé ; la personne est avertie."),
            done=_("La demande %(reference)s est de nouveau à traiter."),
            form=WhyForm,
            decide=_take_back,
        ),
        Act(
            key="undo",
            act="undo",
            label=_("Annuler la décision"),
            icon="history",
            question=_("Annuler cette décision ?"),
            consequence=_(
                "La demande revient au traitement. La personne est avertie si elle connaît déjà la décision."
            ),
            done=_("La décision sur la demande %(reference)s est annulée."),
            form=WhyForm,
            decide=_undo,
        ),
        Act(
            key="write",
            act="",
            label=_("Écrire à la personne"),
            icon="mail",
            question=_("Envoyer ce message ?"),
            consequence=_("La personne le reçoit et le voit avec sa demande. Rien n’est décidé."),
            done=_("Le message à propos de la demande %(reference)s est envoyé."),
            form=WriteForm,
            decide=_write,
        ),
    )
}
