import { plainText, type Verification } from '#lib/evidence/check-contents.ts'

const SHOWN = 20

/** What a partial bundle says is missing, a line each, the first twenty of each sort. */
export function missingLines({
  gaps,
  truncations,
  omissions,
}: Pick<Verification, 'gaps' | 'truncations' | 'omissions'>): string {
  return [
    ...some(
      gaps.map(({ source, feed, from, to, reason, controlsAffected }) => {
        const place = feed ? `${source} (${feed})` : source
        return `gap: ${place} from ${from} to ${to}: ${reason}; ${controlsAffected.length} controls affected`
      }),
    ),
    ...some(truncations.map(({ source, feed, reason }) => `truncated: ${source} (${feed}): ${reason}`)),
    ...some(
      omissions.map(
        ({ what, from, to, reason }) => `left out: ${what}${from ? ` from ${from} to ${to}` : ''}: ${reason}`,
      ),
    ),
  ]
    .map((line) => `  ${plainText(line)}\n`)
    .join('')
}

function some(lines: string[]): string[] {
  const shown = lines.slice(0, SHOWN)
  return lines.length > SHOWN ? [...shown, `and ${lines.length - SHOWN} more`] : shown
}
