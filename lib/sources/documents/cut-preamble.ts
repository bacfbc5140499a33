const OBJECT_KEY =
  /^["']?(?:apiVersion|kind|metadata|items|spec|status|results|summary|scope|source|configuration)["']?\s*:/
const DOCUMENT_START = /^(?:apiVersion:|\{|\[\s*[{\]])/m

/** Takes off what a command line tool prints before its document: warnings, counts, a heading between rules. */
export function cutPreamble(text: string): string {
  const first = /^[ \t]*(?![#%])(\S.*)$/m.exec(text)?.[1] ?? ''
  if (first === '' || /^[{[]/.test(first) || OBJECT_KEY.test(first)) return text
  const start = DOCUMENT_START.exec(text)
  return start ? text.slice(start.index) : text
}
