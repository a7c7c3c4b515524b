import { globSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'

type Both = { en: string; zh: string }

/** Every table of words of the board: what a file exports whose entries are in both languages. */
async function tables(): Promise<[file: string, table: Record<string, Both>][]> {
  const files = globSync('src/apps/board/**/{words,did,codes,fields,common,faults}.ts').filter(
    (file) => !file.endsWith('words/words.ts'),
  )
  const found: [string, Record<string, Both>][] = []
  for (const file of files.sort()) {
    const exported: Record<string, unknown> = await import(resolve(file))
    for (const table of Object.values(exported)) {
      if (typeof table !== 'object' || table === null) continue
      if (Object.values(table).every((both) => typeof both?.en === 'string' && typeof both?.zh === 'string'))
        found.push([file, table as Record<string, Both>])
    }
  }
  return found
}

test('no two tables say the same key', async () => {
  const all = (await tables()).flatMap(([file, table]) => Object.keys(table).map((key) => [key, file] as const))
  expect(all.length).toBeGreaterThan(500)
  const twice = [...Map.groupBy(all, ([key]) => key)].filter(([, says]) => says.length > 1)
  expect(twice.map(([key, says]) => `${key}: ${says.map(([, file]) => file).join(', ')}`)).toEqual([])
})

test('what is filled in is filled in in both languages', async () => {
  const gaps = (text: string) => [...text.matchAll(/\{\{(\w+)/g)].map(([, name]) => name).sort()
  for (const [file, table] of await tables())
    for (const [key, { en, zh }] of Object.entries(table)) expect(gaps(zh), `${file} ${key}`).toEqual(gaps(en))
})
