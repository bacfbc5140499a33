import type { TrustRule } from '#lib/domain/trust-rule.ts'

type Given = Pick<TrustRule, 'kind' | 'audience'> & { source: string; environment?: string | null }

/** What a job has to have so that its own token is asked for and sent: ready to be pasted. */
export function prepareStep({ kind, audience, source, environment }: Given, baseUrl: string): string {
  const door = `${baseUrl}/api/v1/ingest/junit?source=${encodeURIComponent(source)}`
  const place = environment ? `    environment: ${JSON.stringify(environment)}\n` : ''
  if (kind === 'gitlab')
    return `policy:
${place.replace(/^ {4}/, '  ')}  id_tokens:
    MUNIMENT_TOKEN:
      aud: ${JSON.stringify(audience)}
  script:
    - checkov -d . --output junitxml --output-file-path results --soft-fail
    - |
      curl --fail-with-body -H "Authorization: Bearer $MUNIMENT_TOKEN" \\
        --data-binary @results/results_junitxml.xml \\
        "${door}"
  rules:
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
`
  return `jobs:
  policy:
    runs-on: ubuntu-latest
${place}    permissions:
      contents: read
      id-token: write
    steps:
      - uses: actions/checkout@v4
      - run: checkov -d . --output junitxml --output-file-path results --soft-fail
      - name: Send the results to Muniment
        run: |
          token=$(curl --silent --show-error --fail \\
            -H "Authorization: Bearer $ACTIONS_ID_TOKEN_REQUEST_TOKEN" \\
            "$ACTIONS_ID_TOKEN_REQUEST_URL&audience=${encodeURIComponent(audience)}" | jq -r .value)
          curl --fail-with-body -H "Authorization: Bearer $token" \\
            --data-binary @results/results_junitxml.xml \\
            "${door}"
`
}
