import { doors } from '#app/api/_answer/doors.ts'
import { downloadBundle } from '#app/api/_operations/download-bundle.ts'

export const { GET, HEAD } = doors(downloadBundle)
