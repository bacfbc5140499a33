import type { Sql } from '#lib/db/connect.ts'

/** Makes every one-time link of an address that was not used yet useless. */
export async function withdrawSignInLinks(client: Sql, email: string): Promise<void> {
  // The sign-in library keeps whom a link is for as JSON that begins with the address.
  const begins = JSON.stringify({ email }).slice(0, -1)
  await client.query('DELETE FROM verification WHERE starts_with(value, $1)', [begins])
}
