import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Transport } from '../../src/domain/planner/transport/model.ts'
import { Unmeasurable } from '../harness/figure.ts'
import { percentile } from '../harness/timing.ts'

const run = promisify(execFile)

/** How the faster of LEMON's two came out. */
export interface Peer {
  which: 'NetworkSimplex' | 'CostScaling'
  cost: number
  seconds: number
  /** Neither had ended by then: `seconds` is how long they were given, and `cost` is not known. */
  stopped: boolean
  /** The first of both, for the record; null: stopped, because the other was done long before or the time was up. */
  simplexS: number | null
  scalingS: number | null
}

/**
 * LEMON has to be as exact as it is fast: the cost of each that ends is compared with `cost`, and a difference is a fault.
 * The faster is run in so many `turns`, each after `between`, and its middle time counts.
 */
export async function lemon(
  t: Transport,
  cost: number,
  limitS: number,
  turns: number,
  between: () => Promise<void>,
): Promise<Peer> {
  const folder = mkdtempSync(join(tmpdir(), 'muster-lemon-'))
  try {
    const program = compiled(folder)
    const file = join(folder, 'instance')
    writeInstance(file, t)
    const simplex = await timeOf(program, file, 'simplex', limitS)
    // The one who is slower only has to be known to be slower.
    const scaling = await timeOf(program, file, 'scaling', simplex ? simplex.total + 1 : limitS)
    for (const each of [simplex, scaling]) compare(each, cost)
    const isScaling = (scaling?.seconds ?? Infinity) < (simplex?.seconds ?? Infinity)
    const best = isScaling ? scaling : simplex
    const times = [best?.seconds ?? limitS]
    for (let turn = 1; turn < turns; turn++) {
      await between()
      const again = await timeOf(program, file, isScaling ? 'scaling' : 'simplex', limitS)
      compare(again, cost)
      times.push(again?.seconds ?? limitS)
    }
    return {
      which: isScaling ? 'CostScaling' : 'NetworkSimplex',
      cost,
      seconds: percentile(times, 0.5),
      stopped: best === null,
      simplexS: simplex?.seconds ?? null,
      scalingS: scaling?.seconds ?? null,
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function compare(theirs: { cost: number } | null, cost: number): void {
  if (theirs && theirs.cost !== cost) throw new Error(`LEMON's plan costs ${theirs.cost}, ours ${cost}`)
}

function compiled(folder: string): string {
  const program = join(folder, 'lemon')
  const source = join(import.meta.dirname, '../peers/lemon.cpp')
  const { status, error, stderr } = spawnSync('g++', ['-O3', '-DNDEBUG', '-o', program, source], { encoding: 'utf8' })
  if (error) throw new Unmeasurable('there is no g++: apt-get install g++ liblemon-dev')
  if (stderr.includes('lemon/')) throw new Unmeasurable('there is no LEMON: apt-get install liblemon-dev')
  if (status !== 0) throw new Error(stderr)
  return program
}

async function timeOf(program: string, file: string, which: 'simplex' | 'scaling', limitS: number) {
  try {
    const { stdout } = await run(program, [file, which], { timeout: Math.ceil(limitS * 1000), killSignal: 'SIGKILL' })
    const [cost, seconds, total] = stdout.trim().split(' ').map(Number)
    return { cost: cost as number, seconds: seconds as number, total: total as number }
  } catch (error) {
    if ((error as { killed?: boolean }).killed) return null
    throw error
  }
}

function writeInstance(file: string, t: Transport): void {
  const sizes = Int32Array.of(t.unserved.length, t.capacity.length, t.to.length)
  writeFileSync(file, '')
  for (const part of [sizes, t.start, t.to, t.cost, t.unserved, t.capacity]) {
    writeFileSync(file, Buffer.from(part.buffer, part.byteOffset, part.byteLength), { flag: 'a' })
  }
}
