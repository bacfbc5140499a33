import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { foldOwners, type OwnerLinks } from './owner-workload.ts'
import type { Subject } from './result.ts'

const GROUPS: Record<string, string> = {
  Pod: '',
  ReplicationController: '',
  Job: 'batch',
  CronJob: 'batch',
  Namespace: '',
}
const make = (text: string): Subject => {
  const [kind = '', name = '', namespace = 'shop'] = text.split(' ')
  return { group: GROUPS[kind] ?? 'apps', kind, namespace, name }
}
const said = ({ kind, name }: Subject) => `${kind} ${name}`

/** Folds the first of the subjects and says into what. */
function fold(first: string, others: string[] = [], options: Parameters<typeof foldOwners>[1] = {}): string {
  const subject = make(first)
  const owner = foldOwners([subject, ...others.map(make)], options).get(subject)
  assert(owner)
  return said(owner)
}

describe('by name', () => {
  test('a pod belongs to the Deployment whose replica set and suffix its name carries', () => {
    assert.equal(fold('Pod web-5d6b975744-rrkhh', ['Deployment web']), 'Deployment web')
    assert.equal(fold('Pod web-5d6b975744-rrkhh', ['Deployment web', 'ReplicaSet web-5d6b975744']), 'Deployment web')
    assert.equal(fold('ReplicaSet web-5d6b975744', ['Deployment web']), 'Deployment web')
  })

  test('a pod belongs to a replica set of its own, a daemon set, a job, a stateful set', () => {
    assert.equal(fold('Pod web-rrkhh', ['ReplicaSet web']), 'ReplicaSet web')
    assert.equal(fold('Pod agent-x2z4w', ['DaemonSet agent']), 'DaemonSet agent')
    assert.equal(fold('Pod import-x2z4w', ['Job import']), 'Job import')
    assert.equal(fold('Pod db-12', ['StatefulSet db']), 'StatefulSet db')
    assert.equal(fold('Pod old-x2z4w', ['ReplicationController old']), 'ReplicationController old')
  })

  test('a job belongs to the cron job that scheduled it, and so do its pods', () => {
    assert.equal(fold('Job report-29384760', ['CronJob report']), 'CronJob report')
    assert.equal(fold('Pod report-29384760-x2z4w', ['Job report-29384760', 'CronJob report']), 'CronJob report')
    assert.equal(fold('Pod report-29384760-x2z4w', ['CronJob report']), 'CronJob report')
  })

  test('a name is an owner only where such an owner is known, in the same namespace', () => {
    assert.equal(fold('Pod web-5d6b975744-rrkhh'), 'Pod web-5d6b975744-rrkhh')
    assert.equal(fold('Pod web-5d6b975744-rrkhh', ['Deployment web other']), 'Pod web-5d6b975744-rrkhh')
    assert.equal(fold('Pod web-5d6b975744-rrkhh', [], { known: [make('Deployment web')] }), 'Deployment web')
  })

  test('a suffix that no generator writes is part of the name', () => {
    assert.equal(fold('Pod web-front', ['DaemonSet web']), 'Pod web-front')
    assert.equal(fold('Pod web-5d6b975744-rrkh', ['Deployment web']), 'Pod web-5d6b975744-rrkh')
    assert.equal(fold('ReplicaSet web-blue', ['Deployment web']), 'ReplicaSet web-blue')
    assert.equal(fold('Job report-12', ['CronJob report']), 'Job report-12')
  })

  test('where two owners fit equally well there is none', () => {
    assert.equal(fold('Pod web-rrkhh', ['DaemonSet web', 'Job web']), 'Pod web-rrkhh')
  })

  test('the longest name that fits is the owner', () => {
    assert.equal(fold('Pod web-5d6b9-rrkhh', ['Deployment web', 'DaemonSet web-5d6b9']), 'DaemonSet web-5d6b9')
  })

  test('a kind of the same name from another group is no owner', () => {
    const job = { ...make('Job import'), group: 'batch.volcano.sh' }
    const pod = make('Pod import-x2z4w')
    assert.equal(foldOwners([pod, job]).get(pod), pod)
  })
})

describe('by link', () => {
  const link = (of: string, owner?: string, group = 'apps'): OwnerLinks[number] => {
    const [kind = '', name = ''] = (owner ?? '').split(' ')
    return { ...make(of), ...(owner && { owner: { group, kind, name } }) }
  }

  test('the chain of controllers is followed to its end', () => {
    const links = [link('Pod a-b-c', 'ReplicaSet a-b'), link('ReplicaSet a-b', 'Deployment a')]
    assert.equal(fold('Pod a-b-c', [], { links }), 'Deployment a')
  })

  test('an owner of any kind is an owner, but what stands above a workload is not', () => {
    const links = [link('Pod x', 'Rollout web', 'argoproj.io'), link('Deployment web', 'Shop main', 'example.org')]
    assert.equal(fold('Pod x', [], { links }), 'Rollout web')
    assert.equal(fold('Deployment web', [], { links }), 'Deployment web')
  })

  test('a link wins over the name, also one that says that nobody owns it', () => {
    const others = ['Deployment web']
    const name = 'Pod web-5d6b975744-rrkhh'
    assert.equal(fold(name, others, { links: [link(name, 'StatefulSet db')] }), 'StatefulSet db')
    assert.equal(fold(name, others, { links: [link(name)] }), name)
  })

  test('where the chain of links breaks off the name goes on', () => {
    const links = [link('Pod x', 'ReplicaSet web-5d6b975744')]
    assert.equal(fold('Pod x', ['Deployment web'], { links }), 'Deployment web')
  })

  test('the node of a static pod does not own it', () => {
    assert.equal(fold('Pod etcd-node1', [], { links: [link('Pod etcd-node1', 'Node node1', '')] }), 'Pod etcd-node1')
  })

  test('links in a circle end', () => {
    const links = [link('ReplicaSet a', 'ReplicaSet b'), link('ReplicaSet b', 'ReplicaSet a')]
    assert.match(fold('ReplicaSet a', [], { links }), /^ReplicaSet /)
  })
})

test('every subject has an owner: its own object where nothing owns it, the workload’s own object where it is among them', () => {
  const [pod, deployment, namespace] = [
    make('Pod web-5d6b975744-rrkhh'),
    make('Deployment web'),
    make('Namespace shop'),
  ]
  const folded = foldOwners([pod, deployment, namespace])
  assert.equal(folded.get(pod), deployment)
  assert.equal(folded.get(deployment), deployment)
  assert.equal(folded.get(namespace), namespace)
})
