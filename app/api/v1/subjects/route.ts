import { doors } from '#app/api/_answer/doors.ts'
import { listSubjects } from '#app/api/_operations/list-subjects.ts'

export const { GET, HEAD } = doors(listSubjects)
