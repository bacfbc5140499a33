'use client'

import { AreaChart } from '@mantine/charts'
import type { DaysModel } from './prepare-days.ts'

export const DAYS_HEIGHT = 220

/** Draws what did not pass, day by day. */
export function DaysChart({ model }: { model: DaysModel }) {
  return (
    <AreaChart
      h={DAYS_HEIGHT}
      data={model.rows}
      dataKey="label"
      series={[
        { name: 'fail', color: 'var(--tone-bad)' },
        { name: 'warn', color: 'var(--tone-caution)' },
        { name: 'error', color: 'var(--tone-note)' },
      ]}
      type="stacked"
      curveType="linear"
      connectNulls={false}
      withDots={false}
      withGradient={false}
      fillOpacity={0.45}
      strokeWidth={1.5}
      withLegend
      legendProps={{ verticalAlign: 'bottom', height: 32, itemSorter: null }}
      tooltipAnimationDuration={0}
      areaProps={{ isAnimationActive: false }}
      xAxisProps={{ minTickGap: 40, interval: 'preserveStartEnd' }}
      yAxisProps={{ width: 44, allowDecimals: false }}
    />
  )
}
