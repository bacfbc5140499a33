import { doors } from '#app/api/_answer/doors.ts'
import { getSource } from '#app/api/_operations/get-source.ts'

export const { GET, HEAD } = doors(getSource)
