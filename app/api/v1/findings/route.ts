import { doors } from '#app/api/_answer/doors.ts'
import { listFindings } from '#app/api/_operations/list-findings.ts'

export const { GET, HEAD } = doors(listFindings)
