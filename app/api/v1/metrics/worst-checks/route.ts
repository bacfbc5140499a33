import { doors } from '#app/api/_answer/doors.ts'
import { listWorstChecks } from '#app/api/_operations/list-worst-checks.ts'

export const { GET, HEAD } = doors(listWorstChecks)
