import { readdir, rm } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { writeAuditRow } from '#lib/commands/write-audit-row.ts'
import type { Db } from '#lib/db/connect.ts'
import { inTransaction } from '#lib/db/in-transaction.ts'
import { type Actor, program } from '#lib/domain/actor.ts'
import { EVERYTHING, type Scope } from '#lib/domain/scope.ts'
import { ProductError } from '#lib/errors.ts'
import { getAuditGrant } from '#lib/queries/get-audit-grant.ts'
import { getScope } from '#lib/queries/get-scope.ts'
import { type Claim, type ClaimedBundle, claimBundle } from './claim-bundle.ts'
import { verifyBundle } from './verify-bundle.ts'
import { type BundleResult, writeBundle } from './write-bundle.ts'

type Options = {
  /** The time of the snapshot and of what is noted. */
  now?: () => Date
  /** Where it is written, instead of its place in the data folder. */
  out?: string
  /** Who makes it, for the audit log. */
  by?: Actor
  onProgress?: (text: string) => void
}

const DIGITS = 6

/** The folder of a bundle in the data folder. */
const bundleFolder = (dataDir: string, sequence: number): string =>
  join(dataDir, 'bundles', String(sequence).padStart(DIGITS, '0'))

/**
 * Makes a bundle that was asked for: writes it, verifies what was written, and notes the outcome. One worker makes it;
 * undefined when another is at it or it is done. A bundle whose worker died is made again. A failure is noted with words
 * fit to show, and thrown.
 */
export async function runBundle(
  db: Db,
  bundleId: string,
  dataDir: string,
  { now = () => new Date(), out, by = program('worker'), onProgress }: Options = {},
): Promise<BundleResult | undefined> {
  const claim = await claimBundle(db, bundleId)
  if (!claim) return undefined
  const { bundle } = claim
  const folder = resolve(out ?? bundleFolder(dataDir, bundle.sequence))
  try {
    const result = await make(db, claim, { folder, isOurs: out === undefined, asOf: now(), onProgress })
    await noteDone(db, bundle, { result, now: now(), by })
    return result
  } catch (error) {
    await noteFailed(db, bundle, { error: wordsFor(error), now: now(), by })
    throw error
  } finally {
    await claim.release()
  }
}

type Making = { folder: string; isOurs: boolean; asOf: Date; onProgress: ((text: string) => void) | undefined }

async function make(
  db: Db,
  { bundle, note }: Claim,
  { folder, isOurs, asOf, onProgress }: Making,
): Promise<BundleResult> {
  const progress = async (text: string) => {
    onProgress?.(text)
    await note(text)
  }
  // What an earlier attempt left in our own folder was never noted as done.
  if (isOurs) await rm(folder, { recursive: true, force: true })
  await removeRemains(folder)
  const result = await writeBundle(db, {
    period: { start: bundle.periodStart, end: bundle.periodEnd },
    out: folder,
    asOf,
    scope: await scopeOf(db, bundle.auditId),
    kind: bundle.kind,
    sequence: bundle.sequence,
    bundleId: bundle.id,
    onProgress: progress,
  })
  await progress('verifying')
  const { exit, problems } = await verifyBundle(folder)
  const expected = result.completeness.status === 'complete' ? 0 : 3
  if (exit === expected) return result
  await rm(folder, { recursive: true, force: true })
  throw new ProductError(
    'unavailable',
    `the bundle did not verify after it was written: ${problems[0] ?? 'no reason given'}`,
  )
}

/** Everything, or what one audit lets see. */
async function scopeOf(db: Db, auditId: string | null): Promise<Scope> {
  if (!auditId) return EVERYTHING
  const audit = await getAuditGrant(db, auditId)
  if (!audit) throw new ProductError('not-found', 'the audit of this bundle does not exist any more')
  return getScope(db, { role: 'auditor', limits: {}, audit })
}

/** Folders of attempts that ended before their rename. */
async function removeRemains(folder: string): Promise<void> {
  const names = await readdir(dirname(folder)).catch(() => [])
  for (const name of names)
    if (name.startsWith(`.${basename(folder)}.partial-`))
      await rm(join(dirname(folder), name), { recursive: true, force: true })
}

type Outcome = { now: Date; by: Actor }

async function noteDone(db: Db, bundle: ClaimedBundle, { result, now, by }: Outcome & { result: BundleResult }) {
  const { path, files, bytes, manifestSha256, completeness, summary } = result
  const state = completeness.status
  await inTransaction(db, async (client) => {
    await client.query(
      `UPDATE bundle SET state = $2, progress = NULL, error = NULL, path = $3, files = $4, bytes = $5, manifest_sha256 = $6,
         gaps = $7, summary = $8, finished_at = $9 WHERE id = $1`,
      [
        bundle.id,
        state,
        path,
        files,
        bytes,
        manifestSha256,
        JSON.stringify(completeness.gaps),
        { ...summary, truncations: completeness.truncations, omissions: completeness.omissions },
        now,
      ],
    )
    const detail = { sequence: bundle.sequence, files, bytes, manifestSha256, gaps: completeness.gaps.length }
    await writeAuditRow(client, { at: now, by, action: `bundle.${state}`, object: `bundle:${bundle.id}`, detail })
  })
}

async function noteFailed(db: Db, bundle: ClaimedBundle, { error, now, by }: Outcome & { error: string }) {
  await inTransaction(db, async (client) => {
    await client.query(
      `UPDATE bundle SET state = 'failed', progress = NULL, error = $2, finished_at = $3 WHERE id = $1`,
      [bundle.id, error, now],
    )
    const detail = { sequence: bundle.sequence, error }
    await writeAuditRow(client, { at: now, by, action: 'bundle.failed', object: `bundle:${bundle.id}`, detail })
  })
}

const DISK_WORDS: Record<string, string> = {
  ENOSPC: 'there is no space left where bundles are written',
  EACCES: 'the folder of bundles cannot be written',
  EPERM: 'the folder of bundles cannot be written',
  EROFS: 'the folder of bundles cannot be written',
  EMFILE: 'too many files are open',
}

/** What may be shown to the one who asked; the rest is for the log. */
function wordsFor(error: unknown): string {
  if (error instanceof ProductError) return error.message
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return DISK_WORDS[code] ?? "the export broke off unexpectedly; the worker's log says why"
}
