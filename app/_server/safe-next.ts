import type { Route } from 'next'

/** Where to go after signing in: a path of ours, and nothing that a browser would read as another site. */
export function safeNext(next: unknown): Route {
  if (typeof next !== 'string' || !/^\/(?![/\\])[^\s\\]*$/.test(next)) return '/'
  // A path of ours is checked above; which pages exist is not known to this function.
  return next as Route
}
