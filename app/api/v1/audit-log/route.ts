import { doors } from '#app/api/_answer/doors.ts'
import { listAuditLog } from '#app/api/_operations/list-audit-log.ts'

export const { GET, HEAD } = doors(listAuditLog)
