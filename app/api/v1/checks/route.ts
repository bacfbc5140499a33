import { doors } from '#app/api/_answer/doors.ts'
import { listChecks } from '#app/api/_operations/list-checks.ts'

export const { GET, HEAD } = doors(listChecks)
