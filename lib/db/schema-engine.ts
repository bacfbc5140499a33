import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum, DriverAdapterError } from '@prisma/driver-adapter-utils'
import * as engineModule from '@prisma/schema-engine-wasm/schema_engine_bg'
import { DatabaseError } from 'pg'

const MIGRATIONS = fileURLToPath(new URL('../../prisma/migrations', import.meta.url))
const SCHEMA = fileURLToPath(new URL('../../prisma/schema', import.meta.url))

/** Prisma's own schema engine in WebAssembly, over one connection: its lock belongs to a session. */
export async function withSchemaEngine<T>(
  connectionString: string,
  work: (engine: engineModule.SchemaEngine) => Promise<T>,
  shadowUrl?: string,
): Promise<T> {
  await loadEngine()
  const adapter = new MigrationAdapter(connectionString, shadowUrl)
  try {
    const engine = await engineModule.SchemaEngine.new(
      { datamodels: await readDatamodels() },
      () => {},
      bindMigrationAwareSqlAdapterFactory(adapter),
    )
    return await work(engine)
  } catch (error) {
    throw panic ? new Error(`the schema engine stopped: ${panic}`, { cause: error }) : error
  } finally {
    await adapter.close()
  }
}

let loaded: Promise<void> | undefined
let panic: string | undefined
/** The package's own entry imports the .wasm as a module, which Node warns about; instantiating it by hand says nothing. */
function loadEngine(): Promise<void> {
  loaded ??= (async () => {
    const path = fileURLToPath(import.meta.resolve('@prisma/schema-engine-wasm/schema_engine_bg'))
    const bytes = await readFile(path.replace(/\.js$/, '.wasm'))
    const imports = { './schema_engine_bg.js': engineModule as unknown as WebAssembly.ModuleImports }
    // The engine reports a panic here before it stops; without it the panic itself would be hidden.
    Object.assign(globalThis, {
      PRISMA_WASM_PANIC_REGISTRY: {
        set_message: (message: string) => {
          panic = message
        },
      },
    })
    const { instance } = await WebAssembly.instantiate(bytes, imports)
    engineModule.__wbg_set_wasm(instance.exports)
    const start = instance.exports.__wbindgen_start
    if (typeof start === 'function') start()
  })()
  return loaded
}

export async function readDatamodels(): Promise<[string, string][]> {
  const names = (await readdir(SCHEMA)).filter((name) => name.endsWith('.prisma')).sort()
  return Promise.all(
    names.map(async (name): Promise<[string, string]> => [name, await readFile(`${SCHEMA}/${name}`, 'utf8')]),
  )
}

export async function readMigrations(): Promise<engineModule.MigrationList> {
  const entries = await readdir(MIGRATIONS, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
  return {
    baseDir: MIGRATIONS,
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"' },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(
      names.sort().map(async (path) => {
        const value = await readFile(`${MIGRATIONS}/${path}/migration.sql`, 'utf8')
        return { path, migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value } } }
      }),
    ),
  }
}

class MigrationAdapter extends PrismaPg {
  readonly #shadowUrl: string | undefined
  readonly #open: (() => Promise<void>)[] = []

  constructor(connectionString: string, shadowUrl: string | undefined) {
    super({ connectionString, max: 1 })
    this.#shadowUrl = shadowUrl
  }

  override async connect() {
    const adapter = await super.connect()
    return this.#keep(adapter)
  }

  /** The stock adapter would take the database itself for its shadow, and empty it. */
  override async connectToShadowDb() {
    if (!this.#shadowUrl) throw new Error('no shadow database was given')
    const adapter = await new PrismaPg({ connectionString: this.#shadowUrl, max: 4 }).connect()
    return this.#keep(adapter)
  }

  /** The engine disposes of some adapters itself and of others not; each is to be closed once. */
  #keep(adapter: Adapter): Adapter {
    const dispose = adapter.dispose.bind(adapter)
    let closed: Promise<void> | undefined
    adapter.dispose = () => {
      closed ??= dispose()
      return closed
    }
    this.#open.push(adapter.dispose)
    return prepared(adapter)
  }

  async close(): Promise<void> {
    for (const dispose of this.#open) await dispose()
  }
}

type Adapter = Awaited<ReturnType<PrismaPg['connect']>>

function prepared(adapter: Adapter): Adapter {
  // The adapter cuts scripts at every semicolon; sent whole, Postgres runs one as a single transaction.
  adapter.executeScript = async (script) => {
    try {
      await adapter.underlyingDriver().query(script)
    } catch (error) {
      throw error instanceof DatabaseError ? readable(error) : error
    }
  }
  readCatalogueChars(adapter)
  return adapter
}

/** The catalogue's one-byte "char", which the adapter cannot read; fetched as text, declared as a character. */
const CHAR = 18
const TEXT = 25

function readCatalogueChars(adapter: Adapter): void {
  const driver = adapter.underlyingDriver()
  const query = driver.query.bind(driver) as (...args: unknown[]) => Promise<{ fields?: { dataTypeID: number }[] }>
  const queryRaw = adapter.queryRaw.bind(adapter)
  adapter.queryRaw = async (statement) => {
    const columns: number[] = []
    driver.query = (async (...args: unknown[]) => {
      const result = await query(...args)
      for (const [i, field] of (result.fields ?? []).entries()) {
        if (field.dataTypeID !== CHAR) continue
        columns.push(i)
        field.dataTypeID = TEXT
      }
      return result
    }) as typeof driver.query
    const result = await queryRaw(statement)
    for (const i of columns) result.columnTypes[i] = ColumnTypeEnum.Character
    return result
  }
}

const readable = ({ code = '', severity = '', message, detail, column, hint }: DatabaseError) =>
  new DriverAdapterError({ kind: 'postgres', code, severity, message, detail, column, hint })
