import { readdir } from 'node:fs/promises'

/** The addresses of the web program as Next knows them, from its files: `/findings/[key]`, `/api/v1/bundles`. */
export async function listRoutes(folder: string, file: 'page.tsx' | 'route.ts'): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() && entry.name === file)
    .map(({ parentPath }) => parentPath.replaceAll('\\', '/').replace(/^app/, ''))
    .map((path) => path.replace(/\/\([^/]+\)/g, '') || '/')
    .sort()
}
