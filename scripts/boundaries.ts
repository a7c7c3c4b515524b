/**
 * Checks who imports whom, as the layout asks (docs/ARCHITECTURE.md): `npm run check:boundaries`. Ours, because
 * dependency-cruiser reads TypeScript only through a compiler older than the one used here. Exit 1 names every breach.
 */
import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'

/** Each imports only from those before it. */
const LAYERS = ['base', 'db', 'domain', 'channels', 'engine', 'apps']
/** Inside the domain, too. */
const NOUNS = [
  'audit',
  'faults',
  'people',
  'places',
  'duties',
  'playbooks',
  'planner',
  'warnings',
  'callouts',
  'records',
  'hazards',
  'cases',
  'gaps',
  'undo',
  'teams',
  'board',
  'search',
  'imports',
]
/** Code that also runs in a browser may use these of ours, and the models and rules of the domain. */
const BROWSER = /^src\/apps\/(board|field)\//

interface Import {
  from: string
  to: string
  /** Gone when the program runs. */
  typeOnly: boolean
}

const files = globSync('src/**/*.{ts,tsx}').map((path) => normalize(path))
const imports = files.flatMap(importsOf)
const touchesDb = new Set(imports.filter((i) => partsOf(i.to).layer === 'db').map((i) => i.from))

const breaches = [...files.flatMap(placeOf), ...imports.flatMap(breachesOf), ...circlesIn(imports)]
for (const breach of breaches) console.error(breach)
console.error(`${files.length} files, ${imports.length} imports, ${breaches.length} breaches of the boundaries`)
process.exitCode = breaches.length > 0 ? 1 : 0

/** Imports of files of ours; packages are knip's matter. A worker's file, named by URL, counts as imported. */
function importsOf(from: string): Import[] {
  const text = readFileSync(from, 'utf8')
  const statements = text.matchAll(/^(?:import|export)\s+(type\s)?(?:[^'"`;=()]*\sfrom\s+)?'(\.[^']+)'/gm)
  const calls = text.matchAll(/(?:import\(|new URL\()'(\.[^']+\.tsx?)'/g)
  const at = (path: string) => join(dirname(from), path)
  return [
    ...[...statements].map(([, type, path]) => ({ from, to: at(path as string), typeOnly: type !== undefined })),
    ...[...calls].map(([, path]) => ({ from, to: at(path as string), typeOnly: false })),
  ]
}

function partsOf(path: string): { layer: string; noun: string | undefined } {
  const [, layer = '', ...rest] = path.split('/')
  return { layer, noun: layer === 'domain' && rest.length > 1 ? rest[0] : undefined }
}

function placeOf(file: string): string[] {
  const { layer, noun } = partsOf(file)
  const known = LAYERS.includes(layer) && (noun === undefined || NOUNS.includes(noun))
  return known ? [] : [`${file}: ${noun ?? layer} has no place in the layout`]
}

function breachesOf({ from, to, typeOnly }: Import): string[] {
  const [a, b] = [partsOf(from), partsOf(to)]
  const found: string[] = []
  const breach = (why: string) => found.push(`${from} → ${to}: ${why}`)
  if (!to.startsWith('src/')) breach('the program imports nothing outside src/')
  else if (LAYERS.indexOf(b.layer) > LAYERS.indexOf(a.layer)) breach(`${a.layer} may not import ${b.layer}`)
  if (a.noun && b.noun && NOUNS.indexOf(b.noun) > NOUNS.indexOf(a.noun)) breach(`${a.noun} may not import ${b.noun}`)
  if (a.noun === 'planner' && b.layer !== 'base' && b.noun !== 'planner') breach('the planner imports only base')
  if (a.layer === 'domain' && from.endsWith('/model.ts') && b.layer === 'db') breach('a model knows no database')
  const isRule = a.layer === 'domain' && !touchesDb.has(from)
  if (isRule && touchesDb.has(to) && !typeOnly) breach('a rule may not reach the database through another file')
  if (BROWSER.test(from) && (b.layer === 'db' || b.layer === 'engine' || touchesDb.has(to))) breach('runs in a browser')
  return found
}

/** Files that import each other, round in a circle; each circle once. */
function circlesIn(all: Import[]): string[] {
  const next = Map.groupBy(all, (i) => i.from)
  const done = new Set<string>()
  const found: string[] = []
  const visit = (file: string, trail: string[]): void => {
    const start = trail.indexOf(file)
    if (start >= 0) found.push(`${[...trail.slice(start), file].join(' → ')}: a circle`)
    if (start >= 0 || done.has(file)) return
    for (const { to } of next.get(file) ?? []) visit(to, [...trail, file])
    done.add(file)
  }
  for (const file of next.keys()) visit(file, [])
  return found
}
