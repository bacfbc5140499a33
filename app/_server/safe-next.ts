import type { Route } from 'next'
import { safePath } from '#lib/http/safe-path.ts'

/** Where to go after signing in. That it is a path of ours is sure; which pages exist is not known here. */
export const safeNext = (next: unknown): Route => safePath(next) as Route
