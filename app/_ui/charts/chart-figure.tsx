import type { ReactNode } from 'react'
import { type Column, DataTable } from '../data-table.tsx'
import styles from './chart-figure.module.css'

type Props<Row> = {
  /** What the chart says, in a sentence: a chart is not in the server's page, this is. */
  summary: ReactNode
  /** Kept free for the chart, so that nothing moves when it is drawn. */
  height: number
  table: { caption: string; columns: readonly Column<Row>[]; rows: readonly Row[]; rowKey: (row: Row) => string }
  children: ReactNode
}

/** A chart with its summary above and the numbers behind it in a table below. */
export function ChartFigure<Row>({ summary, height, table, children }: Props<Row>) {
  return (
    <figure className={styles.figure}>
      <figcaption className={styles.summary}>{summary}</figcaption>
      <div style={{ minHeight: height }} className={styles.chart}>
        {children}
      </div>
      <details className={styles.details}>
        <summary>Show as a table</summary>
        <div className={styles.table}>
          <DataTable {...table} empty={null} />
        </div>
      </details>
    </figure>
  )
}
