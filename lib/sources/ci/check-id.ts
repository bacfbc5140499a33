/**
 * Trivy's id in the form the mappings use. The tool has written `AVD-KSV-0017` and `KSV017` for what is `KSV-0017` today;
 * ids of four digits without dashes stay, because upstream some of them name another check.
 */
export const trivyCheckId = (id: string): string =>
  id.replace(/^AVD-(?=[A-Z]+-\d+$)/, '').replace(/^(DS|KSV|KCV)(\d{3})$/, '$1-0$2')

/** Checkov's id of a check; in package scans the id names package and version too, and each upgrade would make a new check. */
export function checkovCheckId(id: string): { check: string; packageName: string } {
  const [underscore, version] = [id.indexOf('_'), id.lastIndexOf('@')]
  if (underscore < 1 || version < underscore + 2) return { check: id, packageName: '' }
  return { check: id.slice(0, underscore), packageName: id.slice(underscore + 1, version) }
}
