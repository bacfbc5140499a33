export const HELP = `npm run muniment -- COMMAND

  ingest --source NAME [--kind cluster|pipeline] [--complete] FILE…
                          stores policy results: reports, constraints, SARIF, JUnit; - is standard input
                          [--environment NAME] [--repository R] [--commit SHA] [--ref R] [--run ID] [--category C]
                          [--partial] [--at TIME]
  token create --source NAME [--kind pipeline|cluster] [--name N] [--days 90]
                          a token that stores results of one source
  token create --read --role admin|officer|member [--team SLUG…] [--environment NAME…] [--source-limit NAME…]
                          a token that reads through the API what such a user would see
  token create --metrics  a token that reads /metrics
  token list | token revoke ID
  clusters [--choose A,B | --all]
                          the contexts of KUBECONFIG, and which of them the worker reads
  bundle --period 2026-10 --out DIR
                          writes the evidence of a month (or 2026-10-01..2026-10-15)
  verify DIR              checks a bundle: 0 intact and complete, 1 tampered, 3 intact but partial
  doctor                  says whether the database and this version agree, and whether the audit log is as it was written
  sign-in-link            prints a one-time link for the administrator
  demo                    fills an empty installation with the 90-day story
  migrate                 brings the database up to date

Every command takes --json. Exit codes: 0 done, 1 refused or tampered, 2 wrong use, 3 intact but partial.
`
