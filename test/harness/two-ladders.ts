import { loadPlaybook } from '../../src/domain/playbooks/load.ts'
import { savePlaybook } from '../../src/domain/playbooks/store.ts'
import { floodText } from './county.ts'
import { playedPhones, useScene } from './scene.ts'

type Summons = {
  person: string
  next_at: Date
  untold_at: Date | null
  handed_to: string | null
  stood_down_at: Date | null
}

/** Two playbooks with ladders of their own, whose call-outs are climbed in one batch. */
export function useTwoLadders() {
  const scene = useScene()
  const typed = (sql: string) => scene.db.write(scene.now(), (tx) => tx.unsafe(sql))
  const summonsOf = async (person: string) =>
    (await scene.rows<Summons>('summons', `person = '${scene.id(person)}'`)).at(-1) as Summons
  const ways = async (person: string) =>
    (
      await scene.rows<{ kind: string; channel: string; sent_at: Date | null; queued_at: Date }>(
        'message',
        `person = '${scene.id(person)}'`,
      )
    )
      .sort((a, b) => a.queued_at.getTime() - b.queued_at.getTime())
      .map((m) => `${m.kind} ${m.channel}`)

  /** Everything of village `v` is these people's: the first has the dam, the second the households. */
  async function held(v: number, section: string, dam: string, households: string) {
    for (let n = 1; n <= 20; n++) await scene.give(`H${v}-${String(n).padStart(2, '0')}`, 'helper', households)
    return scene.give(section, 'responsible', dam)
  }

  /** A second playbook, whose ladder has other channels and other roles; and e-mail, by which it calls. */
  async function storm(): Promise<void> {
    const text = floodText()
      .replace('playbook: flood', 'playbook: storm')
      .replace(/^events: .*$/m, 'events: [storm]')
      .replace('deputy: deputy\n  superior: secretary', 'deputy: clerk\n  superior: chief')
      .replaceAll('channel: phone', 'channel: mail')
    await scene.db.write(scene.now(), (tx) => savePlaybook(tx, scene.now(), loadPlaybook(text, 'storm.yaml'), text))
    const { channel } = playedPhones()
    const channels = scene.gear.channels as Map<string, typeof channel>
    channels.set('mail', { ...channel, name: 'mail', contact: 'email' })
    await typed(
      `insert into contact (district, person, channel, address) select district, id, 'email', code || '@example.org' from person`,
    )
  }

  /** The dam of village 1 is P1-4's, of village 5 P5-4's, and each is warned of something else: two call-outs, one batch. */
  async function twoCampaigns() {
    await storm()
    const first = await held(1, 'S01', 'P1-4', 'P1-5')
    const second = await held(5, 'S14', 'P5-4', 'P5-5')
    await scene.give('U5', 'clerk', 'P5-6', { subjectKind: 'unit' })
    await scene.give('UB', 'chief', 'PB-2', { subjectKind: 'unit' })
    await scene.warn([1], { severity: 'Minor' })
    await scene.warn([5], { identifier: 'W-2', severity: 'Minor', event: 'Storm', headline: 'Storm' })
    return [first.id, second.id]
  }

  return { scene, typed, summonsOf, ways, held, storm, twoCampaigns }
}
