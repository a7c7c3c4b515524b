import { type ChildProcess, spawn } from 'node:child_process'
import { on, once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openDb } from '../../src/db/connect.ts'
import { holdFolder, noteServing } from '../../src/db/folder.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'muster-folder-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** Another process running a few lines of ours: `folder` and what `imports` names are there for them. */
function another(imports: string, lines: string): ChildProcess {
  const here = `const folder = ${JSON.stringify(folder)}`
  const script = `import ${imports}; ${here}; ${lines}`
  return spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['pipe', 'pipe', 'inherit'] })
}

async function says(child: ChildProcess): Promise<string> {
  const output = child.stdout as NodeJS.ReadableStream
  for await (const bytes of on(output, 'data', { close: ['end'] })) return String(bytes).trim()
  throw new Error('it ended and said nothing')
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL')
  await once(child, 'exit')
}

const ours = (path: string) => JSON.stringify(new URL(`../../src/${path}`, import.meta.url).href)
const HOLD = `{ holdFolder, noteServing } from ${ours('db/folder.ts')}`
const OPEN = `{ openDb } from ${ours('db/connect.ts')}`

describe('a data folder', () => {
  test('belongs to one process, and the refusal of a second says which and where it serves', async () => {
    const holder = another(
      HOLD,
      `await holdFolder(folder); noteServing(folder, 'http://localhost:8080'); console.log('held'); process.stdin.resume()`,
    )
    await says(holder)
    await expect(holdFolder(folder)).rejects.toThrow(
      `The data folder ${folder} is in use by process ${holder.pid}, which serves at http://localhost:8080.`,
    )
    await kill(holder)
  })

  test('is refused to the same process a second time, and free when let go of', async () => {
    const hold = await holdFolder(folder)
    noteServing(folder, 'http://localhost:8080')
    await expect(holdFolder(folder)).rejects.toMatchObject({ code: 'DB_FOLDER_BUSY' })
    await hold.letGo()
    expect(readdirSync(folder)).toEqual([])
    await (await holdFolder(folder)).letGo()
  })

  test('left behind by a dead process is taken over', async () => {
    const holder = another(HOLD, `await holdFolder(folder); console.log('held'); process.stdin.resume()`)
    await says(holder)
    await kill(holder)
    expect(existsSync(join(folder, 'in-use.json'))).toBe(true)
    await (await holdFolder(folder)).letGo()
  })

  test('whose process number somebody else has since been given is taken over', async () => {
    writeFileSync(join(folder, 'in-use.json'), JSON.stringify({ pid: process.pid, born: 'long ago' }))
    await (await holdFolder(folder)).letGo()
  })

  test('left behind by a dead process goes to exactly one of six who want it', async () => {
    writeFileSync(join(folder, 'in-use.json'), JSON.stringify({ pid: 2 ** 22 + 1, born: '1' }))
    const script = `process.stdin.once('data', async () => {
      try { await holdFolder(folder); console.log('mine') } catch (error) { console.log(error.code) }
    }); console.log('there')`
    const six = Array.from({ length: 6 }, () => another(HOLD, script))
    await Promise.all(six.map(says))
    const answers = Promise.all(six.map(says))
    for (const child of six) child.stdin?.write('go\n')
    expect((await answers).sort()).toEqual([...Array(5).fill('DB_FOLDER_BUSY'), 'mine'])
    await Promise.all(six.map(kill))
    expect(readdirSync(folder)).toEqual(['in-use.json'])
  })
})

describe('the embedded database', () => {
  test('killed in the middle of writing opens again with what was committed and nothing half written', async () => {
    const child = another(
      OPEN,
      `const db = await openDb({ folder })
      await db.write(new Date(), (tx) => tx.unsafe('create table note (n int); insert into note select generate_series(1, 1000)'))
      await db.write(new Date(), async (tx) => {
        await tx.unsafe('insert into note select generate_series(1, 50000); update note set n = -n')
        console.log('in the middle')
        await new Promise(() => {})
      })`,
    )
    expect(await says(child)).toBe('in the middle')
    await expect(openDb({ folder })).rejects.toMatchObject({ code: 'DB_FOLDER_BUSY' })
    await kill(child)

    const db = await openDb({ folder })
    const [left] = await db.read((tx) => tx`select count(*) as rows, min(n) as least from note`)
    expect(left).toEqual({ rows: 1000, least: 1 })
    await db.close()
    expect(readdirSync(folder)).toEqual(['postgres'])
  })

  test('that can not be opened says so, keeps what is there, and lets go of the folder', async () => {
    writeFileSync(join(folder, 'postgres'), 'not a folder')
    await expect(openDb({ folder })).rejects.toMatchObject({ code: 'DB_BROKEN' })
    expect(readdirSync(folder)).toEqual(['postgres'])
  })
})
