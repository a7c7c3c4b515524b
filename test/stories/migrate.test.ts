import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { MIGRATIONS, migrate, migrationStatus, migrationsIn } from '../../src/db/migrate.ts'
import { useWorld } from '../harness/world.ts'

const world = useWorld()
let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'muster-migrations-'))
  cpSync(MIGRATIONS, folder, { recursive: true })
})

afterEach(async () => {
  await world.db.write(world.now(), async (tx) => {
    await tx`drop table if exists note, tag`
    await tx`delete from migration where name like '9%'`
  })
  rmSync(folder, { recursive: true })
})

const add = (name: string, sql: string) => writeFileSync(join(folder, name), sql)

test('what is not applied yet is applied, in order, once, however many start at the same time', async () => {
  add('9001-note.sql', 'create table note (text text)')
  add('9002-tag.sql', 'create table tag (name text); insert into tag values (current_setting($$muster.now$$))')
  add('notes.txt', 'not a migration')
  expect((await migrationStatus(world.db, folder)).pending).toEqual(['9001-note.sql', '9002-tag.sql'])

  const both = await Promise.all([1, 2].map(() => migrate(world.db, world.now(), { folder })))

  expect(both.flat().sort()).toEqual(['9001-note.sql', '9002-tag.sql'])
  const { applied, pending } = await migrationStatus(world.db, folder)
  expect(pending).toEqual([])
  expect(applied.at(-1)).toEqual({ name: '9002-tag.sql', at: world.now() })
  expect(await world.db.read((tx) => tx`select name from tag`)).toEqual([{ name: world.now().toISOString() }])
})

test('one that fails leaves nothing of itself, and those before it stay', async () => {
  add('9001-note.sql', 'create table note (text text)')
  add('9002-tag.sql', 'create table tag (name text); select no_such_function()')
  await expect(migrate(world.db, world.now(), { folder })).rejects.toMatchObject({ code: '42883' })
  expect((await migrationStatus(world.db, folder)).pending).toEqual(['9002-tag.sql'])
  const [left] = await world.db.read((tx) => tx`select to_regclass('tag') as tag, to_regclass('note')::text as note`)
  expect(left).toEqual({ tag: null, note: 'note' })
})

test('one that was applied may not be edited', async () => {
  add('9001-note.sql', 'create table note (text text)')
  await migrate(world.db, world.now(), { folder })
  add('9001-note.sql', 'create table note (text text, number int)')
  const refused = { code: 'DB_MIGRATION_CHANGED', details: { name: '9001-note.sql' } }
  await expect(migrate(world.db, world.now(), { folder })).rejects.toMatchObject(refused)
  await expect(migrationStatus(world.db, folder)).rejects.toMatchObject(refused)
})

test('a database of a newer Muster is left alone', async () => {
  add('9001-note.sql', 'create table note (text text)')
  await migrate(world.db, world.now(), { folder })
  const known = migrationsIn().at(-1)?.name
  await expect(migrate(world.db, world.now())).rejects.toMatchObject({
    code: 'DB_NEWER',
    details: { found: '9001-note.sql', known },
  })
})
