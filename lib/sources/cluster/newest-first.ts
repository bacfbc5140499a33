const STAGES = ['alpha', 'beta', '']

/** Kubernetes' order of API versions, newest first: v2, v1, v1beta2, v1beta1, v1alpha1, then what is no such version. */
export function newestFirst(left: string, right: string): number {
  const [a, b] = [rank(left), rank(right)]
  for (const [at, value] of a.entries()) {
    const difference = (b[at] ?? 0) - value
    if (difference !== 0) return difference
  }
  return left.localeCompare(right)
}

function rank(version: string): number[] {
  const [, major, stage = '', minor = '0'] = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version) ?? []
  return major ? [STAGES.indexOf(stage), Number(major), Number(minor)] : [-1]
}
