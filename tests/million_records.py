"""What stands behind the many claims: versions, lines, decisions and remarks, one statement for each table.

Every claim has a version with one line; a corrected one also the version before, sent back with a remark. SQLite is
told nothing of how many there are (ANALYZE), as in production. Not here: the claims themselves (million.py).
"""

from django.db import connection

STATEMENTS = (
    """
    INSERT INTO invoicing_version (claim_id, number, answers, head, rates, wording, findings, total, sent_at, hash,
                                   pdf_state, pdf_name, pdf_sha256)
    SELECT claim.id, number.value, '{}', '{}', '{}', '{}', '[]', claim.total, claim.submitted_at,
           printf('%064d', claim.id), 'waiting', '', ''
    FROM invoicing_claim claim JOIN (SELECT 1 AS value UNION SELECT 2) number ON number.value <= claim.version_number
    WHERE NOT EXISTS (SELECT 1 FROM invoicing_version known WHERE known.claim_id = claim.id)
    """,
    """
    INSERT INTO invoicing_line (version_id, position, code, section, path, label, start, "end", quantity, unit, rate,
                                amount)
    SELECT version.id, 1, claim.kind || '-x', 'services', 'services.s1', 'Prestation', claim.period_start,
           claim.period_end, 1, 'x', claim.total, claim.total
    FROM invoicing_version version JOIN invoicing_claim claim ON claim.id = version.claim_id
    WHERE NOT EXISTS (SELECT 1 FROM invoicing_line known WHERE known.version_id = version.id)
    """,
    """
    INSERT INTO invoicing_decision (version_id, outcome, reviewer_id, message, reason, reason_wording, decided_at)
    SELECT version.id, CASE WHEN version.number < claim.version_number THEN 'returned' ELSE claim.state END,
           claim.assigned_to_id, 'Voyez.', CASE claim.state WHEN 'refused' THEN 'not-covered' ELSE '' END, '{}',
           COALESCE(claim.closed_at, claim.submitted_at)
    FROM invoicing_version version JOIN invoicing_claim claim ON claim.id = version.claim_id
    WHERE claim.assigned_to_id IS NOT NULL
      AND (version.number < claim.version_number OR claim.state IN ('accepted', 'refused'))
      AND NOT EXISTS (SELECT 1 FROM invoicing_decision known WHERE known.version_id = version.id)
    """,
    """
    INSERT INTO invoicing_remark (decision_id, path, text)
    SELECT decision.id, 'services.s1.description', 'Quoi ?' FROM invoicing_decision decision
    WHERE decision.outcome = 'returned'
      AND NOT EXISTS (SELECT 1 FROM invoicing_remark known WHERE known.decision_id = decision.id)
    """,
)


def write_records() -> None:
    """For all the claims that have none yet."""
    with connection.cursor() as cursor:
        for statement in STATEMENTS:
            cursor.execute(statement)
