import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MusterError } from '../../src/base/errors.ts'
import { FORMATS, type Format, solveFile } from '../../src/domain/planner/formats/solve-file.ts'
import { ended, muster, musterProcess, objectIn } from '../harness/muster-process.ts'

const LAP = '3\n 4 1 3\n 2 0 5\n 3 2 2\n'
const GAP = '2 3\n 6 2 8\n 3 9 4\n 5 5 5\n 5 5 5\n 5 10\n'
const PMED = ' 1 5\n 4 2 10\n 1 0 0 5\n 2 3 4 5\n 3 90 90 5\n 4 90 91 4\n'
/** Holders 1 and 2 with room for two and one; places 3 and 4. */
const NET =
  'c two and two\np min 4 4\nn 1 2\nn 2 1\nn 3 -2\nn 4 -1\na 1 3 0 2 7\na 1 4 0 1 1\na 2 3 0 1 2\na 2 4 0 1 9\n'

const solved = (text: string, format: Format) => solveFile(text, format, {})
const network = (...lines: string[]) => solved(lines.join('\n'), 'transport')

/** The code, line and reason that a text is refused with; a plan's cost where it is not. */
function refusal(text: string, format: Format): string {
  try {
    return `cost ${solved(text, format).cost}`
  } catch (error) {
    if (!(error instanceof MusterError)) throw error
    return [error.code, error.details.line, error.details.what ?? error.details.why].filter(Boolean).join(' ')
  }
}

describe('a file of a public family', () => {
  it('is solved to the least cost, which is proved', () => {
    expect(solved(LAP, 'lap')).toMatchObject({ cost: 5, bound: 5, gap: 0, optimal: true, sizes: { rows: 3 } })
    expect(solved(GAP, 'gap')).toMatchObject({ cost: 9, optimal: true, sizes: { holders: 2, places: 3 } })
    expect(solved(PMED, 'pmed')).toMatchObject({ cost: 6, optimal: true, sizes: { points: 4, medians: 2, stated: 5 } })
    expect(solved(NET, 'transport')).toMatchObject({ cost: 10, optimal: true, sizes: { nodes: 4, arcs: 4 } })
  })

  it('of several problems is solved for its first, and says so', () => {
    expect(solved(`2\n${GAP}${GAP}`, 'gap')).toMatchObject({ cost: 9, notes: [expect.stringContaining('1 more')] })
    expect(solved(`3\n${PMED}`, 'pmed')).toMatchObject({ cost: 6, notes: [expect.stringContaining('2 more')] })
  })
})

describe('a file that cannot be read', () => {
  const cases: [string, Format, string][] = [
    ['', 'lap', 'PLAN_FILE 1 the file ends where the number of rows should be'],
    ['9\n1 2\n3', 'lap', 'PLAN_FILE 1 9 rows and columns are declared, more than the file holds'],
    ['2\n1 2\n3 x', 'lap', 'PLAN_FILE 3 the cost of row 2, column 2 is "x" and should be a number'],
    ['2\n1 2\n3 4 5', 'lap', 'PLAN_FILE 3 there are numbers after the 2 × 2 costs'],
    ['999999999 999999999', 'gap', 'PLAN_FILE 1 999999999 holders and 999999999 places are declared, more than'],
    ['1 2\n1 1\n1 1\n', 'gap', 'PLAN_FILE 3 the file ends where the room of holder 1 should be'],
    ['1 1\n1\n-1\n5', 'gap', 'PLAN_FILE 3 a load is -1 and should be a whole number from 0'],
    ['0 4\n', 'gap', 'PLAN_FILE 1 the number of holders is 0 and should be'],
    ['1 1\n1\n6\n5', 'gap', 'PLAN_IMPOSSIBLE fits into the room of no holder'],
    ['1 2\n1 1\n3 3\n5', 'gap', 'PLAN_IMPOSSIBLE ask for a room of 6 at least, and there is 5'],
    ['1 0\n900000000 2 5\n1 1 1 1', 'pmed', 'PLAN_FILE 2 900000000 points are declared, more than the file holds'],
    ['1 0\n1 0 5\n1 1 1 1', 'pmed', 'PLAN_IMPOSSIBLE'],
    ['1 0\n2 1 5\n1 1 1 3\n2 1 1 3', 'pmed', 'PLAN_IMPOSSIBLE'],
    ['1 0\n2 1 0\n1 1 1 3\n2 1 1 3', 'pmed', 'PLAN_IMPOSSIBLE'],
  ]
  it.each(cases)('%j as %s', (text, format, reason) => expect(refusal(text, format)).toContain(reason))

  const networks: [string, string[], string][] = [
    ['no problem', ['c nothing'], 'PLAN_FILE 1 there is no line "p min NODES ARCS"'],
    ['another problem', ['p max 2 1'], 'PLAN_FILE 1 the problem is "max"'],
    ['absurd counts', ['p min 999999999 999999999'], 'PLAN_FILE 1 999999999 nodes and 999999999 arcs are declared'],
    ['cut off', ['p min 2 2', 'n 1 1', 'n 2 -1', 'a 1 2 0 1 1'], 'PLAN_FILE 4 2 arcs are declared and 1 are there'],
    ['an arc too many', ['p min 2 0', 'n 1 1', 'n 2 -1', 'a 1 2 0 1 1'], 'PLAN_FILE 4 there are more arcs than'],
    ['a lower bound', ['p min 2 1', 'n 1 1', 'n 2 -1', 'a 1 2 1 1 1'], 'PLAN_FILE 4 the arc has the lower bound 1'],
    ['a negative cost', ['p min 2 1', 'n 1 1', 'n 2 -1', 'a 1 2 0 1 -4'], 'PLAN_FILE 4 the arc has the cost -4'],
    ['a negative capacity', ['p min 2 1', 'a 1 2 0 -1 4'], 'PLAN_FILE 2 the arc has the capacity -1'],
    ['an arc to itself', ['p min 2 1', 'a 2 2 0 1 4'], 'PLAN_FILE 2 the arc goes from node 2 to itself'],
    ['a node unknown', ['p min 2 1', 'a 1 3 0 1 4'], 'PLAN_FILE 2 the node that the arc goes to is "3"'],
    ['a supply twice', ['p min 2 0', 'n 1 1', 'n 1 2'], 'PLAN_FILE 3 node 1 has a supply already'],
    ['no balance', ['p min 2 1', 'n 1 2', 'n 2 -1', 'a 1 2 0 1 1'], 'NETWORK_OTHER the supplies come to 2 and'],
    [
      'an arc between holders',
      [
        'p min 5 5',
        'n 1 2',
        'n 4 -1',
        'n 5 -1',
        'a 1 2 0 2 0',
        'a 1 3 0 1 0',
        'a 2 3 0 2 1',
        'a 2 4 0 1 1',
        'a 3 5 0 1 1',
      ],
      'NETWORK_OTHER an arc joins the nodes 2 and 3',
    ],
    [
      'a middle that several sources share',
      ['p min 5 4', 'n 1 1', 'n 2 1', 'n 4 -1', 'n 5 -1', 'a 1 3 0 1 1', 'a 2 3 0 1 1', 'a 3 4 0 1 1', 'a 3 5 0 1 1'],
      'NETWORK_OTHER there are nodes between supplies and demands',
    ],
    ['no way', ['p min 4 2', 'n 1 1', 'n 2 1', 'n 3 -1', 'n 4 -1', 'a 1 3 0 1 1', 'a 2 3 0 1 1'], 'PLAN_IMPOSSIBLE'],
  ]
  it.each(networks)('a network with %s', (_, lines, reason) =>
    expect(refusal(lines.join('\n'), 'transport')).toContain(reason),
  )

  it('is refused by name however it was changed or cut', () => {
    const texts: Record<Format, string> = { lap: LAP, gap: GAP, pmed: PMED, transport: NET }
    const change = fc.record({
      at: fc.nat(120),
      drop: fc.nat(6),
      put: fc.oneof(
        fc.string({ maxLength: 4 }),
        fc.constantFrom('-', '9', '.5', ' ', '\n', 'a 1 2 0 1 1\n', '1e9', 'NaN'),
      ),
    })
    fc.assert(
      fc.property(fc.constantFrom(...FORMATS), fc.array(change, { minLength: 1, maxLength: 4 }), (format, changes) => {
        let text = texts[format]
        for (const { at, drop, put } of changes) {
          const from = at % (text.length + 1)
          text = text.slice(0, from) + put + text.slice(from + drop)
        }
        expect(refusal(text, format)).toMatch(/^(cost -?\d|[A-Z_]+)/)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('a network of places and holders', () => {
  it('may be drawn with a source, with a sink, or with both', () => {
    // Two holders with room for two each, three places; the third is dear to leave.
    const source = ['p min 6 11', 'n 1 3', 'n 4 -1', 'n 5 -1', 'n 6 -1']
    const room = ['a 1 2 0 1 0', 'a 1 3 0 1 0', 'a 1 4 0 1 50', 'a 1 5 0 1 50', 'a 1 6 0 1 99']
    const reach = ['a 2 4 0 1 3', 'a 2 5 0 1 4', 'a 2 6 0 1 5', 'a 3 4 0 1 8', 'a 3 5 0 1 9', 'a 3 6 0 1 7']
    expect(network(...source, ...room, ...reach)).toMatchObject({ cost: 60, optimal: true })

    const turn = (line: string) => line.replace(/^a (\d) (\d)/, 'a $2 $1')
    const sink = ['p min 6 11', 'n 1 -3', 'n 4 1', 'n 5 1', 'n 6 1']
    expect(network(...sink, ...room.map(turn), ...reach.map(turn))).toMatchObject({ cost: 60, optimal: true })

    const both = ['p min 7 14', 'n 1 3', 'n 7 -3', 'a 4 7 0 1 1', 'a 5 7 0 1 1', 'a 6 7 0 1 1']
    expect(network(...both, ...room, ...reach)).toMatchObject({ cost: 63, optimal: true })
  })

  it('costs what the cheapest flow costs, whatever its arcs can carry', () => {
    const side = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 3 })
    const arc = fc.record({ from: fc.nat(2), to: fc.nat(2), capacity: fc.integer({ min: 0, max: 3 }), cost: fc.nat(9) })
    const arcs = fc.array(arc, { minLength: 1, maxLength: 7 })
    fc.assert(
      fc.property(side, side, arcs, (out, into, drawn) => {
        const [outSum, intoSum] = [out, into].map((list) => list.reduce((a, b) => a + b, 0)) as [number, number]
        // Evened out on the first of the side that has too little.
        if (outSum < intoSum) out = [(out[0] ?? 0) + intoSum - outSum, ...out.slice(1)]
        else into = [(into[0] ?? 0) + outSum - intoSum, ...into.slice(1)]
        const used = drawn.filter(({ from, to }) => from < out.length && to < into.length)
        const lines = [
          `p min ${out.length + into.length} ${used.length}`,
          ...out.map((n, k) => `n ${k + 1} ${n}`),
          ...into.map((n, k) => `n ${out.length + k + 1} ${-n}`),
          ...used.map((a) => `a ${a.from + 1} ${out.length + a.to + 1} 0 ${a.capacity} ${a.cost}`),
        ]
        const least = cheapestFlow(out, into, used)
        expect(refusal(lines.join('\n'), 'transport')).toMatch(least === null ? /^PLAN_IMPOSSIBLE/ : `cost ${least}`)
      }),
      { numRuns: 400 },
    )
  })
})

/** The least cost by trying all flows, arc by arc; null where none does. */
function cheapestFlow(
  out: readonly number[],
  into: readonly number[],
  arcs: readonly { from: number; to: number; capacity: number; cost: number }[],
): number | null {
  const [have, want] = [[...out], [...into]]
  const go = (k: number): number | null => {
    const arc = arcs[k]
    if (!arc) return have.every((n) => n === 0) && want.every((n) => n === 0) ? 0 : null
    let best: number | null = null
    const most = Math.min(arc.capacity, have[arc.from] ?? 0, want[arc.to] ?? 0)
    for (let flow = 0; flow <= most; flow++) {
      have[arc.from] = (have[arc.from] ?? 0) - flow
      want[arc.to] = (want[arc.to] ?? 0) - flow
      const rest = go(k + 1)
      if (rest !== null && (best === null || rest + flow * arc.cost < best)) best = rest + flow * arc.cost
      have[arc.from] = (have[arc.from] ?? 0) + flow
      want[arc.to] = (want[arc.to] ?? 0) + flow
    }
    return best
  }
  return go(0)
}

describe('muster plan solve', () => {
  it('prints one object, or a table for people', async () => {
    const asked = await muster(['plan', 'solve', '-', '--format', 'gap', '--json'], {}, GAP)
    expect(asked).toMatchObject({ code: 0, stderr: '' })
    expect(objectIn(asked)).toEqual({
      format: 'gap',
      sizes: { holders: 2, places: 3 },
      cost: 9,
      bound: 9,
      gap: 0,
      optimal: true,
      seconds: expect.any(Number),
      notes: [],
    })
    const told = await muster(['plan', 'solve', '-', '--format', 'lap'], {}, LAP)
    expect(told.stdout).toMatch(/^No plan is cheaper: proved\.\n {2}rows +3\n {2}cost +5\n {2}bound +5\n/)
  })

  it('refuses with a name and exit code 2 what cannot be solved', async () => {
    const asked = await muster(['plan', 'solve', '-', '--format', 'transport', '--json'], {}, 'p min 1')
    expect(asked).toMatchObject({ code: 2, stderr: expect.stringMatching(/^PLAN_FILE: /) })
    expect(objectIn(asked)).toMatchObject({ error: { code: 'PLAN_FILE', details: { line: 1 } } })
    expect(await muster(['plan', 'solve', '-', '--format', 'gap', '--seconds', '0'])).toMatchObject({ code: 2 })
  })

  it('keeps the best that it found when it is stopped', async () => {
    const child = musterProcess(
      ['plan', 'solve', '-', '--format', 'gap', '--seconds', '600', '--json'],
      {},
      long(200, 20),
    )
    // It tells what it has found so far: then it is in the middle of its work.
    const told = (text: string) => /cost \d/.test(text)
    await new Promise<void>((resolve) => child.stderr?.on('data', (bytes) => told(String(bytes)) && resolve()))
    child.kill('SIGINT')
    const stopped = await ended(child)
    expect(stopped.code).toBe(0)
    const { cost, bound, optimal } = objectIn(stopped) as { cost: number; bound: number; optimal: boolean }
    expect(cost).toBeGreaterThan(bound)
    expect(optimal).toBe(false)
  })
})

/** A file that takes long: costs and loads that pull against one another, in rooms that are nearly full. */
function long(places: number, holders: number): string {
  let state = 11
  const draw = (n: number) => {
    state = (state * 48_271) % 2_147_483_647
    return state % n
  }
  const loads = Array.from({ length: holders }, () => Array.from({ length: places }, () => 1 + draw(100)))
  const costs = loads.map((row) => row.map((load) => 111 - load + draw(21) - 10))
  const rooms = loads.map((row) => Math.floor((0.8 * row.reduce((a, b) => a + b, 0)) / holders))
  return [`${holders} ${places}`, ...[...costs, ...loads, rooms].map((row) => row.join(' '))].join('\n')
}

const DATA = new URL('../../../shared/data/assignment/', import.meta.url)

describe.skipIf(!existsSync(DATA))('the public files (needs ../shared/data)', () => {
  it('are solved by the command line', async () => {
    const path = fileURLToPath(new URL('lap_assign100.txt', DATA))
    const asked = await muster(['plan', 'solve', path, '--format', 'lap', '--json'])
    expect(objectIn(asked)).toMatchObject({ cost: 305, bound: 305, gap: 0, optimal: true })
  })

  it('are refused by name wherever they are cut off', () => {
    for (const [file, format] of [
      ['gap_c0515_1', 'gap'],
      ['pmedcap01.txt', 'pmed'],
    ] as const) {
      const text = readFileSync(new URL(file, DATA), 'utf8').trimEnd()
      for (let length = 0; length < text.length - 3; length += 29) {
        expect(refusal(text.slice(0, length), format)).toMatch(/^PLAN_FILE \d+ /)
      }
    }
  })
})
