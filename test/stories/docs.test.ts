import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { ERRORS } from '../../src/base/errors.ts'
import { migrationsIn } from '../../src/db/migrate.ts'
import { FLOW } from '../../src/engine/flow.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8')
const textOf = (pattern: string[]) => globSync(pattern, { cwd: ROOT }).map(read).join('\n')

const documents = globSync(['*.md', 'docs/**/*.md', 'demo/*.md'], { cwd: ROOT }).map((path) => ({
  path,
  text: read(path),
}))
const everything = documents.map((d) => d.text).join('\n')

/** A heading as GitHub names it in an address. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(' ', '-')

const anchorsIn = (text: string) => [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading))

/** Why a link leads nowhere, or null. Addresses elsewhere are not looked up. */
function faultOf(path: string, link: string): string | null {
  if (/^[a-z]+:/.test(link)) return null
  const [file = '', anchor] = link.split('#')
  const target = file === '' ? path : join(dirname(path), file)
  if (!existsSync(join(ROOT, target))) return `${path} links to ${link}, which is not there`
  if (anchor === undefined || anchorsIn(read(target)).includes(anchor)) return null
  return `${path} links to ${link}, a heading that is not there`
}

/** Columns by table, as the migrations make them; the list of migrations itself is made by the program. */
function tablesIn(sql: string): Map<string, string[]> {
  const tables = new Map([['migration', ['name', 'sha256', 'at']]])
  for (const [, table = '', body = ''] of sql.matchAll(/^create table (\w+) \(\n([\s\S]*?)^\);/gm)) {
    const words = [...body.matchAll(/^ {2}(\w+) /gm)].map(([, word = '']) => word)
    tables.set(
      table,
      words.filter((word) => !/^(primary|unique|foreign|check|constraint)$/.test(word)),
    )
  }
  for (const [, table = '', column = ''] of sql.matchAll(/^alter table (\w+) add column (\w+)/gm)) {
    tables.get(table)?.push(column)
  }
  return tables
}

/** What the glossary's column "In the register" names: `duty`, `duty.role`. */
function namedInGlossary(): string[] {
  const rows = read('docs/GLOSSARY.md')
    .split('\n')
    .filter((line) => line.startsWith('|'))
  return rows.flatMap((row) => [...(row.split('|')[4] ?? '').matchAll(/`([^`]+)`/g)].map(([, name = '']) => name))
}

describe('the documents', () => {
  it('link only to what is there', () => {
    const faults = documents.flatMap(({ path, text }) =>
      [...text.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link = '']) => faultOf(path, link) ?? []),
    )
    expect(faults).toEqual([])
  })

  it('name no script and no variable that does not exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
    const named = [...everything.matchAll(/\bnpm run (?:-s )?([\w:-]+)/g)].map(([, script = '']) => script)
    expect(named.filter((script) => !(script in scripts))).toEqual([])
    const code = textOf(['src/**/*.ts', 'test/**/*.ts', 'scripts/*.ts', 'bench/**/*.ts'])
    const variables = new Set(everything.match(/\bMUSTER_[A-Z_]+\b/g))
    expect([...variables].filter((variable) => !code.includes(variable))).toEqual([])
  })
})

describe('the architecture', () => {
  const architecture = read('docs/ARCHITECTURE.md')

  it('links every step of the flow to its file, in the order of the flow', () => {
    const linked = [...architecture.matchAll(/^\[src\/engine\/steps\/(\w+)\.ts\]/gm)].map(([, step]) => step)
    expect(linked).toEqual(FLOW.map((step) => step.name))
  })

  it('lists every decision', () => {
    const decisions = globSync('docs/adr/*.md', { cwd: ROOT }).sort()
    const listed = [...architecture.matchAll(/^- \[\d{4} .+\]\((adr\/.+)\)$/gm)].map(([, path]) => `docs/${path}`)
    expect(listed).toEqual(decisions)
  })
})

describe('the glossary', () => {
  const tables = tablesIn(
    migrationsIn()
      .map((m) => m.sql)
      .join('\n'),
  )

  it('names tables and columns that there are', () => {
    const unknown = namedInGlossary().filter((name) => {
      const [table = '', column] = name.split('.')
      return !(column === undefined ? tables.has(table) : tables.get(table)?.includes(column))
    })
    expect(unknown).toEqual([])
  })

  it('leaves out no table', () => {
    const named = new Set(namedInGlossary())
    expect([...tables.keys()].filter((table) => !named.has(table))).toEqual([])
  })
})

describe('the table of errors', () => {
  it('has no entry that nothing uses', () => {
    const table = join('src', 'base', 'errors')
    const paths = globSync('src/**/*.ts', { cwd: ROOT }).filter((path) => !path.startsWith(table))
    const code = paths.map(read).join('\n')
    expect(Object.keys(ERRORS).filter((name) => !code.includes(`'${name}'`))).toEqual([])
  })
})
