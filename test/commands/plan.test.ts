import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CONSOLE } from '../../src/domain/audit/model.ts'
import { nearestFirst } from '../../src/domain/planner/nearest.ts'
import { takeWarnings } from '../../src/domain/warnings/actions.ts'
import { readCap } from '../../src/domain/warnings/read-cap.ts'
import { runDue } from '../../src/engine/loop.ts'
import { cap } from '../harness/cap-message.ts'
import { COUNTY, polygonOf } from '../harness/county.ts'
import { muster, objectIn } from '../harness/muster-process.ts'
import { countyIn } from '../harness/register.ts'
import { capTime } from '../harness/scene.ts'

interface Line {
  duty?: string
  place: string
  person: string
  rule: string
  holder: string
  subject: string
}
interface Plan {
  proposal: string | null
  state: string
  campaign: string
  lines: Line[]
  left: { rule: string; reason: string; n: number }[]
  given?: number
  overtaken?: number
}

// One folder, and what a coordinator does with it, in order: every test here begins where the one before ended.
describe('a coordinator at a terminal', () => {
  let home = ''
  let env: Record<string, string> = {}
  let offered: Plan
  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'muster-plan-'))
    env = { MUSTER_DATA: join(home, 'data') }
    const now = new Date()
    const area = `<areaDesc>village</areaDesc><polygon>${polygonOf(1)}</polygon>`
    const raw = cap({ sent: capTime(now), area, severity: 'Severe' })
    const warned = { lane: 'actual', source: 'story', warnings: readCap(raw).warnings, raw }
    await countyIn(join(home, 'data'), now, async (db) => {
      await takeWarnings(db, now, CONSOLE, warned)
      await runDue(db, 'actual', now, { planner: nearestFirst, channels: new Map() })
    })
  })
  afterAll(() => rmSync(home, { recursive: true, force: true }))
  const plan = (...args: string[]) => muster(['plan', ...args], env)
  const planned = async (...args: string[]) => objectIn(await plan(...args, '--json')) as unknown as Plan

  test('sees what a plan would give, by rule and line by line, and nothing is changed', async () => {
    const shown = await plan('gaps', '--area', COUNTY, '--rule', 'section-technical', '--lines', '2')
    expect(shown).toMatchObject({ code: 0, stderr: expect.stringMatching(/^Planning 4 gaps with \d+ people/m) })
    expect(shown.stdout).toMatch(/^Flood at level II, 361128: 4 duties for \d people; 0 stay open\.$/m)
    expect(shown.stdout).toContain('Lines (2 of 4; --lines lists more):')
    expect(shown.stdout).toContain('Nobody was offered it; --propose does, --accept gives it at once.')
    expect(await planned('gaps', '--area', COUNTY)).toMatchObject({ proposal: null, state: 'unseen' })
  })

  test('is told with exit code 2 what cannot be meant', async () => {
    const refusals: [string[], string][] = [
      [['gaps', '--area', COUNTY, '--campaign', 'quake'], 'BAD_INPUT: No campaign "quake" is in force, but flood ('],
      [['gaps', '--area', COUNTY, '--rule', 'no-rule'], 'RULE_UNKNOWN: No rule "no-rule"'],
      [['gaps', '--area', COUNTY, '--not', 'H1-1'], 'BAD_INPUT: --not: "H1-1" is not PLACE,RULE,PERSON.'],
      [['gaps', '--area', COUNTY, '--propose', '--accept'], 'BAD_INPUT: Give --propose or --accept.'],
    ]
    for (const [args, says] of refusals) {
      const { code, stderr } = await plan(...args)
      expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining(says) })
    }
  })

  test('offers it, asks why a line is in it, and what it would cost to insist on somebody', async () => {
    offered = await planned('gaps', '--area', COUNTY, '--rule', 'section-technical', '--propose')
    expect(offered).toMatchObject({ state: 'open', lines: [{}, {}, {}, {}], left: [] })
    const [line] = offered.lines as [Line]
    const why = await plan('why', offered.proposal as string, '--line', line.duty as string, '--insist', 'P1-1')
    expect(why.code).toBe(0)
    expect(why.stdout).toContain(line.person)
    expect(why.stdout).toMatch(/under the rule +not of the kind or skill/)
  })

  test('plans again without one pair, which takes the place of what was on offer', async () => {
    const [line, kept] = offered.lines as [Line, Line]
    const args = ['--instead', offered.proposal as string, '--keep', kept.duty as string, '--not', line.duty as string]
    const again = await planned('gaps', '--area', COUNTY, ...args, '--propose')
    const has = (l: Line) => again.lines.some((a) => a.subject === l.subject && a.holder === l.holder)
    expect([has(line), has(kept)]).toEqual([false, true])
    const old = await plan('accept', offered.proposal as string)
    expect(old).toMatchObject({ code: 2, stderr: expect.stringMatching(/^PROPOSAL_DECIDED/m) })
    offered = again
  })

  test('accepts a part of it, and the rest is open again', async () => {
    const [line] = offered.lines as [Line]
    const done = await plan('accept', offered.proposal as string, '--line', line.duty as string, '--json')
    expect(objectIn(done)).toMatchObject({ proposal: offered.proposal, given: 1, overtaken: 0 })
    const rest = await planned('gaps', '--area', COUNTY, '--rule', 'section-technical', '--accept')
    expect(rest).toMatchObject({ state: 'accepted', given: 3, overtaken: 0 })
    const none = await plan('gaps', '--area', COUNTY, '--rule', 'section-technical', '--accept')
    expect(none.stdout).toContain('0 duties for 0 people; 0 stay open.')
  })
})
