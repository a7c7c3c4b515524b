import { DAY, MINUTE } from '../../src/base/clock.ts'
import { CONSOLE } from '../../src/domain/audit/model.ts'
import { endDuty, replaceHolder } from '../../src/domain/duties/actions.ts'
import type { Duty, DutyInput } from '../../src/domain/duties/model.ts'
import { afterDutiesEnded } from '../../src/domain/gaps/after-ended.ts'
import { COUNTY } from './county.ts'
import { useScene } from './scene.ts'

interface SummonsRow {
  callout: string
  person: string
  lane: string
  stood_down_at: Date | null
  duties: string[]
}

interface MessageRow {
  person: string
  kind: string
  lane: string
  address: string
  sent_at: Date | null
}

/** A scene in which somebody is called for what they hold and then loses it; and what reaches their phone. */
export function useStandDowns() {
  const scene = useScene()
  const summonsesOf = (person: string) => scene.rows<SummonsRow>('summons', `person = '${scene.id(person)}'`)

  /** The households of village 1 are P1-5's, so that nobody else is given anything there. */
  async function giveHouseholds(): Promise<void> {
    for (let n = 1; n <= 20; n++) await scene.give(`H1-${String(n).padStart(2, '0')}`, 'helper', 'P1-5')
  }

  return {
    scene,
    summonsesOf,
    /** When each of somebody's summonses was stood down. */
    stoodDownAt: async (person: string) => (await summonsesOf(person)).map((s) => s.stood_down_at),
    /** Messages to somebody that were queued, sent or not. */
    queuedTo: (person: string, kind = 'stand-down') =>
      scene.rows<MessageRow>('message', `person = '${scene.id(person)}' and kind = '${kind}'`),
    /** The kinds of what somebody's phone brought, in order. */
    heardBy: (person: string) => scene.phones.heard.filter((m) => m.person === scene.id(person)).map((m) => m.kind),
    giveHouseholds,
    /** Village 1 is warned; S01 is one's alone, who is called. */
    async callHolder(holder = 'P1-4', more: Partial<DutyInput> = {}): Promise<Duty> {
      await giveHouseholds()
      const duty = await scene.give('S01', 'responsible', holder, more)
      await scene.warn([1], { severity: 'Minor' })
      scene.world.clock.forward(MINUTE)
      return duty
    },
    endHeld: (duty: Duty) => endDuty(scene.db, scene.now(), CONSOLE, COUNTY, duty.id, 'ill', afterDutiesEnded),
    replaceHeld: (duty: Duty, holder: string) =>
      replaceHolder(scene.db, scene.now(), CONSOLE, COUNTY, duty.id, scene.id(holder), 'relieved', afterDutiesEnded),
    /** The day before, as a list writes it. */
    yesterday: () => new Date(scene.now().getTime() - DAY).toISOString().slice(0, 10),
  }
}
