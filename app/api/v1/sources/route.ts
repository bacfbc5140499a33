import { doors } from '#app/api/_answer/doors.ts'
import { listSources } from '#app/api/_operations/list-sources.ts'

export const { GET, HEAD } = doors(listSources)
