'use server'

import { bundlePlace } from '#app/_server/bundle-place.ts'
import { getDb } from '#app/_server/db.ts'
import { now, requirePermission } from '#app/_server/session.ts'
import { writeAuditRow } from '#lib/commands/write-audit-row.ts'
import { verifyBundle } from '#lib/evidence/verify-bundle.ts'
import { getBundle } from '#lib/queries/get-bundle.ts'

/** What came of verifying: `exit` as the command line has it, 0 whole, 1 not as the manifest says, 3 intact but partial. */
export type CheckState = { exit?: 0 | 1 | 3; words?: string; problems?: string[] }

const SHOWN = 20

/** Verifies the files of a bundle where they lie, and the manifest against the hash that was noted when it was made. */
export async function checkBundle(id: string): Promise<CheckState> {
  const by = await requirePermission('bundle.read')
  const db = getDb()
  const bundle = await getBundle(db, by.scope, id)
  const folder = await bundlePlace(bundle?.path ?? null)
  if (!bundle || !folder)
    return { exit: 1, words: 'Its files are not in the data directory, so nothing can be verified here.' }
  const verified = await verifyBundle(folder)
  const isOther = verified.manifestSha256 !== bundle.manifestSha256
  const problems = [
    ...(isOther ? ['manifest.json: is another than the one noted when the bundle was made'] : []),
    ...verified.problems,
  ]
  const exit = problems.length ? 1 : verified.exit
  await writeAuditRow(db.sql, {
    at: now(),
    by,
    action: 'bundle.verified',
    object: `bundle:${id}`,
    detail: { exit, problems: problems.length },
  })
  const missing = verified.gaps.length + verified.truncations.length + verified.omissions.length
  const words = {
    0: `All ${verified.files} files are as the manifest says, and nothing is missing.`,
    1: `${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}: it is not as it was made.`,
    3: `All ${verified.files} files are as the manifest says. The bundle itself names ${missing} missing ${missing === 1 ? 'thing' : 'things'}.`,
  }[exit]
  return { exit, words, problems: problems.slice(0, SHOWN) }
}
