import type { BundleExport } from './bundle-export.ts'
import type { Manifest } from './bundle-manifest.ts'
import type { CatalogRecords } from './catalog-records.ts'
import { escapeHtml } from './escape-html.ts'
import type { FeedCoverage } from './feed-coverage.ts'
import { INDEX_STYLE } from './index-style.ts'
import { headingWords, stateWords } from './state-words.ts'
import type { WrittenControl } from './write-controls.ts'

type Page = {
  work: BundleExport
  head: Pick<Manifest, 'sequence' | 'kind' | 'org' | 'scope' | 'generator' | 'completeness' | 'summary'>
  controls: WrittenControl[]
  environments: string[]
  catalog: CatalogRecords
  coverage: FeedCoverage[]
}

/** The readable entry of a bundle: one page without scripts and without requests, for screen and print. */
export function* indexPage(page: Page): Generator<string> {
  const { work, head, controls, environments, catalog } = page
  const { start, end, asOf } = work.window
  const period = `${day(start)} to ${day(new Date(end.getTime() - 1))}`
  yield `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Evidence ${escapeHtml(period)}</title>
<style>${INDEX_STYLE}</style>
</head>
<body>
<main>
<h1>Evidence, ${escapeHtml(period)}</h1>
`
  yield facts([
    ['Organisation', head.org ?? 'not given'],
    ['Scope', head.scope],
    ['As of', asOf.toISOString()],
    ['Bundle', head.sequence === null ? head.kind : `number ${head.sequence}, ${head.kind}`],
    ['Made by', `${head.generator.name} ${head.generator.version}`],
    ['Signed', 'no: check where you received this bundle from'],
  ])
  yield completenessSection(head.completeness)
  yield '<h2 id="frameworks">Frameworks</h2>\n'
  yield '<p>States on the last day covered. A result supports a control; it does not fulfil it.</p>\n'
  yield table(
    'Coverage and conformance by framework',
    ['Environment', 'Framework', 'Assessed of in scope', 'Satisfied of assessed', 'With exceptions', 'Not satisfied'],
    head.summary.controls.map(({ environment, framework, counts, coverage, conformance }) => [
      text(environment),
      text(titleOf(catalog, framework)),
      `${coverage.numerator} of ${coverage.denominator}`,
      `${conformance.numerator} of ${conformance.denominator}`,
      String(conformance.withExceptions),
      String(counts.fail),
    ]),
  )
  yield sourcesSection(page)
  yield '<h2 id="files">Files</h2>\n<ul>\n'
  for (const path of KEY_FILES) if (work.writer.has(path)) yield `<li>${link(path, path)}</li>\n`
  yield `</ul>\n<p>How to verify: ${link('README.txt', 'README.txt')} and ${link('verify.sh', 'verify.sh')}.</p>\n<h2 id="controls">Controls</h2>\n`
  yield `<p>Days are satisfied / observed / in the period.</p>\n`
  for (const [framework, own] of Map.groupBy(controls, ({ record }) => record.framework)) {
    yield `<h3>${text(titleOf(catalog, framework))}</h3>\n`
    yield* tableLines(
      `Controls of ${titleOf(catalog, framework)}`,
      ['Control', 'Title', ...environments.flatMap((environment) => [environment, 'Days']), 'Checks', 'Exceptions'],
      own.map((control) => controlCells(control, environments)),
    )
  }
  yield '</main>\n</body>\n</html>\n'
}

const KEY_FILES = [
  'index.csv',
  'coverage/sources.json',
  'coverage/counts.json',
  'coverage/queries.sql',
  'exceptions/register.csv',
  'exceptions/register.json',
  'metrics/trend.csv',
  'metrics/teams.csv',
  'scope/period.json',
  'scope/derivation.md',
]

function completenessSection({ status, gaps, truncations, omissions }: Manifest['completeness']): string {
  const heading = `<h2 id="completeness">Completeness: <strong class="${status}">${status}</strong></h2>\n`
  if (status === 'complete')
    return `${heading}<p>Every source that was live was read completely on every day of the period, and all counts add up.</p>\n`
  const rows = [
    ...gaps.map((gap) => [
      text(gap.feed ? `${gap.source} (${gap.feed})` : gap.source),
      text(gap.from),
      text(gap.to),
      text(gap.reason),
      String(gap.controlsAffected.length),
    ]),
    ...truncations.map((cut) => [
      text(`${cut.source} (${cut.feed})`),
      '',
      '',
      text(cut.reason),
      String(cut.controlsAffected.length),
    ]),
    ...omissions.map(({ what, from, to, reason }) => [text(what), text(from ?? ''), text(to ?? ''), text(reason), '']),
  ]
  return `${heading}${table('What is missing', ['What', 'From', 'To', 'Why', 'Controls affected'], rows)}`
}

function sourcesSection({ work, coverage }: Page): string {
  const feedsOf = Map.groupBy(coverage, ({ source }) => source.id)
  const days = work.window.days.length
  const rows = work.sources
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(({ id, name, kind, environment }) => {
      const feeds = feedsOf.get(id) ?? []
      const cells = [text(name), kind, text(environment)]
      if (!feeds.length) return [[...cells, 'nothing received', '', '']]
      return feeds.map((feed) => {
        const read = [...feed.days.values()].filter(({ complete }) => complete > 0).length
        return [
          ...cells,
          text(feed.feed),
          `${read} of ${days}`,
          feed.gaps.length ? `<strong class="partial">${feed.gaps.length}</strong>` : '0',
        ]
      })
    })
  const heads = ['Source', 'Kind', 'Environment', 'Feed', 'Days with a complete scan', 'Gaps']
  return `<h2 id="sources">Sources</h2>\n${table('Sources and how they were read', heads, rows)}`
}

function controlCells({ record, path, periods, headings, checks, exceptions }: WrittenControl, environments: string[]) {
  return [
    link(path, record.id),
    text(record.title),
    ...environments.flatMap((environment) => {
      const period = periods.get(environment)
      if (!period) return [text(headingWords(headings.get(environment))), '']
      const { satisfied, observed, window } = period.days
      return [
        `<span class="${period.end.state}">${text(stateWords(period.end))}</span>`,
        `${satisfied} / ${observed} / ${window}`,
      ]
    }),
    String(checks),
    String(exceptions),
  ]
}

const text = escapeHtml
const day = (time: Date): string => time.toISOString().slice(0, 10)
const link = (path: string, label: string): string => `<a href="${escapeHtml(path)}">${text(label)}</a>`
const titleOf = ({ frameworks }: CatalogRecords, id: string): string => frameworks.find((f) => f.id === id)?.title ?? id

const facts = (pairs: [string, string][]): string =>
  `<dl>\n${pairs.map(([name, value]) => `<dt>${text(name)}</dt><dd>${text(value)}</dd>`).join('\n')}\n</dl>\n`

const table = (caption: string, heads: string[], rows: string[][]): string =>
  [...tableLines(caption, heads, rows)].join('')

/** Cells are HTML already; heads and caption are text. */
function* tableLines(caption: string, heads: string[], rows: string[][]): Generator<string> {
  const cells = heads.map((head) => `<th scope="col">${text(head)}</th>`).join('')
  yield `<div class="wide"><table>\n<caption>${text(caption)}</caption>\n<thead><tr>${cells}</tr></thead>\n<tbody>\n`
  for (const row of rows) yield `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>\n`
  yield '</tbody>\n</table></div>\n'
}
