import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BEFORE, NIGHT, type Roster, type Rostered, SHIFTS } from '../../src/domain/planner/roster/model.ts'
import { solveRoster } from '../../src/domain/planner/roster/solve.ts'

const UNSERVED = 1_000

function roster(days: number, sections: [member: number, cost: number][][], more: Partial<Roster> = {}): Roster {
  const start = new Int32Array(sections.length + 1)
  for (const [section, arcs] of sections.entries()) start[section + 1] = (start[section] ?? 0) + arcs.length
  const members = 1 + sections.flat().reduce((most, [member]) => Math.max(most, member), 0)
  return {
    days,
    members,
    start,
    to: Int32Array.from(sections.flat(), ([member]) => member),
    cost: Int32Array.from(sections.flat(), ([, cost]) => cost),
    need: new Int32Array(sections.length).fill(1),
    unserved: new Int32Array(sections.length).fill(UNSERVED),
    night: 0,
    ...more,
  }
}

/** Some sections and members, with absences, wishes, groups and a past, for some days. */
const anyRoster = (most: { days: number; members: number; sections: number }) =>
  fc
    .record({
      days: fc.integer({ min: 1, max: most.days }),
      sections: fc.array(
        fc.uniqueArray(fc.tuple(fc.nat(most.members - 1), fc.nat(60)), {
          maxLength: 6,
          selector: ([member]) => member,
        }),
        { minLength: 1, maxLength: most.sections },
      ),
      need: fc.array(fc.nat(2), { minLength: 4, maxLength: 4 }),
      bits: fc.infiniteStream(fc.nat(9)),
      night: fc.nat(20),
    })
    .map(({ days, sections, need, bits, night }): Roster => {
      const r = roster(days, sections)
      const draw = (size: number, pick: (n: number) => number) =>
        Array.from({ length: size }, () => pick(bits.next().value ?? 0))
      const slots = r.members * days * SHIFTS
      return {
        ...r,
        need: Int32Array.from(need.slice(0, sections.length)),
        away: Uint8Array.from(draw(slots, (n) => (n === 0 ? 1 : 0))),
        wish: Int32Array.from(draw(slots, (n) => (n < 2 ? 40 : 0))),
        before: Uint8Array.from(draw(r.members * BEFORE, () => 0)).map((_, k) =>
          k % 4 === 0 && need[3] === 1 ? 1 : 0,
        ),
        group: Int32Array.from(draw(r.members, (n) => (n % 3) - 1)),
        apart: 25,
        night,
      }
    })

/** What is wrong with a roster by the rules, told in hours; nothing, if nothing is. */
function breaches(r: Roster, { who, first }: Rostered): string[] {
  const found: string[] = []
  const units = first[r.need.length] ?? 0
  const starts = Array.from({ length: r.members }, (_, m) =>
    Array.from({ length: BEFORE }, (_, k) => (k - BEFORE) * 8).filter((_, k) => r.before?.[m * BEFORE + k] === 1),
  )
  const history = starts.map((hours) => hours.length)
  for (const [unit, member] of who.entries()) {
    if (member === -1) continue
    const shift = Math.floor(unit / units)
    const section = first.findLastIndex((from) => from <= unit % units)
    starts[member]?.push(shift * 8)
    if (r.away?.[member * r.days * SHIFTS + shift] === 1) found.push(`${member} is away in shift ${shift}`)
    if (!r.to.subarray(r.start[section], r.start[section + 1]).includes(member)) found.push(`${member} in ${section}`)
  }
  for (const [m, hours] of starts.entries()) {
    // What was served before is as it was, also where it broke a rule.
    for (let k = Math.max(1, history[m] ?? 0); k < hours.length; k++) {
      if ((hours[k] ?? 0) - (hours[k - 1] ?? 0) < 24) found.push(`${m} has two shifts in 24 h`)
      if (k >= 5 && (hours[k] ?? 0) - (hours[k - 5] ?? 0) < 7 * 24) found.push(`${m} has six shifts in seven days`)
    }
  }
  return found
}

/** The fewest that any roster leaves uncovered, by trying all. */
function fewestUncovered(r: Roster, { first }: Rostered): number {
  const units = first[r.need.length] ?? 0
  const count = units * r.days * SHIFTS
  const who = new Int32Array(count).fill(-1)
  let best = count
  const go = (unit: number, uncovered: number): void => {
    if (uncovered >= best) return
    if (unit === count) {
      best = uncovered
      return
    }
    const section = first.findLastIndex((from) => from <= unit % units)
    for (const member of r.to.subarray(r.start[section], r.start[section + 1])) {
      who[unit] = member
      const rostered = { who: who.slice(0, unit + 1), first } as Rostered
      if (breaches(r, rostered).length === 0) go(unit + 1, uncovered)
    }
    who[unit] = -1
    go(unit + 1, uncovered + 1)
  }
  go(0, 0)
  return best
}

describe('a roster', () => {
  it('never breaks a rule, nor claims what is not so', () => {
    fc.assert(
      fc.property(anyRoster({ days: 9, members: 8, sections: 4 }), (r) => {
        const solved = solveRoster(r)
        expect(breaches(r, solved)).toEqual([])
        expect(solved.uncovered).toBe(solved.who.filter((member) => member === -1).length)
        expect(solved.uncovered).toBeGreaterThanOrEqual(solved.uncoveredAtLeast)
        expect(solved.cost).toBeGreaterThanOrEqual(solved.bound)
        expect(solveRoster(r)).toEqual(solved)
      }),
      { numRuns: 150 },
    )
  })

  it('leaves uncovered no fewer than it proves, and few more than any could', () => {
    fc.assert(
      fc.property(anyRoster({ days: 2, members: 4, sections: 2 }), (r) => {
        fc.pre(r.need.reduce((a, b) => a + b, 0) <= 2)
        const solved = solveRoster(r)
        const fewest = fewestUncovered(r, solved)
        expect(solved.uncoveredAtLeast).toBeLessThanOrEqual(fewest)
        expect(solved.uncovered).toBeGreaterThanOrEqual(fewest)
      }),
      { numRuns: 60 },
    )
  })

  it('says how many cannot be covered: a week of one section with four is one short', () => {
    const solved = solveRoster(roster(7, [[0, 1, 2, 3].map((m) => [m, 10])]))
    expect(solved).toMatchObject({ uncovered: 1, uncoveredAtLeast: 1, cost: 20 * 10 + UNSERVED })
    expect(solved.bound).toBe(solved.cost)
  })

  it('lets nobody begin who has only just been on duty', () => {
    const before = new Uint8Array(BEFORE)
    before[BEFORE - 1] = 1
    // The night before the roster began: the first shift that is 24 h later is the next night.
    expect([...solveRoster(roster(1, [[[0, 5]]], { before })).who]).toEqual([-1, -1, 0])
  })

  it('shares the nights, and those of earlier weeks count', () => {
    const six = [0, 1, 2, 3, 4, 5].map((m): [number, number] => [m, 10])
    const nights = (r: Roster) => {
      const { who } = solveRoster(r)
      return [...Array(6).keys()].map((m) => [...who].filter((w, t) => w === m && t % SHIFTS === NIGHT).length)
    }
    expect(Math.max(...nights(roster(6, [six], { night: 50 })))).toBeLessThanOrEqual(2)
    const had = Int32Array.of(9, 9, 9, 0, 0, 0)
    expect(nights(roster(2, [six], { night: 50, nights: had })).slice(0, 3)).toEqual([0, 0, 0])
  })

  it('keeps a section with the group whose it is, and asks nobody against a wish without need', () => {
    const three = [0, 1, 2].map((m): [number, number] => [m, 10])
    const group = Int32Array.of(7, 7, 8)
    const { who, cost } = solveRoster(
      roster(
        1,
        [
          three.concat([
            [3, 9],
            [4, 10],
          ]),
        ],
        {
          group: Int32Array.of(...group, 8, 7),
          apart: 5,
        },
      ),
    )
    expect([...who].sort()).toEqual([0, 1, 4])
    expect(cost).toBe(30)
    const wish = new Int32Array(4 * SHIFTS)
    wish[0] = 100
    const asked = solveRoster(roster(1, [three.concat([[3, 11]])], { wish }))
    expect(asked.who[0]).not.toBe(0)
    expect(asked.cost).toBe(30)
  })

  it('covers what it can until it is stopped', () => {
    let days = 0
    const r = roster(7, [[0, 1, 2, 3].map((m) => [m, 10])])
    const solved = solveRoster(r, { onProgress: (done) => (days = done), stop: () => days === 2 })
    expect(breaches(r, solved)).toEqual([])
    expect(solved.who.findLastIndex((member) => member !== -1)).toBeLessThan(2 * SHIFTS)
  })

  it('is refused by name where its numbers make no sense', () => {
    const cases: Partial<Roster>[] = [
      { days: -1 },
      { need: Int32Array.of(1, 1) },
      { to: Int32Array.of(9) },
      { night: 0.5 },
    ]
    for (const change of cases) {
      expect(() => solveRoster({ ...roster(1, [[[0, 5]]]), ...change })).toThrow(
        expect.objectContaining({ code: 'PLAN_INVALID' }),
      )
    }
  })
})
