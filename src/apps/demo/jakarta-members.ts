import type { MultiPolygon, Polygon, Position } from '../../base/geometry.ts'
import { cellCentre, cells, type Grid } from '../../base/grid.ts'
import { type Random, seeded } from '../../base/random.ts'
import type { Member, Post, Unit } from './model.ts'
import { indonesianName } from './names.ts'
import { NOBODYS, ownersOf, partsOf, peoplePerUnit } from './neighbourhood-grid.ts'
import { drawKind, drawPhone, drawSkills, givePosts } from './people.ts'
import { insideRings } from './plane.ts'

/** A neighbourhood (RW) as imported, with the village (kelurahan) in which it lies. */
export interface Neighbourhood {
  code: string
  name: string
  village: { code: string; name: string }
  geometry: Polygon | MultiPolygon
}

export interface GridMembers {
  units: Unit[]
  members: Member[]
  posts: Post[]
  /** People of the grid who live near no neighbourhood, and so stand for no member. */
  outside: number
  /** What was found odd about the grid, in a sentence; null if nothing. */
  note: string | null
}

/**
 * Members for a place that has shapes and a population grid: one for every `perPeople` people, living where the grid
 * has people and inside their neighbourhood, grouped in a branch for each neighbourhood that has any and a committee
 * for each village, under one committee at the top. What is left over after a neighbourhood's last member is carried
 * to the next one of its village. Same input and seed, same members; nobody of them exists.
 */
export function makeMembers(options: {
  grid: Grid
  neighbourhoods: readonly Neighbourhood[]
  top: { code: string; name: string }
  perPeople: number
  seed: number
}): GridMembers {
  const { grid, neighbourhoods, perPeople } = options
  const random = seeded(options.seed)
  const { scale, note } = peoplePerUnit(grid)
  const { peopled, outside } = peopleOf(grid, neighbourhoods)
  const root = committee(options.top, null)
  const units: Unit[] = [root]
  const members: Member[] = []
  const villages = Map.groupBy([...neighbourhoods.keys()], (n) => neighbourhoods[n]?.village.code as string)
  for (const own of villages.values()) {
    const { village } = neighbourhoods[own[0] as number] as Neighbourhood
    const desk = committee(village, root.code)
    units.push(desk)
    let carried = 0
    let atDesk = 0
    for (const n of own) {
      const home = neighbourhoods[n] as Neighbourhood
      const here = peopled[n] as Peopled
      carried += here.people * scale
      const branch = branchOf(home, desk.code)
      const first = members.length
      for (; carried >= perPeople && here.people > 0; carried -= perPeople) {
        const official = atDesk < DESKS
        if (official) atDesk++
        const number = members.length + 1
        members.push({
          code: `JKT-${String(number).padStart(6, '0')}`,
          name: indonesianName(random),
          kind: drawKind(random, official),
          unit: official ? desk.code : branch.code,
          area: home.code,
          home: drawHome(random, grid, home.geometry, here),
          skills: drawSkills(random),
          phone: drawPhone(random, '31', number),
        })
      }
      if (members.slice(first).some((member) => member.unit === branch.code)) units.push(branch)
    }
  }
  const chosen = crown(root, members)
  return { units, members: chosen, posts: givePosts(units, chosen), outside: Math.round(outside * scale), note }
}

/** People of a village who sit on its committee, and members who sit on the committee at the top. */
const DESKS = 3
const TOP_DESKS = 12

/** The committee at the top is made of members from all over, as many as there are, twelve at the most. */
function crown(root: Unit, members: readonly Member[]): Member[] {
  const step = Math.max(2, Math.floor(members.length / TOP_DESKS))
  return members.map((member, i) => {
    const chosen = member.kind === 'member' && i % step === step - 1
    return chosen ? { ...member, unit: root.code, kind: 'official' } : member
  })
}

/** Cells of a neighbourhood with the running sum of their values. */
interface Peopled {
  cells: number[]
  sums: number[]
  people: number
}

function peopleOf(grid: Grid, neighbourhoods: readonly Neighbourhood[]): { peopled: Peopled[]; outside: number } {
  const owners = ownersOf(
    grid,
    neighbourhoods.map((n) => n.geometry),
  )
  const peopled = neighbourhoods.map((): Peopled => ({ cells: [], sums: [], people: 0 }))
  let outside = 0
  for (const { index, value } of cells(grid)) {
    if (!(value > 0)) continue
    const owner = owners[index] as number
    if (owner === NOBODYS) outside += value
    else {
      const own = peopled[owner] as Peopled
      own.people += value
      own.cells.push(index)
      own.sums.push(own.people)
    }
  }
  return { peopled, outside }
}

/** A spot in a cell drawn by its people, inside the neighbourhood: in the same cell, or else in another drawn anew. */
function drawHome(random: Random, grid: Grid, shape: Polygon | MultiPolygon, here: Peopled): Position {
  for (let tries = 0; tries < 60; tries++) {
    const wanted = random() * here.people
    const index = here.cells[here.sums.findIndex((sum) => sum >= wanted)] as number
    const [lon, lat] = cellCentre(grid, index)
    const at = rounded([lon + (random() - 0.5) * grid.cell, lat + (random() - 0.5) * grid.cell])
    if (partsOf(shape).some((rings) => insideRings(at, rings))) return at
  }
  return rounded(within(shape))
}

/** A position inside a shape: the middle of the widest stretch that a line across its first part cuts out. */
function within(shape: Polygon | MultiPolygon): Position {
  const rings = partsOf(shape)[0] as Position[][]
  const lats = (rings[0] as Position[]).map(([, lat]) => lat)
  const lat = (Math.min(...lats) + Math.max(...lats)) / 2 + 1e-9
  const cuts = rings
    .flatMap((ring) =>
      ring.slice(1).flatMap((b, i) => {
        const a = ring[i] as Position
        return a[1] > lat === b[1] > lat ? [] : [a[0] + ((b[0] - a[0]) * (lat - a[1])) / (b[1] - a[1])]
      }),
    )
    .sort((a, b) => a - b)
  let [from, to] = [cuts[0] as number, cuts[1] as number]
  for (let i = 2; i + 1 < cuts.length; i += 2) {
    const [a, b] = [cuts[i] as number, cuts[i + 1] as number]
    if (b - a > to - from) [from, to] = [a, b]
  }
  return [(from + to) / 2, lat]
}

function rounded([lon, lat]: Position): Position {
  return [Math.round(lon * 1e6) / 1e6, Math.round(lat * 1e6) / 1e6]
}

function committee({ code, name }: { code: string; name: string }, parent: string | null): Unit {
  return {
    code: `C-${code}`,
    parent,
    kind: 'committee',
    name: `Pengurus ${name}`,
    nameEn: `${name} Committee`,
    area: code,
  }
}

function branchOf({ code, name, village }: Neighbourhood, parent: string): Unit {
  const nameEn = `${name} ${village.name} Branch`
  return { code: `B-${code}`, parent, kind: 'branch', name: `Ranting ${name} ${village.name}`, nameEn, area: code }
}
