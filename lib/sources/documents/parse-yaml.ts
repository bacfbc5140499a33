import { Composer, CST, Lexer, Parser } from 'yaml'
import { ProductError } from '#lib/errors.ts'
import { LIMITS } from './limits.ts'

const OPTIONS = {
  version: '1.2',
  schema: 'core',
  resolveKnownTags: false,
  stringKeys: true,
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: 'silent',
} as const

/**
 * The documents of a piece of YAML 1.2 with the core types only. Throws `UnreadableDocument` beyond the limits and an
 * `Error` on wrong syntax. The depth is checked while tokens are read, because composing a deep tree overflows or hangs.
 */
export function parseYaml(text: string): unknown[] {
  if (text.length > LIMITS.yamlPiece)
    throw new ProductError(
      'too-large',
      `a YAML document larger than ${LIMITS.yamlPiece / 1024 / 1024} MiB: send it as JSON`,
    )
  const values: unknown[] = []
  for (const document of new Composer(OPTIONS).compose(readTokens(text))) {
    const [error] = document.errors
    if (error) throw error
    if (document.contents !== null) values.push(document.toJS({ maxAliasCount: LIMITS.aliases }))
  }
  return values
}

function readTokens(text: string): CST.Token[] {
  const parser = new Parser()
  const tokens: CST.Token[] = []
  let aliases = 0
  let before = ''
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) tokens.push(checked(token))
    if (parser.stack.length > LIMITS.depth + 2)
      throw new ProductError('too-large', `nested deeper than ${LIMITS.depth} levels`)
    if (lexeme.startsWith('*') && before !== CST.SCALAR && ++aliases > LIMITS.aliases)
      throw new ProductError('too-large', `more than ${LIMITS.aliases} YAML aliases`)
    before = lexeme
  }
  for (const token of parser.end()) tokens.push(checked(token))
  return tokens
}

function checked(token: CST.Token): CST.Token {
  if (token.type === 'error') throw new Error(token.message)
  return token
}
