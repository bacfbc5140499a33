import { doors } from '#app/api/_answer/doors.ts'
import { listFrameworks } from '#app/api/_operations/list-frameworks.ts'

export const { GET, HEAD } = doors(listFrameworks)
