type Variant = 'bad' | 'mixed' | 'good'
export type UploadStory = {
  category: string
  format: 'sarif' | 'junit'
  /** The captured files, with `*` for the variant. */
  file: string
  /** From a day on, another variant: the same repository before and after faults were repaired. It starts bad. */
  turns: readonly { day: number; variant: Variant }[]
}
export type PipelineStory = { repository: string; uploads: readonly UploadStory[] }

const upload = (format: UploadStory['format'], category: string, file: string, ...turns: [number, Variant][]) => ({
  category,
  format,
  file,
  turns: turns.map(([day, variant]) => ({ day, variant })),
})

/** Three repositories that start bad and become good, with a few relapses. The second never finishes. */
export const PIPELINES: readonly PipelineStory[] = [
  {
    repository: 'example/payments-api',
    uploads: [
      upload('sarif', 'docker', 'conftest/payments-api/*.docker.sarif', [30, 'good']),
      upload(
        'sarif',
        'kubernetes',
        'conftest/payments-api/*.kubernetes.sarif',
        [14, 'mixed'],
        [38, 'good'],
        [57, 'mixed'],
        [64, 'good'],
      ),
      upload('sarif', 'terraform', 'conftest/payments-api/*.terraform.sarif', [22, 'mixed'], [50, 'good']),
      upload(
        'junit',
        'terraform',
        'checkov/payments-api/*.junit.xml',
        [18, 'mixed'],
        [29, 'bad'],
        [32, 'mixed'],
        [52, 'good'],
        [71, 'mixed'],
        [74, 'good'],
      ),
    ],
  },
  {
    repository: 'example/data-pipelines',
    uploads: [
      upload('junit', 'docker', 'conftest/data-pipelines/*.docker.junit.xml', [40, 'good']),
      upload(
        'junit',
        'kubernetes',
        'conftest/data-pipelines/*.kubernetes.junit.xml',
        [33, 'mixed'],
        [47, 'bad'],
        [53, 'mixed'],
      ),
      upload('junit', 'terraform', 'conftest/data-pipelines/*.terraform.junit.xml', [44, 'mixed'], [85, 'good']),
      upload('sarif', 'terraform', 'checkov/data-pipelines/*.sarif', [37, 'mixed'], [59, 'bad'], [62, 'mixed']),
    ],
  },
  {
    repository: 'example/network-foundation',
    uploads: [
      upload(
        'sarif',
        'terraform',
        'conftest/network-foundation/*.terraform.sarif',
        [10, 'mixed'],
        [31, 'good'],
        [60, 'mixed'],
        [66, 'good'],
      ),
      upload('junit', 'terraform', 'checkov/network-foundation/*.junit.xml', [12, 'mixed'], [45, 'good']),
    ],
  },
]
