import { doors } from '#app/api/_answer/doors.ts'
import { getBundle } from '#app/api/_operations/get-bundle.ts'

export const { GET, HEAD } = doors(getBundle)
