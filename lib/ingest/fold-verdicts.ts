import { hash } from 'node:crypto'
import type { Result, Subject } from '#lib/domain/result.ts'
import { subjectText } from '#lib/domain/subject-key.ts'
import { keyOf } from './key-of.ts'
import type { CheckIds } from './register-checks.ts'
import { byKey, codeOf, distinct, type VerdictRow, verdictRow } from './verdict-row.ts'

/** A stretch of results of one document that speak of the same subject. */
type Run = { results: readonly Result[]; from: number; to: number; file: number; own: boolean }
type Group = { subject: Subject; runs: Run[]; instances: Set<string> | undefined }

type Settled = { plain?: Plain | undefined; settle?: () => VerdictRow[]; instances?: string[] | undefined }
/** What is known of a group that needs no settling. */
type Plain = { hash: string; size: number }

/** Everything one scan says of one subject. Rows are made when somebody asks: most subjects have not changed. */
export class SubjectVerdicts {
  readonly key: string
  readonly subject: Subject
  /** Covers check, part, verdict and the severity of what does not pass: never message or time. */
  hash: string
  /** Names of the instances folded into it (pods of a workload); undefined when it spoke for itself. */
  readonly instances: string[] | undefined
  #rows: VerdictRow[] | undefined
  readonly #settle: (() => VerdictRow[]) | undefined
  readonly #plainSize: number | undefined

  constructor(subject: Subject, key: string, settled: Settled = {}) {
    this.subject = subject
    this.key = key
    this.instances = settled.instances
    this.#settle = settled.settle
    this.#plainSize = settled.plain?.size
    this.hash = settled.plain?.hash ?? hashOfRows(this.rows)
  }

  /** In order of check and part, one row each. */
  get rows(): VerdictRow[] {
    this.#rows ??= this.#settle?.() ?? []
    return this.#rows
  }

  /** How many rows there are, without making them. */
  get size(): number {
    return this.#rows?.length ?? this.#plainSize ?? this.rows.length
  }

  /** Takes in rows from elsewhere and hashes again. */
  add(rows: VerdictRow[]): void {
    this.#rows = distinct([...this.rows, ...rows].sort(byKey))
    this.hash = hashOfRows(this.#rows)
  }
}

/**
 * Groups results by subject and settles one verdict for each check and part: a workload's own result wins over those of
 * its instances; among equals the worst wins.
 */
export function foldVerdicts(
  files: { results: Result[]; subjects: Subject[] }[],
  checks: CheckIds,
  ownerOf: (subject: Subject) => Subject = (subject) => subject,
): Map<string, SubjectVerdicts> {
  const groups = groupBySubject(files, ownerOf)
  const folded = new Map<string, SubjectVerdicts>()
  for (const [text, group] of groups) {
    const key = keyOf(text)
    const plain = hashPlain(group, checks)
    const settle = () => settleGroup(group, checks)
    const instances = group.instances && [...group.instances].sort()
    folded.set(key, new SubjectVerdicts(group.subject, key, { plain, settle, instances }))
  }
  return folded
}

function groupBySubject(
  files: { results: Result[]; subjects: Subject[] }[],
  ownerOf: (subject: Subject) => Subject,
): Map<string, Group> {
  const groups = new Map<string, Group>()
  const groupOf = (subject: Subject, owner: Subject): Group => {
    const text = subjectText(owner)
    let group = groups.get(text)
    if (!group) {
      group = { subject: owner, runs: [], instances: undefined }
      groups.set(text, group)
    }
    if (owner !== subject) {
      group.instances ??= new Set()
      group.instances.add(subject.name)
    }
    return group
  }
  for (const [file, { results, subjects }] of files.entries()) {
    for (let from = 0; from < results.length; ) {
      const subject = results[from]?.subject
      if (!subject) break
      let to = from + 1
      while (to < results.length && results[to]?.subject === subject) to++
      const owner = ownerOf(subject)
      groupOf(subject, owner).runs.push({ results, from, to, file, own: owner === subject })
      from = to
    }
    for (const subject of subjects) groupOf(subject, ownerOf(subject))
  }
  return groups
}

let scratch = new Int32Array(256)

/** The hash of a group with one run of its own, no parts and no check twice. Undefined for any other. */
function hashPlain({ runs }: Group, checks: CheckIds): Plain | undefined {
  const [run] = runs
  if (!run || runs.length > 1 || !run.own) return undefined
  const { results, from, to } = run
  const length = to - from
  if (scratch.length < length) scratch = new Int32Array(length * 2)
  for (let i = 0; i < length; i++) {
    const result = results[from + i]
    if (!result || result.part) return undefined
    scratch[i] = codeOf(checks.idOf(result.check), result)
  }
  const codes = scratch.subarray(0, length).sort()
  for (let i = 1; i < length; i++) if ((codes[i] ?? 0) >> 7 === (codes[i - 1] ?? 0) >> 7) return undefined
  return { hash: digest(Buffer.from(codes.buffer, 0, length * 4)), size: length }
}

function hashOfRows(rows: readonly VerdictRow[]): string {
  let parts = ''
  const codes = Int32Array.from(rows, (row, i) => {
    if (row.part) parts += `${i}:${row.part}\0`
    return row.code
  })
  const bytes = Buffer.from(codes.buffer)
  return digest(parts ? Buffer.concat([bytes, Buffer.from(parts)]) : bytes)
}

const digest = (bytes: Buffer): string => hash('sha256', bytes, 'hex').slice(0, 32)

function settleGroup({ runs }: Group, checks: CheckIds): VerdictRow[] {
  const own: VerdictRow[] = []
  const folded: VerdictRow[] = []
  for (const { results, from, to, file, own: isOwn } of runs)
    for (const result of results.slice(from, to))
      (isOwn ? own : folded).push(verdictRow(checks.idOf(result.check), result, file))
  const spoken = new Set(own.map((row) => row.checkId))
  return distinct([...own, ...folded.filter((row) => !spoken.has(row.checkId))].sort(byKey))
}
