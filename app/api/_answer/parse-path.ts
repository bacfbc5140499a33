import type { z } from 'zod'
import { ProductError } from '#lib/errors.ts'

export type PathOf<Path> = Path extends z.ZodObject ? z.infer<Path> : Record<never, never>

/** The parameters of a path. What cannot name anything names nothing: 404. */
export function parsePath<Path extends z.ZodObject>(
  params: Path | undefined,
  sent: Record<string, string>,
): PathOf<Path> {
  if (!params) return {} as PathOf<Path>
  const path = params.safeParse(sent)
  if (!path.success) throw new ProductError('not-found', 'There is nothing of this name.')
  return path.data as PathOf<Path>
}
