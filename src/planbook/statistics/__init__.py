"""The statistical core: level and change, comparison of forces, surveys, and the words that they license.

In come pandas series and frames with a period or area index, and plain numbers. Out go frozen records and pandas
objects with figures, words and sentences. The functions are pure: no disk, process, clock or network. The folder stands
alone and imports nothing else of planbook. Its modules import one another one way:

    constants < series < season_model; sentences < words < change < annual, level < verdicts < trust; annual, level <
    error_rates; beside them family, funnel, xmr, surveys, arithmetic and assurance.

docs/statistics.md is the reference: rules, error rates, and what other models and tools say.
"""
