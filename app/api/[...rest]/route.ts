import { problem } from '#app/_server/problem.ts'

const nothing = (): Response =>
  problem(404, 'Not found', 'The API has nothing at this address; see /api/v1/openapi.json.')

export { nothing as DELETE, nothing as GET, nothing as HEAD, nothing as PATCH, nothing as POST, nothing as PUT }
