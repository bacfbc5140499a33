import { doors } from '#app/api/_answer/doors.ts'
import { getFinding } from '#app/api/_operations/get-finding.ts'

export const { GET, HEAD } = doors(getFinding)
