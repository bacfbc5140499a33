import { doors } from '#app/api/_answer/doors.ts'
import { listAudits } from '#app/api/_operations/list-audits.ts'

export const { GET, HEAD } = doors(listAudits)
