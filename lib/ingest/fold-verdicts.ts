import { hash } from 'node:crypto'
import type { Subject } from '#lib/domain/result.ts'
import { subjectText } from '#lib/domain/subject-key.ts'
import { keyOf } from './key-of.ts'
import type { CheckIds } from './register-checks.ts'
import { type Standing, standingOfRows, standingOfRun } from './standing.ts'
import type { Run } from './survey.ts'
import { byKey, codeOf, distinct, type VerdictRow, verdictRow } from './verdict-row.ts'

type Group = { subject: Subject; runs: Run[]; instances: Set<string> | undefined }

/** Everything one scan says of one subject. Rows are made when somebody asks: most subjects have not changed. */
export class SubjectVerdicts {
  readonly key: string
  readonly subject: Subject
  /** Covers check, part, verdict and the severity of what does not pass: never message or time. */
  hash: string
  #rows: VerdictRow[] | undefined
  #standing: Standing | undefined
  readonly #group: Group
  readonly #checks: CheckIds
  /** Nothing to settle: one row a result, in the order they came. */
  readonly #isPlain: boolean

  constructor(key: string, group: Group, checks: CheckIds) {
    this.key = key
    this.subject = group.subject
    this.#group = group
    this.#checks = checks
    const plain = hashPlain(group, checks)
    this.#isPlain = plain !== undefined
    this.hash = plain ?? hashOfRows(this.rows)
  }

  /** One row a check and part; rows of one check are neighbours. */
  get rows(): VerdictRow[] {
    this.#rows ??= this.#isPlain ? ownRows(this.#group, this.#checks) : settleGroup(this.#group, this.#checks)
    return this.#rows
  }

  /** What is stored of it. Kept: several tables are filled from it. */
  get standing(): Standing {
    const [run] = this.#group.runs
    this.#standing ??=
      run && this.#isPlain && !this.#rows ? standingOfRun(run, this.#checks) : standingOfRows(this.rows)
    return this.#standing
  }

  /** How many rows there are; a subject that needed no settling has one a result. */
  get size(): number {
    return this.#rows?.length ?? this.#group.runs.reduce((sum, { from, to }) => sum + to - from, 0)
  }

  /** Names of the instances folded into it (pods of a workload); undefined when it spoke for itself. */
  get instances(): string[] | undefined {
    return this.#group.instances && [...this.#group.instances].sort()
  }

  /** Takes in rows from elsewhere and hashes again. */
  add(rows: VerdictRow[]): void {
    this.#rows = distinct([...this.rows, ...rows].sort(byKey))
    this.#standing = undefined
    this.hash = hashOfRows(this.#rows)
  }
}

/** A subject that the scan does not name at all. */
export const unnamed = (key: string, subject: Subject, checks: CheckIds): SubjectVerdicts =>
  new SubjectVerdicts(key, { subject, runs: [], instances: undefined }, checks)

/**
 * Groups results by subject and settles one verdict for each check and part: a workload's own result wins over those of
 * its instances; among equals the worst wins.
 */
export function foldVerdicts(
  runs: readonly Run[],
  checks: CheckIds,
  ownerOf: (subject: Subject) => Subject = (subject) => subject,
): Map<string, SubjectVerdicts> {
  const folded = new Map<string, SubjectVerdicts>()
  for (const [text, group] of groupBySubject(runs, ownerOf)) {
    const key = keyOf(text)
    folded.set(key, new SubjectVerdicts(key, group, checks))
  }
  return folded
}

function groupBySubject(runs: readonly Run[], ownerOf: (subject: Subject) => Subject): Map<string, Group> {
  const groups = new Map<string, Group>()
  for (const run of runs) {
    const { subject } = run
    const owner = ownerOf(subject)
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
    if (run.to > run.from) group.runs.push(run)
  }
  return groups
}

/** Room for the codes of one subject, by how many there are: most subjects have as many as their neighbours. */
const rooms = new Map<number, { codes: Int32Array; bytes: Buffer }>()

function roomFor(length: number): { codes: Int32Array; bytes: Buffer } {
  let room = rooms.get(length)
  if (!room) {
    const codes = new Int32Array(length)
    room = { codes, bytes: Buffer.from(codes.buffer) }
    if (length < 1_024) rooms.set(length, room)
  }
  return room
}

/** The hash of a group with one run of its own, no parts and no check twice. Undefined for any other. */
function hashPlain({ runs, instances }: Group, checks: CheckIds): string | undefined {
  const [run] = runs
  if (!run || runs.length > 1 || instances) return undefined
  const { results, from, to } = run
  const { codes, bytes } = roomFor(to - from)
  for (let i = 0; i < codes.length; i++) {
    const result = results[from + i]
    if (!result || result.part) return undefined
    codes[i] = codeOf(checks.idOf(result.check), result)
  }
  codes.sort()
  for (let i = 1; i < codes.length; i++) if ((codes[i] ?? 0) >> 7 === (codes[i - 1] ?? 0) >> 7) return undefined
  return digest(bytes)
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

/** The hash of a subject that is there and of which nothing is said. */
export const NO_VERDICT = digest(Buffer.alloc(0))

const ownRows = ({ runs }: Group, checks: CheckIds): VerdictRow[] =>
  runs.flatMap(({ results, from, to, file }) =>
    results.slice(from, to).map((result) => verdictRow(checks.idOf(result.check), result, file)),
  )

function settleGroup({ subject, runs }: Group, checks: CheckIds): VerdictRow[] {
  const own: VerdictRow[] = []
  const folded: VerdictRow[] = []
  for (const run of runs) {
    const rows = isSame(run.subject, subject) ? own : folded
    for (const result of run.results.slice(run.from, run.to))
      rows.push(verdictRow(checks.idOf(result.check), result, run.file))
  }
  const spoken = new Set(own.map((row) => row.checkId))
  return distinct([...own, ...folded.filter((row) => !spoken.has(row.checkId))].sort(byKey))
}

const isSame = (a: Subject, b: Subject): boolean => a === b || subjectText(a) === subjectText(b)
