import { doors } from '#app/api/_answer/doors.ts'
import { listUsers } from '#app/api/_operations/list-users.ts'

export const { GET, HEAD } = doors(listUsers)
