import { hash } from 'node:crypto'
import type { ScanFile } from '#lib/ingest/scan.ts'
import { parsePolicyExceptions } from '#lib/sources/policy-exception/parse.ts'
import type { Calendar } from './calendar.ts'
import type { ExceptionObject } from './captured.ts'
import type { Listing } from './report-files.ts'
import { type ClusterStory, EXCEPTIONS } from './story.ts'

const EXPIRES = 'exceptions.example.com/expires'
const TTL = 'cleanup.kyverno.io/ttl'
const DAYS_BEFORE = 30

type When = { day: number; calendar: Calendar; listing: Listing }

/** The PolicyExceptions that a cluster holds on a day, as a document beside its reports. */
export function exceptionFile(
  known: readonly ExceptionObject[],
  cluster: ClusterStory,
  { day, calendar, listing: { now, keepsBodies } }: When,
): ScanFile {
  const objects = exceptionObjects(known, cluster, day, calendar)
  const text = `${JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects })}\n`
  const { exceptions, ...counts } = parsePolicyExceptions(objects, { now })
  return {
    name: 'policyexceptions.json',
    digest: hash('sha256', text),
    bytes: Buffer.byteLength(text),
    mediaType: 'application/json',
    parsed: {
      format: 'policy-report',
      entries: exceptions.length,
      results: [],
      checks: [],
      subjects: [],
      truncated: [],
      absence: 'not_evaluated',
      exceptions,
      ...counts,
    },
    ...(keepsBodies && { body: Buffer.from(text) }),
  }
}

/** The objects with the story's dates in the places where they have theirs. */
function exceptionObjects(
  known: readonly ExceptionObject[],
  cluster: ClusterStory,
  day: number,
  calendar: Calendar,
): object[] {
  return known.flatMap((object) => {
    const story = EXCEPTIONS[object.metadata.name]
    const from = story?.from === undefined ? -DAYS_BEFORE : calendar.moment(story.from)
    if (!story?.clusters.includes(cluster.name) || day < from) return []
    const { ends } = story
    const endDay = typeof ends === 'string' ? calendar.moment(ends) : calendar.days - 1 + ends.daysLater
    return [withDates(object, calendar.at(from, 300), calendar.at(endDay, 0))]
  })
}

function withDates({ metadata, spec, ...object }: ExceptionObject, from: Date, end: Date): object {
  const day = end.toISOString().slice(0, 10)
  const { annotations, labels } = metadata
  return {
    ...object,
    metadata: {
      ...metadata,
      creationTimestamp: from.toISOString().replace(/\.\d+/, ''),
      ...(annotations && { annotations: { ...annotations, ...(annotations[EXPIRES] && { [EXPIRES]: day }) } }),
      ...(labels && { labels: { ...labels, ...(labels[TTL] && { [TTL]: day }) } }),
    },
    spec: { ...spec, ...(spec.expiresAt && { expiresAt: `${day}T00:00:00Z` }) },
  }
}
