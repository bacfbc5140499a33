import { addTeamRule } from '#lib/commands/add-team-rule.ts'
import { createTeam } from '#lib/commands/create-team.ts'
import type { NamespaceLabels } from '#lib/commands/record-namespaces.ts'
import type { Db } from '#lib/db/connect.ts'
import { program } from '#lib/domain/actor.ts'
import { TEAM_RULES, TEAMS } from './story.ts'

const BY = program('demo')

/** Makes the teams of the story and the rules of who owns what, unless they are there. */
export async function recordTeams(db: Db, now: Date): Promise<void> {
  const { rows: teams } = await db.sql.query<{ slug: string }>('SELECT slug FROM team')
  const { rows: rules } = await db.sql.query<{ pattern: string }>('SELECT pattern FROM team_rule')
  for (const { slug, name } of TEAMS)
    if (!teams.some((team) => team.slug === slug)) await createTeam(db, { name, by: BY, now })
  for (const { team, kind, pattern } of TEAM_RULES)
    if (!rules.some((rule) => rule.pattern === pattern))
      await addTeamRule(db, { slug: team, wanted: { kind, pattern }, by: BY, now })
}

/** The namespaces of a cluster with the labels that say who owns them; some say nothing. */
export function namespaceLabels(): NamespaceLabels[] {
  const labelled = TEAMS.flatMap(({ slug, namespaces }) =>
    namespaces.map((name) => ({ name, labels: { team: slug, 'network.example.com/isolation': 'enabled' } })),
  )
  return [...labelled, { name: 'default', labels: {} }].map(({ name, labels }) => ({
    name,
    labels: { 'kubernetes.io/metadata.name': name, ...labels },
  }))
}
