import type { Manifest } from './bundle-manifest.ts'

type Head = Pick<Manifest, 'bundleId' | 'sequence' | 'org' | 'scope' | 'period' | 'asOf' | 'generator' | 'completeness'>

/** README.txt of a bundle: what it is, how to verify it with ordinary tools, and what it does not prove. */
export const readmeText = ({ bundleId, sequence, org, scope, period, asOf, generator, completeness }: Head): string =>
  `EVIDENCE BUNDLE

Organisation   ${plain(org ?? 'not given')}
Scope          ${plain(scope)}
Period         ${period.start} (included) to ${period.end} (not included), days in UTC
As of          ${asOf}
Bundle         ${bundleId}${sequence === null ? '' : `, number ${sequence}`}
Made by        ${generator.name} ${generator.version}
Completeness   ${completeness.status}: ${completeness.gaps.length} gaps, ${completeness.truncations.length} truncations, ${completeness.omissions.length} omissions

THIS BUNDLE IS NOT SIGNED
It carries no signature, no time stamp, no link to the bundle before it and no lock of a
storage. The keys "signatures", "previous" and "retention" of manifest.json are empty. What
follows proves that the files agree with manifest.json, not who wrote manifest.json or
when. Keep the SHA-256 of manifest.json as you received it, over a way you trust.

WHAT IS IN IT
Start with index.html, or index.csv for a spreadsheet (one row for each control).
  manifest.json     every file with size and SHA-256; completeness; summary
  SHA256SUMS        the same hashes for sha256sum
  scope/            window, sources, teams; catalogues; mapping set; the rule of states
  controls/         one file for each control: state by day, what it came from, exceptions
  controls/days/    all stored states of a framework, by day, with what each came from
  results/          one file for each source and day: scans, counts by check, changes;
                    on the last day covered all findings that are open
  raw/              what the sources sent, byte for byte, named by its SHA-256
  exceptions/       the register, and the results that exceptions cover
  metrics/          daily numbers, in all and by team
  coverage/         scans expected and had, gaps, counts that must add up, the queries
Files that end in .gz are gzip. Lines of .ndjson files are JSON. Times are RFC 3339, UTC.
A source's folder is its name with what a path may not hold replaced by "_"; scope/period.json
has both.

HOW TO VERIFY, OFFLINE
  sh verify.sh
or by hand:
  1. sha256sum manifest.json             the value you were given
  2. jq -r '.files[] | "\\(.sha256)  \\(.path)"' manifest.json | sha256sum --strict -c -
  3. find . ! -type d ! -path ./manifest.json | sed 's|^\\./||' | LC_ALL=C sort
     must be the list of: jq -r '.files[].path' manifest.json | LC_ALL=C sort
  4. jq .completeness manifest.json      read it: a bundle may be intact and partial
SHA256SUMS alone is not enough: whoever changes a file can change it as well.

Exit codes of verify.sh: 0 intact and complete; 1 not as the manifest says; 3 intact, and
the bundle itself names what is missing; 2 could not be checked here (a tool is missing).

WHAT PARTIAL MEANS
A day on which a live source was not read completely is a gap: nothing is known of it beyond
what an incomplete scan showed. Gaps, truncations and omissions name source, time and reason.
A bundle is complete only when there is none.
`

/** One line, whatever it held. */
const plain = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
