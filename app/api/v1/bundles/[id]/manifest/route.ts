import { doors } from '#app/api/_answer/doors.ts'
import { getBundleManifest } from '#app/api/_operations/get-bundle-manifest.ts'

export const { GET, HEAD } = doors(getBundleManifest)
