import { distanceM, type Position } from '../../src/base/geometry.ts'
import { normal, seeded } from '../../src/base/random.ts'
import { BEFORE, NIGHT, type Roster, type Rostered, SHIFTS } from '../../src/domain/planner/roster/model.ts'
import { solveRoster } from '../../src/domain/planner/roster/solve.ts'
import type { Figure } from '../harness/figure.ts'

const SECTIONS = 500
const MEMBERS = 4_000
const DAYS = 7
const EACH = 2
/** Sections that a member may come to: the nearest. */
const NEAREST = 6
const UNSERVED = 1_000_000
/** Metres that a night more than others have is worth. */
const NIGHT_PRICE = 500

/** A week of patrol on a dam of 250 km, from the input to the roster with its bound; all rules are checked anew after it. */
export const rosterWeek: Figure = {
  figure: "a week's roster: 500 sections × 3 shifts × 2 people, 4,000 members",
  unit: 's',
  aim: 30,
  async measure(kit) {
    const roster = damWeek(kit.sized(SECTIONS), kit.sized(MEMBERS))
    const began = performance.now()
    const solved = solveRoster(roster, { onProgress: (day) => kit.tell(`day ${day}`) })
    const seconds = (performance.now() - began) / 1000
    const broken = rulesBroken(roster, solved)
    if (broken > 0) throw new Error(`${broken} rules are broken`)
    const { cost, bound, uncovered, uncoveredAtLeast } = solved
    return {
      value: seconds,
      against: { what: 'the cost by the bound on every roster', value: cost / bound, unit: '×', ratio: cost / bound },
      sizes: {
        sections: roster.need.length,
        members: roster.members,
        places: solved.who.length,
        uncovered,
        uncoveredAtLeast,
        cost,
        bound,
        gapPercent: ((cost - bound) / bound) * 100,
        mostNights: mostNights(roster, solved),
        rulesBroken: broken,
      },
    }
  },
}

/** Sections of 500 m along a line; members scattered beside it; some away for a day, some with a wish, some just off duty. */
function damWeek(sections: number, members: number): Roster {
  const random = seeded(11)
  const lengthDeg = (sections * 500) / 97_000
  const homes = Array.from(
    { length: members },
    (): Position => [116 + random() * lengthDeg, 29 + normal(random, 0, 0.02)],
  )
  // A member may come to the nearest sections, so that everybody lives near some and no section is far from all.
  const own: { member: number; far: number }[][] = Array.from({ length: sections }, () => [])
  const middles = own.map((_, section): Position => [116 + ((section + 0.5) * lengthDeg) / sections, 29])
  for (const [member, home] of homes.entries()) {
    const near = middles.map((at, section) => ({ section, far: Math.round(distanceM(at, home)) }))
    near.sort((a, b) => a.far - b.far || a.section - b.section)
    for (const { section, far } of near.slice(0, NEAREST)) own[section]?.push({ member, far })
  }
  const start = new Int32Array(sections + 1)
  for (const [section, arcs] of own.entries()) start[section + 1] = (start[section] as number) + arcs.length
  const to = own.flat().map(({ member }) => member)
  const cost = own.flat().map(({ far }) => far)
  const slots = DAYS * SHIFTS
  const away = new Uint8Array(members * slots)
  const wish = new Int32Array(members * slots)
  const before = new Uint8Array(members * BEFORE)
  for (let m = 0; m < members; m++) {
    if (random() < 0.05) away.fill(1, m * slots, m * slots + SHIFTS)
    if (random() < 0.1) wish[m * slots + Math.floor(random() * slots)] = 2_000
    if (random() < 0.1) before[(m + 1) * BEFORE - 1] = 1
  }
  return {
    days: DAYS,
    members,
    start,
    to: Int32Array.from(to),
    cost: Int32Array.from(cost),
    need: new Int32Array(sections).fill(EACH),
    unserved: new Int32Array(sections).fill(UNSERVED),
    away,
    wish,
    before,
    night: NIGHT_PRICE,
  }
}

/** Counted from the roster alone, by the rules' own words: hours between shifts, shifts in seven days. */
function rulesBroken(r: Roster, { who, first }: Rostered): number {
  const units = first[r.need.length] as number
  const starts = Array.from({ length: r.members }, (): number[] => [])
  for (let m = 0; m < r.members; m++) {
    for (let k = 0; k < BEFORE; k++) if (r.before?.[m * BEFORE + k] === 1) starts[m]?.push((k - BEFORE) * 8)
  }
  let broken = 0
  for (const [unit, member] of who.entries()) {
    if (member === -1) continue
    const shift = Math.floor(unit / units)
    starts[member]?.push(shift * 8)
    if (r.away?.[member * r.days * SHIFTS + shift] === 1) broken++
  }
  for (const hours of starts) {
    for (let k = 1; k < hours.length; k++) if ((hours[k] as number) - (hours[k - 1] as number) < 24) broken++
    for (let k = 5; k < hours.length; k++) if ((hours[k] as number) - (hours[k - 5] as number) < 7 * 24) broken++
  }
  return broken
}

function mostNights(r: Roster, { who, first }: Rostered): number {
  const units = first[r.need.length] as number
  const nights = new Int32Array(r.members)
  for (const [unit, member] of who.entries()) {
    if (member !== -1 && Math.floor(unit / units) % SHIFTS === NIGHT) nights[member] = (nights[member] as number) + 1
  }
  return nights.reduce((most, n) => Math.max(most, n), 0)
}
