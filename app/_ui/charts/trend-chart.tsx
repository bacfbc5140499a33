'use client'

import { AreaChart } from '@mantine/charts'
import { SEVERITIES } from '#lib/domain/severity.ts'
import type { TrendModel } from './prepare-trend.ts'

export const TREND_HEIGHT = 260

const ORDER: readonly unknown[] = SEVERITIES
const worstFirst = ({ dataKey }: { dataKey?: unknown }): number => ORDER.indexOf(dataKey)

/** Draws a prepared trend: stacked, worst on top, straight segments, gaps left open. */
export function TrendChart({ model, height = TREND_HEIGHT }: { model: TrendModel; height?: number }) {
  return (
    <AreaChart
      h={height}
      data={model.rows}
      dataKey="label"
      series={model.series.toReversed()}
      type="stacked"
      curveType="linear"
      connectNulls={false}
      withDots={false}
      withGradient={false}
      fillOpacity={0.45}
      strokeWidth={1.5}
      withLegend
      legendProps={{ verticalAlign: 'bottom', height: 32, itemSorter: worstFirst }}
      tooltipAnimationDuration={0}
      areaProps={{ isAnimationActive: false }}
      xAxisProps={{ minTickGap: 40, interval: 'preserveStartEnd' }}
      yAxisProps={{ width: 44, allowDecimals: false }}
      {...(model.filling && {
        referenceLines: [{ x: model.filling, label: 'today, still filling', labelPosition: 'insideTopRight' as const }],
      })}
    />
  )
}
