import { doors } from '#app/api/_answer/doors.ts'
import { listMetricPoints } from '#app/api/_operations/list-metric-points.ts'

export const { GET, HEAD } = doors(listMetricPoints)
