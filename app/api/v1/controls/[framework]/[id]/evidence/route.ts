import { doors } from '#app/api/_answer/doors.ts'
import { listControlEvidence } from '#app/api/_operations/list-control-evidence.ts'

export const { GET, HEAD } = doors(listControlEvidence)
