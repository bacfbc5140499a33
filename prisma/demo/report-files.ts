import { hash } from 'node:crypto'
import type { ScanFile } from '#lib/ingest/scan.ts'
import { parsePolicyReports } from '#lib/sources/policy-report/parse.ts'
import { type LiveObject, namespaceOf } from './cluster-state.ts'
import { type Report, reportComposer } from './reports.ts'
import type { ClusterStory } from './story.ts'
import type { variantsOf } from './variants.ts'

export type Evaluation = {
  live: ReadonlyMap<string, LiveObject>
  /** Ids of what is new, another than before, or gone. */
  changed: readonly string[]
  at: Date
  /** Policies that do not exist yet. */
  without: ReadonlySet<string>
}
export type Listing = { now: Date; keepsBodies: boolean }
/** The reports of one namespace by object, and the document that lists them as long as it holds; `isKept` once its bytes were handed out. */
type Shelf = { reports: Map<string, Report[]>; file: ScanFile | undefined; isKept: boolean }

/**
 * The reports of one cluster as lists by namespace. Kyverno evaluates what changed; a list whose reports are all as they
 * were is the same document as before, so it is parsed once.
 */
export function reportFiles({ reportApi }: ClusterStory, variantOf: ReturnType<typeof variantsOf>) {
  const compose = reportComposer(reportApi)
  const shelves = new Map<string, Shelf>()

  return {
    evaluate({ live, changed, at, without }: Evaluation): void {
      for (const id of changed) {
        const namespace = namespaceOf(id)
        const shelf: Shelf = shelves.get(namespace) ?? { reports: new Map(), file: undefined, isKept: false }
        shelves.set(namespace, shelf)
        shelf.file = undefined
        shelf.isKept = false
        const object = live.get(id)
        if (!object) {
          shelf.reports.delete(id)
          continue
        }
        const { place, faults, createdAt, owned } = object
        const about = [{ place, createdAt }, ...owned].map((each) => ({
          place: each.place,
          createdAt: each.createdAt,
          service: place.name,
          variant: variantOf(each.place.kind, namespace, faults),
          evaluatedAt: at,
          without,
        }))
        shelf.reports.set(id, about.map(compose))
      }
    },

    /** What listing the reports gives; with `share`, of so many of the namespaces, in order, before it breaks off. */
    list({ now, keepsBodies }: Listing, share = 1): { files: ScanFile[]; namespaces: number } {
      const inOrder = [...shelves].sort(([a], [b]) => (a < b ? -1 : 1))
      const files = inOrder.slice(0, Math.ceil(inOrder.length * share)).map(([namespace, shelf]) => {
        shelf.file ??= makeFile(namespace, shelf, reportApi, now)
        if (!keepsBodies || shelf.isKept) return shelf.file
        shelf.isKept = true
        return { ...shelf.file, body: Buffer.from(listText(shelf, reportApi)) }
      })
      return { files, namespaces: inOrder.length }
    },
  }
}

function makeFile(namespace: string, shelf: Shelf, reportApi: string, now: Date): ScanFile {
  const text = listText(shelf, reportApi)
  const kind = reportApi.startsWith('openreports') ? 'reports' : 'policyreports'
  return {
    name: namespace ? `${kind}/${namespace}.json` : `cluster${kind}.json`,
    digest: hash('sha256', text),
    bytes: Buffer.byteLength(text),
    mediaType: 'application/json',
    parsed: parsePolicyReports(
      inOrderOf(shelf).map(({ object }) => object),
      { now },
    ),
  }
}

/** As the API server lists them: by name. */
const inOrderOf = ({ reports }: Shelf): Report[] =>
  [...reports.values()].flat().sort((a, b) => (a.name < b.name ? -1 : 1))

const listText = (shelf: Shelf, reportApi: string): string =>
  `{"apiVersion":"${reportApi}","kind":"List","items":[\n${inOrderOf(shelf)
    .map(({ text }) => text)
    .join(',\n')}\n]}\n`
