import { doors } from '#app/api/_answer/doors.ts'
import { listBundles } from '#app/api/_operations/list-bundles.ts'

export const { GET, HEAD } = doors(listBundles)
