import { z } from 'zod'
import { Catalog } from './catalog.ts'
import { MappingEntry } from './mapping-entry.ts'
import { readData, readDataVersion } from './read-data.ts'

/** The frameworks in the order they are shown. */
export const FRAMEWORKS = ['soc2', 'pci-dss-4.0.1', 'hipaa', 'iso-27001-2022', 'nist-800-53-r5'] as const

export type Catalogs = {
  frameworks: { catalog: Catalog; sha256: string }[]
  mappings: { entries: MappingEntry[]; sha256: string }
}

let checked: Promise<Catalogs> | undefined

/** The catalogues and mappings that ship with the product, read and checked once in a process. */
export function readCatalogs(): Promise<Catalogs> {
  checked ??= readAll().catch((error: unknown) => {
    checked = undefined
    throw error
  })
  return checked
}

async function readAll(): Promise<Catalogs> {
  const frameworks: Catalogs['frameworks'] = []
  for (const framework of FRAMEWORKS) {
    const { data, sha256 } = await readData(framework, Catalog)
    if (data.framework !== framework) throw new Error(`lib/controls/data/${framework}.json is of ${data.framework}`)
    frameworks.push({ catalog: data, sha256 })
  }
  const { data: entries, sha256 } = await readData('mappings', z.array(MappingEntry))
  return { frameworks, mappings: { entries, sha256 } }
}

/** SHA-256 by framework, and of the mappings, without parsing them. */
export async function readCatalogVersions(): Promise<{ frameworks: Record<string, string>; mappings: string }> {
  const versions = await Promise.all(FRAMEWORKS.map(async (name) => [name, await readDataVersion(name)] as const))
  return { frameworks: Object.fromEntries(versions), mappings: await readDataVersion('mappings') }
}
