import type { Question } from './snapshot.ts'

/** The questions of an export as one SQL file: exactly what was asked, each with what it is for. */
export function queriesText(questions: Question[]): string {
  const parts = questions.map(({ name, about, sql }) => `-- ${name}\n-- ${about}\n${sql.trim()};\n`)
  return `-- The queries of this bundle, all on one REPEATABLE READ read-only snapshot. $1, $2 … are values, never text.\n\n${parts.join('\n')}`
}
