/** The group of an `apiVersion`, without the version; the core group is empty. */
export function apiGroup(apiVersion: unknown): string {
  if (typeof apiVersion !== 'string') return ''
  const slash = apiVersion.indexOf('/')
  return slash < 0 ? '' : apiVersion.slice(0, slash)
}
