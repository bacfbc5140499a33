import type { Dialect } from './dialect.ts'
import { checkov } from './dialects/checkov.ts'
import { conftest } from './dialects/conftest.ts'
import { datree } from './dialects/datree.ts'
import { generic } from './dialects/generic.ts'
import { kubescape } from './dialects/kubescape.ts'
import { conftestVerify, gatorVerify, kyvernoTest, opaTest } from './dialects/policy-tests.ts'
import { semgrep } from './dialects/semgrep.ts'
import { terrascan } from './dialects/terrascan.ts'
import { trivy } from './dialects/trivy.ts'
import type { ParsedReport } from './test-case.ts'

const KNOWN: readonly Dialect[] = [
  conftestVerify,
  kyvernoTest,
  gatorVerify,
  opaTest,
  checkov,
  conftest,
  trivy,
  terrascan,
  kubescape,
  datree,
  semgrep,
]

/** The dialect a report is written in, by its own marks; `tool` is the uploader's word for reports without any. */
export const dialectOf = (report: ParsedReport, tool: string | undefined): Dialect =>
  KNOWN.find((dialect) => dialect.recognises(report)) ?? generic(tool)
