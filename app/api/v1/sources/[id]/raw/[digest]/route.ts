import { doors } from '#app/api/_answer/doors.ts'
import { downloadOriginal } from '#app/api/_operations/download-original.ts'

export const { GET, HEAD } = doors(downloadOriginal)
