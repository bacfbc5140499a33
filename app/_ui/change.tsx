import { formatNumber } from './format-number.ts'
import { toneColor } from './theme.ts'

type Props = {
  now: number
  /** Null: nobody counted then. */
  before: number | null
  /** Completes "+3 …": "in 30 days". */
  since: string
}

/** How a number of open findings moved. More is bad, fewer is good, and unknown is neither. */
export function Change({ now, before, since }: Props) {
  if (before === null) return <span>no count from then</span>
  const change = now - before
  if (change === 0) return <span>unchanged {since}</span>
  return (
    <span>
      <span style={{ color: toneColor(change > 0 ? 'bad' : 'good'), fontWeight: 550 }}>
        {change > 0 ? '▲ +' : '▼ −'}
        {formatNumber(Math.abs(change))}
      </span>{' '}
      {since}
    </span>
  )
}
