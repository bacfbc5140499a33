import { doors } from '#app/api/_answer/doors.ts'
import { getCheck } from '#app/api/_operations/get-check.ts'

export const { GET, HEAD } = doors(getCheck)
