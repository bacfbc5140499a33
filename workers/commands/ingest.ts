import { createReadStream } from 'node:fs'
import { glob, readFile, stat } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { createSource } from '#lib/commands/create-source.ts'
import { type DocumentReport, type IngestDocument, ingestDocuments } from '#lib/commands/ingest-documents.ts'
import { program } from '#lib/domain/actor.ts'
import { LIMITS } from '#lib/domain/limits.ts'
import { ProductError } from '#lib/errors.ts'
import { ensureSource } from '#lib/ingest/ensure-source.ts'
import type { RecordedScan } from '#lib/ingest/scan.ts'
import { refreshRollups } from '#lib/metrics/refresh-rollups.ts'
import type { CommandContext } from '../cli.ts'

const OPTIONS = {
  source: { type: 'string' },
  kind: { type: 'string' },
  environment: { type: 'string' },
  complete: { type: 'boolean' },
  partial: { type: 'boolean' },
  repository: { type: 'string' },
  commit: { type: 'string' },
  ref: { type: 'string' },
  run: { type: 'string' },
  category: { type: 'string' },
  at: { type: 'string' },
  json: { type: 'boolean' },
} as const

/** `ingest --source NAME [--kind cluster|pipeline] [--complete] FILE…`: exit 0 when all was read, 3 when part of it was not, 1 when nothing was. */
export async function ingestCommand({ db, argv, now, print }: CommandContext): Promise<number> {
  const { values, positionals } = parse(argv)
  const kind = values.kind ?? (values.repository ? 'pipeline' : 'cluster')
  if (kind !== 'cluster' && kind !== 'pipeline')
    throw new ProductError('invalid', `--kind is cluster or pipeline, not "${kind}"`)
  if (!values.source) throw new ProductError('invalid', 'ingest needs --source NAME')
  if (!positionals.length) throw new ProductError('invalid', 'ingest needs at least one FILE, or - for standard input')
  const at = values.at ? new Date(values.at) : now
  if (Number.isNaN(at.getTime()))
    throw new ProductError('invalid', `--at is a time such as 2026-10-31T12:00:00Z, not "${values.at}"`)

  const names = await expand(positionals)
  const wanted = { name: values.source.trim(), kind, ...pick(values, 'environment', 'repository') } as const
  await createSource(db, { wanted, by: program('cli'), now })
  const source = await ensureSource(db.sql, { ...wanted, now })
  let done = 0
  const progress = (report: DocumentReport) => {
    done++
    if (process.stderr.isTTY)
      process.stderr.write(`\r\x1b[K${done} of ${names.length}: ${report.name}${done === names.length ? '\n' : ''}`)
  }
  const outcome = await ingestDocuments(db, {
    source,
    documents: open(names),
    complete: values.complete === true || (kind === 'pipeline' && values.partial !== true),
    observedAt: at,
    receivedAt: now,
    onDocument: progress,
    ...pick(values, 'repository', 'commit', 'ref', 'run', 'category'),
  })
  if (outcome.scans.some((scan) => !scan.replayed)) await refreshRollups(db, now)
  print(
    values.json
      ? `${JSON.stringify({ source: source.name, ...totals(outcome.scans), ...outcome }, null, 2)}\n`
      : summary(source.name, outcome),
  )
  const unread = outcome.documents.filter((document) => document.error).length
  if (unread === outcome.documents.length) return 1
  return unread || outcome.documents.some((document) => document.rejected.length) ? 3 : 0
}

function parse(argv: string[]) {
  try {
    return parseArgs({ args: argv, options: OPTIONS, allowPositionals: true })
  } catch (error) {
    throw new ProductError('invalid', (error as Error).message)
  }
}

function pick<K extends string>(values: { [key in K]?: string | undefined }, ...keys: K[]): { [key in K]?: string } {
  return Object.fromEntries(keys.flatMap((key) => (values[key] ? [[key, values[key]]] : []))) as { [key in K]?: string }
}

async function expand(patterns: string[]): Promise<string[]> {
  const names: string[] = []
  for (const pattern of patterns) {
    if (pattern === '-' || !/[*?[{]/.test(pattern)) names.push(pattern)
    else for await (const name of glob(pattern)) names.push(name)
  }
  if (!names.length) throw new ProductError('invalid', `no file matches ${patterns.join(' ')}`)
  return [...new Set(names)].sort()
}

async function* open(names: string[]): AsyncGenerator<IngestDocument> {
  for (const name of names) yield { name: name === '-' ? 'standard input' : name, bytes: await load(name) }
}

async function load(name: string): Promise<Uint8Array> {
  try {
    if (name !== '-') {
      const info = await stat(name)
      if (!info.isFile()) throw new ProductError('invalid', `${name} is not a file`)
      if (info.size > LIMITS.inflated)
        throw new ProductError('too-large', `${name} is larger than ${LIMITS.inflated >> 20} MiB`)
    }
    const bytes =
      name === '-'
        ? await buffer(process.stdin)
        : name.endsWith('.gz')
          ? await buffer(createReadStream(name))
          : await readFile(name)
    return bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes, { maxOutputLength: LIMITS.inflated }) : bytes
  } catch (error) {
    if (error instanceof ProductError) throw error
    throw new ProductError('invalid', `${name} cannot be read: ${(error as Error).message}`)
  }
}

const totals = (scans: RecordedScan[]) => ({
  opened: sum(scans, (scan) => scan.opened),
  closed: sum(scans, (scan) => scan.closed),
  changed: sum(scans, (scan) => scan.changed),
  rowsWritten: sum(scans, (scan) => scan.rowsWritten),
})

const sum = <T>(list: T[], pick: (item: T) => number): number => list.reduce((total, item) => total + pick(item), 0)

function summary(source: string, { documents, scans }: { documents: DocumentReport[]; scans: RecordedScan[] }): string {
  const lines: string[] = []
  for (const document of documents) {
    if (document.error) lines.push(`  ${document.name}: not read: ${document.error}`)
    for (const { path, reason } of document.rejected.slice(0, 5))
      lines.push(`  ${document.name}: ${path}: rejected: ${reason}`)
    if (document.rejected.length > 5)
      lines.push(`  ${document.name}: and ${document.rejected.length - 5} more rejected`)
  }
  const total = (pick: (document: DocumentReport) => number) => sum(documents, pick)
  lines.push(
    `${source}: ${documents.length} documents, ${total((d) => d.listed)} entries listed, ${total((d) => d.parsed)} read, ` +
      `${total((d) => d.rejected.length)} rejected, ${total((d) => sum(d.ignored, (i) => i.count))} ignored`,
  )
  for (const scan of scans)
    lines.push(
      `  scan ${scan.scanId}: ${scan.replayed ? 'the same as before, nothing written' : `${scan.opened} opened, ${scan.closed} closed, ${scan.changed} changed`}` +
        `${scan.complete ? '' : ` (partial: ${scan.reason})`}${scan.status === 'superseded' ? ' (older than what is stored: kept, not applied)' : ''}`,
    )
  return `${lines.join('\n')}\n`
}
