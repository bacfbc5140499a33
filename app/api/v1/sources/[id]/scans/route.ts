import { doors } from '#app/api/_answer/doors.ts'
import { listScans } from '#app/api/_operations/list-scans.ts'

export const { GET, HEAD } = doors(listScans)
