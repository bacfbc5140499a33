type ColumnType =
  | 'boolean'
  | 'smallint'
  | 'integer'
  | 'bigint'
  | 'timestamptz'
  | 'uuid'
  | 'text'
  | 'jsonb'
  | 'integer[]'
  | 'text[]'
export type Column = readonly [name: string, type: ColumnType]
export type Cell = string | number | boolean | null | undefined | readonly number[] | readonly string[]

const ROOM = (1 << 16) + (1 << 13)
const TWO_TO_32 = 2 ** 32
const YEAR_2000 = Date.UTC(2000, 0)
const OID = { integer: 23, text: 25 }

/**
 * Encodes rows as COPY's binary format wants them: a server spends about a sixth less on them than on text. A uuid is 32 hex
 * digits or a uuid's text, a time a number of ms or an ISO text, jsonb its text.
 */
export class RowEncoder {
  #buffer = Buffer.allocUnsafeSlow(ROOM)
  #view = viewOf(this.#buffer)
  #at = 0
  readonly #same: Uint8Array
  readonly #types: readonly ColumnType[]

  /** `same` are the columns that have one value in all rows; they stand before the others. */
  constructor(same: readonly (readonly [...Column, Cell])[], columns: readonly Column[]) {
    this.#types = columns.map(([, type]) => type)
    this.#int16(same.length + columns.length)
    for (const [, type, cell] of same) this.#cell(type, cell)
    this.#same = this.take()
  }

  /** Bytes that wait to be taken. */
  get size(): number {
    return this.#at
  }

  /** What is encoded so far; the encoder goes on with room of its own. */
  take(): Buffer {
    const taken = this.#buffer.subarray(0, this.#at)
    this.#buffer = Buffer.allocUnsafeSlow(ROOM)
    this.#view = viewOf(this.#buffer)
    this.#at = 0
    return taken
  }

  begin(): void {
    this.#need(SIGNATURE.length)
    this.#bytes(SIGNATURE)
  }

  add(row: readonly Cell[]): void {
    this.#need(this.#same.length)
    this.#bytes(this.#same)
    const types = this.#types
    for (let i = 0; i < types.length; i++) this.#cell(types[i], row[i])
  }

  end(): void {
    this.#need(2)
    this.#int16(-1)
  }

  #cell(type: ColumnType | undefined, cell: Cell): void {
    this.#need(32)
    if (cell === null || cell === undefined) this.#int32(-1)
    else if (typeof cell === 'object') this.#array(type === 'text[]' ? 'text' : 'integer', cell)
    else if (type === 'text') this.#text(String(cell))
    else if (type === 'uuid') this.#uuid(String(cell))
    else if (type === 'jsonb') this.#jsonb(String(cell))
    else this.#scalar(type, cell)
  }

  #scalar(type: ColumnType | undefined, cell: string | number | boolean): void {
    if (type === 'boolean') {
      this.#int32(1)
      this.#buffer[this.#at++] = cell ? 1 : 0
    } else if (type === 'smallint') {
      this.#int32(2)
      this.#int16(Number(cell))
    } else if (type === 'integer') {
      this.#int32(4)
      this.#int32(Number(cell))
    } else {
      this.#int32(8)
      this.#int64(type === 'timestamptz' ? (timeOf(cell) - YEAR_2000) * 1_000 : Number(cell))
    }
  }

  #array(of: keyof typeof OID, cells: readonly (number | string)[]): void {
    this.#need(24 + 8 * cells.length)
    const start = this.#at
    this.#at += 4
    this.#int32(cells.length ? 1 : 0)
    this.#int32(0)
    this.#int32(OID[of])
    if (cells.length) {
      this.#int32(cells.length)
      this.#int32(1)
    }
    for (let i = 0; i < cells.length; i++) {
      const cell = cells[i]
      if (typeof cell === 'string') this.#text(cell)
      else {
        this.#int32(4)
        this.#int32(cell ?? 0)
      }
    }
    this.#view.setInt32(start, this.#at - start - 4)
  }

  #uuid(text: string): void {
    this.#int32(16)
    this.#at += this.#buffer.write(text.length === 32 ? text : text.replaceAll('-', ''), this.#at, 16, 'hex')
  }

  #jsonb(text: string): void {
    this.#need(5 + 3 * text.length)
    const start = this.#at
    this.#buffer[start + 4] = 1 // its version
    const length = this.#buffer.write(text, start + 5)
    this.#int32(length + 1)
    this.#at += length + 1
  }

  #text(text: string): void {
    this.#need(4 + 3 * text.length)
    const start = this.#at
    const storable = text.includes('\0') ? text.replaceAll('\0', '\uFFFD') : text // Postgres text holds no NUL
    const length = storable ? this.#buffer.write(storable, start + 4) : 0
    this.#int32(length)
    this.#at += length
  }

  #int16(value: number): void {
    this.#view.setInt16(this.#at, value)
    this.#at += 2
  }

  #int32(value: number): void {
    this.#view.setInt32(this.#at, value)
    this.#at += 4
  }

  #int64(value: number): void {
    const high = Math.floor(value / TWO_TO_32)
    this.#int32(high)
    this.#view.setUint32(this.#at, value - high * TWO_TO_32)
    this.#at += 4
  }

  #bytes(bytes: Uint8Array): void {
    this.#buffer.set(bytes, this.#at)
    this.#at += bytes.length
  }

  #need(bytes: number): void {
    if (this.#at + bytes <= this.#buffer.length) return
    const larger = Buffer.allocUnsafeSlow(2 * (this.#at + bytes))
    this.#buffer.copy(larger, 0, 0, this.#at)
    this.#buffer = larger
    this.#view = viewOf(larger)
  }
}

/** The words every binary COPY begins with, no flags and no extension. */
const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1')

const viewOf = ({ buffer, byteOffset, length }: Buffer) => new DataView(buffer, byteOffset, length)
const timeOf = (cell: string | number | boolean): number => (typeof cell === 'string' ? Date.parse(cell) : Number(cell))
