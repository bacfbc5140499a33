import { Refused } from '#app/api/_answer/refused.ts'
import { isPlace, type OrderColumn } from '#lib/queries/keyset.ts'

/** A cursor of another list would begin anywhere. */
export function refuseForeignCursor(
  asked: { after?: string | undefined; before?: string | undefined },
  order: readonly OrderColumn[],
): void {
  for (const name of ['after', 'before'] as const)
    if (asked[name] !== undefined && !isPlace(asked[name], order))
      throw new Refused(400, `${name}: is not a cursor of this list`)
}
