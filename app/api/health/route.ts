import { join } from 'node:path'
import { getDb } from '#app/_server/db.ts'
import { getHealth } from '#lib/queries/get-health.ts'

export const dynamic = 'force-dynamic'

/** 200 when every part works; 503 with the same body, in which the failing part says what is wrong, otherwise. */
export async function GET(): Promise<Response> {
  const health = await getHealth(getDb(), new Date(), join(process.cwd(), 'prisma/migrations'))
  return Response.json(health, {
    status: health.status === 'ok' ? 200 : 503,
    headers: { 'cache-control': 'no-store' },
  })
}
