const MAX_LEVELS = 3
const MAX_PATHS = 2000
const MAX_VALUE_LENGTH = 200

/** The outer keys of a JSON text that may be cut anywhere: `apiVersion`, `items[].apiVersion`, `[].filename`, with their texts. */
export type JsonOutline = { root: 'object' | 'list' | 'other'; paths: Map<string, string | undefined> }

type Level = { list: boolean; path: string; key: string; awaitsKey: boolean }

/** Scans for keys without parsing, so that it costs little and never fails; stops when `enough` says so. */
export function outlineJson(text: string, maxLength: number, enough: (outline: JsonOutline) => boolean): JsonOutline {
  const start = text.search(/\S/)
  const first = text[start]
  const outline: JsonOutline = { root: first === '{' ? 'object' : first === '[' ? 'list' : 'other', paths: new Map() }
  if (outline.root === 'other') return outline
  const levels: Level[] = []
  let deeper = 0
  const end = Math.min(text.length, maxLength)

  for (let at = start; at < end; at++) {
    const character = text[at]
    const level = deeper === 0 ? levels.at(-1) : undefined
    if (character === '{' || character === '[') {
      if (levels.length === MAX_LEVELS) deeper++
      else levels.push({ list: character === '[', path: pathInside(level), key: '', awaitsKey: character === '{' })
    } else if (character === '}' || character === ']') {
      if (deeper > 0) deeper--
      else levels.pop()
      if (levels.length === 0) break
    } else if (character === ',') {
      if (level) level.awaitsKey = !level.list
    } else if (character === '"') {
      const close = closingQuote(text, at)
      if (level && !level.list) {
        noteText(outline.paths, level, text.slice(at + 1, Math.min(close, at + 1 + MAX_VALUE_LENGTH)))
        if (outline.paths.size > MAX_PATHS || enough(outline)) break
      }
      at = close
    }
  }
  return outline
}

/** A text in an object is a key, or the value of the key before it. */
function noteText(paths: JsonOutline['paths'], level: Level, text: string): void {
  if (level.awaitsKey) {
    level.awaitsKey = false
    level.key = text
    const path = join(level.path, text)
    if (!paths.has(path)) paths.set(path, undefined)
  } else {
    const path = join(level.path, level.key)
    paths.set(path, paths.get(path) ?? text)
  }
}

const join = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`)

const pathInside = (parent: Level | undefined): string =>
  parent ? (parent.list ? `${parent.path}[]` : join(parent.path, parent.key)) : ''

function closingQuote(text: string, open: number): number {
  for (let at = text.indexOf('"', open + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let backslashes = 0
    while (text[at - 1 - backslashes] === '\\') backslashes++
    if (backslashes % 2 === 0) return at
  }
  return text.length
}
