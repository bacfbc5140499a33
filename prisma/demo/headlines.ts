import type { Calendar } from './calendar.ts'
import { DRAMA, MOMENTS, type Moment } from './story.ts'

const HEADLINES: Readonly<Record<Moment, string>> = {
  policyIntroduced: `policy ${DRAMA.policyIntroduced} is introduced`,
  adminGranted: 'a deployer is bound to cluster-admin',
  exceptionGranted: 'an exception is granted for a finding that was open',
  firstLegacyRemoved: 'an old workload is removed with all its findings',
  adminRevoked: 'the cluster-admin binding is revoked',
  badRelease: `a bad release of team ${DRAMA.badRelease.team}`,
  badReleaseFixed: 'the last service of the bad release is repaired',
  campaignStarts: 'a campaign against containers that run as root starts',
  clusterUpgrade: `an upgrade of ${DRAMA.clusterUpgrade.cluster} interrupts its reading`,
  contactExceptionEnds: 'an exception ends, and its finding opens again',
  debugShellLeft: `a debug shell is left in ${DRAMA.debugShell.cluster}`,
  debugShellRemoved: 'the debug shell is removed',
  enforced: 'running as root goes from audit to enforce',
  logExceptionEnds: 'an exception is past its end and still in force',
  constraintRemoved: `constraint ${DRAMA.constraintRemoved.constraint} is removed from ${DRAMA.constraintRemoved.cluster}`,
  auditAnnounced: 'an audit is announced, and what is severe gets attention',
  wildcardRoleRemoved: 'a role with every verb is removed',
  sourceSilent: `${DRAMA.silent} falls silent`,
  portalSwitchedOff: 'the legacy portal is switched off',
  auditPrepared: 'the last severe faults are repaired',
}

/** What happens on a day of the calendar, by the day as `YYYY-MM-DD`. */
export function headlines(calendar: Calendar): ReadonlyMap<string, string> {
  const told = new Map<string, string>()
  for (const name of Object.keys(MOMENTS) as Moment[]) {
    // the keys of MOMENTS are the moments
    const day = calendar.at(calendar.moment(name), 0).toISOString().slice(0, 10)
    told.set(day, [...(told.has(day) ? [told.get(day)] : []), HEADLINES[name]].join('; '))
  }
  return told
}
