import { doors } from '#app/api/_answer/doors.ts'
import { listTeams } from '#app/api/_operations/list-teams.ts'

export const { GET, HEAD } = doors(listTeams)
