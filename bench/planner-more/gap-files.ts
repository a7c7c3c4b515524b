import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { solveAssignment } from '../../src/domain/planner/assignment/solve.ts'
import { readAssignment } from '../../src/domain/planner/formats/assignment-file.ts'
import { type Figure, Unmeasurable } from '../harness/figure.ts'

const DATA = new URL('../../../shared/data/assignment/', import.meta.url)
const SECONDS = 10

/** Every file of generalised assignment for ten seconds, the cost minimised; held against the bounds published with them. */
export const gapOfFiles: Figure = {
  figure: 'GAP: gap to the optimum or bound, mean over the files',
  unit: '%',
  aim: 0.2,
  async measure(kit) {
    if (!existsSync(DATA)) throw new Unmeasurable('../shared/data is not here')
    const known = knownBounds()
    const files = readdirSync(DATA).filter((name) => known.has(name))
    const rows = files.map((name) => {
      const began = performance.now()
      const { problem } = readAssignment(readFileSync(new URL(name, DATA), 'utf8'))
      const seconds = () => (performance.now() - began) / 1000
      const { cost, bound, optimal } = solveAssignment(problem, { stop: () => seconds() > SECONDS * kit.scale })
      const least = known.get(name) as number
      if (cost === null || cost < least || bound > cost) throw new Error(`${name}: cost ${cost}, bound ${bound}`)
      kit.tell(`${name}: cost ${cost}, bound ${bound}, published ${least}, ${seconds().toFixed(2)} s`)
      return { name, cost, bound, optimal, published: least, seconds: Number(seconds().toFixed(2)) }
    })
    const mean = (gap: (row: (typeof rows)[number]) => number) =>
      (rows.reduce((sum, row) => sum + gap(row), 0) / rows.length) * 100
    const own = mean(({ cost, bound }) => (cost - bound) / bound)
    const published = mean(({ cost, published: least }) => (cost - least) / least)
    return {
      value: own,
      against: { what: 'the same cost against the published bounds', value: published, unit: '%', ratio: 1 },
      sizes: { files: rows.length, optimal: rows.filter((row) => row.optimal).length, rows },
    }
  },
}

/** The lower bounds of the optima, by the names of the files; of costs that are minimised. */
function knownBounds(): Map<string, number> {
  const lines = readFileSync(new URL('gap_bounds.txt', DATA), 'utf8').trim().split('\n')
  const rows = lines.map((line) => line.trim().split(/\s+/))
  return new Map(
    rows.flatMap(([name = '', least]) =>
      name.endsWith('_Min') ? [[`gap_${name.slice(0, -'_Min'.length)}`, Number(least)] as const] : [],
    ),
  )
}
