import type { Db } from '#lib/db/connect.ts'
import type { Actor } from '#lib/domain/actor.ts'
import { demand } from '#lib/domain/permission.ts'
import { isEverything } from '#lib/domain/scope.ts'
import { ProductError } from '#lib/errors.ts'
import type { Period } from '#lib/evidence/bundle-window.ts'
import { createBundleRow } from '#lib/evidence/create-bundle-row.ts'
import { refuseSecondBundle } from './refuse-second-bundle.ts'

type Request = { period: Period; kind: 'monthly' | 'on-demand'; by: Actor; now: Date }

/**
 * Puts a bundle in the queue, from which a worker takes it. A period that has not begun is `invalid`; one whose bundle is
 * queued or being made already is a `conflict`. It holds everything, so that only who sees everything may ask for it.
 */
export async function requestBundle(
  db: Db,
  { period, kind, by, now }: Request,
): Promise<{ id: string; sequence: number }> {
  demand(by, 'bundle.make')
  if (!isEverything(by.scope))
    throw new ProductError('forbidden', 'A bundle holds everything: somebody who may see everything makes it.')
  await refuseSecondBundle(db, period, null)
  return createBundleRow(db, { kind, period, by, now })
}
