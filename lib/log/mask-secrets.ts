const MASK = '[redacted]'
const NAME = String.raw`[\w.-]{0,40}(?:password|passwd|secret|token|authorization|cookie|api[_-]?key|private[_-]?key)`

/** What looks like a secret, and what is written in its place. Each looks at a bounded stretch of text. */
const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[\s\S]{0,20000}?-----END [A-Z ]{0,30}PRIVATE KEY-----/g, MASK],
  [/\bmnt_[\w-]{6,}/g, `mnt_${MASK}`],
  [/\beyJ[\w-]{8,}\.[\w-]{4,}\.[\w-]*/g, MASK],
  [/\b(Bearer|Basic) +[\w.~+/=-]{6,}/gi, `$1 ${MASK}`],
  // The user of an address may be known, the password not: postgres://user:…@host.
  [/\b([a-z][a-z0-9+.-]{1,20}:\/\/[^\s:@/"']{0,100}):[^\s"'@]{1,300}@/gi, `$1:${MASK}@`],
  // Of an address: ?token=… of a one-time link, code and state of a sign-in.
  [new RegExp(String.raw`([?&](?:${NAME}|code|state|nonce)=)[^&\s"'\\]+`, 'gi'), `$1${MASK}`],
  // "password": "…", also in JSON that is inside a text of JSON, password: '…' and password=….
  [
    new RegExp(
      String.raw`(${NAME}(\\{0,3}["'])?\s{0,3}[:=]\s{0,3}(\\{0,3}["']))(?:(?!\3)(?:\\.|[^\r\n])){1,4000}(?=\3)`,
      'gi',
    ),
    `$1${MASK}`,
  ],
  [new RegExp(String.raw`\b(${NAME}=)[^&\s"'\\;,]+`, 'gi'), `$1${MASK}`],
]

/** A text for a log, without what lets somebody in: tokens, passwords, one-time links, keys. Of JSON it stays JSON. */
export const maskSecrets = (text: string): string =>
  SECRETS.reduce((masked, [pattern, mask]) => masked.replace(pattern, mask), text)
