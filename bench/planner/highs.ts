import loadHighs from 'highs'
import type { Transport } from '../../src/domain/planner/transport/model.ts'

/** Seconds that HiGHS takes for the same problem as a linear program; its cost is compared with `cost`. */
export async function highs(t: Transport, cost: number): Promise<number> {
  // Its types are those of a CommonJS module, in which the function would be one level down.
  const load = loadHighs as unknown as typeof loadHighs.default
  const api = await load()
  const [places, holders, arcs] = [t.unserved.length, t.capacity.length, t.to.length]
  const columns = arcs + places
  const rows = places + holders
  const placeOf = new Int32Array(columns)
  for (let i = 0; i < places; i++) placeOf.fill(i, t.start[i], t.start[i + 1])
  for (let i = 0; i < places; i++) placeOf[arcs + i] = i
  // A column an arc, in the row of its place and the row of its holder; and one a place, to leave it unserved.
  const starts = Int32Array.from({ length: columns + 1 }, (_, j) => (j <= arcs ? 2 * j : arcs + j))
  const indices = new Int32Array(2 * arcs + places)
  for (let j = 0; j < columns; j++) {
    indices[starts[j] as number] = placeOf[j] as number
    if (j < arcs) indices[(starts[j] as number) + 1] = places + (t.to[j] as number)
  }
  const model = {
    numCols: columns,
    numRows: rows,
    colCost: Float64Array.from({ length: columns }, (_, j) => (t.cost[j] ?? t.unserved[j - arcs]) as number),
    colLower: new Float64Array(columns),
    colUpper: new Float64Array(columns).fill(api.infinity),
    rowLower: Float64Array.from({ length: rows }, (_, i) => (i < places ? 1 : 0)),
    rowUpper: Float64Array.from({ length: rows }, (_, i) => (i < places ? 1 : (t.capacity[i - places] as number))),
    matrix: {
      format: 'csc' as const,
      numRows: rows,
      numCols: columns,
      starts,
      indices,
      values: new Float64Array(indices.length).fill(1),
    },
  }
  return api.withModel(model, (solver) => {
    solver.raw.setOptionValue('output_flag', false)
    const began = performance.now()
    solver.run()
    const seconds = (performance.now() - began) / 1000
    const theirs = Math.round(solver.getObjectiveValue())
    if (theirs !== cost) throw new Error(`HiGHS's plan costs ${theirs}, ours ${cost}`)
    return seconds
  })
}
