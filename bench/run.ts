/**
 * Measures what `bench/<name>.ts` lists, or all of them: `npm run bench -- [NAME] [--json]`. An aim that is missed is
 * told and is no fault: exit 0 when everything was measured or passed over, 2 for a wrong argument, 1 for a fault.
 */
import { readdirSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { oneLine, table } from '../src/apps/cli/table.ts'
import { type Figure, type Result, resultOf } from './harness/figure.ts'
import { makeKit } from './harness/kit.ts'
import { thisMachine } from './harness/machine.ts'

const HELP = `Usage: npm run bench -- [NAME] [options]

Measures the figures of bench/NAME.ts, or of every benchmark there is.

  --json          one JSON line a figure on standard output
  --only TEXT     the figures whose name contains TEXT
  --scale SHARE   a part of the full sizes, such as 0.01, to try a benchmark out; aims are then not judged
  --help

MUSTER_BENCH_URL names a PostgreSQL server with PostGIS on which databases may be made and dropped; without it one is
started for the run.`

process.exitCode = await main(process.argv.slice(2))

async function main(args: string[]): Promise<number> {
  const asked = readArguments(args)
  if (typeof asked === 'string') {
    console.error(`${asked}\n\n${HELP}`)
    return 2
  }
  if (asked.help) {
    console.log(HELP)
    return 0
  }
  const kit = makeKit({
    scale: asked.scale,
    url: process.env.MUSTER_BENCH_URL || undefined,
    tell: (text) => console.error(`  ${text}`),
  })
  // A server that was started for the run must not outlive it.
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => kit.close().finally(() => process.exit(1)))
  const results: Result[] = []
  try {
    for (const figure of await figuresOf(asked.names, asked.only)) {
      console.error(figure.figure)
      const result = await resultOf(figure, kit)
      results.push(result)
      if (asked.json) console.log(JSON.stringify({ ...result, machine: thisMachine() }))
    }
  } catch (error) {
    console.error(error)
    return 1
  } finally {
    await kit.close()
  }
  if (!asked.json) console.log(shown(results))
  return 0
}

interface Asked {
  names: string[]
  only: string
  scale: number
  json: boolean
  help: boolean
}

/** What is asked for, or what is wrong with it. */
function readArguments(args: string[]): Asked | string {
  const options = {
    json: { type: 'boolean' },
    help: { type: 'boolean' },
    only: { type: 'string' },
    scale: { type: 'string' },
  } as const
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
    const there = benchmarks()
    const unknown = positionals.find((name) => !there.includes(name))
    if (unknown !== undefined) return `There is no benchmark ${unknown}: there is ${there.join(', ')}.`
    const scale = Number(values.scale ?? 1)
    if (!(scale > 0 && scale <= 1)) return `${values.scale} is not a share above 0 and up to 1.`
    const names = positionals.length > 0 ? positionals : there
    return { names, only: values.only ?? '', scale, json: values.json ?? false, help: values.help ?? false }
  } catch (error) {
    return (error as Error).message
  }
}

/** Every file beside this one is a benchmark. */
function benchmarks(): string[] {
  const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.ts') && name !== 'run.ts')
  return files.map((name) => name.slice(0, -'.ts'.length)).sort()
}

async function figuresOf(names: string[], only: string): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const name of names) {
    const benchmark = (await import(`./${name}.ts`)) as { figures: Figure[] }
    figures.push(...benchmark.figures.filter((f) => f.figure.includes(only)))
  }
  return figures
}

/** A table to read, and under it what was passed over and why. */
function shown(results: Result[]): string {
  const rows = results.map((r) => [
    r.figure,
    r.value === null ? '–' : `${r.value} ${r.unit}`,
    `≤ ${r.aim} ${r.unit}`,
    r.met === null ? '–' : r.met ? 'yes' : 'no',
    r.against ? `${r.against.value} ${r.against.unit}` : '–',
    r.against ? `${r.against.ratio} ×` : '–',
  ])
  const right = (header: string) => ({ header, right: true }) as const
  const columns = ['figure', right('value'), right('aim'), 'met', right('bare'), right('ratio')]
  const notes = results.flatMap((r) => {
    if (r.skipped) return [`${r.figure}: not measured, ${r.skipped}`]
    return [`${r.figure}`, `    against ${r.against?.what}`, `    with ${oneLine(JSON.stringify(r.sizes))}`]
  })
  const machine = Object.entries(thisMachine()).map(([name, value]) => `${name} ${value}`)
  return [table(columns, rows), '', ...notes.map((note) => `  ${note}`), '', `  ${machine.join(', ')}`].join('\n')
}
