import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DAY, HOUR } from '../../src/base/clock.ts'
import type { Position } from '../../src/base/geometry.ts'
import { CONSOLE } from '../../src/domain/audit/model.ts'
import { planUnseen } from '../../src/domain/gaps/by-hand/plan.ts'
import { fill } from '../../src/domain/gaps/fill.ts'
import type { Opening } from '../../src/domain/gaps/openings.ts'
import { type AskedRoster, SHIFT_MS } from '../../src/domain/gaps/shifts/asked-roster.ts'
import { fillRoster } from '../../src/domain/gaps/shifts/fill-roster.ts'
import { rosterProblem } from '../../src/domain/gaps/shifts/roster-problem.ts'
import { UNSTEERED } from '../../src/domain/gaps/steer.ts'
import { type AskedWindow, NO_DIVIDERS, problemOf } from '../../src/domain/gaps/window-problem.ts'
import type { Candidate } from '../../src/domain/people/model.ts'
import { leastCost } from '../../src/domain/planner/least-cost.ts'
import { proofOf, solveRoster } from '../../src/domain/planner/roster/solve.ts'
import { loadPlaybook } from '../../src/domain/playbooks/load.ts'
import { COUNTY, floodText } from '../harness/county.ts'
import { useScene } from '../harness/scene.ts'

const ZERO = Date.UTC(2020, 6, 8, 23)
const NOBODY: ReadonlySet<string> = new Set()
const at = (x: number): Position => [116 + x * 0.01, 29]

const patrol = loadPlaybook(floodText(), 'flood.yaml').rules.find((r) => r.id === 'section-patrol')
if (!patrol) throw new Error('the flood playbook has no patrols')
const rule = { ...patrol, prices: undefined, holders: { ...patrol.holders, kinds: [] } }

/** The open shifts of some sections, people along the dam, and what they have stood before. */
const anyShifts = fc
  .record({
    shifts: fc.integer({ min: 2, max: 5 }),
    missing: fc.array(fc.array(fc.nat(2), { minLength: 5, maxLength: 5 }), { minLength: 1, maxLength: 3 }),
    homes: fc.array(fc.nat(20), { maxLength: 10 }),
    past: fc.uniqueArray(fc.tuple(fc.nat(9), fc.integer({ min: -20, max: -1 })), { maxLength: 20, selector: String }),
  })
  .map(({ shifts, missing, homes, past }): { asked: AskedRoster; people: Candidate[] } => {
    const windows = Array.from({ length: shifts }, (_, t): AskedWindow | null => {
      const starts = new Date(ZERO + t * SHIFT_MS)
      const ends = new Date(ZERO + (t + 1) * SHIFT_MS)
      const [first, ...others] = missing.flatMap((each, s): Opening[] => {
        const n = each[t] ?? 0
        const place = {
          subject: `s${s}`,
          lon: at(s * 5)[0],
          lat: 29,
          unit: null,
          people: null,
          lengthM: null,
          risk: 0.5,
        }
        return n === 0 ? [] : [{ ...place, rule: rule.id, begins: starts, starts, ends, missing: n }]
      })
      const tied = { from: new Date(starts.getTime() - 16 * HOUR), to: new Date(ends.getTime() + 16 * HOUR) }
      const near = past.filter(([, k]) => ZERO + (k + 1) * SHIFT_MS > tied.from.getTime())
      const carried = new Map(near.map(([who]) => [`p${who}`, 1]))
      return first
        ? {
            rule,
            open: [first, ...others],
            tied,
            carried,
            held: [],
            tired: NOBODY,
            absent: new Map(),
            dividers: NO_DIVIDERS,
          }
        : null
    }).filter((w) => w !== null)
    const served = past.map(([who, k]) => ({ holder: `p${who}`, ends: new Date(ZERO + (k + 1) * SHIFT_MS) }))
    const people = homes.map((home, i): Candidate => ({ id: `p${i}`, at: at(home), kinds: [], skills: [] }))
    return { asked: { rule, windows, zero: new Date(ZERO), served }, people }
  })
  .filter(({ asked }) => asked.windows.length > 0)

describe('the open shifts of a rule', () => {
  test('are given out by the rules of rest, and what is not covered is told', () => {
    fc.assert(
      fc.property(anyShifts, ({ asked, people }) => {
        const { lines, unfilled } = fillRoster(asked, people, UNSTEERED)
        const stood = new Map(
          people.map((p) => [p.id, asked.served.filter((s) => s.holder === p.id).map((s) => s.ends.getTime())]),
        )
        for (const line of lines) stood.get(line.holder)?.push(line.ends?.getTime() ?? 0)
        for (const [who, ends] of stood) {
          const given = lines.filter((l) => l.holder === who).map((l) => l.ends?.getTime() ?? 0)
          for (const end of given) {
            const near = ends.filter((other) => Math.abs(other - end) < DAY)
            expect(near).toEqual([end])
            const weeks = ends.map((last) => ends.filter((e) => e > last - 7 * DAY && e <= last))
            expect(weeks.filter((week) => week.includes(end) && week.length > 5)).toEqual([])
          }
        }
        const count = (subject: string, end: number) =>
          lines.filter((l) => l.subject === subject && l.ends?.getTime() === end).length
        for (const o of asked.windows.flatMap((w) => w.open)) {
          const left = unfilled.find((u) => u.opening === o)?.missing ?? 0
          expect(count(o.subject, o.ends?.getTime() ?? 0) + left).toBe(o.missing)
        }
      }),
      { seed: 2020 },
    )
  })

  test('cost at least what is proved, whoever was looked at and whoever was not', () => {
    fc.assert(
      fc.property(anyShifts, fc.integer({ min: 1, max: 4 }), ({ asked, people }, most) => {
        const problems = asked.windows.map((window) => problemOf(window, people, [], UNSTEERED))
        const whole = solveRoster(rosterProblem(asked, problems, people.length).roster)
        const few = proofOf(rosterProblem(asked, problems, most).roster)
        expect(few.bound).toBeLessThanOrEqual(whole.cost)
        expect(few.uncoveredAtLeast).toBeLessThanOrEqual(whole.uncovered)
        const { proofs, unfilled } = fillRoster(asked, people, UNSTEERED)
        for (const { metres, bound } of proofs) {
          if (unfilled.length > 0) expect(bound).toBeNull()
          else expect(bound).toBeLessThan(metres)
        }
      }),
      { seed: 2021 },
    )
  })

  test('leave a section of one shift whoever alone can come, though another shift is nearer', () => {
    // One by one, the first shift would take the nearer of the two, who alone lives near enough for the second.
    const starts = (t: number) => new Date(ZERO + t * SHIFT_MS)
    const window = (t: number, lon: number): AskedWindow => {
      const place = { subject: `s${t}`, lon, lat: 29, unit: null, people: null, lengthM: null, risk: 0.5, missing: 1 }
      const open: Opening = { ...place, rule: rule.id, begins: starts(t), starts: starts(t), ends: starts(t + 1) }
      const tied = {
        from: new Date(starts(t).getTime() - 16 * HOUR),
        to: new Date(starts(t + 1).getTime() + 16 * HOUR),
      }
      return {
        rule,
        open: [open],
        tied,
        carried: new Map(),
        held: [],
        tired: NOBODY,
        absent: new Map(),
        dividers: NO_DIVIDERS,
      }
    }
    const people: Candidate[] = [
      { id: 'east', at: at(4), kinds: [], skills: [] },
      { id: 'west', at: at(-6), kinds: [], skills: [] },
    ]
    const windows = [window(0, at(0)[0]), window(1, at(11)[0])]
    const together = fillRoster({ rule, windows, zero: starts(0), served: [] }, people, UNSTEERED)
    expect(together.lines.map((l) => `${l.subject} ${l.holder}`)).toEqual(['s0 west', 's1 east'])
    const oneByOne = fill({ windows, rosters: [], people, steer: UNSTEERED }, leastCost)
    expect(oneByOne.unfilled).toHaveLength(1)
  })
})

describe('in the flow', () => {
  const scene = useScene()

  test('patrols of all shifts in sight are planned together, and whoever stood five in a week is left at home', async () => {
    await scene.warn([1], { severity: 'Severe' })
    const [campaign] = await scene.rows<{ id: string }>('campaign')
    const plan = () =>
      planUnseen(
        scene.db,
        scene.now(),
        CONSOLE,
        COUNTY,
        campaign?.id ?? '',
        { rules: ['section-patrol'] },
        (filling) => {
          expect(filling.windows).toEqual([])
          return fill(filling, leastCost)
        },
      )
    const before = await plan()
    const [{ holder } = { holder: '' }] = before.lines
    const past = [6, 5, 4, 3, 2].map((days) => scene.now().getTime() - days * DAY)
    await scene.db.write(scene.now(), async (tx) => {
      for (const [n, start] of past.entries()) {
        await tx`
          insert into duty (district, id, lane, subject_kind, subject, role, sole, holder_kind, holder, starts, ends,
            recorded_at, recorded_by, changed_at, backfilled)
          select ${COUNTY}, gen_random_uuid(), 'actual', 'place', ${scene.id(`S0${n + 5}`)}, 'patrol', false, 'person', ${holder},
            ${new Date(start)}, ${new Date(start + 8 * HOUR)}, ${scene.now()}, 'story', ${scene.now()}, true`
      }
    })
    const after = await plan()
    expect(after.lines.some((l) => l.holder === holder)).toBe(false)
    expect(new Set(after.lines.map((l) => l.holder)).size).toBe(after.lines.length)
  })
})
