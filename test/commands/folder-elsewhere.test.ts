import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { on, once } from 'node:events'
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DAY, MINUTE, SECOND } from '../../src/base/clock.ts'
import { beatOnce } from '../../src/db/beat.ts'
import { openDb } from '../../src/db/connect.ts'
import { holdFolder, noteServing, servingIn } from '../../src/db/folder.ts'
import { claimOf } from '../../src/db/folder-mark.ts'
import {
  type FolderHolder,
  type HolderMachine,
  placeOf,
  standingOf,
  thisHolder,
  thisMachine,
} from '../../src/db/holder.ts'

let folder = ''
let mark = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'muster-elsewhere-'))
  mark = join(folder, 'in-use.json')
})
afterEach(() => rmSync(folder, { recursive: true }))

const here: HolderMachine = { host: 'county', boot: 'monday', space: 'pid:[1]' }
const container: HolderMachine = { ...here, host: 'c0ffee', space: 'pid:[2]' }
const restarted: HolderMachine = { ...here, boot: 'tuesday' }
const away: HolderMachine = { host: 'province', boot: 'sunday', space: 'pid:[1]' }

describe('a holder', () => {
  const holder = (machine?: HolderMachine, born: string | null = '100'): FolderHolder => ({
    pid: 7,
    born,
    ...(machine && { machine }),
  })
  const none = () => ({ there: false, born: null })
  const same = () => ({ there: true, born: '100' })
  const other = () => ({ there: true, born: '200' })
  const hidden = () => ({ there: true, born: null })

  test('on the same machine is known by its number and its start', () => {
    expect(standingOf(holder(here), here, same)).toBe('alive')
    expect(standingOf(holder(here), here, none)).toBe('dead')
    expect(standingOf(holder(here), here, other)).toBe('dead')
  })

  test('in a container, on another host or before a restart is never judged by its number', () => {
    for (const machine of [container, away, restarted]) {
      for (const found of [none, same, other]) expect(standingOf(holder(machine), here, found)).toBe('unsure')
    }
    const unread: HolderMachine = { host: 'county', boot: null, space: null }
    expect(standingOf(holder(unread), unread, none)).toBe('unsure')
  })

  test('whose start cannot be read is not taken for dead', () => {
    expect(standingOf(holder(here), here, hidden)).toBe('unsure')
    expect(standingOf(holder(here, null), here, same)).toBe('unsure')
  })

  test('of a mark that an older Muster wrote is judged as it was, and alive where it cannot be asked', () => {
    expect([same, other, none, hidden].map((found) => standingOf(holder(), here, found))).toEqual([
      'alive',
      'dead',
      'dead',
      'alive',
    ])
  })

  test('is told by where it is', () => {
    expect([here, container, away].map((machine) => placeOf(holder(machine), here))).toEqual([
      '',
      " in another PID namespace of this machine (c0ffee), such as a container's",
      ' on the host province',
    ])
  })
})

/** The mark of somebody elsewhere who gave the last sign of life at `beat`. */
function markFrom(machine: HolderMachine, beat: Date, more: Partial<FolderHolder> = {}): string {
  const text = JSON.stringify({ pid: 1, born: '100', id: 'theirs', machine, ...more } satisfies FolderHolder)
  writeFileSync(mark, text)
  utimesSync(mark, beat, beat)
  return text
}

const NOW = new Date('2026-12-01T00:00:00Z')
const before = (ms: number) => new Date(NOW.getTime() - ms)

/** A time that runs as it is waited for; `during` is what happens at each wait. */
function waiting(during: (waits: number) => unknown = () => {}) {
  const said: string[] = []
  let waits = 0
  return {
    said,
    waits: () => waits,
    onProgress: (text: string) => void said.push(text),
    time: { now: () => NOW, wait: async () => void (await during(++waits)) },
  }
}

describe('a folder held from elsewhere', () => {
  test('is refused at a sign of life, with where its holder is', async () => {
    markFrom(away, before(2 * SECOND), { url: 'http://province:7070' })
    const look = waiting((n) => n === 3 && utimesSync(mark, NOW, NOW))
    await expect(holdFolder(folder, look)).rejects.toMatchObject({
      code: 'DB_FOLDER_BUSY',
      message: `The data folder ${folder} is in use by process 1 on the host province, which serves at http://province:7070.`,
    })
    expect(look.waits()).toBe(3)
    expect(look.said).toEqual([
      expect.stringMatching(/on the host province .*58 s at most\. If you are sure .* remove /),
    ])
    expect(servingIn(folder)).toBe('http://province:7070')
  })

  test('is refused at a sign of life whatever the clocks say', async () => {
    for (const beat of [before(DAY), before(-DAY)]) {
      markFrom(container, beat)
      const look = waiting((n) => n === 2 && utimesSync(mark, NOW, NOW))
      await expect(holdFolder(folder, look)).rejects.toMatchObject({ code: 'DB_FOLDER_BUSY' })
    }
  })

  test('is taken after a minute without a sign of life, and that is said', async () => {
    markFrom(container, NOW)
    const look = waiting()
    const hold = await holdFolder(folder, look)
    expect(look.waits()).toBe(60)
    expect(look.said.at(-1)).toMatch(/^process 1 .* has given no sign of life for 60 s: its folder .* is taken over$/)
    await hold.letGo()
    expect(readdirSync(folder)).toEqual([])
  })

  test('is taken sooner after a power cut in the night, though its number is in use again', async () => {
    markFrom({ ...thisMachine(), boot: 'yesterday' }, before(8 * 60 * MINUTE), { pid: process.pid })
    const look = waiting()
    await (await holdFolder(folder, look)).letGo()
    expect(look.waits()).toBe(15)
  })

  test('and taken meanwhile by another is refused by its name', async () => {
    markFrom(away, before(DAY))
    let first: Promise<unknown> | undefined
    const look = waiting(() => {
      first ??= holdFolder(folder, waiting())
      return first
    })
    await expect(holdFolder(folder, look)).rejects.toMatchObject({
      code: 'DB_FOLDER_BUSY',
      details: { pid: process.pid },
    })
    await ((await first) as { letGo(): Promise<void> }).letGo()
  })

  test('goes to one of five who wait together', async () => {
    markFrom(away, before(DAY))
    const five = await Promise.allSettled(Array.from({ length: 5 }, () => holdFolder(folder, waiting())))
    const got = five.filter((one) => one.status === 'fulfilled')
    expect(got).toHaveLength(1)
    expect(five.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []))).toEqual(
      Array(4).fill('DB_FOLDER_BUSY'),
    )
    await got[0]?.value.letGo()
    expect(readdirSync(folder)).toEqual([])
  })

  test('is taken though one who was about to take it has died', async () => {
    const dead = { text: markFrom(away, before(DAY)), beat: 0 }
    const claim = claimOf(mark, dead)
    writeFileSync(claim, JSON.stringify({ ...thisHolder(), pid: 2 ** 22 + 1 }))
    const hold = await holdFolder(folder, waiting())
    expect(readdirSync(folder)).toEqual(['in-use.json'])
    await hold.letGo()
  })

  test('is not noted as served from here', () => {
    const theirs = markFrom(away, NOW, { pid: process.pid })
    noteServing(folder, 'http://localhost:7070')
    expect(readFileSync(mark, 'utf8')).toBe(theirs)
  })
})

describe('a sign of life', () => {
  test('is the time of change of a mark of our own', () => {
    const holder = thisHolder()
    writeFileSync(mark, JSON.stringify(holder))
    expect(beatOnce({ mark, holder }, NOW)).toBe(true)
    expect(statSync(mark).mtime).toEqual(NOW)
  })

  test('is not given to the mark of another', () => {
    markFrom(away, before(DAY))
    expect(beatOnce({ mark, holder: thisHolder() }, NOW)).toBe(false)
    expect(statSync(mark).mtime).toEqual(before(DAY))
  })

  test('puts back a mark that somebody removed', () => {
    const holder = thisHolder()
    expect(beatOnce({ mark, holder }, NOW)).toBe(true)
    expect(JSON.parse(readFileSync(mark, 'utf8'))).toEqual(holder)
  })
})

const ours = (path: string) => JSON.stringify(new URL(`../../src/${path}`, import.meta.url).href)
const UNSHARE = ['-p', '-f', '--kill-child', '--mount-proc']
const canUnshare = spawnSync('unshare', [...UNSHARE, 'true']).status === 0

async function says(child: ChildProcess): Promise<string> {
  for await (const bytes of on(child.stdout as NodeJS.ReadableStream, 'data', { close: ['end'] })) return String(bytes)
  throw new Error('it ended and said nothing')
}

// It needs Linux and the right to make a PID namespace.
describe.runIf(canUnshare)('a holder in another PID namespace', () => {
  test('keeps the folder while it gives signs of life, and no longer than a minute after them', async () => {
    const lines = `import { holdFolder } from ${ours('db/folder.ts')}
      import { beatOnce } from ${ours('db/beat.ts')}
      import { readFileSync } from 'node:fs'
      const mark = ${JSON.stringify(mark)}
      await holdFolder(${JSON.stringify(folder)})
      const holder = JSON.parse(readFileSync(mark, 'utf8'))
      process.stdin.on('data', () => console.log(beatOnce({ mark, holder }, new Date())))
      console.log('held by ' + process.pid)`
    const args = [...UNSHARE, process.execPath, '--input-type=module', '-e', lines]
    const child = spawn('unshare', args, { stdio: ['pipe', 'pipe', 'inherit'] })
    expect(await says(child)).toBe('held by 1\n')

    const sign = () => {
      child.stdin?.write('sign\n')
      return says(child)
    }
    await expect(holdFolder(folder, waiting(sign))).rejects.toThrow(
      'process 1 in another PID namespace of this machine',
    )

    child.kill('SIGKILL')
    await once(child, 'exit')
    const look = waiting()
    const hold = await holdFolder(folder, look)
    expect(look.said.at(-1)).toContain('no sign of life')
    await hold.letGo()
  })
})

describe('the embedded database', () => {
  test('whose folder another process has taken over ends, and leaves it to that', async () => {
    const db = await openDb({ folder })
    const theirs = markFrom(away, NOW)
    await expect.poll(() => db.state().state).toBe('ended')
    await expect(db.read((tx) => tx`select 1`)).rejects.toMatchObject({ code: 'DB_GONE' })
    await db.close()
    expect(readFileSync(mark, 'utf8')).toBe(theirs)
    expect(existsSync(join(folder, 'postgres'))).toBe(true)
  })
})
