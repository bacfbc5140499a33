'use client'

import { BarChart } from '@mantine/charts'
import type { FlowModel } from './prepare-flow.ts'

export const FLOW_HEIGHT = 260

/** Draws new against fixed, week by week. */
export function FlowChart({ model }: { model: FlowModel }) {
  return (
    <BarChart
      h={FLOW_HEIGHT}
      data={model.rows}
      dataKey="label"
      series={[
        { name: 'new', color: 'var(--tone-caution)' },
        { name: 'fixed', color: 'var(--tone-good)' },
      ]}
      withLegend
      legendProps={{ verticalAlign: 'bottom', height: 32, itemSorter: null }}
      tooltipAnimationDuration={0}
      barProps={{ isAnimationActive: false }}
      maxBarWidth={18}
      xAxisProps={{ minTickGap: 16 }}
      yAxisProps={{ width: 44, allowDecimals: false }}
    />
  )
}
