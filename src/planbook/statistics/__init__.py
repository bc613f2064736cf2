"""The statistical core: control charts, changes, rates and surveys, and the words that they license.

In come pandas series and frames with a period or area index, and plain numbers. Out go frozen records and
pandas objects with figures, words and sentences. The functions are pure: no disk, process, clock or network.
The folder stands alone and imports nothing else of planbook. Its modules import one another one way:

    constants, errors < checks < runs < limits < xmr < change < phases, seasonality < sentences < words
    < robustness, trust, chance; xmr < season_model < annual, level < level_words < alternatives and
    error_rates < family; beside them rates, surveys, attributes, targets and arithmetic.

docs/statistics.md is the reference: rules, error rates, and what other models and tools say.

A series with faults is refused once, with every fault named (`errors`).
"""
