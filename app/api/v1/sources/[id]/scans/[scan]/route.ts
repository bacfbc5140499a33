import { doors } from '#app/api/_answer/doors.ts'
import { getScan } from '#app/api/_operations/get-scan.ts'

export const { GET, HEAD } = doors(getScan)
