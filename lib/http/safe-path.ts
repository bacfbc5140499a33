/** A path of ours, or the start: nothing that a browser would read as another site. */
export const safePath = (path: unknown): string =>
  typeof path === 'string' && /^\/(?![/\\])[^\s\\]*$/.test(path) ? path : '/'
