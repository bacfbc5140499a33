import { doors } from '#app/api/_answer/doors.ts'
import { listControls } from '#app/api/_operations/list-controls.ts'

export const { GET, HEAD } = doors(listControls)
