import { doors } from '#app/api/_answer/doors.ts'
import { listExceptions } from '#app/api/_operations/list-exceptions.ts'

export const { GET, HEAD } = doors(listExceptions)
