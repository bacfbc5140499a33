import 'server-only'
import { apiViewer, type Viewer } from '#app/_server/session.ts'
import { demand, type Permission } from '#lib/domain/permission.ts'

/** Who asks, or the answer to who may not. Every request to an operation comes through here before anything is read for it. */
export async function admit(request: Request, permission: Permission | undefined): Promise<Viewer | Response> {
  const viewer = await apiViewer(request)
  if (viewer instanceof Response) return viewer
  if (permission) demand(viewer, permission)
  return viewer
}
