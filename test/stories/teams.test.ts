import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Candidate, TeamAsk } from '../../src/domain/planner/teams/model.ts'
import { solveTeam } from '../../src/domain/planner/teams/solve.ts'

const SKILLS = ['first aid', 'boats', 'dykes']

const anyAsk = fc
  .record({
    people: fc.array(
      fc.record({
        unit: fc.constantFrom('a', 'b', 'c'),
        leads: fc.boolean(),
        skills: fc.subarray(SKILLS),
        cost: fc.nat(30),
      }),
      { minLength: 1, maxLength: 9 },
    ),
    sizes: fc.record({ a: fc.integer({ min: 1, max: 12 }), b: fc.integer({ min: 1, max: 12 }), c: fc.constant(30) }),
    size: fc.integer({ min: 1, max: 5 }),
    counts: fc.array(fc.nat(2), { minLength: 3, maxLength: 3 }),
    smallBelow: fc.constantFrom(0, 3, 8),
  })
  .map(
    ({ people, sizes, size, counts, smallBelow }): TeamAsk => ({
      candidates: people.map((person, k) => ({ ...person, id: `p${k}`, unitMembers: sizes[person.unit] })),
      size,
      skills: SKILLS.map((skill, k) => ({ skill, count: Math.min(counts[k] ?? 0, size) })),
      smallBelow,
    }),
  )

/** What keeps these people from being the team; nothing, if nothing does. */
function faults(ask: TeamAsk, team: readonly Candidate[]): string[] {
  const found: string[] = []
  if (team.length !== ask.size) found.push(`${team.length} people`)
  if (!team.some(({ leads }) => leads)) found.push('no leader')
  for (const { skill, count } of ask.skills) {
    if (team.filter(({ skills }) => skills.includes(skill)).length < count) found.push(`too little ${skill}`)
  }
  const small = team.filter(({ unitMembers }) => unitMembers < ask.smallBelow).map(({ unit }) => unit)
  if (new Set(small).size < small.length) found.push('two from a small branch')
  if (ask.must?.some((id) => !team.some((one) => one.id === id))) found.push('without one who must')
  return found
}

/** The least cost by trying all teams; null where there is none. */
function byTrying(ask: TeamAsk): number | null {
  const costs = Array.from({ length: 2 ** ask.candidates.length }, (_, set) => {
    const team = ask.candidates.filter((_, k) => (set >> k) % 2 === 1)
    return faults(ask, team).length > 0 ? Number.POSITIVE_INFINITY : team.reduce((sum, { cost }) => sum + cost, 0)
  })
  const least = costs.reduce((a, b) => Math.min(a, b))
  return Number.isFinite(least) ? least : null
}

describe('a team', () => {
  it('is the cheapest there is with a leader and all skills, or is refused by name', () => {
    fc.assert(
      fc.property(anyAsk, (ask) => {
        const least = byTrying(ask)
        if (least === null) {
          expect(() => solveTeam(ask)).toThrow(expect.objectContaining({ code: 'PLAN_IMPOSSIBLE' }))
          return
        }
        const { leader, members, cost } = solveTeam(ask)
        const team = ask.candidates.filter(({ id }) => id === leader || members.includes(id))
        expect(faults(ask, team)).toEqual([])
        expect(ask.candidates.find(({ id }) => id === leader)?.leads).toBe(true)
        expect(cost).toBe(least)
      }),
      { numRuns: 500 },
    )
  })

  it('has those in it who must be, or is refused by name', () => {
    fc.assert(
      fc.property(anyAsk, fc.nat(), fc.nat(), (given, one, other) => {
        const ids = given.candidates.map(({ id }) => id)
        const must = [...new Set([ids[one % ids.length], ids[other % ids.length]])].slice(0, given.size) as string[]
        const ask = { ...given, must }
        const least = byTrying(ask)
        if (least === null) {
          expect(() => solveTeam(ask)).toThrow(expect.objectContaining({ code: 'PLAN_IMPOSSIBLE' }))
          return
        }
        const { leader, members, cost } = solveTeam(ask)
        expect([leader, ...members]).toEqual(expect.arrayContaining(must))
        expect(cost).toBe(least)
      }),
      { numRuns: 500 },
    )
  })

  it('of usual size is found among hundreds, whoever is refused costs more', () => {
    const candidates = Array.from(
      { length: 400 },
      (_, k): Candidate => ({
        id: `p${k}`,
        unit: `u${k % 60}`,
        unitMembers: k % 60 < 20 ? 3 : 12,
        leads: k % 17 === 0,
        skills: SKILLS.filter((_, s) => (k * 7 + s * 5) % (9 + 4 * s) === 0),
        cost: (k * 7919) % 4001,
      }),
    )
    const skills = SKILLS.map((skill) => ({ skill, count: 2 }))
    const ask = { candidates, size: 12, skills, smallBelow: 5 }
    const team = solveTeam(ask)
    const chosen = [team.leader, ...team.members]
    expect(
      faults(
        ask,
        candidates.filter(({ id }) => chosen.includes(id)),
      ),
    ).toEqual([])
    for (const gone of chosen) {
      const others = candidates.filter(({ id }) => id !== gone)
      expect(solveTeam({ ...ask, candidates: others }).cost).toBeGreaterThanOrEqual(team.cost)
    }
  })

  const one: Candidate = { id: 'a', unit: 'u', unitMembers: 2, leads: true, skills: [], cost: 1 }
  const two = [one, { ...one, id: 'b' }]
  const other = { ...one, id: 'c', unit: 'v', leads: false }
  const boats = [{ skill: 'boats', count: 1 }]
  it.each([
    ['nobody to choose from', { candidates: [] }, 'the team'],
    ['no leader', { candidates: [{ ...one, leads: false }] }, 'a leader'],
    ['no skill', { skills: [{ skill: 'boats', count: 1 }] }, 'the skill "boats"'],
    ['small branches alone', { candidates: two, size: 2 }, 'the team'],
    ['two who must, of one small branch', { candidates: [...two, other], size: 2, must: ['a', 'b'] }, 'the branch "u"'],
    ['what no team has together', { candidates: [one, { ...other, skills: ['boats'] }], skills: boats }, 'the whole'],
  ])('is refused by name: %s', (_, change, where) => {
    const ask: TeamAsk = { candidates: [one], size: 1, skills: [], smallBelow: 5, ...change }
    expect(() => solveTeam(ask)).toThrow(
      expect.objectContaining({ code: 'PLAN_IMPOSSIBLE', details: expect.objectContaining({ where }) }),
    )
  })

  it('tells what is missing at best where each wish can be met and not all', () => {
    const boats = [{ skill: 'boats', count: 1 }]
    const candidates = [one, { ...one, id: 'c', unit: 'v', leads: false, skills: ['boats'] }]
    expect(() => solveTeam({ candidates, size: 1, skills: boats, smallBelow: 5 })).toThrow(
      expect.objectContaining({ details: expect.objectContaining({ reason: 'together', missing: '1 × boats' }) }),
    )
  })

  it.each([
    ['a size of none', { size: 0 }, 'the team'],
    ['a skill twice', { skills: [...Array(2)].map(() => ({ skill: 'boats', count: 1 })) }, 'the skill "boats"'],
    ['more of a skill than people', { skills: [{ skill: 'boats', count: 2 }] }, 'the skill "boats"'],
    ['more who must than people', { candidates: two, must: ['a', 'b'] }, 'the team'],
    [
      'more ways than can be weighed',
      { size: 40, skills: [...Array(20)].map((_, k) => ({ skill: `${k}`, count: 1 })) },
      'the team',
    ],
  ])('makes no sense with %s', (_, change, where) => {
    const ask: TeamAsk = { candidates: [one], size: 1, skills: [], smallBelow: 5, ...change }
    expect(() => solveTeam(ask)).toThrow(
      expect.objectContaining({ code: 'PLAN_INVALID', details: expect.objectContaining({ where }) }),
    )
  })
})
