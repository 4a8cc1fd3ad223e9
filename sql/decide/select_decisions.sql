from core.decision
order by decided_at, decision_key;
