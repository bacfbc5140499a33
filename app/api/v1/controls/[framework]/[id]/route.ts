import { doors } from '#app/api/_answer/doors.ts'
import { getControl } from '#app/api/_operations/get-control.ts'

export const { GET, HEAD } = doors(getControl)
