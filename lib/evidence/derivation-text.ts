import { RULE_VERSION } from '#lib/controls/derive-state.ts'

/** The rule of control states in words, as it goes into bundles. The code it describes is named by its SHA-256. */
export const DERIVATION_TEXT = `# How a control's state is derived

Rule version ${RULE_VERSION}. The same rule gives every state on every screen, in every answer of the API and in every bundle.

A state is derived for one control in one environment at the end of one UTC day. Results of one environment never count
for another. A result supports a control; it does not fulfil it.

## Parts

The parts of a control are the checks that the mapping set names for it and that some source of the environment has
reported. All checks of a whole class (such as every CVE) are one part. A part is required, or supporting when every
mapping entry that links it to the control says so.

Each part looks at the latest verdict of the check on every subject that still exists:

- A failure counts until a newer result replaces it or the subject is gone, however old it is. A warning counts as one.
- A pass counts only while the last complete reading of its feed is fresh: 24 hours for a cluster, 7 days for a pipeline.
- A result that an exception covers is excepted, whatever the tool called it. A skipped result does not count.

| the part is | when |
|---|---|
| fail | a failure stands |
| no_data | no verdict at all |
| stale | verdicts, none of them fresh |
| error | fresh verdicts, no pass among them, and an error |
| excepted | fresh verdicts, all of them excepted |
| incomplete | passes, but an error beside them or less than 95 % of the verdicts fresh |
| pass | passes, and none of the above |

## State

The first line that applies:

1. A decision of a person that has not expired: \`not_applicable\` or \`inherited\`.
2. No part: \`not_assessed\` (no_mapping).
3. A required part fails: \`fail\`.
4. Every required part passes and no supporting part fails: \`pass\`.
5. Some part passes, is excepted or incomplete, or a supporting part fails: \`partial\`.
6. Otherwise \`not_assessed\`: error, stale or no_data.

Flags stand beside the state: \`exceptions\` when a part rests on one, \`stale\` when a failure that stands is old.

| state | read as |
|---|---|
| pass | satisfied, or satisfied with exceptions |
| partial | partly satisfied |
| fail | not satisfied |
| not_assessed | not assessed: no mapping, no data, stale, error |
| inherited, not_applicable | as they say |

## Periods

A day without a stored state is not assessed: no data. It never takes the state of the day before. Days satisfied are those
with \`pass\` or \`inherited\`; days observed add \`partial\` and \`fail\`; the window is every day of the period. The longest
breach is the longest run of days in \`fail\`; days without data inside it belong to it, for nothing ended it.

Two numbers stand together for a framework: coverage (assessed of those in scope) and conformance (passing of those
assessed, with how many of the passes rest on an exception). They are never joined into one.
`
