/** Runs once in the web program, before its first request. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { markLocalRequests } = await import('#app/_server/mark-local-requests.ts')
  markLocalRequests()
}
