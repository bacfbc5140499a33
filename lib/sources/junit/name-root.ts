const KNOWN: Readonly<Record<string, string>> = {
  'test-run': 'an NUnit 3 result',
  'test-results': 'an NUnit 2 result',
  assemblies: 'an xUnit.net result',
  TestRun: 'a Visual Studio test result (TRX)',
  checkstyle: 'a Checkstyle report',
  coverage: 'a coverage report',
  report: 'a report of another kind, such as JaCoCo',
  pmd: 'a PMD report',
  'pmd-cpd': 'a CPD report',
  BugCollection: 'a SpotBugs report',
  result: "Jenkins' own record of a test result",
  FormattedOutput: 'the XML output of datree (its JUnit output is read)',
  robot: 'a Robot Framework output',
  'testng-results': 'a TestNG result',
  html: 'a web page',
  Error: 'an error message of a storage service',
}

/** Why a document with this root is not read, fit to show to the one who sent it. */
export function nameRoot(root: string): string {
  const known = Object.hasOwn(KNOWN, root) ? ` That looks like ${KNOWN[root]}.` : ''
  return `This is not a JUnit report: its root element is <${root.slice(0, 100)}>, not <testsuites> or <testsuite>.${known}`
}
