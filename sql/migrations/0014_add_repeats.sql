-- Pairs that say the same on another occasion. The next run compares all quotes by the new rules.
alter table core.quote_pair add column is_repeat BOOLEAN;
update core.quote_pair set is_repeat = false;
comment on column core.quote_pair.is_repeat is 'Whether it is said anew on another occasion: such a pair links two statements and joins none.';
comment on column core.quote_pair.match_score is 'Probability that both report one utterance (0 to 1); of a repeat, how surely it would be one but for the days between.';
