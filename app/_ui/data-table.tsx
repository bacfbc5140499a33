import { Box, Table, TableCaption, TableTbody, TableTd, TableTh, TableThead, TableTr } from '@mantine/core'
import type { ReactNode } from 'react'
import styles from './data-table.module.css'
import type { Href } from './href.ts'
import { TextLink } from './link.tsx'

export type Column<Row> = {
  key: string
  header: ReactNode
  cell: (row: Row) => ReactNode
  /** Numbers stand at the end. */
  align?: 'end'
  nowrap?: boolean
  /** Keeps a readable width for running text. */
  wide?: boolean
  width?: string
  /** Left out on narrower screens; the page that the row links to has it. */
  visibleFrom?: 'sm' | 'lg'
  /** The cell names its row. */
  isRowHeader?: boolean
  sort?: { href: Href; direction?: 'ascending' | 'descending' }
}

type Props<Row> = {
  /** What the table holds; read out to those who do not see its heading. */
  caption: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string | number
  /** Stands in the table's place when there is no row: say what to do next. */
  empty: ReactNode
  showCaption?: boolean
}

/** A server-rendered table. It scrolls by itself on a narrow screen, also with the keyboard; the page never does. */
export function DataTable<Row>({ caption, columns, rows, rowKey, empty, showCaption = false }: Props<Row>) {
  if (!rows.length) return empty
  return (
    <Box component="section" className={styles.scroll} aria-label={`Table: ${caption}`} tabIndex={0}>
      <Table className={styles.table}>
        <TableCaption className={showCaption ? '' : styles.hiddenCaption}>{caption}</TableCaption>
        <TableThead>
          <TableTr>
            {columns.map((column) => (
              <TableTh
                key={column.key}
                scope="col"
                className={classOf(column, styles.head)}
                style={column.width ? { width: column.width } : undefined}
                aria-sort={column.sort?.direction}
              >
                {column.sort ? <SortLink sort={column.sort}>{column.header}</SortLink> : column.header}
              </TableTh>
            ))}
          </TableTr>
        </TableThead>
        <TableTbody>
          {rows.map((row) => (
            <TableTr key={rowKey(row)}>
              {columns.map((column) =>
                column.isRowHeader ? (
                  <TableTh key={column.key} scope="row" className={classOf(column, styles.cell)}>
                    {column.cell(row)}
                  </TableTh>
                ) : (
                  <TableTd key={column.key} className={classOf(column, styles.cell)}>
                    {column.cell(row)}
                  </TableTd>
                ),
              )}
            </TableTr>
          ))}
        </TableTbody>
      </Table>
    </Box>
  )
}

function SortLink({ sort, children }: { sort: NonNullable<Column<never>['sort']>; children: ReactNode }) {
  return (
    <TextLink href={sort.href} className={styles.sort}>
      {children}
      {sort.direction && <span aria-hidden="true">{sort.direction === 'ascending' ? ' ↑' : ' ↓'}</span>}
    </TextLink>
  )
}

const classOf = <Row,>({ align, nowrap, wide, visibleFrom }: Column<Row>, base: string | undefined): string =>
  [
    base,
    align && styles.end,
    nowrap && styles.nowrap,
    wide && styles.wide,
    visibleFrom === 'sm' && styles.fromSm,
    visibleFrom === 'lg' && styles.fromLg,
  ]
    .filter(Boolean)
    .join(' ')
