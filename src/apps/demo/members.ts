import { MusterError } from '../../base/errors.ts'
import type { Position } from '../../base/geometry.ts'
import { seeded } from '../../base/random.ts'
import { divide } from './households.ts'
import type { Area, Households, Member, Post, Unit } from './model.ts'
import { chineseName } from './names.ts'
import { drawKind, drawPhone, drawSkills, givePosts } from './people.ts'

/** About this many people make a group of a village's branch. */
const GROUP_SIZE = 34
/** People at the desks of the county and of each township, where there are people enough; two at the least. */
const COUNTY_DESKS = 60
const TOWNSHIP_DESKS = 12

/**
 * The organisation: a committee for the county, one for each township, a branch in each village and groups in it, with
 * `count` people who live among the households. Throws BAD_INPUT when there are fewer people than two for every unit.
 */
export function makeOrganisation(
  areas: readonly Area[],
  households: Households,
  count: number,
  seed: number,
): { units: Unit[]; members: Member[]; posts: Post[] } {
  const villages = areas.filter((area) => area.level === 'village')
  const weights = villages.map((_, v) => 1 + (households.first[v + 1] as number) - (households.first[v] as number))
  const groups = divide(Math.round(count / GROUP_SIZE), weights)
  const units = unitsOf(areas, groups)
  if (count < 2 * units.length) {
    const what = `The demo county has ${units.length} units, and ${count} members are too few for two in each.`
    throw new MusterError('BAD_INPUT', { what })
  }
  const sizes = staff(units, count)
  const random = seeded(seed + 53)
  const members: Member[] = []
  units.forEach((unit, u) => {
    const [from, to] = rowsOf(villages, households, unit.area)
    for (let n = sizes[u] as number; n > 0; n--) {
      const row = from + Math.floor(random() * (to - from))
      const number = members.length + 1
      members.push({
        code: `PY-${String(number).padStart(6, '0')}`,
        name: chineseName(random),
        kind: drawKind(random, unit.kind === 'committee'),
        unit: unit.code,
        area: villages[households.village[row] as number]?.code ?? unit.area,
        home: homeAt(households, row, random),
        skills: drawSkills(random),
        phone: drawPhone(random, '361128', number),
      })
    }
  })
  return { units, members, posts: givePosts(units, members) }
}

/** Units from the top down: codes are the area's, with a letter for the kind and a number for a group. */
function unitsOf(areas: readonly Area[], groups: readonly number[]): Unit[] {
  const units: Unit[] = []
  let village = 0
  for (const { code, parent, level, name, nameEn } of areas) {
    if (level === 'county') {
      const words = { name: `${name}委员会`, nameEn: `${nameEn} Committee` }
      units.push({
        code: `C-${code}`,
        parent: null,
        kind: 'committee',
        ...words,
        area: code,
      })
    } else if (level === 'township') {
      const words = { name: `${name}委员会`, nameEn: `${nameEn} Committee` }
      units.push({
        code: `C-${code}`,
        parent: `C-${parent}`,
        kind: 'committee',
        ...words,
        area: code,
      })
    } else if (level === 'village') {
      const short = name.replace(/(居民|村民)?(委员会|居委会|委会)$/, '')
      const branch: Unit = {
        code: `B-${code}`,
        parent: `C-${parent}`,
        kind: 'branch',
        name: `${short}支部`,
        nameEn: `${nameEn} Branch`,
        area: code,
      }
      units.push(branch)
      for (let n = 1; n <= (groups[village] ?? 0); n++) {
        const words = {
          name: `${branch.name}第${n}小组`,
          nameEn: `${branch.nameEn}, Group ${n}`,
        }
        units.push({
          code: `G-${code}-${n}`,
          parent: branch.code,
          kind: 'group',
          ...words,
          area: code,
        })
      }
      village++
    }
  }
  return units
}

/** How many people each unit has: two everywhere, the desks of the committees, and the rest in branches and groups. */
function staff(units: readonly Unit[], count: number): number[] {
  const spare = count - 2 * units.length
  const desks = units.map((u): number =>
    u.kind !== 'committee' ? 0 : u.parent === null ? COUNTY_DESKS : TOWNSHIP_DESKS,
  )
  const wanted = desks.reduce((a, b) => a + b, 0)
  const atDesks = divide(Math.min(wanted, Math.floor(spare / 10)), desks)
  const inVillages = divide(
    spare - atDesks.reduce((a, b) => a + b, 0),
    units.map((u) => (u.kind === 'group' ? 2 : u.kind === 'branch' ? 1 : 0)),
  )
  return units.map((_, i) => 2 + (atDesks[i] as number) + (inVillages[i] as number))
}

/** The rows of the households in an area; where nobody keeps house, those of the whole county. */
function rowsOf(villages: readonly Area[], households: Households, area: string): [from: number, to: number] {
  const first = villages.findIndex((village) => village.code.startsWith(area))
  const last = villages.findLastIndex((village) => village.code.startsWith(area))
  const [from, to] = [households.first[first] as number, households.first[last + 1] as number]
  return to > from ? [from, to] : [0, households.count]
}

/** A few metres from a household's own spot, since two people are never on the very same one. */
function homeAt(households: Households, row: number, random: () => number): Position {
  const near = (degrees: number | undefined) => Math.round(((degrees as number) + (random() - 0.5) * 1e-4) * 1e6) / 1e6
  return [near(households.lon[row]), near(households.lat[row])]
}
